"""Commands answer on stdout, speak on stderr, and end with 0, 1 or 2."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest
from site_samples import write_own
from typer.main import get_command

from bsrgraph.cli import app
from bsrgraph.content import PACKAGE

COMMANDS = (
    "build",
    "publish",
    "preflight",
    "view",
    "diff",
    "push",
    "ask",
    "about",
    "why",
    "conflicts",
    "check",
    "draw",
    "rank",
    "describe",
    "chance",
    "timeline",
    "observe",
    "new",
    "tidy",
)


def run(
    *words: str, stdin: str = "", code: int = 0, cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own and check its exit code."""
    command = [sys.executable, "-m", "bsrgraph", *words]
    done = subprocess.run(
        command, input=stdin, capture_output=True, text=True, encoding="utf-8", cwd=cwd
    )
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    return done


def test_commands_are_those_of_the_design() -> None:
    """The commands are there, and no other."""
    assert set(get_command(app).commands) == set(COMMANDS)  # type: ignore[attr-defined]


@pytest.mark.parametrize("command", COMMANDS)
def test_help_teaches_by_example(command: str) -> None:
    """Each command says what it does and shows an example that begins with its own words."""
    text = " ".join(run(command, "--help").stdout.split())
    assert f"Example: bsrgraph {command}" in text or (
        command == "ask" and "| bsrgraph ask -" in text
    )


def test_examples_in_help_work(tmp_path: Path) -> None:
    """What help shows can be pasted: those commands that change nothing run and give something."""
    for command in ("ask", "about", "why", "conflicts", "rank", "timeline"):
        text = get_command(app).commands[command].help or ""  # type: ignore[attr-defined]
        for example in re.findall(r"Example:  (.*)", text):
            line = example.replace("bsrgraph ", f"{sys.executable} -m bsrgraph ")
            done = subprocess.run(
                ["bash", "-c", line], capture_output=True, text=True, cwd=tmp_path
            )
            assert done.returncode == 0, (example, done.stderr)
            assert done.stdout.strip() or command == "conflicts"


def test_ask_alone_lists_the_questions() -> None:
    """Without a name, ask lists each question with its parameters and what it asks."""
    text = run("ask").stdout
    assert (
        "  partners-of cluster=…\n      Which partners does a cluster have, and who says so?"
        in text
    )
    assert "Networks" in text and "cluster-country" in text


def test_names_in_any_language_are_ids() -> None:
    """A thing may be named by any of its names; the id that was found is said."""
    done = run("ask", "partners-of", "cluster=latvijas it klasteris", "-f", "csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert "Fiber Optic Valley" in {r["partnerName"] for r in rows}
    assert "cluster = latvian-it-cluster" in done.stderr


def test_example_is_said_to_be_one() -> None:
    """When the example stood in for a parameter, the answer says so."""
    assert "cluster = latvian-it-cluster, the example" in run("ask", "partners-of").stderr


def test_forms_of_an_answer() -> None:
    """The same answer as table, CSV, JSON and Markdown; a SELECT gives no Turtle."""
    name = "Fiber Optic Valley"
    assert name in run("ask", "partners-of").stdout
    rows = json.loads(run("ask", "partners-of", "-f", "json").stdout)
    assert name in {row["partnerName"] for row in rows}
    assert f"| {name} |" in run("ask", "partners-of", "-f", "markdown").stdout
    assert "a SELECT gives no Turtle" in run("ask", "partners-of", "-f", "turtle", code=2).stderr


def test_construct_gives_turtle() -> None:
    """CONSTRUCT and DESCRIBE give Turtle, from stdin and from a file."""
    text = run(
        "ask", "-", stdin="CONSTRUCT { ?p bsr:partner ?o } WHERE { ?p bsr:partner ?o }"
    ).stdout
    assert "id:smart-tech-cis bsr:partner id:fiber-optic-valley" in text
    assert "rdfs:label" in run("ask", "-", stdin="DESCRIBE id:latvian-it-cluster").stdout


def test_file_of_ones_own(tmp_path: Path) -> None:
    """A question file of the user's own takes parameters like one of the catalogue."""
    path = tmp_path / "mine.rq"
    path.write_text(
        "#+ summary: Mine?\n#+ parameter: place\nSELECT ?c { VALUES ?place { id:latvia } ?c bsr:locatedIn ?place } ORDER BY ?c"
    )
    assert "foodnetwork" in run("ask", str(path), "place=Dānija").stdout
    assert "there is no file" in run("ask", "nothing.rq", code=2).stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("ask", "partner-of"), "did you mean 'partners-of'?"),
        (("ask", "partners-of", "clustr=x"), "no parameter 'clustr'; it takes cluster"),
        (
            ("ask", "partners-of", "cluster=Fibre Optik Valley"),
            "did you mean 'Fiber Optic Valley'?",
        ),
        (("ask", "partners-of", "cluster"), "write key=value"),
        (("about", "nobody at all"), "nothing is called 'nobody at all'"),
        (("why", "smart-tech-cis", "partnr"), "did you mean 'partner'?"),
        (("rank", "-m", "betweness"), "did you mean 'betweenness'?"),
        (("rank", "-n", "counts"), "a network needs"),
        (("timeline", "--by", "slice"), "names no slices; follow it by year"),
        (("draw", "-n", "no-such"), "no question is called"),
        (("tidy", "--text", "x.txt"), "--text belongs to one sheet"),
        (("ask", "-f", "xml", "conflicts"), "Invalid value"),
        (("nonsense",), "No such command"),
    ],
)
def test_wrong_use_says_what_to_do(words: tuple[str, ...], said: str) -> None:
    """A wrong command ends with 2 and one clear line."""
    assert said in " ".join(run(*words, code=2).stderr.split())


