"""Measure networks: who is central, by which measure, and what that means."""

from .chance import (
    Chance,
    compare_chance,
)
from .measures import (
    MEASURES,
)
from .observations import (
    write_observations,
)
from .ranking import (
    Choice,
    Ranking,
    list_measures,
    rank_nodes,
)
from .series import (
    Series,
    follow_measure,
    follow_network,
    follow_nodes,
)
from .summary import (
    Summary,
    describe_network,
)

__all__ = [
    "Chance",
    "Choice",
    "MEASURES",
    "Ranking",
    "Series",
    "Summary",
    "compare_chance",
    "describe_network",
    "follow_measure",
    "follow_network",
    "follow_nodes",
    "list_measures",
    "rank_nodes",
    "write_observations",
]
