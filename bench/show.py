"""Lay out what was measured as tables."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from .engines import ASK, FACE, RAW, RDFLIB, Comparison
from .processes import LIMITS
from .timing import Times, average

TARGETS = {ASK: 1.3, FACE: 4.0}
NARROW = 110


def open_console() -> Console:
    """Open stdout; what is piped gets a width of its own."""
    console = Console(highlight=False)
    return console if console.is_terminal else Console(width=NARROW, highlight=False)


def show_comparisons(console: Console, title: str, found: Sequence[Comparison], cap: float) -> None:
    """Show each question by each engine, then the averages beside the targets."""
    table = Table(title=f"Questions on {title}", title_justify="left")
    table.add_column("question")
    for column in ("rows", f"{RAW} ms", *(f"{e} ×" for e in (ASK, FACE, RDFLIB))):
        table.add_column(column, justify="right")
    for comparison in found:
        table.add_row(*_spell_comparison(comparison, cap))
    table.add_section()
    table.add_row("geometric mean", "", "", *(_average(found, e) for e in (ASK, FACE, RDFLIB)))
    console.print(table)
    for engine, target in TARGETS.items():
        console.print(_judge(found, engine, target))
    console.print()


def _spell_comparison(found: Comparison, cap: float) -> list[str]:
    raw = found.seconds.get(RAW)
    cells = [found.question, _spell_rows(found), f"{raw * 1000:,.1f}" if raw else f">{cap:g} s"]
    return cells + [_spell_ratio(found, engine, cap) for engine in (ASK, FACE, RDFLIB)]


def _spell_rows(found: Comparison) -> str:
    """Spell the number of rows; several numbers mean that the engines disagree."""
    numbers = list(dict.fromkeys(f"{n:,}" for n in found.rows.values()))
    return numbers[0] if len(numbers) == 1 else f"[red]{' ≠ '.join(numbers)}[/red]"


def _spell_ratio(found: Comparison, engine: str, cap: float) -> str:
    ratio = found.ratio(engine)
    if ratio is None:
        return f">{cap:g} s" if found.failed.get(engine) == "time" else "fails"
    over = engine in TARGETS and ratio > TARGETS[engine]
    return f"[red]{ratio:,.2f}[/red]" if over else f"{ratio:,.2f}"


def _average(found: Sequence[Comparison], engine: str) -> str:
    ratios = [r for c in found if (r := c.ratio(engine)) is not None]
    return f"{average(ratios):,.2f}" if ratios else ""


def _judge(found: Sequence[Comparison], engine: str, target: float) -> str:
    """Say whether an engine keeps to its target, on average and on how many questions."""
    ratios = [r for c in found if (r := c.ratio(engine)) is not None]
    mean, over = average(ratios), sum(r > target for r in ratios)
    return (
        f"{engine}: {mean:.2f} times {RAW}, target at most {target:g}: {_verdict(mean, target)};"
        f" {over} of {len(ratios)} questions over it"
    )


def _verdict(value: float, limit: float) -> str:
    return "[green]ok[/green]" if value <= limit else "[red]over[/red]"


def show_times(console: Console, title: str, times: Times, yardstick: str) -> None:
    """Show seconds, and multiples of the yardstick."""
    table = Table(title=title, title_justify="left")
    for column in ("what", "seconds", f"times {yardstick}"):
        table.add_column(column, justify="left" if column == "what" else "right")
    for name, seconds in times.items():
        table.add_row(name, f"{seconds:.3f}", f"{seconds / times[yardstick]:.1f}")
    console.print(table, "")


def show_machine(console: Console) -> None:
    """Say how busy the machine is: with a load above its cores, only ratios mean anything."""
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    python = platform.python_version()
    console.print(f"Python {python}, {os.cpu_count()} cores, load {load}", "")


def show_processes(console: Console, times: Times) -> None:
    """Show whole processes beside their targets."""
    table = Table(title="Whole processes", title_justify="left")
    for column in ("process", "seconds", "target", ""):
        table.add_column(column, justify="right" if column in ("seconds", "target") else "left")
    for name, seconds in times.items():
        limit = LIMITS.get(name)
        judged = (f"{limit:g}", _verdict(seconds, limit)) if limit else ("", "")
        table.add_row(name, f"{seconds:.3f}", *judged)
    console.print(table, "")
