"""Test that no query reaches the network, other graphs or the data, whatever it dresses up as."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import StringIO

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib.plugins.sparql import prepareQuery

import bsrgraph
from bsrgraph import cli, store
from bsrgraph.errors import QueryError
from bsrgraph.guards import find_form, put_values, refuse_unsafe

# URL stands for the address of a listener; `:x` is a name in it.
HEAD = "PREFIX : <URL> PREFIX x: <http://x/> "
HOSTILE = {
    "plain": "SELECT * { SERVICE <URL> { ?a ?b ?c } }",
    "lower case": "SELECT * { service <URL> { ?a ?b ?c } }",
    "mixed case": "SELECT * { sErViCe <URL> { ?a ?b ?c } }",
    "silent": "SELECT * { SERVICE SILENT <URL> { ?a ?b ?c } }",
    "silent glued": "SELECT * { SERVICESILENT<URL>{?a ?b ?c}}",
    "name": "SELECT * { SERVICE :x { ?a ?b ?c } }",
    "name glued": "SELECT * {SERVICE:x{?a ?b ?c}}",
    "variable": "SELECT * { BIND(:x AS ?u) SERVICE ?u { ?a ?b ?c } }",
    "sub-query": "SELECT * { { SELECT * { SERVICE <URL> { ?a ?b ?c } } } }",
    "optional": "SELECT * { OPTIONAL { SERVICE <URL> { ?a ?b ?c } } }",
    "exists": "SELECT * { ?s ?p ?o FILTER EXISTS { SERVICE <URL> { ?a ?b ?c } } }",
    "lateral": "SELECT * { ?s ?p ?o LATERAL { SERVICE <URL> { ?a ?b ?c } } }",
    "construct": "CONSTRUCT { ?a ?b ?c } WHERE { SERVICE <URL> { ?a ?b ?c } }",
    "describe": "DESCRIBE ?a WHERE { SERVICE <URL> { ?a ?b ?c } }",
    "ask": "ASK { SERVICE <URL> { ?a ?b ?c } }",
    "comment between": "SELECT * { SERVICE # to whom\n <URL> { ?a ?b ?c } }",
    "comment before": "SELECT * { # '\nSERVICE <URL> { ?a ?b ?c } # '\n}",
    "old line end": "SELECT * { # harmless\rSERVICE <URL> { ?a ?b ?c }\r}",
    "line ends": "SELECT *\r\n{\r\n# x\r\nSERVICE\r\n<URL>\r\n{ ?a ?b ?c }\r\n}",
    "escaped": "SELECT * { \\u0053ERVICE <URL> { ?a ?b ?c } }",
    "escaped long": "SELECT * { SERV\\U00000049CE <URL> { ?a ?b ?c } }",
    "escaped quote": "SELECT * { ?s ?p '\\u0027 . SERVICE <URL> { ?a ?b 'c' } }",
    "after number": "SELECT * {?s ?p 1.SERVICE:x{?a ?b ?c}}",
    "glued to number": "SELECT * {?s ?p 1e5SERVICE<URL>{?a ?b ?c}}",
    "glued to word": "SELECT * {?s ?p trueSERVICE<URL>{?a ?b ?c}}",
    "after empty name": "SELECT * {?s ?p x:.SERVICE<URL>{?a ?b ?c}}",
    "after dotted name": "SELECT * {?s ?p x:a.c.SERVICE<URL>{?a ?b ?c}}",
    "path mark": "SELECT * {?s x:p?-1SERVICE<URL>{?a ?b ?c}}",
    "after string": "SELECT * {?s ?p ''SERVICE <URL> {?a ?b 'c'}}",
    "after language": "SELECT * {?s ?p 'q'@en SERVICE <URL> {?a ?b 'c'}}",
    "smaller than": "SELECT * {?s ?p ?o FILTER(1<2)SERVICE:x#>\n{?a ?b ?c}}",
    "smaller and comment": "SELECT * {?s ?p ?o FILTER(1<2#>'''\n)SERVICE<URL>{?a ?b ?c}#'''\n}",
    "smaller and string": "SELECT * {?s ?p ?o FILTER(?o<'''>''')SERVICE<URL>{?a ?b ?c}#'''\n}",
    "name with quote": "SELECT * {?s x:p|x:a\\' ?o SERVICE <URL> {?a ?b 'c'}}",
    "name with hash": "SELECT * {?s x:p|x:a\\# ?o SERVICE <URL> {?a ?b 'c'}\n}",
    "name with dot above": "SELECT * {?s x:p|x:a·1\\#[]SERVICE<URL>{?a ?b ?c}}",
    "wrong escape": "SELECT * {VALUES ?v {'''a'}SERVICE<URL>{?a ?b ?c}#\\q'''\n}",
    "nested quotes": "SELECT * {?s ?p '''it's \"\"\"''' . SERVICE <URL> {?a ?b \"\"\"'''\"\"\"}}",
    "prefix that is no IRI": "PREFIX e: <http://x:8> ASK { ?s ?p e:SERVICE <URL> { ?a ?b ?c } }",
    "prefix and silent": "PREFIX e: <http://x:8> ASK { ?s ?p e:SERVICESILENT <URL> { ?a ?b ?c } }",
    "from": "SELECT * FROM <URL> { ?s ?p ?o }",
    "from named": "SELECT * FROM NAMED <URL> { GRAPH ?g { ?s ?p ?o } }",
    "from glued": "CONSTRUCTFROM<URL>WHERE{?s ?p ?o}",
    "from name": "SELECT * FROM:x{?s ?p ?o}",
    "from smaller": "SELECT(1<2 AS?x)FROM:x#>\n{?s ?p ?o}",
    "from escaped": "SELECT * \\u0046ROM <URL> { ?s ?p ?o }",
    "load": "LOAD <URL>",
    "load silent": "LOAD SILENT <URL> INTO GRAPH <http://x/>",
    "insert": "INSERT DATA { <http://x/a> <http://x/p> 1 }",
    "delete": "DELETE WHERE { ?s ?p ?o }",
    "insert from service": "INSERT { ?a ?b ?c } WHERE { SERVICE <URL> { ?a ?b ?c } }",
    "with": "WITH <URL> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "drop": "# SELECT\nDROP ALL",
    "clear": "PREFIX select: <http://x/> CLEAR DEFAULT",
    "create": "CREATE GRAPH <URL>",
    "copy": "COPY DEFAULT TO <URL>",
    "two": "SELECT * { ?s ?p ?o } ; DROP ALL",
}
ALLOWED = {
    "string": "SELECT * { ?s ?p ?o FILTER(?o != 'SERVICE <http://x/> FROM') }",
    "string with quote": "SELECT * { ?s ?p ?o FILTER(?o != 'it\\'s SERVICE') }",
    "long string": "SELECT * { ?s ?p ?o FILTER(?o != '''It's from\nthe \"service\"''') }",
    "longer string": 'SELECT * { ?s ?p ?o FILTER(?o != """a ""SERVICE"" \\""" FROM""") }',
    "comment": "# FROM <http://x/>\nSELECT * { ?s ?p ?o } # SERVICE",
    "comment by line": "SELECT *\r\n# SERVICE <http://x/> { }\r\n{ ?s ?p ?o }",
    "variables": "SELECT ?from $service { ?from ?p $service }",
    "names": "SELECT * { ?s bsr:formedFrom ?o ; bsr:service ?p }",
    "name with dot": "SELECT * { ?from bsr:from.a ?service }",
    "iri": "SELECT * { ?s <http://x.org/service/from/x> ?o }",
    "iri with hash": "SELECT * { ?s <http://x.org/#service> ?o . ?o <http://x.org/from#a> ?p }",
    "iri with escape": "SELECT * { ?s <http://x.org/\\u0066rom> ?o }",
    "smaller": "SELECT * { ?from ?p ?o FILTER(?o<5&&7>?o) }",
    "keyword within": "SELECT * { ?s ?p ?o FILTER(CONTAINS(STR(?o), 'from')) }",
    "prefix with a path": "PREFIX e: <http://x.org:8/a/> SELECT * { ?s e:service ?o }",
    "prefix of an update": "PREFIX load: <http://x/> SELECT * { ?s load:x ?o }",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_refused(text: str) -> None:
    """A text that would reach out or change data is refused in a line that names a remedy."""
    with pytest.raises(QueryError) as caught:
        refuse_unsafe(HEAD + text)
        find_form(HEAD + text)
        store.run_query(ox.Store(), HEAD + text)
    assert str(caught.value)


