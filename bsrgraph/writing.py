"""Write triples as Turtle, N-Triples and JSON-LD, the same bytes whatever order they came in."""

from __future__ import annotations

import gzip
import io
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import pyoxigraph as ox
from rdflib import Graph

from .vocabulary import PREFIXES

# Of ox.Triple without blank nodes: each part is a named node or a literal, each has a value.
Triples = list[Any]
Shorten = Callable[[str], str]
Value = str | int | bool | dict[str, Any]
CATALOGUE_PREFIXES = {
    **PREFIXES,
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "schema": "https://schema.org/",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "sh": "http://www.w3.org/ns/shacl#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "void": "http://rdfs.org/ns/void#",
}
_TYPE = PREFIXES["rdf"] + "type"
_STRING, _BOOLEAN, _INTEGER = (PREFIXES["xsd"] + n for n in ("string", "boolean", "integer"))
# What JSON holds without loss, and a reader writes back as it was.
_PLAIN_INTEGER = re.compile("0|-?[1-9][0-9]{0,14}")


def list_triples(source: Graph | bytes) -> Triples:
    """List the triples of a graph, or of Turtle, in their order as text."""
    form = ox.RdfFormat.TURTLE
    if isinstance(source, Graph):
        source, form = source.serialize(format="nt", encoding="utf-8"), ox.RdfFormat.N_TRIPLES
    return sorted((quad.triple for quad in ox.parse(source, format=form)), key=str)


def write_turtle(triples: Triples, prefixes: Mapping[str, str] = PREFIXES) -> bytes:
    """Write triples in the order given as Turtle, with the prefixes that they need."""
    used = pick_prefixes(triples, prefixes)
    return ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=used) or b""


def write_ntriples(triples: Triples) -> bytes:
    """Write triples as canonical N-Triples: one line each, sorted by code point.

    Without blank nodes that is the form that RDFC-1.0 hashes.
    """
    text = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
    return b"".join(line + b"\n" for line in sorted(set(text.split(b"\n")) - {b""}))


def compress(data: bytes) -> bytes:
    """Compress with gzip, without time and name."""
    out = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=out, mtime=0) as file:
        file.write(data)
    return out.getvalue()


@dataclass(frozen=True)
class Term:
    """Say how a property stands in JSON-LD: its word, and what its values have in common."""

    word: str
    iri: str
    common: str


def write_jsonld(triples: Triples, prefixes: Mapping[str, str] = PREFIXES) -> bytes:
    """Write triples without blank nodes, in the order given, as JSON-LD with its own context.

    Each property is one word; a word whose values are all things, or all of one type, says so in
    the context; texts are sorted by language. Each node stands in a line of its own.
    """
    shorten = make_shortener(prefixes)
    terms = _make_terms(triples, prefixes, shorten)
    nodes: dict[str, dict[str, list[Any]]] = {}
    for triple in triples:
        node = nodes.setdefault(triple.subject.value, {})
        node.setdefault(triple.predicate.value, []).append(triple.object)
    graph = [_write_node(shorten(iri), node, terms, shorten) for iri, node in nodes.items()]
    context = {**pick_prefixes(triples, prefixes), **_write_terms(terms, shorten)}
    lines = ",\n".join(json.dumps(node, ensure_ascii=False) for node in graph)
    head = json.dumps(context, ensure_ascii=False)
    return f'{{"@context": {head},\n"@graph": [\n{lines}\n]}}\n'.encode()


def make_shortener(prefixes: Mapping[str, str]) -> Shorten:
    """Make a function that writes an IRI with its prefix, if what is left is read as it was.

    >>> make_shortener(PREFIXES)("https://w3id.org/bsrgraph/id/latvia")
    'id:latvia'
    """
    return _remember_shortener(tuple(sorted(prefixes.items())))


@cache
def _remember_shortener(pairs: tuple[tuple[str, str], ...]) -> Shorten:
    """Make one function for all files with the same prefixes: most IRIs come again and again."""
    prefixes = dict(pairs)

    @cache
    def shorten(iri: str) -> str:
        fitting = [p for p, namespace in pairs if iri.startswith(namespace)]
        prefix = max(fitting, key=lambda p: len(prefixes[p]), default="")
        rest = iri.removeprefix(prefixes[prefix]) if prefix else ""
        return f"{prefix}:{rest}" if rest and not rest.startswith("//") else iri

    return shorten


