"""Bare passages: the text is the caller's and is not touched."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from westphalia.clean import article_of_passage
from westphalia.records import DateValue


def test_one_block_per_line_and_the_text_to_the_letter() -> None:
    text = "  KYIV, May 2 (Interfax) - The minister resigned.\r\n\n\x00Envoys meet in Oslo \n"
    article = article_of_passage(text, dt.date(2024, 5, 2), "line 1")
    assert article.text == text
    assert [block.kind for block in article.blocks] == ["body", "body"]
    assert article.blocks[0].span.of(text).endswith("resigned.")
    assert article.published == DateValue.day(dt.date(2024, 5, 2), "given")
    assert (article.wire, article.dateline) == ("Interfax", "KYIV")


def test_a_headline_and_a_caption_are_news() -> None:
    article = article_of_passage(
        "Oslo hosts talks\nThe king in Oslo, May 2, 2020 © Pool – Handout", None, "x"
    )
    assert [block.kind for block in article.blocks] == ["body", "body"]
    assert article.published is None


def test_unmistakable_furniture_falls() -> None:
    article = article_of_passage(
        "Share this story: Facebook · X\nWe use cookies to personalise ads.", None, "x"
    )
    assert [block.kind for block in article.blocks] == ["furniture", "furniture"]


@given(st.text(max_size=300))
def test_any_text_is_kept(text: str) -> None:
    article = article_of_passage(text, None, "x")
    assert article.text == text
    assert all(block.span.of(text).strip() == block.span.of(text) != "" for block in article.blocks)
