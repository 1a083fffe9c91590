"""Compute the last sentence of each notebook from flat rows of SPARQL, by other ways than its own.

The notebooks go through networks, rankings and questions of the catalogue; here plain sets of
triples are counted.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from itertools import combinations

from bsrgraph.answers import Answer

Run = Callable[[str], Answer]
Pairs = dict[str, set[str]]
PREFIXES = """
PREFIX bsr: <https://w3id.org/bsrgraph/ontology#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX prov: <http://www.w3.org/ns/prov#>
"""


def pair(run: Run, pattern: str) -> Pairs:
    """Give the ?b of each ?a."""
    found: Pairs = defaultdict(set)
    for row in run(f"{PREFIXES} SELECT DISTINCT ?a ?b WHERE {{ {pattern} }}"):
        found[str(row["a"])].add(str(row["b"]))
    return found


def read_clusters(run: Run) -> set[str]:
    """List the clusters."""
    return set(pair(run, "?a a bsr:ClusterOrganisation ; rdfs:label ?b"))


def read_names(run: Run) -> dict[str, str]:
    """Name everything."""
    return {thing: min(names) for thing, names in pair(run, "?a rdfs:label ?b").items()}


def read_homes(run: Run) -> Pairs:
    """List the countries in which each thing lies."""
    return pair(run, "?a bsr:locatedIn/skos:broader* ?b . ?b skos:inScheme bsr:countries")


def read_partners(run: Run) -> Pairs:
    """List the partners of each project."""
    return pair(run, "?a bsr:partner ?b")


def read_places(run: Run) -> Pairs:
    """List the countries that each project names without a partner."""
    return pair(run, "?a bsr:partnerCountry/skos:broader* ?b . ?b skos:inScheme bsr:countries")


def list_abroad(run: Run) -> set[tuple[str, str, str]]:
    """List (cluster, project, country) for each country abroad that a project brings a cluster to."""
    clusters, homes, places = read_clusters(run), read_homes(run), read_places(run)
    found = set()
    for project, partners in read_partners(run).items():
        for cluster in partners & clusters:
            sides = [homes[partner] for partner in partners - {cluster}]
            countries = set().union(places[project], *sides) - homes[cluster]
            found |= {(cluster, project, country) for country in countries}
    return found


def find_first_year(run: Run, projects: Iterable[str]) -> int:
    """Find the first year of projects: of the period, or else of what is stated of them."""
    begun = pair(run, "?a bsr:period/bsr:firstDay ?b")
    ended = pair(run, "?a bsr:period/bsr:lastDay ?b")
    said = pair(
        run,
        "?s rdf:subject ?a ; bsr:firstDay ?b ; bsr:status ?status"
        ' FILTER(?status IN ("stated", "implied"))',
    )
    days = [begun[p] or ended[p] or said[p] for p in projects]
    return min(int(min(some)[:4]) for some in days if some)


def join(names: Iterable[str]) -> str:
    """Join names in their order."""
    return ", ".join(sorted(names))


def conclude_first_look(run: Run) -> str:
    """Count clusters with a project across a border."""
    homes, names, abroad = read_homes(run), read_names(run), list_abroad(run)
    placed = {cluster for cluster in read_clusters(run) if homes[cluster]}
    across = {cluster for cluster, *_ in abroad} & placed
    counts: dict[str, int] = defaultdict(int)
    for cluster in across:
        for home in homes[cluster]:
            counts[home] += 1
    most = max(counts.values())
    top = join(names[country] for country, count in counts.items() if count == most)
    first = find_first_year(run, {project for _, project, _ in abroad})
    return (
        f"In the sources read so far, {len(across)} of {len(placed)} clusters in a known country"
        f" share a project with partners in another country, at most {most} in one country ({top})."
        f" The earliest of these projects that has a date is of {first}."
    )


def conclude_ask(run: Run, country: str = "Latvia") -> str:
    """Count the projects of a country's clusters with partners abroad."""
    homes, names = read_homes(run), read_names(run)
    [own] = [c for c in set().union(*homes.values()) if names[c] == country]
    clusters = {cluster for cluster in read_clusters(run) if own in homes[cluster]}
    shared = {(c, p, land) for c, p, land in list_abroad(run) if c in clusters and land != own}
    by_country: Pairs = defaultdict(set)
    for _, project, land in shared:
        by_country[land].add(project)
    most = max(map(len, by_country.values()))
    top = join(names[land] for land, projects in by_country.items() if len(projects) == most)
    projects, active = {p for _, p, _ in shared}, {c for c, *_ in shared}
    called = projects & set(pair(run, "?a bsr:call ?b"))
    return (
        f"In the sources read so far, {len(active)} of {len(clusters)} clusters of {country} share"
        f" {len(projects)} projects with partners in {len(by_country)} other countries, most with"
        f" {top} ({most}); the call is known of {len(called)} of these projects, and"
        f" {count_sources(run, active, own)} sources name the partners."
    )


