"""Measure networks: who is central, by which measure, and what that means."""

from .measures import MEASURES, Ranking, rank_nodes

__all__ = ["MEASURES", "Ranking", "rank_nodes"]
