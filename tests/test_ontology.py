"""The ontology: what every term says of itself, and what its alignments may say of other vocabularies."""

import re
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path

import pytest
from rdflib import (
    DCTERMS,
    FOAF,
    ORG,
    OWL,
    PROV,
    QB,
    RDF,
    RDFS,
    SKOS,
    VANN,
    BNode,
    Graph,
    Literal,
    Namespace,
    URIRef,
    namespace,
)
from rdflib.collection import Collection
from rdflib.compare import isomorphic

ROOT = Path(__file__).parents[1]
ONTOLOGIES = Path(__file__).parents[2] / "shared" / "ontologies"
IRI = URIRef("https://w3id.org/bsrgraph/ontology")
BSR = Namespace("https://w3id.org/bsrgraph/ontology#")
BIBO = Namespace("http://purl.org/ontology/bibo/")
EURIO = Namespace("http://data.europa.eu/s66#")
FRAPO = Namespace("http://purl.org/cerif/frapo/")
PUBLIC_ORGANISATION = URIRef("http://data.europa.eu/m8g/PublicOrganisation")
CHECKED = (DCTERMS, FOAF, ORG, PROV, QB, namespace.SDO, SKOS, namespace.TIME)
FOREIGN_RELATIONS = {RDF.type, RDFS.label, SKOS.altLabel}
PROPERTY_KINDS = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
INTERNAL = {BSR.Relation}
NARROWER = (RDFS.subClassOf, RDFS.subPropertyOf)
MAPPINGS = (*NARROWER, SKOS.closeMatch, SKOS.broadMatch, SKOS.relatedMatch)
METADATA = (
    *(DCTERMS.title, DCTERMS.description, DCTERMS.license, DCTERMS.creator),
    *(DCTERMS.publisher, DCTERMS.contributor, DCTERMS.created, DCTERMS.issued),
    *(DCTERMS.modified, DCTERMS.bibliographicCitation, DCTERMS.source),
    *(DCTERMS.identifier, BIBO.status, OWL.versionIRI, OWL.versionInfo),
    *(VANN.preferredNamespacePrefix, VANN.preferredNamespaceUri),
)

# What the target of a rdfs:subPropertyOf says of its subject and object, in the words of its own specification.
# schema.org names no domain and no range; nor do the targets with (None, None).
SAYS = {
    DCTERMS.creator: (None, DCTERMS.Agent),
    DCTERMS.description: (None, None),
    DCTERMS.isPartOf: (None, None),
    DCTERMS.isReplacedBy: (None, None),
    DCTERMS.publisher: (None, DCTERMS.Agent),
    DCTERMS.subject: (None, None),
    DCTERMS.temporal: (None, DCTERMS.PeriodOfTime),
    DCTERMS.title: (None, None),
    ORG.linkedTo: (ORG.Organization, ORG.Organization),
    ORG.memberOf: (FOAF.Agent, ORG.Organization),
    PROV.wasAttributedTo: (PROV.Entity, PROV.Agent),
    namespace.TIME.hasTime: (None, namespace.TIME.TemporalEntity),
    FRAPO.collaboratesWith: (FOAF.Agent, FOAF.Agent),
    FRAPO.isFundedBy: (None, None),
}
ABOVE = {
    FOAF.Person: FOAF.Agent,
    FOAF.Organization: FOAF.Agent,
    ORG.Organization: FOAF.Agent,
    PROV.Organization: PROV.Agent,
    PROV.Person: PROV.Agent,
    namespace.TIME.ProperInterval: namespace.TIME.TemporalEntity,
}
# Classes of which the vocabularies, or plain sense, say that nothing is of both.
APART = (
    (PROV.Entity, PROV.Activity),
    (FOAF.Person, FOAF.Organization),
    (FOAF.Person, FOAF.Project),
    (FOAF.Document, FOAF.Organization),
    (FOAF.Document, FOAF.Project),
    (namespace.SDO.Project, FOAF.Project),
    (namespace.SDO.Organization, FOAF.Project),
    (namespace.SDO.QuantitativeValue, namespace.SDO.MonetaryAmount),
)

needs_ontologies = pytest.mark.skipif(
    not all((ONTOLOGIES / name).exists() for name in ("EURIO.ttl", "frapo.ttl")),
    reason="EURIO and FRAPO are not beside the project",
)


def read(name):
    """Read one vocabulary file."""
    return Graph().parse(ROOT / "ontology" / name, format="turtle")


def local(term):
    """Give the name of a term of ours without its namespace."""
    return str(term).removeprefix(str(BSR))


@pytest.fixture(scope="module")
def ontology():
    """Give the ontology as it lies."""
    return read("bsr.ttl")


@pytest.fixture(scope="module")
def alignments():
    """Give the alignments as they lie."""
    return read("alignments.ttl")


