"""Say changes in words: a line for all of them, and lines for each part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby

from .records import KINDS, Change, Changes

LINES = 20
ROWS = 3
WIDTH = 200
HINT = "; --all shows them"
_ROWS = ("row added", "row gone")
_SIMPLE = ("added", "gone")
_SIGNS = {"added": "+ ", "gone": "- ", "row added": "+ ", "row gone": "- "}
_TITLES = (
    ("thing", "Things"),
    ("term", "Terms of the vocabulary"),
    ("statement", "Statements"),
    ("value", "What a source said otherwise"),
    ("question", "Questions"),
)
_SAID = {
    "described": "described otherwise",
    "fails": "failing now",
    "works": "working now",
    "reworded": "put otherwise",
}
_NOUNS = {"object": "thing", "amount": "amount", "text": "text"}
# A line of text with its depth: 0 heads a section, 1 a group in it, 2 is a line, 3 one below it.
Line = tuple[int, str]


def summarize(changes: Changes) -> str:
    """Say in one line how many of what changed.

    >>> summarize(Changes("a", "b", (Change("thing", "added", "x"),)))
    '1 thing added'
    """
    counts = _count_parts(changes.items)
    told = [_count_all(part, counts[part]) for part in ("thing", "term", "statement", "value")]
    asked = {i.id for i in changes.items if i.kind in _ROWS}
    if asked:
        told.append(f"{_number(len(asked), 'question')} answer{'s' * (len(asked) == 1)} otherwise")
    told.append(_count_all("question", _count_questions(changes.items)))
    rest = [f"{n} {word}" for n, word in zip(changes.triples[2:], _SIMPLE, strict=True) if n]
    if changes.notes and not (rest or any(told)):
        return "nothing changed in what can be compared"
    if rest and not any(told):
        same = changes.evidence or changes.renumbered
        told = [
            f"every statement says the same; triples: {', '.join(rest)}"
            if same
            else f"triples in no statement, thing or term: {', '.join(rest)}"
        ]
    return "; ".join(filter(None, told)) or "nothing changed"


def _count_parts(items: Iterable[Change]) -> dict[str, Counter[str]]:
    counts = {part: Counter[str]() for part, _ in _TITLES}
    for item in items:
        counts[_section(item)][item.kind] += 1
    return counts


def _section(item: Change) -> str:
    return "value" if item.part == "statement" and item.kind not in _SIMPLE else item.part


def _count_questions(items: Iterable[Change]) -> Counter[str]:
    """Count each question once, in how many ways it may be asked."""
    told = {(i.id, i.kind) for i in items if i.part == "question" and i.kind not in _ROWS}
    return Counter(kind for _, kind in told)


def _count_all(part: str, counts: Counter[str]) -> str:
    """Write counts as '3 things added, 1 gone' or '2 amounts changed, 1 time changed'."""
    kinds = sorted(counts, key=KINDS.index)
    if part == "value":
        return ", ".join(f"{_number(counts[k], _NOUNS.get(k, k))} changed" for k in kinds)
    words = [
        f"{counts[k]} {_SAID.get(k, k)}" for k in sorted(kinds, key=lambda k: k not in _SIMPLE)
    ]
    if words and part:
        number, _, rest = words[0].partition(" ")
        words[0] = f"{_number(int(number), part)} {rest}"
    return ", ".join(words)


def _number(number: int, noun: str) -> str:
    ending = "" if number == 1 else "es" if noun.endswith("s") else "s"
    return f"{number} {noun}{ending}"


def write_lines(changes: Changes, whole: bool = False) -> Iterator[Line]:
    """Give all lines with their depth: a section for each part, then what is only counted."""
    counts = _count_parts(changes.items)
    for part, title in _TITLES:
        items = [i for i in changes.items if _section(i) == part]
        if part == "question" and items:
            yield 0, title
            yield from _write_questions(items, whole)
        elif items:
            yield 0, f"{title}: {_count_all(part if part == 'value' else '', counts[part])}"
            for group in _split(part, items):
                yield from _cut(list(_write_items(group)), whole)
    yield from _write_rest(changes)


def _split(part: str, items: list[Change]) -> Iterator[list[Change]]:
    """Split things and terms by what became of them; statements stay together by source."""
    if part in ("statement", "value"):
        yield items
    else:
        yield from (list(group) for _, group in groupby(items, key=lambda i: i.kind))


def _cut(lines: list[Line], whole: bool) -> Iterator[Line]:
    """Show the first lines, and say how many more there are."""
    shown = 0
    for depth, text in lines:
        shown += depth == 2
        if shown > LINES and not whole:
            yield 2, _more(sum(depth == 2 for depth, _ in lines) - LINES)
            return
        yield depth, text


def _more(number: int) -> str:
    return f"… and {number} more{HINT}"


def _write_items(items: list[Change]) -> Iterator[Line]:
    """Write things as lines, and statements as lines below their source."""
    for source, group in groupby(items, key=lambda i: i.source):
        members = list(group)
        if source:
            yield 1, _name(members[0].source_name, source)
        for item in members:
            yield 2, _SIGNS.get(item.kind, "~ ") + tell_change(item)


def tell_change(item: Change) -> str:
    """Say one change in a line.

    >>> tell_change(Change("thing", "renamed", "x", "New", before="Old", after="New"))
    'Old → New (x)'
    """
    name = _name(item.name, item.id)
    arrow = f"{item.before or '…'} → {item.after or '…'}"
    if item.kind == "renamed":
        return f"{item.before or '(no name)'} → {item.after or '(no name)'} ({item.id})"
    if item.kind in ("merged", "parted"):
        words = f"is now {item.after}" if item.kind == "merged" else f"was {item.before} before"
        return f"{name} {words}" + (f"; {item.detail}" if item.detail else "")
    if item.kind == "described":
        ways = {(True, False): f"gone: {item.before}", (False, True): f"added: {item.after}"}
        return f"{name}: {item.relation} {ways.get((bool(item.before), bool(item.after)), arrow)}"
    if item.part != "statement":
        return ", ".join(filter(None, (name, item.value)))
    about = f"for {item.about}" if item.about else ""
    words = " · ".join(filter(None, (name, item.relation, item.value, about, item.detail)))
    return words if item.kind in _SIMPLE else f"{words}: {arrow}"


def _name(name: str, own: str) -> str:
    return f"{name} ({own})" if name else own


def _write_questions(items: list[Change], whole: bool) -> Iterator[Line]:
    """Write a line for each question and way of asking it, and its rows below."""
    for (_, relation), group in groupby(_order(items), key=lambda i: (i.id, i.relation)):
        members = list(group)
        asked = " ".join(filter(None, (members[0].id, relation)))
        rows = [i for i in members if i.kind in _ROWS]
        counts = Counter(i.kind.removeprefix("row ") for i in rows)
        words = [_count_all("row", counts)] if rows else []
        words += [_tell_question(i) for i in members if i.kind not in _ROWS]
        yield 2, f"{asked}: {'; '.join(words)} · {members[0].name}"
        shown = rows if whole else rows[:ROWS]
        for item in shown:
            yield 3, _SIGNS[item.kind] + _shorten(item.value, whole)
        if len(shown) < len(rows):
            yield 3, _more(len(rows) - len(shown))


def _order(items: list[Change]) -> list[Change]:
    return sorted(items, key=lambda i: (i.id, i.relation))


def _tell_question(item: Change) -> str:
    reason = item.after or item.before
    return _SAID.get(item.kind, item.kind) + (f" ({reason})" if reason else "")


def _shorten(text: str, whole: bool) -> str:
    return text if whole or len(text) <= WIDTH else f"{text[:WIDTH]}…"


def _write_rest(changes: Changes) -> Iterator[Line]:
    """Say what is counted and not listed."""
    old, new, added, gone = changes.triples
    rest = [
        (changes.evidence, "the same with other evidence, notes or days"),
        (changes.renumbered, "the same under another id"),
    ]
    lines = [f"{_number(n, 'statement')} say{'s' * (n == 1)} {words}" for n, words in rest if n]
    lines += [f"triples: {old} → {new}, {added} added, {gone} gone"] if added or gone else []
    lines += changes.notes
    if lines:
        yield 0, "Besides"
        yield from ((2, line) for line in lines)
