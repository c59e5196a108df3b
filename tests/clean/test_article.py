"""Whole pages through the room's one function."""

from __future__ import annotations

import datetime as dt
import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.clean.pages import GERMAN, HTML, REPUBLISHED
from westphalia.clean import clean
from westphalia.clean.deadline import OutOfTimeError, time_limit
from westphalia.records import Article, DateValue, Page, Rejected


def article_of(content: bytes | str, **told: object) -> Article:
    result = clean(Page(content, "page", **told))  # type: ignore[arg-type]
    assert isinstance(result, Article), result
    return result


def lines_of(article: Article, kind: str) -> list[str]:
    return [block.span.of(article.text) for block in article.blocks if block.kind == kind]


# --- plain text ---------------------------------------------------------------------------------


def test_a_page_with_all_its_furniture_is_sorted_line_by_line() -> None:
    article = article_of(REPUBLISHED)
    assert article.text == REPUBLISHED
    assert [line[:12] for line in lines_of(article, "body")] == [
        "OSLO, May 14",
        "Foreign Mini",
        "Iceland's en",
        "The European",
    ]
    assert len(lines_of(article, "title")) == 2
    assert lines_of(article, "subhead") == ['- "No cod war" -']
    assert lines_of(article, "caption")[0].startswith("Norwegian Foreign Minister Per Haugen (L)")
    assert lines_of(article, "credit") == ["(Reporting by Marta Lindqvist; Editing by Tom Aske)"]
    assert lines_of(article, "byline") == ["By Marta Lindqvist"]
    furniture = lines_of(article, "furniture")
    assert "See also  Faroe Islands close ports to trawlers" in furniture
    assert "Sweden raises defence budget" in furniture
    assert any(line.startswith("I think that both") for line in furniture)


def test_what_the_page_says_about_itself() -> None:
    article = article_of(REPUBLISHED, date=dt.date(2022, 1, 1))
    assert article.title == "Oslo hosts second round of fishing talks with Reykjavik"
    assert (article.author, article.wire, article.dateline) == ("Marta Lindqvist", "Reuters", "OSLO")
    assert article.published == DateValue.day(
        dt.date(2019, 5, 14), "byline"
    )  # not the update, not the user's
    assert article.language == "en"


def test_every_line_with_text_is_a_block_with_a_reason_and_a_repeat_points_back() -> None:
    article = article_of(REPUBLISHED)
    lines = [line.strip() for line in REPUBLISHED.split("\n") if line.strip()]
    assert [block.span.of(article.text) for block in article.blocks] == lines
    assert all(block.reason for block in article.blocks)
    repeats = [block.repeat_of for block in article.blocks if block.repeat_of is not None]
    assert len(repeats) == 1
    assert article.blocks[repeats[0]].kind == "title"


def test_the_id_is_the_hash_of_the_text() -> None:
    article = article_of(REPUBLISHED)
    assert article.article_id == hashlib.sha256(article.text.encode()).hexdigest()


def test_line_ends_and_control_characters_are_all_that_changes() -> None:
    article = article_of(
        "The caf\u00e9\u00a0owners met\r\nthe mayor on Monday.\x00\rThey agreed\u2028to wait.\x07 \ufb01n"
    )
    assert (
        article.text == "The caf\u00e9\u00a0owners met\nthe mayor on Monday.\nThey agreed\nto wait. \ufb01n"
    )


def test_bare_sentences_are_body() -> None:
    article = article_of(
        "Ghana and Togo signed a border treaty on Friday.\n\nBoth parliaments must still ratify it."
    )
    assert [block.kind for block in article.blocks] == ["body", "body"]
    assert article.title is None
    assert article.published is None


def test_a_text_wrapped_at_a_fixed_width_has_one_block_per_paragraph() -> None:
    wrapped = (
        "The government of the island republic said on Monday that it would\n"
        "send two ministers to the mainland to discuss the release of the\n"
        "fishermen who were seized in August.\n"
        "\n"
        "A spokesman for the coast guard said the men were in good health and\n"
        "would be allowed to telephone their families before the end of the\n"
        "week, but that their boat would be sold.\n"
    )
    article = article_of(wrapped)
    assert [block.kind for block in article.blocks] == ["body", "body"]
    assert lines_of(article, "body")[0].endswith("seized in August.")


# --- HTML ---------------------------------------------------------------------------------------


