"""Readers of the sources of the office holders, second half: yearbooks, parliaments, datasets, dictionaries.

See `holders_sources` for what a fact is.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import yaml
from holders_sources import (
    ATLAS_END,
    NO_PERSON,
    OLDEST,
    RENAMED,
    Fact,
    capitals,
    country_of,
    date,
    gec_codes,
    last_day,
    table,
)

_HALF = dt.timedelta(days=183)


def cia(folder: Path) -> Iterator[Fact]:
    """Cabinets as seen on one day of 2018 and of 2019: taken as held half a year around that day."""
    codes = gec_codes(folder)
    for row in table(folder / "cia_world_leaders_2018/cia-world-leaders.csv"):
        match = re.search(r"/([A-Z]{2})\.html", row["url"])
        yield from _seen(
            row["leader_name"],
            codes.get(match.group(1).lower(), "") if match else "",
            row["function"],
            dt.date(2018, 3, 9),
        )
    with zipfile.ZipFile(folder / "cia_world_leaders_2019/json.zip") as archive:
        offices = json.loads(archive.read("dist/json/government-offices.json"))
    for office in offices.values():
        label, links = office["http://www.w3.org/2000/01/rdf-schema#label"], office["objectProperties"]
        title = re.sub(r"^The Office of | \([^()]*\)$", "", label)
        place = re.search(r"\(([^()]*)\)$", label)
        for link in links:
            for kind, target in link.items():
                if kind.endswith("hasGovernmentOfficial"):
                    yield from _seen(
                        target["http://www.w3.org/2000/01/rdf-schema#label"],
                        country_of(place.group(1)) if place else "",
                        title,
                        dt.date(2019, 6, 4),
                    )


def _seen(label: str, country: str, office: str, day: dt.date) -> Iterator[Fact]:
    name, short = capitals(label.replace("(Acting)", ""))
    if country and short and "vacant" not in name.lower():
        yield Fact("cia", name, country, office, day - _HALF, day + _HALF, "seen", short)


def united_states(folder: Path) -> Iterator[Fact]:
    """Presidents and vice presidents, and the members of Congress of 2026."""
    load = yaml.CSafeLoader
    for person in yaml.load((folder / "us/executive.yaml").read_text(encoding="utf-8"), load):
        for term in person["terms"]:
            office = "president" if term["type"] == "prez" else "vice president"
            yield _american(person, office, term)
    for person in yaml.load((folder / "us/legislators-current.yaml").read_text(encoding="utf-8"), load):
        for kind, office in (("sen", "senator"), ("rep", "representative")):
            terms = [term for term in person["terms"] if term["type"] == kind]
            if terms:
                yield _american(person, office, {"start": terms[0]["start"], "end": terms[-1]["end"]})


def _american(person: dict[str, dict[str, str]], office: str, term: dict[str, str]) -> Fact:
    name = person["name"]
    given = name.get("nickname") if office == "president" else None
    usual = f"{given or name['first']} {name['last']}"
    if office == "president" and person["id"].get("wikipedia"):
        usual = person["id"]["wikipedia"].split(" (")[0]
    official = name.get("official_full", f"{name['first']} {name.get('middle', '')} {name['last']}")
    aliases = {usual, re.sub(r",? (Jr|Sr|I+)\.?$", "", official), f"{name['first']} {name['last']}"}
    if name.get("nickname"):
        aliases.add(f"{name['nickname']} {name['last']}")
    end = date(term["end"])
    return Fact(
        "us",
        usual,
        "USA",
        office,
        date(term["start"])[0],  # type: ignore[index]
        end[0] if end and end[0] < ATLAS_END else None,
        "day",
        (name["last"],),
        tuple(sorted(aliases)),
        person["id"].get("wikidata", ""),
        ATLAS_END,
    )


def australia(folder: Path) -> Iterator[Fact]:
    """Ministries from the Australian parliament's handbook, days written day first."""
    for row in table(folder / "au/ministers.csv"):
        name = re.sub(
            r"^(Senator |the |The |Hon |Dr |Mr |Ms |Rt )+| (MP|AM|AO|QC|AC|RFD|ED|Jr)\b.*",
            "",
            row["Name"] or "",
        )
        if name and row["From"]:
            days = [
                dt.datetime.strptime(text, "%d/%m/%Y").date() if text else None
                for text in (row["From"], row["To"])
            ]
            yield Fact("au", name, "AUS", row["Ministers"], days[0], days[1], "day", seen=dt.date(2014, 1, 1))


