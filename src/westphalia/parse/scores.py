"""What the model returns, as named arrays: the only thing that passes from the network to `decode`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from westphalia.models.own import OwnHead

Array = npt.NDArray[np.float32]


class Arcs(Protocol):
    """A table of words by words for each relation."""

    def __getitem__(self, relation: int, /) -> Array: ...


class ArcsOfLogits:
    """The probabilities of a relation, made of its logits (relations, n, n) when it is first asked for.

    Most passages have no trigger and no quotation, and then ten relations of thirteen are never looked at.
    """

    __slots__ = ("_known", "_logits")

    def __init__(self, logits: Array) -> None:
        self._logits = logits
        self._known: dict[int, Array] = {}

    def __getitem__(self, relation: int, /) -> Array:
        if relation not in self._known:
            self._known[relation] = sigmoid(self._logits[relation])
        return self._known[relation]


@dataclass(frozen=True, slots=True)
class Scores:
    """Probabilities for one passage of `n` words.

    event (n, 1 + types) sums to one a row, column 0 is "no trigger"; begin (n,) that a word begins a
    trigger; mode (n, modes) logits; aux (n, 4), context (n, contexts), quote (n,) independent
    probabilities; spans (n, 3 kinds, 3) over O, B, I; sector (n, sectors) sums to one a row;
    arcs, for each relation (n, n) independent probabilities from row word to column word; own (n, 1 + own
    types) sums to one a row, column 0 is "none", None where no types of the user's own are in use.
    """

    event: Array
    begin: Array
    mode: Array
    aux: Array
    context: Array
    spans: Array
    sector: Array
    quote: Array
    arcs: Arcs
    own: Array | None = None

    @property
    def n(self) -> int:
        return int(self.event.shape[0])


def softmax(logits: Array) -> Array:
    shifted = np.exp(logits - logits.max(-1, keepdims=True))
    out: Array = shifted / shifted.sum(-1, keepdims=True)
    return out


def sigmoid(logits: Array) -> Array:
    out: Array = np.maximum(logits, np.float32(-30.0))  # or the exponential overflows
    np.negative(out, out=out)
    np.exp(out, out=out)
    out += np.float32(1.0)
    return np.reciprocal(out, out=out)


def scores_of(outputs: Mapping[str, Array], row: int, n_words: int, own: OwnHead | None = None) -> Scores:
    """The scores of passage `row` of a batch, cut to its `n_words` words (logits to probabilities).

    `own` needs the outputs' "vectors".
    """
    event = outputs["event"][row, :n_words]
    return Scores(
        event=softmax(event[:, :-1]),
        begin=sigmoid(event[:, -1]),
        mode=outputs["mode"][row, :n_words],
        aux=sigmoid(outputs["aux"][row, :n_words]),
        context=sigmoid(outputs["context"][row, :n_words]),
        spans=softmax(outputs["spans"][row, :n_words].reshape(n_words, -1, 3)),
        sector=softmax(outputs["sector"][row, :n_words]),
        quote=sigmoid(outputs["quote"][row, :n_words, 0]),
        arcs=ArcsOfLogits(outputs["arcs"][row, :, :n_words, :n_words]),
        own=None if own is None else softmax(own.logits(outputs["vectors"][row, :n_words])),
    )
