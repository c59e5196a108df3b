"""A user's own tables: what is read, what is left out and why, and that the rows win while they are in use."""

from __future__ import annotations

import datetime as dt
import pickle
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.conftest import EXAMPLES
from westphalia.errors import UnreadableInput
from westphalia.ontology import countries, holders, nations, organisations, places, roles
from westphalia.ontology.own import OwnTables, read_tables, using

DAY = dt.date(2024, 3, 12)


def tables(folder: Path, **files: str) -> OwnTables:
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return read_tables(folder)


def reasons(own: OwnTables) -> list[str]:
    """What was left out, without the folder's name."""
    return [line.rpartition("/")[2] for line in own.left_out]


def test_the_example_is_used_whole() -> None:
    own = read_tables(EXAMPLES / "own_tables")
    assert own.left_out == ()
    assert set(own.tables) == {
        "countries.csv", "organisations.csv", "roles.csv", "holders.csv", "places.csv",
    }  # fmt: skip


def test_rows_are_known_inside_the_block_and_nowhere_else() -> None:
    own = read_tables(EXAMPLES / "own_tables")
    text = "The Coast Guardians attacked Kizingo Point."
    with using(own):
        (hit,) = organisations.find(text)
        assert (hit.organisation.name, hit.organisation.country, hit.organisation.sector) == (
            "Coast Guardians", "KEN", "UAF",
        )  # fmt: skip
        assert places.resolve("Kizingo Point").country == "KEN"
        role = roles.sector_of("two beach wardens")
        assert role is not None
        assert role.sector == "COP"
        assert [hit.code for hit in countries.find("the Somalilanders")] == ["XSL"]
        assert "KEN" in [hit.code for hit in nations.find(text)]
    assert organisations.find(text) == []
    assert places.resolve("Kizingo Point").entry is None
    assert [hit.code for hit in countries.find("the Somalilanders")] == ["SOM"]


def test_an_office_holder_is_known_while_in_office() -> None:
    with using(read_tables(EXAMPLES / "own_tables")):
        (first, *_) = holders.find_person("Salim Baraka", DAY)
        assert (first.country, first.sector, first.certain) == ("KEN", "LAB", True)
        assert holders.find_person("Baraka", DAY)[0].name == "Salim Baraka"
        held = holders.find_office("KEN", "interior minister", DAY)
        assert "Amina Wekesa" in [holding.name for holding in held]
    assert holders.find_person("Salim Baraka", DAY) == []


def test_a_users_organisation_takes_a_name_that_others_have(tmp_path: Path) -> None:
    own = tables(tmp_path, organisations="name,country,sector,aliases\nAmal Fishing Front,YEM,LAB,Hamas\n")
    with using(own):
        assert organisations.find("Hamas said")[0].organisation.name == "Amal Fishing Front"
    assert organisations.find("Hamas said")[0].organisation.name != "Amal Fishing Front"


def test_a_users_role_word_changes_the_sector(tmp_path: Path) -> None:
    own = tables(tmp_path, roles="word,sector\nGunmen,CRM\n")
    with using(own):
        found = roles.sector_of("five gunmen")
        assert found is not None
        assert found.sector == "CRM"
    found = roles.sector_of("five gunmen")
    assert found is not None
    assert found.sector == "UAF"


def test_a_users_place_is_preferred_unless_the_text_tells_another_country(tmp_path: Path) -> None:
    own = tables(tmp_path, places="name,country,admin1,lat,lon\nGeneva,PHL,Samar,11.5,125.0\n")
    with using(own):
        assert places.resolve("Geneva").country == "PHL"
        assert places.resolve("Geneva, Switzerland").country == "CHE"
        found = places.resolve("Geneva")
        assert found.entry is not None
        assert (found.entry.admin1, found.basis) == ("Samar", "own")


