"""How quickly a large record answers: `python -m bench.record_bench DIR [--make EVENTS]`.

DIR is a record (or is made first, by `bench.record_data`). Each question is asked on a record that is open and has
answered once before ("warm"), `--times` times; told are the median of the wall clock and of the processor time, which
on a busy machine says more. The last column is the whole command in a fresh process.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from bench.record_data import generate
from westphalia.query import Answer, OpenRecord

TARGET = 0.2  # seconds of the wall clock, warm


def cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def timed(ask: Callable[[], Answer], times: int) -> tuple[float, float, int]:
    """Median seconds of the wall clock and of the processors, and the rows of the answer."""
    rows = len(ask())
    walls, cpus = [], []
    for _ in range(times):
        wall, used = time.perf_counter(), cpu()
        ask()
        walls.append(time.perf_counter() - wall)
        cpus.append(cpu() - used)
    return statistics.median(walls), statistics.median(cpus), rows


def command(arguments: Sequence[str]) -> float:
    """Seconds of a whole command in a fresh process."""
    wall = time.perf_counter()
    subprocess.run([sys.executable, "-m", "westphalia", *arguments], check=True, capture_output=True)
    return time.perf_counter() - wall


def sizes(folder: Path, record: OpenRecord) -> None:
    """Bytes an event of the events table, of all tables, and of what is derived."""
    infos = list(record.session.record.state.files.values())
    events = sum(info.rows for info in infos if info.table == "events")
    of_events = sum(info.bytes for info in infos if info.table == "events")
    index = sum(path.stat().st_size for path in (folder / "index").rglob("*.parquet"))
    print(f"{events:,} events in {len(record.session.record.months('events'))} months")
    print(
        f"events table {of_events / events:.1f} bytes an event, all tables {sum(i.bytes for i in infos) / events:.1f}, ",
        end="",
    )
    print(f"index {index / events:.1f}")


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--make", type=int, metavar="EVENTS", help="make the record first")
    parser.add_argument("--months", type=int, default=120)
    parser.add_argument("--times", type=int, default=7)
    told = parser.parse_args(arguments)
    if told.make:
        generate(told.folder, told.make, told.months)
    wall, used = time.perf_counter(), cpu()
    record = OpenRecord(
        told.folder, progress=lambda done, total: print(f"\rindex {done}/{total}", end="", file=sys.stderr)
    )
    print(
        f"opened, index made where stale: {time.perf_counter() - wall:.1f} s, {cpu() - used:.1f} s of processor"
    )
    wall = time.perf_counter()
    record.close()
    record = OpenRecord(told.folder)
    print(f"opened again: {time.perf_counter() - wall:.2f} s")
    sizes(told.folder, record)
    persons = [row for row in record.actors(limit=5_000) if row["actor_id"].startswith("p-")]
    busy, middling = persons[0]["actor_id"], persons[len(persons) // 2]["actor_id"]
    questions: dict[str, tuple[Callable[[], Answer], list[str] | None]] = {
        "dyad-month CHN RUS": (lambda: record.dyad("CHN", "RUS"), ["dyad", "CHN", "RUS"]),
        "dyad-month USA CHN": (lambda: record.dyad("USA", "CHN"), None),
        "dyad-month USA CHN, without reprints": (
            lambda: record.dyad("USA", "CHN", without_reprints=True),
            None,
        ),
        "timeline of the most reported person": (lambda: record.timeline(busy), ["timeline", busy]),
        "timeline of a person in the middle": (lambda: record.timeline(middling), None),
        "timeline of USA": (lambda: record.timeline("USA"), None),
        "newest 50 of USA": (lambda: record.events(country="USA", limit=50), None),
        "newest 50 of KEN": (lambda: record.events(country="KEN", limit=50), ["events", "--country", "KEN"]),
        "newest 50 of TUV": (lambda: record.events(country="TUV", limit=50), None),
        "newest 50 ASSAULTs": (lambda: record.events(type="ASSAULT", limit=50), None),
        "all dyads by month": (lambda: record.dyads(least=50), None),
    }
    print(f"{'question':40} {'rows':>6} {'wall':>8} {'processor':>10} {'command':>8}")
    late = 0
    for name, (ask, arguments_of) in questions.items():
        seconds, used, rows = timed(ask, told.times)
        whole = (
            "" if arguments_of is None else f"{command([*arguments_of, '--record', str(told.folder)]):8.2f}"
        )
        late += seconds > TARGET
        print(f"{name:40} {rows:6} {seconds:8.3f} {used:10.3f} {whole}")
    print(f"{late} of {len(questions)} over {TARGET} s of the wall clock")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
