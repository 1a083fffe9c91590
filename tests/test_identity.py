"""One thing, one id: what looks alike is proposed, what was decided is held against the sheets."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest
from samples import SOURCE, copy_content

from bsrgraph.graph import read_corpus
from bsrgraph.identity import COLUMNS, WORDS, check_identity, read_decisions
from bsrgraph.likeness import find_alike
from bsrgraph.vocabulary import BSR

IDENTITY = Path(__file__).parents[2] / "shared" / "facts" / "identity.csv"
KEPT = re.compile(r"DO NOT MERGE|UNSURE")
PARTS = re.compile(r"split|keep|part|call|round|check|sector|region|family|not merge|group|member")
HEADER = ",".join(COLUMNS)
THINGS = """\
sorb-cluster,is a,cluster organisation
sorb-cluster,name,Sorb Cluster
sorb-klasteris,is a,cluster organisation
sorb-klasteris,name,Sorb klasteris
sorb-cluster-lab,is a,organisation
sorb-cluster-lab,name,Sorb Cluster Lab
sorb-link-2019,is a,project
sorb-link-2019,name,Sorb Link 2019
sorb-link-2020,is a,project
sorb-link-2020,name,Sorb Link 2020
northern-timber-design-network,is a,organisation
northern-timber-design-network,name,Northern Timber Design Network
ntdn,is a,organisation
ntdn,name,NTDN
"""
PAIRS = [
    ("northern-timber-design-network", "ntdn"),
    ("sorb-cluster", "sorb-cluster-lab"),
    ("sorb-cluster", "sorb-klasteris"),
    ("sorb-cluster-lab", "sorb-klasteris"),
]
DECIDED = [f"{a},{b},different,two bodies" for a, b in PAIRS]


def build(root, *decisions, rows=""):
    """Give content with the things above and the decisions, and its corpus."""
    content = copy_content(root)
    (content.sources / "2024-rowan-press-sorbs.csv").write_text(
        SOURCE + THINGS + rows, encoding="utf-8"
    )
    path = content.data / "registry" / "decisions.csv"
    path.write_text("\n".join((HEADER, *decisions)) + "\n", encoding="utf-8")
    return content, read_corpus(content)


def test_names_that_look_alike_are_proposed(tmp_path):
    """By words in other languages, by words within, by initials; never by a year alone."""
    _, corpus = build(tmp_path)
    assert corpus.problems == ()
    assert find_alike(corpus) == PAIRS


def test_an_undecided_pair_is_a_problem_where_the_later_thing_is_introduced(tmp_path):
    """It names both, and what to write where."""
    content, corpus = build(tmp_path, *DECIDED[1:])
    (problem,) = check_identity(content, corpus)
    assert (problem.path, problem.line) == ("data/sources/2024-rowan-press-sorbs.csv", 20)
    assert "'ntdn' (NTDN) looks like 'northern-timber-design-network'" in problem.what
    assert "northern-timber-design-network,ntdn,…" in problem.remedy


def test_a_decided_pair_is_none(tmp_path):
    """Once all pairs are decided there is no problem."""
    assert check_identity(*build(tmp_path, *DECIDED)) == []


@pytest.mark.parametrize(
    ("row", "what", "remedy"),
    [
        ("sorb-cluster,sorb-klasteris,perhaps,x", "no decision 'perhaps'", "different"),
        ("sorb-cluster,sorb-klasteris,different,", "no evidence", "few words"),
        ("sorb-cluster,nowhere,different,x", "nothing has the id 'nowhere'", "delete"),
        ("sorb-cluster,sorb-klasteris,same,x", "still in use", "write 'sorb-cluster'"),
        ("sorb-klasteris,sorb-cluster,different,x", "stands before", "order of letters"),
        ("sorb-cluster,sorb-klasteris,lineage,x", "no source says", "unsure"),
        ("sorb-cluster,,gone,x", "still in use", "delete"),
        ("old-cluster,sorb-cluster,gone,x", "no second id", "same"),
    ],
)
def test_a_decision_that_does_not_hold_is_a_problem(tmp_path, row, what, remedy):
    """Each is named with line and remedy."""
    others = [line for line, pair in zip(DECIDED, PAIRS, strict=True) if pair != PAIRS[2]]
    content, corpus = build(tmp_path, *sorted([row, *others]))
    problems = check_identity(content, corpus)
    assert any(what in p.what and remedy in p.remedy for p in problems), problems


def test_a_pair_twice_and_rows_in_no_order_are_problems(tmp_path):
    """The file stays easy to read and to compare."""
    content, corpus = build(tmp_path, *reversed(DECIDED), DECIDED[0])
    words = " ".join(p.what for p in check_identity(content, corpus))
    assert "the pair stands in line" in words and "in no order" in words


def test_lineage_holds_once_a_source_says_so(tmp_path):
    """A row of lineage between the two ids is what the decision rests on."""
    decided = [*DECIDED[:2], DECIDED[2].replace("different", "lineage"), DECIDED[3]]
    rows = "sorb-cluster,renamed to,sorb-klasteris\n"
    assert check_identity(*build(tmp_path, *decided, rows=rows)) == []


def test_real_decisions_give_evidence(content):
    """Every pair of the real content is decided, with a reason; each word for pairs is in use."""
    decisions = read_decisions(content)
    assert {d.word for d in decisions} - {"gone"} == set(WORDS) - {"gone"}
    assert all(len(d.evidence) > 10 for d in decisions)


@pytest.fixture(scope="module")
def corpus(content):
    """Give the corpus of the real content."""
    return read_corpus(content)


@pytest.mark.skipif(not IDENTITY.exists(), reason="the audit's table is no part of the project")
def test_what_the_audit_found_about_names_is_kept(corpus):
    """Names of one thing lead to one id, names of several to several."""
    with IDENTITY.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    kept = merged = 0
    for row in rows:
        names = {row["canonical"], *row["variants"].split("|")}
        found = [t.id for t in map(corpus.registry.find, names) if t]
        if KEPT.search(row["kind"]):
            assert len(found) < 2 or len(set(found)) > 1, row
            kept += len(found) > 1
        elif not PARTS.search(row["kind"]) and row["canonical"] != "Smart Housing Smaland":
            assert len(set(found)) < 2, (row, found)
            merged += len(found) > 1
    assert kept >= 10, "rows that keep things apart"
    assert merged >= 5, "rows of which more than one name leads somewhere"


def test_no_two_things_of_one_kind_bear_one_main_name(corpus):
    """Where they do, it was decided that they are two."""
    bearers = Counter()
    for thing in corpus.registry.things.values():
        if thing.name and BSR.Source not in thing.kinds:
            for kind in thing.kinds:
                bearers[kind, thing.name.lower()] += 1
    assert [key for key, times in bearers.items() if times > 1] == []
