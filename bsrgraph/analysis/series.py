"""Follow a network over time: who enters, returns, stays and leaves, and measures by slice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import networkx as nx

from ..answers import shorten
from ..errors import NetworkError
from .bipartite import find_side
from .card import name_graph, name_network
from .corrections import round_off
from .measures import find_measure
from .ranking import rank_nodes, simplify
from .rows import Rows
from .slices import Cut, Slice, cut_network

TURNOVER = (
    "slice",
    "sliceName",
    "nodes",
    "links",
    "density",
    "entered",
    "returned",
    "stayed",
    "left",
    "notSeenAgain",
)
MOVES = ("slice", "sliceName", "move", "node", "name", "kind", "seenAgain")
NODE = ("node", "name", "kind")
ABSENT = "absent: not in the sources read; that is no proof that there was nothing"


@dataclass(frozen=True)
class Series(Rows):
    """Hold what was found in each slice of a network, with a card that says what that means.

    `slices` are the names of the slices in the order of time, `word` says what each is, `counted`
    what links run through. With a `measure`, rows are nodes and have a column for each slice.
    """

    network: str
    word: str
    counted: str
    slices: tuple[str, ...]
    card: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    measure: str = ""


@dataclass(frozen=True)
class Moves:
    """Hold the nodes of a slice by how they came into it, and those that left."""

    entered: frozenset[str]
    returned: frozenset[str]
    stayed: frozenset[str]
    left: frozenset[str]
    lost: frozenset[str]


def follow_network(network: nx.MultiGraph[str], by: str = "year") -> Series:
    """Count nodes and links of each slice, and who enters, returns, stays and leaves.

    A node is in a slice if it has a link in it. Raises NetworkError for slices that are not there.
    """
    cut = cut_network(network, by)
    side = _find_side(network)
    rows = []
    for part, moves in zip(cut.slices, trace_moves(cut.slices), strict=True):
        graph = simplify(part.network)
        density = _measure_density(graph, side)
        counts = (len(moves.entered), len(moves.returned), len(moves.stayed), len(moves.left))
        size = (len(graph), graph.number_of_edges(), density)
        rows.append((part.key, part.name, *size, *counts, len(moves.lost)))
    pairs = "a node of each side" if side else "nodes"
    more = (*_explain(cut), f"density: the share of pairs of {pairs} in the slice that are linked")
    return _make(network, cut, more, TURNOVER, rows)


def follow_nodes(network: nx.MultiGraph[str], by: str = "year") -> Series:
    """Name who enters, returns, stays and leaves in each slice; raises NetworkError as above."""
    cut = cut_network(network, by)
    rows = []
    for part, moves in zip(cut.slices, trace_moves(cut.slices), strict=True):
        for move in ("entered", "returned", "stayed", "left"):
            named = [_describe(network, node) for node in getattr(moves, move)]
            for node, name, kind in sorted(named, key=lambda row: (row[1], row[0])):
                again = "" if move != "left" else "not known" if node in moves.lost else "yes"
                rows.append((part.key, part.name, move, node, name, kind, again))
    return _make(network, cut, _explain(cut), MOVES, rows)


def follow_measure(network: nx.MultiGraph[str], by: str, measure: str) -> Series:
    """Measure the nodes of each slice as a network of its own; raises NetworkError as rank does.

    Nodes in most slices come first, of those the ones with the highest value, or with the lowest
    where that ranks first.
    """
    whole = rank_nodes(network, measure)
    cut = cut_network(network, by)
    values = [_measure_slice(part, measure) for part in cut.slices]
    sign = 1 if find_measure(measure).low_first else -1

    def place(node: str) -> tuple[Any, ...]:
        slices = sum(node in part.network for part in cut.slices)
        found = [sign * v[node] for v in values if node in v]
        return (-slices, not found, min(found, default=0), _describe(network, node)[1], node)

    nodes = {node for part in cut.slices for node in part.network}
    rows = [
        (*_describe(network, node), *(v.get(node) for v in values))
        for node in sorted(nodes, key=place)
    ]
    card = (
        *(line for line in whole.card if line.startswith((f"{measure}:", "weight:"))),
        "values: of each slice as a network of its own; its size differs from slice to slice",
        "no value: the node has no link in the slice, or the measure is not defined there",
        "order: nodes in most slices first, then by their best value in any",
    )
    return _make(network, cut, card, (*NODE, *_label(cut.slices)), rows, measure)


def trace_moves(slices: Sequence[Slice]) -> Iterator[Moves]:
    """Tell for each slice who is in it for the first time, again, still, and who is no more."""
    held = [frozenset(part.network) for part in slices]
    before: frozenset[str] = frozenset()
    ever: frozenset[str] = frozenset()
    for place, here in enumerate(held):
        later = frozenset[str]().union(*held[place:])
        yield Moves(
            entered=here - ever,
            returned=(here & ever) - before,
            stayed=here & before,
            left=before - here,
            lost=before - later,
        )
        before, ever = here, ever | here


def _measure_slice(part: Slice, measure: str) -> dict[str, float]:
    """Measure a slice; where the measure says nothing of it, no node has a value."""
    with suppress(NetworkError):
        ranking = rank_nodes(part.network, measure)
        return {row["node"]: row["value"] for row in ranking if row["value"] is not None}
    return {}


def _find_side(network: nx.MultiGraph[str]) -> set[str]:
    """Give one side of a network that has two, and no node of another."""
    with suppress(NetworkError):
        return find_side(simplify(network))
    return set()


def _measure_density(graph: nx.Graph[str], side: set[str]) -> float | None:
    """Give links by pairs that could be linked, to 12 significant digits; None without a pair."""
    nodes, one = len(graph), len(side & set(graph))
    pairs = one * (nodes - one) if side else nodes * (nodes - 1) // (2 - graph.is_directed())
    return round_off(graph.number_of_edges() / pairs) if pairs else None


def _describe(network: nx.MultiGraph[str], node: str) -> tuple[str, str, str]:
    data = network.nodes[node]
    return node, str(data["name"]), str(data["kind"])


def _label(slices: Sequence[Slice]) -> list[str]:
    """Give each slice a column of its own: its name, or with its id where names are the same."""
    taken = [*NODE, *(part.name for part in slices)]
    return [
        part.name if taken.count(part.name) == 1 else f"{part.name} ({shorten(part.key)})"
        for part in slices
    ]


def _explain(cut: Cut) -> tuple[str, ...]:
    last = cut.slices[-1].name if cut.slices else "none"
    return (
        f"in a slice: who has a link in it. Entered: in no earlier {cut.word} that"
        " is known, so all of the first; returned: in an earlier one, not in the one before;"
        " stayed: in the one before; left: in the one before, not in this",
        f"not seen again: left, and in no later {cut.word} up to the last, {last}",
    )


def _make(
    network: nx.MultiGraph[str],
    cut: Cut,
    card: Sequence[str],
    columns: tuple[str, ...],
    rows: Sequence[tuple[Any, ...]],
    measure: str = "",
) -> Series:
    """Make the series, with what every card begins and ends with."""
    name = str(network.graph.get("name", ""))
    whole = (name_network(network)[0], *cut.card, *card, ABSENT, *name_graph(network))
    names = tuple(part.name for part in cut.slices)
    return Series(name, cut.word, cut.counted, names, whole, columns, tuple(rows), measure)
