"""Agreement: Krippendorff's own example, cases worked by hand, and what raters have in common."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from westphalia.records import Span
from westphalia.review import Coding
from westphalia.review.agreement import MODEL, agreement, alpha

# Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), example C: four observers, twelve units.
OBSERVED = (
    (1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3),
    (None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None),
)


def test_alpha_is_that_of_the_published_example() -> None:
    units = [[value for value in unit if value is not None] for unit in zip(*OBSERVED, strict=True)]
    assert alpha(units) == pytest.approx(0.743, abs=0.0005)


def test_alpha_of_two_raters_by_hand() -> None:
    # a b a b against a b b b: 8 values, 3 a and 5 b, one unlike unit. 1 - 7 * 2 / (64 - 9 - 25)
    assert alpha([["a", "a"], ["b", "b"], ["a", "b"], ["b", "b"]]) == pytest.approx(1 - 14 / 30)


@pytest.mark.parametrize("units", [[], [["a"]], [["a", "a"], ["a", "a"]], [["a"], ["b"]]])
def test_alpha_is_silent_where_nothing_can_be_expected(units: list[list[str]]) -> None:
    assert alpha(units) is None


@given(st.lists(st.lists(st.sampled_from("abc"), max_size=4), max_size=12), st.randoms())
def test_alpha_knows_no_order_and_is_at_most_one(units: list[list[str]], random: object) -> None:
    found = alpha(units)
    assert found is None or found <= 1
    again = alpha([list(reversed(unit)) for unit in reversed(units)])
    assert (again is None) == (found is None)
    assert found is None or again == pytest.approx(found)


def coding(kind: str = "ACCUSE", actors: tuple[Span, ...] = (Span(0, 7),), **more: object) -> Coding:
    return Coding(kind, actors=actors, **more)  # type: ignore[arg-type]


def test_figures_of_two_reviewers_and_the_model() -> None:
    units = [
        {"Ada": coding(), "Ben": coding(), MODEL: coding()},
        {"Ada": None, "Ben": coding(), MODEL: coding()},
        {"Ada": coding("REQUEST", aux=("future",)), "Ben": coding("REJECT"), MODEL: coding("REJECT")},
        {"Ada": coding(), MODEL: None},
    ]
    found = agreement(units)
    assert (found.reviewers, found.units) == (("Ada", "Ben"), 4)
    among = {one.field: one for one in found.among_reviewers}
    assert among["event"].units == 3
    assert among["event"].alpha == pytest.approx(1 - 5 * 2 / (36 - 25 - 1))
    assert (among["type"].units, among["type"].alpha) == (2, pytest.approx(1 - 3 * 2 / (16 - 4 - 1 - 1)))
    pairs = {(pair.one, pair.two): pair for pair in found.pairs}
    assert set(pairs) == {("Ada", "Ben"), ("Ada", MODEL), ("Ben", MODEL)}
    both = pairs["Ada", "Ben"]
    assert both.units == 3
    assert both.f1["event"] == pytest.approx(2 * 2 / (2 + 3))
    assert both.f1["type"] == pytest.approx(2 * 1 / (2 + 3))
    assert both.f1["aux"] == 0
    assert both.f1["actors"] == 1
    assert both.f1["recipients"] is None
    assert pairs["Ben", MODEL].f1["type"] == 1
    assert pairs["Ada", MODEL].f1["event"] == pytest.approx(2 * 2 / (3 + 3))


def test_roles_agree_where_their_words_overlap() -> None:
    units = [{"Ada": coding(actors=(Span(0, 7), Span(20, 30))), "Ben": coding(actors=(Span(4, 12),))}]
    (pair,) = [one for one in agreement(units).pairs if MODEL not in (one.one, one.two)]
    assert pair.f1["actors"] == pytest.approx(2 * 1 / 3)


def test_nothing_reviewed_gives_no_figures() -> None:
    found = agreement([])
    assert found.pairs == ()
    assert all(one.alpha is None for one in found.with_model)
