"""Look a site over before it is published: what a portal and a checker would say of it.

It looks at the files alone, reaches no network, and takes nothing for granted: broken or hostile
files become lines, not errors.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from ...errors import BsrgraphError
from .catalogue import PART as CATALOGUE
from .catalogue import check_catalogue
from .facts import Facts, read_facts
from .fairness import PART as ONTOLOGY
from .fairness import check_ontology, find_undeclared
from .files import check_files, check_logo
from .lines import Line, State, enumerate_some, list_lines, summarize
from .quality import PART as QUALITY
from .quality import reckon_points, spell_points
from .shapes import check_shapes
from .survey import shorten_error, survey_folder

__all__ = ["Line", "State", "list_lines", "look_over", "name_parts"]
CATALOG = "catalog.ttl"
_AGAIN = "write the site again: bsrgraph publish"


def look_over(folder: Path, shapes: Sequence[Path] = ()) -> list[Line]:
    """Look a site over; raises BsrgraphError if there is none.

    `shapes` are files of SHACL that the catalogue is held against besides.
    """
    if not folder.is_dir():
        raise BsrgraphError(f"there is no site in {folder}; run bsrgraph publish first")
    trouble: list[Line] = []
    facts = _read(folder, CATALOG, CATALOGUE, trouble)
    ontology = _read(folder, "data/ontology.ttl", ONTOLOGY, trouble)
    void = _read(folder, "void.ttl", "files", trouble)
    surveys = survey_folder(folder)
    catalogue = check_catalogue(facts) if facts.about else []
    catalogue += check_shapes(folder / CATALOG, shapes) if facts.about else []
    complies = bool(facts.about) and all(line.state is not State.fails for line in catalogue)
    used = {term for survey in surveys for term in survey.terms}
    return [
        *trouble,
        *catalogue,
        *reckon_points(facts, complies),
        *check_ontology(ontology),
        *_check_terms(ontology, used),
        *check_files(folder, facts, void, surveys),
        *check_logo(folder, ontology),
    ]


def name_parts(lines: Sequence[Line]) -> dict[str, str]:
    """Give each part its heading: what it is and how it stands."""
    catalogue = [line.state for line in lines if line.part == CATALOGUE]
    counts = [
        f"{number or 'no'} {word}{'s' if number > 1 else ''}"
        for state, word in ((State.fails, "violation"), (State.warns, "warning"))
        for number in [catalogue.count(state)]
    ]
    heads = {CATALOGUE: ", ".join(counts), QUALITY: spell_points(lines)}
    return {**summarize(lines), **heads}


def _read(folder: Path, name: str, part: str, trouble: list[Line]) -> Facts:
    """Read a file; what cannot be read becomes a line, and nothing is known."""
    try:
        return read_facts(folder / name)
    except (OSError, SyntaxError, ValueError) as error:
        trouble.append(Line(part, "", name, State.fails, shorten_error(error), _AGAIN))
        return Facts({})


def _check_terms(ontology: Facts, used: set[str]) -> Iterator[Line]:
    unknown = find_undeclared(ontology, used)
    check, remedy = "no term is used that it lacks", "declare the term in ontology/bsr.ttl"
    state = State.fails if unknown else State.fine
    found = enumerate_some(unknown) or f"{len(used)} terms used"
    yield Line(ONTOLOGY, "terms", check, state, found, remedy if unknown else "")
