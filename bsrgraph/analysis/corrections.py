"""Correct p-values for how many there are, and write values so that ties are ties."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

DIGITS = 12


def correct(values: Sequence[float]) -> tuple[list[float], list[float]]:
    """Correct p-values for their number: Benjamini and Hochberg (1995), and Holm (1979).

    The first bounds the share of false finds among the finds, the second the risk of any.

    >>> correct([0.01, 0.5, 0.02])
    ([0.03, 0.5, 0.03], [0.03, 0.5, 0.04])
    """
    from scipy.stats import false_discovery_control  # type: ignore[import-untyped]

    found = [round_off(p) for p in false_discovery_control(values)]
    order = sorted(range(len(values)), key=values.__getitem__)
    weighed = ((len(values) - place) * values[number] for place, number in enumerate(order))
    holm = dict(zip(order, accumulate(weighed, max), strict=True))
    return found, [round_off(min(1.0, holm[number])) for number in range(len(values))]


def round_off(value: float) -> float:
    """Give a value to 12 significant digits, the same on every machine.

    >>> round_off(0.1 + 0.2)
    0.3
    """
    return float(f"{value:.{DIGITS}g}")
