"""Model folders side by side: `python -m bench.models GOLD.jsonl FOLDER...` (fp32, int8, one member, a committee).

A committee is also measured with `--fast`, its first member alone. Sentences a second of the bare network on this machine's cores, one passage a run as the parser does it, and F1 of
the parser's whole path on the same passages; all folders in one process, in turns, so that a noisy machine is
noisy for all of them.
"""

from __future__ import annotations

import argparse
import json
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from eval.score import score
from westphalia.models.session import open_session
from westphalia.parse.encode import collate, encode
from westphalia.parse.sentences import sentences
from westphalia.passages import code_passages
from westphalia.pipeline import Coder

ROUNDS = 3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("folders", type=Path, nargs="+")
    args = parser.parse_args()
    gold = {r["id"]: r for r in map(json.loads, args.gold.read_text(encoding="utf-8").splitlines())}
    count = sum(len(sentences(record["text"])) for record in gold.values())
    ways = [
        (folder, fast)
        for folder in args.folders
        for fast in (False, True)
        if not fast or open_session(folder).members > 1
    ]
    seconds = dict.fromkeys(ways, 0.0)
    for _ in range(ROUNDS):
        for folder, fast in ways:
            session = open_session(folder, fast=fast)
            inputs = [collate([encode(r["text"], session.tokenizer)]) for r in gold.values()]
            with ThreadPoolExecutor(session.threads) as pool:
                started = time.perf_counter()
                list(pool.map(session.run, inputs))
                seconds[folder, fast] += time.perf_counter() - started
    print(f"{len(gold)} passages, {count} sentences, {session.threads} threads")
    print(f"{'folder':<24}{'MB':>7}{'sentences/s':>13}{'event F1':>10}{'actor':>8}{'recipient':>11}")
    for folder, fast in ways:
        asked = [{key: r[key] for key in ("id", "date", "text")} for r in gold.values()]
        predicted = {r["id"]: r for r in code_passages(Coder(model=folder, fast=fast), asked)}
        tally, _, _ = score(gold, predicted)
        size = sum(file.stat().st_size for file in sorted(folder.glob("*.onnx"))[: 1 if fast else None]) / 1e6
        figures = [tally.row(name)[2] for name in ("event", "actor", "recipient")]
        speed = count * ROUNDS / seconds[folder, fast]
        name = f"{folder.name}{' --fast' if fast else ''}"
        print(f"{name:<24}{size:>7.1f}{speed:>13.0f}{figures[0]:>10.3f}{figures[1]:>8.3f}{figures[2]:>11.3f}")


if __name__ == "__main__":
    main()
