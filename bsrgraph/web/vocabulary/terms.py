"""Read classes, properties and families of the vocabulary as pages show them, in one language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from unicodedata import normalize

from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from ...vocabulary import BSR

ALIGNED = (RDFS.subClassOf, RDFS.subPropertyOf, SKOS.closeMatch, SKOS.broadMatch, SKOS.relatedMatch)
_UP = (RDFS.subClassOf, RDFS.subPropertyOf)
Uses = Mapping[str, int]


@dataclass(frozen=True)
class Text:
    """Hold a text with its language, which may be another than the page's."""

    value: str
    lang: str


@dataclass(frozen=True)
class Link:
    """Name a term: its label, its short IRI, and where it is explained."""

    label: str
    curie: str
    address: str


@dataclass(frozen=True)
class Match:
    """Say how a term relates to one of another vocabulary: mapping and target."""

    mapping: str
    target: Link


@dataclass(frozen=True)
class Term:
    """Hold what a page shows of a class or property; `words` are what a cell may say for it."""

    iri: str
    link: Link
    kind: str
    words: tuple[str, ...]
    definition: Text
    example: Text
    note: Text
    retired: bool
    above: tuple[Link, ...]
    below: tuple[Link, ...]
    domain: Link | None
    range: Link | None
    marks: tuple[Link, ...]
    matches: tuple[Match, ...]
    number: int


@dataclass(frozen=True)
class Family:
    """Hold properties that belong together, in the order of their labels."""

    link: Link
    definition: Text
    terms: tuple[Term, ...]

    @property
    def size(self) -> int:
        """Count the properties."""
        return len(self.terms)


@dataclass(frozen=True)
class Reader:
    """Read terms in one language; `uses` says how often the data use each."""

    graph: Graph
    lang: str
    uses: Uses

    def read_classes(self) -> tuple[Term, ...]:
        """Read our own classes, in the order of their labels."""
        return self._sort(s for s in self.graph.subjects(RDF.type, OWL.Class) if is_own(s))

    def read_families(self) -> tuple[Family, ...]:
        """Read the families of properties, in their own order."""
        families = self.graph.subjects(RDF.type, SKOS.Collection)
        ordered = sorted(families, key=lambda f: str(self.graph.value(f, SKOS.notation)))
        return tuple(
            Family(
                self.link(family),
                self.text(family, SKOS.definition),
                self._sort(self.graph.objects(family, SKOS.member)),
            )
            for family in ordered
        )

    def read_term(self, iri: Node) -> Term:
        """Read all that is shown of one term."""
        kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
        kind = next((k for k in kinds if (iri, RDF.type, k) in self.graph), RDF.Property)
        up = [o for step in _UP for o in self.graph.objects(iri, step) if self._is_shown(o)]
        down = [s for step in _UP for s in self.graph.subjects(step, iri)]
        return Term(
            iri=str(iri),
            link=self.link(iri),
            kind=self._curie(kind),
            words=self._words(iri),
            definition=self.text(iri, SKOS.definition),
            example=self.text(iri, SKOS.example),
            note=self.text(iri, SKOS.note),
            retired=(iri, OWL.deprecated, Literal(True)) in self.graph,
            above=self._links(up),
            below=self._links(s for s in down if is_own(s)),
            domain=self._one(iri, RDFS.domain),
            range=self._one(iri, RDFS.range),
            marks=self._links(self._marks(iri)),
            matches=self._matches(iri),
            number=self.uses.get(str(iri), 0),
        )

    def text(self, iri: Node, predicate: Node) -> Text:
        """Find a text in the language of the page, else in English, else in none."""
        found = [o for o in self.graph.objects(iri, predicate) if isinstance(o, Literal)]
        wish = (self.lang, "en", None)
        fitting = [o for o in found if o.language in wish]
        best = min(fitting, key=lambda o: (wish.index(o.language), str(o)), default=Literal(""))
        return Text(str(best), best.language or self.lang)

    def link(self, iri: Node) -> Link:
        """Name a term; ours and those described beside them are explained on the page itself."""
        curie = self._curie(iri)
        label = self.text(iri, SKOS.prefLabel).value or self.text(iri, RDFS.label).value
        if self._is_shown(iri):
            return Link(label, curie, f"#{name_anchor(iri)}")
        return Link(curie, curie, str(iri))

    def _is_shown(self, iri: Node) -> bool:
        return is_own(iri) or (iri, RDF.type, BSR.Relation) in self.graph

    def _curie(self, iri: Node) -> str:
        try:
            return str(self.graph.namespace_manager.curie(str(iri), generate=False))
        except (KeyError, ValueError):  # no prefix fits
            return str(iri)

    def _words(self, iri: Node) -> tuple[str, ...]:
        """List the label and the other words for a term that a cell may hold."""
        found = [
            [str(o) for o in self.graph.objects(iri, p) if getattr(o, "language", "") == "en"]
            for p in (RDFS.label, SKOS.altLabel)
        ]
        return (*sorted(found[0]), *sorted(found[1]))

    def _sort(self, terms: Iterable[Node]) -> tuple[Term, ...]:
        found = [self.read_term(term) for term in terms]
        return tuple(sorted(found, key=lambda t: (order_words(t.link.label), t.iri)))

    def _links(self, terms: Iterable[Node]) -> tuple[Link, ...]:
        found = {self.link(term) for term in terms}
        return tuple(sorted(found, key=lambda link: (order_words(link.label), link.curie)))

    def _one(self, iri: Node, predicate: Node) -> Link | None:
        value = self.graph.value(iri, predicate)
        return self.link(value) if value is not None else None

    def _marks(self, iri: Node) -> list[Node]:
        """List the annotations of ours that are true of a property."""
        marks = self.graph.subjects(RDF.type, OWL.AnnotationProperty)
        return [m for m in marks if (iri, m, Literal(True)) in self.graph]

    def _matches(self, iri: Node) -> tuple[Match, ...]:
        return tuple(
            Match(self._curie(predicate), link)
            for predicate in ALIGNED
            for link in self._links(
                o for o in self.graph.objects(iri, predicate) if not self._is_shown(o)
            )
        )


def is_own(iri: Node) -> bool:
    """Say whether a term is of our own vocabulary.

    >>> is_own(BSR.Person), is_own(RDFS.label)
    (True, False)
    """
    return isinstance(iri, URIRef) and iri.startswith(str(BSR))


def order_words(label: str) -> str:
    """Give what a label is sorted by: accents count after all that has none.

    >>> sorted(["ārpus", "avots", "bez"], key=order_words)
    ['avots', 'ārpus', 'bez']
    """
    return normalize("NFD", label.casefold())


def name_anchor(iri: Node) -> str:
    """Name the place of a term on the page, so that a hash IRI of ours leads there.

    >>> name_anchor(BSR.Person)
    'Person'
    """
    return str(iri).rpartition("#")[2]
