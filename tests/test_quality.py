"""The data as people get them: sources that can be cited, people in a public role, clusters with a country."""

import pytest
from rdflib import RDF, RDFS, SKOS

from bsrgraph.content import Content
from bsrgraph.graph import Corpus, build_graph, read_corpus
from bsrgraph.registry import is_id
from bsrgraph.vocabulary import BSR, ID

# The languages of the region and of its neighbours that sources are written in.
LANGUAGES = {"en", "da", "de", "et", "fi", "is", "lt", "lv", "no", "pl", "ru", "sv"}
# What is said of people: the post, whom they speak for, what they say or wrote, what they are called.
PUBLIC = {"role", "affiliated with", "says", "is a", "name", "other name"}
NOWHERE = 12  # clusters that their sources place in no one country


@pytest.fixture(scope="module")
def corpus(content: Content) -> Corpus:
    """Give the corpus of the real content."""
    return read_corpus(content)


@pytest.fixture(scope="module")
def graph(corpus):
    """Give the graph of the real content."""
    return build_graph(corpus)


def names(terms):
    """Give the ids of things, for people to read."""
    return sorted(str(term).removeprefix(str(ID)) for term in terms)


def find_kind(graph, kind):
    """Find all things of a kind."""
    return set(graph.subjects(RDF.type, kind))


@pytest.mark.parametrize("column", ["title", "publisher", "language", "link"])
def test_every_source_can_be_cited(corpus, graph, column):
    """A source has title, publisher, language and link."""
    sources = {s.source for s in corpus.statements.values()}
    assert len(sources) > 400
    assert names(s for s in sources if not graph.value(s, BSR[column])) == []


def test_every_source_has_a_date_or_is_called_undated(corpus, graph):
    """The name of a sheet begins with the day on which the source came out, or says that none is known."""
    for source in {s.source for s in corpus.statements.values()}:
        published, name = graph.value(source, BSR.published), names([source])[0]
        if published:
            assert name.startswith(str(graph.value(published, RDFS.label))), name
        else:
            assert name.startswith("undated-"), name


def test_ids_are_kebab_case(corpus):
    """Every id is made of small letters, digits and hyphens."""
    assert [name for name in corpus.registry.things if not is_id(name)] == []


def test_no_fact_is_without_a_source(corpus, graph):
    """Each statement comes from a source that the graph knows."""
    sources = find_kind(graph, BSR.Source)
    assert names({s.source for s in corpus.statements.values()} - sources) == []


def test_people_stand_in_a_public_role(corpus, graph):
    """Of people only role, organisation and what they say there is kept."""
    people = find_kind(graph, BSR.Person)
    said = {
        (s.subject, s.relation.label) for s in corpus.statements.values() if s.subject in people
    }
    assert {relation for _, relation in said} <= PUBLIC
    known = {person for person, relation in said if relation in ("role", "affiliated with", "says")}
    assert names(people - known) == []


def test_clusters_have_a_country(graph):
    """All but a few clusters lie in a known place."""
    clusters = find_kind(graph, BSR.ClusterOrganisation)
    lost = names(c for c in clusters if not graph.value(c, BSR.locatedIn))
    assert len(lost) <= NOWHERE, lost


def test_countries_have_names_in_the_languages_of_the_region(graph):
    """Whoever looks a country up finds it in the own language."""
    for country in graph.subjects(SKOS.inScheme, BSR.countries):
        labels = {*graph.objects(country, SKOS.prefLabel), *graph.objects(country, SKOS.altLabel)}
        assert {label.language for label in labels} >= LANGUAGES - {"no"}, country
