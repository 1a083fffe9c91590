"""Measure by who one's neighbours are: eigenvector and PageRank, iterated until ranks settle."""

from __future__ import annotations

import networkx as nx
import numpy as np
from scipy.sparse.linalg import eigs  # type: ignore[import-untyped]

from .case import Case, Values, list_largest

DIGITS = 12


def measure_pagerank(case: Case) -> Values:
    """Measure PageRank (Brin and Page 1998); NetworkX's own tolerance stops before ranks settle."""
    return dict(case.call(nx.pagerank, weight=case.weight, tol=1e-12, max_iter=10_000))


def measure_eigenvector(case: Case) -> Values:
    """Measure in the largest component, or in each of the largest; elsewhere it is not defined."""
    parts = list_largest(case.graph)
    return {node: value for part in parts for node, value in _solve(case, part).items()}


def _solve(case: Case, part: list[str]) -> Values:
    """Start from equal values: NetworkX starts anywhere, and its last digits change every time."""
    if case.backend:
        within = Case(case.graph.subgraph(part).copy(), case.weight, backend=case.backend)
        return dict(within.call(nx.eigenvector_centrality_numpy, weight=case.weight))
    if len(part) == 2:
        return dict.fromkeys(part, 0.5**0.5)
    matrix = nx.to_scipy_sparse_array(case.graph, nodelist=part, weight=case.weight).astype(float)
    _, vectors = eigs(matrix.T, k=1, which="LR", v0=np.ones(len(part)))
    vector = np.abs(vectors[:, 0].real)
    scaled = vector / np.linalg.norm(vector)
    return {node: round(float(value), DIGITS) for node, value in zip(part, scaled, strict=True)}
