"""Load the graph, ask it, check what it is made of, publish it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from ..answers import Answer
from ..content import Content, find_built, find_content
from ..errors import Problem, QueryError
from ..extras import read_extras
from ..face import face_store
from ..queries import (
    Query,
    ask_catalogue,
    find_query,
    list_coverage,
    parse_query,
    read_query,
)
from ..store import ROWS, TIMEOUT, open_store, run_bounded, run_query
from ..vocabulary import BASE

if TYPE_CHECKING:
    import pyoxigraph
    import rdflib

    from ..graph import Corpus


Parameter = str | int | Iterable[str]


def find_turtle(as_of: str = "") -> Path | bytes:
    """Find the graph once a process: the built file if it fits the content, else built here.

    As of the last day of a year, month or day it is always built here.
    """
    return _find_turtle(find_content(), as_of)


@lru_cache(maxsize=4)
def _find_turtle(content: Content, as_of: str) -> Path | bytes:
    built = None if as_of else find_built(content)
    if built:
        return built
    from ..graph import build_graph
    from ..store import serialize_graph

    return serialize_graph(build_graph(read_held(as_of)))


def read_held(as_of: str = "") -> Corpus:
    """Read what the graph is made of, as of a year, month or day if one is given."""
    from ..graph import read_corpus
    from ..values import CellError, parse_date

    try:
        day = parse_date(as_of).last if as_of else None
    except CellError:
        raise QueryError(f"'{as_of}' is no day; write 2016, 2016-12 or 2016-12-30") from None
    return read_corpus(find_content(), day)


def open_content(as_of: str = "") -> pyoxigraph.Store:
    """Open the graph of questions, once a process; as of a day if one is given."""
    return _open_content(find_content(), as_of)


@lru_cache(maxsize=4)
def _open_content(content: Content, as_of: str) -> pyoxigraph.Store:
    return open_store(_find_turtle(content, as_of))


def run_here(text: str, as_of: str = "") -> Answer:
    """Run a query of our own on the content."""
    return run_query(open_content(as_of), text)


def load() -> rdflib.Graph:
    """Load the whole graph as an rdflib Graph of your own that Oxigraph answers for.

    What you add to it is seen by its queries, and by nobody else's.

    >>> len(load()) > 5000
    True
    """
    return face_store(open_store(find_turtle()))


def ask(
    question: str | Path,
    *,
    timeout: float = TIMEOUT,
    rows: int = ROWS,
    endpoint: str | None = None,
    as_of: str = "",
    also: Iterable[str | Path] = (),
    **parameters: Parameter,
) -> Answer:
    """Ask a question of the catalogue by name, or a query given as text or as a path to a .rq file.

    Parameters are ids, names in any language, or lists of them; 'all' takes the restriction away.
    A query of your own runs apart and is stopped after `timeout` seconds. `as_of` is a year, month
    or day: only what held then, or was said by then, answers. `also` are RDF files that are asked
    beside the graph. Raises QueryError.

    >>> "located in" in {row["relationName"] for row in ask("about", thing="Fiber Optic Valley")}
    True
    """
    return ask_question(
        question, parameters, timeout=timeout, rows=rows, endpoint=endpoint, as_of=as_of, also=also
    )


def ask_question(
    question: str | Path,
    parameters: Mapping[str, Parameter],
    *,
    timeout: float = TIMEOUT,
    rows: int = ROWS,
    endpoint: str | None = None,
    as_of: str = "",
    also: Iterable[str | Path] = (),
) -> Answer:
    """Ask a question whose parameters are given as a mapping, as `ask` does."""
    query, own = find_question(question)
    extras = read_extras(also)
    if endpoint and (as_of or extras):
        given = "--as-of" if as_of else "--also"
        raise QueryError(f"a service holds what it holds; ask it without {given}")

    def run(text: str) -> Answer:
        if endpoint:
            from ..endpoint import ask_endpoint

            return ask_endpoint(endpoint, text, timeout=timeout, rows=rows)
        if own or extras:
            store = open_content(as_of)
            return run_bounded(store, text, timeout=timeout, rows=rows, extras=extras)
        return run_query(open_content(as_of), text, rows=rows)

    # Names are looked up among all things, whatever was known on the day.
    return ask_catalogue(query, parameters, run_here, run)


def describe_coverage(question: str | Path, as_of: str = "") -> list[str]:
    """Say in a line each what the answer to a question or network rests on."""
    query, own = find_question(question)
    names = (() if own else query.coverage) + (("statements-with-a-day",) if as_of else ())
    return list_coverage(find_content(), names, partial(run_here, as_of=as_of))


def find_question(question: str | Path) -> tuple[Query, bool]:
    """Find a question by name, path or text; says whether it is the user's own."""
    if isinstance(question, Path) or (question.endswith(".rq") and "\n" not in question):
        path = Path(question)
        if not path.is_file():
            raise QueryError(f"there is no file '{question}'; 'bsrgraph ask' lists the questions")
        return read_query(path), True
    if question.replace("-", "").replace("_", "").isalnum():
        return find_query(find_content(), question), False
    return parse_query("query", question), True


def about(thing: str) -> Answer:
    """Ask what is known about a thing, and who says so.

    >>> len(about("latvia")) > 0
    True
    """
    return ask("about", thing=thing)


def why(subject: str, relation: str = "all", object: str = "all") -> Answer:
    """Ask which sources state a fact.

    >>> next(iter(why("smart-tech-cis", "partner", "Fiber Optic Valley")))["publisherName"]
    'Dienas Bizness'
    """
    return ask("why", subject=subject, relation=relation, object=object)


def check() -> list[Problem]:
    """Check sheets, registry, shapes and questions; no problem is an empty list.

    >>> check()
    []
    """
    from ..validation import check_content

    return check_content(find_content())


def publish(folder: str | Path | None = None, *, host: str = BASE, endpoint: str = "") -> Path:
    """Write the site that a host serves and portals harvest, and give its folder.

    Raises ContentError with every mistake, and then leaves the folder as it was.
    """
    from ..publish import write_site

    path = Path(folder) if folder else None
    return write_site(find_content(), path, host=host, endpoint=endpoint)
