"""Write a seeded body of content, registry and source sheets, beside the real ontology."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from bsrgraph.content import Content
from bsrgraph.registry import COLUMNS as REGISTRY
from bsrgraph.sheets import COLUMNS, THIS

from .stories import (
    Row,
    count_cluster,
    fact,
    pick_partners,
    tell_call,
    tell_cluster,
    tell_organisation,
    tell_partners,
    tell_programme,
    tell_project,
)
from .world import YEARS, Thing, World, make_world

SEED = 20161230
PROJECTS = 400
STORIES = 8
SOURCES = ("news article", "news article", "web page", "document")
Story = list[Row]


def write_content(
    folder: Path, origin: Content, *, projects: int = PROJECTS, seed: int = SEED
) -> Content:
    """Write about 100,000 triples' worth of sheets into a folder; the same for the same seed."""
    content = Content(folder)
    for name in ("ontology", "queries"):
        shutil.copytree(origin.root / name, folder / name)
    world = make_world(content, projects, seed)
    stories = list(_tell_all(world, projects))
    for name, things in world.things.items():
        rows = [{"id": t.id, "kind": t.kind, "name": t.name, "names": t.names} for t in things]
        _write_csv(content.data / "registry" / f"{name}.csv", REGISTRY, rows)
    _write_sources(content, world, stories)
    return content


def _tell_all(world: World, projects: int) -> Iterable[Story]:
    """Tell all there is to tell, a project or a thing in each story."""
    for programme in world.things["programmes"]:
        yield tell_programme(world, programme)
    for call in world.things["calls"]:
        yield tell_call(world, call)
    for cluster in world.things["clusters"]:
        yield tell_cluster(world, cluster)
        if world.chance(0.5):
            yield [count_cluster(world, cluster, str(world.random.choice(YEARS)))]
    for organisation in [*world.things["organisations"], *world.things["agencies"]]:
        yield tell_organisation(world, organisation)
    yield from _tell_projects(world, projects)


def _tell_projects(world: World, number: int) -> Iterable[Story]:
    """Tell of every project, and of some once more in another source."""
    world.things["projects"] = [
        Thing(f"project-{i}", "project", f"Baltic Project {i}") for i in range(1, number + 1)
    ]
    for project in world.things["projects"]:
        partners = pick_partners(world)
        story = tell_project(world, project, partners)
        yield story
        if world.chance(0.3):
            yield tell_partners(world, project, partners, story[0]["at"])


def _write_sources(content: Content, world: World, stories: list[Story]) -> None:
    """Deal the stories to sources, a few of them to each."""
    world.random.shuffle(stories)
    number = 0
    while stories:
        number += 1
        taken = [stories.pop() for _ in range(min(len(stories), world.draw(range(1, STORIES * 2))))]
        year = world.random.choice(YEARS)
        head = _introduce(world, number, f"{year}-{world.random.randint(1, 12):02}")
        rows = [*head, *(row for story in taken for row in story)]
        _write_csv(content.sources / f"{year}-source-{number}.csv", COLUMNS, rows)


def _introduce(world: World, number: int, published: str) -> Story:
    return [
        fact(THIS, "is a", world.random.choice(SOURCES)),
        fact(THIS, "title", f"Clusters meet, part {number}"),
        fact(THIS, "publisher", world.draw(world.things["publishers"]).id),
        fact(THIS, "published", published),
        fact(THIS, "language", world.random.choice(("en", "lv", "sv", "da"))),
        fact(THIS, "link", f"https://news.example/{number}"),
    ]


def _write_csv(path: Path, columns: Iterable[str], rows: Iterable[Mapping[str, str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(columns), restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


EXAMPLES = {
    "cluster": "cluster-1",
    "country": "latvia",
    "organisation": "cluster-1",
    "speaker": "person-1",
    "funder": "agency-sweden",
    "call": "programme-1-call-2009",
    "thing": "cluster-1",
    "counts.subject": "programme-1",
    "why.subject": "project-1",
    "why.object": "all",
}
