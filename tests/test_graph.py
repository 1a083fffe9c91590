"""Statements become RDF that says no more than the sheet, the same bytes at every build."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import PROV, RDF, RDFS, BNode, Graph, Literal, URIRef
from samples import SOURCE

from bsrgraph.content import Content, find_content
from bsrgraph.editing import format_rows
from bsrgraph.errors import ContentError
from bsrgraph.graph import Corpus, build_graph, read_corpus
from bsrgraph.merging import find_days, find_holding, name_object, name_statement
from bsrgraph.sheets import COLUMNS, read_rows
from bsrgraph.store import open_store, serialize_graph
from bsrgraph.vocabulary import BSR, ID, STATEMENT, VALUE

HEADER = ",".join(COLUMNS) + "\n"
MORE = """\
alder,is a,cluster organisation,,,,,,,,
alder,name,Alder Cluster,,,,,,,,
birch,is a,organisation,,,,,,,,
birch,name,Birch Agency,,,,,,,,
link,is a,project,,,,,,,,
link,name,Amber Link,,,,,,,,
link,lead partner,alder,,2016,,,,char=1,9,,
link,partner,birch,,,,,,,denied,
link,partner,birch,,2019,,,,,planned,
link,budget,6.5 MEUR,,2016,,,,,,
link,count,>10 companies,latvia,,2015,2016-06,,,,about right
link,period,2015..2018,,,,,,,implied,
alder,located in,riga,,,,,,,,
"""


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Corpus]:
    """Give a function that reads rows, added to a plain source, into a corpus."""
    real = find_content()

    def read(rows: str) -> Corpus:
        root = tmp_path_factory.mktemp("graph")
        (root / "ontology").symlink_to(real.ontology)
        (root / "data" / "sources").mkdir(parents=True)
        path = root / "data" / "sources" / "2026-rowan-press-a-test.csv"
        plain = SOURCE.replace("subject,relation,object\n", HEADER, 1)
        path.write_text(plain + rows.replace("char=1,9", '"char=1,9"'), encoding="utf-8")
        return read_corpus(Content(root))

    return read


@pytest.fixture(scope="module")
def graph(build: Callable[[str], Corpus]) -> Graph:
    """Give the graph of the rows above."""
    return build_graph(build(MORE))


def find(graph: Graph, subject: str, relation: str, value: URIRef | Literal) -> URIRef:
    """Find the only statement with this subject, relation and object."""
    found = [
        s
        for s in graph.subjects(RDF.subject, ID[subject])
        if (s, RDF.predicate, BSR[relation]) in graph and (s, RDF.object, value) in graph
    ]
    assert len(found) == 1
    return URIRef(str(found[0]))


def test_statement_names_source_time_and_place(graph: Graph) -> None:
    """A statement node names its source, its time with first and last day, its place in the text."""
    node = find(graph, "link", "leadPartner", ID.alder)
    said = {str(p).rpartition("#")[2]: o for p, o in graph.predicate_objects(node)}
    assert said["wasDerivedFrom"] == ID["2026-rowan-press-a-test"]
    assert said["at"].n3() == '"2016"^^<http://www.w3.org/2001/XMLSchema#gYear>'
    assert (said["firstDay"].toPython(), said["lastDay"].toPython()) == (
        date(2016, 1, 1),
        date(2016, 12, 31),
    )
    assert said["evidence"] == Literal("char=1,9") and said["status"] == Literal("stated")


def test_plain_triple_follows_with_broader_relation_and_kind(graph: Graph) -> None:
    """A stated fact is also a plain triple, of its relation and kind and of the broader ones."""
    assert (ID.link, BSR.leadPartner, ID.alder) in graph
    assert (ID.link, BSR.partner, ID.alder) in graph
    assert (ID.alder, RDF.type, BSR.Organisation) in graph
    assert (ID["2026-rowan-press-a-test"], RDFS.label, Literal("A test")) in graph


def test_what_is_not_stated_is_no_plain_triple(graph: Graph) -> None:
    """Planned and denied facts, numbers, sums, and what holds only 'for' something stay statements."""
    assert (ID.link, BSR.partner, ID.birch) not in graph
    assert not list(graph.objects(ID.link, BSR.budget)) and not list(
        graph.objects(ID.link, BSR.count)
    )
    assert (ID.link, BSR.period, VALUE["2015..2018"]) in graph


def test_values_have_bounds_unit_and_days(graph: Graph) -> None:
    """Quantities and periods are nodes with bounds in a unit, or with days."""
    money = VALUE["6.5-MEUR"]
    assert {str(o) for o in graph.objects(money, BSR.minimum)} == {"6450000"}
    assert (money, RDF.type, BSR.MoneyAmount) in graph and (money, RDF.type, BSR.Quantity) in graph
    assert (money, BSR.unit, ID["unit-eur"]) in graph
    period = VALUE["2015..2018"]
    assert graph.value(period, BSR.firstDay) == Literal(date(2015, 1, 1))
    assert graph.value(period, BSR.lastDay) == Literal(date(2018, 12, 31))


def test_since_and_until_bound_the_days(graph: Graph) -> None:
    """A statement with since and until runs from the first day of one to the last of the other."""
    node = find(graph, "link", "count", VALUE["over-10-companies"])
    days = [graph.value(node, p).toPython() for p in (BSR.firstDay, BSR.lastDay)]  # type: ignore[union-attr]
    assert days == [date(2015, 1, 1), date(2016, 6, 30)]
    assert (node, BSR["for"], ID.latvia) in graph and (
        node,
        BSR.note,
        Literal("about right"),
    ) in graph


def test_graph_has_no_blank_nodes_and_every_statement_a_source(content: Content) -> None:
    """The real graph has no blank node, and every statement names exactly one source."""
    graph = build_graph(read_corpus(content))
    assert not [t for t in graph if any(isinstance(term, BNode) for term in t)]
    statements = set(graph.subjects(RDF.type, BSR.Statement))
    assert len(statements) > 250
    assert all(len(list(graph.objects(s, PROV.wasDerivedFrom))) == 1 for s in statements)
    assert all(str(s).startswith(str(STATEMENT)) for s in statements)


def test_every_published_triple_rests_on_a_statement(content: Content) -> None:
    """A plain triple of a relation comes from a statement of it or a narrower one, or the registry."""
    corpus = read_corpus(content)
    graph = build_graph(corpus)
    said = {
        (s.subject, p, name_object(s.object))
        for s in corpus.statements.values()
        for p in (s.relation.iri, *s.relation.broader)
    }
    relations = {r.iri for r in corpus.vocabulary.relations.values() if r.iri.startswith(str(BSR))}
    vocabulary = set(corpus.vocabulary.graph)
    plain = {t for t in graph if t[1] in relations and t not in vocabulary}
    assert plain and plain <= said


def test_rows_that_say_the_same_are_one_statement(build: Callable[[str], Corpus]) -> None:
    """The same fact twice in a sheet is one statement that keeps both places, in any order."""
    one, two = (f'alder,located in,riga,,,,,,"char={place}",,' for place in ("5,9", "20,30"))
    base = MORE.replace("alder,located in,riga,,,,,,,,\n", "")
    first, second = (build(base + "\n".join(rows) + "\n") for rows in ((one, two), (two, one)))
    assert first.statements.keys() == second.statements.keys()
    places = [s.evidence for s in first.statements.values() if s.object == ID.riga]
    assert places == ["char=20,30; char=5,9"]
    assert places == [s.evidence for s in second.statements.values() if s.object == ID.riga]


def test_name_of_a_statement_depends_on_what_it_says(build: Callable[[str], Corpus]) -> None:
    """Line, note and evidence do not change the name of a statement; source, time and status do."""
    statement = next(s for s in build(MORE).statements.values() if s.object == ID.riga)
    name = name_statement(statement)
    assert name == name_statement(replace(statement, line=99, note="n", evidence="page=1"))
    for change in (
        {"source": ID.other},
        {"status": "implied"},
        {"about": ID.latvia},
        {"object": ID.latvia},
    ):
        assert name != name_statement(replace(statement, **change))


def test_real_names_do_not_collide(content: Content) -> None:
    """Sixteen hexadecimal digits tell all statements apart."""
    corpus = read_corpus(content)
    assert all(name_statement(s) == name for name, s in corpus.statements.items())


def test_holding_on_a_day(build: Callable[[str], Corpus]) -> None:
    """What began later, or ended before, does not hold on a day; of counts the latest does."""
    rows = MORE + "".join(
        f"alder,count,{n} members,,{y},,,,,,\n" for n, y in ((5, 2014), (9, 2016), (20, 2020))
    )
    statements = list(build(rows).statements.values())
    held = find_holding(statements, date(2017, 6, 1))
    texts = {getattr(s.object, "text", str(s.object)) for s in held}
    assert "9 members" in texts and "5 members" not in texts and "20 members" not in texts
    assert ">10 companies" not in texts, "it ended in June 2016"
    assert any(s.object == ID.alder and find_days(s)[0] == date(2016, 1, 1) for s in held)
    assert not any(s.status == "planned" for s in held), "it is dated 2019"


def test_what_has_not_begun_holds_nothing(build: Callable[[str], Corpus]) -> None:
    """As of a day before a thing begins, undated statements about it or with it are left out."""
    rows = MORE + (
        "elm-works,is a,organisation,,,,,,,,\nelm-works,name,Elm Works,,,,,,,,\n"
        "elm-works,founded,2018,,,,,,,,\nelm-works,located in,riga,,,,,,,,\n"
        "alder,works with,elm-works,,,,,,,,\n"
        "elm-call,is a,call,,,,,,,,\nelm-call,name,Elm Call,,,,,,,,\nelm-call,opens,2018-02,,,,,,,,\n"
        "elm-link,is a,project,,,,,,,,\nelm-link,name,Elm Link,,,,,,,,\nelm-link,call,elm-call,,,,,,,,\n"
    )
    statements = list(build(rows).statements.values())
    for year, there in ((2017, False), (2018, True)):
        held = find_holding(statements, date(year, 12, 31))
        assert (ID["elm-works"] in {s.subject for s in held}) == there
        assert (ID["elm-works"] in {s.object for s in held}) == there
        assert (ID["elm-link"] in {s.subject for s in held}) == there


def shuffle_sheets(folder: Path, seed: int) -> None:
    """Write the rows of every sheet and registry file in another order."""
    chance = random.Random(seed)
    for path in sorted((folder / "data" / "sources").glob("*.csv")):
        rows = [dict(row.cells) for row in read_rows(path, path.name)[0]]
        chance.shuffle(rows)
        path.write_text(format_rows(rows), encoding="utf-8")
    for path in sorted((folder / "data" / "registry").glob("*.csv")):
        header, *lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        chance.shuffle(lines)
        path.write_text("".join([header, *lines]), encoding="utf-8")


def test_same_bytes_whatever_hash_seed_and_order(content: Content, tmp_path: Path) -> None:
    """Turtle is the same for other hash seeds, orders of rows and working folders."""
    import shutil

    code = (
        "import sys, pathlib; from bsrgraph.content import Content; from bsrgraph.graph import *;"
        "from bsrgraph.store import serialize_graph;"
        "sys.stdout.buffer.write(serialize_graph(build_graph(read_corpus(Content(pathlib.Path(sys.argv[1]))))))"
    )
    outputs = set()
    for seed in (0, 1):
        root = tmp_path / f"copy{seed}"
        shutil.copytree(content.ontology, root / "ontology")
        shutil.copytree(content.data, root / "data")
        shuffle_sheets(root, seed)
        environment = {**os.environ, "PYTHONHASHSEED": str(seed)}
        done = subprocess.run(
            [sys.executable, "-c", code, str(root)],
            capture_output=True,
            check=True,
            env=environment,
        )
        outputs.add(done.stdout)
    assert outputs == {serialize_graph(build_graph(read_corpus(content)))}


@pytest.mark.slow
def test_turtle_reads_alike_in_both_engines(
    content: Content, recwarn: pytest.WarningsRecorder, caplog: pytest.LogCaptureFixture
) -> None:
    """rdflib and Oxigraph read the Turtle without a warning, and find the same number of triples."""
    turtle = serialize_graph(build_graph(read_corpus(content)))
    graph = Graph().parse(data=turtle, format="turtle")
    assert (
        len(graph)
        == len(open_store(turtle))
        == len(list(ox.parse(turtle, format=ox.RdfFormat.TURTLE)))
    )
    assert not caplog.records
    assert not [w for w in recwarn if "rdflib" in str(w.filename)]


def test_mistakes_stop_the_graph(build: Callable[[str], Corpus]) -> None:
    """A corpus with mistakes gives no graph but all the mistakes."""
    with pytest.raises(ContentError) as caught:
        build_graph(build(MORE + "alder,prtner,birch,,,,,,,,\nnobody,is at,riga,,,,,,,,\n"))
    assert len(caught.value.problems) == 3
