"""Read networks and draw them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from ..content import find_content
from ..edition import describe_version
from ..errors import NetworkError
from ..queries import bind_parameters
from ..store import run_bounded
from .questions import Parameter, describe_coverage, find_question, open_content, run_here

if TYPE_CHECKING:
    import networkx

    from ..page import Page

_G = TypeVar("_G", bound="networkx.Graph[str]")


def network(
    name: str | Path = "cluster-country", as_of: str = "", **parameters: Parameter
) -> networkx.MultiGraph[str]:
    """Read a network of the catalogue, or of a query file of your own, into NetworkX.

    Parameters are those of the network, as for `ask`; `graph["notes"]` says what was assumed.

    >>> network("country-country").number_of_nodes() >= 3
    True
    """
    from ..network import build_network

    return _build(build_network, name, as_of, parameters)


def weigh(
    network: networkx.MultiGraph[str] | str | Path = "cluster-country",
    as_of: str = "",
    **parameters: Parameter,
) -> networkx.Graph[str]:
    """Give the simple weighted graph that NetworkX's functions expect: a link a pair, its `weight`
    the number of distinct vias that `network` keeps apart, their names in `vias`.

    A name is asked and weighed at once, which is quicker; its rows need no statement. For years and
    slices weigh `network(name)`.

    >>> all(link["weight"] == len(link["vias"]) for *_, link in weigh().edges(data=True))
    True
    """
    from ..network import build_weights, weigh_network

    if isinstance(network, str | Path):
        return _build(build_weights, network, as_of, parameters)
    return weigh_network(get_network(network, as_of, parameters))


def _build(
    build: Callable[..., _G], name: str | Path, as_of: str, parameters: Mapping[str, Parameter]
) -> _G:
    query, own = find_question(name)
    run_own = partial(run_bounded, open_content(as_of)) if own else None
    run = partial(run_here, as_of=as_of)
    bound, notes = bind_parameters(query, parameters, run_here)
    graph = build(find_content(), bound, run, run_own, as_of)
    if not own:
        graph.graph["query"] = bound
    graph.graph.update(notes=notes, version=describe_version(find_content()))
    return graph


def draw(
    network: networkx.MultiGraph[str] | str = "cluster-country",
    path: str | Path | None = None,
    *,
    measure: str | None = None,
    as_of: str = "",
    **parameters: Parameter,
) -> Page:
    """Draw a network as one HTML page that needs nothing else; writes it to `path` if given, and
    shows itself in a notebook.

    >>> draw("cluster-country").lower().startswith("<!doctype html>")
    True
    """
    from ..editing import write_file
    from ..network import collect_facts
    from ..page import draw as draw_page

    graph = get_network(network, as_of, parameters)
    facts = collect_facts(find_content(), graph, run_here)
    coverage = describe_coverage(network, as_of) if isinstance(network, str | Path) else []
    page = draw_page(graph, facts, measure=measure, as_of=as_of, coverage=coverage)
    if path:
        write_file(Path(path), page)
    return page


def get_network(
    given: networkx.MultiGraph[str] | str | Path,
    as_of: str,
    parameters: Mapping[str, Parameter] = MappingProxyType({}),
) -> networkx.MultiGraph[str]:
    """Read a network that is named; take one that is read already as it is."""
    if isinstance(given, str | Path):
        return network(given, as_of, **parameters)
    if as_of or parameters:
        raise NetworkError("this network is read already; say network(name, as_of=…, …)")
    return given
