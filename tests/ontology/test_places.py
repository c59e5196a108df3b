"""Places: the choice among namesakes by the phrase, by the document and by the dateline."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from westphalia.ontology.places import country_of, find, resolve


@pytest.mark.parametrize(
    ("phrase", "country"),
    [
        ("Paris", "FRA"),
        ("Paris, Texas", "USA"),
        ("the city of Homs", "SYR"),
        ("Homs", "SYR"),
        ("Lviv", "UKR"),
        ("Goma", "COD"),
        ("N'Djamena", "TCD"),
        ("São Paulo", "BRA"),
        ("Sao Paulo", "BRA"),
        ("Kandahar province", "AFG"),
        ("London", "GBR"),
        ("Kunming, Yunnan", "CHN"),
        ("the Honduran frontier", "HND"),
        ("northern Syria", "SYR"),
        ("Pristina", "KOS"),
        ("Ramallah", "PSE"),
    ],
)
def test_country_of_a_phrase(phrase: str, country: str) -> None:
    assert country_of(phrase) == country


def test_the_document_decides_among_namesakes() -> None:
    assert resolve("Birmingham").country == "GBR"
    assert resolve("Birmingham", countries=["USA"]).country == "USA"
    assert resolve("London", countries=["USA"]).country == "GBR"


def test_the_phrase_beats_the_document() -> None:
    assert resolve("Paris, Texas", countries=["FRA"]).country == "USA"
    assert resolve("Birmingham, England", countries=["USA"]).country == "GBR"


def test_a_common_noun_is_a_guess_from_the_document() -> None:
    found = resolve("the airport", countries=["KHM"])
    assert (found.country, found.basis, found.entry) == ("KHM", "document", None)


def test_the_capital() -> None:
    found = resolve("the capital", countries=["PER"])
    assert found.entry is not None
    assert (found.entry.name, found.country) == ("Lima", "PER")


def test_precision_and_coordinates() -> None:
    found = resolve("Aleppo")
    assert found.precision == "city"
    assert found.entry is not None
    assert abs(found.entry.latitude - 36.2) < 0.3
    assert abs(found.entry.longitude - 37.16) < 0.3
    assert resolve("Syria").precision == "country"


def test_former_states() -> None:
    assert resolve("Belgrade", on=dt.date(1991, 6, 1)).country == "YUG"
    assert resolve("Leipzig", countries=["DDR"]).country == "DDR"


def test_nothing_known() -> None:
    found = resolve("Qwxzyville")
    assert (found.country, found.entry, found.basis) == (None, None, "nothing")
    assert find("Qwxzyville") == []
    assert country_of(None) is None
    assert country_of("") is None


def test_candidates_are_heaviest_first() -> None:
    assert find("Paris")[0].country == "FRA"
    assert {"FRA", "USA"} <= {entry.country for entry in find("Paris")}


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_answered(phrase: str) -> None:
    assert resolve(phrase) == resolve(phrase)
