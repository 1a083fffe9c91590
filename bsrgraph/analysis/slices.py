"""Cut a network into slices of time: by the year in which links began, or by the query's slices."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import networkx as nx

from ..errors import NetworkError

BYS = ("year", "slice")
Edge = tuple[str, str, Any, dict[str, Any]]


@dataclass(frozen=True)
class Slice:
    """Hold a slice of a network: its key, its name, and the links in it with their ends."""

    key: str
    name: str
    network: nx.MultiGraph[str]


@dataclass(frozen=True)
class Cut:
    """Hold the slices of a network in the order of time, and in words what they leave out.

    `word` is what a slice is, `counted` what links run through.
    """

    word: str
    counted: str
    slices: tuple[Slice, ...]
    card: tuple[str, ...]


def cut_network(network: nx.MultiGraph[str], by: str) -> Cut:
    """Cut a network by 'year' or by the 'slice' that its rows name; raises NetworkError for others.

    By year, a link is in the year in which what it runs through began: an open end would claim too
    much. Years without a link are slices, too; other slices need a link. Links of context, and of a
    node with itself, are in none.
    """
    _check(network, by)
    word = "year" if by == "year" else str(network.graph["slice"])
    edges: list[Edge] = sorted(
        (edge for edge in network.edges(keys=True, data=True) if edge[3]["via"] and _joins(edge)),
        key=lambda edge: edge[:3],
    )
    held: dict[str, list[Edge]] = {}
    for edge in edges:
        for key in _list_keys(edge, by):
            held.setdefault(key, []).append(edge)
    ordered = _fill_years(held) if by == "year" else _order_slices(network, held)
    slices = tuple(Slice(k, name, _pick(network, held.get(k, ()))) for k, name in ordered)
    counted = str(network.graph.get("weight") or "things that links run through")
    card = _write_card(network, by, word, counted, edges, held)
    return Cut(word, counted, slices, tuple(card))


def _check(network: nx.MultiGraph[str], by: str) -> None:
    if by not in BYS:
        raise NetworkError(f"no slices by '{by}'; say {' or '.join(BYS)}")
    if by == "slice" and "slices" not in network.graph:
        raise NetworkError(
            f"the network '{network.graph.get('name', '')}' names no slices; follow it by year,"
            " take one like cluster-cluster-call, or bind ?slice in the query"
        )


def _joins(edge: Edge) -> bool:
    return edge[0] != edge[1]


def _list_keys(edge: Edge, by: str) -> tuple[str, ...]:
    if by == "slice":
        return tuple(edge[3]["slices"])
    years = edge[3].get("years")
    return (str(years[0]),) if years else ()


def _fill_years(held: Iterable[str]) -> list[tuple[str, str]]:
    """List all years from the first to the last, as a gap is part of a series."""
    years = [int(key) for key in held]
    every = map(str, range(min(years), max(years) + 1)) if years else ()
    return [(year, year) for year in every]


def _order_slices(
    network: nx.MultiGraph[str], held: dict[str, list[Edge]]
) -> list[tuple[str, str]]:
    """Order slices by their first known day, else the first year of their links, then by name."""

    def place(key: str) -> tuple[str, str, str]:
        name, day = network.graph["slices"][key]
        years = [str(edge[3]["years"][0]) for edge in held[key] if edge[3].get("years")]
        return day or min(years, default="9999"), name, key

    return [(key, network.graph["slices"][key][0]) for key in sorted(held, key=place)]


def _pick(network: nx.MultiGraph[str], edges: Iterable[Edge]) -> nx.MultiGraph[str]:
    """Pick some edges with their ends, in an order of their own."""
    part = network.__class__(**network.graph)
    for node in sorted({end for edge in edges for end in edge[:2]}):
        part.add_node(node, **network.nodes[node])
    for start, end, key, data in edges:
        part.add_edge(start, end, key, **data)
    return part


def _write_card(
    network: nx.MultiGraph[str],
    by: str,
    word: str,
    counted: str,
    edges: list[Edge],
    held: dict[str, list[Edge]],
) -> Iterable[str]:
    """Say what a slice is, and what is in none."""
    yield (
        f"slice: year, the first known of what a link runs through ({counted}); its later years do"
        " not count, years without a link are shown"
        if by == "year"
        else f"slice: {word}, in the order of its first known day, else of the year in which the"
        " first link in it began"
    )
    inside = {edge[3]["via"] for found in held.values() for edge in found}
    lost = [edge for edge in edges if not _list_keys(edge, by)]
    without = {edge[3]["via"] for edge in lost} - inside
    yield (
        f"left out: {len(lost)} of {len(edges)} links, as {len(without)} of"
        f" {len(without | inside)} {counted} have no known {word}"
        if lost
        else f"left out: no link; each has a known {word}"
    )
    undated = sum(1 for key in held if by == "slice" and not network.graph["slices"][key][1])
    if undated:
        yield f"slices without a known day of their own: {undated} of {len(held)}"
