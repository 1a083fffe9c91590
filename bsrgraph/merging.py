"""Name and join statements: which are the same, when they hold, what they are called."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterable
from dataclasses import replace
from datetime import date

from rdflib import Literal, URIRef

from .quantities import Quantity
from .statements import Object, Statement
from .values import Period
from .vocabulary import STATEMENT, VALUE

HELD = ("stated", "implied")


def find_days(statement: Statement) -> tuple[date | None, date | None]:
    """Find the first and last day that a statement speaks of; None where it leaves them open."""
    at, since, until = statement.at, statement.since, statement.until
    first = (since or at).first if since or at else None  # type: ignore[union-attr]
    last = (until or at).last if until or at else None  # type: ignore[union-attr]
    return first, None if since and not until else last


def name_object(value: Object) -> URIRef | Literal:
    """Give the RDF term of an object; periods and quantities are nodes of their own."""
    return VALUE[value.slug] if isinstance(value, Period | Quantity) else value


def name_statement(statement: Statement) -> URIRef:
    """Name a statement by a hash of what it says and when, whatever line it stands on.

    The first 16 hexadecimal digits of the SHA-256 over IRIs and canonical values.
    """
    parts = (
        statement.source,
        statement.subject,
        statement.relation.iri,
        name_object(statement.object).n3(),
        statement.about or "",
        *(p.text if p else "" for p in (statement.at, statement.since, statement.until)),
        statement.said_by or "",
        statement.status,
    )
    return STATEMENT[hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]]


def merge_statements(statements: Iterable[Statement]) -> dict[URIRef, Statement]:
    """Join rows that say the same in the same source; evidence and notes are kept."""
    merged: dict[URIRef, Statement] = {}
    for statement in statements:
        name = name_statement(statement)
        merged[name] = _join(merged[name], statement) if name in merged else statement
    return dict(sorted(merged.items()))


def _join(first: Statement, second: Statement) -> Statement:
    return replace(
        first,
        evidence=_gather(first.evidence, second.evidence),
        note=_gather(first.note, second.note),
    )


def _gather(*texts: str) -> str:
    """Join texts in an order that does not depend on the order of the rows."""
    return "; ".join(sorted({part for text in texts for part in text.split("; ") if part}))


def find_holding(statements: Iterable[Statement], day: date) -> list[Statement]:
    """Keep what held, or was said, on a day: begun on or before it and not known to have ended.

    Of statements that differ only in time and value, and can have one value at a time, the latest
    is kept. Undated statements stay, unless they are about a thing that begins after the day.
    """
    statements = list(statements)
    unborn = {thing for thing, first in find_beginnings(statements).items() if first > day}
    kept = [s for s in statements if _began(s, day, unborn) and not _ended(s, day)]
    latest: dict[tuple[object, ...], Statement] = {}
    for s in kept:
        key = _key(s)
        if key not in latest or _start(latest[key]) < _start(s):
            latest[key] = s
    return [s for s in kept if _start(s) == _start(latest[_key(s)])]


def find_beginnings(statements: Iterable[Statement]) -> dict[URIRef, date]:
    """Find the first day of things: of their own span, or else of what they cannot begin before."""
    telling = [s for s in statements if s.relation.begins_subject and s.status in HELD]
    own: dict[URIRef, date] = {}
    for s in telling:
        if isinstance(s.object, Period) and s.object.first:
            own[s.subject] = min(s.object.first, own.get(s.subject, s.object.first))
    borrowed: dict[URIRef, date] = {}
    for s in telling:
        if isinstance(s.object, URIRef) and s.object in own and s.subject not in own:
            first = own[s.object]
            borrowed[s.subject] = min(first, borrowed.get(s.subject, first))
    return own | borrowed


def _began(statement: Statement, day: date, unborn: Container[object]) -> bool:
    first, last = find_days(statement)
    if first or last:
        return first is None or first <= day
    return not any(x in unborn for x in (statement.subject, statement.object, statement.about))


def _ended(statement: Statement, day: date) -> bool:
    return bool(statement.until and statement.until.last and statement.until.last < day)


def _start(statement: Statement) -> date:
    return find_days(statement)[0] or date.min


def _key(statement: Statement) -> tuple[object, ...]:
    """Say what one value at a time is about; every other statement stands for itself."""
    if not statement.relation.one_at_a_time or find_days(statement)[0] is None:
        return (name_statement(statement),)
    unit = statement.object.unit if isinstance(statement.object, Quantity) else None
    return (statement.subject, statement.relation.iri, statement.about, unit)
