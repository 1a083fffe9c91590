"""Figures of whole networks: as published, and by definition."""

import networkx as nx
import pytest
from networks import from_graph, make_network

from bsrgraph import api
from bsrgraph.analysis import describe_network
from bsrgraph.analysis.communities import find_communities
from bsrgraph.analysis.ranking import simplify


def figures(network):
    """Give the figures by name."""
    return {row["figure"]: row["value"] for row in describe_network(network)}


@pytest.fixture(scope="module")
def karate():
    """Give Zachary's karate club (1977), without the weights, which the published figures leave out."""
    graph = nx.karate_club_graph()
    plain = from_graph(nx.Graph(graph.edges()))
    for node in graph:
        plain.nodes[str(node)]["countries"] = (graph.nodes[node]["club"],)
    return plain


def test_the_karate_club_is_as_published(karate):
    """34 members, 78 links; degree assortativity -0.476, the largest modularity that there is 0.420
    (proved by Brandes and others 2008), in four communities; transitivity 0.256."""
    found = figures(karate)
    assert (found["nodes"], found["links"], found["communities"]) == (34, 78, 4)
    assert found["degree assortativity"] == pytest.approx(-0.476, abs=5e-4)
    assert found["modularity"] == pytest.approx(0.4198, abs=5e-5)
    assert found["transitivity"] == pytest.approx(0.2557, abs=5e-5)
    assert (found["diameter"], found["components"]) == (5, 1)
    assert found["mean distance"] == pytest.approx(2.408, abs=5e-4)


def test_groups_of_the_club_mix_as_counted(karate):
    """Ten links join the two halves that the club fell into; the rest lie within."""
    graph = nx.karate_club_graph()
    club = nx.get_node_attributes(graph, "club")
    across = sum(club[a] != club[b] for a, b in graph.edges())
    found = figures(karate)
    assert found["country E-I index"] == pytest.approx((across - (78 - across)) / 78)
    degrees = {c: sum(d for n, d in graph.degree() if club[n] == c) for c in set(club.values())}
    chance = sum((d / 156) ** 2 for d in degrees.values())
    within = (78 - across) / 78
    assert found["country assortativity"] == pytest.approx((within - chance) / (1 - chance))
    assert found["country modularity"] == pytest.approx(within - chance)


def test_the_figures_of_two_parts_by_hand():
    """A triangle and a pair: distances within the triangle, two communities."""
    network = make_network({("a", "b"): 1, ("b", "c"): 1, ("a", "c"): 1, ("x", "y"): 1})
    network.add_node("z", name="z", kind="")
    found = figures(network)
    assert found["nodes"] == 6
    assert (found["links"], found["without a link"], found["components"]) == (4, 1, 3)
    assert found["density"] == pytest.approx(4 / 15)
    assert (found["mean distance"], found["diameter"], found["transitivity"]) == (1, 1, 1)
    # Weight within: 3/4 and 1/4; by chance (6/8)² + (2/8)².
    assert found["modularity"] == pytest.approx(1 - (0.75**2 + 0.25**2))
    assert describe_network(network).communities == (("a", "b", "c"), ("x", "y"))
    assert not any("country" in figure for figure in found)


def test_what_is_not_defined_has_no_value():
    """No link, no distance; one degree for all, no assortativity."""
    lonely = make_network({})
    lonely.add_node("z", name="z", kind="")
    found = figures(lonely)
    assert found["mean distance"] is found["diameter"] is found["modularity"] is None
    assert figures(make_network({("a", "b"): 1}))["degree assortativity"] is None
    assert figures(make_network({}))["nodes"] == 0


def test_heavy_links_hold_a_community_together():
    """Weights count as strength: a ring falls apart where it is thin; distances are not read."""
    ring = {("a", "b"): 9, ("b", "c"): 1, ("c", "d"): 9, ("d", "a"): 1}
    parts, _ = find_communities(simplify(make_network(ring)))
    assert parts == [["a", "b"], ["c", "d"]]
    _, far = find_communities(simplify(make_network(ring, meaning="distance")))
    _, plain = find_communities(simplify(make_network(dict.fromkeys(ring, 1))))
    assert far == pytest.approx(plain)


@pytest.mark.parametrize("name", ["cluster-cluster", "organisation-organisation"])
def test_communities_of_real_networks_hold_nodes_once(name):
    """Every node that has a link is in one community, larger ones first."""
    graph = simplify(api.network(name))
    parts, modularity = find_communities(graph)
    nodes = [node for part in parts for node in part]
    assert sorted(nodes) == sorted(n for n, degree in graph.degree() if degree)
    assert [len(part) for part in parts] == sorted(map(len, parts), reverse=True)
    sets = [set(part) for part in parts]
    linked = graph.subgraph(nodes)
    assert modularity == pytest.approx(nx.community.modularity(linked, sets, weight="weight"))
    # No single run of Louvain, whatever its seed, is better than the best of twenty by much.
    once = nx.community.louvain_communities(linked, weight="weight", seed=99)
    assert modularity > nx.community.modularity(linked, once, weight="weight") - 0.01


def test_the_card_says_what_was_described():
    """Network, weight, parts and version, as on a ranking."""
    card = api.describe("country-country").card
    assert card[0].startswith(
        "network: country-country. Which countries work with which countries?"
    )
    assert "Nodes: countries that take part in projects; links: two of them in the same" in card[0]
    assert card[1] == "weight: shared projects (strength)"
    assert any(line.startswith("graph: bsrgraph ") for line in card)
