"""Run real services on this machine: SPARQL servers, and some that do not behave."""

from __future__ import annotations

import contextlib
import shutil
import socket
import subprocess
import sys
import sysconfig
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

JSON = "application/sparql-results+json"
EMPTY = b'{"head":{"vars":["x"]},"results":{"bindings":[]}}'


def find_server() -> Path:
    """Find the oxigraph program that the PyPI package brings."""
    places = [Path(sys.executable).parent, Path(sysconfig.get_path("scripts"))]
    found = shutil.which("oxigraph", path=":".join(map(str, places)))
    if not found:
        pytest.skip("the package oxigraph is not installed")
    return Path(found)


def find_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def await_service(url: str) -> None:
    for _ in range(200):
        try:
            with urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.05)
    raise AssertionError(f"{url} did not start")


@contextlib.contextmanager
def run_oxigraph(*words: str, port: int = 0) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Run Oxigraph's own server on a free port; gives its address and its process."""
    port = port or find_port()
    command = [str(find_server()), *words, "--bind", f"127.0.0.1:{port}"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            await_service(f"http://127.0.0.1:{port}/")
            yield f"http://127.0.0.1:{port}", process
        finally:
            process.kill()


Reply = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Answer each request by the next of the server's replies; the last one stays."""

    def answer(self) -> None:
        """Note the request and answer it."""
        server: Any = self.server
        length = int(self.headers.get("Content-Length") or 0)
        server.seen.append(
            (self.command, self.path, dict(self.headers), self.rfile.read(length).decode())
        )
        reply = server.replies.pop(0) if len(server.replies) > 1 else server.replies[0]
        with contextlib.suppress(ConnectionError):
            reply(self)

    do_GET = do_POST = do_PUT = do_DELETE = answer  # noqa: N815

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class Odd(ThreadingHTTPServer):
    """Serve odd replies on a real socket."""

    daemon_threads = True

    def __init__(self, *replies: Reply) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.replies, self.seen = list(replies), []
        self.url = f"http://127.0.0.1:{self.server_port}/sparql"

    seen: list[tuple[str, str, dict[str, str], str]]


@contextlib.contextmanager
def serve(*replies: Reply) -> Iterator[Odd]:
    """Run an odd service while the test lasts."""
    with Odd(*replies) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()


def say(status: int, kind: str = JSON, body: bytes = EMPTY, **headers: str) -> Reply:
    """Make a reply."""

    def reply(handler: Handler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return reply
