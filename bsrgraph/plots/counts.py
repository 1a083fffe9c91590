"""Plot counts by what they are counts of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .canvas import (
    BLUE,
    COLOURS,
    LIGHT,
    Plot,
    add_dots,
    add_head,
    count_along,
    describe,
    make_rows,
    styled,
)


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
    with styled():
        plot, axes = make_rows(names, source)
        rows = range(len(names))
        pairs = list(zip(*columns.values(), strict=True))
        lows = [min(pair) if len(pair) > 1 else 0 for pair in pairs]
        axes.hlines(rows, lows, [max(pair) for pair in pairs], color=LIGHT, linewidth=3)
        for colour, (what, numbers) in zip(COLOURS, columns.items(), strict=False):
            add_dots(axes, numbers, rows, what, colour, hollow=colour == BLUE and len(columns) > 1)
        count_along(axes, f"number of {unit}", max(map(max, pairs), default=0))
        add_head(plot, title, legend=len(columns) > 1)
    describe(plot, title, names, columns)
    return plot
