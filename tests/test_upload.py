"""Test pushing: a real service holds the graph afterwards, whole or not at all, and no secret leaks."""

from __future__ import annotations

import base64
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox
import pytest
from services import JSON, Handler, Reply, find_port, run_oxigraph, say, serve

import bsrgraph
from bsrgraph import api, sending, upload
from bsrgraph.content import find_content
from bsrgraph.endpoint import ask_endpoint
from bsrgraph.errors import EndpointError
from bsrgraph.login import read_login
from bsrgraph.queries import read_catalogue
from bsrgraph.upload import GRAPH, Pushed, guess_query, push_graph

METHODS = ("store", "update")
OLD = b"<http://x/old> <http://x/p> 1, 2 ."
USER = {"BSRGRAPH_USER": "anna", "BSRGRAPH_PASSWORD": "sekret#ā"}
TOKEN = {"BSRGRAPH_TOKEN": "t0ken-of-anna"}
WORDS = ["sekret", "t0ken", base64.b64encode("anna:sekret#ā".encode()).decode()]
# What strings, names and numbers may hold, and SPARQL or a shell may stumble over.
NASTY = r"""
<http://x/a> <http://x/p> "\"}} ; DROP ALL #", "line\nand\r\ttab", "back\\slash \\u0041", "'''", "😀 Ā\u0001",
  "Skåne"@sv, "1"@en-GB, 1, 1.5, true, "2016"^^<http://www.w3.org/2001/XMLSchema#gYear>,
  <http://x/ā?b=%3E&c#d>, "<b>"^^<http://x/own>, "" .
""".encode()


