"""Fit the head: word vectors in, a linear layer out, with its quality measured by cross-validation.

1. Every word of every example is a row: its vector, and its type (0 for none).
2. Passages are dealt into folds; each fold is predicted by a layer fitted on the others. On these
   predictions the strength of regularisation and each type's cut-off are chosen, and the figures the user is
   shown are counted: an event is found where a run of words of its type overlaps its trigger.
3. The layer that is kept is fitted on all.
Background passages of the project's own teach what is none of the types. They may hold unmarked events of
the user's: words that a first layer finds to be of a type with some confidence are left out (step 0).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from westphalia.errors import UsageError
from westphalia.own_types.examples import Example
from westphalia.parse.decode import bridged
from westphalia.parse.encode import collate, encode
from westphalia.parse.scores import softmax
from westphalia.records import OwnType, Span

if TYPE_CHECKING:
    from westphalia.models.session import Session

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
FEWEST = 10  # examples of a type below which there is nothing to learn from
FOLDS = 5
STRENGTHS = (0.01, 0.03, 0.1)  # inverse regularisation
SPARED = 3  # every third word of the background is enough
CUTS = tuple(round(0.05 * n, 2) for n in range(2, 18))
DOUBT = 0.2  # a background word this likely to be of a type is no safe example of "none"


@dataclass(frozen=True, slots=True)
class Figures:
    """How well a type is found, by cross-validation."""

    name: str
    examples: int
    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """The layer (`models.own.save` keeps it), its cut-offs, and the figures a type."""

    weights: Floats
    bias: Floats
    cuts: tuple[float, ...]
    strength: float
    figures: tuple[Figures, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Passage:
    """An example as the layer sees it: word vectors, a label a word, the triggers as runs of words."""

    vectors: Floats
    labels: Ints
    gold: tuple[tuple[int, int, int], ...]  # first word, end, type


def background() -> Iterator[str]:
    """Texts of the project's own corpus (CC BY 4.0), a spread of it, none marked with the user's types."""
    raw = resources.files(__package__).joinpath("background.json").read_text(encoding="utf-8")
    yield from json.loads(raw)


def train_types(session: Session, types: Sequence[OwnType], examples: Sequence[Example]) -> Fitted:
    """Fit a head for `types`. Raises UsageError where a type has too few examples."""
    for item in types:
        count = sum(kind == item.name for example in examples for _, kind in example.events)
        if count < FEWEST:
            raise UsageError(f"{item.name}: {count} examples, {FEWEST} are the least (20 to 200 do well)")
    numbers = {item.name: number for number, item in enumerate(types, 1)}
    mine = [passage_of(session, example, numbers) for example in examples]
    others = [passage_of(session, Example(text, ()), {}) for text in background()]
    others = _sure(mine, others)  # 0
    folds = [fold_of(example.text) for example in examples]
    best: tuple[float, float, list[Floats]] | None = None
    for strength in STRENGTHS:  # 2
        chances: list[Floats] = [np.empty((0, 0), np.float32)] * len(mine)
        for fold in range(FOLDS):
            inside = [p for p, f in zip(mine, folds, strict=True) if f != fold]
            layer = fit(inside + others, len(types), strength)
            for n, f in enumerate(folds):
                if f == fold:
                    chances[n] = softmax(mine[n].vectors @ layer[0].T + layer[1])
        quality = sum(_best_cut(mine, chances, number)[1][2] for number in numbers.values())
        if best is None or quality > best[0]:
            best = quality, strength, chances
    assert best is not None
    _, strength, chances = best
    cuts, figures = [], []
    for item in types:
        cut, (precision, recall, f1) = _best_cut(mine, chances, numbers[item.name])
        count = sum(kind == item.name for example in examples for _, kind in example.events)
        cuts.append(cut)
        figures.append(Figures(item.name, count, precision, recall, f1))
    weights, bias = fit(mine + others, len(types), strength)  # 3
    return Fitted(weights, bias, tuple(cuts), strength, tuple(figures))


def fold_of(text: str) -> int:
    """Dealt by content, so that the order of the file makes no difference."""
    return int(hashlib.sha256(text.encode()).hexdigest()[:8], 16) % FOLDS


def passage_of(session: Session, example: Example, numbers: dict[str, int]) -> Passage:
    encoded = encode(example.text, session.tokenizer)
    vectors = session.run(collate([encoded]), vectors=True)["vectors"][0, : len(encoded.words)]
    labels = np.zeros(len(encoded.words), np.int64)
    gold = []
    for span, kind in example.events:
        inside = _inside(encoded.words, span)
        labels[inside] = numbers[kind]
        if inside:
            gold.append((inside[0], inside[-1] + 1, numbers[kind]))
    return Passage(vectors, labels, tuple(gold))


def _inside(words: Sequence[Span], span: Span) -> list[int]:
    return [n for n, word in enumerate(words) if word.overlaps(span)]


def fit(passages: Sequence[Passage], types: int, strength: float) -> tuple[Floats, Floats]:
    """A softmax layer over standardised vectors, the standardising folded into its weights."""
    try:
        from sklearn.linear_model import LogisticRegression
    except ImportError as error:
        raise UsageError("train-types needs two more packages: pip install 'westphalia[types]'") from error
    rows = np.concatenate([p.vectors for p in passages])
    labels = np.concatenate([p.labels for p in passages])
    mean, deviation = rows.mean(0), rows.std(0) + 1e-6
    layer = LogisticRegression(C=strength, max_iter=200, tol=1e-3)
    layer.fit((rows - mean) / deviation, labels)
    weights = np.zeros((types + 1, rows.shape[1]), np.float32)
    bias = np.full(types + 1, -30.0, np.float32)
    if len(layer.classes_) == 2:  # sklearn keeps one row for two classes
        weights[layer.classes_[0]], bias[layer.classes_[0]] = 0.0, 0.0
        weights[layer.classes_[1]], bias[layer.classes_[1]] = layer.coef_[0], layer.intercept_[0]
    else:
        weights[layer.classes_], bias[layer.classes_] = layer.coef_, layer.intercept_
    weights /= deviation
    return weights, bias - weights @ mean


def _sure(mine: Sequence[Passage], others: Sequence[Passage]) -> list[Passage]:
    """The background without the words that may well be of a type: fitted on the examples alone."""
    types = max(int(p.labels.max(initial=0)) for p in mine)
    weights, bias = fit(mine, types, STRENGTHS[0])
    kept = []
    for passage in others:
        chance = 1 - softmax(passage.vectors @ weights.T + bias)[:, 0]
        sure = chance < DOUBT
        sure[np.arange(len(sure)) % SPARED > 0] = False
        kept.append(Passage(passage.vectors[sure], passage.labels[sure], ()))
    return kept


def _best_cut(
    passages: Sequence[Passage], chances: Sequence[Floats], number: int
) -> tuple[float, tuple[float, float, float]]:
    """The cut-off of best F1 (of equals the one nearest 0.4), and precision, recall and F1 there."""
    scored = [(cut, figures_of(passages, chances, number, cut)) for cut in CUTS]
    return max(scored, key=lambda pair: (round(pair[1][2], 4), -abs(pair[0] - 0.4)))


def figures_of(
    passages: Sequence[Passage], chances: Sequence[Floats], number: int, cut: float
) -> tuple[float, float, float]:
    """Precision, recall and F1 of type `number`, its words found by `cut`."""
    hits = found = told = 0
    for passage, chance in zip(passages, chances, strict=True):
        runs = bridged(chance[:, number] > cut)
        gold = [(start, end) for start, end, kind in passage.gold if kind == number]
        found += len(runs)
        told += len(gold)
        free = list(gold)
        for start, end in runs:
            match = next((g for g in free if g[0] < end and start < g[1]), None)
            if match is not None:
                free.remove(match)
                hits += 1
    precision, recall = hits / found if found else 0.0, hits / told if told else 0.0
    return precision, recall, 2 * precision * recall / (precision + recall) if hits else 0.0


def report_of(fitted: Fitted) -> dict[str, Any]:
    """What the card says of the fit."""
    return {
        "folds": FOLDS,
        "strength": fitted.strength,
        "figures": [
            {"type": f.name, "examples": f.examples, "precision": round(f.precision, 3),
             "recall": round(f.recall, 3), "f1": round(f.f1, 3)} for f in fitted.figures
        ],
    }  # fmt: skip
