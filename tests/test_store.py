"""Test that the graph behaves as rdflib's own does, and that no query can run away."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from rdflib import RDF, RDFS, XSD, BNode, Graph, Literal, Namespace, URIRef, Variable
from rdflib.plugins.sparql import prepareQuery
from rdflib.query import Result

import bsrgraph
from bsrgraph import api, store
from bsrgraph.errors import QueryError, QueryTimeout
from bsrgraph.face import face_store
from bsrgraph.store import open_store, run_bounded, run_query, serialize_graph

X = Namespace("http://x/")
NS = {"x": X}
TURTLE = """
@prefix x: <http://x/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
x:a x:name "plain" , "English"@en-GB , "中文"@zh-Hant ; x:size 5 ;
  x:year "2016"^^xsd:gYear ; x:month "2016-12"^^xsd:gYearMonth ; x:day "2016-12-30"^^xsd:date ;
  x:link "http://y/"^^xsd:anyURI ; x:sure true ; x:next x:b .
x:b x:name "plain" ; x:next x:c . x:c x:next x:d ; x:name "\\u0007bell" .
"""


@pytest.fixture
def face() -> Graph:
    """Give a small graph over Oxigraph that the test may change."""
    return face_store(open_store(TURTLE.encode()))


@pytest.fixture(scope="module")
def memory() -> Graph:
    """Give the same graph in rdflib's own memory, to compare with."""
    return Graph().parse(data=TURTLE, format="turtle")


def _simplify(result: Result) -> Any:
    """Bring a result into a form that can be compared, whatever the order of its rows."""
    if result.type == "SELECT":
        return sorted(sorted((str(v), t.n3()) for v, t in row.items()) for row in result.bindings)
    return result.askAnswer if result.type == "ASK" else sorted(result.graph or ())


def test_terms_equal(face: Graph, memory: Graph) -> None:
    """Every triple equals rdflib's own: plain strings, tags, partial dates, numbers."""
    assert set(face) == set(memory)
    assert sorted(o.n3() for o in face.objects()) == sorted(o.n3() for o in memory.objects())


def test_plain_strings(face: Graph) -> None:
    """A plain string is Literal("x") on every way out, and found by it on every way in."""
    plain = Literal("plain")
    assert (X.a, X.name, plain) in face
    assert set(face[: X.name : plain]) == {X.a, X.b}
    assert plain in set(face[X.a : X.name])
    assert list(face.triples((X.b, X.name, None))) == [(X.b, X.name, plain)]
    assert face.value(X.b, X.name) == plain and face.value(X.b, X.name).datatype is None
    rows = list(face.query("SELECT ?n { <http://x/b> <http://x/name> ?n }"))
    assert rows[0].n == plain and rows[0].n.datatype is None
    built = face.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o FILTER(ISLITERAL(?o)) }")
    assert (X.b, X.name, plain) in built.graph


def test_impossible_patterns(face: Graph) -> None:
    """A pattern that no triple can have matches none, as in rdflib's own store."""
    assert list(face.triples((Literal("plain"), None, None))) == []
    assert (X.a, Literal("p"), None) not in face
    assert (X.a, X.next, URIRef("no iri <>")) not in face


def test_plain_strings_of_expressions(face: Graph) -> None:
    """What a query makes of strings is plain as well."""
    (row,) = face.query("SELECT (STR(<http://x/a>) AS ?s) (CONCAT('a', 'b') AS ?t) {}")
    assert tuple(row) == (Literal("http://x/a"), Literal("ab"))


@pytest.mark.parametrize(
    ("tag", "usual"),
    [("EN-gb", "en-GB"), ("zh-hant-tw", "zh-Hant-TW"), ("LV", "lv"), ("en-x-AB", "en-x-ab")],
)
def test_language_tags(tag: str, usual: str) -> None:
    """A language tag comes back as people write it, in triples and in rows."""
    face = face_store(open_store(f'<http://x/a> <http://x/p> "w"@{tag} .'.encode()))
    assert [o.language for o in face.objects()] == [usual]
    assert [r.o.language for r in face.query("SELECT ?o { ?s ?p ?o }")] == [usual]


