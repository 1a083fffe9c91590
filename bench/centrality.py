"""Time measures by plain NetworkX and by bsrgraph, in a process with so many threads."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from functools import partial
from importlib.util import find_spec
from random import Random
from typing import Any

import networkx as nx

from bsrgraph.analysis import MEASURES
from bsrgraph.analysis.case import DISTANCE, Case, choose_weight

from .timing import measure

SEED = 20161230
LINKS = (1_000, 10_000)
EACH = 5  # links that a new node of the generated network brings
LONG = 20.0
THREADS = ("RAYON_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
PLAIN, OURS, IGRAPH = "NetworkX", "bsrgraph", "igraph"
Values = Mapping[Any, float]


@dataclass(frozen=True)
class Timing:
    """Hold what a measure took by each library, and how far our values lie from NetworkX's."""

    measure: str
    links: int
    seconds: dict[str, float]
    difference: float


def run_with(threads: int, rounds: int) -> list[Timing]:
    """Time all measures in a process of their own, whose libraries use so many threads."""
    limits = dict.fromkeys(THREADS, str(threads))
    command = [sys.executable, "-m", "bench.centrality", str(rounds)]
    done = subprocess.run(
        command, env={**os.environ, **limits}, check=True, stdout=subprocess.PIPE, text=True
    )
    return [Timing(**found) for found in json.loads(done.stdout)]


def main() -> None:
    """Print timings as JSON."""
    rounds = int(sys.argv[1])
    print(json.dumps([asdict(t) for links in LINKS for t in time_measures(links, rounds)]))


def time_measures(links: int, rounds: int) -> list[Timing]:
    """Time each measure by turns on one network."""
    graph = generate(links)
    return [time_measure(name, graph, ways, rounds) for name, ways in make_ways(graph).items()]


def generate(links: int) -> nx.Graph[str]:
    """Grow a connected network with few well-linked nodes (Barabási and Albert 1999), seeded."""
    grown = nx.barabasi_albert_graph(links // EACH + EACH, EACH, seed=SEED)
    random = Random(SEED)
    graph: nx.Graph[str] = nx.relabel_nodes(grown, {n: f"node-{n:06}" for n in grown})
    for *_, data in graph.edges(data=True):
        data["weight"] = random.choice((1, 1, 1, 2, 2, 3, 4))
    return graph


def make_ways(graph: nx.Graph[str]) -> dict[str, dict[str, Callable[[], Values]]]:
    """Pair what NetworkX computes, as exactly as we do, with what `rank` computes."""
    far, attribute, _ = choose_weight(graph, "betweenness", DISTANCE, "inverse")
    exact: dict[str, Any] = {"weight": "weight", "tol": 1e-12, "max_iter": 10_000}
    plain: dict[str, tuple[Callable[[], Values], Case]] = {
        "betweenness": (partial(nx.betweenness_centrality, graph), Case(graph)),
        "betweenness, weighted": (
            partial(nx.betweenness_centrality, far, weight=attribute),
            Case(far, attribute),
        ),
        "closeness": (partial(nx.closeness_centrality, graph), Case(graph)),
        "harmonic": (partial(_average_harmonic, graph), Case(graph)),
        "eigenvector": (partial(nx.eigenvector_centrality, graph, **exact), Case(graph, "weight")),
        "pagerank": (partial(nx.pagerank, graph, **exact), Case(graph, "weight")),
    }
    return {
        name: {
            PLAIN: theirs,
            OURS: partial(MEASURES[name.partition(",")[0]].compute, case),
            **_add_igraph(name, case),
        }
        for name, (theirs, case) in plain.items()
    }


def _average_harmonic(graph: nx.Graph[str]) -> Values:
    """NetworkX adds up; a mean is what can be compared between networks."""
    return {n: value / (len(graph) - 1) for n, value in nx.harmonic_centrality(graph).items()}


def _add_igraph(name: str, case: Case) -> dict[str, Callable[[], Values]]:
    """Add igraph where it is installed: it is fast, and GPL, so that we do not build on it."""
    if find_spec("igraph") is None:
        return {}
    import igraph

    options = {"weights": case.weight} if case.weight else {}
    calls = {"harmonic": "harmonic_centrality", "eigenvector": "eigenvector_centrality"}
    call = calls.get(name, name.partition(",")[0])
    return {IGRAPH: lambda: getattr(igraph.Graph.from_networkx(case.graph), call)(**options)}


def time_measure(
    name: str, graph: nx.Graph[str], ways: Mapping[str, Callable[[], Values]], rounds: int
) -> Timing:
    """Time one measure, and compare the values that were found last."""
    values: dict[str, Values] = {}

    def keep(way: str) -> None:
        values[way] = ways[way]()

    seconds = measure({way: partial(keep, way) for way in ways}, rounds, LONG)
    difference = max(abs(values[PLAIN][n] - values[OURS][n]) for n in graph)
    return Timing(name, graph.number_of_edges(), seconds, difference)


if __name__ == "__main__":
    main()
