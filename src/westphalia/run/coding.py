"""With what a record's articles were coded, and whether that is what a coder of now would do.

What decides how a page is coded is noted with every run: version of the code (its shipped tables included), model, own
tables, own types, folding. Where a part of the record was coded otherwise, `run` says so and `recode` codes it again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from westphalia.record.log import State
from westphalia.version import VERSION

if TYPE_CHECKING:
    from westphalia.pipeline import Coder
    from westphalia.run.parallel import Parallel

Settings = Mapping[str, Any]
_WORDS = {
    "version": "Westphalia",
    "model": "model",
    "ontology": "own tables",
    "types": "own types",
    "fold": "fold",
}


@dataclass(frozen=True, slots=True)
class Older:
    """Articles that were coded otherwise than they would be now, and what is different: "model a, now b"."""

    articles: int
    differences: tuple[str, ...]


def settings_of(coder: Coder | Parallel) -> dict[str, Any]:
    """What decides how pages are coded, as the log keeps it. The model is named without being loaded."""
    return {
        "version": VERSION,
        "model": coder.model,
        "ontology": coder.ontology.digest if coder.ontology else None,
        "types": coder.own.digest if coder.own else None,
        "fold": coder.fold,
    }


def older(state: State, settings: Settings) -> Older | None:
    """What of the record was coded with other settings; None where nothing was."""
    articles = 0
    different: dict[str, None] = {}  # a set that keeps the order
    for run, count in _coded(state):
        found = [name for name in settings if run.get(name) != settings[name]]
        articles += count if found else 0
        for name in found:
            different[f"{_WORDS[name]} {_shown(run.get(name))}, now {_shown(settings[name])}"] = None
    return Older(articles, tuple(different)) if articles else None


def _coded(state: State) -> list[tuple[Settings, int]]:
    """The runs whose coding counts now, with the articles of each: the newest recode, and what came in after it."""
    again = max((n for n, run in enumerate(state.runs) if run["command"] == "recode"), default=-1)
    found: list[tuple[Settings, int]] = []
    if again >= 0:
        found.append((state.runs[again], state.runs[again]["counts"].get("articles", 0)))
    for number, run in enumerate(state.runs[again + 1 :], again + 1):
        shards = [shard for shard in state.shards if shard.run == number]
        found.append((run, sum(shard.counts.get("articles", 0) for shard in shards)))
    return found


def _shown(value: object) -> str:
    if value is None:
        return "none"
    return {True: "on", False: "off"}[value] if isinstance(value, bool) else str(value)
