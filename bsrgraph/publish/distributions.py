"""Describe each file for download, and an endpoint if there is one, in the words of DCAT-AP."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, XSD, Graph, Literal, Namespace, URIRef

from ..edition import Edition
from ..vocabulary import BASE, GRAPH
from ..web.addresses import MEDIA_TYPES
from .dumps import Dump, hash_bytes

# rdflib's own DCAT stops at version 2.
DCAT = Namespace("http://www.w3.org/ns/dcat#")
DCATAP = Namespace("http://data.europa.eu/r5r/")
ADMS = Namespace("http://www.w3.org/ns/adms#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
AUTHORITY = "http://publications.europa.eu/resource/authority/"
IANA = "https://www.iana.org/assignments/media-types/"
CATALOG, DATASET = URIRef(BASE + "catalog"), URIRef(GRAPH)
LICENCE = URIRef(AUTHORITY + "licence/CC_BY_4_0")
PUBLISHER = URIRef(BASE + "id/bsrgraph")
SERVICE = URIRef(BASE + "service")


class Format(NamedTuple):
    """Say how a kind of file is called, and its name in the EU table."""

    title: str
    file_type: str


FORMATS = {
    ".csv": Format("CSV", "CSV"),
    ".cyjs": Format("Cytoscape JSON", "JSON"),
    ".gexf": Format("GEXF", "XML"),
    ".graphml": Format("GraphML", "XML"),
    ".jsonld": Format("JSON-LD", "JSON_LD"),
    ".nt": Format("N-Triples", "RDF_N_TRIPLES"),
    ".ttl": Format("Turtle", "RDF_TURTLE"),
}
_TITLES = {"tables": "Table", "networks": "Network"}


def conform(more: Graph, node: URIRef, graph: Graph) -> None:
    """Say that a node follows the version of the ontology that the graph holds."""
    ontology = graph.value(predicate=RDF.type, object=OWL.Ontology)
    version = graph.value(ontology, OWL.versionIRI)
    if version is not None:
        more.add((node, DCTERMS.conformsTo, version))
        more.add((version, RDF.type, DCTERMS.Standard))
        more.add((version, DCTERMS.title, Literal("Ontology of bsrgraph", lang="en")))


def describe_file(edition: Edition, graph: Graph, dump: Dump, name: str) -> Graph:
    """Describe one file of `data/`, or its compressed form, as a distribution of the dataset."""
    more = Graph()
    node, address = URIRef(f"{BASE}distribution/{name}"), URIRef(f"{edition.host}data/{name}")
    ending = Path(dump.name).suffix
    form = FORMATS[ending]
    packed = name.endswith(".gz")
    data = dump.compressed if packed else dump.data
    for predicate, value in (
        (RDF.type, DCAT.Distribution),
        (DCTERMS.title, Literal(_spell_title(dump, form, packed), lang="en")),
        (DCTERMS.description, Literal(dump.description, lang="en")),
        (DCAT.accessURL, address),
        (DCAT.downloadURL, address),
        (DCAT.byteSize, Literal(str(len(data)), datatype=XSD.nonNegativeInteger)),
        (DCTERMS.issued, Literal(edition.day)),
        (DCTERMS.modified, Literal(edition.day)),
        (DCTERMS.license, LICENCE),
        (DCTERMS.rights, URIRef(CATALOG + "#rights")),
        (DCATAP.availability, URIRef(AUTHORITY + "planned-availability/STABLE")),
        (ADMS.status, URIRef(AUTHORITY + "distribution-status/COMPLETED")),
    ):
        more.add((node, predicate, value))
    more.add((DATASET, DCAT.distribution, node))
    _add_format(more, node, form, MEDIA_TYPES[ending], packed)
    _add_checksum(more, node, hash_bytes(data))
    if dump.whole:
        conform(more, node, graph)
    return more


def _spell_title(dump: Dump, form: Format, packed: bool) -> str:
    folder, _, rest = dump.name.rpartition("/")
    what = f"{_TITLES[folder]} {rest.partition('.')[0]}" if folder else "The whole graph"
    return f"{what} ({form.title}{', gzip' if packed else ''})"


def _add_format(more: Graph, node: URIRef, form: Format, kind: str, packed: bool) -> None:
    file_type = URIRef(f"{AUTHORITY}file-type/{form.file_type}")
    more.add((node, DCTERMS["format"], file_type))
    more.add((file_type, RDF.type, DCTERMS.MediaTypeOrExtent))
    more.add((file_type, RDFS.label, Literal(form.file_type.replace("_", " "), lang="en")))
    more.add((file_type, SKOS.inScheme, URIRef(AUTHORITY + "file-type")))
    media = [(DCAT.mediaType, kind)]
    media += [(DCAT.compressFormat, "application/gzip")] if packed else []
    for predicate, media_type in media:
        more.add((node, predicate, URIRef(IANA + media_type)))
        more.add((URIRef(IANA + media_type), RDF.type, DCTERMS.MediaType))


def _add_checksum(more: Graph, node: URIRef, value: str) -> None:
    checksum = URIRef(node + "#sha256")
    more.add((node, SPDX.checksum, checksum))
    more.add((checksum, RDF.type, SPDX.Checksum))
    more.add((checksum, SPDX.algorithm, SPDX.checksumAlgorithm_sha256))
    number = Literal(value, datatype=XSD.hexBinary, normalize=False)
    more.add((checksum, SPDX.checksumValue, number))


def describe_service(edition: Edition) -> Graph:
    """Describe the SPARQL endpoint that somebody runs on the dataset."""
    more = Graph()
    description = URIRef(edition.host + "service.ttl")
    for predicate, value in (
        (RDF.type, DCAT.DataService),
        (DCTERMS.title, Literal("SPARQL endpoint of bsrgraph", lang="en")),
        (DCTERMS.description, Literal("Answers SPARQL 1.1 queries on the whole graph.", lang="en")),
        (DCAT.endpointURL, URIRef(edition.endpoint)),
        (DCAT.endpointDescription, description),
        (DCAT.servesDataset, DATASET),
        (DCAT.contactPoint, URIRef(CATALOG + "#contact")),
        (DCTERMS.publisher, PUBLISHER),
        (DCTERMS.license, LICENCE),
        (DCTERMS.accessRights, URIRef(AUTHORITY + "access-right/PUBLIC")),
    ):
        more.add((SERVICE, predicate, value))
    more.add((CATALOG, DCAT.service, SERVICE))
    return more
