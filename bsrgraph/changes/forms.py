"""Write changes as plain words, as Markdown for release notes, as CSV and JSON for programs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import asdict, fields
from typing import Any

from ..answers import clean_text, escape_markdown, guard_cell
from .records import Change, Changes
from .words import HINT, Line, summarize, write_lines

_SIGNS = {"+ ": "added: ", "- ": "gone: ", "~ ": "changed: "}


def describe(changes: Changes, form: str = "table", *, whole: bool = False) -> str:
    """Write changes as table (plain words), markdown, csv or json.

    `whole` shows all lines where words would be cut; csv and json are never cut.

    >>> print(describe(Changes("v1", "v2")), end="")
    From v1 to v2: nothing changed
    """
    if form == "csv":
        return _format_csv(changes)
    if form == "json":
        return _format_json(changes)
    title = _tidy(f"From {changes.old} to {changes.new}")
    lines = [(depth, _tidy(text)) for depth, text in write_lines(changes, whole)]
    write = _format_markdown if form == "markdown" else _format_plain
    return write(title, summarize(changes), lines)


def _tidy(text: str) -> str:
    return " ".join(clean_text(text).split())


def _format_plain(title: str, head: str, lines: Iterable[Line]) -> str:
    told, grouped = [f"{title}: {head}"], False
    for depth, text in lines:
        grouped = depth == 1 or (grouped and depth > 1)
        told.append(("\n" if depth == 0 else "  " * (depth - (depth > 1 and not grouped))) + text)
    return "\n".join(told) + "\n"


def _format_markdown(title: str, head: str, lines: Iterable[Line]) -> str:
    told, last = [f"## {escape_markdown(title)}\n\n{escape_markdown(head)}"], 0
    for depth, text in lines:
        words = escape_markdown(_SIGNS.get(text[:2], text[:2]) + text[2:].removesuffix(HINT))
        gap = "\n" if depth < 2 or last < 2 else ""
        told.append(gap + ("### {}", "**{}**", "- {}", "  - {}")[depth].format(words))
        last = depth
    return "\n".join(told) + "\n"


def _format_csv(changes: Changes) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([f.name for f in fields(Change)])
    for item in changes.items:
        writer.writerow([guard_cell(clean_text(cell)) for cell in asdict(item).values()])
    return out.getvalue()


def _format_json(changes: Changes) -> str:
    told: dict[str, Any] = {"old": changes.old, "new": changes.new, "summary": summarize(changes)}
    told |= asdict(changes)
    told["triples"] = dict(zip(("old", "new", "added", "gone"), changes.triples, strict=True))
    told["items"] = [{k: clean_text(v) for k, v in item.items() if v} for item in told["items"]]
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"
