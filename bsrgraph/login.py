"""Log in to a service with what the environment holds; no other host ever hears of it."""

from __future__ import annotations

import base64
import hashlib
import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import Message
from typing import Any
from urllib.parse import urlsplit
from urllib.request import (
    HTTPDigestAuthHandler,
    HTTPPasswordMgrWithDefaultRealm,
    Request,
    parse_http_list,
    parse_keqv_list,
)

from .errors import EndpointError

USER, PASSWORD, TOKEN = "BSRGRAPH_USER", "BSRGRAPH_PASSWORD", "BSRGRAPH_TOKEN"
_FITS = {
    USER: re.compile(r'[^\x00-\x1f\x7f-\uffff:"\\]+'),
    PASSWORD: re.compile(r"[^\x00-\x1f\x7f]+"),
    TOKEN: re.compile(r"[!-~]+"),
}
_PORTS = {"http": 80, "https": 443}


class _Digest(HTTPDigestAuthHandler):
    """Answer Digest as urllib does, for any password, and by SHA-256 as well."""

    def get_algorithm_impls(self, algorithm: str) -> tuple[Any, Any]:
        """Give the functions that hash a text, and a secret with a text."""
        name = {"MD5": "md5", "SHA": "sha1", "SHA-256": "sha256"}.get(algorithm.upper())
        if name is None:
            return None, None

        def digest(text: str) -> str:
            return hashlib.new(name, text.encode(), usedforsecurity=False).hexdigest()

        return digest, lambda secret, text: digest(f"{secret}:{text}")


@dataclass
class Login:
    """Hold the secrets for one origin (scheme, host, port), and what it last asked for.

    urllib knows how to answer Digest, but would send a large body twice for every answer; here the
    first challenge is kept, and each further request is signed before it leaves.
    """

    origin: tuple[str, str, int]
    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    _scheme: str = field(default="", repr=False)
    _challenge: dict[str, str] = field(default_factory=dict, repr=False)
    _digest: _Digest = field(init=False, repr=False)

    def __post_init__(self) -> None:
        known = HTTPPasswordMgrWithDefaultRealm()
        scheme, host, port = self.origin
        known.add_password(None, f"{scheme}://{host}:{port}/", self.user, self.password)
        known.add_password(None, f"{scheme}://{host}/", self.user, self.password)
        self._digest = _Digest(known)

    def sign(self, request: Request) -> None:
        """Put the secret on a request to its own origin, in the way that was asked for."""
        if find_origin(request.full_url) != self.origin:
            return
        words: str | None = None
        if self.token:
            words = f"Bearer {self.token}"
        elif self._scheme == "basic":
            words = f"Basic {self._encode()}"
        elif self._scheme == "digest":
            answer = self._digest.get_authorization(request, self._challenge)
            words = answer and f"Digest {answer}"
        if words:
            request.add_unredirected_header("Authorization", words)

    def learn(self, headers: Message[Any, Any], request: Request) -> bool:
        """Take in what a 401 asks for; says whether the request is worth sending again."""
        asked = ", ".join(headers.get_all("WWW-Authenticate") or [])
        digest = re.search(r"(?i)\bdigest\s+(.*)", asked)
        basic = re.search(r"(?i)\bbasic\b", asked)
        found = parse_keqv_list(
            [p for p in parse_http_list(digest[1]) if "=" in p] if digest else []
        )
        again = not request.has_header("Authorization") or found.get("stale", "").lower() == "true"
        if self.token or not again or find_origin(request.full_url) != self.origin:
            return False
        self._scheme = "digest" if digest else "basic" if basic else ""
        self._challenge = found
        return bool(self._scheme)

    def hide(self, words: str) -> str:
        """Take the secrets out of words that came from outside."""
        for secret in filter(None, (self.password, self.token, self._encode())):
            words = words.replace(secret, "…")
        return words

    def _encode(self) -> str:
        return base64.b64encode(f"{self.user}:{self.password}".encode()).decode()


def read_login(url: str, given: Mapping[str, str], *, insecure: bool = False) -> Login | None:
    """Read from the environment who logs in at an address; nobody if nothing is set there.

    Raises EndpointError where a secret would cross a network in the clear.

    >>> read_login("https://example.org/store", {"BSRGRAPH_TOKEN": "abc"})
    Login(origin=('https', 'example.org', 443), user='')
    """
    origin = find_origin(url)
    found = {name: given[name] for name in _FITS if given.get(name)}
    if not found:
        return None
    if set(found) not in ({USER, PASSWORD}, {TOKEN}):
        raise EndpointError(f"{' and '.join(found)} alone is no login; set {_REMEDY}")
    for name, value in found.items():
        if not _FITS[name].fullmatch(value):
            raise EndpointError(f"{name} holds a sign that no login can carry; set it anew")
    if origin[0] == "http" and not insecure and not _is_here(origin[1]):
        raise EndpointError(
            f"{url}: a secret sent by plain http can be read on its way;"
            " use https, or say --insecure if you trust the network"
        )
    return Login(origin, found.get(USER, ""), found.get(PASSWORD, ""), found.get(TOKEN, ""))


_REMEDY = f"{USER} and {PASSWORD}, or only {TOKEN}"


def find_origin(url: str) -> tuple[str, str, int]:
    """Find scheme, host and port of an address; raises EndpointError if there is a secret in it.

    >>> find_origin("HTTP://Example.org/sparql")
    ('http', 'example.org', 80)
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise EndpointError(f"{url}: has no port that can be; check the address") from None
    if "@" in parts.netloc:
        raise EndpointError(f"the address has a login in it; leave it out and set {_REMEDY}")
    return parts.scheme, parts.hostname or "", port or _PORTS.get(parts.scheme, 0)


def _is_here(host: str) -> bool:
    """Say whether a host is this very machine, so that nothing crosses a network."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
