"""The log of a record: one small file a step, in order. What the steps add up to is the record's state.

A step is there when its file has its name (`log/00000012.json`), and then it counts whole. Its JSON object has

    kind      run, shard, pack, merge, recode, import or end
    time      when it was written (UTC)
    add       files that count from now on: [path, rows, bytes, sha256]
    remove    paths that count no longer
    …         what the kind adds: `run` the settings, `shard` its number, run and counts, `end` the run's totals

So that opening a record stays quick, every hundredth step and the end of a run also write the whole state
(`log/state-00000100.json`), and the steps before it are removed.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from westphalia.errors import BrokenRecord
from westphalia.record.files import FileInfo, Step, nothing, remove, write_bytes

FOLDER = "log"
EVERY = 100  # steps between two whole states

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shard:
    """One batch of pages: its number, the run it came with, when it was finished, what it held."""

    number: int
    run: int
    finished: str
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Past:
    """A coding that was replaced: until when it counted, in which step, and its files."""

    until: str
    step: int
    files: tuple[FileInfo, ...]


@dataclass(frozen=True, slots=True)
class State:
    """What the steps up to `step` add up to. `step` is -1 for a record where nothing happened yet.

    Stories and merged events know of the shards up to `merged_shard`; `merging` is the shard up to which they are being
    brought, and the portions of it that are done.
    """

    step: int = -1
    files: Mapping[str, FileInfo] = field(default_factory=dict)
    shards: tuple[Shard, ...] = ()
    runs: tuple[Json, ...] = ()
    past: tuple[Past, ...] = ()
    merged_shard: int = -1
    merging: tuple[int, int] | None = None
    imports: int = 0
    generation: int = 0
    steps_by_kind: Mapping[str, int] = field(default_factory=dict)

    @property
    def next_shard(self) -> int:
        return self.shards[-1].number + 1 if self.shards else 0

    def of(self, table: str, month: str | None = None) -> tuple[FileInfo, ...]:
        """The files of a table (and month) that count, by path."""
        found = (f for f in self.files.values() if f.table == table and (month is None or f.month == month))
        return tuple(sorted(found))


def now() -> str:
    """The time as the log has it: UTC to the second."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


def after(state: State, number: int, step: Json) -> State:
    """The state after one more step."""
    files = dict(state.files)
    gone = tuple(files.pop(path) for path in step["remove"] if path in files)
    files |= {info.path: info for info in (FileInfo(*item) for item in step["add"])}
    kind = step["kind"]
    seen = {**state.steps_by_kind, kind: state.steps_by_kind.get(kind, 0) + 1}
    made = replace(state, step=number, files=files, steps_by_kind=seen)
    if kind == "shard":
        shard = Shard(step["shard"], step["run"], step["time"], step["counts"])
        return replace(made, shards=(*state.shards, shard))
    if kind in ("run", "recode"):
        run = {**step["settings"], "run": step["run"], "started": step["started"], "finished": None}
        if kind == "recode":
            run |= {"finished": step["time"], "counts": step["counts"]}
            past = () if step["discard"] else (*state.past, Past(step["time"], number, gone))
            made = replace(made, past=past, generation=state.generation + 1, merged_shard=-1, merging=None)
        return replace(made, runs=(*state.runs, run))
    if kind == "end":
        last = {**state.runs[-1], "finished": step["time"], "counts": step["counts"]}
        return replace(made, runs=(*state.runs[:-1], last))
    if kind == "merge":
        if step["last"]:
            return replace(made, merged_shard=step["as_of_shard"], merging=None)
        return replace(made, merging=(step["as_of_shard"], step["portion"]))
    return replace(made, imports=state.imports + 1) if kind == "import" else made


def read_state(root: Path) -> State:
    """The record's state now. Raises BrokenRecord."""
    for _ in range(5):  # a writer may clear steps away between our listing and our reading
        try:
            return _read_state(root)
        except FileNotFoundError:
            continue
    raise BrokenRecord(f"{root}: a step of its log is missing")


def _read_state(root: Path) -> State:
    names = sorted(path.name for path in (root / FOLDER).glob("*.json"))
    wholes = [name for name in names if name.startswith("state-")]
    state = State()
    for name in wholes[-1:]:
        raw = _json(root / FOLDER / name)
        with _shape_named(root / FOLDER / name):
            state = _state(raw)
    for name in names:
        path = root / FOLDER / name
        with _shape_named(path):
            number = state.step if name.startswith("state-") else int(path.stem)
        if number > state.step:
            if number != state.step + 1:
                raise FileNotFoundError(name)
            step = _json(path)
            with _shape_named(path):
                state = after(state, number, step)
    return state


def _json(path: Path) -> Json:
    try:
        found: Json = json.loads(path.read_bytes())
    except ValueError as error:
        raise BrokenRecord(f"{path}: not readable as JSON ({error})") from error
    return found


@contextlib.contextmanager
def _shape_named(path: Path) -> Iterator[None]:
    """JSON that is no step of a log becomes one clear line. Raises BrokenRecord."""
    try:
        yield
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        raise BrokenRecord(f"{path}: no step of a record's log ({type(error).__name__}: {error})") from error


def _state(raw: Json) -> State:
    return State(
        step=raw["step"],
        files={item[0]: FileInfo(*item) for item in raw["files"]},
        shards=tuple(Shard(*item) for item in raw["shards"]),
        runs=tuple(raw["runs"]),
        past=tuple(
            Past(until, step, tuple(FileInfo(*item) for item in files)) for until, step, files in raw["past"]
        ),
        merged_shard=raw["merged_shard"],
        merging=tuple(raw["merging"]) if raw["merging"] else None,
        imports=raw["imports"],
        generation=raw["generation"],
        steps_by_kind=raw["steps_by_kind"],
    )


def append(
    root: Path,
    state: State,
    kind: str,
    *,
    add: Iterable[FileInfo] = (),
    remove: Iterable[str] = (),
    time: str,
    on_step: Step = nothing,
    **more: Any,
) -> State:
    """Write one step: with its file's renaming, all it adds and takes away counts at once. Raises RecordFull."""
    number = state.step + 1
    step = {
        "kind": kind,
        "time": time,
        "add": [info.as_json() for info in sorted(add)],
        "remove": sorted(remove),
        **more,
    }
    write_bytes(root / FOLDER / f"{number:08d}.json", _dump(step), on_step)
    made = after(state, number, step)
    if number % EVERY == EVERY - 1:
        write_whole_state(root, made, on_step)
    return made


def write_whole_state(root: Path, state: State, on_step: Step = nothing) -> None:
    """Write the state as one file and clear away the steps that led to it."""
    target = root / FOLDER / f"state-{state.step:08d}.json"
    if state.step < 0 or target.exists():
        return
    raw = {
        "step": state.step,
        "files": [info.as_json() for info in sorted(state.files.values())],
        "shards": [[s.number, s.run, s.finished, dict(s.counts)] for s in state.shards],
        "runs": list(state.runs),
        "past": [[past.until, past.step, [info.as_json() for info in past.files]] for past in state.past],
        "merged_shard": state.merged_shard,
        "merging": state.merging,
        "imports": state.imports,
        "generation": state.generation,
        "steps_by_kind": dict(state.steps_by_kind),
    }
    write_bytes(target, _dump(raw), on_step)
    for path in sorted(target.parent.glob("*.json")):
        number = int(path.stem.removeprefix("state-"))
        if path != target and number <= state.step:
            remove(path, on_step)


def _dump(value: Json) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
