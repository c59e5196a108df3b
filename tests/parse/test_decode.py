"""Scores to spans: made-up scores in, mentions, triggers and quotes out."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib import resources
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from westphalia.models.labels import Labels
from westphalia.parse.decode import Thresholds, decode, runs_of
from westphalia.parse.scores import Scores
from westphalia.parse.sentences import words
from westphalia.records import Span

TEXT = 'Norway accused Sweden of spying on Monday. "We saw nothing at all," Oslo said.'
WORDS = words(TEXT)
DEFAULT = Thresholds()
MARKS = np.array([not word.of(TEXT)[0].isalnum() for word in WORDS])
INDEX = {word.of(TEXT): n for n, word in enumerate(WORDS)}


@pytest.fixture(scope="module")
def labels() -> Labels:
    return Labels.from_ontology(
        json.loads(resources.files("westphalia.ontology").joinpath("plover.json").read_text())
    )


def blank(labels: Labels, n: int = len(WORDS)) -> Scores:
    event = np.zeros((n, 1 + len(labels.types)), np.float32)
    event[:, 0] = 1
    spans = np.zeros((n, 3, 3), np.float32)
    spans[:, :, 0] = 1
    return Scores(
        event=event,
        begin=np.zeros(n, np.float32),
        mode=np.zeros((n, len(labels.modes)), np.float32),
        aux=np.zeros((n, len(labels.aux)), np.float32),
        context=np.zeros((n, len(labels.contexts)), np.float32),
        spans=spans,
        sector=np.full((n, len(labels.sectors)), 1 / len(labels.sectors), np.float32),
        quote=np.zeros(n, np.float32),
        arcs=np.zeros((len(labels.relations), n, n), np.float32),
    )


def mark(scores: Scores, kind: int, *named: str) -> None:
    for position, name in enumerate(named):
        scores.spans[INDEX[name], kind] = (0.1, 0.9, 0.0) if position == 0 else (0.1, 0.0, 0.9)


def arc(scores: Scores, labels: Labels, relation: str, left: str, right: str, p: float = 0.9) -> None:
    scores.arcs[labels.relations.index(relation)][INDEX[left], INDEX[right]] = p


def no_arcs(scores: Scores, labels: Labels) -> None:
    for relation in range(len(labels.relations)):
        scores.arcs[relation][:] = 0


@pytest.fixture
def accusation(labels: Labels) -> Scores:
    scores = blank(labels)
    row = scores.event[INDEX["accused"]]
    row[0], row[1 + labels.types.index("ACCUSE")] = 0.1, 0.9
    scores.mode[INDEX["accused"], labels.modes.index(("ACCUSE", "allege"))] = 3
    mark(scores, 0, "Norway")
    mark(scores, 0, "Sweden")
    mark(scores, 0, "Oslo")
    mark(scores, 1, "on", "Monday")
    arc(scores, labels, "actor", "accused", "Norway")
    arc(scores, labels, "recipient", "accused", "Sweden")
    arc(scores, labels, "time", "accused", "on")
    arc(scores, labels, "time", "accused", "Monday")
    return scores


def test_an_event_gets_its_roles(accusation: Scores, labels: Labels) -> None:
    mentions, triggers, _ = decode(accusation, WORDS, MARKS, labels, [], DEFAULT)
    (event,) = triggers
    assert (event.type, event.mode, event.span.of(TEXT)) == ("ACCUSE", "allege", "accused")
    assert [mentions[n].span.of(TEXT) for n in event.actors] == ["Norway"]
    assert [mentions[n].span.of(TEXT) for n in event.recipients] == ["Sweden"]
    assert [mentions[n].span.of(TEXT) for n in event.times] == ["on Monday"]


def test_one_mention_is_not_both_actor_and_recipient(accusation: Scores, labels: Labels) -> None:
    arc(accusation, labels, "recipient", "accused", "Norway", 0.6)
    _, (event,), _ = decode(accusation, WORDS, MARKS, labels, [], DEFAULT)
    assert not set(event.actors) & set(event.recipients)
    assert len(event.actors) == 1


def test_an_event_without_any_party_is_left_out(accusation: Scores, labels: Labels) -> None:
    no_arcs(accusation, labels)
    assert decode(accusation, WORDS, MARKS, labels, [], DEFAULT)[1] == ()


def test_a_weak_party_still_saves_an_event(accusation: Scores, labels: Labels) -> None:
    no_arcs(accusation, labels)
    arc(accusation, labels, "actor", "accused", "Norway", 0.3)
    thresholds = Thresholds(actor=0.5, recipient=0.5, rescue=0.2)
    _, (event,), _ = decode(accusation, WORDS, MARKS, labels, [], thresholds)
    assert len(event.actors) == 1


def test_a_role_no_mention_covers_becomes_a_mention(accusation: Scores, labels: Labels) -> None:
    accusation.spans[INDEX["Sweden"], 0] = (1, 0, 0)
    mentions, (event,), _ = decode(accusation, WORDS, MARKS, labels, [], DEFAULT)
    assert [mentions[n].span.of(TEXT) for n in event.recipients] == ["Sweden"]


def test_a_mode_belongs_to_the_type(accusation: Scores, labels: Labels) -> None:
    accusation.mode[INDEX["accused"], labels.modes.index(("ASSAULT", "drone"))] = 9
    _, (event,), _ = decode(accusation, WORDS, MARKS, labels, [], DEFAULT)
    assert event.mode == "allege"


def test_two_triggers_side_by_side_are_cut_where_one_begins(accusation: Scores, labels: Labels) -> None:
    row = accusation.event[INDEX["Sweden"]]
    row[0], row[1 + labels.types.index("COERCE")] = 0.1, 0.9
    accusation.begin[INDEX["Sweden"]] = 0.9
    arc(accusation, labels, "actor", "Sweden", "Norway")
    assert [t.type for t in decode(accusation, WORDS, MARKS, labels, [], DEFAULT)[1]] == ["ACCUSE", "COERCE"]


def test_quotes_need_the_models_word_and_get_a_speaker(accusation: Scores, labels: Labels) -> None:
    quote = Span(TEXT.index("We saw"), TEXT.index('," Oslo') + 1)
    assert decode(accusation, WORDS, MARKS, labels, [quote], DEFAULT)[2] == ()
    accusation.quote[:] = 0.9
    arc(accusation, labels, "speaker", "We", "Oslo")
    arc(accusation, labels, "speaker", ",", "Oslo")
    mentions, _, (found,) = decode(accusation, WORDS, MARKS, labels, [quote], DEFAULT)
    assert found.speaker is not None
    assert mentions[found.speaker].span.of(TEXT) == "Oslo"


def test_links_point_from_short_forms_to_names(accusation: Scores, labels: Labels) -> None:
    arc(accusation, labels, "same", "Oslo", "Norway")
    mentions, _, _ = decode(accusation, WORDS, MARKS, labels, [], DEFAULT)
    oslo = next(mention for mention in mentions if mention.span.of(TEXT) == "Oslo")
    assert mentions[oslo.same_as[0][0]].span.of(TEXT) == "Norway"


def test_no_words_no_spans(labels: Labels) -> None:
    assert decode(blank(labels, 0), [], MARKS[:0], labels, [], DEFAULT) == ((), (), ())


@given(st.lists(st.tuples(st.booleans(), st.booleans()), max_size=30))
def test_runs_cover_exactly_the_true_words(pairs: list[tuple[bool, bool]]) -> None:
    inside = np.array([a for a, _ in pairs], np.bool_)
    begins = np.array([b for _, b in pairs], np.bool_)
    runs = runs_of(inside, begins)
    assert sorted(n for run in runs for n in range(*run)) == [n for n, value in enumerate(inside) if value]
    assert all(a[1] <= b[0] for a, b in pairwise(runs))


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_any_scores_give_spans_inside_the_text(labels: Labels, seed: int) -> None:
    rng = np.random.default_rng(seed)
    base = blank(labels)
    scores = replace(
        base,
        **{
            name: rng.random(getattr(base, name).shape, np.float32)
            for name in ("event", "begin", "mode", "aux", "context", "spans", "sector", "quote", "arcs")
        },
    )
    mentions, triggers, quotes = decode(scores, WORDS, MARKS, labels, [Span(44, 66)], DEFAULT)
    for item in (*mentions, *triggers, *quotes):
        assert 0 <= item.span.start < item.span.end <= len(TEXT)
    for trigger in triggers:
        assert trigger.actors or trigger.recipients
        assert max((*trigger.actors, *trigger.recipients, *trigger.said_by)) < len(mentions)


def test_a_mention_has_no_punctuation_at_its_ends(accusation: Scores, labels: Labels) -> None:
    accusation.spans[INDEX["."], 0] = (0.0, 1.0, 0.0)
    accusation.spans[INDEX["Monday"] + 1, 0] = (0.0, 1.0, 0.0)
    arc(accusation, labels, "said_by", "accused", ",")
    mentions, _, _ = decode(accusation, WORDS, MARKS, labels, [], DEFAULT)
    assert all(mention.span.of(TEXT)[0].isalnum() for mention in mentions)
