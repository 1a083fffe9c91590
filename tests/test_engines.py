"""Whatever computes, the values are those of NetworkX: on every network, on drawn and on known ones."""

import os
import subprocess
import sys

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import draw_graph, from_graph, make_network
from networkx.algorithms import bipartite

from bsrgraph import api
from bsrgraph.analysis import rank_nodes
from bsrgraph.analysis.ranking import simplify
from bsrgraph.content import find_content
from bsrgraph.errors import NetworkError
from bsrgraph.queries import read_catalogue

NETWORKS = sorted(read_catalogue(find_content(), "networks"))


def mean_harmonic(graph, distance=None):
    """Give harmonic closeness by NetworkX, per other node."""
    found = nx.harmonic_centrality(graph, distance=distance)
    return {node: value / max(len(graph) - 1, 1) for node, value in found.items()}


PLAIN = {
    "degree": lambda g: dict(g.degree()),
    "strength": lambda g: dict(g.degree(weight="weight")),
    "betweenness": nx.betweenness_centrality,
    "closeness": nx.closeness_centrality,
    "harmonic": mean_harmonic,
    "pagerank": lambda g: nx.pagerank(g, tol=1e-12, max_iter=10_000),
    "core": nx.core_number,
    "clustering": nx.clustering,
    "constraint": lambda g: nx.constraint(g, weight="weight"),
}
LONG = {
    "betweenness": lambda g: nx.betweenness_centrality(g, weight="distance"),
    "closeness": lambda g: nx.closeness_centrality(g, distance="distance"),
    "harmonic": lambda g: mean_harmonic(g, "distance"),
}


def compare(network, name, plain, **options):
    """Hold a measure against NetworkX's own; what is not defined there has no value here."""
    graph = simplify(network)
    if options.get("weight") == "inverse":
        whole = {1: 12, 2: 6, 3: 4, 4: 3}
        for *_, data in graph.edges(data=True):
            data["distance"] = whole[data["weight"]]
    expected = {n: v for n, v in plain(graph).items() if v == v}
    found = {
        r["node"]: r["value"]
        for r in rank_nodes(network, name, **options)
        if r["value"] is not None
    }
    assert found == pytest.approx(expected, rel=0, abs=1e-9)


@pytest.fixture(scope="module")
def networks():
    """Read every network of the catalogue."""
    return {name: api.network(name) for name in NETWORKS}


@pytest.mark.parametrize("measure", PLAIN)
@pytest.mark.parametrize("name", NETWORKS)
def test_every_network_is_measured_as_networkx_does(networks, name, measure):
    compare(networks[name], measure, PLAIN[measure])


@pytest.mark.parametrize("measure", PLAIN)
@pytest.mark.parametrize("directed", [False, True], ids=["undirected", "directed"])
@pytest.mark.parametrize("seed", range(4))
def test_drawn_networks_are_measured_as_networkx_does(seed, directed, measure):
    compare(from_graph(draw_graph(seed, directed=directed)), measure, PLAIN[measure])


@pytest.mark.parametrize("measure", LONG)
@pytest.mark.parametrize("directed", [False, True], ids=["undirected", "directed"])
@pytest.mark.parametrize("seed", range(4))
def test_distances_are_measured_as_networkx_does(seed, directed, measure):
    """Strength turned into whole distances: equal ways are equally long in every library."""
    graph = draw_graph(seed, directed=directed)
    nx.set_edge_attributes(
        graph, {edge: n % 4 + 1 for n, edge in enumerate(graph.edges())}, "weight"
    )
    compare(from_graph(graph), measure, LONG[measure], weight="inverse")


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=25), st.booleans())
def test_any_small_network_is_measured_as_networkx_does(pairs, directed):
    """Loops, parts and single nodes among them."""
    graph = (nx.DiGraph if directed else nx.Graph)(pairs)
    for measure in ("betweenness", "closeness", "harmonic", "core", "clustering"):
        compare(from_graph(graph), measure, PLAIN[measure])


@pytest.mark.parametrize("seed", range(4))
def test_eigenvector_is_that_of_networkx_in_the_largest_component(seed):
    graph = draw_graph(seed, share=0.1)
    network = from_graph(graph)
    largest = simplify(network).subgraph(max(nx.connected_components(graph), key=len))
    expected = nx.eigenvector_centrality_numpy(largest, weight="weight")
    found = {
        r["node"]: r["value"] for r in rank_nodes(network, "eigenvector") if r["value"] is not None
    }
    assert found == pytest.approx(expected, rel=0, abs=1e-9)


def test_many_nodes_are_measured_by_many_threads_alike():
    """Above 50 nodes rustworkx adds up in threads; twelve digits are the same at every run."""
    network = from_graph(draw_graph(5, nodes=400, share=0.01))
    compare(network, "betweenness", nx.betweenness_centrality)
    assert len({rank_nodes(network, "betweenness").rows for _ in range(5)}) == 1


def test_measures_in_copies_of_the_process_do_not_hang():
    """A copy has no threads of those that rustworkx began; it computes without."""
    from bsrgraph.processes import begin

    network = from_graph(draw_graph(5, nodes=200, share=0.02))
    here = rank_nodes(network, "closeness").rows
    assert begin(lambda: rank_nodes(network, "closeness").rows)() == here


