"""A build is whole or not at all, the same at every run, and bad input never damages it."""

from __future__ import annotations

import csv
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import networkx as nx
import pytest
from rdflib import Graph
from samples import copy_content, hash_files

from bsrgraph.content import Content, compute_digest, find_built
from bsrgraph.errors import ContentError
from bsrgraph.publish import STEPS, build_folder
from bsrgraph.publish.folder import replace_files

NETWORKS = (
    "cluster-cluster",
    "cluster-cluster-call",
    "cluster-country",
    "country-country",
    "funder-country",
    "organisation-organisation",
    "organisation-project",
    "person-organisation",
    "sector-sector",
)
BUILD = (
    "import sys, pathlib; from bsrgraph.content import Content; from bsrgraph.publish import build_folder;"
    "build_folder(Content(pathlib.Path(sys.argv[1])))"
)


@pytest.fixture(scope="module")
def body(tmp_path_factory: pytest.TempPathFactory) -> Content:
    """Give a copy of the frozen content, built once."""
    copy = copy_content(tmp_path_factory.mktemp("publish") / "content")
    build_folder(copy)
    return copy


def test_build_writes_all_that_is_promised(body: Content) -> None:
    """Graph, vocabulary, page, networks in three forms and measures lie in build/."""
    names = {
        f"networks/{n}.{form}" for n in NETWORKS for form in ("csv", "cyjs", "gexf", "graphml")
    }
    names |= {"bsr.ttl", "ontology.ttl", "network.html", *(f"measures/{n}.csv" for n in NETWORKS)}
    assert set(hash_files(body.built)) == names


def test_built_graph_belongs_to_its_inputs(body: Content, tmp_path: Path) -> None:
    """The built graph is used while the inputs are those it was made from, and not after a change."""
    assert find_built(body) == body.built / "bsr.ttl"
    other = copy_content(tmp_path / "content", body.data)
    build_folder(other)
    sheet = other.sheets()[0]
    sheet.write_text(sheet.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert find_built(other) is None
    assert compute_digest(other) != compute_digest(body)


def test_two_builds_are_the_same_bytes(body: Content, tmp_path: Path) -> None:
    """Another process with another hash seed, in another folder, builds the same bytes."""
    other = copy_content(tmp_path / "content", body.data)
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C"}
    subprocess.run([sys.executable, "-c", BUILD, str(other.root)], check=True, env=environment)
    assert hash_files(other.built) == hash_files(body.built)


def test_build_tells_its_steps(body: Content, tmp_path: Path) -> None:
    """Each step is told, so that a progress bar can show it."""
    steps: list[str] = []
    build_folder(body, tmp_path / "out", steps.append)
    assert len(steps) == len(set(steps)) == STEPS


def test_mistakes_leave_the_build_as_it_was(body: Content, tmp_path: Path) -> None:
    """A sheet with mistakes stops the build, names them, and leaves build/ untouched."""
    other = copy_content(tmp_path / "content", body.data)
    build_folder(other)
    before = hash_files(other.built)
    (other.sources / "2026-x-bad.csv").write_text("subject,relation,object\nx,prtner,y\n")
    with pytest.raises(
        ContentError, match=r"data/sources/2026-x-bad\.csv:2: relation: no relation"
    ):
        build_folder(other)
    assert hash_files(other.built) == before


def test_shapes_stop_the_build_too(body: Content, tmp_path: Path) -> None:
    """What only shapes find stops the build as well."""
    other = copy_content(tmp_path / "content", body.data)
    sheet = other.sheets()[-1]
    lines = sheet.read_text(encoding="utf-8").splitlines()
    commas = lines[0].count(",") - 2
    extra = "alder-cluster,partner,birch-cluster" + "," * commas
    sheet.write_text("\n".join([*lines, extra, ""]), encoding="utf-8")
    with pytest.raises(ContentError, match="only a project or another cooperation has 'partner'"):
        build_folder(other)
    assert not other.built.exists()


def test_vocabulary_stands_alone(body: Content) -> None:
    """The vocabulary is Turtle of its own, part of the whole graph."""
    vocabulary = Graph().parse(body.built / "ontology.ttl")
    graph = Graph().parse(body.built / "bsr.ttl")
    assert 1000 < len(vocabulary) < len(graph)
    assert set(vocabulary) <= set(graph)


@pytest.mark.parametrize("name", NETWORKS)
def test_networks_open_elsewhere(body: Content, name: str) -> None:
    """GEXF and GraphML hold the same nodes, links and weights, and the measures their nodes."""
    gexf = nx.read_gexf(body.built / "networks" / f"{name}.gexf")
    graphml = nx.read_graphml(body.built / "networks" / f"{name}.graphml")
    assert set(gexf) == set(graphml) and len(gexf) > 2
    weights = {frozenset(e[:2]): int(e[2]) for e in gexf.edges(data="weight")}
    assert weights == {frozenset(e[:2]): int(e[2]) for e in graphml.edges(data="weight")}
    with (body.built / "measures" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["node"] for row in rows} == set(gexf)
    strength = {n: sum(w for pair, w in weights.items() if n in pair) for n in gexf}
    assert {row["node"]: float(row["strength"]) for row in rows} == strength


def test_files_that_are_no_more_go(tmp_path: Path) -> None:
    """A network that is no longer in the catalogue leaves no file behind."""
    replace_files(tmp_path, {"networks/a.csv": b"1", "bsr.ttl": b"x"})
    replace_files(tmp_path, {"networks/b.csv": b"2", "bsr.ttl": b"y"})
    assert set(hash_files(tmp_path)) == {"networks/b.csv", "bsr.ttl"}


@pytest.mark.slow
def test_killed_at_any_moment_every_file_is_whole(body: Content, tmp_path: Path) -> None:
    """A build that is killed leaves each file as the old or the new one, and the next build mends."""
    other = copy_content(tmp_path / "content", body.data)
    build_folder(other)
    old = hash_files(other.built)
    sheet = other.sources / "2026-x-more.csv"
    sheet.write_text(
        "subject,relation,object\nthis source,is a,web page\nthis source,title,More\nthis source,publisher,elm-agency\n"
        "this source,language,en\nacorn-project,partner,elm-agency\n"
    )
    fresh = tmp_path / "fresh"
    build_folder(other, fresh)
    new = hash_files(fresh)
    begun = time.perf_counter()
    build_folder(other, tmp_path / "timed")
    whole = time.perf_counter() - begun + 1.0
    for part in range(24):
        child = subprocess.Popen([sys.executable, "-c", BUILD, str(other.root)])
        time.sleep(whole * (part + 1) / 24)
        child.send_signal(signal.SIGKILL)
        child.wait()
        found = {n: h for n, h in hash_files(other.built).items() if not n.startswith(".new-")}
        assert set(found) >= set(old)
        assert all(h in (old.get(n), new.get(n)) for n, h in found.items())
        assert Graph().parse(other.built / "bsr.ttl")
    build_folder(other)
    assert hash_files(other.built) == new
