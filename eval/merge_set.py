"""The merge set: articles with their stories and events, written by hand, among passages of the training corpus.

`eval/merge/*.txt` holds the articles, each under a line `== id | story | events | outlet | date`. Articles of one
story are copies of one text; articles that share an event tell of the same one. `event?` marks one that is only
mentioned: finding it there is neither right nor wrong. Files whose name starts with `dev` were used to set
cut-offs and weights, those with `test` were not looked at for that.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

HERE = Path(__file__).parent / "merge"
CORPUS = Path(__file__).resolve().parent.parent / "training/corpus"


@dataclass(frozen=True, slots=True)
class Gold:
    """One article: `page` is the text as a page would have it; `half` is dev, test or background."""

    name: str
    story: str
    events: frozenset[str]
    mentioned: frozenset[str]
    outlet: str
    date: dt.date
    page: str
    half: str


def articles() -> list[Gold]:
    """Handwritten ones first, then the background, which lies on the same days as the others."""
    written = [gold for path in sorted(HERE.glob("*_*.txt")) for gold in _read(path)]
    days = sorted({gold.date for gold in written})
    return [*written, *_background(days)]


def _read(path: Path) -> Iterator[Gold]:
    half = path.name.split("_")[0]
    for part in path.read_text(encoding="utf-8").split("== ")[1:]:
        head, _, page = part.partition("\n")
        name, story, events, outlet, date = (field.strip() for field in head.split("|"))
        told = events.split()
        yield Gold(
            name,
            story,
            frozenset(event for event in told if not event.endswith("?")),
            frozenset(event.rstrip("?") for event in told if event.endswith("?")),
            outlet,
            dt.date.fromisoformat(date),
            page.strip() + "\n",
            half,
        )


def _background(days: list[dt.date]) -> Iterator[Gold]:
    """The passages named in background.txt, spread over the set's days. Raises KeyError where one is gone.

    They were drawn by a hash of their names from those without a date of their own, and pinned so that the set stays
    what it is while the corpus grows.
    """
    texts = {
        record["id"]: record["text"]
        for path in sorted(CORPUS.glob("*.jsonl"))
        for record in map(json.loads, path.read_text(encoding="utf-8").splitlines())
        if "text" in record
    }
    for n, name in enumerate((HERE / "background.txt").read_text(encoding="utf-8").split()):
        yield Gold(
            name,
            name,
            frozenset({name}),
            frozenset(),
            f"outlet {n % 20}",
            days[n % len(days)],
            f"{texts[name]}\n",
            "background",
        )


Pair = tuple[str, str]


def pairs(golds: list[Gold], half: str) -> tuple[set[Pair], set[Pair], set[Pair]]:
    """Reprints; same-event tellings of different stories; pairs that may be taken as tellings or not.

    Only pairs with an article of that half in them are counted.
    """
    reprints: set[Pair] = set()
    tellings: set[Pair] = set()
    open_: set[Pair] = set()
    for a, b in combinations(golds, 2):
        if half not in (a.half, b.half):
            continue
        pair = (min(a.name, b.name), max(a.name, b.name))
        if a.story == b.story:
            reprints.add(pair)
        elif a.events & b.events:
            tellings.add(pair)
        elif (a.events | a.mentioned) & (b.events | b.mentioned):
            open_.add(pair)
    return reprints, tellings, open_


def f1(found: set[Pair], wanted: set[Pair]) -> tuple[float, float, float]:
    """Precision, recall, F1."""
    right = len(found & wanted)
    precision, recall = right / max(1, len(found)), right / max(1, len(wanted))
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)
