"""Fixtures: the real content, and a small frozen one whose answers were worked out by hand."""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from samples import copy_content
from site_samples import CITATION, ENDPOINT, HOST, write_own

from bsrgraph.answers import Answer
from bsrgraph.content import Content, find_content
from bsrgraph.graph import build_graph, read_corpus
from bsrgraph.publish import write_site
from bsrgraph.store import open_store, run_query, serialize_graph

Run = Callable[[str], Answer]
# A background job of a shell ignores Ctrl-C, and so would the programs that tests interrupt.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def content() -> Content:
    """Give the real content."""
    return find_content()


@pytest.fixture(scope="session")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Content:
    """Give the frozen data with the real ontology and queries; do not write into it."""
    return copy_content(tmp_path_factory.mktemp("frozen") / "content")


@pytest.fixture(scope="session")
def frozen_run(frozen: Content) -> Run:
    """Give a function that runs a query on the frozen data."""
    store = open_store(serialize_graph(build_graph(read_corpus(frozen))))
    return lambda text: run_query(store, text)


@pytest.fixture(scope="session")
def real_run(content: Content) -> Run:
    """Give a function that runs a query on the real data, built anew."""
    store = open_store(serialize_graph(build_graph(read_corpus(content))))
    return lambda text: run_query(store, text)


@pytest.fixture(scope="session")
def frozen_site(frozen: Content, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the site of the frozen data at the usual address; do not write into it."""
    return write_site(frozen, tmp_path_factory.mktemp("site") / "site")


@pytest.fixture(scope="session")
def hosted_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the site of a few rows, of another release, on another host, with an endpoint."""
    content = write_own(tmp_path_factory.mktemp("hosted"))
    (content.root / "CITATION.cff").write_text(CITATION, encoding="utf-8")
    return write_site(content, host=HOST.rstrip("/"), endpoint=ENDPOINT)


@pytest.fixture(scope="session")
def sites(frozen_site: Path, hosted_site: Path) -> dict[str, Path]:
    """Give both sites by name."""
    return {"site": frozen_site, "hosted": hosted_site}