@pytest.mark.parametrize("name", ["year", "month", "day", "link"])
def test_lexical_forms(face: Graph, name: str) -> None:
    """Partial dates and links keep their text and datatype."""
    value = face.value(X.a, X[name])
    (row,) = face.query(f"SELECT ?o {{ <http://x/a> <http://x/{name}> ?o }}")
    kinds = {"year": XSD.gYear, "month": XSD.gYearMonth, "day": XSD.date, "link": XSD.anyURI}
    texts = {"year": "2016", "month": "2016-12", "day": "2016-12-30", "link": "http://y/"}
    assert (str(value), value.datatype) == (texts[name], kinds[name])
    assert row.o == value


def test_size(face: Graph, memory: Graph) -> None:
    """len and bool count the triples, and need no query for it."""
    assert len(face) == len(memory) and bool(face)
    assert not face_store(ox.Store())
    face.store.query = None  # whoever counts by a query now fails
    assert len(face) == len(memory)


SHAPES = [
    "SELECT ?o { ?s x:next ?o }",
    "SELECT ?s ?o { ?s x:next ?o }",
    "SELECT * { ?s x:next ?o }",
    "SELECT $o { $s x:next $o }",
    "SELECT ?o { ?s x:next+ ?o }",
    "SELECT (STR(?s) AS ?t) { ?s x:next ?o }",
    "SELECT (COUNT(*) AS ?n) { ?s x:next ?o }",
    "SELECT ?s (COUNT(*) AS ?n) { ?s x:next ?o } GROUP BY ?s",
    "SELECT ?o { ?s x:next ?o } ORDER BY ?s LIMIT 3",
    "SELECT ?o { ?q x:next ?o FILTER(?q = ?s) }",
    "SELECT ?y ?o { BIND(?s AS ?y) ?y x:next ?o }",
    "SELECT ?o { OPTIONAL { ?s x:next ?o } }",
    "SELECT ?o { { ?s x:next ?o } UNION { ?o x:next ?s } }",
    "SELECT ?o { ?o x:next ?w MINUS { ?s x:next ?o } }",
    "SELECT ?o { ?o x:next ?w FILTER EXISTS { ?s x:next ?o } }",
    "SELECT ?o { { SELECT ?s ?o { ?s x:next ?o } } }",
    "SELECT ?o { { SELECT ?o { ?s x:next ?o } } }",
    "SELECT ?o { VALUES ?s { x:a x:b } ?s x:next ?o }",
    "SELECT ?o { ?s x:next ?o } VALUES ?s { x:a x:b }",
    "SELECT ?s { ?o x:next ?w FILTER(BOUND(?s)) }",
    "SELECT ?o { ?s x:next ?o # a } comment {\n FILTER(STR(?o) != '{ ?s }') }",
    "ASK { ?s x:next ?o }",
    "CONSTRUCT { ?s x:was ?o } WHERE { ?s x:next ?o }",
    "CONSTRUCT WHERE { ?s x:next ?o }",
    "DESCRIBE ?s { ?s x:next ?o }",
]


@pytest.mark.parametrize("text", SHAPES)
def test_initial_bindings(face: Graph, memory: Graph, text: str) -> None:
    """initBindings and prepared queries answer as rdflib's own engine does, in every shape."""
    fixed = {"s": X.a}
    wanted = _simplify(memory.query(text, initNs=NS, initBindings=fixed))
    assert wanted or text.startswith("ASK")
    prepared = prepareQuery(text, initNs=NS)
    assert _simplify(face.query(text, initNs=NS, initBindings=fixed)) == wanted
    assert _simplify(face.query(prepared, initBindings=fixed)) == wanted
    assert _simplify(face.query(prepared)) == _simplify(memory.query(text, initNs=NS))


@pytest.mark.parametrize("name", ["o", Variable("o"), "?o"])
@pytest.mark.parametrize(
    "value",
    [Literal("plain"), Literal("English", lang="en-GB"), Literal(5), Literal('"} DROP ALL')],
)
def test_initial_literals(face: Graph, memory: Graph, name: Any, value: Literal) -> None:
    """Literals may be given, under a name or a variable; they are escaped, never pasted."""
    text = "SELECT ?s { ?s ?p ?o }"
    found = [_simplify(g.query(text, initBindings={name: value})) for g in (face, memory)]
    assert found[0] == found[1]


