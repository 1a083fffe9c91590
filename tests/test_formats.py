"""File formats: what is written is what other programs read, the same bytes at every run."""

import csv
import io
import random
import re
from dataclasses import replace

import networkx as nx
import pyoxigraph as ox
import pytest

from bsrgraph.answers import Answer
from bsrgraph.content import find_content
from bsrgraph.formats import format_network
from bsrgraph.network import build_network, describe_nodes, read_network, weigh_network
from bsrgraph.queries import find_query, parse_query, read_catalogue

NETWORKS = sorted(read_catalogue(find_content(), "networks"))
FORMS = ("csv", "gexf", "graphml")
READERS = {"gexf": nx.read_gexf, "graphml": nx.read_graphml}
ID = "https://w3id.org/bsrgraph/id/"


def read_back(text, form):
    """Read a file as NetworkX does."""
    return READERS[form](io.BytesIO(text.encode()))


def make(rows, header="#+ weight: strength, meetings"):
    """Make a network from rows: two ids with names, via, name of the via."""
    columns = ("from", "fromName", "to", "toName", "relation", "via", "viaName", "statement")
    cells = [(a, an, b, bn, "meets", v, vn, "s") for a, an, b, bn, v, vn in rows]
    terms = tuple(tuple(ox.Literal(cell) if cell else None for cell in row) for row in cells)
    return read_network(parse_query("made", header), Answer("SELECT", columns, terms))


@pytest.mark.parametrize("form", READERS)
@pytest.mark.parametrize("name", NETWORKS)
def test_networkx_reads_back_nodes_edges_and_weights(frozen, frozen_run, name, form):
    """Who opens the file has the same nodes, names, links and weights."""
    network = build_network(frozen, find_query(frozen, name), frozen_run)
    simple = weigh_network(network)
    read = read_back(format_network(network, form), form)
    assert set(read) == set(simple)
    assert {frozenset(pair): w for *pair, w in read.edges(data="weight")} == {
        frozenset(pair): w for *pair, w in simple.edges(data="weight")
    }
    assert {n: d["label"] for n, d in read.nodes(data=True)} == dict(simple.nodes(data="name"))
    assert {n: d["kind"] for n, d in read.nodes(data=True)} == dict(simple.nodes(data="kind"))


@pytest.mark.parametrize("form", READERS)
def test_files_carry_country_sectors_point_and_vias(frozen, frozen_run, form):
    """Gephi can colour by country and place by latitude without another file."""
    network = build_network(frozen, find_query(frozen, "cluster-cluster"), frozen_run)
    read = read_back(format_network(network, form), form)
    birch = read.nodes[ID + "birch-cluster"]
    assert (birch["country"], birch["sectors"]) == ("Sweden", "energy")
    assert birch["latitude"] == network.nodes[ID + "birch-cluster"]["latitude"]
    assert read.edges[ID + "alder-cluster", ID + "birch-cluster"]["vias"] == "Acorn; Bark; Fern"


@pytest.mark.parametrize("form", READERS)
def test_a_directed_network_stays_directed(form):
    """Two ways between the same two are two links in the file."""
    rows = [
        ("a", "A", "b", "B", "v", "V"),
        ("b", "B", "a", "A", "w", "W"),
        ("b", "B", "a", "A", "x", "X"),
    ]
    network = make(rows, "#+ weight: strength, payments\n#+ directed: yes")
    read = read_back(format_network(network, form), form)
    assert read.is_directed()
    assert {(a, b): w for a, b, w in read.edges(data="weight")} == {("a", "b"): 1, ("b", "a"): 2}


