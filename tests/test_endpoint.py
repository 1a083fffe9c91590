"""Test remote services: a real server gives the same rows, and a bad one is told in words."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from services import JSON, Handler, Odd, Reply, find_port, find_server, run_oxigraph, say, serve

import bsrgraph
from bsrgraph import api, sending
from bsrgraph.answers import Answer, format_answer
from bsrgraph.content import Content, find_content
from bsrgraph.endpoint import ask_endpoint
from bsrgraph.errors import EndpointError, QueryError
from bsrgraph.graph import build_graph, read_corpus
from bsrgraph.queries import read_catalogue
from bsrgraph.store import serialize_graph

QUERY = "SELECT ?x { ?x ?y ?z }"


@pytest.fixture(scope="module")
def turtle(content: Content) -> bytes:
    """Give the graph of the real content, built anew."""
    return serialize_graph(build_graph(read_corpus(content)))


@pytest.fixture(scope="module")
def service(turtle: bytes, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run a real SPARQL server on a free port of this machine; gives its query address."""
    program, folder = find_server(), tmp_path_factory.mktemp("service")
    (folder / "bsr.ttl").write_bytes(turtle)
    store = ["--location", str(folder / "store")]
    loading = [program, "load", *store, "--file", folder / "bsr.ttl"]
    subprocess.run(loading, check=True, capture_output=True)
    with run_oxigraph("serve-read-only", *store, "--timeout-s", "30") as (address, _):
        yield f"{address}/query"


CATALOGUE = read_catalogue(find_content(), "questions", "networks")


@pytest.mark.parametrize("name", CATALOGUE)
def test_same_rows(service: str, name: str) -> None:
    """Every question and network gives the same rows in the same order from a remote service."""
    local, remote = bsrgraph.ask(name), bsrgraph.ask(name, endpoint=service)
    assert remote.columns == local.columns
    assert list(remote) == list(local)
    assert remote.notes == local.notes


@pytest.mark.parametrize("name", [n for n, q in CATALOGUE.items() if q.parameters])
def test_same_rows_for_all(service: str, name: str) -> None:
    """The same holds where every parameter is 'all', whatever order equals come in."""
    free = dict.fromkeys(CATALOGUE[name].parameters, "all")
    local = api.ask_question(name, free)
    remote = api.ask_question(name, free, endpoint=service)
    assert sorted(map(str, remote.terms)) == sorted(map(str, local.terms))
    assert len(local) > 0


@pytest.mark.parametrize(
    "text",
    [
        "ASK { id:latvia ?p ?o }",
        "ASK { id:nowhere ?p ?o }",
        "CONSTRUCT { ?s bsr:was ?o } WHERE { ?s bsr:partner ?o }",
        "# SELECT or INSERT, that is the question\nDESCRIBE id:latvia",
        "PREFIX select: <http://x/insert#> CONSTRUCT WHERE { id:latvia ?p ?o }",
        "SELECT ?x { BIND('INSERT # DROP' AS ?x) }",
        "SELECT ?x { BIND('ā \"β\" +&=%' AS ?x) }",
    ],
)
def test_other_forms(service: str, text: str) -> None:
    """ASK, CONSTRUCT and DESCRIBE, and texts full of signs, mean the same there and here."""
    local, remote = bsrgraph.ask(text), ask_endpoint(service, text)
    assert (remote.form, remote.truth) == (local.form, local.truth)
    assert list(remote) == list(local)
    assert format_answer(remote, "turtle" if remote.triples else "csv") == format_answer(
        local, "turtle" if local.triples else "csv"
    )


def test_row_cap(service: str) -> None:
    """The row cap holds for remote rows and triples."""
    for text in ("SELECT * { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }"):
        answer = ask_endpoint(service, text, rows=7)
        assert (len(answer), answer.cut) == (7, True)


def test_remote_syntax_error(service: str) -> None:
    """What the service says about a wrong query is passed on in one line."""
    with pytest.raises(
        EndpointError, match=r"/query: answered 400 Bad Request \(error at .*;"
    ) as caught:
        ask_endpoint(service, "SELECT * { ?s ?p }")
    assert "\n" not in str(caught.value)


def test_command_line(service: str) -> None:
    """The command asks the service that --endpoint names."""
    command = [
        sys.executable,
        "-m",
        "bsrgraph",
        "ask",
        "partners-of",
        "-f",
        "csv",
        "--endpoint",
        service,
    ]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    assert done.stdout == format_answer(bsrgraph.ask("partners-of"), "csv")


# From here on services that do not behave.
def ask(server: Odd, text: str = QUERY, **options: Any) -> tuple[Answer, list[float]]:
    """Ask an odd service; gives the answer and the pauses that were made."""
    pauses: list[float] = []
    return ask_endpoint(server.url, text, pause=pauses.append, **options), pauses


