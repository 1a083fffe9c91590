"""Sheets are read forgivingly, and every mistake is named at once with file, line and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import SOURCE

from bsrgraph.content import Content
from bsrgraph.editing import format_rows
from bsrgraph.graph import build_graph, read_corpus
from bsrgraph.sheets import COLUMNS, read_rows


@pytest.fixture
def sheet(tmp_path: Path, content: Content) -> Path:
    """Give the path of the only sheet of a content with the real ontology and no registry."""
    (tmp_path / "ontology").symlink_to(content.ontology)
    (tmp_path / "queries").symlink_to(content.queries)
    (tmp_path / "data" / "sources").mkdir(parents=True)
    return tmp_path / "data" / "sources" / "2026-rowan-press-a-test.csv"


def read(sheet: Path, text: str | bytes) -> list[str]:
    """Write a sheet and list the problems that reading it gives, as text."""
    sheet.write_bytes(text if isinstance(text, bytes) else text.encode())
    return [str(p) for p in read_corpus(Content(sheet.parents[2])).problems]


def test_plain_sheet_reads(sheet: Path) -> None:
    """A sheet without mistakes gives a statement for each row."""
    assert read(sheet, SOURCE) == []
    assert len(read_corpus(Content(sheet.parents[2])).statements) == 6


@pytest.mark.parametrize(
    "change",
    [
        lambda text: "\ufeff" + text,
        lambda text: text.replace(",", ";"),
        lambda text: text.replace(",", "\t"),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\n\n,,\n"),
        lambda text: text.replace("rowan-press,is a", " rowan-press , Is  A "),
        lambda text: text.replace("subject,relation,object", "Subject,Relation,Object,"),
        lambda text: text.rstrip("\n"),
    ],
    ids=["BOM", "semicolons", "tabs", "CRLF", "blank rows", "spaces", "header", "no last newline"],
)
def test_what_spreadsheets_do_is_forgiven(sheet: Path, change: object) -> None:
    """Marks, separators, line ends, blank rows and spaces of spreadsheets change nothing."""
    plain = SOURCE
    read(sheet, plain)
    expected = set(read_corpus(Content(sheet.parents[2])).statements)
    assert read(sheet, change(plain)) == []  # type: ignore[operator]
    assert set(read_corpus(Content(sheet.parents[2])).statements) == expected


def test_ten_mistakes_give_ten_lines(sheet: Path) -> None:
    """A sheet with ten different mistakes gives ten lines: file, line, what, remedy."""
    rows = [
        "rowan-pres,name,Typo in the subject,,,",
        "rowan-press,prtner,rowan-press,,,",
        "rowan-press,located in,latvija-land,,,",
        "rowan-press,is a,clutser,,,",
        "rowan-press,founded,Dec-16,,,",
        "rowan-press,count,62 clusterz,,,",
        "rowan-press,budget,62 projects,,,",
        "rowan-press,link,javascript:alert(1),,,",
        "rowan-press,located in,latvia,,perhaps,",
        "rowan-press,located in,latvia,,,the sentence itself",
    ]
    header = SOURCE.replace("object\n", "object,at,status,evidence\n", 1)
    problems = read(sheet, header + "\n".join(rows) + "\n")
    name = "data/sources/2026-rowan-press-a-test.csv"
    expected = [
        (8, "subject: nothing is called 'rowan-pres'", "did you mean 'rowan-press'?"),
        (9, "relation: no relation 'prtner'", "did you mean 'partner'?"),
        (10, "object: nothing is called 'latvija-land'", "introduce it"),
        (11, "object: no kind 'clutser'", "did you mean 'cluster'?"),
        (12, "object: 'Dec-16' is no date", "write 2016, 2016-12"),
        (13, "object: no unit 'clusterz'", "did you mean 'clusters'?"),
        (14, "object: 'projects' is not a currency", "name a currency"),
        (15, "object: 'javascript:alert(1)' is no web address", "copy it"),
        (16, "status: no status 'perhaps'", "write one of stated, implied, planned, denied"),
        (17, "evidence: the evidence is in words", "bsrgraph tidy --text"),
    ]
    assert len(problems) == len(expected)
    for problem, (line, what, remedy) in zip(problems, expected, strict=True):
        assert problem.startswith(f"{name}:{line}: {what}"), problem
        assert remedy in problem.partition("; ")[2], problem


def test_one_row_gives_all_its_mistakes(sheet: Path) -> None:
    """Three wrong cells in one row are three problems on that line."""
    header = SOURCE.replace("object\n", "object,at,status\n", 1)
    problems = read(sheet, header + "nobody,located in,nowhere,2016-13,perhaps\n")
    assert len(problems) == 4
    assert all(":8: " in problem for problem in problems)


@pytest.mark.parametrize(
    ("data", "what", "remedy"),
    [
        ("subject,relation,object\nx,name,Vīķis\n".encode("cp1257"), "is not UTF-8", "CSV UTF-8"),
        (SOURCE.encode("utf-16"), "is not UTF-8", "CSV UTF-8"),
        (b'subject,relation,object\nx,name,"open\n', "unexpected end of data", "quotation mark"),
        (b"relation,object\nname,x\n", "no column 'subject'", "begin the sheet with"),
        (b"subject,relation,object,rolle\n", "unknown or doubled column 'rolle'", "delete it"),
        (
            b"subject,relation,object,evidense\n",
            "unknown or doubled column 'evidense'",
            "'evidence'",
        ),
        (b"subject,relation,object\nx,name,a,b\n", "more cells than columns", "in quotes"),
        (b"", "no column 'subject'", "begin the sheet with"),
        (b"subject,relation,object\n" + b"x" * 5_000_001, "the file has 500", "split it"),
    ],
)
def test_unreadable_sheets_say_why(sheet: Path, data: bytes, what: str, remedy: str) -> None:
    """What is no sheet at all is refused with what to do about it."""
    problems = read(sheet, data)
    assert any(what in p and remedy in p for p in problems), problems


@pytest.mark.parametrize("cell", ["#REF!", "#NAME?", "4.8E+04"])
def test_spoilt_cells_are_refused(sheet: Path, cell: str) -> None:
    """What a spreadsheet made of a cell is not taken for what was meant."""
    problems = read(sheet, SOURCE + f"rowan-press,description,{cell}\n")
    assert len(problems) == 1 and "spoilt by the spreadsheet" in problems[0]


def test_bad_file_name_is_a_mistake(sheet: Path) -> None:
    """The name of a sheet is the id of its source, and must be one."""
    wrong = sheet.with_name("My Article (1).csv")
    rows, problems = read_rows_of(wrong, SOURCE)
    assert rows and "is no id" in problems[0]


def read_rows_of(path: Path, text: str) -> tuple[list[object], list[str]]:
    """Write a file and read its rows."""
    path.write_text(text, encoding="utf-8")
    rows, problems = read_rows(path, path.name)
    return list(rows), [str(p) for p in problems]


def test_names_stand_for_ids(sheet: Path) -> None:
    """A thing may be named in a cell by any of its names, in any language."""
    assert read(sheet, SOURCE + "Rowan Press,located in,Latvija\n") == []
    graph = build_graph(read_corpus(Content(sheet.parents[2])))
    asked = "ASK { <https://w3id.org/bsrgraph/id/rowan-press> ?p <https://w3id.org/bsrgraph/id/latvia> }"
    assert graph.query(asked).askAnswer


def test_name_of_two_things_is_refused(sheet: Path) -> None:
    """A name that two things bear says which they are."""
    more = (
        "alder-two,is a,organisation\nalder-two,name,Rowan Press\nRowan Press,located in,latvia\n"
    )
    problems = read(sheet, SOURCE + more)
    assert len(problems) == 1 and "say which one: alder-two, rowan-press" in problems[0]


def test_two_sheets_may_introduce_the_same_thing(sheet: Path) -> None:
    """The second sheet that introduces a thing changes nothing in the first."""
    sheet.with_name("2027-rowan-press-another.csv").write_text(SOURCE, encoding="utf-8")
    assert read(sheet, SOURCE) == []


@given(st.lists(st.text(st.characters(blacklist_categories=("Cs", "Cc"))), min_size=3, max_size=3))
def test_cells_survive_writing_and_reading(
    tmp_path_factory: pytest.TempPathFactory, cells: list[str]
) -> None:
    """What is written as a sheet reads back, but for spaces at the ends and doubled ones."""
    path = tmp_path_factory.mktemp("sheet") / "a-sheet.csv"
    path.write_text(format_rows([dict(zip(COLUMNS, cells, strict=False))]), encoding="utf-8")
    rows, _ = read_rows(path, path.name)
    clean = [" ".join(cell.split()) for cell in cells]
    assert [list(row.cells.values()) for row in rows] == ([clean] if any(clean) else [])
