"""Invent the things of a generated body of content: clusters, organisations, calls, people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import TypeVar

from rdflib import SKOS

from bsrgraph.content import Content
from bsrgraph.vocabulary import BSR, ID, Vocabulary, read_vocabulary

# The countries of the Baltic Sea Region, those with more clusters first, and a language of each.
COUNTRIES = {
    "sweden": "sv",
    "germany": "de",
    "denmark": "da",
    "finland": "fi",
    "poland": "pl",
    "norway": "nb",
    "lithuania": "lt",
    "latvia": "lv",
    "estonia": "et",
    "iceland": "is",
    "russia": "ru",
    "belarus": "be",
}
KINDS = ("company", "company", "company", "research organisation", "organisation")
YEARS = range(2009, 2025)
SKEW = 0.8
_T = TypeVar("_T")


@dataclass(frozen=True)
class Thing:
    """Name an invented thing: id, kind, name, other names as a registry cell, country."""

    id: str
    kind: str
    name: str
    names: str = ""
    country: str = ""


@dataclass(frozen=True)
class World:
    """Hold all invented things by list, the well-known ones first, with the chance behind them."""

    random: Random
    places: dict[str, list[str]]
    sectors: list[str]
    things: dict[str, list[Thing]] = field(default_factory=dict)

    def draw(self, items: Sequence[_T]) -> _T:
        """Draw one item; the first ones come up most, as Zipf has it."""
        return self.random.choices(items, [1 / (i + 1) ** SKEW for i in range(len(items))])[0]

    def draw_some(self, items: Sequence[_T], number: int) -> list[_T]:
        """Draw up to so many different items."""
        return list(dict.fromkeys(self.draw(items) for _ in range(number)))

    def chance(self, share: float) -> bool:
        """Say yes with the given probability."""
        return self.random.random() < share


def make_world(content: Content, projects: int, seed: int) -> World:
    """Invent a world around so many projects, the same for the same seed."""
    vocabulary = read_vocabulary(content)
    world = World(Random(seed), _list_places(vocabulary), _list_sectors(vocabulary))
    world.things["programmes"] = [
        Thing(f"programme-{i}", "programme", f"Baltic Programme {i}") for i in range(1, 7)
    ]
    world.things["calls"] = [
        Thing(f"{p.id}-call-{year}", "call", f"{p.name} call {year}")
        for i, p in enumerate(world.things["programmes"])
        for year in YEARS[:: i % 3 + 2]
    ]
    world.things["clusters"] = _make_clusters(world, projects // 4 + 2 * len(COUNTRIES))
    world.things["organisations"] = _make_organisations(world, projects)
    world.things["agencies"] = _make_agencies()
    world.things["publishers"] = [
        Thing(f"publisher-{i}", "company", f"Baltic News {i}") for i in range(1, 25)
    ]
    world.things["people"] = [
        Thing(f"person-{i}", "person", f"Person {i} Berzins")
        for i in range(1, len(world.things["clusters"]) + 1)
    ]
    world.things["labels"] = [
        Thing(f"label-{word.lower()}", "quality label", f"{word} label")
        for word in ("Bronze", "Silver", "Gold")
    ]
    return world


def _list_places(vocabulary: Vocabulary) -> dict[str, list[str]]:
    """List each country with what lies below it, itself three times as likely."""
    graph = vocabulary.graph
    found = {}
    for country in COUNTRIES:
        below = graph.transitive_subjects(SKOS.broader, ID[country])
        places = sorted(str(p).removeprefix(str(ID)) for p in below if p != ID[country])
        found[country] = [country, country, country, *places]
    return found


def _list_sectors(vocabulary: Vocabulary) -> list[str]:
    return [str(c.iri).removeprefix(str(ID)) for c in vocabulary.concepts if c.kind == BSR.Sector]


def _make_clusters(world: World, number: int) -> list[Thing]:
    """Give every country a cluster first, then let chance have its way."""
    first = list(COUNTRIES)
    clusters = []
    for i in range(number):
        country = first[i] if i < len(first) else world.draw(first)
        words = f"{world.draw(world.sectors).replace('-', ' ').title()} Cluster {i + 1}"
        names = f"{words} {country.title()}@{COUNTRIES[country]}; C{i + 1} {country}@en"
        clusters.append(Thing(f"cluster-{i + 1}", "cluster organisation", words, names, country))
    return clusters


def _make_organisations(world: World, number: int) -> list[Thing]:
    made = []
    for i in range(1, number + 1):
        country = world.draw(list(COUNTRIES))
        kind = world.random.choice(KINDS)
        made.append(Thing(f"organisation-{i}", kind, f"{kind.title()} {i}", "", country))
    return made


def _make_agencies() -> list[Thing]:
    return [
        Thing(f"agency-{c}", "funding agency", f"Innovation Agency of {c.title()}", "", c)
        for c in COUNTRIES
    ]
