"""The quality gate: `python -m eval.gate` scores the shipped model and compares it with pinned floors.

    held_out    passages of training/corpus that the shipped model never saw (a stable draw by id)
    documents   the kind of each line of training/corpus/art_documents.jsonl, told by the cleaner
    dev, seeds  gold passages of real news beside the checkout (../shared/gold); left out where they are not

Floors are in eval/floors.json with the hash of each set, so that a floor always belongs to its data.
`--pin` raises floors to what is measured now, less a margin for other processors; a floor is only
lowered with `--lower REASON`, which is written beside it.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from eval.score import score
from training.held_out import HELD_OUT_PERCENT, held_out

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ROOT / "eval/floors.json"
GOLD = ROOT.parent / "shared/gold"
NAMES = ("event", "mode", "actor", "recipient", "said_by", "coded", "aux", "quote", "speaker")
MARGIN = 0.01  # int8 products differ in the last bits between processors

Record = dict[str, Any]


def read(path: Path) -> list[Record]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def corpus() -> list[Record]:
    paths = sorted((ROOT / "training/corpus").glob("*.jsonl"))
    return [record for path in paths if "documents" not in path.name for record in read(path)]


def sets() -> dict[str, list[Record]]:
    """The gold sets that are at hand, by name."""
    found = {"held_out": [record for record in corpus() if held_out(record, HELD_OUT_PERCENT)]}
    if GOLD.is_dir():
        found["dev"] = read(GOLD / "dev.jsonl")
        found["seeds"] = [record for record in read(GOLD / "seeds.jsonl") if "repeat_of" not in record]
    return found


def figures(gold: list[Record]) -> dict[str, float]:
    """F1 by name, and the accuracies of dates and places, of the whole path from text to record."""
    from westphalia.passages import code_passages
    from westphalia.pipeline import Coder

    asked = [{key: record[key] for key in ("id", "date", "text")} for record in gold]
    predicted = {record["id"]: record for record in code_passages(Coder(), asked)}
    tally, accuracy, _ = score({record["id"]: record for record in gold}, predicted)
    found = {name: tally.row(name)[2] for name in NAMES}
    for name in ("date", "where"):
        found[name] = accuracy[f"{name} ok"] / max(1, accuracy[f"{name} n"])
    return {name: round(value, 4) for name, value in found.items()}


def documents() -> dict[str, float]:
    """Share of lines told right, and of body lines kept, over the corpus's whole articles as plain text."""
    from westphalia.clean import clean
    from westphalia.records import Article, Page

    texts: dict[str, list[str]] = {}
    for record in read(ROOT / "training/corpus/art.jsonl"):
        texts.setdefault(record["doc"], []).append(record["text"])
    right = lines = kept = body = 0
    for document in read(ROOT / "training/corpus/art_documents.jsonl"):
        paragraphs = texts.get(document["id"], [])
        kinds = [paragraph["kind"] for paragraph in document["paragraphs"]]
        if len(kinds) != len(paragraphs):
            continue
        article = clean(Page("\n\n".join(paragraphs), document["id"]))
        told = [b.kind for b in article.blocks] if isinstance(article, Article) else ["none"] * len(kinds)
        for want, have in zip(kinds, told, strict=False):
            lines += 1
            right += want == have
            body += want == "body"
            kept += want == have == "body"
    return {"kind": round(right / max(1, lines), 4), "body": round(kept / max(1, body), 4)}


def digest(records: Iterable[Record]) -> str:
    text = json.dumps(list(records), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def measure() -> dict[str, dict[str, Any]]:
    found = {name: {"data": digest(gold), "scores": figures(gold)} for name, gold in sets().items()}
    found["documents"] = {
        "data": digest(read(ROOT / "training/corpus/art_documents.jsonl")),
        "scores": documents(),
    }
    return found


def compare(measured: dict[str, dict[str, Any]], floors: dict[str, Any]) -> list[str]:
    """The faults, one line each; prints the table."""
    faults = []
    print(f"{'set':10s} {'figure':10s} {'score':>7s} {'floor':>7s}")
    for name, found in measured.items():
        pinned = floors.get(name)
        if pinned is None:
            faults.append(f"{name}: no floors pinned")
            pinned = {"scores": {}, "data": found["data"]}
        if pinned["data"] != found["data"]:
            faults.append(f"{name}: the data has changed since the floors were pinned: pin them again")
        for figure, value in found["scores"].items():
            floor = pinned["scores"].get(figure)
            print(f"{name:10s} {figure:10s} {value:7.3f} {'' if floor is None else f'{floor:7.3f}'}")
            if floor is not None and value < floor:
                faults.append(f"{name} {figure}: {value:.3f} is below the floor {floor:.3f}")
    return faults


def pin(measured: dict[str, dict[str, Any]], floors: dict[str, Any], reason: str | None) -> dict[str, Any]:
    """New floors: never lower than the old ones on the same data, unless there is a reason."""
    new = dict(floors)
    for name, found in measured.items():
        old = floors.get(name, {})
        same = old.get("data") == found["data"]
        scores = {}
        for figure, value in found["scores"].items():
            wanted = round(max(0.0, value - MARGIN), 4)
            before = old.get("scores", {}).get(figure, 0.0) if same else 0.0
            scores[figure] = wanted if reason else max(wanted, before)
        new[name] = {"data": found["data"], "scores": scores}
        if reason:
            new[name]["lowered"] = f"{dt.datetime.now(dt.UTC):%Y-%m-%d}: {reason}"
        elif "lowered" in old:
            new[name]["lowered"] = old["lowered"]
    return new


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pin", action="store_true", help="raise the floors to what is measured now")
    parser.add_argument("--lower", metavar="REASON", help="with --pin: allow lower floors, for this reason")
    args = parser.parse_args()
    floors = json.loads(FLOORS.read_text()) if FLOORS.exists() else {}
    measured = measure()
    if args.pin:
        floors = pin(measured, floors, args.lower)
        FLOORS.write_text(json.dumps(floors, indent=1) + "\n")
    faults = compare(measured, floors)
    for fault in faults:
        print(f"gate: {fault}", file=sys.stderr)
    missing = [name for name in floors if name not in measured]
    if missing:
        print(f"gate: not at hand, left out: {', '.join(missing)}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
