"""Ask the same questions of a remote SPARQL 1.1 service; the one door to SPARQLWrapper."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeout
from email.message import Message
from typing import Any
from urllib.error import HTTPError, URLError

import pyoxigraph as ox

from .answers import Answer
from .errors import EndpointError
from .guards import find_form
from .store import ROWS, TIMEOUT, read_result
from .values import CellError, parse_link
from .vocabulary import PREFIXES

AGENT = "bsrgraph (https://w3id.org/bsrgraph)"
BUSY = (429, 503)
PAUSES = (1.0, 2.0, 4.0)
LONGEST_PAUSE = 30.0
LONG_QUERY = 2000
LARGEST = 200_000_000
_JSON, _TURTLE = "application/sparql-results+json", "text/turtle"


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
    try:
        parse_link(url)
    except CellError as error:
        raise EndpointError(f"{error.what}; {error.remedy}") from None
    form = find_form(text)
    for wait in (*PAUSES, None):
        try:
            return _ask_once(url, text, form, timeout, rows)
        except HTTPError as error:
            if error.code not in BUSY or wait is None:
                raise EndpointError(_explain(url, error)) from None
            pause(_read_pause(error.headers, wait))
    raise AssertionError("the loop returns or raises")


def _ask_once(url: str, text: str, form: str, timeout: float, rows: int) -> Answer:
    """Ask once, in a thread, because a socket's own time limit starts anew with every byte."""
    pool = ThreadPoolExecutor(1)
    try:
        kind, body = pool.submit(_fetch, url, text, form, timeout).result(timeout)
    except (FutureTimeout, TimeoutError):
        raise EndpointError(
            f"{url}: no answer within {timeout:g} s; narrow the query or raise --timeout"
        ) from None
    except (HTTPError, EndpointError):
        raise
    except (URLError, OSError) as error:
        raise EndpointError(f"{url}: cannot be reached ({error}); check the address") from None
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
    return _read_body(url, kind, body, form, rows)


def _fetch(url: str, text: str, form: str, timeout: float) -> tuple[str, bytes]:
    from SPARQLWrapper import GET, JSON, POST, TURTLE, URLENCODED, SPARQLWrapper
    from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

    wrapper = SPARQLWrapper(url, agent=AGENT)
    wrapper.setQuery("".join(f"PREFIX {p}: <{iri}>\n" for p, iri in PREFIXES.items()) + text)
    wrapper.setReturnFormat(JSON if form in ("SELECT", "ASK") else TURTLE)
    wrapper.setOnlyConneg(True)
    wrapper.setMethod(POST if len(text) > LONG_QUERY else GET)
    wrapper.setRequestMethod(URLENCODED)
    wrapper.setTimeout(max(1, round(timeout)))
    wrapper.addParameter("timeout", str(max(1, round(timeout))))
    try:
        response = wrapper.query().response
    except SPARQLWrapperException as error:
        raise EndpointError(
            f"{url}: {_first_line(error)}; check that the service knows SPARQL 1.1"
        ) from None
    body = response.read(LARGEST + 1)
    if len(body) > LARGEST:
        raise EndpointError(f"{url}: the answer is larger than {LARGEST} bytes; add LIMIT")
    return response.headers.get_content_type(), body


def _read_body(url: str, kind: str, body: bytes, form: str, rows: int) -> Answer:
    wanted = _JSON if form in ("SELECT", "ASK") else _TURTLE
    if kind != wanted:
        raise EndpointError(
            f"{url}: answered with {kind} instead of {wanted};"
            " is it the query address of a SPARQL service?"
        )
    try:
        if wanted == _JSON:
            return read_result(
                ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON), form, rows
            )
        triples = tuple(q.triple for q in ox.parse(body, format=ox.RdfFormat.TURTLE))
    except (SyntaxError, ValueError) as error:
        raise EndpointError(
            f"{url}: the answer cannot be read ({_first_line(error)}); ask its operators"
        ) from None
    return Answer(form, triples=triples[:rows], cut=len(triples) > rows)


def _read_pause(headers: Message[Any, Any] | None, wait: float) -> float:
    """Wait as long as the service asks for, within reason."""
    asked = headers.get("Retry-After", "") if headers else ""
    return min(float(asked), LONGEST_PAUSE) if str(asked).isdigit() else wait


def _explain(url: str, error: HTTPError) -> str:
    remedies = {
        401: "it wants a login",
        403: "it wants a login",
        404: "check the address",
        429: "ask later",
        503: "ask later",
    }
    remedy = remedies.get(error.code, "try the query in its own form")
    return f"{url}: answered {error.code} {error.reason}; {remedy}"


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0][:300]
