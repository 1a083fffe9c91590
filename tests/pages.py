"""Networks to draw in the tests of the page, and what a person does with a page."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import networkx as nx
from playwright.sync_api import Locator, Page

from bsrgraph.page import draw

ID = "https://w3id.org/bsrgraph/id/"
DASH = "\N{EN DASH}"
ARTICLE = "Two Latvian clusters get support to take part in Innovation Express"
CLUSTERS = {
    "Latvian IT Cluster": "Latvia",
    "Latvian High Added Value and Healthy Food Cluster": "Latvia",
    "Fiber Optic Valley": "Sweden",
    "Packbridge": "Sweden",
    "Food & Bio Cluster Denmark": "Denmark",
    "Energy Cluster Denmark": "Denmark",
    "Connected Health Cluster": "Estonia",
    "Norwegian Smart Care Cluster": "Norway",
    "Baltic Sea & Space Cluster": "Poland",
    "Arctic Industry and Circular Economy Cluster": "Finland",
    "Lithuanian Plastic Cluster": "Lithuania",
    "Life Science Nord": "Germany",
}
PROJECTS = {
    "Smart technologies for CIS markets": ["Latvian IT Cluster", "Fiber Optic Valley"],
    "Smart cities of the North": [
        "Latvian IT Cluster",
        "Fiber Optic Valley",
        "Energy Cluster Denmark",
    ],
    "Sustainable food value chain": [
        "Latvian High Added Value and Healthy Food Cluster",
        "Food & Bio Cluster Denmark",
        "Packbridge",
    ],
    "Connected health across the Baltic": [
        "Connected Health Cluster",
        "Norwegian Smart Care Cluster",
        "Life Science Nord",
    ],
    "Circular plastics": [
        "Arctic Industry and Circular Economy Cluster",
        "Lithuanian Plastic Cluster",
        "Baltic Sea & Space Cluster",
    ],
}
Facts = dict[str, dict[str, str]]


@dataclass
class Watch:
    """What a page did besides showing itself."""

    requests: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)


def iri(name: str) -> str:
    """Make an IRI of a name."""
    return ID + "".join(letter if letter.isalnum() else "-" for letter in name.lower())


def fact(subject: str, relation: str, object_: str, status: str = "stated") -> dict[str, str]:
    """Make a fact that the article states."""
    return {
        "subject": subject, "relation": relation, "object": object_, "at": "2016",
        "status": status, "source": ARTICLE, "publisher": "Dienas Bizness",
        "published": "2016-12", "link": "https://example.org/innovation-express",
        "evidence": "char=812,905", "saidBy": "",
    }  # fmt: skip


def clusters_and_countries() -> tuple[nx.MultiGraph[str], Facts]:
    """Link twelve clusters to the countries of their partners, and to their own as context."""
    network: nx.MultiGraph[str] = nx.MultiGraph(
        name="cluster-country",
        summary="Which countries does each cluster work with?",
        weight="shared projects",
    )
    facts: Facts = {}
    for name, country in CLUSTERS.items():
        network.add_node(iri(country), name=country, kind="country")
        network.add_node(iri(name), name=name, kind="cluster organisation", country=country)
        statement = f"st:located-{len(facts)}"
        facts[statement] = fact(name, "located in", country)
        network.add_edge(
            iri(name), iri(country), key=("located in", ""), relation="located in", via="",
            viaName="", statements=(statement,),
        )  # fmt: skip
    for project, partners in PROJECTS.items():
        _add_project(network, facts, project, partners)
    return network, facts


def _add_project(
    network: nx.MultiGraph[str], facts: Facts, project: str, partners: list[str]
) -> None:
    for partner in partners:
        status = "planned" if partner == "Energy Cluster Denmark" else "stated"
        facts[f"st:{project}-{partner}"] = fact(project, "partner", partner, status)
    for one in partners:
        for other in partners:
            if CLUSTERS[one] != CLUSTERS[other]:
                statements = tuple(f"st:{project}-{partner}" for partner in (one, other))
                network.add_edge(
                    iri(one), iri(CLUSTERS[other]), key=("works with", iri(project)),
                    relation="works with", via=iri(project), viaName=project,
                    statements=statements, years=(2016,),
                )  # fmt: skip


def show(
    page: Page,
    folder: Path,
    network: nx.MultiGraph[str],
    facts: Facts,
    fragment: str = "",
    **options: Any,
) -> Page:
    """Write a page to disk and open it from there."""
    path = folder / "network.html"
    path.write_text(draw(network, facts, **options), encoding="utf-8", newline="\n")
    page.goto(path.as_uri() + fragment)
    page.wait_for_selector("html[data-ready]")
    return page


def find(page: Page, name: str) -> None:
    """Search by name, as a person does."""
    page.fill("#search", name)
    page.press("#search", "Enter")


def painted(page: Page) -> str:
    """Read what the canvas shows."""
    page.wait_for_timeout(200)
    return str(page.evaluate("document.querySelector('#picture canvas').toDataURL()"))


def kind_box(page: Page, kind: str) -> Locator:
    """Find the box of the legend that shows or hides a kind."""
    return page.locator("#kinds label", has_text=kind).locator("input")


def relation_box(page: Page, relation: str) -> Locator:
    """Find the box of the legend that shows or hides a relation."""
    return page.locator("#relations label", has_text=relation).locator("input")
