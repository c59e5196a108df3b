"""POLECAT, ICEWS and GDELT event files, line by line, as rows of the record's table `imported`.

A line that cannot be used is told with its number and a reason, and left out. Files may be plain, gzipped, or the one
file inside a zip archive, as the projects publish them.
"""

from __future__ import annotations

import datetime as dt
import gzip
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from westphalia.errors import UnreadableInput
from westphalia.query.exports import lists, tables

Fields = Mapping[str, str]
Made = dict[str, Any]
LONGEST = 1_000_000  # bytes of a line; beyond it a file is not what it is said to be
EMPTY = {"", "None", "NULL", "NA", "null", "none"}


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that was left out: `file:line: reason`."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Imported:
    """A row of `imported`, columns by name."""

    row: Made


@dataclass(frozen=True, slots=True)
class Dataset:
    """How a data set's lines become rows: its columns, whether the first line names them, and the reading of one."""

    name: str
    columns: tuple[str, ...]
    header: bool
    read: Callable[[Fields], Made]


def read_file(dataset: str, path: Path) -> Iterator[Imported | BadLine]:
    """The file's rows, in its order, with the lines that cannot be used between them. Raises UnreadableInput."""
    kind = DATASETS[dataset]
    columns = kind.columns
    with _opened(path) as stream:
        for number, line in enumerate(_lines(stream, path), 1):
            try:
                cells = line.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n").split("\t")
            except UnicodeDecodeError:
                yield BadLine(str(path), number, "not UTF-8")
                continue
            if number == 1 and kind.header:
                columns = _header(kind, [cell.strip().strip('"') for cell in cells], path)
                continue
            if not any(cells):
                continue
            while len(cells) > len(columns) and not cells[-1]:
                cells.pop()  # some of POLECAT's files end their lines in empty columns
            if len(cells) != len(columns):
                yield BadLine(str(path), number, f"{len(cells)} columns, not {len(columns)}")
                continue
            fields = {name: _clean(cell) for name, cell in zip(columns, cells, strict=True)}
            try:
                made = kind.read(fields)
            except ValueError as error:
                yield BadLine(str(path), number, str(error))
                continue
            made |= {"dataset": kind.name, "source_file": path.name, "line": number}
            yield Imported(made)


def _header(kind: Dataset, names: list[str], path: Path) -> tuple[str, ...]:
    """The columns in the file's own order. Raises UnreadableInput where one is missing."""
    names = names[: len(names) - next((n for n, name in enumerate(reversed(names)) if name), 0)]
    renamed = ["Intensity" if name == "Event Intensity" else name for name in names]
    missing = [name for name in kind.columns if name not in renamed]
    if missing:
        what = f"no column {missing[0]!r}" if len(missing) < len(kind.columns) else "no line of column names"
        raise UnreadableInput(f"{path}:1: not a file of {kind.name}'s events ({what})")
    return tuple(renamed)


