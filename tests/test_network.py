"""Networks: nodes, edges, keys, statements and weights on the frozen content, all by hand."""

import itertools
import random
from dataclasses import replace

import networkx as nx
import pyoxigraph as ox
import pytest

import bsrgraph
from bsrgraph.answers import Answer, shorten
from bsrgraph.content import find_content
from bsrgraph.errors import NetworkError
from bsrgraph.network import (
    build_network,
    build_weights,
    collect_facts,
    list_statements,
    read_network,
    weigh_network,
    weigh_rows,
)
from bsrgraph.network.description import date_edges
from bsrgraph.network.rows import MOST
from bsrgraph.queries import find_query, free_parameters, parse_query, read_catalogue

ID = "https://w3id.org/bsrgraph/id/"
NETWORKS = sorted(read_catalogue(find_content(), "networks"))
ACORN = "2020-05-test-gazette-acorn-begins"
CALLS = "2020-12-31-test-office-forest-calls"
CONE = "2021-06-test-gazette-cone-begins"
CLUSTERS = {"alder", "birch", "cedar", "dogwood", "hazel"}
SHARED = {
    ("latvia", "sweden"): {"acorn", "bark", "fern"},
    ("latvia", "norway"): {"acorn"},
    ("norway", "sweden"): {"acorn"},
    ("finland", "latvia"): {"bark"},
    ("finland", "lithuania"): {"bark"},
    ("finland", "sweden"): {"bark"},
    ("latvia", "lithuania"): {"bark"},
    ("lithuania", "sweden"): {"bark"},
    ("denmark", "germany"): {"cone"},
    ("estonia", "lithuania"): {"dew"},
}
WORKS_WITH = {
    ("alder", "sweden"): {"acorn", "bark", "fern"},
    ("alder", "norway"): {"acorn"},
    ("alder", "finland"): {"bark"},
    ("alder", "lithuania"): {"bark"},
    ("birch", "latvia"): {"acorn", "bark", "fern"},
    ("birch", "norway"): {"acorn"},
    ("birch", "finland"): {"bark"},
    ("birch", "lithuania"): {"bark"},
    ("cedar", "germany"): {"cone"},
    ("dogwood", "denmark"): {"cone"},
    ("hazel", "estonia"): {"dew"},
    ("hazel", "finland"): {"bark"},
    ("hazel", "latvia"): {"bark"},
    ("hazel", "sweden"): {"bark"},
}
HOMES = {
    ("alder", "latvia"),
    ("birch", "sweden"),
    ("cedar", "denmark"),
    ("dogwood", "germany"),
    ("fir", "finland"),
    ("hazel", "lithuania"),
    ("ivy", "latvia"),
}
CARRIED_OUT = {
    ("acorn", "alder", "lead partner"),
    ("acorn", "alder", "partner"),
    ("acorn", "birch", "partner"),
    ("acorn", "maple", "partner"),
    ("alder", "fern", "partner"),
    ("birch", "fern", "partner"),
    ("alder", "bark", "partner"),
    ("bark", "birch", "partner"),
    ("bark", "hazel", "partner"),
    ("cedar", "cone", "partner"),
    ("cone", "dogwood", "partner"),
    ("dew", "hazel", "partner"),
}


COUNTED = {
    "funder-country": "funded projects, grants, calls and clusters",
    "person-organisation": "organisations",
}


def word(iri):
    """Give the tree's name out of an id: alder for alder-cluster."""
    name = shorten(iri)
    for kind in ("-cluster", "-project", "-university"):
        name = name.removesuffix(kind)
    return name


def weights(graph):
    """Give the weight of each pair, the names of a pair in the order of the alphabet."""
    simple = weigh_network(graph)
    return {
        tuple(sorted(map(word, pair))): data["weight"] for *pair, data in simple.edges(data=True)
    }


