"""Render the pages of the site in one frame: same head, navigation and foot, relative links.

Pages hold no script of their own and load nothing from elsewhere; a policy in each says so.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import StringIO
from typing import TYPE_CHECKING, Any

from ..edition import Edition
from ..looks import read_colours
from .addresses import find_page

if TYPE_CHECKING:
    from jinja2 import Environment

Files = dict[str, bytes]
# What the head of each page leads to: the part's name, and where it lies below the site.
PARTS = {
    "network": "network.html",
    "things": "things.html",
    "questions": "questions.html",
    "sparql": "sparql/index.html",
    "ontology": "ontology.html",
}


@dataclass(frozen=True)
class Frame:
    """Hold what all pages share: the release, and which parts the site has."""

    edition: Edition
    parts: tuple[str, ...] = tuple(PARTS)

    def render(self, template: str, path: str, *, lang: str = "en", **values: Any) -> bytes:
        """Render a template of this package as the page at `path` below the site.

        A template extends `frame.html` and fills its blocks; `root` leads from the page to the
        site, with a slash at its end, `words` are those of the language.
        """
        page = _environment().get_template(template)
        common = {
            "edition": self.edition,
            "lang": lang,
            "parts": {part: _find_part(part, lang) for part in PARTS if part in self.parts},
            "path": path,
            "root": "../" * path.count("/"),
            "words": read_words("words.csv")[lang],
        }
        return (page.render(common | values) + "\n").encode()


def _find_part(part: str, lang: str) -> str:
    return (
        PARTS[part].replace(".", f".{lang}.") if (part, lang) == ("ontology", "lv") else PARTS[part]
    )


def write_shared() -> Files:
    """Write what all pages load: style, icon, and the script that filters lists."""
    files = {name: read_text(name).encode() for name in ("filter.js", "icon.svg")}
    return files | {"site.css": (read_colours() + read_text("site.css")).encode()}


def read_text(name: str) -> str:
    """Read a file of this package."""
    return (files(__package__) / name).read_text(encoding="utf-8")


@cache
def read_words(name: str) -> Mapping[str, Mapping[str, str]]:
    """Read a table of words: language, key, word.

    >>> read_words("words.csv")["lv"]["network"]
    'Tīkls'
    """
    rows = list(csv.DictReader(StringIO(read_text(name))))
    languages = [column for column in rows[0] if column != "key"]
    return {language: {row["key"]: row[language] for row in rows} for language in languages}


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    environment = Environment(
        loader=FunctionLoader(read_text),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.tests["in_folder"] = lambda path: "/" in path
    environment.filters |= {
        "page": find_page,
        "place": spell_place,
        "amount": spell_amount,
        "web": keep_web,
    }
    environment.policies["json.dumps_kwargs"] = {"sort_keys": True, "ensure_ascii": False}
    return environment


def keep_web(address: str) -> str:
    """Keep an address that begins with http or https; any other becomes empty.

    >>> keep_web("https://example.org/"), keep_web("javascript:alert(1)")
    ('https://example.org/', '')
    """
    return address if address.lower().startswith(("http://", "https://")) else ""


def spell_place(evidence: str) -> str:
    """Say in words where in a text something stands.

    >>> spell_place("char=570,614; par=3")
    'characters 570–614; paragraph 3'
    """
    words = {"char=": "characters ", "par=": "paragraph ", "page=": "page "}
    for mark, word in words.items():
        evidence = evidence.replace(mark, word)
    return evidence.replace(",", "–")


def spell_quantity(text: str) -> str:
    """Group the digits of large numbers, and write millions out.

    >>> spell_quantity("~61000000 PLN"), spell_quantity("10000..60000 EUR")
    ('~61,000,000 PLN', '10,000..60,000 EUR')
    >>> spell_quantity("1547123.91 EUR"), spell_quantity("2.4 MEUR")
    ('1,547,123.91 EUR', '2.4 million EUR')
    """
    grouped = re.sub(r"(?<!\d)(?<!\d\.)\d{5,}", lambda match: f"{int(match[0]):,}", text)
    return re.sub(r"\bM(?=[A-Z]{3}\b)", "million ", grouped)


def spell_amount(text: str) -> str:
    """Spell a number or a sum of money as a quantity; leave every other text as it is.

    >>> spell_amount("48000 EUR"), spell_amount("project 822095")
    ('48,000 EUR', 'project 822095')
    """
    amount = re.fullmatch(r"[<>=~]*-?\d[\d.]*( M?[A-Z]{3})?", text)
    return spell_quantity(text) if amount else text
