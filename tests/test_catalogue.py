"""The catalogue satisfies portals, its numbers are true, and a site is whole or not there."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest
from rdflib import DCTERMS, FOAF, RDF, RDFS, SKOS, Graph, Literal, URIRef
from rdflib.compare import isomorphic
from site_samples import ENDPOINT, HOST, read

from bsrgraph.content import Content
from bsrgraph.publish import write_site
from bsrgraph.publish.catalog import LANGUAGES
from bsrgraph.publish.distributions import CATALOG, DATASET, DCAT, SPDX
from bsrgraph.publish.preflight import State, look_over
from bsrgraph.publish.statistics import VOID, cut_name

SHARED = Path(__file__).parents[2] / "shared" / "ontologies"
SHAPES = ("dcat-ap-3.0.1-shapes.ttl", "dcat-ap-3.0.1-range.ttl")
needs_shapes = pytest.mark.skipif(
    not (SHARED / "dcat-ap" / SHAPES[0]).exists(),
    reason="the official shapes are not beside the project",
)
SPDX_SHA256 = URIRef("http://spdx.org/rdf/terms#checksumAlgorithm_sha256")
TOLD = {
    "catalog": (CATALOG, "title description publisher creator dataset themeTaxonomy issued modified language license spatial homepage record rights"),
    "dataset": (DATASET, "title description publisher creator contactPoint distribution keyword theme spatial temporal issued modified language license accessRights accrualPeriodicity identifier landingPage conformsTo provenance version"),
}  # fmt: skip
TABLES = "access-right country data-theme distribution-status file-type frequency language licence planned-availability"
FILE = "title description accessURL downloadURL format mediaType byteSize checksum availability license rights issued modified status"


def validate(graph: Graph, name: str) -> str:
    """Validate with the official shapes, offline; give the report where anything is found, a warning too."""
    shapes = Graph().parse(SHARED / "dcat-ap" / name)
    conforms, _, text = pyshacl.validate(
        graph, shacl_graph=shapes, inference="none", do_owl_imports=False, allow_infos=False, allow_warnings=False
    )  # fmt: skip
    return "" if conforms else text


@needs_shapes
@pytest.mark.parametrize("shapes", SHAPES)
@pytest.mark.parametrize("name", ["catalog.ttl", "catalog.jsonld"])
@pytest.mark.parametrize("which", ["site", "hosted"])
def test_the_official_shapes_find_nothing(
    sites: dict[str, Path], which: str, name: str, shapes: str
) -> None:
    """DCAT-AP 3.0.1 has no violation and no warning to tell, with an endpoint and without."""
    assert validate(read(sites[which], name), shapes) == ""


@needs_shapes
@pytest.mark.parametrize(
    ("triple", "shapes"),
    [
        ((DATASET, DCTERMS.title, None), SHAPES[0]),
        ((CATALOG, DCTERMS.publisher, None), SHAPES[0]),
        ((None, DCAT.accessURL, None), SHAPES[0]),
        ((None, SPDX.checksumValue, None), SHAPES[0]),
        ((None, RDF.type, DCTERMS.LicenseDocument), SHAPES[1]),
        ((None, RDF.type, DCTERMS.Frequency), SHAPES[1]),
        ((None, RDF.type, FOAF.Agent), SHAPES[1]),
    ],
)
def test_the_official_shapes_would_find_what_is_missing(
    frozen_site: Path, triple: tuple[object, ...], shapes: str
) -> None:
    """The shapes are awake: without any one of these triples they complain."""
    graph = read(frozen_site, "catalog.ttl")
    graph.remove(triple)
    assert "Violation" in validate(graph, shapes)


@pytest.mark.parametrize("which", ["site", "hosted"])
def test_turtle_and_jsonld_are_one_catalogue(sites: dict[str, Path], which: str) -> None:
    """Both forms hold the same triples, without blank nodes, for two parsers."""
    folder = sites[which]
    turtle, jsonld = read(folder, "catalog.ttl"), read(folder, "catalog.jsonld")
    assert isomorphic(turtle, jsonld) and len(turtle) > 500
    assert {type(term) for triple in turtle for term in triple} == {URIRef, Literal}
    strict = [
        {str(q.triple) for q in ox.parse(path=str(folder / name), format=form)}
        for name, form in (
            ("catalog.ttl", ox.RdfFormat.TURTLE),
            ("catalog.jsonld", ox.RdfFormat.JSON_LD),
        )
    ]
    assert strict[0] == strict[1] and len(strict[0]) == len(turtle)


@pytest.mark.parametrize("name", ["void", "service", "queries"])
def test_descriptions_are_strict_turtle(frozen_site: Path, name: str) -> None:
    """Two parsers read each description alike, and no node is blank."""
    path = frozen_site / f"{name}.ttl"
    quads = list(ox.parse(path=str(path), format=ox.RdfFormat.TURTLE))
    graph = Graph().parse(path)
    assert len(quads) == len(graph) and {type(t) for x in graph for t in x} == {URIRef, Literal}


def list_words(graph: Graph, node: URIRef) -> list[str]:
    """List the local names of what is told of a node."""
    return [str(p).removeprefix(cut_name(str(p))) for p in graph.predicates(node, unique=True)]


@pytest.mark.parametrize("what", TOLD)
def test_all_that_is_mandatory_or_recommended_is_told(frozen_site: Path, what: str) -> None:
    """Catalogue and dataset have every property that DCAT-AP asks for or recommends."""
    node, words = TOLD[what]
    assert set(words.split()) <= set(list_words(read(frozen_site, "catalog.ttl"), node))


@pytest.mark.parametrize("which", ["site", "hosted"])
def test_each_file_is_described_as_it_lies(sites: dict[str, Path], which: str) -> None:
    """Of every distribution address, size and hash are those of the file, and its form is named."""
    graph, folder = read(sites[which], "catalog.ttl"), sites[which]
    host = HOST if which == "hosted" else "https://w3id.org/bsrgraph/"
    files = set(graph.objects(DATASET, DCAT.distribution))
    for node in files:
        assert set(FILE.split()) <= set(list_words(graph, node))
        address = str(graph.value(node, DCAT.downloadURL))
        assert address.startswith(host + "data/") and graph.value(node, DCAT.accessURL) == URIRef(
            address
        )
        data = (folder / address.removeprefix(host)).read_bytes()
        assert graph.value(node, DCAT.byteSize).toPython() == len(data)
        checksum = graph.value(node, SPDX.checksum)
        assert graph.value(checksum, SPDX.algorithm) == SPDX_SHA256
        assert (
            str(graph.value(checksum, SPDX.checksumValue)).lower()
            == hashlib.sha256(data).hexdigest()
        )
        packed = address.endswith(".gz")
        assert bool(graph.value(node, DCAT.compressFormat)) == packed
        media = str(graph.value(node, DCAT.mediaType))
        assert media.startswith("https://www.iana.org/assignments/media-types/")
    names = {
        p.relative_to(folder / "data").as_posix()
        for p in (folder / "data").rglob("*")
        if p.is_file()
    }
    wanted = {n for n in names if not n.endswith((".gz", "SHA256SUMS", "ontology.ttl"))}
    wanted |= {f"bsrgraph.{form}.gz" for form in ("ttl", "nt", "jsonld")}
    assert {str(node).partition("/distribution/")[2] for node in files} == wanted


def test_the_release_comes_from_citation_and_never_from_the_clock(hosted_site: Path) -> None:
    """Version and every date of issue are those of CITATION.cff; no previous version is made up."""
    for name in ("catalog.ttl", "void.ttl"):
        graph = read(hosted_site, name)
        days = {str(o) for p in (DCTERMS.issued, DCTERMS.modified) for o in graph.objects(None, p)}
        assert days == {"2001-02-03"}
    graph = read(hosted_site, "catalog.ttl")
    assert graph.value(DATASET, DCAT.version) == Literal("9.8.7")
    assert not list(graph.objects(DATASET, DCAT.previousVersion))
    authors = re.search(r"- name: (.*)", (Path(__file__).parents[1] / "CITATION.cff").read_text())
    assert authors and graph.value(graph.value(DATASET, DCTERMS.publisher), FOAF.name) == Literal(
        authors[1]
    )


def test_the_period_is_that_of_the_statements(hosted_site: Path) -> None:
    """The first and the last day that a statement speaks of bound the dataset: 2019, from our own rows."""
    graph = read(hosted_site, "catalog.ttl")
    node = graph.value(DATASET, DCTERMS.temporal)
    days = [str(graph.value(node, p)) for p in (DCAT.startDate, DCAT.endDate)]
    assert days == ["2019-01-01", "2019-12-31"]


def test_the_hash_of_the_graph_is_told(hosted_site: Path) -> None:
    """The provenance counts the sources and names the RDFC-1.0 hash, that of the N-Triples."""
    graph = read(hosted_site, "catalog.ttl")
    text = str(graph.value(graph.value(DATASET, DCTERMS.provenance), RDFS.label))
    data = (hosted_site / "data" / "bsrgraph.nt").read_bytes()
    assert hashlib.sha256(data).hexdigest() in text and "9.8.7 from 2 sources" in text


def test_keywords_are_there_in_each_language_of_the_region(
    frozen_site: Path, content: Content
) -> None:
    """Every language has the region, clusters and ten countries; English and Latvian kinds and sectors too."""
    graph = read(frozen_site, "catalog.ttl")
    sets: dict[str, set[str]] = {}
    for word in graph.objects(DATASET, DCAT.keyword):
        sets.setdefault(word.language, set()).add(str(word))
    assert set(sets) == set(LANGUAGES)
    assert all(len(words) >= 12 for words in sets.values())
    assert {"Baltic Sea Region", "clusters", "Latvia", "energy", "cluster organisation"} <= sets[
        "en"
    ]
    assert {
        "Baltijas jūras reģions",
        "klasteri",
        "Latvija",
        "enerģētika",
        "klastera organizācija",
    } <= sets["lv"]
    assert {"Östersjöregionen", "Lettland"} <= sets["sv"] and "Литва" in sets["ru"]
    languages = {str(o).rpartition("/")[2] for o in graph.objects(DATASET, DCTERMS.language)}
    assert languages == set(LANGUAGES.values())


def test_the_countries_of_the_region_have_clusters(frozen_site: Path, real_run) -> None:  # type: ignore[no-untyped-def]
    """Each country named by hand is one of the vocabulary in which the real content knows clusters."""
    answer = real_run(
        "SELECT DISTINCT ?match { ?cluster a bsr:ClusterOrganisation ; bsr:locatedIn/skos:broader* ?country ."
        " ?country skos:inScheme bsr:countries ; skos:exactMatch ?match } ORDER BY ?match"
    )
    graph = read(frozen_site, "catalog.ttl")
    countries = {str(o) for o in graph.objects(DATASET, DCTERMS.spatial)}
    assert countries <= {row["match"] for row in answer} and len(countries) == 10
    assert {str(o) for o in graph.objects(CATALOG, DCTERMS.spatial)} == countries
    assert all(
        graph.value(URIRef(c), SKOS.inScheme) and graph.value(URIRef(c), RDFS.label)
        for c in countries
    )


@needs_shapes
def test_languages_and_countries_are_in_the_tables_of_the_eu(frozen_site: Path) -> None:
    """Every code stands in the authority table as the EU publishes it."""
    graph = read(frozen_site, "catalog.ttl")
    for table, predicate in (("language", DCTERMS.language), ("country", DCTERMS.spatial)):
        text = (SHARED / f"{table}.gc").read_text(encoding="utf-8")
        for code in (str(o) for o in graph.objects(None, predicate)):
            assert code.startswith(f"http://publications.europa.eu/resource/authority/{table}/")
            assert f"<SimpleValue>{code.rpartition('/')[2]}</SimpleValue>" in text


@pytest.mark.parametrize("which", ["site", "hosted"])
def test_each_word_of_an_authority_names_its_table(sites: dict[str, Path], which: str) -> None:
    """Every IRI of an EU table says which table it is from, as the EU's own check of codes wants."""
    graph = read(sites[which], "catalog.ttl")
    base = "http://publications.europa.eu/resource/authority/"
    words = {str(o) for o in graph.objects() if str(o).startswith(base)}
    codes = {word for word in words if "/" in word.removeprefix(base)}
    for code in codes:
        assert graph.value(URIRef(code), SKOS.inScheme) == URIRef(code.rpartition("/")[0])
    tables = {code.removeprefix(base).partition("/")[0] for code in codes}
    assert tables == set(TABLES.split())