def count_sources(run: Run, clusters: set[str], own: str) -> int:
    """Count the sources of partnerships of foreigners in projects of some clusters."""
    homes, partners = read_homes(run), read_partners(run)
    rows = run(
        f"{PREFIXES} SELECT DISTINCT ?a ?b ?source WHERE {{ ?property rdfs:subPropertyOf* bsr:partner ."
        " ?s rdf:subject ?a ; rdf:predicate ?property ; rdf:object ?b ; bsr:status ?status ;"
        ' prov:wasDerivedFrom ?source FILTER(?status IN ("stated", "implied")) }'
    )
    found = set()
    for row in rows:
        others = (partners[str(row["a"])] & clusters) - {str(row["b"])}
        if others and homes[str(row["b"])] - {own}:
            found.add(row["source"])
    return len(found)


def link_clusters(run: Run) -> dict[str, set[str]]:
    """Link clusters that are partners of one project; those alone in theirs have no link."""
    clusters = read_clusters(run)
    links: dict[str, set[str]] = {}
    for partners in read_partners(run).values():
        members = partners & clusters
        for member in members:
            links.setdefault(member, set()).update(members - {member})
    return links


def walk(links: dict[str, set[str]], start: str) -> dict[str, tuple[int, int]]:
    """Give distance and number of shortest paths from a start to all that can be reached."""
    found, rim = {start: (0, 1)}, [start]
    while rim:
        reached: dict[str, int] = defaultdict(int)
        for node in rim:
            for other in links[node] - set(found):
                reached[other] += found[node][1]
        step = found[rim[0]][0] + 1
        found |= {node: (step, paths) for node, paths in reached.items()}
        rim = list(reached)
    return found


def find_parts(links: dict[str, set[str]]) -> list[set[str]]:
    """List what hangs together, the largest first."""
    parts = {frozenset(walk(links, node)) for node in links}
    return sorted(map(set, parts), key=len, reverse=True)


def count_shares(links: dict[str, set[str]]) -> dict[str, float]:
    """Add up for each node its share of the shortest paths between every two others."""
    walks = {node: walk(links, node) for node in links}
    shares = dict.fromkeys(links, 0.0)
    for start, end in combinations(links, 2):
        if end in walks[start]:
            far, paths = walks[start][end]
            for node in set(walks[start]) - {start, end}:
                (near, one), (rest, other) = walks[start][node], walks[node][end]
                if near + rest == far:
                    shares[node] += one * other / paths
    return shares


def conclude_draw(run: Run) -> str:
    """Count the components of the clusters' network, with and without the greatest bridge."""
    links, homes, names = link_clusters(run), read_homes(run), read_names(run)
    first, *others = find_parts(links)
    shares = {node: round(share, 6) for node, share in count_shares(links).items()}
    bridge = min(links, key=lambda node: (-shares[node], names[node]))
    rest = {node: links[node] - {bridge} for node in first - {bridge}}
    return (
        f"In the sources read so far, {len(first)} of {len(links)} clusters that have a project form"
        f" one component across {len(set().union(*(homes[node] for node in first)))} countries;"
        f" the others are in {len(others)} smaller ones, {sum(len(p) == 1 for p in others)} of them a"
        f" single cluster whose projects name no other. Without {names[bridge]}, which lies on most"
        f" shortest paths, the largest component would have {len(find_parts(rest))} pieces."
        f" {compare_mixing(run, links)}"
    )


def compare_mixing(run: Run, links: dict[str, set[str]]) -> str:
    """Say whether links keep to sectors or to countries, by two assortativities."""
    fields = pair(run, "?a bsr:sector/skos:broader* ?b . ?b skos:topConceptOf bsr:sectors")
    found = {"sector": mix(links, fields), "country": mix(links, read_homes(run))}
    most, least = sorted(found, key=lambda by: -found[by])
    return (
        f"Where both ends have one known group, links keep to the {most} more than to the {least}"
        " (assortativity"
        f" {found['sector']:.2f} by sector, {found['country']:.2f} by country)."
    )


def mix(links: dict[str, set[str]], groups: Pairs) -> float:
    """Measure the assortativity of links by groups (Newman 2003), among those of one group."""
    one = {node: min(groups[node]) for node in links if len(groups[node]) == 1}
    ends = [(one[a], one[b]) for a in one for b in links[a] & set(one)]
    within = sum(a == b for a, b in ends) / len(ends)
    sums = Counter(a for a, _ in ends)
    chance = sum((number / len(ends)) ** 2 for number in sums.values())
    return (within - chance) / (1 - chance)


def conclude_add(run: Run) -> str:
    """Add by hand: eight statements of the head and seven rows; one project with Iceland."""
    homes, names, name = read_homes(run), read_names(run), "Latvian IT Cluster"
    [own] = [cluster for cluster in read_clusters(run) if names[cluster] == name]
    partners = [p - {own} for p in read_partners(run).values() if own in p]
    before = {names[c] for side in set().union(*partners) for c in homes[side]}
    new = {"Iceland"} - before
    return (
        f"If this made-up article were added, the graph would hold {8 + 7} more statements, and"
        f" {name} would have projects with named partners in {len(before | new)} countries instead"
        f" of {len(before)} (new: {join(new) or 'none'}); the check found 2 mistakes on the way."
    )


CONCLUSIONS: dict[str, Callable[[Run], str]] = {
    "01-first-look": conclude_first_look,
    "02-ask-a-question": conclude_ask,
    "03-draw-the-network": conclude_draw,
    "05-add-an-article": conclude_add,
}
