"""Run the notebooks and write each as a page that opens offline: python -m notebooks [FOLDER]."""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat
from jinja2 import DictLoader
from nbclient import NotebookClient
from nbconvert import HTMLExporter

HERE = Path(__file__).parent
# The template of nbconvert, without the scripts that it fetches from elsewhere.
PAGE = """{%- extends 'lab/index.html.j2' -%}
{%- block html_head_js -%}{%- endblock -%}
{%- block html_head_js_mathjax -%}{%- endblock -%}
{%- block html_head_js_mermaidjs -%}{%- endblock -%}
"""


def run_notebook(path: Path) -> nbformat.NotebookNode:
    """Run a notebook from its first cell to its last; raises CellExecutionError where one fails."""
    notebook = nbformat.read(path, as_version=4)
    # A kernel of this Python; it warns of every connection, even of that to its own machine.
    client = NotebookClient(
        notebook,
        kernel_name="python3",
        timeout=600,
        resources={"metadata": {"path": str(HERE)}},
        extra_arguments=["--log-level=ERROR"],
    )
    client.execute()
    return notebook


def write_page(notebook: nbformat.NotebookNode, path: Path) -> None:
    """Write a notebook that was run as one page of HTML."""
    exporter = HTMLExporter(template_file="page", extra_loaders=[DictLoader({"page": PAGE})])
    text, _ = exporter.from_notebook_node(notebook, {"metadata": {"name": path.stem}})
    path.write_text(text, encoding="utf-8")


def main(folder: Path) -> None:
    """Run all notebooks into a folder, as pages and as notebooks with their outputs."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted(HERE.glob("*.ipynb")):
        notebook = run_notebook(path)
        nbformat.write(notebook, folder / path.name)
        write_page(notebook, folder / f"{path.stem}.html")
        print(folder / f"{path.stem}.html")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parent / "build" / "notebooks")
