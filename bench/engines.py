"""Ask one question by every engine: raw Oxigraph, ask(), the rdflib face, rdflib's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sized
from dataclasses import dataclass, field
from functools import partial

import pyoxigraph as ox
from rdflib import Graph

from bsrgraph.face import face_store
from bsrgraph.queries import Query, ask_catalogue, bind_parameters, find_query, read_catalogue

from .bodies import Body
from .timing import LONG, Job, Times, bound, measure

RowsJob = Callable[[], Sized]
RAW, ASK, FACE, RDFLIB = "pyoxigraph", "ask()", "graph.query", "rdflib"


@dataclass
class Comparison:
    """Hold what one question took by each engine, and how many rows each gave."""

    question: str
    seconds: Times = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)

    def ratio(self, engine: str) -> float | None:
        """Give an engine's time as a multiple of raw Oxigraph's."""
        if RAW not in self.seconds or engine not in self.seconds:
            return None
        return self.seconds[engine] / self.seconds[RAW]


def compare_questions(body: Body, memory: Graph, cap: float, rounds: int) -> Iterator[Comparison]:
    """Compare the engines on each question of the catalogue, one after the other."""
    face = face_store(body.store)
    for query in read_catalogue(body.content).values():
        found = Comparison(query.name)
        for jobs in _make_jobs(body, query, face, memory):
            limit = cap * len(jobs) + LONG
            _note(found, tuple(jobs), bound(partial(_try, jobs, rounds), limit))
        yield found


def _make_jobs(body: Body, query: Query, face: Graph, memory: Graph) -> list[dict[str, RowsJob]]:
    """Make a job for each engine; rdflib's own, which is slow, stands apart from the others."""
    given = _choose_parameters(body, query)
    text = bind_parameters(query, given, body.run)[0].text
    return [
        {
            RAW: lambda: _read_raw(body, text),
            ASK: lambda: _ask(body, query.name, given),
            FACE: lambda: list(face.query(text)),
        },
        {RDFLIB: lambda: list(memory.query(text))},
    ]


def _read_raw(body: Body, text: str) -> Sized:
    """Run a query by pyoxigraph alone and read its rows."""
    result = body.store.query(text)
    assert isinstance(result, ox.QuerySolutions), "every question of the catalogue selects"
    return [tuple(row) for row in result]


def _ask(body: Body, name: str, given: Mapping[str, str]) -> Sized:
    """Do what `bsrgraph.ask` does for a question of the catalogue, on the given store."""
    return ask_catalogue(find_query(body.content, name), given, body.run, body.run)


def _choose_parameters(body: Body, query: Query) -> dict[str, str]:
    """Choose parameters that have an answer; those left out keep the example of the question."""
    wanted = {p: (f"{query.name}.{p}", p) for p in query.parameters}
    found = {
        p: [body.examples[k] for k in keys if k in body.examples] for p, keys in wanted.items()
    }
    return {p: values[0] for p, values in found.items() if values}


def _try(jobs: Mapping[str, RowsJob], rounds: int) -> tuple[Times, dict[str, int]]:
    """Time the jobs and count their rows; runs in a child."""
    rows: dict[str, int] = {}

    def count(name: str, job: RowsJob) -> Job:
        return lambda: rows.update({name: len(job())})

    return measure({name: count(name, job) for name, job in jobs.items()}, rounds), rows


def _note(found: Comparison, engines: tuple[str, ...], outcome: object) -> None:
    if isinstance(outcome, tuple):
        found.seconds |= outcome[0]
        found.rows |= outcome[1]
    else:
        found.failed |= dict.fromkeys(engines, "time" if outcome is None else str(outcome))
