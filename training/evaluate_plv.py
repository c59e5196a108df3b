"""The PLV sentences (one event with its pair marked): `python -m training.evaluate_plv PLV_train.tsv`.

For each sentence, the type of the event that links the marked pair (its actor overlaps the marked source and
its recipient the marked target; then one of the two; then both the wrong way round), or else of the most
confident event of the sentence. CONCEDE and RETREAT count as YIELD. Accuracy and macro-F1 over 15 types.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from westphalia.clean.passages import article_of_passage
from westphalia.pipeline import Coder
from westphalia.records import Event, Span, Story

YIELD = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}
MARKS = re.compile(r"</?[st]>")


@dataclass(frozen=True)
class Sentence:
    text: str
    source: Span
    target: Span
    label: str


def read(path: Path) -> list[Sentence]:
    """Rows with their marked pair; the marks are taken out and become spans (empty where a mark is missing)."""
    found = []
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            marked, label = row["marked_sentence"], row["gold_root"]
            text, at, spans = "", 0, {}
            for mark in MARKS.finditer(marked):
                text += marked[at : mark.start()]
                spans[mark.group()] = len(text)
                at = mark.end()
            text += marked[at:]
            source, target = (Span(spans.get(f"<{m}>", 0), spans.get(f"</{m}>", 0)) for m in "st")
            found.append(Sentence(text, source, target, label))
    return found


LABELS = (
    "AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "YIELD", "ACCUSE", "REQUEST", "REJECT", "THREATEN", "PROTEST",
    "MOBILIZE", "SANCTION", "COERCE", "ASSAULT",
)  # fmt: skip


def chosen(story: Story, sentence: Sentence) -> str | None:
    """The type of the event that fits the pair best, then the most confident one's."""

    def fit(event: Event) -> tuple[int, float]:
        def touches(actors: tuple, span: Span) -> bool:  # type: ignore[type-arg]
            return any(actor.span.overlaps(span) for actor in actors)

        straight = touches(event.actors, sentence.source) + touches(event.recipients, sentence.target)
        together = touches(event.actors, sentence.source) and touches(event.actors, sentence.target)
        crossed = touches(event.actors, sentence.target) + touches(event.recipients, sentence.source)
        return max(2 * straight, 3 * together, crossed), event.confidence

    best = max(story.events, key=fit, default=None)
    return YIELD.get(best.type, best.type) if best else None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path)
    args = parser.parse_args()
    sentences = read(args.file)
    coder = Coder()
    right, gold, told = Counter(), Counter(), Counter()
    articles = [article_of_passage(s.text, None, str(n)) for n, s in enumerate(sentences)]
    for sentence, story in zip(sentences, coder.code_articles(articles, whole=True), strict=True):
        label = chosen(story, sentence)
        gold[sentence.label] += 1
        told[label or "none"] += 1
        right[sentence.label] += label == sentence.label
    total = 0.0
    for label in LABELS:
        precision = right[label] / told[label] if told[label] else 0.0
        recall = right[label] / gold[label] if gold[label] else 0.0
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        total += f1
        print(f"{label:10s} {precision:5.3f} {recall:5.3f} {f1:5.3f} {gold[label]:5d}")
    print(
        f"accuracy {sum(right.values()) / len(sentences):.3f}, macro-F1 {total / len(LABELS):.3f}, none {told['none']}"
    )


if __name__ == "__main__":
    main()
