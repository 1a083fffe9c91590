"""Hold what changed between two graphs, one record for each change."""

from __future__ import annotations

from dataclasses import dataclass

PARTS = ("thing", "term", "statement", "question")
KINDS = (
    *("added", "gone", "renamed", "merged", "parted", "described"),
    *("amount", "number", "date", "text", "object", "time", "status", "speaker"),
    *("fails", "works", "reworded", "row added", "row gone"),
)


@dataclass(frozen=True)
class Change:
    """Say one change in words and ids: what is the same on both sides, then before and after.

    `id` is that of the thing or subject, or a question's name; `old` and `new` name statements.
    """

    part: str
    kind: str
    id: str
    name: str = ""
    relation: str = ""
    value: str = ""
    about: str = ""
    detail: str = ""
    before: str = ""
    after: str = ""
    source: str = ""
    source_name: str = ""
    old: str = ""
    new: str = ""


@dataclass(frozen=True)
class Changes:
    """Hold all changes from one graph to another, and the counts of what is not listed.

    `triples` are those of the old graph and of the new one, then the added and the gone; `evidence`
    counts statements that say the same with other evidence, note or days; `renumbered` those that
    have another id.
    """

    old: str
    new: str
    items: tuple[Change, ...] = ()
    triples: tuple[int, int, int, int] = (0, 0, 0, 0)
    evidence: int = 0
    renumbered: int = 0
    notes: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.items or any(self.triples[2:]) or self.notes)


def sort_changes(items: list[Change]) -> tuple[Change, ...]:
    """Bring changes into the order in which they are told."""
    return tuple(sorted(items, key=_place))


def _place(item: Change) -> tuple[object, ...]:
    words = (item.name.lower(), item.id, item.relation, item.value, item.about, item.detail)
    rank = (PARTS.index(item.part), item.source, KINDS.index(item.kind))
    return (*rank, *words, item.before, item.after, item.old, item.new)
