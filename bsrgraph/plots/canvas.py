"""Begin a plot in the one style, add what plots share, show it and put it into words."""

from __future__ import annotations

import io
from base64 import b64encode
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from html import escape
from typing import TYPE_CHECKING, Any

from ..api import ask
from ..content import find_content
from ..edition import read_edition

try:
    from matplotlib import style
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator
except ImportError as error:
    raise ImportError("plots need Matplotlib; say: pip install 'bsrgraph[plots]'") from error

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BLUE, ORANGE, GREEN, RED, PURPLE = "#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7"
COLOURS = (BLUE, ORANGE, GREEN, RED, PURPLE)
INK, FAINT, LIGHT = "#222222", "#666666", "#DDDDDD"
STYLE: dict[str, Any] = {
    # DejaVu comes with Matplotlib and has the letters of every language of the region.
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "text.color": INK,
    "text.usetex": False,
    "text.parse_math": False,
    "axes.edgecolor": FAINT,
    "axes.labelcolor": INK,
    "axes.axisbelow": True,
    "axes.grid": True,
    "axes.spines.left": False,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "grid.color": LIGHT,
    "grid.linewidth": 0.8,
    "xtick.color": FAINT,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "ytick.left": False,
    "legend.frameon": False,
    "legend.handlelength": 1.5,
    # Ids inside an SVG are random without it.
    "svg.hashsalt": "bsrgraph",
}
WIDTH, ROW, MARGINS = 7.5, 0.25, 1.3


class Plot(Figure):
    """Hold a figure that a notebook shows as a picture, with its words for who hears it."""

    def _repr_html_(self) -> str:
        picture = b64encode(render_svg(self)).decode()
        return (
            f'<img alt="{escape(str(self.get_label()))}" style="max-width: 100%; background: white"'
            f' src="data:image/svg+xml;base64,{picture}">'
        )


def render_svg(figure: Figure) -> bytes:
    """Write a figure as SVG, the same bytes at every run."""
    out = io.BytesIO()
    with styled():
        figure.savefig(out, format="svg", metadata={"Date": None})
    return out.getvalue()


def tell_source() -> str:
    """Tell what a plot was made from: version, and number of sources that state something.

    >>> tell_source().split()[0]
    'bsrgraph'
    """
    return f"bsrgraph {read_edition(find_content()).version} · {len(ask('sources'))} sources"


def styled() -> AbstractContextManager[None]:
    """Set the one style, whatever a person has set, for as long as it is entered."""
    return style.context(["default", STYLE])


def make_plot(height: float, source: str | None) -> tuple[Plot, Axes]:
    """Begin a plot with its source below."""
    plot = Plot(figsize=(WIDTH, height), layout="constrained", dpi=144)
    told = tell_source() if source is None else source
    plot.supxlabel(told, x=0.01, ha="left", fontsize=7.5, color=FAINT)
    return plot, plot.add_subplot()


def make_rows(names: Sequence[str], source: str | None) -> tuple[Plot, Axes]:
    """Begin a plot with a row for each name; the first stands on top."""
    plot, axes = make_plot(MARGINS + ROW * max(len(names), 1), source)
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.grid(axis="y", visible=False)
    return plot, axes


def add_dots(
    axes: Axes,
    values: Sequence[float],
    rows: Sequence[int],
    what: str,
    colour: str,
    *,
    hollow: bool = False,
) -> None:
    """Add a dot to each row; a hollow one is wider, and is seen around one that hits it."""
    zorder = 3 if hollow else 4
    axes.plot(values, rows, "o", label=what, color=colour, zorder=zorder, clip_on=False,
              markerfacecolor="white" if hollow else colour, markersize=8.5 if hollow else 5.5,
              markeredgewidth=1.4 if hollow else 0)  # fmt: skip


def add_head(plot: Plot, title: str, legend: bool) -> None:
    """Put the title above the plot, and what each mark is; add both when all is drawn."""
    look = {"size": 11, "weight": "bold"}
    if legend:
        plot.legend(
            loc="outside upper left", ncols=4, columnspacing=1.5, handletextpad=0.4,
            title=title, title_fontproperties=look, alignment="left", borderaxespad=0.2,
        )  # fmt: skip
    elif title:
        plot.suptitle(title, x=0.01, ha="left", fontproperties=look)


def count_along(axes: Axes, label: str, most: float) -> None:
    """Measure in whole numbers."""
    measure_along(axes, label, most)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))


def measure_along(axes: Axes, label: str, most: float) -> None:
    """Measure from zero to a little more than the most."""
    axes.set_xlabel(label)
    axes.set_xlim(0, most * 1.03 or 1)


def rank_along(axes: Axes, most: float) -> None:
    """Measure ranks: from the first on."""
    axes.set_xlabel("rank (1 is first)")
    ticks = MaxNLocator(8, integer=True).tick_values(0, most)
    axes.set_xticks([1, *(tick for tick in ticks if 1 < tick <= most)])
    axes.set_xlim(0.5, most + 0.5)


def describe(
    plot: Plot, title: str, names: Sequence[str], columns: Mapping[str, Sequence[float]]
) -> None:
    """Put what is seen into words."""
    rows = zip(names, zip(*columns.values(), strict=True), strict=True)
    said = [
        f"{name}: " + ", ".join(f"{what} {v:g}" for what, v in zip(columns, values, strict=True))
        for name, values in rows
    ]
    plot.set_label(". ".join(filter(None, [title, *said])))
