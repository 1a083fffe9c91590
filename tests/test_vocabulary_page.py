"""The page of the vocabulary: every term, both languages, true numbers, and a diagram without collisions."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import combinations
from pathlib import Path

import html5rdf
import pytest
from links import VOID, find_broken, read_pages
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef
from rdflib.compare import isomorphic
from samples import copy_content

from bsrgraph.content import Content
from bsrgraph.edition import read_edition
from bsrgraph.queries import read_query
from bsrgraph.store import open_store, serialize_graph
from bsrgraph.vocabulary import BSR, read_vocabulary
from bsrgraph.web.frame import Frame, read_words
from bsrgraph.web.vocabulary import PAGES, find_values, write_vocabulary
from bsrgraph.web.vocabulary.arrows import Arrow, sketch_links
from bsrgraph.web.vocabulary.diagram import Drawing, draw_diagram
from bsrgraph.web.vocabulary.grid import place_boxes
from bsrgraph.web.vocabulary.routes import lead_arrow
from bsrgraph.web.vocabulary.shapes import Area
from bsrgraph.web.vocabulary.terms import Reader, Text

FOLDER = Path(__file__).parents[1] / "bsrgraph" / "web" / "vocabulary"


class Words(HTMLParser):
    """Read the texts of a page with the language each is in; code is in none."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.languages: list[str] = [""]
        self.texts: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Enter an element."""
        if tag not in VOID:
            own = "code" if tag in ("code", "pre", "script") else dict(attrs).get("lang")
            self.languages.append(own or self.languages[-1])

    def handle_endtag(self, tag: str) -> None:
        """Leave an element."""
        self.languages.pop()

    def handle_data(self, data: str) -> None:
        """Note a text."""
        if data.strip():
            self.texts.append((self.languages[-1], " ".join(data.split())))


def read_texts(site: Path, lang: str) -> list[tuple[str, str]]:
    """List the texts of the page in a language."""
    reader = Words()
    reader.feed((site / PAGES[lang]).read_text(encoding="utf-8"))
    return reader.texts


def read_cards(site: Path, lang: str) -> dict[str, str]:
    """Give the source of the card of each term by its anchor."""
    page = (site / PAGES[lang]).read_text(encoding="utf-8")
    cards = re.findall(r'<article class="term" id="([^"]+)"(.*?)</article>', page, re.DOTALL)
    assert len(dict(cards)) == len(cards)
    return dict(cards)


@pytest.fixture(scope="module")
def ontology(frozen_site: Path) -> Graph:
    """Give the ontology as the site has it."""
    return Graph().parse(frozen_site / "ontology.ttl")


def list_terms(ontology: Graph) -> set[URIRef]:
    """List classes, properties, families and lists of ours, and the relations we reuse."""
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    kinds += (SKOS.Collection, SKOS.ConceptScheme, BSR.Relation)
    return {s for kind in kinds for s in ontology.subjects(RDF.type, kind)}


# -------- the page


@pytest.mark.parametrize("lang", PAGES)
def test_every_term_has_its_anchor(frozen_site: Path, ontology: Graph, lang: str) -> None:
    """The hash IRI of each term leads to a place on the page."""
    terms = list_terms(ontology)
    anchors = read_pages(frozen_site)[PAGES[lang]].anchors
    assert len(terms) > 120
    assert {str(term).rpartition("#")[2] for term in terms} <= set(anchors)
    assert len(anchors) == len(set(anchors))


def test_links_of_the_page_land(frozen_site: Path) -> None:
    """Links within the pages, to things and to files lead somewhere, and all pages to their terms."""
    pages = read_pages(frozen_site)
    for path in PAGES.values():
        assert len(pages[path].links) > 500 and pages[path].problems == []
    assert find_broken(frozen_site, pages) == []


@pytest.mark.parametrize("lang", PAGES)
def test_the_page_is_html(frozen_site: Path, lang: str) -> None:
    """A parser of HTML 5 finds no mistake."""
    parser = html5rdf.HTMLParser()
    parser.parse((frozen_site / PAGES[lang]).read_text(encoding="utf-8"))
    assert parser.errors == []


def test_words_are_there_in_both_languages_and_used() -> None:
    """No word of the interface is missing, and none is left over."""
    words = read_words("vocabulary/words.csv")
    assert words["en"].keys() == words["lv"].keys()
    assert all(word.strip() for each in words.values() for word in each.values())
    templates = "".join(p.read_text(encoding="utf-8") for p in FOLDER.glob("*.[hs][tv]*"))
    plain = {key for key in words["en"] if ":" not in key}
    assert {key for key in plain if f"say.{key}" not in templates} <= {"draft"}
    assert set(re.findall(r"say\.(\w+)", templates)) <= plain


def test_the_latvian_page_speaks_latvian(frozen_site: Path) -> None:
    """What is not marked as English or code is no English word of the interface."""
    words, frame = read_words("vocabulary/words.csv"), read_words("words.csv")
    english = {
        table["en"][key].casefold()
        for table in (words, frame)
        for key in table["en"]
        if table["en"][key].casefold() != table["lv"][key].casefold()
    }
    texts = read_texts(frozen_site, "lv")
    assert {lang for lang, _ in texts} == {"lv", "en", "code"}
    assert not [text for lang, text in texts if lang == "lv" and text.casefold() in english]
    assert len([t for lang, t in read_texts(frozen_site, "en") if t.casefold() in english]) > 50


@pytest.mark.parametrize("lang", PAGES)
def test_definitions_are_in_the_language_of_the_page(
    frozen_site: Path, ontology: Graph, lang: str
) -> None:
    """Each definition stands on the page as it is; an example in another language is marked."""
    texts = set(read_texts(frozen_site, lang))
    for term in list_terms(ontology):
        for text in ontology.objects(term, SKOS.definition):
            if text.language == lang:
                assert (lang, " ".join(text.split())) in texts, term
    example = str(ontology.value(BSR.partner, SKOS.example))
    assert ("en", example) in texts


def test_a_missing_translation_is_marked(content: Content) -> None:
    """Without a Latvian text the English one is shown, and said to be English."""
    graph = Graph()
    graph.add((BSR.partner, SKOS.definition, Literal("a partner", lang="en")))
    assert Reader(graph, "lv", {}).text(BSR.partner, SKOS.definition) == Text("a partner", "en")
    assert Reader(graph, "lv", {}).text(BSR.call, SKOS.definition).value == ""


def test_numbers_are_those_of_the_graph(frozen_site: Path, ontology: Graph) -> None:
    """Things of each class and statements of each relation, counted again from the dump."""
    graph = Graph().parse(frozen_site / "data" / "bsrgraph.ttl")
    cards, counted = read_cards(frozen_site, "en"), 0
    for term in list_terms(ontology):
        if (term, RDF.type, OWL.Class) in ontology:
            number = len(set(graph.subjects(RDF.type, term)))
        elif (term, RDF.type, BSR.Relation) in ontology:
            number = len(set(graph.subjects(RDF.predicate, term)))
        else:
            continue
        card = cards[str(term).rpartition("#")[2]]
        told = re.search(r'<span class="soft small">([^<]*)</span></h[34]>', card)
        assert told, term
        assert told[1] == (f"{number:,} in the data" if number else "not in the data yet"), term
        counted += number > 0
    assert counted > 30


def test_a_card_says_all_of_its_term(frozen_site: Path, ontology: Graph) -> None:
    """Domain, range, words, marks, wider terms and alignments of each property are on its card."""
    cards = read_cards(frozen_site, "en")
    for term in ontology.subjects(RDF.type, BSR.Relation):
        card = cards[str(term).rpartition("#")[2]]
        for predicate in (RDFS.domain, RDFS.range, RDFS.subPropertyOf, SKOS.closeMatch):
            for target in ontology.objects(term, predicate):
                own = str(target).startswith(str(BSR)) or target in (RDFS.label,)
                link = f"#{target.rpartition('#')[2]}" if own else str(target)
                assert f'href="{link}"' in card, (term, target)
        for word in ontology.objects(term, SKOS.altLabel):
            assert f"<code>{word}</code>" in card, term
        for mark in ("oneAtATime", "beginsSubject", "lineage"):
            marked = (term, BSR[mark], Literal(True)) in ontology
            assert (f'class="chip" href="#{mark}"' in card) == marked, (term, mark)


def test_the_vocabulary_is_there_for_machines(frozen_site: Path, ontology: Graph) -> None:
    """The same bytes as among the dumps, the same graph as JSON-LD, and the page leads to both."""
    turtle = (frozen_site / "ontology.ttl").read_bytes()
    assert turtle == (frozen_site / "data" / "ontology.ttl").read_bytes()
    assert isomorphic(ontology, Graph().parse(frozen_site / "ontology.jsonld"))
    for lang, path in PAGES.items():
        page = (frozen_site / path).read_text(encoding="utf-8")
        assert f'<html lang="{lang}">' in page
        for tag, other in PAGES.items():
            assert f'rel="alternate" hreflang="{tag}" href="{other}"' in page
        assert 'rel="alternate" type="text/turtle" href="ontology.ttl"' in page


def test_the_example_is_a_statement_of_the_graph(frozen_site: Path) -> None:
    """Its Turtle, with the prefixes of the page, is in the graph; its row is what a sheet would hold."""
    page = (frozen_site / "ontology.html").read_text(encoding="utf-8")
    prefixes = re.findall(r"<code>(\w+)</code></th><td><code>([^<]+)</code></td>", page)
    turtle = re.search(r"<pre[^>]*>(.*?)</pre>", page, re.DOTALL)
    assert turtle
    text = turtle[1].replace("&#34;", '"').replace("&lt;", "<").replace("&gt;", ">")
    head = "".join(f"@prefix {p}: <{n}> .\n" for p, n in prefixes)
    example = Graph().parse(data=head + text)
    graph = Graph().parse(frozen_site / "data" / "bsrgraph.ttl")
    assert len(example) > 5 and set(example) <= set(graph)
    statement = example.value(predicate=RDF.type, object=BSR.Statement)
    subject = str(example.value(statement, RDF.subject)).rpartition("/")[2]
    assert f"<td><code>{subject}</code></td>" in page


HOSTILE = """
@prefix bsr: <https://w3id.org/bsrgraph/ontology#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
bsr:Call skos:closeMatch <javascript:alert(1)>, <http://example.org/x> ; skos:altLabel "</code><script>x</script>"@en .
bsr:Person <http://www.w3.org/2002/07/owl#deprecated> true ; skos:note "Use 'somebody'."@en .
bsr:Event skos:definition "{{ 7 * 7 }} <img src=x onerror=x>"@en .
"""


def test_texts_of_the_vocabulary_stay_text(content: Content, tmp_path: Path) -> None:
    """No word or address in the ontology becomes markup, a template or a script, even with no data."""
    copy = copy_content(tmp_path / "content")
    with (copy.ontology / "alignments.ttl").open("a", encoding="utf-8") as file:
        file.write(HOSTILE)
    vocabulary = read_vocabulary(copy)
    store = open_store(serialize_graph(vocabulary.graph))
    files = write_vocabulary(
        Frame(read_edition(content)), copy, vocabulary, serialize_graph(vocabulary.graph), store
    )
    page = files["ontology.html"].decode()
    assert "<script>x" not in page and "&lt;script&gt;x" in page
    assert 'href="javascript' not in page and 'href="http://example.org/x"' in page
    assert "49 <img" not in page and "<img src=x" not in page
    person = page.partition('id="Person"')[2].partition("</article>")[0]
    assert "no longer in use" in person and "Use &#39;somebody&#39;." in person
    assert page.count("no longer in use") == 1
    assert 'id="model"' not in page and "not in the data yet" in page


# -------- the diagram


@pytest.fixture(scope="module", params=[("en", 4, 18), ("lv", 4, 18), ("en", 2, 0), ("lv", 2, 0)])
def drawing(request: pytest.FixtureRequest, content: Content, real_run) -> Drawing:
    """Draw the real content, wide and narrow."""
    lang, columns, most = request.param

    def ask(name: str) -> list[dict]:
        return list(real_run(read_query(content.queries / "details" / f"{name}.rq").text))

    graph = read_vocabulary(content).graph
    reader = Reader(graph, lang, {row["term"]: row["number"] for row in ask("term-uses")})
    sketch = sketch_links(ask("links-of-kinds"), find_values(graph), most)
    classes = {term.iri: term for term in reader.read_classes()}
    return draw_diagram(sketch, classes, lambda iri: reader.link(URIRef(iri)), columns)


def test_nothing_in_the_diagram_collides(drawing: Drawing) -> None:
    """Boxes and labels lie apart from each other and inside the picture."""
    areas = [box.area for box in drawing.boxes] + [route.label for route in drawing.routes]
    for one, other in combinations(areas, 2):
        assert one.overlap(other) == 0, (one, other)
    for area in areas:
        left, top, right, bottom = area.corners
        assert left >= 0 and top >= 0 and right <= drawing.width and bottom <= drawing.height


def test_no_arrow_passes_a_foreign_box(drawing: Drawing) -> None:
    """An arrow touches the boxes at its ends only; every arrow found a way, every class has one."""
    assert drawing.left_out == () and len(drawing.boxes) > 8
    titles = {box.words[0].text: box.area for box in drawing.boxes}
    assert len(titles) == len(drawing.boxes)
    for route in drawing.routes:
        ends = 0
        for box in drawing.boxes:
            assert not any(box.area.holds(point) for point in route.points), route.arrow
            near = box.area.grow(4)
            ends += near.holds(route.start) + near.holds(route.end)
        assert ends == 2
        assert len(route.words) > 0 and route.weight
    served = {end for route in drawing.routes for end in (route.arrow.source, route.arrow.target)}
    assert len(served) == len(drawing.boxes)


def test_texts_of_a_box_stay_in_it(drawing: Drawing) -> None:
    """No line is wider than its box, even if each letter takes what a wide typeface gives it."""
    for box in drawing.boxes:
        for words in box.words:
            wide = len(words.text) * 6.1 * (1.2 if words.look == "title" else 1)
            assert words.x + wide < box.area.x + box.area.width, words.text
            assert box.area.y < words.y < box.area.y + box.area.height


def test_an_arrow_bows_around_what_stands_between() -> None:
    """Straight where the way is free, in a bow where it is not, not at all where nothing helps."""
    arrow = Arrow("a", "c", (("r", 1),))
    free = {"a": Area(0, 100, 50, 20), "c": Area(300, 100, 50, 20)}
    route = lead_arrow(arrow, free)
    assert route and {round(y, 6) for _, y in route.points} == {110}
    route = lead_arrow(arrow, free | {"b": Area(150, 95, 50, 30)})
    assert route and max(abs(y - 110) for _, y in route.points) > 15
    assert lead_arrow(arrow, free | {"b": Area(150, -900, 50, 1900)}) is None


def test_boxes_are_placed_so_that_arrows_do_not_cross() -> None:
    """Two pairs get two ways that do not meet, whatever their names are."""
    arrows = [Arrow("a", "d", (("r", 9),)), Arrow("b", "c", (("r", 9),))]
    cells = place_boxes(("a", "b", "c", "d"), arrows, 2)
    for arrow in arrows:
        (c1, r1), (c2, r2) = cells[arrow.source], cells[arrow.target]
        assert abs(c1 - c2) + abs(r1 - r2) == 1


def test_a_class_keeps_its_most_used_arrow() -> None:
    """Of many arrows the most used are drawn, and one for each class; two directions make one arrow."""
    rows = [
        {"from": "a", "relation": "r", "to": "b", "number": 50},
        {"from": "b", "relation": "s", "to": "a", "number": 60},
        {"from": "a", "relation": "t", "to": "c", "number": 40},
        {"from": "b", "relation": "t", "to": "c", "number": 30},
        {"from": "c", "relation": "t", "to": "d", "number": 1},
        {"from": "a", "relation": "u", "to": "a", "number": 7},
        {"from": "a", "relation": "v", "to": "day", "number": 8},
    ]
    sketch = sketch_links(rows, ["day"], most=0)
    assert [(a.source, a.target, a.number) for a in sketch.arrows] == [
        ("b", "a", 60),
        ("a", "c", 40),
        ("c", "d", 1),
    ]
    assert sketch.loops == {"a": (("u", 7),)} and sketch.values == {"a": (("v", 8),)}
    assert len(sketch_links(rows, ["day"]).arrows) == 4
    assert sketch.classes == ("a", "b", "c", "d")


def test_no_data_no_arrows() -> None:
    """A vocabulary that no data use yet has an empty diagram."""
    empty = draw_diagram(sketch_links([], []), {}, lambda iri: pytest.fail(iri))
    assert (empty.boxes, empty.routes) == ((), ())
    assert replace(empty, width=0).left_out == ()
