"""Read question files, put parameters in as terms, and find out what they rest on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import pyoxigraph as ox

from .answers import Answer, read_term, shorten
from .content import Content
from .errors import QueryError
from .names import Run, find_relation, find_thing
from .registry import is_id, suggest
from .vocabulary import PREFIXES

_HEADER = re.compile(r"#\+\s*(\w+):\s*(.*)")
_KEYS = (
    *("summary", "description", "parameter", "coverage"),
    *("nodes", "edges", "weight", "directed", "slice"),
)
_EVERY = "all"
LARGEST = 200_000


@dataclass(frozen=True)
class Query:
    """Hold one question: its name, what it asks in words, its parameters and its text."""

    name: str
    text: str
    summary: str = ""
    description: str = ""
    parameters: tuple[str, ...] = ()
    coverage: tuple[str, ...] = ()
    nodes: str = ""
    edges: str = ""
    weight: str = ""
    directed: bool = False
    slice: str = ""


def read_query(path: Path) -> Query:
    """Read a question file; raises QueryError where its header or a parameter does not fit."""
    if path.stat().st_size > LARGEST:
        raise QueryError(f"{path.name}: the file is larger than {LARGEST} bytes; is it a query?")
    try:
        return parse_query(path.stem, path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        raise QueryError(f"{path.name}: the file is not UTF-8; save it as UTF-8") from None


@lru_cache(maxsize=256)
def parse_query(name: str, text: str) -> Query:
    """Read a question from its text; the header is grlc's `#+ key: value`.

    >>> parse_query("x", "#+ summary: Who?\\nASK { ?s ?p ?o }").summary
    'Who?'
    """
    header: dict[str, list[str]] = {key: [] for key in _KEYS}
    for line in text.splitlines():
        if line.startswith("#+"):
            match = _HEADER.fullmatch(line.strip())
            if not match or match[1] not in _KEYS:
                raise QueryError(
                    f"{name}: '{line}' is no header line; write '#+ key: value'"
                    f" with one of {', '.join(_KEYS)}"
                )
            header[match[1]].append(match[2].strip())
    query = Query(
        name=name,
        text=text,
        summary=" ".join(header["summary"]),
        description=" ".join(header["description"]),
        parameters=tuple(header["parameter"]),
        coverage=tuple(header["coverage"]),
        nodes=" ".join(header["nodes"]),
        edges=" ".join(header["edges"]),
        weight=" ".join(header["weight"]),
        directed=header["directed"] == ["yes"],
        slice=" ".join(header["slice"]),
    )
    for parameter in query.parameters:
        find_example(query, parameter)
    return query


def read_catalogue(content: Content, *folders: str) -> dict[str, Query]:
    """Read all questions of the named folders (questions and networks by default), by name."""
    paths = [
        p for f in folders or ("questions", "networks") for p in (content.queries / f).glob("*.rq")
    ]
    return {path.stem: read_query(path) for path in sorted(paths, key=lambda p: p.stem)}


def list_questions(content: Content) -> str:
    """List the questions and networks of the catalogue with their parameters, for people."""
    lines = []
    for title, folder in (("Questions", "questions"), ("Networks", "networks")):
        lines.append(title)
        for name, query in read_catalogue(content, folder).items():
            words = " ".join((name, *(f"{p}=…" for p in query.parameters)))
            lines += [f"  {words}", f"      {query.summary}"]
    return "\n".join([*lines, "", "Ask one:  bsrgraph ask clusters-of-country country=Latvia"])


def find_query(content: Content, name: str) -> Query:
    """Find a question of the catalogue by name; raises QueryError with what was meant."""
    for folder in ("questions", "networks"):
        path = content.queries / folder / f"{name}.rq"
        if is_id(name) and path.exists():
            return read_query(path)
    names = [p.stem for f in ("questions", "networks") for p in (content.queries / f).glob("*.rq")]
    near = suggest(name, names, least=50)
    hint = f"did you mean '{near}'?" if near else "'bsrgraph ask' lists all questions"
    raise QueryError(f"no question is called '{name}'; {hint}")


def find_example(query: Query, parameter: str) -> str:
    """Find the example that stands for a parameter in its VALUES line."""
    found = _values_line(parameter).findall(query.text)
    if len(found) != 1:
        raise QueryError(
            f"{query.name}: parameter '{parameter}' needs one line"
            f" 'VALUES ?{parameter} {{ … }}' with an example"
        )
    return str(found[0]).strip()


def _values_line(parameter: str) -> re.Pattern[str]:
    return re.compile(rf"VALUES\s+\?{re.escape(parameter)}\s*\{{([^{{}}]*)\}}")


def bind_parameters(
    query: Query, given: Mapping[str, str | int | Iterable[str]], run: Run
) -> tuple[Query, tuple[str, ...]]:
    """Put terms in for parameters; returns the query and notes on what was found or assumed.

    A value is an id or a name, or a text or number where the example is one; several values may be
    given, and 'all' takes the restriction away. Raises QueryError for what is unknown.
    """
    notes, text = [], query.text
    if unknown := sorted(set(given) - set(query.parameters)):
        known = ", ".join(query.parameters) or "none"
        raise QueryError(f"{query.name}: no parameter '{unknown[0]}'; it takes {known}")
    for parameter in query.parameters:
        example = find_example(query, parameter)
        if parameter not in given:
            notes.append(
                f"{parameter} = {_spell(example)}, the example;"
                f" say {parameter}=… or {parameter}=all"
            )
            continue
        values = given[parameter]
        words = [str(values)] if isinstance(values, str | int) else list(values)
        if not words:
            raise QueryError(f"{query.name}: {parameter} has no value; say {parameter}=all for any")
        line = ""
        if words != [_EVERY]:
            terms = [_find_term(w, example, run) for w in words]
            notes += [
                f"{parameter} = {_spell(t)}"
                for w, t in zip(words, terms, strict=True)
                if _spell(t) != w
            ]
            line = f"VALUES ?{parameter} {{ {' '.join(terms)} }}"
        text = _values_line(parameter).sub(lambda _, line=line: line, text)  # type: ignore[misc]
    return replace(query, text=text), tuple(notes)


def free_parameters(query: Query) -> Query:
    """Take the restriction of every parameter away, as 'all' does.

    >>> query = parse_query("x", "#+ parameter: s\\nASK { VALUES ?s { id:a } ?s ?p ?o }")
    >>> free_parameters(query).text
    '#+ parameter: s\\nASK {  ?s ?p ?o }'
    """
    text = query.text
    for parameter in query.parameters:
        text = _values_line(parameter).sub("", text)
    return replace(query, text=text)


def _spell(term: str) -> str:
    return shorten(re.sub(r"^<(.*)>$|^\w+:(?=[\w-]+$)", r"\1", term))


def _find_term(words: str, example: str, run: Run) -> str:
    """Turn a value into a term of the example's kind, escaped; nothing is pasted as text."""
    if example.startswith("bsr:"):
        return find_relation(words, run)
    if re.match(r"\w+:|<", example):
        return str(ox.NamedNode(find_thing(words, run)))
    kind = re.search(r"\^\^xsd:(\w+)$", example)
    number = re.fullmatch(r"[+-]?\d+(\.\d+)?", example)
    plain = ("decimal" if number[1] else "integer") if number else "string"
    return _write_literal(words, kind[1] if kind else plain)


