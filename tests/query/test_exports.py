"""Other data sets' formats: columns, codes, read back with pandas; and read in again beside the record's own events."""

from __future__ import annotations

import gzip
import io
import json
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests.query.made import TEXTS, hexed
from westphalia.errors import UnreadableInput
from westphalia.ontology.plover import event_types, sectors
from westphalia.query import OpenRecord
from westphalia.query.exports import export, lists, read_file, tables
from westphalia.query.exports.read import BadLine, Imported
from westphalia.query.exports.rows import number


def written(record: OpenRecord, form: str, **chosen: Any) -> str:
    stream = io.StringIO()
    export(record, form, stream, **chosen)
    return stream.getvalue()


def frame(text: str, columns: tuple[str, ...] | None = None) -> pd.DataFrame:
    """As a user would read it: tab-separated, codes as text."""
    names = {"names": list(columns), "header": None} if columns else {}
    return pd.read_csv(io.StringIO(text), sep="\t", dtype=str, keep_default_na=False, **names)


def test_the_lists_have_the_lengths_of_the_formats() -> None:
    assert [len(names) for names in (lists.POLECAT, lists.ICEWS, lists.GDELT, lists.GDELT_MENTIONS)] == [
        40,
        20,
        61,
        16,
    ]
    assert lists.GDELT[5] == "Actor1Code"
    assert lists.GDELT[25] == "IsRootEvent"
    assert lists.GDELT[-1] == "SOURCEURL"


def test_polecat(record: OpenRecord) -> None:
    found = frame(written(record, "polecat"))
    assert tuple(found.columns) == lists.POLECAT
    assert len(found) == 5  # told as having happened, with a date and a type of PLOVER's
    row = found[found["Event ID"] == hexed("e1")].iloc[0]
    assert row["Event Date"] == "2024-03-04"
    assert (row["Event Type"], row["Event Mode"], row["Intensity"]) == ("COERCE", "arrest", "-7")
    assert (row["Quad Code"], row["Contexts"]) == ("MATERIAL CONFLICT", "legal")
    assert (row["Actor Name"], row["Actor Country"], row["Actor COW"], row["Primary Actor Sector"]) == (
        "police",
        "KEN",
        "501",
        "COP",
    )
    assert (row["Recipient Name"], row["Recipient Title"]) == ("Amina Odhiambo", "opposition leader")
    assert (row["City"], row["Country"], row["GeoNames ID"], row["Feature Type"]) == (
        "Nairobi",
        "KEN",
        "184745",
        "PPL",
    )
    assert (row["Source"], row["Publication Date"]) == ("Daily Nation", "2024-03-04")
    assert "None" in set(found["Actor Country"])  # unknown: as POLECAT writes it
    assert len(frame(written(record, "polecat", status="denied"))) == 1


def test_icews(record: OpenRecord) -> None:
    found = frame(written(record, "icews"))
    assert tuple(found.columns) == lists.ICEWS
    row = found[found["Event ID"] == str(number(hexed("e1")))].iloc[0]
    assert (row["CAMEO Code"], row["Event Text"], row["Intensity"]) == (
        "173",
        "Arrest, detain, or charge with legal action",
        "-5",
    )
    assert (row["Source Name"], row["Source Sectors"], row["Source Country"]) == (
        "Police (Kenya)",
        "Police,Government",
        "Kenya",
    )
    assert (row["Target Name"], row["Publisher"], row["City"]) == (
        "Amina Odhiambo",
        "Daily Nation",
        "Nairobi",
    )
    gas = found[found["CAMEO Code"] == "060"].iloc[0]
    assert gas["Target Country"] == "Russian Federation"
    assert found["Event ID"].is_unique
    assert pd.to_numeric(found["Event ID"]).max() < 2**63


