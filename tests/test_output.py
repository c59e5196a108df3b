"""Records as rows, as JSON and in the codebook's form."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest

from tests.conftest import article_of
from tests.resolve.build import Passage
from westphalia.output import COLUMNS, codebook_json, event_rows, story_json
from westphalia.records import Article, DateValue, Rejected, Span, Story
from westphalia.resolve import resolve

TEXT = 'China and Russia signed the accord in Minsk on Monday. "Both countries will ratify it," Reuters quoted Li as saying.'


def story_of(article: Article, passage: Passage) -> Story:
    parses = (passage.parse(),)
    found = resolve(article, parses)
    rejected = (Rejected(article.source, "clean", "furniture", "menu", Span(0, 5)),)
    return Story(article, parses, found.actors, found.events, found.quotes, rejected, "model-1", "0.1")


@pytest.fixture
def story() -> Story:
    article = replace(
        article_of(TEXT),
        title="A pact",
        outlet="The Post",
        wire="AFP",
        url="https://example.org/a",
        source="a.txt",
    )
    passage = Passage(article)
    china, russia = passage.mention("China"), passage.mention("Russia")
    both = passage.mention("Both countries", members=(china, russia))
    reuters, li = passage.mention("Reuters", sector="JRN"), passage.mention("Li as"[:2])
    roles = {
        "places": (passage.mention("Minsk", "place"),),
        "times": (passage.mention("on Monday", "time"),),
        "contexts": ("diplomatic", "economic"),
        "said_by": (reuters,),
    }
    passage.trigger("signed", "SUPPORT", actors=(china, russia), **roles)
    passage.trigger("ratify", "SUPPORT", actors=(both,), aux=("future",), said_by=(li,))
    passage.quote("Both countries will ratify it,", li)
    return story_of(article, passage)


def test_a_row_an_event_in_the_documented_columns(story: Story) -> None:
    signed, ratify = event_rows(story)
    assert tuple(signed) == tuple(ratify) == COLUMNS
    assert (signed["date"], signed["date_precision"]) == ("2024-04-08", "day")
    assert (signed["actors"], signed["actor_countries"]) == ("China; Russia", "CHN; RUS")
    assert (signed["place"], signed["place_country"]) == ("Minsk", "BLR")
    assert signed["sources"] == "Reuters; AFP; The Post"
    assert signed["contexts"] == "diplomatic; economic"
    assert TEXT[signed["trigger_start"] : signed["trigger_end"]] == signed["trigger"] == "signed"
    assert (ratify["date"], ratify["status"], ratify["place"], ratify["latitude"]) == ("", "planned", "", "")
    assert ratify["actor_countries"] == "CHN; RUS"  # those the plural stands for


def test_a_row_has_no_none_and_survives_csv(story: Story) -> None:
    rows = list(event_rows(story))
    assert all(value is not None for row in rows for value in row.values())
    sink = io.StringIO()
    writer = csv.DictWriter(sink, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    read = list(csv.DictReader(io.StringIO(sink.getvalue())))
    assert [row["event_id"] for row in read] == [event.event_id for event in story.events]
    assert "\n" not in read[0]["sentence"]


def test_the_json_has_its_shape_and_offsets_that_hold(story: Story) -> None:
    record = json.loads(json.dumps(story_json(story)))
    assert set(record) == {
        "article", "events", "quotes", "places", "rejected", "model", "version", "ontology",
    }  # fmt: skip
    text = record["article"]["text"]
    assert text == TEXT
    assert record["article"]["published"] == {
        "date": "2024-04-10", "start": "2024-04-10", "end": "2024-04-10", "precision": "day", "basis": "given"
    }  # fmt: skip
    signed = record["events"][0]
    told = [signed["place"], signed["evidence"]["when"], signed["evidence"]["trigger"], *signed["actors"],
            *signed["said_by"], *record["quotes"], record["quotes"][0]["speaker"]]  # fmt: skip
    for part in told:
        assert text[part["start"] : part["end"]] == part["text"]
    assert signed["evidence"]["article_id"] == record["article"]["article_id"]
    assert record["events"][1]["quote_ids"] == [record["quotes"][0]["quote_id"]]
    assert record["events"][1]["actors"][0]["members"] == [
        {"name": "China", "country": "CHN"},
        {"name": "Russia", "country": "RUS"},
    ]
    assert record["rejected"] == [
        {"room": "clean", "reason": "furniture", "detail": "menu", "start": 0, "end": 5}
    ]


def test_what_is_not_told_is_null() -> None:
    article = article_of("Norway expelled the envoy.", published=None)
    passage = Passage(article)
    passage.trigger("expelled", "SANCTION", actors=(passage.mention("Norway"),))
    record = story_json(story_of(article, passage))
    (event,) = record["events"]
    assert (event["date"], event["place"], event["evidence"]["when"]) == (None, None, None)
    assert record["article"]["published"] is None


def test_the_codebooks_form(story: Story) -> None:
    given = {"id": "x-1", "date": "2024-04-10", "text": TEXT, "style": "wire"}
    record = codebook_json(story, given)
    assert set(record) == {"id", "date", "text", "entities", "events", "quotes"}
    assert (record["id"], record["date"], record["text"]) == ("x-1", "2024-04-10", TEXT)
    entities = {TEXT[e["span"]["start"] : e["span"]["end"]]: e for e in record["entities"]}
    assert set(entities) == {"China", "Russia", "Both countries", "Reuters", "Li"}
    assert entities["China"] == {
        "span": {"start": 0, "end": 5}, "name": "China", "country": "CHN", "sector": "GOV"
    }  # fmt: skip
    both = entities["Both countries"]
    assert (both["name"], both["country"]) == (None, None)
    assert both["members"] == [{"name": "China", "country": "CHN"}, {"name": "Russia", "country": "RUS"}]
    signed, ratify = record["events"]
    assert signed["when"] == {"start": TEXT.index("on Monday"), "end": TEXT.index("on Monday") + 9}
    assert (signed["date"], signed["where_country"]) == ("2024-04-08", "BLR")
    assert (ratify["date"], ratify["where"], ratify["aux"]) == (None, None, ["future"])
    (quote,) = record["quotes"]
    assert quote["speaker"] == entities["Li"]["span"]
    assert (quote["addressee"], quote["via"], quote["direct"]) == (None, None, True)


def test_the_codebook_leaves_an_event_dated_by_publication_undated() -> None:
    article = article_of("Norway expelled the envoy.")
    passage = Passage(article)
    passage.trigger("expelled", "SANCTION", actors=(passage.mention("Norway"),))
    story = story_of(article, passage)
    assert story.events[0].date == DateValue.day(article.published.start, "publication")  # type: ignore[union-attr]
    assert codebook_json(story, {"id": "a", "text": article.text})["events"][0]["date"] is None
    assert next(event_rows(story))["date"] == "2024-04-10"
