"""Read a network again as if one source had never been read."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

import networkx as nx
import pyoxigraph as ox
from rdflib import Literal, URIRef

from ..graph import Corpus, Triple, entail, is_plain
from ..queries import Query
from ..store import run_query
from .reading import read_network


def lose_sources(
    corpus: Corpus, store: ox.Store, query: Query, part: int = 0, parts: int = 1
) -> Iterator[tuple[str, nx.MultiGraph[str]]]:
    """Give each source whose loss changes the rows of a network, and what is left without it.

    What a source states is taken out of the store, with the plain triples that no other source
    backs, and put back afterwards; kinds and names of the registry stay. Of several `parts` of the
    sources, one may be done.
    """
    whole = run_query(store, query.text)
    for source, stated in sorted(_list_stated(corpus).items())[part::parts]:
        quads = [
            quad
            for subject, predicate, value in stated
            for quad in store.quads_for_pattern(subject, predicate, value)
        ]
        for quad in quads:
            store.remove(quad)
        left = run_query(store, query.text)
        store.extend(quads)
        if left.terms != whole.terms:
            yield source, read_network(query, left)


Pattern = tuple[ox.NamedNode, ox.NamedNode | None, ox.NamedNode | ox.Literal | None]


def _list_stated(corpus: Corpus) -> dict[str, list[Pattern]]:
    """List what only one source states: its statements, and the plain triples of them alone."""
    plain: dict[str, set[Triple]] = defaultdict(set)
    stated: dict[str, list[Pattern]] = defaultdict(list)
    for name, statement in corpus.statements.items():
        source = str(statement.source)
        stated[source].append((ox.NamedNode(name), None, None))
        if is_plain(statement):
            plain[source] |= set(entail(statement, corpus.vocabulary))
    backing = Counter(triple for triples in plain.values() for triple in triples)
    for source, triples in plain.items():
        stated[source] += [_convert(t) for t in sorted(triples) if backing[t] == 1]
    return stated


def _convert(triple: Triple) -> Pattern:
    subject, predicate, value = triple
    return ox.NamedNode(subject), ox.NamedNode(predicate), _convert_value(value)


def _convert_value(value: URIRef | Literal) -> ox.NamedNode | ox.Literal:
    if isinstance(value, URIRef):
        return ox.NamedNode(value)
    if value.language:
        return ox.Literal(str(value), language=value.language)
    return ox.Literal(str(value), datatype=ox.NamedNode(value.datatype) if value.datatype else None)
