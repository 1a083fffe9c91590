"""Measures as observations: every value, no other, in a cube that keeps the W3C's constraints."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pyoxigraph as ox
import pytest
from cube import CONSTRAINTS, HIERARCHIES, PREFIXES, check_store, find_broken
from rdflib import Graph

import bsrgraph
from bsrgraph.analysis import list_measures, rank_nodes, write_observations
from bsrgraph.answers import Answer
from bsrgraph.content import PACKAGE, Content, find_content
from bsrgraph.errors import NetworkError
from bsrgraph.graph import build_graph, read_corpus
from bsrgraph.network import read_network
from bsrgraph.queries import find_query, parse_query, read_catalogue
from bsrgraph.vocabulary import ID

OB = "https://w3id.org/bsrgraph/observation/"
NETWORKS = sorted(read_catalogue(find_content(), "networks"))
# A star of three rays, and a pair apart.
STAR = ("hub a", "hub b", "hub c", "x y")
DOCUMENTS = sorted((PACKAGE.parent / "docs").glob("*.md"))


def make(pairs=STAR, name="star", prefix=str(ID)):
    """Make a network of pairs of words; each pair meets once."""
    columns = ("from", "fromName", "to", "toName", "relation", "via", "viaName", "statement")
    rows = [
        (prefix + a, a.upper(), prefix + b, b.upper(), "meets", a + b, a + b, "s")
        for a, b in map(str.split, pairs)
    ]
    terms = tuple(tuple(map(ox.Literal, row)) for row in rows)
    header = "#+ summary: Who meets whom?\n#+ weight: strength, meetings"
    return read_network(parse_query(name, header), Answer("SELECT", columns, terms))


def write(*networks, measures=()):
    """Write observations of networks, of a made-up version of the graph."""
    return write_observations(networks, measures, version="bsrgraph 1.2.3", digest="ab" * 32)


def open_cube(turtle: bytes) -> ox.Store:
    """Open a cube to ask it."""
    store = ox.Store()
    store.load(turtle, format=ox.RdfFormat.TURTLE)
    return store


def ask(store: ox.Store, query: str) -> list[tuple[str, ...]]:
    """Ask a cube; cells are short words."""
    rows = store.query(PREFIXES + query)
    return [tuple(str(c.value).replace(OB, "").replace(str(ID), "") for c in row) for row in rows]


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the observations of the real graph."""
    return bsrgraph.observe(path=tmp_path_factory.mktemp("observations") / "o.ttl")


def test_observations_are_worked_out_by_hand() -> None:
    """The hub lies between the three pairs of its rays, of the ten pairs of others."""
    store = open_cube(write(make(), measures=["betweenness"]))
    query = """SELECT ?o ?network ?measure ?node ?value ?rank ?tied { ?o a qb:Observation ;
      qb:dataSet ob:dataset ; ob:network ?network ; ob:measure ?measure ; ob:node ?node ;
      ob:value ?value ; ob:rank ?rank ; ob:tied ?tied } ORDER BY ?node"""
    codes = ("network/star", "measure/betweenness")
    places = {"hub": ("0.3", "1", "false"), **dict.fromkeys("abcxy", ("0", "2", "true"))}
    assert ask(store, query) == [
        (f"of/star.betweenness.{node}", *codes, node, *places[node]) for node in sorted(places)
    ]


def test_a_node_without_a_value_has_no_observation() -> None:
    """The eigenvector is defined in the largest part only; the pair apart is no zero."""
    store = open_cube(write(make(), measures=["eigenvector"]))
    assert ask(store, "SELECT ?node { ?o ob:node ?node } ORDER BY ?node") == [
        (node,) for node in ("a", "b", "c", "hub")
    ]


