"""Serve the published site on this machine, by the rules that a real host follows."""

from __future__ import annotations

import re
import shutil
import sys
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import TCPServer
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from .errors import BsrgraphError
from .web.addresses import FORMS, MEDIA_TYPES, follow_name

HERE = "127.0.0.1"
PORT = 8000
TRIES = 20
PATIENCE = 30
_TYPES = MEDIA_TYPES | {
    ".css": "text/css",
    ".gz": "application/gzip",
    ".html": "text/html",
    ".js": "text/javascript",
    ".json": "application/json",
    ".map": "application/json",
    ".mjs": "text/javascript",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
    "": "text/plain",
}
# Another name would be that of a foreign page whose address was turned to this machine.
_OWN = re.compile(r"(127\.0\.0\.1|localhost|\[::1\])(:\d+)?", re.I)


class Server(ThreadingHTTPServer):
    """Serve one folder, a thread for each request; what a visitor breaks off is no error."""

    daemon_threads = True
    allow_reuse_address = sys.platform != "win32"  # there it would share a port that is taken

    def server_bind(self) -> None:
        """Bind without looking the machine's name up, which may take long."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = HERE, int(self.server_address[1])

    @property
    def address(self) -> str:
        """Give the address to open."""
        return f"http://{HERE}:{self.server_port}/"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Pass over a connection that was broken off or left open."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


def open_server(folder: Path, port: int | None = None) -> Server:
    """Open a server of a site, on this machine only; `serve_forever()` runs it.

    Without a port it is 8000, or the next that is free. Raises BsrgraphError where there is no
    site, or the port is taken.
    """
    if not (folder / "index.html").is_file():
        raise BsrgraphError(f"there is no site in {folder}; run 'bsrgraph publish' first")
    handler = partial(Handler, folder.resolve())
    for tried in [port] if port is not None else [*range(PORT, PORT + TRIES), 0]:
        try:
            return Server((HERE, tried), handler)
        except (OSError, OverflowError):
            continue
    raise BsrgraphError(f"port {port} cannot be used; leave --port out, and a free one is taken")


class Handler(BaseHTTPRequestHandler):
    """Answer GET and HEAD with files of the folder, and names of things with what is accepted."""

    server_version, sys_version = "bsrgraph", ""
    timeout = PATIENCE

    def __init__(self, folder: Path, *args: Any) -> None:
        self.folder = folder
        super().__init__(*args)

    def do_GET(self) -> None:
        """Answer with the file."""
        self._answer(body=True)

    def do_HEAD(self) -> None:
        """Answer with the head alone."""
        self._answer(body=False)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: the terminal is for the address."""

    def _answer(self, *, body: bool) -> None:
        if not _OWN.fullmatch(self.headers.get("Host", "")):
            return self.send_error(HTTPStatus.MISDIRECTED_REQUEST, "this is no host of that name")
        path = clean_path(self.path)
        if path is None:
            return self.send_error(HTTPStatus.NOT_FOUND)
        if target := choose_target(path, ", ".join(self.headers.get_all("Accept", []))):
            return self._redirect(HTTPStatus.SEE_OTHER, target)
        found = (self.folder / path).resolve()
        if not found.is_relative_to(self.folder):
            return self.send_error(HTTPStatus.NOT_FOUND)
        if found.is_dir() and path and not urlsplit(self.path).path.endswith("/"):
            return self._redirect(HTTPStatus.MOVED_PERMANENTLY, f"{path}/")
        file = found / "index.html" if found.is_dir() else found
        return self._send(file, body) if file.is_file() else self.send_error(HTTPStatus.NOT_FOUND)

    def _redirect(self, status: HTTPStatus, target: str) -> None:
        self.send_response(status)
        self.send_header("Location", "/" + quote(target, safe="/#"))
        self.send_header("Vary", "Accept")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send(self, file: Path, body: bool) -> None:
        with file.open("rb") as data:
            self.send_response(HTTPStatus.OK)
            self.send_header("Content-Type", find_type(file.name))
            self.send_header("Content-Length", str(file.stat().st_size))
            self.send_header("Cache-Control", "no-cache")  # the site may be published anew
            self.send_header("X-Content-Type-Options", "nosniff")
            self.end_headers()
            if body:
                shutil.copyfileobj(data, self.wfile)


def clean_path(asked: str) -> str | None:
    """Give the path below the site that is asked for; None where it may lead elsewhere.

    >>> clean_path("/id/riga.ttl?x=1"), clean_path("/%2e%2e/secret"), clean_path("/.htaccess")
    ('id/riga.ttl', None, None)
    """
    try:
        path = unquote(urlsplit(asked).path, errors="strict")
    except ValueError:
        return None
    parts = [part for part in path.split("/") if part]
    sound = path.isprintable() and not any(p.startswith(".") or {*p} & {"\\", ":"} for p in parts)
    return "/".join(parts) if sound else None


def choose_target(path: str, accepted: str) -> str | None:
    """Choose the file for the name of a thing by what is accepted; None for other paths.

    >>> choose_target("id/riga", "text/turtle"), choose_target("id/riga", "*/*")
    ('id/riga.ttl', 'id/riga.html')
    """
    found = follow_name(path)
    if found is None:
        return None
    target, anchor = found
    for ending, wanted in FORMS:
        if re.search(wanted, accepted):
            return f"{target}.{ending}"
    return f"{target}.html{anchor}"


def find_type(name: str) -> str:
    """Find the media type of a file by its ending.

    >>> find_type("a.ttl"), find_type("a.wasm"), find_type("a.ttl.gz")
    ('text/turtle; charset=utf-8', 'application/wasm', 'application/gzip')
    """
    kind = _TYPES.get(Path(name).suffix.lower(), "application/octet-stream")
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
