"""Place nodes on a map: near where they are, and none on another.

The map is Lambert's azimuthal equal-area projection around 57° north, 15° east, on a sphere of
6371 km, one unit for two kilometres; `page/outlines.json` is drawn in the same units.
"""

from __future__ import annotations

from math import cos, radians, sin, sqrt
from typing import TYPE_CHECKING

import numpy as np

from .force import pair_weights, separate

if TYPE_CHECKING:
    import networkx as nx

    Point = tuple[float, float]

BOX = (-1080, -860, 1080, 1020)  # left, top, right, bottom of the map
CENTRE = radians(57), radians(15)
RADIUS = 6371 / 2
ROOM = 22.0  # units from one node to the next
EDGE = 24.0  # what lies beyond the map stands this far inside its edge
TURN = 2.399963229728653  # the golden angle: a sunflower's seeds never line up


def project(latitude: float, longitude: float) -> tuple[float, float]:
    """Give the point of the map for a point of the earth; south is positive, as on a screen.

    >>> project(57, 15)
    (0.0, 0.0)
    """
    north, east = radians(latitude), radians(longitude) - CENTRE[1]
    cosine = sin(CENTRE[0]) * sin(north) + cos(CENTRE[0]) * cos(north) * cos(east)
    scale = RADIUS * sqrt(2 / max(1 + cosine, 1e-6))
    x = scale * cos(north) * sin(east)
    y = scale * (cos(CENTRE[0]) * sin(north) - sin(CENTRE[0]) * cos(north) * cos(east))
    return round(x, 1) + 0.0, round(-y, 1) + 0.0


def arrange_on_map(network: nx.MultiGraph[str]) -> dict[str, Point]:
    """Give nodes their points on the map, the same on every run.

    Nodes of one place stand around it like a sunflower's seeds, the place itself and the strongest
    in the middle. What lies beyond the map stands at its edge, in the true direction. A node
    without latitude and longitude stands amid those it is linked to; without any such nowhere.

    >>> import networkx as nx
    >>> network = nx.MultiGraph()
    >>> network.add_node("x", latitude=57, longitude=15)
    >>> arrange_on_map(network)
    {'x': (0.0, 0.0)}
    """
    places: dict[Point, list[str]] = {}
    for node, point in _points(network).items():
        places.setdefault(point, []).append(node)
    strengths = _strengths(network)
    names, points = [], []
    for place, nodes in sorted(places.items()):
        first = sorted(nodes, key=lambda n: (not _is_place(network, n), -strengths[n], n))
        names += first
        points += [sunflower(place, number, ROOM) for number in range(len(first))]
    if not names:
        return {}
    apart = separate(np.array(points) / ROOM, np.ones(len(names)), 60) * ROOM
    found = {name: (x, y) for name, (x, y) in zip(names, apart.tolist(), strict=True)}
    return {name: _rounded(_inside(found[name], 8)) for name in sorted(found)}


def _points(network: nx.MultiGraph[str]) -> dict[str, Point]:
    known = {
        node: _inside(project(network.nodes[node]["latitude"], network.nodes[node]["longitude"]))
        for node in sorted(network)
        if network.nodes[node].get("latitude") is not None
    }
    pairs = list(pair_weights(network))
    while others := _amid(known, pairs):
        known |= others
    return known


def _amid(known: dict[str, Point], pairs: list[tuple[str, str]]) -> dict[str, Point]:
    """Place those that are linked to somebody with a place in the middle of all of these."""
    others: dict[str, list[Point]] = {}
    for one, other in pairs:
        for node, near in ((one, other), (other, one)):
            if node not in known and near in known:
                others.setdefault(node, []).append(known[near])
    return {node: _middle(others[node]) for node in sorted(others)}


def _middle(points: list[Point]) -> Point:
    many = len(points)
    return _rounded((sum(x for x, _ in points) / many, sum(y for _, y in points) / many))


def sunflower(centre: Point, number: int, room: float) -> Point:
    """Give the place of the seed of that number around a centre."""
    reach, turn = room * 0.56 * sqrt(number), number * TURN
    return centre[0] + reach * cos(turn), centre[1] + reach * sin(turn)


def _is_place(network: nx.MultiGraph[str], node: str) -> bool:
    return bool(network.nodes[node].get("kind") == "country")


def _strengths(network: nx.MultiGraph[str]) -> dict[str, int]:
    strengths = dict.fromkeys(network, 0)
    for pair, weight in pair_weights(network).items():
        for node in set(pair):
            strengths[node] += weight
    return strengths


def _inside(point: Point, edge: float = EDGE) -> Point:
    """Pull a point towards the middle of the map until it is inside."""
    left, top, right, bottom = BOX
    x, y = point
    share = max(
        1.0,
        x / (right - edge) if x > 0 else x / (left + edge),
        y / (bottom - edge) if y > 0 else y / (top + edge),
    )
    return x / share, y / share


def _rounded(point: Point) -> Point:
    return round(point[0], 1) + 0.0, round(point[1], 1) + 0.0
