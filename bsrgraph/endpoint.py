"""Ask the same questions of a remote SPARQL 1.1 service; the one door to SPARQLWrapper."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, quote
from urllib.request import Request

import pyoxigraph as ox

from .answers import Answer, clean_text
from .errors import EndpointError
from .guards import find_form
from .sending import AGENT, Line, send, shorten_line
from .store import ROWS, TIMEOUT, read_result
from .values import CellError, parse_link
from .vocabulary import PREFIXES

LONG_QUERY = 2000
_JSON, _TURTLE = "application/sparql-results+json", "text/turtle"
REMEDIES = {
    0: "try the query in its own form",
    401: "it wants a login",
    403: "it wants a login",
    404: "check the address",
    429: "ask later",
    503: "ask later",
}


def ask_endpoint(
    url: str,
    text: str,
    *,
    timeout: float = TIMEOUT,
    rows: int = ROWS,
    pause: Callable[[float], None] = time.sleep,
) -> Answer:
    """Ask a remote service; a busy one (429, 503) is asked again three times, ever later.

    `timeout` in seconds bounds the whole answer here and is passed on to the service. Raises
    EndpointError with the address, what came back and what to do.
    """
    slow = "narrow the query or raise --timeout"
    return ask_line(Line(url, timeout, REMEDIES, slow, pause=pause), text, rows)


def ask_line(line: Line, text: str, rows: int = ROWS) -> Answer:
    """Ask a service to which one talks in a way of one's own."""
    check_address(line.url)
    form = find_form(text)
    seconds = max(1, round(line.timeout))
    kind, body = send(line, lambda: _make_request(line.url, text, form, seconds))
    return _read_body(line.url, kind, body, form, rows)


def check_address(url: str) -> None:
    """Refuse what is no http address; raises EndpointError."""
    try:
        parse_link(url)
    except CellError as error:
        raise EndpointError(f"{error.what}; {error.remedy}") from None


def _make_request(url: str, text: str, form: str, seconds: int) -> Request:
    from SPARQLWrapper import GET, JSON, POST, TURTLE

    wrapper = _wrap(url)
    wrapper.setQuery("".join(f"PREFIX {p}: <{iri}> " for p, iri in PREFIXES.items()) + text)
    wrapper.queryType = form  # SPARQLWrapper's own guess is led astray by comments
    wrapper.setReturnFormat(JSON if form in ("SELECT", "ASK") else TURTLE)
    wrapper.setOnlyConneg(True)
    wrapper.setMethod(POST if len(quote(text)) > LONG_QUERY else GET)
    # Virtuoso reads milliseconds and cuts answers short; who reads seconds, lets them be longer.
    wrapper.addParameter("timeout", str(seconds * 1000))
    request: Request = wrapper._createRequest()
    return request


def make_update(url: str, text: str) -> Request:
    """Make the request that carries a SPARQL update, as it is and not as a form.

    Servers limit the size of forms, and SPARQLWrapper's own logins change all of urllib.
    """
    from SPARQLWrapper import INSERT, JSON, POST, POSTDIRECTLY

    wrapper = _wrap(url)
    wrapper.setQuery(text)
    wrapper.queryType = INSERT
    wrapper.setReturnFormat(JSON)
    wrapper.setMethod(POST)
    wrapper.setRequestMethod(POSTDIRECTLY)
    request: Request = wrapper._createRequest()
    request.full_url = request.full_url.removesuffix("?")
    return request


def _wrap(url: str) -> Any:
    """Take an address into SPARQLWrapper with the parameters it has of its own."""
    from SPARQLWrapper import SPARQLWrapper

    address, _, own = url.partition("?")
    wrapper = SPARQLWrapper(address, agent=AGENT)
    for name, value in parse_qsl(own, keep_blank_values=True):
        wrapper.addParameter(name, value)
    return wrapper


def _read_body(url: str, kind: str, body: bytes, form: str, rows: int) -> Answer:
    wanted = _JSON if form in ("SELECT", "ASK") else _TURTLE
    if kind != wanted:
        raise EndpointError(
            f"{url}: answered with {clean_text(kind)} instead of {wanted};"
            " is it the query address of a SPARQL service?"
        )
    try:
        if wanted == _JSON:
            result = ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
            if isinstance(result, ox.QueryBoolean) != (form == "ASK"):
                raise ValueError(f"it is no answer to {form}")
            return read_result(result, form, rows)
        triples = tuple(q.triple for q in ox.parse(body, format=ox.RdfFormat.TURTLE))
    except (SyntaxError, ValueError) as error:
        # A service that gives up half-way says so where the rows should go on.
        end = clean_text(" ".join(body[-80:].decode(errors="replace").split()))
        raise EndpointError(
            f"{url}: the answer cannot be read ({shorten_line(error)}) and ends '{end}';"
            " narrow the query, or ask its operators"
        ) from None
    return Answer(form, triples=triples[:rows], cut=len(triples) > rows)
