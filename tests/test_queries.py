"""Test question files: headers, parameters as terms, and the words for what is wrong."""

from __future__ import annotations

import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

import bsrgraph
from bsrgraph import cli
from bsrgraph.answers import Answer
from bsrgraph.content import Content
from bsrgraph.errors import QueryError
from bsrgraph.queries import (
    LARGEST,
    Query,
    bind_parameters,
    find_query,
    parse_query,
    read_catalogue,
    read_parameters,
    read_query,
)
from bsrgraph.store import open_store, run_query

TURTLE = """
@prefix bsr: <https://w3id.org/bsrgraph/ontology#> . @prefix id: <https://w3id.org/bsrgraph/id/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
id:latvia rdfs:label "Latvia" , "Latvija"@lv ; bsr:size 5 , 7 , 2.5 ; bsr:note "a } b" , "say \\"x\\"" .
id:denmark rdfs:label "Denmark" ; bsr:size 9 .
bsr:partner a bsr:Relation ; rdfs:label "partner"@en .
"""
STORE = open_store(TURTLE.encode())
THING = """#+ summary: What is it called?
#+ parameter: thing
SELECT ?thing ?name WHERE {
  VALUES ?thing { id:latvia }
  ?thing rdfs:label ?name
} ORDER BY ?thing ?name
"""
SIZE = """#+ parameter: size
SELECT ?thing { VALUES ?size { %s } ?thing bsr:size ?size }"""
NOTE = """#+ parameter: note
SELECT ?thing { VALUES ?note { "nothing" } ?thing bsr:note ?note }"""


def run(text: str) -> Answer:
    """Run a query on the small graph above."""
    return run_query(STORE, text)


def bind(text: str, **given: str | list[str]) -> tuple[Query, tuple[str, ...]]:
    """Bind the parameters of a query given as text."""
    return bind_parameters(parse_query("mine", text), given, run)


def test_example_stands_in() -> None:
    """Without a value the example is used as it is, and a note says so."""
    bound, notes = bind(THING)
    assert bound.text == THING
    assert notes == ("thing = latvia, the example; say thing=… or thing=all",)


def test_values_are_terms() -> None:
    """Names become whole IRIs in the VALUES line; the id found is told, if another word was used."""
    bound, notes = bind(THING, thing=["Latvija", "denmark"])
    iri = "<https://w3id.org/bsrgraph/id/{}>".format
    assert bound.text == THING.replace("id:latvia", f"{iri('latvia')} {iri('denmark')}")
    assert notes == ("thing = latvia",)
    assert len(run(bound.text)) == 3


def test_all() -> None:
    """'all' takes the restriction away and leaves the rest alone."""
    bound, notes = bind(THING, thing="all")
    assert bound.text == THING.replace("VALUES ?thing { id:latvia }", "") and notes == ()
    assert {row["thing"] for row in run(bound.text)} > {"https://w3id.org/bsrgraph/id/denmark"}


@pytest.mark.parametrize(
    ("example", "value", "count"),
    [
        ("5", "7", 1),
        ("5", "6", 0),
        ("2.5", "2.5", 1),
        ('"5"^^xsd:integer', "9", 1),
        ('"2.5"^^xsd:decimal', "2.5", 1),
    ],
)
def test_numbers(example: str, value: str, count: int) -> None:
    """A number is of the example's kind, so that it meets the numbers of the graph."""
    bound, _ = bind(SIZE % example, size=value)
    assert len(run(bound.text)) == count


@pytest.mark.parametrize("value", ["seven", "7 } #", "", "7 8"])
def test_no_numbers(value: str) -> None:
    """What is no number is refused, and not asked for in vain."""
    with pytest.raises(QueryError, match="is no integer; write"):
        bind(SIZE % "5", size=value)


@pytest.mark.parametrize("value", ["a } b", 'say "x"'])
def test_texts_are_escaped(value: str) -> None:
    """A text is escaped, whatever marks it holds, and found."""
    bound, _ = bind(NOTE, note=value)
    assert len(run(bound.text)) == 1


@given(st.text(max_size=40))
def test_any_text_stays_a_text(value: str) -> None:
    """No text changes the query around it: but for the VALUES line it is as it was."""
    bound, _ = bind(NOTE, note=value)
    if value == "all":
        return
    head, tail = NOTE.split('"nothing"')
    assert bound.text.startswith(head) and bound.text.endswith(tail)
    answer = run(f"SELECT ?v {{ BIND({bound.text[len(head) : -len(tail)].strip()} AS ?v) }}")
    assert [row["v"] for row in answer] == [value]


