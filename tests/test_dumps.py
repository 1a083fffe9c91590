"""Each file for download holds the same graph, the same bytes at every run, and texts as texts."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import os
import random
import subprocess
import sys
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest
from rdflib import RDFS, Graph, Literal, URIRef
from samples import copy_content, hash_files
from site_samples import ASH, HOSTILE, add_hostile, write_own

from bsrgraph.answers import guard_cell, shorten
from bsrgraph.content import Content
from bsrgraph.graph import build_graph, read_corpus
from bsrgraph.publish import write_site
from bsrgraph.queries import read_catalogue
from bsrgraph.store import open_store, run_query, serialize_graph
from bsrgraph.vocabulary import ID
from bsrgraph.writing import (
    compress,
    list_triples,
    write_jsonld,
    write_ntriples,
)

NETWORK_FORMS = ("csv", "cyjs", "gexf", "graphml")
FORMS = {
    "ttl": ("turtle", ox.RdfFormat.TURTLE),
    "nt": ("nt", ox.RdfFormat.N_TRIPLES),
    "jsonld": ("json-ld", ox.RdfFormat.JSON_LD),
}
WRITE = (
    "import sys, pathlib; from bsrgraph.content import Content; from bsrgraph.publish import write_site;"
    "write_site(Content(pathlib.Path(sys.argv[1])))"
)


def read_ox(path: Path) -> set[str]:
    """Read a file with Oxigraph's strict parsers, each triple as text."""
    form = FORMS[path.suffix[1:]][1]
    return {str(quad.triple) for quad in ox.parse(path=str(path), format=form)}


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Content:
    """Give a few rows of our own."""
    return write_own(tmp_path_factory.mktemp("own"))


