"""How sure a rank is: worked out by hand where chance leaves no choice, by another way where it does."""

import csv
import io
import os
import re
import subprocess
import sys
from collections import Counter
from random import Random

import pytest
from networks import make_network

from bsrgraph import api
from bsrgraph.analysis import Choice, rank_nodes
from bsrgraph.analysis.uncertainty import add_uncertainty, rank_losses, resample_ranks
from bsrgraph.graph import build_graph, read_corpus
from bsrgraph.network import build_network, read_network
from bsrgraph.network.loss import lose_sources
from bsrgraph.queries import find_query
from bsrgraph.store import open_store, run_query, serialize_graph

STAR = {("hub", leaf): 1 for leaf in "pqr"}
LEADER = {("a", "b"): 9, ("c", "d"): 1}


def test_a_hub_of_all_is_first_whatever_is_drawn():
    """Each via joins the hub to one leaf: the hub is first in every draw, a leaf 2nd to last."""
    network = make_network(STAR)
    drawn = list(resample_ranks(network, "strength", Choice(), samples=200))
    ranking = add_uncertainty(rank_nodes(network, "strength"), drawn, None, {})
    rows = {row["node"]: (row["rank"], row["low"], row["high"]) for row in ranking}
    assert rows["hub"] == (1, 1, 1)
    assert {rows[leaf] for leaf in "pqr"} == {(2, 2, 4)}
    assert "in brackets: the rank in 90 of 100 of 200 networks" in ranking.card[-1]
    assert "least" not in ranking.columns


def test_draws_are_those_of_a_multinomial():
    """Ten vias, nine of them between a and b: c and d vanish in (9/10)^10 of the draws."""
    drawn = list(resample_ranks(make_network(LEADER), "strength", Choice(), samples=4000))
    # c is third in any draw in which its via is not drawn (no link, the last of four).
    gone = sum(ranks["c"] == 3 and ranks["a"] == 1 for ranks in drawn) / len(drawn)
    lead = sum(ranks["a"] < ranks["c"] for ranks in drawn) / len(drawn)
    assert gone == pytest.approx(lead, abs=0.02)
    none = sum(_draw_again(seed) for seed in range(4000)) / 4000
    assert none == pytest.approx(0.9**10, abs=0.03)


def _draw_again(seed):
    return "x" not in Random(seed).choices("abcdefghix", k=10)


def test_the_same_seed_gives_the_same_ranks():
    """And another seed others."""
    network = make_network({("a", "b"): 3, ("b", "c"): 2, ("c", "d"): 2, ("a", "d"): 1})
    runs = [list(resample_ranks(network, "strength", Choice(), 50, seed)) for seed in (0, 0, 1)]
    assert runs[0] == runs[1] != runs[2]


def test_a_node_that_loses_all_links_is_last_and_there():
    """Nodes stay: a rank among four is one among four in every draw."""
    for ranks in resample_ranks(make_network(LEADER), "betweenness", Choice(), 50):
        assert ranks.keys() == set("abcd")
    whole = make_network(STAR)
    left = {"lost": make_network({("hub", "p"): 1})}
    ranks = rank_losses(whole, left.items(), "degree", Choice())
    assert ranks == {"lost": {"hub": 1, "p": 1, "q": 3, "r": 3}}


def test_the_card_names_the_source_whose_loss_moves_the_top_most():
    """The sum of steps among the first ten decides; the node that moves most is named."""
    ranking = rank_nodes(make_network({("a", "b"): 3, ("b", "c"): 2}), "strength")
    same = {row["node"]: row["rank"] for row in ranking}
    assert same == {"b": 1, "a": 2, "c": 3}
    losses = {"s1": same, "s2": {"b": 1, "a": 3, "c": 2}, "s3": {"b": 3, "a": 2, "c": 1}}
    told = add_uncertainty(ranking, [same], losses, {"s3": "The Gazette"})
    assert told.card[-1] == (
        "without one source: the loss of 'The Gazette' moves the top 3 most, b from 1 to 3"
    )
    rows = {row["node"]: (row["least"], row["most"]) for row in told}
    assert rows == {"b": (1, 3), "a": (2, 3), "c": (1, 3)}
    quiet = add_uncertainty(ranking, [same], {"s1": same}, {})
    assert "no loss of one of 1 sources moves the top 3" in quiet.card[-1]


NETWORKS = ("cluster-cluster", "country-country", "cluster-country", "sector-sector")


@pytest.fixture(scope="module")
def corpus(frozen):
    """Read the frozen content."""
    return read_corpus(frozen)


@pytest.mark.parametrize("name", NETWORKS)
def test_losing_a_source_is_never_having_read_it(frozen, corpus, name):
    """Taking triples out gives the rows that a graph built without the sheet gives."""
    from dataclasses import replace

    query = find_query(frozen, name)
    store = open_store(serialize_graph(build_graph(corpus)))
    before = len(store)
    lost = dict(lose_sources(corpus, store, query))
    assert len(store) == before
    changed = 0
    for source in sorted({s.source for s in corpus.statements.values()}):
        kept = {k: s for k, s in corpus.statements.items() if s.source != source}
        without = open_store(serialize_graph(build_graph(replace(corpus, statements=kept))))
        answer = run_query(without, query.text)
        if str(source) in lost:
            expected = read_network(query, answer)
            found = lost[str(source)]
            assert set(found.edges(keys=True)) == set(expected.edges(keys=True)), source
            changed += 1
        else:
            assert answer.terms == run_query(store, query.text).terms, source
    assert changed == len(lost) > 0


