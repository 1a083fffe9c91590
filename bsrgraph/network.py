"""Turn rows of edges or memberships into a NetworkX graph whose weights mean something."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations

import networkx as nx

from .answers import Answer, Value
from .content import Content
from .errors import NetworkError
from .names import Run
from .queries import Query, bind_parameters, find_query, read_query

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


def _text(value: Value) -> str:
    return "" if value is None else str(value)


def _add_node(graph: nx.MultiGraph[str], row: Mapping[str, Value], column: str, kind: str) -> str:
    node = _text(row[column])
    if not node:
        raise NetworkError(
            f"a row of '{graph.graph['name']}' has no {column}; bind ?{column} in every row"
        )
    graph.add_node(node, name=_text(row.get(f"{column}Name")) or node, kind=_text(row.get(kind)))
    return node


def _add_edges(graph: nx.MultiGraph[str], answer: Answer) -> None:
    for row in answer:
        start = _add_node(graph, row, "from", "fromKind")
        end = _add_node(graph, row, "to", "toKind")
        _add_edge(graph, start, end, _text(row["relation"]), row, [_text(row["statement"])])


def _add_edge(
    graph: nx.MultiGraph[str],
    start: str,
    end: str,
    relation: str,
    row: Mapping[str, Value],
    statements: Iterable[str],
) -> None:
    key = (relation, _text(row["via"]))
    known = graph.get_edge_data(start, end, key, default={}).get("statements", ())
    graph.add_edge(
        start,
        end,
        key,
        relation=relation,
        via=key[1],
        viaName=_text(row.get("viaName")),
        statements=tuple(sorted({*known, *filter(None, statements)})),
    )


def _add_memberships(graph: nx.MultiGraph[str], answer: Answer) -> None:
    """Link nodes that share a via; pairing here is faster than a self-join in SPARQL."""
    groups: dict[str, dict[str, list[Mapping[str, Value]]]] = {}
    for row in answer:
        node = _add_node(graph, row, "node", "kind")
        groups.setdefault(_text(row["via"]), {}).setdefault(node, []).append(row)
    pairs = sum(len(members) * (len(members) - 1) // 2 for members in groups.values())
    if pairs > MOST:
        raise NetworkError(f"{pairs} pairs share a via, more than {MOST}; narrow the query")
    for members in groups.values():
        for start, end in combinations(sorted(members), 2):
            rows = [*members[start], *members[end]]
            said = [_text(row["statement"]) for row in rows]
            _add_edge(graph, start, end, _text(rows[0].get("relation")) or "shares", rows[0], said)


def build_network(
    content: Content, query: Query, run: Run, run_own: Run | None = None, as_of: str = ""
) -> nx.MultiGraph[str]:
    """Ask for the rows of a network, read them, and describe its nodes and what links them.

    `as_of` is the day that the runs answer for, if they do.
    """
    graph = read_network(query, (run_own or run)(query.text))
    graph.graph["asOf"] = as_of
    if len(graph):
        describe_nodes(graph, ask_details(content, "nodes", "node", graph, run))
        name_nodes(graph, ask_details(content, "names", "node", graph, run))
    vias = sorted({edge["via"] for *_, edge in graph.edges(data=True) if edge["via"]})
    if vias:
        date_edges(graph, ask_details(content, "years", "via", vias, run))
    return graph


def collect_facts(
    content: Content, graph: nx.MultiGraph[str], run: Run
) -> dict[str, dict[str, str]]:
    """Collect what each statement behind the edges says in words, who says so, and who differs."""
    said: list[str] = list_statements(graph)
    rows = ask_details(content, "facts", "statement", said, run) if said else ()
    facts = {
        _text(r["statement"]): {k: _text(v) for k, v in r.items() if k != "statement"} for r in rows
    }
    for row in run(find_query(content, "conflicts").text) if facts else ():
        if row["class"] == "conflict" and row["statement"] in facts:
            words = (_text(row["topic"]), _text(row["reading"]))
            facts[_text(row["statement"])]["conflict"] = ". ".join(filter(None, words))
    return facts


def ask_details(
    content: Content, name: str, parameter: str, iris: Iterable[str], run: Run
) -> Answer:
    """Ask a question of `queries/details/` about many IRIs at once."""
    query = read_query(content.queries / "details" / f"{name}.rq")
    bound, _ = bind_parameters(query, {parameter: list(iris)}, run)
    return run(bound.text)


def describe_nodes(graph: nx.MultiGraph[str], details: Answer) -> None:
    """Add countries, sectors, fields and point to the nodes, from rows of `details/nodes.rq`."""
    for row in details:
        node = graph.nodes[_text(row["node"])]
        node.setdefault("country", _text(row["countryName"]))
        countries = {*node.get("countries", ()), _text(row["countryName"])} - {""}
        node["countries"] = tuple(sorted(countries))
        sectors = {*node.get("sectors", ()), _text(row["sectorName"])} - {""}
        node["sectors"] = tuple(sorted(sectors))
        fields = {*node.get("fields", ()), _text(row.get("fieldName"))} - {""}
        node["fields"] = tuple(sorted(fields))
        if row["latitude"] is not None and "latitude" not in node:
            node["latitude"], node["longitude"] = (
                float(str(row[c])) for c in ("latitude", "longitude")
            )


def name_nodes(graph: nx.MultiGraph[str], details: Answer) -> None:
    """Add the names that a node is also known by, from rows of `details/names.rq`."""
    for row in details:
        node, name = graph.nodes[_text(row["node"])], _text(row["name"])
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
        spans.setdefault(_text(row["via"]), []).append(ends)
    known = {via: _span_years(ends) for via, ends in (dated | periods).items()}
    latest = int(
        graph.graph["asOf"][:4] or max((y for pair in known.values() for y in pair), default=0)
    )
    for *_, edge in graph.edges(data=True):
        if edge["via"] in known:
            first, last = known[edge["via"]]
            edge["years"] = (min(first, latest), min(last or latest, latest))
            edge["open"] = not last


def _span_years(ends: Iterable[tuple[Value, Value]]) -> tuple[int, int]:
    """Give the first and last year of several spans; a last one that no span states is 0."""
    firsts, lasts = zip(*ends, strict=True)
    last = max((int(_text(day)[:4]) for day in lasts if day), default=0)
    return min((int(_text(day)[:4]) for day in firsts if day), default=last), last


def list_statements(graph: nx.MultiGraph[str]) -> list[str]:
    """List every statement that an edge of the network rests on, sorted."""
    return sorted({s for *_, edge in graph.edges(data=True) for s in edge["statements"]})


def weigh_network(graph: nx.MultiGraph[str]) -> nx.Graph[str]:
    """Project onto a simple graph: a pair's weight is its number of distinct vias.

    Context edges, which have no via, vanish; their nodes stay.
    """
    simple: nx.Graph[str] = nx.DiGraph() if graph.is_directed() else nx.Graph()
    simple.graph.update(graph.graph)
    simple.add_nodes_from(sorted(graph.nodes(data=True)))
    vias: dict[tuple[str, str], dict[str, str]] = {}
    for start, end, data in graph.edges(data=True):
        if data["via"]:
            pair = (start, end) if graph.is_directed() else (min(start, end), max(start, end))
            vias.setdefault(pair, {})[data["via"]] = data["viaName"]
    for (start, end), shared in sorted(vias.items()):
        simple.add_edge(start, end, weight=len(shared), vias=tuple(sorted(shared.values())))
    return simple
