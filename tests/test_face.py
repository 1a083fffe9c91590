"""The public names stay functions, whatever is imported after them."""

import subprocess
import sys

import bsrgraph
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