def fail(server: Odd, text: str = QUERY, **options: Any) -> str:
    """Ask an odd service that must fail; gives the words, which name the address in one line."""
    with pytest.raises(EndpointError) as caught:
        ask(server, text, **options)
    words = str(caught.value)
    assert words.startswith(server.url) and ";" in words
    assert words.isprintable() and len(words) < 1000
    return words


def test_request() -> None:
    """The service learns who asks, which form is wanted, and how long it may take."""
    with serve(say(200)) as server:
        ask(server, timeout=17)
    ((method, path, headers, _),) = server.seen
    sent = parse_qs(urlsplit(path).query)
    assert method == "GET" and headers["User-Agent"].startswith("bsrgraph")
    assert headers["Accept"].startswith(JSON)
    assert sent["timeout"] == ["17000"] and sent["query"][0].endswith(QUERY)


@pytest.mark.parametrize("sign", ["x", "ж"])
def test_long_query_goes_by_post(sign: str) -> None:
    """A query too long for an address, as it is written there, goes by POST."""
    text = f"{QUERY} # {sign * 1900}"
    with serve(say(200)) as server:
        ask(server, text + " " + "x" * 200)
        ask(server)
    assert [method for method, *_ in server.seen] == ["POST", "GET"]
    body = parse_qs(server.seen[0][3])
    assert sign * 1900 in body["query"][0] and "timeout" in body


def test_address_with_query() -> None:
    """An address that has parameters of its own keeps them."""
    with serve(say(200)) as server:
        ask_endpoint(server.url + "?key=1", QUERY)
    assert parse_qs(urlsplit(server.seen[0][1]).query)["key"] == ["1"]


@pytest.mark.parametrize(
    ("asked", "pause"),
    [
        ("7", 7.0),
        ("9999", 30.0),
        ("²", 1.0),
        ("-1", 1.0),
        ("Wed, 21 Oct 2026 07:28:00 GMT", 1.0),
        ("9" * 400, 1.0),
    ],
)
def test_busy_then_well(asked: str, pause: float) -> None:
    """A busy service is asked again after as long as it wants, within reason."""
    with serve(say(429, Retry_After=asked), say(200)) as server:
        answer, pauses = ask(server)
    assert (len(answer), pauses, len(server.seen)) == (0, [pause], 2)


@pytest.mark.parametrize("status", [429, 503])
def test_always_busy(status: int) -> None:
    """A service that stays busy is asked four times, ever later, and then told of."""
    pauses: list[float] = []
    wanted = pytest.raises(EndpointError, match=f"answered {status} .*; ask later")
    with serve(say(status)) as server, wanted:
        ask_endpoint(server.url, QUERY, pause=pauses.append)
    assert pauses == [1.0, 2.0, 4.0] and len(server.seen) == 4


@pytest.mark.parametrize(
    ("status", "what"),
    [
        (404, "answered 404 .*check the address"),
        (401, "answered 401 .*login"),
        (403, "login"),
        (500, "answered 500"),
        (414, "414"),
    ],
)
def test_refusals(status: int, what: str) -> None:
    """Another status is told at once, with what to do."""
    with serve(say(status, "text/plain", b"why \x1b[2J\nmore")) as server:
        fail(server)
        with pytest.raises(EndpointError, match=what):
            ask(server)
    assert len(server.seen) == 2


def test_hanging_service() -> None:
    """A service that sends a byte now and then is given up after the timeout all the same."""
    end = threading.Event()

    def trickle(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", JSON)
        handler.end_headers()
        while not end.wait(0.05):
            handler.wfile.write(b" ")

    with serve(trickle) as server:
        words = fail(server, timeout=0.5)
        end.set()
    assert "no answer within 0.5 s" in words and "--timeout" in words


def test_hanging_service_does_not_keep_the_command() -> None:
    """The command ends when it has given a service up; no thread of it keeps it."""
    end = threading.Event()

    def hang(handler: Handler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while not end.wait(0.05):
            handler.wfile.write(b" ")

    with serve(hang) as server:
        command = [
            sys.executable,
            "-m",
            "bsrgraph",
            "ask",
            QUERY,
            "--timeout",
            "0.5",
            "--endpoint",
            server.url,
        ]
        done = subprocess.run(command, capture_output=True, text=True, timeout=30)
        end.set()
    assert done.returncode == 2 and "no answer within 0.5 s" in done.stderr


@pytest.mark.parametrize(
    ("reply", "what"),
    [
        (
            say(200, "text/html", b"<html>"),
            "answered with text/html instead of .*; is it the query address",
        ),
        (say(200, "text/\x1b[2J", b""), "instead of"),
        (say(200, JSON, b'{"head":{"vars":["x"]},"results":'), "cannot be read .*; narrow"),
        (
            say(
                200, JSON, b'{"head":{"vars":["x"]},"results":{"bindings":[The query was cancelled'
            ),
            "ends '.*The query was cancelled'",
        ),
        (
            say(
                200,
                JSON,
                b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"uri","value":"no iri"}}]}}',
            ),
            "cannot be read",
        ),
        (say(200, JSON, b'{"head":{"vars":["[/x]"]},"results":{"bindings":[]}}'), "cannot be read"),
        (say(200, JSON, b'{"head":{},"boolean":true}'), "no answer to SELECT"),
        (say(200, JSON, b"[]"), "cannot be read"),
        (say(200, JSON, b""), "cannot be read"),
        (say(200, JSON, b"\xff\xfe"), "cannot be read"),
    ],
    ids=[
        "html",
        "kind",
        "half",
        "cancelled",
        "iri",
        "variable",
        "boolean",
        "list",
        "empty",
        "bytes",
    ],
)
def test_wrong_answers(reply: Reply, what: str) -> None:
    """An answer of the wrong kind, or broken, is told with what came."""
    with serve(reply) as server:
        fail(server)
        with pytest.raises(EndpointError, match=what):
            ask(server)


