"""Choose what the diagram draws: classes as boxes, and one arrow for all relations of a pair."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

MOST = 18
Row = Mapping[str, Any]
Counts = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Arrow:
    """Hold the relations that lead from one class to another, the most used first."""

    source: str
    target: str
    relations: Counts

    @property
    def number(self) -> int:
        """Count the statements of all the relations."""
        return sum(number for _, number in self.relations)


@dataclass(frozen=True)
class Sketch:
    """Hold what is drawn: classes, arrows between them, and what each class has of its own.

    `loops` are the relations of a class to itself, `values` those that give it numbers and days.
    """

    classes: tuple[str, ...]
    arrows: tuple[Arrow, ...]
    loops: Mapping[str, Counts]
    values: Mapping[str, Counts]


def sketch_links(rows: Iterable[Row], values: Iterable[str], most: int = MOST) -> Sketch:
    """Choose from rows of `details/links-of-kinds.rq`; `values` are the classes of values.

    Of two directions the one used more is drawn. Each class keeps its most used arrow; the rest of
    the `most` arrows are those used most.

    >>> rows = [{"from": "a", "relation": "r", "to": "b", "number": 2},
    ...         {"from": "b", "relation": "s", "to": "a", "number": 1}]
    >>> [(arrow.source, arrow.number) for arrow in sketch_links(rows, []).arrows]
    [('a', 2)]
    """
    bundles: dict[tuple[str, str], dict[str, int]] = {}
    for row in rows:
        bundles.setdefault((row["from"], row["to"]), {})[row["relation"]] = row["number"]
    valued = set(values)
    arrows = [Arrow(*pair, _order(b)) for pair, b in bundles.items() if not {*pair} & valued]
    drawn = _pick([arrow for arrow in arrows if arrow.source != arrow.target], most)
    classes = {end for arrow in arrows for end in (arrow.source, arrow.target)}
    own: dict[str, dict[str, int]] = {}
    for (source, target), bundle in bundles.items():
        if target in valued and source not in valued:
            own.setdefault(source, {}).update(bundle)
    return Sketch(
        classes=tuple(sorted(classes)),
        arrows=tuple(drawn),
        loops={a.source: a.relations for a in arrows if a.source == a.target},
        values={source: _order(bundle) for source, bundle in own.items()},
    )


def _order(bundle: Mapping[str, int]) -> Counts:
    return tuple(sorted(bundle.items(), key=lambda item: (-item[1], item[0])))


def _pick(arrows: list[Arrow], most: int) -> list[Arrow]:
    """Pick arrows, the most used first, one for each pair and at least one for each class."""
    ordered = sorted(arrows, key=lambda a: (-a.number, a.source, a.target))
    pairs: dict[frozenset[str], Arrow] = {}
    for arrow in ordered:
        pairs.setdefault(frozenset((arrow.source, arrow.target)), arrow)
    best: dict[str, Arrow] = {}
    for arrow in pairs.values():
        for end in (arrow.source, arrow.target):
            best.setdefault(end, arrow)
    kept = {id(arrow) for arrow in best.values()}
    for arrow in pairs.values():
        if len(kept) < most:
            kept.add(id(arrow))
    return [arrow for arrow in pairs.values() if id(arrow) in kept]
