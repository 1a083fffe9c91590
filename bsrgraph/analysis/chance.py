"""Compare how often nodes meet with how often chance would have them meet."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, combinations

import networkx as nx

from ..errors import NetworkError
from .card import name_graph, name_network
from .corrections import correct, round_off
from .curveball import Table, count_shared, observe, tally
from .memberships import read_table
from .rows import Rows

ALTERNATIVES = ("both", "more", "less")
SAMPLES = 10_000
LEVEL = 0.05
RANGE = (0.025, 0.975)
MOST = 50_000_000
AS_CHANCE = "as chance has it"
Row = tuple[str, str, str, str, int, float, int, int, float | None, float, float, float, str]


@dataclass(frozen=True)
class Chance(Rows):
    """Hold how often each two nodes meet beside what chance gives, and a card on the method.

    Of 100 tables drawn 95 lie from `low` to `high`; `ratio` is observed over expected; `p` is
    corrected over all pairs in `p_corrected` and, stricter, in `p_holm`.
    """

    network: str
    card: tuple[str, ...]
    rows: tuple[Row, ...]

    columns = (
        *("node", "name", "other", "otherName", "observed", "expected", "low", "high", "ratio"),
        *("p", "p_corrected", "p_holm", "verdict"),
    )


@dataclass(frozen=True)
class _Method:
    samples: int
    seed: int
    alternative: str
    within: str

    def __post_init__(self) -> None:
        if self.alternative not in ALTERNATIVES:
            known = ", ".join(ALTERNATIVES)
            raise NetworkError(f"no alternative '{self.alternative}'; there are {known}")
        if self.floor > LEVEL:
            raise NetworkError(
                f"{self.samples} tables show no p below {self.floor:.2g}; draw 1000 or more"
            )

    @property
    def floor(self) -> float:
        """Give the smallest p that so many tables can show."""
        return self.sides / (1 + self.samples)

    @property
    def sides(self) -> int:
        """Give how many sides are looked at."""
        return 2 if self.alternative == "both" else 1


def compare_chance(
    network: nx.MultiGraph[str],
    samples: int = SAMPLES,
    seed: int = 0,
    alternative: str = "both",
    within: str = "",
    least: int | None = None,
) -> Chance:
    """Compare how often each two nodes share a via with tables that are dealt out by chance.

    In those each node keeps its number of vias and each via its number of nodes, all such tables
    being equally likely (the bipartite configuration model with exact sums); `within` an attribute
    of links, such as years, sums are kept for each of its values. Nodes with fewer than `least`
    vias are not compared; by default it is as small as lets one pair alone stand out. Raises
    NetworkError for a network of edges.
    """
    method = _Method(samples, seed, alternative, within)
    nodes, table = read_table(network, within)
    degrees = Counter(node for part in table.parts for node in part)
    least = _choose_least(degrees, method.floor) if least is None else least
    chosen = sorted(
        (n for n in degrees if degrees[n] >= least), key=lambda n: _name(network, nodes[n])
    )
    pairs = list(combinations([nodes[node] for node in chosen], 2))
    most = max((degrees[node] for node in chosen), default=0)
    if len(pairs) * (most + 1) > MOST:
        raise NetworkError(f"{len(pairs)} pairs are too many to compare; raise least over {least}")
    rows = _compare(network, table, chosen, pairs, most, method)
    card = _write_card(network, table, method, rows, len(chosen), least)
    return Chance(str(network.graph.get("name", "")), card, rows)


def _name(network: nx.MultiGraph[str], node: str) -> tuple[str, str]:
    return str(network.nodes[node].get("name", node)), node


def _choose_least(degrees: Mapping[int, int], floor: float) -> int:
    """Choose by sums alone whom to compare; chance keeps them, so it bends no p-value."""
    least = 1
    for tried in sorted(set(degrees.values())):
        nodes = sum(1 for degree in degrees.values() if degree >= tried)
        if nodes < 2:
            break
        least = tried
        if nodes * (nodes - 1) / 2 * floor <= LEVEL:
            break
    return least


def _compare(
    network: nx.MultiGraph[str],
    table: Table,
    chosen: Sequence[int],
    pairs: Sequence[tuple[str, str]],
    most: int,
    method: _Method,
) -> tuple[Row, ...]:
    if not pairs:
        return ()
    tallied = tally(table, chosen, most, method.samples, method.seed).tolist()
    observed = count_shared(observe(table), chosen).tolist()
    measured = [_measure(*both, method) for both in zip(tallied, observed, strict=True)]
    corrected = correct([p for *_, p, _ in measured])
    rows: list[Row] = []
    for (node, other), (*found, p, side), fdr, holm in zip(
        pairs, measured, *corrected, strict=True
    ):
        verdict = side if fdr < LEVEL else AS_CHANCE
        names = (node, _name(network, node)[0], other, _name(network, other)[0])
        rows.append((*names, *found, p, fdr, holm, verdict))  # type: ignore[arg-type]
    return tuple(sorted(rows, key=lambda row: (row[10], row[9], row[1], row[3])))


def _measure(
    tallied: Sequence[int], observed: int, method: _Method
) -> tuple[int, float, int, int, float | None, float, str]:
    """Measure a pair: observed, expected, low, high, ratio, p and to which side.

    What was observed counts as one of the tables (Phipson and Smyth 2010), so that no p is 0.
    """
    samples, up = method.samples, list(accumulate(tallied))
    expected = sum(count * times for count, times in enumerate(tallied)) / samples
    low, high = (next(c for c, t in enumerate(up) if t >= share * samples) for share in RANGE)
    less = (1 + up[observed]) / (1 + samples)
    more = (1 + samples - up[observed] + tallied[observed]) / (1 + samples)
    both = min(1.0, 2 * min(more, less))
    p = {"more": more, "less": less, "both": both}[method.alternative]
    side = method.alternative if method.alternative != "both" else "more" if more < less else "less"
    ratio = round_off(observed / expected) if expected else None
    return observed, round_off(expected), low, high, ratio, round_off(p), side


def _write_card(
    network: nx.MultiGraph[str],
    table: Table,
    method: _Method,
    rows: Sequence[Row],
    compared: int,
    least: int,
) -> tuple[str, ...]:
    found = Counter(row[-1] for row in rows)
    counted = str(network.graph.get("weight") or "vias")
    thing = counted.removeprefix("shared ")
    groups, unknown = len(table.strata), len(table.strata.get("", ()))
    strata = f", within each of {groups} groups by {method.within}" if method.within else ""
    sides = "both sides" if method.alternative == "both" else f"only {method.alternative}"
    return (
        *name_network(network),
        f"chance: each node keeps its number of {thing} and each of these its number of"
        f" nodes{strata}; all such tables are equally likely; {method.samples} drawn by Curveball"
        f" (Strona et al. 2014), seed {method.seed}",
        *((f"{thing} without known {method.within}, one group: {unknown}",) if strata else ()),
        f"p: share of tables as far out or further, {sides}, not below {method.floor:.2g} (Phipson"
        " and Smyth 2010); counts are small, so p is rather too large than too small",
        f"corrected over {len(rows)} pairs: Benjamini and Hochberg (1995) for the verdict at"
        f" {LEVEL}, Holm (1979) beside it",
        *_warn(method, rows),
        f"compared: {compared} nodes, those in {least} or more {thing}",
        f"table: {table.size} nodes, {len(table.parts)} {thing} of two nodes or more,"
        f" {sum(map(len, table.parts))} memberships; without a link and left out:"
        f" {len(network) - table.size}",
        f"pairs more than chance: {found['more']}; less: {found['less']}; not told apart from it:"
        f" {found[AS_CHANCE]}",
        *name_graph(network),
    )


def _warn(method: _Method, rows: Sequence[Row]) -> Iterator[str]:
    """Say when one pair alone could not stand out, and when other tables may turn a verdict."""
    if len(rows) * method.floor > LEVEL:
        needed = math.ceil(len(rows) * method.sides / LEVEL)
        yield (
            f"too few tables for one pair alone to stand out among {len(rows)}: draw {needed}, or"
            " compare fewer nodes (least)"
        )
    limit = max(1, sum(row[-1] != AS_CHANCE for row in rows)) * LEVEL / max(1, len(rows))
    near = sum(abs(row[9] - limit) < 2 * math.sqrt(method.floor * row[9]) for row in rows)
    if near:
        yield f"so near the limit that other tables may turn them: {near} pairs; draw more"
