"""Knowledge graph of the clusters of the Baltic Sea Region: who works with whom, and who says so.

>>> import bsrgraph
>>> rows = bsrgraph.ask("partners-of", cluster="Latvijas IT klasteris")
>>> "Fiber Optic Valley" in {row["partnerName"] for row in rows}
True
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .answers import Answer
    from .api import (
        about,
        ask,
        chance,
        check,
        describe,
        draw,
        follow,
        load,
        network,
        observe,
        publish,
        rank,
        weigh,
        why,
    )
    from .errors import (
        BsrgraphError,
        ContentError,
        EndpointError,
        NetworkError,
        Problem,
        QueryError,
    )

# What is named here and not below is of `api`.
_HOMES = {
    "Answer": "answers",
    **dict.fromkeys(
        ("BsrgraphError", "ContentError", "EndpointError", "NetworkError", "Problem", "QueryError"),
        "errors",
    ),
}
__all__ = [
    "Answer",
    "BsrgraphError",
    "ContentError",
    "EndpointError",
    "NetworkError",
    "Problem",
    "QueryError",
    "about",
    "ask",
    "chance",
    "check",
    "describe",
    "draw",
    "follow",
    "load",
    "network",
    "observe",
    "publish",
    "rank",
    "weigh",
    "why",
]


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used (PEP 562), so that importing bsrgraph is quick."""
    if name == "__version__":
        from importlib.metadata import version

        return version("bsrgraph")
    if name not in __all__:
        raise AttributeError(f"module 'bsrgraph' has no attribute '{name}'")
    return getattr(import_module(f".{_HOMES.get(name, 'api')}", __name__), name)


class _Package(ModuleType):
    """Keep a public function in its place when the module of the same name is imported."""

    def __setattr__(self, name: str, value: Any) -> None:
        if not (name in __all__ and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
