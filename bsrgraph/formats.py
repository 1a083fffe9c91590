"""Write a network as GEXF, GraphML or CSV, the same bytes at every run."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import networkx as nx

from .answers import guard_cell
from .network import weigh_network

_META = re.compile(r'<meta lastmodifieddate="[^"]*">\s*<creator>[^<]*</creator>')


def format_network(graph: nx.MultiGraph[str], form: str) -> str:
    """Write the weighted network as gexf, graphml or csv; links of context stay out.

    NetworkX stamps GEXF with the day and its own version: both are taken away.
    """
    plain = _flatten(weigh_network(graph))
    if form == "csv":
        return _format_csv(plain)
    if form == "graphml":
        return "\n".join(nx.generate_graphml(plain)) + "\n"
    text = "\n".join(nx.generate_gexf(plain)) + "\n"
    return _META.sub("<meta><creator>bsrgraph</creator>", text)


def _format_csv(plain: nx.Graph[str]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["fromName", "toName", "weight", "vias", "from", "to"])
    for start, end, data in plain.edges(data=True):
        names = (plain.nodes[start]["label"], plain.nodes[end]["label"])
        row = (*names, data["weight"], data["vias"], start, end)
        writer.writerow([guard_cell(cell) for cell in row])
    return out.getvalue()


def _flatten(simple: nx.Graph[str]) -> nx.Graph[str]:
    """Copy with plain attributes only: what file formats can hold."""
    flat: nx.Graph[str] = nx.DiGraph() if simple.is_directed() else nx.Graph()
    flat.graph["name"] = str(simple.graph.get("name", ""))
    for node, data in simple.nodes(data=True):
        attributes = {key: _plain(value) for key, value in sorted(data.items()) if key != "name"}
        flat.add_node(node, label=data["name"], **attributes)
    for start, end, data in simple.edges(data=True):
        flat.add_edge(start, end, weight=data["weight"], vias="; ".join(data["vias"]))
    return flat


def _plain(value: Any) -> Any:
    return "; ".join(value) if isinstance(value, tuple) else value
