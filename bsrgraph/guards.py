"""Say what a query does, and refuse what reaches the network, other graphs, or changes data."""

from __future__ import annotations

import re

from .errors import QueryError

_TOKEN = re.compile(
    r"""(?P<skip>\#[^\n\r]*|<[^<>"{}|^`\x00-\x20]*>
    |\"{3}(?:(?:"|"")?(?:[^"\\]|\\.))*\"{3}|'{3}(?:(?:'|'')?(?:[^'\\]|\\.))*'{3}
    |"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*'|[?$@][\w-]+|\w[\w.-]*:[\w.:%\\-]*|:[\w.:%\\-]*)
    |(?P<word>[^\W\d_]\w*)|.""",
    re.X | re.S,
)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH")
_SUSPECT = re.compile("service|from", re.I)


def find_form(text: str) -> str:
    """Find whether a query selects, asks, constructs or describes; refuses updates.

    >>> find_form("PREFIX x: <http://x/> # SELECT\\nASK { ?s ?p ?o }")
    'ASK'
    """
    for word in _find_words(text):
        if word in _FORMS:
            return word
        if word in _UPDATES:
            raise QueryError(
                f"this is an update ({word}); only questions are answered here: begin with SELECT"
            )
    raise QueryError("this is no query; begin with SELECT, ASK, CONSTRUCT or DESCRIBE")


def refuse_unsafe(text: str) -> None:
    """Refuse what would reach the network or graphs that are not here; raises QueryError.

    The words are looked for outside strings, comments and IRIs, once as written and once with
    SPARQL's escapes resolved, so that neither reading can hide them.
    """
    plain = _ESCAPE.sub(_unescape, text)
    if not _SUSPECT.search(plain):
        return
    for words in (_find_words(text), _find_words(plain)):
        if "SERVICE" in words:
            raise QueryError(
                "SERVICE is refused: a query must not reach the network;"
                " ask the other endpoint itself"
            )
        if "FROM" in words:
            raise QueryError(
                "FROM is refused: all data are in the one default graph; leave FROM out"
            )


def _find_words(text: str) -> list[str]:
    return [m["word"].upper() for m in _TOKEN.finditer(text) if m["word"]]


def _unescape(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code < 0x110000 else " "