@pytest.mark.parametrize("text", ALLOWED.values(), ids=ALLOWED.keys())
def test_allowed(text: str) -> None:
    """The words may stand wherever they are no keywords."""
    refuse_unsafe(text)
    assert store.run_query(ox.Store(), text).form == "SELECT"


FILLERS = st.sampled_from(
    (
        "?s ?p ?o .",
        "FILTER(1 < 2)",
        "OPTIONAL { ?s ?q ?r }",
        "{ } UNION { ?u ?v 'w' }",
        "# note\n",
        "BIND('a\"b' AS ?z1)",
        "VALUES ?w { 1 <http://y/#z> }",
        "FILTER(?s != '''q's''')",
        "{ SELECT ?m { ?m ?n 1 } }",
    )
)


@settings(max_examples=150, deadline=None)
@given(
    before=st.lists(FILLERS, max_size=4, unique=True),
    after=st.lists(FILLERS, max_size=4, unique=True),
    word=st.sampled_from(["SERVICE", "service", "SeRvIcE"]),
    space=st.sampled_from([" ", "\n", "\r\n", " # x\n", ""]),
)
def test_service_anywhere(before: list[str], after: list[str], word: str, space: str) -> None:
    """SERVICE is refused wherever it stands; in a comment or a string it is only a word."""
    reach = f"{word}{space}<http://127.0.0.1:1/>{space}{{ ?a ?b ?c }}"
    write = "SELECT * {{ {} {} {} }}".format

    def fill(middle: str) -> str:
        fillers = [f.replace("?z1", "?z2") if f in before else f for f in after]
        return write("\n".join(before), middle, "\n".join(fillers))

    with pytest.raises(QueryError, match="SERVICE is refused"):
        refuse_unsafe(fill(reach))
    inline = " ".join(reach.split())
    for harmless in (
        f"# {inline}\n",
        f"FILTER('{inline}' != 'x')",
        f'FILTER("""{reach}""" != "x")',
    ):
        store.run_query(ox.Store(), fill(harmless))


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="SERVICEfrom<>#'\"\\:.{}?x1· \n", max_size=40))
def test_any_text(text: str) -> None:
    """Whatever the text, it is judged, and what Oxigraph still calls a service was refused."""
    whole = "PREFIX : <http://127.0.0.1:1/> SELECT * { ?s ?p ?o " + text + " SERVICE:x{?a ?b ?c} }"
    try:
        refuse_unsafe(whole)
    except QueryError:
        return
    one = ox.Store()
    one.add(ox.Quad(*[ox.NamedNode("http://x/")] * 3))
    try:
        list(one.query(whole))
    except (SyntaxError, ValueError):
        return


