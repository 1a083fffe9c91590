"""Hold RDF in Oxigraph behind a plain rdflib Graph; no other module knows the engine's traps.

Oxigraph executes SERVICE and knows no time limit, oxrdflib types plain strings and falls back to
rdflib's slow engine for prepared queries: each of that is stopped here.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import warnings
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from oxrdflib import OxigraphStore
from oxrdflib._converter import from_ox, from_ox_graph_name, to_ox, to_ox_quad_pattern
from rdflib import Graph, Literal, URIRef, Variable
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result

from .answers import Answer, spell_language
from .errors import QueryError, QueryTimeout
from .guards import find_form, limit_process, put_values, refuse_unsafe, spell_error
from .vocabulary import PREFIXES

TIMEOUT = 60.0
ROWS = 100_000
MEMORY = 4 * 2**30
_EXHAUSTED = "the query needed more memory than it may, or nests too deep; narrow it, or add LIMIT"


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


def open_store(source: Path | bytes, form: ox.RdfFormat = ox.RdfFormat.TURTLE) -> ox.Store:
    """Load RDF, from a file or from memory, into an Oxigraph store in memory."""
    store = ox.Store()
    given = {"path": str(source)} if isinstance(source, Path) else {"input": source}
    store.load(**given, format=form)
    return store


def face_store(store: ox.Store) -> Graph:
    """Show a store as an rdflib Graph: the default graph, with the usual prefixes."""
    graph = Graph(
        store=Face(store=store), identifier=DATASET_DEFAULT_GRAPH_ID, bind_namespaces="none"
    )
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    return graph


def serialize_graph(graph: Graph | Iterable[ox.Triple], *, stamp: str = "") -> bytes:
    """Write triples as Turtle that is the same whatever the order they came in."""
    if isinstance(graph, Graph):
        lines = graph.serialize(format="nt", encoding="utf-8")
        graph = (q.triple for q in ox.parse(lines, format=ox.RdfFormat.N_TRIPLES))
    ordered = sorted(graph, key=str)
    turtle = ox.serialize(ordered, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES)
    return (stamp + "\n").encode() + (turtle or b"") if stamp else turtle or b""


def run_query(store: ox.Store, text: str, *, rows: int = ROWS) -> Answer:
    """Run a query in this process; raises QueryError where the text is unsafe or no SPARQL."""
    refuse_unsafe(text)
    form = find_form(text)
    try:
        return read_result(store.query(text, prefixes=PREFIXES), form, rows)
    except (SyntaxError, ValueError) as error:
        raise QueryError(f"the query is no SPARQL: {spell_error(error)}") from None
    except (OSError, RuntimeError) as error:
        raise QueryError(f"the query failed: {error}") from None


def read_result(result: Any, form: str, rows: int = ROWS) -> Answer:
    """Read at most `rows` rows or triples out of an Oxigraph result."""
    if isinstance(result, ox.QuerySolutions):
        found, cut = _take(map(tuple, result), rows)
        return Answer(form, tuple(v.value for v in result.variables), terms=found, cut=cut)
    if isinstance(result, ox.QueryTriples):
        triples, cut = _take(result, rows)
        return Answer(form, triples=triples, cut=cut)
    return Answer(form, truth=bool(result))


def _take(items: Iterable[Any], most: int) -> tuple[tuple[Any, ...], bool]:
    taken = tuple(islice(items, most + 1))
    return taken[:most], len(taken) > most


def run_bounded(
    store: ox.Store, text: str, *, timeout: float = TIMEOUT, rows: int = ROWS
) -> Answer:
    """Run a query in a child process that is ended after `timeout` seconds.

    Raises QueryTimeout when time or memory runs out, QueryError where the text is refused.
    """
    refuse_unsafe(text)
    find_form(text)
    forks = "fork" in multiprocessing.get_all_start_methods() and sys.platform != "darwin"
    context: Any = multiprocessing.get_context("fork" if forks else "spawn")
    source = store if forks else store.dump(format=ox.RdfFormat.N_QUADS)
    here, there = context.Pipe(duplex=False)
    child = context.Process(target=_answer, args=(there, source, text, rows), daemon=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        child.start()
    there.close()
    try:
        if not here.poll(timeout):
            raise QueryTimeout(f"stopped after {timeout:g} s; narrow the query or raise --timeout")
        reply = here.recv()
    except EOFError:
        raise QueryTimeout(_EXHAUSTED) from None
    finally:
        child.kill()
        child.join()
        child.close()
        here.close()
    if isinstance(reply, Answer):
        return reply
    raise QueryError(reply)


def _answer(there: Any, source: Any, text: str, rows: int) -> None:
    """Answer one query inside the child, within limits; what goes wrong is sent, never printed."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    limit_process(MEMORY)
    if isinstance(source, bytes):
        source = open_store(source, ox.RdfFormat.N_QUADS)
    try:
        there.send(run_query(source, text, rows=rows))
    except QueryError as error:
        there.send(str(error))
    except MemoryError:
        os._exit(1)  # silence tells the parent as it does when the system ends the child
    except Exception as error:  # whatever it was, the parent must hear of it
        there.send(f"the query failed: {type(error).__name__} {error}")
    there.close()
    os._exit(0)
