"""Speed and memory, side by side in one run: `python -m bench.bench PAGES [--limit N] [--fast]`.

    rooms      one thread, each room by itself: cleaning, cutting and encoding, the model, scores to spans, resolving,
               rows, Parquet; and trafilatura alone, the neighbour of our cleaning
    model      the bare model on the same passages, already cut and encoded, by one process and by several
    whole      from HTML to Parquet, merging included, by this process with one thread and by several workers
    memory     the peak of each worker
    start      `westphalia --help`, `westphalia code` on one page, the ontology's tables (median of 5)

Rooms and whole path are measured warm, as most of a long run is: behind `--limit` articles as many others are coded first.
Absolute times depend on the machine and on who else is at work there; model and whole path are measured in turns, and their
ratio is also told by processor time. Writes bench/latest.json (bench/fast.json) and bench/profile.svg (where one thread's time goes), prints a table.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.flame import flame_svg, rooted, sampled
from westphalia.clean import clean
from westphalia.models.session import FOLDER, open_session
from westphalia.parse.encode import Encoded, collate, encode
from westphalia.parse.parser import parse_of, thresholds_of
from westphalia.parse.passages import passages_of
from westphalia.parse.scores import scores_of
from westphalia.pipeline import Coder
from westphalia.read import read_pages
from westphalia.record.batch import Batch, as_arrow
from westphalia.record.sightings import sighting_of
from westphalia.records import Article, Page, Story
from westphalia.resolve import resolve
from westphalia.run import ingest
from westphalia.run.usage import usage_of
from westphalia.run.workers import workers

HERE = Path(__file__).parent
Figures = dict[str, Any]


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds by the clock, and what came of it."""
    start = time.perf_counter()
    found = work()
    return time.perf_counter() - start, found


def spent() -> float:
    """Seconds of the processor that this process and those it has started have used."""
    children = (usage_of(child.pid or 0) for child in multiprocessing.active_children())
    return time.process_time() + sum(use.seconds for use in children if use is not None)


def both(work: Callable[[], Any]) -> tuple[float, float]:
    """Seconds by the clock and of the processor."""
    before = spent()
    seconds, _ = timed(work)
    return seconds, spent() - before


def command(*args: str, rounds: int = 5) -> float:
    """Median wall seconds of a command in a fresh process."""
    words = [sys.executable, "-m", "westphalia", *args]
    quiet = subprocess.DEVNULL
    return statistics.median(
        timed(lambda: subprocess.run(words, check=True, stdout=quiet))[0] for _ in range(rounds)
    )


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
    words = [sys.executable, "-c", TABLES]
    return statistics.median(
        float(subprocess.run(words, check=True, capture_output=True, text=True).stdout) for _ in range(rounds)
    )


def installed_size() -> float:
    """Megabytes of the package folder: code, tables and model."""
    import westphalia

    files = (path for path in Path(westphalia.__file__).parent.rglob("*") if "__pycache__" not in path.parts)
    return sum(path.stat().st_size for path in files if path.is_file()) / 2**20


# --- rooms ------------------------------------------------------------------------------------------


def rooms(pages: Sequence[Page], others: Sequence[Page], fast: bool) -> tuple[Figures, list[Encoded]]:
    """Seconds of the processor in each room by one thread, each fed with what the one before made; and the encoded passages."""
    from trafilatura import extract

    warm = list(Coder(threads=1, fast=fast).code_many(others))  # tables, libraries and caches are there
    with tempfile.TemporaryDirectory() as folder:
        batch = Batch(0)
        batch.add_story(sighting_of(others[0]), next(story for story in warm if isinstance(story, Story)))
        _written(batch, Path(folder))
    session = open_session(FOLDER, 1, fast=fast)
    cuts = thresholds_of(session)
    seconds: dict[str, float] = {}

    def room(name: str, work: Callable[[], Any]) -> Any:
        before = time.process_time()
        found = work()
        seconds[name] = time.process_time() - before
        return found

    room("trafilatura alone", lambda: [extract(page.content) for page in pages])
    articles = [a for a in room("clean", lambda: [clean(page) for page in pages]) if isinstance(a, Article)]
    passages = room("passages", lambda: [passages_of(article) for article in articles])
    pairs = [(a, p) for a, found in zip(articles, passages, strict=True) for p in found]
    encoded = room("encode", lambda: [encode(p.span.of(a.text), session.tokenizer) for a, p in pairs])
    outputs = room("model", lambda: [session.run(collate([item])) for item in encoded])
    scores = room(
        "scores", lambda: [scores_of(o, 0, len(e.words)) for o, e in zip(outputs, encoded, strict=True)]
    )
    parses = room(
        "decode",
        lambda: [
            parse_of(p, e, s, session, cuts) for (_, p), e, s in zip(pairs, encoded, scores, strict=True)
        ],
    )
    whole: list[Any] = []
    for found in passages:
        whole.append(tuple(parses[sum(map(len, whole)) : sum(map(len, whole)) + len(found)]))
    resolved = room("resolve", lambda: [resolve(a, p) for a, p in zip(articles, whole, strict=True)])
    stories = [
        Story(a, p, r.actors, r.events, r.quotes, (), "", "", None, r.places)
        for a, p, r in zip(articles, whole, resolved, strict=True)
    ]
    batch = Batch(0)
    room("rows", lambda: [batch.add_story(sighting_of(p), s) for p, s in zip(pages, stories, strict=True)])
    with tempfile.TemporaryDirectory() as folder:
        room("parquet", lambda: _written(batch, Path(folder)))
    sentences = sum(len(p.sentences) for _, p in pairs)
    counts = {"articles": len(articles), "passages": len(pairs), "sentences": sentences}
    return {"seconds": {k: round(v, 4) for k, v in seconds.items()}, **counts}, encoded


