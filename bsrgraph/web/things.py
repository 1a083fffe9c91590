"""Know every thing that gets a page: its names, kinds and links, and what statements say of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from rdflib import RDF, RDFS, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from ..graph import Corpus
from ..statements import Statement
from ..vocabulary import BSR, ID

# What names and kinds of a thing are said by; pages show these apart from other facts.
NAMING = (RDF.type, RDFS.label, SKOS.altLabel)
# Colours: the first four are those of the graph page.
_LOOKS = {
    BSR.ClusterOrganisation: 0, BSR.Place: 1, BSR.Project: 2, BSR.Organisation: 3,
    BSR.Programme: 4, BSR.Call: 4, BSR.Person: 5, BSR.Source: 6,
}  # fmt: skip
_PLAIN = 7
_CUT = len(str(ID))

Said = tuple[URIRef, Statement]
Broader = Mapping[URIRef, tuple[URIRef, ...]]


@dataclass(frozen=True, order=True)
class Name:
    """Hold a name of a thing and its language, empty where it is of none."""

    language: str
    text: str


@dataclass(frozen=True)
class Thing:
    """Hold what a page says of a thing besides statements; kinds are the narrowest it is of."""

    iri: URIRef
    name: str
    kinds: tuple[URIRef, ...]
    look: int
    names: tuple[Name, ...] = ()
    matches: tuple[str, ...] = ()
    broader: tuple[URIRef, ...] = ()

    @property
    def id(self) -> str:
        """Give the last part of the IRI."""
        return self.iri[_CUT:]

    @property
    def is_source(self) -> bool:
        """Say whether the thing is a source of statements."""
        return self.look == _LOOKS[BSR.Source]


@dataclass(frozen=True)
class Collection:
    """Hold all things by IRI, and statements by the thing they are of, lead to, or come from.

    `words` are the English labels of classes and relations, `usage` counts relations.
    """

    things: Mapping[URIRef, Thing]
    words: Mapping[Node, str]
    told: Mapping[URIRef, list[Said]] = field(repr=False)
    linked: Mapping[URIRef, list[Said]] = field(repr=False)
    stated: Mapping[URIRef, list[Said]] = field(repr=False)
    narrower: Mapping[URIRef, list[URIRef]] = field(repr=False)
    usage: Mapping[URIRef, int] = field(repr=False)


def collect_things(corpus: Corpus, graph: Graph) -> Collection:
    """Collect everything in the graph that has an id and a name, with the statements naming it."""
    told: dict[URIRef, list[Said]] = {}
    linked: dict[URIRef, list[Said]] = {}
    stated: dict[URIRef, list[Said]] = {}
    for name, statement in sorted(corpus.statements.items()):
        told.setdefault(statement.subject, []).append((name, statement))
        stated.setdefault(statement.source, []).append((name, statement))
        for other in list_others(statement):
            linked.setdefault(other, []).append((name, statement))
    things = {t.iri: t for t in _read_things(graph, corpus.vocabulary.broader_kinds)}
    narrower: dict[URIRef, list[URIRef]] = {}
    for thing in things.values():
        for broader in thing.broader:
            narrower.setdefault(broader, []).append(thing.iri)
    usage = Counter(statement.relation.iri for statement in corpus.statements.values())
    return Collection(things, _read_words(graph), told, linked, stated, narrower, usage)


def list_others(statement: Statement) -> list[URIRef]:
    """List the things that a statement names besides its subject and source, each once."""
    named = (statement.object, statement.about, statement.said_by)
    others = dict.fromkeys(n for n in named if isinstance(n, URIRef) and n.startswith(str(ID)))
    return [other for other in others if other != statement.subject]


def _read_words(graph: Graph) -> dict[Node, str]:
    """Read the English labels of what is no thing: classes, relations, schemes."""
    return {
        term: str(label)
        for term, label in graph.subject_objects(RDFS.label)
        if isinstance(label, Literal)
        and label.language == "en"
        and not str(term).startswith(str(ID))
    }


def find_narrowest(kinds: Iterable[Node], broader: Broader) -> tuple[URIRef, ...]:
    """Find the kinds of ours from which the others of these follow."""
    own = {kind for kind in kinds if isinstance(kind, URIRef) and kind in broader}
    return tuple(sorted(own - {above for kind in own for above in broader[kind]}))


def _read_things(graph: Graph, broader: Broader) -> Iterator[Thing]:
    named = {s for s in graph.subjects(RDFS.label) if isinstance(s, URIRef)}
    for iri in sorted(s for s in named if s.startswith(str(ID))):
        kinds = set(graph.objects(iri, RDF.type))
        yield Thing(
            iri=iri,
            name=str(min(graph.objects(iri, RDFS.label), key=str)),
            kinds=find_narrowest(kinds, broader),
            look=next((look for kind, look in _LOOKS.items() if kind in kinds), _PLAIN),
            names=tuple(_read_names(graph, iri)),
            matches=tuple(sorted(str(o) for o in graph.objects(iri, SKOS.exactMatch))),
            broader=tuple(sorted(named.intersection(graph.objects(iri, SKOS.broader)))),
        )


def _read_names(graph: Graph, iri: URIRef) -> list[Name]:
    """List the names that are not the main one, by language."""
    main = graph.value(iri, RDFS.label)
    found = {
        Name(name.language or "", str(name))
        for predicate in (SKOS.prefLabel, SKOS.altLabel)
        for name in graph.objects(iri, predicate)
        if isinstance(name, Literal)
    }
    return sorted(name for name in found if (name.text, name.language) != (str(main), ""))
