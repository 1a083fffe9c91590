"""Write a page for each question of the catalogue: what it asks, its answer, and its query."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from rdflib import URIRef

from ..answers import Answer, format_answer, shorten
from ..queries import Query, find_example
from ..vocabulary import ID
from .frame import Files, Frame
from .things import Thing

PAGE = "questions.html"
MOST = 300  # rows that a page shows; all are in the file beside it


@dataclass(frozen=True)
class Cell:
    """Hold what a cell shows, and the thing that it is the name of."""

    text: str
    iri: str = ""
    number: bool = False


def write_questions(
    frame: Frame,
    catalogue: Mapping[str, Query],
    answers: Mapping[str, Answer],
    cover: Callable[[Query], Sequence[str]],
    things: Mapping[URIRef, Thing],
) -> Files:
    """Write `questions.html` and, for each question, `questions/<name>.html`, `.csv` and `.rq`.

    `answers` are those with the examples of the questions, `cover` says what one rests on.
    """
    files = {PAGE: frame.render(PAGE, PAGE, catalogue=catalogue)}
    for name, query in catalogue.items():
        answer = answers[name]
        path = f"questions/{name}"
        files[f"{path}.rq"] = query.text.encode()
        files[f"{path}.csv"] = format_answer(answer, "csv").encode()
        files[f"{path}.html"] = frame.render(
            "question.html",
            f"{path}.html",
            query=query,
            examples={p: _name_example(query, p, things) for p in query.parameters},
            columns=[_spell_column(column) for column in list_columns(answer)],
            rows=[read_row(row, answer) for row in list(answer)[:MOST]],
            total=len(answer),
            coverage=cover(query),
        )
    return files


def list_columns(answer: Answer) -> list[str]:
    """List the columns that a reader needs: names stand for the things beside them."""
    named = {c for c in answer.columns if f"{c}Name" in answer.columns}
    return [c for c in answer.columns if c not in named and c != "statement"]


def read_row(row: Mapping[str, object], answer: Answer) -> list[Cell]:
    """Read a row into cells; a name leads to the page of what it names."""
    cells = []
    for column in list_columns(answer):
        value = row[column]
        thing = str(row.get(column.removesuffix("Name")) or value or "")
        number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
        text = shorten(value)  # type: ignore[arg-type]
        cells.append(Cell(text, thing if thing.startswith(str(ID)) else "", number))
    return cells


def _spell_column(column: str) -> str:
    """Write the name of a column as words: clusterName is cluster, atLeast is at least."""
    words = "".join(f" {c.lower()}" if c.isupper() else c for c in column.removesuffix("Name"))
    return words or column


def _name_example(query: Query, parameter: str, things: Mapping[URIRef, Thing]) -> tuple[str, str]:
    """Give the example of a parameter as it is typed, and the name of the thing that it means."""
    example = find_example(query, parameter)
    if not example.startswith("id:"):
        return example.removeprefix("bsr:").strip('"'), ""
    typed = example.removeprefix("id:")
    thing = things.get(ID[typed])
    return typed, thing.name if thing else ""
