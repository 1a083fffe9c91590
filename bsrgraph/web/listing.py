"""Write the page that lists every thing by its kind and finds it by any of its names."""

from __future__ import annotations

from .frame import Files, Frame
from .things import Collection, Thing

PAGE = "things.html"


def write_listing(frame: Frame, collection: Collection) -> Files:
    """Write `things.html`: all things by kind, in the order in which people look for them."""
    kinds: dict[str, list[Thing]] = {}
    for thing in collection.things.values():
        word = collection.words[thing.kinds[0]] if thing.kinds else "unit"
        kinds.setdefault(word, []).append(thing)
    ordered = sorted(kinds.items(), key=lambda kind: (kind[1][0].look, -len(kind[1]), kind[0]))
    groups = [(kind, sorted(things, key=_by_name)) for kind, things in ordered]
    return {PAGE: frame.render(PAGE, PAGE, groups=groups, total=len(collection.things))}


def _by_name(thing: Thing) -> tuple[str, str]:
    return (thing.name.lower(), thing.id)
