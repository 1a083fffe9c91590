"""Test that people find things by what they call them, and that no name changes a query."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bsrgraph.answers import Answer
from bsrgraph.errors import QueryError
from bsrgraph.names import find_relation, find_thing
from bsrgraph.store import open_store, run_query
from bsrgraph.vocabulary import BSR, ID

TURTLE = """
@prefix bsr: <https://w3id.org/bsrgraph/ontology#> . @prefix id: <https://w3id.org/bsrgraph/id/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
id:it-cluster rdfs:label "IT Cluster" ; skos:altLabel "Latvijas IT klasteris"@lv , "IT-Cluster O'Neill \\"β\\" \\\\ {x}"@en .
id:oresund rdfs:label "Øresund" ; skos:altLabel "Эресунн"@ru , "Ēresunda"@lv .
id:park-a rdfs:label "Science Park" . id:park-b rdfs:label "science park" .
id:double rdfs:label "park-a" .
<http://x/else> rdfs:label "Elsewhere" .
bsr:partner a bsr:Relation ; rdfs:label "partner"@en , "partneris"@lv ; skos:altLabel "cooperates with"@en .
bsr:locatedIn a bsr:Relation ; rdfs:label "located in"@en ; skos:altLabel "place"@en .
bsr:takesPlace a bsr:Relation ; rdfs:label "takes place"@en ; skos:altLabel "place"@en .
"""
STORE = open_store(TURTLE.encode())


def run(text: str) -> Answer:
    """Run a query on the small graph above."""
    return run_query(STORE, text)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("it-cluster", "it-cluster"),
        ("IT Cluster", "it-cluster"),
        ("  it \t cluster ", "it-cluster"),
        ("LATVIJAS IT KLASTERIS", "it-cluster"),
        ('IT-cluster o\'neill "β" \\ {x}', "it-cluster"),
        ("øresund", "oresund"),
        ("ØRESUND", "oresund"),
        ("эресунн", "oresund"),
        ("ēresunda", "oresund"),
        (unicodedata.normalize("NFD", "Ēresunda"), "oresund"),
        ("park-a", "park-a"),
        ("https://w3id.org/bsrgraph/id/oresund", "oresund"),
    ],
)
def test_things(words: str, name: str) -> None:
    """A thing is found by id, by IRI and by any name, in any language, case and spacing."""
    assert find_thing(words, run) == str(ID[name])


def test_ambiguous_names() -> None:
    """A name that two things bear is refused, with the ids to choose from."""
    with pytest.raises(QueryError, match="'Science Park' is the name of park-a, park-b; say which"):
        find_thing("Science Park", run)


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        ("Latvijas IT klastris", "did you mean 'Latvijas IT klasteris'"),
        ("scence park", "did you mean '[Ss]cience [Pp]ark'"),
        ("oresnd", "did you mean 'Øresund'|sources"),
        ("zzzzzz", "'bsrgraph ask sources'"),
        ("", "nothing is called ''"),
        ("Elsewhere", "nothing is called 'Elsewhere'"),
    ],
)
def test_near_misses(words: str, hint: str) -> None:
    """A name that nothing bears is refused, with the nearest one if there is one."""
    with pytest.raises(QueryError, match=hint):
        find_thing(words, run)


INJECTIONS = [
    "latvia> } DROP ALL #",
    "it-cluster } UNION { ?s ?p ?o",
    "}} UNION {{",
    '") || true || ("',
    '"@en . ?a ?b ?c . "',
    "'; DROP ALL; '",
    "\\",
    '\\" . } #',
    "x\n} SERVICE <http://127.0.0.1:1/> { ?a ?b ?c",
    "it-cluster\r\n#",
    "?s",
    "id:it-cluster",
    "<https://w3id.org/bsrgraph/id/it-cluster>",
    "\\u0022 || true || \\u0022",
    "all",
    "{}",
    "%s {0} $1 \\1 \\g<0>",
]


@pytest.mark.parametrize("find", [find_thing, find_relation])
@pytest.mark.parametrize("words", INJECTIONS)
def test_injections(find: Callable[..., str], words: str) -> None:
    """What is meant to change the query is a name like any other, and nothing bears it."""
    with pytest.raises(QueryError, match=r"nothing is called|no relation is called"):
        find(words, run)


@pytest.mark.parametrize("words", ["a\x00b", "a\x1b[2J", "\udcff", "a\u202eb"])
@pytest.mark.parametrize("find", [find_thing, find_relation])
def test_unprintable(find: Callable[..., str], words: str) -> None:
    """Bytes that are no text are refused in words that may be printed."""
    with pytest.raises(QueryError) as caught:
        find(words, run)
    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    "words",
    [
        "http://",
        "https://x/ } DROP ALL #",
        "http://x/>",
        "http://x/{a}",
        "http://x/\n<y>",
        "http://x/\"'",
    ],
)
def test_wrong_iris(words: str) -> None:
    """An IRI is taken only if it is one."""
    try:
        found = find_thing(words, run)
    except QueryError as error:
        assert "is no IRI" in str(error) or "nothing is called" in str(error)
    else:
        assert not set(found) & set('<>"{} \n')


@given(st.text(max_size=30))
def test_any_name(words: str) -> None:
    """Whatever the words, a thing of the graph or a QueryError comes back."""
    for find in (find_thing, find_relation):
        try:
            found = find(words, run)
        except QueryError:
            continue
        assert run(f"ASK {{ <{found.strip('<>')}> ?p ?o }}") or words.strip().startswith("http")


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("partner", "partner"),
        ("Partneris", "partner"),
        ("cooperates  WITH", "partner"),
        ("located in", "locatedIn"),
        ("locatedIn", "locatedIn"),
        (f"{BSR}locatedIn", "locatedIn"),
    ],
)
def test_relations(words: str, name: str) -> None:
    """A relation is found by its label, an old one, its local name or its IRI."""
    assert find_relation(words, run) == f"<{BSR[name]}>"


def test_wrong_relations() -> None:
    """A word of no relation gets a suggestion, a word of two is refused with both."""
    with pytest.raises(QueryError, match="no relation is called 'prtner'; did you mean 'partner'"):
        find_relation("prtner", run)
    with pytest.raises(QueryError, match="data/README"):
        find_relation("zzzzzz", run)
    with pytest.raises(QueryError, match="'place' is the name of locatedIn, takesPlace; say which"):
        find_relation("place", run)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Latvijas IT klasteris", "latvian-it-cluster"),
        ("dānija", "denmark"),
        ("NORGE", "norway"),
        ("Fiber Optic Valley", "fiber-optic-valley"),
    ],
)
def test_real_names(real_run: Callable[[str], Answer], words: str, name: str) -> None:
    """The names of the real content work, in the languages of the region."""
    assert find_thing(words, real_run) == str(ID[name])
