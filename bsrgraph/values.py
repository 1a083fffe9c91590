"""Turn the text of a cell into a value: a text, a link, a language, a period."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

LONGEST = 4000
_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_LINK = re.compile(r"https?://[^\s<>\"{}|\\^`/?#@]+[^\s<>\"{}|\\^`]*")
_TAGGED = re.compile(r"(?P<text>.*\S)\s*@(?P<language>[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)", re.S)
_CONTROL = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]"
)


class CellError(ValueError):
    """Say what is wrong with the text of a cell and what to write instead."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(f"{what}; {remedy}")
        self.what, self.remedy = what, remedy


@dataclass(frozen=True)
class Period:
    """Hold the first and the last day of a time, either of them open, and how it was written."""

    text: str
    first: date | None
    last: date | None

    @property
    def slug(self) -> str:
        """Name the period in an IRI; rdflib reads no Turtle name that ends in a dot."""
        if self.first is None:
            return f"until-{self.text[2:]}"
        return f"from-{self.text[:-2]}" if self.last is None else self.text


@dataclass(frozen=True)
class Text:
    """Hold words and the language that they are in."""

    text: str
    language: str


def parse_text(cell: str) -> str:
    """Clean a text: no control characters, no doubled spaces, not longer than 4000 characters.

    >>> parse_text("  Fiber  Optic Valley ")
    'Fiber Optic Valley'
    """
    if _CONTROL.search(cell):
        raise CellError("the text holds control characters", "type the words again in this cell")
    text = " ".join(cell.split())
    if not text or len(text) > LONGEST:
        raise CellError(f"the text has {len(text)} characters", f"write 1 to {LONGEST}")
    return text


def parse_tagged(cell: str) -> Text:
    """Read a text with its language; English where none is named.

    >>> parse_tagged("Latvijas IT klasteris@lv")
    Text(text='Latvijas IT klasteris', language='lv')
    """
    text = parse_text(cell)
    match = _TAGGED.fullmatch(text)
    return Text(match["text"], match["language"].lower()) if match else Text(text, "en")


def parse_language(cell: str) -> str:
    """Read a language code.

    >>> parse_language("lv")
    'lv'
    """
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", cell.strip()):
        raise CellError(f"'{cell}' is no language code", "write two letters such as en, lv, da")
    return cell.strip()


def parse_checksum(cell: str) -> str:
    """Read a SHA-256 in hexadecimal.

    >>> parse_checksum("AB" * 32)[:4]
    'abab'
    """
    if not re.fullmatch("[0-9a-fA-F]{64}", cell.strip()):
        raise CellError(f"'{cell[:70]}' is no SHA-256", "let 'bsrgraph tidy --text FILE' write it")
    return cell.strip().lower()


def parse_link(cell: str) -> str:
    """Read a web address; only http and https are links.

    >>> parse_link("https://example.org/news?id=1")
    'https://example.org/news?id=1'
    """
    link = cell.strip()
    if not _LINK.fullmatch(link) or _CONTROL.search(link) or len(link) > LONGEST:
        raise CellError(
            f"'{link[:80]}' is no web address",
            "copy it from the browser's address bar, with http:// or https:// in front",
        )
    return link


def parse_date(cell: str) -> Period:
    """Read a year, a month or a day.

    >>> parse_date("2016-02").last
    datetime.date(2016, 2, 29)
    """
    text = cell.strip()
    match = _DATE.fullmatch(text)
    if not match:
        raise CellError(
            f"'{text}' is no date",
            "write 2016, 2016-12 or 2016-12-30, and format the column as text"
            " so that the spreadsheet does not change it",
        )
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        first = date(year or 0, month or 1, day or 1)
        last = date(first.year, month or 12, day or monthrange(first.year, month or 12)[1])
    except ValueError:
        raise CellError(f"there is no day '{text}'", "look the date up again") from None
    return Period(text, first, last)


def parse_period(cell: str) -> Period:
    """Read a date, or a span from one date to another; either end may be open.

    >>> parse_period("2014-09-18..2014-09-19").last
    datetime.date(2014, 9, 19)
    >>> parse_period("2013..").last
    """
    if ".." not in cell:
        return parse_date(cell)
    start, _, end = (part.strip() for part in cell.partition(".."))
    if not start and not end:
        raise CellError("a span with no ends", "write 2013..2015, 2013.. or ..2015")
    first = parse_date(start).first if start else None
    last = parse_date(end).last if end else None
    if first and last and first > last:
        raise CellError(f"'{cell}' ends before it begins", "put the earlier date first")
    return Period(f"{start}..{end}", first, last)