def edges(graph):
    """Give each edge as (one end, other end, relation, via), the ends in alphabetical order."""
    return sorted(
        (*sorted((word(a), word(b))), r, word(v)) for a, b, (r, v) in graph.edges(keys=True)
    )


def make(rows, columns="from to relation via statement", header="#+ weight: strength, meetings"):
    """Read a network from rows of words."""
    answer = Answer(
        "SELECT",
        tuple(columns.split()),
        tuple(tuple(ox.Literal(cell) if cell else None for cell in row) for row in rows),
    )
    return read_network(parse_query("made", header), answer)


@pytest.fixture(scope="module")
def build(frozen, frozen_run):
    """Give a function that builds a network of the frozen content by name."""
    asked = {n: free_parameters(find_query(frozen, n)) for n in NETWORKS}
    built = {n: build_network(frozen, query, frozen_run) for n, query in asked.items()}
    return lambda name: built[name].copy()


@pytest.fixture(scope="module")
def tell(frozen_run):
    """Give a function that says what statements say: relation, object, source."""
    rows = frozen_run(
        "SELECT ?s ?p ?o ?source { ?s rdf:predicate ?p ; rdf:object ?o ; prov:wasDerivedFrom ?source }"
    )
    said = {r["s"]: (shorten(r["p"]), word(r["o"]), shorten(r["source"])) for r in rows}
    return lambda statements: {said[statement] for statement in statements}


def test_clusters_are_linked_by_each_project_they_share(build):
    """Clusters of one project are linked pair by pair, with the project as via."""
    assert edges(build("cluster-cluster")) == [
        ("alder", "birch", "shares", "acorn"),
        ("alder", "birch", "shares", "bark"),
        ("alder", "birch", "shares", "fern"),
        ("alder", "hazel", "shares", "bark"),
        ("birch", "hazel", "shares", "bark"),
        ("cedar", "dogwood", "shares", "cone"),
    ]


def test_the_weight_of_two_clusters_is_the_number_of_projects_not_of_statements(build):
    """Acorn is told by two sources and counts once."""
    assert weights(build("cluster-cluster")) == {
        ("alder", "birch"): 3,
        ("alder", "hazel"): 1,
        ("birch", "hazel"): 1,
        ("cedar", "dogwood"): 1,
    }


def test_a_cluster_alone_in_its_project_is_a_node_and_one_without_a_project_is_none(build):
    """Hazel is the only cluster of Dew; Ivy withdrew and Fir is only planned."""
    assert {word(node) for node in build("cluster-cluster")} == CLUSTERS


def test_the_edge_of_two_clusters_rests_on_the_statements_of_both_sides(build, tell):
    """An edge names who says of either cluster that it is a partner, and nobody who denies it."""
    graph = build("cluster-cluster")
    ends = ID + "alder-cluster", ID + "birch-cluster"
    assert tell(graph.edges[(*ends, ("shares", ID + "acorn-project"))]["statements"]) == {
        ("leadPartner", "alder", ACORN),
        ("partner", "alder", CALLS),
        ("partner", "birch", ACORN),
        ("partner", "birch", CALLS),
    }
    assert tell(graph.edges[(*ends, ("shares", ID + "bark-project"))]["statements"]) == {
        ("partner", "alder", CALLS),
        ("partner", "birch", CALLS),
    }


def test_countries_are_linked_by_each_project_with_partners_in_both(build):
    """Partners without a name count like named ones; cities and regions count for their country."""
    graph = build("country-country")
    assert weights(graph) == {pair: len(vias) for pair, vias in SHARED.items()}
    assert edges(graph) == sorted(
        (*pair, "shares", via) for pair, vias in SHARED.items() for via in vias
    )


def test_clusters_are_linked_in_the_call_that_paid_the_project(build):
    """Acorn and Bark were paid under the call of 2020, Cone and Fern under that of 2021."""
    graph = build("cluster-cluster-call")
    assert edges(graph) == edges(build("cluster-cluster"))
    assert {
        word(edge["via"]): list(map(word, edge["slices"])) for *_, edge in graph.edges.data()
    } == {
        "acorn": ["forest-call-2020"],
        "bark": ["forest-call-2020"],
        "cone": ["forest-call-2021"],
        "fern": ["forest-call-2021"],
    }


