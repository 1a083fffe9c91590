"""Write source sheets: begin a new one, and bring one into its canonical form."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path

from rdflib import RDFS, XSD

from .content import Content
from .errors import ContentError, Problem
from .registry import Registry, read_registry
from .sheets import COLUMNS, REQUIRED, THIS, Row, read_rows
from .statements import read_sheets
from .values import CellError, parse_date, parse_link, parse_text
from .vocabulary import BSR, Relation, Vocabulary, read_vocabulary

_WORDS = re.compile(r"\s*(?:…|\.\.\.)\s*")
_PLACED = re.compile(r"(char|par|page)=")


def write_file(path: Path, text: str | bytes) -> None:
    """Write beside, then rename, so that a crash leaves the old file or the new one, whole."""
    beside = path.with_name(f".{path.name}.new")
    beside.write_bytes(text.encode() if isinstance(text, str) else text)
    beside.replace(path)


def make_slug(words: str, *, longest: int = 60) -> str:
    """Make an id out of a name.

    >>> make_slug("Klāsteris Nr. 1")
    'klasteris-nr-1'
    """
    plain = (
        unicodedata.normalize("NFKD", words.translate(_LETTERS)).encode("ascii", "ignore").decode()
    )
    slug = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
    return slug[:longest].rpartition("-")[0] if len(slug) > longest else slug


_LETTERS = str.maketrans(
    {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "æ": "ae", "ß": "ss", "ð": "d", "þ": "th"}
)


def new_sheet(content: Content, title: str, **facts: str) -> Path:
    """Begin a sheet for a source and give its path; `facts` are what is known of it, by relation.

    A publisher that nobody knows yet is introduced. Raises ContentError where the sheet is there
    already or a fact cannot be read.
    """
    try:
        published = parse_date(facts["published"]).text if facts.get("published") else "undated"
        rows = [
            (THIS, "is a", facts.pop("kind", "news article")),
            (THIS, "title", parse_text(title)),
        ]
        if facts.get("link"):
            parse_link(facts["link"])
    except CellError as error:
        raise ContentError([Problem("new", 1, error.what, error.remedy)]) from None
    known = _read_known(content)[1].find(facts.get("publisher", ""))
    publisher = known.id if known else make_slug(facts.get("publisher", ""))
    stem = "-".join(filter(None, (published, publisher, make_slug(title, longest=40))))
    path = content.sources / f"{stem}.csv"
    if path.exists():
        raise ContentError(
            [Problem(content.name(path), 1, "the sheet is there already", "edit it")]
        )
    rows += [
        (THIS, key, publisher if key == "publisher" else fact)
        for key, fact in facts.items()
        if fact
    ]
    if publisher and not known:
        rows += [(publisher, "is a", "organisation"), (publisher, "name", facts["publisher"])]
    path.parent.mkdir(parents=True, exist_ok=True)
    write_file(path, format_rows(dict(zip(REQUIRED, row, strict=True)) for row in rows))
    return path


def _read_known(content: Content) -> tuple[Vocabulary, Registry]:
    """Read what may be named, whatever mistakes the sheets still hold."""
    vocabulary = read_vocabulary(content)
    registry, _ = read_registry(content, vocabulary)
    return vocabulary, read_sheets(content, vocabulary, registry)[1]


def tidy_sheets(content: Content, paths: Iterable[Path], text: bytes | None = None) -> list[Path]:
    """Bring sheets into canonical form and list those that changed.

    Raises ContentError for all mistakes, and then writes nothing.
    """
    vocabulary, registry = _read_known(content)
    problems: list[Problem] = []
    tidied: dict[Path, str] = {}
    for path in paths:
        if not path.is_file():
            problems.append(
                Problem(str(path), 1, "there is no such sheet", "look in data/sources/")
            )
            continue
        try:
            tidied[path] = tidy_sheet(path, content.name(path), vocabulary, registry, text)
        except ContentError as error:
            problems += error.problems
    if problems:
        raise ContentError(problems)
    changed = [path for path, new in tidied.items() if new.encode() != path.read_bytes()]
    for path in changed:
        write_file(path, tidied[path])
    return changed


def format_rows(rows: Iterable[Mapping[str, str]], *, columns: Iterable[str] = ()) -> str:
    """Write rows as canonical CSV: commas, LF, only the columns that are used, in their order."""
    rows = list(rows)
    used = {c for row in rows for c, cell in row.items() if cell} | {*REQUIRED, *columns}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    header = [c for c in COLUMNS if c in used]
    writer.writerows([header, *([row.get(c, "") for c in header] for row in rows)])
    return out.getvalue()


def tidy_sheet(
    path: Path, name: str, vocabulary: Vocabulary, registry: Registry, text: bytes | None = None
) -> str:
    """Give a sheet's canonical form: today's labels, ids for names, offsets for quoted words.

    `text` is the source's text as bytes of UTF-8; its SHA-256 becomes a row. Raises ContentError
    where a passage is not found, or found twice.
    """
    rows, problems = read_rows(path, name)
    cells = [_tidy_row(row, vocabulary, registry) for row in rows]
    if text is not None:
        problems += _place_evidence(rows, cells, text.decode("utf-8"))
        cells = _note_checksum(cells, text, vocabulary)
    if problems:
        raise ContentError(problems)
    return format_rows(cells)


def _tidy_row(row: Row, vocabulary: Vocabulary, registry: Registry) -> dict[str, str]:
    cells = dict(row.cells)
    relation = vocabulary.find_relation(cells["relation"])
    if relation:
        cells["relation"] = relation.label
    for column in ("subject", "for", "said by", *(["object"] if _names(relation) else [])):
        cells[column] = _name_thing(cells.get(column, ""), registry)
    if relation and relation.range == RDFS.Class:
        cells["object"] = vocabulary.preferred.get(cells["object"].lower(), cells["object"])
    if cells.get("status", "").lower() == "stated":
        cells["status"] = ""
    return cells


def _names(relation: Relation | None) -> bool:
    values = (RDFS.Class, BSR.Period, BSR.Quantity, BSR.MoneyAmount)
    return relation is not None and relation.names_thing and relation.range not in values


def _name_thing(words: str, registry: Registry) -> str:
    if words.lower() == THIS:
        return THIS
    found = registry.find(words) if words else None
    return found.id if found else words


def _place_evidence(rows: list[Row], cells: list[dict[str, str]], text: str) -> list[Problem]:
    """Turn quoted words into offsets, in place; list the passages that are not there once."""
    problems = []
    for row, line in zip(rows, cells, strict=True):
        quoted = line.get("evidence", "")
        if quoted and not _PLACED.match(quoted):
            spans = find_passages(quoted, text)
            if len(spans) == 1:
                line["evidence"] = f"char={spans[0][0]},{spans[0][1]}"
            else:
                what = f"evidence: '{quoted}' stands in the text {len(spans)} times"
                problems.append(
                    row.problem(what, "quote its first and last words so that it is found once")
                )
    return problems


def find_passages(quoted: str, text: str) -> list[tuple[int, int]]:
    """Find the passages that begin and end with the quoted words; offsets count code points.

    >>> find_passages("two clusters … Sweden", "In 2016 two clusters went to Sweden.")
    [(8, 35)]
    """
    first, *rest = (
        re.escape(part).replace("\\ ", r"\s+") for part in _WORDS.split(quoted, maxsplit=1)
    )
    starts = [m.span() for m in re.finditer(first, text)]
    if not rest:
        return starts
    ends = ((start, re.compile(rest[0]).search(text, end)) for start, end in starts)
    return [(start, found.end()) for start, found in ends if found]


def _note_checksum(
    cells: list[dict[str, str]], text: bytes, vocabulary: Vocabulary
) -> list[dict[str, str]]:
    """Set the row that names the checksum of the text, behind the other rows on the source."""
    label = next(r.label for r in vocabulary.relations.values() if r.range == XSD.hexBinary)
    kept = [c for c in cells if c["relation"] != label]
    row = {"subject": THIS, "relation": label, "object": hashlib.sha256(text).hexdigest()}
    place = max((n for n, c in enumerate(kept, 1) if c["subject"] == THIS), default=0)
    return [*kept[:place], row, *kept[place:]]
