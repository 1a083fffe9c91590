"""Send a graph to a SPARQL service: whole by the Graph Store Protocol, or in batches by Update."""

from __future__ import annotations

import contextlib
import io
import os
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import IO
from urllib.parse import quote
from urllib.request import Request

import pyoxigraph as ox

from .endpoint import ask_line, check_address, make_update
from .errors import EndpointError
from .login import find_origin, read_login
from .sending import AGENT, Line, send
from .vocabulary import GRAPH

DEFAULT = "default"
TIMEOUT = 600.0
BATCH = 1000  # Virtuoso's compiler gives up near five thousand triples
BLOCK = 2**16
REMEDIES = {
    0: "is it the address that takes graphs or updates? see docs/publish.md",
    401: "set BSRGRAPH_USER and BSRGRAPH_PASSWORD, or BSRGRAPH_TOKEN, to a login that may write",
    403: "this login may not write there; ask its operators",
    413: "it takes no body of that size; give its address for updates",
    429: "send it later",
    **dict.fromkeys((502, 503, 504), "send it later"),
}
LOST = "is it there, and does it take so much at once? its address for updates gets it in batches"
NO_DEFAULT = f"it may have no default graph; name a graph of its own: --graph {GRAPH}"
# How services call what takes data, and what answers queries from the same place.
SIBLINGS = {
    "/store": "/query",
    "/data": "/query",
    "/update": "/query",
    "/sparql-graph-crud-auth": "/sparql",
    "/sparql-auth": "/sparql",
    "/rdf-graphs/service": "",
    "/statements": "",
}
STORES = ("/store", "/data", "/sparql-graph-crud-auth", "/rdf-graphs/service")
Tell = Callable[[str, float], None]


@dataclass(frozen=True)
class Target:
    """Hold where a graph goes: how to send it there, how to ask there, what it is called there."""

    line: Line
    query: Line
    graph: str
    add: bool

    @property
    def staging(self) -> str:
        """Name the graph that holds what has come so far, until it is whole."""
        return f"{GRAPH if self.graph == DEFAULT else self.graph}-being-pushed"


@dataclass(frozen=True)
class Pushed:
    """Say how many triples were sent, how many the graph now holds, and where to ask it."""

    sent: int
    held: int
    asked: str


def push_graph(
    url: str,
    turtle: Path | bytes,
    *,
    graph: str = GRAPH,
    method: str = "auto",
    query: str = "",
    add: bool = False,
    timeout: float = TIMEOUT,
    insecure: bool = False,
    given: Mapping[str, str] = os.environ,
    tell: Tell = lambda words, share: None,
    pause: Callable[[float], None] = time.sleep,
) -> Pushed:
    """Put a graph without blank nodes, as Turtle, in place of what a graph of a service holds.

    `graph` is its IRI there, or 'default'; `add` keeps what it holds. `method` is 'store', 'update'
    or 'auto', `query` the address that counts afterwards if it cannot be told from `url`. `tell`
    hears what is done and which share of it. Raises EndpointError; see docs/publish.md for what a
    failed push leaves.
    """
    login = read_login(_check(url), given, insecure=insecure)
    asked = _check(query or guess_query(url))
    remedies = REMEDIES | ({0: NO_DEFAULT} if graph == DEFAULT else {})
    line = Line(url, timeout, remedies, lost=LOST, login=login, patient=True, pause=pause)
    target = Target(line, replace(line, url=asked), _check_graph(graph), add)
    by_store = method == "store" or (method == "auto" and _split(url)[0].endswith(STORES))
    sent = _push_whole(target, turtle, tell) if by_store else _push_batches(target, turtle, tell)
    return Pushed(sent, _check_count(target, target.graph, sent), _spell_query(target))


def guess_query(url: str) -> str:
    """Guess the address that answers queries from the one that takes data.

    >>> guess_query("http://localhost:8890/sparql-graph-crud-auth")
    'http://localhost:8890/sparql'
    """
    address, own = _split(url)
    for end, sibling in SIBLINGS.items():
        if address.endswith(end):
            return address.removesuffix(end) + sibling + own
    return url


def _split(url: str) -> tuple[str, str]:
    address, sign, own = url.partition("?")
    return address.rstrip("/"), sign + own


def _check(url: str) -> str:
    find_origin(url)  # first of all: no message may show a secret
    check_address(url)
    return url


def _check_graph(graph: str) -> str:
    try:
        return graph if graph == DEFAULT else ox.NamedNode(graph).value
    except ValueError:
        raise EndpointError(
            f"'{graph}' names no graph; write an IRI such as {GRAPH}, or {DEFAULT}"
        ) from None


