"""The plain sentence of an event, its decisions, the differences of copies, and addresses that are safe to follow."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from westphalia.ontology.plover import event_types
from westphalia.web.copies import difference
from westphalia.web.decisions import decisions
from westphalia.web.reader import safe_url
from westphalia.web.telling import phrase_of, phrases, telling


def actor(
    text: str, country: str | None = None, sector: str = "GOV", name: str | None = None, start: int = 0
) -> dict[str, Any]:
    return {
        "text": text, "start": start, "end": start + len(text), "actor_id": "x", "name": name, "country": country,
        "sector": sector, "role": None, "members": [],
    }  # fmt: skip


def event(**changes: Any) -> dict[str, Any]:
    row: dict[str, Any] = {
        "event_id": "0" * 16, "type": "ACCUSE", "mode": "allege", "status": "reported", "aux": [], "contexts": [],
        "quad_class": 3, "intensity": -3.5, "cameo_root": "11", "confidence": 0.91, "unfolded_type": None,
        "unfolded_mode": None, "actors": [actor("Armenia", "ARM")], "recipients": [actor("Azerbaijan", "AZE", start=16)],
        "said_by": [], "sources": ["AFP", "The Post"], "date_start": dt.date(2024, 5, 14), "date_end": dt.date(2024, 5, 14),
        "date_precision": "day", "date_grain": "day", "date_basis": "text+publication", "when_start": None, "when_end": None,
        "place_text": None, "place_name": None, "place_country": None, "place_admin1": None, "latitude": None,
        "longitude": None, "geonames_id": None, "place_precision": None, "place_basis": None, "place_use": None,
        "place_start": None, "place_end": None, "trigger_start": 8, "trigger_end": 15,
    }  # fmt: skip
    return {**row, **changes}


def test_every_type_and_mode_has_its_words() -> None:
    known = {(name, mode) for name, kind in event_types().items() for mode in ("", *kind.modes)}
    assert set(phrases()) == known


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, "Armenia accused Azerbaijan, on 14 May 2024, as reported by AFP, The Post."),
        ({"status": "planned", "aux": ["future"]}, "Armenia to accuse Azerbaijan (planned or announced), on 14 May 2024, as reported by AFP, The Post."),
        ({"status": "hypothetical"}, "Armenia might accuse Azerbaijan (told as a possibility), on 14 May 2024, as reported by AFP, The Post."),
        ({"status": "denied"}, "Armenia did not accuse Azerbaijan (denied, or told as not done), on 14 May 2024, as reported by AFP, The Post."),
        ({"status": "background", "date_precision": "month"}, "Armenia accused Azerbaijan (earlier history), in May 2024, as reported by AFP, The Post."),
        ({"actors": [], "sources": []}, "Somebody not named accused Azerbaijan, on 14 May 2024, nobody credited, the outlet unknown."),
        ({"recipients": []}, "Armenia accused somebody not named, on 14 May 2024, as reported by AFP, The Post."),
        ({"type": "PROTEST", "mode": "demo", "recipients": [], "date_start": None}, "Armenia demonstrated, no date told, as reported by AFP, The Post."),
        ({"type": "CONSULT", "mode": None, "actors": [actor("Georgia"), actor("Armenia"), actor("Iran")], "recipients": []}, "Georgia, Armenia and Iran held talks, on 14 May 2024, as reported by AFP, The Post."),
        ({"said_by": [actor("Ana  Duarte")], "sources": ["Ana Duarte", "AFP"], "date_basis": "publication"}, "Armenia accused Azerbaijan, on 14 May 2024, the day of publication, according to Ana Duarte, as reported by AFP."),
        ({"place_text": "Tbilisi", "place_name": "Tbilisi", "place_country": "GEO", "place_use": "event"}, "Armenia accused Azerbaijan, on 14 May 2024, in Tbilisi, Georgia, as reported by AFP, The Post."),
        ({"place_text": "Tbilisi", "place_name": "Tbilisi", "place_country": "GEO", "place_use": "dateline"}, "Armenia accused Azerbaijan, on 14 May 2024, reported from Tbilisi, Georgia, as reported by AFP, The Post."),
        ({"type": "SEIZE_SHIP", "mode": None}, "Armenia did “SEIZE_SHIP” to Azerbaijan, on 14 May 2024, as reported by AFP, The Post."),
    ],
)  # fmt: skip
def test_an_event_is_one_plain_sentence(changes: dict[str, Any], sentence: str) -> None:
    assert telling(event(**changes)).plain() == sentence


def test_a_mode_without_words_of_its_own_has_its_types() -> None:
    assert phrase_of("ASSAULT", "no-such-mode") == phrase_of("ASSAULT", None)


def test_a_name_cannot_turn_the_sentence_around() -> None:
    assert "⟨U+202E⟩" in telling(event(actors=[actor("gniK\u202e")])).plain()


def test_every_decision_of_explain_is_there_with_its_grounds() -> None:
    text = "Armenia accused Azerbaijan on Monday in Baku, Duarte said."
    row = event(
        said_by=[actor("Duarte", start=46)], sources=["Duarte", "AFP", "The Post"], when_start=27, when_end=36,
        place_text="Baku", place_name="Baku", place_country="AZE", place_basis="name", place_use="event",
        place_precision="city", latitude=40.38, longitude=49.89, geonames_id=587084, place_start=40, place_end=44, aux=["negation"],
        status="denied", unfolded_type="CONSULT", unfolded_mode="visit",
    )  # fmt: skip
    grounds = {
        (
            0,
            7,
        ): "country ARM (6.9 against 0.5): name 'A; sector' +6.9; sector GOV: parser 1.00 +3.1; same as: name 'X'"
    }
    found = {one.label: one for one in decisions(row, text, grounds, {"wire": "AFP", "outlet": "The Post"})}
    assert list(found) == [
        "what",
        "who",
        "to whom",
        "said by",
        "when",
        "where",
        "status",
        "on whose word",
        "folded",
        "confidence",
    ]
    assert found["what"].words == "accused"
    assert "verbal conflict; intensity −3.5; CAMEO root 11" in found["what"].grounds
    assert found["who"].grounds[-2:] == ("sector GOV: parser 1.00 +3.1", "same as: name 'X'")
    assert (found["when"].words, found["when"].grounds) == ("on Monday", ("counted from publication",))
    assert found["where"].outcome == "Baku, Azerbaijan (city, 40.38, 49.89, GeoNames 587084)"
    assert found["where"].grounds == ("the best-known place of that name", "where the event was")
    assert "auxiliary modes: negation" in found["status"].grounds
    assert (
        found["on whose word"].outcome == "Duarte (credited in the text) ← AFP (agency) ← The Post (outlet)"
    )
    assert found["folded"].outcome == "planned CONSULT · visit, counted as ACCUSE as PLOVER does"


def article(*paragraphs: str, kinds: tuple[str, ...] = ()) -> dict[str, Any]:
    text, blocks = "", []
    for number, paragraph in enumerate(paragraphs):
        start = len(text)
        kind = kinds[number] if number < len(kinds) else "body"
        blocks.append(
            {"kind": kind, "start": start, "end": start + len(paragraph), "reason": "", "repeat_of": None}
        )
        text += paragraph + "\n\n"
    return {"text": text, "blocks": blocks}


def test_a_copy_that_was_cut_added_to_and_changed_says_so() -> None:
    one = article(
        "Headline",
        "First one stands.",
        "The ministers met in Lima on Tuesday.",
        "Last one goes.",
        kinds=("title",),
    )
    two = article(
        "Other headline",
        "First one  stands",
        "The two ministers met in Quito on Tuesday.",
        "Buy our paper today!",
        kinds=("title",),
    )
    found = difference(one, two)
    assert found.same == 1
    assert [change.what for change in found.changes] == ["changed", "cut", "added"]
    assert [(run.what, run.words) for run in found.changes[0].runs] == [
        ("same", "The"), ("added", "two"), ("same", "ministers met in"), ("cut", "Lima"), ("added", "Quito"), ("same", "on Tuesday."),
    ]  # fmt: skip
    assert found.changes[1].start == one["text"].index("Last one")
    assert (found.count("cut"), found.count("added"), found.count("changed")) == (1, 1, 1)


def test_a_copy_word_for_word_has_no_changes_and_furniture_is_not_compared() -> None:
    one = article("Share this", "The text.", kinds=("furniture",))
    two = article("The text.", "Follow us", kinds=("body", "furniture"))
    assert difference(one, two).changes == ()


def test_a_long_copy_is_compared_up_to_a_bound() -> None:
    many = article(*(f"Paragraph number {n}." for n in range(200)))
    assert difference(many, many).bounded
    assert difference(many, many).same == 150


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//evil.example/", "http://", "https:///path", "ftp://a.example/", "http://a.example/\u202ex", "http://a b/", "http://[::1", "", None]
)  # fmt: skip
def test_no_address_but_http_is_followed(url: str | None) -> None:
    assert safe_url(url) is None


def test_an_ordinary_address_is() -> None:
    assert safe_url("https://www.example.org/a?b=<c>&d='e'") == "https://www.example.org/a?b=<c>&d='e'"
