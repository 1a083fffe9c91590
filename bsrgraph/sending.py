"""Send requests over HTTP, within limits and again where that may help; say what went wrong."""

from __future__ import annotations

import queue
import re
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from .answers import clean_text
from .errors import EndpointError
from .login import Login

AGENT = "bsrgraph (https://w3id.org/bsrgraph)"
BUSY = (429, 503)
PASSING = (*BUSY, 502, 504)
PAUSES = (1.0, 2.0, 4.0)
LONGEST_PAUSE = 30.0
LARGEST = 200_000_000


@dataclass(frozen=True)
class Line:
    """Hold how to talk to one address: how long, as whom, and what to advise when it fails.

    `remedies` are by status; that of 0 is for all others. A `patient` line also tries again where
    a gateway fails or the connection breaks.
    """

    url: str
    timeout: float
    remedies: Mapping[int, str]
    slow: str = "raise --timeout"
    lost: str = "check the address"
    login: Login | None = None
    patient: bool = False
    pause: Callable[[float], None] = time.sleep


class _Passing(Exception):
    """Say that another try may do better, and after how long if the service says so."""

    def __init__(self, words: str, asked: float | None = None) -> None:
        super().__init__(words)
        self.asked = asked


def send(
    line: Line, make: Callable[[], Request], allowed: tuple[int, ...] = ()
) -> tuple[str, bytes]:
    """Send what `make` makes, anew for each try; gives the kind of the answer and its bytes.

    What may pass is tried again three times, ever later. A status in `allowed` is no mistake, and
    its answer empty. Raises EndpointError with the address, what came back and what to do.
    """
    for wait in (*PAUSES, None):
        try:
            return _send_once(line, make, allowed)
        except _Passing as passing:
            if wait is None:
                raise EndpointError(str(passing)) from None
            line.pause(wait if passing.asked is None else passing.asked)
    raise AssertionError("the loop returns or raises")


def _send_once(
    line: Line, make: Callable[[], Request], allowed: tuple[int, ...]
) -> tuple[str, bytes]:
    """Send once, in a thread, because a socket's own time limit starts anew with every byte.

    The thread is a daemon: one that hangs must not keep the program from ending.
    """
    replies: queue.SimpleQueue[tuple[str, bytes] | Exception] = queue.SimpleQueue()

    def fetch() -> None:
        try:
            replies.put(_fetch(line, make, allowed))
        except Exception as error:  # it is raised again in the thread that waits
            replies.put(error)

    threading.Thread(target=fetch, daemon=True).start()
    try:
        reply = replies.get(timeout=line.timeout)
        if isinstance(reply, Exception):
            raise reply
    except (queue.Empty, TimeoutError):
        raise EndpointError(
            f"{line.url}: no answer within {line.timeout:g} s; {line.slow}"
        ) from None
    except (OSError, HTTPException, ValueError) as error:
        why = _hide(line, shorten_line(error))
        words = f"{line.url}: cannot be reached ({why}); {line.lost}"
        if line.patient and isinstance(_find_cause(error), ConnectionError):
            raise _Passing(words) from None
        raise EndpointError(words) from None
    return reply


def _find_cause(error: Exception) -> object:
    return error.reason if isinstance(error, URLError) else error


def _fetch(line: Line, make: Callable[[], Request], allowed: tuple[int, ...]) -> tuple[str, bytes]:
    """Send, and a second time if the service asks who that is."""
    for _ in range(2):
        request = make()
        if line.login:
            line.login.sign(request)
        try:
            return _open(line, request)
        except HTTPError as error:
            if error.code == 401 and line.login and line.login.learn(error.headers, request):
                continue
            if error.code in allowed:
                return "", b""
            words = _explain(line, error)
            if error.code in (PASSING if line.patient else BUSY):
                raise _Passing(words, _read_pause(error.headers)) from None
            raise EndpointError(words) from None
    raise EndpointError(f"{line.url}: asks again and again for a login; ask its operators")


def _open(line: Line, request: Request) -> tuple[str, bytes]:
    with _OPENER.open(request, timeout=line.timeout) as response:
        body = response.read(LARGEST + 1)
        if len(body) > LARGEST:
            raise EndpointError(f"{line.url}: the answer is larger than {LARGEST} bytes; add LIMIT")
        if response.length:
            raise EndpointError(f"{line.url}: the answer broke off; ask again")
        return response.headers.get_content_type(), body


class _SameHost(HTTPRedirectHandler):
    """Follow a service that moves on its own host, and nowhere else.

    What was sent by POST would arrive without the query, so that is not followed either.
    """

    def redirect_request(self, req: Request, *args: Any) -> Request | None:
        """Make the request for the new address, the last argument, or refuse it."""
        old, new = urlsplit(req.full_url), urlsplit(args[-1])
        told = req.data or req.get_method() != "GET"
        if told or new.hostname != old.hostname or new.scheme not in ("http", "https"):
            raise EndpointError(
                f"{req.full_url.partition('?')[0]}: sends on to {clean_text(args[-1][:200])};"
                " ask that address itself if you trust it"
            )
        return super().redirect_request(req, *args)


_OPENER = build_opener(_SameHost)


def _read_pause(headers: Message[Any, Any] | None) -> float | None:
    """Wait as long as the service asks for, within reason."""
    asked = headers.get("Retry-After", "") if headers else ""
    whole = re.fullmatch("[0-9]{1,9}", str(asked).strip())
    return min(float(whole[0]), LONGEST_PAUSE) if whole else None


def _explain(line: Line, error: HTTPError) -> str:
    remedy = line.remedies.get(error.code, line.remedies[0])
    said = "" if error.code in BUSY else shorten_line(error.read(2000).decode(errors="replace"))
    told = said and not said.startswith("<")
    words = f"answered {error.code} {error.reason}" + (f" ({said})" if told else "")
    words = clean_text(" ".join(words.split()))
    return f"{line.url}: {_hide(line, words)}; {remedy}"


def _hide(line: Line, words: str) -> str:
    """Take out of words that came from outside what nobody should read."""
    return line.login.hide(words) if line.login else words


def shorten_line(error: Exception | str) -> str:
    """Give the first line of what came from outside, without signs that a terminal obeys.

    >>> shorten_line("no such graph\\nat line 7")
    'no such graph'
    """
    return clean_text(str(error).strip().partition("\n")[0][:300])
