"""Read the ontology, the one place that knows relations, kinds, units, places and sectors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rdflib import OWL, RDF, RDFS, SKOS, XSD, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from .content import Content
from .quantities import Unit

BASE = "https://w3id.org/bsrgraph/"
GRAPH = BASE + "dataset"
BSR = Namespace(BASE + "ontology#")
ID = Namespace(BASE + "id/")
STATEMENT = Namespace(BASE + "statement/")
VALUE = Namespace(BASE + "value/")
PREFIXES = {
    "bsr": str(BSR),
    "id": str(ID),
    "st": str(STATEMENT),
    "value": str(VALUE),
    "dcterms": "http://purl.org/dc/terms/",
    "owl": str(OWL),
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": str(RDF),
    "rdfs": str(RDFS),
    "skos": str(SKOS),
    "wgs": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "xsd": str(XSD),
}
VOCABULARY_FILES = ("bsr.ttl", "alignments.ttl", "sectors.ttl", "places.ttl", "units.ttl")


@dataclass(frozen=True)
class Relation:
    """Describe a property that a row may use: label, range, and what it is marked with."""

    iri: URIRef
    label: str
    range: URIRef
    one_at_a_time: bool
    begins_subject: bool
    lineage: bool
    broader: tuple[URIRef, ...]

    @property
    def names_thing(self) -> bool:
        """Say whether the object is an id (or a kind), rather than a value."""
        return self.range in (RDFS.Resource, RDFS.Class) or self.range.startswith(str(BSR))


@dataclass(frozen=True)
class Concept:
    """Describe a place, sector or unit of the vocabulary with all its names."""

    iri: URIRef
    kind: URIRef
    name: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Vocabulary:
    """Hold what the ontology files declare; mappings are keyed by lower-case label."""

    graph: Graph
    relations: Mapping[str, Relation]
    kinds: Mapping[str, URIRef]
    broader_kinds: Mapping[URIRef, tuple[URIRef, ...]]
    units: Mapping[str, Unit]
    concepts: tuple[Concept, ...]
    preferred: Mapping[str, str]

    def find_relation(self, label: str) -> Relation | None:
        """Find a relation by its label or by a word that was used before."""
        return self.relations.get(" ".join(label.split()).lower())


def read_vocabulary(content: Content) -> Vocabulary:
    """Read the ontology files of the content.

    >>> from bsrgraph.content import find_content
    >>> read_vocabulary(find_content()).find_relation("partner").range.rpartition("#")[2]
    'Organisation'
    """
    graph = read_graph(content)
    relations = {iri: _relation(graph, iri) for iri in _members(graph, BSR.Relation)}
    kinds = [k for k in _members(graph, OWL.Class) if k.startswith(str(BSR))]
    return Vocabulary(
        graph=graph,
        relations={label: r for iri, r in relations.items() for label in _labels(graph, iri)},
        kinds={label: kind for kind in kinds for label in _labels(graph, kind)},
        broader_kinds={kind: _climb(graph, kind, RDFS.subClassOf) for kind in kinds},
        units=_units(graph),
        concepts=tuple(_concept(graph, iri) for iri in _concepts(graph)),
        preferred={
            label: _label(graph, term)
            for term in [*relations, *kinds]
            for label in _labels(graph, term)
        },
    )


def read_graph(content: Content) -> Graph:
    """Read the files of the vocabulary, those that are there, into one graph."""
    graph = Graph()
    for name in VOCABULARY_FILES:
        if (content.ontology / name).exists():
            graph.parse(content.ontology / name, format="turtle")
    return graph


def _members(graph: Graph, kind: Node) -> list[URIRef]:
    return sorted(s for s in graph.subjects(RDF.type, kind) if isinstance(s, URIRef))


def _label(graph: Graph, term: URIRef) -> str:
    """Find the English label of a term, or the plain one of a concept."""
    labels = [o for o in graph.objects(term, RDFS.label) if isinstance(o, Literal)]
    return str(min(labels, key=lambda o: (o.language not in (None, "en"), str(o)), default=term))


def _labels(graph: Graph, term: URIRef) -> list[str]:
    others = (o for o in graph.objects(term, SKOS.altLabel) if isinstance(o, Literal))
    return [s.lower() for s in (_label(graph, term), *sorted(map(str, others)))]


def _relation(graph: Graph, iri: URIRef) -> Relation:
    return Relation(
        iri=iri,
        label=_label(graph, iri),
        range=URIRef(str(graph.value(iri, RDFS.range))),
        one_at_a_time=(iri, BSR.oneAtATime, Literal(True)) in graph,
        begins_subject=(iri, BSR.beginsSubject, Literal(True)) in graph,
        lineage=(iri, BSR.lineage, Literal(True)) in graph,
        broader=_climb(graph, iri, RDFS.subPropertyOf),
    )


def _climb(graph: Graph, start: URIRef, step: URIRef) -> tuple[URIRef, ...]:
    """List our terms, and those of RDFS and SKOS, above one; alignments stay out."""
    own = (str(BSR), str(RDFS), str(SKOS))
    found = set(graph.transitive_objects(start, step)) - {start}
    return tuple(sorted(t for t in found if isinstance(t, URIRef) and str(t).startswith(own)))


def _concepts(graph: Graph) -> list[URIRef]:
    return [iri for iri in _members(graph, SKOS.Concept) if iri.startswith(str(ID))]


def _concept(graph: Graph, iri: URIRef) -> Concept:
    kinds = sorted(str(k) for k in graph.objects(iri, RDF.type) if k in (BSR.Place, BSR.Sector))
    names = {str(o) for p in (SKOS.prefLabel, SKOS.altLabel) for o in graph.objects(iri, p)}
    name = _label(graph, iri)
    kind = URIRef(kinds[0]) if kinds else SKOS.Concept
    return Concept(iri, kind, name, tuple(sorted(names - {name})))


def _units(graph: Graph) -> dict[str, Unit]:
    units = {}
    for iri in (c for c in _concepts(graph) if (c, SKOS.inScheme, BSR.units) in graph):
        group = graph.value(iri, SKOS.broader)
        if group:
            unit = Unit(str(iri), _label(graph, iri), str(group).rpartition("unit-")[2])
            units.update(dict.fromkeys(_labels(graph, iri), unit))
    return units
