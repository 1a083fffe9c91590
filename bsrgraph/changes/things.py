"""Compare things and terms: which are new, gone, merged, called or described otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import pyoxigraph as ox
from rdflib import RDF, RDFS, SKOS

from ..answers import shorten
from ..vocabulary import BASE, BSR, ID, VALUE
from .facts import View, find_name, list_nodes, list_subjects, read_facts, spell, spell_term
from .records import Change

Told = dict[tuple[str, str], list[ox.NamedNode | ox.Literal]]
_NAMES = (str(RDFS.label), str(SKOS.prefLabel))
_ONTOLOGY = str(BSR).rstrip("#")


def find_merged(old: View, new: View, decisions: Mapping[str, str]) -> dict[str, str]:
    """Find the things that are gone because they were decided to be the same as another.

    `decisions` gives for a retired id the one that stands for it; returns IRIs.
    """
    merged = {}
    for retired in decisions:
        iri, kept = str(ID[retired]), str(ID[_follow(retired, decisions)])
        if old.knows(iri) and not new.knows(iri) and new.knows(kept):
            merged[iri] = kept
    return merged


def _follow(retired: str, decisions: Mapping[str, str]) -> str:
    """Follow decisions to the last one; a circle ends where it began."""
    seen = [retired]
    while seen[-1] in decisions and decisions[seen[-1]] not in seen:
        seen.append(decisions[seen[-1]])
    return seen[-1]


def compare_things(
    old: View, new: View, merged: Mapping[str, str], parted: Mapping[str, str]
) -> Iterator[Change]:
    """Say what became of things and of the terms of the vocabulary."""
    gone, added = old.triples - new.triples, new.triples - old.triples
    touched = {i for start in (str(ID), _ONTOLOGY) for i in list_subjects(gone | added, start)}
    for iri in sorted(touched):
        if old.knows(iri) != new.knows(iri) and iri not in merged and iri not in parted:
            yield _tell(iri, "added", new) if new.knows(iri) else _tell(iri, "gone", old)
    both = {i for i in touched if old.knows(i) and new.knows(i)}
    both |= {i for i in list_subjects(gone | added, str(VALUE)) if old.knows(i) and new.knows(i)}
    was, now = _gather(gone, both, old), _gather(added, both, new)
    for iri in sorted(both):
        if old.names.get(iri) != new.names.get(iri):
            names = {"before": find_name(iri, old), "after": find_name(iri, new)}
            yield Change(_part(iri), "renamed", shorten(iri), find_name(iri, new, old), **names)
    for iri, relation in sorted(was.keys() | now.keys()):
        key = (iri, relation)
        yield from _tell_described(*key, was.get(key, []), now.get(key, []), old, new)


def _part(iri: str) -> str:
    return "thing" if iri.startswith((str(ID), str(VALUE))) else "term"


def _tell(iri: str, kind: str, view: View) -> Change:
    kinds = ", ".join(spell_term(k, view) for k in view.kinds(iri))
    return Change(_part(iri), kind, _shorten(iri), find_name(iri, view), value=kinds)


def _shorten(iri: str) -> str:
    return shorten(iri).removeprefix(BASE)


def _gather(triples: Iterable[ox.Triple], things: set[str], view: View) -> Told:
    """Sort triples by subject and relation; what a statement of the graph says is left out."""
    told: Told = {}
    stated: dict[str, set[tuple[str, str]]] = {}
    for triple in sorted(triples, key=str):
        subject, relation, value = (getattr(t, "value", "") for t in triple)
        if subject not in things or (relation in _NAMES and _is_name(subject, value, view)):
            continue
        if subject not in stated:
            stated[subject] = set(_list_stated(subject, view))
        if (relation, str(triple.object)) not in stated[subject]:
            told.setdefault((subject, relation), []).append(triple.object)  # type: ignore[arg-type]
    return told


def _is_name(iri: str, text: str, view: View) -> bool:
    """Say whether a text is the very name by which the thing is told."""
    return shorten(text) == view.names.get(iri)


def _list_stated(iri: str, view: View) -> Iterator[tuple[str, str]]:
    """List the plain facts behind which a statement stands, itself or by a narrower word."""
    about = view.store.quads_for_pattern(None, ox.NamedNode(RDF.subject), ox.NamedNode(iri))
    for fact in read_facts(view, list_nodes(quad.triple for quad in about)):
        kinds = view.broader.get(fact.object[1:-1], ()) if fact.relation == str(RDF.type) else ()
        for relation in view.broader.get(fact.relation, {fact.relation}):
            yield from ((relation, value) for value in (fact.object, *(f"<{k}>" for k in kinds)))


def _tell_described(
    iri: str,
    relation: str,
    was: list[ox.NamedNode | ox.Literal],
    now: list[ox.NamedNode | ox.Literal],
    old: View,
    new: View,
) -> Iterator[Change]:
    before, after = ("; ".join(spell(t, v) for t in ts) for ts, v in ((was, old), (now, new)))
    yield Change(
        _part(iri),
        "described",
        _shorten(iri),
        find_name(iri, new, old),
        spell_term(relation, new, old),
        before=before,
        after=after,
    )


def tell_merged(
    merged: Mapping[str, str], counts: Mapping[str, int], view: View, other: View, kind: str
) -> Iterator[Change]:
    """Say which thing became which, and how many statements went with it.

    `view` is the graph that holds the retired id, `other` the one that holds the id that is kept.
    """
    for iri, kept in sorted(merged.items()):
        number = counts.get(iri, 0)
        detail = f"{number} statement{'' if number == 1 else 's'} went with it" if number else ""
        side = {"after" if kind == "merged" else "before": spell(kept, other)}
        yield Change("thing", kind, shorten(iri), find_name(iri, view), detail=detail, **side)
