"""Against chance: every table counted by hand, another null model, published data, the real page."""

from __future__ import annotations

import itertools
import random
from collections import Counter

import networkx as nx
import numpy as np
import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom, chisquare

import bsrgraph
from bsrgraph.analysis import Chance, compare_chance
from bsrgraph.analysis.corrections import correct
from bsrgraph.analysis.curveball import Table, count_shared, draw_tables, observe, tally
from bsrgraph.analysis.memberships import read_table
from bsrgraph.answers import Answer, shorten
from bsrgraph.errors import NetworkError
from bsrgraph.graph import build_graph, read_corpus
from bsrgraph.network import build_network, mark_programmes, read_network
from bsrgraph.queries import bind_parameters, find_query, parse_query, read_query

QUICK = 1000


def make(parts, order=None):
    """Make a network of memberships: via → nodes."""
    rows = [(node, via, "s") for via, part in parts.items() for node in part]
    if order is not None:
        random.Random(order).shuffle(rows)
    terms = tuple(tuple(map(ox.Literal, row)) for row in rows)
    header = "#+ weight: strength, shared meetings"
    return read_network(
        parse_query("made", header), Answer("SELECT", ("node", "via", "statement"), terms)
    )


def lay(parts, size, strata=None):
    """Lay out a table from the numbers of the nodes of each via."""
    return Table(size, tuple(map(frozenset, parts)), strata or {"": tuple(range(len(parts)))})


def deal(seed, nodes=10, vias=14, sizes=(2, 3, 4)):
    """Deal out a table of uneven nodes: some take part often, others seldom."""
    rng = random.Random(seed)
    weights = [rng.random() + 0.2 for _ in range(nodes)]
    parts = []
    for _ in range(vias):
        part, size = set(), rng.choice(sizes)
        while len(part) < size:
            part.add(rng.choices(range(nodes), weights)[0])
        parts.append(part)
    return lay(parts, nodes)


def name_parts(table):
    """Give the table drawn as what `make` reads."""
    return {f"v{v:02}": [f"n{n:02}" for n in np.flatnonzero(c)] for v, c in enumerate(table.T)}


def list_tables(rows, columns):
    """List every table of 0 and 1 with these sums, row by row."""
    found = []

    def fill(left, chosen):
        if len(chosen) == len(rows):
            found.extend([tuple(chosen)] if not any(left) else [])
            return
        for places in itertools.combinations(range(len(columns)), rows[len(chosen)]):
            if all(left[place] for place in places):
                rest = [many - (place in places) for place, many in enumerate(left)]
                fill(rest, [*chosen, tuple(int(p in places) for p in range(len(columns)))])

    fill(list(columns), [])
    return found


TINY = {
    "traded by nodes": ((3, 2, 2, 1), (2, 2, 2, 1, 1)),
    "traded by vias": ((2, 2, 2, 1, 1), (3, 2, 2, 1)),
}


@pytest.mark.parametrize("sums", TINY.values(), ids=TINY)
def test_every_table_with_the_sums_is_drawn_as_often(sums):
    """All 117 tables are counted by brute force; a chain comes by each as often."""
    tables = list_tables(*sums)
    assert len(tables) == 117
    start = np.array(tables[0])
    table = lay([np.flatnonzero(column).tolist() for column in start.T], len(start))
    apart = itertools.islice(draw_tables(table, 60_000, seed=1), 0, None, 10)
    drawn = Counter(tuple(map(tuple, one.astype(int).tolist())) for one in apart)
    assert set(drawn) == set(tables)
    assert chisquare([drawn[t] for t in tables]).pvalue > 0.01


@pytest.mark.parametrize("sums", TINY.values(), ids=TINY)
def test_tallies_are_the_shares_of_all_tables(sums):
    """How often two nodes meet in the tables drawn is how often they meet in all there are."""
    tables = [np.array(t, float) for t in list_tables(*sums)]
    nodes = range(len(sums[0]))
    exact = np.array([count_shared(t, nodes) for t in tables])
    table = lay([np.flatnonzero(column).tolist() for column in tables[5].T], len(nodes))
    samples = 20_000
    found = tally(table, nodes, 3, samples, seed=2) / samples
    for pair in range(exact.shape[1]):
        shares = np.bincount(exact[:, pair], minlength=4) / len(tables)
        assert found[pair] == pytest.approx(shares, abs=0.02)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6), st.integers(2, 9), st.integers(1, 12), st.integers(1, 3))
