"""A weight is read as what it means, or refused with what to do."""

import pytest
from networks import make_network

from bsrgraph.analysis import MEASURES, rank_nodes
from bsrgraph.errors import NetworkError

ROAD = {("a", "b"): 4, ("b", "c"): 4, ("a", "c"): 1}


def values(network, name, **options):
    """Give the values of a measure by node."""
    return {r["node"]: r["value"] for r in rank_nodes(network, name, **options)}


@pytest.mark.parametrize("name", [n for n, m in MEASURES.items() if m.reads == "distance"])
def test_strength_is_not_read_as_distance(name):
    """Those who share most would be furthest apart: refused, with both ways out."""
    with pytest.raises(NetworkError, match=r"furthest apart.*--weight inverse.*--weight none"):
        rank_nodes(make_network(ROAD), name, weight="own")


@pytest.mark.parametrize("name", [n for n, m in MEASURES.items() if m.reads == "strength"])
def test_distance_is_not_read_as_strength(name):
    """And those who are far apart would be the most strongly linked."""
    network = make_network(ROAD, meaning="distance")
    for weight in ("", "own"):
        with pytest.raises(NetworkError, match=r"most strongly linked.*--weight inverse"):
            rank_nodes(network, name, weight=weight)


@pytest.mark.parametrize("name", [n for n, m in MEASURES.items() if not m.reads and not m.grouped])
def test_a_measure_without_weight_takes_none(name):
    """Who asks for a weight that is not read is told so."""
    network = make_network({("a", "b"): 2}, kinds={"a": "x", "b": "y"})
    with pytest.raises(NetworkError, match="reads no weight"):
        rank_nodes(network, name, weight="inverse")


def test_ways_are_steps_unless_distance_is_asked_for():
    """a–c is one step; by strength the way over b is shorter: 1 + 1 against 4."""
    network = make_network(ROAD)
    assert values(network, "betweenness") == {"a": 0, "b": 0, "c": 0}
    assert values(network, "betweenness", weight="inverse") == {"a": 0, "b": 1, "c": 0}
    # From b it is 1 to either; from a 1 to b and 2 to c.
    assert values(network, "closeness", weight="inverse") == pytest.approx(
        {"a": 2 / 3, "b": 1, "c": 2 / 3}
    )
    assert values(network, "harmonic", weight="inverse") == pytest.approx(
        {"a": 0.75, "b": 1, "c": 0.75}
    )


def test_the_card_states_how_strength_became_distance():
    """The least common multiple of all weights, by each weight."""
    card = rank_nodes(
        make_network({("a", "b"): 4, ("b", "c"): 6}), "closeness", weight="inverse"
    ).card
    assert (
        "weight: meetings (strength), read as distance: 12 / weight (the least whole inverse)"
        in card
    )
    card = rank_nodes(make_network(ROAD), "closeness").card
    assert "weight: meetings (strength), not read; every link counts as one" in card
    card = rank_nodes(make_network(ROAD), "strength").card
    assert "weight: meetings (strength), read as strength" in card


def test_a_declared_distance_is_read_as_one():
    """What is declared as distance is the length of a way, without being asked for."""
    network = make_network(ROAD, meaning="distance")
    # a–b 4, b–c 4, a–c 1: from b over a to c it is 5, the direct way 4.
    assert values(network, "betweenness") == {"a": 0, "b": 0, "c": 0}
    assert values(network, "closeness")["a"] == pytest.approx(2 / 5)
    assert values(network, "strength", weight="inverse") == {"a": 5, "b": 2, "c": 5}


def test_none_leaves_the_weight_out():
    assert values(make_network(ROAD), "strength", weight="none") == {"a": 2, "b": 2, "c": 2}
    assert values(make_network(ROAD), "pagerank", weight="none")["a"] == pytest.approx(1 / 3)


def test_inverting_what_fits_is_refused():
    with pytest.raises(NetworkError, match="strength already"):
        rank_nodes(make_network(ROAD), "strength", weight="inverse")


@pytest.mark.parametrize("meaning", ["kilometres", "cost"])
def test_a_meaning_that_is_neither_is_refused(meaning):
    with pytest.raises(NetworkError, match=r"neither strength nor distance; write '#\+ weight"):
        rank_nodes(make_network(ROAD, meaning=meaning), "degree")


def test_an_unknown_weight_is_refused():
    with pytest.raises(NetworkError, match="say own, inverse or none"):
        rank_nodes(make_network(ROAD), "strength", weight="heavy")
