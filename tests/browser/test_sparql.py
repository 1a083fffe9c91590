"""The SPARQL page: the graph is asked in the browser, like anywhere else, and nothing leaves it."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, unquote

import pyoxigraph as ox
import pytest
from axe_playwright_python.sync_playwright import Axe
from pages import Watch
from playwright.sync_api import Page, expect
from served import serve

from bsrgraph.answers import format_answer
from bsrgraph.content import find_content
from bsrgraph.publish import write_site
from bsrgraph.queries import ask_catalogue, bind_parameters, list_coverage, read_catalogue
from bsrgraph.store import open_store, run_query
from bsrgraph.writing import compress

pytestmark = pytest.mark.browser

PATIENCE = 60_000
CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
# Asks the page's own worker for a text, with parameters as the page puts them in.
ASK = """async ([questions]) => {
  const [{ Engine }, { Names }, { bind }, { Field }] = await Promise.all(
    ["engine", "names", "question", "field"].map((name) => import(new URL(`${name}.js`, location.href))));
  const known = await (await fetch("questions.json")).json();
  const engine = new Engine(() => {});
  await engine.start();
  const ask = async (text) => engine.ask(text, "application/sparql-results+json");
  const names = new Names(async (text) => JSON.parse(await ask(text)).results.bindings, known);
  const answers = [];
  for (const [name, given] of questions) {
    const question = known.questions.find((one) => one.name === name);
    const chosen = new Map();
    for (const [parameter, words] of Object.entries(given)) {
      const field = new Field(parameter, question, names, () => {});
      await field.take(words === "all" ? null : [words].flat());
      chosen.set(parameter, field.chosen);
    }
    answers.push(JSON.parse(await ask(bind(question, chosen))));
  }
  return answers;
}"""
GIVEN: list[tuple[str, dict[str, str | list[str]]]] = [
    ("partners-of", {"cluster": "Latvijas IT klasteris"}),
    ("clusters-of-country", {"country": ["Dānija", "latvia"]}),
    ("why", {"subject": "smart-tech-cis", "relation": "partner", "object": "Fiber Optic Valley"}),
    ("why", {"subject": "smart-tech-cis", "relation": "all", "object": "all"}),
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the site of the real content."""
    site = write_site(find_content(), tmp_path_factory.mktemp("real") / "site")
    if not (site / "sparql").exists():
        pytest.skip("needs npm: apt-get install npm")
    return site


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """Serve it, and give the page's address."""
    with serve(site) as root:
        yield f"{root}sparql/index.html"


@pytest.fixture(scope="module")
def store(site: Path) -> ox.Store:
    """Load the published graph into pyoxigraph."""
    return open_store((site / "data" / "bsrgraph.ttl").read_bytes())


def show(page: Page, address: str, fragment: str = "") -> Page:
    """Open the page anew and wait until it can be asked."""
    page.goto("about:blank")
    page.goto(address + fragment)
    expect(page.locator("#run")).to_be_enabled(timeout=PATIENCE)
    return page


def choose(page: Page, name: str) -> None:
    """Choose a question in the list."""
    page.locator(f".choice a[data-name='{name}']").click()


def ask(page: Page) -> str:
    """Press the button and give what stands above the answer."""
    page.click("#run")
    expect(page.locator("#run")).to_be_enabled(timeout=PATIENCE)
    expect(page.locator("#answer")).to_be_visible()
    return page.locator("#count").inner_text()


def order_of(text: str, row: dict[str, object]) -> list[object]:
    """Give the values of a row by which its question orders rows."""
    names = re.findall(r"\?(\w+)", text[text.rindex("ORDER BY") :])
    return [row.get(name) for name in names]


