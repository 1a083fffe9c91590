"""A real Apache host answers the names of things by the rules of the site, and w3id.org's lead there."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

import pytest
from rdflib import Graph
from site_samples import write_own

from bsrgraph.publish import write_site
from bsrgraph.vocabulary import ID

APACHE = shutil.which("apache2")
MODULES = ("mpm_event", "authz_core", "dir", "mime", "rewrite", "headers")
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        APACHE is None, reason="needs Apache: apt-get install apache2-bin media-types"
    ),
]


class Stay(HTTPRedirectHandler):
    """Follow no redirect, so that a test sees where it leads."""

    def redirect_request(self, *args: object) -> None:
        """Give up, which hands the answer over as it is."""


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a site at /bsr/ and the rules for w3id.org at /w3id/; gives the address of the server."""
    root = tmp_path_factory.mktemp("apache")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}/"
    site = write_site(write_own(root / "own"), root / "www" / "bsr", host=f"{address}bsr/")
    shutil.copytree(site / "w3id" / "bsrgraph", root / "www" / "w3id")
    config = [f"LoadModule {m}_module /usr/lib/apache2/modules/mod_{m}.so" for m in MODULES]
    config += [
        f"ServerName 127.0.0.1\nServerRoot {root}\nPidFile {root}/pid\nListen 127.0.0.1:{port}",
        f"DocumentRoot {root}/www\nErrorLog {root}/error.log\nTypesConfig /etc/mime.types",
        f"DirectoryIndex index.html\n<Directory {root}/www>\nAllowOverride All\nRequire all granted",
        "</Directory>\n",
    ]
    (root / "apache.conf").write_text("\n".join(config))
    server = subprocess.Popen(
        [str(APACHE), "-X", "-f", str(root / "apache.conf")], stderr=subprocess.PIPE
    )
    try:
        for _ in range(100):
            with socket.socket() as knock:
                if knock.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert server.poll() is None, server.stderr.read().decode()
            time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)


def ask(address: str, accept: str) -> tuple[int, str, bytes]:
    """Give status, target or media type, and body of one answer; follow nothing."""
    try:
        with build_opener(Stay).open(
            Request(address, headers={"Accept": accept}), timeout=10
        ) as answer:
            return answer.status, answer.headers["Content-Type"], answer.read()
    except HTTPError as error:
        return error.code, error.headers["Location"] or "", b""


@pytest.mark.parametrize(
    ("name", "accept", "target"),
    [
        ("id/ash-cluster", BROWSER, "id/ash-cluster.html"),
        ("id/ash-cluster", "*/*", "id/ash-cluster.html"),
        ("id/ash-cluster", "text/turtle", "id/ash-cluster.ttl"),
        ("id/ash-cluster", "application/rdf+xml, text/turtle;q=0.9", "id/ash-cluster.ttl"),
        ("id/ash-cluster", "application/ld+json", "id/ash-cluster.jsonld"),
        ("statement/41d623bc8ef69bd6", BROWSER, "statement/41.html#41d623bc8ef69bd6"),
        ("statement/41d623bc8ef69bd6", "text/turtle", "statement/41.ttl"),
        ("value/2019-04", BROWSER, "values.html#2019-04"),
        ("ontology", BROWSER, "ontology.html"),
        ("ontology/0.1.0", "text/turtle", "ontology.ttl"),
    ],
)
@pytest.mark.parametrize("place", ["bsr/", "w3id/"])
def test_a_name_leads_to_page_or_rdf(
    host: str, place: str, name: str, accept: str, target: str
) -> None:
    """A browser gets the page, a program the RDF that it reads, from the host and by way of w3id.org."""
    assert ask(host + place + name, accept)[:2] == (303, f"{host}bsr/{target}")


def test_files_have_their_media_types(host: str) -> None:
    """Portals read RDF by its media type, and browsers on other pages may load it."""
    status, kind, body = ask(f"{host}bsr/id/ash-cluster.ttl", "*/*")
    assert (status, kind) == (200, "text/turtle")
    assert ID["ash-cluster"] in set(Graph().parse(data=body, format="turtle").subjects())
    for name, media_type in (
        ("data/bsrgraph.nt", "application/n-triples"),
        ("catalog.jsonld", "application/ld+json"),
        ("questions/size.rq", "application/sparql-query"),
        ("data/tables/clusters.csv", "text/csv"),
        ("site.css", "text/css"),
    ):
        assert ask(f"{host}bsr/{name}", "*/*")[1].partition(";")[0] == media_type, name


def test_rdflib_reads_a_thing_by_its_name(host: str) -> None:
    """A library that follows the redirect ends up with the graph of the thing."""
    assert len(Graph().parse(f"{host}bsr/id/root-project")) > 20


def test_w3id_leads_everything_else_to_the_host(host: str) -> None:
    """The rest of the addresses keep their path."""
    assert ask(f"{host}w3id/data/bsrgraph.ttl", "*/*")[:2] == (302, f"{host}bsr/data/bsrgraph.ttl")
    assert ask(f"{host}w3id/", BROWSER)[:2] == (302, f"{host}bsr/")


def test_what_is_not_there_is_not_found(host: str) -> None:
    """A made-up name gets no page."""
    assert ask(f"{host}bsr/id/nobody.html", BROWSER)[0] == 404


def test_site_at_the_usual_names_has_no_rules_for_w3id(frozen_site: Path) -> None:
    """Rules from w3id.org to itself would never end."""
    assert not (frozen_site / "w3id").exists()
