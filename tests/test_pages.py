"""The pages of the site: all links land, every thing has its page, and each says what is known."""

from __future__ import annotations

import json
import re
from collections import Counter
from html import unescape
from pathlib import Path

import pyoxigraph as ox
import pytest
from links import Page, find_broken, read_pages
from rdflib import OWL, RDF, RDFS, Graph, Literal, URIRef
from rdflib.compare import isomorphic
from site_samples import HOST, HOSTILE, add_hostile, write_own

from bsrgraph.content import Content
from bsrgraph.publish import write_site
from bsrgraph.vocabulary import BSR, ID, STATEMENT
from bsrgraph.web.front import FINDINGS, find_first, list_newest

FORMS = {
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".ttl": ox.RdfFormat.TURTLE,
}


@pytest.fixture(scope="session")
def pages(frozen_site: Path) -> dict[str, Page]:
    """Give what all pages of the frozen site say of themselves."""
    return read_pages(frozen_site)


@pytest.fixture(scope="module")
def retired_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a site of which two ids are retired, with names that try to be more than text."""
    content = write_own(tmp_path_factory.mktemp("retired"))
    add_hostile(content)
    (content.data / "registry" / "decisions.csv").write_text(
        "first,second,decision,evidence\n"
        "ash-cluster,ash-klasteris,same,two spellings\n"
        "elm-cluster,,gone,<b>its source</b> was withdrawn\n"
    )
    return write_site(content, host=HOST)


@pytest.fixture(scope="module")
def real_site(content: Content, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the site of the real content."""
    return write_site(content, tmp_path_factory.mktemp("real") / "site")