def _push_whole(target: Target, turtle: Path | bytes, tell: Tell) -> int:
    """Send the file as it is in one request, which the service takes whole or not at all."""
    tell("counting", 0)
    sent = sum(1 for _ in _read_triples(turtle))
    size = len(turtle) if isinstance(turtle, bytes) else turtle.stat().st_size
    if target.line.login:
        # A login is asked for before the long body goes out: a refused one would break it off.
        knock = _make_store_request(target, target.staging, "DELETE")
        send(target.line, lambda: knock, (404, 405, 501))

    def make() -> Request:
        request = _make_store_request(target, target.graph, "POST" if target.add else "PUT")
        request.data = _read_blocks(turtle, lambda done: tell("sending", done / size))
        request.add_header("Content-Length", str(size))
        request.add_header("Content-Type", "text/turtle")
        return request

    send(target.line, make)
    return sent


def _make_store_request(target: Target, graph: str, method: str) -> Request:
    name = DEFAULT if graph == DEFAULT else f"graph={quote(graph, safe='')}"
    url = target.line.url
    address = f"{url}{'&' if '?' in url else '?'}{name}"
    return Request(address, method=method, headers={"User-Agent": AGENT})


def _open(turtle: Path | bytes) -> IO[bytes]:
    return turtle.open("rb") if isinstance(turtle, Path) else io.BytesIO(turtle)


def _read_blocks(turtle: Path | bytes, tell: Callable[[int], None]) -> Iterator[bytes]:
    """Read a file block by block, and say before each how much is gone."""
    with _open(turtle) as file:
        while block := file.read(BLOCK):
            tell(file.tell() - len(block))
            yield block


def _push_batches(target: Target, turtle: Path | bytes, tell: Tell) -> int:
    """Send batch by batch into a graph beside the wanted one, then copy: half of it is never seen.

    Each step may be done twice without harm, so each may be tried again. MOVE is not so: done
    again, it would put nothing in the place of everything.
    """
    beside, verb = f"GRAPH <{target.staging}>", "ADD" if target.add else "COPY"
    wanted = "DEFAULT" if target.graph == DEFAULT else f"GRAPH <{target.graph}>"
    tell("counting", 0)
    total = sum(1 for _ in _read_triples(turtle))
    _update(target, f"DROP SILENT {beside}")
    try:
        for done, batch in _cut_batches(turtle):
            tell("sending", done / total)
            _update(target, f"INSERT DATA {{ {beside} {{\n{batch}}} }}")
        tell("checking", 1)
        _check_count(replace(target, add=False), target.staging, total)
        _update(target, f"{verb} {beside} TO {wanted}")
    finally:
        with contextlib.suppress(EndpointError):
            # Who has failed once is not waited for; the next push clears up as well.
            soon = replace(target.line, timeout=min(60, target.line.timeout), patient=False)
            _update(replace(target, line=soon), f"DROP SILENT {beside}")
    return total


def _update(target: Target, text: str) -> None:
    send(target.line, lambda: make_update(target.line.url, text))


def _cut_batches(turtle: Path | bytes) -> Iterator[tuple[int, str]]:
    triples, done = _read_triples(turtle), 0
    while batch := [f"{triple} .\n" for triple in islice(triples, BATCH)]:
        yield done, "".join(batch)
        done += len(batch)


def _read_triples(turtle: Path | bytes) -> Iterator[ox.Triple]:
    """Read triples one after the other, never all at once."""
    with _open(turtle) as file:
        for quad in ox.parse(input=file, format=ox.RdfFormat.TURTLE):
            yield quad.triple


def _check_count(target: Target, graph: str, sent: int) -> int:
    """Count what the graph holds; raises EndpointError where that is not what was sent."""
    where = "?s ?p ?o" if graph == DEFAULT else f"GRAPH <{graph}> {{ ?s ?p ?o }}"
    try:
        answer = ask_line(target.query, f"SELECT (COUNT(*) AS ?n) WHERE {{ {where} }}")
    except EndpointError as error:
        raise EndpointError(
            f"it could not be counted: {error}; name the address for queries with --query"
        ) from None
    held = next(iter(answer), {}).get("n")
    if isinstance(held, int) and (held == sent or (target.add and held > sent)):
        return held
    raise EndpointError(
        f"{target.query.url}: graph {graph} holds {held} triples where {sent} were sent; if it is"
        " another service's, name the right one with --query; if its default graph shows"
        " others too, name a graph of its own with --graph; else push again"
    )


def _spell_query(target: Target) -> str:
    """Spell the address that asks this graph alone, as the protocol's own parameter does."""
    if target.graph == DEFAULT:
        return target.query.url
    sign = "&" if "?" in target.query.url else "?"
    return f"{target.query.url}{sign}default-graph-uri={quote(target.graph, safe=':/')}"
