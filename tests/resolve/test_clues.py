"""What one mention's own words tell."""

from __future__ import annotations

import pytest

from tests.conftest import article_of
from tests.resolve.build import Passage
from westphalia.ontology import countries
from westphalia.resolve.clues import clues_of, clues_of_parse, fold, person_in


@pytest.mark.parametrize(
    ("words", "shape"),
    [
        ("he", "pronoun"), ("They", "pronoun"), ("its", "pronoun"),
        ("Russia", "country"), ("the Kremlin", "country"), ("Washington", "country"), ("the U.S.", "country"),
        ("the US", "country"), ("US", "country"),
        ("NATO", "organisation"), ("the BBC", "organisation"), ("Russia's Gazprom", "organisation"),
        ("WHO", "organisation"),
        ("Sergei Lavrov", "person"), ("Kenyan Foreign Minister Amina Wekesa", "person"),
        ("the minister", "description"), ("Russians", "description"), ("two Russian diplomats", "description"),
    ],
)  # fmt: skip
def test_the_shape_of_a_mention(words: str, shape: str) -> None:
    assert clues_of(words).shape == shape


@pytest.mark.parametrize("words", ["us", "it", "who", "I", "We"])
def test_a_pronoun_tells_nothing_else(words: str) -> None:
    clues = clues_of(words)
    assert (clues.shape, clues.hits, clues.organisation, clues.person) == ("pronoun", (), None, None)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Russian Foreign Minister Sergei Lavrov", "Sergei Lavrov"),
        ("Mr. Hovsepyan", "Hovsepyan"),
        ("Massachusetts Gov. Ida Moss", "Ida Moss"),
        ("Maj. Gen. Ida Moss", "Ida Moss"),
        ("President Ursula von der Leyen", "Ursula von der Leyen"),
        ("Crown Prince Mohammed bin Salman", "Mohammed bin Salman"),
        ("J. R. Okoro’s", "J. R. Okoro"),
        ("Abdel Fattah al-Sisi", "Abdel Fattah al-Sisi"),
        ("Syrian President Bashar al-Assad", "Bashar al-Assad"),
        ("Georgian Foreign Minister Nino Kapanadze (L)", "Nino Kapanadze"),
        ("the protesters", None),
        ("the Georgian minister", None),
        ("IAEA", None),
        ("", None),
    ],
)
def test_the_personal_name_a_mention_ends_in(words: str, name: str | None) -> None:
    assert person_in(words, tuple(countries.find(words))) == name


def test_role_and_country_word_of_a_title() -> None:
    clues = clues_of("Kenyan Foreign Minister Amina Wekesa")
    assert (clues.role, clues.role_sector, clues.person) == ("foreign minister", "GOV", "Amina Wekesa")
    assert [hit.code for hit in clues.hits] == ["KEN"]


def test_a_spokesman_is_not_his_organisation() -> None:
    clues = clues_of("a spokesman for NATO")
    assert clues.shape == "description"
    assert clues.organisation is not None
    assert clues.organisation.organisation.country == "IGO"


@pytest.mark.parametrize(
    ("words", "folded"),
    [
        ("The  Minister’s", "minister"),
        ("An envoy", "envoy"),
        ("the rebels'", "rebels"),
        ("THE UN", "un"),
        ("", ""),
    ],
)
def test_folding_drops_article_and_possessive(words: str, folded: str) -> None:
    assert fold(words) == folded


def test_offsets_of_hits_are_those_of_the_mention() -> None:
    words = "the ambassador of Peru"
    (hit,) = clues_of(words).hits
    assert words[hit.start : hit.end] == "Peru"


@pytest.mark.parametrize("words", ["", " ", "\u202e", "\x00", "“”", "'s", "…", "😀", "ß" * 3000, "A " * 700])
def test_odd_words_are_no_error(words: str) -> None:
    assert clues_of(words).text == words


def test_only_actors_have_clues() -> None:
    passage = Passage(article_of("Norway expelled the envoy in Oslo on Monday."))
    passage.mention("Norway")
    passage.mention("Oslo", "place")
    passage.mention("on Monday", "time")
    found = clues_of_parse(passage.article.text, passage.parse())
    assert [clues is not None for clues in found] == [True, False, False]


@pytest.mark.parametrize(
    ("words", "person"),
    [
        ("Foreign Minister Ida Moss of Peru", "Ida Moss"),
        ("Democrats Ida Moss of Connecticut", "Ida Moss"),
        ("Senator Ida Moss from Vermont", "Ida Moss"),
        ("Minister of Defence Ida Moss", "Ida Moss"),
        ("Minister of Justice and Security Ida Moss", "Ida Moss"),
        ("Mayor of London Ida Moss", "Ida Moss"),
        ("Secretary of State Ida Moss", "Ida Moss"),
        ("President of Ghana Kojo Adu Boateng", "Kojo Adu Boateng"),
        ("Director of National Intelligence Ida Moss", "Ida Moss"),
        ("Commander of the army Gen. Omar al-Hadi", "Omar al-Hadi"),
        ("leader of Boko Haram Yusuf Amin", "Yusuf Amin"),
        ("head of Hamas Samir Abbas", "Samir Abbas"),
        ("a spokesman for the group, Yusuf Amin", "Yusuf Amin"),
    ],
)
def test_a_person_with_an_office_or_a_home(words: str, person: str) -> None:
    clues = clues_of(words)
    assert (clues.shape, clues.person, clues.owner) == ("person", person, None)


@pytest.mark.parametrize(
    ("words", "owner"),
    [
        ("supporters of Ida Moss", "Ida Moss"),
        ("an envoy of Juan Manuel Ortega", "Juan Manuel Ortega"),
        ("a spokesman for Ida Moss", "Ida Moss"),
        ("aides to US President Ida Moss", "Ida Moss"),
        ("the government of Prime Minister Ida Moss", "Ida Moss"),
        ("troops loyal to Omar al-Hadi", "Omar al-Hadi"),
        ("the widow of Sen. Ida Moss", "Ida Moss"),
        ("residents of Aleppo", "Aleppo"),
        ("Russian troops from Crimea", "Crimea"),
        ("police in Ferguson", "Ferguson"),
    ],
)
def test_those_of_a_person_or_a_town_are_not_the_person(words: str, owner: str) -> None:
    clues = clues_of(words)
    assert (clues.shape, clues.person, clues.owner) == ("description", None, owner)