def say(site: Path, name: str) -> str:
    """Give the text of a page as a reader sees it, in one line."""
    page = (site / name).read_text(encoding="utf-8")
    body = page.partition('<main id="main">')[2].partition("</main>")[0]
    body = re.sub(r"<svg.*?</svg>", "", body, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def test_every_link_leads_somewhere(frozen_site: Path, pages: dict[str, Page]) -> None:
    """Files and anchors are all there."""
    assert find_broken(frozen_site, pages) == []


def test_pages_are_sound_and_load_only_their_own(pages: dict[str, Page]) -> None:
    """Elements nest, ids are single, nothing is run from an attribute or loaded from elsewhere."""
    for page in pages.values():
        if page.path != "network.html":
            assert page.problems == [], page.path
            assert max(Counter(page.anchors).values()) == 1, page.path
            assert not [load for load in page.loads if re.match(r"\w+:|//", load)], page.path


@pytest.mark.slow
def test_real_site_is_whole(real_site: Path) -> None:
    """Every link of all pages of the real content lands, every page is sound."""
    pages = read_pages(real_site)
    assert find_broken(real_site, pages) == []
    assert [p.path for p in pages.values() if p.problems and p.path != "network.html"] == []


@pytest.mark.slow
def test_two_parsers_read_every_file_alike(real_site: Path) -> None:
    """rdflib and Oxigraph find the same triples in every RDF file of the real site."""
    paths = sorted(p for p in real_site.rglob("*") if p.suffix in FORMS)
    assert len(paths) > 1000
    for path in paths:
        triples = {str(quad.triple) for quad in ox.parse(path=str(path), format=FORMS[path.suffix])}
        again = Graph().parse(path).serialize(format="nt", encoding="utf-8")
        assert triples == {str(quad.triple) for quad in ox.parse(again, format=FORMS[".nt"])}, path


def test_a_broken_link_would_be_found(tmp_path: Path) -> None:
    """The reader of links sees a missing file, a missing anchor, and what does not nest."""
    (tmp_path / "a.html").write_text('<p id="x"><a href="b.html">b</a><a href="#y">y</a></div>')
    pages = read_pages(tmp_path)
    assert find_broken(tmp_path, pages) == ["a.html: b.html", "a.html: #y"]
    assert pages["a.html"].problems


def test_every_thing_has_a_page_with_its_rdf(frozen_site: Path) -> None:
    """Each id of the graph that has a name is there three times, and in the list of things."""
    graph = Graph().parse(frozen_site / "data" / "bsrgraph.ttl")
    ids = {
        str(s).removeprefix(str(ID)) for s in graph.subjects(RDFS.label) if s.startswith(str(ID))
    }
    for ending in ("html", "ttl", "jsonld"):
        assert {
            p.name.removesuffix(f".{ending}") for p in (frozen_site / "id").glob(f"*.{ending}")
        } == ids
    listed = re.findall(r'href="id/([^"]+)\.html"', (frozen_site / "things.html").read_text())
    assert sorted(listed) == sorted(ids)


@pytest.mark.parametrize(
    "name", ["id/acorn-project", "id/latvia", "id/2020-05-test-gazette-acorn-begins"]
)
def test_rdf_of_a_thing_is_a_part_of_the_graph(frozen_site: Path, name: str) -> None:
    """Both files say the same, all of it stands in the graph, and nothing of the thing is left out."""
    graph = Graph().parse(frozen_site / "data" / "bsrgraph.ttl")
    part = Graph().parse(frozen_site / f"{name}.ttl")
    assert isomorphic(part, Graph().parse(frozen_site / f"{name}.jsonld"))
    assert set(part) <= set(graph)
    thing = ID[name.removeprefix("id/")]
    assert set(graph.triples((thing, None, None))) <= set(part)
    named = {s for s, _, o in graph if o == thing and s.startswith(str(STATEMENT))}
    assert named and all(set(graph.triples((s, None, None))) <= set(part) for s in named)


def test_statements_of_all_pages_are_those_of_the_graph(frozen_site: Path) -> None:
    """Each statement has its anchor and its triples on the page that its name leads to."""
    graph = Graph().parse(frozen_site / "data" / "bsrgraph.ttl")
    names = {s.removeprefix(str(STATEMENT)) for s in graph.subjects(RDF.type, BSR.Statement)}
    found = set()
    for path in (frozen_site / "statement").glob("*.html"):
        anchors = set(re.findall(r'<tr id="([0-9a-f]+)"', path.read_text()))
        assert all(name.startswith(path.stem) for name in anchors)
        part = Graph().parse(path.with_suffix(".ttl"))
        assert {s.removeprefix(str(STATEMENT)) for s in part.subjects()} == anchors
        found |= anchors
    assert found == names


def test_page_of_a_project_says_what_the_rows_say(hosted_site: Path) -> None:
    """Facts, times, states, 'for' and sources stand as in the sheet, and the dated in their order."""
    text = say(hosted_site, "id/root-project.html")
    assert "lead partner Ash Cluster 2019 ¶ Ash Press, 2019-04" in text
    assert "Ash Press denied ¶" in text
    assert "partner budget ~30,000 EUR for Bay Cluster planned" in text
    assert "Bay Cluster ¶ Ash Press, undated Bay Cluster 2019-04 ¶ Ash Press, 2019-04" in text
    history = text.partition("History 2019 ")[2]
    dated = "lead partner Ash Cluster 2019-01 period 2019-01..2020-06 2019-04 partner Bay Cluster"
    assert history.startswith(dated)


def test_a_fact_leads_to_its_statement(frozen_site: Path) -> None:
    """Each line has a mark that leads to the statement by its own name."""
    page = (frozen_site / "id/acorn-project.html").read_text(encoding="utf-8")
    marks = re.findall(r'class="mark" href="../statement/(\w\w)\.html#(\w+)"', page)
    assert len(marks) > 5 and all(name.startswith(first) for first, name in marks)


def test_what_links_is_told_from_what_is_said(frozen_site: Path) -> None:
    """What a person says, and what is stated for a country, stands apart from what leads to them."""
    person = say(frozen_site, "id/ada-aspen.html")
    assert "What is said by this person works with Alder Cluster → Birch Cluster" in person
    country = say(frozen_site, "id/sweden.html")
    assert "What is stated for it" in country
    assert country.index("What links here") < country.index("What is stated for it")


def test_page_of_a_reading_shows_both_sides(frozen_site: Path) -> None:
    """The judgement of editors, its reason and what it weighs are on its page."""
    text = say(frozen_site, "id/reading-whether-forest-grew.html")
    assert "change over time" in text and "5 projects" in text and "12 projects" in text


def test_page_of_a_cluster_says_what_links_to_it(hosted_site: Path) -> None:
    """Names in other languages, links from elsewhere, the same thing elsewhere, how to cite."""
    text = say(hosted_site, "id/ash-cluster.html")
    assert text.startswith("cluster organisation Ash Cluster Ošu klasteris lv")
    assert "What links here lead partner Root 2019 ¶ Ash Press, 2019-04" in text
    assert "bsrgraph (2001): Ash Cluster." in text and "example.org/id/ash" in text
    assert str(ID["ash-cluster"]) in text


def test_page_of_a_source_says_what_it_states(hosted_site: Path) -> None:
    """A source's page lists its statements and none of another's."""
    text = say(hosted_site, "id/undated-ash-press-leaflet.html")
    assert "What this source states" in text and "Root → Bay Cluster" in text
    assert "Root → Ash Cluster" not in text


def test_embedded_description_is_of_schema_org(hosted_site: Path) -> None:
    """Types and properties follow the alignments of the ontology."""
    page = (hosted_site / "id/ash-cluster.html").read_text(encoding="utf-8")
    told = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])
    assert told["@type"] == ["Consortium"] and told["name"] == "Ash Cluster"
    assert (
        told["alternateName"] == ["Ošu klasteris"] and told["url"] == f"{HOST}id/ash-cluster.html"
    )
    assert {place["name"] for place in told["location"]} == {"Riga", "Estonia"}
    source = (hosted_site / "id/2019-04-ash-press-ash-and-bay.html").read_text(encoding="utf-8")
    told = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', source)[1])
    assert told["@type"] == ["NewsArticle"] and told["datePublished"] == ["2019-04"]