def test_a_call_has_its_name_and_the_first_day_that_is_known_of_it(build):
    """The call of 2020 was announced before it opened; that of 2021 was only planned to open."""
    graph = build("cluster-cluster-call").graph
    assert graph["slice"] == "call"
    assert graph["slices"] == {
        ID + "forest-call-2020": ("Forest Call 2020", "2020-01-15"),
        ID + "forest-call-2021": ("Forest Call 2021", "2021-09-30"),
    }


def test_two_that_share_a_via_are_linked_in_the_slices_of_both():
    """A cluster that came later shares the project, but not the year before it came."""
    rows = [("a", "v", "1", "s"), ("a", "v", "2", "s"), ("b", "v", "2", "s"), ("c", "v", "", "s")]
    graph = make(rows, "node via slice statement", "#+ weight: strength, projects")
    assert {(a, b): e["slices"] for a, b, e in graph.edges(data=True)} == {
        ("a", "b"): ("2",),
        ("a", "c"): (),
        ("b", "c"): (),
    }
    assert graph.graph["slice"] == "slice"
    assert graph.graph["slices"] == {"1": ("1", ""), "2": ("2", "")}


def test_the_slices_of_one_edge_gather():
    """An edge that several rows tell is in the slices of all; of two days the first one counts."""
    rows = [
        ("a", "b", "meets", "v", "x", "Spring", "2021-03-01", "s"),
        ("b", "a", "meets", "v", "x", "Spring", "2020-03-01", "s"),
        ("a", "b", "meets", "v", "y", "", "", "s"),
        ("a", "b", "meets", "w", "", "", "", "s"),
    ]
    columns = "from to relation via slice sliceName sliceDay statement"
    graph = make(rows, columns, "#+ weight: strength, fairs\n#+ slice: season")
    assert {e["via"]: e["slices"] for *_, e in graph.edges(data=True)} == {"v": ("x", "y"), "w": ()}
    assert graph.graph["slice"] == "season"
    assert graph.graph["slices"] == {"x": ("Spring", "2020-03-01"), "y": ("y", "")}


@pytest.mark.parametrize("columns", ["from to relation via statement", "node via statement"])
def test_a_network_without_slices_carries_none(columns):
    """Where rows name no slice, neither graph nor edges speak of one."""
    graph = make([("a", "b", "meets", "v", "s")[: len(columns.split())]], columns)
    assert "slices" not in graph.graph
    assert not any("slices" in edge for *_, edge in graph.edges(data=True))


def test_a_country_that_is_only_planned_or_denied_is_no_node(build):
    """Poland is planned for Bark, and Iceland is denied for Acorn."""
    assert {word(node) for node in build("country-country")} == {c for pair in SHARED for c in pair}


def test_a_cluster_is_linked_to_each_country_it_works_with(build):
    """Through each project: to the countries of other partners and to those without a name."""
    found = {
        (start, end, relation, via)
        for start, end, relation, via in edges(build("cluster-country"))
        if relation == "works with"
    }
    assert found == {
        (*sorted(pair), "works with", via) for pair, vias in WORKS_WITH.items() for via in vias
    }


def test_the_own_country_of_a_cluster_is_context_and_in_no_weight(build):
    """Where a cluster is located is an edge without via, which no weight counts."""
    graph = build("cluster-country")
    context = {(start, end) for start, end, relation, _ in edges(graph) if relation == "located in"}
    assert context == {tuple(sorted(pair)) for pair in HOMES}
    assert not any(
        data["via"] for *_, data in graph.edges(data=True) if data["relation"] != "works with"
    )
    assert weights(graph) == {tuple(sorted(pair)): len(vias) for pair, vias in WORKS_WITH.items()}


