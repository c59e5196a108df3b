"""One saved page followed through every room: what must hold of each room's product, whatever the weights."""

from __future__ import annotations

import hashlib
from itertools import pairwise

import pytest

from tests.conftest import EXAMPLES
from westphalia.clean import clean
from westphalia.models.session import open_session
from westphalia.ontology import plover
from westphalia.parse import parse
from westphalia.parse.passages import is_read, passages_of
from westphalia.read import read_pages
from westphalia.records import Article, Page, Parse, Span
from westphalia.resolve import Resolved, resolve

SOURCE = str(EXAMPLES / "2_reprint.txt")


@pytest.fixture(scope="module")
def page() -> Page:
    (found,) = read_pages([SOURCE])
    assert isinstance(found, Page)
    return found


@pytest.fixture(scope="module")
def article(page: Page) -> Article:
    found = clean(page)
    assert isinstance(found, Article)
    return found


@pytest.fixture(scope="module")
def parses(article: Article) -> tuple[Parse, ...]:
    (found,) = parse(open_session(threads=2), [article])
    return found


@pytest.fixture(scope="module")
def resolved(article: Article, parses: tuple[Parse, ...]) -> Resolved:
    return resolve(article, parses)


# --- 1. read ------------------------------------------------------------------------------------


def test_the_page_keeps_its_bytes(page: Page) -> None:
    assert page.content == (EXAMPLES / "2_reprint.txt").read_bytes()
    assert (page.source, page.url, page.date) == (SOURCE, None, None)


# --- 2. clean -----------------------------------------------------------------------------------


def test_the_text_is_fixed_and_hashed(page: Page, article: Article) -> None:
    assert isinstance(page.content, bytes)
    assert article.text == page.content.decode("utf-8")
    assert article.article_id == hashlib.sha256(article.text.encode()).hexdigest()
    assert clean(page) == article


def test_who_published_it_and_when(article: Article) -> None:
    assert article.title == "Georgia and Armenia sign an agreement of transit"
    assert (article.wire, article.language, article.author) == ("AFP", "en", "admin")
    assert article.published is not None
    assert article.published.iso == "2024-05-15"


def test_every_line_is_a_block_in_order(article: Article) -> None:
    spans = [block.span for block in article.blocks]
    for before, after in pairwise(spans):
        assert before.end <= after.start
        assert not article.text[before.end : after.start].strip()
    for block in article.blocks:
        words = block.span.of(article.text)
        assert words
        assert words == words.strip()
        assert block.reason
    assert not article.text[: spans[0].start].strip()
    assert not article.text[spans[-1].end :].strip()


@pytest.mark.parametrize(
    ("beginning", "kind"),
    [
        ("Home »", "furniture"), ("by admin", "byline"), ("Share on Facebook", "furniture"), ("Tweet", "furniture"),
        ("The heads of diplomacy", "body"), ("Georgian Foreign Minister", "caption"),
        ("The two ministers", "body"), ("“We “We have", "body"), ("< p>– “Convoys", "subhead"),
        ("Mr. Hovsepyan", "body"), ("See also", "furniture"), ("Moscow could", "body"), ("All rights", "credit"),
        ("You may also", "furniture"), ("Leave a Comment", "furniture"), ("This site uses", "furniture"),
    ],
)  # fmt: skip
def test_each_line_has_its_kind(article: Article, beginning: str, kind: str) -> None:
    found = [block.kind for block in article.blocks if block.span.of(article.text).startswith(beginning)]
    assert found == [kind]


def test_the_title_is_one_and_its_repetition_points_at_it(article: Article) -> None:
    titles = [n for n, block in enumerate(article.blocks) if block.kind == "title"]
    assert len(titles) == 2
    assert [article.blocks[n].repeat_of for n in titles] == [None, titles[0]]


# --- 3. parse -----------------------------------------------------------------------------------


