"""Describe an endpoint (SPARQL 1.1 service description), and the questions to ask it."""

from __future__ import annotations

from rdflib import DCTERMS, RDF, RDFS, SH, XSD, Graph, Literal, Namespace, URIRef

from ..content import Content
from ..edition import Edition
from ..queries import Query, find_example, read_catalogue
from ..vocabulary import BASE, PREFIXES
from ..writing import Triples
from .distributions import DATASET, LICENCE, SERVICE
from .statistics import VOID

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
SCHEMA = Namespace("https://schema.org/")
FOLDERS = ("questions", "networks", "tables")
QUERY = BASE + "query/"
_PREFIXES = URIRef(QUERY + "prefixes")
_RESULTS = (
    "SPARQL_Results_CSV",
    "SPARQL_Results_JSON",
    "SPARQL_Results_TSV",
    "SPARQL_Results_XML",
    "N-Triples",
    "Turtle",
)


def describe_endpoint(edition: Edition, triples: Triples) -> Graph:
    """Describe the endpoint that answers for the dataset, or would if somebody ran one."""
    service = Graph()
    data, default = URIRef(SERVICE + "#dataset"), URIRef(SERVICE + "#graph")
    words = (
        "Answers queries on the whole graph, which is the default graph."
        if edition.endpoint
        else "For whoever serves this dataset by SPARQL: the files themselves answer no queries."
    )
    for node, predicate, value in (
        (SERVICE, RDF.type, SD.Service),
        (SERVICE, RDFS.comment, Literal(words, lang="en")),
        (SERVICE, SD.endpoint, URIRef(edition.asked)),
        (SERVICE, SD.supportedLanguage, SD.SPARQL11Query),
        (SERVICE, SD.defaultEntailmentRegime, URIRef("http://www.w3.org/ns/entailment/Simple")),
        (SERVICE, SD.defaultDataset, data),
        (SERVICE, DCTERMS.license, LICENCE),
        (data, RDF.type, SD.Dataset),
        (data, SD.defaultGraph, default),
        (default, RDF.type, SD.Graph),
        (default, RDF.type, VOID.Dataset),
        (default, VOID.triples, Literal(len(triples), datatype=XSD.integer)),
        (default, DCTERMS.source, DATASET),
    ):
        service.add((node, predicate, value))
    for name in _RESULTS:
        service.add((SERVICE, SD.resultFormat, URIRef(f"http://www.w3.org/ns/formats/{name}")))
    return service


def describe_queries(content: Content, edition: Edition) -> Graph:
    """Describe each question as SHACL's SPARQL executable, as the catalogues of SIB do."""
    catalogue = Graph()
    for prefix, namespace in PREFIXES.items():
        node = URIRef(f"{_PREFIXES}#{prefix}")
        catalogue.add((_PREFIXES, SH.declare, node))
        catalogue.add((node, RDF.type, SH.PrefixDeclaration))
        catalogue.add((node, SH.prefix, Literal(prefix)))
        catalogue.add((node, SH.namespace, Literal(namespace, datatype=XSD.anyURI)))
    for folder in FOLDERS:
        for name, query in read_catalogue(content, folder).items():
            _add_query(catalogue, edition, folder, name, query)
    return catalogue


def _add_query(catalogue: Graph, edition: Edition, folder: str, name: str, query: Query) -> None:
    node = URIRef(f"{QUERY}{folder}/{name}")
    for predicate, value in (
        (RDF.type, SH.SPARQLExecutable),
        (RDF.type, SH.SPARQLSelectExecutable),
        (RDFS.label, Literal(name)),
        (RDFS.comment, Literal(_spell_comment(query), lang="en")),
        (SH.prefixes, _PREFIXES),
        (SH.select, Literal(query.text)),
        (SCHEMA.target, URIRef(edition.asked)),
        (SCHEMA.keywords, Literal(folder)),
        (DCTERMS.license, LICENCE),
    ):
        catalogue.add((node, predicate, value))


def _spell_comment(query: Query) -> str:
    """Say what a question asks, and which line to change to ask it of something else."""
    lines = [
        f"To ask of something else, change '{find_example(query, parameter)}'"
        f" in the line 'VALUES ?{parameter}'."
        for parameter in query.parameters
    ]
    return " ".join(filter(None, [query.summary, query.description, *lines]))
