"""Two graphs are compared: every class of change is found, once, and nothing else."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from samples import FROZEN, copy_content

from bsrgraph.changes import Change, Changes, Side, compare, describe, read_content
from bsrgraph.changes.asking import compare_answers
from bsrgraph.changes.facts import Fact, Value
from bsrgraph.changes.statements import pair_facts
from bsrgraph.content import Content
from bsrgraph.queries import parse_query

CALLS = "sources/2020-12-31-test-office-forest-calls.csv"
CONE = "sources/2021-06-test-gazette-cone-begins.csv"
SOURCE = """\
subject,relation,object
this source,is a,web page
this source,title,Elder begins
this source,publisher,test-office
this source,language,en
elder-cluster,is a,cluster organisation
elder-cluster,name,Elder Cluster
elder-cluster,located in,riga
"""
SWAPS = {"added": "gone", "merged": "parted", "fails": "works", "row added": "row gone"}
SWAPS |= {after: before for before, after in SWAPS.items()}


def edit(content: Content, name: str, *changes: tuple[str, str]) -> None:
    """Replace texts of a file; each must be there once."""
    path = content.root / name
    text = path.read_text(encoding="utf-8")
    for before, after in changes:
        assert text.count(before) == 1, (name, before)
        text = text.replace(before, after)
    path.write_text(text, encoding="utf-8")


def mirror(change: Change) -> Change:
    """Say a change as it looks from the other side; names are left out, each side has its own."""
    return replace(
        change,
        kind=SWAPS.get(change.kind, change.kind),
        before=change.after,
        after=change.before,
        old=change.new,
        new=change.old,
        name="",
        source_name="",
    )


def blank(changes: Changes) -> list[Change]:
    """Leave the names out, and what is said in them, and sort."""
    items = (replace(i, name="", source_name="") for i in changes.items)
    return sorted(items, key=repr)


@pytest.fixture(scope="module")
def old(frozen: Content) -> Side:
    """Give the graph of the frozen content."""
    return read_content(frozen, "frozen")


@pytest.fixture(scope="module")
def new(tmp_path_factory: pytest.TempPathFactory) -> Side:
    """Give the frozen content with every class of edit in it."""
    content = copy_content(tmp_path_factory.mktemp("edited") / "content")
    edit(
        content,
        f"data/{CALLS}",
        ("acorn-grant,amount,30000 EUR", "acorn-grant,amount,32000 EUR"),
        ("applications received,7 applications", "applications received,9 applications"),
        ("forest-call-2020,closes,2020-06,", "forest-call-2020,closes,2020-07,"),
        ("pays the fair", "pays for the fair"),
        ("cap,40000 EUR,sweden,2020", "cap,40000 EUR,sweden,2021"),
        ("forest-call-2021,closes,2021-09-30,,,", "forest-call-2021,closes,2021-09-30,,,planned"),
        ("bark-project,partner,hazel-cluster,,,,\n", ""),
    )
    text = (content.root / f"data/{CONE}").read_text(encoding="utf-8")
    moved = text.replace("ivy-cluster", "dogwood-cluster")
    (content.root / f"data/{CONE}").write_text(moved, encoding="utf-8")
    (content.sources / "undated-test-office-elder-begins.csv").write_text(SOURCE, encoding="utf-8")
    edit(
        content,
        "data/registry/clusters.csv",
        ("ivy-cluster,cluster organisation,Ivy Cluster,,\n", ""),
        (",Birch Cluster,", ",Birch Cluster North,"),
        ("Alkšņu klasteris@lv", "Alkšņu puduris@lv"),
        ("https://example.org/id/alder", "https://example.org/id/alnus"),
    )
    decisions = content.data / "registry" / "decisions.csv"
    decisions.write_text(
        "first,second,decision,evidence\ndogwood-cluster,ivy-cluster,same,a test\n",
        encoding="utf-8",
    )
    edit(
        content, "ontology/bsr.ttl", ('"One round of a programme in', '"A round of a programme in')
    )
    term = '\nbsr:Tester a owl:Class ; rdfs:label "tester"@en .\n'
    with (content.ontology / "bsr.ttl").open("a", encoding="utf-8") as file:
        file.write(term)
    (content.queries / "questions" / "sector-bridges.rq").unlink()
    edit(content, "queries/questions/size.rq", ("How much does", "How many things does"))
    return read_content(content, "edited")


@pytest.fixture(scope="module")
def changes(old: Side, new: Side) -> Changes:
    """Give what changed, with the questions."""
    return compare(old, new)


def find(changes: Changes, part: str, kind: str) -> list[Change]:
    """Find the changes of one kind."""
    return [i for i in changes.items if (i.part, i.kind) == (part, kind)]


def only(changes: Changes, part: str, kind: str) -> Change:
    """Find the one change of a kind."""
    (item,) = find(changes, part, kind)
    return item


def test_things_are_added_renamed_and_merged(changes: Changes) -> None:
    """New things with their kind, another name of the same id, a retired id by its decision."""
    added = {(i.id, i.value) for i in find(changes, "thing", "added")}
    source = ("undated-test-office-elder-begins", "web page")
    assert added == {("elder-cluster", "cluster organisation"), source}
    assert find(changes, "thing", "gone") == []
    renamed = only(changes, "thing", "renamed")
    assert (renamed.id, renamed.before) == ("birch-cluster", "Birch Cluster")
    assert renamed.after == "Birch Cluster North"
    merged = only(changes, "thing", "merged")
    assert (merged.id, merged.name) == ("ivy-cluster", "Ivy Cluster")
    assert merged.after == "Dogwood Cluster (dogwood-cluster)"
    assert merged.detail == "4 statements went with it"


def test_names_and_links_of_things_are_told(changes: Changes) -> None:
    """Another name, and a link elsewhere, that the registry holds."""
    told = {(i.id, i.relation, i.before, i.after) for i in find(changes, "thing", "described")}
    links = ("https://example.org/id/alder", "https://example.org/id/alnus")
    assert told == {
        ("alder-cluster", "other name", "Alkšņu klasteris@lv", "Alkšņu puduris@lv"),
        ("alder-cluster", "skos:exactMatch", *links),
    }


def test_terms_of_the_vocabulary_are_told(changes: Changes) -> None:
    """A new class, and a definition in other words."""
    assert only(changes, "term", "added").id == "Tester"
    told = only(changes, "term", "described")
    assert (told.id, told.relation) == ("Call", "skos:definition")
    assert told.before.startswith("One round") and told.after.startswith("A round")


def test_values_times_and_status_are_paired(changes: Changes) -> None:
    """What a source says otherwise is one change with both sides, not one gone and one added."""
    told = {
        i.kind: (i.id, i.value, i.about, i.detail, i.before, i.after)
        for i in changes.items
        if i.part == "statement" and i.kind not in ("added", "gone")
    }
    assert told == {
        "amount": ("acorn-grant", "", "", "2020", "30000 EUR", "32000 EUR"),
        "number": ("forest-call-2020", "", "", "2020", "7 applications", "9 applications"),
        "date": ("forest-call-2020", "", "", "", "2020-06", "2020-07"),
        "time": ("forest-call-2020", "40000 EUR", "Sweden (sweden)", "", "2020", "2021"),
        "status": ("forest-call-2021", "2021-09-30", "", "", "stated", "planned"),
    }


def test_statements_are_added_and_gone_with_their_source(changes: Changes) -> None:
    """The row that was dropped, the rows of the new sheet, and nothing of what was merged."""
    gone = only(changes, "statement", "gone")
    assert (gone.id, gone.relation, gone.value) == (
        "bark-project",
        "partner",
        "Hazel Cluster (hazel-cluster)",
    )
    assert gone.source_name == "Forest calls" and gone.old and not gone.new
    added = find(changes, "statement", "added")
    assert {i.source for i in added} == {"undated-test-office-elder-begins"}
    assert len(added) == SOURCE.count("\n") - 1


def test_evidence_is_counted_and_not_listed(changes: Changes) -> None:
    """The statement with another note is in the count alone."""
    assert changes.evidence == 1 and changes.renumbered == 0
    assert "pays" not in json.dumps(
        [i.value + i.before for i in changes.items if i.part != "question"]
    )


def test_questions_that_answer_otherwise_are_told(changes: Changes) -> None:
    """Rows added and gone by question and way of asking; questions dropped and put otherwise."""
    assert only(changes, "question", "gone").id == "sector-bridges"
    assert only(changes, "question", "reworded").id == "size"
    asked = {(i.id, i.relation) for i in find(changes, "question", "row added")}
    assert ("clusters-of-country", "country=all") in asked
    assert ("sector-bridges", "") not in {
        (i.id, i.relation) for i in changes.items if "row" in i.kind
    }
    rows = [i for i in changes.items if i.id == "funding" and i.relation == "funder=all"]
    assert {i.kind for i in rows} == {"row added", "row gone"}
    assert any("32000 EUR" in i.value for i in rows if i.kind == "row added")
    assert any("30000 EUR" in i.value for i in rows if i.kind == "row gone")


def test_mirror(old: Side, new: Side, changes: Changes) -> None:
    """From the other side the same changes are seen, the other way round."""
    # The questions are those of the new side, so they are compared with the same catalogue.
    there = compare(old, replace(new, own=False, questions=old.questions))
    back = compare(replace(new, questions=old.questions, own=False), old)
    assert sorted(map(mirror, there.items), key=repr) == blank(back)
    assert there.triples == (back.triples[1], back.triples[0], back.triples[3], back.triples[2])
    assert {i.id for i in there.items if i.part != "question"} == {
        i.id for i in changes.items if i.part != "question"
    }


def test_words_say_counts_first(changes: Changes) -> None:
    """The first line counts; things stand with name and id, statements below their source."""
    lines = describe(changes).splitlines()
    asked = len({i.id for i in changes.items if "row" in i.kind})
    assert lines[0] == (
        "From frozen to edited: 2 things added, 1 renamed, 1 merged, 2 described otherwise;"
        " 1 term added, 1 described otherwise; 7 statements added, 1 gone; 1 amount changed,"
        " 1 number changed, 1 date changed, 1 time changed, 1 status changed;"
        f" {asked} questions answer otherwise; 1 question gone, 1 put otherwise"
    )
    for line in (
        "  + Elder Cluster (elder-cluster), cluster organisation",
        "  ~ Birch Cluster → Birch Cluster North (birch-cluster)",
        "  ~ Ivy Cluster (ivy-cluster) is now Dogwood Cluster (dogwood-cluster);"
        " 4 statements went with it",
        "  Forest calls (2020-12-31-test-office-forest-calls)",
        "    ~ Acorn Grant (acorn-grant) · amount · 2020: 30000 EUR → 32000 EUR",
        "    ~ Forest Call 2021 (forest-call-2021) · closes · 2021-09-30: stated → planned",
        "  1 statement says the same with other evidence, notes or days",
    ):
        assert line in lines, line


def test_long_lists_are_cut_and_shown_whole(old: Side, new: Side) -> None:
    """What is left out is counted, and --all shows it."""
    items = tuple(Change("thing", "added", f"thing-{n:03}") for n in range(50))
    many = Changes("a", "b", items, (0, 50, 50, 0))
    cut, whole = describe(many), describe(many, whole=True)
    assert cut.count("  + thing-") == 20 and "… and 30 more; --all shows them" in cut
    assert whole.count("  + thing-") == 50 and "more" not in whole
    assert "--all" not in describe(many, "markdown")


def test_csv_and_json_hold_every_change(changes: Changes) -> None:
    """Programs get all of it: a row for each change."""
    rows = list(csv.DictReader(io.StringIO(describe(changes, "csv"))))
    assert len(rows) == len(changes.items)
    assert [r["id"] for r in rows] == [i.id for i in changes.items]
    told = json.loads(describe(changes, "json"))
    assert len(told["items"]) == len(rows) and told["evidence"] == 1
    assert told["summary"] == describe(changes).splitlines()[0].partition(": ")[2]


def test_order_is_the_same_each_time(old: Side, new: Side, changes: Changes) -> None:
    """The same two graphs, loaded in another order of triples, give the same words."""
    again = ox.Store()
    again.extend(sorted(new.store, key=str, reverse=True))
    for form in ("table", "markdown", "csv", "json"):
        told = describe(compare(old, replace(new, store=again)), form, whole=True)
        assert told == describe(changes, form, whole=True)


def test_same_graph_is_no_change(old: Side) -> None:
    """The same content gives 'nothing changed'."""
    found = compare(old, old)
    assert not found and describe(found) == "From frozen to frozen: nothing changed\n"


def _give(text: str) -> Callable[[Side], Side]:
    def change(side: Side) -> Side:
        store = ox.Store()
        store.extend(side.store)
        store.load(text.encode(), format=ox.RdfFormat.TURTLE)
        return replace(side, store=store, own=False)

    return change


@pytest.mark.parametrize(
    ("turtle", "said"),
    [
        (
            "<http://x/a> <http://x/b> <http://x/c> .",
            "triples in no statement, thing or term: 1 added",
        ),
        (
            "<https://w3id.org/bsrgraph/id/riga> <http://x/b> 'x\u001b[2J' .",
            "~ Riga (riga): http://x/b added: x�[2J",
        ),
        ("[] <http://x/b> 'x' .", "left out for their blank nodes, which have no lasting name: 1"),
    ],
)
def test_what_is_not_ours_is_told_too(old: Side, turtle: str, said: str) -> None:
    """A foreign triple is counted, a hand-made fact without a statement is told, blank nodes are
    named as left out: no difference is called none."""
    found = compare(old, _give(turtle)(old), ask=False)
    assert found and said in describe(found)
    assert "nothing changed\n" not in describe(found)


def test_question_that_takes_too_long_now_fails(old: Side) -> None:
    """A question that the new graph cannot answer in time is said to fail, the mirror to work."""
    heavy = "#+ summary: Too many?\nSELECT (COUNT(*) AS ?n) {" + "".join(
        f" ?a{n} <http://x/p> ?b{n} ." for n in range(6)
    )
    query = parse_query("heavy", heavy + " } ORDER BY ?n")
    grown = ox.Store()
    grown.extend(old.store)
    for n in range(200):
        node = ox.NamedNode(f"http://x/{n}")
        grown.add(ox.Quad(node, ox.NamedNode("http://x/p"), node))
    small = replace(old, questions={"heavy": query}, foreign=True)
    large = replace(small, store=grown)
    (fails,) = compare_answers(small, large, seconds=1)
    (works,) = compare_answers(large, small, seconds=1)
    assert (fails.kind, works.kind) == ("fails", "works") and "stopped after 1 s" in fails.after
    assert "heavy: failing now (stopped after 1 s" in describe(Changes("a", "b", (fails,)))


def fact(value: int, at: str, **others: str) -> Fact:
    """Make a sum that one source names for one project."""
    day = date(int(at), 1, 1) if at else None
    own = {"source": "s", "subject": "p", "relation": "r", "about": "", "since": "", "until": ""}
    own |= {"said_by": "", "status": "stated"} | others
    money = Value(f"{value} EUR", "amount", "eur", value)  # type: ignore[arg-type]
    return Fact(object=f"<{value}>", at=at, node="", value=money, days=(day, day), **own)


@pytest.mark.parametrize(
    ("gone", "added", "pairs"),
    [
        ([(10, "2016"), (20, "2017")], [(20, "2016"), (30, "2017")], {(10, 20), (20, 30)}),
        ([(10, "2016"), (20, "2017")], [(11, "2016")], {(10, 11)}),
        ([(10, "2010"), (20, "2020")], [(15, "2019")], {(20, 15)}),
        ([(10, ""), (100, "")], [(90, ""), (12, "")], {(10, 12), (100, 90)}),
        ([(10, "")], [(12, "2016"), (11, "")], {(10, 11)}),
    ],
)
def test_pairs_of_several_values(
    gone: list[tuple[int, str]], added: list[tuple[int, str]], pairs: set[tuple[int, int]]
) -> None:
    """The closest times go first, then near values; the rest is gone or added."""
    was, now = [fact(*g) for g in gone], [fact(*a) for a in added]
    found = pair_facts(was, now, frozenset(), {}, {})
    assert {(b.value.size, a.value.size) for b, a in found} == pairs
    back = pair_facts(now, was, frozenset(), {}, {})
    assert {(b.value.size, a.value.size) for a, b in back} == pairs


def test_other_source_or_unit_is_no_pair() -> None:
    """Another source, subject or unit says something of its own."""
    one = fact(10, "2016")
    for other in (fact(12, "2016", source="t"), fact(12, "2016", about="x")):
        assert pair_facts([one], [other], frozenset(), {}, {}) == []
    yen = replace(fact(12, "2016"), value=Value("12 JPY", "amount", "jpy"))
    assert pair_facts([one], [yen], frozenset(), {}, {}) == []


NAMING = ("is a", "name", "other name", "title")


def read_table(path: Path) -> list[list[str]]:
    """Read a sheet with its header."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def list_rows() -> list[tuple[str, int]]:
    """List the rows whose edit touches nothing else: of one statement each, that no reading names."""
    found, seen = [], {}
    weighed = {tuple(row[2:5]) for row in read_table(FROZEN / "data" / "readings.csv")}
    for path in sorted((FROZEN / "data" / "sources").glob("*.csv")):
        header, *rows = read_table(path)
        for number, row in enumerate(rows, 1):
            cells = dict(zip(header, row, strict=False))
            key = (path.name, cells["subject"], cells["relation"], cells.get("for", ""))
            seen[key] = seen.get(key, 0) + 1
            named = (path.stem, cells["subject"], cells["relation"])
            if cells["relation"] not in NAMING and named not in weighed:
                found.append((key, (path.name, number)))
    return [place for key, place in found if seen[key] == 1]


