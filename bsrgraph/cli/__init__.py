"""Commands: the only place that prints, reads arguments and exits."""

from __future__ import annotations

import os
import sys

import typer

from ..errors import BsrgraphError, ContentError
from . import asking, networks, publishing, sheets
from .showing import count, say

app = typer.Typer(
    help="Ask who works with whom among the clusters of the Baltic Sea Region, and who says so.\n\n"
    "Begin with [bold]bsrgraph ask[/bold], which lists the questions.",
    no_args_is_help=True,
    rich_markup_mode="rich",
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for part in (asking, networks, sheets, publishing):
    app.add_typer(part.app)


def run() -> None:
    """Run the command line; exits 0 when fine, 1 when the content has problems, 2 on wrong use."""
    try:
        app(standalone_mode=True)
    except ContentError as error:
        say(f"{error}\n{count(len(error.problems), 'problem')}; nothing was changed")
        sys.exit(1)
    except (BsrgraphError, UnicodeDecodeError) as error:
        garbled = isinstance(error, UnicodeDecodeError)
        say(f"bsrgraph: {'what came in is not UTF-8; save it as UTF-8' if garbled else error}")
        sys.exit(2)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
