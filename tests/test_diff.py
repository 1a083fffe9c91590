"""The command `diff` opens files, folders and releases, and says what it cannot open."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from samples import copy_content

from bsrgraph.changes import compare, describe, open_side, reading, releases
from bsrgraph.content import Content, find_content
from bsrgraph.errors import BsrgraphError, ContentError
from bsrgraph.graph import build_graph, read_corpus
from bsrgraph.publish import build_folder
from bsrgraph.store import serialize_graph

AMOUNT = ("acorn-grant,amount,30000 EUR", "acorn-grant,amount,32000 EUR")
CALLS = "data/sources/2020-12-31-test-office-forest-calls.csv"


def run(*words: str, code: int = 0, cwd: Path | None = None) -> tuple[str, str]:
    """Run `bsrgraph diff` in a process of its own; gives stdout and stderr."""
    command = [sys.executable, "-m", "bsrgraph", "diff", *words]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=cwd)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout, done.stderr


def write_amount(content: Content) -> None:
    """Change one sum of the frozen content."""
    path = content.root / CALLS
    path.write_text(path.read_text(encoding="utf-8").replace(*AMOUNT), encoding="utf-8")


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> Content:
    """Give the frozen content with another sum."""
    content = copy_content(tmp_path_factory.mktemp("edited") / "content")
    write_amount(content)
    return content


@pytest.fixture(scope="module")
def turtle(frozen: Content, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the graph of the frozen content as a Turtle file."""
    path = tmp_path_factory.mktemp("graphs") / "frozen.ttl"
    path.write_bytes(serialize_graph(build_graph(read_corpus(frozen))))
    return path


def test_two_folders_through_the_command_line(frozen: Content, edited: Content) -> None:
    """The command tells the sum with both values, its source, and the questions it changes."""
    out, err = run(str(frozen.root), str(edited.root))
    assert "1 amount changed; " in out.splitlines()[0] and err == ""
    assert "Acorn Grant (acorn-grant) · amount · 2020: 30000 EUR → 32000 EUR" in out
    assert "Forest calls (2020-12-31-test-office-forest-calls)" in out
    assert "  funding funder=all: 2 rows added, 2 gone · Who funded what" in out
    told = json.loads(run(str(frozen.root), str(edited.root), "--no-questions", "-f", "json")[0])
    assert [i["kind"] for i in told["items"]] == ["amount"]


def test_forms_of_a_graph_are_the_same_graph(
    frozen_site: Path, turtle: Path, tmp_path: Path
) -> None:
    """A site, its Turtle, N-Triples and JSON-LD, packed or not, are no change."""
    data = frozen_site / "data"
    packed = tmp_path / "packed.ttl.gz"
    packed.write_bytes(gzip.compress(turtle.read_bytes()))
    names = (
        "bsrgraph.ttl",
        "bsrgraph.nt",
        "bsrgraph.jsonld",
        "bsrgraph.nt.gz",
        "bsrgraph.jsonld.gz",
    )
    first = open_side(str(turtle))
    for other in (frozen_site, packed, *(data / name for name in names)):
        assert not compare(first, open_side(str(other))), other


def test_build_folder_and_checkout_are_the_same_graph(frozen: Content, tmp_path: Path) -> None:
    """What was built of a checkout is the checkout's graph."""
    build_folder(frozen, tmp_path / "build")
    found = compare(open_side(str(tmp_path / "build")), open_side(str(frozen.root)))
    assert describe(found).endswith("nothing changed\n")


def test_present_content_is_the_default(turtle: Path, tmp_path: Path) -> None:
    """Without NEW the present content is compared; a graph with itself is no change, exit 0."""
    built = tmp_path / "now.ttl"
    built.write_bytes(serialize_graph(build_graph(read_corpus(find_content()))))
    assert run(str(built)) == (f"From {built} to the present content: nothing changed\n", "")


