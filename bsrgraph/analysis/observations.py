"""Put measures back into the graph: as observations of an RDF Data Cube (W3C 2014).

An observation is one value: of a node, in a network, by a measure. What holds for all nodes of a
network and measure stands with their slice, what holds for all with the dataset.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import networkx as nx
import pyoxigraph as ox

from ..errors import NetworkError
from ..vocabulary import BASE, PREFIXES
from ..writing import write_turtle
from .measures import find_measure
from .ranking import Ranking, list_measures, rank_nodes

OBSERVATIONS = BASE + "observation/"
CUBE = "http://purl.org/linked-data/cube#"
_PLACES = ("network", "measure", "slice", "of")
_PREFIXES = {
    **PREFIXES,
    "qb": CUBE,
    "ob": OBSERVATIONS,
    **{place: f"{OBSERVATIONS}{place}/" for place in _PLACES},
}
_TEMPLATE = Path(__file__).with_name("observations.ttl")
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`]*")
_CARD = "weight: "


def write_observations(
    networks: Iterable[nx.MultiGraph[str]],
    measures: Collection[str] = (),
    *,
    version: str,
    digest: str,
) -> bytes:
    """Write the measures of networks as Turtle: all that fit a network, or those of the named ones.

    `version` and `digest` say which graph was measured. Raises NetworkError where no measure fits.
    """
    rankings = [r for network in networks for r in rank_network(network, measures)]
    if not rankings:
        raise NetworkError(f"no network takes {', '.join(measures) or 'a measure'}; name another")
    triples = {quad.triple for quad in ox.parse(path=str(_TEMPLATE), format=ox.RdfFormat.TURTLE)}
    for word, text in (("graphVersion", version), ("graphHash", digest)):
        triples.add(ox.Triple(_own("dataset"), _own(word), ox.Literal(text)))
    for network, ranking in rankings:
        triples.update(_describe(network, ranking))
    return write_turtle(sorted(triples, key=str), _PREFIXES)


def rank_network(
    network: nx.MultiGraph[str], measures: Collection[str] = ()
) -> Iterator[tuple[nx.MultiGraph[str], Ranking]]:
    """Rank the nodes of a network by each measure that fits it, or by those of the named ones."""
    for name in measures:
        find_measure(name)
    for name in list_measures(network):
        if not measures or name in measures:
            yield network, rank_nodes(network, name)


def _describe(network: nx.MultiGraph[str], ranking: Ranking) -> Iterator[Any]:
    """Describe one measure of one network: two codes, a slice, and its observations."""
    names = (ranking.network, ranking.measure)
    codes = tuple(_name(kind, name) for kind, name in zip(_PLACES, names, strict=False))
    words = (str(network.graph.get("summary", "")), find_measure(ranking.measure).meaning)
    for kind, code, name, text in zip(_PLACES, codes, names, words, strict=False):
        yield from _describe_code(kind, code, name, text)
    cut = _name("slice", *names)
    yield ox.Triple(_own("dataset"), _cube("slice"), cut)
    yield from (*_describe_slice(cut, ranking), *_place(cut, codes))
    for row in ranking:
        if row["value"] is not None:
            about = _name("of", *names, row["node"].removeprefix(PREFIXES["id"]))
            yield ox.Triple(cut, _cube("observation"), about)
            yield from (*_describe_observation(about, row), *_place(about, codes))


def _describe_code(kind: str, code: Any, name: str, text: str) -> Iterator[Any]:
    scheme = _own(f"{kind}s")
    yield ox.Triple(code, _term("rdf", "type"), _term("skos", "Concept"))
    yield ox.Triple(code, _term("skos", "inScheme"), scheme)
    yield ox.Triple(code, _term("skos", "topConceptOf"), scheme)
    yield ox.Triple(code, _term("skos", "prefLabel"), ox.Literal(name, language="en"))
    if text:
        yield ox.Triple(code, _term("skos", "definition"), ox.Literal(text, language="en"))


def _place(about: Any, codes: tuple[Any, ...]) -> Iterator[Any]:
    """Say of which network and measure a slice or observation is."""
    for word, code in zip(_PLACES, codes, strict=False):
        yield ox.Triple(about, _own(word), code)


def _describe_slice(cut: Any, ranking: Ranking) -> Iterator[Any]:
    weight = next(line.removeprefix(_CARD) for line in ranking.card if line.startswith(_CARD))
    yield ox.Triple(cut, _term("rdf", "type"), _cube("Slice"))
    yield ox.Triple(cut, _cube("sliceStructure"), _own("by-network-and-measure"))
    for word, text in (
        ("weight", weight),
        ("scale", find_measure(ranking.measure).scale),
        ("card", "\n".join(ranking.card)),
    ):
        yield ox.Triple(cut, _own(word), ox.Literal(text))


def _describe_observation(about: Any, row: dict[str, Any]) -> Iterator[Any]:
    measured = row["node"]
    absolute = _ABSOLUTE.fullmatch(measured)
    value = ox.Literal(f"{row['value']:.12g}", datatype=_term("xsd", "double"))
    yield ox.Triple(about, _term("rdf", "type"), _cube("Observation"))
    yield ox.Triple(about, _cube("dataSet"), _own("dataset"))
    yield ox.Triple(
        about, _own("node"), ox.NamedNode(measured) if absolute else ox.Literal(measured)
    )
    yield ox.Triple(about, _own("value"), value)
    yield ox.Triple(about, _own("rank"), ox.Literal(row["rank"]))
    yield ox.Triple(about, _own("tied"), ox.Literal(row["tied"]))


def _name(place: str, *names: str) -> Any:
    """Name a code, slice or observation after what it is of.

    >>> _name("slice", "cluster-country", "degree").value.removeprefix(OBSERVATIONS)
    'slice/cluster-country.degree'
    """
    parts = (quote(name, safe="").replace(".", "%2E") for name in names)
    return ox.NamedNode(f"{OBSERVATIONS}{place}/{'.'.join(parts)}")


def _own(word: str) -> Any:
    return ox.NamedNode(OBSERVATIONS + word)


def _cube(word: str) -> Any:
    return ox.NamedNode(CUBE + word)


def _term(prefix: str, word: str) -> Any:
    return ox.NamedNode(PREFIXES[prefix] + word)
