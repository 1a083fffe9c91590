"""Reckon the points of the EU's metadata quality assessment (MQA) that files alone can earn.

Metrics and weights are those of the data.europa.eu methodology
(https://data.europa.eu/mqa/methodology): 405 points in five dimensions, 80 of which are given when
addresses answer, which only a host can show. The portal scores the best file of a dataset; here
every file counts, and parts of points are dropped, so that no more is claimed than is earned.
"""

from __future__ import annotations

from collections.abc import Iterable

from .catalogue import is_listed
from .facts import Facts, Row, read_table
from .lines import Line, State, enumerate_some

PART = "quality (MQA)"
# The lowest number of points of each rating.
RATINGS = ((351, "Excellent"), (221, "Good"), (121, "Sufficient"), (0, "Bad"))


def reckon_points(facts: Facts, complies: bool) -> list[Line]:
    """Reckon each metric; `complies` says whether the catalogue keeps to DCAT-AP."""
    return [_reckon(facts, row, complies) for row in read_table("quality")]


def _reckon(facts: Facts, row: Row, complies: bool) -> Line:
    most = int(row["points"])
    if row["test"] == "hosted":
        return _write(row, State.waits, 0, "needs hosting", row["remedy"])
    nodes = [node for kind in row["kind"].split() for node in facts.of_kind(kind)]
    pairs = list(zip(row["property"].split() or [""], row["test"].split(), strict=True))
    asked = [(node, word, test) for node in nodes for word, test in pairs]
    lacking = [node for node, word, test in asked if not _passes(facts, node, word, test, complies)]
    if asked and not lacking:
        return _write(row, State.fine, most, f"{len(nodes)} of {len(nodes)}")
    points = most * (len(asked) - len(lacking)) // max(len(asked), 1)
    found = f"not so: {enumerate_some(map(facts.spell, lacking))}" if asked else "nothing described"
    return _write(row, State.fails, points, found, row["remedy"])


def _write(row: Row, state: State, points: int, found: str, remedy: str = "") -> Line:
    group, check, most = row["group"], row["check"], int(row["points"])
    return Line(PART, group, check, state, found, remedy, points, most)


def _passes(facts: Facts, node: object, word: str, test: str, complies: bool) -> bool:
    """Say whether a node has a property, or one from the table that the test names."""
    if test == "compliant":
        return complies
    values = facts.values(node, word)
    return bool(values) if test == "there" else any(is_listed(value, test) for value in values)


def sum_points(lines: Iterable[Line]) -> tuple[int, int, int]:
    """Sum the points earned, those that wait for a host, and all there are.

    >>> sum_points(reckon_points(Facts({}), True))
    (0, 80, 405)
    """
    told = [line for line in lines if line.of is not None]
    waiting = sum(line.of or 0 for line in told if line.state is State.waits)
    return sum(x.points or 0 for x in told), waiting, sum(x.of or 0 for x in told)


def rate(points: int) -> str:
    """Give the portal's word for a number of points.

    >>> [rate(n) for n in (405, 351, 350, 221, 220, 121, 120)]
    ['Excellent', 'Excellent', 'Good', 'Good', 'Sufficient', 'Sufficient', 'Bad']
    """
    return next(word for least, word in RATINGS if points >= least)


def spell_points(lines: Iterable[Line]) -> str:
    """Say how many points there are, what they are called, and what waits.

    >>> spell_points(reckon_points(Facts({}), True))
    '0 of 405 points, 80 wait for a host; Bad, Excellent from 351'
    """
    points, waiting, most = sum_points(lines)
    rating = rate(points)
    best, least = RATINGS[0][1], RATINGS[0][0]
    more = f", {best} from {least}" if rating != best else ""
    return f"{points} of {most} points, {waiting} wait for a host; {rating}{more}"
