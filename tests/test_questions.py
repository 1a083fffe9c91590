"""Every question on the frozen content, to the last row, and on the real content, row by row."""

import csv
import re
from pathlib import Path

import pytest
from rdflib.plugins.sparql import prepareQuery

from bsrgraph.answers import shorten
from bsrgraph.content import find_content
from bsrgraph.graph import build_graph, read_corpus
from bsrgraph.queries import (
    ask_catalogue,
    bind_parameters,
    find_example,
    find_query,
    list_coverage,
    read_catalogue,
    read_parameters,
)
from bsrgraph.validation import check_content
from bsrgraph.vocabulary import read_vocabulary

HERE = Path(__file__).parent
EXPECTED = sorted((HERE / "expected").glob("*.csv"))
KNOWN = sorted((HERE / "known").glob("*.csv"))
QUERIES = sorted(find_content().queries.rglob("*.rq"))
CATALOGUE = read_catalogue(find_content())
PARAMETERS = [(name, p) for name, query in CATALOGUE.items() for p in query.parameters]
COUNTRY = "5 of 5 projects with partners in at least one known country"
PROJECT = "5 of 7 clusters with at least one project"
FUNDER = "5 of 5 projects with a known funder, of their own, of their call or of their programme"
DAY = "5 of 5 projects with a date, of their own, of their call or of a partnership"
LISTED = "2 of 5 partners listed, where a source says how many a project has; others took part, too"
VOCABULARY = {"kinds", "relations"}


def read_case(path):
    """Read question and parameters from a file's name, header and rows from the file."""
    name, _, words = path.stem.partition("@")
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    return name, read_parameters(words.split(",") if words else []), header, rows


def ask(content, run, path):
    """Ask what a case asks."""
    name, parameters, _, _ = read_case(path)
    return ask_catalogue(find_query(content, name), parameters, run, run)


def shorten_term(term):
    """Turn an example of a query into what a user would type."""
    return term.partition(":")[2]


def read_python(term):
    """Turn a term of rdflib into what answers hold."""
    value = getattr(term, "value", None)
    return value if isinstance(value, bool) else term


@pytest.fixture(scope="module")
def frozen_graph(frozen):
    """Give the frozen data as a graph that rdflib's own engine answers for."""
    return build_graph(read_corpus(frozen))


def pick(answer, columns):
    """Give the rows of an answer in some of its columns, as people read them."""
    return [[shorten(row[column]) for column in columns] for row in answer]


def test_the_frozen_content_has_no_mistake(frozen):
    """The content that the expected answers rest on passes every check."""
    assert check_content(frozen) == []


@pytest.mark.parametrize("path", EXPECTED, ids=lambda path: path.stem)
def test_a_question_gives_exactly_the_rows_worked_out_by_hand(frozen, frozen_run, path):
    """Columns, rows and their order are those of the expected file; statements are hashes."""
    _, _, header, rows = read_case(path)
    answer = ask(frozen, frozen_run, path)
    columns = [column for column in answer.columns if column != "statement"]
    assert columns == header
    assert pick(answer, columns) == rows


# What rdflib needs most of a minute for, and Oxigraph a few milliseconds.
LONG = ("first-timers@programme=all", "funder-country")


@pytest.mark.parametrize(
    "path",
    [pytest.param(p, marks=pytest.mark.slow if p.stem in LONG else ()) for p in EXPECTED],
    ids=[path.stem for path in EXPECTED],
)
def test_another_engine_gives_the_same_rows_in_the_same_order(
    frozen, frozen_run, frozen_graph, path
):
    """A query file means the same in any SPARQL tool: rdflib's own engine answers as Oxigraph."""
    name, parameters, header, rows = read_case(path)
    query, _ = bind_parameters(find_query(frozen, name), parameters, frozen_run)
    found = [
        [shorten(read_python(row[column])) for column in header]
        for row in frozen_graph.query(query.text)
    ]
    assert found == rows