def test_slice_and_dataset_say_how_and_of_what() -> None:
    """Weight, scale and card stand with network and measure, the graph's version with the whole."""
    network = make()
    store = open_cube(write(network, measures=["strength"]))
    query = "SELECT ?weight ?scale ?card { ob:dataset qb:slice ?s . ?s ob:weight ?weight ; ob:scale ?scale ; ob:card ?card }"
    card = rank_nodes(network, "strength").card
    assert ask(store, query) == [
        ("meetings (strength), read as strength", "a sum of weights", "\n".join(card))
    ]
    query = "SELECT ?version ?hash { ob:dataset ob:graphVersion ?version ; ob:graphHash ?hash }"
    assert ask(store, query) == [("bsrgraph 1.2.3", "ab" * 32)]
    query = "SELECT ?words { ?code skos:definition ?words } ORDER BY ?words"
    assert [w for (w,) in ask(store, query)] == [
        "Who meets whom?",
        "the sum of the weights of a node's links",
    ]


@pytest.mark.parametrize("name", NETWORKS)
def test_every_value_of_the_real_networks_is_there_and_no_other(written: Path, name: str) -> None:
    """What SPARQL reads is what the ranking says: value, rank, tie, for each measure that fits."""
    parameters = find_query(find_content(), name).parameters
    network = bsrgraph.network(name, **dict.fromkeys(parameters, "all"))
    query = f"""SELECT ?m ?node ?value ?rank ?tied {{ ?o ob:network <{OB}network/{name}> ;
      ob:measure/skos:prefLabel ?m ; ob:node ?node ; ob:value ?value ; ob:rank ?rank ; ob:tied ?tied }}"""
    rows = _cube(written).query(PREFIXES + query)
    found = {
        (r[0].value, r[1].value): (float(r[2].value), int(r[3].value), r[4].value) for r in rows
    }
    assert found == {
        (measure, row["node"]): (row["value"], row["rank"], str(row["tied"]).lower())
        for measure in list_measures(network)
        for row in rank_nodes(network, measure)
        if row["value"] is not None
    }
    assert len(found) > 0


_OPEN: dict[Path, ox.Store] = {}


def _cube(path: Path) -> ox.Store:
    if path not in _OPEN:
        _OPEN[path] = open_cube(path.read_bytes())
    return _OPEN[path]


def test_the_real_cube_keeps_all_constraints(written: Path) -> None:
    """IC-1 to IC-21 of the recommendation, on what `observe` writes."""
    assert len(CONSTRAINTS) + len(HIERARCHIES) == 21
    assert find_broken(written.read_bytes()) == []


BREAKS = {
    "IC-1": "DELETE WHERE { <O> qb:dataSet ?d ; ob:tied ?t } ; INSERT DATA { <O> ob:tied false }",
    "IC-2": "DELETE WHERE { ob:dataset qb:structure ?s }",
    "IC-3": "DELETE WHERE { ?c qb:measure ?p }",
    "IC-4": "DELETE WHERE { ob:node rdfs:range ?r }",
    "IC-5": "DELETE WHERE { ob:measure qb:codeList ?l }",
    "IC-6": "INSERT DATA { ob:component-node qb:componentRequired false }",
    "IC-7": "DELETE WHERE { ob:structure qb:sliceKey ?k }",
    "IC-8": "INSERT DATA { ob:by-network-and-measure qb:componentProperty ex:year }",
    "IC-9": "DELETE WHERE { ?s qb:sliceStructure ?k }",
    "IC-10": "DELETE WHERE { <S> ob:network ?n }",
    "IC-11": "DELETE WHERE { <O> ob:node ?n }",
    "IC-12": "DELETE { ?p ob:node ?n } INSERT { ?p ob:node ex:one } WHERE { ?p ob:node ?n }",
    "IC-13": "DELETE WHERE { <O> ob:tied ?t }",
    "IC-14": "DELETE WHERE { <O> ob:rank ?r }",
    "IC-15": "INSERT DATA { ob:structure qb:component ex:c . ex:c qb:dimension qb:measureType . <O> qb:measureType ex:none }",
    "IC-16": "INSERT DATA { ob:structure qb:component ex:c . ex:c qb:dimension qb:measureType . <O> qb:measureType ob:value }",
    "IC-17": "INSERT DATA { ob:structure qb:component ex:c . ex:c qb:dimension qb:measureType . <O> qb:measureType ob:value }",
    "IC-18": "INSERT DATA { ex:other qb:slice <S> }",
    "IC-19": "DELETE WHERE { ?code skos:inScheme ob:measures }",
    "IC-20": "INSERT DATA { ob:measures a qb:HierarchicalCodeList ; qb:hierarchyRoot ex:top ; qb:parentChildProperty skos:narrower }",
    "IC-21": "INSERT DATA { ob:measures a qb:HierarchicalCodeList ; qb:hierarchyRoot ex:top ; qb:parentChildProperty ex:up . ex:up <http://www.w3.org/2002/07/owl#inverseOf> skos:broader }",
}


