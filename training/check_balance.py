"""The corpus's balance and originality: `python -m training.check_balance [--against FILE ...]`.

Prints counts by type, mode, auxiliary mode and style, n-gram diversity, and pairs of passages that are
too alike (Jaccard of word 5-grams above 0.6). `--against` lists runs of eight words shared with other files
(JSONL with `text`, or plain lines): a corpus must not copy the sets it is measured on.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path
from typing import Any

from training.data import load_corpus

ROOT = Path(__file__).resolve().parent.parent
ALIKE = 0.6
SHARED_RUN = 8


def grams(text: str, n: int) -> list[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return [tuple(words[i : i + n]) for i in range(len(words) - n + 1)]


def near_duplicates(records: list[dict[str, Any]]) -> list[tuple[float, str, str]]:
    sets = {record["id"]: set(grams(record["text"], 5)) for record in records}
    holders: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for key, found in sets.items():
        for gram in found:
            holders[gram].append(key)
    pairs = {pair for keys in holders.values() if len(keys) < 50 for pair in combinations(sorted(keys), 2)}
    scored = ((len(sets[a] & sets[b]) / len(sets[a] | sets[b]), a, b) for a, b in pairs)
    return sorted((item for item in scored if item[0] > ALIKE), reverse=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--against", type=Path, nargs="*", default=[])
    args = parser.parse_args()
    records = load_corpus(ROOT / "training/corpus", None)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for record in records:
        counts["style"][record["style"]] += 1
        counts["file"][record["id"].split("-")[0]] += 1
        counts["decade"][record["date"][:3] + "0s"] += 1
        counts["events a passage"][str(min(5, len(record["events"])))] += 1
        for event in record["events"]:
            counts["type"][event["type"]] += 1
            counts["type · mode"][f"{event['type']} · {event['mode'] or '–'}"] += 1
            counts["type · aux"].update(f"{event['type']} · {aux}" for aux in event["aux"])
    print(f"{len(records)} passages, {sum(counts['type'].values())} events")
    for name, found in counts.items():
        print(f"\n{name}: " + ", ".join(f"{key} {n}" for key, n in found.most_common()))
    for n in (1, 2, 3):
        every = [gram for record in records for gram in grams(record["text"], n)]
        print(f"distinct {n}-grams: {len(set(every)) / len(every):.3f} of {len(every)}")
    alike = near_duplicates(records)
    print(f"\npairs above {ALIKE}: {len(alike)}")
    for score, a, b in alike[:20]:
        print(f"  {score:.2f} {a} {b}")
    mine = {gram: record["id"] for record in records for gram in grams(record["text"], SHARED_RUN)}
    for path in args.against:
        shared = Counter()
        for line in path.read_text(encoding="utf-8").splitlines():
            text = json.loads(line)["text"] if line.startswith("{") else line
            for gram in grams(text, SHARED_RUN):
                if gram in mine:
                    shared[mine[gram], " ".join(gram)] += 1
        print(f"\nruns of {SHARED_RUN} words shared with {path.name}: {len(shared)}")
        for (key, gram), _ in shared.most_common(20):
            print(f"  {key}: {gram}")


if __name__ == "__main__":
    main()
