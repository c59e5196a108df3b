"""The user's codebook and examples: what is read, and what each mistake is called."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from westphalia.errors import BadRecord, UnreadableInput
from westphalia.own_types import read_codebook, read_examples
from westphalia.own_types.examples import Example, locate
from westphalia.records import OwnType, Span

GOOD = """types:
  - name: EXPORT_CONTROL
    definition: A government restricts the export of goods.
    quad_class: 4
    intensity: -6
    cameo_root: "16"
  - name: AMBASSADOR_RECALLED
    definition: A government calls its ambassador home.
"""


def codebook(folder: Path, text: str) -> Path:
    path = folder / "codebook.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_types_with_and_without_scores(tmp_path: Path) -> None:
    assert read_codebook(codebook(tmp_path, GOOD)) == (
        OwnType("EXPORT_CONTROL", "A government restricts the export of goods.", 4, -6.0, "16"),
        OwnType("AMBASSADOR_RECALLED", "A government calls its ambassador home."),
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("types: [", "not YAML"),
        ("kinds: []", "no list of 'types'"),
        ("types: []", "no list of 'types'"),
        ("types: [EXPORT]", "type 1: not a mapping"),
        ("types: [{name: export, definition: x}]", "must be capitals"),
        ("types: [{name: EXPORT}]", "has no 'definition'"),
        ("types: [{name: SANCTION, definition: x}]", "SANCTION is a type of PLOVER"),
        ("types: [{name: EXPORT, definition: x, quad_class: 5}]", "quad_class must be"),
        ("types: [{name: EXPORT, definition: x, intensity: 11}]", "intensity must be"),
        ("types: [{name: EXPORT, definition: x, cameo_root: 21}]", "cameo_root must be"),
        ("types: [{name: EXPORT, definition: x, colour: red}]", "unknown key 'colour'"),
        ("types: [{name: EXPORT, definition: x}, {name: EXPORT, definition: y}]", "defined twice"),
        ("types: !!python/object/apply:os.getcwd []", "not YAML"),
    ],
)
def test_a_mistake_names_file_and_reason(tmp_path: Path, text: str, reason: str) -> None:
    path = codebook(tmp_path, text)
    with pytest.raises(BadRecord) as caught:
        read_codebook(path)
    assert str(caught.value).startswith(str(path))
    assert reason in str(caught.value)
    assert "\n" not in str(caught.value)


def test_no_such_codebook(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="No such file"):
        read_codebook(tmp_path / "none.yaml")


def test_examples_line_by_line(tmp_path: Path) -> None:
    lines = [
        {
            "text": "Seoul recalled its envoy.",
            "events": [{"trigger": "recalled", "type": "AMBASSADOR_RECALLED"}],
        },
        {"text": "Seoul met its envoy.", "events": [{"trigger": "met", "type": "CONSULT"}]},
        {
            "text": "Seoul recalled its envoy.",
            "events": [{"trigger": "withdrew", "type": "AMBASSADOR_RECALLED"}],
        },
        {"text": "Seoul recalled its envoy.", "events": [{"trigger": "recalled", "type": "RECALL"}]},
        {"id": "no text"},
    ]
    path = tmp_path / "examples.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)) + "\nnot json\n", encoding="utf-8")
    found = list(read_examples(path, {"AMBASSADOR_RECALLED"}))
    assert found[:2] == [
        Example("Seoul recalled its envoy.", ((Span(6, 14), "AMBASSADOR_RECALLED"),)),
        Example("Seoul met its envoy.", ()),
    ]
    faults = [str(item).removeprefix(f"{path}:") for item in found[2:]]
    assert faults == [
        "3: trigger 'withdrew' is not in the text",
        "4: type 'RECALL' is neither in the codebook nor PLOVER's",
        "5: no 'text'",
        "6: not JSON",
    ]


def test_a_trigger_is_found_as_whole_words() -> None:
    assert locate("Peruvian and Peru, then Peru.", "Peru") == Span(13, 17)
    assert locate("Peruvian and Peru, then Peru.", "Peru#2") == Span(24, 28)
    assert locate("Peruvian and Peru, then Peru.", "Peru#3") is None


@given(st.text(max_size=40), st.text(min_size=1, max_size=8))
def test_what_is_located_is_what_was_asked(text: str, words: str) -> None:
    span = locate(text, words)
    if span is not None:
        assert span.of(text) == words.rsplit("#", 1)[0] or span.of(text) == words
