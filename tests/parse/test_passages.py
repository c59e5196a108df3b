"""Articles to passages: what the parser reads at a time, and what it never reads."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import article_of
from westphalia.parse.passages import HARD_CHARACTERS, MAX_SENTENCES, passages_of


def test_a_paragraph_is_one_passage() -> None:
    article = article_of("Kenya recalled its envoy. Somalia protested.", "The talks were called off.")
    passages = passages_of(article)
    assert [passage.span.of(article.text) for passage in passages] == [
        "Kenya recalled its envoy. Somalia protested.",
        "The talks were called off.",
    ]
    assert [sentence.index for passage in passages for sentence in passage.sentences] == [0, 1, 2]


def test_furniture_and_repeats_are_not_read() -> None:
    article = article_of(
        "Subscribe to our newsletter.", "The army shelled the town.", "The army shelled the town."
    )
    blocks = (
        replace(article.blocks[0], kind="furniture"),
        article.blocks[1],
        replace(article.blocks[2], kind="title", repeat_of=1),
    )
    assert [p.block for p in passages_of(replace(article, blocks=blocks))] == [1]


def test_long_paragraphs_are_cut_between_sentences() -> None:
    article = article_of(" ".join(f"The minister met delegation number {n}." for n in range(20)))
    passages = passages_of(article)
    assert len(passages) == 5
    assert all(len(passage.sentences) <= MAX_SENTENCES for passage in passages)
    assert len(passages_of(article, whole=True)) == 1


def test_a_quotation_over_sentences_is_kept_together() -> None:
    quote = "“We came. We saw. We talked to everyone. We left the table. We will not come back.”"
    article = article_of(f"{quote} the envoy told reporters in Geneva.")
    (first, *_) = passages_of(article)
    assert first.quotes
    assert first.span.contains(first.quotes[0])


def test_monstrous_sentences_are_cut_at_spaces() -> None:
    article = article_of("word " * 2000)
    passages = passages_of(article, whole=True)
    assert len(passages) > 1
    assert all(p.span.end - p.span.start <= HARD_CHARACTERS for p in passages)


@given(
    st.lists(
        st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), min_size=1), min_size=1, max_size=4
    )
)
def test_passages_lie_in_order_inside_their_blocks(paragraphs: list[str]) -> None:
    article = article_of(*paragraphs)
    behind = 0
    for passage in passages_of(article):
        assert behind <= passage.span.start < passage.span.end
        assert article.blocks[passage.block].span.contains(passage.span)
        behind = passage.span.end


def test_a_captions_photo_credit_is_not_read() -> None:
    article = article_of("The ministers shake hands in Oslo on Monday. © Pool – Jan Berg", kind="caption")
    (passage,) = passages_of(article)
    assert passage.span.of(article.text) == "The ministers shake hands in Oslo on Monday."
