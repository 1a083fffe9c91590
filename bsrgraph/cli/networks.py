"""Commands on networks: draw them, rank their nodes."""

from __future__ import annotations

from pathlib import Path

import typer

from .. import api
from .. import options as o
from .showing import say, say_coverage

PANEL = "See the network"
app = typer.Typer()


@app.command(rich_help_panel=PANEL)
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
    say_coverage(network, as_of)


@app.command(rich_help_panel=PANEL)
def rank(
    network: o.Network = "cluster-country",
    measure: o.Measure = "strength",
    top: o.Top = 20,
    as_of: o.AsOf = "",
) -> None:
    """Rank the nodes of a network, and say what the measure means.

    Example:  bsrgraph rank --network country-country --measure betweenness
    """
    from ..tables import make_ranking, open_console

    ranking = api.rank(network, measure, as_of)
    open_console().print(make_ranking(ranking, top))
    for line in ranking.card:
        say(line)
    say_coverage(network, as_of)
