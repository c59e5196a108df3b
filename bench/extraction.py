"""How much of an article the cleaner finds: `python -m bench.extraction DATA/extraction_trafilatura`.

The trafilatura evaluation set names segments of each page that must be in its text and segments that must not (measured only). Pages
that the cleaner rejects as not English are left out for all; other rejects count as empty. Trafilatura alone, in its default mode,
without its fallbacks and with `favor_precision`, is the neighbour. Seconds are of the processor, on the same pages, in turns.
"""

from __future__ import annotations

import argparse
import json
import tarfile
import time
from collections.abc import Callable
from pathlib import Path

from westphalia.clean import clean
from westphalia.parse.passages import is_read
from westphalia.records import Article, Page

Way = Callable[[bytes], str]


def ours(html: bytes) -> str | None:
    """The text of the lines that are read; None for a page in another language."""
    found = clean(Page(html, "page"))
    if isinstance(found, Article):
        return "\n".join(b.span.of(found.text) for b in found.blocks if is_read(b))
    return None if found.reason == "language" else ""


def ways() -> dict[str, Way]:
    from trafilatura import extract

    def alone(**options: bool) -> Way:
        return lambda html: extract(html, include_comments=False, **options) or ""

    return {
        "ours": lambda html: ours(html) or "",
        "trafilatura": alone(),
        "… fast": alone(fast=True),
        "… favor_precision": alone(favor_precision=True),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--every", type=int, default=1, help="each n-th page only")
    args = parser.parse_args()
    wanted = json.loads((args.data / "evaldata.json").read_text(encoding="utf-8"))
    with tarfile.open(args.data / "html.tar.xz") as archive:
        pages = {m.name.rsplit("/", 1)[-1]: m for m in archive.getmembers() if m.isfile()}
        items = [item for item in wanted.values() if item["file"] in pages][:: args.every]
        files = (archive.extractfile(pages[item["file"]]) for item in items)
        html = [file.read() for file in files if file is not None]
    english = [n for n, content in enumerate(html) if ours(content) is not None]
    print(f"{len(english)} English pages of {len(html)}")
    print(f"{'':20s}{'precision':>10s}{'recall':>10s}{'F1':>10s}{'ms/page':>10s}")
    for name, way in ways().items():
        hit = missed = false = 0
        seconds = 0.0
        for n in english:
            start = time.process_time()
            text = way(html[n])
            seconds += time.process_time() - start
            hit += sum(part in text for part in items[n]["with"])
            missed += sum(part not in text for part in items[n]["with"])
            false += sum(part in text for part in items[n]["without"])
        precision, recall = hit / (hit + false), hit / (hit + missed)
        f1 = 2 * precision * recall / (precision + recall)
        print(f"{name:20s}{precision:10.3f}{recall:10.3f}{f1:10.3f}{1000 * seconds / len(english):10.1f}")


if __name__ == "__main__":
    main()
