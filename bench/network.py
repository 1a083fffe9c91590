"""Measure networks side by side: python -m bench.network."""

from __future__ import annotations

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table

from .bodies import copy_real, generate
from .centrality import IGRAPH, PLAIN, Timing, run_with
from .centrality import OURS as MEASURED
from .projection import BARE, OURS, SELF, Projection, project
from .show import open_console, show_machine

PROJECTS = 1650  # of generated content with about 5,700 links between clusters
MOST_BARE, LEAST_SELF = 6.0, 50.0  # times the bare build; of rdflib's self-join times ours
LEAST = {1: 10.0, 2: 20.0}  # times that betweenness is faster, by threads
TARGET = ("betweenness", 10_000)


def main() -> None:
    """Measure the projection and the measures, and show both beside their targets."""
    options = _read_options()
    console = open_console()
    show_machine(console)
    with TemporaryDirectory() as folder:
        for body in (
            copy_real(Path(folder) / "real"),
            generate(Path(folder) / "generated", options.projects),
        ):
            show_projection(console, project(body, options.cap, options.rounds), options.cap)
    show_measures(console, {n: run_with(n, options.rounds) for n in LEAST})
    show_machine(console)


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.network", description=__doc__)
    parser.add_argument("--rounds", type=int, default=9, help="rounds of which to take the median")
    parser.add_argument(
        "--cap", type=float, default=120, help="seconds that rdflib has to load and join"
    )
    parser.add_argument("--projects", type=int, default=PROJECTS, help="generated projects")
    return parser.parse_args()


def show_projection(console: Console, found: Projection, cap: float) -> None:
    """Show each way beside the bare build, then the targets."""
    nodes, links, weight = found.shapes[BARE]
    table = Table(title=f"From triples to a weighted graph: {found.title}", title_justify="left")
    for column in ("way", "ms", "× bare", "rdflib ×"):
        table.add_column(column, justify="left" if column == "way" else "right")
    bare, theirs = found.seconds[BARE], found.seconds.get(SELF)
    for way, seconds in found.seconds.items():
        slower = f"{theirs / seconds:,.0f}" if theirs else ""
        table.add_row(way, f"{seconds * 1000:,.1f}", f"{seconds / bare:,.1f}", slower)
    console.print(table)
    same = "the same graph by all ways" if found.agree else "[red]the ways DISAGREE[/red]"
    console.print(f"{nodes:,} linked nodes, {links:,} links, {weight:,} shared projects: {same}")
    ours = found.seconds[OURS]
    console.print(_judge_most("times the bare build", ours / bare, MOST_BARE))
    words = "times as fast as rdflib's self-join"
    judged = _judge_least(words, theirs / ours, LEAST_SELF) if theirs else ""
    console.print(judged or f"rdflib did not load and join within {cap:g} s: no figure", "")


def show_measures(console: Console, found: dict[int, list[Timing]]) -> None:
    """Show each measure with one thread and with two, then the targets."""
    table = Table(title="Measures of generated networks", title_justify="left")
    rivals = [IGRAPH] if any(IGRAPH in t.seconds for ts in found.values() for t in ts) else []
    ours = [head for number in found for head in (f"{_spell_threads(number)}\nms", "\n×")]
    others = [f"{rival}\n×" for rival in rivals]
    table.add_column("\nmeasure", no_wrap=True)
    for column in ("\nlinks", f"{PLAIN}\nms", *ours, *others, "largest\ndifference"):
        table.add_column(column, justify="right", no_wrap=True)
    for timings in zip(*found.values(), strict=True):
        table.add_row(*_spell_timings(timings, rivals))
    console.print(table)
    for number, timings in found.items():
        (target,) = (t for t in timings if (t.measure, t.links) == TARGET)
        words = (
            f"times as fast as {PLAIN}: {TARGET[0]}, {TARGET[1]:,} links, {_spell_threads(number)}"
        )
        console.print(_judge_least(words, _compare(target), LEAST[number]))
    console.print()


def _spell_timings(timings: tuple[Timing, ...], rivals: list[str]) -> list[str]:
    first = timings[0]
    plain = f"{first.seconds[PLAIN] * 1000:,.1f}"
    ours = [
        cell
        for timing in timings
        for cell in (f"{timing.seconds[MEASURED] * 1000:,.1f}", f"{_compare(timing):,.1f}")
    ]
    others = [f"{first.seconds[PLAIN] / first.seconds[name]:,.1f}" for name in rivals]
    difference = f"{max(t.difference for t in timings):.0e}"
    return [first.measure, f"{first.links:,}", plain, *ours, *others, difference]


def _spell_threads(number: int) -> str:
    return "1 thread" if number == 1 else f"{number} threads"


def _compare(timing: Timing) -> float:
    """Give how many times as fast we are as NetworkX in the same process."""
    return timing.seconds[PLAIN] / timing.seconds[MEASURED]


def _judge_most(words: str, value: float, limit: float) -> str:
    return f"{value:.1f} {words}, target at most {limit:g}: {_verdict(value <= limit)}"


def _judge_least(words: str, value: float, limit: float) -> str:
    return f"{value:,.0f} {words}, target at least {limit:g}: {_verdict(value >= limit)}"


def _verdict(met: bool) -> str:
    return "[green]met[/green]" if met else "[red]missed[/red]"


if __name__ == "__main__":
    main()
