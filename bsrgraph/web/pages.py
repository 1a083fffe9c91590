"""Write all pages of the site."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox
from rdflib import Graph, URIRef

from ..answers import Answer
from ..content import Content
from ..edition import Edition
from ..errors import BsrgraphError
from ..graph import Corpus
from ..identity import read_decisions
from ..network import build_network, collect_facts
from ..page import draw
from ..processes import begin
from ..queries import Query, find_query, list_coverage, read_catalogue
from ..store import run_query
from ..writing import Triples
from .descriptions import Index, index_triples
from .entries import read_citations, write_entries
from .frame import PARTS, Files, Frame, write_shared
from .front import Download, write_front
from .lines import Citation
from .listing import write_listing
from .questions import write_questions
from .retired import write_retired
from .rules import write_rules
from .sparql import find_packages, write_sparql
from .statements import write_statements, write_values
from .things import Collection, collect_things
from .vocabulary import write_vocabulary

if TYPE_CHECKING:
    import networkx as nx

PICTURE = "cluster-country"


def choose_parts(warn: Callable[[str], None]) -> tuple[str, ...]:
    """Choose the parts of the site that can be written here; `warn` hears why one is left out."""
    try:
        find_packages()
    except BsrgraphError as error:
        warn(f"the SPARQL page is left out: {error}")
        return tuple(part for part in PARTS if part != "sparql")
    return tuple(PARTS)


@dataclass(frozen=True)
class Release:
    """Hold what a site is written from: content and edition, and the graph in all its forms."""

    content: Content
    edition: Edition
    corpus: Corpus
    graph: Graph
    triples: Triples
    ontology: bytes
    store: ox.Store

    def run(self, text: str) -> Answer:
        """Run a question on the graph."""
        return run_query(self.store, text)

    def cover(self, query: Query) -> list[str]:
        """Say what the answer to a question rests on."""
        return list_coverage(self.content, query.coverage, self.run)


def write_pages(
    release: Release, parts: tuple[str, ...], list_downloads: Callable[[], Sequence[Download]]
) -> Files:
    """Write the pages of the site, and the RDF beside them, by their paths below it.

    `parts` are those that can be written here. `list_downloads` may take its time: it is asked
    last.
    """
    content, run = release.content, release.run
    frame = Frame(release.edition, parts)
    tables = read_catalogue(content, "tables")
    rows = {name: run(tables[name].text) for name in ("clusters", "sources")}
    citations = read_citations(rows["sources"])
    collection = collect_things(release.corpus, release.graph)
    index = index_triples(release.triples)
    write_lists = begin(lambda: _write_lists(release, frame, collection, citations, index))
    catalogue = read_catalogue(content, "questions")
    answers = {name: run(query.text) for name, query in catalogue.items()}
    network, page = _draw_network(release)
    countries = build_network(content, find_query(content, "country-country"), run)
    files = write_shared() | {"network.html": page}
    files |= write_entries(frame, collection, release.graph, index, citations, answers, network)
    files |= write_questions(frame, catalogue, answers, release.cover, collection.things)
    files |= write_lists()
    files |= write_front(frame, answers | rows, countries, list_downloads())
    return files | write_rules(frame, files)


def _draw_network(release: Release) -> tuple[nx.MultiGraph[str], bytes]:
    """Draw the picture that the project exists for, each node with the way to its own page."""
    picture = find_query(release.content, PICTURE)
    network = build_network(release.content, picture, release.run)
    facts = collect_facts(release.content, network, release.run)
    ways = {"pages": "id/{}.html", "home": "index.html"}
    page = draw(network, facts, coverage=release.cover(picture), **ways)
    return network, page.encode()


def _write_lists(
    release: Release,
    frame: Frame,
    collection: Collection,
    citations: Mapping[URIRef, Citation],
    index: Index,
) -> Files:
    """Write the pages that list many things at once, and those of the vocabulary and of SPARQL."""
    broader = release.corpus.vocabulary.broader_kinds
    files = write_statements(frame, collection, citations, index)
    files |= write_values(frame, collection, index, broader)
    files |= write_listing(frame, collection)
    files |= write_retired(frame, read_decisions(release.content), collection.things)
    files |= write_vocabulary(
        frame, release.content, release.corpus.vocabulary, release.ontology, release.store
    )
    if "sparql" in frame.parts:
        files |= write_sparql(release.content, frame)
    return files
