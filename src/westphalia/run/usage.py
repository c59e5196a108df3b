"""What a process has used, where the system tells: processor seconds and megabytes in memory."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Usage:
    """Processor time in seconds, resident memory in megabytes."""

    seconds: float
    megabytes: float


def usage_of(pid: int) -> Usage | None:
    """What a process has used until now. None where this system has no /proc, or the process is gone."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_bytes()
        pages = int(Path(f"/proc/{pid}/statm").read_bytes().split()[1])
    except (OSError, IndexError, ValueError):
        return None
    fields = stat.rpartition(b")")[
        2
    ].split()  # the name before it may hold anything; utime and stime are 14 and 15
    return Usage((int(fields[11]) + int(fields[12])) / _ticks(), pages * _page() / 1e6)


@cache
def _ticks() -> int:
    return os.sysconf("SC_CLK_TCK")


@cache
def _page() -> int:
    return os.sysconf("SC_PAGE_SIZE")


def free_megabytes() -> float | None:
    """Memory that new processes could have, by the system and by the control group we are in. None: not known."""
    found = [free for free in (_of_meminfo(), _of_group("/sys/fs/cgroup")) if free is not None]
    return min(found, default=None)


def _of_meminfo() -> float | None:
    try:
        for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) / 1000
    except (OSError, ValueError, IndexError):
        pass
    return None


def _of_group(folder: str) -> float | None:
    try:
        most = Path(folder, "memory.max").read_text(encoding="ascii").strip()
        used = Path(folder, "memory.current").read_text(encoding="ascii").strip()
        return None if most == "max" else (int(most) - int(used)) / 1e6
    except (OSError, ValueError):
        return None
