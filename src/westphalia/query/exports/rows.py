"""One reported event (a row of `OpenRecord.events`) as rows of POLECAT, ICEWS and GDELT, and as PLOVER's JSON.

None of these formats can say on whose word an event stands, or whether it is told as planned or denied: docs/exports.md
lists what each of them loses. An event whose type has no CAMEO code has no row in ICEWS and GDELT.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from westphalia.query.exports import lists, tables
from westphalia.query.flat import cell, iso, rounded
from westphalia.version import VERSION

Row = Mapping[str, Any]
Made = dict[str, Any]

FEATURE = {"city": "PPL", "admin1": "ADM1", "country": "PCLI"}  # GeoNames' feature codes


def text(value: object) -> str:
    """A cell of a tab-separated file: no tabs, line ends or double quotes, nothing for null; safe for spreadsheets."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.7g}"
    if not isinstance(value, str):
        return str(value)
    return str(cell(" ".join(value.replace('"', "'").split())))


def number(event_id: str, part: int = 0) -> int:
    """A positive 63-bit number for an id of 16 hexadecimal digits; another for each further part of the event."""
    if part:
        event_id = hashlib.sha256(f"{event_id}/{part}".encode()).hexdigest()[:16]
    return int(event_id, 16) & (2**63 - 1)


# --- POLECAT ------------------------------------------------------------------------------------


def polecat(row: Row) -> Iterator[Made]:
    """One row an event; several actors or recipients, and their properties, are joined by "; ".

    None for an event without a date, or of a user's own type: POLECAT has neither.
    """
    from westphalia.ontology.plover import event_types

    if row["date_start"] is None or row["type"] not in event_types():
        return
    place = row["place_name"] or row["place_text"]
    city = row["place_precision"] == "city"
    made: Made = {
        "Event ID": row["event_id"],
        "Event Date": row["date_start"],
        "Event Type": row["type"],
        "Event Mode": row["mode"],
        "Intensity": row["intensity"],
        "Quad Code": _quads().get(row["quad_class"], ""),
        "Contexts": "; ".join(_contexts().get(name, name) for name in row["contexts"]),
        **_polecat_side(row["actors"], "Actor"),
        **_polecat_side(row["recipients"], "Recipient"),
        "Placename": place,
        "City": place if city else None,
        "Province": row["place_admin1"],
        "Country": row["place_country"],
        "Latitude": row["latitude"],
        "Longitude": row["longitude"],
        "GeoNames ID": row["geonames_id"],
        "Raw Placename": row["place_text"],
        "Feature Type": FEATURE.get(row["place_precision"] or ""),
        "Source": row["outlet"],
        "Publication Date": row["published"],
        "Language": row.get("language") or "en",
        "Version": f"Westphalia {VERSION}",
    }
    yield {name: text(made.get(name)) for name in lists.POLECAT}


def _polecat_side(actors: list[Row], side: str) -> Made:
    if not actors:
        names = ("Name", "Country", "COW", "Sectors", "Title", "Name Raw")
        return {**{f"{side} {name}": "None" for name in names}, f"Primary {side} Sector": "None"}
    every = [_codes(actor) for actor in actors]
    return {
        f"{side} Name": "; ".join(actor["name"] or actor["text"] for actor in actors),
        f"{side} Country": "; ".join(code or "None" for codes in every for code in codes),
        f"{side} COW": "; ".join(tables.cow(code) or "None" for codes in every for code in codes),
        f"Primary {side} Sector": actors[0]["sector"],
        f"{side} Sectors": "; ".join(actor["sector"] for actor in actors),
        f"{side} Title": "; ".join(actor["role"] or "None" for actor in actors),
        f"{side} Name Raw": "; ".join(actor["text"] for actor in actors),
    }


def _codes(actor: Row) -> list[str | None]:
    """An actor's country, or those of whom it stands for."""
    members = [member["country"] for member in actor["members"]]
    return [actor["country"]] if actor["country"] or not members else members


@cache
def _quads() -> Mapping[int, str]:
    from westphalia.ontology.plover import quad_names

    return quad_names()


