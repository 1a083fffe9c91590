"""Write the page that asks the published graph in the reader's own browser, without a server.

Oxigraph, compiled to WebAssembly, runs in a worker of the page; YASGUI's editor shows the text.
"""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

from ...content import Content
from ...queries import Query, find_example, read_catalogue
from ...vocabulary import BASE, PREFIXES
from ..frame import Files, Frame
from .packages import find_packages

__all__ = ["find_packages", "write_sparql"]

PAGE = "sparql/index.html"
GROUPS = {"Questions": "questions", "Networks": "networks"}
OWN = """\
PREFIX bsr: <https://w3id.org/bsrgraph/ontology#>
PREFIX id: <https://w3id.org/bsrgraph/id/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?kindName (COUNT(?thing) AS ?things)
WHERE {
  ?thing a ?kind .
  ?kind rdfs:label ?kindName .
  FILTER(LANG(?kindName) = "en")
}
GROUP BY ?kindName
ORDER BY DESC(?things) ?kindName
"""


def write_sparql(content: Content, frame: Frame) -> Files:
    """Write the page, its questions, script and packages; raises BsrgraphError without packages."""
    packages = find_packages()
    groups = {title: read_catalogue(content, folder) for title, folder in GROUPS.items()}
    scripts = sorted((files(__package__) / "script").iterdir(), key=lambda path: path.name)
    modules = [path.name for path in scripts if path.name not in ("page.js", "worker.js")]
    written = {PAGE: frame.render("sparql/index.html", PAGE, groups=groups, modules=modules)}
    written["sparql/questions.json"] = write_questions(content, frame, groups)
    for path in scripts:
        written[f"sparql/{path.name}"] = path.read_bytes()
    written["sparql/sparql.css"] = (files(__package__) / "sparql.css").read_bytes()
    for path in _list(packages):
        written[f"sparql/{path.relative_to(packages).as_posix()}"] = path.read_bytes()
    return written


def _list(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def write_questions(content: Content, frame: Frame, groups: dict[str, dict[str, Query]]) -> bytes:
    """Write what the page knows of the questions, and of what their answers rest on, as JSON."""
    coverage = read_catalogue(content, "coverage")
    known = {
        "base": BASE,
        "coverage": {
            name: {"summary": query.summary, "text": strip_header(query.text)}
            for name, query in coverage.items()
        },
        "own": OWN,
        "prefixes": PREFIXES,
        "questions": [
            describe_question(query) for queries in groups.values() for query in queries.values()
        ],
        "things": "things" in frame.parts,
    }
    return (json.dumps(known, ensure_ascii=False, indent=1) + "\n").encode()


def describe_question(query: Query) -> dict[str, object]:
    """Describe a question for the page: the examples stand beside the names of its parameters."""
    return {
        "coverage": query.coverage,
        "description": query.description,
        "name": query.name,
        "parameters": {p: find_example(query, p) for p in query.parameters},
        "summary": query.summary,
        "text": strip_header(query.text),
    }


def strip_header(text: str) -> str:
    r"""Take the header off a question's text; the page shows what it says in words.

    >>> strip_header("#+ summary: Who?\nSELECT * {}\n")
    'SELECT * {}\n'
    """
    return "".join(line for line in text.splitlines(True) if not line.startswith("#+"))
