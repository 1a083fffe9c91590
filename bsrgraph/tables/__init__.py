"""Lay out answers, rankings and figures for the terminal."""

from .answers import (
    lay_out,
    make_checks,
    make_records,
    make_table,
    open_console,
    track_share,
    track_steps,
    wait,
)
from .networks import (
    make_chance,
    make_communities,
    make_figures,
    make_ranking,
    make_timeline,
    spell_ordinal,
)

__all__ = [
    "lay_out",
    "make_chance",
    "make_checks",
    "make_communities",
    "make_figures",
    "make_ranking",
    "make_records",
    "make_table",
    "make_timeline",
    "open_console",
    "spell_ordinal",
    "track_share",
    "track_steps",
    "wait",
]
