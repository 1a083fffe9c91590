"""Write pages where the name of every statement and value leads, many on each page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from rdflib import RDF, URIRef

from ..vocabulary import STATEMENT, VALUE
from .addresses import find_page
from .descriptions import Index, write_description
from .frame import Files, Frame, spell_quantity
from .lines import Citation, Line, read_line
from .things import Broader, Collection, Said, find_narrowest


def write_statements(
    frame: Frame, collection: Collection, citations: Mapping[URIRef, Citation], index: Index
) -> Files:
    """Write `statement/<first letters>.html`, `.ttl` and `.jsonld`: all that begin so."""
    pages: dict[str, list[Said]] = {}
    for said in collection.told.values():
        for name, statement in said:
            pages.setdefault(find_page(name).partition("#")[0], []).append((name, statement))
    files: Files = {}
    for path, said in sorted(pages.items()):
        first = Path(path).stem
        lines = list(_list_lines(said, collection, citations))
        files[path] = frame.render("statements.html", path, first=first, lines=lines)
        triples = [t for name, _ in sorted(said) for t in index.of.get(str(name), ())]
        files |= write_description(triples, path.removesuffix(".html"))
    return files


def _by_number(row: tuple[str, str]) -> tuple[float, str]:
    """Order values by the first number in them, which in periods is the year."""
    match = re.search(r"\d[\d,]*(\.\d+)?", row[1])
    number = float(match[0].replace(",", "")) if match else 0.0
    return (number * 1e6 if " million " in row[1] else number, row[1])


def _list_lines(
    said: list[Said], collection: Collection, citations: Mapping[URIRef, Citation]
) -> Iterator[tuple[str, str, Line]]:
    """Give each statement a line of its own, with its name and the word of its relation."""
    for name, statement in sorted(said):
        line = read_line([(name, statement)], collection, citations)
        yield name.removeprefix(str(STATEMENT)), statement.relation.label, line


def write_values(frame: Frame, collection: Collection, index: Index, broader: Broader) -> Files:
    """Write `values.html`, `.ttl` and `.jsonld`: every amount, count and period, by its kind."""
    values = sorted(iri for iri in index.of if iri.startswith(str(VALUE)))
    groups: dict[str, list[tuple[str, str]]] = {}
    for value in values:
        text = spell_quantity(index.labels[value][0].object.value)
        types = [t.object.value for t in index.of[value] if t.predicate.value == str(RDF.type)]
        kinds = find_narrowest(map(URIRef, types), broader)
        word = ", ".join(collection.words[kind] for kind in kinds)
        groups.setdefault(word, []).append((value.removeprefix(str(VALUE)), text))
    ordered = [(kind, sorted(groups[kind], key=_by_number)) for kind in sorted(groups)]
    files = {"values.html": frame.render("values.html", "values.html", groups=ordered)}
    return files | write_description([t for v in values for t in index.of[v]], "values")
