"""Measure who stands between groups: brokerage roles, structural holes, the E-I index."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations, product

import networkx as nx

from .case import Case, Values

TWINS = ("representative", "gatekeeper")


def name_role(start: str, broker: str, end: str) -> str:
    """Name the role of a broker between two, by their groups (Gould and Fernandez 1989).

    >>> name_role("Latvia", "Sweden", "Sweden")
    'gatekeeper'
    """
    if start == end:
        return "coordinator" if start == broker else "itinerant"
    if start == broker:
        return "representative"
    return "gatekeeper" if end == broker else "liaison"


def count_roles(case: Case) -> dict[str, Counter[str]]:
    """Count, for each node of one group, the pairs of not linked neighbours it stands between.

    In a network without directions a pair counts once; where one of the two is of the broker's
    group, it is as much gatekeeper as representative, and counts as both.
    """
    return {node: Counter(_play_roles(case, node)) for node in case.graph if node in case.groups}


def _play_roles(case: Case, broker: str) -> Iterator[str]:
    groups, graph = case.groups, case.graph
    for start, end in _open_pairs(graph, broker):
        if start in groups and end in groups:
            role = name_role(groups[start], groups[broker], groups[end])
            yield from TWINS if role in TWINS and not graph.is_directed() else (role,)
            yield "brokerage"


def _open_pairs(graph: nx.Graph[str], broker: str) -> Iterator[tuple[str, str]]:
    pairs: Iterable[tuple[str, str]] = (
        product(graph.pred[broker], graph.succ[broker])
        if isinstance(graph, nx.DiGraph)
        else combinations(graph[broker], 2)
    )
    for start, end in pairs:
        if start != end and not graph.has_edge(start, end):
            yield start, end


def measure_role(role: str) -> Callable[[Case], Values]:
    """Give the measure that counts one role, or 'brokerage' for all five."""

    def measure(case: Case) -> Values:
        return {node: float(counts[role]) for node, counts in count_roles(case).items()}

    return measure


def measure_ei(case: Case) -> Values:
    """Measure the E-I index: links out of the group less those within it, by their sum.

    From -1 (all within) to 1 (all out); source: Krackhardt and Stern 1988. Not defined for who has
    no link with a node of one group.
    """
    values = {}
    for node in case.graph:
        if node in case.groups:
            others = [n for n in nx.all_neighbors(case.graph, node) if n in case.groups]
            out = sum(case.groups[other] != case.groups[node] for other in others)
            if others:
                values[node] = (2 * out - len(others)) / len(others)
    return values


def measure_constraint(case: Case) -> Values:
    """Measure Burt's constraint (1992): how far a node's contacts are contacts of each other.

    Not defined for who has no contact.
    """
    values = case.call(nx.constraint, weight=case.weight)
    return {node: value for node, value in values.items() if value == value}
