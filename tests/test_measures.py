"""Measures: worked out by hand on tiny graphs, and by another way of computing on random ones."""

import itertools
import random

import networkx as nx
import numpy as np
import pyoxigraph as ox
import pytest

from bsrgraph.analysis import MEASURES, rank_nodes
from bsrgraph.answers import Answer
from bsrgraph.errors import NetworkError
from bsrgraph.network import build_network, read_network, weigh_network
from bsrgraph.queries import find_query, parse_query

PATH = {("a", "b"): 1, ("b", "c"): 1}
HEAVY = {("a", "b"): 2, ("b", "c"): 1}
STAR = {("hub", leaf): 1 for leaf in "pqrs"}
PARTS = {("a", "b"): 1, ("b", "c"): 1, ("a", "c"): 1, ("x", "y"): 1}
TAIL = {
    **dict.fromkeys(itertools.combinations("abcdefgh", 2), 1),
    **dict.fromkeys(itertools.pairwise(["a", *(f"z{i}" for i in range(12))]), 1),
}
HALF = 0.5**0.5
PLAIN = [name for name, m in MEASURES.items() if not m.grouped and not m.two_sided]


def make(weights, alone=(), order=None):
    """Make a network of pairs with weights, and of nodes that have only a link of context."""
    rows = [
        (start, end, "meets", f"{start}-{end}-{number}", "s")
        for (start, end), weight in weights.items()
        for number in range(weight)
    ]
    rows += [(node, node, "is", "", "s") for node in alone]
    if order is not None:
        random.Random(order).shuffle(rows)
    terms = tuple(tuple(ox.Literal(cell) if cell else None for cell in row) for row in rows)
    answer = Answer("SELECT", ("from", "to", "relation", "via", "statement"), terms)
    return read_network(parse_query("made", "#+ weight: strength, meetings"), answer)


def measure(weights, name, **more):
    """Give the values of a measure by node."""
    return {row["node"]: row["value"] for row in rank_nodes(make(weights, **more), name)}


def draw_random(seed):
    """Make a seeded random network with weights from 1 to 4, often in several parts."""
    rng = random.Random(seed)
    graph = nx.gnp_random_graph(14, 0.16, seed=seed)
    names = {node: f"n{node:02}" for node in graph}
    weights = {(names[a], names[b]): rng.randint(1, 4) for a, b in graph.edges()}
    return weights, [names[node] for node in nx.isolates(graph)]


@pytest.mark.parametrize(
    ("name", "weights", "expected"),
    [
        ("degree", HEAVY, {"a": 1, "b": 2, "c": 1}),
        ("strength", HEAVY, {"a": 2, "b": 3, "c": 1}),
        ("degree", STAR, {"hub": 4, "p": 1, "q": 1, "r": 1, "s": 1}),
        # a path's middle lies on its one pair's shortest path, a star's hub on all six
        ("betweenness", HEAVY, {"a": 0, "b": 1, "c": 0}),
        ("betweenness", STAR, {"hub": 1, "p": 0, "q": 0, "r": 0, "s": 0}),
        ("betweenness", PARTS, {"a": 0, "b": 0, "c": 0, "x": 0, "y": 0}),
        # (reached others / sum of steps) · (reached others / all others)
        ("closeness", PATH, {"a": 2 / 3, "b": 1, "c": 2 / 3}),
        ("closeness", STAR, {"hub": 1, **dict.fromkeys("pqrs", 4 / 7)}),
        ("closeness", PARTS, {**dict.fromkeys("abc", 1 * 2 / 4), **dict.fromkeys("xy", 1 * 1 / 4)}),
        # eigenvalue √5 of the weights 2 and 1; eigenvalue 2 of the star
        ("eigenvector", HEAVY, {"a": 2 / 10**0.5, "b": HALF, "c": 1 / 10**0.5}),
        ("eigenvector", STAR, {"hub": HALF, **dict.fromkeys("pqrs", HALF / 2)}),
        ("eigenvector", PARTS, {**dict.fromkeys("abc", 3**-0.5), "x": None, "y": None}),
        ("eigenvector", {("a", "b"): 3, ("x", "y"): 1}, dict.fromkeys("abxy", HALF)),
        # b = 0.05 + 0.85 (a + c), a = 0.05 + 0.85 · 2/3 b, c = 0.05 + 0.85 · 1/3 b
        (
            "pagerank",
            HEAVY,
            {
                "a": 0.05 + 0.85 * 2 / 3 * 0.135 / 0.2775,
                "b": 0.135 / 0.2775,
                "c": 0.05 + 0.85 / 3 * 0.135 / 0.2775,
            },
        ),
        ("pagerank", PARTS, dict.fromkeys("abcxy", 0.2)),
    ],
)
def test_a_measure_on_a_tiny_graph_is_what_a_hand_computes(name, weights, expected):
    """On a path, a star and two parts the values follow from the definition."""
    found = measure(weights, name)
    assert found.keys() == expected.keys()
    for node, value in expected.items():
        assert found[node] == (None if value is None else pytest.approx(value, abs=1e-11)), node


