"""Networks over time: slices, who enters and leaves, measures by slice; by hand and at random."""

import io
import random
from itertools import combinations, pairwise

import networkx as nx
import pytest
from rich.console import Console

import bsrgraph
from bsrgraph.analysis import follow_measure, follow_network, follow_nodes
from bsrgraph.answers import shorten
from bsrgraph.errors import NetworkError
from bsrgraph.network import build_network
from bsrgraph.queries import find_query, free_parameters
from bsrgraph.tables import make_timeline

COUNTS = ("nodes", "links", "entered", "returned", "stayed", "left", "notSeenAgain")
# Who is linked with whom, through what, since when.
TALE = [
    ("a", "b", "v1", 2010),
    ("b", "c", "v2", 2011),
    ("a", "b", "v3", 2013),
    ("b", "a", "v4", 2013),
    ("c", "d", "v5", 2013),
    ("d", "e", "v6", 2014),
    ("e", "f", "v7", None),
]


def make(edges, *, seed=None, directed=False, kinds=None, slices=None):
    """Make a network of edges with a year, or with slices where those are named."""
    graph = (nx.MultiDiGraph if directed else nx.MultiGraph)(
        name="made", weight="meetings", weightMeaning="strength"
    )
    if slices is not None:
        graph.graph.update(slice="call", slices=slices)
    rows = list(edges)
    if seed is not None:
        random.Random(seed).shuffle(rows)
    for start, end, via, when, *within in rows:
        for node in (start, end):
            graph.add_node(node, name=node.upper(), kind=(kinds or {}).get(node, "cluster"))
        more = {"years": (when, 2030)} if when else {}
        more |= {"slices": tuple(within[0])} if within else {}
        graph.add_edge(start, end, ("meets", via), via=via, viaName=via, statements=(), **more)
    return graph


def count(series):
    """Give the counts of each slice."""
    return {row["slice"]: tuple(row[c] for c in COUNTS) for row in series}


def say(series):
    """Join a card, to look for words in it."""
    return "\n".join(series.card)


def draw_random(seed):
    """Make seeded random edges of nine nodes over eight years, some years and edges without."""
    rng = random.Random(seed)
    pairs = list(combinations("abcdefghi", 2))
    years = [*rng.sample(range(2001, 2009), 5), None]
    return [(*rng.choice(pairs), f"v{n}", rng.choice(years)) for n in range(30)]


def test_who_enters_returns_stays_and_leaves_is_what_a_hand_counts():
    """A year without a link is a year in which all are gone; whoever comes after it returns."""
    assert count(follow_network(make(TALE), "year")) == {
        "2010": (2, 1, 2, 0, 0, 0, 0),  # a and b
        "2011": (2, 1, 1, 0, 1, 1, 0),  # c comes, b stays, a is away until 2013
        "2012": (0, 0, 0, 0, 0, 2, 0),
        "2013": (4, 2, 1, 3, 0, 0, 0),  # a and b meet twice, which is one link
        "2014": (2, 1, 1, 0, 1, 3, 3),  # a, b and c do not come back
    }


def test_nodes_are_named_with_how_they_move():
    """Each slice names who came, stayed and left, and whether who left is seen again."""
    rows = [(r["slice"], r["move"], r["name"], r["seenAgain"]) for r in follow_nodes(make(TALE))]
    assert rows == [
        ("2010", "entered", "A", ""),
        ("2010", "entered", "B", ""),
        ("2011", "entered", "C", ""),
        ("2011", "stayed", "B", ""),
        ("2011", "left", "A", "yes"),
        ("2012", "left", "B", "yes"),
        ("2012", "left", "C", "yes"),
        ("2013", "entered", "D", ""),
        ("2013", "returned", "A", ""),
        ("2013", "returned", "B", ""),
        ("2013", "returned", "C", ""),
        ("2014", "entered", "E", ""),
        ("2014", "stayed", "D", ""),
        ("2014", "left", "A", "not known"),
        ("2014", "left", "B", "not known"),
        ("2014", "left", "C", "not known"),
    ]


def test_the_card_says_what_a_slice_is_and_how_many_links_have_none():
    """Who reads the table learns what is counted, what is left out, and that absence proves nothing."""
    words = say(follow_network(make(TALE)))
    assert "network: made" in words
    assert "left out: 1 of 7 links, as 1 of 7 meetings have no known year" in words
    assert "up to the last, 2014" in words
    assert "not in the sources read" in words
    assert "left out: no link; each has a known year" in say(follow_network(make(TALE[:6])))