def test_html() -> None:
    article = article_of(HTML.encode(), url="https://valley-gazette.example/2021/03/02/bridge")
    assert article.title == "Ministers agree to reopen the bridge at Korda"
    assert (article.outlet, article.author) == ("The Valley Gazette", "Ilse Brandt")
    assert article.published == DateValue.day(dt.date(2021, 3, 2), "json-ld")
    assert article.blocks[0].kind == "title"
    assert lines_of(article, "caption") == [
        "Workers clear the barrier at Korda on Monday. Photo: Ana Petri/AFP"
    ]
    assert lines_of(article, "subhead") == ["A narrow road"]
    assert len(lines_of(article, "body")) == 4
    assert not any("newsletter" in line or "Floods" in line for line in lines_of(article, "body"))
    assert article.wire is None  # AFP made the picture, not the text


def test_a_caption_stands_where_the_page_has_it() -> None:
    kinds = [block.kind for block in article_of(HTML).blocks]
    assert kinds[:3] == ["title", "caption", "body"]


def test_blocks_cover_the_text_in_order() -> None:
    article = article_of(HTML)
    ends = 0
    for block in article.blocks:
        assert ends <= block.span.start < block.span.end <= len(article.text)
        assert block.span.of(article.text).strip() == block.span.of(article.text)
        ends = block.span.end


@pytest.mark.parametrize(
    ("end", "title"),
    [(" | The Valley Gazette", True), (" - valley-gazette.example", True), (" - A War of Words", False)],
)
def test_only_the_sites_name_is_cut_from_a_title(end: str, title: bool) -> None:
    headline = "Ministers agree to reopen the bridge at Korda"
    page = HTML.replace(f"<h1>{headline}</h1>", "").replace(f'"headline": "{headline}"', '"name": ""')
    page = page.replace(f'content="{headline}"', f'content="{headline}{end}"')
    article = article_of(page, url="https://www.valley-gazette.example/1")
    assert article.title == (headline if title else headline + end)


def test_a_byline_that_is_an_agency_is_the_wire() -> None:
    page = HTML.replace(
        '{"@type": "Person", "name": "Ilse Brandt"}', '{"@type": "Organization", "name": "Reuters"}'
    )
    article = article_of(page)
    assert (article.author, article.wire) == (None, "Reuters")


# --- refusals -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        ("  \n\t ", "empty"),
        (b"\xff\xfe\xfd" + bytes(range(32)) * 30, "binary"),
        ("Sign up\nLog in\nWe use cookies to improve this site.\n", "no_article"),
        ("<html><head><title>Error</title></head><body></body></html>", "no_article"),
        (GERMAN, "language"),
        ("Правительство страны заявило во вторник, что переговоры о границе будут продолжены.", "language"),
        ("A word. " * 300_000, "too_large"),
        ("<html><body>" + "<p>x</p>" * 70_000, "too_large"),
    ],
)
def test_reasons(content: bytes | str, reason: str) -> None:
    result = clean(Page(content, "page"))
    assert isinstance(result, Rejected)
    assert (result.room, result.reason) == ("clean", reason)


def test_the_language_is_told_with_its_probability() -> None:
    result = clean(Page(GERMAN, "page"))
    assert isinstance(result, Rejected)
    code, probability = result.detail.split()
    assert code == "de"
    assert 0.9 <= float(probability) <= 1


@pytest.mark.parametrize(
    "headline",
    [
        "Macron reçoit Scholz",
        "Xi, Putin hail ties",
        "Kyiv: Zelenskyy sacks Zaluzhnyi",
        "Zimbabwe parliament sits",
    ],
)
def test_short_headlines_are_not_refused_for_their_language(headline: str) -> None:
    assert isinstance(clean(Page(headline, "page")), Article)


def test_deep_nesting_does_not_crash() -> None:
    sentence = "The two ministers signed the accord on Friday and shook hands before the press. " * 4
    clean(Page("<html><body>" + "<div>" * 20_000 + sentence, "page"))


def test_the_time_limit_stops_a_loop_and_leaves_no_timer() -> None:
    import signal

    def forever() -> None:
        while True:
            pass

    with pytest.raises(OutOfTimeError), time_limit(0.05):
        forever()
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0.0, 0.0)


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.binary(max_size=400), st.text(max_size=400)))
def test_no_input_raises_and_blocks_point_into_the_text(content: bytes | str) -> None:
    result = clean(Page(content, "page"))
    if isinstance(result, Article):
        result.text.encode("utf-8")
        assert all(0 <= b.span.start < b.span.end <= len(result.text) for b in result.blocks)


def test_the_same_page_gives_the_same_article() -> None:
    assert clean(Page(HTML, "page")) == clean(Page(HTML, "page"))