@pytest.fixture(scope="module")
def classes(ontology):
    """Give all declared classes."""
    return set(ontology.subjects(RDF.type, OWL.Class))


@pytest.fixture(scope="module")
def properties(ontology):
    """Give all declared properties of our own."""
    return {s for kind in PROPERTY_KINDS for s in ontology.subjects(RDF.type, kind)}


@pytest.fixture(scope="module")
def relations(ontology):
    """Give the properties that a row may use."""
    return set(ontology.subjects(RDF.type, BSR.Relation))


def above(graph, term, step=RDFS.subClassOf):
    """Give a term and all that is above it."""
    return set(graph.transitive_objects(term, step))


def top_classes(ontology, classes):
    """Give the classes that are below no other class of ours."""
    return {
        c for c in classes - INTERNAL if not set(ontology.objects(c, RDFS.subClassOf)) & classes
    }


def kinds_apart(ontology):
    """Give the pairs of classes that are declared disjoint."""
    return {frozenset(pair) for pair in ontology.subject_objects(OWL.disjointWith)}


# -------- the file and its metadata


@pytest.mark.parametrize("form", ["xml", "json-ld"])
def test_round_trip(ontology, form):
    """The ontology survives a round trip through RDF/XML and JSON-LD."""
    text = ontology.serialize(format=form)
    assert isomorphic(ontology, Graph().parse(data=text, format=form))


def test_one_ontology(ontology):
    """The file describes exactly one ontology, under its published IRI."""
    assert list(ontology.subjects(RDF.type, OWL.Ontology)) == [IRI]


@pytest.mark.parametrize("predicate", METADATA, ids=lambda p: re.split("[/#]", p)[-1])
def test_metadata(ontology, predicate):
    """The ontology has every piece of metadata that can be given before it is hosted."""
    values = list(ontology.objects(IRI, predicate))
    assert values and all(str(value).strip() for value in values)


def test_metadata_forms(ontology):
    """Licence, version and people are IRIs, the version IRI differs from the ontology's, dates are days in order."""
    for predicate in (
        *(DCTERMS.license, DCTERMS.creator, DCTERMS.publisher, DCTERMS.contributor),
        *(BIBO.status, OWL.versionIRI),
    ):
        assert all(isinstance(o, URIRef) for o in ontology.objects(IRI, predicate))
    version = ontology.value(IRI, OWL.versionIRI, any=False)
    number = str(ontology.value(IRI, OWL.versionInfo, any=False))
    assert version != IRI and str(version) == f"{IRI}/{number}"
    base = ontology.value(IRI, VANN.preferredNamespaceUri, any=False)
    assert str(base) == str(BSR) and number not in str(BSR)
    assert str(ontology.value(IRI, VANN.preferredNamespacePrefix, any=False)) == "bsr"
    days = [
        ontology.value(IRI, p, any=False)
        for p in (DCTERMS.created, DCTERMS.issued, DCTERMS.modified)
    ]
    assert all(day.datatype == namespace.XSD.date for day in days)
    assert [d.toPython() for d in days] == sorted(d.toPython() for d in days)
    assert number in str(ontology.value(IRI, DCTERMS.bibliographicCitation, any=False))


def test_no_blank_nodes():
    """No hand-written vocabulary file has a blank node."""
    for name in ("bsr", "alignments", "sectors", "places", "units"):
        nodes = {n for triple in read(f"{name}.ttl") for n in triple}
        assert not [n for n in nodes if isinstance(n, BNode)], name


# -------- what every term says of itself


def test_terms_are_named_and_explained(ontology, classes, properties, relations):
    """Every term has one label and one definition in English and in Latvian, and an English example."""
    for term in classes | properties | relations:
        labels = Counter(o.language for o in ontology.objects(term, RDFS.label))
        assert labels == {"en": 1, "lv": 1}, term
        definitions = Counter(o.language for o in ontology.objects(term, SKOS.definition))
        assert definitions == {"en": 1, "lv": 1}, term
        examples = [o.language for o in ontology.objects(term, SKOS.example)]
        assert "en" in examples, term
        for predicate in (RDFS.label, SKOS.altLabel, SKOS.definition, SKOS.example):
            assert all(str(o).strip() for o in ontology.objects(term, predicate)), term


def test_every_property_is_in_one_family(ontology, properties, relations):
    """Families share the properties out; relations and what is none are not mixed; each family has its place and names."""
    members = Counter(ontology.objects(None, SKOS.member))
    assert members == Counter(properties | relations)
    families = set(ontology.subjects(RDF.type, SKOS.Collection))
    places = [str(ontology.value(f, SKOS.notation, any=False)) for f in families]
    assert sorted(places) == [f"{n:02}" for n in range(1, len(families) + 1)]
    for family in families:
        for predicate in (RDFS.label, SKOS.definition):
            tags = Counter(o.language for o in ontology.objects(family, predicate))
            assert tags == {"en": 1, "lv": 1}, family
        found = set(ontology.objects(family, SKOS.member))
        assert found <= relations or not found & relations, family


