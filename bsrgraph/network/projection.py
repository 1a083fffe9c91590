"""Project a network onto a simple graph whose weights mean something."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import networkx as nx

from ..answers import Answer
from ..queries import Query
from .amounts import orient_pair, weigh_amounts
from .reading import read_network, say_meaning
from .rows import Pairs, read_rows

# Who shares which vias: the vias of a pair, by its one and its other node.
Shared = dict[str, dict[str, tuple[str, ...]]]


def weigh_network(graph: nx.MultiGraph[str]) -> nx.Graph[str]:
    """Project onto a simple graph: a pair's weight is its number of distinct vias.

    Where rows give a ?weight, it is their sum, or of distances the least. Its `years` reach from
    the first to the last of the dated ones, and are `open` if one is. Context edges, which have no
    via, vanish; their nodes stay. Slices stay with single edges.
    """
    about = {key: value for key, value in graph.graph.items() if key not in ("slice", "slices")}
    directed = graph.is_directed()
    names: dict[str, str] = {}
    pairs: dict[str, list[tuple[str, str]]] = {}
    for start, end, edge in graph.edges(data=True):
        if via := edge["via"]:
            names[via] = edge["viaName"]
            pairs.setdefault(via, []).append(orient_pair(graph, start, end))
    simple = _weigh(_begin(about, graph.nodes, directed), pairs.items(), names)
    _date_pairs(simple, graph)
    weigh_amounts(simple, graph)
    return simple


def _date_pairs(simple: nx.Graph[str], graph: nx.MultiGraph[str]) -> None:
    spans: dict[tuple[str, str], list[int]] = {}
    opened: set[tuple[str, str]] = set()
    for start, end, data in graph.edges(data=True):
        if data["via"] and data.get("years"):
            pair = orient_pair(graph, start, end)
            spans.setdefault(pair, []).extend(data["years"])
            opened |= {pair} if data.get("open") else set()
    for pair, known in spans.items():
        simple.edges[pair].update(years=(min(known), max(known)), open=pair in opened)


def weigh_rows(query: Query, answer: Answer) -> nx.Graph[str]:
    """Project rows: the graph that `weigh_network` makes of `read_network`, without the detour.

    It has no years and slices, which come from edges. Rows need no statement, as weights do not
    rest on how many there are.
    """
    if "weight" in answer.columns:
        return weigh_network(read_network(query, answer))
    rows = read_rows(query, answer)
    return _weigh(
        _begin(say_meaning(query, answer), rows.nodes, query.directed), rows.pairs, rows.names
    )


def _begin(
    about: Mapping[str, Any], nodes: Mapping[str, dict[str, Any]], directed: bool
) -> nx.Graph[str]:
    simple: nx.Graph[str] = nx.DiGraph() if directed else nx.Graph()
    simple.graph.update(about)
    simple.add_nodes_from((node, nodes[node]) for node in sorted(nodes))
    return simple


def _weigh(
    simple: nx.Graph[str], pairs: Iterable[tuple[str, Pairs]], names: Mapping[str, str]
) -> nx.Graph[str]:
    shared: Shared = {node: {} for node in simple}
    for via, linked in pairs:
        alone = (via,)  # one tuple for all pairs of a via, as most share no other
        for one, other in linked:
            ends = shared[one]
            ends[other] = ends.get(other, ()) + alone
    simple.add_edges_from(_count(shared, names))
    return simple


def _count(shared: Shared, names: Mapping[str, str]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Count the vias of each pair, and name them."""
    alone = {via: (name,) for via, name in names.items()}
    for one, ends in shared.items():
        for other in sorted(ends):
            vias = ends[other]
            told = alone[vias[0]] if len(vias) == 1 else _name(vias, names)
            yield one, other, {"weight": len(told), "vias": told}


def _name(vias: tuple[str, ...], names: Mapping[str, str]) -> tuple[str, ...]:
    """Name vias in order; one that links a pair by two relations counts once."""
    return tuple(sorted([names[via] for via in {*vias}]))
