"""RDF beside the graph: it is asked with it, for one question, and harms nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import bsrgraph
from bsrgraph import extras, store
from bsrgraph.errors import QueryError, QueryTimeout

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
LIKED = "SELECT ?name ?by { ?thing <http://x/liked> ?by ; rdfs:label ?name }"
TURTLE = '<https://w3id.org/bsrgraph/id/latvia> <http://x/liked> "me" .\n'
FORMS = {
    "liked.ttl": TURTLE,
    "liked.nt": TURTLE,
    "liked.jsonld": '{"@id": "https://w3id.org/bsrgraph/id/latvia", "http://x/liked": "me"}',
}


@pytest.fixture
def write(tmp_path: Path):
    """Give a function that writes a file and gives its path."""

    def write(name: str, text: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


@pytest.mark.parametrize("name", FORMS)
def test_a_file_is_asked_beside_the_graph(write, name: str) -> None:
    """A question joins what the graph says with what the file says, in any of its forms."""
    rows = list(bsrgraph.ask(LIKED, also=[write(name, FORMS[name])]))
    assert [(str(row["name"]), str(row["by"])) for row in rows] == [("Latvia", "me")]


def test_several_files_are_asked_together(write) -> None:
    """Files may be given by path or by name, as many as one likes."""
    other = TURTLE.replace("latvia", "sweden").replace("me", "you")
    rows = bsrgraph.ask(LIKED, also=[write("a.ttl", TURTLE), str(write("b.ttl", other))])
    assert {(str(r["name"]), str(r["by"])) for r in rows} == {("Latvia", "me"), ("Sweden", "you")}


def test_the_next_question_knows_nothing_of_it(write) -> None:
    """Only the question that was asked with the file sees it."""
    before = [list(row.values()) for row in bsrgraph.ask(COUNT)]
    beside = [list(row.values()) for row in bsrgraph.ask(COUNT, also=[write("a.ttl", TURTLE)])]
    assert int(str(beside[0][0])) == int(str(before[0][0])) + 1
    assert [list(row.values()) for row in bsrgraph.ask(COUNT)] == before


def test_a_question_of_the_catalogue_takes_files_as_well(write) -> None:
    """A fact beside the graph answers a question that is known by name."""
    new = "<http://x/new> a <https://w3id.org/bsrgraph/ontology#Project> ."
    plain = bsrgraph.ask("size")
    assert bsrgraph.ask("size", also=[write("new.ttl", new)]) != plain


def test_where_processes_cannot_be_forked(write, monkeypatch: pytest.MonkeyPatch) -> None:
    """A child that is started anew reads the files, too."""
    monkeypatch.setattr(store.multiprocessing, "get_all_start_methods", lambda: ["spawn"])
    assert len(bsrgraph.ask(LIKED, also=[write("a.ttl", TURTLE)])) == 1


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("a.ttl", f"{TURTLE}\n<http://x/a> x:b 3 .", r"a\.ttl:3: The prefix x: has not been declared"),
        ("a.nt", f"{TURTLE}<http://x/a> .", r"a\.nt:2: "),
        ("a.ttl", b"\xff\xfe\x00", r"a\.ttl:1: Invalid UTF-8"),
        ("a.ttl", "<a> <b> <c> .", r"a\.ttl:1: No scheme found in an absolute IRI"),
        ("a.jsonld", '{"@id": 3,', r"a\.jsonld:1: "),
        ("a.jsonld", '{"@context": "http://127.0.0.1:9/", "name": "x"}', "nothing is fetched"),
        ("a.csv", "a,b", "of no form that is read here; give a Turtle"),
    ],
)  # fmt: skip
def test_what_is_no_rdf_is_told_with_file_and_line(write, name, text, told) -> None:
    """A mistake is one line that names the file, the line, what is wrong and what to do."""
    with pytest.raises(QueryError, match=told) as caught:
        bsrgraph.ask(LIKED, also=[write(name, text)])
    assert ";" in str(caught.value) and "\n" not in str(caught.value)
    assert "Parser error" not in str(caught.value)


def test_what_is_not_there_is_told(tmp_path: Path) -> None:
    """A folder, a device or a pipe is no file either, and is never waited for."""
    os.mkfifo(tmp_path / "pipe.ttl")
    for path in (tmp_path / "none.ttl", tmp_path, tmp_path / "pipe.ttl", Path("/dev/zero")):
        with pytest.raises(QueryError, match=f"no file '{path}'; give a Turtle"):
            bsrgraph.ask(LIKED, also=[path])


def test_too_large_a_file_is_refused(write, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not more is read than the limit."""
    path = write("a.ttl", TURTLE)
    monkeypatch.setattr(extras, "LARGEST", len(TURTLE) - 1)
    with pytest.raises(QueryError, match="larger than 0 MB; load it into a SPARQL service"):
        bsrgraph.ask(LIKED, also=[path])
    monkeypatch.setattr(extras, "LARGEST", len(TURTLE))
    assert len(bsrgraph.ask(LIKED, also=[path])) == 1


def test_a_file_that_eats_memory_or_time_ends_in_words(write) -> None:
    """Parsing has the limits of the question, and this process lives on."""
    many = "".join(f"<http://x/{n}> <http://x/p> {'x' * 100!r} .\n" for n in range(200_000))
    # In a process of its own: one that has run other tests has memory to spare.
    code = f"import bsrgraph; from bsrgraph import store; store.MEMORY = {30 * 2**20}\n"
    code += f"bsrgraph.ask({LIKED!r}, also=[{str(write('many.ttl', many))!r}])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert "QueryTimeout" in done.stderr and "needed more memory" in done.stderr
    with pytest.raises(QueryTimeout, match="stopped after"):
        bsrgraph.ask(LIKED, timeout=0.1, also=[write("many.ttl", many)])
    with pytest.raises((QueryTimeout, QueryError)):
        bsrgraph.ask(LIKED, also=[write("deep.jsonld", '{"http://x/p":' * 200_000)])
    assert len(bsrgraph.ask(LIKED, also=[write("a.ttl", TURTLE)])) == 1


def test_a_service_takes_no_files(write) -> None:
    """What a service holds is its own affair."""
    with pytest.raises(QueryError, match="ask it without --also"):
        bsrgraph.ask(LIKED, endpoint="http://127.0.0.1:9/", also=[write("a.ttl", TURTLE)])


def test_the_command_takes_files(write) -> None:
    """--also may be repeated; a mistake ends with exit code 2 and one line."""
    command = [sys.executable, "-m", "bsrgraph", "ask", LIKED, "--format", "csv"]
    other = write("b.ttl", TURTLE.replace("latvia", "sweden"))
    given = ["--also", write("a.ttl", TURTLE), "--also", other]
    done = subprocess.run([*command, *given], capture_output=True, text=True, check=True)
    assert sorted(done.stdout.split()) == ["Latvia,me", "Sweden,me", "name,by"]
    done = subprocess.run([*command, "--also", write("c.ttl", "<")], capture_output=True, text=True)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
    assert "c.ttl:1: " in done.stderr
