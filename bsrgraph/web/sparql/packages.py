"""Bring what the page is made of from the npm registry, once for each lock file.

A wheel carries the very folder that is made here, so that an installed bsrgraph needs no npm.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from importlib.resources import files
from pathlib import Path

from ...content import find_content
from ...errors import BsrgraphError

# Where a file lies below the page, and where in the packages.
PLACES = {
    "oxigraph/web.js": "oxigraph/web.js",
    "oxigraph/web_bg.wasm": "oxigraph/web_bg.wasm",
    "yasqe/yasqe.min.css": "@zazuko/yasqe/build/yasqe.min.css",
    "yasqe/yasqe.min.js": "@zazuko/yasqe/build/yasqe.min.js",
}
LICENCES = "licences.txt"
_LISTS = ("package.json", "package-lock.json")
_CALM = ("--ignore-scripts", "--no-audit", "--no-fund", "--omit=optional", "--fetch-retries=1")
SECONDS = 180


def find_packages() -> Path:
    """Find the folder of packages, made anew if the lock file is; raises BsrgraphError if it can't.

    `npm ci` holds each package against its hash in the lock file, and runs none of their scripts.
    """
    lock = hashlib.sha256(b"".join(_read(name) for name in _LISTS)).hexdigest()
    made = find_content().built / "npm" / lock[:16]
    if not made.is_dir():
        _make(made)
    return made


def _read(name: str) -> bytes:
    return (files(__package__) / name).read_bytes()


def _make(made: Path) -> None:
    """Install beside, keep only what the page needs, and rename when it is whole."""
    beside = made.with_name(f".new-{os.getpid()}")
    placed = beside / "placed"
    try:
        placed.mkdir(parents=True)
        for name in _LISTS:
            (beside / name).write_bytes(_read(name))
        _install(beside)
        modules = beside / "node_modules"
        for name, origin in PLACES.items():
            (placed / name).parent.mkdir(exist_ok=True)
            shutil.copyfile(modules / origin, placed / name)
        (placed / LICENCES).write_bytes(write_licences(modules).encode())
        if not made.is_dir():  # another process may have been faster
            placed.rename(made)
    except OSError as error:
        raise BsrgraphError(f"{error.filename}: {error.strerror}; try again") from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _install(folder: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise BsrgraphError("npm is not installed; install Node.js, with npm, and publish again")
    try:
        done = subprocess.run(
            [npm, "ci", *_CALM], cwd=folder, capture_output=True, text=True, timeout=SECONDS
        )
    except subprocess.TimeoutExpired:
        raise BsrgraphError(f"npm took longer than {SECONDS} s; look at the network") from None
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if " error " in f" {line} "] or ["npm"]
        raise BsrgraphError(f"npm could not bring the packages: {lines[0]}; look at the network")


def write_licences(modules: Path) -> str:
    """Write the licences of all packages into one text, in the order of their names.

    A package that carries no text of its own names its licence; MIT stands at the end.
    """
    parts = ["What this page is made of, and under which licences.\n"]
    for path in sorted(modules.rglob("package.json")):
        package = json.loads(path.read_text(encoding="utf-8"))
        if "version" not in package or path.parent.parent.name not in ("node_modules", "@zazuko"):
            continue
        author = package.get("author", package.get("collaborators", ""))
        author = author.get("name", "") if isinstance(author, dict) else author
        author = ", ".join(author) if isinstance(author, list) else author
        parts.append(
            f"{package['name']} {package['version']}: {package['license']}. {author}".strip()
        )
        found = [p for p in path.parent.iterdir() if p.name.lower().startswith("licen")]
        parts += [p.read_text(encoding="utf-8").strip() for p in sorted(found)]
    return f"\n\n{'-' * 72}\n\n".join([*parts, _read("mit.txt").decode()])
