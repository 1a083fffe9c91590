"""Read who takes part in what back out of the links of a network of memberships."""

from __future__ import annotations

import networkx as nx

from ..errors import NetworkError
from .curveball import Table


def read_table(network: nx.MultiGraph[str], within: str = "") -> tuple[list[str], Table]:
    """Read the nodes that have a link, and the table of who takes part in which via.

    A via of one node has no link, and is not in it. With `within`, the name of an attribute of
    links, vias of one value are a stratum: those of one first year, or of the same programmes.
    Raises NetworkError for a network of edges.
    """
    _refuse_edges(network)
    pairs: dict[str, set[frozenset[str]]] = {}
    values: dict[str, set[str]] = {}
    for start, end, edge in network.edges(data=True):
        if edge["via"] and start != end:
            pairs.setdefault(edge["via"], set()).add(frozenset((start, end)))
            values.setdefault(edge["via"], set()).add(_read_value(edge.get(within, "")))
    if within and not any(value for found in values.values() for value in found):
        raise NetworkError(
            f"no link has '{within}' that vias could differ by; try years or programme"
        )
    parts = [frozenset[str]().union(*pairs[via]) for via in sorted(pairs)]
    for via, part in zip(sorted(pairs), parts, strict=True):
        if len(pairs[via]) != len(part) * (len(part) - 1) // 2:
            raise NetworkError(
                f"'{via}' does not link all of its nodes with each other, as a membership does;"
                " take the whole network"
            )
    nodes = sorted({node for part in parts for node in part})
    numbers = {node: number for number, node in enumerate(nodes)}
    strata: dict[str, tuple[int, ...]] = {}
    for place, via in enumerate(sorted(pairs)):
        name = min(values[via])
        strata[name] = (*strata.get(name, ()), place)
    numbered = tuple(frozenset(numbers[node] for node in part) for part in parts)
    return nodes, Table(len(nodes), numbered, strata)


def _read_value(value: object) -> str:
    """Read the value of an attribute: of years the first, of names all."""
    if isinstance(value, tuple):
        return "; ".join(value) if all(isinstance(v, str) for v in value) else str(value[0])
    return str(value)


def _refuse_edges(network: nx.MultiGraph[str]) -> None:
    if network.graph.get("rows") != "memberships":
        raise NetworkError(
            f"'{network.graph.get('name', '')}' is a network of edges: its nodes do not meet in"
            " something that chance could deal out anew. Take a network of memberships"
            " (?node ?via ?statement), such as country-country; if each via of yours links all of"
            " its nodes, say network.graph['rows'] = 'memberships'"
        )
