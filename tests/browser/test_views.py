"""Rules of the views: map, network and matrix show the same, filtered, sized and folded alike."""

from __future__ import annotations

import csv
import io
import random
import re
from collections import Counter
from pathlib import Path
from time import perf_counter

import networkx as nx
import pytest
from pages import ID, Facts, Watch, clusters_and_countries, find, iri, kind_box, painted, show
from playwright.sync_api import Page, expect

from bsrgraph.api import ask, network, run_here
from bsrgraph.content import find_content
from bsrgraph.network import collect_facts

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def real() -> tuple[nx.MultiGraph[str], Facts]:
    """Give the network of clusters and countries of the real data."""
    found = network("cluster-country")
    return found, collect_facts(find_content(), found, run_here)


def generated(nodes: int, links: int) -> tuple[nx.MultiGraph[str], Facts]:
    """Make a large network in twenty countries, the same every time."""
    draws = random.Random(2016)
    made: nx.MultiGraph[str] = nx.MultiGraph(name="large", summary="Large?", weight="projects")
    for number in range(nodes):
        country = number % 20
        made.add_node(
            f"{ID}{number}", name=f"Cluster {number}", kind="cluster organisation",
            country=f"Country {country}", latitude=50 + country, longitude=country,
        )  # fmt: skip
    for _ in range(links):
        one, other, via = draws.randrange(nodes), draws.randrange(nodes), draws.randrange(3000)
        made.add_edge(
            f"{ID}{one}", f"{ID}{other}", key=("works with", f"{ID}via-{via}"),
            relation="works with", via=f"{ID}via-{via}", viaName=f"Project {via}",
            statements=(f"st:{one}",), years=(2000 + via % 20,),
        )  # fmt: skip
    return made, {}


def dated() -> tuple[nx.MultiGraph[str], Facts]:
    """Give the realistic network with years, fields, names and places."""
    sample, facts = clusters_and_countries()
    years = {"Smart technologies for CIS markets": (2013, 2015), "Circular plastics": (2018, 2020)}
    for *_, edge in sample.edges(data=True):
        edge["years"] = years.get(edge["viaName"], ())
    for number, (_, data) in enumerate(sorted(sample.nodes(data=True))):
        data.update(latitude=54.0 + number % 10, longitude=8.0 + number)
    sample.nodes[iri("Latvian IT Cluster")].update(
        fields=("ICT",), names=("Latvijas IT klasteris",)
    )
    sample.nodes[iri("Packbridge")].update(fields=("packaging",))
    sample.nodes[iri("Denmark")].update(names=("Danmark", "Tanska", "Дания"))
    return sample, facts


@pytest.fixture
def rich(page: Page, tmp_path: Path) -> Page:
    """Open the realistic network with years, fields, names and places."""
    return show(page, tmp_path, *dated())


def sentence(page: Page) -> str:
    """Read what is shown and hidden."""
    return page.locator("#sentence").inner_text()


def address(page: Page) -> str:
    """Read the address from the page itself: the driver hears of changes a little later."""
    return str(page.evaluate("location.href"))


def test_real_data_is_ready_in_a_second_and_small(
    page: Page, tmp_path: Path, real: tuple[nx.MultiGraph[str], Facts]
) -> None:
    """The page that is sent around: below 900 kB, ready within a second."""
    show(page, tmp_path, *real)
    assert (tmp_path / "network.html").stat().st_size < 900_000
    assert int(page.locator("html").get_attribute("data-ready") or 0) < 1000


@pytest.mark.parametrize("name", ["country-country", "cluster-country"])
def test_the_matrix_counts_what_sparql_counts(page: Page, tmp_path: Path, name: str) -> None:
    """Each cell is the number of projects that both countries take part in."""
    found = network(name)
    show(page, tmp_path, found, {}, fragment="#view=matrix")
    cells = page.eval_on_selector_all(
        "#matrix button",
        "all => all.map((one) => [JSON.parse(one.dataset.pair), Number(one.textContent)])",
    )
    counted = {(one, other): count for (one, other), count in cells}
    assert len(cells) == 2 * len(counted)
    wanted = pairs_of_clusters(found) if name == "cluster-country" else pairs_by_sparql()
    assert counted == wanted