@pytest.fixture(scope="module")
def own_site(own: Content) -> Path:
    """Give the site of our own rows."""
    return write_site(own)


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the site of our own rows and of names that try to be more than text."""
    content = write_own(tmp_path_factory.mktemp("hostile"))
    add_hostile(content)
    return write_site(content)


def read_table(frozen_site: Path, name: str) -> list[dict[str, str]]:
    """Read a table as a spreadsheet would."""
    with (frozen_site / "data" / "tables" / f"{name}.csv").open(
        encoding="utf-8", newline=""
    ) as file:
        return list(csv.DictReader(file))


def test_all_that_is_promised_is_there(frozen: Content, frozen_site: Path) -> None:
    """Dumps, tables and networks with their gzip and hashes, and no more; and their descriptions."""
    networks = read_catalogue(frozen, "networks")
    plain = {f"bsrgraph.{form}" for form in FORMS} | {"ontology.ttl"}
    plain |= {
        f"tables/{n}.csv" for n in ("clusters", "money", "partnerships", "projects", "sources")
    }
    plain |= {f"networks/{name}.{form}" for name in networks for form in NETWORK_FORMS}
    names = {f"data/{name}{end}" for name in plain for end in ("", ".gz")}
    described = {"catalog.ttl", "catalog.jsonld", "void.ttl", "service.ttl", "queries.ttl"}
    found = set(hash_files(frozen_site))
    assert described <= found
    assert {f for f in found if f.startswith("data/")} == names | {"data/SHA256SUMS"}


def test_the_same_bytes_whatever_the_seed_the_rows_and_the_folder(
    frozen: Content, frozen_site: Path, tmp_path: Path
) -> None:
    """Another process with another hash seed and another clock writes shuffled sheets as the same bytes."""
    other = copy_content(tmp_path / "elsewhere" / "content", frozen.data)
    shuffle = random.Random(5)
    for path in (*other.sheets(), *(other.data / "registry").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        shuffle.shuffle(rows)
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([header, *rows])
    environment = {**os.environ, "PYTHONHASHSEED": "11", "TZ": "Asia/Tokyo", "LC_ALL": "C"}
    subprocess.run([sys.executable, "-c", WRITE, str(other.root)], check=True, env=environment)
    assert hash_files(other.built / "site") == hash_files(frozen_site)


@pytest.mark.parametrize("form", FORMS)
def test_each_dump_holds_the_graph(frozen: Content, frozen_site: Path, form: str) -> None:
    """Two parsers read each dump back as the very graph that was built; no node is blank."""
    path = frozen_site / "data" / f"bsrgraph.{form}"
    graph = build_graph(read_corpus(frozen))
    built = {str(triple) for triple in list_triples(graph)}
    assert read_ox(path) == built
    assert not any(part.startswith("_:") for line in built for part in line.split(" ")[:3])
    found = Graph().parse(path, format=FORMS[form][0])
    assert len(found) == len(built)
    assert set(found) == set(Graph().parse(frozen_site / "data" / "bsrgraph.nt", format="nt"))


def test_ontology_is_part_of_the_whole(frozen_site: Path) -> None:
    """The vocabulary alone is Turtle, and all of it is in the whole graph."""
    alone = read_ox(frozen_site / "data" / "ontology.ttl")
    assert len(alone) > 1000 and alone < read_ox(frozen_site / "data" / "bsrgraph.ttl")


@pytest.mark.parametrize("which", ["frozen_site", "hostile_site"])
def test_ntriples_are_what_rdfc_hashes(which: str, request: pytest.FixtureRequest) -> None:
    """Without blank nodes the canonical form of RDFC-1.0 is the file itself, line by line."""
    data = (request.getfixturevalue(which) / "data" / "bsrgraph.nt").read_bytes()
    lines = data.decode().split("\n")
    assert (
        lines[-1] == ""
        and lines[:-1] == sorted(set(lines[:-1]))
        and "_:" not in {x[:2] for x in lines}
    )
    dataset = ox.Dataset(ox.parse(data, format=ox.RdfFormat.N_TRIPLES))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    quads = (ox.serialize([quad], format=ox.RdfFormat.N_QUADS) or b"" for quad in dataset)
    canonical = b"".join(sorted(quads))
    assert hashlib.sha256(canonical).hexdigest() == hashlib.sha256(data).hexdigest()


def test_ntriples_escape_as_the_standard_says() -> None:
    """Canonical N-Triples escape nine characters by letter, other controls by number, nothing else."""
    text = "\b\t\n\f\r\"\\\x00\x01\x1f\x7f\x85\u2028āЖ🌲'"
    node = ox.NamedNode("http://example.org/ā")
    line = (
        r'<http://example.org/ā> <http://example.org/ā> "\b\t\n\f\r\"\\\u0000\u0001\u001F\u007F'
        + "\x85\u2028āЖ🌲'\" .\n"
    )
    assert write_ntriples([ox.Triple(node, node, ox.Literal(text))] * 2).decode() == line


def test_gzip_is_the_file(frozen_site: Path) -> None:
    """Each gzip gives the file beside it back, and holds neither time nor name."""
    packed = sorted((frozen_site / "data").rglob("*.gz"))
    assert len(packed) > 10
    for path in packed:
        data = path.read_bytes()
        assert gzip.decompress(data) == path.with_suffix("").read_bytes()
        assert data[:10] == b"\x1f\x8b\x08\x00" + bytes(4) + b"\x02\xff"
    assert compress(b"x") == compress(b"x")


def test_the_list_of_hashes_is_true_and_whole(frozen_site: Path) -> None:
    """SHA256SUMS holds each file of its folder once, as hashlib reckons it."""
    text = (frozen_site / "data" / "SHA256SUMS").read_text(encoding="ascii")
    listed = dict(reversed(line.split("  ", 1)) for line in text.splitlines())
    assert list(listed) == sorted(listed)
    found = hash_files(frozen_site / "data")
    del found["SHA256SUMS"]
    assert listed == found


def test_jsonld_is_compact_and_readable(own_site: Path) -> None:
    """A thing is one node of plain words: no IRI is written out that has a prefix."""
    document = json.loads((own_site / "data" / "bsrgraph.jsonld").read_bytes())
    nodes = {node["@id"]: node for node in document["@graph"]}
    assert list(nodes) == sorted(nodes, key=list(nodes).index) and set(document) == {
        "@context",
        "@graph",
    }
    assert nodes["id:root-project"] == {
        "@id": "id:root-project",
        "@type": ["bsr:Cooperation", "bsr:Project"],
        "call": "id:root-call",
        "label": "Root",
        "leadPartner": "id:ash-cluster",
        "partner": ["id:ash-cluster", "id:bay-cluster"],
        "partnerCountry": "id:finland",
        "period": "value:2019-01..2020-06",
        "sector": "id:energy",
    }
    assert nodes["id:ash-cluster"]["altLabel"] == {"lv": "Ošu klasteris"}
    assert nodes["id:latvia"]["prefLabel"]["fi"] == "Latvia"
    assert document["@context"]["partner"] == {"@id": "bsr:partner", "@type": "@id"}


TERMS = """
@prefix bsr: <https://w3id.org/bsrgraph/ontology#> . @prefix id: <https://w3id.org/bsrgraph/id/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix x: <http://example.org/> . @prefix dcterms: <http://purl.org/dc/terms/> .
id:a bsr:title "t" , "t"@en , id:b , 5 , 05 , -0 , 12345678901234567890 , 1.50 , 1e3 , true , "1"^^xsd:boolean , "x"^^x:type .
id:a dcterms:title "u"@lv , "v"@lv , "w"@en-GB ; x:value "plain" ; bsr:value true , false ; x:id <id://b> , <http://example.org/> .
id:a bsr:graph 7 , 8 ; bsr:day "2016-02-30"^^xsd:date , "2016-01-01"^^xsd:date ; bsr:st <https://w3id.org/bsrgraph/id//b> .
bsr: bsr:partner <https://w3id.org/bsrgraph/id/> , <urn:x:y> . <urn:x:y> a bsr:Thing , <urn:x:y> .
"""


def test_jsonld_keeps_every_kind_of_term(tmp_path: Path) -> None:
    """Whatever stands behind a word, numbers as they were written included, comes back as it was."""
    triples = list_triples(TERMS.encode())
    for prefixes in (
        {},
        {"bsr": "https://w3id.org/bsrgraph/ontology#", "id": str(ID), "value": "urn:x:"},
    ):
        path = tmp_path / "x.jsonld"
        path.write_bytes(write_jsonld(triples, prefixes))
        assert read_ox(path) == {str(triple) for triple in triples}


def test_order_of_triples_does_not_show() -> None:
    """Triples are listed in one order, whatever order they stand in; N-Triples are sorted lines."""
    triples = list_triples(TERMS.encode())
    backwards = ox.serialize(triples[::-1], format=ox.RdfFormat.TURTLE)
    assert list_triples(backwards) == triples
    assert write_ntriples(triples[::-1]) == write_ntriples(triples)


EXPECTED = {
    "clusters": [
        ["ash-cluster", "Ash Cluster", "Estonia; Latvia", "Estonia; Riga", "ICT; energy", "1", "1"],
        ["bay-cluster", "Bay Cluster", "Sweden", "Malmö", "", "1", "1"],
    ],
    "projects": [
        ["leaf-alliance", "Leaf Alliance", "cooperation", "", "", "", "", "0", ""],
        ["root-project", "Root", "project", "Root Programme", "Root Call", "2019-01..2020-06", "energy", "2", "Estonia; Finland; Latvia; Sweden"],
    ],
    "partnerships": [
        ["leaf-alliance", "Leaf Alliance", "associated partner", "bay-cluster", "Bay Cluster", "Sweden", "", "", "", "stated", "2019-04-ash-press-ash-and-bay", "Ash and Bay meet"],
        ["root-project", "Root", "lead partner", "ash-cluster", "Ash Cluster", "Estonia; Latvia", "2019", "", "", "stated", "2019-04-ash-press-ash-and-bay", "Ash and Bay meet"],
        ["root-project", "Root", "partner", "ash-press", "Ash Press", "", "", "", "", "denied", "2019-04-ash-press-ash-and-bay", "Ash and Bay meet"],
        ["root-project", "Root", "partner", "bay-cluster", "Bay Cluster", "Sweden", "", "", "", "stated", "undated-ash-press-leaflet", "A leaflet"],
        ["root-project", "Root", "partner", "bay-cluster", "Bay Cluster", "Sweden", "2019-04", "", "", "stated", "2019-04-ash-press-ash-and-bay", "Ash and Bay meet"],
    ],
    "money": [
        ["root-project", "Root", "budget", "1.2 MEUR", "1150000", "1250000", "EUR", "False", "", "", "2019", "stated", "2019-04-ash-press-ash-and-bay", "Ash and Bay meet"],
        ["root-project", "Root", "partner budget", "~30000 EUR", "25000", "35000", "EUR", "True", "bay-cluster", "Bay Cluster", "", "planned", "2019-04-ash-press-ash-and-bay", "Ash and Bay meet"],
    ],
    "sources": [
        ["undated-ash-press-leaflet", "A leaflet", "document", "Ash Press", "", "en", "", "5"],
        ["2019-04-ash-press-ash-and-bay", "Ash and Bay meet", "news article", "Ash Press", "2019-04", "lv", "https://example.org/ash", str(len(ASH.splitlines()) - 1)],
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", EXPECTED)
def test_a_table_has_exactly_the_rows_worked_out_by_hand(own_site: Path, name: str) -> None:
    """Rows and their order are those that the few rows of our own must give; statements are hashes."""
    rows = read_table(own_site, name)
    assert [[shorten(v) for k, v in row.items() if k != "statement"] for row in rows] == EXPECTED[
        name
    ]


@pytest.fixture(scope="module")
def own_graph(own: Content) -> Graph:
    """Give our own rows as a graph that rdflib's own engine answers for."""
    return build_graph(read_corpus(own))


