"""Hold the files of a site against what the catalogue and the lists of hashes say of them."""

from __future__ import annotations

import gzip
import hashlib
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from ..dumps import SUMS
from .facts import Facts
from .lines import Line, State, enumerate_some
from .survey import Survey, list_twins

PART = "files"
_AGAIN = "write the site again: bsrgraph publish"
_BLOCK = 1 << 20
_DUMP = "data/bsrgraph.nt"
_HASH = re.compile(r"([0-9a-f]{64})  (\S.*)")
_SHA256 = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"


def check_files(folder: Path, facts: Facts, void: Facts, surveys: list[Survey]) -> list[Line]:
    """Check what lies in the folder; a line for each check, with the files that fail it."""
    files = list_files(folder)
    return [
        *_check_surveys(surveys),
        _check_sums(folder, files),
        *_check_distributions(folder, facts),
        _check_gzips(folder, files),
        _check_canonical(folder, facts),
        _check_count(void, surveys),
    ]


def list_files(folder: Path) -> list[str]:
    """List the plain files of a folder by name; what leads out of it is none of them."""
    inside = folder.resolve()
    return sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and path.resolve().is_relative_to(inside)
    )


def _tell(group: str, check: str, wrong: Iterable[str], fine: str, remedy: str = _AGAIN) -> Line:
    told = enumerate_some(wrong)
    if told:
        return Line(PART, group, check, State.fails, told, remedy)
    return Line(PART, group, check, State.fine, fine)


def _check_surveys(surveys: list[Survey]) -> Iterator[Line]:
    for check, find, remedy in _LOOKS:
        wrong = [f"{x.name}: {find(x)}" for x in surveys if find(x)]
        yield _tell("RDF", check, wrong, f"{len(surveys)} files", remedy)
    unlike, twins = [], list(list_twins(surveys))
    for first, *others in twins:
        unlike += [f"{x.name} differs from {first.name}" for x in others if _differ(first, x)]
    yield _tell("RDF", "each form says the same", unlike, f"{len(twins)} in several forms")


def _differ(first: Survey, other: Survey) -> bool:
    return not (first.error or other.error) and first.triples != other.triples


_LOOKS: tuple[tuple[str, Callable[[Survey], str], str], ...] = (
    ("strict parsers read it", lambda x: x.error, _AGAIN),
    (
        "no blank nodes",
        lambda x: str(x.blank or ""),
        "give the node an IRI, so that others can name it",
    ),
    (
        "no addresses of one machine",
        lambda x: x.local,
        "publish with --host and the address that will serve the folder",
    ),
)


def _check_sums(folder: Path, files: list[str]) -> Line:
    """Check that the list of hashes is true and names every file for download."""
    name = f"data/{SUMS}"
    if name not in files:
        return Line(PART, "hashes", SUMS, State.fails, "there is none", _AGAIN)
    lines = (folder / name).read_text(encoding="utf-8", errors="replace").splitlines()
    told = {f"data/{m[2]}": m[1] for m in map(_HASH.fullmatch, lines) if m}
    there = {n for n in files if n.startswith("data/")} - {name}
    wrong = [f"{n}: not there" for n in told.keys() - there]
    wrong += [f"{n}: not listed" for n in there - told.keys()]
    wrong += [f"{n}: another hash" for n in told.keys() & there if _hash(folder / n) != told[n]]
    wrong += [f"{SUMS}: {len(lines) - len(told)} bad lines"] if len(told) != len(lines) else []
    return _tell("hashes", SUMS, wrong, f"{len(told)} files")