def git(folder: Path, *words: str) -> None:
    """Run git as nobody in particular."""
    who = {
        f"GIT_{r}_{k}": v
        for r in ("AUTHOR", "COMMITTER")
        for k, v in (("NAME", "A"), ("EMAIL", "a@b"))
    }
    quiet = {**os.environ, **who, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    subprocess.run(["git", "-C", str(folder), *words], check=True, capture_output=True, env=quiet)


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a repository with two releases, v1 and v2."""
    if not shutil.which("git"):
        pytest.skip("git is not installed")
    content = copy_content(tmp_path_factory.mktemp("repo") / "checkout")
    git(content.root, "init", "-q")
    for tag in ("v1", "v2"):
        git(content.root, "add", "-A")
        git(content.root, "commit", "-q", "-m", tag)
        git(content.root, "tag", tag)
        write_amount(content)
    git(content.root, "rm", "-rq", "data")
    git(content.root, "commit", "-q", "-m", "empty")
    git(content.root, "tag", "empty")
    return content.root


def test_releases_are_taken_out_of_git(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two tags are compared where one stands, in a folder of the checkout too; nothing is left."""
    out, _ = run("v1", "v2", "--no-questions", cwd=checkout)
    assert out.startswith("From v1 to v2: 1 amount changed\n")
    monkeypatch.chdir(checkout / "queries")
    assert not compare(open_side("v2"), open_side("v2^{commit}"))
    with pytest.raises(BsrgraphError, match="holds no ontology/ and data/"):
        open_side("empty")
    left = sorted(p.name for p in checkout.iterdir())
    assert left == [".git", "CITATION.cff", "ontology", "queries"]


@pytest.mark.parametrize("said", ["--upload-pack=x", "-v", "v1\n", "v1\0", "v1:data", "v1..v2"])
def test_what_is_no_revision_is_refused(
    checkout: Path, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither an option, nor a path, nor a span of commits is taken for a release."""
    monkeypatch.chdir(checkout)
    with pytest.raises(BsrgraphError):
        open_side(said)


def test_link_out_of_a_release_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A release with a link to a file elsewhere is not unpacked."""
    if not shutil.which("git"):
        pytest.skip("git is not installed")
    content = copy_content(tmp_path / "checkout")
    (content.data / "sources" / "2020-x-y.csv").symlink_to("/etc/passwd")
    git(content.root, "init", "-q")
    git(content.root, "add", "-A")
    git(content.root, "commit", "-q", "-m", "x")
    monkeypatch.chdir(content.root)
    with pytest.raises(BsrgraphError, match="cannot be unpacked"):
        open_side("HEAD")


def test_mistakes_of_a_release_are_named(frozen: Content, tmp_path: Path) -> None:
    """A checkout that cannot be built is told with its name, file and line; exit 1."""
    content = copy_content(tmp_path / "content")
    path = content.root / CALLS
    path.write_text(
        path.read_text(encoding="utf-8").replace(",amount,", ",amnt,"), encoding="utf-8"
    )
    with pytest.raises(
        ContentError, match=r"content:data/sources/2020-12-31.*:\d+: .*no relation 'amnt'"
    ):
        open_side(str(content.root))
    assert "no relation 'amnt'" in run(str(content.root), code=1)[1]


BROKEN = {
    "a.ttl": b"<http://x/a> <http://x/b> .",
    "b.ttl": b"\xff\xfe\x00a",
    "c.ttl": b"@prefix : <http://x/> . :a :b " + b"[ :b " * 300_000,
    "d.nt": b"<relative> <http://x/b> 'x' .",
    "e.jsonld": b'{"@context": "https://example.org/context", "@id": "http://x/a"}',
    "f.jsonld": b"[" * 300_000 + b'"' + b'\\"' * 100_000,
    "g.jsonld": b'{"http://x/b": ' * 60_000 + b"1" + b"}" * 60_000,
    "h.ttl.gz": b"no archive",
    "i.nt.gz": gzip.compress(b"<http://x/a> <http://x/b> <http://x/c> .\n" * 1000)[:-20],
    "j.rdf": b"<rdf:RDF/>",
    "k.txt": b"",
    "l.gz": gzip.compress(b""),
    "m.ttl": b"x" * 1000,
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_and_hostile_files_are_refused(name: str, tmp_path: Path) -> None:
    """What is broken, too deep, reaches for the network or has another form is refused by name."""
    (tmp_path / name).write_bytes(BROKEN[name])
    with pytest.raises(BsrgraphError, match=name) as error:
        open_side(str(tmp_path / name))
    assert "\n" not in str(error.value) and len(str(error.value)) < 1000


def test_wrong_use_ends_with_two(tmp_path: Path) -> None:
    """A broken file and a name that is nothing end with 2 and one line."""
    (tmp_path / "a.ttl").write_bytes(BROKEN["a.ttl"])
    for words in (("a.ttl",), ("nothing-like-it",), ("--", "-v")):
        out, err = run(*words, code=2, cwd=tmp_path)
        assert out == "" and words[-1] in err and err.count("\n") == 1


def test_what_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a file, or of what a small archive holds, no more is read than may be."""
    monkeypatch.setattr(reading, "LARGEST", 100_000)
    for name, data in (("a.nt", b"#" * 100_001), ("b.nt.gz", gzip.compress(b"#" * 10_000_000))):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(BsrgraphError, match="larger than 100000 bytes"):
            open_side(str(tmp_path / name))
    monkeypatch.setattr(releases, "LARGEST", 100)
    if shutil.which("git") and (find_content().root / ".git").exists():
        with pytest.raises(BsrgraphError, match="larger than 100 bytes"):
            open_side("HEAD")


@pytest.mark.parametrize("said", ["nothing-like-it", "docs", "x" * 5000, "a\0b", "/dev/null"])
def test_what_is_none_of_these_says_what_may_be(said: str) -> None:
    """A name that is nothing, a folder without a graph, and a device are refused with a remedy."""
    with pytest.raises(BsrgraphError):
        open_side(said)


def test_hostile_texts_neither_steer_nor_format(turtle: Path, tmp_path: Path) -> None:
    """Names of a foreign graph come out as texts: no terminal code, no Markdown, no formula."""
    path = tmp_path / "hostile.ttl"
    name = "=1+1 \\u001b[2J <b>x</b> [y](http://z) \\u202e \\n# z"
    extra = f'\n<https://w3id.org/bsrgraph/id/evil> <http://www.w3.org/2000/01/rdf-schema#label> "{name}" .'
    path.write_bytes(turtle.read_bytes() + extra.encode())
    found = compare(open_side(str(turtle)), open_side(str(path)), ask=False)
    for form in ("table", "markdown", "csv", "json"):
        out = describe(found, form)
        assert "evil" in out and "\x1b" not in out and "\u202e" not in out
        assert form == "csv" or not any(line.startswith("# z") for line in out.splitlines())
    assert "\\<b\\>x\\</b\\> \\[y\\]" in describe(found, "markdown")


def test_hostile_questions_of_a_folder_are_stopped(frozen: Content, tmp_path: Path) -> None:
    """A question of a foreign checkout that reaches for the network is refused, and told so."""
    content = copy_content(tmp_path / "content")
    write_amount(content)
    for path in (content.queries / "questions").glob("*.rq"):
        path.unlink()
    text = "#+ summary: Who?\nSELECT ?x { SERVICE <http://127.0.0.1:9/> { ?x ?y ?z } } ORDER BY ?x"
    (content.queries / "questions" / "evil.rq").write_text(text, encoding="utf-8")
    out = describe(compare(open_side(str(frozen.root)), open_side(str(content.root))))
    assert "evil:" in out and "question added" in out and "1 amount changed" in out


def test_hostile_checkout_is_refused_in_a_line(tmp_path: Path) -> None:
    """A broken vocabulary or a monstrous cell is told; ids that are none and questions that cannot
    be read do not hinder."""
    content = copy_content(tmp_path / "content")
    decisions = content.data / "registry" / "decisions.csv"
    rows = [
        "first,second,decision,evidence",
        "a b,<c>,same,x",
        "dogwood-cluster,dogwood-cluster,same,x",
    ]
    decisions.write_text("\n".join([*rows, "a1,b1,same,x", "b1,a1,same,x"]), encoding="utf-8")
    (content.queries / "questions" / "odd.rq").write_text("#+ nonsense\n", encoding="utf-8")
    found = compare(open_side(str(content.root)), open_side(str(content.root)), ask=False)
    assert "the questions of" in describe(found) and "cannot be read" in describe(found)
    decisions.write_text(rows[0] + "\n" + "x" * 200_000, encoding="utf-8")
    with pytest.raises(BsrgraphError, match="cannot be built"):
        open_side(str(content.root))
    decisions.unlink()
    with (content.ontology / "bsr.ttl").open("a", encoding="utf-8") as file:
        file.write("bsr:x [ [ <")
    with pytest.raises(BsrgraphError, match="cannot be built") as error:
        open_side(str(content.root))
    assert len(str(error.value)) < 600


@pytest.mark.slow
def test_all_content_against_an_edited_copy_in_time(tmp_path: Path) -> None:
    """On all content one dropped sheet and one edited sum are found, the graph part in 5 s."""
    real = find_content()
    content = copy_content(tmp_path / "content", real.data)
    sheet = next(p for p in content.sheets() if "latvian-wood" in p.name)
    rows = sheet.read_text(encoding="utf-8").count("\n") - 1
    sheet.unlink()
    (content.data / "readings.csv").unlink()
    old, new = open_side(str(real.root)), open_side(str(content.root))
    began = time.perf_counter()
    found = compare(old, new, ask=False)
    took = time.perf_counter() - began
    gone = [i for i in found.items if (i.part, i.kind) == ("statement", "gone")]
    assert {i.source for i in gone} == {sheet.stem} and len(gone) <= rows
    assert not any(i.kind == "added" for i in found.items)
    assert took < 5, took
