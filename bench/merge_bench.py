"""How the cost of merging grows: `python -m bench.merge_bench [--sizes 1000,3000,...] [--per-day 1000]`.

Makes articles of sentences whose words follow one another as in the training corpus (fixed seed): a day has --per-day of them; of every
ten about four are copies (cut, a word in twenty changed), two tell another's event in other words, four stand alone.
Each has up to five events, with parties from countries drawn as unevenly as in the news. The model takes no part: what is
timed is merging alone, from keys to merged events, each size in a process of its own. Then one more day is added to the
two largest sizes with `merge.add`, which has to cost the same however many days there are already. Processor seconds
are what to compare: others may use the machine. Writes bench/merge_latest.json and the curve, bench/merge.svg.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
import math
import random
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from westphalia.merge import ArticleKey, EventKey, add, merge
from westphalia.merge.keys import Party
from westphalia.ontology.plover import event_types

HERE = Path(__file__).parent
CORPUS = HERE.parent / "training/corpus"
FIRST_DAY = dt.date(2023, 1, 1)
SEED = 17
SENTENCES = (5, 10)
EVENTS = 5
LENGTH = 22  # words of a sentence
COUNTRIES = 150
OUTLETS = 300


class World:
    """What articles are made of."""

    def __init__(self) -> None:
        texts = [
            json.loads(line).get("text") or ""
            for path in sorted(CORPUS.glob("*.jsonl"))
            for line in path.read_text(encoding="utf-8").splitlines()
        ]
        sentences = [part.split() for text in texts for part in text.split(". ")]
        self.words = [word for sentence in sentences for word in sentence]
        self.starts = [sentence[0] for sentence in sentences if sentence]
        self.next: dict[str, list[str]] = {}
        for sentence in sentences:
            for one, other in pairwise(sentence):
                self.next.setdefault(one, []).append(other)
        self.types = [(name, kind.quad_class) for name, kind in sorted(event_types().items())]
        self.draw = [1 / (n + 2) for n in range(COUNTRIES)]

    def country(self, rng: random.Random) -> str:
        return f"C{rng.choices(range(COUNTRIES), self.draw)[0]:02d}"

    def sentence(self, rng: random.Random) -> str:
        """Words that follow one another in the corpus, each chosen by the one before: new every time."""
        made = [rng.choice(self.starts)]
        while len(made) < LENGTH:
            made.append(rng.choice(self.next.get(made[-1], self.words)))
        return " ".join(made).rstrip(".") + "."

    def edited(self, words: list[str], rng: random.Random, share: float) -> list[str]:
        return [rng.choice(self.words) if rng.random() < share else word for word in words]


def articles(n: int, per_day: int) -> tuple[list[ArticleKey], list[EventKey]]:
    """The first n articles of the world; a longer run begins with the same ones."""
    world, rng = World(), random.Random(SEED)
    own: list[ArticleKey] = []
    events: list[EventKey] = []
    recent: list[tuple[list[str], list[tuple[Party, Party, str, int, dt.date]]]] = []
    for number in range(n):
        day = FIRST_DAY + dt.timedelta(number // per_day)
        chance = rng.random()
        if chance < 0.4 and recent:  # a copy
            body, told = rng.choice(recent)
            kept = body[: rng.randint(3, len(body))]
            lines = [" ".join(world.edited(line.split(), rng, 0.05)) for line in kept]
        elif chance < 0.6 and recent:  # the same events in other words
            body, told = rng.choice(recent)
            lines = [
                f"{' '.join(line.split()[:8])} {world.sentence(rng)}" if at < EVENTS else world.sentence(rng)
                for at, line in enumerate(body)
            ]
            recent.append((lines, told))
        else:
            lines = [world.sentence(rng) for _ in range(rng.randint(*SENTENCES))]
            told = [happening(world, rng, day, number, at) for at in range(EVENTS)]
            recent.append((lines, told))
        recent = recent[-per_day:]
        body_text = "\n".join(lines)
        key = hashlib.sha256(f"{number} {body_text}".encode()).hexdigest()
        outlet = f"outlet {rng.randrange(OUTLETS)}"
        own.append(ArticleKey(key, body_text, day, lines[0][:60], outlet, None, (outlet,)))
        events += [
            event_of(key, at, line, world, one)
            for at, (line, one) in enumerate(zip(lines, told, strict=False))
        ]
    return own, events


def happening(
    world: World, rng: random.Random, day: dt.date, number: int, at: int
) -> tuple[Party, Party, str, int, dt.date]:
    who, whom = world.country(rng), world.country(rng)
    name = f"{rng.choice(world.words)} {rng.choice(world.words)}".title() if rng.random() < 0.4 else None
    actor = Party(f"p-{number}-{at}" if name else who, name or who, name, (who,), "GOV")
    kind, quad = rng.choice(world.types)
    return (
        actor,
        Party(whom, whom, None, (whom,), "GOV"),
        kind,
        quad,
        day - dt.timedelta(rng.choice((0, 0, 0, 1, 1, 2))),
    )


def event_of(
    article: str, at: int, line: str, world: World, told: tuple[Party, Party, str, int, dt.date]
) -> EventKey:
    actor, recipient, kind, quad, day = told
    trigger = line.split()[min(4, len(line.split()) - 1)]
    key = hashlib.sha256(f"{article} {at}".encode()).hexdigest()[:16]
    return EventKey(
        key, article, kind, None, quad, 1.0, "01", "reported", (actor,), (recipient,), (), day, day, "day", "text",
        None, recipient.countries[0], None, None, None, None, None, trigger, line, at * 200, 0.7,
    )  # fmt: skip


def timed(n: int, per_day: int) -> dict[str, float]:
    own, events = articles(n, per_day)
    start = time.perf_counter()
    cpu = time.process_time()
    merged = merge(own, events)
    return {
        "articles": n,
        "events": len(events),
        "seconds": round(time.perf_counter() - start, 2),
        "cpu_seconds": round(time.process_time() - cpu, 2),
        "stories": len(merged.stories),
        "merged_events": len(merged.events),
        "peak_megabytes": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def timed_add(n: int, per_day: int) -> dict[str, float]:
    """One more day on top of n articles."""
    own, events = articles(n + per_day, per_day)
    by_article: dict[str, list[EventKey]] = {}
    for event in events:
        by_article.setdefault(event.article_id, []).append(event)
    loaded = 0

    def load(first: dt.date | None, last: dt.date | None) -> tuple[list[ArticleKey], list[EventKey]]:
        nonlocal loaded
        if first is None or last is None:
            return [], []
        kept = [article for article in own if article.published and first <= article.published <= last]
        loaded = len(kept)
        return kept, [event for article in kept for event in by_article.get(article.article_id, ())]

    cpu = time.process_time()
    merged = add({article.article_id: article.published for article in own[n:]}, load)
    return {
        "articles": n,
        "added": per_day,
        "loaded": loaded,
        "cpu_seconds": round(time.process_time() - cpu, 2),
        "stories_changed": len(merged.stories),
        "merged_events_changed": len(merged.events),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default="1000,3000,10000,30000,100000")
    parser.add_argument("--per-day", type=int, default=1000)
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--add", type=int, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.one or args.add:
        print(json.dumps(timed(args.one, args.per_day) if args.one else timed_add(args.add, args.per_day)))
        return
    sizes = [int(size) for size in args.sizes.split(",")]
    rows = [alone("--one", size, args.per_day) for size in sizes]
    print(
        f"{'articles':>9s}{'events':>9s}{'seconds':>9s}{'cpu s':>8s}{'ms/article':>12s}{'MB':>7s}{'stories':>9s}{'merged':>9s}"
    )
    for row in rows:
        each = 1000 * row["cpu_seconds"] / row["articles"]
        print(
            f"{row['articles']:9d}{row['events']:9d}{row['seconds']:9.1f}{row['cpu_seconds']:8.1f}{each:12.2f}"
            f"{row['peak_megabytes']:7d}{row['stories']:9d}{row['merged_events']:9d}"
        )
    added = [alone("--add", size, args.per_day) for size in sizes[-2:]]
    for row in added:
        print(
            f"one more day on {row['articles']} articles: {row['cpu_seconds']:.1f} cpu s, {row['loaded']} articles looked "
            f"at, {row['stories_changed']} stories and {row['merged_events_changed']} merged events changed"
        )
    (HERE / "merge_latest.json").write_text(json.dumps({"merge": rows, "add": added}, indent=1) + "\n")
    (HERE / "merge.svg").write_text(curve([(row["articles"], row["cpu_seconds"]) for row in rows]))


WIDE, HIGH, EDGE = 560, 360, 60


def curve(points: Sequence[tuple[float, float]]) -> str:
    """Both axes logarithmic: articles to the right, processor seconds upwards; dashed what a straight line would be."""
    left, right = (math.log10(points[n][0]) for n in (0, -1))
    low, high = math.log10(points[0][1]), math.log10(points[0][1] * points[-1][0] / points[0][0])
    high = max(high, math.log10(points[-1][1]))

    def at(articles: float, seconds: float) -> str:
        x = EDGE + (WIDE - 2 * EDGE) * (math.log10(articles) - left) / (right - left or 1)
        y = HIGH - EDGE - (HIGH - 2 * EDGE) * (math.log10(seconds) - low) / (high - low or 1)
        return f"{x:.1f},{y:.1f}"

    first, last = points[0], points[-1]
    straight = f"{at(*first)} {at(last[0], first[1] * last[0] / first[0])}"
    dots = "".join(
        f'<circle cx="{x}" cy="{y}" r="3"/><text x="{x}" y="{y}" dx="6" dy="14">{articles:,} · {seconds:g} s</text>'
        for articles, seconds in points
        for x, y in [at(articles, seconds).split(",")]
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDE}" height="{HIGH}" font-family="sans-serif" font-size="11">'
        f'<rect width="100%" height="100%" fill="white"/><text x="{EDGE}" y="24" font-size="14">Merging: processor '
        f'seconds by articles</text><polyline points="{straight}" fill="none" stroke="gray" stroke-dasharray="4"/>'
        f'<polyline points="{" ".join(at(*point) for point in points)}" fill="none" stroke="black"/>{dots}</svg>\n'
    )


def alone(option: str, size: int, per_day: int) -> dict[str, int]:
    command = [sys.executable, "-m", "bench.merge_bench", option, str(size), "--per-day", str(per_day)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    row: dict[str, int] = json.loads(done.stdout)
    return row


if __name__ == "__main__":
    main()
