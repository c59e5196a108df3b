"""Publication date, dateline, agency and outlet told from a page's own lines."""

from __future__ import annotations

import datetime as dt

import pytest

from westphalia.clean import clean
from westphalia.clean.dateline import find_dateline
from westphalia.clean.dates import find_dates, find_days, url_day, url_month
from westphalia.clean.wires import in_credit, in_last_words, is_agency
from westphalia.records import Article, Page

BODY = (
    "The foreign ministry summoned the ambassador on Monday over the arrest of two sailors near the strait."
)
MORE = "A spokeswoman said the men had been questioned for nine hours and then released."


def published(*lines: str, url: str | None = None, date: dt.date | None = None) -> tuple[str, str] | None:
    article = clean(Page("\n\n".join(lines), "page", url, date))
    assert isinstance(article, Article)
    return (article.published.iso, article.published.basis) if article.published else None


@pytest.mark.parametrize(
    "text",
    [
        "2024-04-09",
        "2024/04/09",
        "April 9, 2024",
        "Apr. 9, 2024",
        "9 April 2024",
        "9th of April 2024",
        "9 of April of 2024",
        "Tuesday, April 9, 2024",
        "Tue 9 Apr 2024",
        "09.04.2024",
        "Tuesday 09/04/2024",
        "2024-04-09T18:00:00Z"[:10],
    ],
)
def test_forms_of_one_day(text: str) -> None:
    (found,) = find_dates(f"Posted {text} at noon")
    assert (found.day, found.other) == (dt.date(2024, 4, 9), None)


def test_a_numeric_date_keeps_both_readings_until_something_decides() -> None:
    (found,) = find_dates("04/09/2024")
    assert {found.day, found.other} == {dt.date(2024, 4, 9), dt.date(2024, 9, 4)}
    assert find_dates("25/09/2005")[0].day == dt.date(2005, 9, 25)
    assert published("Envoy summoned over arrest", "Published 04/09/2024", BODY, MORE) is None
    with_date = published(
        "Envoy summoned over arrest", "Published 04/09/2024", BODY, MORE, date=dt.date(2024, 4, 9)
    )
    assert with_date == ("2024-04-09", "byline")


@pytest.mark.parametrize(
    "text", ["31 February 2024", "page 2024-99-99", "1987/1988 season", "May 2024", "in 3.2024.1"]
)
def test_no_dates(text: str) -> None:
    assert find_dates(text) == []


def test_days_without_a_year() -> None:
    assert [(day.month, day.day) for day in find_days("June 19 and 20 July, but not May 3, 2020")] == [
        (6, 19),
        (7, 20),
    ]


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://example.org/world/2024/04/09/story.html", dt.date(2024, 4, 9)),
        ("https://example.org/world/2024/apr/09/story", dt.date(2024, 4, 9)),
        ("https://example.org/story-20240409.html", dt.date(2024, 4, 9)),
        ("https://example.org/story-idUSKBN1234567", None),
        ("https://example.org/a/19991332", None),
    ],
)
def test_addresses(url: str, day: dt.date | None) -> None:
    assert url_day(url) == day


def test_month_addresses() -> None:
    assert url_month("https://example.org/2024/04/story") == (2024, 4)


@pytest.mark.parametrize(
    ("text", "place", "agency"),
    [
        ("MANILA, June 19 (Reuters) - The Philippines", "MANILA", "Reuters"),
        ("BOGOTA, Colombia (AP) — President", "BOGOTA, Colombia", "AP"),
        ("BEIJING, April 9 (Xinhua) -- Chinese", "BEIJING", "Xinhua"),
        ("NEMURO, 16th (Kyodo) - According", "NEMURO", "Kyodo"),
        ("MOSCOW, March 3. /TASS/. Russian", "MOSCOW", "TASS"),
        ("New Delhi, Apr 9 (PTI) The government", "New Delhi", "PTI"),
        ("TBILISI - Riot police", "TBILISI", None),
        ("Phnom Penh, 11 November 2022 – The Leaders", "Phnom Penh", None),
        ("Batken, May 1, 2021. Today at the checkpoint", "Batken", None),
        ("(Reuters) - Two ministers", None, "Reuters"),
    ],
)
def test_datelines(text: str, place: str | None, agency: str | None) -> None:
    found = find_dateline(text + " met on Tuesday.")
    assert found is not None
    assert (found.place, found.agency) == (place, agency)
    assert text[found.end :][:1].isupper()


