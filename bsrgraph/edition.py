"""Say what is published, when, and where: version and day of the release, and the addresses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from .content import Content, compute_digest
from .errors import BsrgraphError, ContentError, Problem
from .vocabulary import BASE

CITATION = "CITATION.cff"
_ADDRESS = re.compile(r'https?://[^\s<>"{}|\\^`/?#]+(/[^\s<>"{}|\\^`?#]*)?')


@dataclass(frozen=True)
class Edition:
    """Hold version and day of a release, the address of its files and that of its endpoint.

    Things are always named below `BASE`; only what can be opened lies below `host`.
    """

    version: str
    day: date
    host: str = BASE
    endpoint: str = ""

    @property
    def asked(self) -> str:
        """Give the endpoint, or where one would be looked for if there is none."""
        return self.endpoint or f"{self.host}sparql"


def read_edition(content: Content, host: str = BASE, endpoint: str = "") -> Edition:
    """Read the release from CITATION.cff; raises ContentError with every mistake in it.

    >>> from bsrgraph.content import find_content
    >>> read_edition(find_content(), "https://example.org/bsr").host
    'https://example.org/bsr/'
    """
    for address in (host, *filter(None, [endpoint])):
        if not _ADDRESS.fullmatch(address):
            raise BsrgraphError(f"'{address}' is no address; write https://example.org/bsrgraph/")
    lines = _read_lines(content)
    version = lines.get("version", (1, ""))
    released = lines.get("date-released", (1, ""))
    problems = []
    if not re.fullmatch(r"\d+\.\d+\.\d+\S*", version[1]):
        problems.append(Problem(CITATION, version[0], "no version", "write 'version: 1.2.3'"))
    day = _read_day(released[1])
    if day is None:
        remedy = "write 'date-released: 2026-12-30'"
        problems.append(Problem(CITATION, released[0], "no day of release", remedy))
    if problems or day is None:
        raise ContentError(problems)
    return Edition(version[1], day, host.rstrip("/") + "/", endpoint)


def describe_version(content: Content) -> str:
    """Say in words which graph it is: release, its day, and the hash of all that it is made from.

    >>> from bsrgraph.content import find_content
    >>> "sha256" in describe_version(find_content())
    True
    """
    edition = read_edition(content)
    digest = compute_digest(content)
    return f"bsrgraph {edition.version} of {edition.day}, made from inputs of sha256 {digest[:12]}"


def _read_lines(content: Content) -> dict[str, tuple[int, str]]:
    """Read `key: value` at the left edge with line numbers; the file needs no more of YAML."""
    path = content.root / CITATION
    if not path.exists():
        return {}
    text = path.read_text(encoding="utf-8", errors="replace")
    found = (
        (number, re.fullmatch(r"([\w-]+):\s*(.*?)\s*(?:#.*)?", line))
        for number, line in enumerate(text.splitlines(), 1)
    )
    return {match[1]: (number, match[2].strip("\"'")) for number, match in found if match}


def _read_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else None
    except ValueError:
        return None