@cache
def _contexts() -> Mapping[str, str]:
    from westphalia.ontology.plover import context_spellings

    return context_spellings()


# --- ICEWS --------------------------------------------------------------------------------------


def icews(row: Row) -> Iterator[Made]:
    """One row a pair of actor and recipient; none without a date or a CAMEO code."""
    code = tables.cameo(row["type"], row["mode"], row["cameo_root"])
    if code is None or row["date_start"] is None:
        return
    place, city = row["place_name"] or row["place_text"], row["place_precision"] == "city"
    pairs = [(a, b) for a in row["actors"] or [None] for b in row["recipients"] or [None]]
    for part, (source, target) in enumerate(pairs):
        made: Made = {
            "Event ID": number(row["event_id"], part),
            "Event Date": row["date_start"],
            **_icews_side(source, "Source"),
            "Event Text": code.text,
            "CAMEO Code": code.code,
            "Intensity": code.goldstein,
            **_icews_side(target, "Target"),
            "Story ID": number(row["story_id"] or row["article_id"][:16]),
            "Publisher": row["outlet"],
            "City": place if city else None,
            "Province": row["place_admin1"],
            "Country": tables.icews_country(row["place_country"]),
            "Latitude": row["latitude"],
            "Longitude": row["longitude"],
        }
        yield {name: text(made.get(name)) for name in lists.ICEWS}


def _icews_side(actor: Row | None, side: str) -> Made:
    if actor is None:
        return {}
    country = tables.icews_country(actor["country"])
    entry = tables.sectors().get(actor["sector"], {})
    name = actor["name"]
    if not name:
        label = entry.get("label") or actor["text"]
        name = f"{label} ({country})" if country else label
    return {f"{side} Name": name, f"{side} Sectors": entry.get("icews", ""), f"{side} Country": country}


# --- GDELT --------------------------------------------------------------------------------------


def gdelt(row: Row) -> Iterator[Made]:
    """One row a merged event (or a report, where nothing was merged); none for a type without a CAMEO code."""
    code = tables.cameo(row["type"], row["mode"], row["cameo_root"])
    day: dt.date | None = row["date_start"]
    if code is None or day is None:
        return
    added = row["published"] or day
    made: Made = {
        "GlobalEventID": number(row["merged_id"] or row["event_id"]),
        "Day": f"{day:%Y%m%d}",
        "MonthYear": f"{day:%Y%m}",
        "Year": f"{day:%Y}",
        "FractionDate": f"{day.year + ((day.month - 1) * 30 + day.day) / 365:.4f}",
        **_gdelt_actor(row["actors"], "Actor1"),
        **_gdelt_actor(row["recipients"], "Actor2"),
        "IsRootEvent": int(bool(row.get("in_lead"))),
        "EventCode": code.code,
        "EventBaseCode": code.base,
        "EventRootCode": code.root,
        "QuadClass": tables.quad_of_root(code.root),
        "GoldsteinScale": code.goldstein,
        "NumMentions": row["n_reports"],
        "NumSources": row["n_outlets"],
        "NumArticles": row.get("n_articles") or row["n_reports"],
        "Actor1Geo_Type": 0,
        "Actor2Geo_Type": 0,
        **_gdelt_place(row),
        "DATEADDED": f"{added:%Y%m%d}000000",
        "SOURCEURL": row["url"] or row["source"],
    }
    yield {name: text(made.get(name)) for name in lists.GDELT}


def _gdelt_actor(actors: list[Row], side: str) -> Made:
    if not actors:
        return {}
    actor = actors[0]
    found = tables.cameo_actor(actor["country"], actor["sector"], actor["name"])
    types = {f"{side}Type{n}Code": kind for n, kind in enumerate(found.types, 1)}
    return {
        f"{side}Code": found.code,
        f"{side}Name": (actor["name"] or actor["text"]).upper(),
        f"{side}CountryCode": found.country,
        f"{side}KnownGroupCode": found.group,
        **types,
    }