def test_every_table_drawn_keeps_the_sums_of_each_stratum(seed, nodes, vias, groups):
    """Each via keeps its nodes, each node its vias, in each stratum, and cells are 0 or 1."""
    table = deal(seed, max(nodes, 4), vias, (1, 2, 3))
    strata = {str(g): tuple(range(vias))[g::groups] for g in range(groups)}
    table = Table(table.size, table.parts, {k: v for k, v in strata.items() if v})
    seen = observe(table)
    assert [set(np.flatnonzero(column)) for column in seen.T] == list(table.parts)
    for drawn in draw_tables(table, 5, seed):
        assert set(np.unique(drawn)) <= {0, 1}
        assert (drawn.sum(axis=0) == seen.sum(axis=0)).all()
        for stratum in table.strata.values():
            assert (drawn[:, stratum].sum(axis=1) == seen[:, stratum].sum(axis=1)).all()


def solve_maximum_entropy(seen):
    """Solve the configuration model that keeps sums on average (Saracco et al. 2015), by fixed point."""
    nodes, vias = seen.sum(axis=1), seen.sum(axis=0)
    x, y = nodes / seen.sum() ** 0.5, vias / seen.sum() ** 0.5
    for _ in range(5000):
        x = nodes / (y / (1 + np.outer(x, y))).sum(axis=1)
        y = vias / (x[:, None] / (1 + np.outer(x, y))).sum(axis=0)
    chances = np.outer(x, y) / (1 + np.outer(x, y))
    assert chances.sum(axis=1) == pytest.approx(nodes)
    assert chances.sum(axis=0) == pytest.approx(vias)
    return chances


def test_where_vias_are_large_the_maximum_entropy_model_agrees():
    """With sums of 12 to 18, keeping them exactly or on average gives the same within a tenth."""
    table = deal(90, 30, 60, (12, 15, 18))
    seen, samples = observe(table).astype(float), 1500
    drawn = tally(table, range(30), 60, samples, seed=1)
    expected = drawn @ np.arange(61) / samples
    chances = solve_maximum_entropy(seen)
    pairs = list(itertools.combinations(range(30), 2))
    other = np.array([chances[i] @ chances[j] for i, j in pairs])
    assert expected == pytest.approx(other, rel=0.11)
    assert expected.sum() == pytest.approx(other.sum(), rel=0.04)
    observed, p, p_other = count_shared(seen, range(30)).astype(int), [], []
    for place, (i, j) in enumerate(pairs):
        shares = np.ones(1)  # how many vias two nodes share: a Poisson binomial, by convolution
        for chance in chances[i] * chances[j]:
            shares = np.convolve(shares, [1 - chance, chance])
        p_other.append(shares[observed[place] :].sum())
        p.append((1 + drawn[place, observed[place] :].sum()) / (1 + samples))
    assert np.corrcoef(p, p_other)[0, 1] > 0.98


def test_where_vias_are_small_only_exact_sums_expect_the_right_number_of_meetings():
    """All pairs together meet as often by chance as observed; sums on average expect too many."""
    table = deal(3, 12, 40)
    seen, samples = observe(table).astype(float), 1000
    expected = tally(table, range(12), 40, samples, seed=1) @ np.arange(41) / samples
    chances = solve_maximum_entropy(seen)
    other = sum(chances[i] @ chances[j] for i, j in itertools.combinations(range(12), 2))
    met = count_shared(seen, range(12)).sum()
    assert expected.sum() == pytest.approx(met)
    assert other > 1.2 * met


