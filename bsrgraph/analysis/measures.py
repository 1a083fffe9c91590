"""Rank the nodes of a network by a measure, and say what the measure means there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import networkx as nx

from ..errors import NetworkError
from ..network import weigh_network
from ..registry import suggest

if TYPE_CHECKING:
    import pandas

DIGITS = 12
Values = dict[str, float]


@dataclass(frozen=True)
class Ranking:
    """Hold the nodes of a network in the order of a measure, with a card that says what it means.

    Each row is (rank, tied, node, name, kind, value); nodes that share a value share a rank, nodes
    for which the measure is not defined have no value and stand last.
    """

    network: str
    measure: str
    card: tuple[str, ...]
    rows: tuple[tuple[int | None, bool, str, str, str, float | None], ...]

    columns = ("rank", "tied", "node", "name", "kind", "value")

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for row in self.rows:
            yield dict(zip(self.columns, row, strict=True))

    def to_pandas(self) -> pandas.DataFrame:
        """Give the rows as a pandas DataFrame."""
        import pandas

        return pandas.DataFrame(list(self), columns=list(self.columns))


def _degree(graph: nx.Graph[str]) -> Values:
    return {node: float(degree) for node, degree in graph.degree()}


def _strength(graph: nx.Graph[str]) -> Values:
    return {node: float(degree) for node, degree in graph.degree(weight="weight")}


def _pagerank(graph: nx.Graph[str]) -> Values:
    """Iterate until ranks settle; NetworkX's default tolerance stops before they do."""
    ranks: Values = nx.pagerank(graph, weight="weight", tol=1e-12, max_iter=10_000)
    return ranks


def _eigenvector(graph: nx.Graph[str]) -> Values:
    """Solve in the largest component, or in each of the largest; elsewhere it is not defined."""
    undirected = graph.to_undirected(as_view=True) if graph.is_directed() else graph
    parts = [sorted(part) for part in nx.connected_components(undirected)]
    largest = max(map(len, parts), default=0)
    values: Values = {}
    for part in parts:
        if len(part) == largest > 1:
            values |= _solve(graph, part)
    return values


def _solve(graph: nx.Graph[str], part: list[str]) -> Values:
    """Start from equal values: NetworkX starts anywhere, and its last digits change every time."""
    import numpy as np
    from scipy.sparse.linalg import eigs  # type: ignore[import-untyped]

    if len(part) == 2:
        return dict.fromkeys(part, 0.5**0.5)
    matrix = nx.to_scipy_sparse_array(graph, nodelist=part, weight="weight").astype(float)
    _, vectors = eigs(matrix.T, k=1, which="LR", v0=np.ones(len(part)))
    vector = np.abs(vectors[:, 0].real)
    scaled = vector / np.linalg.norm(vector)
    return {node: round(float(value), DIGITS) for node, value in zip(part, scaled, strict=True)}


MEASURES: Mapping[str, tuple[Callable[[nx.Graph[str]], Values], str]] = {
    "degree": (_degree, "the number of neighbours; weights are not used"),
    "strength": (_strength, "the sum of the weights of a node's links"),
    "betweenness": (
        nx.betweenness_centrality,
        "the share of shortest paths between two others that run through a node; every link is one"
        " step long, weights are not used (Freeman 1977, computed as Brandes 2001)",
    ),
    "closeness": (
        nx.closeness_centrality,
        "how few steps the others are away, scaled by the share of nodes that can be reached at all"
        " (Wasserman and Faust 1994); every link is one step long, weights are not used",
    ),
    "eigenvector": (
        _eigenvector,
        "how well linked a node's neighbours are, weights count as strength (Bonacich 1972);"
        " defined only in the largest component",
    ),
    "pagerank": (
        _pagerank,
        "the share of time a walker spends at a node who follows links by their weight as strength"
        " and jumps anywhere in 15 of 100 steps (Brin and Page 1998)",
    ),
}


def rank_nodes(network: nx.MultiGraph[str], measure: str) -> Ranking:
    """Rank the nodes of a network; raises NetworkError for an unknown measure.

    Values are given to 12 significant digits, so that ties are ties on every machine.
    """
    if measure not in MEASURES:
        near = suggest(measure, MEASURES, least=50)
        known = ", ".join(MEASURES)
        raise NetworkError(
            f"no measure '{measure}'; "
            + (f"did you mean '{near}'? " if near else "")
            + f"There are {known}"
        )
    compute, meaning = MEASURES[measure]
    graph = weigh_network(network)
    values = (
        {node: float(f"{value:.{DIGITS}g}") for node, value in compute(graph).items()}
        if len(graph)
        else {}
    )
    name = str(network.graph.get("name", ""))
    return Ranking(name, measure, _write_card(graph, measure, meaning), _order(graph, values))


def _write_card(graph: nx.Graph[str], measure: str, meaning: str) -> tuple[str, ...]:
    undirected = graph.to_undirected(as_view=True) if graph.is_directed() else graph
    parts = nx.number_connected_components(undirected) if len(graph) else 0
    lonely = sum(1 for _ in nx.isolates(graph))
    as_of = graph.graph.get("asOf")
    return (
        *((f"as of {as_of}",) if as_of else ()),
        f"{measure}: {meaning}",
        f"weight: {graph.graph.get('weight') or 'not declared'}"
        f" ({graph.graph.get('weightMeaning') or 'meaning not declared'})",
        f"{len(graph)} nodes, {graph.number_of_edges()} links, {parts} components,"
        f" {lonely} nodes without a link",
    )


def _order(
    graph: nx.Graph[str], values: Values
) -> tuple[tuple[int | None, bool, str, str, str, float | None], ...]:
    ordered = sorted(graph, key=lambda n: (-values.get(n, -1.0), graph.nodes[n]["name"], n))
    shares = Counter(values.values())
    rows: list[tuple[int | None, bool, str, str, str, float | None]] = []
    rank, last = 0, float("nan")
    for place, node in enumerate(ordered, 1):
        value = values.get(node)
        if value is not None and value != last:
            rank, last = place, value
        data = graph.nodes[node]
        known = None if value is None else rank
        rows.append(
            (
                known,
                value is not None and shares[value] > 1,
                node,
                data["name"],
                data["kind"],
                value,
            )
        )
    return tuple(rows)