def test_an_endpoint_is_only_told_if_there_is_one(frozen_site: Path, hosted_site: Path) -> None:
    """A data service stands in the catalogue, and the endpoint in VoID, where its address was given."""
    assert not list(read(frozen_site, "catalog.ttl").subjects(RDF.type, DCAT.DataService))
    assert not list(read(frozen_site, "void.ttl").objects(DATASET, VOID.sparqlEndpoint))
    graph = read(hosted_site, "catalog.ttl")
    service = graph.value(CATALOG, DCAT.service)
    assert graph.value(service, DCAT.endpointURL) == URIRef(ENDPOINT)
    assert graph.value(service, DCAT.endpointDescription) == URIRef(HOST + "service.ttl")
    assert graph.value(service, DCAT.servesDataset) == DATASET
    assert read(hosted_site, "void.ttl").value(DATASET, VOID.sparqlEndpoint) == URIRef(ENDPOINT)


@pytest.mark.slow
@needs_shapes
def test_the_real_site_is_sound(content: Content, tmp_path: Path) -> None:
    """Today's content: in time, without blank nodes, read by two parsers, and the shapes find nothing."""
    site = write_site(content, tmp_path / "site")
    assert [line for line in look_over(site) if line.state in (State.fails, State.warns)] == []
    for name in SHAPES:
        assert validate(read(site, "catalog.ttl"), name) == ""
    triples = len((site / "data" / "bsrgraph.nt").read_bytes().splitlines())
    for name, form in (
        ("bsrgraph.ttl", "turtle"),
        ("bsrgraph.nt", "nt"),
        ("bsrgraph.jsonld", "json-ld"),
    ):
        assert len(Graph().parse(site / "data" / name, format=form)) == triples > 50_000
