"""Ask for a network, and for what is known of its nodes and of what links them."""

from __future__ import annotations

from collections.abc import Iterable

import networkx as nx

from ..answers import Answer, Value
from ..content import Content
from ..names import Run
from ..queries import Query, bind_parameters, find_query, read_query
from .projection import weigh_rows
from .reading import list_statements, read_network
from .rows import spell


def build_network(
    content: Content, query: Query, run: Run, run_own: Run | None = None, as_of: str = ""
) -> nx.MultiGraph[str]:
    """Ask for the rows of a network, read them, and describe its nodes and what links them.

    `as_of` is the day that the runs answer for, if they do.
    """
    graph = read_network(query, (run_own or run)(query.text))
    graph.graph["asOf"] = as_of
    _describe(content, graph, run)
    if vias := _list_iris(edge["via"] for *_, edge in graph.edges(data=True)):
        date_edges(graph, ask_details(content, "years", "via", vias, run))
    return graph


def build_weights(
    content: Content, query: Query, run: Run, run_own: Run | None = None, as_of: str = ""
) -> nx.Graph[str]:
    """Ask for a network and give the graph that `weigh_network` makes of it, sooner.

    It has no years and slices, and its rows need no statement.
    """
    graph = weigh_rows(query, (run_own or run)(query.text))
    graph.graph["asOf"] = as_of
    _describe(content, graph, run)
    return graph


def _describe(content: Content, graph: nx.Graph[str], run: Run) -> None:
    if nodes := _list_iris(graph):
        describe_nodes(graph, ask_details(content, "nodes", "node", nodes, run))
        name_nodes(graph, ask_details(content, "names", "node", nodes, run))


def _list_iris(ids: Iterable[str]) -> list[str]:
    """List what the graph can know of: a query of one's own may name nodes and vias as it likes."""
    return sorted({name for name in ids if name.startswith(("http://", "https://"))})


def collect_facts(
    content: Content, graph: nx.MultiGraph[str], run: Run
) -> dict[str, dict[str, str]]:
    """Collect what each statement behind the edges says in words, who says so, and who differs."""
    said: list[str] = list_statements(graph)
    rows = ask_details(content, "facts", "statement", said, run) if said else ()
    facts = {
        spell(r["statement"]): {k: spell(v) for k, v in r.items() if k != "statement"} for r in rows
    }
    for row in run(find_query(content, "conflicts").text) if facts else ():
        if row["class"] == "conflict" and row["statement"] in facts:
            words = (spell(row["topic"]), spell(row["reading"]))
            facts[spell(row["statement"])]["conflict"] = ". ".join(filter(None, words))
    return facts


def ask_details(
    content: Content, name: str, parameter: str, iris: Iterable[str], run: Run
) -> Answer:
    """Ask a question of `queries/details/` about many IRIs at once."""
    query = read_query(content.queries / "details" / f"{name}.rq")
    bound, _ = bind_parameters(query, {parameter: list(iris)}, run)
    return run(bound.text)


def describe_nodes(graph: nx.Graph[str], details: Answer) -> None:
    """Add countries, sectors, fields and point to the nodes, from rows of `details/nodes.rq`."""
    for row in details:
        node = graph.nodes[spell(row["node"])]
        node.setdefault("country", spell(row["countryName"]))
        countries = {*node.get("countries", ()), spell(row["countryName"])} - {""}
        node["countries"] = tuple(sorted(countries))
        sectors = {*node.get("sectors", ()), spell(row["sectorName"])} - {""}
        node["sectors"] = tuple(sorted(sectors))
        fields = {*node.get("fields", ()), spell(row.get("fieldName"))} - {""}
        node["fields"] = tuple(sorted(fields))
        if row["latitude"] is not None and "latitude" not in node:
            node["latitude"], node["longitude"] = (
                float(str(row[c])) for c in ("latitude", "longitude")
            )


def name_nodes(graph: nx.Graph[str], details: Answer) -> None:
    """Add the names that a node is also known by, from rows of `details/names.rq`."""
    for row in details:
        node, name = graph.nodes[spell(row["node"])], spell(row["name"])
        names = {*node.get("names", ()), name} - {node["name"]}
        node["names"] = tuple(sorted(names))


def date_edges(graph: nx.MultiGraph[str], details: Answer) -> None:
    """Add the first and last year to edges, from rows of `details/years.rq`.

    The period of what an edge runs through counts; where none is stated, the years by which
    sources date what they say of it. What no source ends is open: it goes on to the last year
    known, which as of a day is the year of that day.
    """
    periods: dict[str, list[tuple[Value, Value]]] = {}
    dated: dict[str, list[tuple[Value, Value]]] = {}
    for row in details:
        spans, ends = (
            (periods, (row["began"], row["ended"]))
            if row["began"] or row["ended"]
            else (dated, (row["firstDay"], row["lastDay"]))
        )
        spans.setdefault(spell(row["via"]), []).append(ends)
    known = {via: _span_years(ends) for via, ends in (dated | periods).items()}
    latest = int(
        graph.graph["asOf"][:4] or max((y for pair in known.values() for y in pair), default=0)
    )
    for *_, edge in graph.edges(data=True):
        if edge["via"] in known:
            first, last = known[edge["via"]]
            edge["years"] = (min(first, latest), min(last or latest, latest))
            edge["open"] = not last


def mark_programmes(content: Content, graph: nx.MultiGraph[str], run: Run) -> nx.MultiGraph[str]:
    """Give a copy whose edges carry the programmes of what they run through, where known."""
    marked = graph.copy()
    vias = sorted({edge["via"] for *_, edge in graph.edges(data=True) if edge["via"]})
    names: dict[str, list[str]] = {}
    for row in ask_details(content, "programmes", "via", vias, run) if vias else ():
        names.setdefault(spell(row["via"]), []).append(spell(row["programmeName"]))
    for *_, edge in marked.edges(data=True):
        edge["programme"] = tuple(sorted(set(names.get(edge["via"], ()))))
    return marked


def _span_years(ends: Iterable[tuple[Value, Value]]) -> tuple[int, int]:
    """Give the first and last year of several spans; a last one that no span states is 0."""
    firsts, lasts = zip(*ends, strict=True)
    last = max((int(spell(day)[:4]) for day in lasts if day), default=0)
    return min((int(spell(day)[:4]) for day in firsts if day), default=last), last
