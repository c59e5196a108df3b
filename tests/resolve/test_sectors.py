"""What speaks for an actor's sector."""

from __future__ import annotations

import pytest

from tests.conftest import article_of
from tests.resolve.build import Passage
from westphalia.resolve.actors import resolve_actors


def sector_of(text: str, words: str, parser: str | None = None, score: float = 0.3) -> str:
    passage = Passage(article_of(text))
    passage.mention(words, sector=parser, sector_score=score if parser else 0.0)
    (found,) = resolve_actors(passage.article, (passage.parse(),))
    return found[0].sector


@pytest.mark.parametrize(
    ("text", "words", "sector"),
    [
        ("Some 5,000 policemen lined the road.", "Some 5,000 policemen", "COP"),
        ("They buried at least 48 soldiers.", "at least 48 soldiers", "MIL"),
        ("Up to 2,000 students marched.", "Up to 2,000 students", "EDU"),
        ("The Syrian government objected.", "The Syrian government", "GOV"),
        ("Ana Rusu, a judge from Cluj, resigned.", "Ana Rusu", "JUD"),
    ],
)
def test_words_against_an_unsure_parser(text: str, words: str, sector: str) -> None:
    assert sector_of(text, words, "UNK") == sector


def test_a_peoples_name_acts_for_its_state() -> None:
    assert sector_of("The French refused to sign.", "The French") == "GOV"


def test_a_sure_parser_wins_over_a_soft_word() -> None:
    assert sector_of("The officer was suspended.", "The officer", "MIL", 0.97) == "MIL"


def test_a_person_keeps_one_sector_over_the_article() -> None:
    article = article_of("Judge Ana Rusu resigned.", "Rusu had been threatened.")
    first, second = Passage(article, 0), Passage(article, 1)
    first.mention("Judge Ana Rusu", sector="JUD", sector_score=0.9)
    second.mention("Rusu", sector="CVL", sector_score=0.4)
    found = resolve_actors(article, (first.parse(), second.parse()))
    assert [actors[0].sector for actors in found] == ["JUD", "JUD"]