def pairs_by_sparql() -> dict[tuple[str, str], int]:
    """Count shared projects by the question that people ask."""
    return {
        (row["countryName"], row["otherName"]): int(row["projects"]) for row in ask("country-pairs")
    }


def pairs_of_clusters(found: nx.MultiGraph[str]) -> dict[tuple[str, str], int]:
    """Count by a self-join in SPARQL the projects that link a cluster with another country."""
    side = (
        "{ SELECT DISTINCT ?via ?%(name)s { { ?via bsr:partner/bsr:locatedIn ?%(name)sPlace } UNION"
        " { ?via bsr:partnerCountry ?%(name)sPlace } ?%(name)sPlace skos:broader* ?%(name)sCountry ."
        " ?%(name)sCountry skos:inScheme bsr:countries ; rdfs:label ?%(name)s } }"
    )
    join = side % {"name": "a"} + side % {"name": "b"}
    rows = run_here(f"SELECT ?via ?a ?b {{ {join} FILTER(STR(?a) < STR(?b)) }}")
    linking = {edge["via"] for *_, edge in found.edges(data=True)}
    return Counter((str(r["a"]), str(r["b"])) for r in rows if str(r["via"]) in linking)


def test_a_cell_lists_its_projects(rich: Page) -> None:
    """Choosing a cell by keyboard names each project, who takes part and who says so."""
    rich.click("[data-view=matrix]")
    rich.locator("#matrix button").first.focus()
    rich.keyboard.press("ArrowRight")
    rich.locator('#matrix button[data-pair=\'["Latvia","Sweden"]\']').first.press("Enter")
    panel = rich.locator("#panel")
    expect(panel.locator("h2")).to_have_text("Latvia – Sweden")
    expect(panel).to_contain_text("Shared projects: 3")
    expect(panel.locator("summary")).to_have_count(3)
    expect(panel.locator(".fact").first).to_contain_text("Dienas Bizness")
    expect(rich.locator("#matrix button[aria-pressed=true]")).to_have_count(2)


def test_views_show_the_same_in_another_way(rich: Page) -> None:
    """The sentence stays, the picture changes."""
    before, pictures = sentence(rich), []
    for view in ("map", "network"):
        rich.click(f"[data-view={view}]")
        assert sentence(rich) == before
        pictures.append(painted(rich))
    assert pictures[0] != pictures[1]
    rich.click("[data-view=matrix]")
    assert sentence(rich) == before
    expect(rich.locator("#canvas")).to_be_hidden()


def test_labels_never_cover_each_other(
    page: Page, tmp_path: Path, real: tuple[nx.MultiGraph[str], Facts]
) -> None:
    """In the SVG, which is the same drawing: no two boxes of texts meet; zoomed in there are more."""
    show(page, tmp_path, *real)
    counts = []
    for _ in range(2):
        boxes = label_boxes(page)
        for index, (left, top, right, bottom) in enumerate(boxes):
            for other in boxes[index + 1 :]:
                assert (
                    left >= other[2] or other[0] >= right or top >= other[3] or other[1] >= bottom
                )
        counts.append(len(boxes))
        find(page, "Sweden")
        page.keyboard.press("Escape")
    assert counts[0] > 30


def label_boxes(page: Page) -> list[list[float]]:
    """Export as SVG and measure its labels, a little smaller than drawn."""
    with page.expect_download() as download:
        page.click("#svg")
    text = Path(download.value.path()).read_text(encoding="utf-8")
    return page.evaluate(
        """(text) => {
          const svg = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
          const place = document.body.appendChild(document.importNode(svg, true));
          const all = [...place.querySelectorAll("text[paint-order]")].map((one) => one.getBBox());
          place.remove();
          return all.map((box) => [box.x + 2, box.y + 3, box.x + box.width - 2, box.y + box.height - 3]);
        }""",
        text,
    )


