"""Open sets of other tasks, as a first stage that teaches the encoder and the arcs before the corpus.

PropBank roles on EWT (who did what to whom, when, where) go through the same biaffine relations as
our roles; UDS factuality goes through the hidden layer of the auxiliary modes. Both sets are CC BY-SA
4.0; training/README.md says where they are.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from training.data import REL, Example, words_in
from westphalia.models.labels import SPAN_TAGS, Labels
from westphalia.parse.encode import encode
from westphalia.records import Span

# Which PropBank argument teaches which relation. ARG1 of most verbs is what our recipient is;
# ARG2 is left out (its meaning differs from verb to verb).
ROLE_OF = {"ARG0": "actor", "ARG1": "recipient", "ARGM-TMP": "time", "ARGM-LOC": "place"}


def _join(tokens: list[str]) -> tuple[str, list[tuple[int, int]]]:
    """Tokens to text, with each token's offsets (spaces as English writes them are near enough)."""
    text, offsets = "", []
    for token in tokens:
        if (
            text
            and token not in {",", ".", "!", "?", ";", ":", ")", "'s", "’s", "n't", "%"}
            and text[-1] not in "($"
        ):
            text += " "
        offsets.append((len(text), len(text) + len(token)))
        text += token
    return text, offsets


def _at(words: Sequence[Span], offsets: list[tuple[int, int]], start: int, end: int) -> list[int]:
    """The words that lie in the tokens from `start` to before `end`."""
    return words_in(words, (offsets[start][0], offsets[end - 1][1]))


def _blank(text: str, labels: Labels, tokenizer: Tokenizer) -> Example:
    encoded = encode(text, tokenizer)
    n = len(encoded.words)
    return Example(
        encoded=encoded,
        event=np.full(n, -1, np.int64),
        begin=np.full(n, -1, np.int64),
        mode=np.full(n, -1, np.int64),
        aux=np.full((n, len(labels.aux)), -1, np.float32),
        context=np.full((n, len(labels.contexts)), -1, np.float32),
        spans=np.full((n, len(SPAN_TAGS)), -1, np.int64),
        sector=np.full(n, -1, np.int64),
        quote=np.full(n, -1, np.int64),
    )


def propbank(path: Path, labels: Labels, tokenizer: Tokenizer) -> list[Example]:
    """EWT sentences with their predicates' arguments; sentences without a predicate are left out."""
    found = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            if not record["predicates"] or not 4 <= len(record["tokens"]) <= 80:
                continue
            text, offsets = _join(record["tokens"])
            example = _blank(text, labels, tokenizer)
            words = example.encoded.words

            for predicate in record["predicates"]:
                rows = _at(words, offsets, predicate["i"], predicate["i"] + 1)
                for relation in ROLE_OF.values():
                    known = example.rows.setdefault(REL[relation], [])
                    known.extend(row for row in rows if row not in known)
                for role, start, end in predicate["args"]:
                    if role in ROLE_OF:
                        relation = REL[ROLE_OF[role]]
                        example.arcs += [
                            (relation, row, column)
                            for row in rows
                            for column in _at(words, offsets, start, end)
                        ]
            found.append(example)
    return found


def factuality(
    path: Path, labels: Labels, tokenizer: Tokenizer
) -> list[tuple[Example, list[tuple[int, float]]]]:
    """EWT sentences with (word, factuality) pairs; the scale −3 … 3 is brought to −1 … 1."""
    found = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            text, offsets = _join(record["text"].split(" "))
            example = _blank(text, labels, tokenizer)
            pairs = []
            for target in record["targets"]:
                start, end = target["span1"]
                where = words_in(example.encoded.words, (offsets[start][0], offsets[end - 1][1]))
                if where:
                    pairs.append((where[0], target["label"] / 3))
            found.append((example, pairs))
    return found