def _write_literal(words: str, datatype: str) -> str:
    """Write a text or number as a term; raises QueryError for what is no number, day or text."""
    try:
        literal = ox.Literal(words, datatype=ox.NamedNode(PREFIXES["xsd"] + datatype))
    except ValueError:
        raise QueryError("a value is no text; type it anew") from None
    if datatype in ("integer", "decimal", "double", "date") and isinstance(read_term(literal), str):
        raise QueryError(f"'{words}' is no {datatype}; write 2, 2.5 or 2016-12-30")
    return str(literal)


def read_parameters(words: Iterable[str]) -> dict[str, list[str]]:
    """Read key=value words; a key given twice has two values.

    >>> read_parameters(["country=latvia", "country=Dānija"])
    {'country': ['latvia', 'Dānija']}
    """
    given: dict[str, list[str]] = {}
    for word in words:
        key, sign, value = word.partition("=")
        if not sign or not key or not value:
            raise QueryError(
                f"'{word}' is no parameter; write key=value, in quotes where it has spaces"
            )
        given.setdefault(key, []).append(value)
    return given


def ask_catalogue(
    query: Query, given: Mapping[str, str | int | Iterable[str]], look_up: Run, run: Run
) -> Answer:
    """Bind parameters, with names looked up by `look_up`, and run a question by `run`."""
    bound, notes = bind_parameters(query, given, look_up)
    return replace(run(bound.text), notes=notes)


def list_coverage(content: Content, names: Iterable[str], run: Run) -> list[str]:
    """Say in a line each what an answer rests on: how many of how many things are known.

    A `?note` of the coverage query ends its line.
    """
    lines = []
    for name in names:
        coverage = read_query(content.queries / "coverage" / f"{name}.rq")
        row = next(iter(run(coverage.text)))
        words = (row["known"], "of", row["all"], coverage.summary, row.get("note"))
        lines.append(" ".join(shorten(w) for w in words if w is not None))
    return lines
