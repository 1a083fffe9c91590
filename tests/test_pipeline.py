"""The package is a pipeline: small modules, imports in one direction, one door per library."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

import bsrgraph
from bsrgraph.content import PACKAGE, find_content
from bsrgraph.vocabulary import read_vocabulary

ORDER = [
    "errors",
    "processes",
    "content",
    "values",
    "quantities",
    "vocabulary",
    "edition",
    "registry",
    "sheets",
    "statements",
    "merging",
    "editing",
    "readings",
    "graph",
    "answers",
    "guards",
    "extras",
    "face",
    "store",
    "names",
    "queries",
    "likeness",
    "identity",
    "validation",
    "changes",
    "login",
    "sending",
    "endpoint",
    "upload",
    "network",
    "looks",
    "formats",
    "writing",
    "analysis",
    "layout",
    "page",
    "web",
    "serving",
    "publish",
    "api",
    "plots",
    "options",
    "tables",
    "cli",
]
FILES = sorted(p for p in PACKAGE.rglob("*.py") if "share" not in p.parts)
DOORS = {
    "pyvis": {"page"},
    "SPARQLWrapper": {"endpoint"},
    "oxrdflib": {"face"},
    "pyshacl": {"validation"},
    "matplotlib": {"plots"},
    "rustworkx": {"analysis", "layout"},
    "typer": {"options", "cli"},
    "rapidfuzz": {"registry", "likeness"},
}


def module_of(path: Path) -> str:
    """Name the module, or the sub-package, that a file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports_of(path: Path) -> tuple[set[str], set[str]]:
    """List the modules of our own and the outside libraries that a file imports."""
    own, outside = set(), set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            depth = len(path.relative_to(PACKAGE).parts) - node.level
            names = [node.module] if node.module else [alias.name for alias in node.names]
            own |= {n.partition(".")[0] for n in names} if depth == 0 else set()
        elif isinstance(node, ast.ImportFrom):
            outside.add((node.module or "").partition(".")[0])
        elif isinstance(node, ast.Import):
            outside |= {alias.name.partition(".")[0] for alias in node.names}
    return own, outside


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_imports_point_backwards(path: Path) -> None:
    """A module imports only what stands before it in the pipeline."""
    module = module_of(path)
    if module in ("__init__", "__main__"):
        return
    assert module in ORDER, f"give '{module}' its place in the pipeline"
    later = {n for n in imports_of(path)[0] if n in ORDER and ORDER.index(n) >= ORDER.index(module)}
    assert later - {module} == set()


def test_order_is_the_one_in_contributing() -> None:
    """CONTRIBUTING shows the pipeline as it is."""
    text = (PACKAGE.parent / "CONTRIBUTING.md").read_text(encoding="utf-8")
    block = re.search(r"```\n(errors.*?)```", text, re.S)
    assert block and re.findall(r"\w+", block[1]) == ORDER


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_modules_are_small(path: Path) -> None:
    """No module is longer than 250 lines."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 250


@pytest.mark.parametrize("library", DOORS)
def test_library_has_one_door(library: str) -> None:
    """An outside library is imported by the modules that are its door, and by no other."""
    users = {module_of(path) for path in FILES if library in imports_of(path)[1]}
    assert users == DOORS[library]


def test_code_spells_no_relation() -> None:
    """Python names classes and structure of the ontology, but no relation."""
    vocabulary = read_vocabulary(find_content())
    relations = {str(r.iri).rpartition("#")[2] for r in vocabulary.relations.values()}
    relations -= {"type", "label", "altLabel"}
    spelt = {
        (path.name, name)
        for path in FILES
        for name in re.findall(r"\bBSR\.(\w+)|\bbsr:(\w+)", path.read_text(encoding="utf-8"))
        for name in name
        if name in relations
    }
    assert spelt == set()


def test_only_cli_prints() -> None:
    """Nothing but the command line writes to the terminal or ends the program."""
    for path in FILES:
        if module_of(path) in ("cli", "store"):
            continue
        calls = [n.func for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, ast.Call)]
        names = {ast.unparse(call) for call in calls}
        assert names.isdisjoint({"print", "sys.exit", "exit"}), path.name


def test_public_names_are_what_is_visible() -> None:
    """`__all__` is sorted, every name in it is there, and dir() shows no more."""
    assert bsrgraph.__all__ == sorted(bsrgraph.__all__)
    assert all(getattr(bsrgraph, name) for name in bsrgraph.__all__)
    assert dir(bsrgraph) == sorted([*bsrgraph.__all__, "__version__"])
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = bsrgraph.nothing


def test_import_reads_nothing_and_loads_nothing_heavy() -> None:
    """Importing bsrgraph loads none of the libraries behind it."""
    code = "import sys, bsrgraph; print(*sorted(m for m in sys.modules if '.' not in m))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {"rdflib", "networkx", "pyoxigraph", "pyvis", "numpy", "typer", "pyshacl", "matplotlib"}
    assert heavy.isdisjoint(done.stdout.split())
