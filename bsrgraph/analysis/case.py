"""Hold what a measure is computed on: the simple network, what a weight means there, the groups."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import lcm
from typing import Any

import networkx as nx

from ..errors import NetworkError

STRENGTH, DISTANCE = "strength", "distance"
WEIGHTS = ("own", "inverse", "none")
GROUPS = {"country": "countries", "sector": "fields"}
Values = dict[str, float]


@dataclass(frozen=True)
class Case:
    """Hold a simple network with the attribute that is read as weight, if any, and its groups.

    `weight` means what the measure reads; `groups` has the nodes that are of exactly one group.
    """

    graph: nx.Graph[str]
    weight: str | None = None
    groups: Mapping[str, str] = field(default_factory=dict)
    backend: str = ""

    def call(self, function: Callable[..., Any], **options: Any) -> Any:
        """Call a function of NetworkX on the graph, through its dispatch if a backend is named.

        Raises NetworkError if the backend is not there, or has no such function.
        """
        if not self.backend:
            return function(self.graph, **options)
        try:
            return function(self.graph, **options, backend=self.backend)
        except (ImportError, NotImplementedError) as error:
            raise NetworkError(
                f"NetworkX cannot compute this by '{self.backend}': {error}."
                " Install the package that brings the backend, or leave --backend out"
            ) from None


def choose_weight(
    graph: nx.Graph[str], measure: str, reads: str, choice: str
) -> tuple[nx.Graph[str], str | None, str]:
    """Give the network, the attribute to read as weight, and words on how; raises NetworkError.

    `reads` is what the measure takes a weight for: "strength", "distance", or "" for none. The
    network's own weight must mean the same; 'inverse' turns one into the other.
    """
    if choice and choice not in WEIGHTS:
        raise NetworkError(f"no weight '{choice}'; say {', '.join(WEIGHTS[:-1])} or {WEIGHTS[-1]}")
    if not reads and choice not in ("", "none"):
        raise NetworkError(f"{measure} reads no weight; leave --weight out")
    means = str(graph.graph.get("weightMeaning") or STRENGTH)
    if means not in (STRENGTH, DISTANCE):
        raise NetworkError(
            f"the weight of this network is declared as '{means}', which is neither strength nor"
            " distance; write '#+ weight: strength, …' or '#+ weight: distance, …'"
        )
    if not reads or choice == "none" or (reads == DISTANCE and not choice and means != DISTANCE):
        return graph, None, "not read; every link counts as one"
    if choice == "inverse":
        return _invert(graph, means, reads, measure)
    if means != reads:
        raise NetworkError(_refuse(graph, measure, means, reads))
    return graph, "weight", f"read as {reads}"


def _refuse(graph: nx.Graph[str], measure: str, means: str, reads: str) -> str:
    counted = graph.graph.get("weight") or "its weight"
    wrong = (
        "the most strongly linked would count as the furthest apart"
        if reads == DISTANCE
        else "the furthest apart would count as the most strongly linked"
    )
    return (
        f"{measure} reads a weight as {reads}, and that of this network is a {means} ({counted}):"
        f" {wrong}. Say --weight inverse to turn it into a {reads}, or --weight none"
    )


def _invert(
    graph: nx.Graph[str], means: str, reads: str, measure: str
) -> tuple[nx.Graph[str], str, str]:
    """Turn a weight into its inverse; distances are whole, as equal ways must be equally long."""
    if means == reads:
        raise NetworkError(
            f"the weight of this network is a {means} already, which {measure} reads;"
            " say --weight own"
        )
    weights = {w for *_, w in graph.edges(data="weight", default=1)}
    whole = all(w == int(w) and w > 0 for w in weights)
    multiple = lcm(*map(int, weights)) if whole else 0
    if not whole or multiple > 2**40:
        raise NetworkError(
            f"{measure}: only whole weights above zero, with a least common multiple below 2^40,"
            " have whole inverses; say --weight none"
        )
    turned = graph.copy()
    for *_, data in turned.edges(data=True):
        data[reads] = multiple // int(data.get("weight", 1))
    return turned, reads, f"read as {reads}: {multiple} / weight (the least whole inverse)"


def find_groups(graph: nx.Graph[str], by: str) -> dict[str, str]:
    """Give the group of each node that has exactly one: its country, or its field of sectors.

    A country is its own country and a sector its own sector. Raises NetworkError for another `by`.
    """
    if by not in GROUPS:
        raise NetworkError(f"no groups by '{by}'; say {' or '.join(GROUPS)}")
    groups = {}
    for node, data in graph.nodes(data=True):
        of = (data["name"],) if data.get("kind") == by else data.get(GROUPS[by], ())
        if len(of) == 1:
            groups[node] = of[0]
    return groups


def list_largest(graph: nx.Graph[str]) -> list[list[str]]:
    """List the largest component, or all of that size; none if no node has a link."""
    undirected = graph.to_undirected(as_view=True) if graph.is_directed() else graph
    parts = [sorted(part) for part in nx.connected_components(undirected)]
    largest = max(map(len, parts), default=0)
    return [part for part in parts if len(part) == largest > 1]
