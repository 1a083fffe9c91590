"""Read rows of edges or memberships into a NetworkX multigraph."""

from __future__ import annotations

import networkx as nx

from ..answers import Answer
from ..queries import Query
from .amounts import mark_amounts
from .rows import EDGES, read_rows, refuse_columns, spell
from .slices import mark_slices


def read_network(query: Query, answer: Answer) -> nx.MultiGraph[str]:
    """Read rows of edges (from, to) or memberships (node, via) into a multigraph.

    An edge's key is (relation, via), its `statements` those that say so; an edge without `via` is
    context and counts for nothing. Nodes carry name and kind; edges carry their slices, such as
    calls, and the amount of a ?weight where rows give them. `graph["rows"]` says which of the two
    rows were. Raises NetworkError for other rows.
    """
    if "statement" not in answer.columns:
        raise refuse_columns(query, answer)
    rows = read_rows(query, answer)
    graph: nx.MultiGraph[str] = nx.MultiDiGraph() if query.directed else nx.MultiGraph()
    graph.graph.update(say_meaning(query, answer))
    graph.add_nodes_from(rows.nodes.items())
    for start, end, relation, via, said in rows.links:
        key, name = (relation, via), rows.names[via]
        graph.add_edge(start, end, key, relation=relation, via=via, viaName=name, statements=said)
    if not {"slice", "weight"}.isdisjoint(answer.columns):
        told = [{column: spell(value) for column, value in row.items()} for row in answer]
        if "slice" in answer.columns:
            mark_slices(graph, query.slice, told, paired=graph.graph["rows"] == "memberships")
        if "weight" in answer.columns:
            mark_amounts(graph, told)
    return graph


def say_meaning(query: Query, answer: Answer) -> dict[str, str]:
    """Say what a network is called, what it asks, what its weight means, and what rows are."""
    meaning, _, counted = query.weight.partition(", ")
    rows = "edges" if {*answer.columns}.issuperset(EDGES) else "memberships"
    words = {"name": query.name, "summary": query.summary, "rows": rows}
    words |= {"nodeMeaning": query.nodes, "edgeMeaning": query.edges}
    return {**words, "weight": counted, "weightMeaning": meaning}


def list_statements(graph: nx.MultiGraph[str]) -> list[str]:
    """List every statement that an edge of the network rests on, sorted."""
    return sorted({s for *_, edge in graph.edges(data=True) for s in edge["statements"]})
