"""The label inventory of the parser: what each column of each score array means.

It is stored beside the weights (`labels.json`), so that weights and labels cannot drift apart.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

AUX = ("future", "hypothetical", "negation", "historical")
RELATIONS = (
    "actor",  # trigger -> the words of who does it
    "recipient",  # trigger -> to whom
    "time",  # trigger -> when
    "place",  # trigger -> where
    "said_by",  # trigger -> who is credited for the claim
    "speaker",  # first and last word of a quote -> who said it
    "addressee",  # … to whom
    "via",  # … through which medium
    "nation",  # actor mention -> the country word that tells its country
    "same",  # actor mention -> another mention of the same actor
    "member",  # plural mention -> one of those it stands for
)
SPAN_TAGS = ("actor", "time", "place")  # each with its own O, B, I


@dataclass(frozen=True, slots=True)
class Labels:
    """Column names. `modes` holds (type, mode) pairs, (type, "") standing for no mode."""

    types: tuple[str, ...]
    modes: tuple[tuple[str, str], ...]
    contexts: tuple[str, ...]
    sectors: tuple[str, ...]
    aux: tuple[str, ...] = AUX
    relations: tuple[str, ...] = RELATIONS

    @classmethod
    def from_ontology(cls, ontology: dict[str, Any]) -> Labels:
        """The labels of PLOVER as `ontology/plover.json` lists it."""
        types = tuple(t["name"] for t in ontology["types"])
        modes = tuple(
            (t["name"], mode) for t in ontology["types"] for mode in ("", *(m["name"] for m in t["modes"]))
        )
        contexts = tuple(c["name"] for c in ontology["contexts"])
        groups = (group for group in ontology["sectors"].values() if isinstance(group, list))
        sectors = tuple(sorted({sector for group in groups for sector in group} - {"JNK", "NON"}))
        return cls(types, modes, contexts, sectors)

    @classmethod
    def load(cls, path: Path) -> Labels:
        raw = json.loads(path.read_text(encoding="utf-8"))
        raw["modes"] = tuple((kind, mode) for kind, mode in raw["modes"])
        return cls(**{key: tuple(value) for key, value in raw.items()})

    def save(self, path: Path) -> None:
        path.write_text(json.dumps(asdict(self), indent=1) + "\n", encoding="utf-8")

    def modes_of(self, kind: str) -> list[int]:
        """Columns of the mode scores that belong to the event type `kind`."""
        return [column for column, (name, _) in enumerate(self.modes) if name == kind]
