"""Read the pages of a site: their anchors, where their links lead, and what they load."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

LOADING = {
    ("img", "src"),
    ("script", "src"),
    ("link", "href"),
    ("iframe", "src"),
    ("object", "data"),
    ("form", "action"),
}
LINKING = {("a", "href"), *LOADING}
VOID = {
    "area",
    "base",
    "br",
    "col",
    "embed",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "source",
    "track",
    "wbr",
}


@dataclass
class Page:
    """Hold what a page says of itself."""

    path: str
    anchors: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


class Reader(HTMLParser):
    """Read one page; what does not nest is a problem."""

    def __init__(self, page: Page) -> None:
        super().__init__(convert_charrefs=True)
        self.page, self.open = page, []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag that stays open."""
        self._note(tag, attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag that is closed at once."""
        self._note(tag, attrs)

    def _note(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("id"):
            self.page.anchors.append(given["id"])
        for name, value in attrs:
            if (
                (tag, name) in LINKING
                and value is not None
                and given.get("rel") not in ("canonical", "describes")
            ):
                self.page.links.append(value)
                if (tag, name) in LOADING and given.get("rel") != "alternate":
                    self.page.loads.append(value)
            if name.startswith("on") or name == "style":
                self.page.problems.append(f"<{tag} {name}>")

    def handle_endtag(self, tag: str) -> None:
        """Close what was opened last."""
        if not self.open or self.open.pop() != tag:
            self.page.problems.append(f"</{tag}> closes nothing")


def read_page(folder: Path, path: str) -> Page:
    """Read a page of the site."""
    page = Page(path)
    reader = Reader(page)
    reader.feed((folder / path).read_text(encoding="utf-8"))
    reader.close()
    if reader.open:
        page.problems.append(f"left open: {reader.open}")
    return page


def read_pages(folder: Path) -> dict[str, Page]:
    """Read all pages of a site."""
    paths = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*.html"))
    return {path: read_page(folder, path) for path in paths}


def find_broken(folder: Path, pages: dict[str, Page]) -> list[str]:
    """List the links that lead to no file of the site, or to no anchor of its page."""
    broken = []
    known: dict[str, bool] = {}
    anchors = {path: set(page.anchors) for path, page in pages.items()}
    for path, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc or link.startswith("data:"):
                continue
            target = normpath(join(dirname(path), unquote(parts.path))) if parts.path else path
            if target not in known:
                known[target] = (folder / target).is_file()
            fragment = unquote(parts.fragment)
            if not known[target] or (
                fragment and "=" not in fragment and fragment not in anchors.get(target, ())
            ):
                broken.append(f"{path}: {link}")
    return broken
