"""Commands on networks: draw them, rank their nodes, compare them with chance."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from .. import api
from .. import options as o
from ..answers import make_answer
from ..queries import read_parameters
from .showing import say, say_coverage, show

if TYPE_CHECKING:
    from networkx import MultiGraph
    from rich.table import Table

    from ..analysis.rows import Rows

PANEL = "See the network"
app = typer.Typer()


@app.command(rich_help_panel=PANEL)
def draw(
    network: o.Network = "cluster-country",
    out: o.Out = Path("network.html"),
    measure: o.Size = None,
    as_of: o.AsOf = "",
    parameters: o.Parameters = None,
) -> None:
    """Draw a network as one HTML page that opens offline.

    Example:  bsrgraph draw --network cluster-cluster --measure betweenness -o clusters.html
    """
    given = read_parameters(parameters or [])
    api.draw(network, out, measure=measure, as_of=as_of, **given)
    print(f"{out}  (open it in a browser)")
    say_coverage(network, as_of)


def _show(graph: MultiGraph[str], found: Rows, tables: list[Table], form: o.Format) -> None:
    """Print what was measured as tables for people, or as rows; below it what was assumed."""
    from ..tables import open_console

    if form is o.Format.table:
        open_console().print(*tables)
    else:
        show(make_answer(found.columns, found.rows), form)
    for line in (*graph.graph["notes"], *found.card):
        say(line)


@app.command(rich_help_panel=PANEL)
def rank(
    network: o.Network = "cluster-country",
    measure: o.Measure = "strength",
    parameters: o.Parameters = None,
    weight: o.Weight = "",
    by: o.Groups = "country",
    backend: o.Backend = "",
    uncertainty: o.Uncertainty = False,
    samples: o.Samples = 500,
    top: o.Top = 20,
    as_of: o.AsOf = "",
    form: o.Form = o.Format.table,
) -> None:
    """Rank the nodes of a network, and say what the measure means.

    Example:  bsrgraph rank --network cluster-cluster --measure betweenness --uncertainty
    """
    from ..tables import make_ranking, wait

    graph = api.network(network, as_of, **read_parameters(parameters or []))
    chosen = {"weight": weight, "by": by, "backend": backend}
    with wait("drawing projects again, losing each source …") if uncertainty else nullcontext():
        ranking = api.rank(graph, measure, uncertainty=uncertainty, samples=samples, **chosen)
    tables = [make_ranking(ranking, top)]
    _show(graph, ranking, tables, form)
    say_coverage(network, as_of)


@app.command(rich_help_panel=PANEL)
def describe(
    network: o.Network = "cluster-country",
    parameters: o.Parameters = None,
    top: o.Top = 10,
    as_of: o.AsOf = "",
    form: o.Form = o.Format.table,
) -> None:
    """Describe a network as a whole: its parts, how countries and sectors mix, its communities.

    Example:  bsrgraph describe --network cluster-cluster
    """
    from ..tables import make_communities, make_figures

    graph = api.network(network, as_of, **read_parameters(parameters or []))
    summary = api.describe(graph)
    tables = [make_figures(summary), make_communities(summary, top)]
    _show(graph, summary, tables, form)
    say_coverage(network, as_of)


@app.command(rich_help_panel=PANEL)
def chance(
    network: o.Network = "country-country",
    parameters: o.Parameters = None,
    samples: o.Samples = 10_000,
    alternative: o.Alternative = "both",
    within: o.Within = "",
    least: o.Least = None,
    top: o.Top = 20,
    as_of: o.AsOf = "",
    form: o.Form = o.Format.table,
) -> None:
    """Show which two nodes meet more often than chance would have it, or less.

    Example:  bsrgraph chance --network country-country

    Example:  bsrgraph chance --within programme --alternative more --format csv
    """
    from ..tables import make_chance, wait

    graph = api.network(network, as_of, **read_parameters(parameters or []))
    with wait("dealing projects out by chance …"):
        found = api.chance(graph, samples, alternative=alternative, within=within, least=least)
    tables = [make_chance(found, top)]
    _show(graph, found, tables, form)
    say_coverage(network, as_of)


@app.command(rich_help_panel=PANEL)
def timeline(
    parameters: o.Parameters = None,
    network: o.Network = "cluster-cluster",
    by: o.Slices = "year",
    measure: o.Followed = None,
    who: o.Who = False,
    top: o.Top = 20,
    as_of: o.AsOf = "",
    form: o.Form = o.Format.table,
) -> None:
    """Follow a network by year or by call: who enters, returns, stays and leaves.

    Example:  bsrgraph timeline --network country-country --measure degree

    Example:  bsrgraph timeline --network cluster-cluster-call --by slice programme=bsr-stars
    """
    from ..tables import make_timeline, open_console

    graph = api.network(network, as_of, **read_parameters(parameters or []))
    series = api.follow(graph, by, measure, who=who)
    tables = [make_timeline(series, top, open_console().width)]
    _show(graph, series, tables, form)
    say_coverage(network, as_of)


@app.command(rich_help_panel=PANEL)
def observe(
    networks: o.Networks = None,
    measures: o.Measures = None,
    out: o.Observations = None,
) -> None:
    """Write measures as RDF (Data Cube), for SPARQL to ask beside the graph.

    Example:  bsrgraph observe --network cluster-cluster -o observations.ttl
    """
    path = api.observe(networks or (), measures or (), out)
    print(path)
    say(f"ask it beside the graph:  bsrgraph ask my.rq --also {path}")
