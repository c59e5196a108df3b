"""A record as large as asked for, made from random numbers: its shape is that of news, its content is nothing.

    python -m bench.record_data DIR --events 10000000 --months 120

The tables are written month by month in the record's own schema and by its own writer, with five or six events an
article, outlets and actors as unevenly common as they are in the news, a third of the articles reprints, half of the
events told by more than one story. The same arguments give the same record.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from westphalia.ontology.countries import table as countries
from westphalia.ontology.plover import event_types, sectors
from westphalia.record import log
from westphalia.record.files import FileInfo, write_table
from westphalia.record.folder import make
from westphalia.record.schema import arrow_schema

Array = np.ndarray[Any, Any]
EVENTS_AN_ARTICLE = 5.5
PERSONS, ORGANISATIONS, PLACES, OUTLETS = 40_000, 4_000, 20_000, 400
STATUS = ("reported", "background", "planned", "hypothetical", "denied")
CONTEXTS = ("military", "executive", "legal", "economic", "election")
SYLLABLES = "ba be bi bo bu da de di do ka ke ki ko la le li lo ma me mi mo na ne ni no ra re ri ro sa se si so ta te ti to va ve vi vo".split()


def zipf(random: np.random.Generator, kinds: int, size: int, steep: float = 1.0) -> Array:
    """Numbers below `kinds`, the small ones common, as names are in texts."""
    weights = 1.0 / np.arange(1, kinds + 1) ** steep
    return np.searchsorted(np.cumsum(weights / weights.sum()), random.random(size)).clip(0, kinds - 1)


def names(random: np.random.Generator, size: int, words: int) -> list[str]:
    picks = random.integers(0, len(SYLLABLES), (size, words, 3))
    return [" ".join("".join(SYLLABLES[i] for i in word).capitalize() for word in row) for row in picks]


def hexes(random: np.random.Generator, size: int, digits: int) -> pa.Array:
    """Random ids, as text: `digits` hexadecimal digits each."""
    alphabet = np.frombuffer(b"0123456789abcdef", dtype=np.uint8)
    data = alphabet[random.integers(0, 16, size * digits, dtype=np.uint8)]
    offsets = np.arange(0, (size + 1) * digits, digits, dtype=np.int32)
    return pa.StringArray.from_buffers(size, pa.py_buffer(offsets.tobytes()), pa.py_buffer(data.tobytes()))


def digests(random: np.random.Generator, size: int) -> pa.Array:
    return hexes(random, size, 64)


def lists(lengths: Array, values: pa.Array) -> pa.ListArray:
    offsets = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets), values)


def some(values: pa.Array, keep: Array) -> pa.Array:
    """Null where `keep` is false."""
    import pyarrow.compute as pc

    return pc.if_else(pa.array(keep), values, pa.scalar(None, values.type))


@dataclass(frozen=True)
class World:
    """Who and what there is to report of: the same for every month."""

    seed: int

    @cached_property
    def random(self) -> np.random.Generator:
        return np.random.default_rng(self.seed)

    @cached_property
    def codes(self) -> list[str]:
        first = "USA CHN RUS UKR ISR IRN GBR IND FRA DEU TUR PAK SYR JPN KOR PRK IRQ SAU EGY PSE".split()
        return first + sorted(code for code in countries() if code not in first)

    @cached_property
    def actors(self) -> pa.StructArray:
        """Persons, organisations, and countries' unnamed people, as the schema's struct without its offsets."""
        random, codes = self.random, self.codes
        kinds = sorted(sectors())
        unnamed = [(code, sector) for code in codes[:120] for sector in kinds]
        size = PERSONS + ORGANISATIONS
        country = [codes[i] for i in zipf(random, len(codes), size)]
        sector = [kinds[i] for i in random.integers(0, len(kinds), size)]
        named = names(random, PERSONS, 2) + names(random, ORGANISATIONS, 3)
        roles = ["president", "foreign minister", "spokesman", "governor", "commander", "general secretary"]
        role = [
            roles[i] if i < len(roles) and n < PERSONS else None
            for n, i in enumerate(random.integers(0, 9, size))
        ]
        ids = [f"{'p' if n < PERSONS else 'o'}-{random.integers(0, 2**48):012x}" for n in range(size)]
        words = [name.split()[-1] if n % 2 else name for n, name in enumerate(named)]
        return pa.StructArray.from_arrays(
            [
                pa.array(words + [f"{code.lower()} {sector.lower()}" for code, sector in unnamed]),
                pa.array(ids + [f"{code}-{sector}" for code, sector in unnamed]),
                pa.array(named + [None] * len(unnamed), pa.string()),
                pa.array(country + [code for code, _ in unnamed]),
                pa.array(sector + [kind for _, kind in unnamed]),
                pa.array(role + [None] * len(unnamed), pa.string()),
            ],
            ["text", "actor_id", "name", "country", "sector", "role"],
        )

    @cached_property
    def places(self) -> dict[str, pa.Array]:
        random = self.random
        code = [self.codes[i] for i in zipf(random, len(self.codes), PLACES)]
        return {
            "text": pa.array(names(random, PLACES, 1)),
            "country": pa.array(code),
            "admin1": pa.array([f"Region {i}" for i in random.integers(0, 30, PLACES)]),
            "latitude": pa.array(np.round(random.uniform(-50, 65, PLACES), 4)),
            "longitude": pa.array(np.round(random.uniform(-120, 150, PLACES), 4)),
            "geonames_id": pa.array(random.integers(100_000, 9_000_000, PLACES).astype(np.int32)),
        }

    @cached_property
    def outlets(self) -> pa.Array:
        return pa.array([f"The {name} Times" for name in names(self.random, OUTLETS, 1)])

    @cached_property
    def words(self) -> str:
        """A long stretch of words that articles are cut from."""
        return ". ".join(" ".join(names(self.random, 12, 1)).lower() for _ in range(20_000))


def struct_of(world: World, picks: Array, starts: Array) -> pa.StructArray:
    """Mentions: actors of the world with offsets."""
    base = world.actors.take(pa.array(picks))
    text = base.field("text")
    import pyarrow.compute as pc

    ends = starts + pc.utf8_length(text).to_numpy()
    no_members = lists(np.zeros(len(picks), int), pa.array([], arrow_schema("events").field("actors").type.value_type.field("members").type.value_type))  # fmt: skip
    fields = {
        "start": pa.array(starts.astype(np.int32)), "end": pa.array(ends.astype(np.int32)), "members": no_members,
        **{name: base.field(name) for name in ("text", "actor_id", "name", "country", "sector", "role")},
    }  # fmt: skip
    kind = arrow_schema("events").field("actors").type.value_type
    return pa.StructArray.from_arrays([fields[f.name].cast(f.type) for f in kind], fields=list(kind))


def side(world: World, random: np.random.Generator, counts: Array, starts: Array) -> dict[str, Any]:
    """One side of every event (0 to 2 actors): the structs, and the flat lists, each value once."""
    total = len(counts)
    pool = len(world.actors)
    unnamed = random.random(2 * total) < 0.35
    named = zipf(random, PERSONS + ORGANISATIONS, 2 * total, 0.9)
    plain = PERSONS + ORGANISATIONS + zipf(random, pool - PERSONS - ORGANISATIONS, 2 * total, 0.8)
    pairs = np.where(unnamed, plain, named).reshape(total, 2)
    there = np.arange(2)[None, :] < counts[:, None]
    picks = pairs[there]
    offsets = np.repeat(starts, counts) + random.integers(0, 120, len(picks))
    made: dict[str, Any] = {"actors": lists(counts, struct_of(world, picks, offsets))}
    for name in ("actor_id", "country", "sector"):
        codes = world.actors.field(name).dictionary_encode()
        numbers = codes.indices.to_numpy()[pairs]
        once = there.copy()
        once[:, 1] &= numbers[:, 0] != numbers[:, 1]
        values = codes.dictionary.take(pa.array(numbers[once]))
        made[name] = lists(once.sum(1), values)
    return made


def month_of_events(world: World, first: dt.date, size: int, number: int) -> dict[str, pa.Table]:
    """Articles, events, stories and merged events published in one month."""
    random = np.random.default_rng((world.seed, number))
    articles = max(1, round(size / EVENTS_AN_ARTICLE))
    days = (first.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - first
    base = (first - dt.date(1970, 1, 1)).days
    ids = digests(random, articles)
    day = np.sort(random.integers(0, days.days, articles))
    outlet = world.outlets.take(pa.array(zipf(random, OUTLETS, articles)))
    wire = some(
        pa.array(["Reuters", "AFP", "AP", "Xinhua", "TASS"]).take(pa.array(zipf(random, 5, articles))),
        random.random(articles) < 0.3,
    )
    published = pa.array((base + day).astype(np.int32)).cast(pa.date32())

    of = np.sort(random.integers(0, articles, size))
    where = random.integers(200, 900, size)
    actors = side(world, random, np.where(random.random(size) < 0.85, 1, 2), where)
    recipients = side(world, random, random.choice([0, 1, 2], size, p=[0.3, 0.62, 0.08]), where)
    said = side(world, random, (random.random(size) < 0.4).astype(int), where)
    kinds = list(event_types().values())
    kind = zipf(random, len(kinds), size, 0.6)
    modes = [(k.name, mode) for k in kinds for mode in (None, *k.modes)]
    spread = [[i for i, (name, _) in enumerate(modes) if name == k.name] for k in kinds]
    mode = np.array(
        [spread[k][r % len(spread[k])] for k, r in zip(kind, random.integers(0, 60, size), strict=True)]
    )
    status = zipf(random, len(STATUS), size, 1.4)
    place = zipf(random, PLACES, size, 0.8)
    has_place, has_when = random.random(size) < 0.55, random.random(size) < 0.45
    back = np.where(random.random(size) < 0.75, random.integers(0, 3, size), random.integers(0, 400, size))
    happened = pa.array((base + day[of] - back).astype(np.int32)).cast(pa.date32())
    topical, quoted = (random.random(size) < 0.5).astype(int), (random.random(size) < 0.2).astype(int)
    starts = where.astype(np.int32)
    columns = {
        "event_id": hexes(random, size, 16), "article_id": ids.take(pa.array(of)), "outlet": outlet.take(pa.array(of)),
        "published": published.take(pa.array(of)), "date_start": happened, "date_end": happened,
        "date_precision": pa.array(["day"] * size), "date_grain": pa.array(["day"] * size),
        "date_basis": pa.array(["text+publication", "publication"]).take(pa.array(1 - has_when.astype(int))),
        "type": pa.array([k.name for k in kinds]).take(pa.array(kind)),
        "mode": pa.array([m for _, m in modes], pa.string()).take(pa.array(mode)),
        "quad_class": pa.array([k.quad_class for k in kinds]).take(pa.array(kind)).cast(pa.int8()),
        "intensity": pa.array([event_types()[n].intensity(m) for n, m in modes]).take(pa.array(mode)).cast(pa.float32()),
        "cameo_root": pa.array([event_types()[n].cameo_root(m) for n, m in modes]).take(pa.array(mode)),
        "status": pa.array(list(STATUS)).take(pa.array(status)),
        "aux": lists((status > 0).astype(int), pa.array(["", "historical", "future", "hypothetical", "negation"]).take(pa.array(status[status > 0]))),
        "contexts": lists(topical, pa.array(random.choice(list(CONTEXTS), int(topical.sum())))),
        "actors": actors["actors"], "recipients": recipients["actors"], "said_by": said["actors"],
        "actor_ids": actors["actor_id"], "recipient_ids": recipients["actor_id"],
        "actor_countries": actors["country"], "recipient_countries": recipients["country"],
        "actor_sectors": actors["sector"], "recipient_sectors": recipients["sector"],
        "sources": lists(np.ones(size, int), outlet.take(pa.array(of))), "quote_ids": lists(quoted, hexes(random, int(quoted.sum()), 16)),
        "place_text": some(world.places["text"].take(pa.array(place)), has_place),
        "place_name": some(world.places["text"].take(pa.array(place)), has_place),
        "place_country": some(world.places["country"].take(pa.array(place)), has_place),
        "place_admin1": some(world.places["admin1"].take(pa.array(place)), has_place),
        "latitude": some(world.places["latitude"].take(pa.array(place)), has_place),
        "longitude": some(world.places["longitude"].take(pa.array(place)), has_place),
        "geonames_id": some(world.places["geonames_id"].take(pa.array(place)), has_place),
        "place_precision": some(pa.array(["city"] * size), has_place), "place_basis": some(pa.array(["name"] * size), has_place),
        "place_use": some(pa.array(["event"] * size), has_place),
        "trigger_start": starts, "trigger_end": starts + 7, "sentence_start": starts - 60, "sentence_end": starts + 90,
        "when_start": some(pa.array(starts + 30), has_when), "when_end": some(pa.array(starts + 39), has_when),
        "place_start": some(pa.array(starts + 50), has_place), "place_end": some(pa.array(starts + 58), has_place),
        "confidence": np.round(random.beta(6, 2, size), 3).astype(np.float32), "shard": pa.array([number] * size),
    }  # fmt: skip
    events = filled("events", size, columns)
    texts = [world.words[at : at + 1100] for at in random.integers(0, len(world.words) - 1200, articles)]
    made = {"events": events, "articles": filled("articles", articles, {
        "article_id": ids, "text": texts, "title": [text[:60] for text in texts], "outlet": outlet, "wire": wire,
        "published_start": published, "published_end": published, "published_precision": ["day"] * articles,
        "published_grain": ["day"] * articles, "published_basis": ["json-ld"] * articles, "source": ["archive.warc"] * articles,
        "url": [f"https://example.org/{first:%Y/%m}/{number}-{i}" for i in range(articles)], "language": ["en"] * articles, "shard": [number] * articles,
        "blocks": lists(np.zeros(articles, int), pa.array([], arrow_schema("articles").field("blocks").type.value_type)),
    })}  # fmt: skip
    return made | {"actors": sightings(events)} | merged(random, events, made["articles"], number)


def sightings(events: pa.Table) -> pa.Table:
    """One row an actor and reading of it: how often it is seen, and from when to when."""
    import pyarrow.compute as pc

    parts = []
    for side_name in ("actors", "recipients", "said_by"):
        whole = events[side_name].combine_chunks()
        of = pc.list_parent_indices(whole)
        who = whole.flatten()
        names = ("actor_id", "name", "country", "sector", "role")
        parts.append(
            pa.table(
                {
                    **{n: who.field(n) for n in names},
                    "day": events["published"].take(of),
                    "shard": events["shard"].take(of),
                }
            )
        )
    seen = pa.concat_tables(parts)
    grouped = seen.group_by(["actor_id", "name", "country", "sector", "role", "shard"])
    summed = grouped.aggregate([("day", "min"), ("day", "max"), ("day", "count")])
    size = summed.num_rows
    return filled("actors", size, {
        **{n: summed[n] for n in ("actor_id", "name", "country", "sector", "role", "shard")},
        "first_seen": summed["day_min"], "last_seen": summed["day_max"], "n_events": summed["day_count"], "n_quotes": [0] * size,
    })  # fmt: skip


def filled(table: str, size: int, columns: dict[str, Any]) -> pa.Table:
    """The columns in the schema's order and types; those that are not given are null."""
    schema = arrow_schema(table)
    arrays = []
    for field in schema:
        value = columns.get(field.name)
        array = (
            pa.nulls(size, field.type)
            if value is None
            else value
            if isinstance(value, pa.Array | pa.ChunkedArray)
            else pa.array(value)
        )
        arrays.append(array.cast(field.type))
    return pa.Table.from_arrays(arrays, schema=schema)


