"""Words made comparable, and pairs put together."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from westphalia.merge.clusters import MISSING, clusters
from westphalia.merge.words import concept, content, hashed, stem, weight, words_of


def test_words_are_normalised() -> None:
    told = words_of("Türkiye’s P.M. said “twenty-one” of 1,200 U.N. troops—some hurt—left.")
    assert told == "turkiye pm said 21 of 1200 un troops some hurt left".split()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("killing", "killed"),
        ("cities", "city"),
        ("shot", "shoots"),
        ("withdrew", "withdrawing"),
        ("stopped", "stops"),
        ("clashes", "clash"),
        ("resigned", "resign"),
    ],
)
def test_forms_of_a_word_have_one_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


def test_synonyms_are_one_concept_and_unlike_words_are_not() -> None:
    assert concept("truce") == concept("ceasefire")
    assert concept("explosions") == concept("blast")
    assert concept("truce") != concept("blast")
    assert content(words_of("It said on Monday that the truce had begun")) == [
        concept("truce"),
        concept("start"),
    ]


def test_rare_words_weigh_more_than_common_ones() -> None:
    assert 0 < weight(concept("killed")) < weight(concept("trawler")) <= weight("bandiagara") == 1


@given(st.text())
def test_any_text_has_words_and_a_hash(text: str) -> None:
    assert all(word and word == word.strip() for word in words_of(text))
    assert 0 <= hashed(text) < 1 << 63


def test_hashes_never_change() -> None:
    """Ids of stories and merged events are made of them."""
    assert f"{hashed('merged 1234'):016x}" == "7799550d981b641c"


def test_a_chain_of_half_alike_items_is_not_one_group() -> None:
    chain = [(n, n + 1, 1.0) for n in range(5)]
    assert max(map(len, clusters(6, chain))) < 6
    assert clusters(3, [(0, 1, 3.0), (1, 2, 3.0), (0, 2, 3.0)]) == [[0, 1, 2]]


def test_the_best_pair_goes_first_and_what_is_never_one_stays_apart() -> None:
    assert clusters(3, [(0, 1, 1.0), (1, 2, 2.0), (0, 2, -12.0)]) == [[0], [1, 2]]
    # The missing pair counts as MISSING: two sure ones outweigh it, two weak ones do not.
    assert clusters(3, [(0, 1, 3.0), (1, 2, -MISSING + 0.1)]) == [[0, 1, 2]]
    assert clusters(3, [(0, 1, 3.0), (1, 2, -MISSING - 0.1)]) == [[0, 1], [2]]


@given(
    st.dictionaries(
        st.tuples(st.integers(0, 8), st.integers(0, 8)).filter(lambda p: p[0] < p[1]),
        st.sampled_from([-12.0, -1.5, 0.25, 1.0, 2.5, 4.0]),
    ),
    st.randoms(use_true_random=False),
)
def test_groups_depend_on_the_scores_alone(scores: dict[tuple[int, int], float], rng: random.Random) -> None:
    edges = [(one, other, score) for (one, other), score in scores.items()]
    groups = clusters(9, edges)
    rng.shuffle(edges)
    assert clusters(9, edges) == groups
    assert sorted(item for group in groups for item in group) == list(range(9))
