"""Compare statements: which are new, which are gone, and which say the same with another value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import product

import pyoxigraph as ox

from ..answers import shorten
from .facts import Fact, View, find_name, list_nodes, read_facts, spell, spell_term
from .records import Change

MOST = 250_000
_FAR = 10_000_000
Ids = Mapping[str, str]
Pair = tuple[Fact, Fact]


@dataclass(frozen=True)
class Compared:
    """Hold what became of statements; `carried` counts those that went along with a merged id."""

    changes: list[Change]
    evidence: int
    renumbered: int
    carried: Counter[str]


def compare_statements(old: View, new: View, merged: Ids, parted: Ids) -> Compared:
    """Compare the statements that are not the same triple for triple.

    `merged` gives the id that an id of the old graph became, `parted` that an id of the new graph
    was before; statements that differ in nothing else are counted with these ids.
    """
    # A note that was added is in the new graph alone, so both are asked for all nodes.
    nodes = list_nodes(old.triples ^ new.triples)
    gone, added = read_facts(old, nodes), read_facts(new, nodes)
    same = set(gone) & set(added)
    ids = {f: f.node for f in added}
    moved = sum(f.node != ids[f] for f in gone if f in same)
    gone, there, left = _carry([f for f in gone if f not in same], added, new, merged)
    rest = [f for f in added if f not in same and f not in there]
    added, gone_too, right = _carry(rest, gone, old, parted)
    gone = [f for f in gone if f not in gone_too]
    pairs = pair_facts(gone, added, old.single | new.single, merged, parted)
    changes = [tell_pair(*pair, old, new) for pair in pairs]
    paired = {f for pair in pairs for f in pair}
    changes += [tell_fact(f, "gone", old) for f in gone if f not in paired]
    changes += [tell_fact(f, "added", new) for f in added if f not in paired]
    return Compared(changes, len(same) - moved, moved, left + right)


def _carry(
    facts: list[Fact], touched: Iterable[Fact], other: View, ids: Ids
) -> tuple[list[Fact], set[Fact], Counter[str]]:
    """Take out the facts that the other graph holds under the other id of a thing.

    Returns the facts that are left, those of the other graph that were met, and counts by id.
    """
    known = set(touched) | set(_find_about(other, set(ids.values()))) if ids else set()
    left, met, counts = [], set(), Counter[str]()
    for fact in facts:
        moved = translate(fact, ids)
        if moved != fact and moved in known:
            met.add(moved)
            counts.update({i for i in ids if i in _ids(fact)})
        else:
            left.append(fact)
    return left, met, counts


def _find_about(view: View, ids: Iterable[str]) -> list[Fact]:
    """Read the statements that mention things."""
    found = (view.store.quads_for_pattern(None, None, ox.NamedNode(iri)) for iri in ids)
    quads = (quad for quads in found for quad in quads)
    return read_facts(view, list_nodes(quad.triple for quad in quads))


def _ids(fact: Fact) -> set[str]:
    return {fact.source, fact.subject, fact.about, fact.said_by, fact.object[1:-1]}


def translate(fact: Fact, ids: Ids) -> Fact:
    """Write a fact with other ids for things that were merged."""
    if not ids:
        return fact
    names = {n: ids.get(getattr(fact, n), getattr(fact, n)) for n in ("source", "subject")}
    names |= {n: ids.get(getattr(fact, n), getattr(fact, n)) for n in ("about", "said_by")}
    iri = ids.get(fact.object[1:-1])
    return replace(fact, object=f"<{iri}>" if iri else fact.object, **names)


def pair_facts(
    gone: Iterable[Fact], added: Iterable[Fact], single: frozenset[str], merged: Ids, parted: Ids
) -> list[Pair]:
    """Pair what a source said with what it says now: same subject, relation, 'for' and unit.

    The closest times go first, then equal values, then near ones; nothing is in two pairs.
    """
    before, after = _group(gone, single, merged), _group(added, single, parted)
    pairs: list[Pair] = []
    for key in sorted(before.keys() & after.keys()):
        pairs += _match(before[key], after[key])
    return pairs


def _group(
    facts: Iterable[Fact], single: frozenset[str], ids: Ids
) -> dict[tuple[str, ...], list[Fact]]:
    groups: dict[tuple[str, ...], list[Fact]] = {}
    for fact in facts:
        moved = translate(fact, ids)
        # Of things several hold side by side, unless the relation takes one at a time.
        many = fact.value.kind == "object" and fact.relation not in single
        own = moved.object if many else fact.value.kind + fact.value.unit
        key = (moved.source, moved.subject, moved.relation, moved.about, own)
        groups.setdefault(key, []).append(fact)
    return groups


def _match(before: list[Fact], after: list[Fact]) -> Iterator[Pair]:
    if len(before) * len(after) > MOST:
        return
    used: set[Fact] = set()
    for pair in sorted(product(before, after), key=_distance):
        if used.isdisjoint(pair):
            used.update(pair)
            yield pair


def _distance(pair: Pair) -> tuple[object, ...]:
    """Say how far two facts are apart; the same in both directions."""
    one, other = pair
    days = sum(_measure(a, b) for a, b in zip(one.days, other.days, strict=True))
    unlike = (one.object != other.object, one.status != other.status)
    return (days, *unlike, abs(one.value.size - other.value.size), *sorted(pair))


def _measure(one: date | None, other: date | None) -> int:
    if one and other:
        return abs((one - other).days)
    return 0 if one == other else _FAR


def tell_fact(fact: Fact, kind: str, view: View) -> Change:
    """Say that a statement was added, or is gone."""
    return Change(
        "statement",
        kind,
        **_tell_place(fact, view),
        value=fact.value.text,
        detail=_join(_facets(fact, view).values()),
        **{"new" if kind == "added" else "old": shorten(fact.node)},
    )


def _tell_place(fact: Fact, *views: View) -> dict[str, str]:
    return {
        "id": shorten(fact.subject),
        "name": find_name(fact.subject, *views),
        "relation": spell_term(fact.relation, *views),
        "about": spell(fact.about, *views) if fact.about else "",
        "source": shorten(fact.source),
        "source_name": find_name(fact.source, *views),
    }


def _facets(fact: Fact, view: View) -> dict[str, str]:
    """Give what is said besides the value; that it is stated goes without saying."""
    speaker = f"said by {spell(fact.said_by, view)}" if fact.said_by else ""
    return {
        "time": fact.time,
        "status": "" if fact.status == "stated" else fact.status,
        "speaker": speaker,
    }


def _join(words: Iterable[str]) -> str:
    return ", ".join(filter(None, words))


def tell_pair(before: Fact, after: Fact, old: View, new: View) -> Change:
    """Say what a source said, and what it says instead now."""
    was = {after.value.kind: before.value.text, **_facets(before, old)}
    now = {after.value.kind: after.value.text, **_facets(after, new)}
    if before.object == after.object:
        was[after.value.kind] = now[after.value.kind]
    differ = [facet for facet in now if was[facet] != now[facet]] or [after.value.kind]
    spoken = {"status": "stated"}
    return Change(
        "statement",
        differ[0],
        **_tell_place(after, new, old),
        value="" if differ[0] == after.value.kind else after.value.text,
        detail=_join(
            word for facet, word in now.items() if facet not in (*differ, after.value.kind)
        ),
        before=_join(was[f] or spoken.get(f, "undated" if f == "time" else "") for f in differ),
        after=_join(now[f] or spoken.get(f, "undated" if f == "time" else "") for f in differ),
        old=shorten(before.node),
        new=shorten(after.node),
    )