def test_a_pair_that_was_planted_is_found_and_no_other():
    """Two nodes that always come together, in a crowd that comes by chance, are more than chance."""
    crowd = name_parts(observe(deal(11, 14, 80)))
    planted = {f"w{n}": ["p", "q", f"n{n:02}"] for n in range(9)}
    found = compare_chance(make(crowd | planted), 6000)
    assert [(r["node"], r["other"]) for r in found if r["verdict"] == "more"] == [("p", "q")]
    first = next(iter(found))
    assert first["p"] == pytest.approx(2 / 6001)  # no table comes near: the smallest p there is
    assert first["observed"] > first["high"] >= first["expected"] >= first["low"]
    assert first["ratio"] == pytest.approx(first["observed"] / first["expected"], rel=1e-9)


def test_tables_of_chance_seldom_show_anything():
    """Of 200 tables drawn by chance no more than 5 in 100 have a p below 0.05 once corrected."""
    wrong, small, pairs = Counter(), 0, 0
    drawn = list(itertools.islice(draw_tables(deal(5, 6, 12), 2000, seed=3), 0, None, 10))
    for number, one in enumerate(drawn):
        network = make(name_parts(one))
        rows = list(compare_chance(network, 320, seed=number, alternative="more", least=1))
        wrong.update(c for c in ("p_corrected", "p_holm") if any(r[c] < 0.05 for r in rows))
        wrong["verdict"] += any(row["verdict"] == "more" for row in rows)
        small += sum(row["p"] <= 0.05 for row in rows)
        pairs += len(rows)
    assert len(drawn) == 200
    most = binom.ppf(0.99, 200, 0.05)
    assert wrong["verdict"] == wrong["p_corrected"]
    assert wrong["p_holm"] <= wrong["p_corrected"] <= most
    assert 0 < small / pairs <= 0.05


def read_women():
    """Read who of the 18 women came to which of 14 events (Davis, Gardner and Gardner 1941)."""
    graph = nx.davis_southern_women_graph()
    women = [node for node, data in graph.nodes(data=True) if data["bipartite"] == 0]
    number = {woman: f"{place:02}" for place, woman in enumerate(women, 1)}
    events = [node for node, data in graph.nodes(data=True) if data["bipartite"] == 1]
    return {event: [number[woman] for woman in graph[event]] for event in events}


def test_southern_women_who_meet_more_than_chance_are_of_one_group():
    """The groups of the study are women 1 to 9 and 9 to 18: no pair that leans to more is across.

    One by one no pair of 153 stands out after the correction: 14 events are too few for that.
    """
    found = list(compare_chance(make(read_women()), 4000, alternative="more"))
    lean = {(int(r["node"]), int(r["other"])) for r in found if r["p"] < 0.05}
    assert {(12, 13), (1, 3), (17, 18), (2, 4)} <= lean
    assert all(max(pair) <= 9 or min(pair) >= 9 for pair in lean)
    assert {row["verdict"] for row in found} == {"as chance has it"}


def test_southern_women_of_different_groups_meet_less_than_chance():
    """Meetings across the groups, but for woman 9 who is of both: 93, fewer than in any table."""
    _, table = read_table(make(read_women()))
    one, other = range(8), range(9, 18)

    def across(drawn):
        return (drawn[one] @ drawn[other].T).sum()

    assert across(observe(table)) == 93
    assert min(across(drawn) for drawn in draw_tables(table, QUICK, seed=0)) > 93


def test_corrections_are_those_of_the_paper_that_proposed_one():
    """Of the 15 p-values of Benjamini and Hochberg (1995, section 3.2) it rejects four, Holm three."""
    values = (
        *(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459),
        *(0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000),
    )
    found, holm = correct(values)
    assert sum(p <= 0.05 for p in found) == 4
    assert sum(p <= 0.05 for p in holm) == 3
    assert found[3] == pytest.approx(15 * 0.0095 / 4)
    assert holm[3] == pytest.approx(12 * 0.0095)


SWAP = {"v": ["a", "b"], "w": ["c", "d"]}


def test_a_table_of_two_pairs_is_compared_by_hand():
    """Four nodes in two vias of two: of the three ways to pair them each is as likely."""
    found = compare_chance(make(SWAP), 3000)
    assert len(found) == 6
    for row in found:
        together = {row["node"], row["other"]} in ({"a", "b"}, {"c", "d"})
        assert row["observed"] == int(together)
        assert row["expected"] == pytest.approx(1 / 3, abs=0.03)
        assert (row["low"], row["high"]) == (0, 1)
        assert row["p"] == pytest.approx(2 / 3 if together else 1, abs=0.06)
        assert (row["p_corrected"], row["verdict"]) == (1, "as chance has it")