def test_a_cluster_without_a_project_stays_in_the_picture(build):
    """Ivy and Fir have a country and work with none: they are nodes without a weighted link."""
    simple = weigh_network(build("cluster-country"))
    assert {word(node) for node in nx.isolates(simple)} == {"fir", "ivy"}


def test_the_edge_of_cluster_and_country_rests_on_both_partners(build, tell):
    """Alder works with Norway because Alder and the Norwegian partner are partners of Acorn."""
    graph = build("cluster-country")
    data = graph.edges[ID + "alder-cluster", ID + "norway", ("works with", ID + "acorn-project")]
    assert tell(data["statements"]) == {
        ("leadPartner", "alder", ACORN),
        ("partner", "alder", CALLS),
        ("partner", "maple", ACORN),
    }


def test_the_edge_to_a_country_without_named_partner_rests_on_what_names_it(build, tell):
    """Hazel works with Estonia because Dew has Hazel as partner and Estonia as partner country."""
    graph = build("cluster-country")
    data = graph.edges[ID + "hazel-cluster", ID + "estonia", ("works with", ID + "dew-project")]
    assert tell(data["statements"]) == {
        ("partner", "hazel", CALLS),
        ("partnerCountry", "estonia", CALLS),
    }


def test_organisations_of_any_kind_are_linked_to_their_projects(build):
    """What is stated or implied is an edge; what is planned, denied or withdrawn is none."""
    graph = build("organisation-project")
    assert {(a, b, relation) for a, b, relation, _ in edges(graph)} == CARRIED_OUT
    kinds = {word(node): data["kind"] for node, data in graph.nodes(data=True)}
    assert kinds["maple"] == "organisation"
    assert kinds["alder"] == "cluster organisation"
    assert kinds["acorn"] == "project"


def test_organisations_are_linked_by_each_project_they_share(build):
    """A university counts like a cluster; who is denied by one source stays by the word of another."""
    graph = build("organisation-organisation")
    assert weights(graph) == {
        ("alder", "birch"): 3,
        ("alder", "hazel"): 1,
        ("alder", "maple"): 1,
        ("birch", "hazel"): 1,
        ("birch", "maple"): 1,
        ("cedar", "dogwood"): 1,
    }
    kinds = {word(node): data["kind"] for node, data in graph.nodes(data=True)}
    assert (kinds["maple"], kinds["alder"]) == ("organisation", "cluster organisation")


def test_sectors_meet_in_projects_by_own_sectors_and_those_of_clusters(build, tell):
    """Acorn is of food, with a cluster of ICT and one of energy; smart cities belong to ICT."""
    graph = build("sector-sector")
    digital, energy, food = "digital-technologies", "energy", "agri-food-and-bioeconomy"
    assert edges(graph) == [
        (food, digital, "shares", "acorn"),
        (food, energy, "shares", "acorn"),
        (digital, energy, "shares", "acorn"),
        (digital, energy, "shares", "bark"),
        (digital, energy, "shares", "fern"),
    ]
    data = graph.edges[ID + food, ID + energy, ("shares", ID + "acorn-project")]
    assert tell(data["statements"]) == {("sector", "food", ACORN), ("sector", "energy", ACORN)}


def test_people_are_linked_to_organisations_by_roles_that_nobody_denies(build):
    """Ada has two roles in two places; that Bo heads Birch is denied; a role told twice is one link."""
    graph = build("person-organisation")
    assert weights(graph) == {
        ("ada-aspen", "alder"): 1,
        ("ada-aspen", "elm-agency"): 1,
        ("bo-beech", "oak-ministry"): 1,
        ("cy-cypress", "elm-agency"): 1,
    }
    ends = ID + "bo-beech", ID + "oak-ministry"
    assert len(graph.edges[(*ends, ("role", ends[1]))]["statements"]) == 2


