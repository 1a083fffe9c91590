"""The wheel carries all that an answer needs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from bsrgraph.content import PACKAGE, find_content
from bsrgraph.web.sparql import find_packages

pytestmark = pytest.mark.slow


def test_installed_wheel_answers_away_from_the_checkout(tmp_path: Path) -> None:
    """Installed into an empty environment, the package asks, checks and draws from its own content."""
    build = ["-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run(
        [sys.executable, *build, "--wheel-dir", str(tmp_path), str(PACKAGE.parent)], check=True
    )
    wheel = next(tmp_path.glob("bsrgraph-*.whl"))
    names = set(zipfile.ZipFile(wheel).namelist())
    for name in (
        "build/bsr.ttl",
        "ontology/bsr.ttl",
        "queries/questions/why.rq",
        "data/registry/clusters.csv",
        "queries/tables/clusters.rq",
        "CITATION.cff",
    ):
        assert f"bsrgraph/share/{name}" in names
    assert {
        "bsrgraph/page/template.html",
        "bsrgraph/page/page.css",
        "bsrgraph/page/words.csv",
        "bsrgraph/page/outlines.json",
        "bsrgraph/page/script/99-start.js",
        "bsrgraph/publish/preflight/catalogue.csv",
        "bsrgraph/web/sparql/index.html",
        "bsrgraph/web/sparql/package-lock.json",
        "bsrgraph/web/sparql/script/worker.js",
    } <= names
    if shutil.which("npm"):
        carried = find_packages().relative_to(find_content().root).as_posix()
        assert f"bsrgraph/share/{carried}/oxigraph/web_bg.wasm" in names
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "empty")], check=True)
    python = tmp_path / "empty" / ("Scripts" if os.name == "nt" else "bin") / "python"
    lock = PACKAGE.parent / "requirements.lock"
    constraints = tmp_path / "constraints.txt"
    pinned = [
        x.split(" \\")[0]
        for x in lock.read_text().splitlines()
        if "==" in x and not x.startswith("#")
    ]
    constraints.write_text("\n".join(pinned))
    install = [str(python), "-m", "pip", "install", "--quiet", "-c", str(constraints), str(wheel)]
    subprocess.run(install, check=True, cwd=tmp_path)
    clean = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    code = (
        "from bsrgraph.content import find_built, find_content as f; import bsrgraph, sys;"
        "c = f(); assert 'site-packages' in str(c.root), c; assert find_built(c);"
        "assert bsrgraph.check() == []; assert 'Latvia' in bsrgraph.draw(); print('whole')"
    )
    done = subprocess.run(
        [str(python), "-c", code], capture_output=True, text=True, cwd=tmp_path, env=clean
    )
    assert done.stdout.strip() == "whole", done.stderr
    command = [
        str(python.with_name("bsrgraph")),
        "ask",
        "partners-of",
        "cluster=Latvijas IT klasteris",
        "-f",
        "csv",
    ]
    answer = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, env=clean)
    assert "Fiber Optic Valley" in answer.stdout, answer.stderr
