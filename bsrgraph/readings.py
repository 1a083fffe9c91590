"""Read `data/readings.csv`: how statements that differ are to be read, where no rule tells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from rdflib import URIRef

from .content import Content
from .editing import make_slug
from .errors import Problem
from .merging import name_object
from .registry import Registry, suggest
from .sheets import REQUIRED, Row, read_table
from .statements import Statement, read_statement
from .values import CellError
from .vocabulary import ID, Vocabulary

FILE = "readings.csv"
COLUMNS = ("topic", "class", "source", "subject", "relation", "object", "for", "reading")
CLASSES = ("conflict", "change over time", "rounding", "planned against actual", "reading")


@dataclass(frozen=True)
class Reading:
    """Hold a topic, the class of the difference, how to read it, and the statements it weighs."""

    topic: str
    difference: str
    text: str
    statements: tuple[URIRef, ...]


def read_readings(
    content: Content,
    vocabulary: Vocabulary,
    registry: Registry,
    statements: Mapping[URIRef, Statement],
) -> tuple[list[Reading], list[Problem]]:
    """Read all readings; returns them by topic, and every mistake with file and line."""
    path = content.data / FILE
    if not path.exists():
        return [], []
    index = index_statements(statements)
    lines, problems = [], []
    try:
        rows = list(_read_rows(content))
    except CellError as error:
        return [], [Problem(content.name(path), 1, error.what, error.remedy)]
    for row in rows:
        reading, wrong = _read_line(row, vocabulary, registry, index)
        problems += wrong
        if reading:
            lines.append((row, reading))
    readings, wrong = _gather(lines)
    return readings, problems + wrong


def index_statements(
    statements: Mapping[URIRef, Statement],
) -> dict[tuple[object, ...], list[URIRef]]:
    """Find statements by what their rows say, whenever they say it."""
    index: dict[tuple[object, ...], list[URIRef]] = {}
    for name, statement in statements.items():
        index.setdefault(_key(statement), []).append(name)
    return index


def _key(s: Statement) -> tuple[object, ...]:
    return (s.source, s.subject, s.relation.iri, name_object(s.object), s.about)


def _read_rows(content: Content) -> Iterator[Row]:
    path = content.data / FILE
    (_, header), *table = read_table(path) or [(1, [])]
    if tuple(header) != COLUMNS:
        raise CellError("the columns are others", f"write {','.join(COLUMNS)}")
    for line, cells in table:
        if any(cells):
            named = dict(zip(header, [*cells, *[""] * len(COLUMNS)], strict=False))
            yield Row(content.name(path), line, named["source"], named)


def _read_line(
    row: Row,
    vocabulary: Vocabulary,
    registry: Registry,
    index: Mapping[tuple[object, ...], list[URIRef]],
) -> tuple[Reading | None, list[Problem]]:
    """Read one row; a reading of the statements that say what the row names, at any time."""
    cells, problems = row.cells, []
    if not cells["topic"]:
        problems.append(row.problem("no topic", "say in a few words what the sources differ about"))
    if cells["class"] not in CLASSES:
        near = suggest(cells["class"], CLASSES)
        remedy = f"did you mean '{near}'?" if near else f"write one of {', '.join(CLASSES)}"
        problems.append(row.problem(f"no class '{cells['class']}'", remedy))
    wanted = {column: cells[column] for column in (*REQUIRED, "for")}
    statement, wrong = read_statement(
        Row(row.path, row.line, row.source, wanted), vocabulary, registry
    )
    found = index.get(_key(statement), []) if statement else []
    if statement and not found:
        remedy = "copy source, subject, relation, object and for from the row of the sheet"
        problems.append(row.problem("no sheet has such a row", remedy))
    if problems or wrong:
        return None, problems + wrong
    return Reading(cells["topic"], cells["class"], cells["reading"], tuple(found)), []


def _gather(lines: list[tuple[Row, Reading]]) -> tuple[list[Reading], list[Problem]]:
    """Join the rows of each topic; one class, and two statements at least."""
    topics: dict[str, list[tuple[Row, Reading]]] = {}
    for row, reading in lines:
        topics.setdefault(reading.topic, []).append((row, reading))
    readings, problems = [], []
    for topic, members in sorted(topics.items()):
        row, first = members[0]
        names = sorted({name for _, reading in members for name in reading.statements})
        text = " ".join(reading.text for _, reading in members if reading.text)
        readings.append(replace(first, text=text, statements=tuple(names)))
        if len({reading.difference for _, reading in members}) > 1:
            problems.append(row.problem(f"'{topic}' has two classes", "give all its rows one"))
        if len(names) < 2:
            remedy = "add the one that it differs from"
            problems.append(row.problem(f"'{topic}' has one statement", remedy))
    return readings, problems


def name_reading(reading: Reading) -> URIRef:
    """Name a reading by its topic.

    >>> name_reading(Reading("StarDust's budget", "rounding", "", ()))
    rdflib.term.URIRef('https://w3id.org/bsrgraph/id/reading-stardust-s-budget')
    """
    return ID["reading-" + make_slug(reading.topic)]