def snapshot_2026(folder: Path) -> Iterator[Fact]:
    """Heads of thirty states and bodies in August 2026."""
    codes = {
        row["ISO3166-1-Alpha-2"]: row["ISO3166-1-Alpha-3"]
        for row in table(folder / "country_names/country-codes.csv")
    }
    data = json.loads((folder / "world_leaders_current_2026/2026-08-22.json").read_text(encoding="utf-8"))
    for block in data["countries"].values():
        country = codes.get(block["country"]["iso_code"])
        for position in block["positions"].values() if country else ():
            holder = position.get("current_holder") or {}
            start = date(holder.get("since") or "")
            if holder.get("name_en") and start and country:
                title = re.split(r" of | and ", position["title_en"])[0]
                yield Fact(
                    "s26",
                    holder["name_en"],
                    country,
                    title,
                    start[0],
                    None,
                    start[1],
                    identity=holder.get("wikidata_id") or "",
                )


def reign(folder: Path) -> Iterator[Fact]:
    """Who led each state to early 2021, by surname mostly; start to the day, end to the month."""
    for row in table(folder / "reign/leaderlist_3_21.csv", "latin-1"):
        country = _cow_country(int(row["ccode"]), int(row["eyear"] or 2021))
        name = re.sub(r"\(.*?\)|\[.*?\]", " ", row["leader"]).replace(".", ". ")
        if country and row["syear"] and int(row["eyear"] or 2021) >= OLDEST.year:
            start = dt.date(int(row["syear"]), int(row["smonth"]), min(28, int(row["sdate"] or 1)))
            end = last_day(f"{row['eyear']}-{int(row['emonth'] or 12):02d}") if row["eyear"] else None
            yield Fact(
                "reign",
                " ".join(name.split()),
                country,
                "leader",
                start,
                end[0] if end else None,
                "day",
                seen=dt.date(2021, 3, 1),
            )


_COW: dict[int, str] = {}


def cow_codes(path: Path) -> None:
    """Take the Correlates of War numbers from the project's country table; some follow Gleditsch and Ward."""
    for row in table(path):
        for number in (row["gw"], row["cow"]):
            if number and row["code"] not in _PAST:
                _COW[int(number)] = row["code"]


_PAST = {"SUN": 365, "YUG": 345}


def _cow_country(number: int, until: int) -> str:
    """The country of a number; the Soviet Union and Yugoslavia share theirs with a successor."""
    if number == 365 and until <= 1991:
        return "SUN"
    if number == 345 and until <= 2002:
        return "YUG"
    return _COW.get(number, "")


def petrarch(folder: Path) -> Iterator[Fact]:
    """Dated people of the PETRARCH actor dictionaries: a country and a rough role; capitals only."""
    path = folder / "actors_countries.jsonl"
    for line in path.read_text(encoding="utf-8").splitlines():
        block = json.loads(line)
        country = block["country_code"]
        for role in block["roles"]:
            start = date(role["from"] or "")
            kind = role["role_code"][3:]
            if (
                start is None
                or not kind.startswith(("GOV", "MIL", "SPY", "LEG", "OPP", "REB"))
                or len(country) != 3
            ):
                continue
            end = date(role["to"] or "")
            home = RENAMED.get(country, country)
            if home == "RUS" and end is not None and end[0] < dt.date(1991, 12, 31):
                home = "SUN"
            names = [_title_case(name) for name in (role["person_name"], *role["aliases"])]
            if 2 <= len(names[0].split()) <= 6 and not NO_PERSON.search(names[0]):
                yield Fact(
                    "pet",
                    names[0],
                    home,
                    _ROLE.get(kind, kind),
                    start[0],
                    end[0] if end else None,
                    start[1],
                    aliases=tuple(n for n in names[1:] if len(n.split()) in (2, 3)),
                )


_ROLE = {"GOVMIL": "government member (defence)", "GOV": "government member"}


def _title_case(name: str) -> str:
    return " ".join(word[:1] + word[1:].lower() for word in name.replace("_", " ").split())
