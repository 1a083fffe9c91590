"""Time rival ways of one job round by round, so that a busy machine slows all of them alike."""

from __future__ import annotations

import math
import multiprocessing
from collections.abc import Callable, Iterable, Mapping
from statistics import median
from time import perf_counter
from typing import Any

SHORTEST = 0.01
MOST_REPEATS = 40
LONG = 2.0
Job = Callable[[], object]
Clock = Callable[[], float]
Times = dict[str, float]


def measure_once(job: Job, clock: Clock = perf_counter) -> float:
    """Give the seconds that one run takes."""
    start = clock()
    job()
    return clock() - start


def measure(
    jobs: Mapping[str, Job], rounds: int, long: float = LONG, clock: Clock = perf_counter
) -> Times:
    """Give each job's median seconds over interleaved rounds, after one that warms up.

    A quick job runs several times a round; jobs that together take a good part of `long` seconds
    have fewer rounds, in the end none but the first. The processor's own clock, `process_time`, is
    the fairer one for jobs of one thread: on a busy machine it does not count the time of others.
    """
    first = {name: measure_once(job, clock) for name, job in jobs.items()}
    repeats = {n: max(1, min(MOST_REPEATS, int(SHORTEST / t))) for n, t in first.items()}
    taken: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(min(rounds, int(long / sum(first.values())))):
        for name, job in jobs.items():
            taken[name].append(_measure_mean(job, repeats[name], clock))
    return {name: median(times or [first[name]]) for name, times in taken.items()}


def _measure_mean(job: Job, repeats: int, clock: Clock) -> float:
    start = clock()
    for _ in range(repeats):
        job()
    return (clock() - start) / repeats


def average(ratios: Iterable[float]) -> float:
    """Give the geometric mean, the one that suits ratios; NaN for none."""
    logs = [math.log(r) for r in ratios]
    return math.exp(sum(logs) / len(logs)) if logs else math.nan


def bound(work: Callable[[], Any], seconds: float) -> Any:
    """Do work in a forked child; gives what it gave, its exception, or None when time ran out."""
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe(duplex=False)
    child = context.Process(target=_report, args=(there, work), daemon=True)
    child.start()
    there.close()
    try:
        return here.recv() if here.poll(seconds) else None
    except EOFError:
        return None
    finally:
        child.kill()
        child.join()


def _report(there: Any, work: Callable[[], Any]) -> None:
    try:
        there.send(work())
    except Exception as error:
        there.send(RuntimeError(f"{type(error).__name__}: {error}"))