def test_gdelt_events_and_mentions(record: OpenRecord) -> None:
    found = frame(written(record, "gdelt"), lists.GDELT)
    row = found[found["EventCode"] == "173"].iloc[0]
    assert (row["Day"], row["MonthYear"], row["Year"], row["FractionDate"]) == (
        "20240304",
        "202403",
        "2024",
        "2024.1753",
    )
    assert (row["Actor1Code"], row["Actor1CountryCode"], row["Actor1Type1Code"]) == ("KENCOP", "KEN", "COP")
    assert (row["Actor2Name"], row["Actor2Code"]) == ("AMINA ODHIAMBO", "KENOPP")
    assert (row["EventBaseCode"], row["EventRootCode"], row["QuadClass"], row["GoldsteinScale"]) == (
        "173",
        "17",
        "4",
        "-5",
    )
    assert (row["NumMentions"], row["NumSources"], row["NumArticles"]) == ("3", "3", "3")
    assert (row["ActionGeo_Type"], row["ActionGeo_CountryCode"], row["ActionGeo_Fullname"]) == (
        "4",
        "KE",
        "Nairobi, Nairobi Region, Kenya",
    )
    assert (row["DATEADDED"], row["SOURCEURL"], row["IsRootEvent"]) == (
        "20240304000000",
        "https://www.example.org/a1",
        "1",
    )
    assert found["GlobalEventID"].is_unique
    mentions = frame(written(record, "gdelt-mentions"), lists.GDELT_MENTIONS)
    arrest = mentions[mentions["GlobalEventID"] == row["GlobalEventID"]]
    assert list(arrest["MentionIdentifier"]) == ["https://www.example.org/a1", "https://www.example.org/a2"]
    first = arrest.iloc[0]
    assert TEXTS["a1"][int(first["ActionCharOffset"]) :].startswith("arrested")
    assert (first["MentionType"], first["MentionSourceName"], first["Confidence"]) == (
        "1",
        "example.org",
        "90",
    )
    offline = mentions[mentions["MentionType"] == "2"].iloc[0]
    assert offline["MentionSourceName"] == "Reuters"


def test_hostile_words_stay_in_their_cells(record: OpenRecord) -> None:
    for form, columns in (
        ("polecat", None),
        ("icews", None),
        ("gdelt", lists.GDELT),
        ("gdelt-mentions", lists.GDELT_MENTIONS),
    ):
        text = written(record, form, country="COD")
        found = frame(text, columns)
        assert len(found) == 1
        assert not [cell for cell in found.iloc[0] if cell[:1] in set("=+@\t\r")]
        assert '"' not in text
    rows = pd.read_csv(io.StringIO(written(record, "csv", country="COD")), dtype=str, keep_default_na=False)
    assert rows["actors"][0].startswith("'=cmd")
    assert rows["title"][0].startswith("'=cmd")


def test_csv_jsonl_and_plover_json(record: OpenRecord) -> None:
    rows = pd.read_csv(io.StringIO(written(record, "csv")), dtype=str, keep_default_na=False)
    assert len(rows) == 9
    assert rows[rows["event_id"] == hexed("e6")]["date"].item() == "2025"
    assert rows[rows["event_id"] == hexed("e4")]["cameo_root"].item() == "06"
    lines = [json.loads(line) for line in written(record, "jsonl").splitlines()]
    assert [line["event_id"] for line in lines] == list(rows["event_id"])
    assert {line["confidence"] for line in lines} == {0.9, 0.6}
    arrest = next(json.loads(line) for line in written(record, "plover", country="KEN").splitlines())
    assert (arrest["event"], arrest["mode"], arrest["actor"][0]["cow"]) == ("COERCE", "arrest", "501")
    assert arrest["source"]["attribution"] == ["Peter Mwangi", "AFP", "Daily Nation"]
    assert arrest["trigger"] == "arrested"


def test_networks(record: OpenRecord) -> None:
    edges = pd.read_csv(io.StringIO(written(record, "edges", countries=True)), keep_default_na=False)
    assert tuple(edges.columns) == lists.EDGES
    chosen = edges[(edges["source"] == "CHN") & (edges["target"] == "RUS")].iloc[0]
    assert (chosen["events"], chosen["material_cooperation"], chosen["first"]) == (1, 1, "2024-04-09")
    nodes = pd.read_csv(io.StringIO(written(record, "nodes")), keep_default_na=False)
    assert tuple(nodes.columns) == lists.NODES
    assert set(edges["source"]) <= set(
        pd.read_csv(io.StringIO(written(record, "nodes", countries=True)))["id"]
    )
    root = ET.fromstring(written(record, "graphml"))
    space = "{http://graphml.graphdrawing.org/xmlns}"
    ids = {node.get("id") for node in root.iter(f"{space}node")}
    assert ids == {key.removeprefix("'") for key in nodes["id"]}
    assert all(edge.get("source") in ids and edge.get("target") in ids for edge in root.iter(f"{space}edge"))