def test_sources_are_lost_in_parts_alike(frozen, corpus):
    """Two halves, for two processes, make the whole."""
    query, turtle = find_query(frozen, "cluster-cluster"), serialize_graph(build_graph(corpus))
    halves = [set(dict(lose_sources(corpus, open_store(turtle), query, n, 2))) for n in range(2)]
    whole = set(dict(lose_sources(corpus, open_store(turtle), query)))
    assert halves[0] | halves[1] == whole
    assert not halves[0] & halves[1]


@pytest.fixture(scope="module")
def sure():
    """Rank the clusters of the real graph, by strength, with how sure that is."""
    return api.rank("cluster-cluster", "strength", uncertainty=True, samples=40)


def test_ranges_hold_their_bounds(sure):
    """The lower bound is not above the upper, whether drawn or lost."""
    assert sure.columns[-4:] == ("low", "high", "least", "most")
    assert all(row["low"] <= row["high"] and row["least"] <= row["most"] for row in sure)
    assert any(row["low"] < row["high"] for row in sure)
    assert any(row["least"] < row["most"] for row in sure)


@pytest.mark.parametrize("form", ["table", pytest.param("csv", marks=pytest.mark.slow)])
def test_the_command_says_how_sure_a_rank_is(sure, form):
    """'1st (1–2)' and the range without a source for people, bounds in columns for a spreadsheet."""
    words = ["rank", "-n", "cluster-cluster", "--uncertainty", "--samples", "40", "-f", form]
    done = subprocess.run(
        [sys.executable, "-m", "bsrgraph", *words],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": "7"},
    )
    assert re.search(r"without one source: the loss of '.+' moves the top 10", done.stderr)
    if form == "table":
        assert re.search(r"\b1st=? +\(1(–\d+)?\) +\d+(–\d+)? +\w", done.stdout), done.stdout
        assert "without a source" in done.stdout
        return
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    columns = ("low", "high", "least", "most")
    assert [[int(row[c]) for c in columns] for row in rows] == [
        [row[c] for c in columns] for row in sure
    ]


def test_a_network_of_ones_own_has_no_sources_to_lose(tmp_path):
    """It is drawn again all the same."""
    path = tmp_path / "mine.rq"
    path.write_text(find_query(api.questions.find_content(), "sector-sector").text)
    ranking = api.rank(path, "strength", uncertainty=True, samples=20)
    assert ranking.columns[-2:] == ("low", "high")


def test_counts_of_draws_are_weights():
    """A via drawn twice counts twice: the strengths of a draw add up to twice the number of vias."""
    network = make_network({("a", "b"): 4, ("b", "c"): 3})
    simple = build_drawn(network, seed=0)
    assert sum(simple.values()) == 7


def build_drawn(network, seed):
    """Draw as the module says it does: as many vias as there are, with repetition."""
    vias = sorted({data["via"] for *_, data in network.edges(data=True)})
    return Counter(Random(seed).choices(vias, k=len(vias)))


def test_the_real_networks_name_their_query(frozen, frozen_run):
    """Only a network of the catalogue carries the query by which it can be read again."""
    assert "query" in api.network("sector-sector").graph
    assert (
        "query" not in build_network(frozen, find_query(frozen, "sector-sector"), frozen_run).graph
    )


def test_what_rows_weigh_is_drawn_with_its_weight(tmp_path):
    """Of two ways the shorter counts in every draw that has it; strengths drawn twice count twice."""
    text = """#+ weight: {}, kilometres
    SELECT * WHERE {{ VALUES (?from ?to ?relation ?via ?statement ?weight) {{
      ("a" "b" "road" "r1" "s" 90) ("b" "c" "road" "r2" "s" 1) ("a" "c" "road" "r3" "s" 1) }} }}"""
    path = tmp_path / "roads.rq"
    path.write_text(text.format("strength"))
    strong = list(resample_ranks(api.network(path), "strength", Choice(), 100))
    # Whenever the road of 90 is drawn, its two ends lead, whatever else is.
    assert sum(ranks["a"] == 1 or ranks["b"] == 1 for ranks in strong) > 60
    assert all(ranks["c"] > 1 for ranks in strong if ranks["a"] == 1 == ranks["b"])
    path.write_text(text.format("distance"))
    between = list(resample_ranks(api.network(path), "betweenness", Choice(), 100))
    # c lies between a and b when both short roads are drawn: 1 + 1 is less than 90.
    rng = Random(0)
    drawn = [set(rng.choices(["r1", "r2", "r3"], k=3)) for _ in range(100)]
    assert [ranks["c"] == 1 and ranks["a"] > 1 for ranks in between] == [
        {"r2", "r3"} <= roads for roads in drawn
    ]
