"""A ?weight in the rows of a network: how much a link weighs, or how long it is."""

import networkx as nx
import pytest

from bsrgraph import api
from bsrgraph.analysis import rank_nodes
from bsrgraph.errors import NetworkError
from bsrgraph.network import weigh_network, weigh_rows
from bsrgraph.queries import parse_query
from bsrgraph.store import open_store, run_query

ROADS = """#+ weight: {meaning}, kilometres
SELECT * WHERE {{
  VALUES (?from ?to ?relation ?via ?statement ?weight) {{
    ("a" "b" "road" "r1" "s" 3) ("b" "a" "road" "r2" "s" 5)
    ("b" "c" "road" "r3" "s" 4) ("a" "c" "road" "r4" "s" {last})
  }}
}}"""


def read(tmp_path, meaning, last="9"):
    """Read the roads as a network of the user's own."""
    path = tmp_path / "roads.rq"
    path.write_text(ROADS.format(meaning=meaning, last=last))
    return api.network(path)


def weights(network):
    """Give the weight of each pair."""
    return {(a, b): w for a, b, w in weigh_network(network).edges(data="weight")}


def test_of_two_ways_the_shorter_counts(tmp_path):
    """a–b is 3, not 5; from a to c over b it is 7, and the direct way 9."""
    network = read(tmp_path, "distance")
    assert weights(network) == {("a", "b"): 3, ("a", "c"): 9, ("b", "c"): 4}
    values = {r["node"]: r["value"] for r in rank_nodes(network, "betweenness")}
    assert values == {"a": 0, "b": 1, "c": 0}
    closeness = {r["node"]: r["value"] for r in rank_nodes(network, "closeness")}
    assert closeness == pytest.approx({"a": 2 / 10, "b": 2 / 7, "c": 2 / 11})


def test_strengths_of_two_vias_add_up(tmp_path):
    """And strength is the sum over links."""
    network = read(tmp_path, "strength")
    assert weights(network) == {("a", "b"): 8, ("a", "c"): 9, ("b", "c"): 4}
    assert next(iter(rank_nodes(network, "strength")))["value"] == 17


def test_parts_of_one_stay_parts(tmp_path):
    """Half a kilometre is no zero."""
    assert weights(read(tmp_path, "distance", "0.5"))["a", "c"] == 0.5


@pytest.mark.parametrize("last", ["0", "-2", '"far"', "UNDEF"])
def test_what_is_no_weight_is_refused(tmp_path, last):
    """Zero, less than zero, words and nothing: named with its edge."""
    with pytest.raises(NetworkError, match=r"weight of a – c is .*above zero"):
        read(tmp_path, "strength", last)


def test_two_weights_of_one_edge_are_refused():
    """One via, one relation, two numbers: which one?"""
    text = """SELECT * WHERE { VALUES (?from ?to ?relation ?via ?statement ?weight) {
      ("a" "b" "road" "r1" "s" 3) ("a" "b" "road" "r1" "t" 4) } }"""
    answer = run_query(open_store(b""), text)
    with pytest.raises(NetworkError, match="one number above zero for each edge"):
        weigh_rows(parse_query("made", text), answer)


def test_memberships_have_no_weight():
    """Who shares a via is linked by it alone."""
    text = 'SELECT * WHERE { VALUES (?node ?via ?statement ?weight) { ("a" "v" "s" 3) ("b" "v" "s" 3) } }'
    answer = run_query(open_store(b""), text)
    with pytest.raises(NetworkError, match="belongs to rows of edges"):
        weigh_rows(parse_query("made", text), answer)


@pytest.mark.parametrize("name", ["cluster-cluster", "cluster-country", "sector-sector"])
def test_weighed_straight_it_is_the_same(name):
    """`weigh` gives the nodes, links and weights of `network`, without what is told of them."""
    straight, whole = api.weigh(name), weigh_network(api.network(name))
    assert isinstance(straight, nx.Graph)
    assert set(straight) == set(whole)
    assert dict(straight.edges).keys() == dict(whole.edges).keys()
    assert all(straight.edges[e]["weight"] == whole.edges[e]["weight"] for e in whole.edges)
