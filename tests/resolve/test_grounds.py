"""What speaks for an actor's country, how it is weighed, and how it is told."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.conftest import article_of
from tests.resolve.build import Passage
from westphalia.records import Actor
from westphalia.resolve.actors import resolve_actors
from westphalia.resolve.chains import chains_of
from westphalia.resolve.clues import clues_of
from westphalia.resolve.grammar import possessor
from westphalia.resolve.grounds import class_of
from westphalia.resolve.setting import settings_of
from westphalia.resolve.weigh import countries_of, weights


def actor_of(text: str, words: str, sector: str = "GOV") -> Actor:
    passage = Passage(article_of(text, published=dt.date(2024, 5, 14)))
    passage.mention(words, sector=sector)
    (found,) = resolve_actors(passage.article, (passage.parse(),))
    return found[0]


@pytest.mark.parametrize(
    ("text", "words", "country"),
    [
        ("Dora Melnik, a Bulgarian engineer, was freed on Friday.", "Dora Melnik", "BGR"),
        ("European Union observers left the polling stations.", "European Union observers", "EUR"),
        ("African Union mediators flew home.", "African Union mediators", "IGO"),
        ("Tory backbenchers shouted him down.", "Tory backbenchers", "GBR"),
        ("On Monday rights groups counted eleven dead.", "rights groups", "NGO"),
        ("Carabinieri stopped the lorry at dawn.", "Carabinieri", "ITA"),
    ],
)
def test_words_in_and_around_a_mention(text: str, words: str, country: str) -> None:
    assert actor_of(text, words, sector="CVL").country == country


def test_envoys_are_not_of_the_country_they_are_found_in() -> None:
    assert actor_of("In Chad, foreign envoys met for an hour.", "foreign envoys").country is None


def test_states_meant_as_a_group_have_no_country() -> None:
    assert actor_of("Japan was asked by several governments to pay.", "several governments").country is None


def test_basis_tells_the_grounds_and_their_weights() -> None:
    actor = actor_of("Kenyan nurses ended their strike.", "Kenyan nurses", sector="MED")
    assert "demonym 'Kenyan' +" in actor.basis
    assert "against" in actor.basis


def test_an_open_country_says_what_it_lacked() -> None:
    assert "country open" in actor_of("A crowd shouted.", "A crowd", sector="CVL").basis


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("he", "he"),
        ("They", "they"),
        ("its embassy", "its"),
        ("his aides", "his"),
        ("foreign investors", "abroad"),
        ("at least 40 people", "crowd"),
        ("both countries", "states"),
        ("the kingdom", "land"),
        ("the alliance", "bloc"),
        ("riot police", "state"),
        ("rebels", "armed"),
        ("Oona Harte", "person"),
    ],
)
def test_classes(words: str, kind: str) -> None:
    passage = Passage(article_of(f"Yesterday {words} left."))
    index = passage.mention(words, sector=None, sector_score=0.0)
    assert class_of(clues_of(words), passage.mentions[index]) == kind


def test_possessors() -> None:
    assert [possessor(words) for words in ("its own army", "Her aides", "our city", "the army")] == [
        "it",
        "he",
        "I",
        None,
    ]


def test_a_setting_counts_country_words_and_leaves_names_out() -> None:
    passage = Passage(article_of("Patricio Lagos, interior minister of Chile, flew from Santiago to Peru."))
    passage.mention("Patricio Lagos")
    parses = (passage.parse(),)
    (setting,) = settings_of(passage.article, parses, chains_of(passage.article, parses))
    assert setting.told == {"CHL": pytest.approx(2 / 3), "PER": pytest.approx(1 / 3)}
    assert (setting.first, setting.only) == ("CHL", None)


def test_one_person_has_one_country_over_the_article() -> None:
    article = article_of("Georgian minister Nino Lomidze spoke.", "In Armenia, Lomidze met farmers.")
    first, second = Passage(article, 0), Passage(article, 1)
    first.mention("Georgian minister Nino Lomidze")
    second.mention("Lomidze", points="Armenia")
    parses = (first.parse(), second.parse())
    verdicts = countries_of(article, parses, chains_of(article, parses))
    assert {verdict.code for verdict in verdicts.values()} == {"GEO"}


def test_a_long_chain_is_weighed_in_bounded_time_and_stays_whole() -> None:
    article = article_of("Kenyan minister Amina Wekesa spoke.", *["Wekesa said no."] * 120)
    passages = [Passage(article, block) for block in range(121)]
    passages[0].mention("Kenyan minister Amina Wekesa")
    for passage in passages[1:]:
        passage.mention("Wekesa")
    found = resolve_actors(article, tuple(passage.parse() for passage in passages))
    assert {actors[0].country for actors in found} == {"KEN"}
    assert len({actors[0].actor_id for actors in found}) == 1


def test_the_table_has_a_weight_for_each_class_of_saying_nothing() -> None:
    table = weights("country")
    for kind in ("he", "person", "state", "public", "armed", "abroad", "crowd", "other"):
        assert f"none.{kind}" in table


def test_a_surname_takes_the_name_and_office_of_the_day() -> None:
    actor = actor_of("Lavrov dismissed the offer.", "Lavrov")
    assert (actor.name or "").split()[-1] == "Lavrov"
    assert " " in (actor.name or "")
    assert actor.role == "foreign minister"