def make_turtle(triples: int) -> bytes:
    """Make as many triples as are wanted."""
    return b"".join(b"<http://x/s%d> <http://x/p> %d .\n" % (n, n) for n in range(triples))


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Run a service that takes everything from everybody."""
    with run_oxigraph("serve") as (address, _):
        yield address


@pytest.fixture
def empty(server: str) -> str:
    """Give that service with nothing in it."""
    for graph in ("default", GRAPH, "http://x/g"):
        push(f"{server}/store", b"", graph=graph)
    return server


def push(url: str, turtle: bytes | Path, **options: Any) -> Pushed:
    """Push without waiting between tries."""
    options = {"given": {}, "pause": lambda seconds: None, **options}
    return push_graph(url, turtle, **options)


def fail(url: str, turtle: bytes = OLD, **options: Any) -> str:
    """Push what must fail; gives the words, in which no secret is."""
    with pytest.raises(EndpointError) as caught:
        push(url, turtle, **options)
    words = str(caught.value)
    assert ";" in words and words.isprintable()
    assert not any(secret in words for secret in WORDS)
    return words


def read_graph(server: str, graph: str = GRAPH) -> set[str]:
    """Read what a graph of a service holds."""
    name = "default" if graph == "default" else f"graph={graph}"
    connection = HTTPConnection(urlsplit(server).netloc)
    connection.request("GET", f"/store?{name}", headers={"Accept": "application/n-triples"})
    body = connection.getresponse().read()
    return {str(q.triple) for q in ox.parse(body, format=ox.RdfFormat.N_TRIPLES)}


def read_all(server: str) -> set[str]:
    """Name all graphs of a service that hold something."""
    answer = ask_endpoint(f"{server}/query", "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")
    return {str(row["g"]) for row in answer}


def parse(turtle: bytes) -> set[str]:
    """Read Turtle as the service should."""
    return {str(q.triple) for q in ox.parse(turtle, format=ox.RdfFormat.TURTLE)}


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("graph", [GRAPH, "http://x/g", "default"])
@pytest.mark.parametrize("turtle", [NASTY, make_turtle(2500)], ids=["nasty", "many"])
def test_graph_arrives(empty: str, method: str, graph: str, turtle: bytes) -> None:
    """What is sent takes the place of what was there, term by term, and nothing else moves."""
    others = {GRAPH, "http://x/g", "default"} - {graph}
    for name in ("http://x/g", "default", GRAPH):
        push(f"{empty}/store", OLD, graph=name)
    told: list[tuple[str, float]] = []
    pushed = push(f"{empty}/{method}", turtle, graph=graph, tell=lambda *step: told.append(step))
    assert pushed.sent == pushed.held == len(parse(turtle))
    assert read_graph(empty, graph) == parse(turtle)
    for name in others:
        assert read_graph(empty, name) == parse(OLD)
    assert read_all(empty) == {GRAPH, "http://x/g"}
    assert told == sorted(told, key=lambda step: step[1]) and told[0] == ("counting", 0)


@pytest.mark.parametrize("method", METHODS)
def test_add_keeps(empty: str, method: str) -> None:
    """With add, what was there stays; what was there already is no mistake."""
    push(f"{empty}/store", OLD)
    pushed = push(f"{empty}/{method}", OLD + b"<http://x/new> <http://x/p> 3 .", add=True)
    assert (pushed.sent, pushed.held) == (3, 3)
    pushed = push(f"{empty}/{method}", b"<http://x/more> <http://x/p> 3 .", add=True)
    assert (pushed.sent, pushed.held, len(read_graph(empty))) == (1, 4, 4)


def test_method_can_be_said(empty: str) -> None:
    """What the address does not tell, the method says: a wrong one is refused by the service."""
    assert "answered 4" in fail(f"{empty}/store", method="update")
    assert "answered 404" in fail(f"{empty}/update", method="store")


@pytest.fixture(scope="module")
def pushed() -> Iterator[str]:
    """Push the real graph as the command does, beside others; gives the address it names."""
    with run_oxigraph("serve") as (server, _):
        push(f"{server}/store", OLD, graph="default")
        yield run_push(server)


def run_push(server: str) -> str:
    """Run the command; gives the address for questions that it prints."""
    command = [
        sys.executable,
        "-m",
        "bsrgraph",
        "push",
        f"{server}/store",
        "--graph",
        "http://x/bsr",
    ]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0 and done.stderr == ""
    count, ask = done.stdout.splitlines()
    assert count == f"{len(bsrgraph.load())} triples are in the graph http://x/bsr."
    return ask.split("'")[1]


@pytest.mark.parametrize("name", list(read_catalogue(find_content(), "questions", "networks")))
def test_same_rows_after_push(pushed: str, name: str) -> None:
    """Every question gives the same rows from the graph that was pushed, whatever lies beside it."""
    assert list(api.ask_question(name, {}, endpoint=pushed)) == list(bsrgraph.ask(name))


# Logins.
def relay(server: str) -> Reply:
    """Pass a request on to a real service, and its answer back."""

    def reply(handler: Handler) -> None:
        method, path, headers, body = handler.server.seen[-1]  # type: ignore[attr-defined]
        kept = {k: v for k, v in headers.items() if k in ("Content-Type", "Accept")}
        connection = HTTPConnection(urlsplit(server).netloc)
        connection.request(method, path, body.encode(), kept)
        answer = connection.getresponse()
        say(answer.status, answer.getheader("Content-Type", "text/plain"), answer.read())(handler)

    return reply


def guard(server: str, wanted: str, challenge: str = 'Basic realm="x"') -> Reply:
    """Pass on only what carries the wanted secret."""

    def reply(handler: Handler) -> None:
        if handler.headers.get("Authorization") == wanted:
            relay(server)(handler)
        else:
            echo = f"not {handler.headers.get('Authorization')}".encode()
            say(401, "text/plain", echo, WWW_Authenticate=challenge)(handler)

    return reply


BASIC = "Basic " + base64.b64encode("anna:sekret#ā".encode()).decode()


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    ("given", "wanted"), [(USER, BASIC), (TOKEN, "Bearer t0ken-of-anna")], ids=["basic", "bearer"]
)
def test_login(empty: str, method: str, given: dict[str, str], wanted: str) -> None:
    """The login goes to the service that asks for it, and from then on with every request."""
    with serve(guard(empty, wanted)) as front:
        address = front.url.removesuffix("/sparql")
        assert push(f"{address}/{method}", make_turtle(1200), given=given).held == 1200
    sent = [headers.get("Authorization") for _, _, headers, _ in front.seen]
    assert sent[0] == (None if given is USER else wanted)
    assert set(sent[1:]) == {wanted}
    assert [m for m, *_ in front.seen].count("PUT") == (method == "store")


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("given", [{}, USER, TOKEN], ids=["none", "user", "token"])
def test_wrong_login(empty: str, method: str, given: dict[str, str]) -> None:
    """A wrong login is told with the names of the variables, not with what they hold."""
    push(f"{empty}/store", OLD)
    with serve(guard(empty, "Basic x")) as front:
        words = fail(front.url.replace("sparql", method), NASTY, given=given)
    assert "answered 401" in words and "BSRGRAPH_PASSWORD" in words
    assert len(front.seen) <= 2
    assert read_graph(empty) == parse(OLD)


def test_secret_stays_with_its_service(empty: str) -> None:
    """Neither a redirect nor an address for queries elsewhere carries the secret away."""
    with serve(relay(empty)) as other:
        with serve(say(307, Location=other.url)) as front:
            words = fail(front.url, given=TOKEN)
            assert "sends on to" in words and other.seen == []
        with serve(relay(empty)) as front:
            store, query = (
                x.url.replace("sparql", y) for x, y in ((front, "store"), (other, "query"))
            )
            push(store, OLD, given=TOKEN, query=query)
        assert all("Authorization" in headers for _, _, headers, _ in front.seen)
        assert other.seen and all("Authorization" not in headers for _, _, headers, _ in other.seen)


def test_redirect_to_another_port_drops_the_secret() -> None:
    """A query that is sent on within the host goes without the secret."""
    with serve(say(200)) as other, serve(say(200), say(200), say(302, Location=other.url)) as front:
        fail(front.url, method="store", given=TOKEN)
    assert other.seen and "Authorization" not in other.seen[0][2]


@pytest.mark.parametrize(
    ("url", "given", "what"),
    [
        ("http://example.org/store", TOKEN, "plain http .*--insecure"),
        ("http://10.0.0.1/store", USER, "plain http"),
        ("http://localhost.example.org/store", USER, "plain http"),
        ("https://anna:sekret@example.org/store", {}, "login in it; leave it out"),
        ("http://localhost/store", {"BSRGRAPH_USER": "anna"}, "BSRGRAPH_USER alone"),
        ("http://localhost/store", {**USER, **TOKEN}, "set BSRGRAPH_USER and"),
        (
            "http://localhost/store",
            {"BSRGRAPH_TOKEN": "t0ken\r\nX: y"},
            "BSRGRAPH_TOKEN holds a sign",
        ),
        ("http://localhost/store", {**USER, "BSRGRAPH_USER": 'a"b'}, "BSRGRAPH_USER holds a sign"),
        ("http://localhost:x/store", {}, "no port"),
        ("ftp://localhost/store", {}, "no web address"),
        ("", {}, "no web address"),
    ],
)
def test_refused_before_anything_is_sent(url: str, given: dict[str, str], what: str) -> None:
    """A login that would be seen, or cannot be one, is refused here."""
    assert re.search(what, fail(url, given=given))


@pytest.mark.parametrize(
    "url", ["http://127.8.9.1/x", "http://[::1]:80/x", "http://localhost/x", "https://x.org/"]
)
def test_login_where_nobody_listens(url: str) -> None:
    """A login may go to this machine, by https, and over http where that is asked for."""
    assert read_login(url, USER) and read_login("http://example.org/", USER, insecure=True)
    assert read_login(url, {}) is None and "sekret" not in repr(read_login(url, USER))


# Services that fail.
def drop(handler: Handler) -> None:
    """Hang up without a word."""
    handler.connection.close()


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("bad", [say(503), say(429, Retry_After="2"), say(502), say(504), drop])
def test_what_passes_is_tried_again(empty: str, method: str, bad: Reply) -> None:
    """A service that fails twice and then works gets the whole graph."""
    pauses: list[float] = []
    with serve(bad, bad, relay(empty)) as front:
        url = front.url.replace("sparql", method)
        assert push(url, make_turtle(1500), pause=pauses.append).held == 1500
    assert len(pauses) == 2 and pauses[0] in (1.0, 2.0)
    assert read_graph(empty) == parse(make_turtle(1500))


@pytest.mark.parametrize("status", [400, 403, 404, 413, 500])
def test_what_does_not_pass_is_told_at_once(status: int) -> None:
    """Another status is told with a remedy and not tried again."""
    with serve(say(status, "text/plain", b"why \x1b[2J\nmore")) as front:
        assert f"answered {status}" in fail(front.url.replace("sparql", "store"))
        assert len(front.seen) == 1


@pytest.mark.parametrize("method", METHODS)
def test_service_that_dies(tmp_path: Path, method: str) -> None:
    """A service that dies in the middle holds what it held before, and takes the next push."""
    port, store = find_port(), ["serve", "--location", str(tmp_path / "store")]
    with run_oxigraph(*store, port=port) as (address, process):
        push(f"{address}/store", OLD)

        def tell(words: str, share: float) -> None:
            if words == "sending" and share > 0.5:
                process.kill()
                process.wait()

        words = fail(f"{address}/{method}", make_turtle(20_000), tell=tell)
        assert "cannot be reached" in words and "batches" in words
    with run_oxigraph(*store, port=port) as (address, _):
        assert read_graph(address) == parse(OLD)
        assert push(f"{address}/{method}", make_turtle(20_000)).held == 20_000
        assert read_all(address) == {GRAPH}


@pytest.mark.parametrize("method", METHODS)
def test_slow_service(method: str) -> None:
    """A service that does not come to an end is given up after the time limit, and not retried."""
    end = threading.Event()
    with serve(lambda handler: end.wait() and None) as front:
        words = fail(front.url.replace("sparql", method), timeout=0.5)
        end.set()
    assert "no answer within 0.5 s; raise --timeout" in words


@pytest.mark.parametrize("method", METHODS)
def test_count_that_differs(empty: str, method: str) -> None:
    """A count that is not what was sent is told with both numbers; the old graph is not touched
    where the batches could be counted before."""
    push(f"{empty}/store", OLD)
    with run_oxigraph("serve") as (other, _):
        words = fail(f"{empty}/{method}", make_turtle(7), query=f"{other}/query")
    assert "holds 0 triples where 7 were sent" in words and "--query" in words
    assert len(read_graph(empty)) == (7 if method == "store" else 2)
    assert read_all(empty) == {GRAPH}


@pytest.mark.parametrize(
    "reply",
    [
        say(200, "text/html", b"<html>"),
        say(200, JSON, b'{"head":{"vars":["n"]},"results":{"bindings":[]}}'),
        say(
            200,
            JSON,
            b'{"head":{"vars":["n"]},"results":{"bindings":[{"n":{"type":"literal","value":"2"}}]}}',
        ),
    ],
    ids=["html", "none", "text"],
)
def test_count_that_is_none(reply: Reply) -> None:
    """What is no count does not pass for one."""
    with serve(say(204), reply) as front:
        assert "--query" in fail(front.url.replace("sparql", "store"))


def test_huge_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer without end is not read to its end."""
    monkeypatch.setattr(sending, "LARGEST", 100_000)

    def pour(handler: Handler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while True:
            handler.wfile.write(b" " * 10_000)

    with serve(pour) as front:
        assert "larger than 100000 bytes" in fail(front.url.replace("sparql", "store"))


@pytest.mark.parametrize(
    "graph", ["", "x", "http://x/> } ; DROP ALL #", "http://x/a b", "<http://x/>"]
)
def test_no_graph(server: str, graph: str) -> None:
    """What is no IRI names no graph, and never gets into an update."""
    assert "names no graph" in fail(f"{server}/update", graph=graph)


def test_endless_login() -> None:
    """A service that asks again for every login it gets is given up."""
    stale = 'Digest realm="x", nonce="1", qop="auth", stale=true'
    with serve(say(401, WWW_Authenticate=stale)) as front:
        assert "again and again" in fail(front.url, given=USER)
    assert len(front.seen) == 2


@pytest.mark.parametrize(
    ("url", "query"),
    [
        ("http://x:7878/store", "http://x:7878/query"),
        ("http://x/ds/data", "http://x/ds/query"),
        ("http://x/ds/update?key=1", "http://x/ds/query?key=1"),
        ("http://x/sparql-auth", "http://x/sparql"),
        ("http://x/repositories/bsr/statements", "http://x/repositories/bsr"),
        ("http://x/repositories/bsr/rdf-graphs/service/", "http://x/repositories/bsr"),
        ("http://x/sparql", "http://x/sparql"),
    ],
)
def test_guess(url: str, query: str) -> None:
    """The address for queries is told from the usual names."""
    assert guess_query(url) == query


def test_command_says_no_secret(empty: str) -> None:
    """The command takes the login from the environment, and ends with 2 and words if it is wrong."""
    with serve(guard(empty, "Basic x")) as front:
        command = [sys.executable, "-m", "bsrgraph", "push", front.url]
        done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, **USER})
    assert done.returncode == 2 and done.stdout == ""
    assert done.stderr.startswith(f"bsrgraph: {front.url}: answered 401")
    assert not any(secret in done.stderr for secret in WORDS)


def test_batches_are_small(empty: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """No request of an update holds more triples than a batch, so memory does not grow with them."""
    monkeypatch.setattr(upload, "BATCH", 10)
    with serve(relay(empty)) as front:
        push(front.url.replace("sparql", "update"), make_turtle(35))
    bodies = [body for _, path, _, body in front.seen if "INSERT DATA" in body]
    assert [body.count("<http://x/p>") for body in bodies] == [10, 10, 10, 5]
    assert not parse_qs(urlsplit(front.seen[0][1]).query)