def test_a_measure_is_that_of_each_slice_and_an_absent_node_has_no_value():
    """Strength counts meetings within the slice; who has most slices stands first."""
    series = follow_measure(make(TALE), "year", "strength")
    assert series.columns == ("node", "name", "kind", "2010", "2011", "2012", "2013", "2014")
    assert [row[1:2] + row[3:] for row in series.rows] == [
        ("B", 1, 1, None, 2, None),
        ("A", 1, None, None, 2, None),
        ("C", None, 1, None, 1, None),
        ("D", None, None, None, 1, 1),
        ("E", None, None, None, None, 1),
    ]
    assert "strength: the sum" in say(series)
    assert "of each slice as a network of its own" in say(series)


def test_a_measure_whose_lowest_value_ranks_first_is_ordered_by_the_lowest():
    """Constraint is low next to holes: of nodes in as many slices, the middle of a star is first."""
    star = [("m", leaf, f"v{leaf}", 2010) for leaf in "abc"]
    rows = follow_measure(make(star), "year", "constraint").rows
    assert (rows[0][0], rows[0][3]) == ("m", pytest.approx(1 / 3))
    assert [row[3] for row in rows[1:]] == [1, 1, 1]


def test_a_measure_that_says_nothing_of_a_slice_has_no_value_there():
    """In 2010 each node is a country of its own, so links within and between say nothing."""
    graph = make([("a", "b", "v", 2010), ("a", "b", "w", 2011), ("a", "c", "x", 2011)])
    for node, country in {"a": "Latvia", "b": "Sweden", "c": "Latvia"}.items():
        graph.nodes[node]["countries"] = (country,)
    found = {
        row["node"]: (row["2010"], row["2011"]) for row in follow_measure(graph, "year", "ei-index")
    }
    assert found == {"a": (None, 0), "b": (None, 1), "c": (None, -1)}


CALLS = {"x": ("Spring", "2012-03-01"), "y": ("Autumn", "2011-09-01"), "z": ("Later", ""), "w": ("Alone", "2010")}  # fmt: skip
CALLED = [
    ("a", "b", "v1", 2013, "x"),
    ("b", "c", "v2", 2012, "y"),
    ("c", "d", "v3", 2014, "xy"),
    ("d", "e", "v4", 2015, "z"),
    ("e", "f", "v5", 2015, ""),
]


def test_slices_stand_in_the_order_of_their_first_day_else_of_the_first_year_in_them():
    """A call without a known day stands by what ran in it; one without a link is no slice."""
    series = follow_network(make(CALLED, slices=CALLS), "slice")
    assert (series.word, series.slices) == ("call", ("Autumn", "Spring", "Later"))
    assert count(series) == {
        "y": (3, 2, 3, 0, 0, 0, 0),  # b–c and c–d
        "x": (4, 2, 1, 0, 3, 0, 0),  # a–b, and c–d again through the same project
        "z": (2, 1, 1, 0, 1, 3, 3),
    }
    words = say(series)
    assert "left out: 1 of 5 links, as 1 of 5 meetings have no known call" in words
    assert "slices without a known day of their own: 1 of 3" in words


def test_slices_of_one_name_have_a_column_each():
    """Two calls may be called the same; no value takes the place of another."""
    calls = {"x": ("Call", "2011"), "y": ("Call", "2012"), "z": ("name", "2013")}
    edges = [("a", "b", "v1", 2011, "x"), ("a", "b", "v2", 2012, "y"), ("a", "b", "v3", 2013, "z")]
    series = follow_measure(make(edges, slices=calls), "slice", "degree")
    assert series.columns[3:] == ("Call (x)", "Call (y)", "name (z)")


def test_context_and_links_with_oneself_count_for_nothing():
    """Where a cluster lies makes it no part of a year, and nor does a project it has alone."""
    graph = make([("a", "b", "v", 2010), ("c", "c", "w", 2011), ("d", "e", "", 2012)])
    assert count(follow_network(graph)) == {"2010": (2, 1, 2, 0, 0, 0, 0)}


