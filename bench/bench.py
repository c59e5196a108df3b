"""Speed and memory, side by side in one run: `python -m bench.bench PAGE_OR_FOLDER [--copies N]`.

    start      `westphalia --help`, and `westphalia code` on one page, as a user starts them (median of 5)
    model      the bare model on the pages' passages, already cut and encoded
    parse      encoding, model, decoding
    whole      from bytes to events
    memory     peak of a fresh process that codes all pages
    tables     all tables of the ontology from file to first answer, in a fresh process (median of 5)

Absolute times depend on the machine; the ratio of `whole` to `model` is the figure to watch. Writes
bench/latest.json and prints a table.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from westphalia.clean import clean
from westphalia.models.session import FOLDER, open_session
from westphalia.parse.encode import collate, encode
from westphalia.parse.parser import parse
from westphalia.parse.passages import passages_of
from westphalia.pipeline import Coder
from westphalia.read import read_pages
from westphalia.records import Article, Page, Story

HERE = Path(__file__).parent


def timed(work: Callable[[], Any], rounds: int = 3) -> float:
    """Seconds of the fastest round: the one least disturbed."""
    best = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


def command(*args: str, rounds: int = 5) -> float:
    """Median wall seconds of a command in a fresh process."""
    found = []
    for _ in range(rounds):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-m", "westphalia", *args], check=True, stdout=subprocess.DEVNULL)
        found.append(time.perf_counter() - start)
    return statistics.median(found)


def peak_memory(source: str) -> float:
    """Peak resident megabytes of a fresh process that codes the source."""
    script = (
        "import sys, resource\n"
        "from westphalia.pipeline import Coder\nfrom westphalia.read import read_pages\n"
        "for _ in Coder().code_many(read_pages([sys.argv[1]])): pass\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)\n"
    )
    found = subprocess.run([sys.executable, "-c", script, source], check=True, capture_output=True, text=True)
    return int(found.stdout.split()[-1]) / 1024


TABLES = """
import time
from westphalia.ontology import countries, holders, nations, organisations, places, plover, roles
start = time.perf_counter()
plover.event_types()
nations.find("Hamas said in Nairobi that Kenya's police had gone.")
roles.sector_of("a spokesman for the ministry")
holders.find_person("Angela Merkel", None)
places.resolve("the capital", ["KEN"])
print(time.perf_counter() - start)
"""


def tables_load(rounds: int = 5) -> float:
    """Median seconds in which a fresh process has every table of the ontology in use, imports apart."""
    found = [
        float(
            subprocess.run([sys.executable, "-c", TABLES], check=True, capture_output=True, text=True).stdout
        )
        for _ in range(rounds)
    ]
    return statistics.median(found)


def installed_size() -> float:
    """Megabytes of the package folder: code, tables and model."""
    import westphalia

    folder = Path(westphalia.__file__).parent
    return (
        sum(p.stat().st_size for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts)
        / 2**20
    )


def measure(source: str, limit: int) -> dict[str, Any]:
    every = [item for item in read_pages([source]) if isinstance(item, Page)]
    # Pages in other languages and without an article are left out: they cost cleaning and no model.
    kept = [(page, clean(page)) for page in every]
    both = [(page, article) for page, article in kept if isinstance(article, Article)][:limit]
    pages, articles = [page for page, _ in both], [article for _, article in both]
    session = open_session(FOLDER)
    passages = [(article, passage) for article in articles for passage in passages_of(article)]
    encoded = [encode(passage.span.of(article.text), session.tokenizer) for article, passage in passages]
    sentences = sum(len(passage.sentences) for _, passage in passages)
    coder = Coder()

    def whole() -> list[Story]:
        return [item for item in coder.code_many(iter(pages)) if isinstance(item, Story)]

    def model() -> None:
        with ThreadPoolExecutor(session.threads) as pool:
            for _ in pool.map(lambda item: session.run(collate([item])), encoded):
                pass

    seconds = {
        "model": timed(model),
        "parse": timed(lambda: parse(session, articles)),
        "clean": timed(lambda: [clean(page) for page in pages]),
        "whole": timed(whole),
    }
    stories = whole()
    return {
        "machine": f"{platform.machine()}, {len(os.sched_getaffinity(0))} cores, Python {platform.python_version()}",
        "pages": len(every),
        "articles": len(articles),
        "sentences": sentences,
        "events": sum(len(story.events) for story in stories),
        "seconds": {name: round(value, 3) for name, value in seconds.items()},
        "articles_per_second": {name: round(len(articles) / value, 1) for name, value in seconds.items()},
        "sentences_per_second": {name: round(sentences / value, 1) for name, value in seconds.items()},
        "whole_to_model": round(seconds["model"] / seconds["whole"], 3),
        "help_seconds": round(command("--help"), 3),
        "one_page_seconds": round(command("code", str(HERE.parent / "examples/1_wire.txt")), 3),
        "tables_seconds": round(tables_load(), 3),
        "peak_megabytes": round(peak_memory(source), 1),
        "package_megabytes": round(installed_size(), 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("source", help="a page or a folder of pages")
    parser.add_argument("--limit", type=int, default=200, help="at most this many pages")
    args = parser.parse_args()
    sys.setswitchinterval(0.0003)  # as the command does
    found = measure(args.source, args.limit)
    (HERE / "latest.json").write_text(json.dumps(found, indent=1) + "\n")
    print(
        f"{found['articles']} of {found['pages']} pages are articles, {found['sentences']} sentences, {found['machine']}"
    )
    print(f"{'':8s}{'seconds':>10s}{'articles/s':>12s}{'sentences/s':>13s}")
    for name, value in found["seconds"].items():
        row = found["articles_per_second"][name], found["sentences_per_second"][name]
        print(f"{name:8s}{value:10.2f}{row[0]:12.1f}{row[1]:13.1f}")
    print(f"whole path at {found['whole_to_model']:.2f} of the bare model's speed")
    print(f"--help {found['help_seconds']:.2f} s, one page {found['one_page_seconds']:.2f} s")
    print(f"ontology's tables {found['tables_seconds']:.2f} s")
    print(f"peak memory {found['peak_megabytes']:.0f} MB, package {found['package_megabytes']:.0f} MB")


if __name__ == "__main__":
    main()