@pytest.mark.parametrize(
    "text",
    [
        "The Associated Press (AP) reported on Monday that talks had failed.",
        "US - China relations have soured since the spring.",
        "Putin – who has ruled since 2000 – said he would not attend.",
        'The minister said: "We are leaving."',
        "IN SUMMARY: Churches offer a roof for talks",
    ],
)
def test_no_datelines(text: str) -> None:
    assert find_dateline(text) is None


def test_order_of_trust_for_the_date() -> None:
    title = "Envoy summoned over arrest of sailors"
    line = "OSLO, May 14 (Reuters) - " + BODY
    assert published(title, "Updated May 16, 2019 | Published May 15, 2019", line, MORE) == (
        "2019-05-15",
        "byline",
    )
    assert published(title, line, MORE, "© 2019 Reuters") == ("2019-05-14", "dateline")
    assert published(title, line, MORE, url="https://example.org/2019/05/15/x") == ("2019-05-14", "dateline")
    assert published(title, BODY, MORE, url="https://example.org/2019/05/15/x") == ("2019-05-15", "url")
    assert published(title, BODY, MORE, date=dt.date(2019, 5, 15)) == ("2019-05-15", "given")
    assert published(title, BODY, MORE, url="https://example.org/2019/05/x") == ("2019-05", "url")
    assert published(title, BODY, MORE, "© 2019 The Northern Star") == ("2019", "copyright")
    assert published(title, BODY, MORE) is None


def test_a_captions_date_counts_only_with_the_weekday_of_the_text() -> None:
    monday = "The ambassador leaves the ministry on May 13, 2019 © Pool – Handout"
    other = "The ambassador leaves the ministry on May 15, 2019 © Pool – Handout"
    assert published("Envoy summoned over arrest", BODY, monday, MORE) == ("2019-05-13", "caption")
    assert published("Envoy summoned over arrest", BODY, other, MORE) is None


def test_an_old_date_in_the_text_is_not_the_publication() -> None:
    history = "The treaty was signed on 12 March 1999 and has never been ratified by the senate."
    assert published("Envoy summoned over arrest", BODY, MORE, history) is None


def test_a_holiday_with_its_weekday_fixes_the_week() -> None:
    news = "The two presidents spoke by telephone on Wednesday about the war in Ukraine, the palace said."
    feast = "Thursday is a public holiday in Russia, Defender of the Fatherland Day."
    assert published(news, MORE, feast) == ("2023-02-22", "text")
    assert (
        published("The two presidents spoke on Wednesday, the palace said.", MORE, feast) is None
    )  # any century


@pytest.mark.parametrize(
    ("line", "agency"),
    [
        ("By Reuters", "Reuters"),
        ("By Jane Doe with AFP", "AFP"),
        ("© (2024) Agence France-Presse", "AFP"),
        ("Copyright 2019 The Associated Press. All rights reserved.", "AP"),
        ("With files from The Canadian Press", "The Canadian Press"),
        ("Source: Xinhua", "Xinhua"),
        ("The papa of the apartment", None),
    ],
)
def test_credits(line: str, agency: str | None) -> None:
    assert in_credit(line) == agency


def test_last_words() -> None:
    assert in_last_words("He left on Monday. (ANI)") == "ANI"
    assert in_last_words('"We shall see," he added. — AFP') == "AFP"
    assert in_last_words("She told AFP.") is None
    assert is_agency("PA Media") == "PA Media"


def test_outlets_of_plain_text() -> None:
    def outlet(*lines: str) -> tuple[str | None, str | None]:
        article = clean(Page("\n\n".join(lines), "page"))
        assert isinstance(article, Article)
        return article.outlet, article.wire

    title = "Envoy summoned over arrest of sailors"
    assert outlet(title, BODY, MORE, "© 2019 The Northern Star. All rights reserved.") == (
        "The Northern Star",
        None,
    )
    assert outlet("Northern Star   News | Weather | Sport | Obituaries", title, BODY, MORE) == (
        "Northern Star",
        None,
    )
    assert outlet(title + " - BBC News", BODY, MORE) == ("BBC", None)
    assert outlet(title + " – WSJ", "by admin", BODY, MORE) == (None, "WSJ")
    box = (
        "Ana Diaz is a reporter. Before joining The Harbour Post, Ana Diaz worked as a staff writer in Lima."
    )
    assert (
        outlet(title, "By Ana Diaz", BODY, MORE, MORE + " Twice.", BODY + " Again.", box)[0]
        == "The Harbour Post"
    )
