"""Read out of a graph what comparing needs: triples, names, kinds, values and statements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

import pyoxigraph as ox
from rdflib import PROV, RDF, RDFS, SKOS

from ..answers import read_term, shorten
from ..store import run_query
from ..vocabulary import BSR, PREFIXES, STATEMENT, VALUE

MOST = 100_000_000
_FIELDS = {
    str(PROV.wasDerivedFrom): "source",
    str(RDF.subject): "subject",
    str(RDF.predicate): "relation",
    str(BSR["for"]): "about",
    str(BSR.saidBy): "said_by",
    **{str(BSR[name]): name for name in ("at", "since", "until", "status")},
}
_TIMES = ("at", "since", "until")
_LABELS = (str(RDFS.label), str(SKOS.prefLabel))
_TERMS = (ox.NamedNode, ox.Literal)
Day = date | None


@dataclass(frozen=True)
class Value:
    """Hold the object of a statement as text, with its kind, its unit and its size."""

    text: str
    kind: str
    unit: str = ""
    size: Decimal = Decimal(0)


@dataclass(frozen=True, order=True)
class Fact:
    """Hold what one statement says; two are equal if they say the same of the same time."""

    source: str
    subject: str
    relation: str
    object: str
    about: str
    at: str
    since: str
    until: str
    said_by: str
    status: str
    node: str = field(compare=False)
    value: Value = field(compare=False)
    days: tuple[Day, Day] = field(compare=False)

    @property
    def time(self) -> str:
        """Give the time as in a sheet: 2016, since 2014, until 2018."""
        ends = [f"{name} {getattr(self, name)}" for name in _TIMES[1:] if getattr(self, name)]
        return " ".join([self.at, *ends]).strip()


@dataclass(frozen=True)
class View:
    """Hold one graph: its store, its triples without blank nodes, and the names in it."""

    store: ox.Store

    @cached_property
    def triples(self) -> frozenset[ox.Triple]:
        """Give all triples but those with a blank node, whose name means nothing elsewhere."""
        return frozenset(
            q.triple
            for q in self.store
            if isinstance(q.subject, ox.NamedNode) and isinstance(q.object, _TERMS)
        )

    @cached_property
    def blank(self) -> int:
        """Count the triples with a blank node, or with a triple inside."""
        return len(self.store) - len(self.triples)

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Give the plain or English name of everything that has one."""
        rows = self.select(
            "SELECT ?thing ?name {"
            " { ?thing rdfs:label ?name } UNION { ?thing skos:prefLabel ?name }"
            ' FILTER(LANG(?name) IN ("", "en")) }'
        )
        ordered = sorted(
            (name.language or "", name.value, thing.value)
            for thing, name in rows
            if isinstance(name, ox.Literal)
        )
        return {thing: shorten(name) for _, name, thing in reversed(ordered)}

    @cached_property
    def broader(self) -> Mapping[str, frozenset[str]]:
        """Give the broader relations and kinds of each that has one, and itself."""
        rows = self.select(
            "SELECT ?one ?other { { ?one rdfs:subPropertyOf+ ?other }"
            " UNION { ?one rdfs:subClassOf+ ?other } }"
        )
        found: dict[str, set[str]] = {}
        for one, other in rows:
            found.setdefault(one.value, {one.value}).add(other.value)
        return {one: frozenset(others) for one, others in found.items()}

    @cached_property
    def single(self) -> frozenset[str]:
        """Give the relations of which one value holds at a time."""
        rows = self.select("SELECT ?relation { ?relation bsr:oneAtATime true }")
        return frozenset(row[0].value for row in rows)

    def select(self, text: str) -> tuple[tuple[ox.NamedNode | ox.Literal, ...], ...]:
        """Ask the graph a query of our own, without a limit of rows."""
        return run_query(self.store, text, rows=MOST).terms  # type: ignore[return-value]

    def about(self, iri: str) -> Iterator[tuple[str, ox.NamedNode | ox.Literal]]:
        """Give what the graph says of a subject, in no order."""
        for quad in self.store.quads_for_pattern(ox.NamedNode(iri), None, None):
            if isinstance(quad.object, _TERMS):
                yield quad.predicate.value, quad.object

    def knows(self, iri: str) -> bool:
        """Say whether a thing or term is there: it has a kind or a name."""
        return any(p in (*_LABELS, str(RDF.type)) for p, _ in self.about(iri))

    def kinds(self, iri: str) -> list[str]:
        """List the kinds of a thing, without those that follow from narrower ones."""
        kinds = {o.value for p, o in self.about(iri) if p == str(RDF.type)}
        wide = {b for kind in kinds for b in self.broader.get(kind, ()) if b != kind}
        return sorted(kinds - wide)


