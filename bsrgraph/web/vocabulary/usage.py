"""Say which relations the data use between which classes, and how often."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from rdflib import URIRef

from .terms import Link, Reader


@dataclass(frozen=True)
class Usage:
    """Hold a relation between two classes and the number of statements that use it so."""

    source: Link
    relation: Link
    target: Link
    number: int


@dataclass(frozen=True)
class Usages:
    """Hold all uses, the most frequent first; `a` for what is looked up is a short IRI."""

    all: tuple[Usage, ...]

    def leave(self, curie: str) -> tuple[Usage, ...]:
        """List the relations that lead from a class."""
        return tuple(usage for usage in self.all if usage.source.curie == curie)

    def reach(self, curie: str) -> tuple[Usage, ...]:
        """List the relations that lead to a class."""
        return tuple(usage for usage in self.all if usage.target.curie == curie)

    def subjects(self, curie: str) -> tuple[tuple[Link, int], ...]:
        """List the classes that a relation leads from, with the number of statements."""
        found: dict[Link, int] = {}
        for usage in self.all:
            if usage.relation.curie == curie:
                found[usage.source] = found.get(usage.source, 0) + usage.number
        return tuple(sorted(found.items(), key=lambda item: (-item[1], item[0].curie)))


def read_usages(reader: Reader, rows: Iterable[Mapping[str, Any]]) -> Usages:
    """Name what the rows of `details/links-of-kinds.rq` hold, in their order."""

    def name(row: Mapping[str, Any], end: str) -> Link:
        return reader.link(URIRef(row[end]))

    return Usages(
        tuple(
            Usage(name(row, "from"), name(row, "relation"), name(row, "to"), row["number"])
            for row in rows
        )
    )
