"""Write a network as GEXF, GraphML, Cytoscape JSON or CSV, the same bytes at every run."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping
from typing import Any

import networkx as nx

from .answers import guard_cell
from .errors import NetworkError
from .looks import colour_kinds
from .network import weigh_network

FORMS = ("csv", "cyjs", "gexf", "graphml")
_META = re.compile(r'<meta lastmodifieddate="[^"]*">\s*<creator>[^<]*</creator>')
_LINK = ("source", "target", "type", "weight", "firstYear", "lastYear", "vias")
_ENDS = ("label", "kind", "country")


def format_network(graph: nx.MultiGraph[str], form: str) -> str:
    """Write the weighted network as csv, cyjs, gexf or graphml; links of context stay out.

    Nodes carry label, kind, colour and what is known of them; links weight, vias and years, the
    last one only if it is known. Raises NetworkError for another form.
    """
    if form not in _WRITERS:
        raise NetworkError(f"no form '{form}'; write {', '.join(FORMS)}")
    text: str = _WRITERS[form](_flatten(weigh_network(graph)))
    return text


def _flatten(simple: nx.Graph[str]) -> nx.Graph[str]:
    """Copy with plain attributes only: what file formats can hold."""
    flat: nx.Graph[str] = nx.DiGraph() if simple.is_directed() else nx.Graph()
    flat.graph["name"] = str(simple.graph.get("name", ""))
    colours = colour_kinds(_kind(data) for _, data in simple.nodes(data=True))
    for node, data in simple.nodes(data=True):
        known = {key: _plain(value) for key, value in sorted(data.items()) if key != "name"}
        flat.add_node(node, label=data["name"], color=colours[_kind(data)], **known)
    for start, end, data in simple.edges(data=True):
        vias = "; ".join(data["vias"])
        flat.add_edge(start, end, weight=data["weight"], vias=vias, **_date(data))
    return flat


def _kind(data: Mapping[str, Any]) -> str:
    """Give the kind by which a node is coloured, as on the graph page."""
    return data["kind"] or "thing"


def _plain(value: Any) -> Any:
    return "; ".join(value) if isinstance(value, tuple) else value


def _date(link: Mapping[str, Any]) -> dict[str, int]:
    """Give the years of a link as far as they are known: what no source ends has no last one."""
    years = dict(zip(("firstYear", "lastYear"), link.get("years", ()), strict=False))
    return {"firstYear": years["firstYear"]} if link.get("open") else years


def _write_gexf(plain: nx.Graph[str]) -> str:
    """Write colours and the time of links as Gephi reads them: whole years, in days.

    NetworkX stamps GEXF with the day and its own version: both are taken away.
    """
    for _, node in plain.nodes(data=True):
        node["viz"] = {"color": {**_split(node.pop("color")), "a": 1.0}}
    for *_, link in plain.edges(data=True):
        link |= {"start": f"{link['firstYear']:04}-01-01"} if "firstYear" in link else {}
        link |= {"end": f"{link['lastYear']:04}-12-31"} if "lastYear" in link else {}
    text = "\n".join(nx.generate_gexf(plain)) + "\n"
    return _META.sub("<meta><creator>bsrgraph</creator>", text)


def _split(colour: str) -> dict[str, int]:
    return {name: int(colour[at : at + 2], 16) for name, at in (("r", 1), ("g", 3), ("b", 5))}


def _write_graphml(plain: nx.Graph[str]) -> str:
    """Write keys by name: Gephi takes NetworkX's `d3` and `d7` for the labels of yEd."""
    for _, node in plain.nodes(data=True):
        node.update(_split(node["color"]))
    return "\n".join(nx.generate_graphml(plain, named_key_ids=True)) + "\n"


def _write_cyjs(plain: nx.Graph[str]) -> str:
    """Write what Cytoscape, cytoscape.js and NetworkX read, an element a line.

    Cytoscape shows `name`; NetworkX wants the id once more, as `value`.
    """
    nodes = [
        {"id": node, "value": node, "name": data["label"], **data}
        for node, data in plain.nodes(data=True)
    ]
    links = [
        {"id": f"link {number}", "source": start, "target": end, **data}
        for number, (start, end, data) in enumerate(plain.edges(data=True), 1)
    ]
    whole = {"data": plain.graph, "directed": plain.is_directed(), "multigraph": False}
    head = json.dumps(whole, ensure_ascii=False).removesuffix("}")
    parts = f'"nodes": [\n{_write_lines(nodes)}\n], "edges": [\n{_write_lines(links)}\n]'
    return f'{head}, "elements": {{{parts}}}}}\n'


def _write_lines(elements: list[dict[str, Any]]) -> str:
    return ",\n".join(json.dumps({"data": e}, ensure_ascii=False) for e in elements)


def _write_csv(plain: nx.Graph[str]) -> str:
    """Write a link a row, in the columns that Gephi, igraph and pandas look for."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    names = [f"{end}{word.capitalize()}" for end in ("source", "target") for word in _ENDS]
    writer.writerow([*_LINK, *names])
    kind = "directed" if plain.is_directed() else "undirected"
    for start, end, data in plain.edges(data=True):
        link = {"source": start, "target": end, "type": kind, **data}
        ends = [plain.nodes[node].get(word, "") for node in (start, end) for word in _ENDS]
        row = [*(link.get(word, "") for word in _LINK), *ends]
        writer.writerow([guard_cell(cell) for cell in row])
    return out.getvalue()


_WRITERS = {
    "csv": _write_csv,
    "cyjs": _write_cyjs,
    "gexf": _write_gexf,
    "graphml": _write_graphml,
}
