"""Measure how soon the SPARQL page can be asked, and its questions: python -m bench.sparql."""

from __future__ import annotations

import argparse
import threading
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from rich.table import Table

from bsrgraph.content import Content, find_content
from bsrgraph.edition import read_edition
from bsrgraph.graph import build_graph, read_corpus
from bsrgraph.serving import HERE, Handler, Server
from bsrgraph.store import serialize_graph
from bsrgraph.web import Frame
from bsrgraph.web.sparql import write_sparql
from bsrgraph.writing import compress

from .browser import FLAGS, find_chromium
from .generator import write_content
from .show import open_console, show_machine

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

QUESTIONS = ("clusters-of-country", "country-pairs", "conflicts", "size")
READY = "() => Number(document.documentElement.dataset.ready)"
MINUTES = 5


@dataclass(frozen=True)
class Visit:
    """Hold what a visit took, in milliseconds: until the page could be asked, and each question."""

    triples: int
    bytes: int
    ready: float
    asked: tuple[float, ...]


def main() -> None:
    """Write graphs of growing size, visit the page of each, and show the table."""
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--projects", type=int, nargs="*", default=[400, 4200])
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    console = open_console()
    show_machine(console)
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
        origin = find_content()
        sizes = {"real": origin}
        for projects in options.projects:
            made = Path(folder) / f"content-{projects}"
            sizes[f"{projects} projects"] = write_content(made, origin, projects=projects)
        visits = {
            name: measure(browser, content, Path(folder) / f"site-{name}", options.rounds)
            for name, content in sizes.items()
        }
        browser.close()
    console.print(make_table(visits))


def measure(browser: Browser, content: Content, site: Path, rounds: int) -> Visit:
    """Write page and graph, and visit them several times; medians."""
    turtle = serialize_graph(build_graph(read_corpus(content)))
    files = write_sparql(content, Frame(read_edition(find_content()), ("sparql",)))
    files["data/bsrgraph.ttl.gz"] = compress(turtle)
    for name, data in files.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_bytes(data)
    with Server((HERE, 0), partial(Handler, site.resolve())) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"{server.address}sparql/index.html"
        found = [visit(browser, address) for _ in range(rounds)]
        server.shutdown()
    asked = tuple(median(times) for times in zip(*(times for _, _, times in found), strict=True))
    ready = median(time for time, _, _ in found)
    return Visit(found[0][1], len(files["data/bsrgraph.ttl.gz"]), ready, asked)


def visit(browser: Browser, address: str) -> tuple[float, int, tuple[float, ...]]:
    """Open the page in a browser that has seen nothing, and ask each question by its button."""
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(MINUTES * 60_000)
    page.goto(address)
    page.wait_for_selector("html[data-ready]")
    ready = page.evaluate(READY)
    triples = int("".join(c for c in page.inner_text("#status") if c.isdigit()))
    times = tuple(ask(page, name) for name in QUESTIONS)
    context.close()
    return ready, triples, times


def ask(page: Page, name: str) -> float:
    """Ask a question and read off what it took."""
    page.click(f".choice a[data-name='{name}']")
    page.click("#run")
    page.wait_for_selector("#answer:not([hidden])")
    return float(page.inner_text("#count").split("·")[1].removesuffix("ms").replace(",", ""))


def make_table(visits: dict[str, Visit]) -> Table:
    """Lay the visits out, a graph in each row."""
    table = Table(title="The SPARQL page, milliseconds")
    for column in ("graph", "triples", "MB, gzip", "ready", *QUESTIONS):
        table.add_column(column, justify="left" if column == "graph" else "right")
    for name, seen in visits.items():
        times = (f"{time:,.0f}" for time in (seen.ready, *seen.asked))
        table.add_row(name, f"{seen.triples:,}", f"{seen.bytes / 1e6:.1f}", *times)
    return table


if __name__ == "__main__":
    main()
