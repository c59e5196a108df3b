"""PLOVER, typed: the event types, their modes, scores, quad classes and CAMEO roots, from `plover.json`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from westphalia.errors import OntologyError


@dataclass(frozen=True, slots=True)
class EventType:
    """One of the sixteen types. `quad_class`: 1 verbal cooperation, 2 material cooperation, 3 verbal
    conflict, 4 material conflict; `score` is PLOVER's Goldstein-like score (−10 … 10)."""

    name: str
    quad_class: int
    score: float
    requires_recipient: bool
    description: str
    cameo_roots: tuple[str, ...]
    mode_scores: Mapping[str, float | None]

    @property
    def modes(self) -> tuple[str, ...]:
        return tuple(self.mode_scores)

    def intensity(self, mode: str | None) -> float:
        """The mode's score where PLOVER publishes one, the type's otherwise."""
        score = self.mode_scores.get(mode) if mode else None
        return self.score if score is None else score

    def cameo_root(self, mode: str | None) -> str:
        """The nearest CAMEO root (two digits); for a type that several roots fold into, the mode decides."""
        return CAMEO_OF_MODE.get((self.name, mode or ""), self.cameo_roots[0][:2])


# Where a type's modes fall under another CAMEO root than the type's first. CAMEO: 11 disapprove, 112 accuse,
# 09 investigate; 18 assault, 19 fight, 20 unconventional mass violence.
CAMEO_OF_MODE: Mapping[tuple[str, str], str] = {
    ("ACCUSE", ""): "11",
    ("ACCUSE", "disapprove"): "11",
    ("ACCUSE", "allege"): "11",
    ("ACCUSE", "investigate"): "09",
    ("ASSAULT", "firearms"): "19",
    ("ASSAULT", "aerial"): "19",
    ("ASSAULT", "drone"): "19",
    ("ASSAULT", "heavy-weapons"): "19",
    ("ASSAULT", "sideAB"): "19",
    ("ASSAULT", "cleansing"): "20",
    ("ASSAULT", "massacre"): "20",
    ("ASSAULT", "unconventional"): "20",
}


@cache
def _raw() -> dict[str, Any]:
    try:
        text = resources.files(__package__).joinpath("plover.json").read_text(encoding="utf-8")
        raw: dict[str, Any] = json.loads(text)
    except (OSError, ValueError) as error:
        raise OntologyError(f"plover.json: {error}") from error
    return raw


@cache
def event_types() -> Mapping[str, EventType]:
    """All types by name."""
    return {
        item["name"]: EventType(
            name=item["name"],
            quad_class=item["quad_numeric"],
            score=item["score"],
            requires_recipient=item["requires_recipient"],
            description=item["description"],
            cameo_roots=tuple(item["cameo_roots"]),
            mode_scores={mode["name"]: mode["score"] for mode in item["modes"]},
        )
        for item in _raw()["types"]
    }


@cache
def sectors() -> frozenset[str]:
    """Every sector that an actor may have."""
    groups = (group for group in _raw()["sectors"].values() if isinstance(group, list))
    return frozenset(sector for group in groups for sector in group) - {"JNK", "NON"}


@cache
def nonstate_codes() -> Mapping[str, str]:
    """PLOVER's country codes of those who belong to no state, and what each means."""
    codes: dict[str, str] = _raw()["nonstate_country_codes"]
    return codes


@cache
def quad_names() -> Mapping[int, str]:
    """The quad classes as PLOVER writes them: 1 is "VERBAL COOPERATION"."""
    return {int(code): str(name) for code, name in _raw()["quads"].items()}


@cache
def context_spellings() -> Mapping[str, str]:
    """The contexts that POLECAT spells otherwise: "pro_democracy" is "pro-democracy" there."""
    return {item["name"]: item["rpolecat_spelling"] for item in _raw()["contexts"]}


def event_type(name: str) -> EventType:
    """Raises KeyError for a type that PLOVER does not have."""
    return event_types()[name]