def test_own_terms_belong_to_the_ontology(ontology, classes, properties, relations):
    """Classes and properties are ours and say so; the only foreign relations are the three that are reused."""
    own = {t for t in classes | properties if str(t).startswith(str(BSR))}
    assert own == classes | properties
    for term in own:
        assert list(ontology.objects(term, RDFS.isDefinedBy)) == [IRI], term
    assert relations - own == FOREIGN_RELATIONS


def test_names_follow_the_convention(classes, properties):
    """Classes are written UpperCamel, properties lowerCamel."""
    assert [c for c in classes if not re.fullmatch("[A-Z][A-Za-z]*", local(c))] == []
    assert [p for p in properties if not re.fullmatch("[a-z][A-Za-z]*", local(p))] == []


@pytest.mark.parametrize("group", ["relations", "classes"])
def test_words_are_unique(ontology, group, request):
    """A word in a cell leads to one relation, or to one class, whatever its case."""
    words = defaultdict(list)
    for term in request.getfixturevalue(group):
        for predicate in (RDFS.label, SKOS.altLabel):
            for word in ontology.objects(term, predicate):
                if word.language == "en":
                    words[str(word).casefold()].append(term)
    assert {word: terms for word, terms in words.items() if len(terms) > 1} == {}


# -------- ranges, domains, hierarchy


def test_ranges_and_domains_are_declared(ontology, classes, properties, relations):
    """Every property that takes a value has one range and at most one domain, and both are known classes."""
    known = classes | {RDFS.Resource, RDFS.Class, RDFS.Literal, RDF.langString, SKOS.Concept}
    annotations = set(ontology.subjects(RDF.type, OWL.AnnotationProperty))
    for term in (properties | relations) - annotations:
        ranges = list(ontology.objects(term, RDFS.range))
        domains = list(ontology.objects(term, RDFS.domain))
        assert len(ranges) == 1 and len(domains) <= 1, term
        for target in ranges + domains:
            assert target in known or target in namespace.XSD, (term, target)


def test_kind_of_property_fits_its_range(ontology, properties):
    """An object property points to things, a datatype property to literals."""
    for term in properties:
        target = ontology.value(term, RDFS.range)
        literal = target in (RDFS.Literal, RDF.langString) or (target and target in namespace.XSD)
        if (term, RDF.type, OWL.DatatypeProperty) in ontology:
            assert literal, term
        if (term, RDF.type, OWL.ObjectProperty) in ontology:
            assert not literal, term


def test_narrower_relations_fit_their_parents(ontology):
    """A sub-property has the range and the domain of its parent, or narrower ones."""
    pairs = list(ontology.subject_objects(RDFS.subPropertyOf))
    assert pairs
    for narrow, wide in pairs:
        for predicate in (RDFS.range, RDFS.domain):
            target = ontology.value(wide, predicate)
            if target not in (None, RDFS.Resource, RDFS.Literal):
                own = ontology.value(narrow, predicate)
                assert own and target in above(ontology, own), (narrow, wide)


def test_hierarchies_have_no_cycle(ontology, alignments):
    """No term is above itself."""
    graph = ontology + alignments
    for step in NARROWER:
        for term in set(graph.subjects(step)):
            parents = graph.objects(term, step)
            assert not any(term in above(graph, p, step) for p in parents), term


def test_top_classes_are_disjoint(ontology, classes):
    """Any two top classes are disjoint, and only those are declared."""
    wanted = {frozenset(pair) for pair in combinations(top_classes(ontology, classes), 2)}
    assert kinds_apart(ontology) == wanted


def test_no_class_is_empty_by_definition(ontology, classes):
    """No class is below two classes that are disjoint."""
    apart = kinds_apart(ontology)
    for term in classes:
        pairs = {frozenset(p) for p in combinations(above(ontology, term), 2)}
        assert not pairs & apart, term


# -------- the files together


@pytest.mark.parametrize("name", ["alignments", "places", "sectors", "shapes", "units"])
def test_used_terms_are_declared(ontology, classes, properties, name):
    """Every term of ours that a vocabulary file uses is declared in the ontology, or is a scheme of that file."""
    if not (ROOT / "ontology" / f"{name}.ttl").exists():
        pytest.skip(f"there is no {name}.ttl")
    graph = read(f"{name}.ttl")
    schemes = set(graph.subjects(RDF.type, SKOS.ConceptScheme))
    used = {n for triple in graph for n in triple if str(n).startswith(str(BSR))}
    assert used - schemes - classes - properties == set()


