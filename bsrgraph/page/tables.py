"""Write nodes, links and facts as columns of numbers that point into one list of texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]


class Texts:
    """Number texts in the order they come; the empty text is 0.

    >>> texts = Texts()
    >>> texts.number("b"), texts.number(""), texts.number("b"), texts.listed
    (1, 0, 1, ['', 'b'])
    """

    def __init__(self) -> None:
        self._numbers = {"": 0}

    def number(self, text: str) -> int:
        """Give the number of a text."""
        return self._numbers.setdefault(text, len(self._numbers))

    @property
    def listed(self) -> list[str]:
        """List the texts in the order of their numbers."""
        return list(self._numbers)


def pack(rows: Sequence[Row], columns: Iterable[str], texts: Texts) -> dict[str, list[Any]]:
    """Turn rows into columns, each text into its number; a column that is empty is left out.

    >>> pack([{"name": "Latvia", "size": 2}], ["name", "size", "note"], Texts())
    {'name': [1], 'size': [2]}
    """
    packed = {name: [_packed(row.get(name, ""), texts) for row in rows] for name in columns}
    return {name: column for name, column in packed.items() if any(column)}


def _packed(value: Any, texts: Texts) -> Any:
    if isinstance(value, str):
        return texts.number(value)
    if isinstance(value, (list, tuple)):
        return [_packed(part, texts) for part in value]
    return value


def shorten(iris: Iterable[str]) -> tuple[list[str], dict[str, str]]:
    """Take the beginning that IRIs share out of them: `number:rest` for each.

    >>> shorten(["https://example.org/a", "https://example.org/b", "c"])[0]
    ['', 'https://example.org/']
    """
    all_iris = sorted(set(iris))
    heads = sorted({"", *map(_head, all_iris)})
    number = {head: place for place, head in enumerate(heads)}
    return heads, {iri: f"{number[_head(iri)]}:{iri[len(_head(iri)) :]}" for iri in all_iris}


def _head(iri: str) -> str:
    return iri[: max(iri.rfind("/"), iri.rfind("#")) + 1]
