"""Say of a thing in schema.org's words what search engines read, by the ontology's alignments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from rdflib import RDFS, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from ..quantities import Quantity
from ..values import Period
from .things import Collection, Said, Thing

SCHEMA = "https://schema.org/"
# A narrower term says more than a near one, a near one more than a wider.
_ALIGNED = (RDFS.subClassOf, RDFS.subPropertyOf, SKOS.closeMatch, SKOS.broadMatch)


def align_terms(graph: Graph) -> dict[Node, str]:
    """Find the word of schema.org for each class and relation that the alignments match."""
    words: dict[Node, str] = {}
    for predicate in _ALIGNED:
        for term, other in sorted(graph.subject_objects(predicate)):
            if str(other).startswith(SCHEMA):
                words.setdefault(term, str(other).removeprefix(SCHEMA))
    return words


def describe_thing(
    thing: Thing, said: Iterable[Said], collection: Collection, words: Mapping[Node, str], page: str
) -> dict[str, Any]:
    """Describe a thing as JSON-LD of schema.org; `page` is the address of its own page."""
    described: dict[str, Any] = {
        "@context": SCHEMA.rstrip("/"),
        "@id": str(thing.iri),
        "@type": sorted({words[kind] for kind in thing.kinds if kind in words}) or ["Thing"],
        "name": thing.name,
        "url": page,
    }
    others = sorted({name.text for name in thing.names if name.text != thing.name})
    described |= {"alternateName": others} if others else {}
    described |= {"sameAs": list(thing.matches)} if thing.matches else {}
    for _, statement in said:
        word = words.get(statement.relation.iri)
        sure = statement.status == "stated" and statement.about is None
        if sure and word and word not in ("name", "alternateName", "url"):
            value = _write_object(statement.object, collection)
            if value is not None and value not in described.setdefault(word, []):
                described[word].append(value)
    return {word: value for word, value in described.items() if value}


def _write_object(value: object, collection: Collection) -> Any:
    if isinstance(value, Period):
        return value.text
    if isinstance(value, Quantity):
        return None
    if isinstance(value, Literal):
        return str(value)
    thing = collection.things.get(value) if isinstance(value, URIRef) else None
    return {"@id": str(thing.iri), "name": thing.name} if thing else None
