"""Find things and relations of the graph by what people call them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pyoxigraph as ox

from .answers import Answer, clean_text, shorten
from .errors import QueryError
from .registry import is_id, suggest
from .vocabulary import BSR, ID

Run = Callable[[str], Answer]
_NAMES = "rdfs:label|skos:altLabel|skos:prefLabel"


def find_thing(words: str, run: Run) -> str:
    """Find the IRI of a thing by id, IRI or any of its names, in any language, in any case.

    Raises QueryError where nothing, or more than one thing, bears the name.
    """
    words = _tidy(words)
    if words.startswith(("http://", "https://")):
        return _check_iri(words)
    found = _look_up(words, run)
    if len(found) == 1:
        return found[0]
    if found:
        raise QueryError(
            f"'{words}' is the name of {', '.join(map(shorten, found))}; say which one"
        )
    near = suggest(words, _list_names(run))
    raise QueryError(
        f"nothing is called '{words}'"
        + (f"; did you mean '{near}'?" if near else "; 'bsrgraph ask sources' shows what was read")
    )


def _tidy(words: str) -> str:
    """Bring words into the form of the data: single spaces, composed letters (ā, not a + ¯)."""
    tidy = unicodedata.normalize("NFC", " ".join(words.split()))
    if not tidy.isprintable():
        raise QueryError(f"'{clean_text(tidy)}' holds characters that no name has; type it anew")
    return tidy


def _check_iri(words: str) -> str:
    try:
        return ox.NamedNode(words).value
    except ValueError:
        raise QueryError(f"'{words}' is no IRI; copy it whole") from None


def _look_up(words: str, run: Run) -> list[str]:
    if is_id(words):
        iri = ox.NamedNode(ID[words])
        if run(f"ASK {{ {{ {iri} ?p ?o }} UNION {{ ?s ?p {iri} }} }}"):
            return [iri.value]
    text = ox.Literal(words.lower())
    answer = run(
        f"SELECT DISTINCT ?thing {{ ?thing {_NAMES} ?name FILTER(LCASE(STR(?name)) = {text})"
        f" FILTER(STRSTARTS(STR(?thing), {ox.Literal(str(ID))})) }} ORDER BY ?thing"
    )
    found = [str(row["thing"]) for row in answer]
    # A page about a project often bears its name; who says the name means the project.
    return [iri for iri in found if len(found) == 1 or not _is_source(iri, run)] or found


def _is_source(iri: str, run: Run) -> bool:
    return bool(run(f"ASK {{ {ox.NamedNode(iri)} a bsr:Source }}"))


def _list_names(run: Run) -> list[str]:
    answer = run(
        f"SELECT DISTINCT (STR(?n) AS ?name) {{ ?thing {_NAMES} ?n"
        f" FILTER(STRSTARTS(STR(?thing), {ox.Literal(str(ID))})) }} ORDER BY ?name"
    )
    return [str(row["name"]) for row in answer]


def find_relation(words: str, run: Run) -> str:
    """Find the term of a relation by its label, an old one, its local name or its IRI.

    Raises QueryError where nothing, or more than one relation, bears the name.
    """
    words = _tidy(words)
    name, iri = ox.Literal(words.lower()), ox.Literal(BSR + words.removeprefix(str(BSR)))
    answer = run(
        f"SELECT DISTINCT ?relation {{ ?relation a bsr:Relation ; {_NAMES} ?name"
        f" FILTER(LCASE(STR(?name)) = {name} || STR(?relation) = {iri}) }} ORDER BY ?relation"
    )
    found = [str(row["relation"]) for row in answer]
    if len(found) == 1:
        return str(ox.NamedNode(found[0]))
    if found:
        raise QueryError(
            f"'{words}' is the name of {', '.join(map(shorten, found))}; say which one"
        )
    raise QueryError(f"no relation is called '{words}'; {_suggest_relation(words, run)}")


def _suggest_relation(words: str, run: Run) -> str:
    labels = run(
        "SELECT ?label { ?relation a bsr:Relation ; rdfs:label ?label"
        " FILTER(LANG(?label) = 'en') } ORDER BY ?label"
    )
    near = suggest(words, [str(row["label"]) for row in labels])
    return f"did you mean '{near}'?" if near else "see data/README.md"
