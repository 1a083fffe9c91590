"""Draw a network with its facts as one HTML page; the one door to pyvis, after `layout`.

pyvis holds nodes and links and renders; the template, style and script beside this file are our
own, because the stock template loads from the network and runs text of the data as script.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Mapping
from hashlib import sha256
from importlib.resources import files
from math import sqrt
from typing import TYPE_CHECKING, Any, TypeVar

from bsrgraph.layout import arrange, pair_weights

if TYPE_CHECKING:
    import networkx as nx
    from jinja2 import Environment

Fact = Mapping[str, str]
Pair = tuple[str, str]
Thing = TypeVar("Thing")

SHAPES = ("dot", "square", "triangle", "diamond", "hexagon", "star", "triangleDown")
LOOKS = {"cluster organisation": 0, "country": 1, "project": 2, "organisation": 3}
LANDMARK = "country"  # named first and in bold, like on a map
SOURCE = ("source", "publisher", "published", "link")


def draw(
    network: nx.MultiGraph[str], facts: Mapping[str, Fact], *, title: str | None = None
) -> str:
    """Draw a network as a complete HTML page that needs no other file and no connection.

    Edges without a `via` are context: dashed and never weighed. A statement that `facts` does not
    hold is named by its IRI. Same input, same text; write it as UTF-8 with newline "\\n".

    >>> import networkx as nx
    >>> network = nx.MultiGraph(name="cluster-country", summary="Who works where?")
    >>> network.add_node("https://example.org/lv", name="Latvia", kind="country")
    >>> draw(network, {}).startswith("<!doctype html>")
    True
    """
    from pyvis.network import Network  # type: ignore[import-untyped,unused-ignore]

    statements, vias = _statements(network), _vias(network)
    drawing = Network(directed=True, cdn_resources="in_line")
    # pyvis' own add_node and add_edge look through all earlier ones: 131 s for 42,000 links.
    drawing.nodes.extend(_nodes(network))
    drawing.edges.extend(_links(network, _numbered(statements), _numbered(vias)))
    drawing.path = "template.html"
    drawing.templateEnv = _environment()
    drawing.templateEnv.globals.update(
        _blocks(), page=_described(network, title), told=_told(statements, facts) | {"vias": vias}
    )
    return str(drawing.generate_html()) + "\n"


def _described(network: nx.MultiGraph[str], title: str | None) -> dict[str, Any]:
    summary = network.graph.get("summary", "")
    return {
        "title": title or summary or network.graph.get("name", ""),
        "summary": summary,
        "weight": network.graph.get("weight", ""),
        "directed": network.is_directed(),
    }


def _nodes(network: nx.MultiGraph[str]) -> list[dict[str, Any]]:
    looks = _looks({_kind(network, node) for node in network})
    strengths = _strengths(network)
    return [
        {
            "id": node,
            "label": _name(network, node),
            "group": _kind(network, node),
            "look": looks[_kind(network, node)],
            "shape": SHAPES[looks[_kind(network, node)] % len(SHAPES)],
            "landmark": _kind(network, node) == LANDMARK,
            "size": round(9 + 2.5 * sqrt(min(strengths[node], 40)), 1),
            "strength": strengths[node],
            "x": x,
            "y": y,
            "country": network.nodes[node].get("country", ""),
            "sectors": sorted(network.nodes[node].get("sectors", ())),
        }
        for node, (x, y) in arrange(network).items()
    ]


def _name(network: nx.MultiGraph[str], node: str) -> str:
    return network.nodes[node].get("name") or node


def _kind(network: nx.MultiGraph[str], node: str) -> str:
    return network.nodes[node].get("kind") or "thing"


def _looks(kinds: Iterable[str]) -> dict[str, int]:
    """Number the looks: familiar kinds look alike on every page, others follow by name."""
    others = sorted(set(kinds) - LOOKS.keys())
    return LOOKS | {kind: number for number, kind in enumerate(others, start=len(LOOKS))}


def _strengths(network: nx.MultiGraph[str]) -> dict[str, int]:
    strengths = dict.fromkeys(network, 0)
    for (one, other), weight in pair_weights(network).items():
        strengths[one] += weight
        strengths[other] += weight
    return strengths


def _links(
    network: nx.MultiGraph[str], statements: Mapping[str, int], vias: Mapping[Pair, int]
) -> list[dict[str, Any]]:
    """Merge the edges of each pair into one link that still lists them all."""
    pairs: dict[Pair, list[dict[str, Any]]] = {}
    for start, end, edge in network.edges(data=True):
        pair = _oriented(network, start, end)
        pairs.setdefault(pair, []).append(
            {
                "relation": edge.get("relation", ""),
                "via": vias[_via(edge)],
                "backwards": int(network.is_directed() and pair != (start, end)),
                "years": sorted(edge.get("years", ())),
                "statements": sorted({statements[iri] for iri in edge.get("statements", ())}),
            }
        )
    return [
        {"from": start, "to": end, "edges": sorted(pairs[start, end], key=_by_via)}
        for start, end in sorted(pairs)
    ]


def _oriented(network: nx.MultiGraph[str], start: str, end: str) -> Pair:
    """Order a pair for reading: the landmark last, else by name, whatever the edge's direction."""
    one, other = sorted(
        (start, end),
        key=lambda node: (_kind(network, node) == LANDMARK, _name(network, node), node),
    )
    return one, other


