"""The SPARQL page as files: locked packages, the same bytes, and a site without it where npm is missing."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

import pytest
from site_samples import write_own

from bsrgraph.content import find_content
from bsrgraph.edition import read_edition
from bsrgraph.errors import BsrgraphError
from bsrgraph.publish import write_site
from bsrgraph.queries import read_catalogue
from bsrgraph.web import Files, Frame
from bsrgraph.web import sparql as page
from bsrgraph.web.sparql import packages


@pytest.fixture(scope="module")
def written() -> Files:
    """Write the page of the real content; without npm and without network there is none."""
    try:
        return page.write_sparql(find_content(), Frame(read_edition(find_content())))
    except BsrgraphError as error:
        pytest.skip(str(error))


def test_lock_file_holds_hashes_and_no_host() -> None:
    """Every package has a hash that npm holds it against, and none names a machine's registry."""
    lock = json.loads((files("bsrgraph.web.sparql") / "package-lock.json").read_text())
    locked = {name: one for name, one in lock["packages"].items() if name}
    assert {"node_modules/oxigraph", "node_modules/@zazuko/yasqe"} <= set(locked)
    for name, one in locked.items():
        assert one["integrity"].startswith("sha512-"), name
        assert one.get("resolved", "https://registry.npmjs.org/").startswith(
            "https://registry.npmjs.org/"
        )
        assert "GPL" not in one["license"], name


def test_page_is_whole_and_the_same_each_time(written: Files) -> None:
    """Page, questions, script, engine, editor and licences are there; twice gives the same bytes."""
    names = {"index.html", "questions.json", "page.js", "worker.js", "sparql.css", "licences.txt"}
    names |= set(packages.PLACES)
    assert {f"sparql/{name}" for name in names} <= set(written)
    assert written == page.write_sparql(find_content(), Frame(read_edition(find_content())))
    licences = written["sparql/licences.txt"].decode()
    assert all(
        word in licences
        for word in ("oxigraph 0.", "yasqe 4.", "codemirror 5.", "Permission is hereby")
    )


def test_page_runs_no_script_but_its_own_files(written: Files) -> None:
    """No script stands in the page, and its policy lets WebAssembly run but no text as code."""
    text = written["sparql/index.html"].decode()
    assert "<script>" not in text and " style=" not in text and "onclick" not in text
    assert (
        "'wasm-unsafe-eval'" in text
        and "'unsafe-inline'" not in text
        and "'unsafe-eval'" not in text
    )


def test_page_knows_every_question(written: Files) -> None:
    """Questions and networks are all there, with parameters and what their answers rest on."""
    known = json.loads(written["sparql/questions.json"])
    catalogue = read_catalogue(find_content())
    assert {one["name"] for one in known["questions"]} == set(catalogue)
    for one in known["questions"]:
        query = catalogue[one["name"]]
        assert set(one["parameters"]) == set(query.parameters)
        assert set(one["coverage"]) <= set(known["coverage"])
        assert one["text"] in query.text
        assert f'data-name="{query.name}"' in written["sparql/index.html"].decode()


def test_without_npm_the_site_has_no_page_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rest of the site is written, no link leads to the page, and one line says what to do."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(
        packages, "find_content", lambda: find_content().__class__(tmp_path / "none")
    )
    told: list[str] = []
    site = write_site(write_own(tmp_path), warn=told.append)
    assert not (site / "sparql").exists() and (site / "catalog.ttl").exists()
    assert told == [
        "the SPARQL page is left out: npm is not installed; install Node.js, with npm, and publish again"
    ]
    assert not any("sparql/index.html" in p.read_text() for p in site.rglob("*.html"))


def test_npm_that_fails_is_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package unlike its hash is refused, nothing of it is kept, and the reason is named."""
    lock = json.loads((files("bsrgraph.web.sparql") / "package-lock.json").read_text())
    lock["packages"]["node_modules/oxigraph"]["integrity"] = "sha512-" + "A" * 86 + "=="
    real = packages._read
    monkeypatch.setattr(
        packages,
        "_read",
        lambda name: json.dumps(lock).encode() if name.endswith("lock.json") else real(name),
    )
    monkeypatch.setattr(packages, "find_content", lambda: find_content().__class__(tmp_path))
    with pytest.raises(BsrgraphError, match=r"npm (could not bring the packages|is not installed)"):
        packages.find_packages()
    assert list((tmp_path / "build" / "npm").iterdir()) == []
