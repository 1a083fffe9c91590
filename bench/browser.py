"""Measure the graph page beside stock pyvis on the same data: python -m bench.browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from rich.table import Table

from bsrgraph import api
from bsrgraph.network import weigh_network

from .show import open_console, show_machine

if TYPE_CHECKING:
    import networkx as nx
    from playwright.sync_api import Browser

NETWORK = "cluster-country"
CAP = 60  # seconds that a page has to come to rest
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run")
OURS = "bsrgraph"
RESTS: Mapping[str, str] = {
    OURS: """() => new Promise((done) => {
        const look = () => document.documentElement.dataset.ready
            ? done(Number(document.documentElement.dataset.ready)) : setTimeout(look, 5);
        look();
    })""",
    # vis-network says when its nodes have come to rest; its page keeps the drawing as 'network'.
    "pyvis, all in one file": f"""() => new Promise((done) => {{
        setTimeout(() => done(Infinity), {CAP * 1000});
        const rest = () => done(performance.now());
        network.physics.stabilized ? rest() : network.once("stabilized", rest);
    }})""",
}


@dataclass(frozen=True)
class Opening:
    """Hold what opening a page took: bytes of the file, requests for more, milliseconds to rest."""

    bytes: int
    requests: int
    failed: int
    rest: float | None


def main() -> None:
    """Draw the same network both ways, open each offline, and show the table."""
    from playwright.sync_api import sync_playwright

    console = open_console()
    show_machine(console)
    network = api.network(NETWORK)
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        paths = write_pages(network, Path(folder))
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
        openings = {name: open_page(browser, name, path) for name, path in paths.items()}
        browser.close()
    console.print(make_table(network, openings))


def find_chromium() -> str | None:
    """Find the browser that the tests use; None lets playwright take its own."""
    return os.environ.get("BSRGRAPH_CHROMIUM") or shutil.which("chromium")


def write_pages(network: nx.MultiGraph[str], folder: Path) -> dict[str, Path]:
    """Write our page, and pyvis' as it comes, with its scripts inside and with links to them."""
    from pyvis.network import Network  # type: ignore[import-untyped,unused-ignore]

    paths = {OURS: folder / "ours.html"}
    api.draw(network, paths[OURS])
    simple = weigh_network(network)
    for title, scripts in (("pyvis, all in one file", "in_line"), ("pyvis, as it comes", "remote")):
        drawing = Network(cdn_resources=scripts)
        for node, data in simple.nodes(data=True):
            drawing.add_node(node, label=data["name"], title=data["kind"])
        for one, other, data in simple.edges(data=True):
            drawing.add_edge(one, other, value=data["weight"])
        paths[title] = folder / f"{scripts}.html"
        paths[title].write_text(drawing.generate_html(), encoding="utf-8")
    return paths


def open_page(browser: Browser, name: str, path: Path) -> Opening:
    """Open a page with the network off and wait until it has come to rest, if it can at all."""
    page = browser.new_page(viewport={"width": 1400, "height": 900})
    asked: list[Any] = []
    failed: list[Any] = []
    page.on("request", lambda request: asked.append(request))
    page.on("requestfailed", lambda request: failed.append(request))
    page.context.set_offline(True)
    page.goto(path.as_uri(), wait_until="load")
    rest = float(page.evaluate(RESTS[name])) if name in RESTS else None
    page.close()
    return Opening(path.stat().st_size, len(asked) - 1, len(failed), rest)


def make_table(network: nx.MultiGraph[str], openings: Mapping[str, Opening]) -> Table:
    """Set the pages side by side, each figure with its ratio to ours."""
    nodes, links = network.number_of_nodes(), weigh_network(network).number_of_edges()
    table = Table(title=f"{NETWORK}: {nodes} nodes, {links} links, opened offline")
    for column in ("page", "file, kB", "× ours", "requests", "failed", "at rest, s", "× ours"):
        table.add_column(column, justify="left" if column == "page" else "right")
    ours = openings[OURS]
    for name, found in openings.items():
        seconds = spell_rest(found.rest)
        least = min(found.rest or 0, CAP * 1000) / ours.rest if ours.rest else 0
        ratio = f"{'>' if found.rest == float('inf') else ''}{least:.0f}" if least else ""
        table.add_row(
            name, f"{found.bytes / 1000:,.0f}", f"{found.bytes / ours.bytes:.1f}",
            str(found.requests), str(found.failed), seconds, ratio,
        )  # fmt: skip
    return table


def spell_rest(milliseconds: float | None) -> str:
    """Say after how many seconds a page came to rest.

    >>> spell_rest(250.0), spell_rest(float("inf")), spell_rest(None)
    ('0.2', 'moves after 60', 'blank')
    """
    if milliseconds is None:
        return "blank"
    return f"moves after {CAP}" if milliseconds == float("inf") else f"{milliseconds / 1000:.1f}"


if __name__ == "__main__":
    main()