def test_what_has_only_links_of_context_counts_for_nothing():
    """A node whose one link is context has degree 0, and the eigenvector is not defined there."""
    assert measure(PATH, "degree", alone=["m"])["m"] == 0
    assert measure(PATH, "betweenness", alone=["m"])["m"] == 0
    assert measure(PATH, "closeness", alone=["m"])["m"] == 0
    assert measure(PATH, "eigenvector", alone=["m"])["m"] is None
    assert measure({}, "eigenvector", alone=["m", "n"]) == {"m": None, "n": None}


@pytest.mark.parametrize("seed", range(8))
def test_degree_and_strength_count_links_and_add_weights(seed):
    """On random networks, adding up the pairs gives the same."""
    weights, alone = draw_random(seed)
    nodes = {*itertools.chain(*weights), *alone}
    links = {node: [w for pair, w in weights.items() if node in pair] for node in nodes}
    assert measure(weights, "degree", alone=alone) == {n: len(w) for n, w in links.items()}
    assert measure(weights, "strength", alone=alone) == {n: sum(w) for n, w in links.items()}


@pytest.mark.parametrize("seed", range(8))
def test_betweenness_counts_the_shortest_paths_through_a_node(seed):
    """On random networks in parts, listing every shortest path gives the same."""
    weights, alone = draw_random(seed)
    graph = weigh_network(make(weights, alone))
    shares = dict.fromkeys(graph, 0.0)
    for start, end in itertools.combinations(graph, 2):
        if nx.has_path(graph, start, end):
            paths = list(nx.all_shortest_paths(graph, start, end))
            for path in paths:
                for node in path[1:-1]:
                    shares[node] += 1 / len(paths)
    pairs = (len(graph) - 1) * (len(graph) - 2) / 2
    expected = {node: share / pairs for node, share in shares.items()}
    assert measure(weights, "betweenness", alone=alone) == pytest.approx(expected, abs=1e-11)


@pytest.mark.parametrize("seed", range(8))
def test_closeness_scales_by_what_can_be_reached(seed):
    """On random networks in parts, the formula of Wasserman and Faust gives the same."""
    weights, alone = draw_random(seed)
    graph = weigh_network(make(weights, alone))
    expected = {}
    for node in graph:
        steps = nx.single_source_shortest_path_length(graph, node)
        others, way = len(steps) - 1, sum(steps.values())
        expected[node] = others / way * others / (len(graph) - 1) if way else 0
    assert measure(weights, "closeness", alone=alone) == pytest.approx(expected, abs=1e-11)


@pytest.mark.parametrize("seed", range(8))
def test_the_eigenvector_is_that_of_the_largest_part(seed):
    """On random networks, a full decomposition of the largest parts gives the same."""
    weights, alone = draw_random(seed)
    graph = weigh_network(make(weights, alone))
    parts = [sorted(part) for part in nx.connected_components(graph)]
    expected = dict.fromkeys(graph)
    for part in (part for part in parts if len(part) == max(map(len, parts))):
        _, vectors = np.linalg.eigh(nx.to_numpy_array(graph, nodelist=part, weight="weight"))
        expected |= dict(zip(part, map(float, abs(vectors[:, -1])), strict=True))
    found = measure(weights, "eigenvector", alone=alone)
    assert {n for n, v in found.items() if v is None} == {
        n for n, v in expected.items() if v is None
    }
    for node in (node for node, value in expected.items() if value is not None):
        assert found[node] == pytest.approx(expected[node], abs=1e-9)


@pytest.mark.parametrize("seed", range(8))
def test_pagerank_is_where_the_walker_ends(seed):
    """On random networks, solving the walker's equations gives the same, and all adds up to 1."""
    weights, alone = draw_random(seed)
    graph = weigh_network(make(weights, alone))
    nodes, size = sorted(graph), len(graph)
    links = nx.to_numpy_array(graph, nodelist=nodes, weight="weight")
    out = links.sum(axis=1, keepdims=True)
    steps = np.where(out > 0, links / np.where(out > 0, out, 1), 1 / size)
    solved = np.linalg.solve(np.eye(size) - 0.85 * steps.T, np.full(size, 0.15 / size))
    found = measure(weights, "pagerank", alone=alone)
    assert found == pytest.approx(dict(zip(nodes, map(float, solved), strict=True)), abs=1e-9)
    assert sum(found.values()) == pytest.approx(1)


def test_nodes_of_one_value_share_a_rank_and_are_said_to_be_tied():
    """After three firsts comes the fourth, as in sports; ties stand in the order of names."""
    rows = [tuple(row.values())[:3] for row in rank_nodes(make(PARTS), "degree")]
    assert rows == [
        (1, True, "a"),
        (1, True, "b"),
        (1, True, "c"),
        (4, True, "x"),
        (4, True, "y"),
    ]


