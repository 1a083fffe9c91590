"""Shapes find what only the whole graph shows, and name the sheet and line that caused it."""

from __future__ import annotations

import re
from pathlib import Path

import pyshacl
import pytest
from rdflib import RDF, RDFS, SH, Graph, Literal, URIRef
from samples import SOURCE, copy_content

from bsrgraph.content import Content, find_content
from bsrgraph.graph import build_graph, read_corpus
from bsrgraph.validation import check_content, check_queries, spread_targets
from bsrgraph.vocabulary import BSR, read_vocabulary


@pytest.fixture
def body(tmp_path: Path) -> Content:
    """Give a content with the real ontology and one sheet, to write mistakes into."""
    data = tmp_path / "data"
    (data / "sources").mkdir(parents=True)
    (data / "sources" / "2026-rowan-press-a-test.csv").write_text(SOURCE, encoding="utf-8")
    return copy_content(tmp_path / "content", data)


def check(body: Content, rows: str, header: str = "") -> list[str]:
    """Add rows to the sheet and list the problems as text."""
    path = body.sheets()[0]
    start = SOURCE.replace("object\n", f"object,{header}\n", 1) if header else SOURCE
    path.write_text(start + rows, encoding="utf-8")
    return [str(p) for p in check_content(body)]


def test_real_content_has_no_problem(content: Content) -> None:
    """Ontology, data and questions of the project keep their rules."""
    assert [str(p) for p in check_content(content)] == []


THINGS = """\
alder,is a,cluster organisation
alder,name,Alder Cluster
link,is a,project
link,name,Amber Link
ann,is a,person
ann,name,Ann Alder
"""


@pytest.mark.parametrize(
    ("row", "line", "what", "remedy"),
    [
        (
            "alder,partner,link\n",
            14,
            "alder: only a project or another cooperation has 'partner'",
            "use 'works with'",
        ),
        (
            "link,partner,latvia\n",
            14,
            "link: 'partner' leads to an organisation",
            "'partner country'",
        ),
        ("link,located in,alder\n", 14, "link: 'located in' leads to a place", "name a place"),
        ("ann,says,Something\n", 14, "ann: only people in a public role are quoted", "add the row"),
        ("link,name,Another name\n", 14, "link: it has two names", "other name"),
        ("nameless,is a,organisation\n", 14, "nameless: it has no name", "add a row 'name'"),
        ("alder,is a,project\n", 14, "alder: it is both", "two ids"),
    ],
)
def test_shape_names_sheet_and_line(
    body: Content, row: str, line: int, what: str, remedy: str
) -> None:
    """A result of SHACL is a problem with file, line, what and remedy."""
    problems = check(body, THINGS + row)
    pattern = rf"data/sources/2026-rowan-press-a-test\.csv:\d+: {re.escape(what)}"
    found = [p for p in problems if re.match(pattern, p) and remedy in p.partition("; ")[2]]
    assert found, problems
    assert any(f":{line}: " in problem for problem in found), problems


def test_role_needs_an_organisation(body: Content) -> None:
    """A role, whose object is only words, says in which organisation it is held."""
    problems = check(body, THINGS + "ann,role,head\n")
    assert problems == [
        "data/sources/2026-rowan-press-a-test.csv:14: ann: a role or a partner budget needs to know whose;"
        " put the organisation or programme under 'for'"
    ]


def test_time_that_runs_backwards_is_found(body: Content) -> None:
    """A statement that ends before it begins is named by its line."""
    things = THINGS.replace("\n", ",,\n")
    problems = check(body, things + "link,partner,alder,2019,2015\n", "since,until")
    assert len(problems) == 1 and ":14: link: it ends before it begins; " in problems[0]


