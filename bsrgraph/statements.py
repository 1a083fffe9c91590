"""Turn rows into statements: what each source says, with its file and line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from rdflib import RDF, RDFS, SKOS, XSD, Literal, URIRef

from .content import Content
from .errors import Problem
from .quantities import Quantity, UnknownUnit, parse_quantity
from .registry import Registry, Thing, index_things, is_id, suggest
from .sheets import REQUIRED, THIS, Row, read_rows
from .values import (
    CellError,
    Period,
    Text,
    parse_checksum,
    parse_date,
    parse_language,
    parse_link,
    parse_period,
    parse_tagged,
    parse_text,
)
from .vocabulary import BSR, ID, Relation, Vocabulary

STATUSES = ("stated", "implied", "planned", "denied")
_EVIDENCE = re.compile(r"(char=\d+,\d+|par=\d+|page=\d+)(; (char=\d+,\d+|par=\d+|page=\d+))*")
_SPOILT = re.compile(r"#(REF|NAME|VALUE|DIV/0|N/A)[!?]?|\d(\.\d+)?E\+\d+")

Object = URIRef | Literal | Period | Quantity
_T = TypeVar("_T")


@dataclass(frozen=True)
class Statement:
    """Hold what one row of one source says."""

    source: URIRef
    subject: URIRef
    relation: Relation
    object: Object
    about: URIRef | None = None
    at: Period | None = None
    since: Period | None = None
    until: Period | None = None
    said_by: URIRef | None = None
    evidence: str = ""
    status: str = "stated"
    note: str = ""
    path: str = ""
    line: int = 0


def read_sheets(
    content: Content, vocabulary: Vocabulary, registry: Registry
) -> tuple[list[Statement], Registry, list[Problem]]:
    """Read all source sheets; returns statements, what is known then, and mistakes."""
    rows, problems = [], []
    for path in content.sheets():
        more, wrong = read_rows(path, content.name(path))
        rows += more
        problems += wrong
    registry = index_things([*registry.things.values(), *introduce(rows, vocabulary)])
    statements = []
    for row in rows:
        statement, wrong = read_statement(row, vocabulary, registry)
        problems += wrong
        if statement:
            statements.append(statement)
    return statements, registry, problems


def introduce(rows: Iterable[Row], vocabulary: Vocabulary) -> list[Thing]:
    """Gather the things that rows introduce by 'is a', 'name' and 'other name'."""
    rows = list(rows)
    things = []
    for row in rows:
        relation = vocabulary.find_relation(row.cells.get("relation", ""))
        subject, words = name_subject(row), row.cells.get("object", "")
        if relation is None or not is_id(subject) or not words:
            continue
        if relation.iri == RDF.type and words.lower() in vocabulary.kinds:
            kind = vocabulary.kinds[words.lower()]
            things.append(Thing(subject, (kind,)))
        elif relation.iri == RDFS.label:
            things.append(Thing(subject, (), words))
        elif relation.iri == SKOS.altLabel:
            things.append(Thing(subject, (), "", (_try_tagged(words),)))
    sheets = [Thing(source, ()) for source in sorted({row.source for row in rows})]
    known = {t.id for t in things if t.kinds} | {t.id for t in sheets}
    return [*sheets, *(t for t in things if t.id in known)]


def _try_tagged(words: str) -> Text:
    try:
        return parse_tagged(words)
    except CellError:
        return Text(words, "")


def name_subject(row: Row) -> str:
    """Give the subject of a row; 'this source' is the sheet's own id."""
    subject = row.cells.get("subject", "")
    return row.source if subject.lower() == THIS else subject