def test_funders_are_linked_to_the_countries_that_they_pay_for(build):
    """A country that a source names goes before those of partners; planned and denied money is none."""
    graph = build("funder-country")
    assert edges(graph) == sorted(
        (*sorted((funder, country)), "pays for work in", via)
        for funder, country, via in [
            ("elm-agency", "latvia", "acorn-grant"),  # who benefits is in Latvia
            ("elm-agency", "latvia", "forest-call-2020"),  # for Latvia, says the source
            ("elm-agency", "latvia", "fern"),
            ("elm-agency", "sweden", "fern"),
            ("oak-ministry", "sweden", "forest-call-2020"),
            ("oak-ministry", "latvia", "alder"),  # pays the cluster itself
            ("pine-council", "latvia", "acorn-grant"),
            ("pine-council", "latvia", "bark"),
            ("pine-council", "sweden", "bark"),
            ("pine-council", "lithuania", "bark"),
            ("pine-council", "finland", "bark"),
        ]
    )


def test_two_relations_between_the_same_two_are_two_edges_of_one_weight(build, tell):
    """Alder is lead partner in one source and partner in another: both edges, one project."""
    graph = build("organisation-project")
    ends = ID + "alder-cluster", ID + "acorn-project"
    keys = graph.get_edge_data(*ends)
    assert {relation for relation, _ in keys} == {"lead partner", "partner"}
    assert tell(keys["lead partner", ends[1]]["statements"]) == {("leadPartner", "alder", ACORN)}
    assert tell(keys["partner", ends[1]]["statements"]) == {("partner", "alder", CALLS)}
    assert weights(graph)["acorn", "alder"] == 1


@pytest.mark.parametrize("where", ["frozen", "real"])
def test_pairing_memberships_equals_a_self_join_in_sparql(
    frozen, frozen_run, content, real_run, where
):
    """Pairs made in Python are those that SPARQL finds by joining the partners with themselves."""
    place, run = (frozen, frozen_run) if where == "frozen" else (content, real_run)
    graph = build_network(place, find_query(place, "cluster-cluster"), run)
    joined = run(
        "SELECT DISTINCT ?a ?b ?via { ?via bsr:partner ?a, ?b . ?a a bsr:ClusterOrganisation ."
        " ?b a bsr:ClusterOrganisation FILTER(STR(?a) < STR(?b)) }"
    )
    found = {(*sorted((a, b)), via) for a, b, (_, via) in graph.edges(keys=True)}
    assert found == {(row["a"], row["b"], row["via"]) for row in joined}
    assert len(found) == graph.number_of_edges()


@pytest.mark.parametrize("name", NETWORKS)
def test_every_edge_names_statements_that_the_content_holds(frozen, frozen_run, build, name):
    """Behind each edge stands at least one statement, and facts say in words what it says."""
    graph = build(name)
    assert all(data["statements"] for *_, data in graph.edges(data=True))
    facts = collect_facts(frozen, graph, frozen_run)
    assert sorted(facts) == list_statements(graph)
    assert {fact["status"] for fact in facts.values()} <= {"stated", "implied"}
    assert all(fact["source"] and fact["relation"] for fact in facts.values())


def test_facts_say_in_words_what_a_statement_says_and_who_says_so(frozen, frozen_run, build):
    """A reader of a link sees subject, relation, object, source, publisher and place in the text."""
    facts = collect_facts(frozen, build("organisation-project"), frozen_run)
    (lead,) = (fact for fact in facts.values() if fact["relation"] == "lead partner")
    assert lead == {
        "subject": "Acorn",
        "relation": "lead partner",
        "object": "Alder Cluster",
        "for": "",
        "at": "2020",
        "status": "stated",
        "source": "Acorn begins",
        "publisher": "Test Gazette",
        "published": "2020-05",
        "link": "https://example.org/acorn",
        "evidence": "par=2",
        "saidBy": "",
    }


