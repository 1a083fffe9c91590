"""Read a query's text: say what it does, refuse what is unsafe, put values in; limit its process.

Oxigraph reads without a lexer: keywords need no space around them (`1.SERVICE:x`) and `<` is an
operator or opens an IRI as the grammar wishes. So a word counts wherever any reading could see it.
"""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from .errors import QueryError

# Beyond ASCII every character counts as part of a name: there it is one, or no query is.
_NAME = r"\w\x80-\U0010ffff"
_ODD = r"%[0-9A-Fa-f]{2}|\\[-_~.!$&'()*+,;=/?\#@%]"
_TOKEN = re.compile(
    rf"""(?P<comment>\#[^\n\r]*)
    |(?P<iri><[^<>"{{}}|^`\x00-\x20]*>)
    |(?P<string>\"{{3}}(?:"{{0,2}}(?:[^"\\]|\\.))*\"{{3}}|'{{3}}(?:'{{0,2}}(?:[^'\\]|\\.))*'{{3}}
        |"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
    |(?P<variable>[?$][{_NAME}]+)
    |(?P<local>:(?:(?:[{_NAME}:]|{_ODD})(?:[{_NAME}:.-]|{_ODD})*)?)
    |(?P<word>[{_NAME}]+)|(?P<space>\s+)|(?P<mark>.)""",
    re.X | re.S,
)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_SOUND = re.compile(
    r"""(?:[^\\]|\\[tbnrf"'\\]|\\u(?![dD][89a-fA-F])[0-9A-Fa-f]{4}
    |\\U(?:0000(?![dD][89a-fA-F])|000[1-9a-fA-F]|0010)[0-9A-Fa-f]{4})*""",
    re.X | re.S,
)
_ABSOLUTE = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*://")
# A name or variable that holds a refused word; they are common (prov:wasDerivedFrom, ?fromName).
_HARMLESS = re.compile(r"[:?$]\w*?(?:service|from)\w*", re.I)
_PREFIX = re.compile(r"PREFIX\s*[^\s:]*:\s*<([^>]*)>", re.I)
_SAFE_PREFIX = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^/?#\s]+/(?:\S*[#/])?")
_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH")
_REFUSALS = {
    "SERVICE": "a query must not reach the network; ask the other endpoint itself",
    "FROM": "all data are in the one default graph; leave FROM out",
}


@lru_cache(maxsize=256)
def find_form(text: str) -> str:
    """Find whether a query selects, asks, constructs or describes; refuses updates.

    >>> find_form("PREFIX x: <http://x/> # SELECT\\nASK { ?s ?p ?o }")
    'ASK'
    """
    last = ""
    for match in _TOKEN.finditer(text):
        if match["space"] or match["comment"]:
            continue
        # In the prologue a keyword may be the name of a prefix.
        word, last = "" if last == "PREFIX" else match[0].upper(), match[0].upper()
        if word in _FORMS:
            return word
        if word in _UPDATES:
            raise QueryError(
                f"this is an update ({word}); only questions are answered here: begin with SELECT"
            )
    raise QueryError("this is no query; begin with SELECT, ASK, CONSTRUCT or DESCRIBE")


@lru_cache(maxsize=256)
def refuse_unsafe(text: str) -> None:
    """Refuse what would reach the network or graphs that are not here; raises QueryError.

    The words are looked for outside strings, comments, variables, IRIs and local names, once as
    written and once with SPARQL's escapes resolved, so that neither reading can hide them.

    >>> refuse_unsafe("SELECT ?from { ?from prov:wasDerivedFrom 'a service' } # FROM <x>")
    """
    plain = _ESCAPE.sub(_unescape, text)
    for reading in dict.fromkeys((text, plain)):
        # Where a prefix is no IRI with letters behind it, Oxigraph reads `e:SERVICE` as two words.
        odd = not all(map(_SAFE_PREFIX.fullmatch, _PREFIX.findall(reading)))
        rest = (reading if odd else _HARMLESS.sub(":", reading)).upper()
        if not any(refused in rest for refused in _REFUSALS):
            continue
        for word in _read_bare(reading, odd):
            for refused, why in _REFUSALS.items():
                if refused in word.upper():
                    raise QueryError(f"{refused} is refused: {why}")


