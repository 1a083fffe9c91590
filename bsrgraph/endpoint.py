"""Ask the same questions of a remote SPARQL 1.1 service; the one door to SPARQLWrapper."""

from __future__ import annotations

import queue
import re
import threading
import time
from collections.abc import Callable
from email.message import Message
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import parse_qsl, quote, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import pyoxigraph as ox

from .answers import Answer, clean_text
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
            if wait is None:
                raise EndpointError(_explain(url, error)) from None
            pause(_read_pause(error.headers, wait))
    raise AssertionError("the loop returns or raises")


def _ask_once(url: str, text: str, form: str, timeout: float, rows: int) -> Answer:
    """Ask once, in a thread, because a socket's own time limit starts anew with every byte.

    The thread is a daemon: one that hangs must not keep the program from ending.
    """
    replies: queue.SimpleQueue[tuple[str, bytes] | Exception] = queue.SimpleQueue()

    def fetch() -> None:
        try:
            replies.put(_fetch(url, text, form, timeout))
        except HTTPError as error:
            busy = error.code in BUSY
            replies.put(error if busy else EndpointError(_explain(url, error)))
        except Exception as error:  # it is raised again in the thread that waits
            replies.put(error)

    threading.Thread(target=fetch, daemon=True).start()
    try:
        reply = replies.get(timeout=timeout)
        if isinstance(reply, Exception):
            raise reply
    except (queue.Empty, TimeoutError):
        raise EndpointError(
            f"{url}: no answer within {timeout:g} s; narrow the query or raise --timeout"
        ) from None
    except HTTPError:
        raise
    except (OSError, HTTPException, ValueError) as error:
        raise EndpointError(
            f"{url}: cannot be reached ({_first_line(error)}); check the address"
        ) from None
    return _read_body(url, *reply, form, rows)


def _fetch(url: str, text: str, form: str, timeout: float) -> tuple[str, bytes]:
    request = _make_request(url, text, form, max(1, round(timeout)))
    with _OPENER.open(request, timeout=timeout) as response:
        body = response.read(LARGEST + 1)
        if len(body) > LARGEST:
            raise EndpointError(f"{url}: the answer is larger than {LARGEST} bytes; add LIMIT")
        if response.length:
            raise EndpointError(f"{url}: the answer broke off; ask again")
        return response.headers.get_content_type(), body


def _make_request(url: str, text: str, form: str, seconds: int) -> Request:
    from SPARQLWrapper import GET, JSON, POST, TURTLE, SPARQLWrapper

    address, _, own = url.partition("?")
    wrapper = SPARQLWrapper(address, agent=AGENT)
    for name, value in parse_qsl(own, keep_blank_values=True):
        wrapper.addParameter(name, value)
    wrapper.setQuery("".join(f"PREFIX {p}: <{iri}> " for p, iri in PREFIXES.items()) + text)
    wrapper.queryType = form  # SPARQLWrapper's own guess is led astray by comments
    wrapper.setReturnFormat(JSON if form in ("SELECT", "ASK") else TURTLE)
    wrapper.setOnlyConneg(True)
    wrapper.setMethod(POST if len(quote(text)) > LONG_QUERY else GET)
    wrapper.addParameter("timeout", str(seconds))
    request: Request = wrapper._createRequest()
    return request


class _SameHost(HTTPRedirectHandler):
    """Follow a service that moves on its own host, and nowhere else.

    What was sent by POST would arrive without the query, so that is not followed either.
    """

    def redirect_request(self, req: Request, *args: Any) -> Request | None:
        """Make the request for the new address, the last argument, or refuse it."""
        old, new = urlsplit(req.full_url), urlsplit(args[-1])
        if req.data or new.hostname != old.hostname or new.scheme not in ("http", "https"):
            raise EndpointError(
                f"{req.full_url.partition('?')[0]}: sends on to {clean_text(args[-1][:200])};"
                " ask that address itself if you trust it"
            )
        return super().redirect_request(req, *args)


_OPENER = build_opener(_SameHost)


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
            f"{url}: the answer cannot be read ({_first_line(error)}) and ends '{end}';"
            " narrow the query, or ask its operators"
        ) from None
    return Answer(form, triples=triples[:rows], cut=len(triples) > rows)


def _read_pause(headers: Message[Any, Any] | None, wait: float) -> float:
    """Wait as long as the service asks for, within reason."""
    asked = headers.get("Retry-After", "") if headers else ""
    whole = re.fullmatch("[0-9]{1,9}", str(asked).strip())
    return min(float(whole[0]), LONGEST_PAUSE) if whole else wait


def _explain(url: str, error: HTTPError) -> str:
    remedies = {
        401: "it wants a login",
        403: "it wants a login",
        404: "check the address",
        429: "ask later",
        503: "ask later",
    }
    remedy = remedies.get(error.code, "try the query in its own form")
    said = "" if error.code in BUSY else _first_line(error.read(2000).decode(errors="replace"))
    told = said and not said.startswith("<")
    words = f"answered {error.code} {error.reason}" + (f" ({said})" if told else "")
    return f"{url}: {clean_text(' '.join(words.split()))}; {remedy}"


def _first_line(error: Exception | str) -> str:
    return clean_text(str(error).strip().partition("\n")[0][:300])
