"""Read the lists of concepts (sectors, places, units) as trees, in one language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rdflib import DCTERMS, RDF, RDFS, SKOS
from rdflib.term import Node

from ...vocabulary import ID
from .terms import Link, Reader, Text, order_words


@dataclass(frozen=True)
class Entry:
    """Hold a concept: its name, the word that a sheet uses, code, use, and what is below it."""

    id: str
    name: str
    word: str
    others: tuple[str, ...]
    code: str
    number: int
    below: tuple[Entry, ...]

    @property
    def size(self) -> int:
        """Count the concepts below, however deep."""
        return sum(1 + entry.size for entry in self.below)


@dataclass(frozen=True)
class Scheme:
    """Hold a list of concepts with its title and what it is for."""

    link: Link
    title: Text
    description: Text
    entries: tuple[Entry, ...]
    members: frozenset[str]

    @property
    def size(self) -> int:
        """Count the concepts, each once, even if it stands below two others."""
        return len(self.members)


def read_schemes(reader: Reader) -> tuple[Scheme, ...]:
    """Read all lists of concepts, in the order of their names."""
    schemes = [_read_scheme(reader, s) for s in reader.graph.subjects(RDF.type, SKOS.ConceptScheme)]
    return tuple(sorted(schemes, key=lambda s: (order_words(s.link.label), s.link.curie)))


def _read_scheme(reader: Reader, scheme: Node) -> Scheme:
    members = set(reader.graph.subjects(SKOS.inScheme, scheme))
    tops = [m for m in members if not members & set(reader.graph.objects(m, SKOS.broader))]
    return Scheme(
        link=reader.link(scheme),
        title=reader.text(scheme, DCTERMS.title),
        description=reader.text(scheme, DCTERMS.description),
        entries=_read_entries(reader, tops, members),
        members=frozenset(map(str, members)),
    )


def _read_entries(
    reader: Reader, concepts: Iterable[Node], members: set[Node]
) -> tuple[Entry, ...]:
    entries = [_read_entry(reader, concept, members) for concept in concepts]
    return tuple(sorted(entries, key=lambda entry: (order_words(entry.name), entry.id)))


def _read_entry(reader: Reader, concept: Node, members: set[Node]) -> Entry:
    graph = reader.graph
    word = str(graph.value(concept, RDFS.label) or "")
    names = {
        str(name) for p in (SKOS.prefLabel, SKOS.altLabel) for name in graph.objects(concept, p)
    }
    below = members & set(graph.subjects(SKOS.broader, concept))
    return Entry(
        id=str(concept).removeprefix(str(ID)),
        name=reader.text(concept, SKOS.prefLabel).value or word,
        word=word,
        others=tuple(sorted(names - {word})),
        code=", ".join(sorted(str(code) for code in graph.objects(concept, SKOS.notation))),
        number=reader.uses.get(str(concept), 0),
        below=_read_entries(reader, below, members),
    )
