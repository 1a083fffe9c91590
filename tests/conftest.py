"""Fixtures: the real content, and a small frozen one whose answers were worked out by hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from samples import copy_content

from bsrgraph.answers import Answer
from bsrgraph.content import Content, find_content
from bsrgraph.graph import build_graph, read_corpus
from bsrgraph.store import open_store, run_query, serialize_graph

Run = Callable[[str], Answer]


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
