"""Draw a network with its facts as one HTML page; the one door to pyvis, after `layout`.

pyvis holds nodes and links and renders; the template, style and scripts beside this file are our
own, because the stock template loads from the network, runs text of the data as script, and brings
half a megabyte of library along. What the page shows is read in `scene`, packed in `tables`.
"""

from __future__ import annotations

import csv
import json
from base64 import b64encode
from collections.abc import Mapping, Sequence
from hashlib import sha256
from html import escape
from importlib.resources import files
from io import StringIO
from typing import TYPE_CHECKING, Any

from ..layout import FEW, group_nodes
from ..looks import read_colours
from . import scene
from .tables import Texts, pack, shorten

if TYPE_CHECKING:
    import networkx as nx
    from jinja2 import Environment

NODE = ("id", "label", "group", "look", "shape", "x", "y", "map", "adrift", "fold", "country",
        "countries", "sectors", "fields", "names")  # fmt: skip
EDGE = ("link", "relation", "via", "backwards", "years", "statements")
FACT = ("iri", "from", "subject", "relation", "object", "for", "at", "status", "evidence",
        "saidBy", "conflict")  # fmt: skip
DEFAULT = "strength"


class Page(str):
    """Hold the text of a page, which a notebook shows in a frame that nothing gets out of.

    >>> Page("<p>one</p>")._repr_html_()[:58]
    '<iframe sandbox="allow-scripts allow-downloads" srcdoc="&l'
    """

    __slots__ = ()

    def _repr_html_(self) -> str:
        frame = "width: 100%; height: 44rem; border: 1px solid #8884; border-radius: 8px"
        return (
            f'<iframe sandbox="allow-scripts allow-downloads" srcdoc="{escape(self)}"'
            f' title="Graph page" style="{frame}"></iframe>'
        )

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """Keep IPython, which asks for a text as well, from writing the whole page twice."""
        printer.text(f"Page of {len(self):,} characters")


def draw(
    network: nx.MultiGraph[str],
    facts: Mapping[str, scene.Fact],
    *,
    title: str | None = None,
    measure: str | None = None,
    as_of: str = "",
    coverage: Sequence[str] = (),
    pages: str = "",
    home: str = "",
) -> Page:
    """Draw a network as a complete HTML page that needs no other file and no connection.

    Edges without a `via` are context: dashed and never weighed. A statement that `facts` does not
    hold is named by its IRI. `measure` is what sizes say at first, `as_of` the day the network is
    of, `coverage` what is missing in the data, in sentences. `pages` is the address of a node's own
    page, with {} for the last part of its IRI; `home` that of the site. Same input, same text;
    write it as UTF-8 with newline "\\n". Raises NetworkError for an unknown measure.

    >>> import networkx as nx
    >>> network = nx.MultiGraph(name="cluster-country", summary="Who works where?")
    >>> network.add_node("https://example.org/lv", name="Latvia", kind="country")
    >>> draw(network, {}).startswith("<!doctype html>")
    True
    """
    from pyvis.network import Network  # type: ignore[import-untyped,unused-ignore]

    statements, vias = scene.list_statements(network), scene.list_vias(network)
    drawing = Network(directed=True, cdn_resources="in_line")
    # pyvis' own add_node and add_edge look through all earlier ones: 131 s for 42,000 links.
    drawing.nodes.extend(scene.make_nodes(network))
    drawing.edges.extend(scene.make_links(network, scene.number(statements), scene.number(vias)))
    about = _described(network, title) | {
        "asOf": as_of, "coverage": list(coverage), "pages": pages, "home": home,
        "measure": measure or DEFAULT,
    }  # fmt: skip
    drawing.path = "template.html"
    drawing.templateEnv = _environment()
    drawing.templateEnv.globals.update(
        _blocks(),
        page=about,
        words=_words(),
        outlines=read_outlines(),
        packed=lambda nodes, edges: _pack(
            nodes, edges, vias, scene.tell(statements, facts), scene.measure_nodes(network, measure)
        ),
    )
    return Page(str(drawing.generate_html()) + "\n")


