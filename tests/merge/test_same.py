"""Whether two reports are of one event: the candidates, the score, and the grounds in words."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from importlib import resources

import numpy as np
import pytest

from eval.merge_fit import START
from tests.merge.build import DAY, GUNMEN, RIVAL, VILLAGERS, WIRE, article, event, party
from westphalia.errors import OntologyError
from westphalia.merge import ArticleKey, EventKey, same
from westphalia.merge.features import FEATURES, event_table, nearness
from westphalia.ontology.plover import event_types

ONE = article("a", WIRE)
OTHER = article("b", RIVAL)


def told(of: ArticleKey, trigger: str, **changes: object) -> EventKey:
    made = event(of, trigger, actors=[GUNMEN], recipients=[VILLAGERS], place="Mopti")
    return replace(made, **changes)  # type: ignore[arg-type]


def odds(one: tuple[ArticleKey, EventKey], other: tuple[ArticleKey, EventKey]) -> float:
    """The score of a pair, whether a candidate or not."""
    table = event_table([one[1], other[1]], [one[0], other[0]], ["s1", "s2"])
    return float(same.scores(table, np.asarray([0]), np.asarray([1]))[0])


def candidates(*events: tuple[ArticleKey, EventKey]) -> set[tuple[int, int]]:
    keys = [key for _, key in events]
    table = event_table(keys, [of for of, _ in events], [of.article_id for of, _ in events])
    left, right = same.candidates(same.near_rows(table, keys))
    return set(zip(left.tolist(), right.tolist(), strict=True))


def test_two_tellings_of_one_event_score_above_zero() -> None:
    assert odds((ONE, told(ONE, "opened fire")), (OTHER, told(OTHER, "stormed"))) > 0


DAYS_ON = DAY + dt.timedelta(3)


@pytest.mark.parametrize(
    "changes",
    [
        {"place_name": "Gao"},
        {"date_start": DAYS_ON, "date_end": DAYS_ON},
        {
            "actors": (party("Soldiers", "NER", sector="MIL"),),
            "recipients": (party("a mayor", "NER", sector="GOV"),),
        },
        {"type": "CONSULT", "quad_class": 1},
    ],
    ids=["another city", "another day", "others", "another kind of act"],
)
def test_every_difference_counts_against(changes: dict[str, object]) -> None:
    one, other = told(ONE, "opened fire"), told(OTHER, "stormed")
    whole = odds((ONE, one), (OTHER, other))
    assert odds((ONE, one), (OTHER, replace(other, **changes))) < whole - 0.5  # type: ignore[arg-type]


def test_the_score_is_the_same_both_ways_and_in_any_company() -> None:
    one, other = told(ONE, "opened fire"), told(OTHER, "stormed")
    both = odds((ONE, one), (OTHER, other))
    assert odds((OTHER, other), (ONE, one)) == both
    crowd = [one, other, *(replace(other, event_id=f"x{n}", place_name="Gao") for n in range(7))]
    table = event_table(crowd, [ONE, *[OTHER] * 8], [str(n) for n in range(9)])
    left, right = np.asarray([0, 0, 0]), np.asarray([1, 5, 8])
    assert same.scores(table, left, right)[0] == both


def test_candidates_share_words_or_countries_within_days() -> None:
    one, other = (ONE, told(ONE, "opened fire")), (OTHER, told(OTHER, "stormed"))
    assert candidates(one, other) == {(0, 1)}
    week = DAY + dt.timedelta(same.WINDOW + 1)
    far = (replace(OTHER, published=week), replace(other[1], date_start=week, date_end=week))
    assert candidates(one, far) == set()
    talks = article(
        "c", "Peru and Chile talk\nThe presidents of Peru and Chile discussed fishing in Lima on Tuesday."
    )
    peru = event(talks, "discussed", "CONSULT", [party("Peru", "PER"), party("Chile", "CHL")], quad=1)
    assert candidates(one, (talks, peru)) == set()


def test_the_grounds_name_what_agrees_and_what_does_not() -> None:
    one, other = told(ONE, "opened fire"), told(OTHER, "stormed")
    told_grounds = same.grounds(one, other)
    assert told_grounds.startswith(
        "type ASSAULT; actors MLI; recipients MLI; date 2024-04-09; place Mopti; words"
    )
    later = replace(other, type="COERCE", date_start=DAYS_ON, date_end=DAYS_ON, place_name=None)
    assert same.grounds(one, later).startswith(
        "types ASSAULT and COERCE; actors MLI; recipients MLI; dates 2024-04-09"
    )


def test_the_weights_are_those_of_the_features_and_have_their_signs() -> None:
    raw = json.loads(resources.files("westphalia.merge").joinpath("weights.json").read_text(encoding="utf-8"))
    assert list(raw["weights"]) == list(FEATURES) == list(START)
    for name, weight in raw["weights"].items():
        assert weight * START[name] >= 0, name


def test_weights_of_other_features_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    same.model.cache_clear()
    monkeypatch.setattr(same, "FEATURES", (*FEATURES, "moon"))
    with pytest.raises(OntologyError, match=r"weights\.json"):
        same.model()


def test_families_are_of_event_types_that_exist() -> None:
    types = set(event_types())
    assert {name for pair in nearness() for name in pair} <= types
    assert all(
        0 < value < 1 and nearness()[other, one] == value for (one, other), value in nearness().items()
    )
