"""Place the nodes of a network on a plane or on a map; between `network` and `page`."""

from .force import CELL, arrange, pair_weights
from .groups import FEW, arrange_groups, group_nodes
from .places import BOX, arrange_on_map, project

__all__ = [
    "BOX",
    "CELL",
    "FEW",
    "arrange",
    "arrange_groups",
    "arrange_on_map",
    "group_nodes",
    "pair_weights",
    "project",
]
