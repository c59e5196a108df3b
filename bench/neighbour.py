"""A spaCy pipeline beside the parser, on the same passages: `python -m bench.neighbour MODEL PAGES [--limit N]`.

MODEL is a pipeline of tagger and dependency parser, which is what a coder by rules needs before its first rule; how to
train one on UD English EWT in a few minutes stands in bench/README.md. Needs `pip install spacy`. Both run on one thread,
in turns, over the passages of the articles among PAGES; ours ends with mentions, triggers, roles and quotes.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path

from westphalia.clean import clean
from westphalia.models.session import FOLDER, open_session
from westphalia.parse import parse
from westphalia.parse.passages import passages_of
from westphalia.read import read_pages
from westphalia.records import Article, Page

ROUNDS = 3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", type=Path)
    parser.add_argument("pages")
    parser.add_argument("--limit", type=int, default=40, help="at most this many articles")
    args = parser.parse_args()
    import spacy

    cleaned = (clean(item) for item in read_pages([args.pages]) if isinstance(item, Page))
    articles = [item for item in cleaned if isinstance(item, Article)][: args.limit]
    passages = [(article, passage) for article in articles for passage in passages_of(article)]
    texts = [passage.span.of(article.text) for article, passage in passages]
    sentences = sum(len(passage.sentences) for _, passage in passages)
    nlp = spacy.load(args.model)
    ours, fast = open_session(FOLDER, 1), open_session(FOLDER, 1, fast=True)
    ways: dict[str, Callable[[], object]] = {
        f"spaCy {spacy.__version__}: {', '.join(nlp.pipe_names)}": lambda: sum(map(len, nlp.pipe(texts))),
        "westphalia": lambda: parse(ours, articles),
        "westphalia --fast": lambda: parse(fast, articles),
    }
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, way in ways.items():
            start = time.process_time()
            way()
            seconds[name].append(time.process_time() - start)
    quality = json.loads((args.model / "meta.json").read_text(encoding="utf-8"))["performance"]
    print(
        f"{len(articles)} articles, {sentences} sentences; the pipeline's own figures: "
        f"tags {quality['tag_acc']:.3f}, LAS {quality['dep_las']:.3f}"
    )
    print(f"{'seconds of the processor':52s}{'s':>8s}{'sentences/s':>13s}")
    for name, found in seconds.items():
        print(f"{name:52s}{min(found):8.2f}{sentences / min(found):13.0f}")


if __name__ == "__main__":
    main()
