"""Read from a network and its facts what the page shows: nodes, links, facts, measures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from ..analysis import rank_nodes
from ..layout import FEW, arrange, arrange_groups, arrange_on_map, group_nodes
from ..looks import number_looks

if TYPE_CHECKING:
    import networkx as nx

Fact = Mapping[str, str]
Pair = tuple[str, str]
Thing = TypeVar("Thing")

SHAPES = ("dot", "square", "triangle", "diamond", "hexagon", "star", "triangleDown")
LANDMARK = "country"  # named first and in bold, like on a map
SOURCE = ("source", "publisher", "published", "link")
CHEAP = ("strength", "degree")
SHOWN = ("degree", "strength", "betweenness", "closeness", "eigenvector", "pagerank")
DEAR_FROM = 700  # nodes: above, betweenness and its like take seconds, so only when asked for


def make_nodes(network: nx.MultiGraph[str]) -> list[dict[str, Any]]:
    """Make a node of pyvis for each node, with what the page needs to find, filter and place it."""
    looks = number_looks({kind_of(network, node) for node in network})
    places = arrange(network) if len(network) <= FEW else arrange_groups(network)
    on_map = arrange_on_map(network)
    _, groups = group_nodes(network)
    return [
        {
            "id": node,
            "label": name_of(network, node),
            "group": kind_of(network, node),
            "look": looks[kind_of(network, node)],
            "shape": SHAPES[looks[kind_of(network, node)] % len(SHAPES)],
            "x": x,
            "y": y,
            "map": list(on_map.get(node, ())),
            "adrift": int(network.nodes[node].get("latitude") is None),
            "fold": groups[node],
            "country": _country(network, node),
            "countries": sorted(
                {_country(network, node), *network.nodes[node].get("countries", ())} - {""}
            ),
            "sectors": sorted(network.nodes[node].get("sectors", ())),
            "fields": _fields(network.nodes[node]),
            "names": sorted(network.nodes[node].get("names", ())),
        }
        for node, (x, y) in places.items()
    ]


def name_of(network: nx.MultiGraph[str], node: str) -> str:
    """Give the name of a node, or its id where it has none."""
    return network.nodes[node].get("name") or node


def kind_of(network: nx.MultiGraph[str], node: str) -> str:
    """Give the kind of a node."""
    return network.nodes[node].get("kind") or "thing"


def _country(network: nx.MultiGraph[str], node: str) -> str:
    own = name_of(network, node) if kind_of(network, node) == LANDMARK else ""
    return own or network.nodes[node].get("country", "")


def _fields(data: Mapping[str, Any]) -> list[str]:
    return sorted(data.get("fields") or data.get("sectors") or ())


def measure_nodes(network: nx.MultiGraph[str], wanted: str | None) -> dict[str, dict[str, float]]:
    """Measure every node, by all measures or, in a large network, by those that are quick."""
    named = network.copy()
    for node in named:
        named.nodes[node].update(name=name_of(network, node), kind=kind_of(network, node))
    for *_, edge in named.edges(data=True):
        edge.update(via=edge.get("via", ""), viaName=edge.get("viaName") or edge.get("via", ""))
    names = SHOWN if len(network) <= DEAR_FROM else CHEAP
    return {
        name: {
            row["node"]: float(f"{row['value']:.4g}")
            for row in rank_nodes(named, name)
            if row["value"] is not None
        }
        for name in [*names, *([wanted] if wanted and wanted not in names else [])]
    }


def make_links(
    network: nx.MultiGraph[str], statements: Mapping[str, int], vias: Mapping[Pair, int]
) -> list[dict[str, Any]]:
    """Merge the edges of each pair into one link of pyvis that still lists them all."""
    pairs: dict[Pair, list[dict[str, Any]]] = {}
    for start, end, edge in network.edges(data=True):
        pair = _oriented(network, start, end)
        pairs.setdefault(pair, []).append(
            {
                "relation": edge.get("relation", ""),
                "via": vias[_via(edge)],
                "backwards": int(network.is_directed() and pair != (start, end)),
                "years": [*_span(edge.get("years", ())), *([1] if edge.get("open") else [])],
                "statements": sorted({statements[iri] for iri in edge.get("statements", ())}),
            }
        )
    return [
        {"from": start, "to": end, "edges": sorted(pairs[start, end], key=_by_via)}
        for start, end in sorted(pairs)
    ]


def _span(years: Iterable[int]) -> list[int]:
    known = sorted(years)
    return [known[0], known[-1]] if known else []


def _oriented(network: nx.MultiGraph[str], start: str, end: str) -> Pair:
    """Order a pair for reading: the landmark last, else by name, whatever the edge's direction."""
    one, other = sorted(
        (start, end),
        key=lambda node: (kind_of(network, node) == LANDMARK, name_of(network, node), node),
    )
    return one, other


def _by_via(edge: Mapping[str, Any]) -> tuple[Any, ...]:
    return edge["via"], edge["relation"], edge["backwards"], edge["statements"], edge["years"]


def list_vias(network: nx.MultiGraph[str]) -> list[Pair]:
    """List what links run through, by name; context, which runs through nothing, comes last."""
    vias = {_via(edge) for _, _, edge in network.edges(data=True)}
    return sorted(vias, key=lambda via: (not via[0], via[1], via[0]))


def _via(edge: Mapping[str, Any]) -> Pair:
    via = edge.get("via", "")
    return via, edge.get("viaName") or via


def number(things: Iterable[Thing]) -> dict[Thing, int]:
    """Number things in their order."""
    return {thing: place for place, thing in enumerate(things)}


def list_statements(network: nx.MultiGraph[str]) -> list[str]:
    """List the statements behind the edges, sorted."""
    edges = network.edges(data=True)
    return sorted({iri for _, _, edge in edges for iri in edge.get("statements", ())})


def tell(
    statements: Iterable[str], facts: Mapping[str, Fact]
) -> tuple[list[dict[str, Any]], list[dict[str, str]]]:
    """List the facts of the statements and, once each, the sources that tell them."""
    known = {iri: facts.get(iri, {}) for iri in statements}
    sources = sorted({_source(fact) for fact in known.values()})
    numbers = number(sources)
    told = [
        {"iri": iri, "from": numbers[_source(fact)]}
        | {key: value for key, value in fact.items() if value and key not in SOURCE}
        for iri, fact in known.items()
    ]
    return told, [dict(zip(SOURCE, source, strict=True)) for source in sources]


def _source(fact: Fact) -> tuple[str, ...]:
    return tuple(fact.get(key, "") for key in SOURCE)
