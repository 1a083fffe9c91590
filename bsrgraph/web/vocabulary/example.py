"""Show one real statement: as a row of a sheet, in a picture, and as Turtle."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox
from rdflib import PROV, RDF, URIRef

from ...answers import Answer
from ...content import Content
from ...network import ask_details
from ...queries import find_example, read_query
from ...sheets import COLUMNS, REQUIRED
from ...store import serialize_graph
from ...vocabulary import BSR, ID, PREFIXES, STATEMENT
from ...writing import make_shortener
from .terms import Link, Reader

Run = Callable[[str], Answer]
_FIRST = (RDF.subject, RDF.predicate, RDF.object, PROV.wasDerivedFrom)


@dataclass(frozen=True)
class Part:
    """Hold one part of a statement: the term, what it means, and its value here."""

    link: Link
    meaning: str
    value: str
    computed: bool


@dataclass(frozen=True)
class Example:
    """Hold a statement in words (`facts`), as cells of a row, by its parts, and as Turtle.

    `ids` are those of subject, object and source, as far as these have pages of their own.
    """

    iri: str
    ids: Mapping[str, str]
    relation: Link
    facts: Mapping[str, Any]
    cells: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]
    turtle: str


def find_statement(content: Content, run: Run) -> str:
    """Find the statement to show: the example of `facts`, else one that says much of itself."""
    example = find_example(read_query(content.queries / "details" / "facts.rq"), "statement")
    iri = str(STATEMENT) + example.partition(":")[2]
    if run(f"ASK {{ <{iri}> a <{BSR.Statement}> }}"):
        return iri
    query = read_query(content.queries / "details" / "full-statement.rq")
    return next((str(row["statement"]) for row in run(query.text)), "")


def read_example(content: Content, run: Run, reader: Reader) -> Example | None:
    """Read the statement to show, in the language of the reader; None where there is none."""
    iri = find_statement(content, run)
    if not iri:
        return None
    triples = run(f"CONSTRUCT {{ <{iri}> ?p ?o }} WHERE {{ <{iri}> ?p ?o }}").triples
    values = {t.predicate.value: _spell(t.object) for t in sorted(triples, key=str)}
    facts = next(iter(ask_details(content, "facts", "statement", [iri], run)))
    subject, relation, thing, source = (values[str(p)] for p in _FIRST)
    plain = f"<{subject}> <{relation}> <{thing}>"
    fact = run(f"CONSTRUCT {{ {plain} }} WHERE {{ {plain} }}").triples
    link = reader.link(URIRef(relation))
    return Example(
        iri=iri,
        ids={"subject": _cut(subject), "object": _cut(thing), "source": _cut(source)},
        relation=link,
        facts=facts,
        cells=_read_cells(reader, values),
        parts=_read_parts(reader, values),
        turtle="\n".join(filter(None, [_write_turtle(fact), _write_turtle(triples)])),
    )


def _cut(iri: str) -> str:
    """Give the id of a thing, or nothing for a text, a value or a class."""
    return iri.removeprefix(str(ID)) if iri.startswith(str(ID)) else ""


def _spell(term: Any) -> str:
    return str(term.value)


def _read_cells(reader: Reader, values: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Give the cells as a sheet has them: what is needed, and what else is filled."""
    cells = dict.fromkeys(REQUIRED, "")
    for predicate, value in values.items():
        if predicate == str(RDF.predicate):
            cells["relation"] = reader.read_term(URIRef(value)).words[0]
        elif predicate in (str(RDF.subject), str(RDF.object)):
            cells[predicate.rpartition("#")[2]] = value.removeprefix(str(ID))
        elif (word := _find_column(reader, predicate)) and (word, value) != ("status", "stated"):
            cells[word] = value.removeprefix(str(ID))
    return tuple((column, cells[column]) for column in COLUMNS if column in cells)


def _find_column(reader: Reader, predicate: str) -> str:
    words = reader.read_term(URIRef(predicate)).words
    return words[0] if words and words[0] in COLUMNS else ""


def _read_parts(reader: Reader, values: Mapping[str, str]) -> tuple[Part, ...]:
    """Give subject, relation, object and source, then the parts that the vocabulary explains."""
    first, shorten = [str(p) for p in _FIRST], make_shortener(PREFIXES)
    rest = sorted(p for p in values if p.startswith(str(BSR)))
    parts = []
    for predicate in [p for p in first if p in values] + rest:
        term = reader.read_term(URIRef(predicate))
        computed = predicate in rest and not _find_column(reader, predicate)
        value = shorten(values[predicate])
        parts.append(Part(term.link, term.definition.value, value, computed))
    return tuple(parts)


def _write_turtle(triples: tuple[ox.Triple, ...]) -> str:
    """Write triples as Turtle without the prefixes, which stand at the end of the page."""
    text = re.sub(r"^@prefix .*\n", "", serialize_graph(triples).decode(), flags=re.MULTILINE)
    return text.replace("\t", "    ")
