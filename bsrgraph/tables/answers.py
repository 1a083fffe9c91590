"""Lay out answers for the terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from typing import TYPE_CHECKING, TypeVar

from rich import box
from rich.console import Console, Group
from rich.measure import Measurement
from rich.status import Status
from rich.table import Table
from rich.text import Text

from ..answers import Answer, Value, shorten

if TYPE_CHECKING:
    from ..publish.preflight import Line

Made = TypeVar("Made")
WIDTH = 120
WIDEST = 100_000
WRAP = 2
_BARE = ("statement",)
TOPIC = ("topic", "class", "reading")
SIDES = (
    (("subjectName", "relationName", "value", "forName", "at"), " "),
    (("status", "newest", "ownAccount"), ", "),
    (("sourceName", "publisherName", "published"), " · "),
)

MARKS = {"fine": ("✓", "green"), "fails": ("✗", "bold red"), "warning": ("!", "bold yellow")}
WAITS = ("…", "dim")


def open_console() -> Console:
    """Open stdout for tables; what is piped gets a width of its own, whatever the terminal."""
    return Console(width=None if sys.stdout.isatty() else WIDTH, highlight=False)


def track_steps(steps: int, work: Callable[[Callable[[str], None]], Made]) -> Made:
    """Do long work beside a bar on stderr that moves at each of its steps; gives what it made."""
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("beginning", total=steps)
        return work(lambda step: progress.update(task, description=step, advance=1))


def wait(words: str) -> Status:
    """Say on stderr, while long work lasts, what is done; nothing where nobody looks."""
    return Console(stderr=True).status(words)


def track_share(work: Callable[[Callable[[str, float], None]], Made]) -> Made:
    """Do long work beside a bar on stderr that shows the share it has done; gives what it made."""
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("beginning", total=1)
        return work(lambda words, share: progress.update(task, description=words, completed=share))


def lay_out(answer: Answer, console: Console) -> Table | Group:
    """Lay rows out as a table, by topic, or cell below cell where a table would be too wide."""
    if answer.columns[:1] == TOPIC[:1]:
        return make_topics(answer)
    table = make_table(answer)
    wide = console.options.update(max_width=WIDEST)
    natural = Measurement.get(console, wide, table).maximum
    return table if natural <= console.width * WRAP else make_records(answer)


def choose_columns(answer: Answer) -> list[str]:
    """Choose what people need to see: no id beside its name, no column that is always empty.

    >>> choose_columns(Answer("SELECT", ("call", "callName"), ()))
    ['callName']
    """
    filled = {c for row in answer for c, value in row.items() if value is not None}
    shown = [c for c in answer.columns if f"{c}Name" not in answer.columns and c not in _BARE]
    return [c for c in shown if c in filled or not answer.terms] or list(answer.columns)


def _rows(answer: Answer) -> Iterator[list[str]]:
    columns = choose_columns(answer)
    for row in answer:
        yield [shorten(row[c]) for c in columns]


def make_table(answer: Answer) -> Table:
    """Make a table with a line for each row; texts are shown as they are, never as markup."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in choose_columns(answer):
        table.add_column(spell_column(column), overflow="fold")
    for cells in _rows(answer):
        table.add_row(*map(Text, cells))
    return table


def make_records(answer: Answer) -> Table:
    """Make a list with a line for each cell, and a rule between rows."""
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    names = [spell_column(c) for c in choose_columns(answer)]
    for number, cells in enumerate(_rows(answer), 1):
        table.add_row(Text(f"── {number}", style="dim"), "")
        for name, cell in zip(names, cells, strict=True):
            if cell:
                table.add_row(name, Text(cell))
    return table


def make_topics(answer: Answer) -> Group:
    """Make a heading for each topic, how to read it, and a line for each of its sides."""
    parts: list[Text | Table] = []
    for (topic, kind, reading), rows in groupby(answer, lambda row: [row.get(c) for c in TOPIC]):
        parts.append(Text(f"\n{shorten(topic)} · {shorten(kind)}", style="bold"))
        parts += [Text(shorten(reading))] if reading else []
        table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 2))
        table.add_column(ratio=4)
        table.add_column(style="bold")
        table.add_column(ratio=4)
        for row in rows:
            table.add_row(*(_join(row, columns, sign) for columns, sign in SIDES))
        parts.append(table)
    return Group(*parts)


def _join(row: Mapping[str, Value], columns: Iterable[str], sign: str) -> Text:
    """Join what a row says in some columns; that it is stated goes without saying."""
    words = (shorten(row.get(column)) for column in columns)
    return Text(sign.join(word for word in words if word not in ("", "stated")))


def spell_column(column: str) -> str:
    """Write a column's name as words.

    >>> spell_column("partnerCountryName")
    'partner country'
    """
    words = "".join(f" {c.lower()}" if c.isupper() else c for c in column.removesuffix("Name"))
    return words.strip() or column


def make_checks(lines: Iterable[Line], heads: Mapping[str, str]) -> Group:
    """Make a table for each part of what was looked at; below what fails stands its remedy."""
    parts: list[Text | Table] = []
    for part, found in groupby(lines, lambda line: line.part):
        parts.append(Text.assemble("\n", (part, "bold"), f"  {heads[part]}"))
        parts.append(_make_part(list(found)))
    return Group(*parts)


def _make_part(lines: list[Line]) -> Table:
    """Make the table of one part; where points are given, each group has their sum above it."""
    scored = any(line.of for line in lines)
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    if scored:
        table.add_column(justify="right", no_wrap=True)
    table.add_column(overflow="fold")
    for group, found in groupby(lines, lambda line: line.group):
        members = list(found)
        if scored:
            table.add_row("", Text(group, style="italic"), _sum(members), "")
        for line in members:
            check = line.check if scored or not group else f"{group}: {line.check}"
            points = [Text(_sum([line]))] if scored else []
            mark, style = MARKS.get(line.state, WAITS)
            table.add_row(Text(mark, style), Text(shorten(check)), *points, _tell(line))
    return table


def _sum(lines: Iterable[Line]) -> str:
    """Write points earned and points there are."""
    told = [(line.points or 0, line.of or 0) for line in lines]
    return f"{sum(p for p, _ in told)} of {sum(of for _, of in told)}"


def _tell(line: Line) -> Text:
    """Say what was found, and what to do where something is wrong."""
    wrong = line.remedy and line.state in MARKS
    words = (shorten(line.found), f"→ {shorten(line.remedy)}" if wrong else "")
    return Text("\n".join(filter(None, words)), "" if line.state in MARKS else "dim")
