"""Commands that ask: questions, things, facts, conflicts."""

from __future__ import annotations

import sys

import typer

from .. import api
from .. import options as o
from ..content import find_content
from ..queries import list_questions, read_parameters
from .showing import say_coverage, show

PANEL = "Ask"
app = typer.Typer()


@app.command(rich_help_panel=PANEL)
def ask(
    question: o.Question = None,
    parameters: o.Parameters = None,
    form: o.Form = o.Format.table,
    timeout: o.Timeout = 60,
    rows: o.Rows = 100_000,
    endpoint: o.Endpoint = None,
    as_of: o.AsOf = "",
    also: o.Also = None,
) -> None:
    """Ask a question; without a name, list the questions.

    Example:  bsrgraph ask partners-of cluster="Latvijas IT klasteris"

    Example:  bsrgraph ask clusters-of-country country=Latvija --format csv

    Example:  echo "SELECT * { ?call a bsr:Call }" | bsrgraph ask -
    """
    if question is None:
        return print(list_questions(find_content()))
    asked = sys.stdin.read() + "\n" if question == "-" else question
    given = read_parameters(parameters or [])
    limits = {"timeout": timeout, "rows": rows, "endpoint": endpoint, "as_of": as_of}
    answer = api.ask_question(asked, given, also=also or (), **limits)  # type: ignore[arg-type]
    show(answer, form)
    say_coverage(asked, as_of)


@app.command(rich_help_panel=PANEL)
def about(thing: o.Thing, form: o.Form = o.Format.table) -> None:
    """Show all that is known about a thing, and who says so.

    Example:  bsrgraph about "Fiber Optic Valley"
    """
    show(api.about(thing), form)


@app.command(rich_help_panel=PANEL)
def why(
    subject: o.Thing,
    relation: o.Relation = "all",
    object: o.Thing = "all",
    form: o.Form = o.Format.table,
) -> None:
    """Show which sources state a fact: publisher, date, link, place in the text.

    Example:  bsrgraph why smart-tech-cis partner "Fiber Optic Valley"
    """
    show(api.why(subject, relation, object), form)


@app.command(rich_help_panel=PANEL)
def conflicts(form: o.Form = o.Format.table) -> None:
    """Show where sources disagree: both sides, in which way, and which is newest.

    Example:  bsrgraph conflicts --format markdown
    """
    show(api.ask("conflicts"), form)
    say_coverage("conflicts")
