"""Countries in text: words, seats, ambiguous names, whole phrases, and states of the past."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from westphalia.ontology import countries


def codes(text: str, context: str = "") -> list[str | None]:
    return [hit.code for hit in countries.find(text, context)]


def of(phrase: str, context: str = "") -> str | None:
    hit = countries.of_phrase(phrase, context)
    return hit.code if hit else None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Nigerien soldiers", "NER"),
        ("Nigerian soldiers", "NGA"),
        ("a Dutchwoman", "NLD"),
        ("the Basotho", "LSO"),
        ("Ni-Vanuatu chiefs", "VUT"),
        ("Bissau-Guinean officers", "GNB"),
        ("Equatorial Guinea", "GNQ"),
        ("Papua New Guinea", "PNG"),
        ("New Guineans", "PNG"),
        ("North Korea", "PRK"),
        ("S. Korea", "KOR"),
        ("Congo-Brazzaville", "COG"),
        ("DR Congo", "COD"),
        ("American Samoa", "ASM"),
        ("New Mexico", "USA"),
        ("Côte d’Ivoire", "CIV"),
        ("Cote d'Ivoire", "CIV"),
        ("Zaire", "COD"),
        ("East Germany", "DDR"),
        ("Czechoslovakia", "CSK"),
        ("N'Djamena", "TCD"),
        ("Ulan Bator", "MNG"),
        ("Valletta", "MLT"),
        ("Somalilanders", "SOM"),
    ],
)
def test_every_kind_of_country_word(text: str, code: str) -> None:
    assert codes(text) == [code]


@pytest.mark.parametrize(
    ("text", "code", "sector"),
    [
        ("The Kremlin", "RUS", "GOV"),
        ("The White House", "USA", "GOV"),
        ("Downing Street", "GBR", "GOV"),
        ("Zhongnanhai", "CHN", "GOV"),
        ("the Élysée", "FRA", "GOV"),
        ("the Pentagon", "USA", "MIL"),
        ("Capitol Hill", "USA", "LEG"),
        ("the Knesset", "ISR", "LEG"),
        ("the State Duma", "RUS", "LEG"),
        ("Brussels", "EUR", "IGO"),
    ],
)
def test_seats_tell_their_sector(text: str, code: str, sector: str) -> None:
    (hit,) = countries.find(text)
    assert (hit.code, hit.kind, hit.sector) == (code, "seat", sector)


@pytest.mark.parametrize(
    "text",
    [
        "South China Sea", "Indian Ocean", "Latin American leaders", "Western officials", "the Jordan River",
        "Organization of American States", "the Shanghai Five", "the Korean peninsula",
    ],
)  # fmt: skip
def test_parts_of_the_world_have_no_country(text: str) -> None:
    assert all(hit.kind == "region" and hit.code is None for hit in countries.find(text))


@pytest.mark.parametrize(
    "text",
    ["Michael Jordan", "Chad Wolf", "Paris Hilton", "Queen Victoria", "Police said", "turkey for dinner",
     "gave us hope", "Finn and Dane went home", "Violeta Chamorro"],
)  # fmt: skip
def test_persons_and_common_words_are_no_countries(text: str) -> None:
    assert codes(text) == []


def test_a_title_and_a_first_name_make_a_person() -> None:
    assert codes("Vice President Evaristo Lima spoke.") == []
    assert codes("The mayor of Lima spoke.") == ["PER"]


def test_the_page_decides_between_two_of_one_name() -> None:
    assert codes("Georgia", "Voters in Atlanta and Savannah queued.") == ["USA"]
    assert codes("Georgia", "Police in Tbilisi used water cannon.") == ["GEO"]
    assert codes("Wellington", "New Zealand raised its rates.") == ["NZL"]
    assert codes("Wellington", "The boots were muddy.") == []


@pytest.mark.parametrize(
    ("phrase", "code"),
    [
        ("Turkey's ambassador in Vienna", "TUR"),
        ("the embassy of Rwanda", "RWA"),
        ("nurses in Hong Kong", "HKG"),
        ("a spokesman for the Saudi embassy", "SAU"),
        ("Iran-backed Iraqi militia", "IRQ"),
        ("a foreign ministry official in Baghdad", "IRQ"),
        ("Pakistan's India desk", "PAK"),
    ],
)
def test_whose_a_phrase_is(phrase: str, code: str) -> None:
    assert of(phrase) == code


@pytest.mark.parametrize(
    "phrase",
    [
        "troops in Iraq",
        "its office in Rome",
        "the exiles' spokesman in Paris",
        "Israeli, Japanese teams",
        "the leaders of Kazakhstan, Uzbekistan and Turkey",
        "women of Chinese descent",
        "Pakistani soldiers of the U.N. force",
        "Russian-installed officials",
        "anti-American protesters",
        "North and South Korea",
    ],
)
def test_phrases_that_belong_to_no_single_country(phrase: str) -> None:
    assert of(phrase) is None


def test_a_capital_stands_for_the_state_it_ruled_then() -> None:
    (moscow,) = countries.find("Moscow")
    (russia,) = countries.find("Russia")
    (belgrade,) = countries.find("Belgrade")
    assert countries.at(moscow, dt.date(1988, 5, 1)) == "SUN"
    assert countries.at(moscow, dt.date(1994, 5, 1)) == "RUS"
    assert countries.at(russia, dt.date(1988, 5, 1)) == "RUS"
    assert [countries.at(belgrade, dt.date(year, 1, 1)) for year in (1999, 2004, 2010)] == [
        "YUG",
        "SCG",
        "SRB",
    ]


def test_every_country_is_found_by_its_name() -> None:
    table = countries.table()
    assert len([country for country in table.values() if country.iso2 and not country.valid_to]) >= 249
    for country in table.values():
        if country.iso2 and country.code not in {"GEO", "FLK"}:
            assert country.code in codes(country.name), country


def test_lookups() -> None:
    assert countries.name_of("KOS") == "Kosovo"
    assert countries.name_of("IGO") is None
    assert countries.by_code("XXX") is None


@given(st.text(max_size=300))
def test_hits_lie_in_order_inside_the_text(text: str) -> None:
    end = 0
    for hit in countries.find(text):
        assert end <= hit.start < hit.end <= len(text)
        end = hit.end
    countries.of_phrase(text)
