"""Choose the decoder's cut-offs on the held-out passages of news: `python -m training.tune RUN/averaged.pt`.

Coordinate ascent: each cut-off in turn takes the value that is best for the figures it moves, until
none changes. Then the temperature of the events' confidence is fitted on the same passages, so that
a confidence of 0.7 means right in seven of ten cases. Writes RUN/settings.json for training.export and the plot of reliability.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from training import evaluate
from training.data import load_corpus
from training.held_out import held_out
from training.reliability import calibration_error, fit, reliability, svg
from training.train import ROOT, bert_folder, load_tokenizer
from westphalia.models.labels import Labels
from westphalia.parse.decode import Thresholds
from westphalia.parse.parser import calibrate as calibrated

# Which figures each cut-off is chosen for.
AIMS: dict[str, tuple[str, ...]] = {
    "event": ("event",),
    "begin": ("event",),
    "mention": ("actor", "recipient", "said_by"),
    "actor": ("actor",),
    "recipient": ("recipient",),
    "said_by": ("said_by",),
    "aux": ("aux",),
    "quote": ("quote", "speaker"),
    "speaker": ("speaker",),
    "rescue": ("event", "actor", "recipient"),
    "again": ("event", "actor"),
}
# Background is most of an encyclopaedia and little of the news: cut-offs chosen on it would see background everywhere.
ENCYCLOPAEDIC = ("wp-", "cnp-")
GRID = [0.2, 0.3, 0.4, 0.45, 0.5, 0.6, 0.7]


def tune(scored: Sequence[Any], records: Sequence[Any], labels: Labels, rounds: int = 1) -> Thresholds:
    best = Thresholds()
    for _ in range(rounds):
        before = best
        for name, aims in AIMS.items():
            trials = []
            for value in GRID:
                trial = replace(best, **{name: value})
                found = evaluate.figures(scored, records, labels, trial)
                trials.append((sum(found[aim][2] for aim in aims), -abs(value - 0.4), value))
            # The middle of the near-best values generalises better than the single best one.
            top = max(trials)[0]
            slack = 0.005 if name == "event" else 0.003 * len(aims)
            near = sorted(value for total, _, value in trials if total >= top - slack)
            # Of the triggers' cut-offs the lowest: recall is the weak side, and a user can ask for confidence.
            best = replace(best, **{name: near[0] if name == "event" else near[len(near) // 2]})
        if best == before:
            break
    return best


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("weights", type=Path, nargs="+", help="one file, or the members of a committee")
    parser.add_argument("--out", type=Path, help="the settings file (default: beside the first weights)")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    args = parser.parse_args()
    labels = Labels.from_ontology(json.loads((ROOT / "src/westphalia/ontology/plover.json").read_text()))
    tokenizer = load_tokenizer(bert_folder())
    model = evaluate.load(args.weights, labels)
    corpus = load_corpus(ROOT / "training/corpus", args.shared / "data")
    records = [r for r in corpus if held_out(r) and not r["id"].startswith(ENCYCLOPAEDIC)]
    scored = evaluate.predict(model, labels, tokenizer, records)
    thresholds = tune(scored, records, labels)
    pairs = reliability(scored, records, labels, thresholds)
    temperature, bias = fit(pairs)
    after = [(calibrated(c, temperature, bias), hit) for c, hit in pairs]
    sets = {"held out": after}
    settings = {
        "thresholds": asdict(thresholds),
        "temperature": round(temperature, 3),
        "bias": round(bias, 3),
    }
    (args.out or args.weights[0].parent / "settings.json").write_text(json.dumps(settings, indent=1) + "\n")
    print(json.dumps(settings, indent=1))
    print("held out:", evaluate.line(model, labels, tokenizer, records, thresholds))
    print(
        f"calibration error {calibration_error(pairs):.3f} -> {calibration_error(after):.3f} ({len(pairs)} events)"
    )
    gold = args.shared / "gold/dev.jsonl"
    if gold.exists():
        dev = evaluate.read(gold)
        print("dev:     ", evaluate.line(model, labels, tokenizer, dev, thresholds))
        found = reliability(evaluate.predict(model, labels, tokenizer, dev), dev, labels, thresholds)
        sets["dev"] = [(calibrated(c, temperature, bias), hit) for c, hit in found]
        print(f"dev calibration error {calibration_error(sets['dev']):.3f}")
    (ROOT / "training/reliability.svg").write_text(svg(sets), encoding="utf-8")


if __name__ == "__main__":
    main()