def test_every_question_gives_the_rows_of_pyoxigraph(
    page: Page, address: str, store: ox.Store
) -> None:
    """Each question with its examples, with all, and with names: same terms, in the same order."""
    content = find_content()
    catalogue = read_catalogue(content)
    asked = [(name, {}) for name in catalogue]
    asked += [
        (n, dict.fromkeys(q.parameters, "all"))
        for n, q in catalogue.items()
        if q.parameters and n != "why"
    ]
    asked += GIVEN
    page.goto(address)
    answers = page.evaluate(ASK, [asked])
    assert len(answers) == len(asked) > len(catalogue) > 30
    for (name, given), answer in zip(asked, answers, strict=True):
        bound, _ = bind_parameters(
            catalogue[name], given, lambda text: run_query(store, text, rows=10**6)
        )
        known = json.loads(store.query(bound.text).serialize(format=ox.QueryResultsFormat.JSON))
        ours, theirs = answer["results"]["bindings"], known["results"]["bindings"]
        assert answer["head"]["vars"] == known["head"]["vars"], name
        count = [
            Counter(json.dumps(row, sort_keys=True) for row in rows) for rows in (ours, theirs)
        ]
        assert count[0] == count[1], (name, given)
        assert [order_of(bound.text, row) for row in ours] == [
            order_of(bound.text, row) for row in theirs
        ], name
        assert ours, (name, given)


def test_every_question_is_shown(page: Page, watch: Watch, address: str, store: ox.Store) -> None:
    """Chosen in the list and asked by the button, each shows its number of rows; all stays within."""
    show(page, address)
    for name, query in read_catalogue(find_content()).items():
        choose(page, name)
        expect(page.locator("#summary")).to_have_text(query.summary)
        rows = len(list(store.query(query.text)))
        assert ask(page).startswith(f"{rows:,} row"), name
        assert page.locator("#rows tbody tr").count() == min(rows, 100)
        expect(page.locator("#rests li")).to_have_count(len(query.coverage), timeout=PATIENCE)
    root = address.removesuffix("sparql/index.html")
    assert all(url.startswith(root) for url in watch.requests)
    assert watch.messages == []


def test_an_answer_says_what_it_rests_on(page: Page, address: str, site: Path) -> None:
    """Below the rows stand the lines that the command line prints, with the same numbers."""
    content = find_content()
    store = open_store((site / "data" / "bsrgraph.ttl").read_bytes())
    lines = list_coverage(
        content, ["clusters-without-project"], lambda text: run_query(store, text)
    )
    show(page, address, "#question=clusters-of-country&country=lithuania")
    expect(page.locator("#rests li").first).to_have_text(lines[0], timeout=PATIENCE)


def test_a_link_fills_the_question_in_and_asks_it(
    page: Page, address: str, store: ox.Store
) -> None:
    """Names in any language are found; the text shows the terms; the link says what is chosen."""
    show(
        page,
        address,
        "#question=clusters-of-country&country=" + quote("Dānija") + "&country=latvia",
    )
    expect(page.locator("#answer")).to_be_visible(timeout=PATIENCE)
    expect(page.locator(".field .chip")).to_have_text(["Denmark×", "Latvia×"])
    text = page.locator(".CodeMirror-code").inner_text()
    assert "VALUES ?country { id:denmark id:latvia }" in text.replace("\u200b", "")
    query = read_catalogue(find_content())["clusters-of-country"]
    run = lambda text: run_query(store, text, rows=10**6)  # noqa: E731
    rows = ask_catalogue(query, {"country": ["denmark", "latvia"]}, run, run)
    expect(page.locator("#count")).to_contain_text(f"{len(rows):,} rows")
    page.wait_for_timeout(300)
    assert page.url.endswith("#question=clusters-of-country&country=denmark&country=latvia")


def test_fields_stand_in_the_order_of_the_question(page: Page, address: str) -> None:
    """The link of a question opens the page at its top, with its examples by their own names."""
    show(page, address, "#question=why")
    expect(page.locator(".field > label:first-child")).to_have_text(
        ["subject", "relation", "object"]
    )
    expect(page.locator(".field .chip").nth(1)).to_have_text("partner×", timeout=PATIENCE)
    expect(page.locator(".field .chip").nth(2)).to_have_text("Fiber Optic Valley×")
    assert page.evaluate("scrollY") == 0


