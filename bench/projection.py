"""Take the way from triples to a weighted NetworkX graph by rival ways, which give one graph."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import process_time

import networkx as nx
from rdflib import Graph

from bsrgraph.content import Content
from bsrgraph.network import read_network, weigh_network, weigh_rows
from bsrgraph.queries import find_query, parse_query
from bsrgraph.store import open_store

from .bodies import Body
from .timing import Times, bound, measure, measure_once

NAME = "cluster-cluster"
PREFIX = "PREFIX bsr: <https://w3id.org/bsrgraph/ontology#>"
TWO_COLUMNS = f"""{PREFIX}
SELECT ?node ?via WHERE {{ ?node a bsr:ClusterOrganisation . ?via bsr:partner ?node }}"""
# EXISTS, as rdflib would else pair all clusters before it looks at what they share.
SELF_JOIN = f"""{PREFIX}
SELECT ?one ?other (COUNT(DISTINCT ?via) AS ?weight) WHERE {{
  ?via bsr:partner ?one , ?other .
  FILTER(STR(?one) < STR(?other))
  FILTER EXISTS {{ ?one a bsr:ClusterOrganisation }}
  FILTER EXISTS {{ ?other a bsr:ClusterOrganisation }}
}} GROUP BY ?one ?other"""
BARE, OURS, SELF = "NetworkX, of a finished list", "two columns to weights", "rdflib, self-join"
Shape = tuple[int, int, int]
Way = Callable[[], nx.Graph]


@dataclass(frozen=True)
class Projection:
    """Hold what each way took on a body of content, and the shapes of the graphs they gave."""

    title: str
    seconds: Times
    shapes: dict[str, Shape]

    @property
    def agree(self) -> bool:
        """Say whether all ways gave as many linked nodes, links and shared projects."""
        return len(set(self.shapes.values())) == 1


def project(body: Body, cap: float, rounds: int) -> Projection:
    """Time the ways in a process that holds nothing but the loaded store, as a user's does."""
    command = [sys.executable, "-m", "bench.projection", str(body.content.root)]
    done = subprocess.run(
        [*command, str(cap), str(rounds)], check=True, stdout=subprocess.PIPE, text=True
    )
    seconds, shapes = json.loads(done.stdout)
    return Projection(body.title, seconds, {way: tuple(shape) for way, shape in shapes.items()})


def main() -> None:
    """Print seconds and shapes as JSON."""
    root, cap, rounds = sys.argv[1:]
    content = Content(Path(root))
    body = Body("", content, open_store(content.built / "bsr.ttl"), {})
    print(json.dumps(time_ways(body, float(cap), int(rounds))))


def time_ways(body: Body, cap: float, rounds: int) -> tuple[Times, dict[str, Shape]]:
    """Time all ways by turns, and rdflib's self-join, which is slow, once."""
    ways = make_ways(body)
    parts = {
        f"asking {what} alone": partial(_read_rows, body, text)
        for what, text in (
            ("two columns", TWO_COLUMNS),
            (NAME, find_query(body.content, NAME).text),
        )
    }
    seconds = measure({**ways, **parts}, rounds, clock=process_time)
    shapes = {name: measure_shape(way()) for name, way in ways.items()}
    if found := bound(partial(_time_self_join, body.turtle), cap):
        seconds[SELF], shapes[SELF] = found
    return seconds, shapes


def make_ways(body: Body) -> dict[str, Way]:
    """Make the ways from our store, and NetworkX alone on the list of links that they find."""
    query, short = find_query(body.content, NAME), parse_query("two columns", TWO_COLUMNS)
    links = list(weigh_rows(short, body.run(TWO_COLUMNS)).edges(data="weight"))
    return {
        BARE: lambda: _build(links),
        OURS: lambda: weigh_rows(short, body.run(TWO_COLUMNS)),
        f"{NAME} to weights": lambda: weigh_rows(query, body.run(query.text)),
        f"{NAME} to all edges to weights": lambda: weigh_network(
            read_network(query, body.run(query.text))
        ),
    }


def _build(links: Iterable[tuple[str, str, int]]) -> nx.Graph[str]:
    graph: nx.Graph[str] = nx.Graph()
    graph.add_weighted_edges_from(links)
    return graph


def _read_rows(body: Body, text: str) -> int:
    return len(body.run(text))


def _time_self_join(turtle: Path) -> tuple[float, Shape]:
    """Load the graph, which takes no part in the time, and join."""
    memory = Graph().parse(turtle, format="turtle")
    found: list[nx.Graph[str]] = []
    seconds = measure_once(lambda: found.append(_join(memory)), process_time)
    return seconds, measure_shape(found[0])


def _join(memory: Graph) -> nx.Graph[str]:
    rows = memory.query(SELF_JOIN)
    return _build((str(one), str(other), int(weight)) for one, other, weight in rows)


def measure_shape(graph: nx.Graph[str]) -> Shape:
    """Count linked nodes, links and shared projects."""
    linked = sum(1 for _, degree in graph.degree() if degree)
    return linked, graph.number_of_edges(), sum(w for *_, w in graph.edges(data="weight"))


if __name__ == "__main__":
    main()