def _make_terms(triples: Triples, prefixes: Mapping[str, str], shorten: Shorten) -> dict[str, Term]:
    """Give each property a word: its own name, or with its prefix where the name is taken."""
    kinds: dict[str, set[str]] = {}
    for triple in triples:
        kinds.setdefault(triple.predicate.value, set()).add(_kind(triple.object))
    terms: dict[str, Term] = {}
    taken = set(prefixes)
    own = prefixes.get("bsr", "")
    for iri in sorted(kinds.keys() - {_TYPE}, key=lambda i: (not i.startswith(own), i)):
        short = shorten(iri)
        word = short.rpartition(":")[2]
        if short == iri or word in taken:
            word = short
        taken.add(word)
        terms[iri] = Term(word, iri, next(iter(kinds[iri])) if len(kinds[iri]) == 1 else "")
    return terms


def _kind(value: Any) -> str:
    if isinstance(value, ox.NamedNode):
        return "@id"
    return "@language" if value.language else str(value.datatype.value)


def pick_prefixes(triples: Triples, prefixes: Mapping[str, str]) -> dict[str, str]:
    """Pick the prefixes that the triples need."""
    iris = {t.value for x in triples for t in x if isinstance(t, ox.NamedNode)}
    iris |= {x.object.datatype.value for x in triples if isinstance(x.object, ox.Literal)}
    shorten = make_shortener(prefixes)
    used = {shorten(iri).partition(":")[0] for iri in iris}
    return {prefix: prefixes[prefix] for prefix in sorted(used & set(prefixes))}


def _write_terms(terms: Mapping[str, Term], shorten: Shorten) -> dict[str, Any]:
    context: dict[str, Any] = {}
    for term in sorted(terms.values(), key=lambda t: t.word):
        iri = shorten(term.iri)
        if term.common == "@language":
            context[term.word] = {"@id": iri, "@container": "@language"}
        elif term.common in ("", _STRING, _BOOLEAN, _INTEGER):
            context[term.word] = iri
        else:
            context[term.word] = {"@id": iri, "@type": shorten(term.common)}
    return context


def _write_node(
    name: str, node: Mapping[str, list[Any]], terms: Mapping[str, Term], shorten: Shorten
) -> dict[str, Any]:
    written: dict[str, Any] = {"@id": name}
    if _TYPE in node:
        written["@type"] = _unwrap([shorten(value.value) for value in node[_TYPE]])
    for term in sorted((terms[iri] for iri in node if iri != _TYPE), key=lambda t: t.word):
        values = node[term.iri]
        if term.common == "@language":
            written[term.word] = _sort_languages(values)
        else:
            written[term.word] = _unwrap([_write_value(v, term.common, shorten) for v in values])
    return written


def _unwrap(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values


def _sort_languages(values: Iterable[Any]) -> dict[str, Any]:
    """Sort texts by language: {"en": "cluster", "lv": ["klasteris", "puduris"]}."""
    languages: dict[str, list[str]] = {}
    for value in values:
        languages.setdefault(value.language, []).append(value.value)
    return {tag: _unwrap(sorted(texts)) for tag, texts in sorted(languages.items())}


def _write_value(value: Any, common: str, shorten: Shorten) -> Value:
    if isinstance(value, ox.NamedNode):
        short = shorten(value.value)
        return short if common == "@id" else {"@id": short}
    if value.language:
        return {"@value": value.value, "@language": value.language}
    kind = value.datatype.value
    if kind == _STRING:
        return str(value.value)
    if kind == _BOOLEAN and value.value in ("true", "false"):
        return bool(value.value == "true")
    if kind == _INTEGER and _PLAIN_INTEGER.fullmatch(value.value):
        return int(value.value)
    if kind == common and kind not in (_BOOLEAN, _INTEGER):
        return str(value.value)
    return {"@value": value.value, "@type": shorten(kind)}
