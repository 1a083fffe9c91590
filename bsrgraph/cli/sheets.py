"""Commands for who adds an article: begin a sheet, check it, tidy it."""

from __future__ import annotations

import sys

import typer

from .. import api
from .. import options as o
from ..content import find_content
from ..editing import new_sheet, tidy_sheets
from ..errors import QueryError
from .showing import count, say

PANEL = "Add an article"
app = typer.Typer()


@app.command(rich_help_panel=PANEL)
def new(
    title: o.Title,
    publisher: o.Publisher = "",
    published: o.Published = "",
    language: o.Language = "",
    link: o.Link = "",
    kind: o.Kind = "news article",
) -> None:
    """Begin the sheet of an article.

    Example:  bsrgraph new "Two clusters meet" --publisher "Dienas Bizness" --published 2016-12
    """
    facts = {"publisher": publisher, "published": published, "language": language, "link": link}
    print(new_sheet(find_content(), title, kind=kind, **facts))
    say("Add a row for each fact in a spreadsheet, save it as CSV UTF-8, then run: bsrgraph check")


@app.command(rich_help_panel=PANEL)
def check() -> None:
    """Check sheets, registry, shapes and questions; every mistake with file, line and remedy.

    Example:  bsrgraph check
    """
    problems = api.check()
    print(*problems, sep="\n", end="\n" if problems else "")
    say(count(len(problems), "problem"))
    if problems:
        sys.exit(1)


@app.command(rich_help_panel=PANEL)
def tidy(sheets: o.Sheets = None, text: o.SourceText = None) -> None:
    """Bring sheets into canonical form; with --text, turn quoted words into places in it.

    Example:  bsrgraph tidy data/sources/2016-12-db-lv-innovation-express.csv --text article.txt
    """
    content = find_content()
    if text and len(sheets or []) != 1:
        raise QueryError("--text belongs to one sheet; name that sheet")
    changed = tidy_sheets(content, sheets or content.sheets(), text.read_bytes() if text else None)
    print(*map(content.name, changed), sep="\n", end="\n" if changed else "")
    say(f"{len(changed)} of {len(sheets or content.sheets())} sheets changed")