def test_a_field_suggests_things_of_the_right_kind(page: Page, address: str) -> None:
    """Part of a name finds it, by keyboard; it replaces the example, a second one stands beside."""
    show(page, address)
    choose(page, "clusters-of-country")
    field = page.get_by_role("combobox", name="country")
    field.fill("soome")
    expect(page.get_by_role("option").first).to_contain_text("Finland")
    field.press("ArrowDown")
    field.press("Enter")
    expect(page.locator(".field .chip")).to_have_text(["Finland×"])
    field.fill("sverige")
    field.press("Enter")
    expect(page.locator(".field .chip")).to_have_text(["Finland×", "Sweden×"])
    page.get_by_role("button", name="Take Finland out").click()
    expect(page.locator(".CodeMirror-code")).to_contain_text("VALUES ?country { id:sweden }")
    page.get_by_role("checkbox", name="all").check()
    expect(page.locator(".CodeMirror-code")).not_to_contain_text("VALUES")
    page.get_by_role("checkbox", name="all").uncheck()
    field.fill("no such place")
    field.press("Enter")
    expect(page.locator(".wrong")).to_contain_text("nothing is called 'no such place'")


def test_stop_stops(page: Page, watch: Watch, address: str) -> None:
    """A question without end leaves the page alive, and Stop ends it; the next one is answered."""
    page.goto(f"{address}#text={quote(CROSS)}")
    expect(page.locator("#stop")).to_be_visible(timeout=PATIENCE)
    page.fill("#narrow", "how much the graph")
    expect(page.locator("#run")).to_be_disabled()
    page.click("#stop")
    expect(page.locator("#status")).to_contain_text("Stopped. The graph is ready", timeout=PATIENCE)
    expect(page.locator("#answer")).to_be_hidden()
    page.fill("#narrow", "")
    choose(page, "size")
    assert "row" in ask(page)
    assert watch.messages == []


def test_csv_is_that_of_the_command_line(page: Page, address: str, store: ox.Store) -> None:
    """What is saved has the columns and values of `ask --format csv`."""
    show(page, address)
    for name in ("partners-of", "funding", "country-bridges"):
        choose(page, name)
        ask(page)
        with page.expect_download() as download:
            page.click("#csv")
        saved = Path(download.value.path()).read_text(encoding="utf-8-sig")
        assert download.value.suggested_filename == f"{name}.csv"
        known = run_query(store, read_catalogue(find_content())[name].text, rows=10**6)
        ours, theirs = (
            list(csv.reader(io.StringIO(text))) for text in (saved, format_answer(known, "csv"))
        )
        assert ours == theirs and len(ours) > 3


def test_updates_service_and_mistakes_are_refused_in_words(page: Page, address: str) -> None:
    """Each refusal says what, where, and what to do instead; no older answer stands beside it."""
    show(page, address)
    choose(page, "")
    ask(page)
    for text, words in (
        ("INSERT DATA { <http://x/a> <http://x/b> 1 }", "this is an update (INSERT)"),
        ("SELECT * { SERVICE <https://example.org/sparql> { ?s ?p ?o } }", "SERVICE is refused"),
        ("SELECT * {\n ?s x:y ?o }", "line 2, column"),
        ("", "this is no question"),
    ):
        page.locator(".CodeMirror").click()
        page.keyboard.press("Control+a")
        page.keyboard.press("Delete")
        page.keyboard.insert_text(text)
        page.click("#run")
        expect(page.locator("#trouble")).to_contain_text(words)
        expect(page.locator("#answer")).to_be_hidden()
    page.locator(".CodeMirror").click()
    page.keyboard.insert_text("ASK { ?s ?p ?o }")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#count")).to_contain_text("Yes")
    expect(page.locator("#trouble")).to_be_hidden()


def test_text_changed_by_hand_is_kept_and_given_back(page: Page, address: str) -> None:
    """Fields wait while the text is a person's own; another question and back loses nothing."""
    show(page, address)
    choose(page, "partners-of")
    page.locator(".CodeMirror").click()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text("LIMIT 2")
    expect(page.locator("#changed")).to_be_visible()
    expect(page.get_by_role("combobox", name="cluster")).to_be_disabled()
    assert ask(page).startswith("2 rows")
    choose(page, "size")
    choose(page, "partners-of")
    expect(page.locator("#count")).to_contain_text("2 rows")
    page.wait_for_timeout(300)
    assert "LIMIT+2" in page.url
    page.click("#reset")
    expect(page.locator("#changed")).to_be_hidden()
    assert not ask(page).startswith("2 rows")