@pytest.mark.parametrize("name", BREAKS)
def test_each_constraint_is_seen_to_break(name: str) -> None:
    """The checks see what they are for: a cube that is broken on purpose."""
    store = open_cube(write(make(), measures=["degree", "strength"]))
    text = BREAKS[name].replace("<O>", f"<{OB}of/star.degree.hub>")
    store.update(PREFIXES + text.replace("<S>", f"<{OB}slice/star.degree>"))
    assert name in list(check_store(store))


def test_a_cube_with_gaps_keeps_all_constraints() -> None:
    """Measures that are not defined for some nodes, or fit only some networks, break nothing."""
    turtle = write(make(), make(("a b", "b c", "a c"), "triangle"))
    assert find_broken(turtle) == []
    measures = {m for (m,) in ask(open_cube(turtle), "SELECT ?m { ?m skos:inScheme ob:measures }")}
    assert measures == {f"measure/{m}" for m in {*list_measures(make())}}


def test_names_are_ours_and_none_is_blank(written: Path) -> None:
    """Every subject lies below one address, so that others can name it."""
    subjects = {quad.subject for quad in _cube(written)}
    assert all(isinstance(s, ox.NamedNode) and s.value.startswith(OB) for s in subjects)
    assert not any(isinstance(quad.object, ox.BlankNode) for quad in _cube(written))


def test_nodes_that_are_no_things_of_ours_are_named_as_well() -> None:
    """Words stay words, other addresses stay addresses, and dots part no names."""
    words = open_cube(write(make(("a.b c",), "my.net", ""), measures=["degree"]))
    assert ask(words, "SELECT ?o ?node { ?o ob:node ?node } ORDER BY ?o") == [
        ("of/my%2Enet.degree.a%2Eb", "a.b"),
        ("of/my%2Enet.degree.c", "c"),
    ]
    others = open_cube(write(make(("a b",), prefix="http://x/"), measures=["degree"]))
    nodes = [row[0] for row in others.query(PREFIXES + "SELECT ?n { ?o ob:node ?n } ORDER BY ?n")]
    assert nodes == [ox.NamedNode("http://x/a"), ox.NamedNode("http://x/b")]


def test_the_order_of_networks_and_links_does_not_show() -> None:
    """The same facts give the same bytes."""
    pair = ("x y", "y z")
    first = write(make(), make(pair, "path"))
    assert write(make(pair[::-1], "path"), make(STAR[::-1])) == first


@pytest.mark.slow
def test_another_process_writes_the_same_bytes(written: Path, tmp_path: Path) -> None:
    """Neither hash order nor the clock shows."""
    code = f"import bsrgraph; bsrgraph.observe(path={str(tmp_path / 'o.ttl')!r})"
    environment = {**os.environ, "PYTHONHASHSEED": "11", "TZ": "Asia/Tokyo", "LC_ALL": "C"}
    subprocess.run([sys.executable, "-c", code], check=True, env=environment)
    assert (tmp_path / "o.ttl").read_bytes() == written.read_bytes()


@pytest.fixture(scope="session")
def whole(content: Content) -> Graph:
    """Give the real graph in rdflib's own store."""
    return build_graph(read_corpus(content))


def test_the_hash_is_that_of_the_canonical_triples(written: Path, whole: Graph) -> None:
    """Without blank nodes RDFC-1.0 is the sorted N-Triples; the version is the card's."""
    lines = {str(q.triple) for q in ox.parse(whole.serialize(format="nt"), ox.RdfFormat.N_TRIPLES)}
    text = "".join(f"{line} .\n" for line in sorted(lines))
    query = "SELECT ?hash ?version { ob:dataset ob:graphHash ?hash ; ob:graphVersion ?version }"
    ((digest, version),) = ask(_cube(written), query)
    assert digest == sha256(text.encode()).hexdigest()
    assert f"graph: {version}" in bsrgraph.rank("sector-sector").card


