"""Write what the graph holds about one thing as RDF: its triples, and those of its statements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox
from rdflib import RDFS, URIRef

from ..vocabulary import STATEMENT, VALUE
from ..writing import Triples, write_jsonld, write_turtle
from .things import Collection


@dataclass(frozen=True)
class Index:
    """Hold the triples of each subject, and the label of each thing and term."""

    of: Mapping[str, Triples]
    labels: Mapping[str, Triples]


def index_triples(triples: Triples) -> Index:
    """Index the triples of a graph by subject, each in the order in which they come."""
    of: dict[str, Triples] = {}
    labels: dict[str, Triples] = {}
    for triple in triples:
        of.setdefault(triple.subject.value, []).append(triple)
        if triple.predicate.value == str(RDFS.label):
            labels.setdefault(triple.subject.value, []).append(triple)
    return Index(of, labels)


def describe_node(iri: URIRef, collection: Collection, index: Index) -> Triples:
    """List what the graph says of a thing: its triples, the statements that name it or come from
    it, their values, and the labels of all else that these name.
    """
    said = (collection.told, collection.linked, collection.stated)
    names = {str(name) for part in said for name, _ in part.get(iri, ())}
    whole = [str(iri), *sorted(names)]
    found = [triple for node in whole for triple in index.of.get(node, ())]
    values = sorted(_list_objects(found, str(VALUE)))
    found += [triple for value in values for triple in index.of.get(value, ())]
    others = sorted(_list_named(found).difference(whole, values))
    return found + [triple for other in others for triple in index.labels.get(other, ())]


def _list_objects(triples: Iterable[Any], namespace: str) -> set[str]:
    objects = (t.object for t in triples if isinstance(t.object, ox.NamedNode))
    return {o.value for o in objects if o.value.startswith(namespace)}


def _list_named(triples: Iterable[Any]) -> set[str]:
    """List what triples name as predicate or object; statements are no things to be labelled."""
    named = {t.predicate.value for t in triples} | _list_objects(triples, "")
    return {iri for iri in named if not iri.startswith(str(STATEMENT))}


def write_description(triples: Triples, path: str) -> dict[str, bytes]:
    """Write triples as the Turtle and JSON-LD files of a page; `path` is without its ending."""
    return {f"{path}.ttl": write_turtle(triples), f"{path}.jsonld": write_jsonld(triples)}