def spell(term: ox.NamedNode | ox.Literal | str, *views: View) -> str:
    """Write a term by its name with its id, by the first view that knows one; texts as they are."""
    if isinstance(term, ox.Literal):
        return shorten(read_term(term)) + (f"@{term.language}" if term.language else "")
    iri = term if isinstance(term, str) else term.value
    name = find_name(iri, *views)
    if iri.startswith((str(VALUE), str(BSR))):
        return name or shorten(iri)
    return f"{name} ({shorten(iri)})" if name else spell_term(iri)


def spell_term(iri: str, *views: View) -> str:
    """Write a relation or kind by its name, or by prefix and local name.

    >>> spell_term("http://www.w3.org/2004/02/skos/core#exactMatch")
    'skos:exactMatch'
    """
    if name := find_name(iri, *views):
        return name
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and prefix not in ("id", "bsr", "st", "value"):
            return f"{prefix}:{shorten(iri.removeprefix(namespace))}"
    return shorten(iri)


def find_name(iri: str, *views: View) -> str:
    """Find the name of a thing in the first view that has one."""
    return next((v.names[iri] for v in views if iri in v.names), "")


def read_facts(view: View, nodes: Iterable[str]) -> list[Fact]:
    """Read the statements of these nodes that are whole, sorted."""
    return sorted(filter(None, (read_fact(view, node) for node in nodes)))


def read_fact(view: View, node: str) -> Fact | None:
    """Read one statement; None where it lacks subject, relation or object."""
    parts: dict[str, list[str]] = {name: [] for name in _FIELDS.values()}
    days: dict[str, Day] = {}
    objects = []
    for predicate, term in view.about(node):
        if predicate in _FIELDS:
            parts[_FIELDS[predicate]].append(term.value)
        elif predicate == str(RDF.object):
            objects.append(term)
        elif predicate in (BSR.firstDay, BSR.lastDay):
            day = read_term(term)
            days[predicate] = day if isinstance(day, date) else None
    words = {name: "; ".join(sorted(found)) for name, found in parts.items()}
    if not (words["subject"] and words["relation"] and objects):
        return None
    span = days.get(str(BSR.firstDay)), days.get(str(BSR.lastDay))
    value = min(objects, key=str)
    return Fact(**words, object=str(value), node=node, value=read_value(view, value), days=span)


def read_value(view: View, term: ox.NamedNode | ox.Literal) -> Value:
    """Read the object of a statement: an amount, a number, a date, a text or a thing."""
    if isinstance(term, ox.Literal):
        return Value(spell(term), "text", f"{term.datatype.value} {term.language or ''}")
    told = dict(view.about(term.value))
    kinds = {o.value for p, o in view.about(term.value) if p == str(RDF.type)}
    for kind, word in ((BSR.MoneyAmount, "amount"), (BSR.Quantity, "number"), (BSR.Period, "date")):
        if str(kind) in kinds:
            unit = told.get(str(BSR.unit))
            return Value(spell(term, view), word, unit.value if unit else "", _measure(told))
    return Value(spell(term, view), "object")


def _measure(told: Mapping[str, ox.NamedNode | ox.Literal]) -> Decimal:
    """Give the middle of a value's bounds, or of its days, so that near values can be found."""
    ends = (BSR.minimum, BSR.maximum, BSR.firstDay, BSR.lastDay)
    found = [read_term(told[str(end)]) for end in ends if str(end) in told]
    numbers = [Decimal(f.toordinal()) if isinstance(f, date) else f for f in found]
    sound = [n for n in numbers if isinstance(n, Decimal | int) and Decimal(n).is_finite()]
    return Decimal(sum(sound)) / len(sound) if sound else Decimal(0)


def list_nodes(triples: Iterable[ox.Triple]) -> set[str]:
    """List the statements that triples are about."""
    return list_subjects(triples, str(STATEMENT))


def list_subjects(triples: Iterable[ox.Triple], start: str) -> set[str]:
    """List the subjects of triples whose IRI begins in a way."""
    found = {t.subject.value for t in triples if isinstance(t.subject, ox.NamedNode)}
    return {iri for iri in found if iri.startswith(start)}
