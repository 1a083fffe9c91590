"""Turn statements and registry into RDF: named statements, and plain triples where safe."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from rdflib import PROV, RDF, RDFS, SKOS, XSD, Graph, Literal, URIRef

from .content import Content
from .errors import ContentError, Problem
from .merging import HELD, find_days, find_holding, merge_statements, name_object
from .quantities import Quantity
from .readings import Reading, name_reading, read_readings
from .registry import Registry, Thing, read_registry
from .statements import Object, Statement, read_sheets
from .values import Period
from .vocabulary import BSR, PREFIXES, Vocabulary, read_vocabulary

Triple = tuple[URIRef, URIRef, URIRef | Literal]


@dataclass(frozen=True)
class Corpus:
    """Hold all that was read: vocabulary, things, statements by name, readings, and mistakes."""

    vocabulary: Vocabulary
    registry: Registry
    statements: Mapping[URIRef, Statement]
    readings: tuple[Reading, ...]
    problems: tuple[Problem, ...]


def read_corpus(content: Content, as_of: date | None = None) -> Corpus:
    """Read vocabulary, registry, sheets and readings; mistakes are collected, not raised."""
    vocabulary = read_vocabulary(content)
    registry, problems = read_registry(content, vocabulary)
    rows, registry, more = read_sheets(content, vocabulary, registry)
    statements = merge_statements(rows)
    # Readings are held against all that sheets say, whatever held on the day.
    readings, wrong = read_readings(content, vocabulary, registry, statements)
    if as_of:
        statements = merge_statements(find_holding(rows, as_of))
    problems = [*problems, *more, *wrong]
    return Corpus(vocabulary, registry, statements, tuple(readings), tuple(problems))


def build_graph(corpus: Corpus) -> Graph:
    """Build the one graph: vocabulary, things, statements and their values, without blank nodes.

    Raises ContentError with every mistake if there is one.
    """
    if corpus.problems:
        raise ContentError(corpus.problems)
    graph = Graph()
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    graph += corpus.vocabulary.graph
    for thing in corpus.registry.things.values():
        _add(graph, describe_thing(thing, corpus.vocabulary))
    for name, statement in corpus.statements.items():
        _add(graph, describe_statement(name, statement))
        _add(graph, describe_value(statement.object))
        if is_plain(statement):
            _add(graph, entail(statement, corpus.vocabulary))
    for reading in corpus.readings:
        _add(graph, describe_reading(reading, corpus.statements))
    return graph


def _add(graph: Graph, triples: Iterable[Triple]) -> None:
    for triple in triples:
        graph.add(triple)


def describe_thing(thing: Thing, vocabulary: Vocabulary) -> Iterator[Triple]:
    """Give names and kinds that the registry knows; the rest comes out of statements."""
    for link in thing.same_as:
        yield thing.iri, SKOS.exactMatch, URIRef(link)
    if thing.line and thing.name:
        yield thing.iri, RDFS.label, Literal(thing.name)
        for name in thing.names:
            yield thing.iri, SKOS.altLabel, Literal(name.text, lang=name.language)
        for kind in thing.kinds:
            for broader in (kind, *vocabulary.broader_kinds[kind]):
                yield thing.iri, RDF.type, broader


def describe_statement(name: URIRef, statement: Statement) -> Iterator[Triple]:
    """Give the node of a statement with its source, time and place in the text."""
    yield name, RDF.type, BSR.Statement
    yield name, RDF.subject, statement.subject
    yield name, RDF.predicate, statement.relation.iri
    yield name, RDF.object, name_object(statement.object)
    yield name, PROV.wasDerivedFrom, statement.source
    yield name, BSR.status, Literal(statement.status)
    if statement.about:
        yield name, BSR["for"], statement.about
    if statement.said_by:
        yield name, BSR.saidBy, statement.said_by
    for column in ("evidence", "note"):
        if text := getattr(statement, column):
            yield name, BSR[column], Literal(text)
    for column in ("at", "since", "until"):
        if period := getattr(statement, column):
            yield name, BSR[column], _date_literal(period)
    yield from _describe_days(name, *find_days(statement))


def _date_literal(period: Period) -> Literal:
    """Type a partial date by its precision, unchecked: rdflib would turn 2016 into a day."""
    types = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}
    return Literal(period.text, datatype=types[len(period.text)], normalize=False)


def _describe_days(node: URIRef, first: date | None, last: date | None) -> Iterator[Triple]:
    if first:
        yield node, BSR.firstDay, Literal(first)
    if last:
        yield node, BSR.lastDay, Literal(last)


def describe_reading(reading: Reading, statements: Mapping[URIRef, Statement]) -> Iterator[Triple]:
    """Give the node of a reading, if at least two of its statements are there to differ."""
    weighed = [name for name in reading.statements if name in statements]
    if len(weighed) > 1:
        node = name_reading(reading)
        yield node, RDF.type, BSR.Reading
        yield node, RDFS.label, Literal(reading.topic)
        yield node, BSR.difference, Literal(reading.difference)
        if reading.text:
            yield node, BSR.explanation, Literal(reading.text, lang="en")
        for name in weighed:
            yield node, BSR.weighs, name


def describe_value(value: Object) -> Iterator[Triple]:
    """Give the node of a period or quantity; nothing for things and texts."""
    if isinstance(value, Period | Quantity):
        node = URIRef(str(name_object(value)))
        yield node, RDFS.label, Literal(value.text)
        yield from (
            _describe_period(node, value)
            if isinstance(value, Period)
            else _describe_quantity(node, value)
        )


def _describe_period(node: URIRef, period: Period) -> Iterator[Triple]:
    yield node, RDF.type, BSR.Period
    yield from _describe_days(node, period.first, period.last)


def _describe_quantity(node: URIRef, quantity: Quantity) -> Iterator[Triple]:
    yield node, RDF.type, BSR.Quantity
    if quantity.unit.group == "money":
        yield node, RDF.type, BSR.MoneyAmount
    yield node, BSR.unit, URIRef(quantity.unit.iri)
    yield node, BSR.approximate, Literal(quantity.approximate)
    for predicate, bound in ((BSR.minimum, quantity.minimum), (BSR.maximum, quantity.maximum)):
        if bound is not None:
            yield node, predicate, Literal(_spell(bound), datatype=XSD.decimal, normalize=False)


def _spell(number: Decimal) -> str:
    return format(number, "f")


def is_plain(statement: Statement) -> bool:
    """Say whether a statement may also stand as a plain triple without saying more than it does."""
    said = statement.status in HELD
    return said and statement.about is None and not isinstance(statement.object, Quantity)


def entail(statement: Statement, vocabulary: Vocabulary) -> Iterator[Triple]:
    """Give the plain triple of a statement, and what follows by broader relations and kinds."""
    value = name_object(statement.object)
    for predicate in (statement.relation.iri, *statement.relation.broader):
        yield statement.subject, predicate, value
    if statement.relation.iri == RDF.type and isinstance(value, URIRef):
        for kind in vocabulary.broader_kinds[value]:
            yield statement.subject, RDF.type, kind
