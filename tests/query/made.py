"""A small record written by hand: six articles, nine events, two stories, one event told three times."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from westphalia.record import open_writer
from westphalia.record.files import FileInfo
from westphalia.record.schema import arrow_schema

Row = dict[str, Any]


def hexed(name: str, digits: int = 16) -> str:
    import hashlib

    return hashlib.sha256(name.encode()).hexdigest()[:digits]


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def actor(
    text: str,
    words: str,
    actor_id: str,
    name: str | None,
    country: str | None,
    sector: str,
    role: str | None = None,
) -> Row:
    """A mention whose words stand in the article's text."""
    start = text.index(words)
    return {
        "text": words, "start": start, "end": start + len(words), "actor_id": actor_id, "name": name,
        "country": country, "sector": sector, "role": role, "members": [],
    }  # fmt: skip


ARREST = "Kenyan police arrested opposition leader Amina Odhiambo in Nairobi on Monday, Interior Minister Peter Mwangi said."
TEXTS = {
    "a1": f"Odhiambo held\n\n{ARREST}",
    "a2": f"Police hold opposition leader\n\n{ARREST} More follows.",
    "a3": "Amina Odhiambo was not arrested by police, her party said on Tuesday.",
    "a4": "China agreed gas deliveries with Russia in Moscow. Russia thanked China. Russia will help China in 2025.",
    "a5": "=cmd|' /C calc'!A0 rebels shelled villagers near Goma, \t\"killing\" <b>nine</b>\x1b[31m.",
    "a6": "Chad hosted the lake summit. Chad gave food to Niger.",
}
OUTLETS = {
    "a1": "Daily Nation",
    "a2": "The Standard",
    "a3": "Mwananchi",
    "a4": "Xinhua",
    "a5": "Reuters",
    "a6": "Reuters",
}
PUBLISHED = {
    "a1": "2024-03-04", "a2": "2024-03-05", "a3": "2024-03-05", "a4": "2024-04-10", "a5": "2024-04-12", "a6": "2024-05-02",
}  # fmt: skip
ODHIAMBO, MWANGI = f"p-{hexed('odhiambo', 12)}", f"p-{hexed('mwangi', 12)}"


def article(key: str) -> Row:
    published = day(PUBLISHED[key])
    text = TEXTS[key]
    return {
        "article_id": hexed(key, 64), "text": text, "title": text[:24], "outlet": OUTLETS[key],
        "wire": "AFP" if key in {"a1", "a2"} else None, "published_start": published, "published_end": published,
        "published_precision": "day", "published_grain": "day", "published_basis": "json-ld", "source": f"{key}.html",
        "url": None if key == "a5" else f"https://www.example.org/{key}", "language": "en", "shard": 0,
        "blocks": [{"kind": "body", "start": 0, "end": len(text), "reason": "sentences", "repeat_of": None}],
    }  # fmt: skip


def event(
    number: int, key: str, sentence: str, trigger: str, kind: str, mode: str | None, **more: Any
) -> Row:
    """One row of `events`; the flat columns are made from the lists of actors."""
    from westphalia.ontology.plover import event_types

    text = TEXTS[key]
    start = text.index(sentence)
    at = text.index(trigger, start)
    known = event_types().get(kind)
    row: Row = {
        "event_id": hexed(f"e{number}"), "article_id": hexed(key, 64), "outlet": OUTLETS[key], "published": day(PUBLISHED[key]),
        "type": kind, "mode": mode, "status": "reported", "aux": [], "contexts": [], "actors": [], "recipients": [], "said_by": [],
        "sources": [OUTLETS[key]], "quote_ids": [], "trigger_start": at, "trigger_end": at + len(trigger), "sentence_start": start,
        "sentence_end": start + len(sentence), "confidence": 0.9, "shard": 0, "date_precision": "day", "date_grain": "day",
        "date_basis": "text+publication", "quad_class": known.quad_class if known else None,
        "intensity": known.intensity(mode) if known else None, "cameo_root": known.cameo_root(mode) if known else None,
    } | more  # fmt: skip
    row.setdefault("date_end", row.get("date_start"))
    for side in ("actor", "recipient"):
        actors = row[f"{side}s"]
        row[f"{side}_ids"] = list(dict.fromkeys(a["actor_id"] for a in actors))
        row[f"{side}_countries"] = list(dict.fromkeys(a["country"] for a in actors if a["country"]))
        row[f"{side}_sectors"] = list(dict.fromkeys(a["sector"] for a in actors))
    return row


