"""Measure the writing of the site, and its RDF beside plain rdflib: python -m bench.site."""

from __future__ import annotations

import argparse
import shutil
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from rdflib import Graph
from rich.table import Table

from bsrgraph.content import Content, find_content
from bsrgraph.edition import CITATION
from bsrgraph.graph import build_graph, read_corpus
from bsrgraph.publish import write_site
from bsrgraph.store import serialize_graph
from bsrgraph.web.descriptions import describe_node, index_triples, write_description
from bsrgraph.web.things import collect_things
from bsrgraph.writing import list_triples

from .generator import write_content
from .show import open_console, show_machine, show_times
from .timing import measure

PROJECTS = 3100  # of generated content with about 10,000 things
SAMPLE = 40  # every so many-th thing is written by both ways


@dataclass(frozen=True)
class Written:
    """Hold what a site took: seconds, and how much there is of it."""

    title: str
    seconds: float
    things: int
    files: int
    megabytes: float


def main() -> None:
    """Write the sites of real and of generated content from nothing, and show the tables."""
    parser = argparse.ArgumentParser(prog="python -m bench.site", description=__doc__)
    parser.add_argument("--projects", type=int, default=PROJECTS, help="generated projects")
    options = parser.parse_args()
    console = open_console()
    show_machine(console)
    with TemporaryDirectory() as folder:
        real, generated = Path(folder) / "real", Path(folder) / "generated"
        for name in ("ontology", "data", "queries"):
            shutil.copytree(find_content().root / name, real / name)
        write_content(generated, find_content(), projects=options.projects)
        contents = {"real content": Content(real), "generated content": Content(generated)}
        written = [write(title, content) for title, content in contents.items()]
        console.print(lay_out(written))
        times = compare_descriptions(contents["real content"])
    show_times(console, "Turtle and JSON-LD of one thing of the real content", times, "rdflib")
    show_machine(console)


def write(title: str, content: Content) -> Written:
    """Write a site; no graph was built before, so that shapes are checked, too."""
    shutil.copy(find_content().root / CITATION, content.root / CITATION)
    start = perf_counter()
    site = write_site(content)
    seconds = perf_counter() - start
    sizes = [path.stat().st_size for path in site.rglob("*") if path.is_file()]
    things = len(list((site / "id").glob("*.html")))
    return Written(title, seconds, things, len(sizes), sum(sizes) / 1e6)


def lay_out(written: list[Written]) -> Table:
    """Lay the sites out as a table."""
    table = Table(title="Writing the site from nothing", title_justify="left")
    for heading in ("", "things", "files", "MB", "seconds", "ms a thing"):
        table.add_column(heading, justify="right" if heading else "left")
    for site in written:
        each = site.seconds / site.things * 1000
        numbers = (f"{site.things:,}", f"{site.files:,}", f"{site.megabytes:,.0f}")
        table.add_row(site.title, *numbers, f"{site.seconds:.1f}", f"{each:.1f}")
    return table


def compare_descriptions(content: Content) -> dict[str, float]:
    """Time the RDF files of a thing, by us and by rdflib's own serializers."""
    corpus = read_corpus(content)
    graph = build_graph(corpus)
    triples = list_triples(serialize_graph(graph))
    collection, index = collect_things(corpus, graph), index_triples(triples)
    nodes = [describe_node(i, collection, index) for i in list(collection.things)[::SAMPLE]]
    graphs = [_read(list_of) for list_of in nodes]

    def write_ours() -> None:
        for found in nodes:
            write_description(found, "x")

    def write_rdflib() -> None:
        for found in graphs:
            for form in ("turtle", "json-ld"):
                found.serialize(format=form)

    times = measure({"bsrgraph": write_ours, "rdflib": write_rdflib}, 3)
    return {name: seconds / len(nodes) for name, seconds in times.items()}


def _read(triples: list[object]) -> Graph:
    return Graph().parse(data=write_description(triples, "x")["x.ttl"], format="turtle")


if __name__ == "__main__":
    main()
