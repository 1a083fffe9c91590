"""File formats: what is written is what other programs read, the same bytes at every run."""

import csv
import io
import json
import random
import re
from dataclasses import replace

import igraph
import networkx as nx
import pyoxigraph as ox
import pytest

from bsrgraph.answers import Answer
from bsrgraph.content import find_content
from bsrgraph.errors import NetworkError
from bsrgraph.formats import FORMS, format_network
from bsrgraph.looks import read_colours
from bsrgraph.network import build_network, describe_nodes, read_network, weigh_network
from bsrgraph.network.description import date_edges
from bsrgraph.page.scene import make_nodes
from bsrgraph.queries import find_query, free_parameters, parse_query, read_catalogue

NETWORKS = sorted(read_catalogue(find_content(), "networks"))
READERS = {
    "gexf": nx.read_gexf,
    "graphml": nx.read_graphml,
    "cyjs": lambda file: nx.cytoscape_graph(json.load(file)),
}
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
    """Ids, weight, years and shared projects of each pair, then what the two are, by their ids."""
    network = build_network(frozen, find_query(frozen, "cluster-cluster"), frozen_run)
    text = format_network(network, "csv").replace(ID, "").replace("cluster organisation", "cluster")
    assert text.splitlines() == [
        "source,target,type,weight,firstYear,lastYear,vias,"
        "sourceLabel,sourceKind,sourceCountry,targetLabel,targetKind,targetCountry",
        "alder-cluster,birch-cluster,undirected,3,2020,2022,Acorn; Bark; Fern,"
        "Alder Cluster,cluster,Latvia,Birch Cluster,cluster,Sweden",
        "alder-cluster,hazel-cluster,undirected,1,2020,2020,Bark,"
        "Alder Cluster,cluster,Latvia,Hazel Cluster,cluster,Lithuania",
        "birch-cluster,hazel-cluster,undirected,1,2020,2020,Bark,"
        "Birch Cluster,cluster,Sweden,Hazel Cluster,cluster,Lithuania",
        "cedar-cluster,dogwood-cluster,undirected,1,2021,2021,Cone,"
        "Cedar Cluster,cluster,Denmark,Dogwood Cluster,cluster,Germany",
    ]


def make_dated():
    """Make three links: one of two dated projects and an undated one, one open, one undated."""
    network = make(
        [
            ("a", "A", "b", "B", "v", "V"),
            ("a", "A", "b", "B", "w", "W"),
            ("a", "A", "b", "B", "x", "X"),
            ("b", "B", "c", "C", "y", "Y"),
            ("c", "C", "d", "D", "z", "Z"),
        ]
    )
    network.graph["asOf"] = ""
    columns = ("via", "began", "ended", "firstDay", "lastDay")
    days = [
        ("v", "2014-05-01", "2015-12-31"),
        ("w", "2017-01-01", "2018-06-30"),
        ("y", "2016-01-01", None),
    ]
    cells = [(*(ox.Literal(c) if c else None for c in row), None, None) for row in days]
    date_edges(network, Answer("SELECT", columns, tuple(cells)))
    return network


@pytest.mark.parametrize("form", READERS)
def test_links_carry_the_years_that_are_known(form):
    """From the first to the last year of the dated projects; what no source ends has no last year."""
    read = read_back(format_network(make_dated(), form), form)
    years = {p: (d.get("firstYear"), d.get("lastYear")) for p, d in listed(read)}
    assert years == {"ab": (2014, 2018), "bc": (2016, None), "cd": (None, None)}


def listed(graph):
    """List the links with the ends as one word in the order of the alphabet."""
    return [("".join(sorted(pair)), data) for *pair, data in graph.edges(data=True)]


def test_the_table_leaves_unknown_years_empty():
    """No year is no zero."""
    rows = csv.DictReader(io.StringIO(format_network(make_dated(), "csv")))
    years = [(row["firstYear"], row["lastYear"]) for row in rows]
    assert years == [("2014", "2018"), ("2016", ""), ("", "")]


