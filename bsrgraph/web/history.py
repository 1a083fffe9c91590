"""Put what is dated into the order of its years."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..quantities import Quantity
from ..statements import Statement
from ..values import Period
from .lines import Value, read_value
from .things import NAMING, Collection, Said


@dataclass(frozen=True, order=True)
class Event:
    """Hold what happened when, in the words of a statement: subject, relation, object, for."""

    day: str
    word: str
    subject: Value
    object: Value
    about: Value | None = None


Year = tuple[str, Sequence[Event]]


def list_years(said: Iterable[Said], collection: Collection) -> list[Year]:
    """List years with what is dated in them, each event once; counts and sums stay out."""
    years: dict[str, dict[tuple[str, ...], Event]] = {}
    for _, statement in said:
        for day, mark in _find_days(statement):
            event = Event(
                day=day,
                word=statement.relation.label + mark,
                subject=read_value(statement.subject, collection),
                object=read_value(statement.object, collection),
                about=read_value(statement.about, collection) if statement.about else None,
            )
            about = event.about.text if event.about else ""
            key = (day, event.subject.text, event.word, event.object.text, about)
            years.setdefault(day[:4], {}).setdefault(key, event)
    return [(year, [found[key] for key in sorted(found)]) for year, found in sorted(years.items())]


def _find_days(statement: Statement) -> list[tuple[str, str]]:
    """Find the days of a statement, as exact as known, and what each marks: a beginning or end."""
    if statement.status == "denied" or statement.relation.iri in NAMING:
        return []
    if isinstance(statement.object, Quantity):
        return []
    marked = [(statement.at, ""), (statement.since, " since"), (statement.until, " until")]
    if isinstance(statement.object, Period):
        marked = [(statement.object, "")]
    return [
        (match[0], mark)
        for period, mark in marked
        if period and (match := re.search(r"\d{4}(-\d\d)*", period.text))
    ]
