"""Find communities, and say how well a division of a network holds together."""

from __future__ import annotations

import networkx as nx

from .case import DISTANCE

SEEDS = 20
DIGITS = 12


def find_communities(graph: nx.Graph[str]) -> tuple[list[list[str]], float]:
    """Find the communities of most modularity in 20 seeded runs of Louvain; gives both.

    Nodes without a link are in none. Communities come by size, then by their first node. Weights
    count as strength; distances are not read. Source: Blondel and others 2008; modularity by Newman
    and Girvan 2004.
    """
    weight = read_weight(graph)
    linked = sorted(node for node, degree in graph.degree() if degree)
    if not linked:
        return [], 0.0
    # Numbers instead of names: sets of names have another order in every run.
    numbered: nx.Graph[int] = nx.Graph()
    place = {node: number for number, node in enumerate(linked)}
    numbered.add_nodes_from(range(len(linked)))
    for start, end, data in graph.edges(data=True):
        share = data.get("weight", 1) if weight else 1
        numbered.add_edge(place[start], place[end], weight=share)
    runs = [
        nx.community.louvain_communities(numbered, weight="weight", seed=seed)
        for seed in range(SEEDS)
    ]
    best = max(runs, key=lambda run: round(_modularity(numbered, run), DIGITS))
    parts = [[linked[number] for number in sorted(part)] for part in best]
    return sorted(parts, key=lambda part: (-len(part), part)), _modularity(numbered, best)


def _modularity(graph: nx.Graph[int], parts: list[set[int]]) -> float:
    return float(nx.community.modularity(graph, parts, weight="weight"))


def measure_modularity(graph: nx.Graph[str], groups: dict[str, str]) -> float:
    """Measure the modularity of a division into groups, among the nodes of exactly one."""
    within = graph.subgraph(groups)
    parts: dict[str, set[str]] = {}
    for node in within:
        parts.setdefault(groups[node], set()).add(node)
    if not within.number_of_edges():
        return float("nan")
    return float(nx.community.modularity(within, parts.values(), weight=read_weight(graph)))


def read_weight(graph: nx.Graph[str]) -> str | None:
    """Give the attribute that holds strength, if there is one."""
    return None if graph.graph.get("weightMeaning") == DISTANCE else "weight"
