"""Hold what a query gave, and show it as rows, CSV, JSON, Markdown or Turtle."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from .vocabulary import PREFIXES

if TYPE_CHECKING:
    import pandas

Value = str | int | float | Decimal | bool | date | None
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None
_XSD = PREFIXES["xsd"]
_READERS: dict[str, Any] = {
    "integer": int,
    "decimal": Decimal,
    "double": float,
    "boolean": lambda text: text == "true",
    "date": date.fromisoformat,
}


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
        kind = term.datatype.value
        reader = _READERS.get(kind.removeprefix(_XSD)) if kind.startswith(_XSD) else None
        try:
            value: Value = reader(term.value) if reader else term.value
        except ValueError:
            value = term.value
        return value
    return term.value


def shorten(value: Value) -> str:
    """Write a value as people read it: the local id instead of our IRIs, nothing for None.

    >>> shorten("https://w3id.org/bsrgraph/id/latvia"), shorten(None), shorten(Decimal("2.50"))
    ('latvia', '', '2.50')
    """
    text = "" if value is None else str(value)
    for prefix in ("id", "bsr", "st", "value"):
        text = text.removeprefix(PREFIXES[prefix])
    return text


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
    writer.writerow(answer.columns)
    writer.writerows([guard_cell(v) for v in row.values()] for row in answer)
    return out.getvalue()


def guard_cell(value: Value) -> Value:
    """Keep a spreadsheet from running a text as a formula.

    >>> guard_cell("=1+1"), guard_cell(-1)
    ("'=1+1", -1)
    """
    risky = isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t")
    return f"'{value}" if risky else value


def _format_json(answer: Answer) -> str:
    rows = [{c: _jsonable(v) for c, v in row.items()} for row in answer]
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def _jsonable(value: Value) -> Value:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat() if isinstance(value, date) else value


def _format_markdown(answer: Answer) -> str:
    lines = [answer.columns, ["---"] * len(answer.columns)]
    lines += [[_escape(shorten(v)) for v in row.values()] for row in answer]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def _escape(text: str) -> str:
    """Keep a text from becoming Markdown or HTML."""
    for mark in ("\\", "|", "`", "*", "_", "[", "]", "<", ">"):
        text = text.replace(mark, f"\\{mark}")
    return " ".join(text.split())
