"""Hold the ontology against FOOPS!, the tests of how findable, open and reusable one is (FAIR).

Each id of https://w3id.org/foops/ that a file can answer is answered (`fairness.csv`); those that
ask a host are listed and wait.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any

import pyoxigraph as ox

from .facts import NAMESPACES, Facts, Row, expand, read_table
from .lines import Line, State, enumerate_some

PART = "ontology"
_TERMS = (
    *("owl:Class", "rdfs:Class", "rdf:Property"),
    *("owl:ObjectProperty", "owl:DatatypeProperty", "owl:AnnotationProperty"),
)
_LASTING = re.compile(r"https?://(w3id\.org|purl\.org|(dx\.)?doi\.org|data\.europa\.eu)/.+")
_DOI = re.compile(r"(https?://(dx\.)?doi\.org/|doi:)?10\.\d{4,}/\S+")
# What every ontology is written in; to use them is not to reuse others' work.
_OWN_LANGUAGE = ("rdf", "rdfs", "owl", "xsd")


def check_ontology(facts: Facts) -> list[Line]:
    """Give a line for each test, or for each thing that a test misses."""
    nodes = facts.of_kind("owl:Ontology")
    if len(nodes) != 1:
        what = f"{len(nodes)} nodes are an owl:Ontology" if nodes else "no owl:Ontology"
        remedy = "declare one owl:Ontology in data/ontology.ttl; `bsrgraph publish` does"
        return [Line(PART, "findable", what, State.fails, remedy=remedy)]
    rows = groupby(read_table("fairness"), lambda row: row["id"])
    return [line for _, test in rows for line in _check_test(facts, nodes[0], list(test))]


def _check_test(facts: Facts, node: Any, rows: list[Row]) -> Iterator[Line]:
    """Give a line of what is there, and one for each thing that is not."""
    found = [(row, _check_item(facts, node, row)) for row in rows]
    fine = [row["item"] for row, line in found if line is None]
    if fine:
        yield Line(PART, rows[0]["group"], rows[0]["id"], State.fine, ", ".join(fine))
    yield from (line for _, line in found if line is not None)


def _check_item(facts: Facts, node: Any, row: Row) -> Line | None:
    state, found = State.waits, f"needs hosting: {row['item']}"
    if row["test"] != "hosted":
        missing = _TESTS[row["test"]](facts, node, row["properties"].split())
        if missing is None:
            return None
        found = f"{row['item']}: {missing}" if missing else f"no {row['item']}"
        if row["test"] == "doi":  # nobody may make one up, so it stops no release
            found = f"needs an archived release: {row['item']}"
        else:
            state = State.fails
    return Line(PART, row["group"], row["id"], state, found, row["remedy"])


def list_terms(facts: Facts) -> list[Any]:
    """List the classes and properties that the ontology itself defines."""
    bases = [str(v.value) for n in facts.about for v in facts.values(n, _NAMESPACE)]
    found = {node for kind in _TERMS for node in facts.of_kind(kind)}
    return sorted((n for n in found if n.value.startswith(tuple(bases))), key=str)


_NAMESPACE = "vann:preferredNamespaceUri"
# Each test gives nothing where all is well, else what it missed, in words if there is more to say.
Missing = str | None


def _has(facts: Facts, node: Any, words: list[str]) -> Missing:
    return None if facts.values(node, *words) else ""


def _is_iri(facts: Facts, node: Any, words: list[str]) -> Missing:
    values = facts.values(node, *words)
    fine = values and all(isinstance(v, ox.NamedNode) for v in values)
    return None if fine else "it is a text" if values else "there is none"


def _has_doi(facts: Facts, node: Any, words: list[str]) -> Missing:
    values = facts.values(node, *words)
    return None if any(_DOI.fullmatch(getattr(v, "value", "")) for v in values) else ""


def _is_same(facts: Facts, node: Any, words: list[str]) -> Missing:
    told = {v.value.rstrip("#/") for v in facts.values(node, *words)}
    return None if told == {str(node.value).rstrip("#/")} else f"it is {node.value}"


def _is_http(facts: Facts, node: Any, words: list[str]) -> Missing:
    return None if node.value.startswith(("http://", "https://")) else f"it is {node.value}"


def _lasts(facts: Facts, node: Any, words: list[str]) -> Missing:
    return None if _LASTING.fullmatch(node.value) else f"it is {node.value}"


def _has_version(facts: Facts, node: Any, words: list[str]) -> Missing:
    versions = facts.values(node, *words)
    fine = versions and node not in versions and all(isinstance(v, ox.NamedNode) for v in versions)
    return None if fine else "it is that of the ontology" if node in versions else "there is none"


def _borrows(facts: Facts, node: Any, words: list[str]) -> Missing:
    own = tuple(NAMESPACES[prefix] for prefix in _OWN_LANGUAGE)
    return None if any(not p.startswith(own) for p in facts.about[node]) else "none"


def _extends(facts: Facts, node: Any, words: list[str]) -> Missing:
    own = tuple(NAMESPACES[prefix] for prefix in _OWN_LANGUAGE)
    targets = [v.value for term in list_terms(facts) for v in _iris(facts, term, words)]
    targets += [v.value for v in _iris(facts, node, words)]
    home = str(node.value)
    foreign = [target for target in targets if not target.startswith((*own, home))]
    return None if foreign else "none is named"


def _iris(facts: Facts, node: Any, words: list[str]) -> list[Any]:
    return [v for v in facts.values(node, *words) if isinstance(v, ox.NamedNode)]


def _are_labelled(facts: Facts, node: Any, words: list[str]) -> Missing:
    terms = list_terms(facts)
    bare = [facts.spell(term) for term in terms if not _is_in_english(facts, term, words)]
    return None if terms and not bare else f"not {enumerate_some(bare)}" if bare else "no terms"


def _is_in_english(facts: Facts, term: Any, words: list[str]) -> bool:
    values = [v for v in facts.values(term, *words) if isinstance(v, ox.Literal)]
    return any((v.language or "").partition("-")[0] == "en" and v.value.strip() for v in values)


_TESTS: dict[str, Callable[[Facts, Any, list[str]], Missing]] = {
    "borrows": _borrows,
    "doi": _has_doi,
    "extends": _extends,
    "has": _has,
    "http": _is_http,
    "iri": _is_iri,
    "labelled": _are_labelled,
    "lasting": _lasts,
    "parses": lambda facts, node, words: None,
    "same": _is_same,
    "version": _has_version,
}


def find_undeclared(facts: Facts, used: set[str]) -> list[str]:
    """Find terms of our own namespace that data use and the ontology does not know.

    >>> find_undeclared(Facts({}), {"http://example.org/x"})
    []
    """
    bases = {v.value for n in facts.about for v in facts.values(n, expand(_NAMESPACE))}
    declared = {node.value for node in facts.about}
    return sorted(t for t in used - declared if t.startswith(tuple(bases)))