def test_a_name_in_any_language_is_found(rich: Page) -> None:
    """Other names, other scripts, without accents."""
    for name, found in [
        ("latvijas it", "Latvian IT Cluster"),
        ("TANSKA", "Denmark"),
        ("дания", "Denmark"),
    ]:
        find(rich, name)
        expect(rich.locator("#panel h2")).to_have_text(found)


def test_years_narrow_and_the_sentence_says_so(rich: Page) -> None:
    """Only projects of those years; links without a year are named, and shown when asked."""
    rich.fill("#since", "2018")
    assert sentence(rich) == (
        "3 of 12 cluster organisations · 3 of 9 countries · 6 of 24 links · 3 context lines · "
        "2018–2020 · 16 links without a year hidden"
    )
    rich.check("#undated")
    assert "16 links without a year included" in sentence(rich)
    rich.click("#reset")
    assert sentence(rich) == "12 cluster organisations · 9 countries · 24 links · 12 context lines"


def test_years_play(rich: Page) -> None:
    """One year after the other, until all are there."""
    rich.clock.install()
    rich.click("#play")
    seen = []
    for _ in range(9):
        rich.clock.run_for(900)
        seen.append(rich.locator("#span").inner_text())
    assert seen[:3] == ["2013", "2013–2014", "2013–2015"]
    assert seen[-1] == "2013–2020"
    expect(rich.locator("#play")).to_contain_text("Play")


def test_a_field_narrows_and_countries_that_matter_stay(rich: Page) -> None:
    """ICT leaves its cluster, the countries it works with and its own; the rest goes."""
    rich.locator("#fields label", has_text="ICT").locator("input").check()
    assert sentence(rich).startswith("1 of 12 cluster organisations · 3 of 9 countries")
    assert sentence(rich).endswith("· ICT")
    rich.locator("#countries label", has_text="Sweden").locator("input").check()
    assert sentence(rich).endswith("· ICT · Sweden")


def test_a_country_keeps_who_works_with_it(rich: Page) -> None:
    """Poland leaves its cluster, those who work with it, and the countries of both."""
    rich.locator("#countries .more").click()
    rich.locator("#countries label", has_text="Poland").locator("input").check()
    names = "#table tbody td:first-child"
    rich.click("#twin summary")
    rich.wait_for_selector(names)  # the table is filled once it is open
    assert set(rich.locator(names).all_inner_texts()) == {
        "Arctic Industry and Circular Economy Cluster",
        "Baltic Sea & Space Cluster",
        "Lithuanian Plastic Cluster",
    }


def test_an_address_restores_view_filters_and_selection(rich: Page, tmp_path: Path) -> None:
    """What one person chose, another sees."""
    rich.click("[data-view=network]")
    rich.select_option("#measure", "betweenness")
    rich.locator("#countries label", has_text="Sweden").locator("input").check()
    rich.fill("#until", "2017")
    rich.check("#undated")
    find(rich, "fiber")
    before, where = sentence(rich), address(rich)
    rich.goto("about:blank")
    rich.goto(where)
    rich.wait_for_selector("html[data-ready]")
    assert sentence(rich) == before
    expect(rich.locator("#panel h2")).to_have_text("Fiber Optic Valley")
    expect(rich.locator("[data-view=network]")).to_have_attribute("aria-pressed", "true")
    expect(rich.locator("#measure")).to_have_value("betweenness")
    assert address(rich) == where


def test_a_measure_changes_sizes_and_says_what_it_means(rich: Page) -> None:
    """Each with a plain sentence, in the overview and for who listens."""
    before = painted(rich)
    rich.select_option("#measure", "betweenness")
    assert painted(rich) != before
    expect(rich.locator("#panel")).to_contain_text("a bridge")
    find(rich, "latvian it")
    expect(rich.locator("#panel")).to_contain_text("Betweenness: 0.")


