"""Words to pieces: every word keeps its place whatever the tokenizer makes of it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from westphalia.models.session import FOLDER
from westphalia.parse.encode import CLS, MAX_PIECES, SEP, SHAPES, collate, encode, shape_of


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    found = Tokenizer.from_file(str(FOLDER / "tokenizer.json"))
    found.no_padding()
    found.no_truncation()
    return found


@pytest.mark.parametrize(
    ("word", "shape"),
    [("talks", "lower"), ("Lavrov", "title"), ("NATO", "upper"), ("McDonald", "mixed"), ("2024", "number"),
     ("“", "mark"), ("U.S.", "upper"), ("I", "title"), ("Élysée", "title"), ("’s", "mark")],
)  # fmt: skip
def test_shapes(word: str, shape: str) -> None:
    assert SHAPES[shape_of(word)] == shape


def test_first_and_last_piece_of_each_word(tokenizer: Tokenizer) -> None:
    encoded = encode("Zelenskyy met Duda.", tokenizer)
    assert encoded.pieces[0] == CLS
    assert encoded.pieces[-1] == SEP
    assert len(encoded.words) == len(encoded.first) == len(encoded.last) == 4
    assert encoded.last[0] > encoded.first[0], "a rare name has several pieces"
    assert (encoded.first[1:] == encoded.last[:-1] + 1).all()


def test_a_batch_is_padded(tokenizer: Tokenizer) -> None:
    batch = collate([encode("Peru protested.", tokenizer), encode("", tokenizer)])
    assert batch["mask"].sum(1).tolist() == [5, 2]
    assert batch["first"].shape == (2, 3)


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=300))
def test_any_text_can_be_encoded(tokenizer: Tokenizer, text: str) -> None:
    encoded = encode(text, tokenizer)
    assert len(encoded.words) == len(encoded.first)
    assert len(encoded.pieces) == len(encoded.shapes) <= MAX_PIECES + 1
    assert (encoded.first <= encoded.last).all()
    assert np.all(encoded.last < len(encoded.pieces) - 1)
    for word in encoded.words:
        assert word.of(text).strip()


def test_a_long_text_is_cut_at_whole_words(tokenizer: Tokenizer) -> None:
    encoded = encode("parliament " * 2000, tokenizer)
    assert len(encoded.pieces) <= MAX_PIECES + 1
    assert encoded.last[-1] == len(encoded.pieces) - 2