# Shrinking builds hundreds of graphs; the example that fails is small as it is.
QUICK = [Phase.explicit, Phase.reuse, Phase.generate]
ROWS = list_rows()
EDITS = {"drop": "gone", "at": "time", "status": "status", "object": "value", "note": "note"}


@given(
    places=st.lists(st.sampled_from(ROWS), unique=True, max_size=8),
    ways=st.lists(st.sampled_from(sorted(EDITS)), min_size=8, max_size=8),
)
@pytest.mark.slow
@settings(max_examples=15, deadline=None, phases=QUICK, suppress_health_check=list(HealthCheck))
def test_what_was_edited_is_what_is_reported(
    old: Side,
    tmp_path_factory: pytest.TempPathFactory,
    places: list[tuple[str, int]],
    ways: list[str],
) -> None:
    """Rows dropped, dated, planned, valued and noted at random: these and no others are told."""
    content = copy_content(tmp_path_factory.mktemp("random") / "content")
    expected = [edit_row(content, *place, way) for place, way in zip(places, ways, strict=False)]
    new = read_content(content, "edited")
    there, back = compare(old, new, ask=False), compare(new, old, ask=False)
    told = sorted((i.id, i.relation, i.kind) for i in there.items if i.part == "statement")
    assert told == sorted(e for e in expected if e[2] != "note")
    assert there.evidence == sum(e[2] == "note" for e in expected)
    # A reading is a thing that weighs statements, so it follows them.
    others = {(i.part, i.kind, i.relation) for i in there.items if i.part != "statement"}
    assert others <= {("thing", "described", "bsr:weighs"), ("thing", "described", "weighs")} | {
        ("thing", kind, relation) for kind in ("added", "gone") for relation in ("",)
    }
    assert sorted(map(mirror, there.items), key=repr) == blank(back)


