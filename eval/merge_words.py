"""Make `src/westphalia/merge/word_weights.tsv` from the training corpus: `python -m eval.merge_words`.

The weight of a word that n of N passages have is log((N + 1) / (n + 1)) / log(N + 1), between 0 and 1. Words of
fewer than 3 passages are left out: they weigh as much as a word never seen.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from pathlib import Path

from westphalia.merge.words import content, words_of

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "training/corpus"
TABLE = ROOT / "src/westphalia/merge/word_weights.tsv"
FEWEST = 3


def main() -> None:
    counts: Counter[str] = Counter()
    passages = 0
    for path in sorted(CORPUS.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            text = json.loads(line).get("text")
            if text:
                passages += 1
                counts.update(set(content(words_of(text))))
    scale = math.log(passages + 1)
    rows = sorted(
        (word, math.log((passages + 1) / (n + 1)) / scale) for word, n in counts.items() if n >= FEWEST
    )
    lines = [f"word\tweight of {passages} passages", *(f"{word}\t{weight:.3f}" for word, weight in rows)]
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{TABLE.name}: {len(rows)} words from {passages} passages")


if __name__ == "__main__":
    main()