def test_alignments_are_only_mappings(alignments, classes, properties):
    """An alignment leads from a term of ours to a term of another vocabulary by one of five mapping predicates."""
    assert len(alignments) > 0
    for subject, predicate, target in alignments:
        assert subject in classes | properties, subject
        assert predicate in MAPPINGS, (subject, predicate)
        assert isinstance(target, URIRef), (subject, target)
        assert not str(target).startswith(str(BSR)), (subject, target)


def test_a_pair_is_mapped_once(alignments):
    """Two terms are mapped to each other in one way only."""
    pairs = Counter((s, o) for s, _, o in alignments)
    assert [pair for pair, count in pairs.items() if count > 1] == []


def test_hierarchy_predicates_fit(alignments, classes, properties):
    """Only classes have super-classes and only properties have super-properties."""
    assert set(alignments.subjects(RDFS.subClassOf)) <= classes
    assert set(alignments.subjects(RDFS.subPropertyOf)) <= properties


def test_every_class_is_aligned(alignments, classes):
    """Every class but the internal ones is aligned with another vocabulary."""
    assert classes - INTERNAL - set(alignments.subjects()) == set()


def test_targets_exist(alignments):
    """Every target is in a vocabulary that is checked, and is a term of it."""
    for target in set(alignments.objects()):
        if target == PUBLIC_ORGANISATION or target in EURIO or target in FRAPO:
            continue
        homes = [ns for ns in CHECKED if target.startswith(str(ns))]
        assert homes and target in homes[0], target


@needs_ontologies
@pytest.mark.parametrize("name, vocabulary", [("EURIO.ttl", EURIO), ("frapo.ttl", FRAPO)])
def test_targets_exist_in_the_real_file(alignments, classes, name, vocabulary):
    """Every target in EURIO and FRAPO is declared there, as a class for a class and as a property for a property."""
    real = Graph().parse(ONTOLOGIES / name, format="turtle")
    targets = [(s, o) for s, o in alignments.subject_objects() if o in vocabulary]
    assert targets
    for subject, target in targets:
        kinds = set(real.objects(target, RDF.type))
        wanted = {OWL.Class} if subject in classes else set(PROPERTY_KINDS)
        assert kinds & wanted, target


def test_eurio_is_matched_not_entailed(alignments):
    """Nothing of ours is below a term of EURIO, whose classes and domains are those of EU research."""
    assert [o for p in NARROWER for o in alignments.objects(None, p) if o in EURIO] == []


def test_relations_entail_no_wider_word(alignments, relations):
    """No relation is put below a term of RDFS or SKOS here: the build would write that triple beside every fact."""
    for relation, target in alignments.subject_objects(RDFS.subPropertyOf):
        if relation in relations:
            assert not str(target).startswith((str(RDFS), str(SKOS))), (relation, target)


def test_super_properties_say_nothing_new(ontology, alignments):
    """What a super-property of another vocabulary says of its subject and object is already true of ours."""
    graph = ontology + alignments
    for narrow, wide in ABOVE.items():
        graph.add((narrow, RDFS.subClassOf, wide))
    for term, target in alignments.subject_objects(RDFS.subPropertyOf):
        if target.startswith(str(namespace.SDO)):
            continue
        for predicate, wanted in zip((RDFS.domain, RDFS.range), SAYS[target], strict=True):
            own = ontology.value(term, predicate)
            assert wanted is None or (own and wanted in above(graph, own)), (term, target)


@needs_ontologies
def test_frapo_says_what_is_noted():
    """What is noted here of FRAPO's properties is what its file declares."""
    real = Graph().parse(ONTOLOGIES / "frapo.ttl", format="turtle")
    for target, noted in SAYS.items():
        if target in FRAPO:
            declared = (real.value(target, RDFS.domain), real.value(target, RDFS.range))
            assert declared == noted, target


def test_super_classes_do_not_collide(ontology, alignments, classes):
    """No class of ours is below two classes of other vocabularies that exclude each other."""
    graph = ontology + alignments
    for term in classes:
        over = above(graph, term)
        assert [p for p in APART if set(p) <= over] == [], term


@needs_ontologies
def test_eurio_keeps_organisations_apart():
    """EURIO's kinds of organisations exclude each other, which is why ours are only matched to them."""
    real = Graph().parse(ONTOLOGIES / "EURIO.ttl", format="turtle")
    groups = [
        set(Collection(real, real.value(node, OWL.members)))
        for node in real.subjects(RDF.type, OWL.AllDisjointClasses)
    ]
    assert any({EURIO.PublicBody, EURIO.FundingAgency} <= group for group in groups)


@pytest.mark.parametrize("mark", [BSR.oneAtATime, BSR.lineage])
def test_marks_are_only_on_relations(ontology, relations, mark):
    """Only relations bear the marks of our program, and the mark is the plain value true."""
    marked = list(ontology.subject_objects(mark))
    assert marked
    for term, value in marked:
        assert term in relations and value == Literal(True), term
