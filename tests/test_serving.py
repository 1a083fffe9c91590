"""The site is served on this machine alone, by the rules of a real host."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

from bsrgraph.errors import BsrgraphError
from bsrgraph.serving import Server, open_server


@pytest.fixture(scope="module")
def site(frozen_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the frozen site through a folder of links and own files, with a secret beside it."""
    folder = tmp_path_factory.mktemp("served") / "site"
    folder.mkdir()
    for path in frozen_site.iterdir():
        (folder / path.name).write_bytes(path.read_bytes()) if path.is_file() else None
    for name in ("id", "statement", "data"):
        copy_tree(frozen_site / name, folder / name)
    (folder / "sub dir").mkdir()
    (folder / "sub dir" / "index.html").write_text("in", encoding="utf-8")
    for name in ("a.wasm", "a.js", "a.cyjs", "a.gexf", "a.graphml", "a.rq", "a.xyz"):
        (folder / name).write_bytes(b"x")
    (folder.parent / "secret.txt").write_text("secret", encoding="utf-8")
    (folder / "way-out.txt").symlink_to(folder.parent / "secret.txt")
    (folder / ".hidden").write_text("secret", encoding="utf-8")
    return folder


def copy_tree(source: Path, target: Path) -> None:
    """Copy the files of a folder."""
    shutil.copytree(source, target)


@pytest.fixture(scope="module")
def server(site: Path) -> Iterator[Server]:
    """Run a server of the site."""
    with open_server(site) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def get(
    server: Server, path: str, accept: str = "*/*", host: str | None = None, method: str = "GET"
) -> tuple[HTTPResponse, bytes]:
    """Ask for a path as it stands, without any tidying by a client."""
    connection = HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    connection.putrequest(method, path, skip_host=True)
    connection.putheader("Host", host if host is not None else f"127.0.0.1:{server.server_port}")
    connection.putheader("Accept", accept)
    connection.endheaders()
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response, body


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/site.css", "text/css; charset=utf-8"),
        ("/id/alder-cluster.html", "text/html; charset=utf-8"),
        ("/id/alder-cluster.ttl?x=1", "text/turtle; charset=utf-8"),
        ("/id/alder-cluster.jsonld", "application/ld+json"),
        ("/data/bsrgraph.nt", "application/n-triples"),
        ("/data/bsrgraph.ttl.gz", "application/gzip"),
        ("/data/SHA256SUMS", "text/plain; charset=utf-8"),
        ("/a.wasm", "application/wasm"),
        ("/a.js", "text/javascript; charset=utf-8"),
        ("/a.cyjs", "application/json"),
        ("/a.gexf", "application/xml"),
        ("/a.graphml", "application/xml"),
        ("/a.rq", "application/sparql-query"),
        ("/a.xyz", "application/octet-stream"),
        ("/sub%20dir/", "text/html; charset=utf-8"),
    ],
)
def test_files_come_whole_with_their_type(server: Server, site: Path, path: str, kind: str) -> None:
    """Each file has its media type, its length and its bytes; HEAD gives the same without them."""
    response, body = get(server, path)
    assert (response.status, response.headers["Content-Type"]) == (200, kind)
    name = path.partition("?")[0].strip("/").replace("%20", " ") or "index.html"
    file = site / name
    assert body == (file / "index.html" if file.is_dir() else file).read_bytes()
    head, nothing = get(server, path, method="HEAD")
    assert nothing == b"" and head.headers["Content-Length"] == str(len(body))


PAGE = "text/html,application/xhtml+xml,*/*;q=0.8"


@pytest.mark.parametrize(
    ("path", "accept", "target"),
    [
        ("/id/alder-cluster", PAGE, "/id/alder-cluster.html"),
        ("/id/alder-cluster", "text/turtle", "/id/alder-cluster.ttl"),
        ("/id/alder-cluster", "application/rdf+xml, text/turtle;q=0.5", "/id/alder-cluster.ttl"),
        ("/id/alder-cluster", "application/ld+json", "/id/alder-cluster.jsonld"),
        ("/id/alder-cluster", "", "/id/alder-cluster.html"),
        ("/ontology", PAGE, "/ontology.html"),
        ("/ontology", "text/turtle", "/ontology.ttl"),
        ("/value/30000-EUR", "*/*", "/values.html#30000-EUR"),
        ("/statement/0123456789abcdef", "*/*", "/statement/01.html#0123456789abcdef"),
    ],
)
def test_names_lead_to_what_is_accepted(
    server: Server, path: str, accept: str, target: str
) -> None:
    """The name of a thing is no file: 303 leads to the page or to RDF, as on a real host."""
    response, _ = get(server, path, accept)
    assert (response.status, response.headers["Location"]) == (303, target)
    assert not path.startswith(("/id", "/ontology")) or get(server, target)[0].status == 200
    assert response.headers["Vary"] == "Accept"


