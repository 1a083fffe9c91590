"""Place boxes on a grid so that arrows are short, rarely cross, and pass no foreign box."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from math import hypot, log1p
from random import Random

from .arrows import Arrow

Cell = tuple[int, int]
STARTS = 24
_PASS, _CROSS, _UP = 60.0, 9.0, 1.5
# How much of a cell its box takes, from the middle: width, height.
_HALF = (0.36, 0.36)


def place_boxes(names: Sequence[str], arrows: Sequence[Arrow], columns: int) -> dict[str, Cell]:
    """Give each name a cell (column, row): the best of many arrangements, always the same one.

    >>> place_boxes(["a", "b", "c"], [Arrow("a", "b", (("r", 1),))], 3)["a"][1]
    0
    """
    cells = [(c, r) for r in range(-(-len(names) // columns)) for c in range(columns)]
    board = _Board(cells, names, arrows)
    random, found = Random(1), []
    for _ in range(STARTS):
        start = list(range(len(cells)))
        random.shuffle(start)
        found.append(board.improve(start))
    _, best = min(found)
    return {name: cells[best[place]] for place, name in enumerate(names)}


class _Board:
    """Weigh arrangements: a list that gives each name, and each gap after them, its cell."""

    def __init__(self, cells: list[Cell], names: Sequence[str], arrows: Sequence[Arrow]) -> None:
        place = {name: number for number, name in enumerate(names)}
        self.names = len(names)
        self.arrows = [(place[a.source], place[a.target], 1 + log1p(a.number) / 2) for a in arrows]
        pairs = [(a, b) for a in range(len(cells)) for b in range(len(cells)) if a != b]
        self.length = {
            (a, b): hypot(cells[a][0] - cells[b][0], cells[a][1] - cells[b][1])
            + (_UP if cells[b][1] < cells[a][1] else 0)
            for a, b in pairs
        }
        self.passes = {
            (a, b): [n for n, cell in enumerate(cells) if n not in (a, b)
                     and _touches(cells[a], cells[b], cell)]
            for a, b in pairs
        }  # fmt: skip
        self.crosses = {
            (one, two)
            for one, two in combinations(pairs, 2)
            if not {*one} & {*two} and _crosses(*(cells[n] for n in (*one, *two)))
        }

    def improve(self, order: list[int]) -> tuple[float, list[int]]:
        """Swap two cells as long as that makes the arrangement better."""
        cost, better = self.weigh(order), True
        while better:
            better = False
            for one, two in combinations(range(len(order)), 2):
                if one >= self.names:
                    continue
                order[one], order[two] = order[two], order[one]
                new = self.weigh(order)
                if new < cost - 1e-9:
                    cost, better = new, True
                else:
                    order[one], order[two] = order[two], order[one]
        return round(cost, 6), order

    def weigh(self, order: list[int]) -> float:
        """Add up lengths, boxes that are passed, and crossings."""
        taken = set(order[: self.names])
        ways = [(order[s], order[t]) for s, t, _ in self.arrows]
        cost = sum(
            self.length[way] * weight for way, (*_, weight) in zip(ways, self.arrows, strict=True)
        )
        cost += _PASS * sum(cell in taken for way in ways for cell in self.passes[way])
        crossings = sum(
            (one, two) in self.crosses or (two, one) in self.crosses
            for one, two in combinations(ways, 2)
        )
        return cost + _CROSS * crossings


def _touches(start: Cell, end: Cell, cell: Cell) -> bool:
    (x, y), (wide, high) = cell, _HALF
    return clip_segment(start, end, (x - wide, y - high, x + wide, y + high)) is not None


def clip_segment(
    start: tuple[float, float], end: tuple[float, float], box: tuple[float, float, float, float]
) -> tuple[float, float] | None:
    """Give the part of a segment, from 0 to 1, that lies in a box (left, top, right, bottom).

    >>> clip_segment((0, 0), (4, 0), (1, -1, 2, 1))
    (0.25, 0.5)
    >>> clip_segment((0, 0), (4, 0), (1, 1, 2, 2)) is None
    True
    """
    enter, leave = 0.0, 1.0
    for axis in (0, 1):
        low, high, step = box[axis], box[axis + 2], end[axis] - start[axis]
        if step == 0:
            if not low <= start[axis] <= high:
                return None
            continue
        first, last = sorted(((low - start[axis]) / step, (high - start[axis]) / step))
        enter, leave = max(enter, first), min(leave, last)
    return (enter, leave) if enter < leave else None


def _crosses(a: Cell, b: Cell, c: Cell, d: Cell) -> bool:
    def side(p: Cell, q: Cell, r: Cell) -> int:
        turn = (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])
        return (turn > 0) - (turn < 0)

    return side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0
