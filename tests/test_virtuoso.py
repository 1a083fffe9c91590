"""Test pushing to a real Virtuoso: its logins are Digest, its updates small, its graphs have names."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from services import await_service, find_port

from bsrgraph import api
from bsrgraph.content import find_content
from bsrgraph.endpoint import ask_endpoint
from bsrgraph.errors import EndpointError
from bsrgraph.queries import read_catalogue
from bsrgraph.upload import GRAPH, Pushed, push_graph

pytestmark = pytest.mark.slow

PATHS = ("sparql-graph-crud-auth", "sparql-auth")
OLD = b"<http://x/old> <http://x/p> 1, 2 ."
LOGIN = {"BSRGRAPH_USER": "dba", "BSRGRAPH_PASSWORD": "a-password-of-tests"}
WRITER = {"BSRGRAPH_USER": "writer", "BSRGRAPH_PASSWORD": "another-of-tests"}
SETTINGS = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = temporary.db
TransactionFile = temporary.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
ServerThreads = 10
NumberOfBuffers = 20000
MaxDirtyBuffers = 15000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
ServerThreads = 5
[SPARQL]
ResultSetMaxRows = 1000000
"""


@contextlib.contextmanager
def run_virtuoso(folder: Path) -> Iterator[str]:
    """Run a Virtuoso of our own in an empty folder; gives its address."""
    if not shutil.which("virtuoso-t"):
        pytest.skip("virtuoso-t is not installed; apt-get install virtuoso-opensource-7-bin")
    sql, http = find_port(), find_port()
    (folder / "virtuoso.ini").write_text(SETTINGS.format(sql=sql, http=http))
    command = ["virtuoso-t", "+foreground", "+configfile", "virtuoso.ini"]
    password = ["+pwdold", "dba", "+pwddba", LOGIN["BSRGRAPH_PASSWORD"]]
    quiet: dict[str, Any] = {
        "cwd": folder,
        "stdout": subprocess.DEVNULL,
        "stderr": subprocess.DEVNULL,
    }
    subprocess.run([*command, *password], check=True, timeout=120, **quiet)
    with subprocess.Popen(command, **quiet) as process:
        try:
            await_service(f"http://127.0.0.1:{http}/sparql")
            add_writer(sql)
            yield f"http://127.0.0.1:{http}"
        finally:
            process.kill()


