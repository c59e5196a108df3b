"""The recipe as a library user meets it: one page, many pages, clean articles."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.conftest import EXAMPLES, article_of
from westphalia.errors import UnreadableInput
from westphalia.parse.parser import AHEAD
from westphalia.pipeline import Coder
from westphalia.records import Page, Rejected, Story

ARREST = "Police in Nairobi arrested 12 protesters on Monday.\n\nThe interior minister said more arrests would follow."
EXPULSION = "Norway expelled two Russian diplomats on Tuesday.\n\nThe foreign ministry in Oslo announced the decision."
DAY = dt.date(2024, 4, 10)


def test_a_page_as_text_or_bytes_gives_the_same_story(coder: Coder) -> None:
    story = coder.code(ARREST, date=DAY, url="https://example.org/a", source="a.txt")
    assert story.article.url == "https://example.org/a"
    assert story.article.source == "a.txt"
    assert story.article.published is not None
    assert (story.article.published.iso, story.article.published.basis) == ("2024-04-10", "given")
    assert story == coder.code(ARREST.encode(), date=DAY, url="https://example.org/a", source="a.txt")


def test_a_story_names_its_model_and_version(coder: Coder) -> None:
    story = coder.code(ARREST, date=DAY)
    version, _, digest = story.model.rpartition("-")
    assert version == coder.session.version
    assert coder.session.sha256.startswith(digest)
    assert len(digest) == 8


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "empty"),
        (b"  \n\t ", "empty"),
        (bytes(range(256)) * 40, "binary"),
        ("<html><body><nav><a href='/'>Home</a></nav></body></html>", "no_article"),
        (
            "Die Bundesregierung hat am Dienstag neue Sanktionen gegen Russland angekündigt. Außenministerin Anna "
            "Weber sagte in Berlin, die Maßnahmen träten sofort in Kraft. Moskau wies die Vorwürfe zurück.",
            "language",
        ),
    ],
)
def test_what_is_no_article_is_an_error_with_its_reason(
    coder: Coder, content: bytes | str, reason: str
) -> None:
    with pytest.raises(UnreadableInput, match=rf"^my page: {reason}\b"):
        coder.code(content, source="my page")


def test_many_pages_keep_their_order_and_what_was_rejected_stays_in_its_place(coder: Coder) -> None:
    rejected = Rejected("gone.txt", "read", "missing", "no such file")
    pages = [Page(ARREST, "a", date=DAY), rejected, "", EXPULSION.encode(), Page(EXPULSION, "b", date=DAY)]
    first, second, third, fourth, fifth = coder.code_many(pages)
    assert isinstance(first, Story)
    assert first.article.source == "a"
    assert second is rejected
    assert isinstance(third, Rejected)
    assert (third.room, third.reason) == ("clean", "empty")
    assert isinstance(fourth, Story)
    assert isinstance(fifth, Story)
    assert fifth.article.source == "b"
    assert fourth.article.text == fifth.article.text == EXPULSION


def test_many_pages_are_taken_lazily(coder: Coder) -> None:
    taken = 0

    def endless() -> object:
        nonlocal taken
        while True:
            taken += 1
            yield Rejected(str(taken), "read", "missing")

    found = coder.code_many(endless())  # type: ignore[arg-type]
    assert next(found) == Rejected("1", "read", "missing")
    assert taken <= AHEAD


def test_more_pages_than_a_batch(coder: Coder) -> None:
    short = "Kenya expelled the envoy of Somalia on Monday, the foreign ministry said."
    sources = [str(number) for number in range(AHEAD + 2)]
    found = list(coder.code_many(Page(short, source) for source in sources))
    assert [item.article.source for item in found if isinstance(item, Story)] == sources


def test_a_batch_gives_what_single_pages_give(coder: Coder) -> None:
    pages = [
        Page(ARREST, "a", date=DAY),
        Page((EXAMPLES / "3_communique.txt").read_bytes(), "c"),
        Page(EXPULSION, "b", date=DAY),
    ]
    together = list(coder.code_many(pages))
    alone = [next(iter(coder.code_many([page]))) for page in pages]
    for one, other in zip(together, alone, strict=True):
        assert isinstance(one, Story)
        assert isinstance(other, Story)
        assert one.article == other.article
        assert [event.event_id for event in one.events] == [event.event_id for event in other.events]
        assert [event.date for event in one.events] == [event.date for event in other.events]
        assert [quote.quote_id for quote in one.quotes] == [quote.quote_id for quote in other.quotes]
        # padding may move the last bits of a score, nothing else
        assert [event.confidence for event in one.events] == pytest.approx(
            [event.confidence for event in other.events], abs=0.02
        )


def test_clean_articles_in_and_stories_out_in_order(coder: Coder) -> None:
    articles = [
        article_of("Peru recalled its envoy."),
        article_of(),
        article_of("Chad and Niger signed a pact."),
    ]
    stories = coder.code_articles(articles)
    assert [story.article for story in stories] == articles
    assert stories[1].events == ()
    assert stories[1].parses == ()
    assert coder.code_articles([]) == []


def test_whole_reads_a_block_uncut(coder: Coder) -> None:
    block = " ".join(
        f"Minister {name} met reporters in Lima." for name in ("Ana", "Eva", "Ines", "Rosa", "Luz")
    )
    (cut,), (whole,) = (coder.code_articles([article_of(block)], whole=flag) for flag in (False, True))
    assert len(cut.parses) == 2
    assert len(whole.parses) == 1
    assert [sentence.index for parse in cut.parses for sentence in parse.sentences] == [0, 1, 2, 3, 4]


def test_blocks_left_out_are_told(coder: Coder) -> None:
    story = coder.code((EXAMPLES / "2_reprint.txt").read_bytes(), source="2")
    read = {parse.block for parse in story.parses}
    assert len(read) + len(story.rejected) == len(story.article.blocks)
    for item in story.rejected:
        assert (item.source, item.room) == ("2", "clean")
        assert item.span in {block.span for block in story.article.blocks}


def test_the_number_of_threads_changes_nothing_that_is_told(coder: Coder) -> None:
    one, two = Coder(threads=1).code(ARREST, date=DAY), coder.code(ARREST, date=DAY)
    assert [event.event_id for event in one.events] == [event.event_id for event in two.events]
    assert [event.confidence for event in one.events] == pytest.approx(
        [event.confidence for event in two.events], abs=0.02
    )


def test_no_model_is_loaded_before_the_first_page(tmp_path: object) -> None:
    assert "session" not in vars(Coder())