def _clean(cell: str) -> str:
    cell = cell.strip()
    if len(cell) > 1 and cell[0] == cell[-1] == '"':
        cell = cell[1:-1].replace('""', '"')
    return "" if cell in EMPTY else cell


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    """The bytes of a file, of a gzip, or of the one file in a zip. Raises UnreadableInput."""
    try:
        if path.suffix.lower() == ".zip":
            with zipfile.ZipFile(path) as archive:
                names = [name for name in archive.namelist() if not name.endswith("/")]
                if len(names) != 1:
                    raise UnreadableInput(f"{path}: {len(names)} files in the archive, not one")
                with archive.open(names[0]) as stream:
                    yield stream
        elif path.suffix.lower() == ".gz":
            with gzip.open(path) as stream:
                yield stream  # type: ignore[misc]
        else:
            with path.open("rb") as stream:
                yield stream
    except (OSError, zipfile.BadZipFile, EOFError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise UnreadableInput(f"{path}: {reason}") from error


def _lines(stream: IO[bytes], path: Path) -> Iterator[bytes]:
    while line := stream.readline(LONGEST + 1):
        if len(line) > LONGEST:
            raise UnreadableInput(f"{path}: a line of more than {LONGEST:,} bytes: no file of events")
        yield line


# --- values -------------------------------------------------------------------------------------


def day(name: str, value: str) -> dt.date:
    """A date as YYYY-MM-DD or YYYYMMDD, whatever time follows. Raises ValueError."""
    digits = value[:10].replace("-", "")[:8]
    try:
        return dt.datetime.strptime(digits, "%Y%m%d").date()  # noqa: DTZ007 - a day without a clock
    except ValueError:
        raise ValueError(f"{name} {value[:20]!r} is no date") from None


def decimal(name: str, value: str) -> float | None:
    """Raises ValueError."""
    if not value:
        return None
    try:
        return float(value)
    except ValueError:
        raise ValueError(f"{name} {value[:20]!r} is no number") from None


def degrees(latitude: str, longitude: str) -> tuple[float | None, float | None]:
    """Both or none. Raises ValueError where they are nowhere on Earth."""
    lat, lon = decimal("Latitude", latitude), decimal("Longitude", longitude)
    if lat is None or lon is None:
        return None, None
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise ValueError(f"latitude {lat:g}, longitude {lon:g} is nowhere on Earth")
    return lat, lon


def integer(name: str, value: str) -> int | None:
    """Raises ValueError."""
    number = decimal(name, value)
    return None if number is None else int(number)


def several(value: str) -> list[str]:
    """The members of a list joined by semicolons, unknown ones left out, each once."""
    found = [part.strip() for part in value.split(";")]
    return list(dict.fromkeys(part for part in found if part not in EMPTY))


def _extra(fields: Fields, used: tuple[str, ...]) -> str:
    left = {name: value for name, value in fields.items() if value and name not in used}
    return json.dumps(left, ensure_ascii=False, sort_keys=True)


def _needed(fields: Fields, name: str) -> str:
    if not fields[name]:
        raise ValueError(f"no {name}")
    return fields[name]


def _codes(names: list[str]) -> list[str]:
    from westphalia.query.filters import country_or_none

    found = (country_or_none(name) for name in names)
    return list(dict.fromkeys(code for code in found if code))


# --- the data sets ------------------------------------------------------------------------------

_POLECAT_USED = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts", "Actor Name",
    "Actor Country", "Actor Sectors", "Recipient Name", "Recipient Country", "Recipient Sectors", "Placename", "City",
    "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Source", "Publication Date",
)  # fmt: skip


def polecat(fields: Fields) -> Made:
    """Raises ValueError."""
    from westphalia.ontology.plover import context_spellings, event_types, quad_names

    kind = _needed(fields, "Event Type").upper().replace("DEMAND", "REQUEST")
    if kind not in event_types():
        raise ValueError(f"Event Type {kind[:30]!r} is none of PLOVER's")
    spelt = {theirs: ours for ours, theirs in context_spellings().items()}
    quads = {name: number for number, name in quad_names().items()}
    latitude, longitude = degrees(fields["Latitude"], fields["Longitude"])
    when = day("Event Date", _needed(fields, "Event Date"))
    published = day("Publication Date", fields["Publication Date"]) if fields["Publication Date"] else None
    return {
        "event_id": _needed(fields, "Event ID"),
        "published": published,
        "outlet": fields["Source"] or None,
        "date_start": when,
        "date_end": when,
        "type": kind,
        "mode": fields["Event Mode"].lower() or None,
        "code": fields["Event Type"],
        "quad_class": quads.get(fields["Quad Code"].upper(), event_types()[kind].quad_class),
        "intensity": decimal("Intensity", fields["Intensity"]),
        "cameo_root": event_types()[kind].cameo_root(fields["Event Mode"].lower() or None),
        "actor_names": several(fields["Actor Name"]),
        "actor_countries": _codes(several(fields["Actor Country"])),
        "actor_sectors": several(fields["Actor Sectors"]),
        "recipient_names": several(fields["Recipient Name"]),
        "recipient_countries": _codes(several(fields["Recipient Country"])),
        "recipient_sectors": several(fields["Recipient Sectors"]),
        "place_name": fields["City"] or fields["Placename"] or None,
        "place_country": next(iter(_codes([fields["Country"]])), None) if fields["Country"] else None,
        "place_admin1": fields["Province"] or None,
        "latitude": latitude,
        "longitude": longitude,
        "geonames_id": integer("GeoNames ID", fields["GeoNames ID"]),
        "contexts": [spelt.get(name, name) for name in several(fields["Contexts"])],
        "extra": _extra(fields, _POLECAT_USED),
    }


