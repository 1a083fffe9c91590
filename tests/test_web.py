"""The frame of the site's pages: relative links, no outside address, words in both languages."""

from __future__ import annotations

import re

from bsrgraph.content import find_content
from bsrgraph.edition import read_edition
from bsrgraph.web.frame import PARTS, Frame, keep_web, read_words

FRAME = Frame(read_edition(find_content()))


def test_links_lead_to_the_root_from_any_depth() -> None:
    """A page in a folder reaches style and parts with ../, one at the root without."""
    deep = FRAME.render("frame.html", "id/latvia.html").decode()
    flat = FRAME.render("frame.html", "things.html").decode()
    assert 'href="../site.css"' in deep and 'href="../things.html"' in deep
    assert 'href="site.css"' in flat and 'href="things.html" aria-current="page"' in flat


def test_only_parts_that_are_there_are_linked() -> None:
    """A site without the SPARQL page has no dead link to it."""
    page = Frame(FRAME.edition, ("network", "things")).render("frame.html", "x.html").decode()
    assert "sparql" not in page and PARTS["network"] in page


def test_latvian_pages_speak_latvian() -> None:
    """Language, words and the link to the vocabulary are those of the page."""
    page = FRAME.render("frame.html", "ontology.lv.html", lang="lv").decode()
    assert '<html lang="lv">' in page and "Vārdnīca" in page
    assert 'href="ontology.lv.html" aria-current="page"' in page
    words = read_words("words.csv")
    assert words["en"].keys() == words["lv"].keys() and all(words["lv"].values())


def test_frame_loads_nothing_from_elsewhere() -> None:
    """Every address that a page loads is its own; the policy refuses the rest."""
    page = FRAME.render("frame.html", "index.html").decode()
    loaded = re.findall(r'(?:src|<link[^>]* href)="([^"]+)"', page)
    assert loaded and not any(address.startswith(("http", "//")) for address in loaded)
    assert "default-src 'none'" in page


def test_addresses_of_data_stay_harmless() -> None:
    """No address that is not of the web comes through."""
    assert keep_web("HTTPS://example.org") and not keep_web(" javascript:alert(1)")
    assert not keep_web("data:text/html,x") and not keep_web("//example.org")
