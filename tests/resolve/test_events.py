"""Events and quotes: dates, places, status, sources and ids put together."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from tests.conftest import article_of
from tests.resolve.build import Passage
from westphalia.records import Article, Event
from westphalia.resolve import resolve
from westphalia.resolve.events import status_of

TEXT = "Norway expelled two Russian diplomats in Oslo on Monday, TV2 reported."


def expulsion(article: Article, aux: tuple[str, ...] = ()) -> Event:
    passage = Passage(article)
    norway, diplomats = passage.mention("Norway"), passage.mention("two Russian diplomats", points="Russian")
    roles = {
        "actors": (norway,),
        "recipients": (diplomats,),
        "places": (passage.mention("Oslo", "place"),),
        "times": (passage.mention("on Monday", "time"),),
        "said_by": (passage.mention("TV2", sector="JRN"),),
    }
    passage.trigger("expelled", "SANCTION", mode="expel", aux=aux, **roles)
    (event,) = resolve(article, (passage.parse(),)).events
    return event


def test_an_event_has_all_its_facts() -> None:
    event = expulsion(article_of(TEXT))  # published on Wednesday, 10 April 2024
    assert [(actor.country, actor.sector) for actor in event.actors] == [("NOR", "GOV")]
    assert [actor.country for actor in event.recipients] == ["RUS"]
    assert event.date is not None
    assert (event.date.iso, event.date.precision) == ("2024-04-08", "day")
    assert event.place is not None
    assert (event.place.name, event.place.country, event.place.precision) == ("Oslo", "NOR", "city")
    assert (event.quad_class, event.cameo_root, event.intensity) == (4, "16", -5.5)
    assert event.status == "reported"
    assert event.evidence.trigger.of(TEXT) == "expelled"


def test_on_whose_word_ends_in_the_wire_and_the_outlet() -> None:
    article = replace(article_of(TEXT), wire="AFP", outlet="The Daily Post")
    assert expulsion(article).sources == ("TV2", "AFP", "The Daily Post")


def test_an_event_without_words_of_time_is_dated_by_its_publication() -> None:
    article = article_of("Norway expelled the envoy.")
    passage = Passage(article)
    passage.trigger("expelled", "SANCTION", actors=(passage.mention("Norway"),))
    (event,) = resolve(article, (passage.parse(),)).events
    assert event.date is not None
    assert (event.date.iso, event.date.basis) == ("2024-04-10", "publication")


@pytest.mark.parametrize("aux", ["future", "historical"])
def test_what_is_not_todays_news_is_not_dated_today(aux: str) -> None:
    article = article_of("Norway expelled the envoy.")
    passage = Passage(article)
    passage.trigger("expelled", "SANCTION", actors=(passage.mention("Norway"),), aux=(aux,))
    (event,) = resolve(article, (passage.parse(),)).events
    assert event.date is None


def test_a_planned_weekday_is_the_coming_one() -> None:
    event = expulsion(article_of(TEXT), aux=("future",))
    assert event.date is not None
    assert event.date.start == dt.date(2024, 4, 15)


@pytest.mark.parametrize(
    ("aux", "status"),
    [((), "reported"), (("future",), "planned"), (("future", "negation"), "denied"), (("historical",), "background"),
     (("hypothetical", "historical"), "hypothetical")],
)  # fmt: skip
def test_did_it_happen(aux: tuple[str, ...], status: str) -> None:
    assert status_of(aux) == status


def test_ids_are_stable_and_tell_events_apart() -> None:
    article = article_of(TEXT)
    assert expulsion(article).event_id == expulsion(article).event_id
    assert expulsion(article).event_id != expulsion(article, aux=("negation",)).event_id


def test_a_quote_keeps_its_speaker_and_is_tied_to_its_event() -> None:
    text = "“We will not yield to threats,” Norway said."
    article = article_of(text)
    passage = Passage(article)
    norway = passage.mention("Norway")
    passage.quote("We will not yield to threats,", norway)
    passage.trigger("yield", "REJECT", actors=(norway,))
    resolved = resolve(article, (passage.parse(),))
    (quote,) = resolved.quotes
    assert quote.speaker is not None
    assert quote.speaker.country == "NOR"
    assert resolved.events[0].quote_ids == (quote.quote_id,)
