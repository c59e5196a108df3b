"""Who: country, sector, name and identity of actors, over one passage and over a document."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.conftest import article_of
from tests.resolve.build import Passage
from westphalia.records import Actor
from westphalia.resolve.actors import resolve_actors


def actors_of(text: str, *mentions: str, **facts: object) -> list[Actor]:
    """The actors of plain mentions without any links."""
    passage = Passage(article_of(text))
    for words in mentions:
        passage.mention(words, **facts)
    (found,) = resolve_actors(passage.article, (passage.parse(),))
    return [found[index] for index in sorted(found)]


@pytest.mark.parametrize(
    ("words", "country", "sector"),
    [
        ("Moscow", "RUS", "GOV"),
        ("the Kremlin", "RUS", "GOV"),
        ("South Korea", "KOR", "GOV"),
        ("Beijing", "CHN", "GOV"),
        ("NATO", "IGO", "IGO"),
        ("Hezbollah", "LBN", "REB"),
        ("the European Commission", "EUR", "IGO"),
        ("Reuters", "GBR", "JRN"),
    ],
)
def test_what_names_itself(words: str, country: str, sector: str) -> None:
    (actor,) = actors_of(f"On Monday {words} rejected the plan.", words, sector=None, sector_score=0.0)
    assert (actor.country, actor.sector) == (country, sector)


def test_a_country_word_inside_the_mention() -> None:
    text = "Kenyan Foreign Minister Amina Wekesa met reporters."
    (actor,) = actors_of(text, "Kenyan Foreign Minister Amina Wekesa")
    assert (actor.name, actor.country, actor.role) == ("Amina Wekesa", "KEN", "foreign minister")


def test_a_short_name_is_the_full_one_and_shares_its_country_and_id() -> None:
    article = article_of(
        "Kenyan Foreign Minister Amina Wekesa met reporters.", "Wekesa said the talks had failed."
    )
    first = Passage(article, 0)
    first.mention("Kenyan Foreign Minister Amina Wekesa", points="Kenyan")
    second = Passage(article, 1)
    second.mention("Wekesa")
    one, two = resolve_actors(article, (first.parse(), second.parse()))
    assert two[0].name == "Amina Wekesa"
    assert two[0].country == "KEN"
    assert two[0].actor_id == one[0].actor_id


def test_a_pronoun_takes_its_antecedent() -> None:
    passage = Passage(article_of("Estonia's Kaja Tamm met the king. She praised him."))
    tamm = passage.mention("Estonia's Kaja Tamm", points="Estonia")
    she = passage.mention("She", like=tamm)
    (found,) = resolve_actors(passage.article, (passage.parse(),))
    assert found[she].name == "Kaja Tamm"
    assert found[she].country == "EST"
    assert found[she].actor_id == found[tamm].actor_id


def test_a_pronoun_reaches_back_into_the_paragraph_before() -> None:
    article = article_of("Estonia's Kaja Tamm met the king.", "She later flew to Riga.")
    first = Passage(article, 0)
    first.mention("Estonia's Kaja Tamm", points="Estonia")
    second = Passage(article, 1)
    second.mention("She")
    _, found = resolve_actors(article, (first.parse(), second.parse()))
    assert found[0].name == "Kaja Tamm"


def test_the_pointer_decides_where_the_mention_names_two_countries() -> None:
    passage = Passage(article_of("The US ambassador to Russia left on Friday."))
    passage.mention("The US ambassador to Russia", points="US")
    (found,) = resolve_actors(passage.article, (passage.parse(),))
    assert found[0].country == "USA"


def test_a_pointer_out_of_the_mention() -> None:
    passage = Passage(article_of("In Ghana, police arrested the editor."))
    passage.mention("police", points="Ghana", sector="COP")
    (found,) = resolve_actors(passage.article, (passage.parse(),))
    assert (found[0].country, found[0].sector) == ("GHA", "COP")


def test_nothing_told_nothing_claimed() -> None:
    (actor,) = actors_of("Western officials expect a long war.", "Western officials")
    assert actor.country is None
    assert "open" in actor.basis


def test_an_office_holder_known_by_name_at_the_date() -> None:
    article = article_of("Lavrov dismissed the offer.", published=dt.date(2023, 2, 22))
    passage = Passage(article)
    passage.mention("Lavrov")
    (found,) = resolve_actors(article, (passage.parse(),))
    assert found[0].country == "RUS"


def test_both_countries_stand_for_the_two_named() -> None:
    passage = Passage(article_of("China and Russia signed the accord. Both countries will ratify it."))
    parts = [passage.mention("China"), passage.mention("Russia")]
    both = passage.mention("Both countries", members=parts)
    (found,) = resolve_actors(passage.article, (passage.parse(),))
    assert found[both].country is None
    assert [member.country for member in found[both].members] == ["CHN", "RUS"]


def test_two_people_of_one_surname_stay_apart() -> None:
    passage = Passage(article_of("Raúl Castro spoke after Fidel Castro. Castro was cheered."))
    raul, fidel = passage.mention("Raúl Castro"), passage.mention("Fidel Castro")
    passage.mention("Castro", nth=3)
    (found,) = resolve_actors(passage.article, (passage.parse(),))
    assert found[raul].actor_id != found[fidel].actor_id


def test_the_same_country_under_two_names_is_one_actor() -> None:
    moscow, russia = actors_of("Moscow said Russia would not yield.", "Moscow", "Russia")
    assert moscow.actor_id == russia.actor_id


def test_a_surname_that_is_a_city_tells_no_country() -> None:
    passage = Passage(article_of("Chile will not yield, Interior Minister Patricio Lagos said."))
    passage.mention("Interior Minister Patricio Lagos", points="Chile")
    (found,) = resolve_actors(passage.article, (passage.parse(),))
    assert found[0].country == "CHL"


def test_supporters_of_somebody_are_an_actor_of_their_own() -> None:
    text = "Angela Merkel spoke in Berlin. Supporters of Angela Merkel cheered."
    leader, supporters = actors_of(text, "Angela Merkel", "Supporters of Angela Merkel")
    assert leader.name == "Angela Merkel"
    assert leader.actor_id.startswith("p-")
    assert supporters.name is None
    assert not supporters.actor_id.startswith("p-")
    assert supporters.country == leader.country == "DEU"
