"""Rules of the page that need no browser: same bytes, a true policy, nothing from elsewhere."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from bsrgraph.page import draw

ROOT = Path(__file__).parents[1]
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
    return data


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
    """Two scripts and a style by their hashes, whatever the data; nothing unsafe, no address."""
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
    assert len(hashes["script"]) == 2
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
    assert data["told"]["sources"][1] == dict.fromkeys(
        ("source", "publisher", "published", "link"), text
    )
    assert data["page"]["weight"] == f"projects{text}"


def test_edges_of_a_pair_are_one_link_that_lists_all() -> None:
    """Nothing is lost by merging: both relations, both projects, and the context apart."""
    page = data_of(draw(*small()))
    vias = page["told"]["vias"]
    listed = {
        (link["to"], edge["relation"], vias[edge["via"]][1])
        for link in page["links"]
        for edge in link["edges"]
    }
    assert len(page["links"]) == 2
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
    [link] = data["links"]
    assert data["page"]["directed"]
    assert [(edge["relation"], edge["backwards"]) for edge in link["edges"]] == [
        ("pays", 0),
        ("thanks", 1),
    ]


def test_a_statement_without_a_fact_keeps_its_iri() -> None:
    """What the facts do not hold is named, not dropped."""
    told = data_of(draw(*small()))["told"]["facts"]
    assert [fact["iri"] for fact in told] == ["st:1", "st:unknown"]
    assert told[1].keys() == {"iri", "source"}


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


def test_every_word_of_the_template_is_in_the_table_of_words() -> None:
    """A translator finds all words in one place: the template itself holds none."""
    folder = ROOT / "bsrgraph" / "page"
    template = (folder / "template.html").read_text(encoding="utf-8")
    script = (folder / "page.js").read_text(encoding="utf-8")
    wanted = set(re.findall(r'data-(?:words|label|placeholder)="(\w+)"', template))
    wanted |= set(re.findall(r"\bwords\.(\w+)", script))
    table = script[script.index("    en: {") : script.index("\n    },\n")]
    given = set(re.findall(r"^      (\w+):", table, re.MULTILINE))
    assert given == wanted