def test_names_that_the_graph_holds_open(server: Server, site: Path) -> None:
    """What the graph calls a thing is found, page and RDF."""
    text = (site / "data" / "bsrgraph.nt").read_text(encoding="utf-8")
    names = set(
        re.findall(r"^<https://w3id.org/bsrgraph(/(?:id|statement|value)/[^>]+)>", text, re.M)
    )
    assert len(names) > 100
    for name in sorted(names)[::40]:
        for accept in (PAGE, "text/turtle", "application/ld+json"):
            response, _ = get(server, name, accept)
            target = response.headers["Location"].partition("#")[0]
            assert get(server, target)[0].status == 200, (name, target)


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/id/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/id/%2e%2e%2f%2e%2e%2fsecret.txt",
        "/..\\secret.txt",
        "/%5c..%5csecret.txt",
        "/way-out.txt",
        "/.hidden",
        "//etc/passwd",
        "//127.0.0.1/../secret.txt",
        "/%00",
        "/%ff",
        "/a%0d%0aX-Evil:1",
        "/C:/secret.txt",
        "/nothing",
        "/data/",
        "http://[",
    ],
)
def test_nothing_outside_the_site_is_served(server: Server, path: str) -> None:
    """Neither dots nor links, however they are written, lead out; folders are not listed."""
    response, body = get(server, path)
    assert response.status == 404 and b"secret" not in body and b"root:" not in body
    assert "X-Evil" not in response.headers


def test_folder_without_slash_leads_to_the_folder(server: Server) -> None:
    """A folder's own links work only behind its slash, and no address leads to another host."""
    response, _ = get(server, "/sub%20dir")
    assert (response.status, response.headers["Location"]) == (301, "/sub%20dir/")
    for path in ("//sub%20dir", "///sub%20dir", "//evil.example/..//sub%20dir"):
        assert not get(server, path)[0].headers.get("Location", "").startswith("//")


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("LOCALHOST:8000", 200),
        ("127.0.0.1:1", 200),
        ("[::1]:8000", 200),
        ("evil.example", 421),
        ("127.0.0.1.evil.example", 421),
        ("localhost.evil.example:8000", 421),
        ("127.0.0.1@evil.example", 421),
        ("", 421),
    ],
)
def test_foreign_host_is_refused(server: Server, host: str, status: int) -> None:
    """A page elsewhere whose name was turned to this machine reads nothing."""
    assert get(server, "/", host=host)[0].status == status


def test_only_reading_is_answered(server: Server) -> None:
    """POST and the like are refused."""
    assert get(server, "/", method="POST")[0].status == 501


def test_only_this_machine_is_served(server: Server) -> None:
    """The socket listens on 127.0.0.1 and on no other address."""
    assert server.socket.getsockname()[0] == "127.0.0.1"


def test_taken_port_gives_way_unless_it_was_asked_for(site: Path, server: Server) -> None:
    """Without --port the next free one is taken; a port that was named is not."""
    with open_server(site) as other:
        assert other.server_port != server.server_port
    with pytest.raises(BsrgraphError, match="leave --port out"):
        open_server(site, server.server_port)


def test_broken_connections_leave_it_running(server: Server) -> None:
    """Garbage and visitors who hang up do no harm."""
    for data in (b"\x00\xff\n\n", b"GET / HTTP/1.1\r\n", b"GET " + b"/a" * 70_000):
        with socket.create_connection(("127.0.0.1", server.server_port)) as visitor:
            visitor.sendall(data)
    assert get(server, "/")[0].status == 200


def test_view_runs_and_ends_quietly(site: Path) -> None:
    """The command says the address, serves it, and Ctrl-C ends it with 0 and no words."""
    command = [sys.executable, "-m", "bsrgraph", "view", str(site), "--no-browser"]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert child.stdout
        address = re.search(r"http://127\.0\.0\.1:(\d+)/", child.stdout.readline())
        assert address
        connection = HTTPConnection("127.0.0.1", int(address[1]), timeout=10)
        connection.request("GET", "/")
        assert connection.getresponse().status == 200
        child.send_signal(signal.SIGINT)
        _, err = child.communicate(timeout=20)
    finally:
        child.kill()
    assert (child.returncode, err) == (0, "")


def test_view_opens_the_browser(site: Path, tmp_path: Path) -> None:
    """The browser is called with the address."""
    browser = tmp_path / "browser"
    browser.write_text(
        f'#!/bin/sh\necho "$1" > {tmp_path}/opened.new\nmv {tmp_path}/opened.new {tmp_path}/opened\n'
    )
    browser.chmod(0o755)
    command = [sys.executable, "-m", "bsrgraph", "view", str(site)]
    around = {**os.environ, "BROWSER": f"{browser} %s"}
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=around)
    try:
        assert child.stdout
        said = child.stdout.readline()
        for _ in range(200):
            if (tmp_path / "opened").exists():
                break
            threading.Event().wait(0.05)
        child.send_signal(signal.SIGINT)
        assert child.wait(timeout=20) == 0
    finally:
        child.kill()
        child.communicate()
    assert (tmp_path / "opened").read_text().strip() in said


def test_missing_site_says_what_to_do(tmp_path: Path) -> None:
    """Without a site the command names the one that makes it, and ends with 2."""
    command = [sys.executable, "-m", "bsrgraph", "view", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 2 and "run 'bsrgraph publish' first" in done.stderr
