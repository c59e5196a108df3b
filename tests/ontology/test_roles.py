"""Role words: the head rule, what a soft word borrows, and the table's own consistency."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from westphalia.ontology import roles


def sector(phrase: str) -> str | None:
    hit = roles.sector_of(phrase)
    return hit.sector if hit else None


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("three police officers", "COP"),
        ("members of parliament", "LEG"),
        ("a group of protesters", "CVL"),
        ("hundreds of residents", "CVL"),
        ("two of the soldiers", "MIL"),
        ("families of the fishermen", "CVL"),
        ("the union's lawyer", "CVL"),
        ("asylum-seekers", "REF"),
        ("Foreign Minister Ana Duarte", "GOV"),
        ("the judges of the regional court", "JUD"),
        ("striking copper miners", "LAB"),
        ("a Catholic bishop", "REL"),
        ("Fulani herders", "AGR"),
        ("the drug cartel's leader", "CRM"),
        ("the intelligence chief", "SPY"),
        ("both sides", "UNK"),
        ("the breakaway republic", "PRE"),
    ],
)
def test_the_head_of_the_phrase_decides(phrase: str, expected: str) -> None:
    assert sector(phrase) == expected


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("a spokesman for the army", "MIL"),
        ("the rebels' spokeswoman", "REB"),
        ("an adviser to the president", "GOV"),
        ("a senior official at the foreign ministry", "GOV"),
        ("student leaders", "EDU"),
        ("the leader of the opposition", "OPP"),
        ("Senate President Lidia Marques", "LEG"),
        ("UN officials", "IGO"),
        ("Hamas leaders", "REB"),
        ("a Kremlin spokesman", "GOV"),
        ("EU leaders", "GOV"),
        ("rebel troops", "REB"),
        ("government forces", "MIL"),
        ("opposition supporters", "OPP"),
        ("the president's supporters", "CVL"),
    ],
)
def test_a_soft_word_takes_the_sector_of_its_owner(phrase: str, expected: str) -> None:
    assert sector(phrase) == expected


@pytest.mark.parametrize("phrase", ["men in masks", "its spokesman", "their leader", "a member"])
def test_a_soft_word_alone_is_a_role_without_sector(phrase: str) -> None:
    hit = roles.sector_of(phrase)
    assert hit is not None
    assert hit.sector is None


def test_a_ruler_out_of_office_is_of_the_elite() -> None:
    assert sector("former president Ilse Brandt") == "ELI"
    assert sector("the ex-prime minister") == "ELI"
    assert sector("a former soldier") == "MIL"


def test_compounds_with_a_hyphen_do_not_tell_whose_the_noun_is() -> None:
    assert sector("a government-backed militia") == "UAF"
    assert roles.sector_of("a rebel-held town") is None


@pytest.mark.parametrize(
    "name", ["Martin Luther King", "Hun Sen", "Kim Jong Un", "James Baker", "Angola", "", "of the"]
)
def test_names_are_no_roles(name: str) -> None:
    assert roles.sector_of(name) is None


def test_a_title_in_front_of_a_name_stays_a_title() -> None:
    assert sector("King Abdullah") == "GOV"
    assert sector("Saudi King") == "GOV"
    assert sector("Bishop Nkosi") == "REL"


def test_an_apposition_is_read_behind_a_bare_name() -> None:
    assert sector("Mohamed Ali, a spokesman for the rebels") == "REB"


def test_the_word_is_given_as_written_in_small_letters() -> None:
    hit = roles.sector_of("Vice-President Adaeze Obi")
    assert hit == roles.RoleHit("GOV", "vice-president")


def test_the_table_is_large_and_sound() -> None:
    table = roles.table()
    assert len(table) >= 700
    assert all(kind in roles.KINDS for _, kind in table.values())
    assert all(
        roles.sector_of(word) is not None
        for word, (_, kind) in table.items()
        if kind == "head" and word not in {"un", "eu", "pm"}
    )


@given(st.text(max_size=400))
def test_any_text_is_read_without_harm(text: str) -> None:
    hit = roles.sector_of(text)
    assert hit is None or hit.word
