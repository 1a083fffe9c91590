"""Plot rankings: values, or ranks with how sure they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .canvas import (
    BLUE,
    FAINT,
    LIGHT,
    ORANGE,
    Plot,
    add_dots,
    add_head,
    describe,
    make_rows,
    measure_along,
    rank_along,
    styled,
)

if TYPE_CHECKING:
    from ..analysis import Ranking

# The columns of two ends, and how the line between them looks.
RANGES: Mapping[tuple[str, str], dict[str, Any]] = {
    ("low", "high"): {
        "color": LIGHT, "linewidth": 6, "label": "projects drawn again, 90 of 100",
    },
    ("least", "most"): {"color": FAINT, "linewidth": 1, "label": "any one source lost"},
}  # fmt: skip
Rows = Sequence[Mapping[str, Any]]


def plot_ranking(
    ranking: Ranking,
    top: int = 15,
    *,
    beside: Ranking | None = None,
    unit: str = "",
    title: str = "",
    source: str | None = None,
) -> Plot:
    """Plot the first nodes of a ranking: their values, or their ranks if it says how sure they are.

    Ranks stand on the lines of those that the node has when projects are drawn again, and when a
    source is lost; `beside` adds those by another measure. `unit` is that of the values, by default
    their scale.

    >>> from bsrgraph import rank
    >>> plot_ranking(rank("country-country", "degree"), 3).axes[0].get_xlabel()
    'degree (a count, not scaled)'
    """
    rows = [row for row in ranking if row["rank"] is not None][:top]
    if beside is not None or "low" in ranking.columns:
        return _plot_ranks(ranking, rows, beside, title, source)
    from ..analysis.measures import find_measure

    names = [f"{row['name']}  {row['rank']}{'=' if row['tied'] else ' '}" for row in rows]
    values = [float(row["value"]) for row in rows]
    with styled():
        plot, axes = make_rows(names, source)
        axes.hlines(range(len(rows)), 0, values, color=LIGHT, linewidth=3)
        add_dots(axes, values, range(len(rows)), ranking.measure, BLUE)
        label = f"{ranking.measure} ({unit or find_measure(ranking.measure).scale})"
        measure_along(axes, label, max(values, default=0))
        add_head(plot, title, legend=False)
    describe(plot, title, names, {ranking.measure: values})
    return plot


def _plot_ranks(
    ranking: Ranking, rows: Rows, beside: Ranking | None, title: str, source: str | None
) -> Plot:
    names = [str(row["name"]) for row in rows]
    ranks: dict[str, list[float]] = {f"by {ranking.measure}": [row["rank"] for row in rows]}
    if beside is not None:
        known = {row["node"]: row["rank"] for row in beside}
        ranks[f"by {beside.measure}"] = [known[row["node"]] or float("nan") for row in rows]
    ranges = {k: v for k, v in RANGES.items() if k[0] in ranking.columns}
    with styled():
        plot, axes = make_rows(names, source)
        places, most = range(len(rows)), max(map(max, ranks.values()), default=1)
        for ends, look in ranges.items():
            low, high = ([row[end] for row in rows] for end in ends)
            axes.hlines(places, low, high, **look)
            most = max([most, *high])
        for (what, numbers), colour in zip(ranks.items(), (BLUE, ORANGE), strict=False):
            add_dots(axes, numbers, places, what, colour, hollow=colour == ORANGE)
        rank_along(axes, most)
        add_head(plot, title, legend=True)
    shown = [end for ends in ranges for end in ends]
    describe(plot, title, names, ranks | {end: [row[end] for row in rows] for end in shown})
    return plot
