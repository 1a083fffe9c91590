"""Declare the arguments and options of the commands, with their help."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

from typer import Argument, Option


class Format(StrEnum):
    """Name the forms in which an answer can be written."""

    table = "table"
    csv = "csv"
    json = "json"
    turtle = "turtle"
    markdown = "markdown"


class Report(StrEnum):
    """Name the forms in which changes can be told."""

    table = "table"
    markdown = "markdown"
    json = "json"
    csv = "csv"


class Method(StrEnum):
    """Name the ways to send a graph to a service."""

    auto = "auto"
    store = "store"
    update = "update"


Question = Annotated[
    str | None, Argument(metavar="QUESTION", help="A question's name, a .rq file, or - for stdin.")
]
Parameters = Annotated[
    list[str] | None,
    Argument(
        metavar="KEY=VALUE…", help="An id or a name in any language; 'all' takes the limit away."
    ),
]
Thing = Annotated[str, Argument(metavar="THING", help="An id or a name in any language.")]
Relation = Annotated[str, Argument(metavar="RELATION", help="A relation such as 'partner'.")]
Form = Annotated[
    Format, Option("--format", "-f", help="How to write the answer; triples are always Turtle.")
]
Timeout = Annotated[float, Option(min=0.1, metavar="SECONDS", help="Stop after so long.")]
Rows = Annotated[int, Option(min=1, metavar="NUMBER", help="Give at most so many rows.")]
Endpoint = Annotated[
    str | None, Option(metavar="URL", help="Ask this SPARQL 1.1 service instead of the own graph.")
]
AsOf = Annotated[
    str,
    Option("--as-of", metavar="DAY", help="Only what held by then: 2016, 2016-12 or a day."),
]
Also = Annotated[
    list[Path] | None,
    Option("--also", metavar="FILE", help="RDF to ask beside the graph; may be repeated."),
]
Network = Annotated[
    str, Option("--network", "-n", help="A network of queries/networks/, or a .rq file of yours.")
]
Networks = Annotated[
    list[str] | None,
    Option("--network", "-n", help="A network, or a .rq file of yours; may be repeated."),
]
Measures = Annotated[
    list[str] | None,
    Option("--measure", "-m", help="Only this measure; may be repeated. All that fit by default."),
]
Observations = Annotated[
    Path | None,
    Option("--out", "-o", help="The Turtle file; build/observations.ttl by default."),
]
Out = Annotated[Path, Option("--out", "-o", help="The HTML file to write.")]
Measure = Annotated[
    str,
    Option(
        "--measure",
        "-m",
        help="degree, strength, betweenness, closeness, harmonic, eigenvector, pagerank, core,"
        " clustering, constraint; brokerage, coordinator, itinerant, representative, gatekeeper,"
        " liaison, ei-index (by groups); bipartite-degree, -betweenness, -closeness, -clustering.",
    ),
]
Size = Annotated[
    str | None,
    Option(
        "--measure",
        "-m",
        help="What the size of a node shows: degree, strength, betweenness, closeness, eigenvector,"
        " pagerank, or another measure of 'rank'.",
    ),
]
Weight = Annotated[
    str,
    Option(
        metavar="own|inverse|none",
        help="Read the weight as it is, turned into its inverse, or not; by default what is right.",
    ),
]
Groups = Annotated[
    str, Option("--by", metavar="country|sector", help="What groups are, for measures of groups.")
]
Uncertainty = Annotated[
    bool,
    Option(
        "--uncertainty",
        help="Say how sure each rank is: projects drawn again, and each source lost in turn.",
    ),
]
Backend = Annotated[
    str, Option(metavar="NAME", help="A backend of NetworkX that computes, as installed.")
]
Samples = Annotated[int, Option(min=1, metavar="NUMBER", help="Draw so often by chance.")]
Alternative = Annotated[str, Option(help="Look for pairs that meet 'more', 'less', or 'both'.")]
Within = Annotated[
    str, Option(help="Keep the sums of each 'programme', or of each of the 'years' of beginning.")
]
Least = Annotated[
    int | None,
    Option(min=1, metavar="NUMBER", help="Compare nodes with so many projects or more."),
]
Slices = Annotated[
    str, Option("--by", metavar="year|slice", help="What time is cut by; a slice may be a call.")
]
Followed = Annotated[
    str | None,
    Option("--measure", "-m", help="Show the values of a measure of 'rank', node by node."),
]
Who = Annotated[bool, Option("--who", help="Name who enters, returns, stays and leaves.")]
Top = Annotated[int, Option(min=1, help="Show so many.")]
Folder = Annotated[
    Path | None, Argument(metavar="FOLDER", help="Where to; build/ of the project by default.")
]
Site = Annotated[
    Path | None, Argument(metavar="FOLDER", help="Where to; build/site/ of the project by default.")
]
Looked = Annotated[
    Path | None, Argument(metavar="FOLDER", help="The site; build/site/ of the project by default.")
]
Shapes = Annotated[
    list[Path] | None,
    Option("--shapes", metavar="FILE", help="Shapes of yours (SHACL, Turtle); may be repeated."),
]
Host = Annotated[str, Option(metavar="URL", help="The address that will serve the folder.")]
Service = Annotated[str, Option("--endpoint", metavar="URL", help="A SPARQL service beside it.")]
Title = Annotated[str, Argument(metavar="TITLE", help="The heading, in English.")]
Publisher = Annotated[str, Option(help="Who published it: an id, or a name, known or new.")]
Published = Annotated[str, Option(help="2024, 2024-03 or 2024-03-18; leave it out if undated.")]
Language = Annotated[str, Option(help="Two letters: lv, en, da.")]
Link = Annotated[str, Option(help="Where to read it.")]
Kind = Annotated[str, Option(help="news article, web page or document.")]
Sheets = Annotated[list[Path] | None, Argument(metavar="SHEET…", help="All sheets by default.")]
SourceText = Annotated[
    Path | None, Option("--text", help="The text of the source, to find quoted words in.")
]
Old = Annotated[
    str,
    Argument(metavar="OLD", help="A graph (.ttl, .nt, .jsonld, .gz), a folder or a git revision."),
]
New = Annotated[str, Argument(metavar="NEW", help="The same; by default the present content.")]
Telling = Annotated[
    Report, Option("--format", "-f", help="How to tell it; json and csv are whole.")
]
Whole = Annotated[bool, Option("--all", help="Show every line, however many.")]
Asking = Annotated[bool, Option(help="Ask the questions of the catalogue on both sides.")]
Shown = Annotated[
    Path | None, Argument(metavar="FOLDER", help="The site; build/site/ of the project by default.")
]
Port = Annotated[int | None, Option(min=1, max=65535, help="8000 by default, or the next free.")]
Browser = Annotated[bool, Option(help="Open the page in the browser.")]
Address = Annotated[str, Argument(metavar="URL", help="Where it takes graphs, or updates.")]
GraphName = Annotated[
    str, Option("--graph", metavar="IRI", help="Its name there; 'default' is the default graph.")
]
Sending = Annotated[
    Method, Option("--method", help="Graph Store Protocol, SPARQL Update, or what the URL tells.")
]
Counting = Annotated[
    str, Option("--query", metavar="URL", help="Where to count, if the URL does not tell.")
]
Add = Annotated[bool, Option("--add", help="Keep what the graph there holds.")]
Insecure = Annotated[bool, Option("--insecure", help="Log in over http as well.")]