def test_initial_bindings_of_other_kinds(face: Graph, memory: Graph) -> None:
    """Blank nodes and unknown variables work as in rdflib."""
    for text, fixed in [
        ("SELECT ?o { ?s x:next ?o }", {"s": BNode()}),
        ("SELECT * { ?s x:next ?o }", {"unknown": X.a}),
    ]:
        found = [_simplify(g.query(text, initNs=NS, initBindings=fixed)) for g in (face, memory)]
        assert found[0] == found[1], text


def test_prepared_queries_reach_oxigraph(face: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    """Prepared queries go to Oxigraph: rdflib's own engine is never asked."""
    from rdflib.plugins.sparql.processor import SPARQLProcessor

    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("rdflib's own engine was asked")

    monkeypatch.setattr(SPARQLProcessor, "query", refuse)
    prepared = prepareQuery("SELECT ?o { ?s x:next ?o }", initNs=NS)
    assert [r.o for r in face.query(prepared, initBindings={"s": X.a})] == [X.b]
    assert len(face.query(prepared)) == 3
    assert face.query("SELECT * { ?s ?p ?o LATERAL { SELECT ?s { ?s ?q ?r } LIMIT 1 } }")
    with pytest.raises(AssertionError, match="own engine"):
        Graph().query(prepared)


def test_prepared_prefixes_and_base(face: Graph) -> None:
    """What a query was prepared with holds, whatever prefixes are given later."""
    prepared = prepareQuery("SELECT ?o { <a> x:next ?o }", initNs=NS, base="http://x/")
    assert [r.o for r in face.query(prepared, initNs={"x": "http://elsewhere/"})] == [X.b]
    assert [r.o for r in face.query("SELECT ?o { <a> <next> ?o }", base="http://x/")] == [X.b]


def test_result_is_usable(face: Graph) -> None:
    """A result can be counted, iterated twice, asked by name and written."""
    result = face.query("SELECT ?s ?n ?z { ?s x:name ?n OPTIONAL { ?s x:none ?z } }", initNs=NS)
    assert [str(v) for v in result.vars] == ["s", "n", "z"]
    first = list(result)
    assert len(first) == 5 and list(result) == first and len(result) == 5
    assert first[0].z is None and Variable("z") not in result.bindings[0]
    assert {r["s"] for r in result} == {X.a, X.b, X.c}
    written = json.loads(result.serialize(format="json"))
    assert len(written["results"]["bindings"]) == 5
    for form in ("csv", "xml", "txt"):
        assert (
            b"plain" in face.query("SELECT ?n { ?s x:name ?n }", initNs=NS).serialize(format=form)
            or form == "xml"
        )


def test_other_results(face: Graph) -> None:
    """ASK gives a truth, CONSTRUCT and DESCRIBE a graph."""
    assert face.query("ASK { ?s ?p 5 }").askAnswer is True
    assert not face.query("ASK { ?s ?p 6 }")
    assert len(face.query("DESCRIBE <http://x/b>").graph) == 2
    built = face.query("CONSTRUCT { ?s x:y ?o } WHERE { ?s x:next ?o }", initNs=NS)
    assert len(built) == 3 and Graph().parse(data=built.serialize(format="turtle")) is not None


def test_own_engine_is_never_asked_for_options(face: Graph) -> None:
    """Options that Oxigraph does not know change nothing, rather than change the engine."""
    text = "SELECT * { ?s ?p ?o LATERAL { SELECT ?s { ?s ?q ?r } LIMIT 1 } }"
    assert len(face.query(text, DEBUG=True)) > 0


def test_query_errors_are_ours(face: Graph) -> None:
    """A wrong text, prefix or function gives a QueryError that names the place."""
    with pytest.raises(QueryError, match=r"line 2, column \d+"):
        face.query("SELECT *\n{ ?s ?p }")
    with pytest.raises(QueryError, match="Prefix not found"):
        face.query("SELECT * { ?s nowhere:p ?o }")
    with pytest.raises(QueryError, match="custom function"):
        list(face.query("SELECT * { ?s ?p ?o FILTER(<http://x/f>(?s)) }"))


def test_writing_to_the_graph(face: Graph) -> None:
    """What is added and removed is seen by triples, length and queries."""
    before = len(face)
    new = (X.e, X.name, Literal("new"))
    face.add(new)
    assert new in face and len(face) == before + 1
    assert face.query("ASK { ?s ?p 'new' }")
    face.remove((X.e, None, None))
    assert new not in face and len(face) == before
    face.parse(data="<http://x/e> <http://x/p> 1 .", format="turtle")
    face += [(X.f, X.p, Literal(2))]
    face.set((X.f, X.p, Literal(3)))
    assert len(face) == before + 2 and face.value(X.f, X.p) == Literal(3)
    assert {r.s for r in face.query("SELECT ?s { ?s <http://x/p> ?o }")} == {X.e, X.f}


@pytest.mark.parametrize("form", ["turtle", "nt", "n3", "xml", "json-ld"])
def test_serialising(face: Graph, memory: Graph, form: str) -> None:
    """rdflib writes the graph in any form, and reads the same back."""
    face.remove((X.c, X.name, None))  # XML has no place for control characters
    again = Graph().parse(data=face.serialize(format=form), format=form)
    assert set(again) == set(memory) - set(memory.triples((X.c, X.name, None)))


def test_updates_are_refused(face: Graph) -> None:
    """A SPARQL update is refused with what to do instead, and changes nothing."""
    before = set(face)
    with pytest.raises(QueryError, match=r"graph\.add"):
        face.update("DELETE WHERE { ?s ?p ?o }")
    with pytest.raises(QueryError, match="this is an update"):
        face.query("DELETE WHERE { ?s ?p ?o }")
    assert set(face) == before


def test_loaded_graph(content: object) -> None:
    """load() sees all triples in the default graph, with the usual prefixes bound."""
    graph = bsrgraph.load()
    count = next(iter(graph.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"))).n
    assert int(count) == len(graph) > 5000
    bound = {prefix: str(iri) for prefix, iri in graph.namespaces()}
    assert bound["bsr"] == "https://w3id.org/bsrgraph/ontology#" and bound["rdf"] == str(RDF)
    latvia = URIRef("https://w3id.org/bsrgraph/id/latvia")
    assert graph.query("SELECT ?l { id:latvia rdfs:label ?l }").bindings
    assert Literal("Latvia") in set(graph.objects(latvia, RDFS.label))
    assert "@prefix bsr:" in graph.serialize(format="turtle")[:3000]


def test_same_turtle_whatever_the_order(memory: Graph) -> None:
    """Turtle is the same whatever the order the triples came in, and begins with its stamp."""
    triples = [q.triple for q in ox.parse(TURTLE.encode(), format=ox.RdfFormat.TURTLE)]
    written = serialize_graph(triples, stamp="# made")
    assert written == serialize_graph(reversed(triples), stamp="# made")
    assert written.startswith(b"# made\n")
    assert set(Graph().parse(data=written, format="turtle")) == set(memory)
    assert serialize_graph(memory) == serialize_graph(triples)


MONSTER = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture(scope="module")
def many() -> ox.Store:
    """Give a store of a thousand triples, of which monsters are made."""
    lines = "".join(f"<http://x/{n}> <http://x/p> {n} ." for n in range(1000))
    return open_store(lines.encode())


def _children() -> set[int]:
    return {p.pid for p in multiprocessing.active_children() if p.pid}


def _zombies() -> list[str]:
    done = subprocess.run(
        ["ps", "-o", "stat=", "--ppid", str(os.getpid())], capture_output=True, text=True
    )
    return [line for line in done.stdout.split("\n") if line.startswith("Z")]


def test_monster_ends_at_the_timeout(many: ox.Store) -> None:
    """A query without end is stopped, says so, and leaves no process behind."""
    with pytest.raises(QueryTimeout, match=r"stopped after 0\.5 s; .*--timeout"):
        run_bounded(many, MONSTER, timeout=0.5)
    assert not _children() and not _zombies()


def test_many_calls_leave_nothing_open(many: ox.Store) -> None:
    """Neither processes nor open files add up."""
    folder = Path("/dev/fd")
    run_bounded(many, "ASK { ?s ?p 1 }")
    before = len(list(folder.iterdir()))
    for _ in range(20):
        assert run_bounded(many, "ASK { ?s ?p 1 }")
    assert len(list(folder.iterdir())) == before
    assert not _children() and not _zombies()


@pytest.mark.parametrize("run", [run_query, run_bounded])
def test_huge_answer_ends_at_the_cap(many: ox.Store, run: Any) -> None:
    """An answer is cut at the row cap and says so; one that just fits does not."""
    for form in ("SELECT *", "CONSTRUCT { ?a <http://x/q> ?f }"):
        answer = run(many, form + " { ?a ?b ?c . ?d ?e ?f }", rows=50)
        assert (len(answer), answer.cut) == (50, True)
    assert run(many, "SELECT * { ?s ?p ?o }", rows=1000).cut is False
    assert run(many, "SELECT * { ?s ?p ?o }", rows=999).cut is True


@pytest.mark.parametrize(
    "text",
    [
        "SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?d))) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
        "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?d",
        "SELECT * { FILTER(" + "(" * 50_000 + "1" + ")" * 50_000 + ") }",
    ],
    ids=["text", "sorting", "nesting"],
)
def test_hunger_ends_in_words(many: ox.Store, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A query that eats memory or stack is ended with an error, and this process lives on."""
    monkeypatch.setattr(store, "MEMORY", 30 * 2**20)
    with pytest.raises(QueryTimeout, match=r"needed more memory.*add LIMIT"):
        run_bounded(many, text)
    assert run_bounded(many, "ASK { ?s ?p 1 }")
    assert not _zombies()


@pytest.mark.parametrize("run", [run_query, run_bounded])
def test_syntax_errors_name_the_place(many: ox.Store, run: Any) -> None:
    """A wrong text is told with line and column, in one line of bearable length."""
    with pytest.raises(QueryError, match=r"no SPARQL: line 3, column 10") as caught:
        run(many, "SELECT *\n{\n  ?s ?p }")
    assert "\n" not in str(caught.value) and len(str(caught.value)) < 300
    assert "Traceback" not in str(caught.value)
    with pytest.raises(QueryError, match=r"line 2, column .*Prefix not found"):
        run(many, "SELECT *\n{ ?s nowhere:p ?o }")


@pytest.mark.parametrize("run", [run_query, run_bounded])
def test_failures_name_the_cause(many: ox.Store, run: Any) -> None:
    """What fails while it runs, or is no text, is a QueryError as well."""
    with pytest.raises(QueryError, match="custom function"):
        run(many, "SELECT * { ?s ?p ?o FILTER(<http://x/f>(?s)) }")
    with pytest.raises(QueryError):
        run(many, "SELECT * { ?s ?p '\ud800' }")


def _only_spawn() -> list[str]:
    return ["spawn"]


def test_spawned_child(many: ox.Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where processes cannot be forked the same answers and limits hold."""
    monkeypatch.setattr(multiprocessing, "get_all_start_methods", _only_spawn)
    assert len(run_bounded(many, "SELECT * { ?s ?p ?o }")) == 1000
    with pytest.raises(QueryTimeout, match="stopped after"):
        run_bounded(many, MONSTER, timeout=0.2)
    assert not _children()


def test_interrupt_ends_the_child(many: ox.Store) -> None:
    """Ctrl-C while a query runs ends the child as well, and nothing is printed by it."""
    timer = threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        run_bounded(many, MONSTER, timeout=30)
    timer.join()
    assert not _children() and not _zombies()


def test_interrupted_command_is_quiet() -> None:
    """Ctrl-C on the command line prints no traceback, neither of the program nor of its child."""
    command = [
        sys.executable,
        "-m",
        "bsrgraph",
        "ask",
        MONSTER.replace("?j ?k ?l", "?j ?k ?l , ?m"),
    ]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        time.sleep(2)  # until the query runs
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert process.returncode != 0 and out == ""
    assert "Traceback" not in err


def test_command_line_stops_a_monster() -> None:
    """The command ends at --timeout with one clear line and exit code 2."""
    done = subprocess.run(
        [sys.executable, "-m", "bsrgraph", "ask", MONSTER, "--timeout", "0.5"],
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "bsrgraph: stopped after 0.5 s; narrow the query or raise --timeout\n"


def test_own_queries_run_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """A query of the user's own is never run in this process."""
    monkeypatch.setattr(api.questions, "run_query", None)
    assert bsrgraph.ask("SELECT * { id:latvia ?p ?o }", rows=1).cut
