"""Measure by shortest paths: rustworkx where it can, SciPy for distances, else NetworkX.

All give what NetworkX gives. A backend that the user names gets the call of NetworkX, untouched.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import networkx as nx
import numpy as np
import rustworkx as rx
from scipy.sparse.csgraph import dijkstra  # type: ignore[import-untyped]

from ..processes import is_copy
from .case import Case, Values

AT_ONCE = 4_000_000
# Threads add up in any order: of some hundred values one lies so near the edge of its twelfth digit
# that it changes from run to run. Up to so many nodes one thread is fast enough.
ADD_IN_ORDER = 2_000


def measure_betweenness(case: Case) -> Values:
    """Measure betweenness (Freeman 1977, by Brandes 2001), as a share of all pairs of others."""
    if case.backend or case.weight:
        return dict(case.call(nx.betweenness_centrality, weight=case.weight))
    threads_from = max(_threads_from(), ADD_IN_ORDER)
    return _name(
        case, rx.betweenness_centrality(_convert(case.graph), parallel_threshold=threads_from)
    )


def measure_closeness(case: Case) -> Values:
    """Measure closeness with the scale for unconnected networks of Wasserman and Faust 1994."""
    if case.backend:
        return dict(case.call(nx.closeness_centrality, distance=case.weight))
    if not case.weight:
        return _name(
            case, rx.closeness_centrality(_convert(case.graph), parallel_threshold=_threads_from())
        )
    others = len(case.graph) - 1
    values: list[float] = []
    for lengths in _measure_lengths(case):
        near = (np.isfinite(lengths)).sum(axis=1) - 1
        total = np.where(np.isfinite(lengths), lengths, 0).sum(axis=1)
        shares = np.divide(near, total, out=np.zeros(len(total)), where=total > 0)
        values += list(shares * near / max(others, 1))
    return _name(case, dict(enumerate(values)))


def measure_harmonic(case: Case) -> Values:
    """Measure harmonic closeness: the sum of 1 / distance, per other node (Rochat 2009)."""
    others = max(len(case.graph) - 1, 1)
    if case.backend:
        found = case.call(nx.harmonic_centrality, distance=case.weight)
        return {node: value / others for node, value in found.items()}
    values: list[float] = []
    for lengths in _measure_lengths(case):
        inverse = np.divide(1, lengths, out=np.zeros_like(lengths), where=lengths > 0)
        values += list(inverse.sum(axis=1) / others)
    return _name(case, dict(enumerate(values)))


def _threads_from() -> int:
    """Give the number of nodes from which threads pay; in a copy of a process they would hang."""
    return sys.maxsize if is_copy() else 50


def _convert(graph: nx.Graph[str]) -> Any:
    """Copy into rustworkx; nodes are numbered in their order."""
    number = {node: place for place, node in enumerate(graph)}
    copy = rx.PyDiGraph() if graph.is_directed() else rx.PyGraph()
    copy.add_nodes_from(list(graph))
    copy.add_edges_from_no_data([(number[a], number[b]) for a, b in graph.edges()])
    return copy


def _measure_lengths(case: Case) -> Iterator[Any]:
    """Give the distances to some nodes at a time from all others, a row a node."""
    matrix = nx.to_scipy_sparse_array(case.graph, weight=case.weight).T.tocsr()
    size = len(case.graph)
    step = max(AT_ONCE // max(size, 1), 1)
    for start in range(0, size, step):
        rows = np.arange(start, min(start + step, size))
        yield dijkstra(matrix, unweighted=not case.weight, indices=rows)


def _name(case: Case, values: Any) -> Values:
    return {node: float(values[place]) for place, node in enumerate(case.graph)}
