"""Say how sure a rank is: by drawing the projects again, and by losing one source at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from random import Random

import networkx as nx

from ..errors import NetworkError
from ..network import gather_amounts, list_amounts
from .measures import find_measure
from .ranking import Choice, Ranking, make_case, measure_case, rank_values, simplify

SAMPLES = 500
COVERED = 90
TOP = 10
Ranks = Mapping[str, int]


def find_ranks(graph: nx.Graph[str], measure: str, choice: Choice) -> dict[str, int]:
    """Rank every node of a simple network; where the measure is not defined, last."""
    chosen = find_measure(measure)
    ranks: dict[str, int] = {}
    with suppress(NetworkError):  # what is left may have no groups or sides to compare
        case, _ = make_case(graph, measure, choice)
        ranks = rank_values(measure_case(case, chosen), chosen.low_first)
    return {node: ranks.get(node, len(graph)) for node in graph}


def resample_ranks(
    network: nx.MultiGraph[str],
    measure: str,
    choice: Choice,
    samples: int = SAMPLES,
    seed: int = 0,
) -> Iterator[dict[str, int]]:
    """Rank again on networks whose vias are drawn from its own, with repetition (Efron 1979).

    A via drawn twice counts twice. Nodes stay, also where no link of theirs is drawn.
    """
    simple = simplify(network)
    pairs = {(a, b): given for (a, b), given in list_amounts(network).items() if a != b}
    vias = sorted({via for given in pairs.values() for via in given})
    rng = Random(seed)
    for _ in range(samples):
        drawn = Counter(rng.choices(vias, k=len(vias)))
        again = nx.create_empty_copy(simple)
        for (start, end), given in pairs.items():
            found = [amount for via, amount in given.items() for _ in range(drawn[via])]
            if found:
                again.add_edge(start, end, weight=gather_amounts(network, found))
        yield find_ranks(again, measure, choice)


def rank_losses(
    network: nx.MultiGraph[str],
    losses: Iterable[tuple[str, nx.MultiGraph[str]]],
    measure: str,
    choice: Choice,
) -> dict[str, dict[str, int]]:
    """Rank the nodes of a network again on what is left of it without each source.

    A node that nothing else tells of stays, without a link.
    """
    whole = simplify(network)
    ranks = {}
    for source, left in losses:
        again = nx.create_empty_copy(whole)
        for start, end, data in simplify(left).edges(data=True):
            if start in whole and end in whole:
                again.add_edge(start, end, **data)
        ranks[source] = find_ranks(again, measure, choice)
    return ranks


def add_uncertainty(
    ranking: Ranking,
    samples: Sequence[Ranks],
    losses: Mapping[str, Ranks] | None,
    names: Mapping[str, str],
) -> Ranking:
    """Add to a ranking the range of each rank over the samples, and over the loss of a source.

    `low` and `high` hold 90 of 100 samples, `least` and `most` all losses; `names` are those of the
    sources.
    """
    nodes = [row[2] for row in ranking.rows]
    ranges = {node: _cover([ranks[node] for ranks in samples]) for node in nodes}
    columns, card = ["low", "high"], [_tell_samples(len(samples))]
    if losses is not None:
        columns += ["least", "most"]
        for node in nodes:
            lost = [ranks[node] for ranks in losses.values()] or [0]
            ranges[node] += (min(lost), max(lost))
        card.append(_tell_losses(ranking, losses, names))
    return replace(
        ranking,
        rows=tuple(
            (*row, *(ranges[row[2]] if row[0] else (None,) * len(columns))) for row in ranking.rows
        ),
        columns=(*ranking.columns, *columns),
        card=(*ranking.card, *card),
    )


def _cover(ranks: list[int]) -> tuple[int, ...]:
    """Give the least and the greatest rank when as many are cut off below as above."""
    ordered = sorted(ranks)
    cut = len(ordered) * (100 - COVERED) // 200
    return ordered[cut], ordered[-1 - cut]


def _tell_samples(samples: int) -> str:
    return (
        f"in brackets: the rank in {COVERED} of 100 of {samples} networks whose projects are drawn"
        " again from those of this one; projects that no source tells of are in none of them"
    )


def _tell_losses(ranking: Ranking, losses: Mapping[str, Ranks], names: Mapping[str, str]) -> str:
    """Name the source without which the top ten move most, by the sum of their steps."""
    top = {row[2]: row[0] for row in ranking.rows[:TOP] if row[0]}
    moves = {s: sum(abs(ranks[n] - top[n]) for n in top) for s, ranks in losses.items()}
    most = max(moves, key=lambda s: (moves[s], s), default="")
    if not most or not moves[most]:
        return (
            f"without one source: no loss of one of {len(losses)} sources moves the top {len(top)}"
        )
    called = {row[2]: row[3] for row in ranking.rows}
    node = max(top, key=lambda n: (abs(losses[most][n] - top[n]), -top[n], n))
    return (
        f"without one source: the loss of '{names.get(most, most)}' moves the top {len(top)} most,"
        f" {called[node]} from {top[node]} to {losses[most][node]}"
    )