def place(name: str, country: str, lat: float, lon: float, number: int, precision: str = "city") -> Row:
    return {
        "place_text": name, "place_name": name, "place_country": country, "place_admin1": f"{name} Region",
        "latitude": lat, "longitude": lon, "geonames_id": number, "place_precision": precision, "place_basis": "name",
        "place_use": "event",
    }  # fmt: skip


def arrest(number: int, key: str, status: str = "reported") -> Row:
    text = TEXTS[key]
    sentence = ARREST if key != "a3" else text
    who = actor(text, "police", "KEN-COP", None, "KEN", "COP")
    whom = actor(text, "Amina Odhiambo", ODHIAMBO, "Amina Odhiambo", "KEN", "OPP", "opposition leader")
    more: Row = {"actors": [who], "recipients": [whom], "status": status, "date_start": day("2024-03-04")}
    if key == "a3":
        return event(
            number, key, sentence, "arrested", "COERCE", "arrest", aux=["negation"], confidence=0.6, **more
        )
    said = actor(text, "Peter Mwangi", MWANGI, "Peter Mwangi", "KEN", "GOV", "interior minister")
    sources = ["Peter Mwangi", "AFP", OUTLETS[key]]
    where = place("Nairobi", "KEN", -1.28333, 36.81667, 184745)
    return event(
        number, key, sentence, "arrested", "COERCE", "arrest", said_by=[said], sources=sources, contexts=["legal"], **more, **where
    )  # fmt: skip


def events() -> list[Row]:
    def nation(key: str, name: str, code: str) -> Row:
        return actor(TEXTS[key], name, f"{code}-GOV", name, code, "GOV")

    first, second, third = (part.strip() + "." for part in TEXTS["a4"].rstrip(".").split("."))
    summit, food = (part.strip() + "." for part in TEXTS["a6"].rstrip(".").split("."))
    villagers = actor(TEXTS["a5"], "villagers", "COD-CVL", None, "COD", "CVL")
    rebels = actor(TEXTS["a5"], "=cmd|' /C calc'!A0 rebels", "----REB", None, None, "REB")
    china, russia = nation("a4", "China", "CHN"), nation("a4", "Russia", "RUS")
    moscow = place("Moscow", "RUS", 55.75222, 37.61556, 524901)
    year = {
        "date_start": day("2025-01-01"),
        "date_end": day("2025-12-31"),
        "date_precision": "year",
        "date_grain": "year",
    }
    own = {"quad_class": None, "intensity": None, "cameo_root": None, "date_start": day("2024-05-01")}
    return [
        arrest(1, "a1"), arrest(2, "a2"), arrest(3, "a3", "denied"),
        event(4, "a4", first, "agreed", "COOPERATE", None, actors=[china], recipients=[russia], date_start=day("2024-04-09"), contexts=["economic"], **moscow),
        event(5, "a4", second, "thanked", "SUPPORT", None, actors=[russia], recipients=[china], date_start=day("2024-04-10")),
        event(6, "a4", third, "help", "AID", None, actors=[russia], recipients=[china], status="planned", aux=["future"], **year),
        event(7, "a5", TEXTS["a5"], "shelled", "ASSAULT", "heavy-weapons", actors=[rebels], recipients=[villagers], date_start=day("2024-04-11"), **place("Goma", "COD", -1.67409, 29.22845, 216281)),
        event(8, "a6", summit, "hosted", "SUMMIT", None, actors=[nation("a6", "Chad", "TCD")], **own),
        event(9, "a6", food, "gave", "AID", None, actors=[nation("a6", "Chad", "TCD")], recipients=[nation("a6", "Niger", "NER")], date_start=None, date_precision=None),
    ]  # fmt: skip


def quotes() -> list[Row]:
    text = TEXTS["a1"]
    who = actor(text, "Peter Mwangi", MWANGI, "Peter Mwangi", "KEN", "GOV", "interior minister")
    return [
        {
            "quote_id": hexed("q1"), "article_id": hexed("a1", 64), "outlet": OUTLETS["a1"], "published": day(PUBLISHED["a1"]),
            "start": 0, "end": 8, "text": "She broke the law", "speaker": [who], "addressee": [], "via": [], "speaker_id": MWANGI,
            "speaker_name": "Peter Mwangi", "speaker_country": "KEN", "speaker_sector": "GOV", "confidence": 0.8, "shard": 0,
        }
    ]  # fmt: skip


def sightings(rows: list[Row]) -> list[Row]:
    """One row an actor: how often it is in the events."""
    seen: dict[str, Row] = {}
    for row in rows:
        for who in (*row["actors"], *row["recipients"], *row["said_by"]):
            names = {name: who[name] for name in ("actor_id", "name", "country", "sector", "role")}
            fresh = {**names, "first_seen": row["published"], "last_seen": row["published"], "n_events": 0, "n_quotes": 0, "shard": 0}  # fmt: skip
            entry = seen.setdefault(who["actor_id"], fresh)
            entry["n_events"] += 1
            entry["last_seen"] = max(entry["last_seen"], row["published"])
    return list(seen.values())


