"""Words that belong to one country without naming it."""

from __future__ import annotations

import pytest

from westphalia.ontology import countries, idioms
from westphalia.ontology._table import rows

NON_STATES = {"IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("the Verkhovna Rada sat until dawn", "UKR"),
        ("a fine of 400 baht", "THA"),
        ("Two MEPs walked out", "EUR"),
        ("rights groups counted the dead", "NGO"),
    ],
)
def test_an_idiom_tells_its_country(text: str, code: str) -> None:
    assert [hit.code for hit in idioms.find(text)] == [code]


def test_letter_case_and_whole_words_count() -> None:
    assert idioms.find("a strict diet") == []
    assert idioms.find("The Diet rose at noon")[0].code == "JPN"


def test_uses_tell_mention_and_setting_apart() -> None:
    (groups,) = idioms.find("rights groups")
    assert (groups.own, groups.setting) == (True, False)
    (crore,) = idioms.find("ten crore")
    assert (crore.own, crore.setting) == (False, True)


def test_every_code_is_known_and_every_row_has_a_reason() -> None:
    for phrase, code, reason in rows("idioms.csv", ("phrase", "code", "reason")):
        assert code in NON_STATES or countries.by_code(code), phrase
        assert reason, phrase