@pytest.mark.parametrize(
    "value",
    [
        "latvia> } DROP ALL #",
        "}} UNION {{",
        "latvia } UNION { ?s ?p ?o",
        'x" . }',
        "x\n}",
        "id:latvia",
        "?thing",
        "\\1",
        "{}",
    ],
)
def test_injections(value: str) -> None:
    """What is meant to change the query is a name that nothing bears."""
    with pytest.raises(QueryError, match="nothing is called"):
        bind(THING, thing=value)
    with pytest.raises(QueryError, match="nothing is called"):
        bsrgraph.ask("about", thing=["latvia", value])


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("#+ nonsense\nASK {}", "no header line; write '#"),
        ("#+ sumary: x\nASK {}", "no header line.*summary"),
        ("#+ parameter: x\nASK { }", "parameter 'x' needs one line 'VALUES"),
        ("#+ parameter: x\nASK { VALUES ?x { 1 } { VALUES ?x { 2 } } }", "needs one line"),
        ("#+ parameter: x\nASK { VALUES ?xx { 1 } }", "needs one line"),
        ("#+ parameter: .*\nASK { VALUES ?x { 1 } }", "needs one line"),
        ("#+ parameter:\nASK { }", "needs one line"),
    ],
)
def test_wrong_headers(text: str, what: str) -> None:
    """A header that does not fit is refused with the query's name and the remedy."""
    with pytest.raises(QueryError, match=f"^mine: .*{what}"):
        parse_query("mine", text)


def test_wrong_parameters() -> None:
    """An unknown parameter, and one without a value, are refused with what there is."""
    with pytest.raises(QueryError, match="mine: no parameter 'thnig'; it takes thing"):
        bind(THING, thnig="latvia")
    with pytest.raises(QueryError, match="it takes none"):
        bind("ASK {}", x="1")
    with pytest.raises(QueryError, match="thing has no value"):
        bind(THING, thing=[])


def test_parameter_words() -> None:
    """key=value words are read as they stand; a value may hold '='."""
    assert read_parameters(["a=1", "a=2", "b=x=y"]) == {"a": ["1", "2"], "b": ["x=y"]}
    for word in ("a", "a=", "=a", ""):
        with pytest.raises(QueryError, match="is no parameter; write key=value"):
            read_parameters([word])


def test_wrong_files(tmp_path: Path) -> None:
    """A file that is too large, no UTF-8, or not there is refused by name."""
    path = tmp_path / "mine.rq"
    path.write_bytes(b"ASK {} #" + b"x" * LARGEST)
    with pytest.raises(QueryError, match=r"mine\.rq: the file is larger"):
        read_query(path)
    path.write_bytes("ASK {} # ā".encode("utf-16"))
    with pytest.raises(QueryError, match=r"mine\.rq: the file is not UTF-8"):
        read_query(path)
    with pytest.raises(QueryError, match="there is no file"):
        bsrgraph.ask(tmp_path / "other.rq")
    path.write_text("\ufeff" + THING, encoding="utf-8")
    assert read_query(path).parameters == ("thing",)


@pytest.mark.parametrize("name", ["partner-of", "Partners-Of", "partners_of"])
def test_wrong_question(content: Content, name: str) -> None:
    """A question that is not there is refused with the nearest one."""
    with pytest.raises(QueryError, match="did you mean 'partners-of'"):
        find_query(content, name)
    with pytest.raises(QueryError, match="did you mean 'partners-of'"):
        bsrgraph.ask(name)


@pytest.mark.parametrize("name", ["../details/facts", "/etc/passwd", "..", "questions/about"])
def test_no_paths_as_names(content: Content, name: str) -> None:
    """A name never leads out of the catalogue."""
    with pytest.raises(QueryError, match="no question is called"):
        find_query(content, name)


def test_catalogue_runs_as_it_lies(content: Content) -> None:
    """Each question is valid SPARQL as it lies, has a summary, and lets each parameter be 'all'."""
    catalogue = read_catalogue(content, "questions", "networks", "coverage")
    assert len(catalogue) >= 12
    for query in catalogue.values():
        assert query.summary
        ox.Store().query(query.text)
        free, _ = bind_parameters(query, dict.fromkeys(query.parameters, "all"), run)
        ox.Store().query(free.text)


OWN = """#+ parameter: timeout
#+ parameter: rows
#+ parameter: endpoint
SELECT ?timeout ?rows ?endpoint WHERE {
  VALUES ?timeout { "1" }
  VALUES ?rows { 2 }
  VALUES ?endpoint { "x" }
}
"""


def test_own_file_with_colliding_parameters(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file of the user's own may name its parameters as the command names its options."""
    path = tmp_path / "mine.rq"
    path.write_text(OWN, encoding="utf-8")
    words = ["timeout=soon", "rows=7", "endpoint=nowhere", "--timeout", "9", "--format", "csv"]
    monkeypatch.setattr(sys, "argv", ["bsrgraph", "ask", str(path), *words])
    with pytest.raises(SystemExit) as caught:
        cli.run()
    assert not caught.value.code
    assert capsys.readouterr().out == "timeout,rows,endpoint\nsoon,7,nowhere\n"


def test_own_text_takes_parameters() -> None:
    """A query given as text takes parameters by name, like those of the catalogue."""
    text = THING.replace("SELECT", "# mine\nSELECT")
    names = {row["name"] for row in bsrgraph.ask(text, thing="Dānija")}
    assert "Denmark" in names
