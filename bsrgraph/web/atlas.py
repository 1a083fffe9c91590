"""Draw countries on a map, with how many clusters each has and how much it shares with others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

from ..layout import pair_weights, project

if TYPE_CHECKING:
    import networkx as nx

FRAME = (-850, -700, 1480, 1330)  # left, top, width, height of what is shown of the map
STRONGEST = 14.0  # the width of the strongest line, in units of the map


@dataclass(frozen=True)
class Country:
    """Hold a country on the map: point, size of its circle, and what it stands for."""

    iri: str
    name: str
    x: float
    y: float
    radius: float
    clusters: int


@dataclass(frozen=True)
class Link:
    """Hold a line between two countries: its ends, its width, and the projects it stands for."""

    start: Country
    end: Country
    width: float
    projects: int


@dataclass(frozen=True)
class Atlas:
    """Hold what the map of the front page shows."""

    countries: tuple[Country, ...]
    links: tuple[Link, ...]
    left_out: int = 0
    frame: tuple[int, int, int, int] = FRAME


def draw_atlas(network: nx.MultiGraph[str], clusters: Mapping[str, int]) -> Atlas:
    """Place the countries of a network that lie on the map; `clusters` counts by their names."""
    countries = {}
    for node in sorted(network):
        data = network.nodes[node]
        if data.get("latitude") is not None:
            x, y = project(data["latitude"], data["longitude"])
            number = clusters.get(data["name"], 0)
            if _is_inside(x, y) and number:
                radius = round(8 + 5.5 * sqrt(number), 1)
                countries[node] = Country(node, data["name"], x, y, radius, number)
    pairs = {p: w for p, w in pair_weights(network).items() if w and set(p) <= set(countries)}
    most = max(pairs.values(), default=1)
    links = [
        Link(countries[one], countries[other], round(STRONGEST * weight / most, 1), weight)
        for (one, other), weight in sorted(pairs.items(), key=lambda pair: pair[1])
        if one != other
    ]
    order = sorted(countries.values(), key=lambda country: (-country.clusters, country.iri))
    return Atlas(tuple(order), tuple(links), len(clusters) - len(order))


def _is_inside(x: float, y: float) -> bool:
    left, top, width, height = FRAME
    return left + 20 < x < left + width - 20 and top + 20 < y < top + height - 20


def count_countries(countries: Mapping[str, str]) -> Counter[str]:
    """Count by country the clusters whose countries stand in one text, parted by '; '.

    >>> count_countries({"a": "Latvia; Estonia", "b": "Latvia"})["Latvia"]
    2
    """
    return Counter(name for text in countries.values() for name in text.split("; ") if name)
