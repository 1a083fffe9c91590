"""Hold RDF in Oxigraph and ask it; no other module but `face` knows the engine's traps.

Oxigraph executes SERVICE and knows no limit of time or memory: each of that is stopped here.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import warnings
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from rdflib import Graph

from .answers import Answer
from .errors import QueryError, QueryTimeout
from .extras import Extra, load_extras
from .guards import find_form, limit_process, refuse_unsafe, spell_error
from .vocabulary import PREFIXES

TIMEOUT = 60.0
ROWS = 100_000
MEMORY = 4 * 2**30
_EXHAUSTED = "the query needed more memory than it may, or nests too deep; narrow it, or add LIMIT"


def open_store(source: Path | bytes, form: ox.RdfFormat = ox.RdfFormat.TURTLE) -> ox.Store:
    """Load RDF, from a file or from memory, into an Oxigraph store in memory."""
    store = ox.Store()
    given = {"path": str(source)} if isinstance(source, Path) else {"input": source}
    store.load(**given, format=form)
    return store


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
    store: ox.Store,
    text: str,
    *,
    timeout: float = TIMEOUT,
    rows: int = ROWS,
    extras: Sequence[Extra] = (),
) -> Answer:
    """Run a query in a child process that is ended after `timeout` seconds.

    What is asked beside the store is parsed there as well, and seen by this query alone. Raises
    QueryTimeout when time or memory runs out, QueryError where text or files are refused.
    """
    refuse_unsafe(text)
    find_form(text)
    forks = "fork" in multiprocessing.get_all_start_methods() and sys.platform != "darwin"
    context: Any = multiprocessing.get_context("fork" if forks else "spawn")
    source = store if forks else store.dump(format=ox.RdfFormat.N_QUADS)
    here, there = context.Pipe(duplex=False)
    child = context.Process(target=_answer, args=(there, source, text, rows, extras), daemon=True)
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


def _answer(there: Any, source: Any, text: str, rows: int, extras: Sequence[Extra]) -> None:
    """Answer one query inside the child, within limits; what goes wrong is sent, never printed."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    limit_process(MEMORY)
    if isinstance(source, bytes):
        source = open_store(source, ox.RdfFormat.N_QUADS)
    try:
        load_extras(source, extras)
        there.send(run_query(source, text, rows=rows))
    except QueryError as error:
        there.send(str(error))
    except MemoryError:
        os._exit(1)  # silence tells the parent as it does when the system ends the child
    except Exception as error:  # whatever it was, the parent must hear of it
        there.send(f"the query failed: {type(error).__name__} {error}")
    there.close()
    os._exit(0)
