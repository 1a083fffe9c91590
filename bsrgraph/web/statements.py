"""Write pages where the name of every statement and value leads, many on each page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rdflib import URIRef

from ..vocabulary import STATEMENT, VALUE
from .descriptions import Index, write_description
from .frame import Files, Frame
from .lines import Citation, Line, read_line
from .things import Collection, Said

SHARED = 2  # so many first letters of their names have the statements of one page


def write_statements(
    frame: Frame, collection: Collection, citations: Mapping[URIRef, Citation], index: Index
) -> Files:
    """Write `statement/<two letters>.html`, `.ttl` and `.jsonld`: all that begin so."""
    pages: dict[str, list[Said]] = {}
    for said in collection.told.values():
        for name, statement in said:
            first = name.removeprefix(str(STATEMENT))[:SHARED]
            pages.setdefault(first, []).append((name, statement))
    files: Files = {}
    for first, said in sorted(pages.items()):
        path = f"statement/{first}.html"
        lines = list(_list_lines(said, collection, citations))
        files[path] = frame.render("statements.html", path, first=first, lines=lines)
        triples = [t for name, _ in sorted(said) for t in index.of.get(str(name), ())]
        files |= write_description(triples, path.removesuffix(".html"))
    return files


def _list_lines(
    said: list[Said], collection: Collection, citations: Mapping[URIRef, Citation]
) -> Iterator[tuple[str, str, Line]]:
    """Give each statement a line of its own, with its name and the word of its relation."""
    for name, statement in sorted(said):
        line = read_line([(name, statement)], collection, citations)
        yield name.removeprefix(str(STATEMENT)), statement.relation.label, line


def write_values(frame: Frame, index: Index) -> Files:
    """Write `values.html`, `.ttl` and `.jsonld`: every amount, count and period."""
    values = sorted(iri for iri in index.of if iri.startswith(str(VALUE)))
    rows = [(v.removeprefix(str(VALUE)), index.labels[v][0].object.value) for v in values]
    files = {"values.html": frame.render("values.html", "values.html", rows=rows)}
    return files | write_description([t for v in values for t in index.of[v]], "values")