@pytest.mark.parametrize(
    ("edges", "more", "density"),
    [
        ([("a", "b", "v", 2010), ("b", "c", "w", 2010)], {}, 2 / 3),
        ([("a", "b", "v", 2010), ("b", "c", "w", 2010)], {"directed": True}, 2 / 6),
        # two clusters and two countries have four pairs, of which three are linked
        (
            [("a", "p", "v", 2010), ("b", "p", "w", 2010), ("b", "q", "x", 2010)],
            {"kinds": {"p": "country", "q": "country"}},
            3 / 4,
        ),
    ],
)
def test_density_is_the_share_of_pairs_that_could_be_linked(edges, more, density):
    """Directions count twice, and in a network of two sides only pairs across count."""
    (row,) = follow_network(make(edges, **more))
    assert row["density"] == pytest.approx(density, abs=1e-11)


def test_a_year_without_a_pair_has_no_density():
    """Nothing by nothing is not zero."""
    rows = list(follow_network(make([("a", "b", "v", 2010), ("a", "b", "w", 2012)])))
    assert [row["density"] for row in rows] == [1, None, 1]


@pytest.mark.parametrize("seed", range(12))
def test_random_networks_are_told_apart_node_by_node(seed):
    """Walking along the years of each node on its own gives the same counts."""
    edges = draw_random(seed)
    series = follow_network(make(edges), "year")
    years = {when for *_, when in edges if when}
    every = range(min(years), max(years) + 1)
    here = {
        node: [any(node in e[:2] and e[3] == year for e in edges) for year in every]
        for node in "abcdefghi"
    }
    expected = {}
    for place, year in enumerate(every):
        links = {frozenset(e[:2]) for e in edges if e[3] == year}
        moves = dict.fromkeys(COUNTS[2:], 0)
        for known in here.values():
            before, now = place > 0 and known[place - 1], known[place]
            moves["entered"] += now and not any(known[:place])
            moves["returned"] += now and not before and any(known[:place])
            moves["stayed"] += now and before
            moves["left"] += before and not now
            moves["notSeenAgain"] += before and not any(known[place:])
        nodes = sum(known[place] for known in here.values())
        expected[str(year)] = (nodes, len(links), *moves.values())
    assert count(series) == expected
    assert list(count(series)) == list(map(str, every))


@pytest.mark.parametrize("seed", range(12))
def test_the_moves_of_a_series_add_up(seed):
    """Who is there came, came back or stayed; who stays or leaves was there before."""
    rows = list(follow_network(make(draw_random(seed))))
    for row in rows:
        assert row["nodes"] == row["entered"] + row["returned"] + row["stayed"]
        assert row["notSeenAgain"] <= row["left"]
    for before, row in pairwise(rows):
        assert before["nodes"] == row["stayed"] + row["left"]
    assert sum(row["returned"] for row in rows) == sum(
        row["left"] - row["notSeenAgain"] for row in rows
    )


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("name", ["degree", "betweenness", "closeness"])
def test_measures_of_random_slices_are_those_of_networkx(seed, name):
    """Each slice is a simple network, on which NetworkX finds the same."""
    edges = draw_random(seed)
    series = follow_measure(make(edges), "year", name)
    compute = {
        "degree": lambda graph: dict(graph.degree()),
        "betweenness": nx.betweenness_centrality,
        "closeness": nx.closeness_centrality,
    }[name]
    for year in series.slices:
        graph = nx.Graph([e[:2] for e in edges if str(e[3]) == year])
        found = {row["node"]: row[year] for row in series if row[year] is not None}
        assert found == pytest.approx(compute(graph), abs=1e-11)


@pytest.mark.parametrize("follow", [follow_network, follow_nodes, lambda g: follow_measure(g, "year", "pagerank")])  # fmt: skip
def test_the_order_of_edges_does_not_show(follow):
    """Shuffled edges give the same rows and the same card."""
    edges = draw_random(5)
    assert follow(make(edges, seed=1)) == follow(make(edges, seed=2)) == follow(make(edges))


def test_an_empty_network_has_an_empty_series():
    """No links, or none with a year, are no slices; the card says so."""
    assert len(follow_network(make([]))) == 0
    series = follow_network(make(TALE[-1:]))
    assert len(series) == 0
    assert "left out: 1 of 1 links" in say(series)
    assert follow_measure(make(TALE[-1:]), "year", "degree").columns == ("node", "name", "kind")