# --- tables -------------------------------------------------------------------------------------


# Read back, a code may be another type's: CAMEO yields and sanctions without saying more.
ELSEWHERE = {("RETREAT", "CONCEDE"), ("SANCTION", "COERCE")}


def test_every_type_and_mode_has_a_cameo_code_under_the_records_root() -> None:
    for name, kind in event_types().items():
        for mode in (None, *kind.modes):
            code = tables.cameo(name, mode, None)
            assert code, (name, mode)
            assert code.root == kind.cameo_root(mode), (name, mode)
            assert -10 <= code.goldstein <= 10
            back, _ = tables.plover(code.code)
            assert back == name or (name, back) in ELSEWHERE, (name, mode, back)
    assert tables.cameo("SUMMIT", None, "04") == tables.Cameo("040", "Consult", 1.0)
    assert tables.cameo("SUMMIT", None, None) is None


def test_codes_of_countries_and_actors() -> None:
    assert (tables.fips("KOS"), tables.fips("DEU"), tables.fips("GBR"), tables.fips("XXX")) == (
        "KV",
        "GM",
        "UK",
        "",
    )
    assert (tables.cameo_country("ROU"), tables.cameo_country("FRA")) == ("ROM", "FRA")
    assert tables.from_cameo_country("ROM") == "ROU"
    assert tables.from_fips("RS") == "RUS"
    assert tables.from_icews_country("Russian Federation") == "RUS"
    assert tables.from_icews_country("Cote d'Ivoire") == "CIV"
    assert tables.cameo_actor("UNO", "IGO", "United Nations").code == "UNO"
    assert tables.cameo_actor("PSE", "REB", "Hamas").code == "PSEHMSREB"
    assert tables.cameo_actor(None, "JRN", None) == tables.CameoActor("MED", "", "", ("MED",))
    assert set(tables.sectors()) >= sectors()
    assert set(tables.sectors_in().values()) <= sectors()
    assert len({row["fips"] for row in tables._countries().values() if row["fips"]}) == sum(
        bool(row["fips"]) for row in tables._countries().values()
    )


# --- reading ------------------------------------------------------------------------------------


def rows_of(dataset: str, path: Path) -> tuple[list[dict[str, Any]], list[str]]:
    found = list(read_file(dataset, path))
    rows = [item.row for item in found if isinstance(item, Imported)]
    return rows, [str(item) for item in found if isinstance(item, BadLine)]


@pytest.mark.parametrize("form", ["polecat", "icews", "gdelt"])
def test_what_is_written_can_be_read_again(record: OpenRecord, tmp_path: Path, form: str) -> None:
    path = tmp_path / f"out.{form}"
    path.write_text(written(record, form), encoding="utf-8")
    rows, bad = rows_of(form, path)
    assert not bad
    assert {row["dataset"] for row in rows} == {form}
    (gas,) = (row for row in rows if row["type"] == "COOPERATE")
    assert (gas["actor_countries"], gas["recipient_countries"], gas["place_country"]) == (
        ["CHN"],
        ["RUS"],
        "RUS",
    )
    assert str(gas["date_start"]) == "2024-04-09"
    arrest = next(row for row in rows if row["mode"] == "arrest")
    assert (arrest["type"], arrest["quad_class"], arrest["cameo_root"]) == ("COERCE", 4, "17")
    assert arrest["actor_sectors"][0] == "COP"


