"""Write what bsrgraph publishes: graph, vocabulary, page, networks and measures."""

from .folder import STEPS, build_folder

__all__ = ["STEPS", "build_folder"]