def test_csv_holds_what_is_shown(rich: Page) -> None:
    """One row for each link that stays, with ids."""
    rich.locator("#fields label", has_text="packaging").locator("input").check()
    with rich.expect_download() as download:
        rich.click("#csv")
    assert download.value.suggested_filename == "cluster-country-map.csv"
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {row["from"] for row in rows} == {"Packbridge"}
    assert {row["to"] for row in rows} == {"Latvia", "Denmark", "Sweden"}
    assert {row["fromId"] for row in rows} == {iri("Packbridge")}


@pytest.mark.parametrize("view", ["map", "network", "matrix"])
def test_pictures_are_saved(rich: Page, view: str) -> None:
    """PNG and SVG of every view, with title and sentence."""
    rich.click(f"[data-view={view}]")
    with rich.expect_download() as download:
        rich.click("#png")
    assert Path(download.value.path()).read_bytes()[:4] == b"\x89PNG"
    with rich.expect_download() as download:
        rich.click("#svg")
    text = Path(download.value.path()).read_text(encoding="utf-8")
    assert "Which countries does each cluster work with?" in text
    assert "12 cluster organisations" in text and "Latvia" in text


def test_keys_move_through_the_picture(rich: Page) -> None:
    """Enter selects the most central, arrows go on to the next one; plus zooms."""
    rich.click("[data-view=network]")
    rich.focus("#canvas")
    rich.keyboard.press("Enter")
    first = rich.locator("#panel h2").inner_text()
    for key in ("ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"):
        rich.keyboard.press(key)
    assert rich.locator("#panel h2").inner_text()
    before = painted(rich)
    rich.keyboard.press("+")
    assert painted(rich) != before
    rich.keyboard.press("Escape")
    assert rich.locator("#panel h2").inner_text() != first


def test_tab_reaches_every_control(rich: Page) -> None:
    """From the head of the page to the table, nothing is left out and nothing holds on."""
    seen = []
    for _ in range(90):
        rich.keyboard.press("Tab")
        name = rich.evaluate(
            "document.activeElement.id || document.activeElement.dataset.view || ''"
        )
        seen.append(name)
        if name == "" and rich.evaluate("document.activeElement.closest('#twin') !== null"):
            break
    wanted = {"search", "language", "map", "network", "matrix", "measure", "fold", "png", "svg", "csv",
              "canvas", "closer", "farther", "fit", "play", "since", "until", "panel"}  # fmt: skip
    assert wanted <= set(seen)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_axe_finds_nothing(page: Page, tmp_path: Path, scheme: str, width: int) -> None:
    """No rule of axe is broken, in any view, with a selection and a filter."""
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    show(page, tmp_path, *dated())
    for view in ("map", "network", "matrix"):
        page.click(f"[data-view={view}]")
        check_axe(page)
    page.locator("#legend").evaluate("one => { one.open = true; }")
    page.fill("#since", "2018")
    page.click("#twin summary")
    page.locator("#panel .ranking button").first.click()
    check_axe(page)
    page.fill("#search", "l")
    check_axe(page)