def test_who_is_alone_with_a_value_is_not_tied():
    """A rank that nobody shares is no tie."""
    rows = {row["node"]: (row["rank"], row["tied"]) for row in rank_nodes(make(STAR), "strength")}
    assert rows == {"hub": (1, False), **dict.fromkeys("pqrs", (2, True))}


def test_nodes_without_a_value_have_no_rank_and_stand_last():
    """What is not defined is no zero: it has neither rank nor tie."""
    rows = list(rank_nodes(make(PARTS), "eigenvector"))
    assert [row["node"] for row in rows] == ["a", "b", "c", "x", "y"]
    assert [(row["rank"], row["tied"], row["value"]) for row in rows[3:]] == [
        (None, False, None)
    ] * 2


@pytest.mark.parametrize("name", PLAIN)
@pytest.mark.parametrize("weights", [TAIL, draw_random(3)[0]], ids=["tail", "random"])
def test_a_rank_is_the_same_for_any_order_of_rows_and_at_every_run(name, weights):
    """Neither the order of rows nor the start of an iteration shows in any digit."""
    first = rank_nodes(make(weights), name)
    assert [rank_nodes(make(weights, order=order), name) for order in range(3)] == [first] * 3


@pytest.mark.parametrize("name", PLAIN)
def test_nodes_that_nothing_tells_apart_are_tied(name):
    """Seven nodes of a full graph with one tail at the eighth share every value."""
    values = measure(TAIL, name)
    assert len({values[node] for node in "bcdefgh"}) == 1


@pytest.mark.parametrize("name", PLAIN)
def test_the_card_says_what_measure_weight_and_parts_mean(name):
    """Who reads a ranking sees what was computed, what a weight is, and how the network falls apart."""
    ranking = rank_nodes(make(PARTS, alone=["m"]), name)
    what, network, weight, parts, ties = ranking.card
    assert what.startswith(f"{name}: ")
    assert "meetings" in weight
    assert "strength" in weight
    assert parts == "6 nodes, 4 links, 3 components, 1 node without a link"
    assert network == "network: made"
    assert "of 6 nodes share their rank" in ties
    assert (ranking.network, ranking.measure, len(ranking)) == ("made", name, 6)


def test_a_card_says_where_the_weight_is_not_declared():
    """A network of somebody's own may say nothing of its weight; the card says so."""
    network = make(PATH)
    network.graph.clear()
    assert "not declared" in rank_nodes(network, "degree").card[2]


def test_an_unknown_measure_is_refused_with_what_was_meant():
    """The message suggests the nearest measure and lists them all."""
    with pytest.raises(NetworkError, match="did you mean 'betweenness'") as error:
        rank_nodes(make(PATH), "betweeness")
    assert all(name in str(error.value) for name in MEASURES)


def test_a_measure_like_nothing_gets_the_list_without_a_suggestion():
    """A far guess is not forced upon a nearest name."""
    with pytest.raises(NetworkError) as error:
        rank_nodes(make(PATH), "zzz")
    assert "did you mean" not in str(error.value)


@pytest.mark.parametrize("name", PLAIN)
def test_an_empty_network_has_an_empty_ranking(name):
    """No nodes, no ranks, and a card that says so."""
    ranking = rank_nodes(make({}), name)
    assert len(ranking) == 0
    assert ranking.card[3].startswith("0 nodes, 0 links, 0 components")


def test_the_frozen_countries_are_ranked_by_hand(frozen, frozen_run):
    """Latvia and Sweden have four neighbours and a strength of six, Lithuania bridges to Estonia."""
    network = build_network(frozen, find_query(frozen, "country-country"), frozen_run)
    degrees = [(r["rank"], r["name"], r["value"]) for r in rank_nodes(network, "degree")]
    assert degrees == [
        (1, "Latvia", 4),
        (1, "Lithuania", 4),
        (1, "Sweden", 4),
        (4, "Finland", 3),
        (5, "Norway", 2),
        (6, "Denmark", 1),
        (6, "Estonia", 1),
        (6, "Germany", 1),
    ]
    strengths = {r["name"]: r["value"] for r in rank_nodes(network, "strength")}
    assert (strengths["Latvia"], strengths["Sweden"], strengths["Lithuania"]) == (6, 6, 4)
    # Estonia's four ways lead over Lithuania; Norway's to Finland, Lithuania and Estonia over
    # Latvia or Sweden, half each. There are 7 · 6 / 2 = 21 pairs of others.
    between = {r["name"]: r["value"] for r in rank_nodes(network, "betweenness")}
    assert between["Lithuania"] == pytest.approx(4 / 21)
    assert between["Latvia"] == between["Sweden"] == pytest.approx(3 / 2 / 21)
    assert between["Finland"] == between["Norway"] == between["Estonia"] == 0
