"""Write the graph for download: RDF, tables and networks, each with its gzip, and their hashes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import pyoxigraph as ox

from ..answers import Answer, format_answer
from ..content import Content
from ..formats import FORMS, format_network
from ..network import build_network
from ..queries import free_parameters, read_catalogue
from ..store import run_query
from ..writing import Triples, compress, write_jsonld, write_ntriples

ROWS = 10_000_000
SUMS = "SHA256SUMS"
_WHOLE = {
    "bsrgraph.jsonld": "The whole graph as JSON-LD with a context of its own: a node for each"
    " thing, statement and value.",
    "bsrgraph.nt": "The whole graph as canonical N-Triples, sorted and without blank nodes: the"
    " SHA-256 of the file is the RDFC-1.0 hash of the graph.",
    "bsrgraph.ttl": "The whole graph as Turtle: things, statements with their sources, values, and"
    " the vocabulary.",
}


@dataclass(frozen=True)
class Dump:
    """Hold one file for download: its name below `data/`, what it holds, and its bytes."""

    name: str
    description: str
    data: bytes
    compressed: bytes

    @property
    def whole(self) -> bool:
        """Say whether the file holds the whole graph."""
        return self.name in _WHOLE


def write_dumps(
    content: Content, turtle: bytes, ontology: bytes, triples: Triples, store: ox.Store
) -> list[Dump]:
    """Write all files for download, in the order of their names."""
    files = {
        "bsrgraph.ttl": (_WHOLE["bsrgraph.ttl"], turtle),
        "bsrgraph.nt": (_WHOLE["bsrgraph.nt"], write_ntriples(triples)),
        "bsrgraph.jsonld": (_WHOLE["bsrgraph.jsonld"], write_jsonld(triples)),
        "ontology.ttl": (
            "The vocabulary alone: classes, relations, sectors, places, units.",
            ontology,
        ),
        **write_tables(content, store),
        **write_networks(content, store),
    }
    return [
        Dump(name, description, data, compress(data))
        for name, (description, data) in sorted(files.items())
    ]


def write_tables(content: Content, store: ox.Store) -> dict[str, tuple[str, bytes]]:
    """Write the answer to each question of `queries/tables/` as CSV."""
    return {
        f"tables/{name}.csv": (
            query.summary,
            format_answer(run_query(store, query.text, rows=ROWS), "csv").encode(),
        )
        for name, query in read_catalogue(content, "tables").items()
    }


def write_networks(content: Content, store: ox.Store) -> dict[str, tuple[str, bytes]]:
    """Write each network of the catalogue in every form."""

    def run(text: str) -> Answer:
        return run_query(store, text, rows=ROWS)

    files = {}
    for name, query in read_catalogue(content, "networks").items():
        network = build_network(content, free_parameters(query), run)
        for form in FORMS:
            data = format_network(network, form).encode()
            files[f"networks/{name}.{form}"] = (query.summary, data)
    return files


def place_dumps(dumps: list[Dump]) -> dict[str, bytes]:
    """Lay the dumps out below `data/`, each with its gzip, and their hashes for `sha256sum -c`."""
    files = {}
    for dump in dumps:
        files[f"data/{dump.name}"] = dump.data
        files[f"data/{dump.name}.gz"] = dump.compressed
    lines = [
        f"{hash_bytes(data)}  {name.removeprefix('data/')}\n"
        for name, data in sorted(files.items())
    ]
    return {**files, f"data/{SUMS}": "".join(lines).encode()}


def hash_graph(dumps: list[Dump]) -> str:
    """Give the RDFC-1.0 hash of the graph: that of its canonical N-Triples."""
    return next(hash_bytes(dump.data) for dump in dumps if dump.name == "bsrgraph.nt")


def hash_bytes(data: bytes) -> str:
    """Give the SHA-256 of bytes in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
