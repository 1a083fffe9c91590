"""Preflight sees each thing that can be wrong with the files, and takes hostile ones calmly."""

from __future__ import annotations

import gzip
import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import DCTERMS, Graph, Literal, URIRef
from test_preflight import link_site
from typer.testing import CliRunner

from bsrgraph.cli import app
from bsrgraph.publish.distributions import CATALOG, DATASET, DCAT, SPDX
from bsrgraph.publish.preflight import State, look_over
from bsrgraph.publish.preflight.lines import Line
from bsrgraph.publish.preflight.survey import is_local

Change = Callable[[Path], object]
FILE = URIRef("https://w3id.org/bsrgraph/distribution/bsrgraph.nt")


def rewrite(name: str, change: Callable[[bytes], bytes]) -> Change:
    """Change the bytes of a file."""

    def act(folder: Path) -> None:
        data = (folder / name).read_bytes()
        (folder / name).unlink()
        (folder / name).write_bytes(change(data))

    return act


def add(name: str, data: bytes) -> Change:
    """Add a file."""
    return lambda folder: (folder / name).write_bytes(data)


def remove(name: str) -> Change:
    """Remove a file."""
    return lambda folder: (folder / name).unlink()


def describe(change: Callable[[Graph], object]) -> Change:
    """Change the catalogue."""

    def act(folder: Path) -> None:
        graph = Graph().parse(folder / "catalog.ttl")
        change(graph)
        (folder / "catalog.ttl").unlink()
        (folder / "catalog.ttl").write_text(graph.serialize(format="turtle"), encoding="utf-8")

    return act


def give_wrong_size(graph: Graph) -> None:
    graph.set((FILE, DCAT.byteSize, Literal("1", datatype=URIRef("http://www.w3.org/2001/XMLSchema#nonNegativeInteger"))))  # fmt: skip


def give_wrong_hash(graph: Graph) -> None:
    checksum = graph.value(FILE, SPDX.checksum)
    graph.set((checksum, SPDX.checksumValue, Literal("00" * 32, datatype=URIRef("http://www.w3.org/2001/XMLSchema#hexBinary"))))  # fmt: skip


def lead_elsewhere(graph: Graph) -> None:
    graph.set(
        (FILE, DCAT.downloadURL, URIRef("https://w3id.org/bsrgraph/../../../../../etc/passwd"))
    )


