"""Words for actors to the keys that reports are found by: country codes and actor ids."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from westphalia.errors import BadFilter
from westphalia.query.filters import country_or_none, unknown

MOST = 500  # actors that one word may stand for
_NEAR = 20_000  # of the most reported actors, those whose names are compared with a misspelt one

Rows = Callable[[str, dict[str, Any]], list[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class Keys:
    """What a word stands for: one country, or actors by their ids; `name` is what to call it."""

    word: str
    name: str
    countries: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """What to call it in a column: a country by its code."""
        return self.countries[0] if len(self.countries) == 1 and not self.ids else self.name

    @property
    def all(self) -> tuple[str, ...]:
        return self.countries + self.ids


def resolve(word: str, rows: Rows, actors: str, what: str = "actor") -> Keys:
    """What an actor's word stands for, as `find`. Raises BadFilter with the nearest names where it is nothing."""
    found = find(word, rows, actors)
    if found is None:
        names = rows(
            f"SELECT name FROM {actors} WHERE name IS NOT NULL ORDER BY n_events DESC LIMIT {_NEAR}", {}
        )
        raise BadFilter(unknown(what, word, [name for (name,) in names]))
    return found


def find(word: str, rows: Rows, actors: str) -> Keys | None:
    """What an actor's word stands for, in this order; None where it is nothing.

    1. a country's code or name, 2. an actor_id, 3. an actor's whole name, 4. words of a name, whatever the case and
    accents. `rows` runs SQL, `actors` is the relation of actors.
    """
    from westphalia.ontology.countries import name_of

    code = country_or_none(word)  # 1
    if code is not None:
        return Keys(word, name_of(code) or code, countries=(code,))
    found = rows(f"SELECT actor_id, name FROM {actors} WHERE actor_id = $word", {"word": word})  # 2
    if not found:
        folded = {"word": word}
        same = f"SELECT actor_id, name FROM {actors} WHERE strip_accents(lower(name)) = strip_accents(lower($word))"
        found = rows(same, folded)  # 3
    if not found and len(word) > 1:
        pattern = {"word": rf"\b{re.escape(word)}\b"}
        inside = (
            f"SELECT actor_id, name FROM {actors} "
            "WHERE regexp_matches(strip_accents(name), strip_accents($word), 'i') "
            f"ORDER BY n_events DESC, actor_id LIMIT {MOST}"
        )
        found = rows(inside, pattern)  # 4
    if not found:
        return None
    return Keys(word, str(found[0][1] or found[0][0]), ids=tuple(str(actor_id) for actor_id, _ in found))


def joined(keys: Sequence[Keys]) -> Keys:
    """Several words as one: a report fits where one of them does."""
    return Keys(
        ", ".join(key.word for key in keys),
        ", ".join(key.name for key in keys),
        tuple(dict.fromkeys(code for key in keys for code in key.countries)),
        tuple(dict.fromkeys(actor_id for key in keys for actor_id in key.ids)),
    )
