"""Prepare the bodies of content to measure on: a copy of the real one, and the generated one."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from bsrgraph.answers import Answer
from bsrgraph.content import PACKAGE, STAMP, Content, compute_digest, find_content
from bsrgraph.graph import build_graph, read_corpus
from bsrgraph.store import open_store, run_query, serialize_graph

from .generator import EXAMPLES, PROJECTS, write_content


@dataclass(frozen=True)
class Body:
    """Hold one body of content, built, with its store and parameters that have an answer."""

    name: str
    content: Content
    store: ox.Store
    examples: dict[str, str]

    @property
    def turtle(self) -> Path:
        """Give the built graph."""
        return self.content.built / "bsr.ttl"

    @property
    def title(self) -> str:
        """Name the body with its size."""
        return f"{self.name}, {len(self.store):,} triples"

    def run(self, text: str) -> Answer:
        """Run a query as `bsrgraph.ask` runs those of the catalogue."""
        return run_query(self.store, text)


def copy_real(folder: Path) -> Body:
    """Copy the content of the checkout, so that work on it does not disturb, and build it."""
    for name in ("ontology", "data", "queries"):
        shutil.copytree(find_content().root / name, folder / name)
    return _build("real content", Content(folder), {})


def generate(folder: Path, projects: int = PROJECTS) -> Body:
    """Generate content and build it."""
    content = write_content(folder, find_content(), projects=projects)
    return _build("generated content", content, EXAMPLES)


def _build(name: str, content: Content, examples: dict[str, str]) -> Body:
    """Build the graph beside a copy of the package, as a whole installation of its own."""
    shutil.copytree(PACKAGE, content.root / "bsrgraph", ignore=shutil.ignore_patterns("share"))
    graph = build_graph(read_corpus(content))
    turtle = serialize_graph(graph, stamp=STAMP + compute_digest(content))
    content.built.mkdir()
    (content.built / "bsr.ttl").write_bytes(turtle)
    return Body(name, content, open_store(turtle), examples)
