"""Networks for the tests of measures: of pairs with weights, of groups, and of NetworkX's own."""

from __future__ import annotations

import random

import networkx as nx
import pyoxigraph as ox

from bsrgraph.answers import Answer
from bsrgraph.network import read_network
from bsrgraph.queries import parse_query

COLUMNS = ("from", "to", "relation", "via", "statement", "fromKind", "toKind")


def make_network(weights, groups=None, kinds=None, directed=False, meaning="strength"):
    """Make a network of pairs with weights; each via counts one, groups are countries."""
    kinds = kinds or {}
    rows = [
        (start, end, "meets", f"{start}-{end}-{number}", "s", kinds.get(start), kinds.get(end))
        for (start, end), weight in weights.items()
        for number in range(weight)
    ]
    terms = tuple(tuple(ox.Literal(cell) if cell else None for cell in row) for row in rows)
    header = f"#+ weight: {meaning}, meetings\n#+ directed: {'yes' if directed else 'no'}"
    network = read_network(parse_query("made", header), Answer("SELECT", COLUMNS, terms))
    for node, of in (groups or {}).items():
        network.nodes[node]["countries"] = tuple(of.split("/"))
    return network


def from_graph(graph, kinds=None, **options):
    """Make a network of a graph of NetworkX, each link with weight 1 unless it has one."""
    weights = {(str(a), str(b)): int(w or 1) for a, b, w in graph.edges(data="weight")}
    network = make_network(weights, kinds=kinds, directed=graph.is_directed(), **options)
    network.add_nodes_from(
        (str(n), {"name": str(n), "kind": ""}) for n in graph if str(n) not in network
    )
    return network


def draw_graph(seed, nodes=40, share=0.06, directed=False):
    """Draw a graph with weights from 1 to 4, mostly in several parts, some nodes alone."""
    rng = random.Random(seed)
    graph = nx.gnp_random_graph(nodes, share, seed=seed, directed=directed)
    for *_, data in graph.edges(data=True):
        data["weight"] = rng.randint(1, 4)
    return nx.relabel_nodes(graph, {n: f"n{n:02}" for n in graph})
