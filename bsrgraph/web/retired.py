"""Write a page for every id that is no longer in use, so that no link to it breaks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rdflib import DCTERMS, OWL, RDFS, XSD, Graph, Literal, URIRef

from ..identity import Decision
from ..vocabulary import ID
from ..writing import list_triples
from .descriptions import write_description
from .frame import Files, Frame
from .things import Thing

RETIRED = ("gone", "same")


def write_retired(
    frame: Frame, decisions: Iterable[Decision], things: Mapping[URIRef, Thing]
) -> Files:
    """Write `id/<id>.html`, `.ttl` and `.jsonld` for each id that was decided to be retired."""
    files: Files = {}
    for decision in sorted(decisions):
        if decision.word in RETIRED:
            old = decision.second if decision.word == "same" else decision.first
            thing = things.get(ID[decision.first]) if decision.word == "same" else None
            path = f"id/{old}.html"
            files[path] = frame.render(
                "retired.html", path, id=old, reason=decision.evidence, thing=thing
            )
            files |= write_description(list_triples(_describe(old, thing)), f"id/{old}")
    return files


def _describe(old: str, thing: Thing | None) -> Graph:
    graph, node = Graph(), ID[old]
    graph.add((node, OWL.deprecated, Literal("true", datatype=XSD.boolean)))
    if thing:
        graph.add((node, DCTERMS.isReplacedBy, thing.iri))
        graph.add((thing.iri, RDFS.label, Literal(thing.name)))
    return graph
