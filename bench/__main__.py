"""Measure speed side by side: python -m bench."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console

from .bodies import Body, copy_real, generate
from .engines import compare_questions
from .processes import time_processes
from .show import open_console, show_comparisons, show_machine, show_processes, show_times
from .steps import RAW, time_building, time_loading


def main() -> None:
    """Measure both bodies of content and show the tables."""
    options = _read_options()
    console = open_console()
    show_machine(console)
    with TemporaryDirectory() as folder:
        _tell("copying the real content and generating the other")
        bodies = copy_real(Path(folder) / "real"), generate(Path(folder) / "generated")
        _tell("timing whole processes")
        show_processes(console, time_processes(*bodies, options.rounds + 2))
        for body in bodies:
            measure_body(console, body, options)
    show_machine(console)


def measure_body(console: Console, body: Body, options: argparse.Namespace) -> None:
    """Measure building, loading and asking on one body of content."""
    _tell(f"measuring {body.title}")
    steps = time_building(body)
    show_times(console, f"Building {body.title}", steps, next(iter(steps)))
    times, memory = time_loading(body, options.rounds)
    show_times(console, f"Loading {body.title}", times, RAW)
    found = []
    for comparison in compare_questions(body, memory, options.cap, options.rounds):
        _tell(f"  {comparison.question}")
        found.append(comparison)
    show_comparisons(console, body.title, found, options.cap)


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="rounds of which to take the median")
    parser.add_argument("--cap", type=float, default=5, help="seconds an engine has a question")
    return parser.parse_args()


def _tell(words: str) -> None:
    """Tell people at a terminal what is going on."""
    if sys.stderr.isatty():
        print(words, file=sys.stderr)


if __name__ == "__main__":
    main()