def test_nodes_carry_country_sectors_and_a_point(frozen_run, build):
    """A cluster in a city has the country above it and the city's own point on the map."""
    nodes = build("cluster-cluster").nodes
    birch = nodes[ID + "birch-cluster"]
    (point,) = frozen_run("SELECT ?lat ?long { id:malmo wgs:lat ?lat ; wgs:long ?long }")
    assert (birch["name"], birch["country"], birch["sectors"]) == (
        "Birch Cluster",
        "Sweden",
        ("energy",),
    )
    assert (birch["latitude"], birch["longitude"]) == (float(point["lat"]), float(point["long"]))
    assert nodes[ID + "dogwood-cluster"]["country"] == "Germany"
    assert nodes[ID + "dogwood-cluster"]["sectors"] == ()


def test_a_country_stands_at_its_own_point(frozen_run, build):
    """A node that is a place itself has the point of that place."""
    (point,) = frozen_run("SELECT ?lat ?long { id:norway wgs:lat ?lat ; wgs:long ?long }")
    for name in ("country-country", "cluster-country"):
        norway = build(name).nodes[ID + "norway"]
        assert (norway["latitude"], norway["longitude"]) == (
            float(point["lat"]),
            float(point["long"]),
        )


def test_a_project_has_no_point(build):
    """Nobody says where Acorn is, so it stands nowhere on the map."""
    assert "latitude" not in build("organisation-project").nodes[ID + "acorn-project"]


@pytest.mark.parametrize("name", NETWORKS)
def test_the_network_does_not_depend_on_the_order_of_rows(frozen, frozen_run, name):
    """Shuffled rows give the same nodes, edges, statements and weights."""
    query = free_parameters(find_query(frozen, name))
    answer = frozen_run(query.text)
    shuffled = list(answer.terms)
    random.Random(7).shuffle(shuffled)
    one = read_network(query, answer)
    other = read_network(query, replace(answer, terms=tuple(shuffled)))
    assert one.graph == other.graph
    assert dict(one.nodes(data=True)) == dict(other.nodes(data=True))
    assert edges(one) == edges(other)
    assert list_statements(one) == list_statements(other)
    assert list(weigh_network(one).edges(data=True)) == list(weigh_network(other).edges(data=True))


def give(graph):
    """Give all of a simple graph, in its order."""
    return graph.graph, list(graph.nodes(data=True)), list(graph.edges(data=True))


def leave_time(graph):
    """Take years and slices off, which come from the edges of a network alone."""
    for data in (graph.graph, *(data for *_, data in graph.edges(data=True))):
        for key in ("years", "open", "slice", "slices"):
            data.pop(key, None)
    return graph


@pytest.mark.parametrize("where", ["frozen", "real"])
@pytest.mark.parametrize("name", NETWORKS)
def test_rows_weigh_what_the_network_weighs(frozen, frozen_run, content, real_run, name, where):
    """The short way from rows to weights gives the same graph as the way through all edges."""
    place, run = (frozen, frozen_run) if where == "frozen" else (content, real_run)
    query = find_query(place, name)
    answer = run(query.text)
    long = weigh_network(read_network(query, answer))
    assert give(weigh_rows(query, answer)) == give(leave_time(long))


def pair_up(told):
    """Give each pair that told rows link with the via: by a row, or by two rows of one via."""
    if "from" in told[0]:
        return [(row["from"], row["to"], row["via"]) for row in told]
    return [
        (one["node"], other["node"], one["via"])
        for one, other in itertools.product(told, told)
        if one["node"] < other["node"] and one["via"] == other["via"]
    ]


def test_weights_are_those_of_the_network_with_all_that_is_known_of_nodes(frozen, frozen_run):
    """Who asks for weights alone gets countries, sectors and names as well."""
    query = find_query(frozen, "cluster-country")
    short = build_weights(frozen, query, frozen_run, as_of="2020")
    long = weigh_network(build_network(frozen, query, frozen_run, as_of="2020"))
    assert give(short) == give(leave_time(long))
    assert short.nodes[ID + "birch-cluster"]["country"] == "Sweden"


