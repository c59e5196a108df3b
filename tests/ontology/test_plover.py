"""PLOVER's types, modes and scores as the code sees them."""

from __future__ import annotations

import re

import pytest

from westphalia.ontology import plover


def test_there_are_sixteen_types_in_four_quad_classes() -> None:
    types = plover.event_types()
    assert len(types) == 16
    assert {kind.quad_class for kind in types.values()} == {1, 2, 3, 4}
    assert all(name == kind.name and name.isupper() and kind.description for name, kind in types.items())


@pytest.mark.parametrize(
    ("name", "quad", "cooperative"),
    [
        ("CONSULT", 1, True),
        ("AID", 2, True),
        ("ACCUSE", 3, False),
        ("ASSAULT", 4, False),
        ("PROTEST", 4, False),
    ],
)
def test_scores_agree_with_the_quad_class(name: str, quad: int, cooperative: bool) -> None:
    kind = plover.event_type(name)
    assert kind.quad_class == quad
    assert (kind.score > 0) is cooperative
    assert -10 <= kind.score <= 10


def test_a_mode_has_its_own_intensity_or_that_of_its_type() -> None:
    assault = plover.event_type("ASSAULT")
    assert assault.intensity("drone") < assault.score
    assert assault.intensity(None) == assault.score
    assert assault.intensity("no such mode") == assault.score
    for kind in plover.event_types().values():
        assert all(-10 <= kind.intensity(mode) <= 10 for mode in kind.modes)


@pytest.mark.parametrize(
    ("name", "mode", "root"),
    [
        ("ACCUSE", "investigate", "09"),
        ("ACCUSE", "disapprove", "11"),
        ("ACCUSE", None, "11"),
        ("ASSAULT", "aerial", "19"),
        ("ASSAULT", "massacre", "20"),
        ("ASSAULT", "torture", "18"),
        ("CONCEDE", None, "08"),
        ("AGREE", None, "03"),
    ],
)
def test_the_nearest_cameo_root(name: str, mode: str | None, root: str) -> None:
    assert plover.event_type(name).cameo_root(mode) == root


def test_every_root_is_of_cameo_and_every_exception_names_a_mode_that_exists() -> None:
    types = plover.event_types()
    for kind in types.values():
        for mode in (None, *kind.modes):
            assert re.fullmatch(r"0[1-9]|1\d|20", kind.cameo_root(mode))
    assert all(not mode or mode in types[name].modes for name, mode in plover.CAMEO_OF_MODE)


def test_an_unknown_type_is_an_error() -> None:
    with pytest.raises(KeyError):
        plover.event_type("GOSSIP")
