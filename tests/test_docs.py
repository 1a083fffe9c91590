"""What the documents show is true, and works when pasted."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from bsrgraph import api
from bsrgraph.answers import format_answer
from bsrgraph.api import ask
from bsrgraph.content import PACKAGE
from bsrgraph.queries import read_parameters

ROOT = PACKAGE.parent
DOCUMENTS = sorted(
    p for p in ROOT.rglob("*.md") if not {".venv", "build", "dist"} & set(p.relative_to(ROOT).parts)
)


def read_blocks(name: str, language: str) -> list[str]:
    """Read the code blocks of a language from a document."""
    return re.findall(rf"```{language}\n(.*?)```", (ROOT / name).read_text(encoding="utf-8"), re.S)


def test_readme_fits_a_screen() -> None:
    """README is short, shows two commands first, a picture, and six lines of each language."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert len(text.splitlines()) < 70
    assert text.split("```")[1].split() == ["make", "make", "test"]
    assert len(read_blocks("README.md", "sh")[0].splitlines()) == 6
    assert len(read_blocks("README.md", "python")[0].splitlines()) == 6


def test_readme_python_works(tmp_path: Path) -> None:
    """The Python of README runs as pasted and names the partner."""
    code = read_blocks("README.md", "python")[0]
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
    assert "Fiber Optic Valley" in done.stdout and "Latvia" in done.stdout


def test_readme_shell_works(tmp_path: Path) -> None:
    """The shell of README runs as pasted, line by line, and writes the page."""
    lines = [
        x for x in read_blocks("README.md", "sh")[0].splitlines() if not x.startswith("source ")
    ]
    here = f'bsrgraph() {{ "{sys.executable}" -m bsrgraph "$@"; }}\n'
    done = subprocess.run(
        ["bash", "-ec", here + "\n".join(lines)], capture_output=True, text=True, cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
    assert "Fiber Optic Valley" in done.stdout and (tmp_path / "clusters.html").exists()


@pytest.mark.parametrize("question", ["kinds", "relations"])
def test_words_in_data_readme_are_the_ontology(question: str) -> None:
    """data/README.md lists the kinds and relations of the ontology, as `bsrgraph ask` gives them."""
    table = format_answer(ask(question), "markdown")
    text = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
    assert table in text, (
        f"run 'bsrgraph ask {question} --format markdown' and put it into data/README.md"
    )


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(path: Path) -> None:
    """Every link of a document to a file of the project leads to one."""
    links = re.findall(r"\]\(([^)#]+)\)", path.read_text(encoding="utf-8"))
    for link in links:
        assert link.startswith("https://") or (path.parent / link).exists(), link


def test_no_document_names_a_machine() -> None:
    """No tracked text names a folder of a machine."""
    done = subprocess.run(["git", "ls-files"], capture_output=True, text=True, cwd=ROOT)
    if done.returncode:
        pytest.skip("no git checkout")
    pattern = re.compile(r"(?<![\w.-])/(?:work|root|home)/")
    for name in done.stdout.split():
        if not name.endswith((".png", ".lock")):
            assert not pattern.search((ROOT / name).read_text(encoding="utf-8")), name


def test_versions_agree() -> None:
    """Package, citation and ontology carry the same version."""
    found = {
        re.search(r'^version = "(.*)"', (ROOT / "pyproject.toml").read_text(), re.M)[1],  # type: ignore[index]
        re.search(r"^version: (.*)", (ROOT / "CITATION.cff").read_text(), re.M)[1],  # type: ignore[index]
        re.search(r'owl:versionInfo "(.*)"', (ROOT / "ontology" / "bsr.ttl").read_text())[1],  # type: ignore[index]
    }
    assert len(found) == 1


ASKED = re.findall(
    r"`bsrgraph (ask [^`]+)`",
    (ROOT / "queries" / "README.md").read_text(encoding="utf-8").partition("## What analysts")[2],
)


@pytest.mark.parametrize("line", ASKED)
def test_what_analysts_ask_has_an_answer(line: str) -> None:
    """Each command of the table runs and gives rows."""
    _, question, *words = shlex.split(line)
    given = read_parameters(words)
    assert len(api.ask_question(question, given)) > 0


def test_every_question_of_analysts_is_in_the_table() -> None:
    """Fifteen questions, and how much there is."""
    assert len({line.split()[1] for line in ASKED}) >= 19
