"""Text to numbers: words, their pieces, their shapes, in the arrays the model takes.

The model tags whole words. Each word is cut into word pieces; the model is told where each word's
first and last piece lie. The encoder is uncased, so the case of a word goes in as its shape.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from westphalia.parse.sentences import words as split_words
from westphalia.records import Span

if TYPE_CHECKING:
    from tokenizers import Tokenizer

CLS, SEP, UNK = 101, 102, 100
MAX_PIECES = 480  # the encoder has 512 positions; a passage is cut before that
PIECES_PER_WORD = 12  # a longer word is a URL or a hash: its head is enough
MARK = 6  # index of the last of SHAPES
SHAPES = ("none", "lower", "title", "upper", "mixed", "number", "mark")

Array = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Encoded:
    """One passage: its words (offsets into the passage) and its arrays, each one-dimensional.

    `pieces` and `shapes` have one entry a piece (with CLS and SEP), `first` and `last` one a word.
    """

    words: tuple[Span, ...]
    pieces: Array
    shapes: Array
    first: Array
    last: Array

    @property
    def marks(self) -> npt.NDArray[np.bool_]:
        """For each word, whether it is a punctuation mark or another sign."""
        found: npt.NDArray[np.bool_] = self.shapes[self.first] == MARK
        return found


def shape_of(word: str) -> int:
    """Index into SHAPES: how the word is written, which an uncased encoder cannot see."""
    if word[0].isdigit():
        return 5
    if not word[0].isalpha():
        return MARK
    if word.islower():
        return 1
    if word.isupper():
        return 3 if len(word) > 1 else 2
    if word[0].isupper() and (word[1:].islower() or not word[1:].isalpha()):
        return 2
    return 4


def encode(text: str, tokenizer: Tokenizer) -> Encoded:
    """Words and pieces of one passage. Words past MAX_PIECES pieces are left out."""
    spans = split_words(text)
    tokens = [span.of(text) for span in spans]
    encoding = tokenizer.encode(tokens, is_pretokenized=True, add_special_tokens=False)
    by_word: list[list[int]] = [[] for _ in tokens]
    for word, piece in zip(encoding.word_ids, encoding.ids, strict=True):
        if word is not None:
            by_word[word].append(piece)
    pieces, shapes, first, last, kept = [CLS], [0], [], [], []
    for span, token, found in zip(spans, tokens, by_word, strict=True):
        ids = found[:PIECES_PER_WORD] or [UNK]
        if len(pieces) + len(ids) >= MAX_PIECES:
            break
        shape = shape_of(token)
        first.append(len(pieces))
        pieces.extend(ids)
        shapes.extend([shape] * len(ids))
        last.append(len(pieces) - 1)
        kept.append(span)
    pieces.append(SEP)
    shapes.append(0)
    return Encoded(
        tuple(kept),
        np.asarray(pieces, np.int64),
        np.asarray(shapes, np.int64),
        np.asarray(first, np.int64),
        np.asarray(last, np.int64),
    )


def collate(batch: Sequence[Encoded]) -> dict[str, Array]:
    """Pad a batch: `pieces`, `shapes`, `mask` (batch, pieces); `first`, `last` (batch, words)."""
    n_pieces = max(len(item.pieces) for item in batch)
    n_words = max(1, *(len(item.words) for item in batch))
    out = {
        "pieces": np.zeros((len(batch), n_pieces), np.int64),
        "shapes": np.zeros((len(batch), n_pieces), np.int64),
        "mask": np.zeros((len(batch), n_pieces), np.int64),
        "first": np.zeros((len(batch), n_words), np.int64),
        "last": np.zeros((len(batch), n_words), np.int64),
    }
    for row, item in enumerate(batch):
        out["pieces"][row, : len(item.pieces)] = item.pieces
        out["shapes"][row, : len(item.shapes)] = item.shapes
        out["mask"][row, : len(item.pieces)] = 1
        out["first"][row, : len(item.first)] = item.first
        out["last"][row, : len(item.last)] = item.last
    return out
