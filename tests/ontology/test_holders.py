"""Office holders: who a name is at a date, who held an office, and when the answer may be called certain."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from westphalia.ontology.holders import Holding, find_office, find_person


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def first(name: str, on: str | None) -> Holding:
    found = find_person(name, day(on) if on else None)
    assert found, name
    return found[0]


@pytest.mark.parametrize(
    ("name", "on", "country", "office"),
    [
        ("Sergei Lavrov", "2022-03-01", "RUS", "foreign minister"),
        ("Sergey Lavrov", "2015-06-10", "RUS", "foreign minister"),
        ("Sergueï Lavrov", "2010-02-02", "RUS", "foreign minister"),
        ("Mr. Lavrov", "2022-03-01", "RUS", "foreign minister"),
        ("Lavrov", "2022-03-01", "RUS", "foreign minister"),
        ("Russian Foreign Minister Sergei Lavrov", "2022-03-01", "RUS", "foreign minister"),
        ("President Putin", "2005-03-01", "RUS", "president"),
        ("Vladimir Putin", "2010-03-01", "RUS", "prime minister"),
        ("Erdogan", "2016-07-16", "TUR", "president"),
        ("Erdoğan", "2005-03-01", "TUR", "prime minister"),
        ("Xi Jinping", "2018-03-01", "CHN", "president"),
        ("Xi", "2018-03-01", "CHN", "president"),
        ("Kim Jong-un", "2018-06-12", "PRK", "leader"),
        ("Kim Jong Un", "2018-06-12", "PRK", "leader"),
        ("Yanukovich", "2013-11-21", "UKR", "president"),
        ("Viktor Yanukovych", "2013-11-21", "UKR", "president"),
        ("Volodymyr Zelenskyy", "2023-05-01", "UKR", "president"),
        ("Zelensky", "2023-05-01", "UKR", "president"),
        ("Zelenskiy's", "2023-05-01", "UKR", "president"),
        ("Angela Merkel", "2012-03-01", "DEU", "prime minister"),
        ("Chancellor Kohl", "1990-10-03", "DEU", "prime minister"),
        ("Gerhard Schroeder", "2003-03-01", "DEU", "prime minister"),
        ("Muammar Qaddafi", "1990-01-01", "LBY", "leader"),
        ("Moammar Gadhafi", "2011-03-20", "LBY", "leader"),
        ("Bashar al-Assad", "2013-08-21", "SYR", "president"),
        ("Assad", "2013-08-21", "SYR", "president"),
        ("Saddam Hussein", "1991-01-17", "IRQ", "president"),
        ("Mohammed bin Salman", "2018-10-20", "SAU", "crown prince"),
        ("Muhammad bin Salman", "2018-10-20", "SAU", "crown prince"),
        ("Yasir Arafat", "1993-09-13", "PSE", "president"),
        ("Mohamed Mursi", "2013-01-25", "EGY", "president"),
        ("Abdel-Fattah el-Sissi", "2019-01-25", "EGY", "president"),
        ("Ayatollah Ali Khamenei", "2015-07-14", "IRN", "supreme leader"),
        ("Mahmoud Ahmadinejad", "2009-06-15", "IRN", "president"),
        ("Benjamin Netanyahu", "2024-01-01", "ISR", "prime minister"),
        ("Yitzhak Rabin", "1993-09-13", "ISR", "prime minister"),
        ("Prime Minister Khan", "2020-01-01", "PAK", "prime minister"),
        ("Narendra Modi", "2019-05-23", "IND", "prime minister"),
        ("Shinzō Abe", "2015-01-01", "JPN", "prime minister"),
        ("Aung San Suu Kyi", "2010-11-13", "MMR", "opposition leader"),
        ("Mahathir", "1998-09-02", "MYS", "prime minister"),
        ("Margaret Thatcher", "1985-03-03", "GBR", "leader"),
        ("Blair", "2003-03-18", "GBR", "prime minister"),
        ("Boris Johnson", "2020-03-23", "GBR", "prime minister"),
        ("Nicolás Maduro", "2019-01-23", "VEN", "president"),
        ("Nicolas Maduro Moros", "2019-01-23", "VEN", "president"),
        ("Luiz Inácio Lula da Silva", "2005-01-01", "BRA", "president"),
        ("Hugo Chavez", "2006-09-20", "VEN", "president"),
        ("Antonio Guterres", "2018-01-01", "UNO", "UN secretary-general"),
        ("Kofi Annan", "2003-01-01", "UNO", "UN secretary-general"),
        ("Jens Stoltenberg", "2022-02-24", "IGO", "NATO secretary general"),
        ("Ursula von der Leyen", "2021-02-01", "EUR", "European Commission president"),
        ("Hillary Clinton", "2011-05-01", "USA", "secretary of state"),
        ("Mikhail Gorbachev", "1988-04-08", "SUN", "leader"),
        ("Nelson Mandela", "1996-01-01", "ZAF", "president"),
    ],
)
def test_the_well_known_are_certain(name: str, on: str, country: str, office: str) -> None:
    holding = first(name, on)
    assert (holding.country, holding.office) == (country, office)
    assert holding.certain
    assert holding.start <= day(on)


@pytest.mark.parametrize(
    ("name", "on", "country", "sector"),
    [
        ("Maria Zakharova", "2019-04-04", "RUS", "GOV"),
        ("Dmitri Peskov", "2019-04-04", "RUS", "GOV"),
        ("Jen Psaki", "2021-09-09", "USA", "GOV"),
        ("Alexei Navalny", "2020-08-20", "RUS", "OPP"),
        ("Ratko Mladic", "1995-07-11", "BIH", "MIL"),
        ("Pope Francis", "2016-02-12", "VAT", "REL"),
        ("John Garang", "1999-02-12", "SDN", "REB"),
        ("Abu Bakr al-Baghdadi", "2015-02-12", "IMG", "UAF"),
    ],
)
def test_people_beside_the_cabinets(name: str, on: str, country: str, sector: str) -> None:
    holding = first(name, on)
    assert (holding.country, holding.sector, holding.certain) == (country, sector, True)


@pytest.mark.parametrize(
    "name", ["Smith", "Mr. Smith", "Khan", "Lee", "Ahmed", "Garcia", "Mr Justice Spencer", "General Brown"]
)
def test_common_surnames_are_not_certain(name: str) -> None:
    assert not any(holding.certain for holding in find_person(name, day("2014-06-01")))


@pytest.mark.parametrize(
    "name", ["Ana Duarte", "Tomas Brezhev", "the Council", "the minister", "", " ", ",", "'s", "x" * 500]
)
def test_invented_people_and_no_names_are_never_certain(name: str) -> None:
    assert not any(holding.certain for holding in find_person(name, day("2014-06-01")))


def test_a_surname_outside_the_term_is_not_certain() -> None:
    assert first("Blair", "2003-03-18").certain
    assert not any(
        holding.certain and holding.name == "Tony Blair"
        for holding in find_person("Blair", day("2016-01-01"))
    )


def test_a_former_leader_is_known_by_his_full_name() -> None:
    holding = first("Barack Obama", "2020-06-01")
    assert (holding.country, holding.end, holding.certain) == ("USA", day("2017-01-20"), True)


def test_a_surname_stays_with_the_leader_the_world_knows() -> None:
    """A prime minister of Equatorial Guinea bore it from 2016 on."""
    first = find_person("Obama", dt.date(2018, 5, 1))[0]
    assert (first.name, first.country, first.certain) == ("Barack Obama", "USA", False)
    titled = find_person("Prime Minister Obama", dt.date(2018, 5, 1))[0]
    assert titled.country == "GNQ"


def test_without_a_date_only_full_names_of_leaders_are_certain() -> None:
    assert first("Barack Obama", None).certain
    assert not any(holding.certain for holding in find_person("Obama", None))
    assert not any(holding.certain for holding in find_person("Lavrov", None))


def test_the_date_chooses_among_namesakes() -> None:
    assert first("Bush", "1990-08-02").start.year == 1989
    assert first("Bush", "2003-03-20").start.year == 2001
    assert first("President Kim", "1999-01-01").country == "KOR"
    assert first("Assad", "1990-01-01").name != first("Assad", "2010-01-01").name


@pytest.mark.parametrize(
    ("country", "phrase", "on", "name"),
    [
        ("USA", "Secretary of State", "2023-02-01", "Antony Blinken"),
        ("USA", "foreign minister", "2000-02-01", "Madeleine Albright"),
        ("USA", "President", "1985-06-01", "Ronald Reagan"),
        ("USA", "Defense Secretary", "2003-03-01", "Donald Rumsfeld"),
        ("GBR", "Prime Minister", "2019-08-01", "Boris Johnson"),
        ("GBR", "Foreign Secretary", "2018-01-01", "Boris Johnson"),
        ("DEU", "chancellor", "2010-01-01", "Angela Merkel"),
        ("DEU", "German Foreign Minister", "2023-01-01", "Annalena Baerbock"),
        ("FRA", "president", "2015-11-13", "François Hollande"),
        ("RUS", "foreign minister", "2020-01-01", "Sergei Lavrov"),
        ("RUS", "Minister for Foreign Affairs", "1997-01-01", "Yevgeny Primakov"),
        ("UNO", "secretary-general", "2010-01-01", "Ban Ki-moon"),
        ("IRN", "supreme leader", "2010-01-01", "Ali Khamenei"),
        ("CHN", "president", "2020-01-01", "Xi Jinping"),
        ("CHN", "premier", "2005-01-01", "Wen Jiabao"),
        ("IND", "external affairs minister", "2020-01-01", "Subrahmanyam Jaishankar"),
        ("JPN", "prime minister", "2015-01-01", "Shinzo Abe"),
        ("IGO", "NATO Secretary General", "2012-01-01", "Anders Fogh Rasmussen"),
        ("VAT", "pope", "1990-01-01", "John Paul II"),
    ],
)
def test_offices(country: str, phrase: str, on: str, name: str) -> None:
    found = find_office(country, phrase, day(on))
    assert found[0].name == name


def test_offices_that_nobody_held() -> None:
    assert find_office("USA", "prime minister", day("2020-01-01")) == []
    assert find_office("GBR", "astronomer", day("2020-01-01")) == []
    assert find_office("XXX", "president", day("2020-01-01")) == []


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=60), st.dates(dt.date(1980, 1, 1), dt.date(2030, 1, 1)))
def test_any_text_is_answered(name: str, on: dt.date) -> None:
    assert all(isinstance(holding, Holding) for holding in find_person(name, on))
    assert find_person(name, on) == find_person(name, on)
