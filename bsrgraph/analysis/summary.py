"""Describe a network as a whole: size, parts, mixing of groups, communities."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan

import networkx as nx

from .case import GROUPS, find_groups
from .communities import find_communities, measure_modularity
from .corrections import round_off
from .ranking import simplify, write_place
from .rows import Rows

COLUMNS = ("figure", "value", "meaning")
Figure = tuple[str, float, str]


_MODULARITY = (
    "weight within these communities by all, less what chance would put there (Newman and Girvan"
    " 2004)"
)


@dataclass(frozen=True)
class Summary(Rows):
    """Hold figures of a whole network, its communities by size, and a card."""

    network: str
    card: tuple[str, ...]
    rows: tuple[tuple[str, float | None, str], ...]
    communities: tuple[tuple[str, ...], ...]

    columns = COLUMNS


def describe_network(network: nx.MultiGraph[str]) -> Summary:
    """Describe a network by figures that say what they mean; what is not defined has no value."""
    graph = simplify(network)
    plain: nx.Graph[str] = graph.to_undirected() if graph.is_directed() else graph
    parts, modularity = find_communities(plain)
    figures = [
        *_count(graph, plain),
        *_reach(plain),
        *(figure for by in GROUPS for figure in _mix(plain, find_groups(plain, by), by)),
        ("communities", len(parts), "of Louvain, the best of 20 seeded runs; weights as strength"),
        ("modularity", modularity if parts else float("nan"), _MODULARITY),
    ]
    rows = tuple((name, _round(value), meaning) for name, value, meaning in figures)
    named = tuple(tuple(graph.nodes[node]["name"] for node in part) for part in parts)
    return Summary(str(network.graph.get("name", "")), write_place(graph), rows, named)


def _round(value: float) -> float | None:
    return None if isnan(value) else round_off(value)


def _count(graph: nx.Graph[str], plain: nx.Graph[str]) -> list[Figure]:
    parts = [len(part) for part in nx.connected_components(plain)]
    return [
        ("nodes", len(graph), "things of the kinds that the network links"),
        ("links", graph.number_of_edges(), "linked pairs, however strong"),
        (
            "without a link",
            sum(1 for _ in nx.isolates(graph)),
            "nodes that nothing joins to another",
        ),
        ("density", nx.density(graph), "links by the number of all pairs"),
        ("components", len(parts), "parts that no link joins; a node without a link is one"),
        ("largest component", max(parts, default=0), "its number of nodes"),
    ]


def _reach(plain: nx.Graph[str]) -> list[Figure]:
    largest = plain.subgraph(max(nx.connected_components(plain), key=len, default=()))
    far = len(largest) > 1
    mixed = len({degree for _, degree in plain.degree()}) > 1
    nan = float("nan")
    return [
        (
            "mean distance",
            nx.average_shortest_path_length(largest) if far else nan,
            "steps between two nodes of the largest component",
        ),
        (
            "diameter",
            nx.diameter(largest) if far else nan,
            "steps between the two that are furthest apart there",
        ),
        (
            "transitivity",
            nx.transitivity(plain),
            "share of paths of two links whose ends are linked, too",
        ),
        (
            "degree assortativity",
            nx.degree_assortativity_coefficient(plain) if mixed else nan,
            "-1 to 1: do nodes of many links link with their like (Newman 2002)",
        ),
    ]


def _mix(plain: nx.Graph[str], groups: dict[str, str], by: str) -> list[Figure]:
    """Measure how far links stay within groups; says nothing where each node is its own."""
    within = plain.subgraph(groups)
    links = within.number_of_edges()
    if not links or len(set(groups.values())) == len(groups):
        return []
    out = sum(groups[a] != groups[b] for a, b in within.edges())
    marked = within.copy()
    nx.set_node_attributes(marked, groups, "group")
    several = len({groups[node] for node, degree in within.degree() if degree}) > 1
    mixing = nx.attribute_assortativity_coefficient(marked, "group") if several else float("nan")
    known = f"{len(groups)} of {len(plain)} nodes are of one known {by}"
    return [
        (
            f"{by} assortativity",
            mixing,
            f"-1 to 1: do nodes link within their {by} (Newman 2003); {known}",
        ),
        (
            f"{by} E-I index",
            (2 * out - links) / links,
            f"links out of the {by} less those within, by their sum (Krackhardt and Stern 1988)",
        ),
        (
            f"{by} modularity",
            measure_modularity(plain, groups),
            f"modularity of the division by {by}",
        ),
    ]
