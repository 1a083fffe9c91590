"""New sheets begin right, and tidy finds passages without keeping them."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from samples import SOURCE, copy_content

from bsrgraph.content import Content
from bsrgraph.editing import find_passages, make_slug, new_sheet, tidy_sheets, write_file
from bsrgraph.errors import ContentError
from bsrgraph.validation import check_content

TEXT = "In Rīga two clusters met.\nThe two clusters signed, and in Rīga they will work.\n"


@pytest.fixture
def body(tmp_path: Path) -> Content:
    """Give a content with one sheet whose rows quote the text above."""
    data = tmp_path / "data"
    (data / "sources").mkdir(parents=True)
    rows = SOURCE.replace("object\n", "object,evidence,status\n", 1)
    rows += "Rowan Press,headquartered in,Rīga,In Rīga … met.,stated\n"
    (data / "sources" / "2026-rowan-press-a-test.csv").write_text(rows, encoding="utf-8")
    return copy_content(tmp_path / "content", data)


def test_tidy_writes_offsets_labels_ids_and_checksum(body: Content) -> None:
    """Quoted words become offsets, old labels today's, names ids; the text's SHA-256 is noted."""
    sheet = body.sheets()[0]
    assert tidy_sheets(body, [sheet], TEXT.encode()) == [sheet]
    lines = sheet.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "subject,relation,object,evidence"
    assert lines[-1] == 'rowan-press,located in,riga,"char=0,25"'
    assert f"this source,text SHA-256,{hashlib.sha256(TEXT.encode()).hexdigest()}," in lines
    assert TEXT[0:25] == "In Rīga two clusters met."
    assert check_content(body) == []


def test_tidy_twice_changes_nothing(body: Content) -> None:
    """A tidy sheet stays as it is, byte for byte."""
    tidy_sheets(body, body.sheets(), TEXT.encode())
    before = body.sheets()[0].read_bytes()
    assert tidy_sheets(body, body.sheets(), TEXT.encode()) == []
    assert body.sheets()[0].read_bytes() == before


def test_every_sheet_of_the_project_is_tidy(content: Content, tmp_path: Path) -> None:
    """The sheets in the repository are in canonical form; `bsrgraph tidy` makes them so."""
    copy = copy_content(tmp_path / "content", content.data)
    untidy = [f"data/sources/{p.name}" for p in tidy_sheets(copy, copy.sheets())]
    assert untidy == [], f"run: bsrgraph tidy {' '.join(untidy)}"


@pytest.mark.parametrize(
    ("quoted", "times"), [("two clusters", 2), ("three clusters", 0), ("In Rīga … never", 0)]
)
def test_passage_must_stand_once(body: Content, quoted: str, times: int) -> None:
    """A passage that is not there, or twice, is refused by line, and the sheet stays as it was."""
    sheet = body.sheets()[0]
    sheet.write_text(
        sheet.read_text(encoding="utf-8").replace("In Rīga … met.", quoted), encoding="utf-8"
    )
    before = sheet.read_bytes()
    with pytest.raises(ContentError) as caught:
        tidy_sheets(body, [sheet], TEXT.encode())
    assert f":8: evidence: '{quoted}' stands in the text {times} times; quote" in str(caught.value)
    assert sheet.read_bytes() == before


def test_offsets_count_code_points_over_line_ends() -> None:
    """A passage may run over the end of a line; offsets count characters, not bytes."""
    assert find_passages("met. The", TEXT) == [(21, 29)]
    assert find_passages("signed … work", TEXT) == [(43, 77)]
    assert TEXT[43:77].startswith("signed") and TEXT[43:77].endswith("work")


def test_words_of_a_passage_are_no_pattern() -> None:
    """Marks in quoted words mean themselves."""
    assert find_passages("met.", "metX met.") == [(5, 9)]
    assert find_passages("(a+b)*", "(a+b)*") == [(0, 6)]


def test_new_sheet_needs_only_facts(body: Content) -> None:
    """A begun sheet, with a publisher that nobody knew, has no problem."""
    path = new_sheet(
        body,
        "Klāsteri tiekas: «Rīgā»",
        publisher="Jaunā Avīze",
        published="2026-11",
        language="lv",
        link="https://example.org/1",
    )
    assert path.name == "2026-11-jauna-avize-klasteri-tiekas-riga.csv"
    (body.sources / "2026-rowan-press-a-test.csv").unlink()
    assert [str(p) for p in check_content(body)] == []


def test_new_sheet_names_a_known_publisher_by_id(body: Content) -> None:
    """A publisher that is known by name is not introduced again."""
    path = new_sheet(body, "Another", publisher="Rowan Press", language="en")
    assert path.name == "undated-rowan-press-another.csv"
    assert path.read_text().count("rowan-press") == 1


def test_new_sheet_overwrites_nothing(body: Content) -> None:
    """A sheet that is there already is refused and stays."""
    path = new_sheet(body, "Another", language="en")
    before = path.read_bytes()
    with pytest.raises(ContentError, match="there already"):
        new_sheet(body, "Another", language="lv")
    assert path.read_bytes() == before


@pytest.mark.parametrize("facts", [{"published": "Dec-16"}, {"link": "javascript:x"}])
def test_new_sheet_refuses_what_cannot_be_read(body: Content, facts: dict[str, str]) -> None:
    """A bad date or link is refused before anything is written."""
    before = sorted(body.sources.iterdir())
    with pytest.raises(ContentError):
        new_sheet(body, "Another", **facts)
    assert sorted(body.sources.iterdir()) == before


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        ("Rīgas Ūdens Œuvre", "rigas-udens-uvre"),
        ("Ørsted Łódź", "orsted-lodz"),
        ("../../etc/passwd", "etc-passwd"),
    ],
)
def test_slugs_are_ids(words: str, slug: str) -> None:
    """An id made of a name holds small letters, digits and hyphens, and leads out of no folder."""
    assert make_slug(words) == slug


def test_writing_is_all_or_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that cannot be put in place leaves the old one whole."""
    path = tmp_path / "file"
    path.write_text("old")

    def fail(*_: object) -> None:
        raise OSError("no")

    monkeypatch.setattr(os, "replace", fail)
    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="no"):
        write_file(path, "new")
    assert path.read_text() == "old"
