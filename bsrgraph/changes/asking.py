"""Ask both graphs the questions of the catalogue, and say which answers differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ..answers import Answer, Term, read_term, shorten
from ..errors import QueryError
from ..queries import Query, bind_parameters, find_example
from ..store import run_bounded, run_query
from .reading import Side
from .records import Change

ROWS = 1_000_000
PATIENCE = 60.0
_BARE = "statement"
Row = tuple[tuple[str, Term], ...]


def compare_questions(old: Side, new: Side) -> Iterator[Change]:
    """Say which questions were added, dropped or put otherwise, where both sides have their own."""
    if not (old.own and new.own):
        return
    before, after = old.questions, new.questions
    for name in sorted(before.keys() | after.keys()):
        if name not in before:
            yield Change("question", "added", name, after[name].summary)
        elif name not in after:
            yield Change("question", "gone", name, before[name].summary)
        elif before[name].text != after[name].text:
            yield Change("question", "reworded", name, after[name].summary)


def compare_answers(old: Side, new: Side, seconds: float = PATIENCE) -> Iterator[Change]:
    """Ask both graphs the questions of the new side: with their examples, and with 'all'."""
    for query in new.questions.values():
        for words, text in list_forms(query):
            yield from _compare(query, words, text, old, new, seconds)


def list_forms(query: Query) -> Iterator[tuple[str, str]]:
    """List the texts in which a question is asked, with its parameters in words."""
    examples = {p: find_example(query, p) for p in query.parameters}
    yield " ".join(f"{p}={shorten(_name(e))}" for p, e in examples.items()), query.text
    if examples:
        every, _ = bind_parameters(query, dict.fromkeys(examples, "all"), _ask_nobody)
        yield " ".join(f"{p}=all" for p in examples), every.text


def _name(example: str) -> str:
    return example.partition(":")[2] if example[:1].isalpha() else example


def _ask_nobody(text: str) -> Answer:
    raise QueryError("'all' needs nothing looked up")


def _compare(
    query: Query, words: str, text: str, old: Side, new: Side, seconds: float
) -> Iterator[Change]:
    bounded = old.foreign or new.foreign
    limit = seconds if bounded else None
    (was, failed), (now, fails) = _ask(old, text, limit), _ask(new, text, limit)
    told = {"part": "question", "id": query.name, "name": query.summary, "relation": words}
    if fails and not failed:
        yield Change(**told, kind="fails", after=fails)
    elif failed and not fails:
        yield Change(**told, kind="works", before=failed)
    elif not failed:
        for kind, rows in (("row gone", was - now), ("row added", now - was)):
            for row in rows.elements():
                yield Change(**told, kind=kind, value=" · ".join(_spell_row(row)))


def _ask(side: Side, text: str, seconds: float | None) -> tuple[Counter[Row], str]:
    """Ask one side, within limits if any; returns its rows, or why there are none."""
    try:
        if seconds is None:
            answer = run_query(side.store, text, rows=ROWS)
        else:
            answer = run_bounded(side.store, text, timeout=seconds, rows=ROWS)
        rows = Counter(_strip_rows(answer))
    except QueryError as error:
        return Counter(), str(error)
    return (Counter(), f"more than {ROWS} rows") if answer.cut else (rows, "")


def _strip_rows(answer: Answer) -> Iterator[Row]:
    """Give rows with their columns; the id of a statement is no part of what is answered."""
    if answer.form != "SELECT":
        raise QueryError("only questions that select rows can be compared")
    for row in answer.terms:
        yield tuple((c, t) for c, t in zip(answer.columns, row, strict=True) if c != _BARE)


def _spell_row(row: Row) -> Iterator[str]:
    """Write what a row says, without ids that stand beside their name."""
    columns = {column for column, _ in row}
    for column, term in row:
        words = shorten(read_term(term))
        if words and f"{column}Name" not in columns:
            yield words
