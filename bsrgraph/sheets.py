"""Read source sheets as rows of text that remember file and line; forgive what spreadsheets do."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from .errors import Problem
from .registry import is_id, suggest
from .values import CellError

REQUIRED = ("subject", "relation", "object")
COLUMNS = (*REQUIRED, "for", "at", "since", "until", "said by", "evidence", "status", "note")
THIS = "this source"
LARGEST = 5_000_000


@dataclass(frozen=True)
class Row:
    """Hold the cells of one row by column name, with file and line."""

    path: str
    line: int
    source: str
    cells: Mapping[str, str]

    def problem(self, what: str, remedy: str) -> Problem:
        """Name a mistake of this row."""
        return Problem(self.path, self.line, what, remedy)


def read_rows(path: Path, name: str) -> tuple[list[Row], list[Problem]]:
    """Read the rows of one sheet as text; forgives BOM, semicolons, CRLF and blank rows."""
    try:
        table = list(read_table(path))
    except CellError as error:
        return [], [Problem(name, 1, error.what, error.remedy)]
    header, problems = _read_header(table[0][1] if table else [], name)
    rows = []
    for line, cells in table[1:]:
        if len(cells) > len(header) and any(cells[len(header) :]):
            problems.append(
                Problem(name, line, "more cells than columns", "put text with commas in quotes")
            )
        elif any(cells):
            rows.append(Row(name, line, path.stem, dict(zip(header, cells, strict=False))))
    if not is_id(path.stem):
        problems.append(
            Problem(
                name, 1, f"'{path.stem}' is no id", "name the file 2016-12-publisher-few-words.csv"
            )
        )
    return rows, problems


def read_table(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Read a CSV file as (line, cells), cells stripped; raises CellError where it is none."""
    data = path.read_bytes()
    if len(data) > LARGEST:
        raise CellError(f"the file has {len(data)} bytes", f"split it: at most {LARGEST}")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CellError(
            f"byte {error.start} is not UTF-8", "save the sheet as 'CSV UTF-8' in the spreadsheet"
        ) from None
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, [" ".join(cell.split()) for cell in cells]
            line = reader.line_num + 1
    except csv.Error as error:
        raise CellError(f"from line {line} on: {error}", "close every quotation mark") from None


def _read_header(cells: list[str], name: str) -> tuple[list[str], list[Problem]]:
    header = [cell.lower() for cell in cells]
    while header and not header[-1]:
        header.pop()
    problems = [
        Problem(name, 1, f"no column '{column}'", "begin the sheet with subject, relation, object")
        for column in REQUIRED
        if column not in header
    ]
    for column in header:
        if column not in COLUMNS or header.count(column) > 1:
            near = suggest(column, COLUMNS)
            remedy = f"did you mean '{near}'?" if near and near != column else "delete it"
            problems.append(Problem(name, 1, f"unknown or doubled column '{column}'", remedy))
    return header, problems
