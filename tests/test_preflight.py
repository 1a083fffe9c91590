"""Preflight gives our own site all points that files can earn, and names what a broken one lacks."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import DCTERMS, FOAF, OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef
from typer.testing import CliRunner

from bsrgraph.cli import app
from bsrgraph.publish.distributions import CATALOG, DATASET, DCAT
from bsrgraph.publish.preflight import State, list_lines, look_over, name_parts
from bsrgraph.publish.preflight.catalogue import check_catalogue
from bsrgraph.publish.preflight.facts import Facts, expand, index_triples, read_table
from bsrgraph.publish.preflight.fairness import check_ontology, find_undeclared
from bsrgraph.publish.preflight.lines import Line
from bsrgraph.publish.preflight.quality import reckon_points, sum_points

FOOPS = "CN1 DOC1 FIND1 FIND2 FIND3 FIND_3_BIS HTTP1 OM1 OM2 OM3 OM4.1 OM4.2 OM5.1 OM5.2 PURL1 RDF1 URI1 URI2 VER1 VER2 VOC1 VOC2 VOC3 VOC4"
HOSTED = "CN1 DOC1 FIND2 FIND3 FIND_3_BIS OM4.2 URI1 VER2"
ONTOLOGY = URIRef("https://w3id.org/bsrgraph/ontology")
PARTNER = URIRef("https://w3id.org/bsrgraph/ontology#partner")
QUALITY = [row for row in read_table("quality") if row["test"] not in ("hosted", "compliant")]
FAIRNESS = [row for row in read_table("fairness") if row["test"] in ("has", "iri")]
Change = Callable[[Graph], object]


@cache
def parse(path: Path) -> tuple[object, ...]:
    """Read a file once."""
    return tuple(Graph().parse(path))


def read(site: Path, name: str) -> Graph:
    """Give a copy of a graph of the site, to be changed."""
    graph = Graph()
    for triple in parse(site / name):
        graph.add(triple)  # type: ignore[arg-type]
    return graph


def index(graph: Graph) -> Facts:
    """Index a graph of rdflib as preflight sees it."""
    return index_triples(ox.parse(graph.serialize(format="nt"), format=ox.RdfFormat.N_TRIPLES))


def drop(graph: Graph, kinds: str, words: str) -> None:
    """Take properties away from every node of some classes."""
    for kind in kinds.split():
        for node in list(graph.subjects(RDF.type, URIRef(expand(kind)))):
            for word in words.split():
                graph.remove((node, URIRef(expand(word)), None))


def find(lines: list[Line], check: str, state: State = State.fails) -> Line:
    """Find the only line of a check that ended so."""
    (line,) = [x for x in lines if x.check == check and x.state is state]
    return line


@pytest.mark.parametrize("which", ["frozen_site", "hosted_site"])
def test_our_own_site_has_all_that_files_can_have(
    which: str, request: pytest.FixtureRequest
) -> None:
    """No check fails, nothing is only recommended and lacking, 325 of 405 points, 80 wait for a host."""
    lines = look_over(request.getfixturevalue(which))
    assert [x for x in lines if x.state in (State.fails, State.warns)] == []
    assert sum_points(lines) == (325, 80, 405)
    assert name_parts(lines)["quality (MQA)"].startswith(
        "325 of 405 points, 80 wait for a host; Good,"
    )
    assert name_parts(lines)["DCAT-AP 3.0.1"] == "no violation, no warning"


def test_every_test_of_foops_is_answered_or_waits(frozen_site: Path) -> None:
    """All 24 ids are there; those that ask a host wait, and so does the DOI that nobody makes up."""
    lines = [x for x in look_over(frozen_site) if x.part == "ontology" and x.group != "terms"]
    assert {x.check for x in lines} == set(FOOPS.split())
    waiting = {x.check for x in lines if x.state is State.waits}
    assert waiting == {*HOSTED.split(), "OM3"}
    assert find(lines, "OM3", State.waits).found.endswith("DOI")


@pytest.mark.parametrize("row", QUALITY, ids=lambda row: row["check"])
def test_each_metric_can_be_lost(frozen_site: Path, row: dict[str, str]) -> None:
    """Without what a metric asks for its points are gone, the sum is less, and the remedy is told."""
    graph = read(frozen_site, "catalog.ttl")
    listed = row["test"] != "there"
    if listed:
        for word in row["property"].split():
            for node in list(graph.subjects(RDF.type, URIRef(expand(row["kind"])))):
                graph.set((node, URIRef(expand(word)), URIRef("http://example.org/x")))
    else:
        drop(graph, row["kind"], row["property"])
    lines = reckon_points(index(graph), True)
    line = find(lines, row["check"])
    assert (line.points, line.of, line.remedy) == (
        0,
        int(row["points"]),
        row["remedy"],
    ) and line.remedy
    assert sum_points(lines)[0] <= 325 - int(row["points"])


def test_weights_are_those_of_the_portal() -> None:
    """The five dimensions have 100, 100, 110, 75 and 20 points; 80 of them wait."""
    sums: dict[str, int] = {}
    for row in read_table("quality"):
        sums[row["group"]] = sums.get(row["group"], 0) + int(row["points"])
    assert sums == {"findability": 100, "accessibility": 100, "interoperability": 110, "reusability": 75, "contextuality": 20}  # fmt: skip
    assert sum(int(row["points"]) for row in read_table("quality") if row["test"] == "hosted") == 80


def test_parts_of_points_are_not_rounded_up(frozen_site: Path) -> None:
    """One file without a licence costs its share, whole points only, and is named."""
    graph = read(frozen_site, "catalog.ttl")
    node = sorted(graph.objects(DATASET, DCAT.distribution))[0]
    number = len(set(graph.objects(DATASET, DCAT.distribution)))
    graph.remove((node, DCTERMS.license, None))
    line = find(reckon_points(index(graph), True), "licence")
    assert line.points == 20 * (number - 1) // number < 20
    assert str(graph.value(node, DCTERMS.title)) in line.found


def test_a_violation_costs_the_points_of_dcat_ap(frozen_site: Path, tmp_path: Path) -> None:
    """A catalogue without a title is not DCAT-AP, so 30 points less."""
    change_file(
        frozen_site, tmp_path, "catalog.ttl", lambda g: g.remove((CATALOG, DCTERMS.title, None))
    )
    lines = look_over(tmp_path)
    assert find(lines, "DCAT-AP").points == 0 and sum_points(lines)[0] == 295
    assert name_parts(lines)["DCAT-AP 3.0.1"] == "1 violation, no warning"


def change_file(site: Path, folder: Path, name: str, change: Change) -> None:
    """Copy a site by links and change one of its graphs."""
    link_site(site, folder)
    graph = Graph().parse(site / name)
    change(graph)
    (folder / name).unlink()
    (folder / name).write_text(graph.serialize(format="turtle"), encoding="utf-8")


def link_site(site: Path, folder: Path) -> None:
    """Copy a site without its many pages and without copying bytes; unlink a file before writing it."""
    for path in (*site.glob("*.*"), *(site / "data").rglob("*.*"), site / "data" / "SHA256SUMS"):
        if path.is_file():
            target = folder / path.relative_to(site)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.hardlink_to(path)


@pytest.mark.parametrize("row", FAIRNESS, ids=lambda row: f"{row['id']} {row['item']}")
def test_each_piece_of_metadata_can_lack(frozen_site: Path, row: dict[str, str]) -> None:
    """Without it the test of FOOPS! that asks for it fails and says what to add."""
    graph = read(frozen_site, "data/ontology.ttl")
    for word in row["properties"].split():
        graph.remove((ONTOLOGY, URIRef(expand(word)), None))
    missed = [
        x for x in check_ontology(index(graph)) if x.state is State.fails and x.check == row["id"]
    ]
    assert (row["remedy"],) == tuple(
        x.remedy for x in missed if x.found.split(":")[0].endswith(row["item"])
    )


def rename(iri: str) -> Change:
    """Give the ontology another IRI."""

    def change(graph: Graph) -> None:
        for _, predicate, value in list(graph.triples((ONTOLOGY, None, None))):
            graph.remove((ONTOLOGY, predicate, value))
            graph.add((URIRef(iri), predicate, value))

    return change


def forget_others(graph: Graph) -> None:
    """Take away all that says of what others have defined our terms are a part."""
    for predicate in (RDFS.subClassOf, RDFS.subPropertyOf):
        for triple in list(graph.triples((None, predicate, None))):
            if not str(triple[2]).startswith(str(ONTOLOGY)):
                graph.remove(triple)


def keep_only_own_language(graph: Graph) -> None:
    """Describe the ontology with words of OWL alone; the namespace must be told, or there are no terms."""
    for triple in list(graph.triples((ONTOLOGY, None, None))):
        if not str(triple[1]).startswith((str(OWL), str(RDF), str(RDFS))):
            graph.remove(triple)


ONTOLOGIES: dict[str, tuple[str, Change]] = {
    "another IRI": ("URI2", rename("https://w3id.org/another")),
    "no http": ("HTTP1", rename("urn:x:ontology")),
    "IRI of a firm": ("PURL1", rename("https://example.com/ontology")),
    "version is the ontology": ("VER1", lambda g: g.set((ONTOLOGY, OWL.versionIRI, ONTOLOGY))),
    "version is text": ("VER1", lambda g: g.set((ONTOLOGY, OWL.versionIRI, Literal("1")))),
    "no version": ("VER1", lambda g: g.remove((ONTOLOGY, OWL.versionIRI, None))),
    "licence in words": ("OM4.1", lambda g: g.set((ONTOLOGY, DCTERMS.license, Literal("free")))),
    "only its own words": ("VOC1", keep_only_own_language),
    "alone": ("VOC2", forget_others),
    "term without label": ("VOC3", lambda g: g.remove((PARTNER, RDFS.label, None))),
    "label in Latvian alone": ("VOC3", lambda g: g.set((PARTNER, RDFS.label, Literal("x", "lv")))),
    "term without definition": ("VOC4", lambda g: g.remove((PARTNER, SKOS.definition, None))),
    "empty definition": ("VOC4", lambda g: g.set((PARTNER, SKOS.definition, Literal(" ", "en")))),
}  # fmt: skip


@pytest.mark.parametrize("what", ONTOLOGIES)
def test_each_test_of_the_ontology_can_fail(frozen_site: Path, what: str) -> None:
    """One change makes the test fail and say what to do."""
    check, change = ONTOLOGIES[what]
    graph = read(frozen_site, "data/ontology.ttl")
    change(graph)
    failing = {x.check: x for x in check_ontology(index(graph)) if x.state is State.fails}
    assert failing[check].remedy and failing[check].found


def test_a_doi_is_known_when_there_is_one(frozen_site: Path) -> None:
    """With a DOI nothing of OM3 waits any more; an address that is none is no DOI."""
    graph = read(frozen_site, "data/ontology.ttl")
    graph.add((ONTOLOGY, URIRef(expand("bibo:doi")), Literal("10.5281/zenodo.1234567")))
    assert "DOI" in find(check_ontology(index(graph)), "OM3", State.fine).found
    graph.set((ONTOLOGY, URIRef(expand("bibo:doi")), Literal("https://example.org/10")))
    assert "DOI" in find(check_ontology(index(graph)), "OM3", State.waits).found


def test_one_ontology_is_wanted(frozen_site: Path) -> None:
    """None, or two, are told at once."""
    graph = read(frozen_site, "data/ontology.ttl")
    graph.add((PARTNER, RDF.type, OWL.Ontology))
    assert [x.check for x in check_ontology(index(graph))] == ["2 nodes are an owl:Ontology"]
    assert [x.check for x in check_ontology(Facts({}))] == ["no owl:Ontology"]


def test_terms_that_the_ontology_lacks_are_named(frozen_site: Path) -> None:
    """A term of our own namespace that nobody declared is found; others' terms are their own."""
    facts = index(read(frozen_site, "data/ontology.ttl"))
    used = {str(PARTNER), str(ONTOLOGY) + "#prtner", str(FOAF.nick)}
    assert find_undeclared(facts, used) == [str(ONTOLOGY) + "#prtner"]


