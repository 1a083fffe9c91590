"""Write the front page: the numbers, the map, findings, newest sources, and what to download."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from ..answers import Answer
from ..page import read_outlines
from .atlas import count_countries, draw_atlas
from .frame import Files, Frame

if TYPE_CHECKING:
    import networkx as nx

PAGE = "index.html"
NEWEST = 6
# The numbers that are said first; all are in the answer to the question `size`.
NUMBERS = ("clusters", "countries of clusters", "projects", "programmes", "sources",
           "languages of sources", "statements")  # fmt: skip


class Download(NamedTuple):
    """Name a file for download, say what it holds, and how many bytes it has."""

    name: str
    description: str
    size: int


class Finding(NamedTuple):
    """Say which question a finding answers, by which columns, and in which words."""

    question: str
    number: str
    names: tuple[str, ...]
    words: str


# A finding is what the first row of an answer says, and all rows with the same number.
FINDINGS = (
    Finding(
        "country-pairs",
        "projects",
        ("countryName", "otherName"),
        "projects and other cooperations shared by {}, with partners of any kind:"
        " more than by any other two countries",
    ),
    Finding(
        "country-bridges",
        "countries",
        ("clusterName",),
        "other countries that {} works with, more than any other cluster",
    ),
    Finding(
        "sectors-without-projects",
        "crossBorderProjects",
        ("sectorName",),
        "is the number of projects known across a border in {}: the lowest of all"
        " sectors, if not only sources are missing",
    ),
)


@dataclass(frozen=True)
class Found:
    """Hold a finding as the page shows it."""

    question: str
    number: str
    before: str
    names: str
    after: str


def write_front(
    frame: Frame,
    answers: Mapping[str, Answer],
    network: nx.MultiGraph[str],
    downloads: Sequence[Download],
) -> Files:
    """Write `index.html`.

    `answers` are those to `size`, to the questions of the findings, and to the tables `clusters`
    and `sources`; `network` is that of countries.
    """
    numbers = {str(row["what"]): row["number"] for row in answers["size"]}
    clusters = {str(r["cluster"]): str(r["countries"] or "") for r in answers["clusters"]}
    page = frame.render(
        PAGE,
        PAGE,
        atlas=draw_atlas(network, count_countries(clusters)),
        downloads=downloads,
        findings=[found for f in FINDINGS if (found := find_first(f, answers[f.question]))],
        newest=list_newest(answers["sources"]),
        numbers=[(what, f"{numbers[what]:,}") for what in NUMBERS if what in numbers],
        outlines=read_outlines(),
    )
    return {PAGE: page}


def find_first(finding: Finding, answer: Answer) -> Found | None:
    """Put the first row of an answer, and those level with it, into a sentence."""
    rows = list(answer)
    if not rows:
        return None
    level = [row for row in rows if row[finding.number] == rows[0][finding.number]]
    names = [" and ".join(str(row[column]) for column in finding.names) for row in level]
    before, _, after = finding.words.partition("{}")
    return Found(finding.question, str(rows[0][finding.number]), before, join_names(names), after)


def join_names(names: Sequence[str]) -> str:
    """Join names as in a sentence; those that hold 'and' themselves are kept apart.

    >>> join_names(["food", "wood"]), join_names(["food", "forest and wood"])
    ('food and wood', 'food, and in forest and wood')
    """
    if len(names) < 2:
        return "".join(names)
    last = (
        f", and in {names[-1]}" if any(" and " in name for name in names) else f" and {names[-1]}"
    )
    return ", ".join(names[:-1]) + last


def list_newest(answer: Answer) -> list[dict[str, Any]]:
    """List the sources that were published last."""
    dated = [row for row in answer if row["published"]]
    dated.sort(key=lambda row: (str(row["published"]), str(row["source"])), reverse=True)
    return dated[:NEWEST]
