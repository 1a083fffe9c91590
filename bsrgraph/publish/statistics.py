"""Describe the graph by numbers (VoID): what it holds of what, and where it links to."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from urllib.parse import quote

from rdflib import DCTERMS, FOAF, RDF, XSD, Graph, Literal, Namespace, URIRef

from ..edition import Edition
from ..vocabulary import BASE, BSR, PREFIXES
from ..writing import Triples
from .distributions import DATASET, LICENCE, PUBLISHER
from .dumps import Dump

VOID = Namespace("http://rdfs.org/ns/void#")
DESCRIPTION = URIRef(BASE + "void")
_FORMATS = ("Turtle", "N-Triples", "JSON-LD")
_EXAMPLES = (BSR.ClusterOrganisation, BSR.Project, BSR.Programme, BSR.Call, BSR.Source)
_TYPE = str(RDF.type)
_MATCHES = {
    PREFIXES["skos"] + f"{kind}Match" for kind in ("exact", "close", "broad", "narrow", "related")
}


def describe_statistics(edition: Edition, triples: Triples, dumps: Iterable[Dump]) -> Graph:
    """Describe the dataset with VoID; every number is counted from the triples themselves."""
    void = Graph()
    for predicate, value in (
        (RDF.type, VOID.Dataset),
        (
            DCTERMS.title,
            Literal("Knowledge graph of the clusters of the Baltic Sea Region", lang="en"),
        ),
        (DCTERMS.license, LICENCE),
        (DCTERMS.publisher, PUBLISHER),
        (DCTERMS.issued, Literal(edition.day)),
        (DCTERMS.modified, Literal(edition.day)),
        (FOAF.homepage, URIRef(edition.host)),
        (VOID.uriRegexPattern, Literal("^" + PREFIXES["id"].replace(".", r"\."))),
    ):
        void.add((DATASET, predicate, value))
    void.add((DESCRIPTION, RDF.type, VOID.DatasetDescription))
    void.add((DESCRIPTION, FOAF.primaryTopic, DATASET))
    for name in _FORMATS:
        void.add((DATASET, VOID.feature, URIRef("http://www.w3.org/ns/formats/" + name)))
    for dump in (dump for dump in dumps if dump.whole):
        for name in (dump.name, f"{dump.name}.gz"):
            void.add((DATASET, VOID.dataDump, URIRef(f"{edition.host}data/{name}")))
    if edition.endpoint:
        void.add((DATASET, VOID.sparqlEndpoint, URIRef(edition.endpoint)))
    return void + _count_whole(triples) + _count_parts(triples) + _count_links(triples)


def _number(value: int) -> Literal:
    return Literal(value, datatype=XSD.integer)


def _count_whole(triples: Triples) -> Graph:
    void = Graph()
    subjects, predicates = {t.subject for t in triples}, {t.predicate for t in triples}
    classes = {t.object.value for t in triples if t.predicate.value == _TYPE}
    entities = {s for s in subjects if s.value.startswith(PREFIXES["id"])}
    for predicate, found in (
        (VOID.triples, triples),
        (VOID.distinctSubjects, subjects),
        (VOID.distinctObjects, {t.object for t in triples}),
        (VOID.properties, predicates),
        (VOID.classes, classes),
        (VOID.entities, entities),
    ):
        void.add((DATASET, predicate, _number(len(found))))
    for iri in {cut_name(iri) for iri in (*classes, *(p.value for p in predicates))}:
        void.add((DATASET, VOID.vocabulary, URIRef(iri)))
    for iri in _pick_examples(triples):
        void.add((DATASET, VOID.exampleResource, URIRef(iri)))
    return void


def cut_name(iri: str) -> str:
    """Cut the name off an IRI and give its namespace.

    >>> cut_name("http://www.w3.org/ns/prov#Entity")
    'http://www.w3.org/ns/prov#'
    """
    mark = "#" if "#" in iri else "/"
    return iri.rpartition(mark)[0] + mark


def _pick_examples(triples: Triples) -> Iterable[str]:
    """Pick of each kind the thing of which most is said; of several the first by name."""
    size = Counter(t.subject.value for t in triples)
    for kind in _EXAMPLES:
        members = {
            t.subject.value
            for t in triples
            if t.predicate.value == _TYPE and t.object.value == str(kind)
        }
        if members:
            yield min(members, key=lambda iri: (-size[iri], iri))


def _count_parts(triples: Triples) -> Graph:
    """Count the members of each class, and the triples, subjects and objects of each property."""
    void = Graph()
    members: Mapping[str, set[str]] = defaultdict(set)
    uses: Mapping[str, Triples] = defaultdict(list)
    for triple in triples:
        uses[triple.predicate.value].append(triple)
        if triple.predicate.value == _TYPE:
            members[triple.object.value].add(triple.subject.value)
    for iri, found in members.items():
        part = _name_part("class", iri)
        void.add((DATASET, VOID.classPartition, part))
        void.add((part, VOID["class"], URIRef(iri)))
        void.add((part, VOID.entities, _number(len(found))))
    for iri, used in uses.items():
        part = _name_part("property", iri)
        void.add((DATASET, VOID.propertyPartition, part))
        void.add((part, VOID.property, URIRef(iri)))
        void.add((part, VOID.triples, _number(len(used))))
        void.add((part, VOID.distinctSubjects, _number(len({t.subject for t in used}))))
        void.add((part, VOID.distinctObjects, _number(len({t.object for t in used}))))
    return void


def _name_part(kind: str, *iris: str) -> URIRef:
    """Name a part after what it holds: class-bsr-Project, or the quoted IRI of a word of others."""
    words = [f"void#{kind}"]
    for iri in iris:
        prefix = next((p for p, n in PREFIXES.items() if iri.startswith(n)), "")
        rest = iri.removeprefix(PREFIXES[prefix]) if prefix else iri
        words.append("-".join(filter(None, [prefix, quote(rest, safe="")])))
    return URIRef(BASE + "-".join(words))


def _count_links(triples: Triples) -> Graph:
    """Count the matches with each namespace of others, by the kind of match."""
    void = Graph()
    links: Counter[tuple[str, str]] = Counter()
    for triple in triples:
        inside = triple.subject.value.startswith(PREFIXES["id"])
        outside = not triple.object.value.startswith(BASE)
        if inside and outside and triple.predicate.value in _MATCHES:
            links[triple.predicate.value, cut_name(triple.object.value)] += 1
    for (predicate, namespace), number in links.items():
        node, target = _name_part("links", predicate, namespace), _name_part("target", namespace)
        void.add((node, RDF.type, VOID.Linkset))
        void.add((DATASET, VOID.subset, node))
        void.add((node, VOID.subjectsTarget, DATASET))
        void.add((node, VOID.objectsTarget, target))
        void.add((node, VOID.linkPredicate, URIRef(predicate)))
        void.add((node, VOID.triples, _number(number)))
        void.add((target, RDF.type, VOID.Dataset))
        void.add((target, VOID.uriSpace, Literal(namespace)))
    return void
