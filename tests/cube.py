"""The integrity constraints of "The RDF Data Cube Vocabulary" (W3C 2014, section 11) as ASK queries.

They are written anew from the text of the recommendation; each is true where it is broken. They are
asked after the normalisation of section 10, which pushes down what abbreviated cubes leave out.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

PREFIXES = """
PREFIX ex: <http://x/>
PREFIX ob: <https://w3id.org/bsrgraph/observation/>
PREFIX qb: <http://purl.org/linked-data/cube#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
NORMALISE = (
    "INSERT { ?o a qb:Observation } WHERE { { [] qb:observation ?o } UNION { ?o qb:dataSet [] } }",
    "INSERT { ?s a qb:Slice } WHERE { [] qb:slice ?s }",
    *(
        f"INSERT {{ ?c qb:componentProperty ?p . ?p a qb:{kind}Property }}"
        f" WHERE {{ ?c qb:{kind.lower()} ?p }}"
        for kind in ("Dimension", "Measure", "Attribute")
    ),
    """INSERT { ?o ?p ?v } WHERE {
      ?c qb:componentAttachment qb:DataSet ; qb:componentProperty ?p .
      ?d qb:structure/qb:component ?c ; ?p ?v . ?o qb:dataSet ?d }""",
    """INSERT { ?o ?p ?v } WHERE {
      ?c qb:componentAttachment qb:Slice ; qb:componentProperty ?p .
      ?d qb:structure/qb:component ?c ; qb:slice ?s . ?s ?p ?v ; qb:observation ?o }""",
    """INSERT { ?o ?p ?v } WHERE {
      ?s qb:sliceStructure/qb:componentProperty ?p ; ?p ?v ; qb:observation ?o }""",
)
# An observation and a property that its structure gives it.
_OF = "?o qb:dataSet/qb:structure/qb:component ?c . ?c qb:componentProperty ?p ."
# The structures with, and those without, a dimension that names the measure.
_BY = "?d qb:structure ?dsd . ?dsd qb:component/qb:componentProperty qb:measureType ."
CONSTRAINTS = {
    "IC-1": """{ ?o a qb:Observation MINUS { ?o qb:dataSet ?d } }
      UNION { ?o qb:dataSet ?a , ?b FILTER(?a != ?b) }""",
    "IC-2": """{ ?d a qb:DataSet MINUS { ?d qb:structure ?s } }
      UNION { ?d qb:structure ?a , ?b FILTER(?a != ?b) }""",
    "IC-3": """?s a qb:DataStructureDefinition
      MINUS { ?s qb:component/qb:componentProperty/a qb:MeasureProperty }""",
    "IC-4": "?p a qb:DimensionProperty MINUS { ?p rdfs:range ?r }",
    "IC-5": "?p a qb:DimensionProperty ; rdfs:range skos:Concept MINUS { ?p qb:codeList ?l }",
    "IC-6": """?s qb:component ?c . ?c qb:componentRequired false ; qb:componentProperty ?p
      MINUS { ?p a qb:AttributeProperty }""",
    "IC-7": "?k a qb:SliceKey MINUS { ?s a qb:DataStructureDefinition ; qb:sliceKey ?k }",
    "IC-8": """?s qb:sliceKey ?k . ?k qb:componentProperty ?p
      MINUS { ?s qb:component/qb:componentProperty ?p }""",
    "IC-9": """{ ?s a qb:Slice MINUS { ?s qb:sliceStructure ?k } }
      UNION { ?s qb:sliceStructure ?a , ?b FILTER(?a != ?b) }""",
    "IC-10": "?s qb:sliceStructure/qb:componentProperty ?p FILTER NOT EXISTS { ?s ?p ?v }",
    "IC-11": f"{_OF} ?p a qb:DimensionProperty FILTER NOT EXISTS {{ ?o ?p ?v }}",
    # Pairs are grouped rather than compared each with each: there are tens of thousands.
    "IC-12": f"""{{ SELECT ?d ?key WHERE {{
        {{ SELECT ?o ?d (GROUP_CONCAT(?pair ; separator=" ") AS ?key) WHERE {{
          {{ SELECT DISTINCT ?o ?d ?pair WHERE {{ ?o qb:dataSet ?d . {_OF} ?p a qb:DimensionProperty .
            ?o ?p ?v BIND(CONCAT(STR(?p), "=", STR(?v)) AS ?pair) }} ORDER BY ?o ?pair }}
        }} GROUP BY ?o ?d }} }} GROUP BY ?d ?key HAVING(COUNT(*) > 1) }}""",
    "IC-13": f"""{_OF} ?c qb:componentRequired true . ?p a qb:AttributeProperty
      FILTER NOT EXISTS {{ ?o ?p ?v }}""",
    "IC-14": f"""{_OF} ?p a qb:MeasureProperty . ?o qb:dataSet/qb:structure ?s
      FILTER NOT EXISTS {{ ?s qb:component/qb:componentProperty qb:measureType }}
      FILTER NOT EXISTS {{ ?o ?p ?v }}""",
    "IC-15": f"{_BY} ?o qb:dataSet ?d ; qb:measureType ?m FILTER NOT EXISTS {{ ?o ?m ?v }}",
    "IC-16": f"""{_BY} ?o qb:dataSet ?d ; qb:measureType ?m ; ?p ?v .
      ?dsd qb:component/qb:componentProperty ?p . ?p a qb:MeasureProperty FILTER(?p != ?m)""",
    "IC-17": f"""{_BY} ?o qb:dataSet ?d . ?dsd qb:component/qb:componentProperty ?m .
      ?m a qb:MeasureProperty FILTER NOT EXISTS {{
        ?like qb:dataSet ?d ; qb:measureType ?m FILTER NOT EXISTS {{
          ?dsd qb:component/qb:componentProperty ?p . ?p a qb:DimensionProperty . ?o ?p ?v
          FILTER(?p != qb:measureType) FILTER NOT EXISTS {{ ?like ?p ?v }} }} }}""",
    "IC-18": "?d qb:slice/qb:observation ?o FILTER NOT EXISTS { ?o qb:dataSet ?d }",
    "IC-19": f"""{_OF} ?p a qb:DimensionProperty ; qb:codeList ?l . ?o ?p ?v
      {{ ?l a skos:ConceptScheme FILTER NOT EXISTS {{ ?v a skos:Concept ; skos:inScheme ?l }} }}
      UNION {{ ?l a skos:Collection
        FILTER NOT EXISTS {{ ?v a skos:Concept . ?l skos:member+ ?v }} }}""",
}
# A hierarchy names the property that leads down it, so that its check is made for each such one.
HIERARCHIES = {
    "IC-20": ("FILTER(ISIRI(?step)) BIND(?step AS ?down)", "<{}>*"),
    "IC-21": ("?step <http://www.w3.org/2002/07/owl#inverseOf> ?down", "(^<{}>)*"),
}


def find_broken(turtle: bytes) -> list[str]:
    """Find the constraints that a cube breaks, by their numbers."""
    store = ox.Store()
    store.load(turtle, format=ox.RdfFormat.TURTLE)
    return list(check_store(store))


def check_store(store: ox.Store) -> Iterator[str]:
    """Normalise the cube in a store, and give the constraints that it breaks."""
    for update in NORMALISE:
        store.update(PREFIXES + update)
    for name, pattern in CONSTRAINTS.items():
        if bool(store.query(f"{PREFIXES} ASK {{ {pattern} }}")):
            yield name
    for name, (step, path) in HIERARCHIES.items():
        found = f"SELECT DISTINCT ?down {{ [] qb:parentChildProperty ?step . {step} }}"
        for row in list(store.query(PREFIXES + found)):
            down = path.format(row[0].value)
            pattern = f"""{_OF} ?p a qb:DimensionProperty ; qb:codeList ?l . ?o ?p ?v .
              ?l a qb:HierarchicalCodeList
              FILTER NOT EXISTS {{ ?l qb:hierarchyRoot/{down} ?v }}"""
            if bool(store.query(f"{PREFIXES} ASK {{ {pattern} }}")):
                yield name
