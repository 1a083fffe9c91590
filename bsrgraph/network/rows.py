"""Read nodes and links out of rows of edges or memberships, column by column, which is quick."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
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
Link = tuple[str, str, str, str, tuple[str, ...]]
Pairs = Iterable[tuple[str, str]]
# The members of what is shared, each with the statements that say so.
Members = dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Rows:
    """Hold nodes with name and kind, names of vias, and what links nodes, to be read once.

    `links` are (start, end, relation, via, statements), no two with the same first four. `pairs` of
    nodes by via are what counts of them, context left out, and quicker.
    """

    nodes: Nodes
    names: Mapping[str, str]
    links: Iterable[Link]
    pairs: Iterable[tuple[str, Pairs]]


def read_rows(query: Query, answer: Answer) -> Rows:
    """Read the rows of a network; raises NetworkError if they are of another kind.

    Statements may be missing where only weights are wanted.
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


def _read_edges(query: Query, answer: Answer) -> Rows:
    starts, ends = (_read_nodes(query, answer, column) for column in ("from", "to"))
    relations, vias, statements = (_read(answer, c) for c in ("relation", "via", "statement"))
    found: dict[tuple[str, str, str, str], set[str]] = {}
    rows = zip(starts, ends, relations, vias, statements, strict=True)
    for start, end, relation, via, said in rows:
        one, other = (start, end) if query.directed or start <= end else (end, start)
        found.setdefault((one, other, relation, via), set()).add(said)
    named = _name_nodes(answer, starts, "from", "fromKind")
    named |= _name_nodes(answer, ends, "to", "toKind")
    return Rows(
        {node: named[node] for pair in zip(starts, ends, strict=True) for node in pair},
        _look_up(answer, vias, "viaName"),
        ((*key, _sort(said)) for key, said in found.items()),
        ((via, [(one, other)]) for one, other, _, via in found if via),
    )


def _read_memberships(query: Query, answer: Answer) -> Rows:
    """Link nodes that share a via; pairing here is faster than a self-join in SPARQL."""
    members, vias = _read_nodes(query, answer, "node"), _read(answer, "via")
    groups: dict[str, Members] = defaultdict(dict)
    for node, via, said in zip(members, vias, _read(answer, "statement"), strict=True):
        group = groups[via]
        group[node] = (*group.get(node, ()), said) if said else group.get(node, ())
    number = sum(comb(len(group), 2) for group in groups.values())
    if number > MOST:
        raise NetworkError(f"{number} pairs share a via, more than {MOST}; narrow the query")
    return Rows(
        _name_nodes(answer, members, "node", "kind"),
        _look_up(answer, vias, "viaName"),
        _link(groups, _look_up(answer, vias, "relation")),
        ((via, combinations(sorted(group), 2)) for via, group in groups.items() if via),
    )


def _link(groups: Mapping[str, Members], relations: Mapping[str, str]) -> Iterator[Link]:
    for via, group in groups.items():
        relation = relations[via] or "shares"
        for start, end in combinations(sorted(group), 2):
            yield start, end, relation, via, _sort(group[start] + group[end])


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
    if column not in answer.columns:
        return dict.fromkeys(keys, "")
    rows = dict(zip(keys, answer.terms, strict=True))
    return dict(zip(rows, _read(answer, column, rows.values()), strict=True))
