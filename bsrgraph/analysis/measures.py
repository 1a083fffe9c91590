"""List the measures: what each computes, means, reads and how it is scaled."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import networkx as nx
from networkx.algorithms import bipartite

from ..errors import NetworkError
from ..registry import suggest
from .bipartite import measure_by_sides, measure_clustering, measure_nearness
from .brokerage import measure_constraint, measure_ei, measure_role
from .case import DISTANCE, STRENGTH, Case, Values
from .paths import measure_betweenness, measure_closeness, measure_harmonic
from .spectra import measure_eigenvector, measure_pagerank

COUNT = "a count, not scaled"
SHARE = "from 0 to 1"


@dataclass(frozen=True)
class Measure:
    """Hold a measure: how it is computed, what it means, and what it takes a weight for.

    `reads` is "strength", "distance" or "" for none. A `grouped` measure compares groups of nodes,
    a `two_sided` one takes a bipartite network; of a `low_first` one the lowest value ranks first;
    an `own` one asks nothing of NetworkX that a backend could compute.
    """

    compute: Callable[[Case], Values]
    meaning: str
    scale: str = COUNT
    reads: str = ""
    grouped: bool = False
    two_sided: bool = False
    low_first: bool = False
    own: bool = False


def _degree(case: Case) -> Values:
    return {node: float(degree) for node, degree in case.graph.degree()}


def _strength(case: Case) -> Values:
    return {node: float(degree) for node, degree in case.graph.degree(weight=case.weight)}


def _core(case: Case) -> Values:
    return {node: float(core) for node, core in case.call(nx.core_number).items()}


def _clustering(case: Case) -> Values:
    return {node: float(share) for node, share in case.call(nx.clustering).items()}


def _role(role: str, meaning: str) -> Measure:
    words = f"pairs of not linked neighbours, {meaning} (Gould and Fernandez 1989)"
    return Measure(measure_role(role), words, grouped=True, own=True)


def _two_sided(compute: Callable[[Case], Values], meaning: str) -> Measure:
    return Measure(
        compute, meaning, "1 is the most that a node of its side can have", two_sided=True
    )


MEASURES: Mapping[str, Measure] = {
    "degree": Measure(_degree, "the number of neighbours", own=True),
    "strength": Measure(
        _strength, "the sum of the weights of a node's links", "a sum of weights", STRENGTH
    ),
    "betweenness": Measure(
        measure_betweenness,
        "the share of shortest paths between two others that run through a node (Freeman 1977,"
        " computed as Brandes 2001)",
        "by the number of pairs of others",
        DISTANCE,
    ),
    "closeness": Measure(
        measure_closeness,
        "how near the others are that can be reached, scaled by their share of all (Wasserman and"
        " Faust 1994)",
        SHARE,
        DISTANCE,
    ),
    "harmonic": Measure(
        measure_harmonic,
        "the mean of 1 / distance to each other node, 0 for those out of reach: closeness for"
        " networks in several parts (Rochat 2009)",
        "by the number of other nodes",
        DISTANCE,
    ),
    "eigenvector": Measure(
        measure_eigenvector,
        "how well linked a node's neighbours are (Bonacich 1972); defined only in the largest"
        " component",
        "the squares add up to 1",
        STRENGTH,
    ),
    "pagerank": Measure(
        measure_pagerank,
        "the share of time a walker spends at a node who follows links by their weight and jumps"
        " anywhere in 15 of 100 steps (Brin and Page 1998)",
        "all add up to 1",
        STRENGTH,
    ),
    "core": Measure(
        _core,
        "the largest k such that the node is among nodes with k links each to one another"
        " (Seidman 1983)",
    ),
    "clustering": Measure(
        _clustering,
        "the share of pairs of a node's neighbours that are linked (Watts and Strogatz 1998); 0"
        " with fewer than two neighbours",
        SHARE,
    ),
    "constraint": Measure(
        measure_constraint,
        "how far a node's contacts are one another's contacts; low next to structural holes, so the"
        " lowest ranks first (Burt 1992); not defined without a link",
        "not scaled; may exceed 1",
        STRENGTH,
        low_first=True,
    ),
    "brokerage": _role("brokerage", "in all five roles"),
    "coordinator": _role("coordinator", "both of the node's own group"),
    "itinerant": _role("itinerant", "both of one group that is not the node's own"),
    "representative": _role("representative", "the first of the node's own group, the second not"),
    "gatekeeper": _role("gatekeeper", "the second of the node's own group, the first not"),
    "liaison": _role("liaison", "of two groups, neither the node's own"),
    "ei-index": Measure(
        measure_ei,
        "links out of a node's group less those within, by their sum (Krackhardt and Stern 1988);"
        " not defined without a link to a node of known group",
        "from -1, all within, to 1, all out",
        grouped=True,
        own=True,
    ),
    "bipartite-degree": _two_sided(
        measure_by_sides(bipartite.degree_centrality),
        "the share of the nodes of the other side that are neighbours (Borgatti and Everett 1997)",
    ),
    "bipartite-betweenness": _two_sided(
        measure_by_sides(bipartite.betweenness_centrality),
        "the share of shortest paths between two others that run through a node, by the most that a"
        " node of its side can have (Borgatti and Everett 1997)",
    ),
    "bipartite-closeness": _two_sided(
        measure_nearness,
        "how near the others are, by the least distance that a node of its side can have (Borgatti"
        " and Everett 1997); defined only in the largest component",
    ),
    "bipartite-clustering": _two_sided(
        measure_clustering,
        "the mean share of neighbours in common with each node that has any in common (Latapy and"
        " others 2008)",
    ),
}


def find_measure(name: str) -> Measure:
    """Find a measure by name; raises NetworkError that lists them."""
    if name in MEASURES:
        return MEASURES[name]
    near = suggest(name, MEASURES, least=50)
    hint = f"did you mean '{near}'? " if near else ""
    raise NetworkError(f"no measure '{name}'; {hint}There are {', '.join(MEASURES)}")