# NetworkX carries a backend for its own tests, which hands every call back to it; installed under
# another name it is a backend like any.
MIRROR = """[networkx.backends]
nx_mirror = networkx.classes.tests.dispatch_interface:backend_interface
"""
CALL = """import logging
from networks import draw_graph, from_graph
from bsrgraph.analysis import rank_nodes
logging.basicConfig(level=logging.DEBUG, format="%(message)s")
print(rank_nodes(from_graph(draw_graph(1)), "betweenness", backend="nx_mirror"))
"""


def test_a_named_backend_of_another_package_gets_the_call(tmp_path):
    """NetworkX's own log says that the other backend was called, and the values are the same."""
    info = tmp_path / "mirror-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: mirror\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(MIRROR)
    path = os.pathsep.join([str(tmp_path), *filter(None, sys.path)])
    done = subprocess.run(
        [sys.executable, "-c", CALL],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Using backend 'nx_mirror' for call to 'betweenness_centrality'" in done.stderr
    here = rank_nodes(from_graph(draw_graph(1)), "betweenness")
    assert str(here.rows) in done.stdout
    assert "computed by: nx_mirror" in done.stdout


@pytest.mark.parametrize("name", ["betweenness", "closeness", "harmonic", "pagerank", "constraint"])
def test_networkx_itself_is_a_backend(name):
    """Who wants to compute by NetworkX alone names it."""
    network = from_graph(draw_graph(1, share=0.1))
    own, theirs = rank_nodes(network, name), rank_nodes(network, name, backend="networkx")
    values = [[r["value"] for r in ranking if r["value"] is not None] for ranking in (own, theirs)]
    assert values[0] == pytest.approx(values[1], abs=1e-9)


def test_a_backend_that_is_not_there_is_refused():
    """The refusal of NetworkX comes with a remedy; what no backend could compute is refused, too."""
    network = from_graph(draw_graph(1))
    with pytest.raises(NetworkError, match=r"'moonshot'.*not installed.*leave --backend out"):
        rank_nodes(network, "betweenness", backend="moonshot")
    with pytest.raises(NetworkError, match="counted here, by no backend"):
        rank_nodes(network, "degree", backend="networkx")


# Published results, on networks that NetworkX ships.


def test_the_florentine_families_are_as_published():
    """Betweenness of the marriages as in Jackson (2008), Social and Economic Networks, chapter 1."""
    ranking = rank_nodes(from_graph(nx.florentine_families_graph()), "betweenness")
    values = {r["name"]: r["value"] for r in ranking}
    published = {"Medici": 0.522, "Guadagni": 0.255, "Strozzi": 0.103}
    assert {name: round(values[name], 3) for name in published} == published
    assert [r["name"] for r in ranking][:2] == ["Medici", "Guadagni"]


def test_the_southern_women_are_as_published():
    """Measures of both sides as in Borgatti and Halgin (2011), Analyzing affiliation networks."""
    graph = nx.davis_southern_women_graph()
    kinds = {n: "woman" if n in graph.graph["top"] else "event" for n in graph}
    network = from_graph(graph, kinds=kinds)
    found = {
        name: {r["name"]: round(r["value"], 2) for r in rank_nodes(network, f"bipartite-{name}")}
        for name in ("degree", "closeness", "betweenness")
    }
    assert [found[m]["Evelyn Jefferson"] for m in found] == [0.57, 0.80, 0.10]
    assert [found[m]["E8"] for m in found] == [0.78, 0.85, 0.24]


@pytest.mark.parametrize(
    ("name", "function"),
    [
        ("bipartite-degree", bipartite.degree_centrality),
        ("bipartite-betweenness", bipartite.betweenness_centrality),
    ],
)
def test_sides_are_told_by_kinds(networks, name, function):
    """Clusters are one side and countries the other, also where parts do not touch."""
    network = networks["cluster-country"]
    graph = simplify(network)
    clusters = [n for n, data in graph.nodes(data=True) if data["kind"] == "cluster organisation"]
    expected = function(graph, clusters)
    assert {r["node"]: r["value"] for r in rank_nodes(network, name)} == pytest.approx(
        expected, abs=1e-9
    )


def test_nearness_of_two_sides_stays_within_one(networks):
    """In the largest component alone: NetworkX's scale passes 1 in small ones."""
    values = [r["value"] for r in rank_nodes(networks["cluster-country"], "bipartite-closeness")]
    known = [value for value in values if value is not None]
    assert 0 < max(known) <= 1
    assert None in values


def test_one_node_on_each_side_lies_between_none():
    """Where no node could have any, the measure is not defined."""
    network = make_network({("a", "b"): 1}, kinds={"a": "x", "b": "y"})
    assert [r["value"] for r in rank_nodes(network, "bipartite-betweenness")] == [None, None]
    assert [r["value"] for r in rank_nodes(network, "bipartite-degree")] == [1, 1]


def test_one_side_is_refused():
    """A network in which a kind is linked with itself has no sides."""
    network = make_network({("a", "b"): 1, ("b", "c"): 1}, kinds={"a": "x", "b": "x", "c": "y"})
    with pytest.raises(NetworkError, match="no two sides"):
        rank_nodes(network, "bipartite-degree")
