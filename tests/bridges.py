"""Compute the last sentence of the notebook on bridges by slower ways of one's own.

Betweenness is NetworkX's own, roles are counted pair by pair, projects are drawn with another seed,
and tables are dealt out by single swaps instead of trades; so ranges and counts may differ a little.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations
from random import Random

import networkx as nx
from conclusions import (
    Run,
    link_clusters,
    pair,
    read_clusters,
    read_homes,
    read_names,
    read_partners,
    read_places,
)

SAMPLES, TABLES, STEPS = 400, 4000, 1500
FLOOR = 2 / 10_001
# By how much each number of the sentence may differ: ranks of a range, and pairs near the limit.
SLACK = (0, 0, 0, 3, 6, 0, 0, 5, 1)


def rank_first(values: Mapping[str, float]) -> dict[str, int]:
    """Rank from the highest value on; equals share the better rank."""
    rounded = {node: round(value, 10) for node, value in values.items()}
    return {node: 1 + sum(v > rounded[node] for v in rounded.values()) for node in rounded}


def draw_ranks(run: Run, node: str) -> list[int]:
    """Rank a cluster by betweenness when projects are drawn again."""
    clusters = read_clusters(run)
    members = {p: sorted(found & clusters) for p, found in sorted(read_partners(run).items())}
    projects = [p for p, found in members.items() if len(found) > 1]
    rng, ranks = Random(17), []
    for _ in range(SAMPLES):
        graph = nx.Graph()
        for project in rng.choices(projects, k=len(projects)):
            graph.add_edges_from(combinations(members[project], 2))
        graph.add_node(node)
        ranks.append(rank_first(nx.betweenness_centrality(graph))[node])
    return sorted(ranks)


def count_liaisons(run: Run) -> dict[str, int]:
    """Count pairs of neighbours without a link, of two countries that are not the cluster's own."""
    links, homes = link_clusters(run), read_homes(run)
    one = {node: next(iter(homes[node])) for node in links if len(homes[node]) == 1}
    return {
        node: sum(
            b not in links[a] and len({one[a], one[b], one[node]}) == 3
            for a, b in combinations(sorted(links[node] & set(one)), 2)
        )
        for node in one
    }


def read_table(run: Run) -> dict[str, set[str]]:
    """List the countries of each project that has two or more."""
    homes, places, partners = read_homes(run), read_places(run), read_partners(run)
    table = {
        project: places[project].union(*(homes[p] for p in partners[project]))
        for project in {*places, *partners}
    }
    return {project: found for project, found in sorted(table.items()) if len(found) > 1}


def read_programmes(run: Run) -> dict[str, frozenset[str]]:
    """List the programmes of each project, its own and its call's."""
    found = pair(run, "{ ?a bsr:partOfProgramme ?b } UNION { ?a bsr:call/bsr:partOfProgramme ?b }")
    return {project: frozenset(programmes) for project, programmes in found.items()}


def deal(
    table: Mapping[str, set[str]], strata: Mapping[str, object], rng: Random, steps: int
) -> dict[str, set[str]]:
    """Swap countries between projects of one stratum, so that all sums stay."""
    dealt = {project: set(found) for project, found in table.items()}
    links = [(project, country) for project in dealt for country in sorted(dealt[project])]
    for _ in range(steps):
        i, j = rng.randrange(len(links)), rng.randrange(len(links))
        (p, a), (q, b) = links[i], links[j]
        if strata[p] == strata[q] and a not in dealt[q] and b not in dealt[p]:
            dealt[p] ^= {a, b}
            dealt[q] ^= {a, b}
            links[i], links[j] = (p, b), (q, a)
    return dealt


def count_pairs(table: Mapping[str, set[str]]) -> Counter[tuple[str, str]]:
    """Count the projects of every two countries."""
    return Counter(p for found in table.values() for p in combinations(sorted(found), 2))


def choose_countries(table: Mapping[str, set[str]]) -> list[str]:
    """Choose countries with so many projects that one pair alone could stand out."""
    sums = Counter(country for found in table.values() for country in found)
    for least in sorted(set(sums.values())):
        chosen = sorted(country for country in sums if sums[country] >= least)
        if len(chosen) * (len(chosen) - 1) / 2 * FLOOR <= 0.05:
            return chosen
    raise AssertionError("too few tables")


def count_apart(run: Run, within: bool) -> tuple[int, int]:
    """Count the pairs that are compared, and those that stand out (Benjamini and Hochberg)."""
    table = read_table(run)
    known = read_programmes(run) if within else {}
    strata = {project: known.get(project, frozenset()) for project in table}
    observed, rng = count_pairs(table), Random(23)
    pairs = list(combinations(choose_countries(table), 2))
    more: dict[tuple[str, str], int] = defaultdict(int)
    less: dict[tuple[str, str], int] = defaultdict(int)
    dealt = deal(table, strata, rng, 20 * STEPS)
    for _ in range(TABLES):
        dealt = deal(dealt, strata, rng, STEPS)
        counted = count_pairs(dealt)
        for both in pairs:
            more[both] += counted[both] >= observed[both]
            less[both] += counted[both] <= observed[both]
    shares = sorted(min(1, 2 * (1 + min(more[p], less[p])) / (1 + TABLES)) for p in pairs)
    return len(pairs), count_rejected(shares)


def count_rejected(shares: Sequence[float]) -> int:
    """Count the p-values, from small to large, that stay after correction."""
    return max((n for n, p in enumerate(shares, 1) if p <= 0.05 * n / len(shares)), default=0)


def first_of(values: Mapping[str, float], names: Mapping[str, str]) -> str:
    """Give who has most; of equals the first by name."""
    return min(values, key=lambda node: (-round(values[node], 10), names[node]))


def conclude_bridges(run: Run) -> str:
    """Say who bridges, how sure that is, and how many pairs of countries stand out."""
    links, names = link_clusters(run), read_names(run)
    graph = nx.Graph([(a, b) for a in links for b in links[a]])
    graph.add_nodes_from(links)
    first = first_of(nx.betweenness_centrality(graph), names)
    degrees = rank_first({node: len(others) for node, others in links.items()})
    ranks, liaisons = draw_ranks(run, first), count_liaisons(run)
    cut = len(ranks) // 20
    broker = first_of(liaisons, names)
    (compared, apart), (_, own) = (count_apart(run, within) for within in (False, True))
    return (
        f"In the sources read so far, {names[first]} lies on most shortest paths between clusters,"
        f" with rank {degrees[first]} by the number of links; in 90 of 100 networks of projects drawn"
        f" again its rank is between {ranks[cut]} and {ranks[-1 - cut]}. {names[broker]} stands"
        f" between most pairs of clusters of two other countries ({liaisons[broker]}). Of {compared}"
        f" pairs of countries, {apart} share more or fewer projects than chance gives; {own} do when"
        f" projects are compared within their programmes."
    )
