"""What a record's folder may be, who may write to it, and what is said when it cannot be used."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.run.build import take
from westphalia.errors import BrokenRecord, NewerRecord, NoRecord, RecordError, RecordInUse
from westphalia.record import open_record, open_writer
from westphalia.record.folder import Header, read_header, write_header
from westphalia.record.migrations import Migration, migrate

NUMBERS = (1, 25)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    take(tmp_path / "r", NUMBERS)
    return tmp_path / "r"


def test_a_folder_that_is_no_record_is_named(tmp_path: Path) -> None:
    with pytest.raises(NoRecord, match="no such folder"):
        open_record(tmp_path / "absent")
    with pytest.raises(NoRecord, match=r"no record: it has no record\.json"):
        open_record(tmp_path)


def test_a_foreign_folder_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "letters.txt").write_text("Dear all")
    with pytest.raises(NoRecord, match=r"no record, and not empty \(letters\.txt …\)"):
        take(tmp_path, NUMBERS)
    assert [path.name for path in tmp_path.iterdir()] == ["letters.txt"]


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "f").write_text("x")
    with pytest.raises(NoRecord, match="a file, not a folder"):
        take(tmp_path / "f", NUMBERS)


def test_another_programs_record_json_is_refused(tmp_path: Path) -> None:
    (tmp_path / "record.json").write_text('{"format": "phonograph", "version": 1, "shard_pages": 2}')
    with pytest.raises(NoRecord, match="not a record's"):
        take(tmp_path, NUMBERS)
    (tmp_path / "record.json").write_text("{")
    with pytest.raises(BrokenRecord, match="not readable"):
        open_record(tmp_path)


def test_a_record_of_a_newer_version_is_refused_by_readers_and_writers(root: Path) -> None:
    write_header(root, Header(99, 2))
    for use in (lambda: open_record(root), lambda: take(root, NUMBERS)):
        with pytest.raises(NewerRecord, match="its layout is version 99, this Westphalia knows up to 1"):
            use()


def test_a_missing_or_shortened_file_is_named(root: Path) -> None:
    path = open_record(root).files("events")[0]
    whole = path.read_bytes()
    path.write_bytes(whole[:-7])
    for use in (lambda: open_record(root), lambda: take(root, (2,))):
        with pytest.raises(
            BrokenRecord, match=rf"{path.name}: {len(whole) - 7:,} bytes, the record counts {len(whole):,}"
        ):
            use()
    path.unlink()
    with pytest.raises(BrokenRecord, match="counted by the record, but No such file"):
        open_record(root)


def test_changed_bytes_are_found_when_asked_for(root: Path) -> None:
    record = open_record(root)
    record.verify()
    path = record.files("events")[0]
    content = bytearray(path.read_bytes())
    content[40] ^= 1
    path.write_bytes(bytes(content))
    with pytest.raises(BrokenRecord, match="have changed since"):
        open_record(root).verify()


def test_a_damaged_step_of_the_log_is_named(root: Path) -> None:
    path = next((root / "log").glob("state-*.json"))
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(BrokenRecord, match=path.name):
        open_record(root)


@pytest.mark.parametrize("content", ["[]", "{}", '{"step": 3}', '{"kind": "shard", "add": [], "remove": []}'])
def test_a_log_of_another_shape_is_named(root: Path, content: str) -> None:
    path = next((root / "log").glob("state-*.json"))
    path.write_text(content)
    for use in (lambda: open_record(root), lambda: take(root, (2,))):
        with pytest.raises(BrokenRecord, match=rf"{path.name}: no step of a record's log \(") as told:
            use()
        assert "\n" not in str(told.value)


def test_a_foreign_file_in_the_log_is_named(root: Path) -> None:
    (root / "log" / "notes.json").write_text("{}")
    with pytest.raises(BrokenRecord, match=r"notes\.json: no step of a record's log"):
        open_record(root)


def test_two_writers_exclude_each_other_and_readers_go_on(root: Path) -> None:
    with open_writer(root, "run", clock=lambda: "2026-01-01T00:00:00+00:00"):
        assert open_record(root).read("events").num_rows
        done = subprocess.run(
            [
                sys.executable,
                "-c",
                "import sys; from pathlib import Path; from westphalia.record import open_writer\n"
                "from westphalia.errors import RecordInUse\n"
                "try:\n    open_writer(Path(sys.argv[1]), 'recode').__enter__()\n"
                "except RecordInUse as error:\n    print(error)",
                str(root),
            ],
            capture_output=True,
            text=True,
            check=True,
        )
    assert "in use by process " in done.stdout
    assert "(run, since 2026-01-01T00:00:00+00:00); wait for it to end" in done.stdout
    assert done.stdout.count("\n") == 1


def test_a_writer_that_died_holds_nothing(root: Path) -> None:
    script = (
        "import os, sys; from pathlib import Path; from westphalia.record import open_writer\n"
        "held = open_writer(Path(sys.argv[1]), 'run'); held.__enter__(); os._exit(9)"
    )
    done = subprocess.run([sys.executable, "-c", script, str(root)], check=False)
    assert done.returncode == 9
    assert (root / "lock.owner").exists()
    take(root, (2,))


def test_the_second_writer_of_one_process_is_refused_as_well(root: Path) -> None:
    with open_writer(root, "run"), pytest.raises(RecordInUse), open_writer(root, "run"):
        pass


def test_an_older_layout_is_brought_up_to_date_step_by_step(root: Path) -> None:
    """A made-up history: two layouts before the present one."""
    done: list[str] = []

    def rename(old: str, new: str):  # type: ignore[no-untyped-def]
        def work(path: Path) -> None:
            done.append(new)
            if (path / old).exists():  # it may have been interrupted behind this
                (path / old).rename(path / new)

        return work

    (root / "notes").write_text("kept")
    steps = [
        Migration(2, "remarks", rename("comments", "remarks")),
        Migration(1, "comments", rename("notes", "comments")),
    ]
    header = migrate(root, read_header(root), steps, to=3)
    assert (header.version, header.migrated, done) == (3, ("comments", "remarks"), ["comments", "remarks"])
    assert json.loads((root / "record.json").read_text())["migrated"] == ["comments", "remarks"]
    assert (root / "remarks").read_text() == "kept"
    assert migrate(root, header, steps, to=3) == header


def test_an_interrupted_migration_goes_on_where_it_was(root: Path) -> None:
    ran: list[int] = []

    def fails(path: Path) -> None:
        ran.append(2)
        if len(ran) == 2:
            raise KeyboardInterrupt

    steps = [Migration(1, "first", lambda path: ran.append(1)), Migration(2, "second", fails)]
    with pytest.raises(KeyboardInterrupt):
        migrate(root, read_header(root), steps, to=3)
    assert json.loads((root / "record.json").read_text())["version"] == 2
    migrate(root, Header(2, 2, ("first",)), steps, to=3)
    assert ran == [1, 2, 2]


def test_a_layout_without_a_way_from_it_is_named(root: Path) -> None:
    with pytest.raises(RecordError, match="version 1, which this version cannot bring up to 2"):
        migrate(root, read_header(root), [], to=2)
    write_header(root, Header(0, 2))
    with pytest.raises(RecordError, match="brings it up to date"):
        open_record(root)