def _described(network: nx.MultiGraph[str], title: str | None) -> dict[str, Any]:
    summary = network.graph.get("summary", "")
    return {
        "title": title or summary or network.graph.get("name", ""),
        "name": network.graph.get("name", ""),
        "summary": summary,
        "weight": network.graph.get("weight", ""),
        "directed": network.is_directed(),
        "foldBy": group_nodes(network)[0],
        "few": FEW,
        "landmark": scene.LANDMARK,
    }


def _pack(
    nodes: Sequence[Mapping[str, Any]],
    links: Sequence[Mapping[str, Any]],
    vias: Sequence[scene.Pair],
    told: tuple[Sequence[Mapping[str, Any]], Sequence[Mapping[str, str]]],
    measures: Mapping[str, Mapping[str, float]],
) -> dict[str, Any]:
    """Pack all rows into columns, every text and every beginning of an IRI written once."""
    texts, place = Texts(), scene.number([node["id"] for node in nodes])
    facts, sources = told
    iris = [*place, *(via for via, _ in vias), *(fact["iri"] for fact in facts)]
    heads, short = shorten(iris)
    edges = [edge | {"link": row} for row, link in enumerate(links) for edge in link["edges"]]
    return {
        "heads": heads,
        "nodes": pack([{**node, "id": short[node["id"]]} for node in nodes], NODE, texts),
        "links": [[place[link[end]] for link in links] for end in ("from", "to")],
        "edges": pack(edges, EDGE, texts),
        "vias": pack(
            [{"id": short[iri], "name": name} for iri, name in vias], ("id", "name"), texts
        ),
        "facts": pack([{**fact, "iri": short[fact["iri"]]} for fact in facts], FACT, texts),
        "sources": pack(sources, scene.SOURCE, texts),
        "measures": {
            name: [values.get(node) for node in place] for name, values in measures.items()
        },
        "texts": texts.listed,
    }


def read_outlines() -> dict[str, Any]:
    """Read the outlines of the map, as paths of SVG in its units: box, land, borders.

    >>> sorted(read_outlines())
    ['borders', 'box', 'land']
    """
    outlines: dict[str, Any] = json.loads(_text("outlines.json"))
    return outlines


def _environment() -> Environment:
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    # pyvis' own environment does not escape.
    environment = Environment(
        loader=FunctionLoader(_text), autoescape=True, undefined=StrictUndefined
    )
    environment.policies["json.dumps_kwargs"] = {
        "sort_keys": True, "separators": (",", ":"), "ensure_ascii": False,
    }  # fmt: skip
    return environment


def _text(name: str) -> str:
    return (files(__name__) / name).read_text(encoding="utf-8")


def _words() -> dict[str, dict[str, str]]:
    """Read the words of the interface: language, key, word."""
    rows = list(csv.DictReader(StringIO(_text("words.csv"))))
    return {
        language: {row["key"]: row[language] for row in rows if row[language]}
        for language in rows[0]
        if language != "key"
    }


def _script() -> str:
    """Join the scripts, in the order of their names, into one that shares nothing with others."""
    parts = sorted(
        part.name for part in (files(__name__) / "script").iterdir() if part.name.endswith(".js")
    )
    return (
        '"use strict";\n(() => {\n' + "".join(_text(f"script/{part}") for part in parts) + "})();"
    )


def _blocks() -> dict[str, Any]:
    """Give the inline blocks and the policy that lets the browser run these and nothing else."""
    from markupsafe import Markup

    style, script = read_colours() + _text("page.css"), _script()
    policy = (
        f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(style)}; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )
    return {"style": Markup(style), "script": Markup(script), "policy": Markup(policy)}


def _hash(block: str) -> str:
    return f"'sha256-{b64encode(sha256(block.encode()).digest()).decode()}'"
