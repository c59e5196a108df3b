"""How fast the server answers many readers: `python -m bench.web_load RECORD [--readers 50] [--seconds 20]`.

Starts `westphalia serve` on loopback without limits on a client, and has so many readers ask one after another for
pages and API answers drawn with a fixed seed: overview, events by filters, dyads, actors, quotes, network, single
events and stories. Prints the median, the 99th percentile and the worst in milliseconds, by kind and of all.
Half of the server's machine is the readers': on other machines it is faster.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import re
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import httpx2

KINDS = {
    "overview": ("/", "/?country=CHN", "/?country=USA", "/?country=RUS"),
    "events": (
        "/events?country=KEN", "/events?type=ASSAULT", "/events?actor=RUS&recipient=CHN", "/events?sector=GOV&status=planned",
        "/events?quad_class=4&country=SDN",
    ),
    "dyads": ("/dyads/CHN/RUS", "/dyads/USA/CHN", "/dyads"),
    "lists": ("/actors?country=KEN", "/quotes", "/network?nodes=60"),
    "api": ("/api/v1/events?country=FRA&limit=50", "/api/v1/dyads/CHN/RUS", "/api/v1/actors?country=DEU"),
}  # fmt: skip


def percentile(times: Sequence[float], share: float) -> float:
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


async def single(client: httpx2.AsyncClient) -> tuple[str, ...]:
    """Addresses of single events and stories, off the pages themselves."""
    page = (await client.get("/events")).text
    found = re.findall(r'href="(/(?:stories|events)/[0-9a-f]+)', page)
    return tuple(dict.fromkeys(found))[:40]


async def reader(
    client: httpx2.AsyncClient, kinds: dict[str, tuple[str, ...]], seed: int, until: float, out: dict[str, list[float]]
) -> None:  # fmt: skip
    rng = random.Random(seed)
    while time.monotonic() < until:
        kind = rng.choice(sorted(kinds))
        started = time.perf_counter()
        response = await client.get(rng.choice(kinds[kind]))
        out[kind].append((time.perf_counter() - started) * 1000)
        if response.status_code != 200:
            raise SystemExit(f"{response.request.url}: {response.status_code}")


async def ask(base: str, readers: int, seconds: float) -> dict[str, list[float]]:
    out: dict[str, list[float]] = defaultdict(list)
    limits = httpx2.Limits(max_connections=readers)
    async with httpx2.AsyncClient(base_url=base, limits=limits, timeout=60) as client:
        kinds = {**KINDS, "single": await single(client)}
        for addresses in kinds.values():  # warm: what a server has answered once it keeps
            for address in addresses:
                await client.get(address)
        until = time.monotonic() + seconds
        await asyncio.gather(*(reader(client, kinds, n, until, out) for n in range(readers)))
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("record", type=Path)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=20)
    args = parser.parse_args()
    command = [
        sys.executable,
        "-m",
        "westphalia",
        "serve",
        "--record",
        str(args.record),
        "--port",
        "0",
        "--rate",
        "0",
    ]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        assert server.stdout is not None
        base = next(m.group(0) for line in server.stdout if (m := re.search(r"http://\S+(?=/)", line)))
        found = asyncio.run(ask(base, args.readers, args.seconds))
    finally:
        server.terminate()
        server.wait()
    every = [value for times in found.values() for value in times]
    print(f"{args.readers} readers, {len(every):,} answers in {args.seconds:.0f} s")
    print(f"{'':10}{'answers':>9}{'median':>9}{'p99':>9}{'worst':>9}")
    for name, times in [*sorted(found.items()), ("all", every)]:
        print(
            f"{name:10}{len(times):>9}{statistics.median(times):>9.0f}{percentile(times, 0.99):>9.0f}{max(times):>9.0f}"
        )


if __name__ == "__main__":
    main()