def read_statement(
    row: Row, vocabulary: Vocabulary, registry: Registry
) -> tuple[Statement | None, list[Problem]]:
    """Read one row; returns the statement, or None and every mistake of the row."""
    problems: list[Problem] = []

    def read(column: str, parse: Callable[[str], _T]) -> _T | None:
        cell = row.cells.get(column, "")
        if not cell and column not in REQUIRED:
            return None
        try:
            return parse(_refuse_spoilt(cell, column))
        except CellError as error:
            problems.append(row.problem(f"{column}: {error.what}", error.remedy))
            return None

    def thing(words: str) -> URIRef:
        return find_thing(row.source if words.lower() == THIS else words, registry)

    relation = read("relation", lambda words: _find_relation(words, vocabulary))
    statement = {
        "subject": read("subject", thing),
        "object": read("object", lambda w: _read_object(w, relation, vocabulary, thing))
        if relation
        else None,
        "about": read("for", thing),
        "at": read("at", parse_date),
        "since": read("since", parse_date),
        "until": read("until", parse_date),
        "said_by": read("said by", thing),
        "evidence": read("evidence", _read_evidence) or "",
        "status": read("status", _read_status) or "stated",
        "note": read("note", parse_text) or "",
    }
    if problems or relation is None:
        return None, problems
    place = {"source": ID[row.source], "path": row.path, "line": row.line}
    return Statement(relation=relation, **statement, **place), []  # type: ignore[arg-type]


def find_thing(words: str, registry: Registry) -> URIRef:
    """Find the IRI of a thing by id or name; raises CellError with what was meant."""
    found = registry.find(words)
    if found is None:
        raise CellError(f"nothing is called '{words}'", registry.suggest(words))
    return found.iri


def _refuse_spoilt(cell: str, column: str) -> str:
    if not cell:
        raise CellError("the cell is empty", "fill it, or delete the row")
    if column != "note" and _SPOILT.fullmatch(cell):
        raise CellError(
            f"'{cell}' was spoilt by the spreadsheet", "format the column as text and type it again"
        )
    return cell


def _find_relation(words: str, vocabulary: Vocabulary) -> Relation:
    relation = vocabulary.find_relation(words)
    if relation is None:
        near = suggest(words, vocabulary.relations)
        hint = (
            f"did you mean '{vocabulary.preferred[near]}'?"
            if near
            else "see data/README.md for the list"
        )
        raise CellError(f"no relation '{words}'", hint)
    return relation


def _read_object(
    words: str, relation: Relation, vocabulary: Vocabulary, thing: Callable[[str], URIRef]
) -> Object:
    """Read the object as the relation's range says."""
    readers: dict[URIRef, Callable[[str], Object]] = {
        RDFS.Class: lambda w: _find_kind(w, vocabulary),
        BSR.Period: parse_period,
        BSR.Quantity: lambda w: _read_quantity(w, vocabulary, money=False),
        BSR.MoneyAmount: lambda w: _read_quantity(w, vocabulary, money=True),
        RDFS.Literal: lambda w: Literal(parse_text(w)),
        XSD.string: lambda w: Literal(parse_text(w)),
        XSD.hexBinary: lambda w: Literal(parse_checksum(w)),
        XSD.language: lambda w: Literal(parse_language(w)),
        XSD.anyURI: lambda w: Literal(parse_link(w), datatype=XSD.anyURI),
        RDF.langString: lambda w: _tag(parse_tagged(w)),
    }
    return readers.get(relation.range, thing)(words)


def _tag(text: Text) -> Literal:
    return Literal(text.text, lang=text.language)


def _find_kind(words: str, vocabulary: Vocabulary) -> URIRef:
    if words.lower() not in vocabulary.kinds:
        near = suggest(words, vocabulary.kinds)
        raise CellError(
            f"no kind '{words}'",
            f"did you mean '{near}'?" if near else "see data/README.md for the list",
        )
    return vocabulary.kinds[words.lower()]


def _read_quantity(words: str, vocabulary: Vocabulary, *, money: bool) -> Quantity:
    try:
        return parse_quantity(words, vocabulary.units, money=money)
    except UnknownUnit as error:
        near = suggest(error.words, vocabulary.units)
        known = f"did you mean '{vocabulary.units[near].label}'? If not, " if near else ""
        raise CellError(error.what, known + error.remedy) from None


def _read_status(words: str) -> str:
    if words.lower() not in STATUSES:
        raise CellError(f"no status '{words}'", f"write one of {', '.join(STATUSES)}")
    return words.lower()


def _read_evidence(words: str) -> str:
    if not _EVIDENCE.fullmatch(words):
        raise CellError(
            "the evidence is in words, which are not kept",
            "run 'bsrgraph tidy --text FILE SHEET', or write char=812,905 or par=3 or page=2",
        )
    return words