@pytest.mark.parametrize("path", KNOWN, ids=lambda path: path.stem)
def test_a_question_finds_what_is_known_of_the_real_content(content, real_run, path):
    """The rows of the known file are among the answer; a new article may add others."""
    _, _, header, rows = read_case(path)
    found = pick(ask(content, real_run, path), header)
    assert [row for row in rows if row not in found] == []


def test_every_question_and_network_has_an_expected_answer():
    """No question about data is in the catalogue without an answer worked out by hand."""
    assert {read_case(path)[0] for path in EXPECTED} == set(CATALOGUE) - VOCABULARY


def test_every_question_is_known_on_the_real_content():
    """Each question has rows that the real content must give; conflicts and pairs that never met come and go."""
    assert set(CATALOGUE) - {read_case(path)[0] for path in KNOWN} <= {
        "conflicts",
        "country-pairs-never-met",
    }


def test_every_answer_that_counts_or_shows_partners_says_what_it_rests_on():
    """Only lists of words, single statements and one call's dates stand without a coverage line."""
    plain = VOCABULARY | {"about", "call-life-cycle", "what-was-said", "why"}
    assert {name for name, query in CATALOGUE.items() if not query.coverage} == plain


def test_the_list_of_relations_is_that_of_the_ontology(content, frozen_run):
    """The question relations names each relation that a sheet may use, once, and its object."""
    answer = frozen_run(CATALOGUE["relations"].text)
    known = {relation.label for relation in read_vocabulary(content).relations.values()}
    assert [row["relation"] for row in answer] == sorted(known)
    assert [row["relation"] for row in answer if not row["object"]] == []


def test_the_list_of_kinds_holds_no_kind_that_a_sheet_cannot_use(content, frozen_run):
    """The question kinds names kinds of the ontology, each once, without statements and values."""
    kinds = [row["kind"] for row in frozen_run(CATALOGUE["kinds"].text)]
    assert len(set(kinds)) == len(kinds)
    assert set(kinds) <= set(read_vocabulary(content).kinds)
    assert {"project", "cluster organisation", "news article"} <= set(kinds)
    assert not {"statement", "relation", "period", "quantity"} & set(kinds)


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_a_query_file_runs_as_it_lies(real_run, path):
    """Oxigraph answers the untouched file, and rdflib's parser takes it as SPARQL."""
    text = path.read_text(encoding="utf-8")
    answer = real_run(text)
    assert answer.form == "SELECT"
    assert answer.columns
    assert prepareQuery(text).algebra.name == "SelectQuery"


@pytest.mark.parametrize("name", [n for n, q in CATALOGUE.items() if q.parameters])
def test_the_example_of_a_question_has_an_answer(real_run, name):
    """Who runs a question as it lies sees what an answer looks like."""
    assert len(real_run(CATALOGUE[name].text)) > 0


@pytest.mark.parametrize(("name", "parameter"), PARAMETERS, ids="-".join)
def test_a_parameter_takes_all_and_then_finds_more(content, real_run, name, parameter):
    """The word all takes the restriction away: every row of the example is still there."""
    query = CATALOGUE[name]
    example = {p: shorten_term(find_example(query, p)) for p in query.parameters}
    few = ask_catalogue(query, example, real_run, real_run)
    many = ask_catalogue(query, {**example, parameter: "all"}, real_run, real_run)
    assert len(few) > 0
    assert set(few.terms) <= set(many.terms)


@pytest.mark.parametrize(("name", "parameter"), PARAMETERS, ids="-".join)
def test_a_parameter_takes_two_values(real_run, name, parameter):
    """Two values give the rows of the one and of the other, and each row once."""
    query = CATALOGUE[name]
    example = {p: shorten_term(find_example(query, p)) for p in query.parameters}
    second = "funder" if parameter == "relation" else "latvia"
    both = ask_catalogue(
        query, {**example, parameter: [example[parameter], second]}, real_run, real_run
    )
    each = [
        ask_catalogue(query, {**example, parameter: value}, real_run, real_run)
        for value in (example[parameter], second)
    ]
    assert set(both.terms) == set(each[0].terms) | set(each[1].terms)
    assert len(set(both.terms)) == len(both.terms)


