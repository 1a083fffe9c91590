"""Plot a series: who enters, returns, stays and leaves."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING

from matplotlib.ticker import MaxNLocator

from ..errors import NetworkError
from .canvas import (
    BLUE,
    GREEN,
    INK,
    ORANGE,
    RED,
    Plot,
    add_head,
    describe,
    make_plot,
    styled,
    tell_source,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes

    from ..analysis import Series

MOVES = {"stayed": GREEN, "returned": ORANGE, "entered": BLUE}
LEAST, MOST = 5, 15


def plot_series(
    series: Series, *, unit: str = "nodes", title: str = "", source: str | None = None
) -> Plot:
    """Plot how many are in each slice of a series, by how they came, and below zero how many left.

    `unit` is what the nodes are. The last line below tells what has no known year or slice.

    >>> from bsrgraph import follow
    >>> plot_series(follow("country-country"), unit="countries").axes[0].get_ylabel()
    'number of countries'
    """
    if "entered" not in series.columns:
        raise NetworkError("this series has no counts to plot; follow without measure and names")
    rows = list(series)
    names = [fill(row["sliceName"], 18) for row in rows]
    counts = {move: [row[move] for row in rows] for move in (*MOVES, "left")}
    lost = [line for line in series.card if line.startswith("left out: ")]
    began = f"year in which {series.counted} began" if series.word == "year" else series.word
    with styled():
        told = tell_source() if source is None else source
        plot, axes = make_plot(4, "\n".join((told, *lost)))
        _stack(axes, counts, f"left since the {series.word} before")
        axes.set(xlabel=began, ylabel=f"number of {unit}")
        _name_slices(axes, names)
        add_head(plot, title, legend=True)
    describe(plot, title, names, counts)
    return plot


def _stack(axes: Axes, counts: Mapping[str, Sequence[int]], left: str) -> None:
    places, base = range(len(counts["left"])), [0] * len(counts["left"])
    for move, colour in MOVES.items():
        axes.bar(places, counts[move], 0.8, base, color=colour, label=move)
        base = [low + number for low, number in zip(base, counts[move], strict=True)]
    axes.bar(places, [-number for number in counts["left"]], 0.8, color=RED, label=left)
    axes.axhline(0, color=INK, linewidth=1)
    if not places:
        axes.set_ylim(-1, 1)


def _name_slices(axes: Axes, names: Sequence[str]) -> None:
    """Name as many slices as there is room for; few bars stay narrow."""
    room, step = max(len(names), LEAST), len(names) // MOST + 1
    axes.set_xlim((len(names) - 1 - room) / 2, (len(names) - 1 + room) / 2)
    axes.set_xticks(range(len(names))[::step], names[::step])
    axes.yaxis.set_major_locator(MaxNLocator(integer=True, steps=[1, 2, 5, 10]))
    axes.yaxis.set_major_formatter(lambda number, _: f"{abs(number):.0f}")
    axes.grid(axis="x", visible=False)
