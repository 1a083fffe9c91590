"""A site is whole or not there, and a release has version, day and address."""

from __future__ import annotations

from pathlib import Path

import pytest
from site_samples import write_own

from bsrgraph import processes
from bsrgraph.content import Content
from bsrgraph.edition import read_edition
from bsrgraph.errors import BsrgraphError, ContentError
from bsrgraph.publish import SITE_STEPS, build_folder, folder, write_site


def list_bytes(folder: Path) -> dict[str, bytes]:
    """Read every file below a folder."""
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


def test_mistakes_are_all_named_and_the_old_site_stays(tmp_path: Path) -> None:
    """One run names what is wrong in release, questions and sheets, and writes nothing."""
    content = write_own(tmp_path)
    site = write_site(content)
    before = list_bytes(site)
    (content.root / "CITATION.cff").write_text("version: soon\ndate-released: 2026-02-30\n")
    (content.queries / "tables" / "money.rq").write_text("#+ summary: How?\nSELECT { }\n")
    sheet = content.sheets()[0]
    sheet.write_text(
        sheet.read_text() + "root-project,prtner,bay-cluster,,,\nnobody,partner,ash-cluster,,,\n"
    )
    with pytest.raises(ContentError) as caught:
        write_site(content)
    found = {(problem.path, problem.line) for problem in caught.value.problems}
    assert {("CITATION.cff", 1), ("CITATION.cff", 2), ("queries/tables/money.rq", 1)} <= found
    assert len([path for path, _ in found if path == content.name(sheet)]) == 2
    assert list_bytes(site) == before


def test_what_is_no_more_goes_and_what_is_not_ours_stays(tmp_path: Path) -> None:
    """A table that is gone leaves no file behind; pages beside the data are left alone; steps are told."""
    content = write_own(tmp_path)
    steps: list[str] = []
    site = write_site(content, tell=steps.append)
    assert len(set(steps)) == len(steps) == SITE_STEPS
    (site / "mine.html").write_text("mine")
    (content.queries / "tables" / "money.rq").unlink()
    assert write_site(content) == site
    names = set(list_bytes(site))
    assert "mine.html" in names and not any("tables/money" in name for name in names)
    assert "money" not in (site / "data" / "SHA256SUMS").read_text()


def test_shapes_are_looked_at_once(tmp_path: Path) -> None:
    """A mistake that only shapes find is found; what was just built is not held against them again."""
    content = write_own(tmp_path)
    sheet = content.sheets()[0]
    good = sheet.read_text(encoding="utf-8")
    sheet.write_text(good + "ash-cluster,name,Another Name,,,\n", encoding="utf-8")
    with pytest.raises(ContentError, match="two names"):
        write_site(content)
    assert not (content.built / "site").exists()
    sheet.write_text(good, encoding="utf-8")
    unbuilt = list_bytes(write_site(content))
    build_folder(content)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(folder, "check_shapes", lambda *_: pytest.fail("shapes again"))
        assert list_bytes(write_site(content)) == unbuilt


@pytest.mark.parametrize(
    "text",
    [
        "",
        "version: 1.0.0\n",
        "date-released: 2026-01-01\n",
        "version: 1\ndate-released: soon\n",
        "\ufeffbinary\x00",
    ],
)
def test_a_release_without_version_or_day_is_refused(tmp_path: Path, text: str) -> None:
    """CITATION.cff is read by line; what lacks is named with the remedy."""
    (tmp_path / "CITATION.cff").write_text(text, encoding="utf-8")
    with pytest.raises(
        ContentError, match=r"CITATION\.cff:\d+: no (version|day of release); write"
    ):
        read_edition(Content(tmp_path))


@pytest.mark.parametrize(
    "host",
    [
        "example.org",
        "ftp://x/",
        "https://",
        "https://x y/",
        'https://x/">',
        "javascript:1",
        "https://x/?q=1",
        "https://x/#a",
        "",
    ],
)
def test_an_address_that_is_none_is_refused(content: Content, host: str) -> None:
    """Host and endpoint are web addresses, and nothing that could leave its place in a file."""
    with pytest.raises(BsrgraphError, match="is no address; write https"):
        read_edition(content, host)
    if host:
        with pytest.raises(BsrgraphError, match="is no address; write https"):
            read_edition(content, endpoint=host)


def test_what_only_the_whole_graph_shows_stops_the_site_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Shapes are checked beside the writing, or after it where processes cannot fork; nothing is put in place."""
    content = write_own(tmp_path)
    site = write_site(content)
    before = list_bytes(site)
    sheet = content.sheets()[0]
    sheet.write_text(sheet.read_text() + "ash-cluster,partner,bay-cluster,,,\n")
    for methods in (["fork", "spawn"], ["spawn"]):
        monkeypatch.setattr(processes.multiprocessing, "get_all_start_methods", lambda m=methods: m)
        with pytest.raises(
            ContentError, match="only a project or another cooperation has 'partner'"
        ):
            write_site(content)
        assert list_bytes(site) == before