def _hash(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _check_distributions(folder: Path, facts: Facts) -> Iterator[Line]:
    """Check that each file described lies here, with the size and the hash that are told of it."""
    nodes = facts.of_kind("dcat:Distribution")
    found = {node: find_file(folder, facts, node) for node in nodes}
    lost = [facts.spell(node) for node, path in found.items() if path is None]
    yield _tell("catalogue", "each file described is there", lost, f"{len(nodes)} files")
    here = {node: path for node, path in found.items() if path is not None}
    sizes = [
        f"{facts.spell(node)}: {path.stat().st_size} bytes"
        for node, path in here.items()
        if not _is_size_true(facts, node, path)
    ]
    yield _tell("catalogue", "sizes are true", sizes, f"{len(here)} files")
    sums = [facts.spell(n) for n, p in here.items() if not _is_sum_true(facts, n, p)]
    yield _tell("catalogue", "checksums are true", sums, f"{len(here)} files")


def find_file(folder: Path, facts: Facts, node: Any) -> Path | None:
    """Find the file of a distribution: its address without that of the host."""
    catalogs = facts.of_kind("dcat:Catalog")
    homes = [v.value for catalog in catalogs for v in facts.values(catalog, "foaf:homepage")]
    for address in facts.values(node, "dcat:downloadURL"):
        for home in homes:
            if home and address.value.startswith(home):
                path = folder / unquote(address.value.removeprefix(home)).lstrip("/")
                try:
                    if path.is_file() and path.resolve().is_relative_to(folder.resolve()):
                        return path
                except (OSError, ValueError):  # a name too long, or with a zero in it
                    continue
    return None


def _is_size_true(facts: Facts, node: Any, path: Path) -> bool:
    told = [value.value for value in facts.values(node, "dcat:byteSize")]
    return told == [str(path.stat().st_size)]


def _is_sum_true(facts: Facts, node: Any, path: Path) -> bool:
    sums = facts.values(node, "spdx:checksum")
    told = [v.value.lower() for c in sums for v in facts.values(c, "spdx:checksumValue")]
    kinds = {v.value for c in sums for v in facts.values(c, "spdx:algorithm")}
    return kinds == {_SHA256} and told == [_hash(path)]


def _check_gzips(folder: Path, files: list[str]) -> Line:
    packed = [name for name in files if name.endswith(".gz")]
    wrong = [n for n in packed if n[:-3] not in files or not _unpacks(folder / n, folder / n[:-3])]
    return _tell("gzip", "each gives back the file beside it", wrong, f"{len(packed)} files")


def _unpacks(packed: Path, plain: Path) -> bool:
    """Compare block by block, so that a small file that unpacks to a huge one does no harm."""
    try:
        with gzip.open(packed) as first, plain.open("rb") as second:
            while True:
                block = second.read(_BLOCK)
                if first.read(max(len(block), 1)) != block:
                    return False
                if not block:
                    return True
    except (OSError, EOFError, zlib.error):
        return False


def _check_canonical(folder: Path, facts: Facts) -> Line:
    """Check that the N-Triples are sorted, and that their hash is the one told of the graph."""
    path = folder / _DUMP
    if not path.is_file():
        return Line(PART, "N-Triples", "canonical", State.fails, f"no {_DUMP}", _AGAIN)
    lines = path.read_bytes().splitlines(keepends=True)
    wrong = [] if lines == sorted(set(lines)) else ["not sorted, or a line twice"]
    notes = [v.value for n in facts.about for v in facts.values(n, "rdfs:label")]
    wrong += [] if any(_hash(path) in note for note in notes) else ["hash not in the provenance"]
    return _tell("N-Triples", "canonical", wrong, "sorted; the hash stands in the provenance")


def _check_count(void: Facts, surveys: list[Survey]) -> Line:
    """Check that VoID counts the triples that the dump holds."""
    there = {str(len(x.triples)) for x in surveys if x.name == _DUMP}
    told = {v.value for n in void.of_kind("void:Dataset") for v in void.values(n, "void:triples")}
    wrong = [] if there & told else [f"told {enumerate_some(told) or 'none'}"]
    return _tell("VoID", "number of triples", wrong, enumerate_some(there))


def check_logo(folder: Path, ontology: Facts) -> Iterator[Line]:
    """Check that the logo that the ontology names lies where its address says."""
    there = set(list_files(folder))
    for node in ontology.of_kind("owl:Ontology"):
        home = node.value.rpartition("/")[0] + "/"
        logos = [value.value for value in ontology.values(node, "foaf:logo")]
        ours = [logo.removeprefix(home) for logo in logos if logo.startswith(home)]
        wrong = [name for name in ours if name not in there]
        if ours:
            yield _tell("ontology", "logo is there", wrong, enumerate_some(ours))