def _written(batch: Batch, folder: Path) -> None:
    """All rows as one file a table: months make no difference to the work."""
    import pyarrow.parquet as pq

    rows: dict[str, list[Any]] = {}
    for (table, _), found in batch.rows.items():
        rows.setdefault(table, []).extend(found)
    for table, found in rows.items():
        pq.write_table(as_arrow(table, found), folder / f"{table}.parquet", compression="zstd")


# --- model and whole path in turns --------------------------------------------------------------------


def _bare(pipe: Any, encoded: list[Encoded], fast: bool) -> None:
    """A process that runs the bare model over its passages each time it is told to."""
    session = open_session(FOLDER, 1, fast=fast)
    inputs = [collate([item]) for item in encoded]
    session.run(inputs[0])
    pipe.send("ready")
    while pipe.recv():
        for item in inputs:
            session.run(item)
        pipe.send("done")


@contextmanager
def bare_models(encoded: Sequence[Encoded], size: int, fast: bool) -> Iterator[Callable[[], None]]:
    """So many processes that share the passages between them; calling it runs all of them once."""
    spawn = multiprocessing.get_context("spawn")
    by_length = sorted(encoded, key=lambda item: len(item.pieces))  # equal shares
    ours = []
    processes = []
    for number in range(size):
        mine, theirs = spawn.Pipe()
        processes.append(
            spawn.Process(target=_bare, args=(theirs, by_length[number::size], fast), daemon=True)
        )
        processes[-1].start()
        ours.append(mine)
    for pipe in ours:
        pipe.recv()

    def run() -> None:
        for pipe in ours:
            pipe.send(True)
        for pipe in ours:
            pipe.recv()

    try:
        yield run
    finally:
        for pipe, process in zip(ours, processes, strict=True):
            pipe.send(False)
            process.join()


def peaks() -> list[float]:
    """Peak resident megabytes of the worker processes that are there."""
    found = []
    for process in multiprocessing.active_children():
        if process.name.startswith("westphalia-worker"):
            status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
            found.append(int(status.partition("VmHWM:")[2].split()[0]) / 1024)
    return found


def in_turns(
    pages: Sequence[Page],
    others: Sequence[Page],
    encoded: Sequence[Encoded],
    sizes: Sequence[int],
    rounds: int,
    fast: bool,
) -> Figures:
    """Seconds of the bare model and of the whole path for each number of processes, the least of some rounds."""
    model: dict[int, list[tuple[float, float]]] = {size: [] for size in sizes}
    whole: dict[int, list[tuple[float, float]]] = {size: [] for size in sizes}
    memory: dict[int, float] = {}
    alone = Coder(threads=1, fast=fast)
    list(alone.code_many(others))
    for turn in range(rounds):
        for size in sizes:
            with bare_models(encoded, size, fast) as run:
                model[size].append(both(run))
            with tempfile.TemporaryDirectory() as folder:
                if size == 1:
                    whole[size].append(both(lambda f=folder: ingest(pages, Path(f, "r"), alone)))
                    continue
                with workers(Coder(fast=fast), size) as coder:
                    list(coder.code_many(others))  # started, the tables loaded
                    whole[size].append(both(lambda f=folder, c=coder: ingest(pages, Path(f, "r"), c)))
                    memory[size] = max(memory.get(size, 0.0), *peaks())
        print(f"round {turn + 1} of {rounds}", file=sys.stderr)
    turns = {"model": model, "whole": whole}
    best = {
        kind: {
            name: {n: round(min(v[at] for v in found[n]), 3) for n in sizes} for name, found in turns.items()
        }
        for at, kind in enumerate(("seconds", "processor"))
    }
    return {
        **best,
        "whole_to_model": {
            kind: {n: round(found["model"][n] / found["whole"][n], 3) for n in sizes}
            for kind, found in best.items()
        },
        "peak_megabytes_per_worker": {n: round(value) for n, value in memory.items()},
    }