@pytest.mark.parametrize(("name", "parameter"), PARAMETERS, ids="-".join)
def test_a_parameter_is_restricted_to_what_was_given(frozen, frozen_run, name, parameter):
    """A thing that exists but plays no part in the question gives no row of another thing."""
    query = find_query(frozen, name)
    others = dict.fromkeys(query.parameters, "all")
    words = "evaluates" if parameter == "relation" else "unit-eur"
    answer = ask_catalogue(query, {**others, parameter: words}, frozen_run, frozen_run)
    assert len(answer) == 0


@pytest.mark.parametrize("name", [n for n, q in CATALOGUE.items() if not q.weight])
def test_an_id_has_its_name_beside_it(frozen_run, content, name):
    """A column of ids has a column of the same name with Name behind it; people read names."""
    query = CATALOGUE[name]
    text = query.text
    for parameter in query.parameters:
        text = re.sub(rf"VALUES \?{parameter} \{{[^}}]*\}}", "", text)
    answer = frozen_run(text)
    ids = {
        column
        for row in answer
        for column, value in row.items()
        if str(value).startswith("https://w3id.org/bsrgraph/id/")
    }
    assert {f"{column}Name" for column in ids} <= set(answer.columns)


@pytest.mark.parametrize(
    ("question", "lines"),
    [
        (
            "clusters-of-country",
            [
                PROJECT,
                "7 of 7 clusters in a known country",
                LISTED,
            ],
        ),
        ("cluster-country", [LISTED, COUNTRY, PROJECT]),
        ("cluster-cluster-call", ["5 of 5 projects with a known call", LISTED]),
        ("sector-bridges", ["4 of 7 clusters with a sector", PROJECT]),
        ("applications-against-projects", ["2 of 3 calls with a number of applications"]),
        ("funding", ["3 of 5 projects with a sum of their own", FUNDER]),
        ("roles", ["6 of 7 roles with a date"]),
        (
            "lineage",
            [
                "3 of 7 clusters of which a source says where they came from, where they went or who houses them"
            ],
        ),
        ("target-markets", ["1 of 5 projects that say which outside market they aim at"]),
        ("sources", ["6 of 7 sources with a date, the latest of 2023-02"]),
        ("call-agencies", ["1 of 3 calls with a known funder"]),
        ("first-timers", [DAY, LISTED]),
        (
            "conflicts",
            ["40 of 45 stated values that may differ have a day, of their own or of their source"],
        ),
    ],
)
def test_the_coverage_line_counts_what_is_known(frozen, frozen_run, question, lines):
    """Under an answer stands on how many of how many things it rests."""
    assert list_coverage(frozen, find_query(frozen, question).coverage, frozen_run) == lines


@pytest.mark.parametrize(
    "triple",
    [
        "id:acorn-project bsr:partner id:cedar-cluster",
        "id:bark-project bsr:partner id:fir-cluster",
        "id:acorn-project bsr:partnerCountry id:iceland",
        "id:cedar-cluster bsr:sector id:energy",
        "id:forest-programme bsr:participatingPlace id:iceland",
        "id:forest-call-2020 bsr:funder id:elm-agency",
    ],
)
def test_what_is_denied_planned_or_for_one_country_is_no_plain_triple(frozen_run, triple):
    """A simple query must not find what its source denies, plans or restricts."""
    assert not frozen_run(f"ASK {{ {triple} }}")
    subject, predicate, thing = triple.split()
    named = f"ASK {{ ?s rdf:subject {subject} ; rdf:predicate {predicate} ; rdf:object {thing} }}"
    assert frozen_run(named)


@pytest.mark.parametrize(
    "triple",
    [
        "id:dew-project bsr:partnerCountry id:estonia",
        "id:acorn-project bsr:partner id:alder-cluster",
        "id:acorn-project bsr:leadPartner id:alder-cluster",
    ],
)
def test_what_is_implied_or_follows_is_a_plain_triple(frozen_run, triple):
    """What a source implies stands as a plain triple, and so does the broader relation."""
    assert frozen_run(f"ASK {{ {triple} }}")
