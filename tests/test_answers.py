"""Test that answers are read and written faithfully, and that nothing in them does harm."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from decimal import Decimal
from math import inf, isnan
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph
from rich.console import Console

from bsrgraph.answers import Answer, clean_text, format_answer, guard_cell, read_term, shorten
from bsrgraph.store import open_store, run_query
from bsrgraph.tables import lay_out, make_records, make_table
from bsrgraph.vocabulary import PREFIXES

XSD = PREFIXES["xsd"]
HOSTILE = [
    "\x1b[2J\x1b[31mred",
    "\x1b]0;title\x07",
    "\x9b31m",
    "a\rb",
    "\x00\x08\x7f",
    "\u202egnp.exe",
    "\u2066x\u2069",
    "[bold]x[/bold] [/x] [link=http://x/]y[/link]",
    "<script>alert(1)</script>",
    "| a | b |\n| --- |",
    "[x](javascript:alert(1)) ![x](http://x/)",
    "`code` *b* _i_ ~~s~~ &lt; \\",
    "=cmd|' /C calc'!A0",
    '"; DROP TABLE x; --',
    "ā Ä 中文 🇱🇻",
]
STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def _make(*cells: str, columns: tuple[str, ...] = ("name",)) -> Answer:
    return Answer("SELECT", columns, terms=tuple((ox.Literal(c),) for c in cells))


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("string", "5", "5"),
        ("integer", "+05", 5),
        ("integer", "1_000", "1_000"),
        ("integer", " 5", " 5"),
        ("integer", "٣", "٣"),
        ("integer", "", ""),
        ("integer", "9" * 5000, "9" * 5000),
        ("int", "-7", -7),
        ("long", "7", 7),
        ("nonNegativeInteger", "7", 7),
        ("decimal", "2.50", Decimal("2.50")),
        ("decimal", ".5", Decimal("0.5")),
        ("decimal", "abc", "abc"),
        ("decimal", "NaN", "NaN"),
        ("decimal", "1e5", "1e5"),
        ("double", "1.5e3", 1500.0),
        ("double", "-INF", -inf),
        ("double", "infinity", "infinity"),
        ("float", "0.5", 0.5),
        ("boolean", "true", True),
        ("boolean", "1", True),
        ("boolean", "0", False),
        ("boolean", "TRUE", "TRUE"),
        ("date", "2016-12-30", date(2016, 12, 30)),
        ("date", "2016-02-30", "2016-02-30"),
        ("date", "20161230", "20161230"),
        ("date", "2016-12-30Z", "2016-12-30Z"),
        ("date", "-0044-03-15", "-0044-03-15"),
        ("gYear", "2016", "2016"),
        ("gYearMonth", "2016-12", "2016-12"),
        ("dateTime", "2016-12-30T00:00:00", "2016-12-30T00:00:00"),
        ("anyURI", "http://x/", "http://x/"),
    ],
)
def test_literals(kind: str, text: str, value: Any) -> None:
    """A sound number, day or truth becomes Python's; anything else stays the text it was."""
    found = read_term(ox.Literal(text, datatype=ox.NamedNode(XSD + kind)))
    assert (found, type(found)) == (value, type(value))


def test_other_terms() -> None:
    """IRIs and labels are text, what is not there is None, and NaN is a number that is none."""
    assert read_term(ox.Literal("Rīga", language="lv")) == "Rīga"
    assert read_term(ox.NamedNode("http://x/")) == "http://x/"
    assert read_term(ox.BlankNode("b")) == "b"
    assert read_term(None) is None
    assert read_term(ox.Literal("x", datatype=ox.NamedNode("http://x/integer"))) == "x"
    assert isnan(read_term(ox.Literal("NaN", datatype=ox.NamedNode(XSD + "double"))))  # type: ignore[arg-type]


@given(
    st.sampled_from(["integer", "decimal", "double", "boolean", "date", "float"]),
    st.text(max_size=20),
)
def test_any_literal(kind: str, text: str) -> None:
    """No broken literal stops an answer, in whatever form it is written."""
    try:
        term = ox.Literal(text, datatype=ox.NamedNode(XSD + kind))
    except ValueError:  # half a character is no text
        return
    answer = Answer("SELECT", ("x",), terms=((term,),))
    for form in ("csv", "json", "markdown"):
        assert format_answer(answer, form)


def test_shorten() -> None:
    """Our own IRIs shrink to ids; others stay whole."""
    assert shorten("https://w3id.org/bsrgraph/ontology#partner") == "partner"
    assert shorten("https://w3id.org/bsrgraph/value/2016-12") == "2016-12"
    assert shorten("https://example.org/id/latvia") == "https://example.org/id/latvia"
    assert shorten(True) == "True" and shorten(date(2016, 1, 2)) == "2016-01-02"


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＠x"]
)
def test_no_formulas(text: str) -> None:
    """A text that a spreadsheet would run begins with an apostrophe in CSV."""
    assert guard_cell(text) == "'" + text.replace("\r", "\n")
    written = format_answer(_make(text, "x\ry"), "csv")
    _, first, second = csv.reader(io.StringIO(written, newline=""))
    assert first == [guard_cell(text)] and second == ["x\ny"]


