"""Where the time goes, as a picture: samples of a thread's stack, folded into an SVG.

`sampled` looks at a thread every few milliseconds while work is done in it; `flame_svg` draws the samples: one box for
each function, above the one that called it, as wide as its share of the time. Time inside a library's compiled part
counts for the Python function that called it.
"""

from __future__ import annotations

import sys
import threading
import zlib
from collections import Counter
from collections.abc import Callable, Mapping
from html import escape
from types import FrameType
from typing import Any

Stack = tuple[str, ...]

WIDTH, ROW, LEAST = 1200, 17, 0.0015
"""Pixels of the picture and of a row; share of the time below which no box is drawn."""
_HUES = {"model": 205, "clean": 25, "parse": 265, "resolve": 130, "ontology": 95, "record": 330, "run": 350}


def sampled(work: Callable[[], Any], every: float = 0.004) -> Counter[Stack]:
    """How often each stack of the calling thread was seen while `work` was done in it, outermost function first."""
    seen: Counter[Stack] = Counter()
    done = threading.Event()
    target = threading.get_ident()

    def look() -> None:
        while not done.wait(every):
            frame = sys._current_frames().get(target)
            if frame is not None:
                seen[_stack(frame)] += 1

    before = sys.getswitchinterval()
    sys.setswitchinterval(0.0005)
    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    try:
        work()
    finally:
        done.set()
        watcher.join()
        sys.setswitchinterval(before)
    return seen


def _stack(frame: FrameType | None) -> Stack:
    names: list[str] = []
    while frame is not None:
        code = frame.f_code
        path = code.co_filename.replace("\\", "/")
        module = path.rpartition("/src/")[2].rpartition("/site-packages/")[2].removesuffix(".py")
        names.append(f"{code.co_qualname} ({module.rpartition('/lib/')[2]})")
        frame = frame.f_back
    return tuple(reversed(names))


def rooted(seen: Mapping[Stack, int], name: str) -> Counter[Stack]:
    """The stacks from the first function of that name on; others are left out."""
    found: Counter[Stack] = Counter()
    for stack, count in seen.items():
        at = next((n for n, function in enumerate(stack) if function.startswith(name)), None)
        if at is not None:
            found[stack[at:]] += count
    return found


def flame_svg(seen: Mapping[Stack, int], title: str) -> str:
    """The picture. Boxes of one parent are in the order of their names, so that two pictures can be compared."""
    total = sum(seen.values())
    boxes: list[tuple[int, float, float, str]] = []

    def draw(stacks: list[tuple[Stack, int]], depth: int, start: float) -> None:
        at = start
        for name in sorted({stack[depth] for stack, _ in stacks if len(stack) > depth}):
            inside = [
                (stack, count) for stack, count in stacks if len(stack) > depth and stack[depth] == name
            ]
            share = sum(count for _, count in inside) / total
            if share >= LEAST:
                boxes.append((depth, at, share, name))
                draw(inside, depth + 1, at)
            at += share

    draw(list(seen.items()), 0, 0.0)
    deepest = max((depth for depth, *_ in boxes), default=0)
    height = (deepest + 1) * ROW + 40
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" font-size="11">',
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
        f'<text x="8" y="20" font-size="14">{escape(title)}</text>',
    ]
    for depth, at, share, name in boxes:
        x, y, width = at * WIDTH, height - 8 - (depth + 1) * ROW, share * WIDTH
        letters = int(width / 6.2)
        label = name if len(name) <= letters else name[: max(0, letters - 1)] + "…" if letters > 4 else ""
        parts.append(
            f'<g><title>{escape(name)}: {share:.1%}</title><rect x="{x:.1f}" y="{y}" width="{max(0.4, width - 0.4):.1f}" '
            f'height="{ROW - 1}" fill="{_colour(name)}"/><text x="{x + 3:.1f}" y="{y + 12}">{escape(label)}</text></g>'
        )
    return "\n".join([*parts, "</svg>", ""])


def _colour(name: str) -> str:
    module = name.rpartition("(")[2]
    room = next((room for room in _HUES if f"westphalia/{room}" in module), None)
    shade = 68 + zlib.crc32(name.encode()) % 14
    return f"hsl({_HUES[room]},65%,{shade}%)" if room else f"hsl(0,0%,{shade + 6}%)"
