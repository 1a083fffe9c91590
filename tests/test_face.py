"""The public names stay functions, whatever is imported after them."""

import subprocess
import sys

import pytest

import bsrgraph
from bsrgraph.api import run_here
from bsrgraph.page import Page


def test_functions_survive_the_modules_of_their_name():
    """Drawing imports the modules network and publish; the functions are still called so."""
    code = (
        "import bsrgraph, bsrgraph.publish; bsrgraph.draw('country-country');"
        "bsrgraph.network('country-country'); import bsrgraph.network;"
        "print(callable(bsrgraph.network), callable(bsrgraph.publish))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout == "True True\n", done.stderr


def test_a_drawn_network_shows_itself_in_a_notebook():
    """What draw gives is text, and a frame for Jupyter; it says what it rests on."""
    page = bsrgraph.draw("cluster-country", measure="betweenness", as_of="2016")
    assert isinstance(page, Page) and "sandbox" in page._repr_html_()
    assert "partners listed" in page and "statements have a day" in page


def test_ipython_is_told_of_a_page_without_its_text():
    """Beside the frame stands a line, not the page a second time."""
    from IPython.core.formatters import DisplayFormatter

    page = bsrgraph.draw("country-country")
    told, _ = DisplayFormatter().format(page)
    assert told["text/html"] == page._repr_html_()
    assert told["text/plain"] == f"Page of {len(page):,} characters"


def test_a_folder_of_ones_own_is_asked_in_place_of_the_content(frozen, monkeypatch):
    """BSRGRAPH_CONTENT changes what all calls see, and leaves no trace when it is gone."""
    count = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
    before, size = list(run_here(count)), list(bsrgraph.ask("size"))
    monkeypatch.setenv("BSRGRAPH_CONTENT", str(frozen.root))
    assert {row["name"] for row in bsrgraph.rank("country-country")} >= {"Latvia", "Norway"}
    assert {row["what"]: row["number"] for row in bsrgraph.ask("size")}["clusters"] == 7
    assert bsrgraph.check() == []
    monkeypatch.delenv("BSRGRAPH_CONTENT")
    assert (list(run_here(count)), list(bsrgraph.ask("size"))) == (before, size)


def test_a_folder_without_content_is_refused(tmp_path, monkeypatch):
    """The message names the folder, what is missing in it, and what should be."""
    monkeypatch.setenv("BSRGRAPH_CONTENT", str(tmp_path))
    with pytest.raises(bsrgraph.ContentError) as refused:
        bsrgraph.ask("size")
    assert str(refused.value) == (
        f"{tmp_path}:1: no ontology/bsr.ttl in it; let BSRGRAPH_CONTENT name a folder with"
        " ontology/, data/ and queries/"
    )
