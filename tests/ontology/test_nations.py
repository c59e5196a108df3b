"""Country words of a passage: what an actor's country can be told from."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from westphalia.ontology import nations


def found(text: str) -> dict[str, str]:
    return {text[hit.start : hit.end]: hit.code for hit in nations.find(text)}


def test_countries_organisations_and_places_are_found_together() -> None:
    hits = found("Estonia's minister met NATO envoys in Lyon, the Kremlin said.")
    assert hits == {"Estonia": "EST", "NATO": "IGO", "Lyon": "FRA", "Kremlin": "RUS"}


def test_role_words_are_no_towns() -> None:
    assert found("Police fired on the crowd.") == {}
    assert "Police" not in found("Police in Manila arrested four men.")


def test_a_phrase_without_a_country_hides_the_words_inside_it() -> None:
    assert found("Ships crossed the Indian Ocean.") == {}


def test_a_phrase_without_a_country_hides_the_places_inside_it() -> None:
    assert found("Ships crossed the South China Sea.") == {}


def test_hits_come_in_the_text_order_and_do_not_overlap() -> None:
    hits = nations.find(
        "Kenyan troops left Mogadishu for Nairobi after the African Union and Somalia agreed."
    )
    assert [hit.code for hit in hits][:3] == ["KEN", "SOM", "KEN"]
    assert all(first.end <= second.start for first, second in itertools.pairwise(hits))


@given(st.text(max_size=200))
def test_any_text_gives_spans_inside_it(text: str) -> None:
    for hit in nations.find(text):
        assert 0 <= hit.start < hit.end <= len(text)
        assert len(hit.code) == 3
