"""Measure networks: who is central, by which measure, and what that means."""

from .measures import MEASURES
from .ranking import Ranking, list_measures, rank_nodes

__all__ = ["MEASURES", "Ranking", "list_measures", "rank_nodes"]
