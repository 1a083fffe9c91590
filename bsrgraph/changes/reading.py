"""Open what is to be compared: a file, a folder, a release, or the present content."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox

from ..content import Content, find_built, find_content
from ..errors import BsrgraphError, ContentError
from ..graph import build_graph, read_corpus
from ..identity import read_decisions
from ..queries import Query, read_catalogue
from ..registry import is_id
from ..store import open_store, serialize_graph
from .releases import find_revision, unpack_revision

PRESENT = "the present content"
LARGEST = 500_000_000
DEEPEST = 100
# A string that has no end goes on to the end of the data, so that each byte is read once.
_JSON = re.compile(rb'[{}\[\]]|"(?:[^"\\]|\\.)*+"?', re.S)
_FORMS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".jsonld": ox.RdfFormat.JSON_LD,
}
_GRAPHS = ("data/bsrgraph.nt", "data/bsrgraph.ttl", "bsr.ttl")
_REMEDY = (
    "give a Turtle, N-Triples or JSON-LD file (.ttl, .nt, .jsonld, also .gz), the folder of a site,"
    " a build or a checkout, or a release of this checkout: a tag or revision of git"
)


@dataclass(frozen=True)
class Side:
    """Hold one of the two graphs that are compared, and how it was called.

    `decisions` gives for a retired id the one that stands for it. `own` says whether decisions and
    questions came with the graph, or are those of the present content; `foreign` whether it came
    from outside, so that its questions are asked within limits of time and memory.
    """

    said: str
    store: ox.Store = field(repr=False)
    decisions: Mapping[str, str] = field(repr=False)
    questions: Mapping[str, Query] = field(repr=False)
    own: bool = True
    foreign: bool = False
    notes: tuple[str, ...] = ()


def open_side(said: str = "") -> Side:
    """Open a file, a folder or a release; without a name, the present content.

    Raises BsrgraphError where it is none of these or cannot be read, and ContentError with every
    mistake where a checkout or release cannot be built.
    """
    if not said:
        return read_content(find_content(), PRESENT)
    path = Path(said)
    try:
        if path.is_dir():
            return _open_folder(path, said)
        if path.is_file():
            return _borrow(said, read_file(path))
    except (OSError, ValueError) as error:
        raise BsrgraphError(f"'{said}' cannot be opened: {error}; {_REMEDY}") from None
    return _open_release(said)


def _open_folder(path: Path, said: str) -> Side:
    content = Content(path.resolve())
    if (content.ontology / "bsr.ttl").is_file() and content.data.is_dir():
        return replace(read_content(content, said), foreign=True)
    for name in _GRAPHS:
        for graph in (path / name, path / f"{name}.gz"):
            if graph.is_file():
                return _borrow(said, read_file(graph))
    raise BsrgraphError(f"the folder '{said}' holds no graph; {_REMEDY}")


def _open_release(said: str) -> Side:
    found = find_revision(said, find_content().root)
    if not found:
        raise BsrgraphError(f"'{said}' is no file, folder or release; {_REMEDY}")
    with TemporaryDirectory(prefix="bsrgraph-") as folder:
        unpack_revision(*found, Path(folder))
        return read_content(Content(Path(folder)), said)


def _borrow(said: str, store: ox.Store) -> Side:
    """Give a bare graph the decisions and questions of the present content."""
    content = find_content()
    return Side(
        said, store, list_retired(content), read_catalogue(content), own=False, foreign=True
    )


def read_content(content: Content, said: str) -> Side:
    """Build the graph of a content with today's code, or take it as it was built from the same."""
    try:
        built = find_built(content)
        store = open_store(built or serialize_graph(build_graph(read_corpus(content))))
        return _read_questions(content, Side(said, store, list_retired(content), {}))
    except ContentError as error:
        where = "" if said == PRESENT else f"{said}:"
        problems = [replace(p, path=f"{where}{p.path}") for p in error.problems]
        raise ContentError(problems) from None
    except Exception as error:  # a foreign or old content may break in any way
        words = " ".join(f"{type(error).__name__}: {error}".split())[:300]
        raise BsrgraphError(f"'{said}' cannot be built with today's code: {words}") from None


def _read_questions(content: Content, side: Side) -> Side:
    """Add the questions of a content, or those of today where they cannot be read."""
    try:
        return replace(side, questions=read_catalogue(content))
    except BsrgraphError as error:
        note = f"the questions of {side.said} cannot be read: {error}"
        today = read_catalogue(find_content())
        return replace(side, questions=today, own=False, notes=(note,))


def list_retired(content: Content) -> dict[str, str]:
    """List the ids that were decided to be the same as another, with that other one."""
    same = [d for d in read_decisions(content) if d.word == "same"]
    return {d.second: d.first for d in same if is_id(d.first) and is_id(d.second)}


def read_file(path: Path) -> ox.Store:
    """Read a file of RDF; raises BsrgraphError where it is too large or broken."""
    name = path.name.lower()
    form = _FORMS.get(Path(name.removesuffix(".gz")).suffix)
    if form is None:
        raise BsrgraphError(f"'{path}' is no graph that can be read; {_REMEDY}")
    data = _read_bytes(path)
    if len(data) > LARGEST:
        raise BsrgraphError(f"'{path}' is larger than {LARGEST} bytes; is it the right file?")
    if form is ox.RdfFormat.JSON_LD and measure_depth(data) > DEEPEST:
        raise BsrgraphError(f"'{path}' nests deeper than {DEEPEST} levels; is it the right file?")
    try:
        return open_store(data, form)
    except (SyntaxError, ValueError, OSError) as error:
        words = " ".join(str(error).split())[:300]
        raise BsrgraphError(f"'{path}' is broken: {words}; download it again") from None


def measure_depth(data: bytes) -> int:
    """Measure how deep JSON nests: Oxigraph's reader slows down there, and breaks down in the end.

    >>> measure_depth(b'{"a": [1, {"b]}": 2}]}')
    3
    """
    steps = {b"{": 1, b"[": 1, b"}": -1, b"]": -1}
    tokens = (match[0] for match in _JSON.finditer(data))
    return max(accumulate(steps.get(token, 0) for token in tokens), default=0)


def _read_bytes(path: Path) -> bytes:
    """Read at most one byte more than may be; a small archive can hold endless zeros."""
    packed = path.name.lower().endswith(".gz")
    try:
        with gzip.open(path) if packed else path.open("rb") as file:
            return file.read(LARGEST + 1)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise BsrgraphError(f"'{path}' is a broken archive: {error}; download it again") from None
