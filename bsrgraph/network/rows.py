"""Read nodes and links out of rows of edges or memberships, column by column, which is quick."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import combinations
from math import comb

import pyoxigraph as ox

from ..answers import Answer, Term, Value, read_term
from ..errors import NetworkError
from ..queries import Query

EDGES = ("from", "to", "relation", "via", "statement")
MEMBERSHIPS = ("node", "via", "statement")
MOST = 2_000_000
Row = tuple[Term, ...]
Nodes = dict[str, dict[str, str]]
# Start, end, relation, via, name of the via, statements.
Link = tuple[str, str, str, str, str, tuple[str, ...]]
# The members of what is shared, each with the statements that say so.
Members = dict[str, tuple[str, ...]]


def read_links(query: Query, answer: Answer) -> tuple[Nodes, Iterator[Link]]:
    """Read nodes with name and kind, and links, of which no two share ends, relation and via.

    Statements may be missing where only weights are wanted; raises NetworkError for other rows.
    """
    columns = {*answer.columns, "statement"}
    if columns.issuperset(EDGES):
        return _read_edges(query, answer)
    if columns.issuperset(MEMBERSHIPS):
        return _read_memberships(query, answer)
    raise refuse_columns(query, answer)


def refuse_columns(query: Query, answer: Answer) -> NetworkError:
    """Say which columns came, and which a network needs."""
    return NetworkError(
        f"'{query.name}' gives the columns {', '.join(answer.columns) or 'none'};"
        " a network needs"
        f" {', '.join(EDGES)} (edges) or {', '.join(MEMBERSHIPS)} (nodes that share a via)"
    )


def spell(value: Value) -> str:
    """Spell a value of a row; what is missing is an empty text."""
    return "" if value is None else str(value)


def _read_edges(query: Query, answer: Answer) -> tuple[Nodes, Iterator[Link]]:
    starts, ends = (_read_nodes(query, answer, column) for column in ("from", "to"))
    relations, vias, statements = (_read(answer, c) for c in ("relation", "via", "statement"))
    found: dict[tuple[str, str, str, str], set[str]] = {}
    rows = zip(starts, ends, relations, vias, statements, strict=True)
    for start, end, relation, via, said in rows:
        one, other = (start, end) if query.directed or start <= end else (end, start)
        found.setdefault((one, other, relation, via), set()).add(said)
    named = _name_nodes(answer, starts, "from", "fromKind")
    named |= _name_nodes(answer, ends, "to", "toKind")
    nodes = {node: named[node] for pair in zip(starts, ends, strict=True) for node in pair}
    names = _look_up(answer, vias, "viaName")
    return nodes, ((*key, names[key[3]], _sort(said)) for key, said in found.items())


def _read_memberships(query: Query, answer: Answer) -> tuple[Nodes, Iterator[Link]]:
    """Link nodes that share a via; pairing here is faster than a self-join in SPARQL."""
    members, vias = _read_nodes(query, answer, "node"), _read(answer, "via")
    statements = ((said,) if said else () for said in _read(answer, "statement"))
    groups: dict[str, Members] = {via: {} for via in vias}
    for node, via, said in zip(members, vias, statements, strict=True):
        group = groups[via]
        group[node] = group.get(node, ()) + said
    pairs = sum(comb(len(group), 2) for group in groups.values())
    if pairs > MOST:
        raise NetworkError(f"{pairs} pairs share a via, more than {MOST}; narrow the query")
    nodes = _name_nodes(answer, members, "node", "kind")
    relations, names = (_look_up(answer, vias, column) for column in ("relation", "viaName"))
    return nodes, _pair(groups, relations, names)


def _pair(
    groups: Mapping[str, Members], relations: Mapping[str, str], names: Mapping[str, str]
) -> Iterator[Link]:
    for via, group in groups.items():
        relation, name = relations[via] or "shares", names[via]
        for start, end in combinations(sorted(group), 2):
            said = group[start] + group[end]
            yield start, end, relation, via, name, _sort(said) if said else said


def _sort(said: Iterable[str]) -> tuple[str, ...]:
    """Sort statements; each is there once, and what a row leaves out not at all."""
    return tuple(sorted({*said} - {""}))


def _read(answer: Answer, column: str, rows: Collection[Row] | None = None) -> list[str]:
    """Spell a column of the rows; one that is missing is empty in each."""
    rows = answer.terms if rows is None else rows
    if column not in answer.columns:
        return [""] * len(rows)
    place = answer.columns.index(column)
    terms = (row[place] for row in rows)
    return [t.value if isinstance(t, ox.NamedNode) else spell(read_term(t)) for t in terms]


def _read_nodes(query: Query, answer: Answer, column: str) -> list[str]:
    nodes = _read(answer, column)
    if "" in nodes:
        raise NetworkError(f"a row of '{query.name}' has no {column}; bind ?{column} in every row")
    return nodes


def _name_nodes(answer: Answer, nodes: list[str], column: str, kind: str) -> Nodes:
    names, kinds = (_look_up(answer, nodes, c) for c in (f"{column}Name", kind))
    return {node: {"name": names[node] or node, "kind": kinds[node]} for node in names}


def _look_up(answer: Answer, keys: list[str], column: str) -> dict[str, str]:
    """Read a column once for each key, in one of the rows where the key stands."""
    rows = dict(zip(keys, answer.terms, strict=True))
    return dict(zip(rows, _read(answer, column, rows.values()), strict=True))