def test_one_side_or_the_other_adds_up_to_more_than_one():
    """What was observed counts on both sides; both doubles the smaller."""
    network = make(name_parts(observe(deal(8))))
    more, less, both = (
        {(r["node"], r["other"]): r["p"] for r in compare_chance(network, QUICK, alternative=side)}
        for side in ("more", "less", "both")
    )
    for pair, p in both.items():
        assert more[pair] + less[pair] > 1
        assert p == pytest.approx(min(1, 2 * min(more[pair], less[pair])))


def test_what_the_stratum_explains_is_no_more_than_chance():
    """Two blocks of nodes that each have a programme of their own: apart by it, not by choice."""
    rng = random.Random(2)
    parts = {
        f"{block}{via:02}": [f"{block}{n}" for n in rng.sample(range(5), 3)]
        for block in "xy"
        for via in range(40)
    }
    network = make(parts)
    for *_, edge in network.edges(data=True):
        edge["programme"] = (edge["via"][0],)
    blind, within = (compare_chance(network, QUICK, within=w) for w in ("", "programme"))
    crossing = [r for r in blind if r["node"][0] != r["other"][0]]
    assert {r["observed"] for r in crossing} == {0}
    assert "less" in {r["verdict"] for r in crossing}
    assert {r["verdict"] for r in within} == {"as chance has it"}
    assert all(r["expected"] == 0 and r["p"] == 1 for r in within if r["node"][0] != r["other"][0])
    assert "within each of 2 groups by programme" in " ".join(within.card)


def test_a_via_of_one_node_has_no_part_and_the_card_says_so():
    """It has no link; who is only in such a via is counted as left out."""
    parts = name_parts(observe(deal(4)))
    first, second = (
        compare_chance(make(p), QUICK) for p in (parts, parts | {"alone": ["n00"], "x": ["zz"]})
    )
    assert first.rows == second.rows
    assert "left out: 0" in " ".join(first.card)
    assert "left out: 1" in " ".join(second.card)


def test_the_order_of_rows_and_the_run_do_not_show():
    """The same network and seed give the same numbers; another seed gives others, near by."""
    parts = name_parts(observe(deal(6)))
    first = compare_chance(make(parts), QUICK)
    assert [compare_chance(make(parts, order=order), QUICK) for order in (1, 2)] == [first] * 2
    other = {(r["node"], r["other"]): r for r in compare_chance(make(parts), QUICK, seed=1)}
    assert any(r["expected"] != other[r["node"], r["other"]]["expected"] for r in first)
    for row in first:
        assert other[row["node"], row["other"]]["expected"] == pytest.approx(
            row["expected"], abs=0.15
        )


def test_rows_stand_in_the_order_of_corrected_p_then_names():
    """What chance explains worst comes first, a pair's first name before its second."""
    found = list(compare_chance(make(name_parts(observe(deal(7)))), QUICK))
    keys = [(r["p_corrected"], r["p"], r["name"], r["otherName"]) for r in found]
    assert keys == sorted(keys)
    assert all(r["name"] < r["otherName"] for r in found)


def test_nodes_are_compared_as_far_as_one_pair_alone_can_stand_out():
    """With fewer tables fewer nodes are compared; told to compare all, the card warns."""
    network = make(name_parts(observe(deal(9, 40, 60))))
    few, many = compare_chance(network, 500), compare_chance(network, 4000)
    assert 0 < len(few) < len(many)
    assert len(many) * 2 / 4001 <= 0.05
    whole = compare_chance(network, 500, least=1)
    assert len(whole) == 39 * 38 / 2  # one of 40 came nowhere
    assert f"draw {40 * len(whole)}" in " ".join(whole.card)
    assert "too few tables" not in " ".join(many.card)


