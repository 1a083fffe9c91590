"""Rules of the map and of large networks: true places, none on another, the same on every run."""

from __future__ import annotations

import json
from itertools import combinations
from math import hypot
from pathlib import Path

import networkx as nx
import pytest

from bsrgraph.layout import BOX, arrange_groups, arrange_on_map, group_nodes, project

ROOT = Path(__file__).parents[1]


def heap(count: int = 42) -> nx.MultiGraph[str]:
    """Put many clusters and their country on one point of Norway."""
    network: nx.MultiGraph[str] = nx.MultiGraph()
    network.add_node("norway", kind="country", name="Norway", latitude=61.36, longitude=9.68)
    for number in range(count):
        network.add_node(f"{number:02}", country="Norway", latitude=61.36, longitude=9.68)
    return network


def crowd(groups: int = 12, members: int = 250) -> nx.MultiGraph[str]:
    """Make more nodes than a force layout takes, in countries that are linked."""
    network: nx.MultiGraph[str] = nx.MultiGraph()
    for number in range(groups * members):
        network.add_node(f"{number:05}", country=f"Country {number % groups}")
        network.add_edge(f"{number:05}", f"{number * 7 % (groups * members):05}", via="x")
    return network


@pytest.mark.parametrize(
    ("place", "latitude", "longitude", "x", "y"),
    [("Riga", 56.95, 24.11, 276.1, -13.1), ("Reykjavik", 64.1, -21.9, -847.2, -636.4)],
)
def test_the_projection_is_lamberts(place, latitude, longitude, x, y) -> None:
    """Equal areas around 57 north, 15 east, one unit for two kilometres."""
    found = project(latitude, longitude)
    assert hypot(found[0] - x, found[1] - y) < 15, place


def test_distances_near_the_middle_are_true() -> None:
    """Riga and Stockholm are 442 km apart."""
    riga, stockholm = project(56.95, 24.11), project(59.33, 18.07)
    assert abs(hypot(riga[0] - stockholm[0], riga[1] - stockholm[1]) * 2 - 442) < 5


def test_nodes_of_one_place_stand_around_it() -> None:
    """Forty clusters without a town stand near the point of their country, apart."""
    places = arrange_on_map(heap())
    point = project(61.36, 9.68)
    assert max(hypot(x - point[0], y - point[1]) for x, y in places.values()) < 120
    assert hypot(places["norway"][0] - point[0], places["norway"][1] - point[1]) < 25
    assert min(hypot(a[0] - b[0], a[1] - b[1]) for a, b in combinations(places.values(), 2)) > 20


def test_what_lies_beyond_stands_at_the_edge() -> None:
    """Canada is west and north of the map: there it stands."""
    network: nx.MultiGraph[str] = nx.MultiGraph()
    network.add_node("canada", latitude=60.32, longitude=-101.9)
    x, y = arrange_on_map(network)["canada"]
    assert BOX[0] < x < 0 and BOX[1] < y < BOX[1] + 40


def test_what_has_no_place_stands_amid_its_partners() -> None:
    """A project is between its clusters, and a partner of it that has no place is where it is."""
    network: nx.MultiGraph[str] = nx.MultiGraph()
    for name, longitude in (("east", 24), ("west", 6)):
        network.add_node(name, latitude=57, longitude=longitude)
        network.add_edge(name, "project", key="x", via="x")
    network.add_edge("project", "lost", via="x")
    places = arrange_on_map(network)
    assert abs(places["project"][0]) < 30
    assert abs(places["lost"][0]) < 30


def test_what_has_no_place_is_not_on_the_map() -> None:
    """The caller hears which nodes have no point by their absence."""
    network = heap(1)
    network.add_node("nowhere")
    assert arrange_on_map(network).keys() == {"norway", "00"}


def test_the_outlines_lie_in_the_box_of_the_map() -> None:
    """Outlines are drawn in the units of the projection."""
    text = (ROOT / "bsrgraph" / "page" / "outlines.json").read_text(encoding="utf-8")
    assert json.loads(text)["box"] == list(BOX)
    assert len(text) < 50_000


def test_groups_do_not_overlap_and_members_are_together() -> None:
    """Each country is a disc of its own."""
    network = crowd()
    places, (by, groups) = arrange_groups(network), group_nodes(network)
    assert by == "country"
    discs = {}
    for name in set(groups.values()):
        points = [places[node] for node, group in groups.items() if group == name]
        x, y = (sum(p[axis] for p in points) / len(points) for axis in (0, 1))
        discs[name] = (x, y, max(hypot(p[0] - x, p[1] - y) for p in points))
    for one, other in combinations(discs.values(), 2):
        assert hypot(one[0] - other[0], one[1] - other[1]) > one[2] + other[2]
    assert places == arrange_groups(network)


def test_without_countries_a_network_folds_by_sector_or_kind() -> None:
    """The first that most nodes have."""
    network: nx.MultiGraph[str] = nx.MultiGraph()
    network.add_node("a", sectors=("food",), kind="cluster")
    assert group_nodes(network) == ("sector", {"a": "food"})
    network.add_node("b", kind="project")
    network.add_node("c", kind="project")
    assert group_nodes(network) == ("kind", {"a": "cluster", "b": "project", "c": "project"})
