"""Sketches of a text: few numbers that similar texts share, so that near copies are found without comparing all.

Four kinds of keys, each of which finds copies that the others miss:
1. MinHash bands over the body's shingles (three words in a row): whole copies, lightly edited;
2. MinHash bands over the concepts that the body speaks of: copies translated and translated back;
3. the smallest shingles of every sentence: copies cut to a few sentences, or set into a longer text;
4. rare words side by side, most of them names in full: short copies that were cut and translated.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from westphalia.merge.words import content, hashed, weight, words_of

Hashes = npt.NDArray[np.uint64]

SHINGLE = 3  # words; two are often shared by chance, four break at every edit
TEXT_BANDS, TEXT_ROWS = 16, 4
CONCEPT_BANDS, CONCEPT_ROWS = 32, 3
FIRST_CONCEPTS = 150  # of a long text: copies are cut from the end
SENTENCE_KEYS = 3
RARE = 0.6  # weight from which a word is rare
SHORTEST_SENTENCE = 8  # words; a shorter one ("No one was hurt.") is in unrelated texts
LEAD = 25  # words at most: the first sentence of a news story
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
SEED = 20240514
_MIX = np.uint64(0x9E3779B97F4A7C15)
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”’')\]]*\s+(?=[\"“‘'(\[]?[A-ZÀ-Þ\d])|\n+")


@dataclass(frozen=True, slots=True)
class Sketch:
    """One body: its shingles and concepts as sorted sets of hashes, and the keys that find its copies.

    `lead` are the concepts of its first sentence, `weekdays` those named in its first words (0: Monday).
    """

    shingles: Hashes
    concepts: Hashes
    lead: Hashes
    weekdays: frozenset[int]
    keys: npt.NDArray[np.int64]


def sketch(body: str) -> Sketch:
    """The sketch of a body; `SHINGLE` words or fewer are one shingle."""
    sentences = [words for part in _SENTENCE_END.split(body) if (words := words_of(part))]
    words = [word for sentence in sentences for word in sentence]
    shingles = _shingles(words)
    spoken_of = content(words)
    concepts = _hashes(list(dict.fromkeys(spoken_of)))
    keys = np.concatenate(
        [
            _bands(shingles, TEXT_BANDS, TEXT_ROWS, 1),
            _bands(concepts[:FIRST_CONCEPTS], CONCEPT_BANDS, CONCEPT_ROWS, 2),
            _sentence_keys([s for s in sentences if len(s) >= SHORTEST_SENTENCE]),
            _rare_keys(spoken_of[:FIRST_CONCEPTS]),
        ]
    )
    lead = _hashes(content(_first_sentence(sentences)))
    weekdays = frozenset(WEEKDAYS.index(word) for word in words[: 2 * LEAD] if word in WEEKDAYS)
    return Sketch(np.unique(shingles), np.unique(concepts), np.unique(lead), weekdays, np.unique(keys))


def _first_sentence(sentences: Sequence[Sequence[str]]) -> Sequence[str]:
    """The first LEAD words of the first sentence that is one; of a body of scraps, its first words."""
    first = next((words for words in sentences if len(words) >= SHORTEST_SENTENCE), None)
    return (first or [word for words in sentences for word in words])[:LEAD]


def _hashes(words: Sequence[str]) -> Hashes:
    return np.fromiter((hashed(word) for word in words), np.uint64, len(words))


def _shingles(words: Sequence[str]) -> Hashes:
    """A hash for every run of SHINGLE words, in order."""
    single = _hashes(words)
    if len(single) < SHINGLE:
        return _mixed(single.sum(keepdims=True)) if len(single) else single
    found = np.zeros(len(single) - SHINGLE + 1, np.uint64)
    for at in range(SHINGLE):
        found = _mixed(found ^ single[at : len(single) - SHINGLE + 1 + at])
    return found


def _mixed(values: Hashes) -> Hashes:
    """A fixed scrambling of 64-bit values (xor-shift and multiply, both reversible)."""
    values = (values ^ (values >> np.uint64(31))) * _MIX
    mixed: Hashes = values ^ (values >> np.uint64(29))
    return mixed


@cache
def _minhash(permutations: int) -> Callable[[list[int]], Any]:
    """MinHash signatures over 32-bit hashes, with permutations drawn once."""
    from datasketch import MinHash

    first = MinHash(num_perm=permutations, seed=SEED, hashfunc=int, scheme="affine32")

    def signature(values: list[int]) -> Any:
        made = MinHash(
            num_perm=permutations, hashfunc=int, permutations=first.permutations, scheme="affine32"
        )
        made.update_batch(values)
        return made.hashvalues

    return signature


def _bands(values: Hashes, bands: int, rows: int, kind: int) -> npt.NDArray[np.int64]:
    """One key a band: the band's rows of the signature, its number and its kind in one hash."""
    if not len(values):
        return np.zeros(0, np.int64)
    short = (values & np.uint64(0xFFFFFFFF)).tolist()
    signature = np.asarray(_minhash(bands * rows)(short), np.uint64).reshape(bands, rows)
    key = _mixed(np.arange(bands, dtype=np.uint64) + np.uint64(kind << 32))
    for row in range(rows):
        key = _mixed(key ^ signature[:, row])
    return _as_keys(key)


def _sentence_keys(sentences: Sequence[Sequence[str]]) -> npt.NDArray[np.int64]:
    """SENTENCE_KEYS keys a sentence: each its smallest shingles under two scramblings, as one hash."""
    if not sentences:
        return np.zeros(0, np.int64)
    parts = [_shingles(words) for words in sentences]
    starts = np.cumsum([0, *(len(part) for part in parts[:-1])])
    shingles = np.concatenate(parts)
    least = [
        np.minimum.reduceat(_mixed(shingles + np.uint64(number + 1)), starts)
        for number in range(2 * SENTENCE_KEYS)
    ]
    return _as_keys(
        np.concatenate([_mixed(a ^ _mixed(b)) for a, b in zip(least[::2], least[1::2], strict=True)])
    )


def _rare_keys(concepts: Sequence[str]) -> npt.NDArray[np.int64]:
    """A key for each two rare words in a row, other words between them left out."""
    found = [
        hashed(f"{one} {other}")
        for one, other in pairwise(concepts)
        if weight(one) >= RARE and weight(other) >= RARE and not one.isdigit()
    ]
    return np.asarray(found, np.int64)


def _as_keys(values: Hashes) -> npt.NDArray[np.int64]:
    return (values >> np.uint64(1)).astype(np.int64)