def test_a_retired_id_keeps_a_page(retired_site: Path) -> None:
    """It says so, leads on where there is something to lead to, and is no longer listed."""
    text = say(retired_site, "id/ash-klasteris.html")
    assert "no longer in use" in text and "Ash Cluster" in text and "two spellings" in text
    graph = Graph().parse(retired_site / "id/ash-klasteris.ttl")
    assert (ID["ash-klasteris"], OWL.deprecated, Literal(True)) in graph
    assert ID["ash-cluster"] in set(graph.objects(ID["ash-klasteris"]))
    assert isomorphic(graph, Graph().parse(retired_site / "id/ash-klasteris.jsonld"))
    gone = (retired_site / "id/elm-cluster.html").read_text()
    assert "&lt;b&gt;its source&lt;/b&gt; was withdrawn" in gone
    assert "elm-cluster" not in (retired_site / "things.html").read_text()


def test_hostile_names_stay_text(retired_site: Path) -> None:
    """Names that look like markup, scripts or templates are shown as they are written."""
    pages = read_pages(retired_site)
    assert not [p.path for p in pages.values() if p.problems and p.path != "network.html"]
    assert find_broken(retired_site, pages) == []
    for thing, name in HOSTILE.items():
        assert say(retired_site, f"id/{thing}.html").startswith(
            f"cluster organisation {' '.join(name.split())}"
        )


def test_question_pages_hold_the_answers(frozen_site: Path, frozen: Content) -> None:
    """The page of a question shows its rows, leads to the things in them, and gives query and CSV."""
    for query in (frozen.queries / "questions").glob("*.rq"):
        assert (frozen_site / "questions" / query.name).read_bytes() == query.read_bytes()
        assert (frozen_site / "questions" / f"{query.stem}.html").exists()
    page = (frozen_site / "questions/country-bridges.html").read_text(encoding="utf-8")
    csv = (frozen_site / "questions/country-bridges.csv").read_text(encoding="utf-8")
    first = csv.splitlines()[1].split(",")
    thing = first[0].removeprefix(str(ID))
    assert f'<a href="../id/{thing}.html">{first[1]}</a>' in page
    assert f"{len(csv.splitlines()) - 1} rows" in page


