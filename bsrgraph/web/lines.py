"""Put statements into lines that people read: one for each thing said, with all who say it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rdflib import Literal, URIRef

from ..quantities import Quantity
from ..statements import Object, Statement
from ..values import Period
from .frame import spell_quantity
from .things import Collection, Said

Key = tuple[object, ...]


@dataclass(frozen=True)
class Citation:
    """Hold how a source is named in a line: its thing, title, publisher and day."""

    iri: URIRef
    title: str
    publisher: str = ""
    published: str = ""

    @property
    def short(self) -> str:
        """Say publisher and day, or the title where the publisher is not known."""
        return f"{self.publisher or self.title}, {self.published or 'undated'}"


@dataclass(frozen=True)
class Value:
    """Hold what stands at an end of a line: a thing or a kind by its IRI, or a text."""

    text: str
    iri: URIRef | None = None
    language: str = ""


@dataclass(frozen=True)
class Line:
    """Hold one thing said, and each statement that says it with its source and place there."""

    relation: URIRef
    subject: Value
    object: Value
    about: Value | None
    time: str
    status: str
    said_by: Value | None
    notes: tuple[str, ...]
    told_by: tuple[tuple[URIRef, Citation, str], ...]


@dataclass(frozen=True)
class Group:
    """Hold the lines of one relation."""

    relation: URIRef
    label: str
    lines: tuple[Line, ...]


def group_lines(
    said: Iterable[Said], collection: Collection, citations: Mapping[URIRef, Citation]
) -> list[Group]:
    """Group statements into lines by relation, the most used relations first."""
    lines: dict[Key, list[Said]] = {}
    for name, statement in said:
        lines.setdefault(_key(statement), []).append((name, statement))
    groups: dict[URIRef, list[Line]] = {}
    for same in lines.values():
        line = read_line(same, collection, citations)
        groups.setdefault(line.relation, []).append(line)
    order = sorted(groups, key=lambda r: (-collection.usage.get(r, 0), str(r)))
    return [
        Group(r, collection.words.get(r, str(r)), tuple(sorted(groups[r], key=_sort_key)))
        for r in order
    ]


def _key(s: Statement) -> Key:
    """Say what makes two statements one line: all but who says it, and where."""
    return (s.subject, s.relation.iri, s.object, s.about, spell_time(s), s.status, s.said_by)


def _sort_key(line: Line) -> tuple[str, ...]:
    """Order lines by the names at their ends, then by time."""
    about = line.about.text if line.about else ""
    ends = (line.subject.text.lower(), line.object.text.lower(), about)
    return (*ends, line.time, line.status, line.told_by[0][0])


def read_line(
    said: list[Said], collection: Collection, citations: Mapping[URIRef, Citation]
) -> Line:
    """Read statements that differ in source and place only into one line."""
    s = said[0][1]
    return Line(
        relation=s.relation.iri,
        subject=read_value(s.subject, collection),
        object=read_value(s.object, collection),
        about=read_value(s.about, collection) if s.about else None,
        time=spell_time(s),
        status="" if s.status == "stated" else s.status,
        said_by=read_value(s.said_by, collection) if s.said_by else None,
        notes=tuple(sorted({one.note for _, one in said if one.note})),
        told_by=tuple((name, citations[one.source], one.evidence) for name, one in said),
    )


def read_value(value: Object, collection: Collection) -> Value:
    """Read an end of a statement: things by their main name, times and amounts as written."""
    if isinstance(value, Quantity):
        return Value(spell_quantity(value.text))
    if isinstance(value, Period):
        return Value(value.text)
    if isinstance(value, Literal):
        return Value(str(value), language=value.language or "")
    thing = collection.things.get(value)
    return Value(thing.name if thing else collection.words.get(value, str(value)), value)


def spell_time(statement: Statement) -> str:
    """Write the time that a statement speaks of: 2016, 2014..2016, 2014.., or nothing."""
    since, until = (period.text if period else "" for period in (statement.since, statement.until))
    span = f"{since}..{until}" if since or until else ""
    return "; ".join(filter(None, (statement.at.text if statement.at else "", span)))
