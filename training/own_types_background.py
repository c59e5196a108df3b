"""Write src/westphalia/own_types/background.json: texts that teach heads for own types what is none of them.

A spread of our own corpus (CC BY 4.0): every passage whose text's hash falls into the lot, until there are COUNT.
"""

from __future__ import annotations

import hashlib
import json

from training.data import load_corpus
from training.train import ROOT

COUNT = 400


def main() -> None:
    texts = [record["text"] for record in load_corpus(ROOT / "training/corpus", None)]
    drawn = sorted(texts, key=lambda text: hashlib.sha256(text.encode()).hexdigest())[:COUNT]
    out = ROOT / "src/westphalia/own_types/background.json"
    out.write_text(json.dumps(drawn, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
