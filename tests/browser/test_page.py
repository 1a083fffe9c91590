"""Rules of the page in a browser: silent, safe, and it names who says so.

Debian's Chromium opens the page from disk: BSRGRAPH_CHROMIUM, or the first `chromium` on the path.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import networkx as nx
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from bsrgraph.page import draw

CHROMIUM = os.environ.get("BSRGRAPH_CHROMIUM") or shutil.which("chromium")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="needs chromium: apt-get install chromium"),
]

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
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
HOSTILE = [
    "<img src=x onerror=\"document.title='run'\">",
    "</script><script>document.title='run'</script>",
    "<svg onload=\"document.title='run'\">",
    "javascript:document.title='run'",
    " JaVaScRiPt:document.title='run'",
    "data:text/html,<script>document.title='run'</script>",
    "see href",
    "__proto__",
    "<!--<script>",
    "\u202e&lt;b&gt;",
]  # fmt: skip

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


def hostile(text: str) -> tuple[nx.MultiGraph[str], Facts]:
    """Put one hostile text into every field that a network and its facts have."""
    network: nx.MultiGraph[str] = nx.MultiGraph(name=text, summary=text, weight=text)
    network.add_node(text, name=text, kind=text, country=text, sectors=(text,))
    network.add_node(ID + "se", name=f"{text} 2", kind="country")
    for via in (text, ""):
        network.add_edge(
            text, ID + "se", key=(text, via), relation=text, via=via, viaName=via,
            statements=(text,), years=(2016,),
        )  # fmt: skip
    keys = ("subject", "relation", "object", "at", "status", "source", "publisher", "published",
            "link", "evidence", "saidBy")  # fmt: skip
    return network, {text: dict.fromkeys(keys, text)}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start Chromium once."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def watch() -> Watch:
    """Keep what the page asks for and complains about."""
    return Watch()


@pytest.fixture
def page(browser: Browser, watch: Watch) -> Iterator[Page]:
    """Give a blank page under watch, without animation."""
    context = browser.new_context(
        viewport={"width": 1400, "height": 900}, reduced_motion="reduce", service_workers="block"
    )
    page = context.new_page()
    page.on("request", lambda request: watch.requests.append(request.url))
    page.on("console", lambda message: watch.messages.append(message.text))
    page.on("pageerror", lambda error: watch.messages.append(str(error)))
    yield page
    context.close()


@pytest.fixture
def drawn(page: Page, tmp_path: Path) -> Page:
    """Open the realistic network."""
    return show(page, tmp_path, *clusters_and_countries())


def show(
    page: Page, folder: Path, network: nx.MultiGraph[str], facts: Facts, fragment: str = ""
) -> Page:
    """Write a page to disk and open it from there."""
    path = folder / "network.html"
    path.write_text(draw(network, facts), encoding="utf-8", newline="\n")
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


def test_the_page_asks_for_nothing_and_complains_about_nothing(
    drawn: Page, watch: Watch, tmp_path: Path
) -> None:
    """Through a whole visit the one request is the file itself, and the console stays empty."""
    find(drawn, "latvian it")
    drawn.click("#twin summary")
    drawn.click("#farther")
    drawn.click("#fit")
    drawn.emulate_media(color_scheme="dark")
    drawn.get_by_label("Country").uncheck()
    drawn.wait_for_timeout(300)
    assert watch.requests == [(tmp_path / "network.html").as_uri()]
    assert watch.messages == []


def test_the_header_counts_what_is_shown(drawn: Page) -> None:
    """Clusters, countries, counted links and context are told apart in one sentence."""
    expect(drawn.locator("#sentence")).to_have_text(
        "12 cluster organisations · 9 countries · 24 links · 12 context lines"
    )


def test_a_link_names_its_sources(drawn: Page) -> None:
    """Selecting the strongest link shows both projects, each fact, and the article as a link."""
    drawn.get_by_role("button", name=f"Latvian IT Cluster {DASH} Sweden").click()
    panel = drawn.locator("#panel")
    expect(panel.locator("h2")).to_have_text(f"Latvian IT Cluster {DASH} Sweden")
    expect(panel).to_contain_text("Shared projects: 2")
    expect(panel.locator("section h3")).to_have_text(
        ["Smart cities of the North", "Smart technologies for CIS markets"]
    )
    expect(panel).to_contain_text("Smart technologies for CIS markets partner Fiber Optic Valley")
    source = panel.get_by_role("link", name=ARTICLE).first
    expect(source).to_have_attribute("href", "https://example.org/innovation-express")
    expect(source).to_have_attribute("rel", "noopener noreferrer")
    expect(panel.locator(".fact").first).to_contain_text("Dienas Bizness · 2016-12")
    expect(panel.locator(".fact").first).to_contain_text("char=812,905")


def test_a_status_other_than_stated_is_shown(drawn: Page) -> None:
    """What is only planned says so; what is stated needs no badge."""
    find(drawn, "energy cluster denmark")
    badges = drawn.locator("#panel .badge")
    expect(badges.first).to_have_text("planned")
    find(drawn, "connected health")
    expect(drawn.locator("#panel .fact").first).to_be_visible()
    expect(badges).to_have_count(0)


def test_the_own_country_is_never_counted(drawn: Page) -> None:
    """Where a cluster sits is context: listed last, with its source, and not weighed."""
    find(drawn, "latvian it")
    own = drawn.locator("#panel details").last
    expect(own.locator("summary")).to_have_text("Latvia located in, not counted")
    own.locator("summary").click()
    expect(own.locator(".fact")).to_contain_text("Latvian IT Cluster located in Latvia")
    expect(own.get_by_role("link")).to_have_text([ARTICLE])


def test_search_selects_and_centres(drawn: Page) -> None:
    """A part of the name and Enter are enough, accents or not; the node is in the middle."""
    before = painted(drawn)
    find(drawn, "FIBER óptic")
    expect(drawn.locator("#panel h2")).to_have_text("Fiber Optic Valley")
    assert drawn.evaluate("location.hash") == "#node=" + iri("Fiber Optic Valley").replace(
        ":", "%3A"
    ).replace("/", "%2F")
    assert painted(drawn) != before
    box = drawn.locator("#picture canvas").bounding_box()
    assert box is not None
    drawn.keyboard.press("Escape")
    drawn.locator("#panel .back").click()
    drawn.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(drawn.locator("#panel h2")).to_have_text("Fiber Optic Valley")


def test_search_offers_a_list_for_the_keyboard(drawn: Page) -> None:
    """Arrows move through what was found; nothing found is said."""
    drawn.fill("#search", "latvia")
    expect(drawn.locator("#found li")).to_have_text(
        ["Latvia", "Latvian High Added Value and Healthy Food Cluster", "Latvian IT Cluster"]
    )
    drawn.press("#search", "ArrowDown")
    drawn.press("#search", "ArrowDown")
    drawn.press("#search", "Enter")
    expect(drawn.locator("#panel h2")).to_have_text("Latvian IT Cluster")
    drawn.fill("#search", "Atlantis")
    expect(drawn.locator("#found li")).to_have_text(["Nothing found"])


def test_a_filter_hides_and_shows(drawn: Page) -> None:
    """Without context only counted links stay; without countries no link; and back again."""
    everything = painted(drawn)
    drawn.get_by_label("Located in (context)").uncheck()
    expect(drawn.locator("#sentence")).to_have_text(
        "12 cluster organisations · 9 countries · 24 links"
    )
    expect(drawn.locator("#rows")).to_have_text("Table of the 24 links shown")
    assert painted(drawn) != everything
    drawn.get_by_label("Country").uncheck()
    expect(drawn.locator("#sentence")).to_have_text(
        "12 cluster organisations · 0 of 9 countries · 0 of 24 links"
    )
    drawn.get_by_label("Country").check()
    drawn.get_by_label("Located in (context)").check()
    assert painted(drawn) == everything


def test_what_is_filtered_away_is_not_selected(drawn: Page) -> None:
    """A selected country that is hidden gives way to the overview, and search finds it no more."""
    find(drawn, "sweden")
    expect(drawn.locator("#panel h2")).to_have_text("Sweden")
    drawn.get_by_label("Country").uncheck()
    expect(drawn.locator("#panel h2")).to_have_text("At a glance")
    drawn.fill("#search", "sweden")
    expect(drawn.locator("#found li")).to_have_text(["Nothing found"])


def test_the_table_sorts_and_selects(drawn: Page) -> None:
    """Heaviest first; by a column's head the other way; a row opens the link's sources."""
    drawn.click("#twin summary")
    rows = drawn.locator("#table tbody tr")
    expect(rows).to_have_count(36)
    expect(rows.first).to_contain_text("2")
    drawn.get_by_role("button", name="Shared projects").last.press("Enter")
    expect(rows.first).to_contain_text("located in")
    drawn.locator("th[data-column=from] button").press("Enter")
    expect(drawn.locator("th[data-column=from]")).to_have_attribute("aria-sort", "ascending")
    names = drawn.locator("#table tbody td:first-child").all_inner_texts()
    assert names == sorted(names, key=str.lower)
    drawn.locator("#table tbody button").first.press("Enter")
    expect(drawn.locator("#panel h2")).to_contain_text(names[0])


def test_a_deep_link_restores_the_selection(page: Page, tmp_path: Path) -> None:
    """An address of a node or of a link opens the page with it selected."""
    sample = clusters_and_countries()
    show(page, tmp_path, *sample, fragment="#node=" + iri("Packbridge"))
    expect(page.locator("#panel h2")).to_have_text("Packbridge")
    page.get_by_role("button", name="Overview").click()
    assert page.evaluate("location.hash") == ""
    page.evaluate(f"location.hash = 'from={iri('Sweden')}&to={iri('Latvian IT Cluster')}'")
    expect(page.locator("#panel h2")).to_have_text(f"Latvian IT Cluster {DASH} Sweden")


def test_the_page_fits_a_phone(page: Page, tmp_path: Path) -> None:
    """Nothing sticks out sideways, and the panel lies below the picture."""
    page.set_viewport_size({"width": 390, "height": 800})
    show(page, tmp_path, *clusters_and_countries())
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    picture, panel = page.locator("#picture").bounding_box(), page.locator("#panel").bounding_box()
    assert picture is not None
    assert panel is not None
    assert panel["y"] >= picture["y"] + picture["height"]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_runs_nothing(page: Page, watch: Watch, tmp_path: Path, text: str) -> None:
    """In every field at once it is shown as it is: no script, no markup, no foreign link."""
    show(page, tmp_path, *hostile(text))
    title = page.title()
    page.locator("#panel .ranking button").first.click()
    page.wait_for_selector("#panel .fact")
    find(page, text)
    page.click("#twin summary")
    page.mouse.move(640, 480)
    page.wait_for_timeout(100)
    assert page.title() == title != "run"
    assert (
        page.locator("main img, #panel img, #panel svg[onload], table img, script[src]").count()
        == 0
    )
    assert page.locator("a").count() == 0
    assert page.locator("script").count() == 3
    assert " ".join(text.split()) in " ".join(page.locator("#panel").inner_text().split())
    assert len(watch.requests) == 1
    assert watch.messages == []


def test_a_network_without_nodes_says_so_quietly(page: Page, watch: Watch, tmp_path: Path) -> None:
    """An empty answer still draws a page without errors."""
    network: nx.MultiGraph[str] = nx.MultiGraph(summary="Anybody there?")
    show(page, tmp_path, network, {})
    expect(page.locator("#sentence")).to_have_text("0 links")
    assert watch.messages == []
