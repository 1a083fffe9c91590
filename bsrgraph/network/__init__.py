"""Turn rows of edges or memberships into a NetworkX graph whose weights mean something."""

from .amounts import gather_amounts, list_amounts, orient_pair
from .description import (
    ask_details,
    build_network,
    build_weights,
    collect_facts,
    describe_nodes,
    mark_programmes,
)
from .projection import (
    weigh_network,
    weigh_rows,
)
from .reading import (
    list_statements,
    read_network,
)

__all__ = [
    "ask_details",
    "build_network",
    "build_weights",
    "collect_facts",
    "describe_nodes",
    "gather_amounts",
    "list_amounts",
    "list_statements",
    "mark_programmes",
    "orient_pair",
    "read_network",
    "weigh_network",
    "weigh_rows",
]
