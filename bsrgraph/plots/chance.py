"""Plot how often nodes meet beside how often chance would have them meet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .canvas import (
    BLUE,
    FAINT,
    LIGHT,
    RED,
    Plot,
    add_dots,
    add_head,
    count_along,
    describe,
    make_rows,
    styled,
)

if TYPE_CHECKING:
    from ..analysis import Chance

VERDICTS = {"more": BLUE, "less": RED, "as chance has it": FAINT}


def plot_chance(
    chance: Chance,
    top: int = 15,
    *,
    unit: str = "shared projects",
    title: str = "",
    source: str | None = None,
) -> Plot:
    """Plot the first pairs of a comparison: how often they meet, on the line of what chance gives.

    >>> from bsrgraph import chance
    >>> plot_chance(chance("country-country", samples=1000), 3).axes[0].get_xlabel()
    'number of shared projects'
    """
    rows = list(chance)[:top]
    names = [f"{row['name']} – {row['otherName']}" for row in rows]
    columns = {key: [float(row[key]) for row in rows] for key in ("observed", "low", "high")}
    with styled():
        plot, axes = make_rows(names, source)
        axes.hlines(range(len(rows)), columns["low"], columns["high"], color=LIGHT, linewidth=5,
                    label="by chance, 95 of 100")  # fmt: skip
        for verdict, colour in VERDICTS.items():
            places = [place for place, row in enumerate(rows) if row["verdict"] == verdict]
            if places:
                seen = [columns["observed"][place] for place in places]
                word = "" if colour == FAINT else " than chance"
                add_dots(axes, seen, places, f"{verdict}{word}", colour)
        count_along(
            axes, f"number of {unit}", max((max(c) for c in columns.values() if c), default=0)
        )
        add_head(plot, title, legend=True)
    describe(plot, title, names, columns)
    return plot
