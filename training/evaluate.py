"""Score a network's own spans (no resolving) on annotated passages, with the project's scorer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer

from eval.score import score
from training.data import read_jsonl
from training.model import Committee, Parser
from westphalia.models.labels import Labels
from westphalia.models.session import OUTPUTS
from westphalia.parse.decode import Thresholds, decode
from westphalia.parse.encode import Encoded, collate, encode
from westphalia.parse.quotes import find_quotes
from westphalia.parse.scores import Scores, scores_of
from westphalia.records import Span

Record = dict[str, Any]
DEFAULT = Thresholds()
NAMES = ("event", "mode", "actor", "recipient", "said_by", "aux", "quote", "speaker")

read = read_jsonl


def plain(span: Span) -> dict[str, int]:
    return {"start": span.start, "end": span.end}


def predict(
    model: Parser | Committee, labels: Labels, tokenizer: Tokenizer, records: Sequence[Record]
) -> list[tuple[Encoded, Scores]]:
    """The network's scores for each passage, in the order given."""
    encoded = [encode(record["text"], tokenizer) for record in records]
    found: list[tuple[Encoded, Scores] | None] = [None] * len(records)
    order = sorted(range(len(records)), key=lambda n: len(encoded[n].pieces))
    model.eval()
    with torch.no_grad():
        for start in range(0, len(order), 16):
            rows = order[start : start + 16]
            arrays = collate([encoded[n] for n in rows])
            device = next(model.parameters()).device
            out = model(**{name: torch.from_numpy(array).to(device) for name, array in arrays.items()})
            outputs = {name: out[name].float().cpu().numpy() for name in OUTPUTS}
            for row, n in enumerate(rows):
                found[n] = (encoded[n], scores_of(outputs, row, len(encoded[n].words)))
    return [item for item in found if item is not None]


def record_of(
    record: Record, encoded: Encoded, scores: Scores, labels: Labels, thresholds: Thresholds
) -> Record:
    """A record in the codebook's form with spans only: no countries, no dates."""
    quotes = find_quotes(record["text"])
    mentions, triggers, found = decode(scores, encoded.words, encoded.marks, labels, quotes, thresholds)

    def spans(indices: Sequence[int]) -> list[dict[str, int]]:
        return [plain(mentions[index].span) for index in indices]

    def one(index: int | None) -> dict[str, int] | None:
        return None if index is None else plain(mentions[index].span)

    return {
        "id": record["id"],
        "text": record["text"],
        "entities": [],
        "events": [
            {"trigger": plain(t.span), "type": t.type, "mode": t.mode, "aux": list(t.aux), "actor": spans(t.actors),
             "recipient": spans(t.recipients), "said_by": spans(t.said_by)} for t in triggers
        ],
        "quotes": [
            {"quote": plain(q.span), "speaker": one(q.speaker), "addressee": one(q.addressee), "via": one(q.via),
             "direct": True} for q in found
        ],
    }  # fmt: skip


def figures(
    scored: Sequence[tuple[Encoded, Scores]],
    records: Sequence[Record],
    labels: Labels,
    thresholds: Thresholds,
) -> dict[str, tuple[float, float, float]]:
    """Precision, recall and F1 by name."""
    predicted = {
        record["id"]: record_of(record, encoded, scores, labels, thresholds)
        for record, (encoded, scores) in zip(records, scored, strict=True)
    }
    tally, _, _ = score({record["id"]: record for record in records}, predicted)
    return {name: tally.row(name) for name in NAMES}


def line(
    model: Parser | Committee,
    labels: Labels,
    tokenizer: Tokenizer,
    records: Sequence[Record],
    thresholds: Thresholds = DEFAULT,
) -> str:
    found = figures(predict(model, labels, tokenizer, records), records, labels, thresholds)
    event = found["event"]
    rest = " ".join(f"{name} {found[name][2]:.3f}" for name in NAMES)
    return f"{rest} (event P {event[0]:.2f} R {event[1]:.2f})"


def load(paths: Sequence[Path], labels: Labels) -> Parser | Committee:
    """The network of one file of weights, or the committee of several."""
    members = []
    for path in paths:
        model = Parser(labels)
        model.load_state_dict(torch.load(path, map_location="cpu", weights_only=True))
        members.append(model.eval())
    return members[0] if len(members) == 1 else Committee(members).eval()
