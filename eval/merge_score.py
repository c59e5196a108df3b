"""How well copies and same events are found: `python -m eval.merge_score [--wrong HALF] [--check]`.

Codes the articles of the merge set with the real model and merges them. Reprint pairs: two articles in one story.
Same-event pairs: two articles of different gold stories with reports in one merged event. Each half counts the pairs
that have one of its articles in them, the background being in both. `--wrong` lists what is missed and what is too
much; `--check` exits with 1 where a half falls below FLOORS.
"""

from __future__ import annotations

import argparse
import pickle
import time
from dataclasses import replace
from itertools import combinations
from pathlib import Path

from eval.merge_set import Gold, Pair, articles, f1, pairs
from westphalia.merge import ArticleKey, EventKey, Merged, keys_of, merge
from westphalia.pipeline import Coder
from westphalia.records import Page, Rejected

FLOORS = {"reprints": 0.97, "same event": 0.80}


def keys(golds: list[Gold], cache: Path | None) -> tuple[list[ArticleKey], list[EventKey], dict[str, str]]:
    """The articles' and events' keys, and each article's name by its id. `cache` keeps them between runs."""
    if cache and cache.exists():
        loaded: tuple[list[ArticleKey], list[EventKey], dict[str, str]] = pickle.loads(cache.read_bytes())
        return loaded
    own, events, names = [], [], {}
    pages = [Page(gold.page, gold.name, None, gold.date) for gold in golds]
    for gold, story in zip(golds, Coder().code_many(iter(pages)), strict=True):
        if isinstance(story, Rejected):
            print(f"{gold.name}: {story.reason} {story.detail}")
            continue
        article, found = keys_of(story)
        # The outlet is told by the page's address in life; here the set tells it.
        own.append(replace(article, outlet=gold.outlet, outlets=(gold.outlet,)))
        events += found
        names[article.article_id] = gold.name
    if cache:
        cache.write_bytes(pickle.dumps((own, events, names)))
    return own, events, names


def found_pairs(merged: Merged, names: dict[str, str]) -> tuple[set[Pair], set[Pair]]:
    """Pairs of articles in one story, and pairs with reports of one event."""

    def both(groups: list[set[str]]) -> set[Pair]:
        return {
            (min(p), max(p)) for group in groups for p in combinations(sorted(names[i] for i in group), 2)
        }

    return (
        both([{copy.article_id for copy in story.copies} for story in merged.stories]),
        both([{report.article_id for report in event.reports} for event in merged.events]),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--wrong", choices=["dev", "test"], help="list the wrong pairs of a half")
    parser.add_argument("--cache", type=Path, help="keep the coded articles in this file")
    parser.add_argument("--check", action="store_true", help="exit with 1 below the floors")
    args = parser.parse_args()
    below = False
    golds = articles()
    own, events, names = keys(golds, args.cache)
    start = time.perf_counter()
    merged = merge(own, events)
    print(f"{len(own)} articles, {len(events)} events merged in {time.perf_counter() - start:.1f} s")
    copies, same = found_pairs(merged, names)
    half_of = {gold.name: gold.half for gold in golds}
    for half in ("dev", "test"):
        reprints, tellings, open_ = pairs(golds, half)
        mine = {pair for pair in copies | same if half in (half_of[pair[0]], half_of[pair[1]])}
        told = (same & mine) - reprints - open_
        for label, found, wanted in (("reprints", copies & mine, reprints), ("same event", told, tellings)):
            p, r, f = f1(found, wanted)
            below |= f < FLOORS[label]
            print(
                f"{half:4s} {label:10s} {len(wanted):4d} pairs  precision {p:.3f}  recall {r:.3f}  F1 {f:.3f}"
            )
            if args.wrong == half:
                for pair in sorted(wanted - found):
                    print("   missed  ", *pair)
                for pair in sorted(found - wanted):
                    print("   too much", *pair)
    if args.check and below:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
