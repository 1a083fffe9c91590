"""Hold RDF in Oxigraph behind a plain rdflib Graph; no other module knows the engine's traps.

Oxigraph executes SERVICE and knows no time limit, oxrdflib types plain strings and falls back to
rdflib's slow engine for prepared queries: each of that is stopped here.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from oxrdflib import OxigraphStore
from rdflib import XSD, Graph, Literal
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result

from .answers import Answer
from .errors import QueryError, QueryTimeout
from .guards import find_form, refuse_unsafe
from .vocabulary import PREFIXES

TIMEOUT = 60.0
ROWS = 100_000
MEMORY = 4 * 2**30


class Face(OxigraphStore):
    """Stand between rdflib and Oxigraph so that terms and queries behave as rdflib's own do."""

    def triples(self, triple_pattern: Any, context: Any = None) -> Iterator[Any]:
        """Give matching triples with plain strings plain."""
        for (s, p, o), contexts in super().triples(triple_pattern, context):
            yield (s, p, _untype(o)), contexts

    def query(
        self, query: Any, initNs: Any, initBindings: Any, queryGraph: Any, **kwargs: Any
    ) -> Result:
        """Run a query by its text, prepared or not, once it is known to be harmless."""
        text, names, _ = query._original_args if isinstance(query, Query) else (query, {}, None)
        refuse_unsafe(text)
        result = super().query(text, {**names, **initNs}, initBindings, queryGraph, **kwargs)
        if result.type == "SELECT":
            rows = result._genbindings if result._bindings is None else result._bindings
            result.bindings = ({v: _untype(o) for v, o in row.items()} for row in rows)
        elif result.graph is not None:
            result.graph = _retype(result.graph)
        return result

    def update(self, *args: Any, **kwargs: Any) -> None:
        """Refuse SPARQL updates."""
        raise QueryError(
            "this graph answers questions and takes no SPARQL update;"
            " use graph.add() on it, or parse build/bsr.ttl into an rdflib.Graph of your own"
        )

    def __len__(self, context: Any = None) -> int:
        return len(self._inner)


def _untype(term: Any) -> Any:
    """Give plain strings back as rdflib writes them, and language tags in their usual case."""
    if isinstance(term, Literal):
        if term.datatype == XSD.string:
            return Literal(str(term))
        if term.language:
            return Literal(str(term), lang=_spell_language(term.language))
    return term


def _spell_language(tag: str) -> str:
    """Write a language tag as RFC 5646 section 2.1.1 does: en-GB, zh-Hant.

    >>> _spell_language("zh-hant-tw")
    'zh-Hant-TW'
    """
    first, *rest = tag.split("-")
    cases = {2: str.upper, 4: str.title}
    return "-".join([first, *(cases.get(len(part), str)(part) for part in rest)])


def _retype(graph: Graph) -> Graph:
    plain = Graph()
    for s, p, o in graph:
        plain.add((s, p, _untype(o)))
    return plain


def open_store(source: Path | bytes) -> ox.Store:
    """Load Turtle, from a file or from memory, into an Oxigraph store in memory."""
    store = ox.Store()
    if isinstance(source, Path):
        store.load(path=str(source), format=ox.RdfFormat.TURTLE)
    else:
        store.load(source, format=ox.RdfFormat.TURTLE)
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
    try:
        return read_result(store.query(text, prefixes=PREFIXES), find_form(text), rows)
    except (SyntaxError, ValueError) as error:
        raise QueryError(f"the query is no SPARQL: {error}") from None
    except OSError as error:
        raise QueryError(f"the query failed: {error}") from None


def read_result(result: Any, form: str, rows: int = ROWS) -> Answer:
    """Read at most `rows` rows or triples out of an Oxigraph result."""
    if isinstance(result, ox.QuerySolutions):
        found, cut = _take((tuple(s) for s in result), rows)
        return Answer(form, tuple(v.value for v in result.variables), terms=found, cut=cut)
    if isinstance(result, ox.QueryTriples):
        triples, cut = _take(result, rows)
        return Answer(form, triples=triples, cut=cut)
    return Answer(form, truth=bool(result))


def _take(items: Iterable[Any], most: int) -> tuple[tuple[Any, ...], bool]:
    taken: list[Any] = []
    for item in items:
        if len(taken) == most:
            return tuple(taken), True
        taken.append(item)
    return tuple(taken), False


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
        raise QueryTimeout(
            "the query needed more memory than it may; narrow it, or add LIMIT"
        ) from None
    finally:
        child.kill()
        child.join()
    if isinstance(reply, Answer):
        return reply
    raise QueryError(reply)


def _answer(there: Any, source: Any, text: str, rows: int) -> None:
    """Answer one query inside the child, with bounded memory."""
    _bound_memory()
    if isinstance(source, bytes):
        store = ox.Store()
        store.load(source, format=ox.RdfFormat.N_QUADS)
        source = store
    try:
        there.send(run_query(source, text, rows=rows))
    except QueryError as error:
        there.send(str(error))
    except Exception as error:  # whatever it was, the parent must hear of it
        there.send(f"the query failed: {type(error).__name__} {error}")
    there.close()
    os._exit(0)


def _bound_memory() -> None:
    statm = Path("/proc/self/statm")
    if not statm.exists():
        return
    import resource

    used = int(statm.read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + MEMORY, used + MEMORY))
