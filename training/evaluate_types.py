"""How well types of a user's own are found, by number of examples: `python -m training.evaluate_types FOLDER`.

FOLDER holds codebook.yaml, examples.jsonl and unseen.jsonl (examples/own_types does). For each number of
examples a type the head is trained on the first that many of the file (and as many passages without any)
and scored on the unseen ones: an event is found where a run of words of its type overlaps its trigger.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from pathlib import Path

from westphalia.models.session import FOLDER, open_session
from westphalia.own_types import read_codebook, read_examples, train_types
from westphalia.own_types.examples import Example
from westphalia.own_types.fit import figures_of, passage_of
from westphalia.parse.scores import softmax

SIZES = (20, 50, 100, 150)


def first(examples: list[Example], names: list[str], size: int) -> list[Example]:
    """The first examples with at most `size` passages a type and as many without any."""
    counts: Counter[str] = Counter()
    kept = []
    for example in examples:
        kinds = {kind for _, kind in example.events} or {""}
        if any(counts[kind] < size for kind in kinds):
            kept.append(example)
            counts.update(kinds)
    return kept


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--model", type=Path, default=FOLDER)
    args = parser.parse_args()
    session = open_session(args.model)
    types = read_codebook(args.folder / "codebook.yaml")
    names = [item.name for item in types]
    known = {name: number for number, name in enumerate(names, 1)}

    def read(name: str) -> list[Example]:
        return [item for item in read_examples(args.folder / name, names) if isinstance(item, Example)]

    examples = read("examples.jsonl")
    unseen = [passage_of(session, example, known) for example in read("unseen.jsonl")]
    print(
        f"{'examples':>8} {'type':<24}{'precision':>10}{'recall':>8}{'F1':>7}{'own guess':>11}{'seconds':>9}"
    )
    for size in SIZES:
        started = time.monotonic()
        fitted = train_types(session, types, first(examples, names, size))
        seconds = time.monotonic() - started
        chances = [softmax(p.vectors @ fitted.weights.T + fitted.bias) for p in unseen]
        for name, cut, guess in zip(names, fitted.cuts, fitted.figures, strict=True):
            precision, recall, f1 = figures_of(unseen, chances, known[name], cut)
            print(
                f"{size:>8} {name:<24}{precision:>10.2f}{recall:>8.2f}{f1:>7.2f}{guess.f1:>11.2f}{seconds:>9.0f}"
            )


if __name__ == "__main__":
    main()