def test_passages_cover_what_is_read_and_nothing_else(article: Article) -> None:
    passages = passages_of(article)
    assert {p.block for p in passages} == {n for n, block in enumerate(article.blocks) if is_read(block)}
    for passage in passages:
        assert article.blocks[passage.block].span.contains(passage.span)
        assert 1 <= len(passage.sentences) <= 4
        for sentence in passage.sentences:
            assert passage.span.contains(sentence.span)
    indices = [sentence.index for passage in passages for sentence in passage.sentences]
    assert indices == list(range(len(indices)))


def test_mentions_triggers_and_quotes_lie_in_their_passage(
    article: Article, parses: tuple[Parse, ...]
) -> None:
    assert [found.span for found in parses] == [passage.span for passage in passages_of(article)]
    for found in parses:
        for item in (*found.mentions, *found.triggers, *found.quotes):
            assert found.span.contains(item.span)
            words = item.span.of(article.text)
            assert words
            assert words == words.strip()
        for mention in found.mentions:
            assert 0 <= mention.score <= 1
            for span, _ in mention.nations:
                assert found.span.contains(span)


def test_roles_point_at_mentions_of_their_kind(parses: tuple[Parse, ...]) -> None:
    for found in parses:
        kinds = [mention.kind for mention in found.mentions]
        for trigger in found.triggers:
            assert {kinds[n] for n in (*trigger.actors, *trigger.recipients, *trigger.said_by)} <= {"actor"}
            assert {kinds[n] for n in trigger.times} <= {"time"}
            assert {kinds[n] for n in trigger.places} <= {"place"}
            assert trigger.actors or trigger.recipients
            assert not set(trigger.actors) & set(trigger.recipients)
            assert trigger.mode is None or trigger.mode in plover.event_type(trigger.type).modes
            assert 0 < trigger.confidence < 1


# --- 4. resolve ---------------------------------------------------------------------------------


def test_events_have_evidence_that_can_be_read_back(article: Article, resolved: Resolved) -> None:
    assert resolved.events
    assert len({event.event_id for event in resolved.events}) == len(resolved.events)
    for event in resolved.events:
        evidence = event.evidence
        assert evidence.article_id == article.article_id
        assert evidence.sentence.contains(evidence.trigger)
        assert any(is_read(b) and b.span.contains(evidence.sentence) for b in article.blocks)
        for actor in (*event.actors, *event.recipients, *event.said_by):
            assert actor.span.of(article.text) == actor.text
        if event.place:
            assert event.place.span.of(article.text) == event.place.text
        assert event.quad_class in (1, 2, 3, 4)
        assert event.intensity is not None
        assert -10 <= event.intensity <= 10
        assert event.sources[-1] == "AFP"  # the page names no outlet


def test_what_the_page_tells_is_in_the_record(article: Article, resolved: Resolved) -> None:
    by_word = {event.evidence.trigger.of(article.text): event for event in resolved.events}
    accused = by_word["accused"]
    assert accused.type == "ACCUSE"
    assert [actor.country for actor in accused.actors] == ["ARM"]
    assert [actor.country for actor in accused.recipients] == ["AZE"]
    signed = next(event for word, event in by_word.items() if word.startswith("signed"))
    assert {actor.country or member.country for actor in signed.actors for member in actor.members or (actor,)} == {
        "GEO", "ARM"
    }  # fmt: skip
    assert signed.date is not None
    assert signed.date.iso == "2024-05-14"  # "Tuesday", told on Wednesday, 15 May 2024


def test_a_quote_is_the_words_between_the_marks(article: Article, resolved: Resolved) -> None:
    words = [quote.text for quote in resolved.quotes]
    assert words == ["We have shown that the neighbors can regulate their disagreements around a table,"]
    (quote,) = resolved.quotes
    assert quote.span.of(article.text) == quote.text
    assert quote.speaker is not None
    assert "Kapanadze" in quote.speaker.text


def test_nothing_comes_from_what_was_left_out(article: Article, resolved: Resolved) -> None:
    left_out = [block.span for block in article.blocks if not is_read(block)]
    used: list[Span] = [event.evidence.trigger for event in resolved.events]
    used += [actor.span for actors in resolved.actors for actor in actors.values()]
    assert not any(span.overlaps(block) for span in used for block in left_out)