def _by_via(edge: Mapping[str, Any]) -> tuple[Any, ...]:
    return edge["via"], edge["relation"], edge["backwards"], edge["statements"], edge["years"]


def _vias(network: nx.MultiGraph[str]) -> list[Pair]:
    """List what links run through, by name; context, which runs through nothing, comes last."""
    vias = {_via(edge) for _, _, edge in network.edges(data=True)}
    return sorted(vias, key=lambda via: (not via[0], via[1], via[0]))


def _via(edge: Mapping[str, Any]) -> Pair:
    via = edge.get("via", "")
    return via, edge.get("viaName") or via


def _numbered(things: Iterable[Thing]) -> dict[Thing, int]:
    return {thing: number for number, thing in enumerate(things)}


def _statements(network: nx.MultiGraph[str]) -> list[str]:
    edges = network.edges(data=True)
    return sorted({iri for _, _, edge in edges for iri in edge.get("statements", ())})


def _told(statements: Iterable[str], facts: Mapping[str, Fact]) -> dict[str, list[Any]]:
    """List the facts of the statements and, once each, the sources that tell them."""
    known = [facts.get(iri, {}) for iri in statements]
    sources = sorted({_source(fact) for fact in known})
    number = _numbered(sources)
    told = [
        {"iri": iri, "source": number[_source(fact)]}
        | {key: value for key, value in fact.items() if value and key not in SOURCE}
        for iri, fact in zip(statements, known, strict=True)
    ]
    return {"facts": told, "sources": [dict(zip(SOURCE, s, strict=True)) for s in sources]}


def _source(fact: Fact) -> tuple[str, ...]:
    return tuple(fact.get(key, "") for key in SOURCE)


def _environment() -> Environment:
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    # pyvis' own environment does not escape.
    environment = Environment(
        loader=FunctionLoader(_text), autoescape=True, undefined=StrictUndefined
    )
    environment.policies["json.dumps_kwargs"] = {"sort_keys": True, "separators": (",", ":")}
    return environment


def _text(name: str) -> str:
    return (files(__name__) / name).read_text(encoding="utf-8")


def _blocks() -> dict[str, Any]:
    """Give the inline blocks and the policy that lets the browser run these and nothing else."""
    from markupsafe import Markup

    style, scripts = _text("page.css"), [_vis(), _text("page.js")]
    policy = (
        f"default-src 'none'; script-src {' '.join(map(_hash, scripts))}; "
        f"style-src {_hash(style)}; img-src data: blob:; base-uri 'none'; form-action 'none'"
    )
    return {
        "style": Markup(style),
        "scripts": [Markup(script) for script in scripts],
        "policy": Markup(policy),
    }


def _vis() -> str:
    """Read vis-network from inside pyvis, without the line that makes debuggers ask for a map."""
    library = max(
        (folder for folder in (files("pyvis") / "lib").iterdir() if folder.name[:4] == "vis-"),
        key=lambda folder: [int(part) for part in folder.name[4:].split(".")],
    )
    script = (library / "vis-network.min.js").read_text(encoding="utf-8")
    return script.rpartition("//# sourceMappingURL")[0]


def _hash(block: str) -> str:
    return f"'sha256-{b64encode(sha256(block.encode()).digest()).decode()}'"