@pytest.mark.parametrize("name", EXPECTED)
def test_another_engine_fills_the_table_alike(own: Content, own_graph: Graph, name: str) -> None:
    """rdflib's own engine gives the same rows in the same order."""
    text = read_catalogue(own, "tables")[name].text
    answer = run_query(open_store(serialize_graph(own_graph)), text)
    found = [[None if term is None else str(term) for term in row] for row in own_graph.query(text)]
    assert found == [[term and term.value for term in row] for row in answer.terms]
    assert len(found) > 1


@pytest.mark.parametrize("name", EXPECTED)
def test_a_table_has_no_row_twice(real_run, content: Content, name: str) -> None:
    """In the real content each thing or statement has one row, and each id its name beside it."""
    answer = real_run(read_catalogue(content, "tables")[name].text)
    key = "statement" if "statement" in answer.columns else answer.columns[0]
    keys = [row[key] for row in answer]
    assert len(set(keys)) == len(keys) > 100
    ids = {c for row in answer for c, v in row.items() if str(v).startswith(str(ID))}
    assert {f"{column}Name" for column in ids} <= set(answer.columns)


def test_names_are_text_in_every_rdf_file(hostile_site: Path) -> None:
    """What tries to be markup, JSON, a term or an escape is the label it was, for both parsers."""
    for form, (rdflib_form, ox_form) in FORMS.items():
        path = hostile_site / "data" / f"bsrgraph.{form}"
        graph = Graph().parse(path, format=rdflib_form)
        found = {str(s): o for s, p, o in graph if p == RDFS.label}
        store = ox.Store()
        store.load(path=str(path), format=ox_form)
        for thing, name in HOSTILE.items():
            assert found[str(ID[thing])] == Literal(name)
            label = (ox.NamedNode(str(ID[thing])), ox.NamedNode(str(RDFS.label)), ox.Literal(name))
            assert list(store.quads_for_pattern(*label))
    assert len(graph) == len(store)


