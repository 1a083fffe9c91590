"""The hand-written concepts: sectors, places and units."""

import csv
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from babel import Locale
from rdflib import RDF, RDFS, SKOS, Graph, Literal, Namespace

ROOT = Path(__file__).parents[1]
SHARED = Path(__file__).parents[2] / "shared"
BSR = Namespace("https://w3id.org/bsrgraph/ontology#")
ID = "https://w3id.org/bsrgraph/id/"
WGS = Namespace("http://www.w3.org/2003/01/geo/wgs84_pos#")
EU_COUNTRY = "http://publications.europa.eu/resource/authority/country/"
EU_CURRENCY = "http://publications.europa.eu/resource/authority/currency/"
COUNTRY_LANGUAGES = [
    "en",
    "lv",
    "lt",
    "et",
    "fi",
    "sv",
    "da",
    "nb",
    "is",
    "de",
    "pl",
    "ru",
]
SECTOR_RELATIONS = {
    "hasSector",
    "coveredSector",
    "hasTheme",
    "addressesTheme",
    "hasFocus",
    "targetsSector",
}
FILES = ("sectors", "places", "units")

needs_shared = pytest.mark.skipif(
    not all((SHARED / name).exists() for name in ("ontologies/country.gc", "facts/facts.csv")),
    reason="the shared material is not beside the project",
)


def read(name):
    return Graph().parse(ROOT / "ontology" / f"{name}.ttl", format="turtle")


@pytest.fixture(scope="module")
def graph():
    merged = Graph()
    for name in FILES:
        merged += read(name)
    return merged


@pytest.fixture(scope="module")
def concepts(graph):
    return set(graph.subjects(RDF.type, SKOS.Concept))


def names(graph, concept):
    properties = (RDFS.label, SKOS.prefLabel, SKOS.altLabel)
    return {str(name).casefold() for p in properties for name in graph.objects(concept, p)}


def scheme_names(graph, scheme):
    return {name for c in graph.subjects(SKOS.inScheme, scheme) for name in names(graph, c)}


def left_out(graph, scheme):
    note = str(graph.value(scheme, SKOS.editorialNote))
    return {word.strip().casefold() for word in note.removeprefix("left out:").split(";")}