def test_words_are_added_to_a_country_that_exists(tmp_path: Path) -> None:
    own = tables(tmp_path, countries="code,name,names,demonyms\nNOR,,Land of the Fjords,Fjordlander\n")
    with using(own):
        assert [hit.code for hit in countries.find("the Fjordlander and the Norwegian")] == ["NOR", "NOR"]
        assert countries.name_of("NOR") == "Norway"


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        (
            "holders",
            "name,office,country,sector,start,end\nA Bo,mayor,KEN,GOV,2023-02-01,2022-01-01\n",
            "holders.csv:2: it ends (2022-01-01) before it starts (2023-02-01)",
        ),
        (
            "holders",
            "name,office,country,sector,start,end\nA Bo,mayor,KEN,GOV,1 May 2023,\n",
            "holders.csv:2: start '1 May 2023' is no date of the form YYYY-MM-DD",
        ),
        (
            "holders",
            "name,office,country,sector,start,end\nA Bo,mayor,KEN\n",
            "holders.csv:2: 3 cells, not 6",
        ),
        (
            "organisations",
            "name,country,sector\nUnion,KNY,LAB\n",
            "organisations.csv:2: unknown country code 'KNY'",
        ),
        (
            "organisations",
            "name,country,sector\nUnion,KEN,LBR\n",
            "organisations.csv:2: unknown sector 'LBR'",
        ),
        ("organisations", "name,country,sector\n,KEN,LAB\n", "organisations.csv:2: no name"),
        ("roles", "word,sector,kind\ndockers,LAB,hed\n", "roles.csv:2: unknown kind 'hed'"),
        ("roles", "word,sector\ndockers,LAB\nDockers,BUS\n", "roles.csv:3: the word is told twice"),
        (
            "places",
            "name,country,lat,lon\nX,KEN,95,40\n",
            "places.csv:2: lat '95' is no number from -90 to 90",
        ),
        ("places", "name,country,lat,lon\nX,KEN,nan,40\n", "places.csv:2: lat 'nan' is no number"),
        (
            "places",
            "name,country,lat\nX,KEN,1\n",
            "places.csv:1: no column 'lon', so the whole file is left out",
        ),
        ("countries", "code,name\nKe,Kenya\n", "countries.csv:2: country code 'Ke' is not three capital"),
        ("countries", "code,name\nXQQ,\n", "countries.csv:2: new country 'XQQ' without a name"),
    ],
)
def test_a_row_that_cannot_be_used_is_told_with_its_line(
    tmp_path: Path, name: str, text: str, reason: str
) -> None:
    (told,) = reasons(tables(tmp_path, **{name: text}))
    assert told.startswith(reason)


def test_the_other_rows_are_used(tmp_path: Path) -> None:
    own = tables(tmp_path, roles="word,sector\nbroken\ndhow owners,BUS\n\nbeach wardens,COP\n")
    assert own.size == 2
    assert reasons(own) == ["roles.csv:2: 1 cells, not 2"]


def test_a_row_in_another_encoding_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "roles.csv").write_bytes(b"\xef\xbb\xbfword,sector\nvoil\xe0s,BUS\ndhow owners,BUS\n")
    own = read_tables(tmp_path)
    assert (own.size, reasons(own)) == (1, ["roles.csv:2: not UTF-8"])


def test_a_code_of_the_users_own_countries_may_be_used_by_the_other_tables(tmp_path: Path) -> None:
    own = tables(
        tmp_path,
        organisations="name,country,sector\nRed Dune Council,XRD,PRE\n",
        countries="code,name\nXRD,Red Dunes\n",
    )
    assert (own.size, own.left_out) == (2, ())


def test_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="no such folder of tables"):
        read_tables(tmp_path / "absent")


def test_a_file_of_another_name_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "organizations.csv").write_text("name,country,sector\n")
    with pytest.raises(UnreadableInput, match=r"organizations\.csv: not a table's name"):
        read_tables(tmp_path)


def test_a_folder_without_tables_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("nothing yet")
    with pytest.raises(UnreadableInput, match="no table in it"):
        read_tables(tmp_path)


def test_the_digest_is_that_of_the_rows_in_use(tmp_path: Path) -> None:
    one, two, three = (tmp_path / name for name in ("one", "two", "three"))
    for folder in (one, two, three):
        folder.mkdir()
    first = tables(one, roles="word,sector\ndhow owners,BUS\n")
    same = tables(two, roles="sector,word\nBUS,dhow owners\nXXX,nobody\n")
    other = tables(three, roles="word,sector\ndhow owners,LAB\n")
    assert first.digest == same.digest != other.digest
    assert len(first.digest) == 16


def test_tables_reach_a_worker_process_as_they_are() -> None:
    own = read_tables(EXAMPLES / "own_tables")
    assert pickle.loads(pickle.dumps(own)) == own


def test_threads_with_other_tables_do_not_meet(tmp_path: Path) -> None:
    own = tables(tmp_path, roles="word,sector\ngunmen,CRM\n")

    def sector(with_tables: OwnTables | None) -> list[str | None]:
        with using(with_tables):
            return [found.sector for _ in range(200) if (found := roles.sector_of("gunmen"))]

    with ThreadPoolExecutor(2) as pool:
        mine, shipped = pool.map(sector, (own, None))
    assert (set(mine), set(shipped)) == ({"CRM"}, {"UAF"})