def check_axe(page: Page) -> None:
    """Run all rules; imported here, so that who has no axe can run the other tests."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    assert [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found] == []


def test_latvian_is_complete(page: Page, tmp_path: Path) -> None:
    """Chosen or asked for by an address, no English word of the interface is left."""
    show(page, tmp_path, *dated(), fragment="#lang=lv")
    expect(page.locator("html")).to_have_attribute("lang", "lv")
    expect(page.locator("[data-view=map]")).to_have_text("Karte")
    assert sentence(page) == "12 klasteri · 9 valstis · 24 saites · 12 fona līnijas"
    find(page, "zviedrija")
    expect(page.locator("#panel h2")).to_have_text("Zviedrija")
    page.select_option("#language", "en")
    expect(page.locator("#panel h2")).to_have_text("Sweden")


def test_a_fold_opens_on_a_click_and_closes(rich: Page) -> None:
    """Folded by country there is one sign for each; opened, its clusters stand there."""
    rich.select_option("#fold", "country")
    assert sentence(rich).endswith("folded by country")
    find(rich, "packbridge")
    expect(rich.locator("#panel h2")).to_have_text("Packbridge")
    assert "open=Sweden" in address(rich)
    rich.get_by_role("button", name="Fold again").click()
    assert "open=" not in address(rich)
    rich.locator("#panel .ranking button", has_text="Latvian IT Cluster").first.click()
    assert "open=Latvia" in address(rich)


def test_a_fold_opens_by_pointer_and_by_key(rich: Page) -> None:
    """A click on a group, or Enter twice, shows its members."""
    rich.click("[data-view=map]")
    rich.select_option("#fold", "country")
    rich.mouse.click(*label_of(rich, "Poland (2)"))
    rich.wait_for_function("location.hash.includes('open=Poland')", timeout=2000)
    rich.focus("#canvas")
    rich.keyboard.press("Enter")
    rich.keyboard.press("Enter")
    rich.wait_for_function("location.hash.split('open=').length === 3", timeout=2000)


def label_of(page: Page, name: str) -> tuple[float, float]:
    """Find where a label stands, in pixels of the window, by the SVG that shows the same."""
    with page.expect_download() as download:
        page.click("#svg")
    text = Path(download.value.path()).read_text(encoding="utf-8")
    [(x, y)] = re.findall(rf'<text x="([\d.]+)" y="([\d.]+)"[^>]*>{re.escape(name)}<', text)
    box = page.locator("#canvas").bounding_box()
    assert box is not None
    return box["x"] + float(x), box["y"] + float(y)


def test_conflicts_and_own_pages_are_named(page: Page, tmp_path: Path) -> None:
    """A fact that another source contradicts says so; a node leads to its own page."""
    sample, facts = dated()
    for one in facts.values():
        one["conflict"] = "Another source says 2014"
    show(page, tmp_path, sample, facts, pages="things/{}.html", coverage=["9 of 12 have no sum"])
    expect(page.locator("#panel")).to_contain_text("9 of 12 have no sum")
    find(page, "packbridge")
    expect(page.locator("#panel .badge").first).to_contain_text("sources differ")
    expect(page.locator("#panel")).to_contain_text("Another source says 2014")
    link = page.get_by_role("link", name="Its own page")
    assert (link.get_attribute("href") or "").startswith("things/")


def test_reduced_motion_moves_at_once(rich: Page) -> None:
    """Who asked for calm sees no journey."""
    find(rich, "sweden")
    first = rich.evaluate("document.querySelector('canvas').toDataURL()")
    rich.wait_for_timeout(400)
    assert rich.evaluate("document.querySelector('canvas').toDataURL()") == first


def test_a_notebook_frame_shows_the_page(page: Page, watch: Watch, tmp_path: Path) -> None:
    """Inside the sandbox, which has no address and no origin, all works and is silent."""
    from bsrgraph.page import draw

    path = tmp_path / "notebook.html"
    path.write_text("<!doctype html><body>" + draw(*dated())._repr_html_(), encoding="utf-8")
    page.goto(path.as_uri())
    frame = page.frame_locator("iframe")
    expect(frame.locator("html[data-ready]")).to_have_count(1)
    frame.locator("#search").fill("packbridge")
    frame.locator("#search").press("Enter")
    expect(frame.locator("#panel h2")).to_have_text("Packbridge")
    assert watch.messages == []


@pytest.mark.slow
@pytest.mark.parametrize(("nodes", "links", "most"), [(2000, 4000, 2000), (20_000, 42_000, 4000)])
def test_large_networks_open_in_time(
    page: Page, tmp_path: Path, nodes: int, links: int, most: int
) -> None:
    """Two thousand as they are, twenty thousand folded; opened by a click, they can be used."""
    show(page, tmp_path, *generated(nodes, links))
    assert int(page.locator("html").get_attribute("data-ready") or 0) < most
    assert ("folded by country" in sentence(page)) == (nodes > 2000)
    began = perf_counter()
    find(page, "Cluster 777")
    expect(page.locator("#panel h2")).to_have_text("Cluster 777")
    assert perf_counter() - began < 3
    kind_box(page, "Cluster").uncheck()
    assert sentence(page).startswith(f"0 of {nodes}")
