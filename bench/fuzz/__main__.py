"""`python -m bench.fuzz [TARGET...] --cases N`: fuzz the readers, the cleaner and the sentence code.

Deterministic mutation of small files (`mutate`), so that a case can be run again by its number; or, with `--atheris`
and that package installed, guided by coverage for `--seconds`. Prints, for each target, the cases, the rate, the slowest
one and the peak memory. Exit code 1 for a fault, with the case's number and a file of its bytes.
"""

from __future__ import annotations

import argparse
import faulthandler
import resource
import signal
import sys
import time
import traceback
from pathlib import Path

from bench.fuzz.mutate import cases
from bench.fuzz.targets import TARGETS

HANG = 60.0
"""Seconds of processor time after which a case is a hang: the stack is shown and the process ended."""
STUCK = 1_200.0
"""Seconds by the clock after which it is one that waits for something."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.fuzz", description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "targets", nargs="*", metavar="TARGET", help=f"of {', '.join(TARGETS)} (default: all)"
    )
    parser.add_argument("--cases", type=int, default=10_000, help="for each target (default 10,000)")
    parser.add_argument("--start", type=int, default=0, help="number of the first case")
    parser.add_argument("--keep", type=Path, default=Path("fault.bin"), help="where a fault's bytes go")
    parser.add_argument("--atheris", action="store_true", help="guided by coverage; one target")
    parser.add_argument("--seconds", type=int, default=600, help="of --atheris")
    asked = parser.parse_args()
    names = asked.targets or list(TARGETS)
    if unknown := [name for name in names if name not in TARGETS]:
        parser.error(f"no target {unknown[0]!r}")
    if asked.atheris:
        return guided(names[0], asked.seconds)
    return max(blind(name, asked.start, asked.cases, asked.keep) for name in names)


def blind(name: str, start: int, count: int, keep: Path) -> int:
    """All cases of one target; 1 at the first fault."""
    take, seeds = TARGETS[name]
    faulthandler.register(signal.SIGPROF, chain=True)  # the stack, and the end
    began, slowest, which = time.perf_counter(), 0.0, start
    for number, data in enumerate(cases(seeds(), start, count), start):
        faulthandler.dump_traceback_later(STUCK, exit=True)
        signal.setitimer(signal.ITIMER_PROF, HANG)
        before = time.process_time()
        try:
            take(data)
        except BaseException:
            keep.write_bytes(data)
            traceback.print_exc()
            print(f"{name}: case {number} is a fault; its {len(data)} bytes are in {keep}")
            return 1
        spent = time.process_time() - before
        if spent > slowest:
            slowest, which = spent, number
        if sys.stderr.isatty() and number % 1_000 == 0:
            print(f"\r{name} {number:,}", end="", file=sys.stderr)
    faulthandler.cancel_dump_traceback_later()
    signal.setitimer(signal.ITIMER_PROF, 0)
    rate = count / (time.perf_counter() - began)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"{name:10s} {count:>10,} cases {rate:>8,.0f}/s  slowest {slowest:.2f} s (case {which})  peak {peak} MB"
    )
    return 0


def guided(name: str, seconds: int) -> int:
    """Atheris over the package's own code; it ends the process itself, and tells where a fault's bytes are."""
    import tempfile

    import atheris

    take, seeds = TARGETS[name]
    atheris.instrument_all()
    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
    for number, seed in enumerate(seeds()):
        (folder / f"{number}").write_bytes(seed)
    options = [
        sys.argv[0],
        f"-max_total_time={seconds}",
        f"-timeout={HANG:.0f}",
        "-max_len=40000",
        f"-artifact_prefix={folder}/fault-",
        str(folder),
    ]
    atheris.Setup(options, take)
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
