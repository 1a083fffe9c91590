"""Project a network onto a simple graph whose weights mean something."""

from __future__ import annotations

import networkx as nx


def weigh_network(graph: nx.MultiGraph[str]) -> nx.Graph[str]:
    """Project onto a simple graph: a pair's weight is its number of distinct vias.

    Context edges, which have no via, vanish; their nodes stay.
    """
    simple: nx.Graph[str] = nx.DiGraph() if graph.is_directed() else nx.Graph()
    simple.graph.update(graph.graph)
    simple.add_nodes_from(sorted(graph.nodes(data=True)))
    vias: dict[tuple[str, str], dict[str, str]] = {}
    for start, end, data in graph.edges(data=True):
        if data["via"]:
            pair = (start, end) if graph.is_directed() else (min(start, end), max(start, end))
            vias.setdefault(pair, {})[data["via"]] = data["viaName"]
    for (start, end), shared in sorted(vias.items()):
        simple.add_edge(start, end, weight=len(shared), vias=tuple(sorted(shared.values())))
    return simple
