"""Lay out what was measured of a network for the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from rich import box
from rich.table import Table
from rich.text import Text

from ..answers import Value, clean_text, shorten
from .answers import spell_column

if TYPE_CHECKING:
    from ..analysis import Chance, Ranking, Series, Summary

DASH = "–"


def make_ranking(ranking: Ranking, top: int) -> Table:
    """Make a table of the first places; '=' marks a tie, brackets how sure a rank is."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    sure = "low" in ranking.columns
    lost = "least" in ranking.columns
    for column, side in (
        ("rank", "left" if sure else "right"),
        *((("without a source", "left"),) if lost else ()),
        ("name", "left"),
        ("kind", "left"),
        (ranking.measure, "right"),
    ):
        table.add_column(column, justify="right" if side == "right" else "left", overflow="fold")
    for row in list(ranking)[:top]:
        table.add_row(
            _spell_rank(row, sure),
            *((_spell_range(row["least"], row["most"]),) if lost else ()),
            Text(row["name"]),
            Text(row["kind"]),
            "–" if row["value"] is None else f"{row['value']:g}",
        )
    return table


def _spell_rank(row: Mapping[str, Any], sure: bool) -> str:
    if row["rank"] is None:
        return "–"
    tie = "=" if row["tied"] else " "
    if not sure:
        return f"{row['rank']}{tie}"
    return f"{spell_ordinal(row['rank']) + tie:>6} ({_spell_range(row['low'], row['high'])})"


def _spell_range(low: int | None, high: int | None) -> str:
    return "–" if low is None else f"{low}" if low == high else f"{low}–{high}"


def spell_ordinal(number: int) -> str:
    """Spell a place: 1st, 2nd, 3rd, 11th.

    >>> [spell_ordinal(n) for n in (1, 2, 3, 4, 11, 12, 21, 112)]
    ['1st', '2nd', '3rd', '4th', '11th', '12th', '21st', '112th']
    """
    teens = 10 < number % 100 < 14
    return f"{number}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def make_figures(summary: Summary) -> Table:
    """Make a table of the figures of a whole network."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column, side in zip(summary.columns, ("left", "right", "left"), strict=True):
        table.add_column(column, justify="right" if side == "right" else "left", overflow="fold")
    for figure, value, meaning in summary.rows:
        table.add_row(figure, "–" if value is None else f"{value:.4g}", meaning)
    return table


def make_communities(summary: Summary, top: int) -> Table:
    """Make a table of the largest communities with their nodes."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("community", justify="right")
    table.add_column("nodes", justify="right")
    table.add_column("who", overflow="fold")
    for number, names in enumerate(summary.communities[:top], 1):
        table.add_row(str(number), str(len(names)), Text(", ".join(sorted(names))))
    if len(summary.communities) > top:
        table.add_row("…", "", f"{len(summary.communities) - top} more; raise --top")
    return table


def make_chance(chance: Chance, top: int) -> Table:
    """Make a table of the pairs that chance explains worst."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("pair", overflow="fold")
    for column in ("shared", "by chance", "95 of 100", "ratio", "p", "corrected"):
        table.add_column(column, justify="right", no_wrap=True)
    table.add_column("verdict", no_wrap=True)
    for row in list(chance)[:top]:
        table.add_row(
            Text(clean_text(f"{row['name']} – {row['otherName']}")),
            f"{row['observed']}",
            f"{row['expected']:.1f}",
            f"{row['low']}–{row['high']}",
            "–" if row["ratio"] is None else f"{row['ratio']:.1f} ×",
            *(f"{row[column]:.2g}" for column in ("p", "p_corrected")),
            row["verdict"],
        )
    return table


def make_timeline(series: Series, top: int, width: int) -> Table:
    """Make a table of slices; with a measure, of the first nodes, and of as many slices as fit."""
    hidden = ("slice", "node", "kind") if series.measure else ("slice", "node")
    rows = list(series)[: top if series.measure else None]
    columns = {
        head: [_fill(row[head]) for row in rows] for head in series.columns if head not in hidden
    }
    shown = _fit(columns, width) if series.measure else list(columns)
    missing = len(columns) - len(shown)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.caption = f"{missing} earlier ones do not fit; --format csv has all" if missing else None
    for head in shown:
        right = all(cell[:1] in (*DASH, *"-0123456789") for cell in columns[head])
        words = (
            series.word if head == "sliceName" else head if series.measure else spell_column(head)
        )
        table.add_column(Text(words), justify="right" if right else "left", overflow="fold")
    for place in range(len(rows)):
        table.add_row(*(Text(columns[head][place]) for head in shown))
    return table


def _fill(value: Value) -> str:
    """Write a cell to three digits; a number that is not there is a dash, and no zero."""
    if isinstance(value, float):
        return f"{value:.3g}" if abs(value) < 1000 else f"{value:.0f}"
    return DASH if value is None else shorten(value)


def _fit(columns: Mapping[str, list[str]], width: int) -> list[str]:
    """Leave out the earliest slices that do not fit beside the names."""
    name, *slices = columns
    room = width - 4 - min(40, max(map(len, [name, *columns[name]])))
    for place, head in reversed(list(enumerate(slices))):
        room -= 3 + max(map(len, [*head.split(), *columns[head]]))
        if room < 0:
            return [name, *slices[place + 1 :]]
    return [name, *slices]
