"""Text to numbers: words, their pieces, their shapes, in the arrays the model takes.

The model tags whole words. Each word is cut into word pieces; the model is told where each word's
first and last piece lie. The encoder is uncased, so the case of a word goes in as its shape.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
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


@lru_cache(1 << 15)
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
    found = [
        _known_pieces(token, tokenizer) if len(token) <= KNOWN_LENGTH else _pieces(token, tokenizer)
        for token in tokens
    ]
    counts = np.fromiter(map(len, found), np.int64, len(found))
    last = np.cumsum(counts)  # CLS is piece 0
    kept = int(np.searchsorted(last, MAX_PIECES - 1))
    counts, last = counts[:kept], last[:kept]
    shapes = np.fromiter(map(shape_of, tokens[:kept]), np.int64, kept)
    return Encoded(
        tuple(spans[:kept]),
        np.array([CLS, *chain.from_iterable(found[:kept]), SEP], np.int64),
        np.concatenate((_NONE, np.repeat(shapes, counts), _NONE)),
        last - counts + 1,
        last,
    )


_NONE = np.zeros(1, np.int64)
KNOWN_LENGTH = 32  # characters of a word whose pieces are remembered


def _pieces(word: str, tokenizer: Tokenizer) -> tuple[int, ...]:
    """The pieces of one word: they do not depend on the words around it."""
    ids = tokenizer.encode([word], is_pretokenized=True, add_special_tokens=False).ids
    return tuple(ids[:PIECES_PER_WORD]) or (UNK,)


# News is written with few words: nineteen of twenty are known after a hundred pages.
_known_pieces = lru_cache(1 << 16)(_pieces)


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
