"""The model folder: it opens once, and a damaged one is refused with one clear line."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

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
