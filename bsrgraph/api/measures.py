"""Measure networks: rank, describe, compare with chance, follow over time, write as RDF."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from ..content import find_content
from ..edition import describe_version
from ..errors import NetworkError
from ..processes import begin
from ..queries import find_query, read_catalogue
from ..store import open_store
from .networks import get_network, network
from .questions import Parameter, find_question, find_turtle, read_held, run_here

if TYPE_CHECKING:
    import networkx

    from ..analysis import Chance, Choice, Ranking, Series, Summary


def rank(
    network: networkx.MultiGraph[str] | str = "cluster-country",
    measure: str = "degree",
    as_of: str = "",
    *,
    weight: str = "",
    by: str = "country",
    backend: str = "",
    uncertainty: bool = False,
    samples: int = 500,
) -> Ranking:
    """Rank the nodes of a network by a measure; raises NetworkError where it does not fit.

    `weight` is 'own', 'inverse' (turns strength into distance) or 'none'; groups are compared `by`
    country or sector; `backend` names a backend of NetworkX that computes. With `uncertainty`, rows
    also say between which ranks a node lies in `samples` networks of projects drawn again, and when
    any one source is lost.

    >>> next(iter(rank("country-country", "strength")))["rank"]
    1
    """
    from ..analysis import rank_nodes

    graph = get_network(network, as_of)
    ranking = rank_nodes(graph, measure, weight=weight, by=by, backend=backend)
    if not uncertainty:
        return ranking
    from ..analysis import Choice
    from ..analysis.uncertainty import add_uncertainty, resample_ranks

    choice = Choice(weight, by, backend)
    finish = _begin_losses(graph, measure, choice)
    drawn = list(resample_ranks(graph, measure, choice, samples))
    losses, names = finish()
    return add_uncertainty(ranking, drawn, losses, names)


def _begin_losses(
    graph: networkx.MultiGraph[str], measure: str, choice: Choice
) -> Callable[[], tuple[dict[str, dict[str, int]] | None, dict[str, str]]]:
    """Begin to rank without each source, in two processes; None for a network of one's own."""
    query = graph.graph.get("query")
    if query is None:
        return lambda: (None, {})
    from ..analysis.uncertainty import rank_losses
    from ..network.loss import lose_sources

    corpus, turtle = read_held(graph.graph["asOf"]), find_turtle(graph.graph["asOf"])

    def work(part: int) -> dict[str, dict[str, int]]:
        losses = lose_sources(corpus, open_store(turtle), query, part, 2)
        return rank_losses(graph, losses, measure, choice)

    halves = [begin(partial(work, part)) for part in range(2)]
    rows = run_here(find_query(find_content(), "sources").text)
    names = {str(row["source"]): str(row["sourceName"]) for row in rows}
    return lambda: (halves[0]() | halves[1](), names)


def describe(
    network: networkx.MultiGraph[str] | str = "cluster-country", as_of: str = ""
) -> Summary:
    """Describe a network as a whole: size, parts, mixing of countries and sectors, communities.

    >>> next(iter(describe("country-country")))["figure"]
    'nodes'
    """
    from ..analysis import describe_network

    return describe_network(get_network(network, as_of))


def chance(
    network: networkx.MultiGraph[str] | str = "country-country",
    samples: int = 10_000,
    *,
    seed: int = 0,
    alternative: str = "both",
    within: str = "",
    least: int | None = None,
    as_of: str = "",
) -> Chance:
    """Compare how often each two nodes meet with what chance would give, the sums being kept.

    `alternative` is both, more or less; `within` keeps the sums of each programme or of the
    projects that began in a year (years); `least` is how many vias a node needs to be compared.

    >>> next(iter(chance("country-country", 200, least=45)))["verdict"] in ("more", "less")
    True
    """
    from ..analysis import compare_chance
    from ..network import mark_programmes

    graph = get_network(network, as_of)
    if within == "programme":
        run = partial(run_here, as_of=graph.graph.get("asOf", ""))
        graph = mark_programmes(find_content(), graph, run)
    return compare_chance(graph, samples, seed, alternative, within, least)


def follow(
    network: networkx.MultiGraph[str] | str = "cluster-cluster",
    by: str = "year",
    measure: str | None = None,
    as_of: str = "",
    *,
    who: bool = False,
    **parameters: Parameter,
) -> Series:
    """Follow a network over time, by 'year' or by the 'slice' that its query names, such as a call.

    Gives for each slice how many nodes and links it has, and how many nodes enter, return, stay and
    leave; with `who` their names; with a `measure` its values, a row for each node.

    >>> follow("country-country").columns[5:9]
    ('entered', 'returned', 'stayed', 'left')
    """
    from ..analysis import follow_measure, follow_network, follow_nodes

    graph = get_network(network, as_of, parameters)
    if measure and who:
        raise NetworkError("names and values are two tables; ask for 'who' or for a measure")
    if measure:
        return follow_measure(graph, by, measure)
    return follow_nodes(graph, by) if who else follow_network(graph, by)


def _read_whole(name: str | Path) -> networkx.MultiGraph[str]:
    query, _ = find_question(name)
    return network(name, **dict.fromkeys(query.parameters, "all"))


def observe(
    networks: Iterable[str | Path] = (),
    measures: Iterable[str] = (),
    path: str | Path | None = None,
) -> Path:
    """Write the measures of networks as observations of an RDF Data Cube, and give the file.

    Without names, all networks of the catalogue and all measures that fit each; no example of a
    parameter limits a network. Ask the file beside the graph: `ask(…, also=[path])`.
    """
    from ..analysis import write_observations
    from ..editing import write_file
    from ..writing import list_triples, write_ntriples

    content = find_content()
    names = tuple(networks) or tuple(read_catalogue(content, "networks"))
    turtle = find_turtle()
    data = turtle.read_bytes() if isinstance(turtle, Path) else turtle
    digest = sha256(write_ntriples(list_triples(data))).hexdigest()
    made = write_observations(
        map(_read_whole, names), tuple(measures), version=describe_version(content), digest=digest
    )
    path = Path(path) if path else content.built / "observations.ttl"
    path.parent.mkdir(parents=True, exist_ok=True)
    write_file(path, made)
    return path
