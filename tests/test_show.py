"""The notebook's view: marks in the text, and no page text that acts as HTML."""

from __future__ import annotations

import re
from dataclasses import replace

from tests.conftest import article_of
from tests.resolve.build import Passage
from westphalia.records import Article, Block, Rejected, Span, Story
from westphalia.resolve import resolve

HOSTILE = '<script>alert("x")</script> & <img src=x onerror=alert(1)>'


def story_of(article: Article, *passages: Passage) -> Story:
    parses = tuple(passage.parse() for passage in passages)
    found = resolve(article, parses)
    rejected = (Rejected(article.source, "clean", "furniture", "menu"),)
    return Story(article, parses, found.actors, found.events, found.quotes, rejected, "m", "v")


def expelled(text: str, **facts: object) -> Story:
    article = replace(article_of(text), **facts)  # type: ignore[arg-type]
    passage = Passage(article)
    passage.trigger("expelled", "SANCTION", mode="expel", actors=(passage.mention("Norway"),))
    return story_of(article, passage)


def test_the_trigger_is_marked_and_the_event_has_a_row() -> None:
    html = expelled("Norway expelled the envoy.", title="Norway acts", outlet="The Post")._repr_html_()
    (mark,) = re.findall(r"<mark [^>]*>(.*?)</mark>", html)
    assert mark == "expelled"
    assert "SANCTION expel (reported, 0.90)" in html
    assert "<b>Norway acts</b> · The Post · 2024-04-10" in html
    assert "<td>Norway (NOR GOV)</td>" in html
    assert html.count("<tr>") == 2


def test_page_text_cannot_act() -> None:
    story = expelled(
        f'Norway expelled {HOSTILE} the "envoy".', title=HOSTILE, outlet=HOSTILE, wire="<b>AFP</b>"
    )
    html = story._repr_html_()
    assert "<script" not in html
    assert "<img" not in html
    assert "<b>AFP" not in html
    assert "&lt;script&gt;" in html
    tags = set(re.findall(r"</?([a-zA-Z][\w-]*)", html))
    assert tags <= {"div", "b", "p", "mark", "table", "thead", "tbody", "tr", "th", "td"}


def test_a_hostile_name_or_source_cannot_act() -> None:
    article = replace(article_of("Norway expelled it, <i onload=x> said."), title=None, source="<b>.txt")
    passage = Passage(article)
    norway, said = passage.mention("Norway"), passage.mention("<i onload=x>")
    passage.trigger("expelled", "SANCTION", actors=(norway,), recipients=(said,), said_by=(said,))
    html = story_of(article, passage)._repr_html_()
    assert "<i " not in html
    assert "<b>.txt" not in html
    assert "&lt;b&gt;.txt" in html


def test_the_text_is_whole_where_triggers_overlap_and_repeats_are_shown_once() -> None:
    article = article_of("Norway expelled the envoy.", "Norway expelled the envoy.", "Share this page")
    first, second, third = article.blocks
    blocks = (first, replace(second, kind="title", repeat_of=0), Block("furniture", third.span, "share"))
    article = replace(article, blocks=blocks)
    passage = Passage(article)
    norway = passage.mention("Norway")
    passage.trigger("expelled", "SANCTION", actors=(norway,))
    passage.trigger("expelled the envoy", "REJECT", actors=(norway,))
    html = story_of(article, passage)._repr_html_()
    shown = [re.sub(r"<[^>]*>", "", part) for part in re.findall(r"<p [^>]*>(.*?)</p>", html)]
    assert shown == ["Norway expelled the envoy.", "Share this page"]
    assert html.count("<mark") == 1


def test_a_page_without_events_or_date_is_shown() -> None:
    article = replace(article_of("The museum opens at nine.", published=None), title="Museum")
    story = Story(article, (), (), (), (), (), "m", "v")
    assert "<tbody></tbody>" in story._repr_html_()
    assert Span(0, 10).of(article.text) in story._repr_html_()
