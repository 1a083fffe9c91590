"""Measure networks: who is central, by which measure, and what that means."""

from .measures import MEASURES
from .observations import write_observations
from .ranking import Choice, Ranking, list_measures, rank_nodes
from .summary import Summary, describe_network

__all__ = [
    "MEASURES",
    "Choice",
    "Ranking",
    "Summary",
    "describe_network",
    "list_measures",
    "rank_nodes",
    "write_observations",
]