def test_missing_catalogue_is_a_mistake() -> None:
    """Nothing at all is no good catalogue."""
    checks = [x.check for x in check_catalogue(Facts({})) if x.state is State.fails]
    assert checks == ["there is no dcat:Catalog", "there is no dcat:Dataset"]


def run(*words: str) -> tuple[int, str, str]:
    """Run the command; gives exit code, what it wrote, and what it said to people."""
    done = CliRunner().invoke(app, ["preflight", *words])
    return done.exit_code, done.stdout, done.stderr


def test_the_command_exits_with_what_it_found(frozen_site: Path, tmp_path: Path) -> None:
    """0 where nothing fails, 1 with each remedy where something does, in every form."""
    code, out, said = run(str(frozen_site))
    assert code == 0 and "325 of 405 points" in out and "no check failed" in said
    change_file(
        frozen_site,
        tmp_path,
        "catalog.ttl",
        lambda g: drop(g, "dcat:Dataset", "dcat:keyword dcterms:title"),
    )
    lines = look_over(tmp_path)
    wrong = [x for x in lines if x.state in (State.fails, State.warns)]
    assert len(wrong) >= 4 and all(x.remedy for x in wrong)
    for words in ([], ["-f", "json"], ["-f", "csv"], ["-f", "markdown"]):
        code, out, said = run(str(tmp_path), *words)
        assert code == 1 and re.search(r"\d+ checks of \d+ failed", said)
        plain = re.sub(r"[\s\\]+", "", out)
        assert all(
            re.sub(r"\s+", "", x.remedy).replace('"', "") in plain.replace('"', "") for x in wrong
        )
    rows = json.loads(run(str(tmp_path), "-f", "json")[1])
    assert len(rows) == len(lines) == len(list_lines(lines))


def test_without_a_site_the_command_says_how_to_get_one(tmp_path: Path) -> None:
    """No folder is a wrong use, and the way out is told."""
    done = CliRunner().invoke(app, ["preflight", str(tmp_path / "none")])
    assert done.exception is not None and "run bsrgraph publish first" in str(done.exception)
