"""Kinds of single lines, and what their place changes."""

from __future__ import annotations

import pytest

from westphalia.clean import clean
from westphalia.clean.alone import label_alone
from westphalia.clean.lines import line_at, split_lines
from westphalia.clean.sorter import sort_lines
from westphalia.records import Article, Page

BODY = (
    "The foreign ministry summoned the ambassador on Monday over the arrest of two sailors near the strait.",
    "A spokeswoman said the men had been questioned for nine hours without a lawyer and then released.",
    "The ambassador, who has held the post since 2016, said he had taken note of the protest.",
    "Opposition deputies demanded that the government should close the consulate until an apology was made.",
)


def kind_of(text: str) -> str | None:
    label = label_alone(line_at(text, 0, len(text)))
    return label.kind if label else None


def kinds(*lines: str) -> list[str]:
    return [label.kind for label in sort_lines(split_lines("\n\n".join(lines))).labels]


@pytest.mark.parametrize(
    "text",
    [
        "Spread the love",
        "Share this: Facebook Twitter WhatsApp",
        "Home » World » Minister summons envoy",
        "See also: Ten dead in mine collapse",
        "READ MORE: Floods close the northern road",
        "Advertisement",
        "Leave a Reply",
        "12 comments",
        "Tags: Peru, mining, protest",
        "This site uses Akismet to reduce spam. Learn how your comment data is processed.",
        "We use cookies to personalise content and ads. Accept all | Manage choices",
        "Sign up for our daily newsletter",
        "Follow us on Twitter and Facebook",
        "HOME   NEWS   POLITICS   SPORT   BUSINESS   OPINION",
        "World | Europe | Americas | Asia | Middle East",
        "Tue 29 Oct 2019 18.41 GMT · First published on Tue 29 Oct 2019 06.55 GMT",
        "(update completed)",
        "The writer is a former ambassador to Chile.",
        "An earlier version of this article misspelled the name of the governor.",
        "2 min read",
        "* * *",
    ],
)
def test_furniture(text: str) -> None:
    assert kind_of(text) == "furniture"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("By Rosa Alvarado in Quito", "byline"),
        ("By ANNE DUPONT and LI WEI | Tuesday, February 14, 2017", "byline"),
        ("by admin", "byline"),
        ("Sheila Markham · Posted: May 08, 2019 4:00 AM CT", "byline"),
        ("(Additional reporting by Hiro Tanaka in Tokyo)", "credit"),
        ("© 2019 The Northern Star. All rights reserved.", "credit"),
        ("Associated Press writer Ann Lee in Lagos contributed to this report.", "credit"),
        ("FILE PHOTO: The president waves to supporters in Accra", "caption"),
        ("Marchers cross the bridge on Sunday. (Photo: Ola Berg/AFP)", "caption"),
        ("Rosa Lind/NordFoto/AP People walk past a closed bank in Riga, Latvia.", "caption"),
        ("Marchers Ola Berg and Rosa Lind/Moen of the union told AP People were beaten by police.", None),
        ("The minister (L) shakes hands with his guest in Baku, March 3, 2020 © Pool – Handout", "caption"),
        ("– “Deep trust” –", "subhead"),
        ("< p>– “Deep trust” –", "subhead"),
    ],
)
def test_other_marks(text: str, kind: str | None) -> None:
    assert kind_of(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        "By Tuesday the army had left the town and the mayor had come home.",
        "From Caracas the delegation flew to Havana, where it was received by the president.",
        "Share prices fell in Tokyo after the central bank raised its key rate.",
        "Comments by the minister angered the opposition, which walked out of the chamber.",
        "Facebook and Twitter were blocked across the country on election day, monitors said.",
        "The company's cookie and privacy rules were changed after regulators in Dublin complained.",
        "Sponsored by Qatar, the resolution was adopted by 120 votes to nine.",
        "Published in March, the report accused both armies of torture.",
        "Subscribers to the state newspaper were told that it would close in May, the union said.",
        "Home Secretary Ann Price resigned on Friday after the leak.",
        "He is gone.",
        "Follow-up talks are planned for June in Geneva.",
        "The general, who signs up for every war going, was arrested at the border with two aides.",
    ],
)
def test_news_that_begins_like_furniture_is_left_alone(text: str) -> None:
    assert kind_of(text) is None


def test_title_standfirst_byline() -> None:
    assert kinds(
        "WORLD",
        "Envoy summoned over arrest of sailors",
        "Ministry calls the nine hours of questioning an insult to the flag",
        "By Rosa Alvarado",
        *BODY,
    ) == ["furniture", "title", "subhead", "byline", *["body"] * 4]


def test_a_title_that_ends_in_a_question_mark() -> None:
    assert kinds("Who Arrested the Two Sailors?", *BODY)[:2] == ["title", "body"]


def test_a_headline_repeated_as_alternative_text_and_the_caption_below_it() -> None:
    title = "Envoy summoned over arrest of sailors"
    sorted_lines = sort_lines(
        split_lines(
            "\n".join(
                [title, *BODY[:2], title, "The ambassador arrives at the ministry on May 5, 2020", *BODY[2:]]
            )
        )
    )
    assert [label.kind for label in sorted_lines.labels] == [
        "title",
        "body",
        "body",
        "title",
        "caption",
        "body",
        "body",
    ]
    assert sorted_lines.labels[3].repeat_of == 0


def test_comments_end_the_article_but_a_list_of_links_does_not() -> None:
    assert kinds(
        "Envoy summoned over arrest of sailors",
        *BODY[:2],
        "Related:",
        "Ten dead in mine collapse",
        *BODY[2:],
        "3 comments",
        "I was there myself and the sailors were treated well by everyone in the port.",
    ) == ["title", "body", "body", "furniture", "furniture", "body", "body", "furniture", "furniture"]


def test_a_comment_marker_at_the_top_does_not_end_the_article() -> None:
    assert kinds("Envoy summoned over arrest of sailors", "14 comments", *BODY) == [
        "title",
        "furniture",
        *["body"] * 4,
    ]


def test_the_authors_box_falls_and_a_source_described_alike_stays() -> None:
    source = (
        "Rosa Alvarado is a reporter who was held in the same prison, and she spoke to the court on Friday."
    )
    assert (
        kinds("Envoy summoned over arrest of sailors", "By Ana Diaz", BODY[0], source, *BODY[1:])[3] == "body"
    )
    box = "Ana Diaz is a reporter on the foreign desk. She previously covered the courts."
    assert kinds("Envoy summoned over arrest of sailors", "By Ana Diaz", *BODY, box)[-1] == "furniture"


def test_bullets_and_subheads_inside_the_text() -> None:
    assert kinds(
        "Envoy summoned over arrest of sailors",
        BODY[0],
        "• release of the two sailors within a week",
        "• an apology from the harbour police",
        BODY[1],
        "A cold spring",
        *BODY[2:],
    )[2:6] == ["body", "body", "body", "subhead"]


def test_the_agency_after_the_last_paragraph_does_not_make_it_a_caption() -> None:
    last = "The talks will resume on Thursday, both sides said. No date was set for a signing. (Reuters)"
    article = clean(Page("\n".join([*BODY, last]), "page"))
    assert isinstance(article, Article)
    assert article.blocks[-1].kind == "body"
    assert article.wire == "Reuters"
