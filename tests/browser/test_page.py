"""Rules of the page in a browser: silent, safe, and it names who says so."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import pytest
from pages import (
    ARTICLE,
    DASH,
    Watch,
    clusters_and_countries,
    find,
    iri,
    kind_box,
    painted,
    relation_box,
    show,
)
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def test_the_page_asks_for_nothing_and_complains_about_nothing(
    drawn: Page, watch: Watch, tmp_path: Path
) -> None:
    """Through a whole visit the one request is the file itself, and the console stays empty."""
    find(drawn, "latvian it")
    drawn.click("#twin summary")
    drawn.click("#farther")
    drawn.click("#fit")
    drawn.emulate_media(color_scheme="dark")
    kind_box(drawn, "Country").uncheck()
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
    relation_box(drawn, "Located in").uncheck()
    expect(drawn.locator("#sentence")).to_have_text(
        "12 cluster organisations · 9 countries · 24 links"
    )
    expect(drawn.locator("#rows")).to_have_text("Table of the 24 links shown")
    assert painted(drawn) != everything
    kind_box(drawn, "Country").uncheck()
    expect(drawn.locator("#sentence")).to_have_text(
        "12 cluster organisations · 0 of 9 countries · 0 of 24 links"
    )
    kind_box(drawn, "Country").check()
    relation_box(drawn, "Located in").check()
    assert painted(drawn) == everything


def test_what_is_filtered_away_is_not_selected(drawn: Page) -> None:
    """A selected country that is hidden gives way to the overview, and search finds it no more."""
    find(drawn, "sweden")
    expect(drawn.locator("#panel h2")).to_have_text("Sweden")
    kind_box(drawn, "Country").uncheck()
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


def test_a_network_without_nodes_says_so_quietly(page: Page, watch: Watch, tmp_path: Path) -> None:
    """An empty answer still draws a page without errors."""
    network: nx.MultiGraph[str] = nx.MultiGraph(summary="Anybody there?")
    show(page, tmp_path, network, {})
    expect(page.locator("#sentence")).to_have_text("0 links")
    assert watch.messages == []
