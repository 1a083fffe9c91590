"""Rules of the layout: every node placed, none on another, the same on every run."""

from __future__ import annotations

import random
import subprocess
import sys
from itertools import combinations, pairwise
from math import hypot
from pathlib import Path

import networkx as nx
import pytest

from bsrgraph.layout import CELL, arrange, pair_weights

ROOT = Path(__file__).parents[1]
Edge = tuple[str, str, str]


def network_of(edges: list[Edge], alone: tuple[str, ...] = ()) -> nx.MultiGraph[str]:
    """Make a network of (one end, other end, via) in the order given."""
    network: nx.MultiGraph[str] = nx.MultiGraph()
    network.add_nodes_from(alone)
    for one, other, via in edges:
        network.add_edge(one, other, key=("works with", via), relation="works with", via=via)
    return network


def random_edges(nodes: int = 60, links: int = 120, seed: int = 1) -> list[Edge]:
    """Draw the same random edges every time."""
    draw = random.Random(seed)
    names = [f"node {number}" for number in range(nodes)]
    ends = [draw.sample(names, 2) for _ in range(links)]
    return [(one, other, f"via {draw.randrange(20)}") for one, other in ends]


def distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Measure in cells, the room of one node and its label."""
    return hypot((one[0] - other[0]) / CELL[0], (one[1] - other[1]) / CELL[1])


def positions_text() -> str:
    """Write the positions of a random network; run by a subprocess below."""
    return repr(sorted(arrange(network_of(random_edges())).items()))


def test_a_network_without_nodes_has_no_positions() -> None:
    """Nothing gives nothing, and no error."""
    assert arrange(network_of([])) == {}


def test_every_node_is_placed_even_alone() -> None:
    """A node without links has its place, too."""
    network = network_of([("a", "b", "project")], alone=("hermit",))
    assert arrange(network).keys() == {"a", "b", "hermit"}


def test_positions_are_rounded_to_a_tenth() -> None:
    """More digits would only make pages larger and differ between machines."""
    places = arrange(network_of(random_edges()))
    assert all(round(length, 1) == length for place in places.values() for length in place)


def test_the_order_of_nodes_and_edges_does_not_matter() -> None:
    """A network read in another order looks the same."""
    edges = random_edges()
    shuffled = [(other, one, via) for one, other, via in edges]
    random.Random(2).shuffle(shuffled)
    assert arrange(network_of(shuffled)) == arrange(network_of(edges))


@pytest.mark.parametrize("seed", ["0", "1", "4711"])
def test_the_hash_seed_does_not_matter(seed: str) -> None:
    """Another process with another order of sets gives the same positions."""
    code = f"import runpy; print(runpy.run_path({__file__!r})['positions_text'](), end='')"
    environment = {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
    answer = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert answer.stdout == positions_text()


@pytest.mark.parametrize("seed", range(5))
def test_no_two_nodes_overlap(seed: int) -> None:
    """Two nodes are at least a cell apart, whatever the network."""
    places = arrange(network_of(random_edges(seed=seed)))
    assert min(distance(*two) for two in combinations(places.values(), 2)) > 0.99


def test_nodes_that_nothing_tells_apart_are_separated() -> None:
    """Forty nodes on one hub all get a place of their own."""
    places = arrange(network_of([("hub", f"leaf {n}", "via") for n in range(40)]))
    assert min(distance(*two) for two in combinations(places.values(), 2)) > 0.99


def test_parts_are_set_side_by_side() -> None:
    """Parts that are not linked neither overlap nor fly apart."""
    parts = [[f"part {part} node {n}" for n in range(6)] for part in range(9)]
    edges = [(*two, "via") for part in parts for two in pairwise(part)]
    places = arrange(network_of(edges))
    xs, ys = zip(*places.values(), strict=True)
    assert max(xs) - min(xs) < 30 * CELL[0]
    assert max(ys) - min(ys) < 30 * CELL[1]
    boxes = [_box([places[node] for node in part]) for part in parts]
    assert not any(_overlap(*two) for two in combinations(boxes, 2))


def test_a_heavier_pair_is_nearer() -> None:
    """In a ring, the two that share nine projects end nearer than any others."""
    ring = [f"node {n}" for n in range(12)]
    edges = [(*two, "via") for two in pairwise([*ring, ring[0]])]
    edges += [(ring[0], ring[1], f"via {n}") for n in range(8)]
    places = arrange(network_of(edges))
    lengths = {two: distance(places[two[0]], places[two[1]]) for two in pairwise(ring)}
    assert min(lengths, key=lambda two: lengths[two]) == (ring[0], ring[1])


def test_the_weight_is_the_number_of_different_vias() -> None:
    """Relations and directions through one project count once, context not at all."""
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    network.add_edge("a", "b", key=("leads", "project"), via="project")
    network.add_edge("b", "a", key=("joins", "project"), via="project")
    network.add_edge("b", "a", key=("joins", "other"), via="other")
    network.add_edge("a", "c", key=("located in", ""), via="")
    assert pair_weights(network) == {("a", "b"): 2, ("a", "c"): 0}


def _box(places: list[tuple[float, float]]) -> tuple[float, float, float, float]:
    xs, ys = zip(*places, strict=True)
    return min(xs), max(xs), min(ys), max(ys)


def _overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1] and one[2] <= other[3] and other[2] <= one[3]