def test_long_text_is_read_in_one_pass() -> None:
    """A long text is read in time that grows with its length: this would take hours otherwise."""
    for piece in ("a.", "a:", "<a", '"""\\"', "'''\\'", "<a'>"):
        text = "SELECT * { # service\n" + piece * 50_000
        try:
            refuse_unsafe(text)
        except QueryError:
            continue


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("select*{?s ?p ?o}", "SELECT"),
        ("PREFIX : <http://x/>describe:x", "DESCRIBE"),
        ("BASE <http://x/select> ASK{}", "ASK"),
        ("# CONSTRUCT\nDESCRIBE <http://x/>", "DESCRIBE"),
        ("PREFIX ask: <http://x/>CONSTRUCT{?s ask:p ?o}{?s ?p ?o}", "CONSTRUCT"),
    ],
)
def test_form(text: str, form: str) -> None:
    """The form is the first keyword that is one, not a prefix, comment or IRI."""
    assert find_form(text) == form


@pytest.mark.parametrize("text", ["", "latvia", "# only a comment", "{ ?s ?p ?o }"])
def test_no_query(text: str) -> None:
    """What is no query is told how to begin."""
    with pytest.raises(QueryError, match="begin with SELECT"):
        find_form(text)


def test_values_are_put_into_groups_only() -> None:
    """Values go where patterns are: not into templates, data blocks, strings or comments."""
    text = "CONSTRUCT { ?s ?p 1 } WHERE { VALUES (?s ?t) { (1 2) } ?s ?p '{' # {\n OPTIONAL { ?s ?q ?r } }"
    assert put_values(text, {"s": "5"}) == (
        "CONSTRUCT { ?s ?p 1 } WHERE { VALUES ?s { 5 }  VALUES (?s ?t) { (1 2) } ?s ?p '{' # {\n"
        " OPTIONAL { VALUES ?s { 5 }  ?s ?q ?r } }"
    )


