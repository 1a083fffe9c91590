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


def orient_pair(graph: nx.Graph[str], start: str, end: str) -> tuple[str, str]:
    """Give both ends of a link, in one order for both ways where links have no direction."""
    return (start, end) if graph.is_directed() or start <= end else (end, start)


def list_amounts(graph: nx.MultiGraph[str]) -> dict[tuple[str, str], dict[str, float]]:
    """List the amount of each via of each pair, in order; one that rows do not weigh counts one."""
    amounts: dict[tuple[str, str], dict[str, float]] = {}
    for start, end, data in graph.edges(data=True):
        if data["via"]:
            pair = orient_pair(graph, start, end)
            amounts.setdefault(pair, {})[data["via"]] = data.get("amount", 1)
    return {pair: dict(sorted(given.items())) for pair, given in sorted(amounts.items())}


def gather_amounts(graph: nx.Graph[str], amounts: Iterable[float]) -> float:
    """Weigh a pair by the amounts of its vias: strengths add up, of distances the least counts."""
    found = (min if graph.graph.get("weightMeaning") == "distance" else sum)(amounts)
    return int(found) if found == int(found) else found


def weigh_amounts(simple: nx.Graph[str], graph: nx.MultiGraph[str]) -> None:
    """Weigh the pairs of a network whose rows give amounts."""
    if any("amount" in data for *_, data in graph.edges(data=True)):
        for pair, given in list_amounts(graph).items():
            simple.edges[pair]["weight"] = gather_amounts(graph, given.values())
