"""Draw answers and rankings as plots; the one door to Matplotlib.

Figures are objects of their own, without pyplot: nothing is kept open, nothing of a person's own
settings shows. Every plot names its unit and ends with the line of what it was made from. Colours
are those that everybody can tell apart (Okabe and Ito 2008).
"""

from .canvas import Plot, render_svg, tell_source
from .chance import plot_chance
from .counts import plot_counts
from .rankings import plot_ranking
from .series import plot_series

__all__ = [
    "Plot",
    "plot_chance",
    "plot_counts",
    "plot_ranking",
    "plot_series",
    "render_svg",
    "tell_source",
]
