"""Read RDF that somebody asks beside the graph; it may come from anywhere, so nothing trusts it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from .errors import QueryError

LARGEST = 200_000_000
_FORMS = {
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".ttl": ox.RdfFormat.TURTLE,
}
_REMEDY = "give a Turtle, N-Triples or JSON-LD file (.ttl, .nt, .jsonld)"
_PLACE = re.compile(r"^Parser error at .*?: | \(line \d+\)$")


@dataclass(frozen=True)
class Extra:
    """Hold a file that is asked beside the graph: how it was called, its ending, its bytes."""

    name: str
    ending: str
    data: bytes


def read_extras(paths: Iterable[str | Path]) -> tuple[Extra, ...]:
    """Read files without parsing them; raises QueryError for what is no file, or too large."""
    return tuple(_read(str(path), Path(path)) for path in paths)


def _read(name: str, path: Path) -> Extra:
    if not path.is_file():
        raise QueryError(f"there is no file '{name}'; {_REMEDY}")
    if path.suffix not in _FORMS:
        raise QueryError(f"'{name}' is of no form that is read here; {_REMEDY}")
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise QueryError(f"'{name}' cannot be read: {error.strerror}; {_REMEDY}") from None
    if len(data) > LARGEST:
        most = f"{LARGEST // 1_000_000} MB"
        raise QueryError(
            f"'{name}' is larger than {most}; load it into a SPARQL service, and ask that"
        )
    return Extra(name, path.suffix, data)


def load_extras(store: ox.Store, extras: Iterable[Extra]) -> None:
    """Load files into a store; nothing is fetched. Raises QueryError with file and line."""
    for extra in extras:
        try:
            store.load(extra.data, format=_FORMS[extra.ending], to_graph=ox.DefaultGraph())
        except (SyntaxError, ValueError) as error:
            line = getattr(error, "lineno", None)
            raise QueryError(f"{extra.name}{f':{line}' if line else ''}: {_spell(error)}") from None


def _spell(error: Exception) -> str:
    words = _PLACE.sub("", str(error))
    if "LoadDocumentCallback" in words:
        return "its context lies elsewhere, and nothing is fetched; write the context into the file"
    return f"{words}; mend it, or ask without the file"