def edit_row(content: Content, name: str, number: int, way: str) -> tuple[str, str, str]:
    """Edit one row in one way; gives what must be told: subject, relation, kind."""
    path = content.sources / name
    header, *rows = read_table(path)
    for column in ("at", "status", "note"):
        if column not in header:
            header.append(column)
    table = [[*row, *[""] * (len(header) - len(row))] for row in rows]
    row = table[number - 1]
    cells = dict(zip(header, row, strict=True))
    amount = re.fullmatch(r"\d+ (\w+)", cells["object"])
    kind = {"at": "time", "drop": "gone"}.get(way, way)
    if way == "object":
        kind = "note" if not amount else "amount" if amount[1] in ("EUR", "SEK") else "number"
        way = "object" if amount else "note"
    if way == "drop":
        row[:] = []
    elif way == "object":
        row[header.index("object")] = f"987 {amount[1]}"  # type: ignore[index]
    elif way == "at":
        row[header.index("at")] = "1987"
    elif way == "status":
        row[header.index("status")] = "stated" if cells["status"] == "denied" else "denied"
    else:
        row[header.index("note")] = "a note for a test"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *table])
    subject = path.stem if cells["subject"] == "this source" else cells["subject"]
    return subject, cells["relation"], kind


@given(dropped=st.sets(st.integers(0, 10**6), min_size=1, max_size=60))
@settings(max_examples=25, deadline=None, phases=QUICK)
def test_any_loss_of_triples_is_told_and_mirrored(old: Side, dropped: set[int]) -> None:
    """Half statements and things without a name do no harm, and are seen from both sides."""
    quads = sorted(old.store, key=str)
    lost = {n % len(quads) for n in dropped}
    torn = ox.Store()
    torn.extend(q for n, q in enumerate(quads) if n not in lost)
    broken = replace(old, store=torn)
    there, back = compare(old, broken, ask=False), compare(broken, old, ask=False)
    assert there and there.triples[2:] == (0, len(lost)) and back.triples[2:] == (len(lost), 0)
    bare = [[(i.part, i.kind, i.id) for i in c.items] for c in (there, back)]
    assert sorted((p, SWAPS.get(k, k), i) for p, k, i in bare[0]) == sorted(bare[1])
    assert "nothing changed" not in describe(there)