def _unescape(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code < 0x110000 else " "


def _read_bare(text: str, odd: bool) -> Iterator[str]:
    """Give the words that stand bare in any reading of a text; `odd` counts local names too."""
    seen: set[int] = set()
    starts = [0]
    while starts:
        place = starts.pop()
        while place < len(text) and place not in seen:
            seen.add(place)
            match = _match(text, place)
            if word := match["word"] or (odd and match["local"]):
                yield word
            if match["iri"] and not _ABSOLUTE.match(match["iri"]):
                starts.append(place + 1)
            starts += [place + dot.start() for dot in re.finditer("[.]", match["local"] or "")]
            if match["string"] and not _SOUND.fullmatch(match["string"]):
                raise QueryError("a string holds an escape that SPARQL has not; write \\\\ for \\")
            place = match.end()


def _match(text: str, place: int) -> re.Match[str]:
    match = _TOKEN.match(text, place)
    assert match, "the last alternative takes any character"
    return match


def put_values(text: str, terms: Mapping[str, str]) -> str:
    """Fix variables to terms, by a VALUES line in every group that mentions them.

    >>> put_values("SELECT ?o { ?s ?p ?o }", {"s": "<http://x/>"})
    'SELECT ?o { VALUES ?s { <http://x/> }  ?s ?p ?o }'
    """
    groups, outside = _find_groups(text)
    named = outside.union(*groups.values()) & set(terms)
    for number, (place, names) in reversed(list(enumerate(groups.items()))):
        fixed = sorted(named if number == 0 else names & named)
        lines = "".join(f" VALUES ?{name} {{ {terms[name]} }} " for name in fixed)
        text = text[:place] + lines + text[place:]
    return text


def _find_groups(text: str) -> tuple[dict[int, set[str]], set[str]]:
    """Find where each group of patterns begins and which variables it names itself."""
    groups: dict[int, set[str]] = {}
    outside: set[str] = set()
    inside, last = [outside], ""
    tokens = [m for m in _TOKEN.finditer(text) if not (m["space"] or m["comment"])]
    for match, following in zip(tokens, [*tokens[1:], None], strict=True):
        word = (match["word"] or "").upper()
        if match["variable"]:
            inside[-1].add(match["variable"][1:])
        elif match[0] == "{":
            plain = last in ("VALUES", "CONSTRUCT") or _is_select(following)
            inside.append(inside[-1] if plain else groups.setdefault(match.end(), set()))
            last = ""
        elif match[0] == "}" and len(inside) > 1:
            inside.pop()
        elif word:
            last = word
    return groups, outside


def _is_select(match: re.Match[str] | None) -> bool:
    return match is not None and match[0].upper() == "SELECT"


def spell_error(error: Exception) -> str:
    """Say in words where a query's text is wrong, and what its parser holds against it.

    >>> spell_error(SyntaxError("error at 2:7: expected one of Prefix not found, ['%'], ['.']"))
    'line 2, column 7: Prefix not found'
    """
    words = " ".join(str(error).split())
    words = re.sub(r"^error at (\d+):(\d+)", r"line \1, column \2", words)
    words = re.sub(r"expected (?:one of )?(?:.*?, )?([A-Z][a-z]+ [\w ]+).*", r"\1", words)
    return words if len(words) < 200 else words[:200] + "…"


def limit_process(memory: int) -> None:
    """Bound the memory of this process, and keep it from opening files and sockets, for good.

    The second wall behind `refuse_unsafe`; where the system knows no such limits, there is none.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears Ctrl-C and ends this process
    try:
        import resource
    except ImportError:
        return
    statm = Path("/proc/self/statm")
    if statm.exists():
        most = int(statm.read_text().split()[0]) * resource.getpagesize() + memory
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
