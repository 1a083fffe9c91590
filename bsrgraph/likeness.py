"""Find things whose names look alike: by a few letters, by words, by initials."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from rdflib import SKOS, URIRef

from .editing import make_slug
from .graph import Corpus
from .registry import Thing
from .vocabulary import BSR

APART = {BSR.Source, SKOS.Concept}
TOGETHER = dict.fromkeys((BSR.Call, BSR.Programme), BSR.Cooperation)
FILLERS = frozenset(
    # Words that join, forms of companies, and the word cluster in the languages of the region.
    re.findall(
        r"\w+",
        """
        a an and as av for fur i in ja la le no o of og och on the to und un w
        ab aps as asa eg ehf ev gmbh ltd mtu oy sia sp uab vsi
        cluster clusters clustre klaster klastra klasteris klasteri klastras klastri klyngen klynge
        klustret klusteri klasinn
        """,
    )
)
NEAR, NEAR_CORE = 80, 72  # of 100; a lower cut-off adds only different universities and towns
COMMON, FEW = 5, 3  # a word of more spellings than COMMON tells little; see the two searches below
_BRACKETS = re.compile(r"(.*?)\(([^)]*)\)(.*)")


def find_alike(corpus: Corpus) -> list[tuple[str, str]]:
    """List pairs of ids whose names look alike, each pair and the list in the order of letters.

    Only things of one family are compared; sources, places, sectors and units are not.
    """
    pairs: set[tuple[str, str]] = set()
    concepts = _spell_concepts(corpus)
    for things in _group(corpus).values():
        names = _spell_all(things, concepts)
        alike = {*_find_near(list(names)), *_find_within(names), *_find_respelt(names)}
        alike |= {(name, name) for name in names}
        pairs |= {sort_pair(a, b) for x, y in alike for a in names[x] for b in names[y] if a != b}
    return sorted(pairs - _find_joined(corpus))


def sort_pair(one: str, other: str) -> tuple[str, str]:
    """Put two ids into the order of letters.

    >>> sort_pair("oak", "ash")
    ('ash', 'oak')
    """
    return (one, other) if one < other else (other, one)


def _group(corpus: Corpus) -> Mapping[URIRef, list[Thing]]:
    """Group things by the top of their kinds; calls and programmes go with projects."""
    families = defaultdict(list)
    for thing in corpus.registry.things.values():
        for family in {TOGETHER.get(top, top) for top in _climb(thing, corpus)} - APART:
            families[family].append(thing)
    return families


def _climb(thing: Thing, corpus: Corpus) -> set[URIRef]:
    """Give the kinds of a thing that have none above them."""
    broader = corpus.vocabulary.broader_kinds
    kinds = {k for kind in thing.kinds for k in (kind, *broader.get(kind, ()))}
    return {kind for kind in kinds if not broader.get(kind)}


def _spell_concepts(corpus: Corpus) -> frozenset[str]:
    """Spell the names of places and sectors; in brackets they only say which one is meant."""
    things = corpus.registry.things.values()
    concepts = (thing for thing in things if SKOS.Concept in _climb(thing, corpus))
    return frozenset(spell(name) for thing in concepts for name in _names(thing))


def _names(thing: Thing) -> list[str]:
    return [name for name in (thing.name, *(t.text for t in thing.names)) if name]


def _spell_all(things: Iterable[Thing], concepts: frozenset[str]) -> Mapping[str, set[str]]:
    """Give the ids behind each spelling of a name, or of a part of it."""
    found: dict[str, set[str]] = defaultdict(set)
    for thing in things:
        for part in (part for name in _names(thing) for part in _cut(name, concepts)):
            found[spell(part)].add(thing.id)
    return {name: ids for name, ids in found.items() if name}


def _cut(name: str, concepts: frozenset[str]) -> Iterator[str]:
    """Give a name, and what stands outside and inside of its brackets."""
    yield name
    if brackets := _BRACKETS.fullmatch(name):
        yield f"{brackets[1]} {brackets[3]}"
        if spell(brackets[2]) not in concepts:
            yield brackets[2]


def spell(name: str) -> str:
    """Spell a name for comparison: small plain letters, without the words that tell nothing.

    >>> spell("Ozolu Klāsteris, SIA")
    'ozolu'
    """
    words = make_slug(name, longest=1000).split("-")
    return " ".join([word for word in words if word not in FILLERS] or words)


def _find_near(names: list[str]) -> Iterator[tuple[str, str]]:
    """Find spellings that differ by a few letters, also in the words that few things bear."""
    import numpy as np
    from rapidfuzz import fuzz, process

    usual = {word for word, times in _count_words(names).items() if times > COMMON}
    whole = [" ".join(sorted(name.split())) for name in names]
    cores = [" ".join(w for w in name.split() if w not in usual) or name for name in whole]
    near = process.cdist(whole, whole, scorer=fuzz.ratio, score_cutoff=NEAR, dtype=np.uint8)
    for one, other in np.argwhere(np.triu(near, 1)):
        close = fuzz.ratio(cores[one], cores[other]) >= NEAR_CORE
        if close and not _differ_in_number(whole[one], whole[other]):
            yield names[one], names[other]


def _count_words(names: Iterable[str]) -> Counter[str]:
    return Counter(word for name in names for word in set(name.split()))


def _differ_in_number(one: str, other: str) -> bool:
    """Say whether both names bear numbers, and not the same."""
    first, second = (sorted(re.findall(r"\d+", name)) for name in (one, other))
    return bool(first and second and first != second)


def _find_within(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Find spellings all of whose words another one has; a single word must be a rare one."""
    bearers: dict[str, set[str]] = defaultdict(set)
    for name in names:
        for word in name.split():
            bearers[word].add(name)
    for name in names:
        words = set(name.split())
        longer = set.intersection(*(bearers[word] for word in words)) - {name}
        if len(words) > 1 or len(longer) < FEW:
            yield from ((name, other) for other in longer if not _differ_in_number(name, other))


def _find_respelt(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Find a spelling that another gives when words are joined, or stand for their initials."""
    joined: dict[str, set[str]] = defaultdict(set)
    for name in names:
        for other in {name.replace(" ", ""), *_shorten(name.split())}:
            joined[other].add(name)
    for name in names:
        others = joined.get(name, set()) | joined[name.replace(" ", "")]
        yield from ((name, other) for other in others if other != name)


def _shorten(words: list[str]) -> Iterator[str]:
    """Put initials in the place of three or more words.

    >>> list(_shorten(["lund", "science", "technology", "park"]))
    ['lst park', 'lstp', 'lund stp']
    """
    for first, last in combinations(range(len(words) + 1), 2):
        if last - first > 2:
            initials = "".join(word[0] for word in words[first:last])
            yield " ".join([*words[:first], initials, *words[last:]])


def _find_joined(corpus: Corpus) -> set[tuple[str, str]]:
    """Find pairs of two kinds that a statement joins, such as a call and its programme."""
    things = {str(thing.iri): thing for thing in corpus.registry.things.values()}
    rows = corpus.statements.values()
    ends = ((things.get(str(s.subject)), things.get(str(s.object))) for s in rows)
    return {
        sort_pair(one.id, other.id)
        for one, other in ends
        if one and other and _climb(one, corpus).isdisjoint(_climb(other, corpus))
    }