def merging(rows: list[Row]) -> dict[str, list[Row]]:
    """a2 is a reprint of a1; the three arrests are one event, every other event its own."""
    story = {key: "a1" if key == "a2" else key for key in TEXTS}
    by_article = {hexed(key, 64): key for key in TEXTS}
    stories, members, told = [], [], []
    for key in TEXTS:
        members.append(
            {
                "story_id": hexed(f"s{story[key]}"), "article_id": hexed(key, 64), "published": day(PUBLISHED[key]),
                "outlet": OUTLETS[key], "wire": None, "is_wire": False, "is_earliest": key == story[key], "shard": 0,
            }
        )  # fmt: skip
        if story[key] == key:
            copies = [other for other in TEXTS if story[other] == key]
            stories.append(
                {
                    "story_id": hexed(f"s{key}"), "n_articles": len(copies), "n_pages": len(copies), "n_outlets": len(copies),
                    "wire": "AFP" if key == "a1" else None, "earliest_article_id": hexed(key, 64),
                    "fullest_article_id": hexed(copies[-1], 64), "first_published": day(PUBLISHED[key]),
                    "last_published": day(PUBLISHED[copies[-1]]), "title": TEXTS[key][:24],
                    "outlets": sorted(OUTLETS[other] for other in copies), "as_of_shard": 0,
                }
            )  # fmt: skip
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault("arrest" if row["mode"] == "arrest" else row["event_id"], []).append(row)
    for name, group in groups.items():
        lead = group[0]
        keys = {by_article[row["article_id"]] for row in group}
        same = {n: lead[n] for n in arrow_schema("merged_events").names if n in lead}
        days = [row["published"] for row in group]
        statuses = sorted({row["status"] for row in group})
        versions = [
            {"value": value, "event_ids": [row["event_id"] for row in group if row["status"] == value]}
            for value in statuses
        ]
        told.append(
            {
                **same, "merged_id": hexed(f"m{name}"), "lead_event_id": lead["event_id"], "n_reports": len(group),
                "n_articles": len(keys), "n_stories": len({story[key] for key in keys}), "n_outlets": len({OUTLETS[k] for k in keys}),
                "first_report": min(days), "last_report": max(days), "outlets": sorted({OUTLETS[k] for k in keys}),
                "contradictions": [{"field": "status", "values": versions}] if len(statuses) > 1 else [], "as_of_shard": 0,
            }
        )  # fmt: skip
    of = {row["event_id"]: name for name, group in groups.items() for row in group}
    mine = [
        {
            "merged_id": hexed(f"m{of[row['event_id']]}"), "event_id": row["event_id"], "article_id": row["article_id"],
            "story_id": hexed(f"s{story[by_article[row['article_id']]]}"), "published": row["published"], "outlet": row["outlet"],
            "shard": 0,
        }
        for row in rows
    ]  # fmt: skip
    return {"stories": stories, "story_members": members, "merged_events": told, "members": mine}


_MONTH = {
    "articles": "published_start", "events": "published", "quotes": "published", "stories": "first_published",
    "merged_events": "first_report", "members": "published", "story_members": "published",
}  # fmt: skip


def write(root: Path, *, merged: bool = True) -> Path:
    """The record in a new folder, by the record's own writer."""
    rows = events()
    tables: Mapping[str, list[Row]] = {
        "articles": [article(key) for key in TEXTS],
        "events": rows,
        "quotes": quotes(),
        "actors": sightings(rows),
        **(merging(rows) if merged else {}),
    }
    with open_writer(root, "test", clock=lambda: "2024-06-01T00:00:00+00:00") as writer:
        add: list[FileInfo] = []
        for table, made in tables.items():
            by_month: dict[str, list[Row]] = {}
            for row in made:
                on = row.get(_MONTH.get(table, ""))
                by_month.setdefault(f"{on:%Y-%m}" if on else "0000-00", []).append(row)
            schema = arrow_schema(table)
            for month, part in sorted(by_month.items()):
                whole = [{name: row.get(name) for name in schema.names} for row in part]
                add += writer.write("000000", [(table, month, pa.Table.from_pylist(whole, schema))])
        counts = {table: len(made) for table, made in tables.items()}
        writer.step("shard", add=add, shard=0, run=0, counts=counts)
        writer.close()
    return root