def test_names_are_text_in_tables_and_never_formulas(hostile_site: Path) -> None:
    """A cell that a spreadsheet would run as a formula has a quote before it; others stay as they are."""
    rows = {row["cluster"]: row for row in read_table(hostile_site, "clusters")}
    for thing, name in HOSTILE.items():
        cell = rows[str(ID[thing])]["clusterName"]
        assert cell == guard_cell(name) and cell in (name, f"'{name}")
    for name in EXPECTED:
        for row in read_table(hostile_site, name):
            assert not any(
                cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row.values()
            )
    text = (hostile_site / "data" / "tables" / "clusters.csv").read_text(encoding="utf-8")
    assert "'=HYPERLINK" in text and next(csv.reader(io.StringIO(text)))[0] == "cluster"


def test_names_are_text_in_networks(hostile_site: Path) -> None:
    """GEXF and GraphML give the labels back as they were."""
    folder = hostile_site / "data" / "networks"
    gexf = nx.read_gexf(folder / "cluster-country.gexf")
    graphml = nx.read_graphml(folder / "cluster-country.graphml")
    for thing, name in HOSTILE.items():
        node = str(ID[thing])
        assert gexf.nodes[node]["label"] == graphml.nodes[node]["label"] == name
    assert set(gexf) == set(graphml)


def test_own_rows_are_in_the_graph(own_site: Path) -> None:
    """The dumps hold what the sheets say: one triple, looked up by hand."""
    graph = Graph().parse(own_site / "data" / "bsrgraph.jsonld", format="json-ld")
    partner = URIRef("https://w3id.org/bsrgraph/ontology#partner")
    assert set(graph.objects(ID["root-project"], partner)) == {ID["ash-cluster"], ID["bay-cluster"]}