@pytest.mark.parametrize("lost", ["title", "publisher", "language", "is a"])
def test_source_must_say_what_it_is(body: Content, lost: str) -> None:
    """A sheet without kind, title, publisher or language of its source is not complete."""
    text = "".join(
        line
        for line in SOURCE.splitlines(keepends=True)
        if not line.startswith(f"this source,{lost},")
    )
    body.sheets()[0].write_text(text, encoding="utf-8")
    problems = [str(p) for p in check_content(body)]
    assert any("this source" in p for p in problems), problems


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("#+ summary: Who?\nSELECT * { ?s ?p }", "no SPARQL"),
        ("#+ summary: Who?\nSELECT ?s { ?s ?p ?o }", "no ORDER BY"),
        ("#+ summary: Who\nSELECT ?s { ?s ?p ?o } ORDER BY ?s", "the summary is no question"),
        ("#+ sumary: Who?\nSELECT ?s { ?s ?p ?o } ORDER BY ?s", "is no header line"),
        ("#+ summary: Who?\n#+ parameter: x\nSELECT ?s { ?s ?p ?o } ORDER BY ?s", "needs one line"),
        (
            "#+ summary: Who?\nSELECT ?s { ?s ?p ?o FILTER NOT EXISTS { ?s a ?o } } ORDER BY ?s",
            "NOT EXISTS",
        ),
        (
            "#+ summary: Who?\nSELECT ?s { SERVICE <http://x.example/> { ?s ?p ?o } } ORDER BY ?s",
            "SERVICE",
        ),
    ],
)
def test_question_files_are_checked(body: Content, text: str, what: str) -> None:
    """A question that cannot be run, or breaks a habit, is named with its file."""
    (body.queries / "questions" / "bad.rq").write_text(text, encoding="utf-8")
    problems = [str(p) for p in check_queries(body)]
    assert any(p.startswith("queries/questions/bad.rq:1: ") and what in p for p in problems), (
        problems
    )


def test_shapes_agree_with_the_ontology() -> None:
    """No shape asks for another kind than the domain or the range of its relation allows."""
    content = find_content()
    vocabulary = read_vocabulary(content)
    shapes = Graph().parse(content.ontology / "shapes.ttl", format="turtle")
    checked = 0
    for shape, relation in shapes.subject_objects(SH.targetSubjectsOf):
        domain, kind = (
            vocabulary.graph.value(relation, RDFS.domain),
            shapes.value(shape, SH["class"]),
        )
        if domain and kind:
            assert kind == domain, relation
            checked += 1
    for shape, relation in shapes.subject_objects(SH.path):
        wanted, kind = (
            vocabulary.graph.value(relation, RDFS.range),
            shapes.value(shape, SH["class"]),
        )
        if kind and (relation, RDF.type, BSR.Relation) in vocabulary.graph:
            assert kind in (wanted, *vocabulary.broader_kinds.get(URIRef(str(wanted)), ())), (
                relation
            )
            checked += 1
    assert checked > 40


def test_every_shape_tells_what_to_do() -> None:
    """A message says what is wrong, then, behind a semicolon, what to do."""
    shapes = Graph().parse(find_content().ontology / "shapes.ttl", format="turtle")
    messages = [str(o) for o in shapes.objects(None, SH.message)]
    assert len(messages) > 60
    assert all(re.fullmatch(r"[^;]+; .+", m) for m in messages)


def test_spread_targets_find_what_the_published_shapes_find(body: Content) -> None:
    """Both forms of the shapes give the same results on a graph with mistakes of many kinds."""
    shapes = Graph().parse(body.ontology / "shapes.ttl")
    path = body.sheets()[0]
    path.write_text(
        SOURCE
        + THINGS
        + "alder,partner,link\nlink,partner,latvia\nann,says,Well.\nlink,name,Other\nann,role,head\n"
    )
    graph = build_graph(read_corpus(body))
    graph.remove((None, BSR.language, None))
    graph.remove((None, BSR.status, Literal("stated")))
    found = []
    for form in (shapes, spread_targets(shapes)):
        _, report, _ = pyshacl.validate(graph, shacl_graph=form)
        told = (
            SH.focusNode,
            SH.resultPath,
            SH.value,
            SH.sourceConstraintComponent,
            SH.resultMessage,
        )
        found.append(
            sorted([str(report.value(r, p)) for p in told] for r in report.objects(None, SH.result))
        )
    assert found[0] == found[1] and len(found[0]) > 20
    assert len(set(spread_targets(shapes).subject_objects(SH.property))) < len(
        set(shapes.subject_objects(SH.property))
    )
