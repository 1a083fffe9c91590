"""Know every thing by id, kind and names, and what a wrong name was meant to be."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from rdflib import URIRef

from .content import Content
from .errors import Problem
from .values import CellError, Text, parse_link, parse_tagged, parse_text
from .vocabulary import ID, Vocabulary

DECISIONS = "decisions.csv"
COLUMNS = ("id", "kind", "name", "names", "same as")
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Thing:
    """Name one thing: id, kinds, main name, further names, the same thing elsewhere.

    Path and line say where the registry holds it; a thing that only sheets know has line 0.
    """

    id: str
    kinds: tuple[URIRef, ...]
    name: str = ""
    names: tuple[Text, ...] = ()
    same_as: tuple[str, ...] = ()
    path: str = ""
    line: int = 0

    @property
    def iri(self) -> URIRef:
        """Give the IRI of the thing."""
        return ID[self.id]


@dataclass(frozen=True)
class Registry:
    """Hold things by id, and ids by lower-case name."""

    things: Mapping[str, Thing]
    by_name: Mapping[str, tuple[str, ...]]

    def find(self, words: str) -> Thing | None:
        """Find a thing by its id or by any name that only one thing bears."""
        key = " ".join(words.split())
        if key in self.things:
            return self.things[key]
        ids = self.by_name.get(key.lower(), ())
        return self.things[ids[0]] if len(ids) == 1 else None

    def suggest(self, words: str) -> str:
        """Say which known id or name is nearest, as the remedy of an error."""
        ids = self.by_name.get(" ".join(words.split()).lower(), ())
        if len(ids) > 1:
            return f"say which one: {', '.join(ids)}"
        near = suggest(words, [*self.things, *self.by_name]) or ""
        near = self.by_name[near][0] if near in self.by_name else near
        hint = f"did you mean '{near}'? If not, " if near else ""
        return f"{hint}introduce it with the rows 'is a' and 'name'"


def suggest(words: str, known: Iterable[str], *, least: float = 70) -> str | None:
    """Find the known word nearest to a wrong one, or None where none is near.

    >>> suggest("prtner", ["partner", "funder"])
    'partner'
    """
    from rapidfuzz import fuzz, process, utils

    found = process.extractOne(
        words, sorted(known), scorer=fuzz.ratio, processor=utils.default_process, score_cutoff=least
    )
    return found[0] if found else None


def is_id(text: str) -> bool:
    """Say whether a text may be an id: small letters, digits and hyphens.

    >>> is_id("latvian-it-cluster"), is_id("Latvian IT")
    (True, False)
    """
    return bool(_ID.fullmatch(text))


def index_things(things: Iterable[Thing]) -> Registry:
    """Build the registry; a thing met twice keeps its first name and gathers the rest."""
    by_id: dict[str, Thing] = {}
    for thing in things:
        by_id[thing.id] = _join(by_id[thing.id], thing) if thing.id in by_id else thing
    by_name: dict[str, set[str]] = {}
    for thing in by_id.values():
        for name in (thing.name, *(t.text for t in thing.names)):
            by_name.setdefault(name.lower(), set()).add(thing.id)
    by_name.pop("", None)
    return Registry(by_id, {name: tuple(sorted(ids)) for name, ids in by_name.items()})


def _join(first: Thing, second: Thing) -> Thing:
    return replace(
        first,
        kinds=tuple(dict.fromkeys((*first.kinds, *second.kinds))),
        name=first.name or second.name,
        names=tuple(dict.fromkeys((*first.names, *second.names))),
        same_as=tuple(dict.fromkeys((*first.same_as, *second.same_as))),
    )


def read_registry(content: Content, vocabulary: Vocabulary) -> tuple[Registry, list[Problem]]:
    """Read `data/registry/*.csv` and the concepts of the vocabulary; list every mistake."""
    things, problems = _concept_things(vocabulary), []
    seen: dict[str, str] = {thing.id: "the ontology" for thing in things}
    paths = sorted((content.data / "registry").glob("*.csv"))
    for path in (p for p in paths if p.name != DECISIONS):
        name = content.name(path)
        for line, row in _read_rows(path):
            try:
                thing = _read_thing(row, vocabulary, name, line)
                if thing.id in seen:
                    raise CellError(f"id '{thing.id}' again", f"it stands in {seen[thing.id]}")
            except CellError as error:
                problems.append(Problem(name, line, error.what, error.remedy))
            else:
                seen[thing.id] = f"{name}:{line}"
                things.append(thing)
    return index_things(things), problems


def _concept_things(vocabulary: Vocabulary) -> list[Thing]:
    return [
        Thing(c.iri.removeprefix(str(ID)), (c.kind,), c.name, tuple(Text(n, "") for n in c.names))
        for c in vocabulary.concepts
    ]


def _read_rows(path: Path) -> Iterable[tuple[int, dict[str, str]]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        for row in reader:
            if any((cell or "").strip() for cell in row.values() if not isinstance(cell, list)):
                yield reader.line_num, {key: row.get(key) or "" for key in COLUMNS}


def _read_thing(row: dict[str, str], vocabulary: Vocabulary, path: str, line: int) -> Thing:
    if not is_id(row["id"]):
        raise CellError(f"'{row['id']}' is no id", "write small letters, digits and hyphens")
    kind = vocabulary.kinds.get(row["kind"].lower())
    if kind is None:
        near = suggest(row["kind"], vocabulary.kinds)
        raise CellError(
            f"no kind '{row['kind']}'",
            f"did you mean '{near}'?" if near else "see ontology/bsr.ttl",
        )
    names = tuple(parse_tagged(part) for part in row["names"].split(";") if part.strip())
    links = tuple(parse_link(part) for part in row["same as"].split(";") if part.strip())
    return Thing(row["id"], (kind,), parse_text(row["name"]), names, links, path, line)
