"""Write the lines that every card has: which network, what its weight is, of which graph."""

from __future__ import annotations

import networkx as nx


def name_network(graph: nx.Graph[str]) -> tuple[str, str]:
    """Say which network it is, what nodes and links are, and what a weight means."""
    about = graph.graph
    name = about.get("name") or "without a name"
    nodes, edges = about.get("nodeMeaning"), about.get("edgeMeaning")
    meaning = f" Nodes: {nodes}; links: {edges}" if nodes and edges else ""
    means = about.get("weightMeaning") or "meaning not declared"
    return (
        f"network: {name}. {about.get('summary') or ''}".rstrip(". ") + meaning,
        f"weight: {about.get('weight') or 'not declared'} ({means})",
    )


def name_graph(graph: nx.Graph[str]) -> tuple[str, ...]:
    """Say of which graph it is: version and day, and the day as of which it was asked."""
    about = graph.graph
    return (
        *((f"graph: {about['version']}",) if about.get("version") else ()),
        *((f"as of {about['asOf']}",) if about.get("asOf") else ()),
    )