def test_the_python_call_weighs_a_name_a_file_and_a_network(tmp_path):
    """A name and the network of that name give one graph; a file need not name statements."""
    name = "cluster-cluster"
    network = bsrgraph.network(name)
    assert give(bsrgraph.weigh(name)) == give(leave_time(bsrgraph.weigh(network)))
    file = tmp_path / "my.rq"
    file.write_text(
        "PREFIX bsr: <https://w3id.org/bsrgraph/ontology#>\nSELECT ?node ?via"
        " { ?node a bsr:ClusterOrganisation . ?via bsr:partner ?node } ORDER BY ?via ?node"
    )
    mine = bsrgraph.weigh(file)
    assert list(mine.edges(data="weight")) == list(bsrgraph.weigh(name).edges(data="weight"))
    with pytest.raises(NetworkError, match="read already"):
        bsrgraph.weigh(network, cluster="all")


@pytest.mark.parametrize("directed", ["no", "yes"])
@pytest.mark.parametrize(
    "columns", ["from to relation via viaName statement", "node via statement"]
)
@pytest.mark.parametrize("seed", range(4))
def test_random_rows_weigh_what_pairs_of_them_share(columns, directed, seed):
    """In any order, with holes and every row twice: counting the vias of each pair gives the same."""
    rng = random.Random(seed)
    letters = {"relation": "rq", "viaName": "XY", "statement": "stu", "via": "vwxyz"}
    rows = [
        {
            column: rng.choice(letters[column] if rng.random() < 0.9 else [None])
            if column in letters
            else rng.choice("abcdef")
            for column in columns.split()
        }
        for _ in range(60)
    ] * 2
    rng.shuffle(rows)
    query = parse_query("made", f"#+ directed: {directed}")
    cells = [tuple(ox.Literal(cell) if cell else None for cell in row.values()) for row in rows]
    answer = Answer("SELECT", tuple(columns.split()), tuple(cells))
    simple = weigh_rows(query, answer)
    assert give(simple) == give(weigh_network(read_network(query, answer)))
    vias = {}
    for one, other, via in pair_up([row for row in rows if row["via"]]):
        pair = (one, other) if directed == "yes" else (min(one, other), max(one, other))
        vias.setdefault(pair, set()).add(via)
    assert {(a, b): w for a, b, w in simple.edges(data="weight")} == {
        pair: len(shared) for pair, shared in vias.items()
    }


def test_weights_need_no_statements_but_a_network_does():
    """Rows of node and via alone can be weighed; what shall say who says so is refused."""
    rows = ("a", "v"), ("b", "v"), ("b", "w"), ("a", "w"), ("c", "w")
    answer = Answer("SELECT", ("node", "via"), tuple(tuple(map(ox.Literal, r)) for r in rows))
    simple = weigh_rows(parse_query("made", ""), answer)
    assert dict(simple.edges) == {
        ("a", "b"): {"weight": 2, "vias": ("", "")},
        ("a", "c"): {"weight": 1, "vias": ("",)},
        ("b", "c"): {"weight": 1, "vias": ("",)},
    }
    with pytest.raises(NetworkError, match="gives the columns node, via; a network needs"):
        read_network(parse_query("made", ""), answer)


@pytest.mark.parametrize("name", NETWORKS)
def test_a_network_says_what_its_weight_means(build, name):
    """Name, question and the meaning of the weight go with the graph."""
    graph = build(name)
    assert graph.graph["name"] == name
    assert graph.graph["summary"].endswith("?")
    counted = COUNTED.get(name, "shared projects")
    assert (graph.graph["weight"], graph.graph["weightMeaning"]) == (counted, "strength")


def test_the_statements_of_one_key_gather_and_its_weight_stays_one():
    """Two rows with the same ends, relation and via are one edge with two statements."""
    graph = make([("a", "b", "meets", "v", "s2"), ("b", "a", "meets", "v", "s1")])
    assert graph.number_of_edges() == 1
    assert graph.edges["a", "b", ("meets", "v")]["statements"] == ("s1", "s2")
    assert weigh_network(graph).edges["a", "b"]["weight"] == 1


