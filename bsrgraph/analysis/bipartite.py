"""Measure a network of two sides, each node against what its side can reach at most."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from math import fsum
from typing import Any

import networkx as nx
from networkx.algorithms import bipartite

from ..errors import NetworkError
from .case import Case, Values, list_largest


def find_side(graph: nx.Graph[str]) -> set[str]:
    """Give the nodes of one side; which side a kind is on, the links between kinds tell.

    Raises NetworkError where nodes of one side are linked with each other.
    """
    kinds: nx.Graph[str] = nx.Graph()
    kinds.add_nodes_from(sorted({data["kind"] for _, data in graph.nodes(data=True)}))
    for start, end in graph.edges():
        kinds.add_edge(graph.nodes[start]["kind"], graph.nodes[end]["kind"])
    if not nx.is_bipartite(kinds) or not kinds.number_of_edges():
        raise NetworkError(
            "this network has no two sides: nodes of one kind are linked with each other;"
            " take one like cluster-country, or the measure without 'bipartite-'"
        )
    side = bipartite.color(kinds)
    return {node for node, data in graph.nodes(data=True) if side[data["kind"]]}


def measure_by_sides(function: Callable[..., Any]) -> Callable[[Case], Values]:
    """Give the measure that a function of `networkx.algorithms.bipartite` computes."""

    def measure(case: Case) -> Values:
        side = sorted(find_side(case.graph))
        with suppress(ZeroDivisionError):  # of one node on each side, none can have any
            return dict(case.call(function, nodes=side))
        return {}

    return measure


def measure_nearness(case: Case) -> Values:
    """Measure closeness in the largest component, or in each of the largest.

    Elsewhere the scale of NetworkX, which counts the nodes of all components, would pass 1.
    """
    parts = list_largest(case.graph)
    within = [Case(case.graph.subgraph(part).copy(), backend=case.backend) for part in parts]
    measure = measure_by_sides(bipartite.closeness_centrality)
    return {node: value for each in within for node, value in measure(each).items()}


def measure_clustering(case: Case) -> Values:
    """Measure how much of their neighbours a node shares with those it shares any (Latapy 2008).

    NetworkX adds up in the order of a set, so that the last bits change from process to process.
    """
    find_side(case.graph)
    if case.backend:
        return dict(case.call(bipartite.latapy_clustering))
    near = {node: set(case.graph[node]) for node in case.graph}
    return {node: _overlap(near, node) for node in near}


def _overlap(near: Mapping[str, set[str]], node: str) -> float:
    others = {other for step in near[node] for other in near[step]} - {node}
    shares = [len(near[node] & near[o]) / len(near[node] | near[o]) for o in others]
    return fsum(shares) / len(shares) if shares else 0.0