def test_why_answers_with_source_and_place() -> None:
    """The partnership with Fiber Optic Valley has source, publisher, date, link, place in the text."""
    text = run("why", "smart-tech-cis", "partner", "Fiber Optic Valley").stdout
    for word in (
        "Two Latvian clusters get support",
        "Dienas Bizness",
        "2016-12",
        "char=537,614",
        "http://www.db.lv/",
    ):
        assert word in text


def test_about_shows_facts_and_sources() -> None:
    """All facts of a thing, from either side, with their sources."""
    text = run("about", "Latvijas IT klasteris").stdout
    for word in ("takes part in", "Aiga Irmeja", "located in", "Two Latvian clusters get support"):
        assert word in text


def test_draw_and_rank_take_ones_own_network(tmp_path: Path) -> None:
    """A .rq of the user's own that returns the edge columns is ranked and drawn."""
    path = tmp_path / "mine.rq"
    path.write_text(
        "#+ summary: Who?\n#+ weight: strength, projects\nSELECT ?node ?nodeName ?via ?statement"
        " { ?via bsr:partner ?node . ?node rdfs:label ?nodeName . ?statement rdf:subject ?via } ORDER BY ?node"
    )
    assert "Latvian IT Cluster" in run("rank", "-n", str(path)).stdout
    run("draw", "-n", str(path), "-o", str(tmp_path / "mine.html"))
    assert "Fiber Optic Valley" in (tmp_path / "mine.html").read_text(encoding="utf-8")


def test_pipe_that_closes_early_is_no_error() -> None:
    """`| head -1` ends quietly."""
    line = f"{sys.executable} -m bsrgraph ask relations | head -1"
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True)
    assert done.returncode == 0 and done.stderr.count("\n") <= 2 and "Error" not in done.stderr


def test_progress_bar_only_for_people(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """build shows a progress bar on a terminal, and is quiet in a pipe."""
    monkeypatch.setenv("BSRGRAPH_CONTENT", str(write_own(tmp_path).root))
    assert run("build", str(tmp_path / "out")).stderr == ""
    shown, terminal = pty.openpty()
    command = [sys.executable, "-m", "bsrgraph", "build", str(tmp_path / "again")]
    child = subprocess.Popen(
        command, stderr=terminal, stdout=subprocess.DEVNULL, env={**os.environ, "TERM": "xterm"}
    )
    os.close(terminal)
    text = b""
    while chunk := _read(shown):
        text += chunk
    child.wait()
    assert b"writing Turtle" in text or b"measuring networks" in text


def _read(shown: int) -> bytes:
    try:
        return os.read(shown, 65536)
    except OSError:
        return b""


def test_package_runs_from_anywhere(tmp_path: Path) -> None:
    """The commands find the content whatever folder they are called in."""
    assert "Fiber Optic Valley" in run("ask", "partners-of", cwd=tmp_path).stdout
    assert PACKAGE.is_dir()


def test_as_of_a_day_only_what_held_then_answers(tmp_path: Path) -> None:
    """The 2016 project of the article is there as of 2016 and not as of 2015, in rows and page."""
    words = ("ask", "clusters-of-country", "country=latvia", "--format", "csv", "--as-of")
    then, before = run(*words, "2016"), run(*words, "2015-12-31")
    assert "smart-tech-cis" in then.stdout and "smart-tech-cis" not in before.stdout
    assert "statements have a day" in then.stderr
    page = tmp_path / "page.html"
    run("draw", "--as-of", "2015", "-o", str(page))
    assert "smart-tech-cis" not in page.read_text(encoding="utf-8")


def test_chance_is_written_in_any_form() -> None:
    """A table for people, whole rows for programs; the card goes to stderr, refusals teach."""
    words = ("chance", "--samples", "200", "--least", "40", "--top", "3")
    table = run(*words)
    assert "95 of 100" in table.stdout and "Latvia" not in table.stderr
    assert "drawn by Curveball" in table.stderr and "coverage:" in table.stderr
    rows = json.loads(run(*words, "--format", "json").stdout)
    assert run(*words, "--format", "csv").stdout.splitlines()[0].split(",") == list(rows[0])
    assert len(rows) > 3
    assert "is a network of edges" in run("chance", "-n", "cluster-country", code=2).stderr


def test_as_of_ranks_and_says_so() -> None:
    """The card of a ranking names the day; a day that is none is refused, and so is a service."""
    assert "as of 2016-06" in run("rank", "--as-of", "2016-06").stderr
    assert "write 2016, 2016-12" in run("rank", "--as-of", "Dec-16", code=2).stderr
    asked = run("ask", "sources", "--as-of", "2016", "--endpoint", "http://127.0.0.1:9/", code=2)
    assert "without --as-of" in asked.stderr


def test_conflicts_are_shown_by_topic() -> None:
    """A heading with the class, how to read it, and a line for each side with its source."""
    done = run("conflicts")
    _, _, text = done.stdout.partition("When the Baltic Sea & Space Cluster was founded · conflict")
    lines = text.split("\n\n")[0].splitlines()
    assert "most of its pages say 2009" in lines[1]
    assert "2007-07-27" in lines[2] and "own account" in lines[2] and "About us" in lines[2]
    assert "stated values that may differ have a day" in done.stderr


@pytest.mark.slow
def test_publish_says_where_the_catalogue_lies(tmp_path: Path) -> None:
    """The real site is written whole, with the host's address in it."""
    done = run("publish", str(tmp_path / "site"), "--host", "https://data.example.org/bsr/")
    catalogue = tmp_path / "site" / "catalog.ttl"
    assert str(catalogue) in done.stdout
    assert "https://data.example.org/bsr/data/bsrgraph.ttl" in catalogue.read_text(encoding="utf-8")
