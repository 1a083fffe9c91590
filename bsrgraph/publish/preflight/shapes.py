"""Hold the catalogue against shapes (SHACL) that the user has, such as those of DCAT-AP itself."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ...errors import BsrgraphError
from ...validation import hold_against
from .facts import read_facts, shorten_iri
from .lines import Line, State, enumerate_some
from .survey import shorten_error

PART = "shapes"


def check_shapes(catalog: Path, shapes: Sequence[Path]) -> list[Line]:
    """Give a line for each file of shapes that finds nothing, or for each thing that one finds."""
    return [line for path in shapes for line in _check(catalog, path)]


def _check(catalog: Path, path: Path) -> list[Line]:
    try:
        results = hold_against(catalog.read_bytes(), path.read_bytes())
    except (OSError, BsrgraphError) as error:
        what = f"{path}: {shorten_error(error)}; name a Turtle file of SHACL"
        raise BsrgraphError(what) from error
    facts = read_facts(catalog)
    found: dict[tuple[str, str, str], list[str]] = {}
    for severity, node, property_, message in results:
        key = (severity, shorten_iri(property_), " ".join(message.split()))
        found.setdefault(key, []).append(facts.spell(node))
    if not found:
        return [Line(PART, path.name, "nothing found", State.fine)]
    return [
        Line(
            PART,
            path.name,
            " ".join(filter(None, (word, message))),
            State.fails if severity == "Violation" else State.warns,
            enumerate_some(nodes),
            "mend what the shape asks for",
        )
        for (severity, word, message), nodes in sorted(found.items())
    ]
