"""Read how much a row weighs, where a network says more than that a link is there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import isfinite

import networkx as nx

from ..errors import NetworkError


def mark_amounts(graph: nx.MultiGraph[str], rows: Iterable[Mapping[str, str]]) -> None:
    """Add to each edge the `amount` that its rows give as ?weight; raises NetworkError if none."""
    for row in rows:
        start, end, *key = (row.get(c, "") for c in ("from", "to", "relation", "via"))
        if not graph.has_edge(start, end, tuple(key)):
            raise NetworkError(
                f"'{graph.graph['name']}' gives a ?weight, which belongs to rows of edges"
                " (?from ?to); leave it out where nodes share a via"
            )
        edge, amount = graph.edges[start, end, tuple(key)], _read_amount(row["weight"])
        if edge.setdefault("amount", amount) != amount or amount <= 0:
            raise NetworkError(
                f"'{graph.graph['name']}': the ?weight of {start} – {end} is"
                f" {row['weight'] or 'missing'};"
                " give one number above zero for each edge"
            )


def _read_amount(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        return 0
    return number if isfinite(number) else 0


def weigh_amounts(simple: nx.Graph[str], graph: nx.MultiGraph[str]) -> None:
    """Weigh pairs by their amounts: strengths of all vias add up, of distances the least counts."""
    amounts: dict[tuple[str, str], dict[str, float]] = {}
    for start, end, data in graph.edges(data=True):
        if data["via"] and "amount" in data:
            pair = (start, end) if graph.is_directed() else (min(start, end), max(start, end))
            amounts.setdefault(pair, {})[data["via"]] = data["amount"]
    gather = min if graph.graph.get("weightMeaning") == "distance" else sum
    for pair, given in amounts.items():
        weight = gather(given.values())
        simple.edges[pair]["weight"] = int(weight) if weight == int(weight) else weight
