"""Mark in which slices, such as the calls of a programme, each edge of a network is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import networkx as nx

Row = Mapping[str, str]
Slices = dict[tuple[str, ...], set[str]]


def mark_slices(graph: nx.MultiGraph[str], word: str, rows: Iterable[Row], *, paired: bool) -> None:
    """Add to each edge the `slices` that its rows name, and to the graph what they are called.

    `graph["slice"]` is the word for one (call), `graph["slices"]` gives name and first known day of
    each; a day that no row tells is ''. Rows of memberships are `paired`: two nodes that share a
    via are linked in the slices in which both have it.
    """
    graph.graph |= {"slice": word or "slice", "slices": dict(_name_slices(rows))}
    if paired:
        seen = _gather(rows, "node", "via")
        for start, end, edge in graph.edges(data=True):
            edge["slices"] = tuple(sorted(seen[start, edge["via"]] & seen[end, edge["via"]]))
        return
    for (start, end, *key), slices in _gather(rows, "from", "to", "relation", "via").items():
        edge = graph.edges[start, end, tuple(key)]
        edge["slices"] = tuple(sorted({*edge.get("slices", ()), *slices}))


def _gather(rows: Iterable[Row], *columns: str) -> Slices:
    """Gather the slices of all rows that are the same in some columns."""
    found: Slices = {}
    for row in rows:
        known = found.setdefault(tuple(row[column] for column in columns), set())
        known |= {row["slice"]} - {""}
    return found


def _name_slices(rows: Iterable[Row]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Give each slice with its name and day; of several the first by the alphabet, or in time."""
    names: dict[str, set[str]] = {}
    days: dict[str, set[str]] = {}
    for row in rows:
        names.setdefault(row["slice"], set()).add(row.get("sliceName") or row["slice"])
        days.setdefault(row["slice"], set()).add(row.get("sliceDay", ""))
    for label in sorted(names.keys() - {""}):
        yield label, (min(names[label]), min(filter(None, days[label]), default=""))
