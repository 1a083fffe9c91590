"""The site in a browser: pages of every kind are sound for everybody and keep to themselves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from links import read_pages
from pages import Watch
from playwright.sync_api import Browser, Page
from served import serve

pytestmark = pytest.mark.browser
# A page of each kind; all others are written from the same templates.
KINDS = [
    "index.html",
    "things.html",
    "questions.html",
    "questions/conflicts.html",
    "id/alder-cluster.html",
    "id/acorn-project.html",
    "id/latvia.html",
    "id/2020-05-test-gazette-acorn-begins.html",
    "statement/00.html",
    "values.html",
    "sparql/index.html",
    "ontology.html",
    "ontology.lv.html",
]
# Colours do not depend on the width, nor does the order of things on colours.
SCREENS = {"phone, light": (390, "light"), "desk, dark": (1440, "dark")}


@pytest.fixture(scope="module")
def served(frozen_site: Path) -> Iterator[str]:
    """Serve the frozen site on this machine, and give its address."""
    with serve(frozen_site) as address:
        yield address


def first_page(served: str, site: Path, kind: str) -> str:
    """Give the address of a page of a kind; the first of its folder where that one is not there."""
    if (site / kind).exists():
        return served + kind
    if not (site / kind).parent.exists():
        pytest.skip("needs npm: apt-get install npm")
    return served + min(p.relative_to(site).as_posix() for p in (site / kind).parent.glob("*.html"))


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("kind", KINDS)
def test_pages_are_open_to_everybody(
    browser: Browser, served: str, frozen_site: Path, kind: str, screen: str
) -> None:
    """axe finds nothing, in light and dark, on phone and desk; nothing is wider than the screen."""
    width, scheme = SCREENS[screen]
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    try:
        page.goto(first_page(served, frozen_site, kind))
        found = Axe().run(page, options={"resultTypes": ["violations"]})
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    finally:
        context.close()


def test_every_page_keeps_to_itself(
    page: Page, watch: Watch, served: str, frozen_site: Path
) -> None:
    """No page of the whole site asks for anything outside it, or complains."""
    for path in read_pages(frozen_site):
        page.goto(served + path, wait_until="load")
    outside = [url for url in watch.requests if not url.startswith((served, "data:", "blob:"))]
    assert outside == [] and watch.messages == []


def test_list_is_narrowed_by_any_name(page: Page, watch: Watch, served: str) -> None:
    """Typing a name in another language, without its accents, leaves the thing that bears it."""
    page.goto(f"{served}things.html?q=latvija")
    assert page.input_value("#filter") == "latvija"
    shown = page.locator("main li:visible a").all_inner_texts()
    assert "Latvia" in shown and "Norway" not in shown
    page.fill("#filter", "no such thing")
    assert page.locator("main li:visible").count() == 0
    assert page.inner_text("#told") == "0 found"
    page.fill("#filter", "")
    assert page.locator("main details:visible").count() > 3 and watch.messages == []


def test_search_of_the_head_leads_to_the_list(page: Page, served: str) -> None:
    """Any page finds a thing by its name."""
    page.goto(f"{served}id/latvia.html")
    page.fill("#find", "Acorn")
    page.press("#find", "Enter")
    page.wait_for_url("**/things.html?q=Acorn")
    assert page.locator("main li:visible").count() > 0


def test_picture_leads_to_neighbours(page: Page, served: str) -> None:
    """A neighbour in the picture is a link that works with the mouse."""
    page.goto(f"{served}id/acorn-project.html")
    page.locator(".neighbours svg a circle").first.click()
    page.wait_for_url("**/id/*.html")
    assert not page.url.endswith("acorn-project.html")


def test_node_of_the_graph_page_leads_to_its_page(
    page: Page, served: str, frozen_site: Path
) -> None:
    """The way leads from the page of a cluster into the graph page, with it chosen, and back."""
    page.goto(f"{served}id/alder-cluster.html")
    page.get_by_role("link", name="Show it in the whole network").click()
    page.wait_for_url("**/network.html#*")
    page.locator("#panel a[href='id/alder-cluster.html']").click()
    page.wait_for_url("**/id/alder-cluster.html")
    page.go_back()
    page.locator("a.home").click()
    page.wait_for_url("**/index.html")


def test_diagram_leads_to_terms(page: Page, served: str) -> None:
    """A class and a relation in the diagram lead to their cards, which the search field does not cover."""
    page.goto(f"{served}ontology.html")
    for term in ("Organisation", "partner"):
        # Where Playwright itself would click in a scaled picture is beside the text.
        link = page.locator(f"svg.wide a[href='#{term}']").first
        link.scroll_into_view_if_needed()
        box = link.evaluate("link => link.getBoundingClientRect().toJSON()")
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        assert page.url.endswith(f"#{term}")
        heading = page.locator(f"#{term} .head").bounding_box()
        field = page.locator(".find").bounding_box()
        assert heading and field and heading["y"] >= field["y"] + field["height"]
        assert heading["y"] < 300


def test_a_phone_gets_a_diagram_of_its_own(page: Page, served: str) -> None:
    """The narrow diagram, whose letters are no smaller than 10 pixels, stands in for the wide one."""
    page.goto(f"{served}ontology.lv.html")
    assert page.locator("svg.wide").is_visible() and not page.locator("svg.narrow").is_visible()
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.locator("svg.narrow").is_visible() and not page.locator("svg.wide").is_visible()
    box = page.locator("svg.narrow").bounding_box()
    drawn = page.evaluate("document.querySelector('svg.narrow').viewBox.baseVal.width")
    assert box and box["width"] / drawn * 12.5 > 10
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_texts_of_the_diagram_fit_as_the_browser_draws_them(page: Page, served: str) -> None:
    """No text sticks out of its box or off its plate in the typeface of this machine."""
    for path in ("ontology.html", "ontology.lv.html"):
        page.goto(served + path)
        wide = page.evaluate(
            """[...document.querySelectorAll("svg.wide .box")].flatMap((box) => {
              const area = box.querySelector("rect").getBBox();
              return [...box.querySelectorAll("text")].filter((text) => {
                const own = text.getBBox();
                return own.x < area.x || own.x + own.width > area.x + area.width;
              }).map((text) => text.textContent);
            })"""
        )
        assert wide == []


def test_terms_are_narrowed_by_any_word(page: Page, watch: Watch, served: str) -> None:
    """A word of either language, or of a sheet, leaves the terms that have it; headings follow."""
    page.goto(f"{served}ontology.lv.html")
    page.fill("#filter", "led by")
    assert page.locator("article.term:visible .head .self").all_inner_texts() == [
        "vadošais partneris"
    ]
    assert not page.locator("#classes").is_visible() and page.locator("#relations").is_visible()
    assert page.inner_text("#told") == "Atrasts: 1"
    page.fill("#filter", "zviedrija")
    assert page.locator(".tree li:visible").count() > 0
    page.fill("#filter", "")
    assert page.locator("#classes").is_visible() and watch.messages == []
