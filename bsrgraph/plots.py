"""Draw answers and rankings as plots; the one door to Matplotlib.

Figures are objects of their own, without pyplot: nothing is kept open, nothing of a person's own
settings shows. Every plot names its unit and ends with the line of what it was made from. Colours
are those that everybody can tell apart (Okabe and Ito 2008).
"""

from __future__ import annotations

import io
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from html import escape
from typing import TYPE_CHECKING, Any

from .api import ask
from .content import find_content
from .edition import read_edition

try:
    from matplotlib import style
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator
except ImportError as error:
    raise ImportError("plots need Matplotlib; say: pip install 'bsrgraph[plots]'") from error

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from .analysis import Ranking

BLUE, ORANGE, GREEN, RED, PURPLE = "#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7"
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
    # Ids inside an SVG are random without it.
    "svg.hashsalt": "bsrgraph",
}
WIDTH, ROW, MARGINS = 7.5, 0.25, 1.3


class Plot(Figure):
    """Hold a figure that shows itself in a notebook as a picture, with its words for who hears it.

    >>> plot_counts(["Latvia"], {"clusters": [3]}, unit="clusters", title="One")._repr_html_()[:33]
    '<img alt="One. Latvia: clusters 3'
    """

    def _repr_html_(self) -> str:
        picture = b64encode(render_svg(self)).decode()
        return (
            f'<img alt="{escape(str(self.get_label()))}" style="max-width: 100%; background: white"'
            f' src="data:image/svg+xml;base64,{picture}">'
        )


def render_svg(figure: Figure) -> bytes:
    """Write a figure as SVG, the same bytes at every run."""
    out = io.BytesIO()
    with _styled():
        figure.savefig(out, format="svg", metadata={"Date": None})
    return out.getvalue()


def plot_counts(
    labels: Iterable[str],
    counts: Mapping[str, Iterable[float]],
    *,
    unit: str,
    title: str = "",
    source: str | None = None,
) -> Plot:
    """Plot one row for each label, from top to bottom, with a dot for each count.

    `counts` names what is counted and gives a number for each label; the first is hollow. `unit`
    is what one on the axis is. `source` takes the place of the line below.

    >>> plot = plot_counts(["a", "b"], {"known": [3, 1]}, unit="clusters")
    >>> plot.axes[0].get_xlabel()
    'number of clusters'
    """
    names = list(labels)
    columns = {what: [float(number) for number in numbers] for what, numbers in counts.items()}
    with _styled():
        plot, axes = _make_rows(names, title, source)
        rows = range(len(names))
        pairs = list(zip(*columns.values(), strict=True))
        lows = [min(pair) if len(pair) > 1 else 0 for pair in pairs]
        axes.hlines(rows, lows, [max(pair) for pair in pairs], color=LIGHT, linewidth=3)
        for place, (what, numbers) in enumerate(columns.items()):
            _add_dots(axes, numbers, rows, what, place, hollow=place == 0 < len(columns) - 1)
        _measure_along(axes, f"number of {unit}", max(map(max, pairs), default=0))
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        if len(columns) > 1:
            axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=3, borderaxespad=0.2)
    _describe(plot, title, names, columns)
    return plot


def plot_ranking(
    ranking: Ranking, top: int = 15, *, title: str = "", source: str | None = None
) -> Plot:
    """Plot the first nodes of a ranking, each with its rank, name and value.

    >>> from bsrgraph import rank
    >>> plot_ranking(rank("country-country", "degree"), 3).axes[0].get_xlabel()
    'degree'
    """
    rows = [row for row in ranking if row["rank"] is not None][:top]
    names = [f"{row['name']}  {row['rank']}{'=' if row['tied'] else ' '}" for row in rows]
    values = [float(row["value"]) for row in rows]
    with _styled():
        plot, axes = _make_rows(names, title, source)
        axes.hlines(range(len(rows)), 0, values, color=LIGHT, linewidth=3)
        _add_dots(axes, values, range(len(rows)), ranking.measure, 0)
        _measure_along(axes, ranking.measure, max(values, default=0))
    _describe(plot, title, names, {ranking.measure: values})
    return plot


def tell_source() -> str:
    """Tell what a plot was made from: version, and number of sources that state something.

    >>> tell_source().split()[0]
    'bsrgraph'
    """
    return f"bsrgraph {read_edition(find_content()).version} · {len(ask('sources'))} sources"


def _styled() -> AbstractContextManager[None]:
    return style.context(["default", STYLE])


def _make_plot(height: float, title: str, source: str | None) -> tuple[Plot, Axes]:
    plot = Plot(figsize=(WIDTH, height), layout="constrained", dpi=144)
    if title:
        plot.suptitle(title, x=0.01, ha="left", fontsize=11, fontweight="bold")
    told = tell_source() if source is None else source
    plot.supxlabel(told, x=0.01, ha="left", fontsize=7.5, color=FAINT)
    return plot, plot.add_subplot()


def _make_rows(names: Sequence[str], title: str, source: str | None) -> tuple[Plot, Axes]:
    """Begin a plot with a row for each name; the first stands on top."""
    plot, axes = _make_plot(MARGINS + ROW * max(len(names), 1), title, source)
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.grid(axis="y", visible=False)
    return plot, axes


def _add_dots(
    axes: Axes,
    values: Sequence[float],
    rows: Sequence[int],
    what: str,
    place: int,
    *,
    hollow: bool = False,
) -> None:
    """Add a dot to each row; a hollow one is wider, and is seen around one that hits it."""
    colour = (BLUE, ORANGE, GREEN, RED, PURPLE)[place % 5]
    axes.plot(values, rows, "o", label=what, color=colour, zorder=3 + place, clip_on=False,
              markerfacecolor="white" if hollow else colour, markersize=8.5 if hollow else 5.5,
              markeredgewidth=1.4 if hollow else 0)  # fmt: skip


def _measure_along(axes: Axes, label: str, most: float) -> None:
    axes.set_xlabel(label)
    axes.set_xlim(0, most * 1.03 or 1)


def _describe(
    plot: Plot, title: str, names: Sequence[str], columns: Mapping[str, Sequence[float]]
) -> None:
    """Put what is seen into words."""
    rows = zip(names, zip(*columns.values(), strict=True), strict=True)
    said = [
        f"{name}: " + ", ".join(f"{what} {v:g}" for what, v in zip(columns, values, strict=True))
        for name, values in rows
    ]
    plot.set_label(". ".join(filter(None, [title, *said])))
