"""The label inventory: from the ontology, to a file and back."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from westphalia.models.labels import AUX, RELATIONS, SPAN_TAGS, Labels
from westphalia.ontology import plover


@pytest.fixture(scope="module")
def ontology() -> dict[str, Any]:
    raw: dict[str, Any] = json.loads(
        resources.files("westphalia.ontology").joinpath("plover.json").read_text(encoding="utf-8")
    )
    return raw


def test_the_labels_are_those_of_the_ontology(ontology: dict[str, Any]) -> None:
    labels = Labels.from_ontology(ontology)
    assert len(labels.types) == 16
    assert set(labels.types) == set(plover.event_types())
    assert set(labels.aux) == {"future", "hypothetical", "negation", "historical"}
    assert {"GOV", "MIL", "IGO", "UNK"} <= set(labels.sectors)
    assert not {"JNK", "NON"} & set(labels.sectors)
    for column in (labels.types, labels.modes, labels.contexts, labels.sectors, labels.aux, labels.relations):
        assert len(set(column)) == len(column) > 0
    assert list(labels.sectors) == sorted(labels.sectors)


def test_each_type_may_have_no_mode_or_one_of_its_own(ontology: dict[str, Any]) -> None:
    labels = Labels.from_ontology(ontology)
    seen: list[int] = []
    for kind in labels.types:
        columns = labels.modes_of(kind)
        modes = [labels.modes[column] for column in columns]
        assert modes[0] == (kind, "")
        assert {name for _, name in modes[1:]} == set(plover.event_type(kind).modes)
        seen += columns
    assert sorted(seen) == list(range(len(labels.modes)))
    assert labels.modes_of("NO SUCH TYPE") == []


def test_the_parser_knows_the_relations_it_decodes() -> None:
    assert {"actor", "recipient", "time", "place", "said_by"} <= set(RELATIONS)
    assert {"speaker", "addressee", "via", "nation", "same", "member"} <= set(RELATIONS)
    assert SPAN_TAGS == ("actor", "time", "place")
    assert len(AUX) == 4


def test_saved_and_loaded_they_are_equal(ontology: dict[str, Any], tmp_path: Path) -> None:
    labels = Labels.from_ontology(ontology)
    labels.save(tmp_path / "labels.json")
    assert Labels.load(tmp_path / "labels.json") == labels
    labels.save(tmp_path / "again.json")
    assert (tmp_path / "again.json").read_bytes() == (tmp_path / "labels.json").read_bytes()
