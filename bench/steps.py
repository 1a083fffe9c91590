"""Time loading a built graph, and the steps of building one."""

from __future__ import annotations

import pyoxigraph as ox
from rdflib import Graph

from bsrgraph.content import compute_digest
from bsrgraph.graph import build_graph, read_corpus
from bsrgraph.store import open_store, serialize_graph
from bsrgraph.validation import check_shapes

from .bodies import Body
from .timing import Job, Times, measure, measure_once

RAW, OURS, RDFLIB = "pyoxigraph Store.load", "bsrgraph open_store", "rdflib Graph.parse"


def time_loading(body: Body, rounds: int) -> tuple[Times, Graph]:
    """Time loading the built Turtle by each engine; gives rdflib's graph as well."""
    memory = Graph()
    once = measure_once(lambda: memory.parse(body.turtle, format="turtle"))
    jobs: dict[str, Job] = {
        RAW: lambda: ox.Store().load(path=str(body.turtle), format=ox.RdfFormat.TURTLE),
        OURS: lambda: open_store(body.turtle),
    }
    return {**measure(jobs, rounds), RDFLIB: once}, memory


def time_building(body: Body) -> Times:
    """Time each step from the sheets to checked Turtle, once."""
    content = body.content
    corpus = read_corpus(content)
    graph = build_graph(corpus)
    return {
        "read ontology, registry and sheets": measure_once(lambda: read_corpus(content)),
        "build the graph": measure_once(lambda: build_graph(corpus)),
        "serialise sorted Turtle": measure_once(lambda: serialize_graph(graph)),
        "hash the inputs": measure_once(lambda: compute_digest(content)),
        "check shapes (SHACL)": measure_once(lambda: check_shapes(content, corpus)),
    }
