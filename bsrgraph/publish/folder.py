"""Build everything beside the old folder's files, then put each in its place."""

from __future__ import annotations

import csv
import io
import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import networkx as nx
from rdflib import Graph

from ..analysis import list_measures, rank_nodes
from ..answers import Answer, guard_cell
from ..content import STAMP, Content, compute_digest
from ..errors import ContentError
from ..formats import FORMS, format_network
from ..graph import Corpus, build_graph, read_corpus
from ..names import Run
from ..network import build_network, collect_facts
from ..page import draw
from ..queries import free_parameters, list_coverage, read_catalogue
from ..store import open_store, run_query, serialize_graph
from ..validation import check_shapes
from ..web import PICTURE, Files

STEPS = 4


def build_folder(
    content: Content, folder: Path | None = None, tell: Callable[[str], None] = lambda step: None
) -> Path:
    """Build the folder (`build/` of the content by default) and give its path.

    `tell` hears of each of the four steps. Raises ContentError with every mistake, and then leaves
    the folder as it was.
    """
    folder = folder or content.built
    tell("reading the sheets")
    corpus, graph = read_checked(content)
    tell("writing Turtle")
    files = {"ontology.ttl": serialize_graph(corpus.vocabulary.graph)}
    turtle = serialize_graph(graph, stamp=STAMP + compute_digest(content))
    tell("measuring networks")
    files |= write_networks(content, turtle)
    tell("putting the files in place")
    replace_files(folder, {**files, "bsr.ttl": turtle})
    return folder


def read_checked(content: Content, *, shapes: bool = True) -> tuple[Corpus, Graph]:
    """Read the content and build its graph; raises ContentError with every mistake.

    Shapes, which take longest, may be left out for content that is known to fit them.
    """
    corpus = read_corpus(content)
    graph = build_graph(corpus)
    if shapes and (problems := check_shapes(content, corpus)):
        raise ContentError(problems)
    return corpus, graph


def write_networks(content: Content, turtle: bytes) -> Files:
    """Write each network of the catalogue in every form, its measures, and the page."""
    store = open_store(turtle)

    def run(text: str) -> Answer:
        return run_query(store, text)

    files: Files = {}
    for name, query in read_catalogue(content, "networks").items():
        network = build_network(content, free_parameters(query), run)
        for form in FORMS:
            files[f"networks/{name}.{form}"] = format_network(network, form).encode()
        files[f"measures/{name}.csv"] = format_measures(network).encode()
        if name == PICTURE:
            coverage = list_coverage(content, query.coverage, run)
            files["network.html"] = write_page(content, network, run, coverage)
    return files


def write_page(
    content: Content, network: nx.MultiGraph[str], run: Run, coverage: Sequence[str]
) -> bytes:
    """Draw the picture that the project exists for."""
    return draw(network, collect_facts(content, network, run), coverage=coverage).encode()


def format_measures(network: nx.MultiGraph[str]) -> str:
    """Write all measures of a network as CSV, a node in each row, ordered by strength."""
    rankings = {measure: rank_nodes(network, measure) for measure in list_measures(network)}
    values = {m: {row["node"]: row["value"] for row in ranking} for m, ranking in rankings.items()}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["node", "name", "kind", *values])
    for row in rankings["strength"]:
        node = row["node"]
        cells = (node, row["name"], row["kind"], *(each[node] for each in values.values()))
        writer.writerow([guard_cell(cell) for cell in cells])
    return out.getvalue()


def replace_files(
    folder: Path, files: Files, owned: tuple[str, ...] = ("networks", "measures")
) -> None:
    """Write all files beside, then rename each into place, the last one last; drop what is no more.

    Only the `owned` folders lose files. Killed at any moment, every file is whole; the stamp in
    `bsr.ttl` says whether all belong to it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    beside = folder / f".new-{os.getpid()}"
    for old in folder.glob(".new-*"):
        shutil.rmtree(old, ignore_errors=True)
    for name, data in files.items():
        (beside / name).parent.mkdir(parents=True, exist_ok=True)
        (beside / name).write_bytes(data)
    for name in files:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (beside / name).replace(folder / name)
    shutil.rmtree(beside)
    for sub in owned:
        for path in sorted((folder / sub).rglob("*")):
            if path.is_file() and path.relative_to(folder).as_posix() not in files:
                path.unlink()
