"""Compare two graphs: what was added, is gone, or is said otherwise, and which answers change."""

from __future__ import annotations

from collections.abc import Callable

from .asking import compare_answers, compare_questions
from .facts import View
from .forms import describe
from .reading import Side, open_side, read_content
from .records import Change, Changes, sort_changes
from .statements import compare_statements
from .things import compare_things, find_merged, tell_merged

STEPS = 3
__all__ = ["STEPS", "Change", "Changes", "Side", "compare", "describe", "open_side", "read_content"]


def compare(
    old: Side,
    new: Side,
    tell: Callable[[str], None] = lambda step: None,
    *,
    ask: bool = True,
) -> Changes:
    """Compare two graphs; `ask` says whether the questions of the catalogue are asked too.

    >>> bool(compare(open_side(), open_side()))
    False
    """
    tell("comparing things and statements")
    before, after = View(old.store), View(new.store)
    size = (len(before.triples), len(after.triples))
    gone, added = len(before.triples - after.triples), len(after.triples - before.triples)
    items = list(compare_questions(old, new))
    if not gone + added:
        return Changes(
            old.said,
            new.said,
            sort_changes(items),
            (*size, 0, 0),
            notes=_note(old, new, before, after),
        )
    merged = find_merged(before, after, new.decisions)
    parted = find_merged(after, before, old.decisions)
    stated = compare_statements(before, after, merged, parted)
    items += stated.changes
    items += compare_things(before, after, merged, parted)
    items += tell_merged(merged, stated.carried, before, after, "merged")
    items += tell_merged(parted, stated.carried, after, before, "parted")
    tell("asking the questions of the catalogue")
    items += compare_answers(old, new) if ask else ()
    return Changes(
        old.said,
        new.said,
        sort_changes(items),
        (*size, added, gone),
        stated.evidence,
        stated.renumbered,
        _note(old, new, before, after),
    )


def _note(old: Side, new: Side, *views: View) -> tuple[str, ...]:
    blank = sum(view.blank for view in views)
    words = f"left out for their blank nodes, which have no lasting name: {blank}"
    return (*old.notes, *new.notes, *([words] if blank else []))
