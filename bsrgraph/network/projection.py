"""Project a network onto a simple graph whose weights mean something."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import networkx as nx

from ..answers import Answer
from ..queries import Query
from .reading import say_meaning
from .rows import Link, read_links


def weigh_network(graph: nx.MultiGraph[str]) -> nx.Graph[str]:
    """Project onto a simple graph: a pair's weight is its number of distinct vias.

    Its `years` reach from the first to the last of the dated ones, and are `open` if one is.
    Context edges, which have no via, vanish; their nodes stay.
    """
    # Weights rest on vias alone: relation and statements stay empty.
    links = ((a, b, "", d["via"], d["viaName"], ()) for a, b, d in graph.edges(data=True))
    simple = _weigh(graph.graph, dict(graph.nodes.items()), links, graph.is_directed())
    _date_pairs(simple, graph)
    return simple


def _date_pairs(simple: nx.Graph[str], graph: nx.MultiGraph[str]) -> None:
    spans: dict[tuple[str, str], list[int]] = {}
    opened: set[tuple[str, str]] = set()
    for start, end, data in graph.edges(data=True):
        if data["via"] and data.get("years"):
            pair = (start, end) if graph.is_directed() else (min(start, end), max(start, end))
            spans.setdefault(pair, []).extend(data["years"])
            opened |= {pair} if data.get("open") else set()
    for pair, known in spans.items():
        simple.edges[pair].update(years=(min(known), max(known)), open=pair in opened)


def weigh_rows(query: Query, answer: Answer) -> nx.Graph[str]:
    """Project rows: the graph that `weigh_network` makes of `read_network`, without the detour.

    Rows need no statement, as weights do not rest on how many there are.
    """
    nodes, links = read_links(query, answer)
    return _weigh(say_meaning(query, answer), nodes, links, query.directed)


def _weigh(
    about: Mapping[str, Any],
    nodes: Mapping[str, dict[str, Any]],
    links: Iterable[Link],
    directed: bool,
) -> nx.Graph[str]:
    simple: nx.Graph[str] = nx.DiGraph() if directed else nx.Graph()
    simple.graph.update(about)
    ordered = sorted(nodes)
    simple.add_nodes_from((node, nodes[node]) for node in ordered)
    shared: dict[str, dict[str, tuple[str, ...]]] = {node: {} for node in ordered}
    names: dict[str, str] = {}
    for start, end, _, via, name, _ in links:
        if via:
            one, other = (start, end) if directed or start <= end else (end, start)
            shared[one][other] = (*shared[one].get(other, ()), via)
            names[via] = name
    simple.add_edges_from(_count(shared, names))
    return simple


def _count(
    shared: Mapping[str, Mapping[str, tuple[str, ...]]], names: Mapping[str, str]
) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Count the vias of each pair; most pairs have one, which needs neither a set nor an order."""
    for start, ends in shared.items():
        for end in sorted(ends):
            vias = ends[end]
            if len(vias) == 1:
                yield start, end, {"weight": 1, "vias": (names[vias[0]],)}
            else:
                told = tuple(sorted([names[via] for via in {*vias}]))
                yield start, end, {"weight": len(told), "vias": told}
