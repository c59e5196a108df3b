"""Fit the weights of the same-event score on the development half: `python -m eval.merge_fit --cache KEYS`.

The set tells which articles tell one event, not which of their events it is. So of each pair of articles that do, the
pair of events with the best score is taken as right, all pairs of articles that do not are wrong, and the fit is
repeated with the new scores (multiple-instance learning). It is a logistic regression pulled towards START, weights set
by hand from what each feature means, with signs held: what agrees never counts against, what is apart never for.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from eval.merge_score import keys
from eval.merge_set import Gold, articles
from westphalia.merge import same
from westphalia.merge.features import FEATURES, Floats, pair_features
from westphalia.merge.keys import ArticleKey, EventKey
from westphalia.merge.merge import work
from westphalia.merge.near import Ints

TABLE = Path(__file__).resolve().parent.parent / "src/westphalia/merge/weights.json"
START = {
    "same_type": 1.0, "near_type": 0.8, "same_quad": 0.3, "same_mode": 0.4, "same_trigger": 0.8, "who": 1.5,
    "who_apart": -1.5, "actors": 0.5, "actors_apart": -0.7, "recipients": 0.5, "recipients_apart": -0.7,
    "swapped": 0.3, "names": 1.5, "names_apart": -0.5, "place": 1.0, "place_apart": -1.5, "place_country": 0.6,
    "place_country_apart": -1.0, "text": 4.0, "text_of_shorter": 1.0, "context": 4.0, "days_apart": -0.2,
    "date_apart": -1.0, "same_day_told": 0.3, "published_apart": -0.3, "numbers": 0.8, "numbers_apart": -0.6,
    "same_status": 0.4, "both_lead": 0.5, "one_lead": 0.1, "same_story": 0.0, "same_story_text": 3.0, "sure": 0.3,
    "place_apart_unnamed": -1.0, "other_context": -1.0,
}  # fmt: skip
START_BIAS = -6.0
PULL = 6.0  # how strongly the weights are held near START
# Taking the best pair of each bag for right makes the fit too strict. The bias is raised by what gave the best F1 of
# merged pairs when each fifth of the development topics was scored with weights fitted on the others.
RAISED = 1.75
ROUNDS = 8


def bags(
    own: list[ArticleKey], events: list[EventKey], names: dict[str, str], golds: list[Gold]
) -> tuple[Floats, Ints, Ints, list[tuple[str, str]]]:
    """Features of all candidate pairs across articles, the bag (pair of articles) of each, and the bags' labels."""
    gold = {g.name: g for g in golds}
    kept = [a for a in own if names[a.article_id] in gold]
    ids = {a.article_id for a in kept}
    worked = work(kept, [e for e in events if e.article_id in ids])
    left, right = same.candidates(worked.blocks)
    pairs = [
        tuple(sorted((names[worked.events[a].article_id], names[worked.events[b].article_id])))
        for a, b in zip(left.tolist(), right.tolist(), strict=True)
    ]
    index: dict[tuple[str, str], int] = {}
    label: list[int] = []
    bag = np.full(len(pairs), -1)
    for n, (one, other) in enumerate(pairs):
        a, b = gold[one], gold[other]
        told = bool(a.events & b.events)
        if one == other or (not told and (a.events | a.mentioned) & (b.events | b.mentioned)):
            continue
        if (one, other) not in index:
            index[one, other] = len(label)
            label.append(int(told))
        bag[n] = index[one, other]
    features = pair_features(worked.table, left, right)
    return features[bag >= 0], bag[bag >= 0], np.asarray(label), list(index)


def fit(features: Floats, bag: Ints, label: Ints, start: Floats, bias: float) -> tuple[Floats, float]:
    """Weights and bias."""
    bounds = [(0, None) if s > 0 else (None, 0) if s < 0 else (-1, 1) for s in start] + [(None, None)]
    weights = np.append(start, bias)
    for _ in range(ROUNDS):
        odds = features @ weights[:-1] + weights[-1]
        best = np.full(len(label), -1)
        for n in np.argsort(odds, kind="stable"):
            best[bag[n]] = n
        right = best[label == 1]
        wrong = np.flatnonzero(label[bag] == 0)
        x = np.concatenate([features[right], features[wrong]])
        y = np.concatenate([np.ones(len(right)), -np.ones(len(wrong))])
        x1 = np.hstack([x, np.ones((len(x), 1), x.dtype)]).astype(np.float64)
        origin = np.append(start, bias)

        def loss(
            w: np.ndarray, x1: np.ndarray = x1, y: np.ndarray = y, origin: np.ndarray = origin
        ) -> tuple[float, np.ndarray]:
            margin = y * (x1 @ w)
            chance = 1 / (1 + np.exp(np.clip(margin, -30, 30)))
            value = np.logaddexp(0, -margin).sum() + PULL * ((w - origin) ** 2).sum()
            return float(value), -(x1.T @ (y * chance)) + 2 * PULL * (w - origin)

        weights = minimize(loss, weights, jac=True, method="L-BFGS-B", bounds=bounds).x
    return weights[:-1].astype(np.float32), float(weights[-1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cache", type=Path, help="the coded articles, as eval.merge_score keeps them")
    args = parser.parse_args()
    golds = articles()
    own, events, names = keys(golds, args.cache)
    features, bag, label, _ = bags(own, events, names, [g for g in golds if g.half != "test"])
    start = np.asarray([START[name] for name in FEATURES], np.float32)
    weights, bias = fit(features, bag, label, start, START_BIAS)
    bias += RAISED
    TABLE.write_text(same.as_json(dict(zip(FEATURES, weights.tolist(), strict=True)), bias), encoding="utf-8")
    print(f"{len(label)} pairs of articles, {int(label.sum())} of one event; {len(features)} pairs of events")
    for name, weight in zip(FEATURES, weights, strict=True):
        print(f"{name:22s}{START[name]:7.2f}{weight:7.2f}")
    print(f"{'bias':22s}{START_BIAS:7.2f}{bias:7.2f}")


if __name__ == "__main__":
    main()
