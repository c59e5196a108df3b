"""Readers of the sources of the office holders: each turns one file into plain facts.

A fact is a person in an office with two dates as the source gives them; nothing is weighed or merged here.
Dates that a source lacks are handled by the rules that `build_holders.py` states. All functions take the
folder that holds the source files, laid out as `SOURCES_holders_places.md` tells.
"""

from __future__ import annotations

import csv
import datetime as dt
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from westphalia.ontology import countries
from westphalia.ontology.holders_names import TITLES
from westphalia.ontology.places_names import fold

OLDEST = dt.date(1980, 1, 1)  # terms that ended before are left out
ATLAS_END = dt.date(2026, 5, 17)  # newest factbook snapshot
SCRAPED = dt.date(2023, 6, 30)  # about when the cabinets were taken from Wikidata


# Codes of the dictionaries that ISO has replaced.
RENAMED = {
    "BUR": "MMR",
    "TMP": "TLS",
    "ZAR": "COD",
    "ROM": "ROU",
    "KSV": "KOS",
    "SCG": "SRB",
    "ANT": "NLD",
    "PAL": "PSE",
}

NO_PERSON = re.compile(
    r"\d|\b(army|front|council|authority|party|movement|union|liberation|government|office|forces?|organi[sz]ation|"
    r"revolution|resistance|ministry|commissioner|brigades?|committee|congress|league|group|people'?s|minister|"
    r"president|governor|of|republic|monarchy|parliament|police|guard|state|kingdom|vacant)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Fact:
    """`short` are the short forms that the source itself tells; `end` None means open in the source."""

    source: str
    name: str
    country: str
    office: str
    start: dt.date | None
    end: dt.date | None
    precision: str
    short: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    identity: str = ""
    seen: dt.date | None = None  # last time that the source saw an open term


def table(path: Path, encoding: str = "utf-8") -> list[dict[str, str]]:
    with path.open(encoding=encoding, newline="", errors="replace") as file:
        return list(csv.DictReader(file))


def date(text: str) -> tuple[dt.date, str] | None:
    """ISO dates of day, month or year precision."""
    match = re.match(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", text or "")
    if not match:
        return None
    year, month, day = (int(g) if g else 0 for g in match.groups())
    try:
        return dt.date(year, month or 1, day or 1), "day" if day else "month" if month else "year"
    except ValueError:
        return None


def last_day(text: str) -> tuple[dt.date, str] | None:
    """The same for an end: the month's or year's last day where the day is not told."""
    found = date(text)
    if found is None or found[1] == "day":
        return found
    first, precision = found
    if precision == "year":
        return dt.date(first.year, 12, 31), precision
    return (first.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1), precision


def gec_codes(folder: Path) -> dict[str, str]:
    """FIPS/GEC codes to ISO alpha-3."""
    found = {}
    for row in table(folder / "country_names/country-codes.csv"):
        for code in re.split(r"[,; ]+", row["FIPS"] or ""):
            if code:
                found[code.lower()] = row["ISO3166-1-Alpha-3"]
    found.update(
        {
            "kv": "KOS",
            "we": "PSE",
            "gz": "PSE",
            "rb": "SRB",
            "ri": "SRB",
            "mj": "MNE",
            "od": "SSD",
            "tw": "TWN",
        }
    )
    return found


def country_of(name: str) -> str:
    if name in ("Korea, North", "North Korea"):
        return "PRK"
    hit = countries.of_phrase(name)
    return RENAMED.get(hit.code, hit.code) if hit is not None and hit.code else ""


def own(path: Path) -> Iterator[Fact]:
    """The table written for Westphalia. A row without a name continues the person above it."""
    name, aliases, short = "", "", ""
    for row in table(path):
        if row["name"]:
            name, aliases, short = row["name"], row["aliases"], row["short"]
        start, end = date(row["start"]), last_day(row["end"])
        if start is None:
            raise ValueError(f"{path.name}: {name}: no start")
        yield Fact(
            "own",
            name,
            row["country"],
            row["office"],
            start[0],
            end[0] if end else None,
            start[1],
            tuple(s for s in short.split("|") if s),
            tuple(a for a in aliases.split("|") if a),
            f"own {name}",
        )


_FILE_COUNTRY = {
    "argentina": "ARG",
    "australia": "AUS",
    "belarus": "BLR",
    "brazil": "BRA",
    "canada": "CAN",
    "china": "CHN",
    "egypt": "EGY",
    "france": "FRA",
    "greece": "GRC",
    "hungary": "HUN",
    "india": "IND",
    "indonesia": "IDN",
    "iran": "IRN",
    "israel": "ISR",
    "japan": "JPN",
    "kazakhstan": "KAZ",
    "kenya": "KEN",
    "mexico": "MEX",
    "nigeria": "NGA",
    "pakistan": "PAK",
    "philippines": "PHL",
    "poland": "POL",
    "russia": "RUS",
    "south-africa": "ZAF",
    "south-korea": "KOR",
    "sri-lanka": "LKA",
    "sudan": "SDN",
    "turkey": "TUR",
    "uae": "ARE",
    "ukraine": "UKR",
    "united-kingdom": "GBR",
    "us-cabinet": "USA",
    "yemen": "YEM",
    "zimbabwe": "ZWE",
}


def cabinets(folder: Path) -> Iterator[Fact]:
    """Cabinets from Wikidata. An open end was open in 2023."""
    for path in sorted((folder / "every_politician_scrapers").glob("*.holders21.csv")):
        country = next((code for stem, code in _FILE_COUNTRY.items() if path.name.startswith(stem)), "")
        for row in table(path):
            start, end = date(row["start"]), last_day(row["end"])
            if not row["person"] or start is None or re.match(r"Q\d+$", row["person"]):
                continue
            here, office = country, row["position"]
            if not here:
                here, office = _international(office)
            if here:
                alias = (row["enwiki"],) if row.get("enwiki") else ()
                yield Fact(
                    "wd",
                    row["person"],
                    here,
                    office,
                    start[0],
                    end[0] if end else None,
                    start[1],
                    aliases=tuple(re.sub(r" \(.*", "", a) for a in alias),
                    identity=row["personID"],
                    seen=SCRAPED,
                )


def _international(office: str) -> tuple[str, str]:
    if "United Nations" in office or "UN " in office:
        return "UNO", office
    if "European" in office:
        return "EUR", office
    return "IGO", office


def world_lists(folder: Path) -> Iterator[Fact]:
    """Leaders and foreign ministers of every country about 2022."""
    base = folder / "every_politician_scrapers"
    for row in table(base / "world_leaders_2021.wikidata.csv") + table(
        base / "world_leaders_2021.wikipedia.csv"
    ):
        name = row.get("officeholderLabel") or row.get("officeholderlabel") or ""
        office = row.get("positionLabel") or row.get("positionlabel") or ""
        start, country = date(row["start_year"]), country_of(row["country"])
        end = last_day(row["end_year"])
        if name and start and country:
            office = re.sub(r" of (the )?[A-Z].*", "", office)
            yield Fact(
                "wl",
                name,
                country,
                office,
                start[0],
                end[0] if end else None,
                "year",
                identity=row["officeholder"],
                seen=dt.date(2022, 12, 31),
            )
    for row in table(base / "world.foreign_ministers.wikidata.csv") + table(
        base / "world.foreign_ministers.wikipedia.csv"
    ):
        start, country = date(row["start"]), country_of(row["countryLabel"])
        if row["name"] and country and start:
            yield Fact(
                "wl",
                row["name"],
                country,
                "foreign minister",
                start[0],
                None,
                start[1],
                identity=row["person"],
                seen=dt.date(2022, 12, 31),
            )


def capitals(name: str) -> tuple[str, tuple[str, ...]]:
    """ "Friedrich MERZ" → "Friedrich Merz" and its family name as short form."""
    words = re.sub(r",.*", "", name).split()
    family = [word for word in words if len(word) > 1 and word.upper() == word]
    plain = " ".join(_cased(word) for word in words)
    return plain, (" ".join(_cased(word) for word in family),) if family and len(family) < len(words) else ()


def _cased(word: str) -> str:
    if len(word) > 1 and word.upper() == word:
        return "-".join(part[:1] + part[1:].lower() for part in word.split("-"))
    return word


_SINCE = re.compile(r"\((?:Acting[;,]? )?since (?:about )?((?:\d{1,2} )?(?:[A-Z][a-z]+ )?\d{4})\s*\)")


def factbook(folder: Path) -> Iterator[Fact]:
    """Chiefs of state and heads of government by snapshot; the text names who since when."""
    codes = gec_codes(folder)
    for row in table(folder / "factbook_history/executive_by_snapshot.csv"):
        country = codes.get(row["gec_code"])
        seen = date(row["last_snapshot"])
        if not country or seen is None:
            continue
        text = html.unescape(re.split(r"\bnotes?\b", row["text"])[0]).replace("\xa0", " ")
        title, at = "", 0
        for match in _SINCE.finditer(text):
            piece = re.split(
                r"[;,]|\band\b|represented by",
                re.sub(r"\([^)]*\)?|\"[^\"]*\"", " ", text[at : match.start()]),
            )[-1]
            at = match.end()
            words = piece.split()
            cut = max((n + 1 for n, w in enumerate(words[:-1]) if fold(w).rstrip("s") in TITLES), default=0)
            title = " ".join(words[:cut]) or title
            since = _spoken_date(match.group(1))
            name, short = capitals(" ".join(words[cut:]))
            if (
                since
                and short
                and title
                and name[:1].isupper()
                and not re.search(r"former|elect|of the Netherlands", piece)
            ):
                office = title.removesuffix("s")
                office = re.sub(
                    r" (Lt|Maj|Brig|Sr|Col|Gen|Capt|Dr|Sir|Sheikh|Cardinal|General|Marshal)\b.*", "", office
                )
                end = None if seen[0] >= ATLAS_END else seen[0]
                yield Fact("fb", name, country, office, since[0], end, since[1], short, seen=seen[0])


def _spoken_date(text: str) -> tuple[dt.date, str] | None:
    for pattern, precision in (("%d %B %Y", "day"), ("%B %Y", "month"), ("%Y", "year")):
        try:
            return dt.datetime.strptime(text, pattern).date(), precision
        except ValueError:
            continue
    return None


def no_person(name: str) -> bool:
    """True for titles and bodies that a source gives where a name should stand, and for names cut wrongly."""
    return bool(NO_PERSON.search(name)) or not name[:1].isupper()
