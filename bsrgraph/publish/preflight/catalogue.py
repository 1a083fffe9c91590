"""Hold a catalogue against DCAT-AP 3.0.1, as the table `catalogue.csv` states it.

The table says in our own words what the profile asks of each class: how often a property stands,
what kind of value it has, and from which of the EU's authority tables (`authorities.csv`) it comes.
What the profile only recommends is a warning where it lacks.
Source: https://semiceu.github.io/DCAT-AP/releases/3.0.1/.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import cache
from typing import Any

import pyoxigraph as ox

from .facts import NAMESPACES, Facts, Row, expand, read_table, shorten_iri
from .lines import Line, State, enumerate_some

PART = "DCAT-AP 3.0.1"
_DESCRIBE = "say in the catalogue what the thing is: its class and its name"
LACKS, UNTOLD = "no", "is not described as"
_XSD = NAMESPACES["xsd"]
_MOMENT = re.compile(r"-?\d{4,}(-\d\d(-\d\d(T\d\d:\d\d:\d\d(\.\d+)?)?)?)?(Z|[+-]\d\d:\d\d)?")
_LEXICAL = {
    _XSD + "nonNegativeInteger": re.compile(r"\+?\d+|-0+"),
    _XSD + "hexBinary": re.compile("([0-9a-fA-F]{2})*"),
}
_KINDS = {
    "dcat:Catalog": "catalogue",
    "dcat:CatalogRecord": "record of the catalogue",
    "dcat:DataService": "data service",
    "dcterms:LicenseDocument": "licence",
    "dcterms:PeriodOfTime": "period",
    "skos:ConceptScheme": "table of concepts",
}


def check_catalogue(facts: Facts) -> list[Line]:
    """Check every node of each class; a line for each class, or for each mistake in it."""
    rows: dict[str, list[Row]] = {}
    for row in read_table("catalogue"):
        rows.setdefault(row["kind"], []).append(row)
    lines = [line for kind, asked in rows.items() for line in _check_kind(facts, kind, asked)]
    for kind in ("dcat:Catalog", "dcat:Dataset"):
        if not facts.of_kind(kind):
            what, remedy = f"there is no {kind}", "describe it; `bsrgraph publish` does"
            lines.append(Line(PART, spell_kind(kind), what, State.fails, remedy=remedy))
    return lines


def _check_kind(facts: Facts, kind: str, rows: list[Row]) -> Iterator[Line]:
    nodes = facts.of_kind(kind)
    lines = [line for row in rows for line in _check_row(facts, nodes, row)]
    if nodes and not lines:
        found = f"{len(rows)} propert{'ies' if len(rows) > 1 else 'y'}"
        lines = [Line(PART, spell_kind(kind), f"{len(nodes)} described", State.fine, found)]
    yield from lines


def _check_row(facts: Facts, nodes: list[Any], row: Row) -> Iterator[Line]:
    """Give a line for each way in which a property is wrong, with the nodes where it is."""
    wrong: dict[str, list[Any]] = {}
    for node in nodes:
        for what in find_mistakes(facts, node, row):
            wrong.setdefault(what, []).append(node)
    for what, where in wrong.items():
        soft = what == LACKS and row["obligation"] == "recommended"
        about = f"{what} {row['property']}" if what == LACKS else f"{row['property']} {what}"
        yield Line(
            PART,
            spell_kind(row["kind"]),
            about,
            State.warns if soft else State.fails,
            enumerate_some(facts.spell(node) for node in where),
            _DESCRIBE if what.startswith(UNTOLD) else row["remedy"],
        )


def find_mistakes(facts: Facts, node: Any, row: Row) -> Iterator[str]:
    """Say in a few words each what is wrong with a property of one node."""
    values = facts.values(node, row["property"])
    if not values and row["obligation"] != "optional":
        yield LACKS
    if row["most"] and len(values) > int(row["most"]):
        yield f"stands {len(values)} times"
    for value in values:
        if not _fits(value, row["value"]):
            yield f"is no {_SPELT.get(row['value'], row['value'])}"
        elif row["table"] and not is_listed(value, row["table"]):
            yield f"names no entry of {row['table'].replace(' ', ', ')}: {shorten_iri(value)}"
        elif row["range"] and not _is_a(facts, value, row["range"]):
            yield f"{UNTOLD} {row['range'].replace(' ', ' or ')}"


_SPELT = {"text": "text", "iri": "IRI", "thing": "IRI", "date": "day, month or year"}


def _fits(value: Any, kind: str) -> bool:
    test = _TESTS.get(kind)
    return test(value) if test else _is_typed(value, expand(kind))


def _is_date(value: Any) -> bool:
    """Say whether a value is an xsd:date, dateTime, gYear or gYearMonth, and spelt as one."""
    if not isinstance(value, ox.Literal) or not _MOMENT.fullmatch(value.value):
        return False
    name = value.datatype.value.removeprefix(_XSD)
    if name not in ("date", "dateTime"):
        return name == ("gYearMonth" if value.value.count("-") else "gYear")
    try:
        read = date.fromisoformat if name == "date" else datetime.fromisoformat
        read(value.value if name == "dateTime" else value.value[:10])
    except ValueError:
        return False
    return ("T" in value.value) == (name == "dateTime")


def _is_typed(value: Any, kind: str) -> bool:
    if not isinstance(value, ox.Literal) or value.datatype.value != kind:
        return False
    return kind not in _LEXICAL or bool(_LEXICAL[kind].fullmatch(value.value))


_TESTS: dict[str, Callable[[Any], bool]] = {
    "any": lambda value: True,
    "date": _is_date,
    "iri": lambda value: isinstance(value, ox.NamedNode),
    "text": lambda value: isinstance(value, ox.Literal),
    "thing": lambda value: not isinstance(value, ox.Literal),
}


def _is_a(facts: Facts, value: Any, kinds: str) -> bool:
    types = facts.values(value, "rdf:type")
    return any(ox.NamedNode(expand(kind)) in types for kind in kinds.split())


def is_listed(value: Any, tables: str) -> bool:
    """Say whether a value is an entry of one of the authority tables.

    >>> theme = "http://publications.europa.eu/resource/authority/data-theme/"
    >>> [is_listed(ox.NamedNode(theme + code), "data-theme") for code in ("ECON", "MONEY")]
    [True, False]
    """
    iri = value.value if isinstance(value, ox.NamedNode) else ""
    return any(
        iri.startswith(base) and codes.fullmatch(iri.removeprefix(base))
        for base, codes in map(_read_authorities().__getitem__, tables.split())
    )


@cache
def _read_authorities() -> dict[str, tuple[str, re.Pattern[str]]]:
    return {x["table"]: (x["base"], re.compile(x["codes"])) for x in read_table("authorities")}


def spell_kind(kind: str) -> str:
    """Name a class in words.

    >>> spell_kind("dcat:Distribution"), spell_kind("dcat:CatalogRecord")
    ('distribution', 'record of the catalogue')
    """
    return _KINDS.get(kind, kind.partition(":")[2].lower())
