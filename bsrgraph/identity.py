"""Read what people decided on things that look alike, and ask for the decisions that lack."""

from __future__ import annotations

import csv
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass

from rdflib import RDF, URIRef

from .content import Content
from .errors import Problem
from .graph import Corpus
from .likeness import find_alike, sort_pair
from .registry import DECISIONS
from .vocabulary import ID

COLUMNS = ("first", "second", "decision", "evidence")
WORDS = ("different", "gone", "lineage", "related", "same", "unsure")


@dataclass(frozen=True, order=True)
class Decision:
    """Hold one line of the decisions: two ids, the decision in a word, and what it rests on.

    An id that is 'gone' has no second; the second of a 'same' is retired, too.
    """

    first: str
    second: str
    word: str
    evidence: str
    line: int

    @property
    def pair(self) -> tuple[str, str]:
        """Give the two ids in the order of letters."""
        return sort_pair(self.first, self.second)


def read_decisions(content: Content) -> list[Decision]:
    """Read `data/registry/decisions.csv`; without the file nothing is decided."""
    path = content.data / "registry" / DECISIONS
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file, COLUMNS, restval="")
        next(reader, None)
        return [
            Decision(row["first"], row["second"], row["decision"], row["evidence"], reader.line_num)
            for row in reader
        ]


def check_identity(content: Content, corpus: Corpus) -> list[Problem]:
    """List the pairs that look alike and are undecided, and what is wrong with decisions."""
    decisions = read_decisions(content)
    name = content.name(content.data / "registry" / DECISIONS)
    seen: dict[tuple[str, str], int] = {}
    wrong = []
    for decision in decisions:
        told = list(_find_wrong(decision, corpus))
        if decision.pair in seen:
            told.append((f"the pair stands in line {seen[decision.pair]} too", "keep one row"))
        seen.setdefault(decision.pair, decision.line)
        wrong += [Problem(name, decision.line, what, remedy) for what, remedy in told]
    if decisions != sorted(decisions, key=lambda d: (d.first, d.second)):
        wrong.append(Problem(name, 1, "the rows are in no order", "sort them by both ids"))
    undecided = sorted({*find_alike(corpus)} - seen.keys())
    places = _find_places(corpus) if undecided else {}
    return sorted([*wrong, *(_tell_pair(*pair, corpus, places) for pair in undecided)])


def _find_wrong(decision: Decision, corpus: Corpus) -> Iterator[tuple[str, str]]:
    """Say what is wrong with one decision, and what to do."""
    known = corpus.registry.things
    first, second, word = decision.first, decision.second, decision.word
    if word not in WORDS:
        yield f"no decision '{word}'", f"write one of {', '.join(WORDS)}"
    if not decision.evidence:
        yield "no evidence", "say in a few words what the decision rests on"
    if word == "gone":
        yield from _find_wrong_end(first, second, known)
        return
    for one in (first,) if word == "same" else (first, second):
        if one not in known:
            yield f"nothing has the id '{one}'", "mend the id, or delete the row"
    if word == "same" and second in known:
        yield f"'{second}' is merged into '{first}' but still in use", f"write '{first}' instead"
    if word != "same" and first >= second:
        yield f"'{first}' stands before '{second}'", "put the two ids in the order of letters"
    if word == "lineage" and decision.pair not in _find_lineage(corpus):
        remedy = "add the row in the sheet of the source that says so, or decide 'unsure'"
        yield f"no source says how '{first}' and '{second}' came out of each other", remedy


def _find_wrong_end(first: str, second: str, known: Container[str]) -> Iterator[tuple[str, str]]:
    """Say what is wrong with the decision that an id is retired and stands for nothing now."""
    if first in known:
        yield f"'{first}' is gone but still in use", "delete its rows, or delete this row"
    if second:
        yield "what is gone has no second id", f"write 'same' if '{second}' took its place"


def _find_lineage(corpus: Corpus) -> set[tuple[str, str]]:
    """Find the pairs between which a statement of descent stands."""
    cut = len(str(ID))
    return {
        sort_pair(s.subject[cut:], s.object[cut:])
        for s in corpus.statements.values()
        if s.relation.lineage and isinstance(s.object, URIRef)
    }


def _find_places(corpus: Corpus) -> Mapping[str, tuple[str, int]]:
    """Say in which file and line each thing is introduced."""
    places = {t.id: (t.path, t.line) for t in corpus.registry.things.values() if t.line}
    rows = (s for s in corpus.statements.values() if s.relation.iri == RDF.type)
    for row in sorted(rows, key=lambda s: (s.path, s.line)):
        places.setdefault(row.subject.removeprefix(str(ID)), (row.path, row.line))
    return places


def _tell_pair(
    one: str, other: str, corpus: Corpus, places: Mapping[str, tuple[str, int]]
) -> Problem:
    """Name an undecided pair where the thing that came later is introduced."""
    early, late = sorted((one, other), key=lambda i: ("/sources/" in places[i][0], places[i], i))
    names = [corpus.registry.things[i].name for i in (late, early)]
    what = f"'{late}' ({names[0]}) looks like '{early}' ({names[1]})"
    remedy = f"use the one id, or add the row '{one},{other},…' to data/registry/{DECISIONS}"
    return Problem(*places[late], what, remedy)
