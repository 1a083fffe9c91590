"""Read rows of edges or memberships into a NetworkX multigraph."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations

import networkx as nx

from ..answers import Answer, Value
from ..errors import NetworkError
from ..queries import Query

EDGES = ("from", "to", "relation", "via", "statement")
MEMBERSHIPS = ("node", "via", "statement")
MOST = 2_000_000


def read_network(query: Query, answer: Answer) -> nx.MultiGraph[str]:
    """Read rows of edges (from, to) or memberships (node, via) into a multigraph.

    An edge's key is (relation, via), its `statements` those that say so; an edge without `via` is
    context and counts for nothing. Nodes carry name and kind. Raises NetworkError for other rows.
    """
    graph: nx.MultiGraph[str] = nx.MultiDiGraph() if query.directed else nx.MultiGraph()
    meaning, _, counted = query.weight.partition(", ")
    graph.graph.update(
        name=query.name, summary=query.summary, weight=counted, weightMeaning=meaning
    )
    if set(EDGES) <= set(answer.columns):
        _add_edges(graph, answer)
    elif set(MEMBERSHIPS) <= set(answer.columns):
        _add_memberships(graph, answer)
    else:
        raise NetworkError(
            f"'{query.name}' gives the columns {', '.join(answer.columns) or 'none'};"
            " a network needs"
            f" {', '.join(EDGES)} (edges) or {', '.join(MEMBERSHIPS)} (nodes that share a via)"
        )
    return graph


def spell(value: Value) -> str:
    """Spell a value of a row; what is missing is an empty text."""
    return "" if value is None else str(value)


def _add_node(graph: nx.MultiGraph[str], row: Mapping[str, Value], column: str, kind: str) -> str:
    node = spell(row[column])
    if not node:
        raise NetworkError(
            f"a row of '{graph.graph['name']}' has no {column}; bind ?{column} in every row"
        )
    graph.add_node(node, name=spell(row.get(f"{column}Name")) or node, kind=spell(row.get(kind)))
    return node


def _add_edges(graph: nx.MultiGraph[str], answer: Answer) -> None:
    for row in answer:
        start = _add_node(graph, row, "from", "fromKind")
        end = _add_node(graph, row, "to", "toKind")
        _add_edge(graph, start, end, spell(row["relation"]), row, [spell(row["statement"])])


def _add_edge(
    graph: nx.MultiGraph[str],
    start: str,
    end: str,
    relation: str,
    row: Mapping[str, Value],
    statements: Iterable[str],
) -> None:
    key = (relation, spell(row["via"]))
    known = graph.get_edge_data(start, end, key, default={}).get("statements", ())
    graph.add_edge(
        start,
        end,
        key,
        relation=relation,
        via=key[1],
        viaName=spell(row.get("viaName")),
        statements=tuple(sorted({*known, *filter(None, statements)})),
    )


def _add_memberships(graph: nx.MultiGraph[str], answer: Answer) -> None:
    """Link nodes that share a via; pairing here is faster than a self-join in SPARQL."""
    groups: dict[str, dict[str, list[Mapping[str, Value]]]] = {}
    for row in answer:
        node = _add_node(graph, row, "node", "kind")
        groups.setdefault(spell(row["via"]), {}).setdefault(node, []).append(row)
    pairs = sum(len(members) * (len(members) - 1) // 2 for members in groups.values())
    if pairs > MOST:
        raise NetworkError(f"{pairs} pairs share a via, more than {MOST}; narrow the query")
    for members in groups.values():
        for start, end in combinations(sorted(members), 2):
            rows = [*members[start], *members[end]]
            said = [spell(row["statement"]) for row in rows]
            _add_edge(graph, start, end, spell(rows[0].get("relation")) or "shares", rows[0], said)


def list_statements(graph: nx.MultiGraph[str]) -> list[str]:
    """List every statement that an edge of the network rests on, sorted."""
    return sorted({s for *_, edge in graph.edges(data=True) for s in edge["statements"]})
