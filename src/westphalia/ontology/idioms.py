"""Words that name no country and yet belong to one: its parliament, its currency, its parties ("Lok Sabha", "baht").

The table is `idioms.csv`: `phrase` (letter case counts), `code` (ISO 3166-1 alpha-3 or one of PLOVER's non-state
codes), `use` and `reason`. The uses:

* `own`: tells the country of the mention that holds it, nothing about the passage ("rights groups" are NGO);
* `setting`: tells what country a passage is about, not whose a mention is ("crore");
* `both`.

Left out: whatever `organisations.csv` and the seats of `countries.csv` decide better, and words of several states
("peso", "rupee"). Kept by hand. Raises OntologyError where the table is broken.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from westphalia.errors import OntologyError

from ._phrases import PhraseIndex
from ._table import rows

USES = frozenset({"own", "setting", "both"})


@dataclass(frozen=True, slots=True)
class IdiomHit:
    """Offsets into the text, the code, and whether it tells whose a mention is and where a passage is set."""

    start: int
    end: int
    code: str
    own: bool
    setting: bool


def find(text: str) -> list[IdiomHit]:
    """Every idiom in `text`, from left to right, none inside another."""
    return [
        IdiomHit(start, end, code, use != "setting", use != "own")
        for start, end, (code, use) in _index().find(text)
    ]


@cache
def _index() -> PhraseIndex[tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for phrase, code, use in rows("idioms.csv", ("phrase", "code", "use")):
        if not phrase or not code or use not in USES or phrase in found:
            raise OntologyError(f"ontology table idioms.csv: {phrase!r} is told twice or is incomplete")
        found[phrase] = code, use
    return PhraseIndex(found.items())


__all__ = ["USES", "IdiomHit", "find"]
