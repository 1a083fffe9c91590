"""Read what lies in the folder, whatever it is: RDF as an index of triples, tables as rows.

Only Oxigraph's parsers are used: they are strict, and load no context from the network.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from ...writing import CATALOGUE_PREFIXES

LARGEST = 200_000_000
FORMS = {
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".ttl": ox.RdfFormat.TURTLE,
}
NAMESPACES = {
    **CATALOGUE_PREFIXES,
    "bibo": "http://purl.org/ontology/bibo/",
    "cc": "http://creativecommons.org/ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "doap": "http://usefulinc.com/ns/doap#",
    "mod": "https://w3id.org/mod#",
    "pav": "http://purl.org/pav/",
    "vann": "http://purl.org/vocab/vann/",
}
TYPE = NAMESPACES["rdf"] + "type"
# What stands for a thing when people speak of it, the best first.
_NAMES = ("dcterms:title", "foaf:name", "vcard:fn", "rdfs:label", "skos:prefLabel")
Row = dict[str, str]


@dataclass(frozen=True)
class Facts:
    """Hold triples by subject and predicate."""

    about: Mapping[Any, Mapping[str, tuple[Any, ...]]]

    def of_kind(self, kind: str) -> list[Any]:
        """List the nodes of a class, in order."""
        wanted = ox.NamedNode(expand(kind))
        return sorted((n for n in self.about if wanted in self.values(n, "rdf:type")), key=str)

    def values(self, node: Any, *words: str) -> tuple[Any, ...]:
        """List what is said of a node by any of the properties."""
        told = self.about.get(node, {})
        return tuple(value for word in words for value in told.get(expand(word), ()))

    def spell(self, node: Any) -> str:
        """Name a node as people would, in English if there is a choice."""
        names = [v for word in _NAMES for v in self.values(node, word) if isinstance(v, ox.Literal)]
        english = [n for n in names if (n.language or "en").partition("-")[0] == "en"]
        return str((english or names)[0].value) if names else shorten_iri(node)


def index_triples(triples: Iterable[Any]) -> Facts:
    """Index triples, each node's values in order.

    >>> index_triples(ox.parse("<x:a> a <x:B> .", format=FORMS[".ttl"])).of_kind("x:B")
    [<NamedNode value=x:a>]
    """
    about: dict[Any, dict[str, set[Any]]] = {}
    for triple in triples:
        told = about.setdefault(triple.subject, {})
        told.setdefault(triple.predicate.value, set()).add(triple.object)
    return Facts(
        {n: {p: tuple(sorted(v, key=str)) for p, v in told.items()} for n, told in about.items()}
    )


def read_facts(path: Path) -> Facts:
    """Read a file of RDF; raises OSError or SyntaxError if it cannot be."""
    if not path.is_file():  # a pipe would be waited for
        raise SyntaxError("there is no such file")
    if path.stat().st_size > LARGEST:
        raise SyntaxError(f"larger than {LARGEST:,} bytes")
    return index_triples(ox.parse(path.read_bytes(), format=FORMS[path.suffix]))


@cache
def expand(word: str) -> str:
    """Write a prefixed name in full; what has no known prefix stays.

    >>> expand("dcterms:title")
    'http://purl.org/dc/terms/title'
    """
    prefix, colon, rest = word.partition(":")
    return NAMESPACES[prefix] + rest if colon and prefix in NAMESPACES else word


def shorten_iri(node: Any) -> str:
    """Write the last part of an IRI.

    >>> shorten_iri(ox.NamedNode("http://example.org/a/b#c"))
    'c'
    """
    return re.split("[/#]", str(getattr(node, "value", node)).rstrip("/#"))[-1]


@cache
def read_table(name: str) -> tuple[Row, ...]:
    """Read one of the tables that lie beside this file."""
    with (Path(__file__).parent / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))
