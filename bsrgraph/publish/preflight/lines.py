"""Hold what preflight has to say: a line for each thing looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from ...answers import Answer, make_answer

COLUMNS = ("part", "group", "check", "state", "points", "of", "found", "remedy")
_MOST = 3


class State(StrEnum):
    """Name how a check can end."""

    fine = "fine"
    fails = "fails"
    warns = "warning"
    waits = "waits"


@dataclass(frozen=True)
class Line:
    """Say what was looked at, how it stands, and what to do where it fails."""

    part: str
    group: str
    check: str
    state: State
    found: str = ""
    remedy: str = ""
    points: int | None = None
    of: int | None = None


def list_lines(lines: Iterable[Line]) -> Answer:
    """Make an answer of the lines, for every form in which answers are written.

    >>> list_lines([Line("files", "", "hashes", State.fine)]).columns[:3]
    ('part', 'group', 'check')
    """
    return make_answer(COLUMNS, ([getattr(x, column) for column in COLUMNS] for x in lines))


def enumerate_some(names: Iterable[str]) -> str:
    """Write the first few names, and how many more there are.

    >>> enumerate_some(["a", "b", "c", "d", "e"])
    'a, b, c and 2 more'
    """
    told = sorted(set(names))
    more = f" and {len(told) - _MOST} more" if len(told) > _MOST else ""
    return ", ".join(told[:_MOST]) + more


def summarize(lines: Iterable[Line]) -> dict[str, str]:
    """Say of each part how many checks ended how.

    >>> summarize([Line("files", "", "hashes", State.fine), Line("files", "", "x", State.fails)])
    {'files': '1 fine, 1 fails'}
    """
    counts: dict[str, Counter[State]] = {}
    for line in lines:
        counts.setdefault(line.part, Counter())[line.state] += 1
    return {p: ", ".join(_spell(s, n) for s in State if (n := c[s])) for p, c in counts.items()}


def _spell(state: State, number: int) -> str:
    """Say how many ended so: 1 fails, 2 fail, 3 wait.

    >>> [_spell(State.fails, 2), _spell(State.waits, 2), _spell(State.warns, 2)]
    ['2 fail', '2 wait', '2 warnings']
    """
    words = {State.fails: "fail", State.waits: "wait", State.warns: "warnings"}
    return f"{number} {words.get(state, state) if number > 1 else state}"
