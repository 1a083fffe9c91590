"""Check sheets, shapes and questions, and name every mistake by file and line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from rdflib import OWL, RDF, SH, Graph, URIRef
from rdflib.term import Node

from .answers import shorten
from .content import Content
from .errors import BsrgraphError, Problem
from .graph import Corpus, build_graph, entail, read_corpus
from .guards import refuse_unsafe
from .identity import check_identity
from .merging import name_object
from .queries import read_query
from .statements import Statement
from .store import open_store, run_query


def check_content(content: Content) -> list[Problem]:
    """Check everything; shapes and likenesses are looked at once the sheets can be read."""
    corpus = read_corpus(content)
    problems = list(corpus.problems)
    if not problems:
        problems += check_identity(content, corpus) + check_shapes(content, corpus)
    return sorted(problems + check_queries(content))


def check_shapes(content: Content, corpus: Corpus) -> list[Problem]:
    """Validate the graph with every statement asserted, so that shapes see counts and sums too."""
    import pyshacl

    graph = build_graph(corpus)
    for statement in corpus.statements.values():
        for triple in entail(statement, corpus.vocabulary):
            graph.add(triple)
    shapes = Graph().parse(content.ontology / "shapes.ttl", format="turtle")
    _, report, _ = pyshacl.validate(graph, shacl_graph=spread_targets(shapes), inplace=True)
    problems = {
        _read_result(report, shapes, result, corpus) for result in report.objects(None, SH.result)
    }
    return sorted(problems | set(_find_mixed_kinds(graph, corpus)))


def spread_targets(shapes: Graph) -> Graph:
    """Give the properties of each shape its targets, which says the same.

    pySHACL looks at a shape with targets once for all nodes, but at one inside another once for
    each node, and that takes five times as long.
    """
    flat = shapes + Graph()
    for target in (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf):
        for shape, nodes in shapes.subject_objects(target):
            if (None, SH.node, shape) not in shapes:
                for part in shapes.objects(shape, SH.property):
                    flat.add((part, target, nodes))
                    flat.remove((shape, SH.property, part))
    return flat


def hold_against(data: bytes, shapes: bytes) -> list[tuple[str, Node, Node | str, str]]:
    """Hold Turtle against shapes: severity, node, property and message of whatever they find.

    Raises BsrgraphError where the shapes are none, or would reach the network.
    """
    import pyshacl

    try:
        graph = Graph().parse(data=data, format="turtle")
        rules = Graph().parse(data=shapes, format="turtle")
        for text in (*rules.objects(None, SH.select), *rules.objects(None, SH.ask)):
            refuse_unsafe(str(text))
        _, report, _ = pyshacl.validate(graph, shacl_graph=rules, do_owl_imports=False)
    except (SyntaxError, ValueError, pyshacl.errors.ReportableRuntimeError) as error:
        raise BsrgraphError(f"these shapes cannot be used: {error}") from error
    return sorted(
        (
            str(report.value(result, SH.resultSeverity)).rpartition("#")[2],
            report.value(result, SH.focusNode) or SH.Nothing,
            report.value(result, SH.resultPath) or "",
            str(report.value(result, SH.resultMessage) or ""),
        )
        for result in report.objects(None, SH.result)
    )


def _read_result(report: Graph, shapes: Graph, result: Node, corpus: Corpus) -> Problem:
    focus, value = report.value(result, SH.focusNode), report.value(result, SH.value)
    paths = _list_paths(report, shapes, result)
    statement = find_statement(corpus, focus, paths, value)
    told = {focus, value} & corpus.statements.keys()
    thing = statement.subject if statement and told else focus
    what, _, remedy = str(report.value(result, SH.resultMessage)).partition("; ")
    return _place(corpus, thing, statement, f"{shorten(str(thing))}: {what}", remedy)


def _list_paths(report: Graph, shapes: Graph, result: Node) -> list[Node]:
    """List the relations that a result is about: its own path, then what its shape targets."""
    shape = report.value(result, SH.sourceShape)
    around = [shape, *shapes.subjects(SH.property, shape)]
    targets = [shapes.value(s, SH.targetSubjectsOf) for s in around]
    return [p for p in (report.value(result, SH.resultPath), *targets) if p is not None]


def find_statement(
    corpus: Corpus, focus: Node | None, paths: Iterable[Node], value: Node | None
) -> Statement | None:
    """Find the statement behind a result: by its node, or by subject, relation and object."""
    for node in (focus, value):
        if node in corpus.statements:
            return corpus.statements[URIRef(str(node))]
    about = sorted(
        (s for s in corpus.statements.values() if s.subject == focus),
        key=lambda s: (s.path, s.line),
    )
    for path in paths:
        on_path = [s for s in about if path in (s.relation.iri, *s.relation.broader)]
        if on_path:
            return ([s for s in on_path if name_object(s.object) == value] or on_path)[-1]
    return about[0] if about else None


def _place(
    corpus: Corpus, thing: Node | None, statement: Statement | None, what: str, remedy: str
) -> Problem:
    """Name the line of the statement, or else of the registry entry."""
    if statement is not None:
        return Problem(statement.path, statement.line, what, remedy)
    for known in corpus.registry.things.values():
        if known.iri == thing and known.line:
            return Problem(known.path, known.line, what, remedy)
    return Problem("ontology", 1, what, remedy)


def _find_mixed_kinds(graph: Graph, corpus: Corpus) -> Iterator[Problem]:
    """Find things of two kinds that the ontology declares disjoint."""
    remedy = "give the two things two ids, or keep one 'is a'"
    for first, second in graph.subject_objects(OWL.disjointWith):
        both = set(graph.subjects(RDF.type, first)) & set(graph.subjects(RDF.type, second))
        for thing in both:
            names = [shorten(str(node)) for node in (thing, first, second)]
            what = "{}: it is both {} and {}".format(*names)
            yield _place(
                corpus, thing, find_statement(corpus, thing, [RDF.type], second), what, remedy
            )


def check_queries(content: Content) -> list[Problem]:
    """Check that every question can be read and run, says what it asks, and has an order."""
    store = open_store(b"")
    problems = []
    for path in sorted(content.queries.rglob("*.rq")):
        try:
            query = read_query(path)
            run_query(store, query.text)
        except BsrgraphError as error:
            problems.append(
                Problem(content.name(path), 1, str(error).replace("\n", " "), "mend the query")
            )
            continue
        lacking = _find_lacking(query.text, query.summary, path.parent.name)
        problems += [Problem(content.name(path), 1, what, remedy) for what, remedy in lacking]
    return problems


def _find_lacking(text: str, summary: str, folder: str) -> Iterable[tuple[str, str]]:
    if not summary.endswith("?") and folder != "coverage":
        yield "the summary is no question", "begin the file with '#+ summary: …?'"
    if folder != "coverage" and not re.search(r"\bORDER BY\b", text):
        yield "no ORDER BY", "order the rows, so that two runs give the same"
    if re.search(r"NOT\s+EXISTS", text):
        yield "NOT EXISTS is slow in Oxigraph", "write MINUS { … } where it means the same"
