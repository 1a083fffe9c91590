"""Notebooks: committed bare, run whole without a network, and each last sentence is true."""

import re
import subprocess
import sys
from html.parser import HTMLParser

import nbformat
import pytest
from bridges import SLACK, conclude_bridges
from conclusions import CONCLUSIONS
from offline import make_environment
from samples import hash_files

import bsrgraph
from bsrgraph.content import PACKAGE

ROOT = PACKAGE.parent
FOLDER = ROOT / "notebooks"
PATHS = sorted(FOLDER.glob("*.ipynb"))
BRIDGES = "04-who-bridges-countries"
each = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)


def read(path):
    return nbformat.read(path, as_version=4)


def texts_of(notebook):
    return [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]


def outputs_of(notebook, form):
    """List the outputs of a notebook in a form, in their order."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    return [output["data"][form] for output in outputs if form in output.get("data", {})]


def test_every_notebook_has_its_sentence():
    """None is forgotten here."""
    assert sorted([*CONCLUSIONS, BRIDGES]) == [path.stem for path in PATHS]


@each
def test_a_notebook_is_committed_bare(path):
    """No output, no count of runs, no trace of whose machine; the bytes are those of nbformat."""
    notebook = read(path)
    nbformat.validate(notebook)
    for cell in notebook.cells:
        assert cell.get("outputs", []) == []
        assert cell.get("execution_count") is None
        assert cell.metadata == {}
    assert sorted(notebook.metadata) == ["kernelspec", "language_info"]
    assert notebook.metadata.kernelspec.name == "python3"
    assert path.read_text(encoding="utf-8") == nbformat.writes(notebook, indent=1) + "\n"


@each
def test_a_notebook_is_short_and_asks_one_question(path):
    """The first heading is the question, and the table of the folder asks it, too."""
    notebook = read(path)
    headings = [
        line for text in texts_of(notebook) for line in text.splitlines() if line[:1] == "#"
    ]
    [heading] = headings
    question = heading.removeprefix("# ")
    assert question.endswith("?")
    assert f"| {question} | [{path.stem}]({path.name}) |" in (FOLDER / "README.md").read_text()
    assert 6 <= len(notebook.cells) <= 14
    assert notebook.cells[-1].source.endswith("Markdown(conclusion)")


@each
def test_no_text_of_a_notebook_holds_a_number(path):
    """What the data could change is computed in a cell."""
    assert [text for text in texts_of(read(path)) if re.search(r"\d", text)] == []


def test_the_source_of_notebooks_is_formatted():
    """`make format` would change nothing."""
    command = [sys.executable, "-m", "ruff", "format", "--check", str(FOLDER)]
    assert subprocess.run(command, capture_output=True, cwd=ROOT).returncode == 0


@pytest.fixture(scope="module")
def offline(tmp_path_factory):
    """Give an environment that reaches nothing outside."""
    return make_environment(tmp_path_factory.mktemp("offline"))


@pytest.fixture(scope="module")
def pages(offline, tmp_path_factory):
    """Run all notebooks as `make notebooks` does, and give the folder."""
    folder = tmp_path_factory.mktemp("notebooks") / "pages"
    before = hash_files(ROOT / "data")
    command = [sys.executable, "-m", "notebooks", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=offline)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == [str(folder / f"{path.stem}.html") for path in PATHS]
    assert hash_files(ROOT / "data") == before
    return folder


REACH = """
import socket, subprocess, sys
with socket.create_server(("127.0.0.1", 0)) as here:
    socket.create_connection(here.getsockname()).close()
for reach in (
    lambda: socket.create_connection(("192.0.2.1", 80), 1),
    lambda: socket.getaddrinfo("example.org", 80),
    lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("192.0.2.1", 53)),
):
    try:
        reach()
    except PermissionError as error:
        assert "the network is shut" in str(error)
    else:
        raise SystemExit("reached")
if sys.argv[1:]:
    sys.exit(subprocess.run([sys.executable, "-c", sys.argv[1]]).returncode)
"""


def test_the_network_is_shut_for_what_the_tests_start(offline):
    """This machine answers, all else is refused, in a program and in what it starts."""
    command = [sys.executable, "-c", REACH, REACH]
    done = subprocess.run(command, capture_output=True, text=True, env=offline)
    assert done.returncode == 0, done.stdout + done.stderr


def said_by(pages, stem):
    """Give the last sentence of a notebook that was run."""
    [said] = outputs_of(read(pages / f"{stem}.ipynb"), "text/markdown")
    return said


@pytest.mark.slow
@pytest.mark.parametrize("stem", CONCLUSIONS)
def test_the_last_sentence_of_a_notebook_is_true(pages, stem, real_run):
    """It is the one that counting triples gives."""
    assert said_by(pages, stem) == CONCLUSIONS[stem](real_run)


@pytest.mark.slow
def test_what_is_said_of_bridges_is_true(pages, real_run):
    """Other draws and other tables say the same, but for a little in ranges and near limits."""
    said, expected = said_by(pages, BRIDGES), conclude_bridges(real_run)
    assert re.sub(r"\d+", "#", said) == re.sub(r"\d+", "#", expected)
    numbers = zip(re.findall(r"\d+", said), re.findall(r"\d+", expected), SLACK, strict=True)
    assert [n for n in numbers if abs(int(n[0]) - int(n[1])) > n[2]] == []


@pytest.mark.slow
@each
def test_a_notebook_shows_plots_and_no_complaint(pages, path):
    """One plot with words, perhaps a page; nothing on the error stream."""
    notebook = read(pages / path.name)
    shown = outputs_of(notebook, "text/html")
    assert [text for text in shown if text.startswith('<img alt="')] != []
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    assert [o for o in outputs if o.output_type == "stream" and o.name == "stderr"] == []


class Elements(HTMLParser):
    """Collect the addresses from which a page would load something, and the pages in its frames."""

    def __init__(self, text):
        super().__init__()
        self.loaded, self.frames = [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        """Take what is loaded without a click."""
        given = dict(attributes)
        addresses = [given.get("src"), given.get("href") if tag == "link" else None]
        self.loaded += [address for address in addresses if address]
        self.frames += [given["srcdoc"]] if "srcdoc" in given else []


@pytest.mark.slow
def test_the_network_is_a_page_inside_its_notebook(pages):
    """The frame holds what `draw` gives, to the letter."""
    text = (pages / "03-draw-the-network.html").read_text(encoding="utf-8")
    assert Elements(text).frames == [bsrgraph.draw("cluster-cluster", measure="betweenness")]


@pytest.mark.slow
@each
def test_the_page_of_a_notebook_loads_nothing(pages, path):
    """What it shows is in it."""
    text = (pages / f"{path.stem}.html").read_text(encoding="utf-8")
    assert [a for a in Elements(text).loaded if not a.startswith("data:")] == []
