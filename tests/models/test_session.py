"""The model folder: it opens once, and a damaged one is refused with one clear line."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from westphalia.errors import ModelError
from westphalia.models.labels import Labels
from westphalia.models.session import FOLDER, OUTPUTS, open_session
from westphalia.ontology import plover
from westphalia.parse.encode import collate, encode


def test_the_shipped_model_opens_and_scores() -> None:
    session = open_session(FOLDER)
    encoded = encode("Troops crossed the border on Monday.", session.tokenizer)
    out = session.run(collate([encoded]))
    assert set(out) == set(OUTPUTS)
    assert out["event"].shape == (1, len(encoded.words), len(session.labels.types) + 2)
    assert out["arcs"].shape[2:] == (len(encoded.words), len(encoded.words))


def test_a_fast_session_asks_one_member_and_a_passage_without_events_is_left_to_it() -> None:
    whole, fast = open_session(FOLDER), open_session(FOLDER, fast=True)
    assert whole.members > fast.members == 1
    for text, same in (
        ("Her garden has a pond and two old pear trees.", True),
        ("Troops attacked the town.", False),
    ):
        inputs = collate([encode(text, whole.tokenizer)])
        one, several = fast.run(inputs), whole.run(inputs)
        assert np.array_equal(one["event"], several["event"]) is same, text
        every = whole.run(inputs, all_members=True)
        assert not np.array_equal(one["event"], every["event"])


def test_word_vectors_are_the_first_members() -> None:
    whole, fast = open_session(FOLDER), open_session(FOLDER, fast=True)
    inputs = collate([encode("Troops attacked the town.", whole.tokenizer)])
    assert np.array_equal(
        whole.run(inputs, vectors=True)["vectors"], fast.run(inputs, vectors=True)["vectors"]
    )


def test_labels_and_ontology_agree() -> None:
    labels = Labels.load(FOLDER / "labels.json")
    assert set(labels.types) == set(plover.event_types())
    for kind, mode in labels.modes:
        assert mode == "" or mode in plover.event_type(kind).modes


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    folder = tmp_path / "model"
    folder.mkdir()
    for name in ("manifest.json", "labels.json", "tokenizer.json"):
        shutil.copy(FOLDER / name, folder)
    (folder / "parser.onnx").write_bytes(b"not the weights")
    return folder


def test_a_damaged_model_is_refused(copy: Path) -> None:
    with pytest.raises(ModelError, match=r"parser\.onnx.*damaged"):
        open_session(copy)


def test_a_missing_file_is_named(copy: Path) -> None:
    (copy / "labels.json").unlink()
    manifest = json.loads((copy / "manifest.json").read_text())
    manifest["files"] = {"labels.json": manifest["files"]["labels.json"]}
    (copy / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(ModelError, match=r"labels\.json.*missing"):
        open_session(copy)


def test_no_manifest_no_model(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"manifest\.json"):
        open_session(tmp_path)