@dataclass
class Listener:
    """Hear every connection to a port of this machine."""

    url: str
    heard: list[bytes] = field(default_factory=list)


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    """Listen on 127.0.0.1; whoever connects gets an empty answer."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        ear = Listener(f"http://127.0.0.1:{server.getsockname()[1]}/")

        def listen() -> None:
            while True:
                try:
                    caller, _ = server.accept()
                except OSError:
                    return
                with caller:
                    ear.heard.append(caller.recv(65536))
                    caller.sendall(
                        b"HTTP/1.1 404 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                    )

        threading.Thread(target=listen, daemon=True).start()
        yield ear
        # A listening socket that is only closed would leave the thread in accept().
        server.shutdown(socket.SHUT_RDWR)


def _aim(text: str, listener: Listener) -> str:
    return (HEAD + text).replace("URL", listener.url)


def _run_cli(
    text: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> tuple[int, str, str]:
    monkeypatch.setattr(sys, "argv", ["bsrgraph", "ask", "-"])
    monkeypatch.setattr(sys, "stdin", StringIO(text))
    with pytest.raises(SystemExit) as caught:
        cli.run()
    said = capsys.readouterr()
    return int(str(caught.value.code)), said.out, said.err


def test_listener_hears_nothing(
    listener: Listener, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """No hostile query reaches the network by ask, by load().query or by the command line."""
    listener.heard.clear()
    graph = bsrgraph.load()
    for name, text in HOSTILE.items():
        query = _aim(text, listener)
        with pytest.raises(bsrgraph.QueryError):
            bsrgraph.ask(query)
        with pytest.raises(bsrgraph.QueryError):
            list(graph.query(query))
        code, out, err = _run_cli(query, monkeypatch, capsys)
        assert (code, out) == (2, ""), name
        assert err.startswith("bsrgraph: ") and "Traceback" not in err, name
    assert listener.heard == []


def test_prepared_queries_reach_nothing(listener: Listener) -> None:
    """A prepared query is looked at by its text; rdflib's own engine would call SERVICE and FROM."""
    listener.heard.clear()
    graph = bsrgraph.load()
    for text in ("SELECT * { SERVICE <URL> { ?a ?b ?c } }", "SELECT * FROM <URL> { ?s ?p ?o }"):
        prepared = prepareQuery(_aim(text, listener))
        for fixed in ({}, {"a": None}):
            with pytest.raises(bsrgraph.QueryError, match="refused"):
                graph.query(prepared, initBindings=fixed)
    with pytest.raises(bsrgraph.QueryError, match="no query"):
        graph.query(prepared.algebra)
    with pytest.raises(bsrgraph.QueryError, match="takes no SPARQL update"):
        graph.update(_aim("LOAD <URL>", listener))
    assert listener.heard == []


def test_listener_would_hear(listener: Listener) -> None:
    """Without the guard Oxigraph calls the listener, by disguised queries too."""
    nodes = store.open_store(b"@prefix x: <http://x/> . x:a x:p 1 , x:a.c .")
    for name in (
        "plain",
        "after number",
        "after dotted name",
        "smaller than",
        "smaller and comment",
        "name with hash",
    ):
        listener.heard.clear()
        with pytest.raises(OSError):
            list(nodes.query(_aim(HOSTILE[name], listener)))
        assert listener.heard, name


def test_second_wall(listener: Listener, monkeypatch: pytest.MonkeyPatch) -> None:
    """Should a disguise ever pass the guard, the child process can open no socket."""
    listener.heard.clear()
    monkeypatch.setattr(store, "refuse_unsafe", lambda text: None)
    with pytest.raises(QueryError, match="failed"):
        store.run_bounded(ox.Store(), _aim(HOSTILE["plain"], listener))
    assert listener.heard == []


def test_command_line_refuses(listener: Listener) -> None:
    """The real command exits with 2, says one clear line, and has called nobody."""
    listener.heard.clear()
    done = subprocess.run(
        [sys.executable, "-m", "bsrgraph", "ask", "-"],
        input=_aim(HOSTILE["smaller than"], listener),
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.strip().splitlines() == [
        "bsrgraph: SERVICE is refused: a query must not reach the network; ask the other endpoint itself"
    ]
    assert listener.heard == []
