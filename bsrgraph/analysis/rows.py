"""Give what was found as rows, to loop over or as a table of pandas."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas


class Rows:
    """Give rows of named columns as dicts or as a DataFrame; what holds them is frozen.

    The card says in lines what was computed, on what, and what it does not say.
    """

    card: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for row in self.rows:
            yield dict(zip(self.columns, row, strict=True))

    def to_pandas(self) -> pandas.DataFrame:
        """Give the rows as a pandas DataFrame."""
        import pandas

        return pandas.DataFrame(list(self.rows), columns=list(self.columns))
