"""Place the nodes of a network on a plane by the forces of its links.

A force layout of rustworkx from a fixed seed, part by part, then nodes pushed off each other and
the parts set side by side. Lengths are in cells, the room one node and its label need, until the
last step.
"""

from __future__ import annotations

from math import ceil, sqrt
from typing import TYPE_CHECKING

import numpy as np
import rustworkx as rx
from numpy.typing import NDArray

if TYPE_CHECKING:
    import networkx as nx

    Positions = NDArray[np.float64]  # a row for each node: x, y
    Lengths = NDArray[np.float64]

CELL = (110.0, 90.0)  # wider than high, because labels are
SEED = 2016
STEPS = 500  # below about 300 hubs still drift; each costs the square of the nodes
PATIENCE = 100_000  # nodes times steps: what 2,000 nodes may cost, in about a second
SPREAD = 1.5  # cells between neighbours before pushing; less tangles, more leaves the page empty
WIDEST = 3.0  # cells; more would scatter the neighbours of a hub
CONTEXT_PULL = 0.3  # a cluster leans towards its own country, but partners decide


def arrange(network: nx.MultiGraph[str]) -> dict[str, tuple[float, float]]:
    """Give every node a position, the same on every run.

    Positions are in drawing units (about pixels at zoom 1), rounded to 0.1 and centred on (0, 0);
    no two nodes are nearer than about one label. Order of nodes and edges does not matter.

    >>> import networkx as nx
    >>> network = nx.MultiGraph()
    >>> _ = network.add_edge("a", "b", key=("works with", "project"), via="project")
    >>> arrange(network) == {"a": (x := arrange(network)["a"]), "b": (-x[0], -x[1])}
    True
    """
    names = sorted(network)
    graph = _graph(names, pair_weights(network))
    parts = sorted((sorted(part) for part in rx.connected_components(graph)), key=_largest_first)
    placed = _pack([_place(graph, part) for part in parts])
    return {
        names[node]: (_rounded(x), _rounded(y))
        for part, positions in zip(parts, placed, strict=True)
        for node, (x, y) in zip(part, positions.tolist(), strict=True)
    }


def pair_weights(network: nx.MultiGraph[str]) -> dict[tuple[str, str], int]:
    """Count the distinct `via` of each linked pair; 0 where all its edges are context.

    A pair is sorted, so both directions of a MultiDiGraph count together.

    >>> import networkx as nx
    >>> network = nx.MultiGraph()
    >>> _ = network.add_edge("b", "a", key=("works with", "project"), via="project")
    >>> _ = network.add_edge("a", "b", key=("located in", ""), via="")
    >>> pair_weights(network)
    {('a', 'b'): 1}
    """
    vias: dict[tuple[str, str], set[str]] = {}
    for one, other, via in network.edges(data="via", default=""):
        pair = (one, other) if one <= other else (other, one)
        vias.setdefault(pair, set()).update({via} if via else ())
    return {pair: len(vias[pair]) for pair in sorted(vias)}


def _graph(names: list[str], weights: dict[tuple[str, str], int]) -> rx.PyGraph[str, float]:
    graph: rx.PyGraph[str, float] = rx.PyGraph()
    graph.add_nodes_from(names)
    number = {name: index for index, name in enumerate(names)}
    graph.add_edges_from(
        [
            (number[one], number[other], weight or CONTEXT_PULL)
            for (one, other), weight in weights.items()
            if one != other
        ]
    )
    return graph


def _largest_first(part: list[int]) -> tuple[int, list[int]]:
    return -len(part), part


def _place(graph: rx.PyGraph[str, float], part: list[int]) -> Positions:
    """Lay out one connected part, in cells, its lower corner at (0, 0)."""
    steps = max(50, min(STEPS, PATIENCE // len(part)))
    found = rx.spring_layout(
        graph.subgraph(part), num_iter=steps, weight_fn=float, seed=SEED, scale=1
    )
    positions = np.array([found[index] for index in range(len(part))], dtype=np.float64)
    positions *= SPREAD * sqrt(len(part)) / 2
    positions = separate(positions, _rooms(graph, part))
    positions -= positions.min(axis=0)
    return positions


def _rooms(graph: rx.PyGraph[str, float], part: list[int]) -> Lengths:
    """Say how wide each node's place is, in cells: hubs get more, else they heap in the middle."""
    degrees = np.array([graph.degree(node) for node in part], dtype=np.float64)
    rooms: Lengths = np.clip(np.sqrt(degrees) / 2, 1, WIDEST)
    return rooms


def separate(positions: Positions, rooms: Lengths, rounds: int = 200) -> Positions:
    """Push nodes apart until their places do not overlap, or the rounds are over."""
    for _ in range(rounds):
        order = np.argsort(positions[:, 0], kind="stable")
        pushes = _pushes(positions[order], rooms[order])
        if not pushes.any():
            break
        positions[order] += pushes
    return positions


def _pushes(positions: Positions, rooms: Lengths) -> Positions:
    """Sum, for nodes sorted by x, what each is pushed by the nodes that reach into its place."""
    pushes = np.zeros_like(positions)
    widest = rooms.max()
    for step in range(1, len(positions)):
        apart = positions[step:] - positions[:-step]
        # Only neighbours in the order of x can be near: no need for all pairs.
        if apart[:, 0].min() >= widest:
            break
        wanted = (rooms[step:] + rooms[:-step]) / 2
        near = np.flatnonzero((apart[:, 0] < wanted) & (np.abs(apart[:, 1]) < wanted))
        push = _push(apart[near], wanted[near], step)
        pushes[near + step] += push
        pushes[near] -= push
    return pushes


def _push(apart: Positions, wanted: Lengths, step: int) -> Positions:
    # sqrt, unlike hypot, is rounded alike on every machine.
    distance = np.sqrt(apart[:, 0] * apart[:, 0] + apart[:, 1] * apart[:, 1])
    met = distance == 0
    way = np.where(met[:, None], [1.0, float(step)], apart)
    length = np.where(met, sqrt(1 + step * step), distance)
    lack = np.where(distance < wanted, (wanted - distance) / 2 + 0.001, 0)
    push: Positions = way * (lack / length)[:, None]
    return push


def _pack(parts: list[Positions]) -> list[Positions]:
    """Set parts beside each other in rows, one cell between them, in drawing units."""
    sizes = [np.ceil(part.max(axis=0)) + 1 for part in parts]
    area = sum(float(width * height) for width, height in sizes)
    widest = max((float(width) for width, _ in sizes), default=0)
    limit = max(widest, ceil(1.2 * sqrt(area)))
    corners = _corners([(float(width), float(height)) for width, height in sizes], limit)
    moved = [part + corner for part, corner in zip(parts, corners, strict=True)]
    return _centre([part * CELL for part in moved])


def _corners(sizes: list[tuple[float, float]], limit: float) -> list[tuple[float, float]]:
    corners = []
    x = y = row = 0.0
    for width, height in sizes:
        if x and x + width > limit:
            x, y, row = 0.0, y + row, 0.0
        corners.append((x, y))
        x, row = x + width, max(row, height)
    return corners


def _centre(parts: list[Positions]) -> list[Positions]:
    if not parts:
        return []
    everything = np.concatenate(parts)
    middle = (everything.min(axis=0) + everything.max(axis=0)) / 2
    return [part - middle for part in parts]


def _rounded(length: float) -> float:
    return round(length, 1) + 0.0  # adding 0.0 turns -0.0, which prints differently, into 0.0
