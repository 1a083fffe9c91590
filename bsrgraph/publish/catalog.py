"""Describe the dataset and its files as a DCAT-AP 3.0.1 catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from rdflib import DCTERMS, FOAF, RDF, RDFS, SKOS, XSD, Graph, Literal, URIRef
from rdflib.term import Node

from ..edition import Edition
from ..vocabulary import BSR
from .distributions import (
    AUTHORITY,
    CATALOG,
    DATASET,
    DCAT,
    conform,
    describe_file,
    describe_service,
)
from .dumps import Dump

RECORD, PROVENANCE = URIRef(CATALOG + "#record"), URIRef(DATASET + "#provenance")
TEMPLATE = Path(__file__).with_name("catalog.ttl")
# The language table has three letters where tags have two.
LANGUAGES = {
    "da": "DAN", "de": "DEU", "en": "ENG", "et": "EST", "fi": "FIN", "is": "ISL",
    "lt": "LIT", "lv": "LAV", "nb": "NOB", "pl": "POL", "ru": "RUS", "sv": "SWE",
}  # fmt: skip
_KINDS = (BSR.ClusterOrganisation, BSR.Project, BSR.Programme, BSR.Call, BSR.FundingAgency)


def describe_catalog(edition: Edition, graph: Graph, dumps: Iterable[Dump], digest: str) -> Graph:
    """Describe catalogue, dataset and files; `digest` is the RDFC-1.0 hash of the graph.

    A distribution is each file with data, and the gzip of each file that holds the whole graph.
    """
    catalog = Graph().parse(TEMPLATE, format="turtle")
    catalog += _describe_release(edition, graph, digest)
    catalog += _describe_extent(catalog, graph)
    for dump in dumps:
        if dump.name != "ontology.ttl":
            catalog += describe_file(edition, graph, dump, dump.name)
        if dump.whole:
            catalog += describe_file(edition, graph, dump, f"{dump.name}.gz")
    if edition.endpoint:
        catalog += describe_service(edition)
    return catalog


def _describe_release(edition: Edition, graph: Graph, digest: str) -> Graph:
    more = Graph()
    day = Literal(edition.day)
    for node in (CATALOG, RECORD, DATASET):
        more.add((node, DCTERMS.issued, day))
        more.add((node, DCTERMS.modified, day))
    home = URIRef(edition.host)
    more.add((home, RDF.type, FOAF.Document))
    more.add((CATALOG, FOAF.homepage, home))
    more.add((DATASET, DCAT.landingPage, home))
    more.add((DATASET, DCAT.version, Literal(edition.version)))
    conform(more, DATASET, graph)
    sources = len(set(graph.subjects(RDF.type, BSR.Source)))
    text = (
        f"Built by bsrgraph {edition.version} from {sources} sources, a sheet each, in which every"
        f" row states one fact. Each statement names its source. RDFC-1.0 hash (SHA-256) of the"
        f" graph: {digest}."
    )
    more.add((PROVENANCE, RDFS.label, Literal(text, lang="en")))
    return more


def _describe_extent(catalog: Graph, graph: Graph) -> Graph:
    """Say which countries, languages and days the dataset covers, and the words to find it by."""
    more = Graph()
    places = dict(_find_countries(catalog, graph))
    scheme = URIRef(AUTHORITY + "country")
    for authority, country in places.items():
        more.add((CATALOG, DCTERMS.spatial, authority))
        more.add((authority, RDF.type, DCTERMS.Location))
        more.add((authority, SKOS.inScheme, scheme))
        for name in graph.objects(country, RDFS.label):
            more.add((authority, RDFS.label, name))
    tags = list_languages(graph, places.values())
    for tag in tags:
        language = URIRef(f"{AUTHORITY}language/{LANGUAGES[tag]}")
        more.add((DATASET, DCTERMS.language, language))
        more.add((language, RDF.type, DCTERMS.LinguisticSystem))
        more.add((language, SKOS.inScheme, URIRef(AUTHORITY + "language")))
    for tag in ("en", "lv"):
        more.add((CATALOG, DCTERMS.language, URIRef(f"{AUTHORITY}language/{LANGUAGES[tag]}")))
    for keyword in _list_keywords(graph, places.values(), tags):
        more.add((DATASET, DCAT.keyword, keyword))
    _add_period(more, graph)
    return more


def _find_countries(catalog: Graph, graph: Graph) -> Iterator[tuple[URIRef, Node]]:
    for authority in sorted(map(str, catalog.objects(DATASET, DCTERMS.spatial))):
        country = graph.value(predicate=SKOS.exactMatch, object=URIRef(authority))
        if country is not None:
            yield URIRef(authority), country


def list_languages(graph: Graph, countries: Iterable[Node]) -> list[str]:
    """List the languages in which every one of the countries has a name."""
    found: list[set[str]] = [
        {str(o.language) for o in graph.objects(c, SKOS.prefLabel) if isinstance(o, Literal)}
        for c in countries
    ]
    return [tag for tag in sorted(LANGUAGES) if found and all(tag in tags for tags in found)]


def _list_keywords(
    graph: Graph, countries: Iterable[Node], tags: Iterable[str]
) -> Iterator[Literal]:
    """Give names of countries, and of kinds and top sectors where they are translated."""
    sectors = graph.subjects(SKOS.topConceptOf, BSR.sectors)
    pairs = [(node, SKOS.prefLabel) for node in (*countries, *sectors)]
    pairs += [(kind, RDFS.label) for kind in _KINDS]
    for node, predicate in pairs:
        for name in graph.objects(node, predicate):
            if isinstance(name, Literal) and str(name.language) in tags:
                yield name


def _add_period(more: Graph, graph: Graph) -> None:
    """Say from which day to which the statements reach."""
    node = URIRef(DATASET + "#period")
    statements = set(graph.subjects(RDF.type, BSR.Statement))
    for predicate, bound, pick in (
        (BSR.firstDay, DCAT.startDate, min),
        (BSR.lastDay, DCAT.endDate, max),
    ):
        days = [str(o) for s, o in graph.subject_objects(predicate) if s in statements]
        if days:
            more.add((DATASET, DCTERMS.temporal, node))
            more.add((node, RDF.type, DCTERMS.PeriodOfTime))
            more.add((node, bound, Literal(pick(days), datatype=XSD.date)))