def test_packed_files_are_read_and_broken_ones_are_named(record: OpenRecord, tmp_path: Path) -> None:
    text = written(record, "gdelt").encode()
    (tmp_path / "a.CSV.gz").write_bytes(gzip.compress(text))
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("b.export.CSV", text)
    plain = tmp_path / "c.CSV"
    plain.write_bytes(text)
    wanted = [{**row, "source_file": ""} for row in rows_of("gdelt", plain)[0]]
    for name in ("a.CSV.gz", "b.zip"):
        assert [{**row, "source_file": ""} for row in rows_of("gdelt", tmp_path / name)[0]] == wanted
    (tmp_path / "broken.zip").write_bytes(b"PK no")
    (tmp_path / "broken.gz").write_bytes(b"no gzip")
    for name in ("broken.zip", "broken.gz", "absent.txt"):
        with pytest.raises(UnreadableInput, match=name):
            rows_of("gdelt", tmp_path / name)


def test_bad_lines_are_told_by_line_and_reason(record: OpenRecord, tmp_path: Path) -> None:
    good = written(record, "gdelt").splitlines()[0].split("\t")

    def changed(name: str, value: str) -> str:
        cells = list(good)
        cells[lists.GDELT.index(name)] = value
        return "\t".join(cells)

    lines = [
        changed("EventCode", "999"), changed("EventCode", ""), changed("Day", "20241399"), changed("ActionGeo_Lat", "123.4"),
        changed("NumMentions", "many"), "1\t2\t3", changed("GlobalEventID", "7"),
    ]  # fmt: skip
    path = tmp_path / "bad.CSV"
    path.write_bytes("\n".join(lines).encode() + b"\n\xff\xfe\tx\n")
    rows, bad = rows_of("gdelt", path)
    assert [row["event_id"] for row in rows] == ["7"]
    assert [line.removeprefix(str(path)) for line in bad] == [
        ":1: '999' is no CAMEO code",
        ":2: no EventCode",
        ":3: Day '20241399' is no date",
        ":4: latitude 123.4, longitude 36.8167 is nowhere on Earth",
        ":5: NumMentions 'many' is no number",
        ":6: 3 columns, not 61",
        ":8: not UTF-8",
    ]


def test_icews_codes_without_their_zero_and_polecats_empty_columns(tmp_path: Path) -> None:
    icews = dict.fromkeys(lists.ICEWS, "") | {
        "Event ID": "20718170", "Event Date": "2014-01-01", "Source Name": "Citizen (India)",
        "Source Sectors": "Social,General Population / Civilian / Social", "Source Country": "India", "CAMEO Code": "42",
        "Target Name": "Police (Nigeria)", "Target Sectors": "Government,Police", "Target Country": "Nigeria",
    }  # fmt: skip
    path = tmp_path / "i.tab"
    path.write_text("\t".join(lists.ICEWS) + "\n" + "\t".join(icews.values()) + "\n")
    (row,), bad = rows_of("icews", path)
    assert not bad
    assert (row["code"], row["type"], row["mode"], row["event_id"]) == (
        "042",
        "CONSULT",
        "visit",
        "20718170@20140101",
    )
    assert (row["actor_sectors"], row["recipient_sectors"]) == (["SOC", "CVL"], ["GOV", "COP"])
    polecat = dict.fromkeys(lists.POLECAT, "") | {
        "Event ID": "20230101-1-x", "Event Date": "2023-01-01", "Event Type": "DEMAND", "Event Mode": "meet",
        "Quad Code": "VERBAL CONFLICT", "Actor Name": "None", "Actor Country": "None", "Contexts": "pro-democracy; military",
        "Recipient Country": "IRN; USA",
    }  # fmt: skip
    path = tmp_path / "p.txt"
    path.write_text(
        "\ufeff" + "\t".join(lists.POLECAT) + "\t\t\n" + "\t".join(polecat.values()) + "\t\t\n",
        encoding="utf-8",
    )
    (row,), bad = rows_of("polecat", path)
    assert not bad
    assert (row["type"], row["actor_names"], row["recipient_countries"]) == ("REQUEST", [], ["IRN", "USA"])
    assert row["contexts"] == ["pro_democracy", "military"]
    (tmp_path / "w.txt").write_text("a\tb\n1\t2\n")
    with pytest.raises(UnreadableInput, match="no line of column names"):
        rows_of("polecat", tmp_path / "w.txt")
