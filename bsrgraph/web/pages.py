"""Write all pages of the site."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pyoxigraph as ox
from rdflib import Graph

from ..answers import Answer
from ..content import Content
from ..edition import Edition
from ..errors import BsrgraphError
from ..graph import Corpus
from ..identity import read_decisions
from ..network import build_network, collect_facts
from ..page import draw
from ..queries import Query, find_query, list_coverage, read_catalogue
from ..store import run_query
from ..writing import Triples
from .descriptions import index_triples
from .entries import read_citations, write_entries
from .frame import PARTS, Files, Frame, write_shared
from .front import Download, write_front
from .listing import write_listing
from .questions import write_questions
from .retired import write_retired
from .rules import write_rules
from .sparql import find_packages, write_sparql
from .statements import write_statements, write_values
from .things import collect_things
from .vocabulary import write_vocabulary

PICTURE = "cluster-country"


def choose_parts(warn: Callable[[str], None]) -> tuple[str, ...]:
    """Choose the parts of the site that can be written here; `warn` hears why one is left out."""
    try:
        find_packages()
    except BsrgraphError as error:
        warn(f"the SPARQL page is left out: {error}")
        return tuple(part for part in PARTS if part != "sparql")
    return tuple(PARTS)


def write_pages(
    content: Content,
    edition: Edition,
    corpus: Corpus,
    graph: Graph,
    triples: Triples,
    store: ox.Store,
    list_downloads: Callable[[], Sequence[Download]],
    parts: tuple[str, ...],
) -> Files:
    """Write the pages of the site, and the RDF beside them, by their paths below it.

    `list_downloads` may take its time: it is asked last. `parts` are those that can be written
    here.
    """

    def run(text: str) -> Answer:
        return run_query(store, text)

    def cover(query: Query) -> list[str]:
        return list_coverage(content, query.coverage, run)

    frame = Frame(edition, parts)
    catalogue, tables = read_catalogue(content, "questions"), read_catalogue(content, "tables")
    answers = {name: run(query.text) for name, query in catalogue.items()}
    rows = {name: run(tables[name].text) for name in ("clusters", "sources")}
    citations = read_citations(rows["sources"])
    collection, index = collect_things(corpus, graph), index_triples(triples)
    picture = find_query(content, PICTURE)
    network = build_network(content, picture, run)
    page = draw(
        network, collect_facts(content, network, run), coverage=cover(picture), pages="id/{}.html"
    )
    countries = build_network(content, find_query(content, "country-country"), run)
    files = write_shared()
    files |= write_entries(frame, collection, graph, index, citations, answers, network)
    files |= write_statements(frame, collection, citations, index)
    files |= write_values(frame, index)
    files |= write_retired(frame, read_decisions(content), collection.things)
    files |= write_listing(frame, collection)
    files |= write_questions(frame, catalogue, answers, cover)
    files |= write_front(frame, answers | rows, countries, list_downloads())
    files |= write_vocabulary(frame, content, corpus.vocabulary, store)
    files["network.html"] = page.encode()
    if "sparql" in parts:
        files |= write_sparql(content, frame)
    return files | write_rules(frame, files)