def test_csv() -> None:
    """CSV has a line for each row, keeps numbers, leaves the unbound empty, and quotes well."""
    store = open_store(b'<http://x/a> <http://x/p> -5 , "a,b" , "c\\nd" , "\\"q\\"" .')
    answer = run_query(store, "SELECT ?o ?none { ?s ?p ?o } ORDER BY ?o")
    rows = list(csv.reader(io.StringIO(format_answer(answer, "csv"))))
    assert rows[0] == ["o", "none"] and len(rows) == 5
    assert sorted(r[0] for r in rows[1:]) == sorted(["-5", "a,b", "c\nd", '"q"'])
    assert {r[1] for r in rows[1:]} == {""}


def test_json() -> None:
    """JSON keeps numbers as numbers, is valid where they are none, and loses no letter."""
    values = [("integer", "5"), ("decimal", "2.50"), ("decimal", "3.0"), ("double", "INF")]
    values += [("double", "NaN"), ("boolean", "true"), ("date", "2016-12-30"), ("string", "ā\x1b")]
    terms = tuple((ox.Literal(t, datatype=ox.NamedNode(XSD + k)),) for k, t in values)

    def refuse(constant: str) -> None:
        raise AssertionError(f"{constant} is no JSON")

    written = format_answer(Answer("SELECT", ("x",), terms=(*terms, (None,))), "json")
    rows = [row["x"] for row in json.loads(written, parse_constant=refuse)]
    assert rows == [5, 2.5, 3, "inf", "nan", True, "2016-12-30", "ā\x1b", None]
    assert "ā" in written and "\x1b" not in written


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown(text: str) -> None:
    """No text breaks out of its cell, becomes a link or HTML, or steers a terminal."""
    head, rule, row, *rest = format_answer(_make(text), "markdown").split("\n")
    assert (head, rule, rest) == ("| name |", "| --- |", [""])
    assert not STEERING.search(row)
    assert not re.search(r"(?<!\\)(\\\\)*[\[\]<>`*_~&|]", row[2:-2])


@pytest.mark.parametrize("make", [make_table, make_records])
@pytest.mark.parametrize("text", HOSTILE)
def test_tables(make: Any, text: str) -> None:
    """A table shows a text as it is: no markup of ours is obeyed, nothing steers the terminal."""
    out = io.StringIO()
    console = Console(
        file=out, width=200, force_terminal=True, color_system=None, legacy_windows=False
    )
    console.print(make(_make(text)))
    shown = re.sub(r"\x1b\[\d*m", "", out.getvalue())  # rich's own bold and dim
    assert not STEERING.search(shown)
    wanted = clean_text(text).split("\n")
    assert all(line.strip() in shown for line in wanted)


def test_wide_tables_become_records() -> None:
    """Rows too wide to read are laid out cell below cell."""
    console = Console(width=40)
    assert not lay_out(_make("x" * 200), console).show_header
    assert lay_out(_make("x"), console).show_header


def test_empty_answer_keeps_its_columns() -> None:
    """An answer without rows still says what was asked, in every form."""
    answer = run_query(ox.Store(), "SELECT ?a ?bName { ?a ?p ?bName }")
    assert (answer.columns, len(answer), bool(answer), list(answer)) == (
        ("a", "bName"),
        0,
        False,
        [],
    )
    assert format_answer(answer, "csv") == "a,bName\n"
    assert format_answer(answer, "json") == "[]\n"
    assert format_answer(answer, "markdown").startswith("| a | bName |\n| --- | --- |")
    assert list(answer.to_pandas().columns) == ["a", "bName"]
    assert make_table(answer).columns


def test_to_pandas() -> None:
    """A frame has a row for each row, with Python's values and None where nothing is bound."""
    store = open_store(b"<http://x/a> <http://x/p> 5 . <http://x/b> <http://x/p> 7 .")
    frame = run_query(
        store, "SELECT ?s ?o ?z { ?s ?p ?o OPTIONAL { ?s <http://x/z> ?z } } ORDER BY ?o"
    ).to_pandas()
    assert list(frame.columns) == ["s", "o", "z"]
    assert frame["o"].sum() == 12 and frame["z"].isna().all()


def test_ask() -> None:
    """An ASK is its truth, and a word in every form."""
    store = open_store(b"<http://x/a> <http://x/p> 5 .")
    yes, no = run_query(store, "ASK { ?s ?p 5 }"), run_query(store, "ASK { ?s ?p 6 }")
    assert yes and not no
    assert [format_answer(a, f) for a in (yes, no) for f in ("csv", "turtle")] == ["true\n"] * 2 + [
        "false\n"
    ] * 2


@pytest.mark.parametrize(
    "text", ["CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", "DESCRIBE ?s { ?s ?p ?o }"]
)
def test_triples_are_sorted_turtle(text: str) -> None:
    """Triples are Turtle that rdflib reads, the same whatever the order they were loaded in."""
    lines = [
        '<http://x/a> <http://x/p> "q\\"\\u001b" .',
        "<http://x/b> a <http://x/C> .",
        "<http://x/a> <http://x/p> 5 .",
    ]
    written = {
        format_answer(run_query(open_store("\n".join(some).encode()), text), "turtle")
        for some in (lines, lines[::-1])
    }
    (turtle,) = written
    assert set(Graph().parse(data=turtle, format="turtle")) == set(
        Graph().parse(data="\n".join(lines), format="turtle")
    )
