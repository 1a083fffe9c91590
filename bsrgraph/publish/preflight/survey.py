"""Read every RDF file of the folder once and note what is found in it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from .facts import FORMS, TYPE

# A file on one machine, or that machine itself, is nowhere for anybody else.
_LOCAL = re.compile(r"file:|https?://(localhost|127\.\d+\.\d+\.\d+|\[::1\]|[^/:]*\.local)([:/]|$)")
_LONGEST = 160


@dataclass
class Survey:
    """Hold what one file says: how many triples, which terms, and what should not be there."""

    name: str
    error: str = ""
    triples: set[int] = field(default_factory=set)
    blank: int = 0
    local: str = ""
    terms: set[str] = field(default_factory=set)


def survey_folder(folder: Path) -> list[Survey]:
    """Survey all RDF files below a folder, in the order of their names."""
    paths = sorted(p for p in folder.rglob("*") if p.suffix in FORMS and _lies_within(p, folder))
    return [_survey(path, path.relative_to(folder).as_posix()) for path in paths]


def _lies_within(path: Path, folder: Path) -> bool:
    """Say whether a path is a plain file of the folder, not a way out of it."""
    return path.is_file() and path.resolve().is_relative_to(folder.resolve())


def _survey(path: Path, name: str) -> Survey:
    survey = Survey(name)
    seen: set[Any] = set()
    try:
        for quad in ox.parse(path=str(path), format=FORMS[path.suffix]):
            triple = quad.triple
            survey.triples.add(hash(triple))
            survey.terms.add(triple.predicate.value)
            if triple.predicate.value == TYPE and isinstance(triple.object, ox.NamedNode):
                survey.terms.add(triple.object.value)
            for term in (triple.subject, triple.predicate, triple.object):
                if term not in seen and not isinstance(term, ox.Literal):
                    seen.add(term)
                    _note(survey, term)
    except (OSError, SyntaxError, ValueError, RecursionError) as error:
        survey.error = shorten_error(error)
    return survey


def _note(survey: Survey, term: Any) -> None:
    if isinstance(term, ox.BlankNode):
        survey.blank += 1
    elif isinstance(term, ox.NamedNode) and not survey.local and is_local(term.value):
        survey.local = term.value


def is_local(iri: str) -> bool:
    """Say whether an IRI opens on one machine only, or is not in the normal form of Unicode.

    >>> [is_local(x) for x in ("file:///x", "http://localhost:80/", "https://w3id.org/x")]
    [True, True, False]
    """
    return bool(_LOCAL.match(iri)) or not unicodedata.is_normalized("NFC", iri)


def shorten_error(error: Exception) -> str:
    """Write an error in one short line.

    >>> shorten_error(SyntaxError("no\\n  such thing"))
    'no such thing'
    """
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    text = error.msg if isinstance(error, SyntaxError) else str(error)
    return " ".join(text.split())[:_LONGEST]


def list_twins(surveys: list[Survey]) -> Iterator[list[Survey]]:
    """List the files that stand beside each other in several forms: a.ttl, a.nt, a.jsonld."""
    stems: dict[str, list[Survey]] = {}
    for survey in surveys:
        stems.setdefault(survey.name.rpartition(".")[0], []).append(survey)
    yield from (twins for twins in stems.values() if len(twins) > 1)
