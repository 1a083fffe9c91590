"""Draw classes as boxes and relations as arrows, in one language; the template writes the SVG."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from .arrows import Arrow, Counts, Sketch
from .grid import place_boxes
from .routes import LINE, Route, label_routes, lead_arrow
from .shapes import Area, Words, measure_text, wrap_text
from .terms import Link, Term

COLUMNS = 4
TITLE, SMALL = 15.0, 12.5
_GAP_X, _GAP_Y, _EDGE, _PAD, _OWN = 108.0, 78.0, 6.0, 12.0, 160.0
_LETTERS = 15
Find = Callable[[str], Link]


@dataclass(frozen=True)
class Box:
    """Hold a class: its area, the line below its title, and all texts in it."""

    area: Area
    rule: float
    words: tuple[Words, ...]


@dataclass(frozen=True)
class Drawing:
    """Hold a whole diagram, and the arrows that found no way."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    routes: tuple[Route, ...]
    left_out: tuple[Arrow, ...]


def draw_diagram(
    sketch: Sketch, classes: Mapping[str, Term], find: Find, columns: int = COLUMNS
) -> Drawing:
    """Draw the chosen classes and arrows; `classes` tells of each class, `find` names relations."""
    lines = {name: _list_lines(sketch, classes, name, find) for name in sketch.classes}
    width = max((_measure(w) for each in lines.values() for w in each), default=0) + 2 * _PAD
    cells = place_boxes(sketch.classes, sketch.arrows, columns)
    areas = _lay_out(cells, {name: 14 + LINE * 1.15 * len(lines[name]) for name in cells}, width)
    found = [(arrow, lead_arrow(arrow, areas)) for arrow in sketch.arrows]
    routes = [route for _, route in found if route]
    labels = [_write_label(route.arrow, find) for route in routes]
    routes = label_routes(routes, labels, list(areas.values()))
    drawn = [area.corners[2:] for area in (*areas.values(), *(route.label for route in routes))]
    drawn += [point for route in routes for point in route.points]
    return Drawing(
        width=max((x for x, _ in drawn), default=0) + _EDGE,
        height=max((y for _, y in drawn), default=0) + _EDGE,
        boxes=tuple(_fill_box(areas[name], lines[name]) for name in sketch.classes),
        routes=tuple(routes),
        left_out=tuple(arrow for arrow, route in found if not route),
    )


def _list_lines(sketch: Sketch, classes: Mapping[str, Term], name: str, find: Find) -> list[Words]:
    """List the lines of a box: title, narrower classes, relations to itself, values."""
    lines = [_name_class(classes[name], "title", 0)]
    lines += _list_narrower(classes, classes[name], 0)
    for look, own in (("loop", sketch.loops), ("value", sketch.values)):
        if name in own:
            lines.append(_name_some(own[name], find, look))
    return lines


def _name_class(term: Term, look: str, depth: int) -> Words:
    return Words(_PAD + 10 * depth, 0, ((term.link.label, term.link.address),), term.number, look)


def _list_narrower(classes: Mapping[str, Term], term: Term, depth: int) -> Iterator[Words]:
    below = {link.curie for link in term.below}
    narrower = [c for c in classes.values() if c.link.curie in below]
    for narrow in sorted(narrower, key=lambda c: (-c.number, c.link.curie)):
        yield _name_class(narrow, "narrow", depth)
        yield from _list_narrower(classes, narrow, depth + 1)


def _name_some(counts: Counts, find: Find, look: str) -> Words:
    """Name as many relations as fit in a line, the most used first."""
    parts: list[tuple[str, str]] = []
    for number, (iri, _) in enumerate(counts):
        link, so_far = find(iri), "".join(text for text, _ in parts)
        if number and measure_text(f"{so_far}, {link.label} +9", SMALL) > _OWN:
            parts.append((f" +{len(counts) - number}", ""))
            break
        parts += [(", ", "")] if parts else []
        parts.append((link.label, link.address))
    return Words(_PAD + 14, 0, tuple(parts), look=look)


def _measure(line: Words) -> float:
    size = TITLE * 1.08 if line.look == "title" else SMALL
    number = measure_text(f"  {line.number}", SMALL) if line.number is not None else 0
    return line.x - _PAD + measure_text(line.text, size) + number


def _lay_out(
    cells: Mapping[str, tuple[int, int]], heights: Mapping[str, float], width: float
) -> dict[str, Area]:
    """Give each box its area: columns of one width, rows as high as their highest box."""
    rows: dict[int, float] = {}
    for name, (_, row) in cells.items():
        rows[row] = max(rows.get(row, 0), heights[name])
    tops, y = {}, _EDGE
    for row in sorted(rows):
        tops[row] = y
        y += rows[row] + _GAP_Y
    return {
        name: Area(
            _EDGE + column * (width + _GAP_X),
            tops[row] + (rows[row] - heights[name]) / 2,
            width,
            heights[name],
        )
        for name, (column, row) in cells.items()
    }


def _fill_box(area: Area, lines: Sequence[Words]) -> Box:
    words, y = [], area.y + 21
    for line in lines:
        words.append(replace(line, x=area.x + line.x, y=y))
        y += LINE * 1.15 + (4 if line.look == "title" else 0)
    return Box(area, area.y + 29, tuple(words))


def _write_label(arrow: Arrow, find: Find) -> tuple[Area, tuple[Words, ...]]:
    """Write the names of one or two relations, and how many more there are, around the origin."""
    named = [find(r) for r, n in arrow.relations[:2] if n * 10 >= arrow.number]
    lines: list[tuple[tuple[str, str], ...]] = []
    for number, link in enumerate(named, 1):
        rest = len(arrow.relations) - len(named)
        end = "," if number < len(named) else f" +{rest}" if rest else ""
        *first, last = wrap_text(link.label, _LETTERS)
        lines += [((text, link.address),) for text in first]
        lines.append(((last, link.address), (end, "")))
    texts = ["".join(text for text, _ in line) for line in lines]
    width, height = max(measure_text(text, SMALL) for text in texts) + 8, LINE * len(lines) + 4
    area = Area(-width / 2, -height / 2, width, height)
    words = (Words(0, area.y + LINE * (n + 1) - 1.5, line) for n, line in enumerate(lines))
    return area, tuple(words)
