"""Take the way from triples to a weighted NetworkX graph by rival ways, which give one graph."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from time import process_time

import networkx as nx
from rdflib import Graph

from bsrgraph.network import read_network, weigh_network, weigh_rows
from bsrgraph.queries import find_query, parse_query

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
    """Time all ways by turns, and rdflib's self-join, which is slow, once."""
    memory = Graph().parse(body.turtle, format="turtle")
    ways = make_ways(body)
    parts = {
        f"asking {what} alone": partial(_read_rows, body, text)
        for what, text in (
            ("two columns", TWO_COLUMNS),
            (NAME, find_query(body.content, NAME).text),
        )
    }
    # What is loaded by now would else be looked over again and again while others are timed.
    gc.collect()
    gc.freeze()
    seconds = measure({**ways, **parts}, rounds, clock=process_time)
    shapes = {name: measure_shape(way()) for name, way in ways.items()}
    found = bound(partial(_time_self_join, memory), cap)
    gc.unfreeze()
    if found:
        seconds[SELF], shapes[SELF] = found
    return Projection(body.title, seconds, shapes)


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


def _time_self_join(memory: Graph) -> tuple[float, Shape]:
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
