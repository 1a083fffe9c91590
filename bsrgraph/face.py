"""Show an Oxigraph store as a plain rdflib Graph: terms, queries and errors as rdflib's own.

oxrdflib types plain strings and falls back to rdflib's slow engine for prepared queries: each of
that is stopped here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

import pyoxigraph as ox
from oxrdflib import OxigraphStore
from oxrdflib._converter import from_ox, from_ox_graph_name, to_ox, to_ox_quad_pattern
from rdflib import Graph, Literal, URIRef, Variable
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result

from .answers import spell_language
from .errors import QueryError
from .guards import find_form, put_values, refuse_unsafe, spell_error
from .vocabulary import PREFIXES


def face_store(store: ox.Store) -> Graph:
    """Show a store as an rdflib Graph: the default graph, with the usual prefixes."""
    graph = Graph(
        store=Face(store=store), identifier=DATASET_DEFAULT_GRAPH_ID, bind_namespaces="none"
    )
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    return graph


class Face(OxigraphStore):
    """Stand between rdflib and Oxigraph so that terms and queries behave as rdflib's own do."""

    def triples(self, triple_pattern: Any, context: Any = None) -> Iterator[Any]:
        """Give matching triples; a term that cannot be in a store matches none."""
        try:
            pattern = to_ox_quad_pattern(triple_pattern, context)
            quads = self._inner.quads_for_pattern(*pattern)
        except (TypeError, ValueError):
            return
        for quad in quads:
            yield (
                tuple(map(_convert, quad.triple)),
                iter((from_ox_graph_name(quad.graph_name, self),)),
            )

    def query(
        self, query: Any, initNs: Any, initBindings: Any, queryGraph: Any, **kwargs: Any
    ) -> Result:
        """Run a query by its text, prepared or not, once it is known to be harmless.

        Values that Oxigraph cannot take (a blank node, a variable of BIND) go to rdflib's engine.
        """
        text, names, base = _get_text(query)
        refuse_unsafe(text)
        form, base = find_form(text), kwargs.get("base") or base
        given = {str(Variable(name)): value for name, value in initBindings.items()}
        try:
            fixed = put_values(text, {n: _write_term(v) for n, v in given.items()})
            result = self._inner.query(
                fixed,
                base_iri=base and str(base),
                prefixes={**self._namespace_for_prefix, **initNs, **names},
            )
        except (SyntaxError, ValueError, RuntimeError) as error:
            if given:
                raise NotImplementedError from None
            raise QueryError(f"the query is no SPARQL: {spell_error(error)}") from None
        return _read_result(result, form)

    def update(self, *args: Any, **kwargs: Any) -> None:
        """Refuse SPARQL updates."""
        raise QueryError(
            "this graph answers questions and takes no SPARQL update;"
            " use graph.add() on it, or parse build/bsr.ttl into an rdflib.Graph of your own"
        )

    def __len__(self, context: Any = None) -> int:
        return len(self._inner)


def _convert(term: Any) -> Any:
    """Give a term as rdflib writes it: plain strings plain, language tags in their usual case."""
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if not isinstance(term, ox.Literal):
        return from_ox(term)
    if term.language:
        return Literal(term.value, lang=spell_language(term.language))
    kind = term.datatype.value
    return Literal(term.value, datatype=None if kind == PREFIXES["xsd"] + "string" else kind)


def _get_text(query: Any) -> tuple[str, Mapping[str, Any], Any]:
    """Get text, prefixes and base of a query; a prepared one remembers them."""
    if isinstance(query, str):
        return query, {}, None
    if isinstance(query, Query) and hasattr(query, "_original_args"):
        return query._original_args
    raise QueryError("this is no query; give its text, or what prepareQuery(text) makes")


def _write_term(value: Any) -> str:
    """Write an rdflib term as SPARQL does; a blank node has no name there."""
    if isinstance(value, Literal | URIRef):
        return str(to_ox(value))
    raise ValueError(f"{value!r} cannot be written in a query")


def _read_result(found: Any, form: str) -> Result:
    result = Result(form)
    if isinstance(found, ox.QuerySolutions):
        result.vars = [Variable(v.value) for v in found.variables]
        result.bindings = _read_rows(found, result.vars)
    elif isinstance(found, ox.QueryTriples):
        result.graph = Graph(bind_namespaces="none")
        for triple in _guard_rows(found):
            result.graph.add(tuple(_convert(term) for term in triple))
    else:
        result.askAnswer = bool(found)
    return result


def _read_rows(found: Any, names: list[Variable]) -> Iterator[dict[Variable, Any]]:
    convert = cache(_convert)  # most terms come again and again
    for row in _guard_rows(found):
        yield {n: convert(t) for n, t in zip(names, row, strict=True) if t is not None}


def _guard_rows(found: Iterable[Any]) -> Iterator[Any]:
    """Give rows as they come; what fails on the way is a QueryError like any other."""
    try:
        yield from found
    except (OSError, RuntimeError, ValueError) as error:
        raise QueryError(f"the query failed: {error}") from None