def merged(
    random: np.random.Generator, events: pa.Table, articles: pa.Table, number: int
) -> dict[str, pa.Table]:
    """Stories of one to four copies, and merged events of one to five reports, in the order of publication."""
    size, reports = articles.num_rows, events.num_rows
    story = np.cumsum(random.random(size) < 0.7) - 1
    story[story < 0] = 0
    firsts = np.unique(story, return_index=True)[1]
    story_ids = hexes(random, int(story[-1]) + 1, 16)
    copies = np.bincount(story)
    of = np.cumsum(random.random(reports) < 0.6) - 1
    of[of < 0] = 0
    leads = np.unique(of, return_index=True)[1]
    merged_ids = hexes(random, int(of[-1]) + 1, 16)
    n_reports = np.bincount(of)
    article_at = {key: i for i, key in enumerate(articles["article_id"].to_pylist())}
    of_article = np.array([article_at[key] for key in events["article_id"].to_pylist()])
    pair = np.unique(np.stack([of, story[of_article]]), axis=1)[0]
    n_stories = np.bincount(pair, minlength=len(n_reports))
    lead = events.take(pa.array(leads))
    same = [
        name
        for name in arrow_schema("merged_events").names
        if name in events.column_names and name not in {"shard"}
    ]
    return {
        "stories": filled("stories", len(copies), {
            "story_id": story_ids, "n_articles": copies, "n_pages": copies, "n_outlets": copies, "as_of_shard": [number] * len(copies),
            "earliest_article_id": articles["article_id"].take(pa.array(firsts)), "fullest_article_id": articles["article_id"].take(pa.array(firsts)),
            "first_published": articles["published_start"].take(pa.array(firsts)), "last_published": articles["published_start"].take(pa.array(firsts)),
            "title": articles["title"].take(pa.array(firsts)), "wire": articles["wire"].take(pa.array(firsts)),
            "outlets": lists(np.ones(len(firsts), int), articles["outlet"].take(pa.array(firsts)).combine_chunks()),
        }),
        "story_members": filled("story_members", size, {
            "story_id": story_ids.take(pa.array(story)), "article_id": articles["article_id"], "published": articles["published_start"],
            "outlet": articles["outlet"], "wire": articles["wire"], "is_wire": [False] * size, "shard": [number] * size,
            "is_earliest": np.isin(np.arange(size), firsts),
        }),
        "merged_events": filled("merged_events", len(leads), {
            **{name: lead[name] for name in same}, "merged_id": merged_ids, "lead_event_id": lead["event_id"], "n_reports": n_reports,
            "n_articles": n_reports, "n_stories": n_stories, "n_outlets": n_stories, "first_report": lead["published"], "last_report": lead["published"],
            "outlets": lists(np.ones(len(leads), int), lead["outlet"].combine_chunks()), "as_of_shard": [number] * len(leads),
            "contradictions": lists(np.zeros(len(leads), int), pa.array([], arrow_schema("merged_events").field("contradictions").type.value_type)),
        }),
        "members": filled("members", reports, {
            "merged_id": merged_ids.take(pa.array(of)), "event_id": events["event_id"], "article_id": events["article_id"],
            "story_id": story_ids.take(pa.array(story[of_article])), "published": events["published"], "outlet": events["outlet"],
            "shard": [number] * reports,
        }),
    }  # fmt: skip


def generate(root: Path, events: int, months: int, seed: int = 7, start: int = 2015) -> None:
    """Write the record into a new folder."""
    make(root)
    world = World(seed)
    state = log.read_state(root)
    began = time.perf_counter()
    for number in range(months):
        first = dt.date(start + number // 12, number % 12 + 1, 1)
        tables = month_of_events(world, first, events // months, number)
        infos: list[FileInfo] = []
        for name, rows in tables.items():
            infos.append(write_table(root, f"{name}/month={first:%Y-%m}/{number:06d}.parquet", rows))
        counts = {name: rows.num_rows for name, rows in tables.items()}
        stamp = f"{first:%Y-%m}-28T12:00:00+00:00"
        state = log.append(root, state, "shard", add=infos, time=stamp, shard=number, run=0, counts=counts)
        print(f"\r{number + 1}/{months} months, {time.perf_counter() - began:.0f} s", end="", file=sys.stderr)
    log.write_whole_state(root, state)
    print(file=sys.stderr)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--months", type=int, default=120)
    parser.add_argument("--seed", type=int, default=7)
    told = parser.parse_args(arguments)
    generate(told.folder, told.events, told.months, told.seed)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
