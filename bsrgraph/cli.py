"""Commands: the only file that prints, reads arguments and exits."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import typer

from . import api
from . import options as o
from .answers import Answer, format_answer
from .content import find_content
from .editing import new_sheet, tidy_sheets
from .errors import BsrgraphError, ContentError, QueryError
from .queries import list_questions, read_parameters
from .vocabulary import BASE

app = typer.Typer(
    help="Ask who works with whom among the clusters of the Baltic Sea Region, and who says so.\n\n"
    "Begin with [bold]bsrgraph ask[/bold], which lists the questions.",
    no_args_is_help=True,
    rich_markup_mode="rich",
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def run() -> None:
    """Run the command line; exits 0 when fine, 1 when the content has problems, 2 on wrong use."""
    try:
        app(standalone_mode=True)
    except ContentError as error:
        _say(f"{error}\n{_count(len(error.problems), 'problem')}; nothing was changed")
        sys.exit(1)
    except (BsrgraphError, UnicodeDecodeError) as error:
        garbled = isinstance(error, UnicodeDecodeError)
        _say(f"bsrgraph: {'what came in is not UTF-8; save it as UTF-8' if garbled else error}")
        sys.exit(2)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


def _say(words: str) -> None:
    """Write words for people to stderr, so that stdout holds only the answer."""
    print(words, file=sys.stderr)


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


@app.command()
def build(folder: o.Folder = None) -> None:
    """Build the graph, the page, the networks and their measures.

    Example:  bsrgraph build
    """
    from .publish import STEPS, build_folder
    from .tables import track_steps

    made = track_steps(STEPS, lambda tell: build_folder(find_content(), folder, tell))
    print(f"The graph page:  {made / 'network.html'}  (open it in a browser)")
    print(f"The graph:       {made / 'bsr.ttl'}")
    print(f"For Gephi:       {made / 'networks'}{os.sep}*.gexf")
    print(f"Measures:        {made / 'measures'}{os.sep}*.csv")


@app.command()
def publish(folder: o.Site = None, host: o.Host = BASE, endpoint: o.Service = "") -> None:
    """Write the site that a host of files serves and portals harvest: dumps and catalogue.

    Example:  bsrgraph publish --host https://data.example.org/bsr/
    """
    from .publish import SITE_STEPS, write_site
    from .tables import track_steps

    content, served = find_content(), {"host": host, "endpoint": endpoint}
    made = track_steps(SITE_STEPS, lambda tell: write_site(content, folder, tell, **served))
    print(f"The site:        {made}\nThe catalogue:   {made / 'catalog.ttl'}")


@app.command()
def ask(
    question: o.Question = None,
    parameters: o.Parameters = None,
    form: o.Form = o.Format.table,
    timeout: o.Timeout = 60,
    rows: o.Rows = 100_000,
    endpoint: o.Endpoint = None,
    as_of: o.AsOf = "",
) -> None:
    """Ask a question; without a name, list the questions.

    Example:  bsrgraph ask partners-of cluster="Latvijas IT klasteris"

    Example:  bsrgraph ask clusters-of-country country=Latvija --format csv

    Example:  echo "SELECT * { ?call a bsr:Call }" | bsrgraph ask -
    """
    if question is None:
        return print(list_questions(find_content()))
    asked = sys.stdin.read() + "\n" if question == "-" else question
    given = read_parameters(parameters or [])
    limits = {"timeout": timeout, "rows": rows, "endpoint": endpoint, "as_of": as_of}
    _show(api.ask_question(asked, given, **limits), form)  # type: ignore[arg-type]
    _say_coverage(asked, as_of)


def _say_coverage(asked: str, as_of: str = "") -> None:
    for line in api.describe_coverage(asked, as_of):
        _say(f"coverage: {line}")


def _show(answer: Answer, form: o.Format) -> None:
    """Write an answer to stdout and what a reader must know to stderr."""
    from .tables import lay_out, open_console

    triples = answer.form in ("CONSTRUCT", "DESCRIBE")
    if form is o.Format.turtle and not triples:
        raise QueryError(f"a {answer.form} gives no Turtle; use CONSTRUCT, or --format csv")
    if form is o.Format.table and answer.form == "SELECT" and answer:
        console = open_console()
        console.print(lay_out(answer, console))
    elif form is not o.Format.table or answer.form != "SELECT":
        sys.stdout.write(format_answer(answer, form.value))
    for note in answer.notes:
        _say(note)
    if answer.cut:
        _say(f"cut after {len(answer)} rows; raise --rows, or narrow the question")
    elif answer.form == "SELECT":
        _say(_count(len(answer), "row"))


@app.command()
def about(thing: o.Thing, form: o.Form = o.Format.table) -> None:
    """Show all that is known about a thing, and who says so.

    Example:  bsrgraph about "Fiber Optic Valley"
    """
    _show(api.about(thing), form)


@app.command()
def why(
    subject: o.Thing,
    relation: o.Relation = "all",
    object: o.Thing = "all",
    form: o.Form = o.Format.table,
) -> None:
    """Show which sources state a fact: publisher, date, link, place in the text.

    Example:  bsrgraph why smart-tech-cis partner "Fiber Optic Valley"
    """
    _show(api.why(subject, relation, object), form)


@app.command()
def conflicts(form: o.Form = o.Format.table) -> None:
    """Show where sources disagree: both sides, in which way, and which is newest.

    Example:  bsrgraph conflicts --format markdown
    """
    _show(api.ask("conflicts"), form)
    _say_coverage("conflicts")


@app.command()
def check() -> None:
    """Check sheets, registry, shapes and questions; every mistake with file, line and remedy.

    Example:  bsrgraph check
    """
    problems = api.check()
    print(*problems, sep="\n", end="\n" if problems else "")
    _say(_count(len(problems), "problem"))
    if problems:
        sys.exit(1)


@app.command()
def draw(
    network: o.Network = "cluster-country",
    out: o.Out = Path("network.html"),
    measure: o.Size = None,
    as_of: o.AsOf = "",
) -> None:
    """Draw a network as one HTML page that opens offline.

    Example:  bsrgraph draw --network cluster-cluster --measure betweenness -o clusters.html
    """
    api.draw(network, out, measure=measure, as_of=as_of)
    print(f"{out}  (open it in a browser)")
    _say_coverage(network, as_of)


@app.command()
def rank(
    network: o.Network = "cluster-country",
    measure: o.Measure = "strength",
    top: o.Top = 20,
    as_of: o.AsOf = "",
) -> None:
    """Rank the nodes of a network, and say what the measure means.

    Example:  bsrgraph rank --network country-country --measure betweenness
    """
    from .tables import make_ranking, open_console

    ranking = api.rank(network, measure, as_of)
    open_console().print(make_ranking(ranking, top))
    for line in ranking.card:
        _say(line)
    _say_coverage(network, as_of)


@app.command()
def new(
    title: o.Title,
    publisher: o.Publisher = "",
    published: o.Published = "",
    language: o.Language = "",
    link: o.Link = "",
    kind: o.Kind = "news article",
) -> None:
    """Begin the sheet of an article.

    Example:  bsrgraph new "Two clusters meet" --publisher "Dienas Bizness" --published 2016-12
    """
    facts = {"publisher": publisher, "published": published, "language": language, "link": link}
    print(new_sheet(find_content(), title, kind=kind, **facts))
    _say("Add a row for each fact in a spreadsheet, save it as CSV UTF-8, then run: bsrgraph check")


@app.command()
def tidy(sheets: o.Sheets = None, text: o.SourceText = None) -> None:
    """Bring sheets into canonical form; with --text, turn quoted words into places in it.

    Example:  bsrgraph tidy data/sources/2016-12-db-lv-innovation-express.csv --text article.txt
    """
    content = find_content()
    if text and len(sheets or []) != 1:
        raise QueryError("--text belongs to one sheet; name that sheet")
    changed = tidy_sheets(content, sheets or content.sheets(), text.read_bytes() if text else None)
    print(*map(content.name, changed), sep="\n", end="\n" if changed else "")
    _say(f"{len(changed)} of {len(sheets or content.sheets())} sheets changed")
