"""Draw a thing amid those it is linked to, as a static picture."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rdflib import URIRef

from ..statements import Statement
from .things import NAMING, Collection, Thing

MOST = 16  # more cannot be taken in at a glance
WIDTH, ROW = 760, 23
LONGEST = 34  # letters of a label that fit beside the picture
_SIDES = {"left": (290, -12), "right": (WIDTH - 290, 12)}

Run = tuple[str, list[Thing]]


@dataclass(frozen=True)
class Row:
    """Hold a row of the picture: a neighbour, or the words that head a run of them."""

    text: str
    side: str
    x: int
    y: int
    label_x: int
    thing: Thing | None = None

    @property
    def label(self) -> str:
        """Give the text as far as there is room for it."""
        return self.text if len(self.text) <= LONGEST else self.text[: LONGEST - 1].rstrip() + "…"


@dataclass(frozen=True)
class Picture:
    """Hold what is drawn around a thing: rows on both sides, lines among them, what is left out."""

    rows: tuple[Row, ...]
    lines: tuple[tuple[Row, Row], ...]
    height: int
    left_out: int
    width: int = WIDTH

    @property
    def neighbours(self) -> list[Row]:
        """List the rows that are things."""
        return [row for row in self.rows if row.thing]


def find_neighbours(thing: Thing, collection: Collection) -> dict[str, list[Thing]]:
    """Find the things that statements link to one, by relation and direction, as words."""
    found: dict[str, dict[URIRef, Thing]] = {}
    for _, s in collection.told.get(thing.iri, ()):
        _add(found, f"{s.relation.label} →", _find_end(s), collection, s.relation.iri)
    for _, s in collection.linked.get(thing.iri, ()):
        if _find_end(s) == thing.iri:
            _add(found, f"← {s.relation.label}", s.subject, collection, s.relation.iri)
    return {words: list(things.values()) for words, things in found.items()}


def _find_end(statement: Statement) -> object:
    """Find what a statement leads to; where that is a word or a number, what it is about."""
    return statement.object if isinstance(statement.object, URIRef) else statement.about


def _add(
    found: dict[str, dict[URIRef, Thing]],
    words: str,
    other: object,
    collection: Collection,
    relation: URIRef,
) -> None:
    thing = collection.things.get(other) if isinstance(other, URIRef) else None
    if thing and relation not in NAMING and not thing.is_source:
        found.setdefault(words, {}).setdefault(thing.iri, thing)


def picture_neighbours(thing: Thing, collection: Collection) -> Picture | None:
    """Place the neighbours of a thing in rows on both sides of it; without any, no picture."""
    groups = find_neighbours(thing, collection)
    if not groups:
        return None
    shown = choose_neighbours(groups, collection)
    left, right = _halve(shown)
    height = ROW * (max(_count_rows(left), _count_rows(right), 3) + 1)
    rows = (*_place(left, "left", height), *_place(right, "right", height))
    every = {other.iri for others in groups.values() for other in others}
    kept = {row.thing.iri for row in rows if row.thing}
    return Picture(rows, tuple(_find_lines(rows, collection)), height, len(every - kept))


def choose_neighbours(groups: Mapping[str, list[Thing]], collection: Collection) -> list[Run]:
    """Choose those with most statements, in turn from each relation, each neighbour once."""

    def weigh(other: Thing) -> tuple[int, str]:
        ends = (collection.told.get(other.iri, ()), collection.linked.get(other.iri, ()))
        return (-sum(map(len, ends)), other.iri)

    queues = [(words, sorted(others, key=weigh)) for words, others in groups.items()]
    chosen: dict[str, list[Thing]] = {words: [] for words in groups}
    seen: set[URIRef] = set()
    for turn in range(max(len(others) for _, others in queues)):
        for words, others in queues:
            if turn < len(others) and len(seen) < MOST and others[turn].iri not in seen:
                seen.add(others[turn].iri)
                chosen[words].append(others[turn])
    return [(words, others) for words, others in chosen.items() if others]


def _halve(runs: list[Run]) -> tuple[list[Run], list[Run]]:
    """Part runs of neighbours into two columns of nearly the same length, a long run into both."""
    columns: tuple[list[Run], list[Run]] = ([], [])
    parted = [
        (words, others[start : start + MOST // 2])
        for words, others in runs
        for start in range(0, len(others), MOST // 2)
    ]
    for run in sorted(parted, key=lambda r: -len(r[1])):
        min(columns, key=_count_rows).append(run)
    return columns


def _count_rows(runs: Iterable[Run]) -> int:
    return sum(1 + len(others) for _, others in runs)


def _place(runs: Sequence[Run], side: str, height: int) -> Iterator[Row]:
    x, away = _SIDES[side]
    y = (height - ROW * (_count_rows(runs) - 1)) // 2
    for words, others in runs:
        yield Row(words, side, x, y, x + away)
        for step, other in enumerate(others, 1):
            yield Row(other.name, side, x, y + ROW * step, x + away, other)
        y += ROW * (len(others) + 1)


def _find_lines(rows: Sequence[Row], collection: Collection) -> Iterator[tuple[Row, Row]]:
    """Find the pairs of neighbours that statements link to each other."""
    places = {row.thing.iri: row for row in rows if row.thing}
    for start, row in places.items():
        ends = {_find_end(s) for _, s in collection.told.get(start, ())}
        for end in sorted(places.keys() & ends - {start}):
            yield row, places[end]