@pytest.fixture(scope="module")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give one to push to."""
    with run_virtuoso(tmp_path_factory.mktemp("virtuoso")) as address:
        yield address


def add_writer(port: int) -> None:
    """Add a user who may write by SPARQL and nothing else."""
    words = ["isql-vt", f"127.0.0.1:{port}", "dba", LOGIN["BSRGRAPH_PASSWORD"], "ERRORS=STDOUT"]
    user, password = WRITER.values()
    lines = (
        f"DB.DBA.USER_CREATE('{user}', '{password}');\n"
        f'GRANT SPARQL_UPDATE TO "{user}";\n'
        "checkpoint;\n"
    )
    done = subprocess.run(
        words, input=lines, capture_output=True, text=True, timeout=60, check=True
    )
    assert "Error" not in done.stdout, done.stdout


def push(virtuoso: str, path: str, turtle: bytes | Path, **options: Any) -> Pushed:
    """Push without waiting between tries."""
    options = {"given": LOGIN, "pause": lambda seconds: None, **options}
    return push_graph(f"{virtuoso}/{path}", turtle, **options)


def count(virtuoso: str, graph: str) -> Any:
    """Count what a graph holds."""
    text = f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
    return next(iter(ask_endpoint(f"{virtuoso}/sparql", text)))["n"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("given", [LOGIN, WRITER], ids=["dba", "writer"])
def test_whole_graph_arrives(virtuoso: str, path: str, given: dict[str, str]) -> None:
    """The graph of today takes the place of an old one, and nothing is left beside it."""
    graph = f"http://x/{path}"
    push(virtuoso, path, OLD, graph=graph)
    turtle = api.find_turtle()
    pushed = push(virtuoso, path, turtle, graph=graph, given=given)
    assert pushed.sent == pushed.held == count(virtuoso, graph) == len(api.load())
    assert count(virtuoso, f"{graph}-being-pushed") == 0
    assert pushed.asked == f"{virtuoso}/sparql?default-graph-uri={graph}"


@pytest.mark.parametrize("path", PATHS)
def test_add_keeps(virtuoso: str, path: str) -> None:
    """With add, what was there stays."""
    graph = f"http://x/add/{path}"
    push(virtuoso, path, OLD, graph=graph)
    pushed = push(virtuoso, path, b"<http://x/new> <http://x/p> 3 .", graph=graph, add=True)
    assert (pushed.sent, pushed.held) == (1, 3)


@pytest.mark.parametrize("path", PATHS)
def test_wrong_password(virtuoso: str, path: str) -> None:
    """A wrong password is told in words, also when the graph is large, and changes nothing."""
    graph = f"http://x/wrong/{path}"
    push(virtuoso, path, OLD, graph=graph)
    wrong = {**LOGIN, "BSRGRAPH_PASSWORD": "wrong-one"}
    with pytest.raises(EndpointError, match=r"answered 401 .*BSRGRAPH_PASSWORD") as caught:
        push(virtuoso, path, api.find_turtle(), graph=graph, given=wrong)
    assert "wrong-one" not in str(caught.value)
    with pytest.raises(EndpointError, match="answered 401"):
        push(virtuoso, path, OLD, graph=graph, given={})
    assert count(virtuoso, graph) == 2


@pytest.mark.parametrize("path", PATHS)
def test_default_graph_needs_a_name(virtuoso: str, path: str) -> None:
    """Virtuoso has no default graph to write to, and the remedy says so."""
    with pytest.raises(EndpointError, match=r"answered .*no default graph; name a graph .*--graph"):
        push(virtuoso, path, OLD, graph="default")


def test_values_that_are_one_there(virtuoso: str) -> None:
    """What Virtuoso takes for the same value is told by the count, and the old graph stays."""
    xsd = "http://www.w3.org/2001/XMLSchema#"
    same = f'<http://x/a> <http://x/p> "2016"^^<{xsd}gYear>, "2016-01-01"^^<{xsd}date> .'.encode()
    graph = "http://x/same"
    push(virtuoso, "sparql-auth", OLD, graph=graph)
    with pytest.raises(EndpointError, match="holds 1 triples where 2 were sent"):
        push(virtuoso, "sparql-auth", same, graph=graph)
    assert count(virtuoso, graph) == 2


@pytest.fixture(scope="module")
def pushed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Push the real graph to one that holds nothing else; gives the address to ask.

    Its plans rest on samples: where graphs lie beside each other that hold the same, they may be bad.
    """
    with run_virtuoso(tmp_path_factory.mktemp("asked")) as address:
        yield push(address, PATHS[0], api.find_turtle()).asked


CATALOGUE = read_catalogue(find_content(), "questions", "networks")


def spell(row: Mapping[str, Any]) -> str:
    """Spell a row; SPARQL leaves open in which order texts are joined, and Virtuoso joins none to ''."""
    texts = {
        k: "; ".join(sorted(v.split("; "))) for k, v in row.items() if isinstance(v, str) and v
    }
    return str({k: texts.get(k, None if v == "" else v) for k, v in row.items()})


@pytest.mark.parametrize("name", CATALOGUE)
@pytest.mark.parametrize("free", [False, True], ids=["example", "all"])
def test_same_rows(pushed: str, name: str, free: bool) -> None:
    """Every question gives the same rows, whatever order equals come in."""
    if free and not CATALOGUE[name].parameters:
        pytest.skip("it has no parameter")
    given = dict.fromkeys(CATALOGUE[name].parameters, "all") if free else {}
    local, remote = (api.ask_question(name, given, endpoint=x, timeout=300) for x in (None, pushed))
    assert sorted(map(spell, remote)) == sorted(map(spell, local))
    assert GRAPH in pushed and len(local) > 0
