"""Place a network too large for a force layout: its groups by force, members around the middle."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np

from .force import CELL, arrange, pair_weights, separate
from .places import sunflower

if TYPE_CHECKING:
    from collections.abc import Mapping

    Point = tuple[float, float]

FEW = 2000  # nodes: up to here a force layout takes about a second, and a picture can be read
ROOM = 40.0  # units from one member to the next


def group_nodes(network: nx.MultiGraph[str]) -> tuple[str, dict[str, str]]:
    """Say by what a network is best folded, country, sector or kind, and the group of each node.

    >>> network = nx.MultiGraph()
    >>> network.add_node("a", country="Latvia")
    >>> group_nodes(network)
    ('country', {'a': 'Latvia'})
    """
    for name, group in (("country", _country), ("sector", _sector)):
        groups = {node: group(network.nodes[node]) for node in sorted(network)}
        if groups and 2 * sum(map(bool, groups.values())) >= len(groups):
            return name, groups
    return "kind", {node: network.nodes[node].get("kind") or "" for node in sorted(network)}


def _country(data: Mapping[str, Any]) -> str:
    own = data.get("name") if data.get("kind") == "country" else ""
    return own or data.get("country") or ""


def _sector(data: Mapping[str, Any]) -> str:
    sectors = data.get("fields") or data.get("sectors") or ("",)
    return str(sectors[0])


def arrange_groups(network: nx.MultiGraph[str]) -> dict[str, Point]:
    """Give every node a position near the others of its group, the same on every run."""
    _, groups = group_nodes(network)
    weights = pair_weights(network)
    members: dict[str, list[str]] = {}
    for node, group in groups.items():
        members.setdefault(group, []).append(node)
    centres = _place(members, _bundle(groups, weights))
    strengths: dict[str, int] = dict.fromkeys(groups, 0)
    for pair, weight in weights.items():
        for node in pair:
            strengths[node] += weight
    return {
        node: (round(x, 1) + 0.0, round(y, 1) + 0.0)
        for group in sorted(members)
        for number, node in enumerate(sorted(members[group], key=lambda n: (-strengths[n], n)))
        for x, y in [sunflower(centres[group], number, ROOM)]
    }


def _bundle(
    groups: Mapping[str, str], weights: Mapping[tuple[str, str], int]
) -> nx.MultiGraph[str]:
    """Link groups whose members are linked."""
    bundle: nx.MultiGraph[str] = nx.MultiGraph()
    bundle.add_nodes_from(sorted(set(groups.values())))
    for one, other in weights:
        first, last = sorted((groups[one], groups[other]))
        if first != last:
            bundle.add_edge(first, last, key=0, via=f"{first} {last}")
    return bundle


def _place(members: Mapping[str, list[str]], bundle: nx.MultiGraph[str]) -> dict[str, Point]:
    names = sorted(members)
    found = arrange(bundle)
    rooms = np.array([ROOM * (1.3 * sqrt(len(members[name])) + 3) for name in names])
    points = np.array([found[name] for name in names]) / CELL * float(np.median(rooms))
    apart = separate(points, rooms, 400)
    return {name: (x, y) for name, (x, y) in zip(names, apart.tolist(), strict=True)}
