"""Readings are found by what the rows of the sheets say, and their mistakes name the remedy."""

from datetime import date

import pytest
from samples import copy_content

from bsrgraph.content import find_content
from bsrgraph.graph import build_graph, read_corpus
from bsrgraph.readings import CLASSES, COLUMNS, FILE
from bsrgraph.vocabulary import BSR, ID

HEADER = ",".join(COLUMNS)
SHEET = "2020-12-31-test-office-forest-calls"
FIVE = f"Growth,change over time,{SHEET},forest-programme,count,5 projects,,It grew."
TWELVE = "Growth,change over time,2021-test-office-forest-year,forest-programme,count,12 projects,,"


def read(tmp_path, *lines):
    """Read the frozen content with other readings."""
    content = copy_content(tmp_path)
    (content.data / FILE).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return read_corpus(content)


def test_a_reading_gathers_its_rows(tmp_path):
    """Rows of one topic make one reading, with class, text and statements."""
    corpus = read(tmp_path, HEADER, FIVE, TWELVE)
    assert corpus.problems == ()
    (reading,) = corpus.readings
    assert (reading.topic, reading.difference, reading.text) == (
        "Growth",
        "change over time",
        "It grew.",
    )
    texts = {corpus.statements[name].object.text for name in reading.statements}
    assert texts == {"5 projects", "12 projects"}


def test_the_order_of_rows_does_not_matter(tmp_path):
    """The same rows in another order give the same reading."""
    first = read(tmp_path / "a", HEADER, FIVE, TWELVE)
    second = read(tmp_path / "b", HEADER, TWELVE, FIVE)
    assert first.readings == second.readings


@pytest.mark.parametrize(
    ("lines", "what", "remedy"),
    [
        ([HEADER, FIVE, TWELVE.replace("over", "of")], "no class", "change over time"),
        ([HEADER, FIVE, TWELVE.replace("12", "13")], "no sheet has such a row", "copy source"),
        ([HEADER, FIVE, TWELVE.replace("programme", "programe")], "nothing is called", "forest"),
        ([HEADER, FIVE], "has one statement", "differs"),
        ([HEADER, FIVE, TWELVE.replace("change over time", "conflict")], "two classes", "one"),
        ([HEADER, FIVE.replace("Growth", ""), TWELVE], "no topic", "few words"),
        (["topic,class", "x,y"], "columns are others", HEADER),
        ([HEADER, FIVE, '"x'], "line", "quotation"),
    ],
)
def test_a_mistake_names_place_and_remedy(tmp_path, lines, what, remedy):
    """Each mistake stands with file, line and what to do."""
    problems = read(tmp_path, *lines).problems
    assert any(what in p.what and remedy in p.remedy for p in problems), problems
    assert {p.path for p in problems} == {f"data/{FILE}"}


def test_a_reading_needs_two_statements_that_hold(tmp_path):
    """As of a day before the second statement there is nothing to read."""
    content = copy_content(tmp_path)
    (content.data / FILE).write_text("\n".join((HEADER, FIVE, TWELVE)) + "\n", encoding="utf-8")
    now = build_graph(read_corpus(content))
    then = build_graph(read_corpus(content, date(2020, 12, 31)))
    assert (ID["reading-growth"], None, None) in now
    assert (ID["reading-growth"], None, None) not in then
    assert len(set(now.objects(ID["reading-growth"], BSR.weighs))) == 2


def test_the_ontology_names_the_classes(content):
    """The definition of 'difference' lists the classes that a reading may have."""
    text = (find_content().ontology / "bsr.ttl").read_text(encoding="utf-8")
    definition = text.partition("bsr:difference a ")[2].partition("skos:example")[0]
    assert [name for name in CLASSES if name not in definition] == []