def test_two_vias_of_the_same_name_count_twice():
    """The weight counts vias, not what they are called."""
    rows = [("a", "b", "meets", "v1", "Fair", "s1"), ("a", "b", "meets", "v2", "Fair", "s2")]
    graph = make(rows, "from to relation via viaName statement")
    assert weigh_network(graph).edges["a", "b"] == {"weight": 2, "vias": ("Fair", "Fair")}


def test_a_directed_network_keeps_its_directions():
    """Where the query says directed, two ways are two edges and have a weight each."""
    rows = [
        ("a", "b", "pays", "v", "s"),
        ("b", "a", "pays", "w", "s"),
        ("b", "a", "pays", "x", "s"),
    ]
    graph = make(rows, header="#+ weight: strength, payments\n#+ directed: yes")
    simple = weigh_network(graph)
    assert simple.is_directed()
    assert {(a, b): d["weight"] for a, b, d in simple.edges(data=True)} == {
        ("a", "b"): 1,
        ("b", "a"): 2,
    }


def test_a_node_without_a_name_is_called_by_its_id():
    """Who writes a query of his own need not bind names."""
    assert make([("a", "b", "meets", "v", "s")]).nodes["a"] == {"name": "a", "kind": ""}


def test_rows_of_other_columns_are_no_network():
    """The message names the columns that came and those of either kind that were needed."""
    with pytest.raises(NetworkError) as error:
        make([("a", "b")], "country other")
    for words in (
        "'made'",
        "country, other",
        "from, to, relation, via, statement",
        "node, via, statement",
    ):
        assert words in str(error.value)


def test_a_row_without_a_node_is_refused_with_its_column():
    """An unbound end is a mistake of the query, not a node called nothing."""
    with pytest.raises(NetworkError, match=r"no to; bind \?to"):
        make([("a", None, "meets", "v", "s")])


def test_too_many_pairs_are_refused_before_they_are_made():
    """A via shared by thousands would fill the memory with pairs."""
    members = int((2 * MOST) ** 0.5) + 2
    rows = [(f"n{i}", "v", "s") for i in range(members)]
    with pytest.raises(NetworkError, match="narrow the query"):
        make(rows, "node via statement")


def test_no_rows_are_an_empty_network():
    """A question without an answer is an empty network, not an error."""
    assert len(weigh_network(make([]))) == 0


def test_years_end_where_a_source_ends_them():
    """An open span goes on to the last year known, but not where another source tells the end."""
    row = ("v", "2010-01-01", "", "", ""), ("v", "2010-09-17", "2013-12-16", "", "")
    rows = [*row, ("w", "2012-01-01", "", "", ""), ("x", "", "", "2009-01-01", "2020-12-31")]
    columns = ("via", "began", "ended", "firstDay", "lastDay")
    terms = tuple(tuple(ox.Literal(c) if c else None for c in r) for r in rows)
    for as_of, expected in (
        ("", {"v": (2010, 2013), "w": (2012, 2020), "x": (2009, 2020)}),
        ("2012-06", {"v": (2010, 2012), "w": (2012, 2012), "x": (2009, 2012)}),
    ):
        graph = make([("a", "b", "meets", via, "s") for via in "vwx"])
        graph.graph["asOf"] = as_of
        date_edges(graph, Answer("SELECT", columns, terms))
        assert {e["via"]: e["years"] for *_, e in graph.edges(data=True)} == expected


@pytest.mark.parametrize("name", NETWORKS)
def test_every_network_declares_what_it_means(name):
    """Nodes, edges and weight in words, the weight as strength or distance and what it counts."""
    query = find_query(find_content(), name)
    assert query.nodes
    assert query.edges
    meaning, _, counted = query.weight.partition(", ")
    assert meaning in ("strength", "distance")
    assert counted