def test_what_is_missing_is_named(page: Page, site: Path, tmp_path: Path) -> None:
    """Without engine, graph or questions the page says which, where, and what to do."""
    folder = tmp_path / "site"
    shutil.copytree(site, folder, ignore=shutil.ignore_patterns("*.jsonld*", "*.nt*", "networks"))
    lost = ("data/bsrgraph.ttl.gz", "sparql/oxigraph/web_bg.wasm", "sparql/questions.json")
    with serve(folder) as root:
        for name in (*lost, "sparql/worker.js", "sparql/yasqe/yasqe.min.js"):
            (folder / name).rename(tmp_path / "lost")
            page.goto("about:blank")
            page.goto(f"{root}sparql/index.html")
            expect(page.locator("#trouble")).to_contain_text(
                "publish the whole site", timeout=PATIENCE
            )
            expect(page.locator("#run")).to_be_disabled()
            (tmp_path / "lost").rename(folder / name)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_is_accessible(page: Page, address: str, scheme: str) -> None:
    """axe finds nothing, with an answer, an open list of suggestions and a refusal on the page."""
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    show(page, address, "#question=partners-of&cluster=latvian-it-cluster")
    expect(page.locator("#rests li").first).to_be_visible(timeout=PATIENCE)
    found = Axe().run(page).response["violations"]
    assert found == [], [(v["id"], [n["target"] for n in v["nodes"]]) for v in found]
    page.get_by_role("combobox", name="cluster").fill("latv")
    expect(page.get_by_role("option").first).to_be_visible()
    found = Axe().run(page).response["violations"]
    assert found == [], [(v["id"], [n["target"] for n in v["nodes"]]) for v in found]


def test_page_fits_a_phone(page: Page, address: str) -> None:
    """Nothing sticks out sideways at 390 pixels."""
    page.set_viewport_size({"width": 390, "height": 800})
    show(page, address, "#question=partners-of&cluster=latvian-it-cluster")
    expect(page.locator("#rests li").first).to_be_visible(timeout=PATIENCE)
    assert page.evaluate("document.documentElement.scrollWidth") == 390


RUN = "document.title='run'"
NAMES = [
    f'<img src=x onerror="{RUN}">', f"</script><script>{RUN}</script>", f"<svg onload={RUN}>",
    f"javascript:{RUN}", "__proto__", "constructor", "{{ 7 * 7 }}", "${7*7}", '"><b>', "'`\\",
    '=HYPERLINK("https://example.org/","x")', "+1", "\u202eabc", "a\nb", "x" * 3000, "&lt;b&gt;",
]  # fmt: skip
LINKS = [
    f"javascript:{RUN}", f"JAVASCRIPT:{RUN}", "data:text/html,x", "vbscript:x", "file:///etc/passwd",
    "https://w3id.org/bsrgraph/id/../../x", "https://w3id.org/bsrgraph/id/x?y#z", "http:javascript:x",
    "blob:https://example.org/x", "https://example.org/fine",
]  # fmt: skip
HARMLESS = r"https?://(?!w3id\.org)[^/]|[.\w/#%=~-]*$"
ALL = "SELECT ?thing ?thingName ?link { ?thing rdfs:label ?thingName ; rdfs:seeAlso ?link }"


def write_hostile() -> bytes:
    """Write a graph whose every name and link tries to be more than text."""
    id_, bsr = "https://w3id.org/bsrgraph/id/", "https://w3id.org/bsrgraph/ontology#"
    rdfs, a = (
        "http://www.w3.org/2000/01/rdf-schema#",
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#type",
    )
    triples = []
    for number, name in enumerate(NAMES):
        thing = ox.NamedNode(f"{id_}h{number}")
        triples.append(ox.Triple(thing, ox.NamedNode(a), ox.NamedNode(f"{bsr}ClusterOrganisation")))
        triples.append(ox.Triple(thing, ox.NamedNode(f"{rdfs}label"), ox.Literal(name)))
        triples += [
            ox.Triple(thing, ox.NamedNode(f"{rdfs}seeAlso"), ox.NamedNode(link)) for link in LINKS
        ]
    return compress(ox.serialize(triples, format=ox.RdfFormat.TURTLE) or b"")


