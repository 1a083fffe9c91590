"""Write the site: dumps, catalogue and descriptions, whole or not at all."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from rdflib import Graph

from ..content import Content, find_built
from ..edition import Edition, read_edition
from ..errors import ContentError, Problem
from ..graph import Corpus
from ..processes import begin
from ..store import open_store, serialize_graph
from ..validation import check_queries, check_shapes
from ..vocabulary import BASE
from ..web import Download, Files, Release, choose_parts, write_pages
from ..writing import CATALOGUE_PREFIXES, list_triples, write_jsonld, write_turtle
from .catalog import describe_catalog
from .dumps import Dump, hash_graph, place_dumps, write_dumps
from .folder import read_checked, replace_files
from .services import describe_endpoint, describe_queries
from .statistics import describe_statistics

Read = TypeVar("Read")
SITE_STEPS = 4
SITE = "site"
# Folders that hold what we wrote and nothing else: what is no more goes.
OWNED = ("data", "id", "questions", "sparql", "statement", "w3id")


def write_site(
    content: Content,
    folder: Path | None = None,
    tell: Callable[[str], None] = lambda step: None,
    *,
    host: str = BASE,
    endpoint: str = "",
    warn: Callable[[str], None] = warnings.warn,
) -> Path:
    """Write the site (`build/site/` of the content by default) and give its path.

    `host` is the address that will serve the folder, `endpoint` that of a SPARQL service, if there
    is one. `tell` hears of each of the four steps, `warn` of what had to be left out. Raises
    ContentError with every mistake, and then leaves the folder as it was.
    """
    folder = folder or content.built / SITE
    tell("reading the sheets")
    edition, corpus, graph, finish = read_all(content, host, endpoint)
    tell("writing files and pages")
    turtle = serialize_graph(graph)  # no stamp: the order of rows in a sheet must not show
    triples = list_triples(turtle)
    ontology = serialize_graph(corpus.vocabulary.graph)
    store = open_store(turtle)
    write = begin(lambda: write_dumps(content, turtle, ontology, triples, store))
    release = Release(content, edition, corpus, graph, triples, ontology, store)
    files = write_pages(release, choose_parts(warn), lambda: list_downloads(write()))
    tell("describing them")
    dumps = write()
    files |= place_dumps(dumps)
    files |= write_descriptions(
        {
            "service": describe_endpoint(edition, triples),
            "queries": describe_queries(content, edition),
            "void": describe_statistics(edition, triples, dumps),
            "catalog": describe_catalog(edition, graph, dumps, hash_graph(dumps)),
        }
    )
    if problems := finish():
        raise ContentError(problems)
    tell("putting the files in place")
    replace_files(folder, files, owned=OWNED)
    return folder


def read_all(
    content: Content, host: str, endpoint: str
) -> tuple[Edition, Corpus, Graph, Callable[[], list[Problem]]]:
    """Read release, questions and content; raises ContentError with the mistakes of all of them.

    Shapes, which take longest, are still being checked then: the last part gives what they find.
    """
    problems = check_queries(content)
    edition = _read(lambda: read_edition(content, host, endpoint), problems)
    checked = _read(lambda: read_checked(content, shapes=False), problems)
    if checked is None:
        raise ContentError(problems)
    corpus, graph = checked
    # What was built from these very inputs fitted the shapes.
    fits = find_built(content) is not None
    finish = list if fits else begin(lambda: check_shapes(content, corpus))
    if problems or edition is None:
        raise ContentError([*problems, *finish()])
    return edition, corpus, graph, finish


def _read(read: Callable[[], Read], problems: list[Problem]) -> Read | None:
    """Read something, or add its mistakes to the others."""
    try:
        return read()
    except ContentError as error:
        problems += error.problems
        return None


def list_downloads(dumps: Iterable[Dump]) -> list[Download]:
    """List what the front page offers for download."""
    return [Download(dump.name, dump.description, len(dump.data)) for dump in dumps]


def write_descriptions(graphs: dict[str, Graph]) -> Files:
    """Write descriptions as Turtle, and the catalogue as JSON-LD too."""
    files: Files = {}
    for name, graph in graphs.items():
        triples = list_triples(graph)
        files[f"{name}.ttl"] = write_turtle(triples, CATALOGUE_PREFIXES)
        if name == "catalog":
            files[f"{name}.jsonld"] = write_jsonld(triples, CATALOGUE_PREFIXES)
    return files
