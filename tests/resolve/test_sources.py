"""On whose word: the chain of an event's sources, nearest first, the outlet last."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.conftest import article_of
from tests.resolve.build import Passage
from westphalia.records import Event
from westphalia.resolve import resolve


def shelling(text: str, *said: tuple[str, str], wire: str | None = None, outlet: str | None = None) -> Event:
    """The event of "shelled", credited to the speakers given as (words, sector)."""
    article = replace(article_of(text), wire=wire, outlet=outlet)
    passage = Passage(article)
    army = passage.mention("the army", sector="MIL")
    credited = tuple(passage.mention(words, sector=sector) for words, sector in said)
    passage.trigger("shelled", "ASSAULT", actors=(army,), said_by=credited)
    (event,) = resolve(article, (passage.parse(),)).events
    return event


def test_a_speaker_the_medium_told_the_agency_and_the_outlet() -> None:
    text = "Mayor Tomas Brenner told Reuters that the army shelled the market."
    event = shelling(text, ("Mayor Tomas Brenner", "GOV"), wire="AFP", outlet="The Dockside Echo")
    assert event.sources == ("Tomas Brenner", "Reuters", "AFP", "The Dockside Echo")


def test_media_come_behind_those_they_quote() -> None:
    text = "According to the Interfax news agency, a police officer said the army shelled the market."
    event = shelling(text, ("the Interfax news agency", "JRN"), ("a police officer", "COP"))
    assert event.sources == ("a police officer", "Interfax")


def test_one_source_under_two_names_stands_once() -> None:
    event = shelling("On Sunday the army shelled it, AFP said.", ("AFP", "JRN"), wire="Agence France-Presse")
    assert event.sources == ("Agence France-Presse",)


@pytest.mark.parametrize("words", ["two Western diplomats", "state media", "a source close to the palace"])
def test_the_unnamed_keep_their_description(words: str) -> None:
    event = shelling(f"On Sunday the army shelled the market, {words} said.", (words, "UNK"))
    assert event.sources[0] == words


def test_a_body_that_every_state_has_keeps_its_country() -> None:
    text = "On Sunday the army shelled the market, Kenya's interior ministry said."
    assert shelling(text, ("Kenya's interior ministry", "GOV")).sources[0] == "Kenya's interior ministry"


def test_who_speaks_for_somebody_is_not_he() -> None:
    text = "On Sunday the army shelled the market, lawyers for Tomas Brenner said."
    assert shelling(text, ("lawyers for Tomas Brenner", "JUD")).sources == ("lawyers for Tomas Brenner",)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("On Sunday the army reportedly shelled the market.", "reportedly"),
        ("It was widely reported that the army shelled the market.", "It was widely reported"),
        ("According to local media reports the army shelled the market.", "According to local media reports"),
        ("Unconfirmed reports said the army shelled the market.", "Unconfirmed reports"),
    ],
)
def test_with_nobody_credited_the_words_of_hearsay_are_kept(text: str, first: str) -> None:
    assert shelling(text, outlet="The Dockside Echo").sources == (first, "The Dockside Echo")


def test_hearsay_about_something_else_is_not_taken() -> None:
    filler = (
        "while the harbour lay idle and the fishermen mended their nets on the long quay below the church, "
    )
    text = f"On Sunday the army shelled the market, {filler}{filler}as the mayor reportedly slept."
    assert shelling(text).sources == ()
