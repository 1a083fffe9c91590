"""Text of the data is text: in any field, view, export and address it runs nothing."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree

import networkx as nx
import pytest
from pages import Facts, Watch, find, show
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

RUN = "document.title='run'"
HOSTILE = [
    f'<img src=x onerror="{RUN}">', f"<svg onload={RUN}>", f"<script>{RUN}</script>",
    f"</script><script>{RUN}</script>", f"</title><script>{RUN}</script>",
    f"</style><script>{RUN}</script>", f"--><script>{RUN}</script>", "<!--<script>", "<!--", "]]>",
    f"<![CDATA[<script>{RUN}</script>]]>", f"javascript:{RUN}", f" JaVaScRiPt:{RUN}",
    f"java\tscript:{RUN}", f"\x01javascript:{RUN}", f"vbscript:{RUN}",
    f"data:text/html,<script>{RUN}</script>", "file:///etc/passwd", "blob:null/x", "//example.org/x",
    f"http:javascript:{RUN}", f"feed:javascript:{RUN}", "see href", "__proto__", "constructor",
    "toString", "hasOwnProperty", "valueOf", "then", "{{ 7 * 7 }}{% raw %}", "${" + RUN + "}",
    f"`-{RUN}-`", f"';{RUN};//", f'";{RUN};//', f"\\\";{RUN};//", "\\u003cscript\\u003e",
    "&lt;script&gt;", "&#60;script&#62;", f"<iframe srcdoc='<script>parent.{RUN}</script>'>",
    f"<iframe src=javascript:parent.{RUN}>", f"<a href=javascript:{RUN}>x</a>",
    f"<form action=javascript:{RUN}><input type=submit>", f"<math href=javascript:{RUN}>x</math>",
    f"<object data=javascript:{RUN}>", f"<embed src=javascript:{RUN}>",
    "<base href=https://example.org/>", "<link rel=stylesheet href=https://example.org/x.css>",
    "<meta http-equiv=refresh content='0;url=https://example.org/'>",
    "<style>@import 'https://example.org/x.css'</style>", "url(https://example.org/x.png)",
    f"<details open ontoggle={RUN}>", f"<input autofocus onfocus={RUN}>",
    f"<body onload={RUN}>", f"<video><source onerror={RUN}></video>",
    f"<template><script>{RUN}</script></template>", f"<p style='x:expression({RUN})'>",
    "=HYPERLINK(\"https://example.org/\")", "+1+1", "@SUM(1)", "-2+3|cmd",
    "\u202e&lt;b&gt;", "\u2028'\"&", "a\u0000b\ufffe", "\U0001f600 emoji", "x" * 3000,
]  # fmt: skip


def hostile(text: str) -> tuple[nx.MultiGraph[str], Facts]:
    """Put one hostile text into every field that a network and its facts have."""
    network: nx.MultiGraph[str] = nx.MultiGraph(name=text, summary=text, weight=text)
    place = {"latitude": 57.0, "longitude": 25.0}
    several = dict.fromkeys(("sectors", "fields", "names"), (text, f"{text} 2"))
    network.add_node(text, name=text, kind=text, country=text, **several, **place)
    network.add_node(f"{text}#3", name=f"{text} 3", kind=text, country=f"{text} c", **several)
    network.add_node("se", name=f"{text} 2", kind="country", **place)
    for via in (text, ""):
        for end in (text, f"{text}#3"):
            network.add_edge(end, "se", key=(text, via), relation=text, via=via, viaName=via,
                             statements=(text,), years=(2014, 2016))  # fmt: skip
    keys = ("subject", "relation", "object", "for", "at", "status", "source", "publisher",
            "published", "link", "evidence", "saidBy", "conflict")  # fmt: skip
    return network, {text: dict.fromkeys(keys, text)}


def check_harmless(page: Page, watch: Watch, title: str) -> None:
    """Nothing ran, nothing was asked for, no element came out of the text."""
    page.wait_for_timeout(40)
    assert page.title() == title != "run"
    bad = ", ".join(
        f"main {tag}, .panel {tag}, .twin {tag}, .legend {tag}, header {tag}"
        for tag in ("img", "iframe", "object", "embed", "form", "math", "video", "style", "base")
    )
    assert page.locator(f"{bad}, svg[onload], body > link, script[src]").count() == 0
    assert page.locator("script").count() == 2
    for address in page.eval_on_selector_all("a", "all => all.map((one) => one.href)"):
        assert re.match(r"https?://|file:.*/things/", address), address
    assert len(watch.requests) == 1
    assert watch.messages == []


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_runs_nothing(page: Page, watch: Watch, tmp_path: Path, text: str) -> None:
    """In every field at once, through every view, panel, export and language."""
    options = {"coverage": [text], "as_of": text, "pages": "things/{}.html"}
    show(page, tmp_path, *hostile(text), **options)
    title = page.title()
    find(page, text[:60])
    page.wait_for_selector("#panel .fact")
    assert " ".join(text[:200].split()) in " ".join(page.locator("#panel").inner_text().split())
    page.locator("#panel .back").click()
    page.click("#twin summary")
    page.locator("#table tbody button").first.click()
    for view in ("network", "matrix", "map"):
        page.click(f"[data-view={view}]")
    page.select_option("#fold", "country")
    page.select_option("#fold", "sector")
    page.select_option("#language", "lv")
    page.locator("#fields input").first.check()
    check_harmless(page, watch, title)
    for kind in ("svg", "csv"):
        with page.expect_download() as download:
            page.click(f"#{kind}")
        saved = Path(download.value.path()).read_bytes()
        if kind == "svg":
            check_svg(saved)
        else:
            assert not re.search(rb'(^|,|\n)"?\s*[=+@-]', saved.removeprefix(b"\xef\xbb\xbf"))
    check_harmless(page, watch, title)


def check_svg(saved: bytes) -> None:
    """The picture is sound XML that holds shapes and texts and nothing that runs or loads."""
    space = "{http://www.w3.org/2000/svg}"
    known = {space + name for name in ("svg", "rect", "path", "circle", "polygon", "text")}
    for element in ElementTree.fromstring(saved).iter():
        assert element.tag in known
        assert not any(name.lower().startswith("on") or "href" in name for name in element.attrib)


@pytest.mark.parametrize("text", HOSTILE[::4], ids=range(0, len(HOSTILE), 4))
def test_a_hostile_address_runs_nothing(
    page: Page, watch: Watch, tmp_path: Path, text: str
) -> None:
    """Each part of an address may hold anything: what is not known is passed over."""
    names = ("view", "size", "fold", "open", "hide", "without", "field", "country", "years", "lang",
             "node", "from", "to", "pair", "undated", text)  # fmt: skip
    address = "&".join(f"{quote(name)}={quote(text)}" for name in names)
    show(page, tmp_path, *hostile("plain"), fragment=f"#{address}")
    check_harmless(page, watch, "plain")
    assert page.locator("#sentence").inner_text()
    page.evaluate("(text) => { location.hash = `node=${text}`; }", text)
    check_harmless(page, watch, "plain")
