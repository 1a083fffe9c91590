"""Rules of the page that need no browser: same bytes, a true policy, nothing from elsewhere."""

from __future__ import annotations

import csv
import json
import random
import re
import subprocess
import sys
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from time import perf_counter
from typing import Any

import networkx as nx
import pytest

from bsrgraph.analysis import rank_nodes
from bsrgraph.errors import NetworkError
from bsrgraph.page import draw, scene
from bsrgraph.page.scene import SHOWN

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "bsrgraph" / "page"
ID = "https://w3id.org/bsrgraph/id/"
HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "javascript:alert(1)",
    "see href",
    "{{ 7 * 7 }}{% raw %}",
    "\u2028'\"&",
]


class Elements(HTMLParser):
    """Collect the elements of a page with attributes and the text inside."""

    def __init__(self, page: str) -> None:
        """Read the page."""
        super().__init__()
        self.is_inside = False
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.blocks: list[tuple[str, dict[str, str | None], str]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.found.append((tag, dict(attrs)))
        if tag in ("script", "style", "title"):
            self.blocks.append((tag, dict(attrs), ""))
            self.is_inside = True

    def handle_endtag(self, tag: str) -> None:
        """Note the end of a block."""
        self.is_inside = False

    def handle_data(self, data: str) -> None:
        """Note what stands in a script, a style or the title."""
        if self.is_inside:
            tag, attributes, text = self.blocks.pop()
            self.blocks.append((tag, attributes, text + data))


def small(text: str = "") -> tuple[nx.MultiGraph[str], dict[str, dict[str, str]]]:
    """Make one cluster in one country that works with another, `text` in every field."""
    network: nx.MultiGraph[str] = nx.MultiGraph(
        name="cluster-country", summary=f"Who works where? {text}", weight=f"projects{text}"
    )
    network.add_node(ID + "lv", name=f"Latvia{text}", kind="country")
    network.add_node(ID + "se", name=f"Sweden{text}", kind="country")
    network.add_node(
        f"{ID}lic{text}", name=f"Latvian IT Cluster{text}", kind=f"cluster{text}",
        country=f"Latvia{text}", sectors=(f"ICT{text}", "food"),
    )  # fmt: skip
    for relation, via in [("works with", "cis"), ("leads in", "cis"), ("works with", "baltic")]:
        network.add_edge(
            f"{ID}lic{text}", ID + "se", key=(relation, ID + via), relation=relation + text,
            via=ID + via, viaName=f"Project {via}{text}", statements=("st:1",), years=(2016,),
        )  # fmt: skip
    network.add_edge(
        ID + "lv", f"{ID}lic{text}", key=("located in", ""), relation="located in", via="",
        viaName="", statements=("st:unknown",),
    )  # fmt: skip
    keys = ("subject", "relation", "object", "at", "status", "source", "publisher", "published",
            "link", "evidence", "saidBy")  # fmt: skip
    return network, {"st:1": {key: text or key for key in keys}}


def large() -> tuple[nx.MultiGraph[str], dict[str, dict[str, str]]]:
    """Make 180 clusters that work with 9 countries, the same on every run."""
    draws = random.Random(2016)
    network: nx.MultiGraph[str] = nx.MultiGraph(name="large", summary="Large?", weight="projects")
    facts: dict[str, dict[str, str]] = {}
    for country in range(9):
        network.add_node(f"{ID}country-{country}", name=f"Country {country}", kind="country")
    for cluster in range(180):
        node = f"{ID}cluster-{cluster}"
        network.add_node(node, name=f"Cluster {cluster}", kind="cluster organisation")
        for country in draws.sample(range(9), 2):
            iri = f"https://w3id.org/bsrgraph/statement/{len(facts):08x}"
            facts[iri] = dict.fromkeys(("subject", "relation", "object", "source"), "Some name")
            network.add_edge(
                node, f"{ID}country-{country}", key=("works with", f"{ID}project-{cluster}"),
                relation="works with", via=f"{ID}project-{cluster}", viaName=f"Project {cluster}",
                statements=(iri,), years=(2016,),
            )  # fmt: skip
    return network, facts


def data_of(page: str) -> dict[str, Any]:
    """Read the page's data as its script does."""
    [text] = [text for tag, at, text in Elements(page).blocks if at.get("id") == "data"]
    data: dict[str, Any] = json.loads(text)
    return data | {
        "nodes": rows(data, "nodes", "id", "label", "group", "shape", "country", "fields", "names"),
        "facts": rows(data, "facts", "iri", "subject", "conflict"),
        "sources": rows(data, "sources", "source", "publisher", "published", "link"),
        "edges": rows(data, "edges", "relation"),
        "vias": rows(data, "vias", "id", "name"),
    }


def rows(data: dict[str, Any], table: str, *texts: str) -> list[dict[str, Any]]:
    """Undo the packing of a table: a row for each thing, texts for the numbers of texts."""

    def read(name: str, value: Any) -> Any:
        if name not in texts:
            return value
        if isinstance(value, list):
            return [data["texts"][number] for number in value]
        text = data["texts"][value]
        if name not in ("id", "iri") or not text:
            return text
        head, _, tail = text.partition(":")
        return data["heads"][int(head)] + tail

    columns = data[table]
    many = max(map(len, columns.values()), default=0)
    return [
        {name: read(name, values[row]) for name, values in columns.items()} for row in range(many)
    ]


def digest() -> str:
    """Hash a page; run by a subprocess below."""
    return sha256(draw(*large()).encode()).hexdigest()


@pytest.mark.parametrize("seed", ["0", "4711"])
def test_the_same_network_gives_the_same_bytes(seed: str) -> None:
    """No clock, no order of sets: another process writes the same page."""
    code = f"import runpy; print(runpy.run_path({__file__!r})['digest'](), end='')"
    environment = {
        "PYTHONHASHSEED": seed,
        "PYTHONPATH": str(ROOT),
        "PYTHONUTF8": "0",
        "LC_ALL": "C",
    }
    answer = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert answer.stdout == digest()


def test_the_order_of_the_network_does_not_matter() -> None:
    """A network whose nodes and edges come in another order gives the same page."""
    network, facts = large()
    turned: nx.MultiGraph[str] = nx.MultiGraph(**network.graph)
    turned.add_nodes_from(reversed(list(network.nodes(data=True))))
    for start, end, key, edge in reversed(list(network.edges(keys=True, data=True))):
        turned.add_edge(end, start, key=key, **edge)
    assert draw(turned, facts) == draw(network, facts)


def test_drawing_leaves_the_network_as_it_was() -> None:
    """Unlike pyvis' own from_nx, drawing takes nothing from the caller's network."""
    network, facts = small()
    before = network.copy()
    draw(network, facts)
    assert nx.utils.graphs_equal(network, before)
    assert network.graph == before.graph


def test_the_page_says_what_it_is() -> None:
    """Doctype, language and title, for browsers and screen readers."""
    page = draw(*small(), title="Clusters & countries")
    found = Elements(page)
    assert page.startswith('<!doctype html>\n<html lang="en">')
    assert [text for tag, _, text in found.blocks if tag == "title"] == ["Clusters & countries"]
    assert ("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}) in (
        found.found
    )


@pytest.mark.parametrize("text", ["", *HOSTILE])
def test_the_policy_allows_exactly_the_inline_blocks(text: str) -> None:
    """One script and one style by their hashes, whatever the data; nothing unsafe, no address."""
    found = Elements(draw(*small(text)))
    [policy] = [at["content"] for _, at in found.found if "http-equiv" in at]
    assert policy is not None
    hashes = {
        tag: [
            f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
            for name, at, text in found.blocks
            if name == tag and at.get("type") != "application/json"
        ]
        for tag in ("script", "style")
    }
    assert len(hashes["script"]) == 1
    assert policy == (
        f"default-src 'none'; script-src {' '.join(hashes['script'])}; "
        f"style-src {' '.join(hashes['style'])}; img-src data: blob:; "
        "base-uri 'none'; form-action 'none'"
    )


@pytest.mark.parametrize("text", ["", *HOSTILE])
def test_no_element_loads_or_runs_anything(text: str) -> None:
    """No address, event handler or style attribute in any tag, whatever the data."""
    elements = Elements(draw(*small(text))).found
    assert {tag for tag, _ in elements}.isdisjoint({"img", "iframe", "object", "embed", "base"})
    for _, attributes in elements:
        assert attributes.get("href", "data:,") == "data:,"
        assert not any(name == "src" or name[:2] == "on" or name == "style" for name in attributes)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_arrives_as_text(text: str) -> None:
    """The script reads every field as it was written, the markup in it included."""
    data = data_of(draw(*small(text)))
    assert f"Latvian IT Cluster{text}" in {node["label"] for node in data["nodes"]}
    assert data["sources"][1] == dict.fromkeys(("source", "publisher", "published", "link"), text)
    assert data["page"]["weight"] == f"projects{text}"


def test_edges_of_a_pair_are_one_link_that_lists_all() -> None:
    """Nothing is lost by merging: both relations, both projects, and the context apart."""
    page = data_of(draw(*small()))
    ends = [page["nodes"][node]["id"] for node in page["links"][1]]
    listed = {
        (ends[edge["link"]], edge["relation"], page["vias"][edge["via"]]["name"])
        for edge in page["edges"]
    }
    assert len(ends) == 2
    assert listed == {
        (ID + "se", "works with", "Project cis"),
        (ID + "se", "leads in", "Project cis"),
        (ID + "se", "works with", "Project baltic"),
        (ID + "lv", "located in", ""),
    }


def test_both_directions_of_a_pair_are_one_link() -> None:
    """In a directed network the link remembers which edges run backwards."""
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    network.add_edge("a", "b", key=("pays", "x"), relation="pays", via="x", viaName="X")
    network.add_edge("b", "a", key=("thanks", "x"), relation="thanks", via="x", viaName="X")
    data = data_of(draw(network, {}))
    assert data["page"]["directed"]
    assert data["links"] == [[0], [1]]
    assert [(edge["relation"], edge["backwards"]) for edge in data["edges"]] == [
        ("pays", 0),
        ("thanks", 1),
    ]


def test_a_statement_without_a_fact_keeps_its_iri() -> None:
    """What the facts do not hold is named, not dropped."""
    told = data_of(draw(*small()))["facts"]
    assert [fact["iri"] for fact in told] == ["st:1", "st:unknown"]
    assert told[1]["subject"] == ""


def test_kinds_differ_by_shape_and_colour() -> None:
    """Any kinds may come; the first seven share no shape, and a known one keeps its look."""
    network: nx.MultiGraph[str] = nx.MultiGraph()
    kinds = ["cluster organisation", "country", "project", "organisation", "event", "call", "x"]
    for kind in kinds:
        network.add_node(kind, name=kind, kind=kind)
    looks = {node["group"]: node for node in data_of(draw(network, {}))["nodes"]}
    assert len({node["shape"] for node in looks.values()}) == len(kinds)
    assert len({node["look"] for node in looks.values()}) == len(kinds)
    assert looks["country"]["shape"] == data_of(draw(*small()))["nodes"][1]["shape"] == "square"


def test_a_page_of_189_nodes_is_small() -> None:
    """One file that people can send each other: below 900 kB."""
    assert len(draw(*large()).encode()) < 900_000


def test_pyvis_is_loaded_only_when_a_page_is_drawn() -> None:
    """Importing the module must stay quick: pyvis brings IPython along."""
    code = "import sys, bsrgraph.page; sys.exit('pyvis' in sys.modules or 'jinja2' in sys.modules)"
    environment = {"PYTHONPATH": str(ROOT)}
    assert subprocess.run([sys.executable, "-c", code], env=environment).returncode == 0


def words() -> list[dict[str, str]]:
    """Read the table of words."""
    with (FOLDER / "words.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_word_of_the_template_is_in_the_table_of_words() -> None:
    """A translator finds all words in one place, and nothing there is for nothing."""
    template = (FOLDER / "template.html").read_text(encoding="utf-8")
    script = "".join(p.read_text(encoding="utf-8") for p in sorted(FOLDER.glob("script/*.js")))
    wanted = set(re.findall(r'data-(?:words|label|placeholder)="([\w-]+)"', template))
    wanted |= set(re.findall(r"""say\((?:\w+(?:\.\w+)? \? )?"([\w-]+)"(?!\s*\+)""", script))
    given = {row["key"] for row in words() if row["key"][0] != "="}
    made = {key for key in given if re.match("measure-|means-|fold-|language$", key)}
    made |= {key for key in given if re.search(rf'"{key}"', script)}
    assert wanted - given == set()
    assert given - wanted - made == set()


def test_every_measure_has_a_name_and_a_sentence() -> None:
    """Whoever adds a measure says in the table of words what it means."""
    keys = {row["key"] for row in words()}
    assert {f"{what}-{name}" for name in SHOWN for what in ("measure", "means")} <= keys


@pytest.mark.parametrize("language", ["en", "lv"])
def test_a_language_is_a_column_that_is_full(language: str) -> None:
    """No word of the interface is missing; a translation has the gaps of the English."""
    for row in words():
        if row["key"][0] != "=":
            assert row[language], row["key"]
        gaps = [set(re.findall(r"{\w+}", row[name])) for name in ("en", language)]
        assert gaps[0] == gaps[1], row["key"]


def test_scripts_are_small() -> None:
    """No script is longer than 250 lines: each does one thing."""
    for path in sorted(FOLDER.glob("script/*.js")):
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 250, path.name


def test_a_measure_that_is_not_known_is_refused() -> None:
    """With the names of those that are."""
    with pytest.raises(NetworkError, match="did you mean 'betweenness'"):
        draw(*small(), measure="betweeness")


def test_what_the_caller_gives_is_on_the_page() -> None:
    """Measure, day, what is missing and the address of pages."""
    page = data_of(draw(*small(), measure="degree", as_of="2016", coverage=["3 of 9 have no sum"],
                        pages="things/{}.html"))["page"]  # fmt: skip
    assert (page["measure"], page["asOf"]) == ("degree", "2016")
    assert (page["coverage"], page["pages"]) == (["3 of 9 have no sum"], "things/{}.html")


def test_measures_are_those_of_the_ranking() -> None:
    """Sizes say what `rank` says, to four digits."""
    network, facts = large()
    data = data_of(draw(network, facts))
    ranked = {row["node"]: row["value"] for row in rank_nodes(network, "betweenness")}
    for node, value in zip(data["nodes"], data["measures"]["betweenness"], strict=True):
        assert value == pytest.approx(ranked[node["id"]], rel=1e-3)


def test_a_notebook_shows_the_page_in_a_frame_of_its_own() -> None:
    """The frame may run scripts and save files, and reach nothing of the notebook."""
    page = draw(*small(HOSTILE[1]))
    assert isinstance(page, str)
    [(tag, attributes)] = Elements(page._repr_html_()).found
    assert tag == "iframe"
    assert attributes["sandbox"] == "allow-scripts allow-downloads"
    assert attributes["srcdoc"] == page


@pytest.mark.slow
def test_a_page_of_20000_nodes_is_drawn_in_time() -> None:
    """No step costs the square of the nodes."""
    network: nx.MultiGraph[str] = nx.MultiGraph(name="huge", summary="Huge?")
    for node in range(20_000):
        network.add_node(f"{ID}{node}", name=f"Cluster {node}", country=f"Country {node % 20}")
    for edge in range(42_000):
        one, other, via = edge % 20_000, edge * 7919 % 19_993, f"{ID}via-{edge % 3000}"
        network.add_edge(
            f"{ID}{one}", f"{ID}{other}", key=("works with", via), via=via, viaName=via
        )
    began = perf_counter()
    draw(network, {})
    assert perf_counter() - began < 40


def test_what_no_source_ends_is_shown_as_open() -> None:
    """An open end is marked beside the last year known, so that a reader is not told a year."""
    network = nx.MultiGraph(name="x")
    network.add_nodes_from(["a", "b"], name="A", kind="cluster organisation")
    network.add_edge("a", "b", ("r", "v"), relation="r", via="v", years=(2016, 2026), open=True)
    network.add_edge("a", "b", ("r", "w"), relation="r", via="w", years=(2016, 2018), open=False)
    (link,) = scene.make_links(network, {}, {("v", "v"): 0, ("w", "w"): 1})
    assert [edge["years"] for edge in link["edges"]] == [[2016, 2026, 1], [2016, 2018]]
