"""Write the page of the vocabulary, in English and in Latvian, from the ontology and its use.

Terms are read in `terms`, `schemes` and `usage`, the example in `example`; what the diagram shows
is chosen in `arrows`, placed in `grid` and `routes`, and put together in `diagram`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import pyoxigraph as ox
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, VANN, Graph, Namespace, URIRef
from rdflib.term import Node

from ...content import Content
from ...queries import read_query
from ...store import run_query
from ...vocabulary import BSR, PREFIXES, Vocabulary
from ...writing import CATALOGUE_PREFIXES, list_triples, write_jsonld
from ..frame import Files, Frame, read_text, read_words
from .arrows import Sketch, sketch_links
from .diagram import COLUMNS, draw_diagram
from .example import read_example
from .schemes import read_schemes
from .terms import ALIGNED, Family, Link, Reader, Term
from .usage import read_usages

PAGES = {"en": "ontology.html", "lv": "ontology.lv.html"}
STYLE = "ontology.css"
_BIBO = Namespace("http://purl.org/ontology/bibo/")
_NARROW = 2
_ROWS = 10_000
_FACTS = {
    "version": OWL.versionInfo,
    "versionIri": OWL.versionIRI,
    "status": _BIBO.status,
    "issued": DCTERMS.issued,
    "modified": DCTERMS.modified,
    "licence": DCTERMS.license,
    "namespace": VANN.preferredNamespaceUri,
    "prefix": VANN.preferredNamespacePrefix,
    "publisher": DCTERMS.publisher,
    "source": DCTERMS.source,
}
Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Figures:
    """Hold what was counted in the data: uses of terms and concepts, and links between classes."""

    uses: Mapping[str, int]
    links: Rows


def write_vocabulary(
    frame: Frame, content: Content, vocabulary: Vocabulary, turtle: bytes, store: ox.Store
) -> Files:
    """Write the page in each language with its style, and the vocabulary itself in two formats.

    `turtle` is the vocabulary as it stands among the files for download.
    """
    run = partial(run_query, store, rows=_ROWS)

    def ask(name: str) -> Rows:
        return list(run(read_query(content.queries / "details" / f"{name}.rq").text))

    uses = {row["term"]: row["number"] for row in ask("term-uses")}
    uses |= {row["concept"]: row["number"] for row in ask("concept-uses")}
    figures = Figures(uses, ask("links-of-kinds"))
    files: Files = {
        STYLE: read_text("vocabulary/page.css").encode(),
        "ontology.ttl": turtle,
        "ontology.jsonld": write_jsonld(list_triples(turtle), CATALOGUE_PREFIXES),
    }
    for lang, path in PAGES.items():
        reader = Reader(vocabulary.graph, lang, uses)
        values = describe_vocabulary(reader, figures)
        values |= {"example": read_example(content, run, reader), "languages": PAGES}
        files[path] = frame.render("vocabulary/page.html", path, lang=lang, **values)
    return files


def describe_vocabulary(reader: Reader, figures: Figures) -> dict[str, Any]:
    """Collect what the page shows, apart from the example."""
    graph, classes = reader.graph, reader.read_classes()
    families, known = reader.read_families(), {term.iri: term for term in classes}
    values, schemes = find_values(graph), read_schemes(reader)

    def draw(sketch: Sketch, columns: int) -> Any:
        return draw_diagram(sketch, known, lambda iri: reader.link(URIRef(iri)), columns)

    return {
        "say": read_words("vocabulary/words.csv")[reader.lang],
        "count": partial(spell_number, lang=reader.lang),
        "about": read_header(reader),
        "classes": classes,
        "families": families,
        "of_relations": list_relation_families(graph, families),
        "schemes": schemes,
        "concepts": len({e for scheme in schemes for e in scheme.members}),
        "usages": read_usages(reader, figures.links),
        "apart": list_apart(reader, classes),
        "wide": draw(sketch_links(figures.links, values), COLUMNS),
        "narrow": draw(sketch_links(figures.links, values, most=0), _NARROW),
        "mappings": [str(graph.namespace_manager.curie(str(p))) for p in ALIGNED],
        "prefixes": list_prefixes([*classes, *(t for f in families for t in f.terms)], graph),
    }


def read_header(reader: Reader) -> dict[str, Any]:
    """Read what the ontology says of itself."""
    graph = reader.graph
    ontology = graph.value(predicate=RDF.type, object=OWL.Ontology) or URIRef("")
    found = {name: str(graph.value(ontology, p) or "") for name, p in _FACTS.items()}
    publisher = graph.value(ontology, DCTERMS.publisher)
    return {
        **found,
        "iri": str(ontology),
        "publisher": str(graph.value(publisher, RDFS.label) or "") if publisher else "",
        "title": reader.text(ontology, DCTERMS.title),
        "description": reader.text(ontology, DCTERMS.description),
        "abstract": reader.text(ontology, DCTERMS.abstract),
        "citation": reader.text(ontology, DCTERMS.bibliographicCitation),
    }


def find_values(graph: Graph) -> list[str]:
    """Find the classes of values: what parts of a value belong to, and spans of days."""
    valued = {
        str(graph.value(p, RDFS.domain))
        for p in graph.objects(BSR["family-value"], SKOS.member)
        if graph.value(p, RDFS.domain)
    }
    return sorted(valued | {str(BSR.Period)})


def list_relation_families(graph: Graph, families: Iterable[Family]) -> list[str]:
    """List the families whose members a row of a sheet may use, by their short IRIs."""
    return [
        family.link.curie
        for family in families
        if all((URIRef(t.iri), RDF.type, BSR.Relation) in graph for t in family.terms)
    ]


def list_apart(reader: Reader, classes: Iterable[Term]) -> tuple[Link, ...]:
    """List the classes of which nothing belongs to two; empty if that is not true of all pairs."""
    graph = reader.graph
    pairs = {frozenset(pair) for pair in graph.subject_objects(OWL.disjointWith)}
    ends: set[Node] = {end for pair in pairs for end in pair}
    whole = len(pairs) == len(ends) * (len(ends) - 1) // 2
    return tuple(t.link for t in classes if whole and URIRef(t.iri) in ends)


def list_prefixes(terms: Iterable[Term], graph: Graph) -> list[tuple[str, str]]:
    """List the prefixes that the page uses, with their namespaces."""
    known = {prefix: str(namespace) for prefix, namespace in graph.namespaces()} | PREFIXES
    used = set(PREFIXES)
    for term in terms:
        links = [term.link, *(match.target for match in term.matches), term.domain, term.range]
        used |= {link.curie.partition(":")[0] for link in links if link}
    return [(prefix, known[prefix]) for prefix in sorted(used & set(known))]


def spell_number(number: int, lang: str) -> str:
    """Write a number as the language groups its digits.

    >>> spell_number(1234, "en"), spell_number(1234, "lv")
    ('1,234', '1\\xa0234')
    """
    return f"{number:,}".replace(",", "," if lang == "en" else "\N{NO-BREAK SPACE}")


__all__ = ["PAGES", "write_vocabulary"]