def _gdelt_place(row: Row) -> Made:
    country, precision = row["place_country"], row["place_precision"]
    fips = tables.fips(country)
    if not fips or row["latitude"] is None:
        return {"ActionGeo_Type": 0}
    from westphalia.ontology.countries import name_of

    kinds = {"country": 1, "admin1": 2 if country == "USA" else 5, "city": 3 if country == "USA" else 4}
    kind = kinds.get(precision or "", 1)
    parts = {1: [], 2: [row["place_name"]], 5: [row["place_name"]]}.get(
        kind, [row["place_name"], row["place_admin1"]]
    )
    whole = ", ".join([*(part for part in parts if part), name_of(country) or country])
    return {
        "ActionGeo_Type": kind,
        "ActionGeo_Fullname": whole,
        "ActionGeo_CountryCode": fips,
        "ActionGeo_ADM1Code": fips if kind == 1 else "",
        "ActionGeo_Lat": row["latitude"],
        "ActionGeo_Long": row["longitude"],
        "ActionGeo_FeatureID": fips if kind == 1 else "",
    }


def gdelt_mentions(row: Row) -> Iterator[Made]:
    """One row a report, with the number of the merged event that it tells of."""
    if tables.cameo(row["type"], row["mode"], row["cameo_root"]) is None or row["date_start"] is None:
        return
    first: dt.date = row.get("first_report") or row["published"] or row["date_start"]
    told: dt.date = row["published"] or first
    url = row["url"]
    citation = ", ".join(str(part) for part in (row["outlet"], row["title"], row["published"]) if part)
    made: Made = {
        "GlobalEventID": number(row["merged_id"] or row["event_id"]),
        "EventTimeDate": f"{first:%Y%m%d}000000",
        "MentionTimeDate": f"{told:%Y%m%d}000000",
        "MentionType": 1 if url else 2,
        "MentionSourceName": (urlsplit(url).hostname or "").removeprefix("www.") if url else row["outlet"],
        "MentionIdentifier": url or citation or row["source"],
        "Actor1CharOffset": row["actors"][0]["start"] if row["actors"] else -1,
        "Actor2CharOffset": row["recipients"][0]["start"] if row["recipients"] else -1,
        "ActionCharOffset": row["trigger_start"],
        "InRawText": 1,
        "Confidence": round(row["confidence"] * 100),
        "MentionDocLen": row.get("article_length"),
    }
    yield {name: text(made.get(name)) for name in lists.GDELT_MENTIONS}


# --- PLOVER JSON --------------------------------------------------------------------------------


def plover_json(row: Row) -> Made:
    """One object an event: PLOVER's parts by name, with evidence and sources, which PLOVER leaves to the coder."""
    return {
        "id": row["event_id"],
        "date": iso(row) or None,
        "event": row["type"],
        "mode": row["mode"],
        "context": list(row["contexts"]),
        "auxiliary": list(row["aux"]),
        "status": row["status"],
        "score": rounded(row["intensity"]),
        "quad": row["quad_class"],
        "actor": [_plover_actor(actor) for actor in row["actors"]],
        "recipient": [_plover_actor(actor) for actor in row["recipients"]],
        "location": {
            "name": row["place_name"] or row["place_text"],
            "country": row["place_country"],
            "admin1": row["place_admin1"],
            "lat": row["latitude"],
            "lon": row["longitude"],
            "geonames": row["geonames_id"],
            "resolution": row["place_precision"],
        }
        if row["place_text"] or row["place_name"]
        else None,
        "source": {
            "publisher": row["outlet"],
            "url": row["url"],
            "title": row["title"],
            "published": None if row["published"] is None else row["published"].isoformat(),
            "attribution": list(row["sources"]),
        },
        "text": row["sentence"],
        "trigger": row["trigger_words"],
        "confidence": rounded(row["confidence"]),
        "reports": row["n_reports"],
        "stories": row["n_stories"],
        "coder": f"Westphalia {VERSION}",
    }


def _plover_actor(actor: Row) -> Made:
    return {
        "text": actor["text"],
        "name": actor["name"],
        "country": actor["country"],
        "cow": tables.cow(actor["country"]) or None,
        "sector": actor["sector"],
        "role": actor["role"],
        "members": [member["country"] for member in actor["members"] if member["country"]],
        "id": actor["actor_id"],
    }