def test_front_page_counts_as_the_questions_do(frozen_site: Path, frozen_run) -> None:
    """Numbers and findings are those that the questions give."""
    text = say(frozen_site, "index.html")
    size = frozen_site / "questions" / "size.csv"
    numbers = dict(line.split(",") for line in size.read_text().splitlines()[1:])
    assert f"clusters {int(numbers['clusters']):,}" in text
    assert f"statements {int(numbers['statements']):,}" in text
    for finding in FINDINGS:
        rows = (frozen_site / "questions" / f"{finding.question}.csv").read_text().splitlines()
        assert (
            len(rows) < 2
            or f'href="questions/{finding.question}.html"'
            in (frozen_site / "index.html").read_text()
        )


def test_a_finding_names_all_that_are_level(real_run) -> None:
    """Rows with the same number as the first stand beside it."""
    answer = real_run(
        "SELECT ?clusterName ?countries { VALUES (?clusterName ?countries) { ('A' 3) ('B' 3) ('C' 2) } } ORDER BY DESC(?countries) ?clusterName"
    )
    found = find_first(FINDINGS[1], answer)
    assert (found.number, found.names) == ("3", "A and B")
    assert (
        find_first(FINDINGS[1], real_run("SELECT ?clusterName ?countries { FILTER(false) }"))
        is None
    )


def test_newest_sources_come_first(real_run) -> None:
    """Undated ones are left out; of one day the order is that of names."""
    answer = real_run(
        "SELECT ?source ?published { VALUES (?source ?published) { ('a' '2016') ('b' UNDEF) ('c' '2017-01') } }"
    )
    assert [row["source"] for row in list_newest(answer)] == ["c", "a"]


def test_sitemap_and_rules_name_the_host(hosted_site: Path, frozen_site: Path) -> None:
    """Rules for w3id.org are there only where things and files have different addresses."""
    assert (
        f"<loc>{HOST}id/ash-cluster.html</loc><lastmod>2001-02-03</lastmod>"
        in (hosted_site / "sitemap.xml").read_text()
    )
    assert "RewriteBase /bsr/" in (hosted_site / ".htaccess").read_text()
    w3id = (hosted_site / "w3id/bsrgraph/.htaccess").read_text()
    assert f"RewriteRule ^id/([a-z0-9-]+)$ {HOST}id/$1.ttl [R=303,L]" in w3id
    assert not (frozen_site / "w3id").exists()


def test_links_to_things_in_the_graph_page(frozen_site: Path) -> None:
    """The graph page knows where the pages of its nodes are."""
    assert '"pages":"id/{}.html"' in (frozen_site / "network.html").read_text()


def test_no_thing_is_called_by_its_iri(frozen_site: Path) -> None:
    """Where a page names a thing, a kind or a relation, it does so in words."""
    for path in (
        "id/alder-cluster.html",
        "id/latvia.html",
        "id/2020-05-test-gazette-acorn-begins.html",
    ):
        text = say(frozen_site, path).replace(str(ID[path[3:-5]]), "")
        assert "w3id.org" not in text, path


def test_relations_lead_to_the_vocabulary(pages: dict[str, Page], frozen_site: Path) -> None:
    """Each relation and kind on a page leads to its term."""
    graph = Graph().parse(frozen_site / "data" / "ontology.ttl")
    terms = {str(s).rpartition("#")[2] for s in graph.subjects() if isinstance(s, URIRef)}
    linked = {
        link.rpartition("#")[2]
        for p in pages.values()
        for link in p.links
        if "ontology.html#" in link
    }
    assert linked and linked <= terms
