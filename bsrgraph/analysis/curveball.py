"""Draw tables of who takes part in what that keep the sums of the table observed (Curveball)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from random import Random
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Measured on the networks of the catalogue: how often two nodes meet is correlated by 0.3 to 0.5 on
# average between two tables one round apart, and by 0.02 to 0.15 between two that are three apart.
ROUNDS = 3


@dataclass(frozen=True)
class Table:
    """Hold which of `size` nodes take part in each via: `parts` are the numbers of its nodes.

    `strata` are groups of vias by name; sums are kept within each, and every via is in one.
    """

    size: int
    parts: tuple[frozenset[int], ...]
    strata: Mapping[str, tuple[int, ...]]


@dataclass(frozen=True)
class _Block:
    """Hold a stratum by its shorter side: its trades are fewer, and mix as fast."""

    by_node: bool
    numbers: list[int]
    rows: list[set[int]]


def draw_tables(table: Table, samples: int, seed: int) -> Iterator[NDArray[Any]]:
    """Draw tables (nodes × vias, of 0 and 1) with the sums of this one, all equally likely.

    In each round every two rows, paired at random, trade what only one of them has (Strona et al.
    2014; uniform: Carstens 2015; in rounds: Carstens et al. 2018). The chain runs from the table
    observed forwards and, as trades are symmetric, backwards, parted at random: where nothing but
    chance is at work, the table observed is any one of the chain, so that p-values are right
    however fast it mixes, without a burn-in (Besag and Clifford 1989).

    >>> swap = Table(2, (frozenset({0}), frozenset({1})), {"": (0, 1)})
    >>> sorted({str(drawn.tolist()) for drawn in draw_tables(swap, 20, seed=1)})
    ['[[0.0, 1.0], [1.0, 0.0]]', '[[1.0, 0.0], [0.0, 1.0]]']
    """
    rng = Random(seed)
    before = rng.randrange(samples + 1)
    for length in (before, samples - before):
        blocks = _cut(table)
        sides = _list_sides(blocks)
        for _ in range(length):
            for block in blocks * ROUNDS:
                _trade_all(block.rows, rng)
            yield _fill(table, blocks, sides)


def observe(table: Table) -> NDArray[Any]:
    """Give the table observed as an array (nodes × vias)."""
    blocks = _cut(table)
    return _fill(table, blocks, _list_sides(blocks))


def count_shared(table: NDArray[Any], chosen: Sequence[int]) -> NDArray[Any]:
    """Count what each two of some nodes share, pairs in the order of `combinations`."""
    import numpy as np

    rows = table[list(chosen)]
    shared: NDArray[Any] = (rows @ rows.T)[np.triu_indices(len(chosen), 1)].astype(np.int64)
    return shared


def tally(table: Table, chosen: Sequence[int], most: int, samples: int, seed: int) -> NDArray[Any]:
    """Tally in how many tables drawn each two of some nodes share 0, 1, … up to `most` vias."""
    import numpy as np

    pairs = np.arange(len(chosen) * (len(chosen) - 1) // 2)
    tallied = np.zeros((len(pairs), most + 1), np.int32)
    for drawn in draw_tables(table, samples, seed):
        tallied[pairs, count_shared(drawn, chosen)] += 1
    return tallied


def _cut(table: Table) -> list[_Block]:
    return [_cut_stratum(table, table.strata[name]) for name in sorted(table.strata)]


def _cut_stratum(table: Table, stratum: tuple[int, ...]) -> _Block:
    members: dict[int, set[int]] = {}
    for via in stratum:
        for node in table.parts[via]:
            members.setdefault(node, set()).add(via)
    if len(members) <= len(stratum):
        numbers = sorted(members)
        return _Block(True, numbers, [members[node] for node in numbers])
    return _Block(False, list(stratum), [set(table.parts[via]) for via in stratum])


def _trade_all(rows: list[set[int]], rng: Random) -> None:
    order = list(range(len(rows)))
    rng.shuffle(order)
    for one, other in zip(order[::2], order[1::2], strict=False):
        rows[one], rows[other] = _trade(rows[one], rows[other], rng)


def _trade(one: set[int], other: set[int], rng: Random) -> tuple[set[int], set[int]]:
    """Deal out anew what only one of two has: both keep their number, and what they share."""
    pool, due = one ^ other, len(one - other)
    left = len(pool)
    if not 0 < due < left:
        return one, other
    second = one & other
    first, draw = set(second), rng.random
    for item in sorted(pool):  # selection sampling: any `due` of the pool are equally likely
        if draw() * left < due:
            first.add(item)
            due -= 1
        else:
            second.add(item)
        left -= 1
    return first, second


def _list_sides(blocks: Sequence[_Block]) -> tuple[NDArray[Any], NDArray[Any]]:
    """List the row of each 1 of a table, and whether it is a node's; trades change neither."""
    import numpy as np

    rows = [
        (n, block.by_node, len(r))
        for block in blocks
        for n, r in zip(block.numbers, block.rows, strict=True)
    ]
    numbers, by_node, lengths = zip(*rows, strict=True) if rows else ((), (), ())
    return np.repeat(np.array(numbers, np.int64), lengths), np.repeat(
        np.array(by_node, bool), lengths
    )


def _fill(
    table: Table, blocks: Sequence[_Block], sides: tuple[NDArray[Any], NDArray[Any]]
) -> NDArray[Any]:
    import numpy as np

    here, by_node = sides
    cells = chain.from_iterable(row for block in blocks for row in block.rows)
    there = np.fromiter(cells, np.int64, len(here))
    # Single precision counts exactly to 16 million, and is multiplied fastest.
    filled = np.zeros((table.size, len(table.parts)), np.float32)
    filled[np.where(by_node, here, there), np.where(by_node, there, here)] = 1
    return filled