def measure(source: str, limit: int, sizes: Sequence[int], rounds: int, fast: bool) -> Figures:
    every = [item for item in read_pages([source]) if isinstance(item, Page)]
    # Pages in other languages and without an article are left out: they cost cleaning and no model.
    articles = [page for page in every if isinstance(clean(page), Article)][: 2 * limit]
    pages = articles[: max(1, len(articles) // 2)]
    others = articles[len(pages) :] or pages
    found, encoded = rooms(pages, others, fast)
    turns = in_turns(pages, others, encoded, sizes, rounds, fast)
    coder = Coder(threads=1, fast=fast)
    if not fast:
        samples = sampled(lambda: [None for _ in coder.code_many(pages[:60])])
        svg = flame_svg(rooted(samples, "Coder.code_many"), "One thread, from HTML to events")
        (HERE / "profile.svg").write_text(svg, encoding="utf-8")
    example = str(HERE.parent / "examples/1_wire.txt")
    return {
        "machine": f"{platform.machine()}, {len(os.sched_getaffinity(0))} cores, Python {platform.python_version()}",
        "model": coder.model,
        "pages": len(every),
        **found,
        "turns": turns,
        "help_seconds": round(command("--help"), 3),
        "one_page_seconds": round(command("code", example), 3),
        "tables_seconds": round(tables_load(), 3),
        "package_megabytes": round(installed_size(), 1),
    }


def shown(found: Figures) -> str:
    """The figures as a table."""
    articles, sentences = found["articles"], found["sentences"]
    lines = [
        f"{articles} of {found['pages']} pages are articles, {sentences} sentences, {found['machine']}",
        f"{'one thread':20s}{'ms/article':>12s}{'articles/s':>12s}{'sentences/s':>13s}{'of the model':>14s}",
    ]
    model = found["seconds"]["model"]
    for name, value in found["seconds"].items():
        rates = f"{articles / value:12.1f}{sentences / value:13.1f}{value / model:14.3f}"
        lines.append(f"{name:20s}{1000 * value / articles:12.2f}{rates}")
    turns = found["turns"]
    lines.append(f"{'in turns':20s}{'processes':>12s}{'articles/s':>12s}{'sentences/s':>13s}")
    for name, by_size in turns["seconds"].items():
        for size, value in by_size.items():
            lines.append(f"{name:20s}{size:12}{articles / value:12.1f}{sentences / value:13.1f}")
    whole = turns["seconds"]["whole"]
    first = min(whole)
    for size in whole:
        by_clock, by_processor = (turns["whole_to_model"][kind][size] for kind in ("seconds", "processor"))
        lines.append(
            f"{size} processes: whole path at {by_clock:.2f} of the bare model by the clock, {by_processor:.2f} by "
            f"processor time, {whole[first] / whole[size]:.2f} times {first} process"
        )
    for size, value in turns["peak_megabytes_per_worker"].items():
        lines.append(f"{size} workers: at most {value} MB each")
    lines.append(f"--help {found['help_seconds']:.2f} s, one page {found['one_page_seconds']:.2f} s")
    lines.append(
        f"ontology's tables {found['tables_seconds']:.2f} s, package {found['package_megabytes']:.0f} MB"
    )
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("source", help="a page, a folder of pages, an archive")
    parser.add_argument("--limit", type=int, default=100, help="measure at most this many articles")
    parser.add_argument(
        "--workers", type=int, nargs="+", default=[1, 2], help="numbers of processes to compare"
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--fast", action="store_true", help="one member of the committee")
    args = parser.parse_args()
    found = measure(args.source, args.limit, args.workers, args.rounds, args.fast)
    (HERE / ("fast.json" if args.fast else "latest.json")).write_text(json.dumps(found, indent=1) + "\n")
    print(shown(found))


if __name__ == "__main__":
    main()
