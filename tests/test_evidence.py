"""The seed article is encoded in full, and each place in the text is the one that is meant."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from rdflib import XSD

from bsrgraph.content import Content
from bsrgraph.graph import Corpus, read_corpus
from bsrgraph.quantities import Quantity
from bsrgraph.statements import Statement
from bsrgraph.vocabulary import ID

STEM = "2016-12-db-lv-innovation-express"
SEED = Path(__file__).parents[2] / "shared" / "seed" / "db-lv-2016-12-innovation-express.txt"
here = pytest.mark.skipif(not SEED.exists(), reason="the article's text is no part of the project")


@pytest.fixture(scope="module")
def corpus(content: Content) -> Corpus:
    """Give the corpus of the real content."""
    return read_corpus(content)


@pytest.fixture(scope="module")
def said(corpus: Corpus) -> list[Statement]:
    """Give the statements of the article."""
    return [s for s in corpus.statements.values() if s.source == ID[STEM]]


def passages(statement: Statement, text: str) -> list[str]:
    """Give the passages that the evidence of a statement points to."""
    spans = re.findall(r"char=(\d+),(\d+)", statement.evidence)
    return [text[int(start) : int(end)] for start, end in spans]


def test_every_statement_about_the_world_has_a_place(said: list[Statement]) -> None:
    """Each statement of the article, but those on the article itself, says where it stands."""
    without = [s for s in said if not s.evidence and s.subject != ID[STEM]]
    assert len(said) > 110 and without == []


@here
def test_text_is_the_one_that_was_read(said: list[Statement]) -> None:
    """The SHA-256 in the sheet is that of the text."""
    sums = [str(s.object) for s in said if s.relation.range == XSD.hexBinary]
    assert sums == [hashlib.sha256(SEED.read_bytes()).hexdigest()]


@here
def test_places_begin_and_end_with_words(said: list[Statement]) -> None:
    """Every place lies in the text, is not empty, and cuts no word."""
    text = SEED.read_bytes().decode()
    for statement in said:
        for start, end in re.findall(r"char=(\d+),(\d+)", statement.evidence):
            first, last = int(start), int(end)
            assert 0 <= first < last <= len(text)
            assert not (text[first - 1 : first].isalnum() and text[first].isalnum()), statement
            assert not (text[last - 1].isalnum() and text[last : last + 1].isalnum()), statement


NUMBERS = {"2": r"divi|divus|divu|\bdiv", "4": "četri"}


@here
def test_numbers_stand_in_their_places(said: list[Statement]) -> None:
    """The number of a count or a sum, in figures or as a word, stands in its passage."""
    text = SEED.read_bytes().decode()
    checked = 0
    for statement in said:
        if isinstance(statement.object, Quantity):
            number = re.findall(r"\d+", statement.object.text)[0]
            for passage in passages(statement, text):
                plain = re.sub(r"(?<=\d)[ \u00a0](?=\d)", "", passage)
                assert number in plain or re.search(NUMBERS.get(number, "$^"), passage.lower()), (
                    passage
                )
                checked += 1
    assert checked == 6


STEMS = {
    "latvia": "latvij", "sweden": "zviedrij", "denmark": "dānij", "norway": "norvēģij", "finland": "somij",
    "lithuania": "lietuv", "iceland": "island", "brandenburg": "brandenburg", "catalonia": "katalonij", "cis": "nvs",
    "astana": "astana", "fiber-optic-valley": "fiber optic valley", "foodnetwork": "foodnetwork",
    "latvian-it-cluster": "informāciju tehnoloģiju klaster|it klaster|latvijas klaster",
    "latvian-healthy-food-cluster": "veselīgas pārtikas klaster|latvijas klaster|diviem",
    "ministry-of-economics-lv": "ekonomikas ministrij|esam", "nordic-council-of-ministers": "ziemeļvalstu ministru padom",
    "astana-expo-2017": "astana expo 2017", "bsr-stars": "bsr stars", "innovation-express": "inovāciju ekspres|programm",
    "innovation-express-2016": "programm|inovāciju ekspres|2016", "ict": "ikt|informācij", "food": "pārtik",
    "smart-technologies": "gudraj", "transport": "transport", "smart-cities": "viedās pilsētas",
    "agriculture": "lauksaimniecīb", "food-packaging": "iepakojum", "environment-and-clean-technology": "vides un zaļo",
    "green-technologies": "zaļās tehnoloģijas", "health-care": "veselības aprūp", "energy": "enerģētik",
    "business-and-financial-services": "biznesa un finanšu", "robotics": "robotik", "media": "medij",
    "manufacturing-technology": "ražošanas tehnoloģ", "biotechnology": "biotehnoloģ",
    "creative-industries": "radošās nozares", "medicine": "medicīn",
}  # fmt: skip


@here
def test_things_stand_in_their_places(said: list[Statement]) -> None:
    """What a statement leads to is named, in Latvian, in the passage that it points to."""
    text = SEED.read_bytes().decode()
    checked = set()
    for statement in said:
        name = str(statement.object).removeprefix(str(ID))
        if str(statement.object).startswith(str(ID)) and statement.evidence:
            assert name in STEMS, f"say how the article names '{name}'"
            for passage in passages(statement, text):
                assert re.search(STEMS[name], passage.lower()), (name, passage)
                checked.add(name)
    assert checked == set(STEMS)


@here
def test_no_sentence_of_the_article_is_kept(content: Content) -> None:
    """No run of ten words of the article stands in the data, but for the names of projects."""
    words = re.findall(r"\w+", SEED.read_text(encoding="utf-8").lower())
    runs = {" ".join(words[n : n + 10]) for n in range(len(words) - 9)}
    for path in sorted(content.data.rglob("*.csv")):
        lines = path.read_text(encoding="utf-8").lower().splitlines()
        kept = re.findall(r"\w+", " ".join(x for x in lines if ",other name," not in x))
        assert runs.isdisjoint(" ".join(kept[n : n + 10]) for n in range(len(kept) - 9)), path


MUST_SAY = [
    ("smart-tech-cis", "partner", "latvian-it-cluster"),
    ("smart-tech-cis", "partner", "fiber-optic-valley"),
    ("food-value-chain-baltic", "partner", "latvian-healthy-food-cluster"),
    ("food-value-chain-baltic", "partner", "foodnetwork"),
    ("smart-tech-cis", "target market", "cis"),
    ("smart-tech-cis", "platform event", "astana-expo-2017"),
    ("astana-expo-2017", "theme", "future energy"),
    ("joint-support-2016", "amount", "48000 EUR"),
    ("joint-support-2016", "funder", "ministry-of-economics-lv"),
    ("joint-support-2016", "funder", "nordic-council-of-ministers"),
    ("innovation-express-2016", "applications received", "4 clusters"),
    ("raimonds-aleksejenko", "role", "deputy state secretary"),
    ("aiga-irmeja", "role", "head"),
    ("janis-garancs", "role", "head"),
    ("innovation-express", "count", "62 projects"),
    ("innovation-express", "count", "2109 companies"),
    ("innovation-express", "required per project", ">=2 clusters"),
    *(("innovation-express", "participating place", place) for place in (
        "norway", "sweden", "denmark", "finland", "lithuania", "iceland", "brandenburg", "catalonia")),
    *(("innovation-express-2016", "applicant sector", sector) for sector in (
        "environment-and-clean-technology", "food", "ict")),
]  # fmt: skip


@pytest.mark.parametrize("fact", MUST_SAY, ids=" ".join)
def test_article_is_encoded_in_full(said: list[Statement], fact: tuple[str, str, str]) -> None:
    """Each fact that the project was founded on is among the statements of the article."""
    subject, label, value = fact
    found = [
        s
        for s in said
        if s.subject == ID[subject] and s.relation.label == label
        and value in (str(s.object).removeprefix(str(ID)), getattr(s.object, "text", ""))
    ]  # fmt: skip
    assert found


def test_people_speak_in_our_words(said: list[Statement]) -> None:
    """All three officials speak, the ministry expects, and every sector of before is there."""
    by_label = {}
    for s in said:
        by_label.setdefault(s.relation.label, set()).add(str(s.subject).removeprefix(str(ID)))
    assert by_label["says"] == {"raimonds-aleksejenko", "aiga-irmeja", "janis-garancs"}
    assert by_label["expects"] == {"ministry-of-economics-lv"}
    assert {"innovation-express", "smart-tech-cis", "food-value-chain-baltic"} <= by_label["aim"]
    sectors = [
        s for s in said if s.relation.label == "sector" and s.subject == ID["innovation-express"]
    ]
    assert len(sectors) == 12
