"""Lead arrows from box to box around all others, and find each label a free place on its arrow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import hypot, log10

from .arrows import Arrow
from .shapes import Area, Point, Words, bend, spell_points

LINE = 15.0
STEPS = 40
NOWHERE = Area(0, 0, 0, 0)
_HEAD, _MARGIN, _ROUNDS = 9.0, 5.0, 3
_BOWS = (0, 40, -40, 70, -70, 100, -100, 130, -130, 170, -170, 210, -210, 260, -260)
_PARTS = (0.5, 0.45, 0.55, 0.4, 0.6, 0.35, 0.65, 0.3, 0.7, 0.25, 0.75, 0.2, 0.8)


@dataclass(frozen=True)
class Route:
    """Hold the curve of an arrow from border to border, and its label."""

    arrow: Arrow
    start: Point
    bow: Point
    end: Point
    label: Area = NOWHERE
    words: tuple[Words, ...] = ()

    @cached_property
    def points(self) -> tuple[Point, ...]:
        """List points along the curve."""
        return tuple(bend(self.start, self.bow, self.end, n / STEPS) for n in range(STEPS + 1))

    @cached_property
    def bounds(self) -> Area:
        """Give the area that the curve takes, a little larger."""
        (left, top), (right, bottom) = (
            [pick(values) for values in zip(*self.points, strict=True)] for pick in (min, max)
        )
        return Area(left, top, right - left, bottom - top).grow(1)

    @property
    def path(self) -> str:
        """Write the curve for SVG."""
        return f"M{spell_points([self.start])} Q{spell_points([self.bow, self.end])}"

    @property
    def head(self) -> str:
        """Write the corners of the arrow's head."""
        dx, dy = self.end[0] - self.bow[0], self.end[1] - self.bow[1]
        length = hypot(dx, dy) or 1
        dx, dy = dx / length * _HEAD, dy / length * _HEAD
        x, y = self.end
        sides = [(x - dx - dy * 0.45, y - dy + dx * 0.45), (x - dx + dy * 0.45, y - dy - dx * 0.45)]
        return spell_points([self.end, *sides])

    @property
    def weight(self) -> str:
        """Give the width of the line: the more statements, the wider."""
        return f"{1 + 0.7 * log10(max(self.arrow.number, 1)):.1f}"


def lead_arrow(arrow: Arrow, boxes: Mapping[str, Area]) -> Route | None:
    """Lead an arrow straight, or in the flattest bow that passes no other box, if one does."""
    source, target = boxes[arrow.source], boxes[arrow.target]
    others = [b.grow(_MARGIN) for n, b in boxes.items() if n not in (arrow.source, arrow.target)]
    (ax, ay), (bx, by) = source.middle, target.middle
    length = hypot(bx - ax, by - ay)
    for bow in _BOWS:
        middle = (ax + bx) / 2 - (by - ay) / length * bow, (ay + by) / 2 + (bx - ax) / length * bow
        points = [bend((ax, ay), middle, (bx, by), n / 200) for n in range(201)]
        outside = [p for p in points if not source.grow(1).holds(p) and not target.grow(2).holds(p)]
        free = all(min(p) > 0 and not any(box.holds(p) for box in others) for p in outside)
        if outside and free:
            return _trim(arrow, middle, outside)
    return None


def _trim(arrow: Arrow, middle: Point, outside: list[Point]) -> Route:
    """Keep what lies between the borders, bent as before."""
    start, end = outside[0], outside[-1]
    half = outside[len(outside) // 2]
    bow = 2 * half[0] - (start[0] + end[0]) / 2, 2 * half[1] - (start[1] + end[1]) / 2
    return Route(arrow, start, bow, end)


def label_routes(
    routes: Sequence[Route], texts: Sequence[tuple[Area, tuple[Words, ...]]], boxes: Sequence[Area]
) -> list[Route]:
    """Put each label where it covers no box, no other label, and as little of arrows as can be.

    `texts` are the labels as if their middle were the origin, in the order of the routes. All are
    placed again once each knows where the others are.
    """
    placed = list(routes)
    for _ in range(_ROUNDS):
        for number, (size, words) in enumerate(texts):
            others = placed[:number] + placed[number + 1 :]
            spots = _list_spots(placed[number], size)
            costs = [_weigh(spot, placed[number], others, boxes) for spot in spots]
            best = spots[costs.index(min(costs))]
            x, y = best.x - size.x, best.y - size.y
            moved = tuple(replace(w, x=w.x + x, y=w.y + y) for w in words)
            placed[number] = replace(placed[number], label=best, words=moved)
    return placed


def _list_spots(route: Route, size: Area) -> list[Area]:
    """List places on the arrow, from its middle outwards, then those beside it."""
    up, aside = size.height / 2 + 4, size.width / 2 + 6
    spots = []
    for right, down in ((0, 0), (0, -up), (0, up), (-aside, 0), (aside, 0)):
        for part in _PARTS:
            x, y = bend(route.start, route.bow, route.end, part)
            spots.append(Area(x + size.x + right, y + size.y + down, size.width, size.height))
    return spots


def _weigh(area: Area, route: Route, others: Sequence[Route], boxes: Sequence[Area]) -> float:
    """Say how bad a place is: what it covers of boxes, labels, other arrows and its own."""
    solid = [*boxes, *(other.label for other in others)]
    covered = sum(area.grow(2).overlap(each) for each in solid)
    cost = covered * 10 + (covered > 0) * 5_000
    near = [other for other in others if area.overlap(other.bounds)]
    cost += sum(area.count(other.points) for other in near) * 30
    hidden = area.grow(2).count(route.points) / len(route.points)
    return round(cost + max(hidden - 0.6, 0) * 2000 + (min(area.x, area.y) < 0) * 10_000, 3)