BLANK = b"<http://example.org/a> <http://example.org/b> _:c .\n"
LOCAL = b"<http://example.org/a> <http://example.org/b> <http://localhost:8000/x> .\n"
UNKNOWN = (
    b"<http://example.org/a> <https://w3id.org/bsrgraph/ontology#prtner> <http://example.org/b> .\n"
)
CHANGES: dict[str, tuple[str, str, Change]] = {
    "half a file": ("strict parsers read it", "catalog.jsonld", rewrite("catalog.jsonld", lambda d: d[: len(d) // 2])),
    "no UTF-8": ("strict parsers read it", "x.ttl", add("x.ttl", b"<http://example.org/\xff> a <http://x.y/z> .")),
    "relative IRI": ("strict parsers read it", "x.ttl", add("x.ttl", b"<a> <b> <c> .")),
    "context elsewhere": ("strict parsers read it", "x.jsonld", add("x.jsonld", b'{"@context": "https://schema.org/", "name": "x"}')),
    "blank node": ("no blank nodes", "x.ttl", add("x.ttl", BLANK)),
    "one machine": ("no addresses of one machine", "http://localhost", add("x.nt", LOCAL)),
    "unlike twins": ("each form says the same", "void.ttl differs", add("void.nt", b"")),
    "unknown term": ("no term is used that it lacks", "prtner", add("x.nt", UNKNOWN)),
    "no sums": ("SHA256SUMS", "there is none", remove("data/SHA256SUMS")),
    "file not listed": ("SHA256SUMS", "data/x.csv: not listed", add("data/x.csv", b"")),
    "listed file gone": ("SHA256SUMS", "data/ontology.ttl.gz: not there", remove("data/ontology.ttl.gz")),
    "another hash": ("SHA256SUMS", "data/tables/money.csv: another hash", rewrite("data/tables/money.csv", lambda d: d + b"\n")),
    "bad line of sums": ("SHA256SUMS", "1 bad lines", rewrite("data/SHA256SUMS", lambda d: d + b"\x1b[2J no hash\n")),
    "described file gone": ("each file described is there", "Table money", remove("data/tables/money.csv")),
    "way out": ("each file described is there", "N-Triples", describe(lead_elsewhere)),
    "no homepage": ("each file described is there", "more", describe(lambda g: g.remove((CATALOG, None, URIRef("https://w3id.org/bsrgraph/"))))),
    "wrong size": ("sizes are true", "N-Triples", describe(give_wrong_size)),
    "wrong checksum": ("checksums are true", "N-Triples", describe(give_wrong_hash)),
    "gzip of something else": ("each gives back the file beside it", "ontology.ttl.gz", rewrite("data/ontology.ttl.gz", lambda d: gzip.compress(b"x"))),
    "no gzip": ("each gives back the file beside it", "ontology.ttl.gz", rewrite("data/ontology.ttl.gz", lambda d: b"x")),
    "cut gzip": ("each gives back the file beside it", "ontology.ttl.gz", rewrite("data/ontology.ttl.gz", lambda d: d[:-9])),
    "gzip alone": ("each gives back the file beside it", "x.gz", add("data/x.gz", gzip.compress(b"x"))),
    "unsorted": ("canonical", "not sorted", rewrite("data/bsrgraph.nt", lambda d: b"".join(reversed(d.splitlines(keepends=True))))),
    "hash untold": ("canonical", "hash not in the provenance", describe(lambda g: g.remove((URIRef(DATASET + "#provenance"), None, None)))),
    "no dump": ("canonical", "no data/bsrgraph.nt", remove("data/bsrgraph.nt")),
    "wrong count": ("number of triples", "told 7", rewrite("void.ttl", lambda d: d.replace(b"void:triples ", b"void:triples 7 ; <http://example.org/was> "))),
    "no VoID": ("void.ttl", "no such file", remove("void.ttl")),
    "no ontology": ("data/ontology.ttl", "no such file", remove("data/ontology.ttl")),
    "no logo": ("logo is there", "icon.svg", remove("icon.svg")),
}  # fmt: skip


def list_failing(folder: Path) -> dict[str, Line]:
    """Look a folder over; gives what fails by its name."""
    return {x.check: x for x in look_over(folder) if x.state is State.fails}


@pytest.mark.parametrize("what", CHANGES)
def test_each_check_of_the_files_can_fail(frozen_site: Path, tmp_path: Path, what: str) -> None:
    """One change makes one check fail, which names the file and says what to do."""
    check, found, change = CHANGES[what]
    link_site(frozen_site, tmp_path)
    change(tmp_path)
    line = list_failing(tmp_path)[check]
    assert found in line.found and line.remedy


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every step towards the network fail the test."""

    def refuse(*_: object, **__: object) -> None:
        pytest.fail("something reached for the network")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)


BAD: dict[str, bytes] = {
    "empty": b"",
    "binary": bytes(range(256)) * 100,
    "UTF-16": "<http://x.y/a> a <http://x.y/b> .".encode("utf-16"),
    "deep": b"<http://x.y/a> <http://x.y/b> " + b"[ <http://x.y/b> " * 20_000,
    "deep list": b"<http://x.y/a> <http://x.y/b> " + b"(" * 20_000,
    "one long line": b'<http://x.y/a> <http://x.y/b> "' + b"x" * 5_000_000,
    "a page": b"<!doctype html><script>alert(1)</script>",
    "strange types": b"""@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
        @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
        <http://x.y/c> a dcat:Catalog , "x" , [] ; dct:title "\\u001b[2Jx" ; dct:publisher <http://x.y/c> ; dcat:dataset <http://x.y/c> .
        <http://x.y/d> a dcat:Dataset , dcat:Distribution ; dct:issued "99999-99-99"^^xsd:date , "2026-01-01T99:00:00"^^xsd:dateTime ;
            dcat:byteSize "-1"^^xsd:nonNegativeInteger ; dcat:downloadURL "file:///etc/passwd" , [] , <http://x.y/%00%2e%2e/> ; dct:license () .""",
    "names": "<http://x.y/a> a <http://www.w3.org/ns/dcat#Dataset> ; <http://purl.org/dc/terms/title> '[bold]\u202ex' .".encode(),
}  # fmt: skip


@pytest.mark.parametrize(
    "name", ["catalog.ttl", "void.ttl", "data/ontology.ttl", "catalog.jsonld", "data/SHA256SUMS"]
)
@pytest.mark.parametrize("what", BAD)
@pytest.mark.usefixtures("offline")
def test_bad_files_become_lines(tmp_path: Path, what: str, name: str) -> None:
    """Whatever lies where a file should, the command tells what is wrong and exits with 1."""
    (tmp_path / "data").mkdir()
    (tmp_path / name).write_bytes(BAD[what])
    done = CliRunner().invoke(app, ["preflight", str(tmp_path)])
    assert done.exit_code == 1 and isinstance(done.exception, SystemExit)
    assert "DCAT-AP" in done.stdout and "\x1b[2J" not in done.stdout and "\u202e" not in done.stdout


@pytest.mark.usefixtures("offline")
def test_things_that_are_no_files_are_left_alone(frozen_site: Path, tmp_path: Path) -> None:
    """A pipe is not waited for, links out of the folder and in circles are not followed."""
    link_site(frozen_site, tmp_path / "site")
    site = tmp_path / "site"
    (tmp_path / "secret.ttl").write_bytes(BLANK)
    (site / "out.ttl").symlink_to(tmp_path / "secret.ttl")
    (site / "zero.ttl").symlink_to("/dev/zero")
    (site / "gone.ttl").symlink_to(tmp_path / "nothing")
    (site / "circle").symlink_to(site, target_is_directory=True)
    (site / "x.jsonld").mkdir()
    os.mkfifo(site / "data" / "pipe.nt")
    assert list_failing(site) == {}
    (site / "void.ttl").unlink()
    os.mkfifo(site / "void.ttl")
    (site / "catalog.ttl").unlink()
    (site / "catalog.ttl").mkdir()
    assert {"void.ttl", "catalog.ttl"} <= list_failing(site).keys()


def test_a_bomb_is_not_unpacked(frozen_site: Path, tmp_path: Path) -> None:
    """A small gzip of a huge file is compared by blocks, and fails."""
    link_site(frozen_site, tmp_path)
    rewrite("data/ontology.ttl.gz", lambda _: gzip.compress(bytes(300_000_000), 1))(tmp_path)
    assert "each gives back the file beside it" in list_failing(tmp_path)


def test_files_that_may_not_be_read_are_told(frozen_site: Path, tmp_path: Path) -> None:
    """No permission is a line as any other."""
    if os.geteuid() == 0:
        pytest.skip("root may read everything")
    link_site(frozen_site, tmp_path)
    rewrite("catalog.ttl", bytes)(tmp_path)
    (tmp_path / "catalog.ttl").chmod(0)
    assert "permission denied" in list_failing(tmp_path)["catalog.ttl"].found


@pytest.mark.parametrize(
    ("iri", "local"),
    [
        ("file:///x", True),
        ("http://127.0.0.1/x", True),
        ("http://[::1]:80/", True),
        ("https://printer.local/x", True),
        ("http://localhosts.example.org/", False),
        ("https://w3id.org/bsrgraph/id/x", False),
        ("urn:uuid:1", False),
        ("https://example.org/e\u0301", True),
    ],
)
def test_addresses_of_one_machine(iri: str, local: bool) -> None:
    """What opens on one machine alone, or is spelt in two ways, is no address for others."""
    assert is_local(iri) is local


def test_only_the_catalogue_says_where_the_host_is(hosted_site: Path, tmp_path: Path) -> None:
    """A site for another host is looked over as well: its files are found below its own address."""
    link_site(hosted_site, tmp_path)
    assert list_failing(tmp_path) == {}
    describe(lambda g: g.set((FILE, DCTERMS.title, Literal("The dump"))))(tmp_path)
    remove("data/bsrgraph.nt")(tmp_path)
    assert list_failing(tmp_path)["each file described is there"].found == "The dump"
