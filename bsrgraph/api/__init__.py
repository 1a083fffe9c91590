"""Offer what Python users call: questions, networks with their measures, and what is published."""

from .measures import chance, describe, follow, observe, rank
from .networks import draw, network, weigh
from .questions import (
    about,
    ask,
    ask_question,
    check,
    describe_coverage,
    find_question,
    find_turtle,
    load,
    open_content,
    publish,
    run_here,
    why,
)

__all__ = [
    "about",
    "ask",
    "ask_question",
    "chance",
    "check",
    "describe",
    "describe_coverage",
    "draw",
    "find_question",
    "find_turtle",
    "follow",
    "load",
    "network",
    "observe",
    "open_content",
    "publish",
    "rank",
    "run_here",
    "weigh",
    "why",
]
