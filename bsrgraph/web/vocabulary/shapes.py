"""Hold the shapes of a diagram, and measure texts as no browser is there to do it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Point = tuple[float, float]
_NARROW, _WIDE = frozenset("fijlrtI.,'|()/: "), frozenset("mwMWŪ@%")


@dataclass(frozen=True)
class Area:
    """Hold a rectangle by its left upper corner and its size."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> Point:
        """Give the point in the middle."""
        return self.x + self.width / 2, self.y + self.height / 2

    @property
    def corners(self) -> tuple[float, float, float, float]:
        """Give left, top, right, bottom."""
        return self.x, self.y, self.x + self.width, self.y + self.height

    def grow(self, by: float) -> Area:
        """Give the same area with a margin around it."""
        return Area(self.x - by, self.y - by, self.width + 2 * by, self.height + 2 * by)

    def holds(self, point: Point) -> bool:
        """Say whether a point is inside."""
        left, top, right, bottom = self.corners
        return left < point[0] < right and top < point[1] < bottom

    def count(self, points: Sequence[Point]) -> int:
        """Count the points that are inside.

        >>> Area(0, 0, 2, 2).count([(1, 1), (1, 3)])
        1
        """
        left, top, right, bottom = self.corners
        return sum(left < x < right and top < y < bottom for x, y in points)

    def overlap(self, other: Area) -> float:
        """Give the size of what two areas share.

        >>> Area(0, 0, 2, 2).overlap(Area(1, 1, 2, 2))
        1
        """
        (a, b, c, d), (e, f, g, h) = self.corners, other.corners
        return max(0, min(c, g) - max(a, e)) * max(0, min(d, h) - max(b, f))


@dataclass(frozen=True)
class Words:
    """Hold a line of text where it begins, or has its middle; parts with an address are links."""

    x: float
    y: float
    parts: tuple[tuple[str, str], ...]
    number: int | None = None
    look: str = ""

    @property
    def text(self) -> str:
        """Give the line without its links."""
        return "".join(text for text, _ in self.parts)


def measure_text(text: str, size: float) -> float:
    """Estimate the width of a text, rather too wide than too narrow.

    >>> measure_text("will", 10) < measure_text("mama", 10)
    True
    """
    return size * sum(map(_measure_letter, text))


def _measure_letter(letter: str) -> float:
    if letter in _NARROW:
        return 0.38
    return 0.95 if letter in _WIDE else 0.72 if letter.isupper() else 0.61


def wrap_text(text: str, most: int) -> list[str]:
    """Break a text at its spaces into lines of at most `most` letters, where words allow.

    >>> wrap_text("part of programme", 12)
    ['part of', 'programme']
    """
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + len(word) < most:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def bend(start: Point, bow: Point, end: Point, part: float) -> Point:
    """Give the point of a quadratic curve at a part of its way, from 0 to 1.

    >>> bend((0, 0), (1, 2), (2, 0), 0.5)
    (1.0, 1.0)
    """
    one, two, three = (1 - part) ** 2, 2 * part * (1 - part), part**2
    x, y = (one * a + two * b + three * c for a, b, c in zip(start, bow, end, strict=True))
    return x, y


def spell_points(points: Sequence[Point]) -> str:
    """Write points for SVG, to a tenth.

    >>> spell_points([(1, 2.04), (3.25, 4)])
    '1,2 3.2,4'
    """
    return " ".join(f"{round(x, 1):g},{round(y, 1):g}" for x, y in points)