def test_gephi_shows_links_in_their_time():
    """Whole years in days; without an end the link stays, without a start it was always there."""
    text = format_network(make_dated(), "gexf")
    assert 'mode="dynamic"' in text and 'timeformat="date"' in text
    read = {pair: (d.get("start"), d.get("end")) for pair, d in listed(read_back(text, "gexf"))}
    assert read == {
        "ab": ("2014-01-01", "2018-12-31"),
        "bc": ("2016-01-01", None),
        "cd": (None, None),
    }
    assert 'mode="static"' in format_network(make([("a", "A", "b", "B", "v", "V")]), "gexf")


@pytest.mark.parametrize("name", NETWORKS)
def test_every_form_has_the_colours_of_the_page(frozen, frozen_run, name):
    """A node looks in Gephi, igraph and Cytoscape as it does on the graph page."""
    network = build_network(frozen, find_query(frozen, name), frozen_run)
    light = read_colours().partition("@media")[0]
    page = {
        node["id"]: re.search(rf"--kind-{node['look'] % 8}: (#\w+)", light)[1]
        for node in make_nodes(network)
    }
    files = {form: read_back(format_network(network, form), form).nodes for form in READERS}
    assert dict(files["cyjs"](data="color")) == dict(files["graphml"](data="color")) == page
    for node, viz in files["gexf"](data="viz"):
        assert "#{r:02x}{g:02x}{b:02x}".format(**viz["color"]) == page[node]
        red, green, blue = (files["graphml"][node][channel] for channel in "rgb")
        assert f"#{red:02x}{green:02x}{blue:02x}" == page[node]


def test_keys_of_graphml_are_names():
    """Gephi takes the keys d3 and d7 for labels of yEd, and so would show countries as names."""
    keys = re.findall(r'<key id="(\w+)" for="\w+" attr.name="(\w+)"', _graphml())
    assert keys and all(key == name for key, name in keys)
    assert len(dict(keys)) == len(keys)


def _graphml():
    return format_network(make_dated(), "graphml")


def test_cytoscape_finds_what_it_needs():
    """Ids are texts and unlike each other, each link joins nodes that are there, names are shown."""
    network = json.loads(format_network(make_dated(), "cyjs"))
    nodes = [node["data"] for node in network["elements"]["nodes"]]
    links = [link["data"] for link in network["elements"]["edges"]]
    ids = [element["id"] for element in nodes + links]
    assert all(isinstance(i, str) for i in ids) and len(set(ids)) == len(ids)
    assert {link[end] for link in links for end in ("source", "target")} <= {n["id"] for n in nodes}
    assert [node["name"] for node in nodes] == ["A", "B", "C", "D"]
    assert network["data"] == {"name": "made"}


@pytest.mark.parametrize("name", NETWORKS)
def test_igraph_reads_the_same(frozen, frozen_run, tmp_path, name):
    """igraph reads nodes, names, colours, links and weights."""
    network = build_network(frozen, free_parameters(find_query(frozen, name)), frozen_run)
    (tmp_path / "n.graphml").write_text(format_network(network, "graphml"), encoding="utf-8")
    read, simple = igraph.Graph.Read_GraphML(str(tmp_path / "n.graphml")), weigh_network(network)
    assert dict(zip(read.vs["id"], read.vs["label"], strict=True)) == dict(simple.nodes("name"))
    assert set(read.vs["color"]) <= set(re.findall("#[0-9a-f]{6}", read_colours()))
    ends = [frozenset((read.vs[e.source]["id"], read.vs[e.target]["id"])) for e in read.es]
    assert dict(zip(ends, read.es["weight"], strict=True)) == {
        frozenset(pair): w for *pair, w in simple.edges(data="weight")
    }


def test_another_form_is_refused():
    """The message lists the forms there are."""
    with pytest.raises(NetworkError, match="no form 'pajek'; write csv, cyjs, gexf, graphml"):
        format_network(make([]), "pajek")


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
    row = next(csv.DictReader(io.StringIO(text)))
    assert (row["sourceLabel"], row["vias"]) == (f"'{name}", f"'{name}")


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
