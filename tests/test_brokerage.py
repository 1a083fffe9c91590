"""Brokers between groups: roles worked out by hand, and counted another way on drawn networks."""

import itertools
import random

import networkx as nx
import pytest
from networks import draw_graph, from_graph, make_network

from bsrgraph.analysis import rank_nodes
from bsrgraph.analysis.ranking import simplify
from bsrgraph.errors import NetworkError

# b links three: a of its own country, c and d of another one, which are linked with each other.
TRIADS = {("a", "b"): 1, ("b", "c"): 1, ("b", "d"): 1, ("c", "d"): 1, ("b", "e"): 1}
COUNTRIES = {"a": "LV", "b": "LV", "c": "SE", "d": "SE", "e": "FI"}
ROLES = ("coordinator", "itinerant", "representative", "gatekeeper", "liaison")


def values(network, name, **options):
    """Give the values of a measure by node."""
    return {r["node"]: r["value"] for r in rank_nodes(network, name, **options)}


def test_roles_of_one_broker_by_hand():
    """Open pairs at b: a–c, a–d, a–e (one end its own), c–e, d–e (neither); c–d is linked."""
    network = make_network(TRIADS, COUNTRIES)
    assert {role: values(network, role)["b"] for role in ROLES} == {
        "coordinator": 0,
        "itinerant": 0,
        "representative": 3,
        "gatekeeper": 3,
        "liaison": 2,
    }
    assert values(network, "brokerage") == {"a": 0, "b": 5, "c": 0, "d": 0, "e": 0}


def test_directed_roles_by_hand():
    """A pair counts where one links to the broker and the broker to the other."""
    arrows = {("a", "b"): 1, ("b", "c"): 1, ("d", "b"): 1, ("b", "e"): 1, ("d", "e"): 1}
    network = make_network(arrows, COUNTRIES, directed=True)
    # a→b→c and a→b→e: represents; d→b→c: itinerant; d→b→e is closed by d→e.
    assert {role: values(network, role)["b"] for role in (*ROLES, "brokerage")} == {
        "coordinator": 0,
        "itinerant": 1,
        "representative": 2,
        "gatekeeper": 0,
        "liaison": 0,
        "brokerage": 3,
    }


@pytest.mark.parametrize("directed", [False, True])
@pytest.mark.parametrize("seed", range(5))
def test_roles_counted_triple_by_triple(seed, directed):
    """Looking at every triple of nodes gives the same; nodes of no or two countries are left out."""
    rng = random.Random(seed)
    graph = draw_graph(seed, nodes=14, share=0.25, directed=directed)
    groups = {n: rng.choice(["LV", "SE", "FI", "LV/SE", ""]) for n in graph}
    network = from_graph(graph, groups={})
    for node, of in groups.items():
        network.nodes[node]["countries"] = tuple(filter(None, of.split("/")))
    single = {n: of for n, of in groups.items() if of and "/" not in of}
    expected = {role: dict.fromkeys(single, 0.0) for role in ROLES}
    for start, broker, end in itertools.permutations(single, 3):
        open_pair = graph.has_edge(start, broker) and graph.has_edge(broker, end)
        if open_pair and not graph.has_edge(start, end):
            one, own, other = (single[n] for n in (start, broker, end))
            role = (
                "coordinator" if one == own == other
                else "itinerant" if one == other
                else "representative" if one == own
                else "gatekeeper" if other == own
                else "liaison"
            )  # fmt: skip
            # Without directions each pair is met twice: once from either end.
            halved = not directed and role in ("coordinator", "itinerant", "liaison")
            expected[role][broker] += 0.5 if halved else 1
    for role in ROLES:
        found = {n: v for n, v in values(network, role).items() if v is not None}
        assert found == expected[role], role


def test_ei_index_by_hand():
    """b has one link within and three out; c one of each; e none within."""
    network = make_network(TRIADS, COUNTRIES)
    assert values(network, "ei-index") == {"a": -1, "b": (3 - 1) / 4, "c": 0, "d": 0, "e": 1}


def test_constraint_of_a_hub_by_hand():
    """Burt: a hub of two not linked contacts has ½² + ½², a leaf has 1; the least ranks first."""
    ranking = list(rank_nodes(make_network({("a", "b"): 1, ("b", "c"): 1}), "constraint"))
    assert [(r["node"], r["rank"], r["value"]) for r in ranking] == [
        ("b", 1, 0.5),
        ("a", 2, 1),
        ("c", 2, 1),
    ]


def test_groups_by_sector():
    """The same by the fields that nodes are of."""
    network = make_network(TRIADS)
    for node, of in COUNTRIES.items():
        network.nodes[node]["fields"] = (of,)
    assert values(network, "liaison", by="sector")["b"] == 2


def test_who_is_of_several_groups_is_left_out_and_counted():
    """A node of two countries plays no role, and is no end of one."""
    network = make_network(TRIADS, {**COUNTRIES, "e": "FI/SE"})
    ranking = rank_nodes(network, "brokerage")
    assert {r["node"]: r["value"] for r in ranking}["b"] == 2
    assert (
        "groups: by country, 2 of them; 1 of 5 nodes are of none or several and left out"
        in ranking.card
    )


def test_a_network_without_groups_is_refused():
    with pytest.raises(
        NetworkError, match=r"no link joins two nodes of one known country.*--by sector"
    ):
        rank_nodes(make_network(TRIADS), "liaison")
    with pytest.raises(NetworkError, match="each node is a country of its own"):
        rank_nodes(make_network(TRIADS, dict(zip("abcde", "vwxyz", strict=True))), "ei-index")
    with pytest.raises(NetworkError, match="say country or sector"):
        rank_nodes(make_network(TRIADS, COUNTRIES), "liaison", by="colour")


def test_brokers_are_where_pairs_are_open():
    """In all, brokerage counts the paths of two links that no third closes: transitivity by another way."""
    graph = nx.karate_club_graph()
    network = from_graph(graph, groups={})
    for node in graph:
        network.nodes[str(node)]["countries"] = (graph.nodes[node]["club"],)
    found = sum(values(network, "brokerage").values())
    simple = simplify(network)
    paths = sum(d * (d - 1) / 2 for _, d in simple.degree())
    assert found == pytest.approx(paths * (1 - nx.transitivity(graph)))
