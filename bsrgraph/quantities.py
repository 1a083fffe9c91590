"""Turn the text of a cell into a quantity: a number's bounds in a unit, or a sum of money."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from .values import CellError, parse_text

_NUMBER = r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_QUANTITY = re.compile(
    rf"(?P<sign>~|>=|<=|>|<)?\s*(?P<low>{_NUMBER})(?:\s*\.\.\s*(?P<high>{_NUMBER}))?\s*(?P<unit>.*)"
)
_SCALES = {"k": Decimal(1000), "M": Decimal(10**6), "bn": Decimal(10**9)}
_SIGNS = {"~": "about-", ">=": "at-least-", "<=": "at-most-", ">": "over-", "<": "under-", "": ""}


@dataclass(frozen=True)
class Unit:
    """Name what a quantity counts: its IRI, its label and its group (count, money, measure)."""

    iri: str
    label: str
    group: str


@dataclass(frozen=True)
class Quantity:
    """Hold a number's bounds in a unit; a bound that is not known is None."""

    text: str
    slug: str
    minimum: Decimal | None
    maximum: Decimal | None
    unit: Unit
    approximate: bool


def parse_quantity(cell: str, units: Mapping[str, Unit], *, money: bool = False) -> Quantity:
    """Read a number, bounds or a range with its unit; `units` is keyed by lower-case label.

    A number with k, M or bn keeps the bounds of its last digit, one with ~ those of its last
    digit that is not zero; > and < exclude the number itself where things are counted.

    >>> eur = Unit("u", "EUR", "money")
    >>> q = parse_quantity("6.5 MEUR", {"eur": eur}, money=True)
    >>> print(q.minimum, q.maximum, q.slug)
    6450000 6550000 6.5-MEUR
    """
    match = _QUANTITY.fullmatch(parse_text(cell))
    if not match or (match["high"] and match["sign"]):
        raise CellError(
            f"'{cell}' is no quantity",
            "write a number and its unit: 62 projects, >170 projects, ~250 members,"
            " 10000..60000 EUR, 6.5 MEUR (a point before decimals, no comma)",
        )
    scale, unit = _read_unit(match["unit"], units)
    if money != (unit.group == "money"):
        raise CellError(
            f"'{unit.label}' is {'not ' if money else ''}a currency",
            "name a currency such as EUR" if money else "use a money relation such as 'budget'",
        )
    return _bound(match["sign"] or "", match["low"], match["high"], scale, unit)


def _read_unit(words: str, units: Mapping[str, Unit]) -> tuple[str, Unit]:
    """Split a unit such as MEUR into its scale and the unit itself."""
    words = " ".join(words.split())
    if re.match(r",\d", words):
        raise CellError("a comma in a number", "write 1.5 for one and a half, 1500 for thousands")
    if words.lower() in units:
        return "", units[words.lower()]
    for scale in _SCALES:
        rest = words.removeprefix(scale).strip()
        unit = units.get(rest.lower())
        if rest != words and unit and unit.group == "money":
            return scale, unit
    raise UnknownUnit(words)


class UnknownUnit(CellError):
    """Say that a unit is not in the vocabulary; the reader adds what was meant."""

    def __init__(self, words: str) -> None:
        super().__init__(f"no unit '{words}'", "add it to ontology/units.ttl")
        self.words = words


def _bound(sign: str, low: str, high: str | None, scale: str, unit: Unit) -> Quantity:
    low, high = (re.sub(r"[^\d.]", "", part) if part else None for part in (low, high))  # type: ignore[assignment]
    factor = _SCALES.get(scale, Decimal(1))
    lowest, highest = Decimal(low) * factor, Decimal(high or low) * factor
    if lowest > highest:
        raise CellError(f"'{low}..{high}' runs downwards", "put the smaller number first")
    text = f"{low}..{high}" if high else low
    bounds = _widen(sign, lowest, highest, _step(low, sign, factor, bool(scale)), unit)
    return Quantity(
        f"{sign}{text} {scale}{unit.label}",
        f"{_SIGNS[sign]}{text.replace('..', '-')}-{scale}{unit.label.replace(' ', '-')}",
        *bounds,
        unit,
        sign == "~",
    )


def _step(number: str, sign: str, factor: Decimal, scaled: bool) -> Decimal:
    """Find by how much a rounded number may be off: half of its last digit that counts."""
    if sign == "~":
        kept = number.replace(".", "").rstrip("0") if "." not in number else number
        zeros = len(number) - len(kept) if "." not in number else 0
        return factor * (Decimal(10) ** zeros if zeros else _last_digit(number)) / 2
    return factor * _last_digit(number) / 2 if scaled and not sign else Decimal(0)


def _last_digit(number: str) -> Decimal:
    return Decimal(1).scaleb(-len(number.partition(".")[2]))


def _widen(
    sign: str, low: Decimal, high: Decimal, step: Decimal, unit: Unit
) -> tuple[Decimal | None, Decimal | None]:
    whole = Decimal(1) if unit.group == "count" and low == low.to_integral_value() else Decimal(0)
    if sign in (">", ">="):
        return low + (whole if sign == ">" else 0), None
    if sign in ("<", "<="):
        return None, high - (whole if sign == "<" else 0)
    return _plain(low - step), _plain(high + step)


def _plain(number: Decimal) -> Decimal:
    """Drop zeros behind the point, keep those before it."""
    return (
        number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()
    )
