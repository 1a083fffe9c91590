"""Write the page of every thing, with its Turtle and JSON-LD."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from rdflib import Graph, URIRef
from rdflib.term import Node

from ..answers import Answer
from ..vocabulary import BSR
from .descriptions import Index, describe_node, write_description
from .frame import Files, Frame, read_words
from .history import list_years
from .lines import Citation, group_lines
from .neighbours import picture_neighbours
from .schema import align_terms, describe_thing
from .things import NAMING, Collection, Thing

Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Shelf:
    """Hold what the pages of things are written from."""

    frame: Frame
    collection: Collection
    citations: Mapping[URIRef, Citation]
    conflicts: Mapping[URIRef, list[tuple[str, Rows]]]
    words: Mapping[Node, str]
    drawn: frozenset[URIRef]


def write_entries(
    frame: Frame,
    collection: Collection,
    graph: Graph,
    index: Index,
    citations: Mapping[URIRef, Citation],
    answers: Mapping[str, Answer],
    drawn: Iterable[str],
) -> Files:
    """Write `id/<id>.html`, `.ttl` and `.jsonld` for every thing.

    `answers` has that to the question `conflicts`; `drawn` are the nodes of the graph page.
    """
    shelf = Shelf(
        frame=frame,
        collection=collection,
        citations=citations,
        conflicts=read_conflicts(answers["conflicts"], collection),
        words=align_terms(graph),
        drawn=frozenset(map(URIRef, drawn)),
    )
    files: Files = {}
    for iri, thing in collection.things.items():
        files[f"id/{thing.id}.html"] = write_entry(thing, shelf)
        files |= write_description(describe_node(iri, collection, index), f"id/{thing.id}")
    return files


def write_entry(thing: Thing, shelf: Shelf) -> bytes:
    """Write the page of one thing."""
    collection, path = shelf.collection, f"id/{thing.id}.html"
    said = collection.told.get(thing.iri, [])
    linked = collection.linked.get(thing.iri, [])
    ends = [pair for pair in linked if pair[1].object == thing.iri]
    about = [p for p in linked if thing.iri == p[1].about and p not in ends]
    voiced = [pair for pair in linked if pair not in ends and pair not in about]
    facts = [pair for pair in said if pair[1].relation.iri not in NAMING]
    stated = [pair for pair in collection.stated.get(thing.iri, []) if pair not in facts]
    address = shelf.frame.edition.host + path
    return shelf.frame.render(
        "thing.html",
        path,
        broader=[collection.things[iri] for iri in thing.broader],
        citation=shelf.citations.get(thing.iri),
        collection=collection,
        conflicts=shelf.conflicts.get(thing.iri, []),
        drawn=None if thing.is_source else picture_neighbours(thing, collection),
        embedded=describe_thing(thing, said, collection, shelf.words, address),
        facts=group_lines(facts, collection, shelf.citations),
        history=[] if thing.is_source else list_years([*said, *linked], collection),
        in_network=thing.iri in shelf.drawn,
        language_names=read_words("languages.csv")["en"],
        links=group_lines(ends, collection, shelf.citations),
        about=group_lines(about, collection, shelf.citations),
        voiced=group_lines(voiced, collection, shelf.citations),
        matches=thing.matches,
        names=_group_names(thing),
        narrower=[collection.things[iri] for iri in collection.narrower.get(thing.iri, ())],
        stated=group_lines(stated, collection, shelf.citations),
        thing=thing,
    )


def _group_names(thing: Thing) -> list[tuple[str, list[str]]]:
    """Group names by language, those of no language first."""
    by_language = groupby(thing.names, key=lambda name: name.language)
    return [(language, [name.text for name in names]) for language, names in by_language]


def read_citations(answer: Answer) -> dict[URIRef, Citation]:
    """Read how sources are cited from the answer to the table `sources`."""
    return {
        URIRef(str(row["source"])): Citation(
            URIRef(str(row["source"])),
            str(row["sourceName"]),
            str(row["publishers"] or ""),
            str(row["published"] or ""),
        )
        for row in answer
    }


def read_conflicts(answer: Answer, collection: Collection) -> dict[URIRef, list[tuple[str, Rows]]]:
    """Read the topics on which sources differ, for each thing that a side or a reading is about."""
    topics: dict[str, Rows] = {}
    for row in answer:
        topics.setdefault(str(row["topic"]), []).append(row)
    readings = [t for t in collection.things.values() if BSR.Reading in t.kinds]
    found = {t.iri: [(t.name, topics[t.name])] for t in readings if t.name in topics}
    for topic, rows in topics.items():
        for subject in sorted({str(row["subject"]) for row in rows}):
            found.setdefault(URIRef(subject), []).append((topic, rows))
    return found