def test_the_card_warns_where_other_tables_turn_a_verdict():
    """A pair whose verdict changes with the seed is one that the card counts as near the limit."""
    network = bsrgraph.network("country-country")
    runs = [compare_chance(network, QUICK, seed=seed, least=20) for seed in range(4)]
    verdicts = [{(r["node"], r["other"]): r["verdict"] for r in run} for run in runs]
    turned = {pair for pair in verdicts[0] if len({one[pair] for one in verdicts}) > 1}
    assert turned
    assert all("so near the limit" in " ".join(run.card) for run in runs)


def test_a_network_without_pairs_has_no_rows():
    """Nothing to compare is no error."""
    for parts in ({}, {"v": ["a"]}):
        assert len(compare_chance(make(parts))) == 0
    assert compare_chance(make(SWAP), QUICK, least=5).rows == ()


def star(rows):
    """Make a network of edges through one project."""
    network = nx.MultiGraph(name="star", rows=rows)
    for leaf in "abc":
        network.add_edge("hub", leaf, ("has", "v"), via="v", statements=())
    return network


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: compare_chance(star("edges")), "'star' is a network of edges.*country-country"),
        (lambda: compare_chance(nx.MultiGraph()), "network of edges"),
        (lambda: compare_chance(star("memberships")), "'v' does not link all of its nodes"),
        (lambda: compare_chance(make(SWAP), alternative="two"), "there are both, more, less"),
        (lambda: compare_chance(make(SWAP), 20), "20 tables show no p below 0.095; draw 1000"),
        (lambda: compare_chance(make(SWAP), within="colour"), "no link has 'colour'"),
        (lambda: bsrgraph.chance("cluster-country"), "'cluster-country' is a network of edges"),
    ],
)
def test_what_cannot_be_compared_is_refused_with_the_reason(call, words):
    """The message says what is wrong and what to take instead."""
    with pytest.raises(NetworkError, match=words):
        call()


def test_links_know_the_programmes_of_their_projects(frozen, frozen_run):
    """By its call or itself; Forest Call 2020 and 2021 belong to the Forest Programme."""
    network = build_network(frozen, find_query(frozen, "country-country"), frozen_run)
    marked = mark_programmes(frozen, network, frozen_run)
    found = {shorten(e["via"]): e["programme"] for *_, e in marked.edges(data=True)}
    assert found == dict.fromkeys(
        ("acorn-project", "bark-project", "cone-project", "dew-project", "fern-project"),
        ("Forest Programme",),
    )
    assert not any("programme" in e for *_, e in network.edges(data=True))


def test_another_engine_names_the_same_programmes(content, real_run):
    """For all things of the real data rdflib's own engine gives the rows of Oxigraph."""
    query = read_query(content.queries / "details" / "programmes.rq")
    bound, _ = bind_parameters(query, {"via": "all"}, real_run)
    found = [tuple(row.values()) for row in real_run(bound.text)]
    graph = build_graph(read_corpus(content))
    assert found == [tuple(map(str, row)) for row in graph.query(bound.text)]
    assert len(found) > 50


def test_countries_are_compared_as_analysts_read_it():
    """On the real data: all pairs of those compared, names, the card, and pandas."""
    found = bsrgraph.chance("country-country", QUICK, least=30)
    assert isinstance(found, Chance)
    names = {row[column] for row in found for column in ("name", "otherName")}
    assert len(found) == len(names) * (len(names) - 1) / 2
    assert {"Latvia", "Sweden"} <= names
    weights = bsrgraph.network("country-country")
    for row in list(found)[:10]:
        edges = weights.get_edge_data(row["node"], row["other"], default={})
        assert row["observed"] == len({via for _, via in edges})
    card = " ".join(found.card)
    assert "each node keeps its number of projects" in card
    assert "1000 drawn by Curveball" in card and "seed 0" in card
    assert list(found.to_pandas().columns) == list(Chance.columns)


def test_the_programme_and_the_day_are_taken_from_the_graph():
    """Within programmes the card counts the groups, as of a day it names the day."""
    found = bsrgraph.chance("country-country", 200, within="programme", as_of="2016")
    assert found.card[-1] == "as of 2016"
    assert "groups by programme" in " ".join(found.card)