def test_the_table_of_links_is_worked_out_by_hand(frozen, frozen_run):
    """Names, weight and shared projects of each pair, then the ids, in the order of the ids."""
    network = build_network(frozen, find_query(frozen, "cluster-cluster"), frozen_run)
    assert list(csv.reader(io.StringIO(format_network(network, "csv")))) == [
        ["fromName", "toName", "weight", "vias", "from", "to"],
        [
            "Alder Cluster",
            "Birch Cluster",
            "3",
            "Acorn; Bark; Fern",
            ID + "alder-cluster",
            ID + "birch-cluster",
        ],
        ["Alder Cluster", "Hazel Cluster", "1", "Bark", ID + "alder-cluster", ID + "hazel-cluster"],
        ["Birch Cluster", "Hazel Cluster", "1", "Bark", ID + "birch-cluster", ID + "hazel-cluster"],
        [
            "Cedar Cluster",
            "Dogwood Cluster",
            "1",
            "Cone",
            ID + "cedar-cluster",
            ID + "dogwood-cluster",
        ],
    ]


@pytest.mark.parametrize("form", FORMS)
def test_links_of_context_are_in_no_file(frozen, frozen_run, form):
    """Where a cluster is located has no weight and would be read as a link like others."""
    network = build_network(frozen, find_query(frozen, "cluster-country"), frozen_run)
    assert any(data["relation"] == "located in" for *_, data in network.edges(data=True))
    assert "located in" not in format_network(network, form)


def test_gexf_holds_no_date_and_no_version():
    """NetworkX would write today's date and its own version; both change without the data."""
    text = format_network(make([("a", "A", "b", "B", "v", "V")]), "gexf")
    assert "lastmodified" not in text
    assert not re.search(r"\d{4}-\d{2}-\d{2}", text)
    assert nx.__version__ not in text
    assert "<creator>bsrgraph</creator>" in text


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_a_spreadsheet_runs_no_name_as_a_formula(name):
    """Names of nodes and vias that begin like a formula are quoted as text in the table."""
    text = format_network(make([("a", name, "b", "B", "v", name)]), "csv")
    row = list(csv.reader(io.StringIO(text)))[1]
    assert (row[0], row[3]) == (f"'{name}", f"'{name}")


@pytest.mark.parametrize("form", READERS)
def test_a_name_with_markup_stays_text(form):
    """Angle brackets, quotes and ampersands of a name come back as they were."""
    name = '<script src="x">alert(1)</script> & "Kārkls"'
    read = read_back(format_network(make([("a", name, "b", "B", "v", name)]), form), form)
    assert read.nodes["a"]["label"] == name
    assert read.edges["a", "b"]["vias"] == name


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", NETWORKS)
def test_shuffled_rows_give_the_same_bytes(frozen, frozen_run, name, form):
    """Neither the order of edges nor that of the facts about nodes shows in the file."""
    query = find_query(frozen, name)
    answer = frozen_run(query.text)
    texts = set()
    for seed in range(3):
        terms = list(answer.terms)
        random.Random(seed).shuffle(terms)
        network = read_network(query, replace(answer, terms=tuple(terms)))
        texts.add(format_network(network, form))
    assert len(texts) == 1
    assert texts == {format_network(read_network(query, answer), form)}


@pytest.mark.parametrize("form", FORMS)
def test_facts_about_nodes_in_any_order_give_the_same_bytes(form):
    """Sectors are sorted, whatever order they come in."""
    columns = ("node", "countryName", "sectorName", "latitude", "longitude")
    rows = [("a", "Latvia", sector, None, None) for sector in ("food", "energy", "ICT")]
    texts = set()
    for chosen in (rows, rows[::-1]):
        network = make([("a", "A", "b", "B", "v", "V")])
        terms = tuple(tuple(ox.Literal(c) if c else None for c in row) for row in chosen)
        describe_nodes(network, Answer("SELECT", columns, terms))
        texts.add(format_network(network, form))
    assert len(texts) == 1


@pytest.mark.parametrize("form", READERS)
def test_an_empty_network_is_a_file_without_nodes(form):
    """A question without an answer still gives a file that opens."""
    assert len(read_back(format_network(make([]), form), form)) == 0
