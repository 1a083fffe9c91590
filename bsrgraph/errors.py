"""Errors that name place, cause and remedy.

BsrgraphError
  ContentError      sheets, registry, ontology or shapes hold mistakes: all of them at once
  QueryError        a question, its parameters or its text cannot be used
    QueryTimeout    a query took longer, or more memory, than it may
  EndpointError     a remote SPARQL service did not answer as it should
  NetworkError      rows or a measure do not make a network
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """Say what is wrong at one place, and what to do about it.

    >>> print(Problem("data/sources/a.csv", 7, "no relation 'prtner'", "did you mean 'partner'?"))
    data/sources/a.csv:7: no relation 'prtner'; did you mean 'partner'?
    """

    path: str
    line: int
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.what}; {self.remedy}"


class BsrgraphError(Exception):
    """Stand for every error that bsrgraph raises on purpose."""


class ContentError(BsrgraphError):
    """Carry every mistake found in the content.

    >>> str(ContentError([Problem("a.csv", 2, "no object", "fill the cell")]))
    'a.csv:2: no object; fill the cell'
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(map(str, self.problems)))


class QueryError(BsrgraphError):
    """Say that a question cannot be asked as it stands."""


class QueryTimeout(QueryError):
    """Say that a query was stopped because it took too much."""


class EndpointError(BsrgraphError):
    """Say that a remote SPARQL service did not answer as it should."""


class NetworkError(BsrgraphError):
    """Say that rows do not make a network, or that a measure does not fit it."""