def test_wrong_answer_to_ask_and_construct() -> None:
    """Rows are no answer to ASK, and JSON none to CONSTRUCT; broken Turtle is told."""
    with serve(say(200)) as server:
        assert "no answer to ASK" in fail(server, "ASK { ?s ?p ?o }")
        assert "instead of text/turtle" in fail(server, "CONSTRUCT WHERE { ?s ?p ?o }")
    with serve(say(200, "text/turtle", b"<http://x/a> <http://x/p> ")) as server:
        assert "cannot be read" in fail(server, "CONSTRUCT WHERE { ?s ?p ?o }")


def test_answer_that_breaks_off() -> None:
    """Turtle that breaks off between two triples is no whole answer."""

    def half(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/turtle")
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.write(b"<http://x/a> <http://x/p> 1 .")

    with serve(half) as server:
        assert "broke off" in fail(server, "CONSTRUCT WHERE { ?s ?p ?o }")


def test_huge_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer without end is not read to its end."""
    monkeypatch.setattr(sending, "LARGEST", 100_000)

    def pour(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", JSON)
        handler.end_headers()
        while True:
            handler.wfile.write(b" " * 10_000)

    with serve(pour) as server:
        assert "larger than 100000 bytes; add LIMIT" in fail(server)


def test_garbage() -> None:
    """What speaks no HTTP, and what hangs up, cannot be reached."""

    def garbage(handler: Handler) -> None:
        handler.wfile.write(b"\x1b[2Jnonsense\r\n\r\n")

    with serve(garbage) as server:
        assert "cannot be reached" in fail(server)
    with serve(lambda handler: None) as server:
        assert "cannot be reached" in fail(server)


def test_redirects_stay_at_home() -> None:
    """A service may send on to another path of its own; to files or other hosts nobody follows."""
    with serve(say(302, Location="/other"), say(200)) as server:
        ask(server)
        assert [urlsplit(path).path for _, path, *_ in server.seen] == ["/sparql", "/other"]
    with serve(say(200)) as other:
        elsewhere = other.url.replace("127.0.0.1", "localhost")
        with serve(say(302, Location=elsewhere)) as server:
            assert f"sends on to {elsewhere}; ask that address itself" in fail(server)
        assert other.seen == []
    for target in ("file:///etc/passwd", "ftp://127.0.0.1/x", "http://[x"):
        with serve(say(302, Location=target)) as server:
            fail(server)
    with serve(say(307, Location="/other")) as server:
        fail(server, QUERY + " #" + "x" * 3000)
        assert len(server.seen) == 1


def test_endless_redirects() -> None:
    """A service that sends in circles is given up."""
    with serve(say(302, Location="/sparql")) as server:
        fail(server)
    assert len(server.seen) < 20


@pytest.mark.parametrize(
    "url",
    [
        "",
        "latvia",
        "file:///etc/passwd",
        "ftp://127.0.0.1/x",
        "//x",
        "http://",
        "http://a b/",
        "javascript:alert(1)",
        "http://x/\r\nA: b",
    ],
)
def test_no_addresses(url: str) -> None:
    """What is no http address is refused before anything is sent."""
    with pytest.raises(EndpointError) as caught:
        ask_endpoint(url, QUERY)
    assert ";" in str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:{}/",
        "http://127.0.0.1:99999/",
        "http://127.0.0.1:x/",
        "http://127.0.0.1:{}/ā",
    ],
)
def test_unreachable(url: str) -> None:
    """A closed or impossible port is told with the address."""
    with pytest.raises(EndpointError, match=r"cannot be reached \(.*\); check the address"):
        ask_endpoint(url.format(find_port()), QUERY, timeout=10)


def test_updates_are_not_sent() -> None:
    """An update never leaves this machine by `ask`."""
    with serve(say(200)) as server:
        for text in ("DROP ALL", "INSERT DATA { <http://x/> <http://x/> 1 }", "nonsense"):
            with pytest.raises(QueryError):
                ask_endpoint(server.url, text)
        assert server.seen == []