@pytest.fixture(scope="module")
def hostile(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the page beside a hostile graph."""
    folder = tmp_path_factory.mktemp("hostile") / "site"
    shutil.copytree(site, folder, ignore=shutil.ignore_patterns("data"))
    (folder / "data").mkdir()
    (folder / "data" / "bsrgraph.ttl.gz").write_bytes(write_hostile())
    with serve(folder) as root:
        yield f"{root}sparql/index.html"


def check_harmless(page: Page, watch: Watch, address: str) -> None:
    """Nothing ran, nothing was asked for elsewhere, no element came out of a text."""
    page.wait_for_timeout(50)
    assert "run" not in page.title()
    assert page.locator("main img, main svg, main iframe, main script, main b").count() == 0
    for link in page.eval_on_selector_all(
        "main a", "all => all.map((one) => one.getAttribute('href'))"
    ):
        assert re.match(HARMLESS, link), link
    root = address.removesuffix("sparql/index.html")
    assert all(url.startswith((root, "about:blank", "blob:" + root)) for url in watch.requests)
    assert watch.messages == []


def test_hostile_graph_runs_nothing(page: Page, watch: Watch, hostile: str) -> None:
    """In rows, suggestions, chosen things and the saved file, text stays text."""
    prefix = "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n"
    show(page, hostile, "#text=" + quote(f"{prefix}{ALL} ORDER BY ?thing ?link"))
    expect(page.locator("#count")).to_contain_text(
        f"{len(NAMES) * len(LINKS)} rows", timeout=PATIENCE
    )
    page.click("#more")
    text = page.locator("#rows").inner_text()
    assert all(" ".join(name.split())[:50] in " ".join(text.split()) for name in NAMES)
    check_harmless(page, watch, hostile)
    with page.expect_download() as download:
        page.click("#csv")
    saved = Path(download.value.path()).read_text(encoding="utf-8-sig")
    assert not any(
        cell.startswith(("=", "+")) for row in csv.reader(io.StringIO(saved)) for cell in row
    )
    choose(page, "partners-of")
    for name in NAMES[:9]:
        field = page.get_by_role("combobox", name="cluster")
        field.fill(name)
        expect(page.get_by_role("option").first).to_contain_text(name)
        field.press("ArrowDown")
        field.press("Enter")
    expect(page.locator(".field .chip")).to_have_count(9)
    ask(page)
    check_harmless(page, watch, hostile)


def test_hostile_address_runs_nothing(page: Page, watch: Watch, address: str) -> None:
    """A fragment may hold anything: what is not known is said, as text."""
    show(page, address)
    for name in NAMES:
        word = quote(name)
        for fragment in (
            f"question={word}",
            f"question=partners-of&cluster={word}&{word}={word}",
            word,
        ):
            page.evaluate("(text) => { location.hash = text; }", fragment)
            check_harmless(page, watch, address)
    page.goto("about:blank")
    page.goto(f"{address}#text={quote(NAMES[0])}")
    expect(page.locator("#trouble")).to_be_visible(timeout=PATIENCE)
    check_harmless(page, watch, address)


def test_names_lead_to_pages_of_the_site(page: Page, address: str, site: Path) -> None:
    """Things, statements, values and terms lead to the place that the site has for them."""
    text = """PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
        PREFIX bsr: <https://w3id.org/bsrgraph/ontology#>
        SELECT ?statement ?subject ?predicate ?object {
          ?statement rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object .
          ?object a bsr:Quantity } ORDER BY ?statement LIMIT 60"""
    show(page, address, "#text=" + quote(text))
    expect(page.locator("#count")).to_contain_text("60 rows", timeout=PATIENCE)
    page.get_by_role("checkbox", name="Show all columns").check()
    links = page.eval_on_selector_all("#rows a", "all => all.map((one) => one.href)")
    assert len(links) == 240
    root = address.removesuffix("sparql/index.html")
    for link in links:
        path, _, anchor = link.removeprefix(root).partition("#")
        assert (site / path).exists(), link
        assert not anchor or f'id="{unquote(anchor)}"' in (site / path).read_text(
            encoding="utf-8"
        ), link
