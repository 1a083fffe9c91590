"""Write answers to stdout, and what people must know about them to stderr."""

from __future__ import annotations

import sys

from .. import api
from .. import options as o
from ..answers import Answer, format_answer
from ..errors import QueryError


def say(words: str) -> None:
    """Write words for people to stderr, so that stdout holds only the answer."""
    print(words, file=sys.stderr)


def count(number: int, thing: str) -> str:
    """Say how many things there are: 1 row, 2 rows."""
    return f"{number} {thing}{'' if number == 1 else 's'}"


def say_coverage(asked: str, as_of: str = "") -> None:
    """Say in a line each what the answer to a question or network rests on."""
    for line in api.describe_coverage(asked, as_of):
        say(f"coverage: {line}")


def show(answer: Answer, form: o.Format) -> None:
    """Write an answer to stdout and what a reader must know to stderr."""
    from ..tables import lay_out, open_console

    triples = answer.form in ("CONSTRUCT", "DESCRIBE")
    if form is o.Format.turtle and not triples:
        raise QueryError(f"a {answer.form} gives no Turtle; use CONSTRUCT, or --format csv")
    if form is o.Format.table and answer.form == "SELECT" and answer:
        console = open_console()
        console.print(lay_out(answer, console))
    elif form is not o.Format.table or answer.form != "SELECT":
        sys.stdout.write(format_answer(answer, form.value))
    for note in answer.notes:
        say(note)
    if answer.cut:
        say(f"cut after {len(answer)} rows; raise --rows, or narrow the question")
    elif answer.form == "SELECT":
        say(count(len(answer), "row"))
