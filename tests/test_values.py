"""Cells become values; what cannot is refused with a remedy."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bsrgraph.quantities import Quantity, Unit, UnknownUnit, parse_quantity
from bsrgraph.values import (
    CellError,
    parse_checksum,
    parse_date,
    parse_language,
    parse_link,
    parse_period,
    parse_tagged,
    parse_text,
)

UNITS = {
    "eur": Unit("u:eur", "EUR", "money"),
    "projects": Unit("u:projects", "projects", "count"),
    "project": Unit("u:projects", "projects", "count"),
    "cluster managers": Unit("u:cm", "cluster managers", "count"),
    "months": Unit("u:months", "months", "measure"),
    "percent": Unit("u:percent", "percent", "measure"),
}


def read(cell: str, *, money: bool = False) -> Quantity:
    return parse_quantity(cell, UNITS, money=money)


@pytest.mark.parametrize(
    ("cell", "minimum", "maximum", "text", "slug"),
    [
        ("62 projects", 62, 62, "62 projects", "62-projects"),
        ("1 project", 1, 1, "1 projects", "1-projects"),
        (">170 projects", 171, None, ">170 projects", "over-170-projects"),
        (">=2 projects", 2, None, ">=2 projects", "at-least-2-projects"),
        ("<4000 projects", None, 3999, "<4000 projects", "under-4000-projects"),
        ("<=5 projects", None, 5, "<=5 projects", "at-most-5-projects"),
        ("~250 cluster managers", 245, 255, "~250 cluster managers", "about-250-cluster-managers"),
        ("~ 4000 projects", 3500, 4500, "~4000 projects", "about-4000-projects"),
        ("12..18 months", 12, 18, "12..18 months", "12-18-months"),
        ("<=50 percent", None, 50, "<=50 percent", "at-most-50-percent"),
        ("2 109 projects", 2109, 2109, "2109 projects", "2109-projects"),
        ("12.5 percent", Decimal("12.5"), Decimal("12.5"), "12.5 percent", "12.5-percent"),
    ],
)
def test_quantity_has_bounds(
    cell: str, minimum: object, maximum: object, text: str, slug: str
) -> None:
    """A quantity keeps what the source says as bounds, and one way to write it."""
    quantity = read(cell)
    assert (quantity.minimum, quantity.maximum) == (minimum, maximum)
    assert (quantity.text, quantity.slug) == (text, slug)
    assert quantity.approximate == cell.startswith("~")


@pytest.mark.parametrize(
    ("cell", "minimum", "maximum"),
    [
        ("48000 EUR", "48000", "48000"),
        ("48 000 EUR", "48000", "48000"),
        ("1403744.26 EUR", "1403744.26", "1403744.26"),
        ("6.5 MEUR", "6450000", "6550000"),
        ("6 M EUR", "5500000", "6500000"),
        ("1.25 bn EUR", "1245000000", "1255000000"),
        ("200 kEUR", "199500", "200500"),
        ("10000..60000 EUR", "10000", "60000"),
        ("<=2 MEUR", None, "2000000"),
        (">6 MEUR", "6000000", None),
    ],
)
def test_rounded_money_keeps_the_bounds_of_its_last_digit(
    cell: str, minimum: str | None, maximum: str | None
) -> None:
    """A sum given in thousands or millions is known only to its last digit."""
    quantity = read(cell, money=True)
    bounds = [str(b) if b is not None else None for b in (quantity.minimum, quantity.maximum)]
    assert bounds == [minimum, maximum]


@pytest.mark.parametrize(
    ("cell", "what"),
    [
        ("many projects", "no quantity"),
        ("1,5 projects", "a comma in a number"),
        ("62", "no unit ''"),
        ("62 unicorns", "no unit 'unicorns'"),
        ("20..10 projects", "runs downwards"),
        (">10..20 projects", "no quantity"),
        ("62 EUR", "a currency"),
        ("-5 projects", "no quantity"),
        ("1e5 projects", "no unit 'e5 projects'"),
    ],
)
def test_bad_quantity_is_refused(cell: str, what: str) -> None:
    """A quantity that cannot be read says what is wrong and what to write."""
    with pytest.raises(CellError) as caught:
        read(cell)
    assert what in caught.value.what and caught.value.remedy


def test_count_under_a_money_relation_is_refused() -> None:
    """A money relation takes a currency and nothing else."""
    with pytest.raises(CellError, match="not a currency"):
        read("62 projects", money=True)
    with pytest.raises(UnknownUnit):
        read("6 MProjects")


@given(st.integers(1, 10**9), st.integers(0, 10**9))
def test_range_holds_its_ends(low: int, more: int) -> None:
    """The ends of a range are its bounds, and its slug names them."""
    quantity = read(f"{low}..{low + more} projects")
    assert (quantity.minimum, quantity.maximum) == (low, low + more)
    assert quantity.slug == f"{low}-{low + more}-projects"


@given(st.integers(1, 10**7), st.sampled_from(["~", "<", ">", "<=", ">=", ""]))
def test_canonical_text_reads_back(number: int, sign: str) -> None:
    """What a quantity is written as reads back as the same quantity."""
    quantity = read(f"{sign} {number} projects")
    assert read(quantity.text) == quantity


@pytest.mark.parametrize(
    ("cell", "first", "last"),
    [
        ("2016", date(2016, 1, 1), date(2016, 12, 31)),
        ("2016-02", date(2016, 2, 1), date(2016, 2, 29)),
        ("2016-12-30", date(2016, 12, 30), date(2016, 12, 30)),
        ("2014-09-18..2014-09-19", date(2014, 9, 18), date(2014, 9, 19)),
        ("2013..", date(2013, 1, 1), None),
        ("..2015-06", None, date(2015, 6, 30)),
    ],
)
def test_period_has_days(cell: str, first: date | None, last: date | None) -> None:
    """A date of any precision has a first and a last day."""
    period = parse_period(cell)
    assert (period.first, period.last) == (first, last)
    assert not (period.slug.endswith(".") or period.slug.startswith("."))


@pytest.mark.parametrize(
    "cell",
    ["Dec-16", "16-Dec", "31.12.2016", "12/2016", "42705", "2016-13", "2015-02-29", "..", ""],
)
def test_spoilt_dates_are_refused(cell: str) -> None:
    """What a spreadsheet makes of a date is refused with the way to write it."""
    with pytest.raises(CellError) as caught:
        parse_period(cell)
    assert caught.value.remedy


def test_span_that_runs_backwards_is_refused() -> None:
    """A span ends after it begins."""
    with pytest.raises(CellError, match="ends before it begins"):
        parse_period("2016..2015")


@given(st.dates(date(1000, 1, 1), date(9999, 12, 31)))
def test_every_day_reads_back(day: date) -> None:
    """A day is its own first and last day, and keeps its text."""
    period = parse_date(day.isoformat())
    assert (period.first, period.last, period.text) == (day, day, day.isoformat())


def test_text_names_its_language() -> None:
    """A language at the end of a text is its language; an address is none."""
    assert parse_tagged("Inovāciju Ekspresis@lv").language == "lv"
    assert parse_tagged("write to info@bsr.example").text == "write to info@bsr.example"
    assert parse_tagged("Plain words").language == "en"


@pytest.mark.parametrize("cell", ["a\x00b", "evil\u202etxt", "\x1b[31mred", "", "x" * 5000])
def test_hostile_text_is_refused(cell: str) -> None:
    """Control characters, turned text and endless text do not get in."""
    with pytest.raises(CellError):
        parse_text(cell)


@pytest.mark.parametrize(
    "cell",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "http://",
        "https://a b",
        'http://x/"onload',
        "ftp://x/y",
        "//x/y",
        "http://x/<script>",
    ],
)
def test_only_web_addresses_are_links(cell: str) -> None:
    """A link is http or https and holds nothing that could leave an attribute."""
    with pytest.raises(CellError, match="no web address"):
        parse_link(cell)


def test_codes_are_checked() -> None:
    """A language code and a checksum have their forms."""
    assert parse_language("lv") == "lv"
    with pytest.raises(CellError):
        parse_language("Latvian language")
    with pytest.raises(CellError):
        parse_checksum("abc")
