"""Kills an ingest at random moments, again and again: `python -m bench.kill [--kills 1000]`.

A process takes made-up pages into a record and is ended with SIGKILL at a moment drawn at random; the next one goes on
in the same folder. After so many kills one is left to finish, and the tables have to be those of an undisturbed ingest,
byte for byte; after every kill the record has to open for readers. Coding is played back (bench/made_stories.py), so
that the kills fall where the writing is; `--real` codes text with the model instead.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import filelock  # noqa: F401  these are imported before the fork, so that each process starts at once
import pyarrow.compute
import pyarrow.dataset
import pyarrow.parquet  # noqa: F401

from bench.made_stories import Playback, page
from westphalia.pipeline import Coder
from westphalia.record import open_record
from westphalia.run import ingest

SHARD = 4


def take(root: Path, pages: int, coder: Any) -> None:
    """One ingest, as the command does it. Two months and the unknown one: most of the time goes into steps."""
    numbers = (number for number in range(pages * 6) if number % 12 in (1, 2))
    ingest(map(page, numbers), root, cast(Coder, coder), shard_pages=SHARD)


def tables(root: Path) -> dict[str, str]:
    """Every file but the log and the lock, with its bytes' hash."""
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.relative_to(root).parts[0] not in {"log", "lock", "lock.owner"}
    }


def forked(work: Callable[[], None]) -> int:
    """Do this in a process of its own; its id."""
    child = os.fork()
    if child == 0:
        try:
            work()
        except BaseException as error:
            print(f"{type(error).__name__}: {error}", file=sys.stderr)
            os._exit(1)
        os._exit(0)
    return child


def finish(work: Callable[[], None]) -> None:
    """Let it run to its end. Raises RuntimeError if it fails."""
    _, status = os.waitpid(forked(work), 0)
    if status:
        raise RuntimeError(f"an ingest that nobody killed ended with status {status}")


def killed(work: Callable[[], None], seconds: float) -> bool:
    """Kill it after so long; whether it was still at work."""
    child = forked(work)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise RuntimeError("an ingest failed before it was killed")
    return os.WIFSIGNALED(status)


@dataclass
class Pace:
    """How long to wait before a kill, in seconds: drawn between nothing and `longest`.

    Shortened when an ingest was through before its kill, lengthened when it was hit: machines differ, and so does one
    machine from hour to hour.
    """

    longest: float
    chance: random.Random

    def draw(self) -> float:
        return self.chance.uniform(0, self.longest)

    def learn(self, hit: bool) -> None:
        self.longest *= 1.02 if hit else 0.7


def trial(root: Path, pages: int, coder: Any, most: int, pace: Pace) -> tuple[int, list[str]]:
    """One ingest, killed until it has got through or `most` times, and then left to finish.

    The kills that hit, and for each what the record had come to: "nothing", its shards, or "merging" behind the last.
    """
    reached: list[str] = []
    while len(reached) < most:
        hit = killed(lambda: take(root, pages, coder), pace.draw())
        pace.learn(hit)
        if not hit:
            break
        reached.append(state_of(root, pages // SHARD))
    finish(lambda: take(root, pages, coder))
    return len(reached), reached


def state_of(root: Path, shards: int) -> str:
    """How far the record is. Raises BrokenRecord if a file that counts is missing or short."""
    if not (root / "record.json").exists():
        return "nothing"
    done = len(open_record(root).state.shards)
    return "merging" if done == shards else f"{done} shards"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=1000, help="how many in all")
    parser.add_argument("--each", type=int, default=25, help="how many in one ingest, at most")
    parser.add_argument("--pages", type=int, default=40)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--real", action="store_true", help="code with the model: slow")
    parser.add_argument("--dir", type=Path, help="where the records are made (default: a temporary folder)")
    args = parser.parse_args(arguments)
    coder: Any = Coder(threads=1) if args.real else Playback()
    with tempfile.TemporaryDirectory(dir=args.dir) as folder:
        whole = Path(folder, "undisturbed")
        began = time.perf_counter()
        finish(lambda: take(whole, args.pages, coder))
        seconds = time.perf_counter() - began
        expected = tables(whole)
        print(f"undisturbed: {seconds:.1f} s, {len(expected)} files")
        pace = Pace(seconds / args.each, random.Random(args.seed))
        hits = trials = 0
        where: Counter[str] = Counter()
        while hits < args.kills:
            root = Path(folder, "killed")
            found, reached = trial(root, args.pages, coder, args.each, pace)
            hits, trials = hits + found, trials + 1
            where.update(reached)
            found_tables = tables(root)
            if found_tables != expected:
                other = sorted({name for name, _ in found_tables.items() ^ expected.items()})
                print(
                    f"ingest {trials}: NOT the undisturbed result: {other}; seed {args.seed}", file=sys.stderr
                )
                return 1
            print(f"ingest {trials}: {found} kills, the same bytes")
            shutil.rmtree(root)
    print(f"{hits} kills in {trials} ingests: every result is the undisturbed one, byte for byte")
    print("had when killed: " + ", ".join(f"{name} {count}" for name, count in sorted(where.items())))
    return 0


if __name__ == "__main__":
    sys.exit(main())