def facts():
    with (SHARED / "facts/facts.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def codes(name):
    return set(
        re.findall(
            r"<SimpleValue>([A-Z]{3})</SimpleValue>",
            (SHARED / "ontologies" / name).read_text("utf-8"),
        )
    )


def test_one_plain_english_label(graph, concepts):
    """Every concept and scheme has exactly one rdfs:label, and it has no language tag."""
    for thing in concepts | set(graph.subjects(RDF.type, SKOS.ConceptScheme)):
        labels = list(graph.objects(thing, RDFS.label))
        assert len(labels) == 1, thing
        assert labels[0].language is None, thing


def test_english_and_latvian_names(graph, concepts):
    """Every concept has a skos:prefLabel in English and in Latvian, and at most one in any language."""
    for concept in concepts:
        languages = Counter(name.language for name in graph.objects(concept, SKOS.prefLabel))
        assert {"en", "lv"} <= set(languages), concept
        assert max(languages.values()) == 1, concept
        assert None not in languages, concept


def test_further_names_have_a_language_and_are_new(graph, concepts):
    """Every skos:altLabel has a language tag and is not the skos:prefLabel of that language over again."""
    for concept in concepts:
        alternatives = set(graph.objects(concept, SKOS.altLabel))
        assert all(name.language for name in alternatives), concept
        assert not alternatives & set(graph.objects(concept, SKOS.prefLabel)), concept


def test_names_are_tidy(graph, concepts):
    """No name begins or ends with a blank, holds two in a row, or holds a line break."""
    for concept in concepts:
        for name in names(graph, concept):
            assert name == " ".join(name.split()), (concept, name)


def test_a_name_leads_to_one_concept(graph):
    """No two concepts of a scheme share a name in any language, whatever its case."""
    for scheme in graph.subjects(RDF.type, SKOS.ConceptScheme):
        owners = defaultdict(set)
        for concept in graph.subjects(SKOS.inScheme, scheme):
            for name in names(graph, concept):
                owners[name].add(concept)
        assert not {name: who for name, who in owners.items() if len(who) > 1}


def test_ids_are_kebab_case(concepts):
    """Every id is in the id namespace and made of small ASCII letters, digits and single hyphens."""
    for concept in concepts:
        assert concept.startswith(ID), concept
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", concept.removeprefix(ID)), concept


def test_ids_are_of_one_file_only():
    """No id occurs in two of the files."""
    count = Counter(c for name in FILES for c in set(read(name).subjects(RDF.type, SKOS.Concept)))
    assert not [concept for concept, files in count.items() if files > 1]


def test_no_blank_nodes(graph):
    """The files hold no blank nodes."""
    assert not [term for triple in graph for term in triple if type(term).__name__ == "BNode"]


@pytest.mark.parametrize("name", FILES)
def test_no_tabs(name):
    """The files hold no tabs."""
    assert "\t" not in (ROOT / "ontology" / f"{name}.ttl").read_text("utf-8")


def test_every_concept_is_in_a_scheme(graph, concepts):
    """Every concept is in a scheme that one of the files describes."""
    described = set(graph.subjects(RDF.type, SKOS.ConceptScheme))
    assert described == {BSR.sectors, BSR.places, BSR.countries, BSR.units}
    for concept in concepts:
        schemes = set(graph.objects(concept, SKOS.inScheme))
        assert schemes and schemes <= described, concept


def test_broader_stays_in_the_scheme(graph):
    """Every skos:broader leads to a concept of the same scheme, and never back to where it came from."""
    for narrow, wide in graph.subject_objects(SKOS.broader):
        assert set(graph.objects(narrow, SKOS.inScheme)) & set(
            graph.objects(wide, SKOS.inScheme)
        ), narrow
        above = set(graph.transitive_objects(wide, SKOS.broader))
        assert narrow not in above, narrow


def test_a_concept_is_top_or_below_another(graph, concepts):
    """A concept is either a top concept or has something broader, not both and not neither."""
    for concept in concepts:
        assert ((concept, SKOS.topConceptOf, None) in graph) != (
            (concept, SKOS.broader, None) in graph
        ), concept


@pytest.mark.parametrize("scheme", [BSR.sectors, BSR.units])
def test_two_levels(graph, scheme):
    """Sectors and units have two levels at most: what is below a top concept has nothing below it."""
    for concept in graph.subjects(SKOS.inScheme, scheme):
        for wide in graph.objects(concept, SKOS.broader):
            assert (wide, SKOS.topConceptOf, scheme) in graph, concept


def test_kinds(graph):
    """Sectors are bsr:Sector and places bsr:Place, and top sectors have a definition."""
    assert set(graph.subjects(SKOS.inScheme, BSR.sectors)) == set(
        graph.subjects(RDF.type, BSR.Sector)
    )
    assert set(graph.subjects(SKOS.inScheme, BSR.places)) == set(
        graph.subjects(RDF.type, BSR.Place)
    )
    for sector in graph.subjects(SKOS.topConceptOf, BSR.sectors):
        assert (sector, SKOS.definition, None) in graph, sector


def test_country_names_are_those_of_cldr(graph):
    """A country's names in twelve languages are those of CLDR, and its plain label is the English one."""
    territories = {language: Locale(language).territories for language in COUNTRY_LANGUAGES}
    for country in graph.subjects(SKOS.inScheme, BSR.countries):
        iso = str(graph.value(country, SKOS.notation))
        expected = {Literal(territories[language][iso], language) for language in COUNTRY_LANGUAGES}
        assert set(graph.objects(country, SKOS.prefLabel)) == expected
        assert str(graph.value(country, RDFS.label)) == territories["en"][iso]


def test_countries_are_places_with_codes(graph):
    """Every country is a top place with a two-letter code of its own, an EU authority IRI and a Wikidata IRI."""
    countries = set(graph.subjects(SKOS.inScheme, BSR.countries))
    assert len({str(graph.value(c, SKOS.notation)) for c in countries}) == len(countries)
    for country in countries:
        assert (country, SKOS.topConceptOf, BSR.places) in graph, country
        assert re.fullmatch("[A-Z]{2}", str(graph.value(country, SKOS.notation))), country
        matches = [str(match) for match in graph.objects(country, SKOS.exactMatch)]
        assert sum(match.startswith(EU_COUNTRY) for match in matches) == 1, country
        assert sum("wikidata.org/entity/Q" in match for match in matches) == 1, country


def test_every_place_has_one_point_on_earth(graph):
    """Every place has one latitude and one longitude, decimal and in the northern half of the map."""
    for place in graph.subjects(SKOS.inScheme, BSR.places):
        latitudes, longitudes = (
            list(graph.objects(place, WGS.lat)),
            list(graph.objects(place, WGS.long)),
        )
        assert len(latitudes) == len(longitudes) == 1, place
        assert 20 < latitudes[0].toPython() < 80, place
        assert -130 < longitudes[0].toPython() < 145, place


def test_points_lie_near_the_country(graph):
    """A city or region lies within fifteen degrees of latitude of its country, so that no axes are swapped."""
    for place in graph.subjects(SKOS.inScheme, BSR.places):
        for country in set(graph.transitive_objects(place, SKOS.broader)) & set(
            graph.subjects(SKOS.inScheme, BSR.countries)
        ):
            gap = graph.value(place, WGS.lat).toPython() - graph.value(country, WGS.lat).toPython()
            assert abs(gap) < 15, place


def test_no_match_is_claimed_twice(graph):
    """No two concepts claim to be exactly the same thing elsewhere."""
    count = Counter(graph.objects(None, SKOS.exactMatch))
    assert not [match for match, times in count.items() if times > 1]


@pytest.mark.parametrize(
    "name",
    [
        "green technologies",
        "food",
        "ICT",
        "health care",
        "business and financial services",
        "energy",
        "robotics",
        "media",
        "manufacturing technology",
        "biotechnology",
        "creative industries",
        "medicine",
        "food packaging",
        "environment and green technologies",
        "food industry",
        "information technology",
        "transport",
        "smart cities",
        "agriculture",
        "zaļās tehnoloģijas",
        "pārtika",
        "IKT",
        "veselības aprūpe",
        "biznesa un finanšu pakalpojumi",
        "enerģētika",
        "robotika",
        "mediji",
        "ražošanas tehnoloģijas",
        "biotehnoloģijas",
        "radošās nozares",
        "medicīna",
        "vides un zaļās tehnoloģijas",
        "pārtikas rūpniecība",
        "informācijas tehnoloģijas",
        "transports",
        "viedās pilsētas",
        "lauksaimniecība",
    ],
)
def test_sectors_of_the_first_article(graph, name):
    """The sectors that the first article names are found by their English and their Latvian names."""
    assert name.casefold() in scheme_names(graph, BSR.sectors)


@needs_shared
def test_eu_codes_exist(graph):
    """Every EU authority IRI of a country or currency ends in a code that the authority's table has."""
    for prefix, table in ((EU_COUNTRY, "country.gc"), (EU_CURRENCY, "currency.gc")):
        known = codes(table)
        used = [
            str(match)
            for match in graph.objects(None, SKOS.exactMatch)
            if str(match).startswith(prefix)
        ]
        assert used
        for match in used:
            assert match.removeprefix(prefix) in known, match


@needs_shared
def test_every_sector_of_the_facts_is_found_or_left_out(graph):
    """Every sector in the fact table is the name of a sector or stands in the list of what was left out."""
    known = scheme_names(graph, BSR.sectors) | left_out(graph, BSR.sectors)
    missing = set()
    for row in facts():
        if row["relation"] in SECTOR_RELATIONS:
            for cell in re.sub(r"\s*\([^)]*\)", "", row["object"]).split(";"):
                parts = [cell] if cell.strip().casefold() in known else cell.split(",")
                missing |= {part.strip() for part in parts if part.strip().casefold() not in known}
    assert not missing


def test_no_word_is_both_a_name_and_left_out(graph):
    """What was left out of a scheme is no name in it."""
    for scheme in (BSR.sectors, BSR.places, BSR.units):
        assert not scheme_names(graph, scheme) & left_out(graph, scheme)


@needs_shared
def test_every_unit_of_the_facts_is_found_or_left_out(graph):
    """Every unit in the fact table, without its qualifier, is the name of a unit or was left out."""
    known = scheme_names(graph, BSR.units) | left_out(graph, BSR.units)
    units = {re.sub(r"\s*\([^)]*\)", "", row["unit"]).strip().casefold() for row in facts()} - {""}
    assert not units - known


@needs_shared
def test_every_place_of_the_facts_is_found_or_left_out(graph):
    """Every country, region, city and market in the fact table is the name of a place or was left out."""
    known = scheme_names(graph, BSR.places) | left_out(graph, BSR.places)
    relations = [
        "locatedInCountry",
        "partnerCountry",
        "participatingCountry",
        "participatingCountryUntil2015",
        "applicantCountry",
        "speakersFromCountry",
        "targetCountry",
        "targetsMarket",
        "targetRegion",
        "participatingRegion",
        "locatedInRegionOrCity",
        "locatedInCity",
        "headquarteredIn",
        "heldIn",
        "hasHub",
        "announcedIn",
    ]
    places = {
        row["object"].strip().casefold() for row in facts() if row["relation"] in relations
    } - {""}
    assert not places - known
