"""Say how nodes of a kind look: alike on pages, in files and in plots."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .content import PACKAGE

LOOKS = {"cluster organisation": 0, "country": 1, "project": 2, "organisation": 3}


def number_looks(kinds: Iterable[str]) -> dict[str, int]:
    """Number the looks: familiar kinds look alike everywhere, others follow by name.

    >>> number_looks(["sector", "country"])["sector"]
    4
    """
    others = sorted(set(kinds) - LOOKS.keys())
    return LOOKS | {kind: number for number, kind in enumerate(others, start=len(LOOKS))}


def read_colours() -> str:
    """Read the colours, light and dark, as properties of CSS; the pages of the site share them."""
    return (PACKAGE / "page" / "colours.css").read_text(encoding="utf-8")


def colour_kinds(kinds: Iterable[str]) -> dict[str, str]:
    """Give each kind the colour that it has on a light page.

    >>> colour_kinds(["country"])["country"]
    '#2b3947'
    """
    light = re.findall(r"--kind-\d: (#[0-9a-f]{6})", read_colours().partition("@media")[0])
    return {kind: light[look % len(light)] for kind, look in number_looks(kinds).items()}
