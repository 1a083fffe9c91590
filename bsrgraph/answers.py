"""Hold what a query gave, and show it as rows, CSV, JSON, Markdown or Turtle."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from math import isfinite
from typing import TYPE_CHECKING

import pyoxigraph as ox

from .vocabulary import BASE, PREFIXES

if TYPE_CHECKING:
    import pandas

Value = str | int | float | Decimal | bool | date | None
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None
_XSD = PREFIXES["xsd"]
_INTEGERS = (
    "integer byte short int long unsignedByte unsignedShort unsignedInt unsignedLong"
    " nonNegativeInteger nonPositiveInteger positiveInteger negativeInteger"
)
# Python's own readers take more than XSD allows ("1_000", "20161230", "infinity"), so forms are
# looked at first.
_INTEGER = (re.compile(r"[+-]?[0-9]+"), int)
_FLOAT = (re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?|[+-]?INF|NaN"), float)
_READERS: dict[str, tuple[re.Pattern[str], Callable[[str], Value]]] = {
    **dict.fromkeys(_INTEGERS.split(), _INTEGER),
    "decimal": (re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)"), Decimal),
    "double": _FLOAT,
    "float": _FLOAT,
    "boolean": (re.compile("true|false|1|0"), lambda text: text in ("true", "1")),
    "date": (re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), date.fromisoformat),
}
_FORMULA = ("=", "+", "-", "@", "\t", "\n", "＝", "＋", "－", "＠")
# What steers a terminal, or turns the direction of the line: never part of a name.
_STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@dataclass(frozen=True)
class Answer:
    """Hold the columns and rows of a SELECT, the triples of a CONSTRUCT, or the truth of an ASK.

    `cut` says that more rows were there than are shown; `notes` say what a reader must know, such
    as the example that stood in for a missing parameter.
    """

    form: str
    columns: tuple[str, ...] = ()
    terms: tuple[tuple[Term, ...], ...] = ()
    triples: tuple[ox.Triple, ...] = ()
    truth: bool = False
    cut: bool = False
    notes: tuple[str, ...] = field(default=())

    def __len__(self) -> int:
        return len(self.terms) or len(self.triples)

    def __bool__(self) -> bool:
        return self.truth if self.form == "ASK" else len(self) > 0

    def __iter__(self) -> Iterator[dict[str, Value]]:
        """Give each row as a dict of Python values; IRIs are strings, unbound is None."""
        for row in self.terms:
            yield {c: read_term(t) for c, t in zip(self.columns, row, strict=True)}

    def to_pandas(self) -> pandas.DataFrame:
        """Give the rows as a pandas DataFrame."""
        import pandas

        return pandas.DataFrame(list(self), columns=list(self.columns))


def read_term(term: Term) -> Value:
    """Turn a term into a Python value; what is no plain date or number stays text.

    >>> read_term(ox.Literal(3)), read_term(ox.NamedNode("http://x/")), read_term(None)
    (3, 'http://x/', None)
    """
    if term is None or isinstance(term, ox.Triple):
        return None if term is None else str(term)
    if isinstance(term, ox.Literal):
        return _read_literal(term.value, term.datatype.value)
    return term.value


def _read_literal(text: str, kind: str) -> Value:
    base, _, name = kind.rpartition("#")
    if base + "#" != _XSD or name not in _READERS:
        return text
    form, read = _READERS[name]
    try:
        return read(text) if form.fullmatch(text) else text
    except ValueError:  # 2016-02-30, or more digits than Python reads
        return text


@cache
def spell_language(tag: str) -> str:
    """Write a language tag as RFC 5646 section 2.1.1 does: en-GB, zh-Hant.

    >>> spell_language("zh-hant-tw")
    'zh-Hant-TW'
    """
    cases = {2: str.upper, 4: str.title}
    first, *rest = tag.lower().split("-")
    pairs = zip([first, *rest], rest, strict=False)
    # What follows a single letter, as in en-x-ab, is an extension and stays small.
    parts = [p if len(before) == 1 else cases.get(len(p), str)(p) for before, p in pairs]
    return "-".join([first, *parts])


def shorten(value: Value) -> str:
    """Write a value as people read it: local ids for our IRIs, nothing that steers a terminal.

    >>> shorten("https://w3id.org/bsrgraph/id/latvia"), shorten(None), shorten(Decimal("2.50"))
    ('latvia', '', '2.50')
    """
    text = "" if value is None else str(value)
    for prefix in ("id", "bsr", "st", "value"):
        text = text.removeprefix(PREFIXES[prefix])
    return clean_text(text)


def clean_text(text: str) -> str:
    """Take out of a text what steers a terminal.

    >>> clean_text("\\x1b[2Jx")
    '�[2Jx'
    """
    return _STEERING.sub("�", text)


def make_answer(
    columns: Iterable[str], rows: Iterable[Iterable[Value]], notes: Iterable[str] = ()
) -> Answer:
    """Make an answer of rows that no query gave, for every form in which answers are written.

    >>> make_answer(["name", "rank"], [["Latvia", 1], ["", None]]).terms[1]
    (None, None)
    """
    terms = tuple(tuple(map(_make_term, row)) for row in rows)
    return Answer("SELECT", tuple(columns), terms, notes=tuple(notes))


def _make_term(value: Value) -> Term:
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return ox.NamedNode(value) if value.startswith(BASE) else ox.Literal(clean_text(value))
    return ox.Literal(value) if isinstance(value, int | float) else ox.Literal(str(value))


def format_answer(answer: Answer, form: str) -> str:
    """Write an answer as csv, json, markdown or turtle; triples are always Turtle."""
    if answer.form in ("CONSTRUCT", "DESCRIBE"):
        turtle = ox.serialize(
            sorted(answer.triples, key=str), format=ox.RdfFormat.TURTLE, prefixes=PREFIXES
        )
        return (turtle or b"").decode()
    if answer.form == "ASK":
        return ("true" if answer.truth else "false") + "\n"
    return {"csv": _format_csv, "json": _format_json, "markdown": _format_markdown}[form](answer)


def _format_csv(answer: Answer) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(map(guard_cell, answer.columns))
    writer.writerows([guard_cell(v) for v in row.values()] for row in answer)
    return out.getvalue()


def guard_cell(value: Value) -> Value:
    """Keep a spreadsheet from running a text as a formula.

    >>> guard_cell("=1+1"), guard_cell(-1)
    ("'=1+1", -1)
    """
    if not isinstance(value, str):
        return value
    # csv leaves a cell with a bare \r unquoted, where a spreadsheet begins a new row.
    text = value.replace("\r\n", "\n").replace("\r", "\n")
    return f"'{text}" if text.startswith(_FORMULA) else text


def _format_json(answer: Answer) -> str:
    rows = [{c: _jsonable(v) for c, v in row.items()} for row in answer]
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def _jsonable(value: Value) -> Value:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, float) and not isfinite(value):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


def _format_markdown(answer: Answer) -> str:
    lines = [[escape_markdown(shorten(c)) for c in answer.columns], ["---"] * len(answer.columns)]
    lines += [[escape_markdown(shorten(v)) for v in row.values()] for row in answer]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def escape_markdown(text: str) -> str:
    """Keep a text from becoming Markdown or HTML."""
    for mark in ("\\", "|", "`", "*", "_", "[", "]", "<", ">", "~", "&"):
        text = text.replace(mark, f"\\{mark}")
    return " ".join(text.split())
