"""Every number of VoID is counted again, every question runs, the endpoint is described."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import RDF, RDFS, SH, Literal, Namespace, URIRef
from site_samples import ENDPOINT, read

from bsrgraph.content import Content
from bsrgraph.publish.distributions import DATASET
from bsrgraph.publish.statistics import VOID, cut_name
from bsrgraph.queries import read_catalogue
from bsrgraph.store import open_store, run_query

WHOLE = {
    "triples": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "distinctSubjects": "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }",
    "distinctObjects": "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o }",
    "properties": "SELECT (COUNT(DISTINCT ?p) AS ?n) { ?s ?p ?o }",
    "classes": "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s a ?o }",
    "entities": "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o FILTER(REGEX(STR(?s), '%s')) }",
}
CLASSES = "SELECT ?class (COUNT(DISTINCT ?s) AS ?entities) { ?s a ?class } GROUP BY ?class"
PROPERTIES = """SELECT ?property (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?distinctSubjects)
(COUNT(DISTINCT ?o) AS ?distinctObjects) { ?s ?property ?o } GROUP BY ?property"""
LINKS = """SELECT (COUNT(*) AS ?n) { ?s <%s> ?o
FILTER(STRSTARTS(STR(?s), STR(id:)) && STRSTARTS(STR(?o), "%s") && !REGEX(SUBSTR(STR(?o), STRLEN("%s") + 1), "[/#]")) }"""


@pytest.fixture(scope="module")
def counted(frozen_site: Path):  # type: ignore[no-untyped-def]
    """Give the description, and a function that asks the published Turtle itself."""
    store = open_store(frozen_site / "data" / "bsrgraph.ttl")
    return read(frozen_site, "void.ttl"), lambda text: list(run_query(store, text))


def test_every_number_of_the_whole_is_true(counted) -> None:  # type: ignore[no-untyped-def]
    """Triples, subjects, objects, properties, classes and entities are counted again by SPARQL."""
    void, ask = counted
    pattern = str(void.value(DATASET, VOID.uriRegexPattern)).replace("\\", "\\\\")
    for name, text in WHOLE.items():
        counted_again = ask(text % pattern if "%s" in text else text)[0]["n"]
        assert void.value(DATASET, VOID[name]).toPython() == counted_again, name


@pytest.mark.parametrize(
    ("part", "key", "text"),
    [("classPartition", "class", CLASSES), ("propertyPartition", "property", PROPERTIES)],
)
def test_every_number_of_a_part_is_true(counted, part: str, key: str, text: str) -> None:  # type: ignore[no-untyped-def]
    """Each class and each property has its part, and SPARQL counts the same in it."""
    void, ask = counted
    rows = {row.pop(key): row for row in ask(text)}
    parts = list(void.objects(DATASET, VOID[part]))
    assert {str(void.value(node, VOID[key])) for node in parts} == set(rows) and len(parts) == len(
        rows
    )
    for node in parts:
        row = rows[str(void.value(node, VOID[key]))]
        assert {name: void.value(node, VOID[name]).toPython() for name in row} == row


def test_every_number_of_a_linkset_is_true(counted) -> None:  # type: ignore[no-untyped-def]
    """Matches with the EU's tables, NUTS and Wikidata are counted again, and none is left out."""
    void, ask = counted
    total = 0
    sets = list(void.subjects(RDF.type, VOID.Linkset))
    for node in sets:
        space = str(void.value(void.value(node, VOID.objectsTarget), VOID.uriSpace))
        predicate = void.value(node, VOID.linkPredicate)
        number = void.value(node, VOID.triples).toPython()
        assert ask(LINKS % (predicate, space, space))[0]["n"] == number > 0
        total += number
    every = ask(
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o FILTER(REGEX(STR(?p), 'core#[a-z]+Match$')"
        " && STRSTARTS(STR(?s), STR(id:)) && !STRSTARTS(STR(?o), 'https://w3id.org/bsrgraph/')) }"
    )
    assert total == every[0]["n"] and len(sets) > 4


def test_no_number_is_left_uncounted(counted) -> None:  # type: ignore[no-untyped-def]
    """The three tests above speak of every number that the description holds."""
    void, _ = counted
    numbers = {(s, p) for s, p, o in void if isinstance(o, Literal) and isinstance(o.value, int)}
    parts = {
        o
        for p in (VOID.classPartition, VOID.propertyPartition, VOID.subset)
        for o in void.objects(DATASET, p)
    }
    assert {s for s, _ in numbers} <= parts | {DATASET}
    assert {p for s, p in numbers if s == DATASET} == {VOID[name] for name in WHOLE}


def test_void_names_vocabularies_examples_and_dumps(counted, frozen_site: Path) -> None:  # type: ignore[no-untyped-def]
    """Vocabularies are those of properties and classes, examples are things of the graph, dumps lie there."""
    void, ask = counted
    used = {
        cut_name(str(row["x"]))
        for row in ask("SELECT DISTINCT ?x { { ?s ?x ?o } UNION { ?s a ?x } }")
    }
    assert {str(o) for o in void.objects(DATASET, VOID.vocabulary)} == used
    examples = list(void.objects(DATASET, VOID.exampleResource))
    assert len(examples) >= 4
    assert all(ask(f"SELECT ?name {{ <{iri}> rdfs:label ?name }}") for iri in examples)
    dumps = [str(o) for o in void.objects(DATASET, VOID.dataDump)]
    assert len(dumps) == 6
    assert all(
        (frozen_site / iri.removeprefix("https://w3id.org/bsrgraph/")).is_file() for iri in dumps
    )


SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
SCHEMA = Namespace("https://schema.org/")


def test_every_question_is_there_and_runs(frozen: Content, frozen_run, hosted_site: Path) -> None:  # type: ignore[no-untyped-def]
    """Each file of the catalogue is an executable whose text gives the rows of the file."""
    graph = read(hosted_site, "queries.ttl")
    found = {
        str(s).partition("/query/")[2]: s for s in graph.subjects(RDF.type, SH.SPARQLExecutable)
    }
    files = {
        f"{folder}/{name}": query
        for folder in ("questions", "networks", "tables")
        for name, query in read_catalogue(frozen, folder).items()
    }
    assert set(found) == set(files)
    for name, node in found.items():
        text = str(graph.value(node, SH.select))
        assert (
            text == files[name].text
            and frozen_run(text).terms == frozen_run(files[name].text).terms
        )
        assert (node, RDF.type, SH.SPARQLSelectExecutable) in graph
        assert str(graph.value(node, RDFS.comment)).startswith(files[name].summary)
        assert graph.value(node, SCHEMA.target) == URIRef(ENDPOINT)
        for parameter in files[name].parameters:
            assert f"VALUES ?{parameter}'" in str(graph.value(node, RDFS.comment))


def test_declared_prefixes_are_those_of_the_program(frozen_site: Path, frozen_run) -> None:  # type: ignore[no-untyped-def]
    """The prefixes of the catalogue stand as SHACL declares them, one namespace each."""
    graph = read(frozen_site, "queries.ttl")
    prefixes = {
        str(graph.value(n, SH.prefix)): str(graph.value(n, SH.namespace))
        for n in graph.objects(None, SH.declare)
    }
    lines = "".join(f"PREFIX {p}: <{n}>\n" for p, n in prefixes.items())
    store = open_store(frozen_site / "data" / "bsrgraph.ttl")
    text = lines + "SELECT ?s { ?s a bsr:Project ; rdfs:label ?name } ORDER BY ?s"
    assert len(list(store.query(text))) == len(frozen_run(text)) > 0


@pytest.mark.parametrize("which", ["site", "hosted"])
def test_the_service_is_described(sites: dict[str, Path], which: str) -> None:
    """Endpoint, language, formats and default graph stand in the words of SPARQL 1.1."""
    graph = read(sites[which], "service.ttl")
    service = graph.value(predicate=RDF.type, object=SD.Service)
    default = graph.value(graph.value(service, SD.defaultDataset), SD.defaultGraph)
    wanted = ENDPOINT if which == "hosted" else "https://w3id.org/bsrgraph/sparql"
    assert graph.value(service, SD.endpoint) == URIRef(wanted)
    assert graph.value(service, SD.supportedLanguage) == SD.SPARQL11Query
    assert len(list(graph.objects(service, SD.resultFormat))) == 6
    triples = len((sites[which] / "data" / "bsrgraph.nt").read_bytes().splitlines())
    assert graph.value(default, VOID.triples).toPython() == triples
    assert ("files themselves answer no queries" in str(graph.value(service, RDFS.comment))) == (
        which == "site"
    )