def icews(fields: Fields) -> Made:
    """ICEWS's ids are unique together with the day alone, so both make the id here. Raises ValueError."""
    code = _needed(fields, "CAMEO Code")
    # Spreadsheets and data frames drop the leading zero: no CAMEO code of three or four digits starts beyond 20.
    if code.isdigit() and (len(code) < 3 or int(code[:2]) > 20):
        code = f"0{code}"
    kind, mode = _plover(code)
    when = day("Event Date", _needed(fields, "Event Date"))
    latitude, longitude = degrees(fields["Latitude"], fields["Longitude"])
    sides: Made = {}
    for theirs, ours in (("Source", "actor"), ("Target", "recipient")):
        land = tables.from_icews_country(fields[f"{theirs} Country"]) if fields[f"{theirs} Country"] else None
        words = [word.strip() for word in fields[f"{theirs} Sectors"].split(",")]
        found = (tables.sectors_in().get(("icews", word)) for word in words)
        sides[f"{ours}_names"] = [fields[f"{theirs} Name"]] if fields[f"{theirs} Name"] else []
        sides[f"{ours}_countries"] = [land] if land else []
        sides[f"{ours}_sectors"] = list(dict.fromkeys(sector for sector in found if sector))
    return {
        "event_id": f"{_needed(fields, 'Event ID')}@{when:%Y%m%d}",
        "published": None,
        "outlet": fields["Publisher"] or None,
        "date_start": when,
        "date_end": when,
        "type": kind,
        "mode": mode,
        "code": code,
        "quad_class": tables.quad_of_root(code[:2]),
        "intensity": decimal("Intensity", fields["Intensity"]),
        "cameo_root": code[:2],
        **sides,
        "place_name": fields["City"] or fields["Province"] or None,
        "place_country": tables.from_icews_country(fields["Country"]) if fields["Country"] else None,
        "place_admin1": fields["Province"] or None,
        "latitude": latitude,
        "longitude": longitude,
        "extra": json.dumps(
            {name: fields[name] for name in ("Event Text", "Source Sectors", "Target Sectors", "Story ID",
             "Sentence Number", "District") if fields[name]}, ensure_ascii=False, sort_keys=True,
        ),
    }  # fmt: skip


def gdelt(fields: Fields) -> Made:
    """Raises ValueError."""
    code = _needed(fields, "EventCode")
    kind, mode = _plover(code)
    when = day("Day", _needed(fields, "Day"))
    latitude, longitude = degrees(fields["ActionGeo_Lat"], fields["ActionGeo_Long"])
    sides: Made = {}
    for theirs, ours in (("Actor1", "actor"), ("Actor2", "recipient")):
        land = tables.from_cameo_country(fields[f"{theirs}CountryCode"])
        types = (fields[f"{theirs}Type{n}Code"] for n in (1, 2, 3))
        found = (tables.sectors_in().get(("gdelt", word)) for word in types if word)
        sides[f"{ours}_names"] = [fields[f"{theirs}Name"]] if fields[f"{theirs}Name"] else []
        sides[f"{ours}_countries"] = [land] if land else []
        sides[f"{ours}_sectors"] = list(dict.fromkeys(sector for sector in found if sector))
    kept = ("IsRootEvent", "NumArticles", "AvgTone", "Actor1Code", "Actor2Code", "Actor1KnownGroupCode",
            "Actor2KnownGroupCode", "Actor1EthnicCode", "Actor2EthnicCode", "Actor1Religion1Code", "Actor2Religion1Code",
            "Actor1Geo_Fullname", "Actor2Geo_Fullname", "ActionGeo_Type", "ActionGeo_ADM1Code", "ActionGeo_FeatureID")  # fmt: skip
    return {
        "event_id": _needed(fields, "GlobalEventID"),
        "published": day("DATEADDED", fields["DATEADDED"]) if fields["DATEADDED"] else None,
        "url": fields["SOURCEURL"] or None,
        "date_start": when,
        "date_end": when,
        "type": kind,
        "mode": mode,
        "code": code,
        "quad_class": integer("QuadClass", fields["QuadClass"]),
        "intensity": decimal("GoldsteinScale", fields["GoldsteinScale"]),
        "cameo_root": code[:2],
        **sides,
        "place_name": fields["ActionGeo_Fullname"] or None,
        "place_country": tables.from_fips(fields["ActionGeo_CountryCode"]),
        "latitude": latitude,
        "longitude": longitude,
        "n_reports": integer("NumMentions", fields["NumMentions"]),
        "n_outlets": integer("NumSources", fields["NumSources"]),
        "extra": json.dumps(
            {name: fields[name] for name in kept if fields[name]}, ensure_ascii=False, sort_keys=True
        ),
    }


def _plover(code: str) -> tuple[str, str | None]:
    if not (code.isdigit() and 2 <= len(code) <= 4):
        raise ValueError(f"{code[:12]!r} is no CAMEO code")
    try:
        return tables.plover(code)
    except KeyError:
        raise ValueError(f"{code!r} is no CAMEO code") from None


DATASETS: Mapping[str, Dataset] = {
    "polecat": Dataset("polecat", lists.POLECAT, True, polecat),
    "icews": Dataset("icews", lists.ICEWS, True, icews),
    "gdelt": Dataset("gdelt", lists.GDELT, False, gdelt),
}