@pytest.fixture(scope="session")
def example() -> str:
    """Give the query that the documents show."""
    texts = [path.read_text(encoding="utf-8") for path in DOCUMENTS]
    blocks = [b for text in texts for b in re.findall(r"```sparql\n(.*?)```", text, re.S)]
    (found,) = [block for block in blocks if "ob:network" in block]
    return str(found)


def test_brokers_in_food_since_2014(written: Path, example: str) -> None:
    """What the documents show gives rows, and each is what it says."""
    answer = bsrgraph.ask(example, also=[written])
    rows = [{k: str(v) for k, v in row.items()} for row in answer]
    assert len(rows) >= 2
    ranked = {row["node"]: row for row in bsrgraph.rank("cluster-cluster", "betweenness")}
    network = bsrgraph.network("cluster-cluster")
    for row in rows:
        known = ranked[row["cluster"]]
        assert (int(row["rank"]), float(row["value"])) == (known["rank"], known["value"])
        assert "agri-food and bioeconomy" in network.nodes[row["cluster"]]["fields"]
        assert known["value"] > 0 and int(row["projects"]) > 0


def test_rdflib_gives_the_same_rows(whole: Graph, tmp_path: Path, example: str) -> None:
    """The query of the documents runs in any engine."""
    path = bsrgraph.observe(["cluster-cluster"], ["betweenness"], tmp_path / "o.ttl")
    memory = Graph() + whole
    memory.parse(path, format="turtle")
    here = [tuple(map(str, row.values())) for row in bsrgraph.ask(example, also=[path])]
    rows = [tuple(map(str, row)) for row in memory.query(example)]
    assert [(c, n, r, float(v), p) for c, n, r, v, p in rows] == [
        (c, n, r, float(v), p) for c, n, r, v, p in here
    ]


def test_a_measure_that_fits_no_network_is_refused(tmp_path: Path) -> None:
    """One that fits some is written for those; one that is unknown is told with what is meant."""
    with pytest.raises(NetworkError, match="no network takes gatekeeper; name another"):
        bsrgraph.observe(["country-country"], ["gatekeeper"], tmp_path / "o.ttl")
    with pytest.raises(NetworkError, match="did you mean 'betweenness'"):
        bsrgraph.observe(["country-country"], ["betweeness"], tmp_path / "o.ttl")
    assert not list(tmp_path.iterdir())


def test_the_command_writes_and_says_what_to_ask(tmp_path: Path) -> None:
    """It prints the file, and to people how to ask it."""
    out = tmp_path / "new" / "o.ttl"
    options = ["-n", "sector-sector", "-n", "country-country", "-m", "degree", "-o"]
    done = subprocess.run(
        [sys.executable, "-m", "bsrgraph", "observe", *options, out], capture_output=True, text=True
    )
    assert (done.returncode, done.stdout) == (0, f"{out}\n")
    assert f"--also {out}" in done.stderr
    slices = ask(open_cube(out.read_bytes()), "SELECT ?s { ob:dataset qb:slice ?s } ORDER BY ?s")
    assert slices == [("slice/country-country.degree",), ("slice/sector-sector.degree",)]


BITS = """
import bsrgraph
from bsrgraph.analysis.measures import MEASURES
from bsrgraph.analysis.ranking import Choice, list_measures, make_case, simplify
network = bsrgraph.network("cluster-country")
for name in list_measures(network):
    values = MEASURES[name].compute(make_case(simplify(network), name, Choice())[0])
    print(name, sorted(values.items()))
"""


def test_no_measure_hangs_on_the_order_of_a_hash_or_of_threads() -> None:
    """To the last bit, as no rounding helps a value on its edge: nor on which thread is first."""
    said = {
        subprocess.run(
            [sys.executable, "-c", BITS],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(said) == 1
    assert len(said.pop().splitlines()) == len(list_measures(bsrgraph.network("cluster-country")))
