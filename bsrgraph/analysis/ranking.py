"""Rank the nodes of a network by a measure, with a card that says what was computed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import networkx as nx

from ..errors import NetworkError
from ..network import weigh_network
from .bipartite import find_side
from .card import name_graph, name_network
from .case import GROUPS, Case, Values, choose_weight, find_groups
from .corrections import round_off
from .measures import MEASURES, Measure, find_measure
from .rows import Rows

COLUMNS = ("rank", "tied", "node", "name", "kind", "value")


@dataclass(frozen=True)
class Ranking(Rows):
    """Hold the nodes of a network in the order of a measure, with a card that says what it means.

    Rows have the columns that are named; nodes that share a value share a rank, nodes for which the
    measure is not defined have no value and stand last.
    """

    network: str
    measure: str
    card: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    columns: tuple[str, ...] = COLUMNS


@dataclass(frozen=True)
class Choice:
    """Hold what a user chooses besides the measure: weight, groups, and who computes."""

    weight: str = ""
    by: str = "country"
    backend: str = ""


def rank_nodes(
    network: nx.MultiGraph[str],
    measure: str,
    *,
    weight: str = "",
    by: str = "country",
    backend: str = "",
) -> Ranking:
    """Rank the nodes of a network; raises NetworkError for a measure that does not fit it.

    `weight` is 'own', 'inverse' or 'none', by default what the measure reads; `by` says what groups
    are; `backend` names a backend of NetworkX. Values are given to 12 significant digits, so that
    ties are ties on every machine.
    """
    chosen, graph = find_measure(measure), simplify(network)
    case, words = make_case(graph, measure, Choice(weight, by, backend))
    values = measure_case(case, chosen)
    rows = order_nodes(graph, values, chosen.low_first)
    card = (*write_card(graph, measure, words, case, rows), *_write_groups(case, chosen, by))
    return Ranking(str(network.graph.get("name", "")), measure, card, rows)


def simplify(network: nx.MultiGraph[str]) -> nx.Graph[str]:
    """Project onto the simple network that is measured; links with oneself count for nothing."""
    graph = weigh_network(network)
    graph.remove_edges_from(list(nx.selfloop_edges(graph)))
    return graph


def list_measures(network: nx.MultiGraph[str]) -> list[str]:
    """List the measures that a network allows, with groups by country."""
    graph = simplify(network)

    def fits(name: str) -> bool:
        with suppress(NetworkError):
            return bool(make_case(graph, name, Choice()))
        return False

    return [name for name in MEASURES if fits(name)]


def make_case(graph: nx.Graph[str], name: str, choice: Choice) -> tuple[Case, str]:
    """Make the case of a measure, and say how the weight is read."""
    measure = find_measure(name)
    if choice.backend and measure.own:
        raise NetworkError(f"{name} is counted here, by no backend; leave --backend out")
    if measure.two_sided and len(graph):
        find_side(graph)
    weighed, attribute, words = choose_weight(graph, name, measure.reads, choice.weight)
    groups = find_groups(graph, choice.by) if measure.grouped else {}
    if measure.grouped and len(graph):
        _check_groups(graph, groups, name, choice.by)
    return Case(weighed, attribute, groups, choice.backend), words


def _check_groups(graph: nx.Graph[str], groups: Mapping[str, str], name: str, by: str) -> None:
    """Refuse where a comparison of groups would say nothing."""
    linked = any(a in groups and b in groups for a, b in graph.edges())
    if linked and len(set(groups.values())) < len(groups):
        return
    why = (
        f"each node is a {by} of its own"
        if linked
        else f"no link joins two nodes of one known {by} each"
    )
    others = " or ".join(sorted(GROUPS.keys() - {by}))
    raise NetworkError(
        f"{name} compares groups, and in this network {why}; take another network, or --by {others}"
    )


def measure_case(case: Case, measure: Measure) -> Values:
    """Compute a measure, to 12 significant digits."""
    found = measure.compute(case) if len(case.graph) else {}
    return {node: round_off(value) for node, value in found.items()}


def order_nodes(
    graph: nx.Graph[str], values: Values, low_first: bool = False
) -> tuple[tuple[Any, ...], ...]:
    """Order the nodes by value and name, with their ranks; equals share one, as in sports."""
    sign = 1 if low_first else -1
    ranks = rank_values(values, low_first)
    ordered = sorted(
        graph, key=lambda n: (n not in values, sign * values.get(n, 0), graph.nodes[n]["name"], n)
    )
    shares = Counter(values.values())
    rows = []
    for node in ordered:
        value, data = values.get(node), graph.nodes[node]
        tied = value is not None and shares[value] > 1
        rows.append((ranks.get(node), tied, node, data["name"], data["kind"], value))
    return tuple(rows)


def rank_values(values: Mapping[str, float], low_first: bool = False) -> dict[str, int]:
    """Rank what has a value; equals share the better rank.

    >>> rank_values({"a": 2, "b": 3, "c": 2})
    {'b': 1, 'a': 2, 'c': 2}
    """
    ranks: dict[str, int] = {}
    rank, last = 0, None
    ordered = sorted(values, key=lambda n: (values[n] if low_first else -values[n], n))
    for place, node in enumerate(ordered, 1):
        if values[node] != last:
            rank, last = place, values[node]
        ranks[node] = rank
    return ranks


def write_card(
    graph: nx.Graph[str], name: str, words: str, case: Case, rows: tuple[tuple[Any, ...], ...]
) -> tuple[str, ...]:
    """Write what was computed on what: measure, network, weight, parts, ties, version and day."""
    measure = find_measure(name)
    tied = sum(row[1] for row in rows)
    without = sum(row[0] is None for row in rows)
    what, weight, parts, *rest = write_place(graph)
    return (
        f"{name}: {measure.meaning}; {measure.scale}",
        what,
        f"{weight}, {words}",
        parts,
        f"ties: {tied} of {count(len(rows), 'node')} share their rank"
        + (f"; for {without} the measure is not defined" if without else ""),
        *((f"computed by: {case.backend}",) if case.backend else ()),
        *rest,
    )


def write_place(graph: nx.Graph[str]) -> tuple[str, ...]:
    """Write which network it is, what its weight is, how it falls apart, and of which graph."""
    undirected = graph.to_undirected(as_view=True) if graph.is_directed() else graph
    parts = nx.number_connected_components(undirected) if len(graph) else 0
    lonely = sum(1 for _ in nx.isolates(graph))
    return (
        *name_network(graph),
        f"{count(len(graph), 'node')}, {count(graph.number_of_edges(), 'link')},"
        f" {count(parts, 'component')}, {count(lonely, 'node')} without a link",
        *name_graph(graph),
    )


def count(number: int, thing: str) -> str:
    """Say how many things there are: 1 node, 2 nodes."""
    return f"{number} {thing}{'' if number == 1 else 's'}"


def _write_groups(case: Case, measure: Measure, by: str) -> tuple[str, ...]:
    if not measure.grouped:
        return ()
    groups, nodes = len(set(case.groups.values())), len(case.graph)
    return (
        f"groups: by {by}, {groups} of them; {nodes - len(case.groups)} of {nodes} nodes are of"
        " none or several and left out",
    )
