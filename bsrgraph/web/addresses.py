"""Say where on the site the names of things, statements, values and terms lead."""

from __future__ import annotations

import re

from ..vocabulary import BASE

# What a host may not know by itself. Forms of networks have no type of their own but XML or JSON.
MEDIA_TYPES = {
    ".csv": "text/csv",
    ".cyjs": "application/json",
    ".gexf": "application/xml",
    ".graphml": "application/xml",
    ".jsonld": "application/ld+json",
    ".nt": "application/n-triples",
    ".rq": "application/sparql-query",
    ".ttl": "text/turtle",
    ".wasm": "application/wasm",
}
# Programs that ask for RDF never ask for a page first, so RDF is looked for first.
FORMS = (("jsonld", "application/ld\\+json"), ("ttl", "text/turtle|application/(n-triples|rdf)"))
RULES = (
    ("id/([a-z0-9-]+)", "id/$1", ""),
    ("statement/([0-9a-f]{2})([0-9a-f]+)", "statement/$1", "#$1$2"),
    ("value/([^/]+)", "values", "#$1"),
    ("ontology(/[0-9.]+)?", "ontology", ""),
)


def follow_name(path: str) -> tuple[str, str] | None:
    """Follow the name of a thing, below the base: its files without their ending, and the anchor.

    >>> follow_name("statement/41d6"), follow_name("site.css")
    (('statement/41', '#41d6'), None)
    """
    for name, target, anchor in RULES:
        if match := re.fullmatch(name, path):
            return _fill(target, match), _fill(anchor, match)
    return None


def _fill(words: str, match: re.Match[str]) -> str:
    """Put what a rule matched in place of $1, $2."""
    return re.sub(r"\$(\d)", lambda mark: match[int(mark[1])] or "", words)


def find_page(iri: str) -> str:
    """Find the page of the site, and the place on it, to which the name of a thing or term leads.

    A term of another vocabulary that ours uses is explained on the page of ours.

    >>> find_page(BASE + "id/latvia"), find_page("http://www.w3.org/2000/01/rdf-schema#label")
    ('id/latvia.html', 'ontology.html#label')
    """
    path, sign, term = iri.removeprefix(BASE).partition("#")
    target, anchor = follow_name(path) or ("ontology", "")
    return f"{target}.html{anchor}{sign}{term}"