def test_wrong_words_are_refused_with_what_there_is():
    """Neither an unknown way to cut, nor slices that nobody named, nor an unknown measure."""
    with pytest.raises(NetworkError, match="say year or slice"):
        follow_network(make(TALE), "month")
    with pytest.raises(NetworkError, match="'made' names no slices; follow it by year"):
        follow_network(make(TALE), "slice")
    with pytest.raises(NetworkError, match="did you mean 'degree'"):
        follow_measure(make(TALE), "year", "degre")
    with pytest.raises(NetworkError, match="two tables"):
        bsrgraph.follow(make(TALE), measure="degree", who=True)
    with pytest.raises(NetworkError, match="read already"):
        bsrgraph.follow(make(TALE), programme="all")


@pytest.fixture(scope="module")
def called(frozen, frozen_run):
    """Give the frozen network of clusters call by call."""
    query = free_parameters(find_query(frozen, "cluster-cluster-call"))
    return build_network(frozen, query, frozen_run)


def test_the_frozen_calls_are_followed_by_hand(called):
    """2020: Alder, Birch and Hazel; 2021: Alder and Birch again, Cedar and Dogwood; Hazel is gone."""
    series = follow_network(called, "slice")
    assert [row[1:] for row in series.rows] == [
        ("Forest Call 2020", 3, 3, 1, 3, 0, 0, 0, 0),
        ("Forest Call 2021", 4, 2, pytest.approx(1 / 3), 2, 0, 2, 1, 1),
    ]
    left = [row["name"] for row in follow_nodes(called, "slice") if row["move"] == "left"]
    assert left == ["Hazel Cluster"]


def test_the_frozen_strengths_are_worked_out_by_hand(called):
    """Alder meets Birch in Acorn and Bark and Hazel in Bark; in 2021 only Birch, in Fern."""
    series = follow_measure(called, "slice", "strength")
    assert {shorten(row[0]): row[3:] for row in series.rows} == {
        "alder-cluster": (3, 1),
        "birch-cluster": (3, 1),
        "hazel-cluster": (2, None),
        "cedar-cluster": (None, 1),
        "dogwood-cluster": (None, 1),
    }


def test_a_programme_is_followed_in_python():
    """Parameters choose the programme; years come from projects whose call nobody tells, too."""
    series = bsrgraph.follow("cluster-cluster-call", programme="BSR Stars")
    years = {row["slice"]: row["nodes"] for row in series}
    assert years["2010"] >= 3
    assert years["2013"] >= 5
    frame = series.to_pandas()
    assert list(frame.columns) == list(series.columns)
    assert frame["nodes"].sum() == sum(years.values())


def show(series, top=20, width=120):
    """Print a table as the terminal shows it."""
    console = Console(width=width, record=True, file=io.StringIO())
    console.print(make_timeline(series, top, width))
    return console.export_text()


def test_the_table_shows_a_dash_where_a_node_is_absent():
    """A dash is no zero: A is not there in 2011."""
    lines = show(follow_measure(make(TALE), "year", "strength"), top=2).splitlines()
    assert [line.split() for line in lines if line.split()[:1] in (["A"], ["B"], ["C"])] == [
        ["B", "1", "1", "–", "2", "–"],
        ["A", "1", "–", "–", "2", "–"],
    ]


def test_the_table_leaves_out_the_earliest_slices_that_do_not_fit():
    """What a narrow terminal cannot show is said to be missing, and no cell is broken."""
    edges = [("a", "b", f"v{year}", year) for year in range(2000, 2030)]
    text = show(follow_measure(make(edges), "year", "betweenness"), width=60)
    shown = [word for word in text.split() if word.isdigit() and len(word) == 4]
    assert shown == [str(year) for year in range(2030 - len(shown), 2030)]
    assert 0 < len(shown) < 30
    assert f"{30 - len(shown)} earlier ones do not fit" in text


def test_the_table_of_slices_says_what_they_are():
    """The first column is called year, or by the word of the query."""
    assert show(follow_network(make(TALE))).split()[:2] == ["year", "nodes"]
    assert show(follow_network(make(CALLED, slices=CALLS), "slice")).split()[0] == "call"
    assert "not known" in show(follow_nodes(make(TALE)))
    assert show(follow_network(make([]))).split()[0] == "year"
