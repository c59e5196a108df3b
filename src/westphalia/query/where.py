"""Filters to SQL: conditions over a row `e` of `events`. What users give goes in as parameters, keys as quoted text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from westphalia.query.filters import Filter
from westphalia.query.names import Keys

SENTENCE = "substring(a.text, e.sentence_start + 1, e.sentence_end - e.sentence_start)"
SAID_BY = "list_concat(list_transform(e.said_by, lambda s: s.actor_id), list_transform(e.said_by, lambda s: s.country))"


def listed(words: Iterable[str]) -> str:
    """Keys as a list of SQL: constants, so that parts of a sorted file without them are passed over."""
    return "(" + ", ".join("'" + word.replace("'", "''") + "'" for word in words) + ")"


@dataclass(slots=True)
class Where:
    """Conditions that hold together, and the values of their parameters."""

    parts: list[str] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)

    def add(self, condition: str, *values: Any) -> None:
        """A condition with a `{}` for each value; one without values is taken as it is (a path may have braces)."""
        if not values:
            self.parts.append(f"({condition})")
            return
        names = [f"p{len(self.values) + number}" for number in range(len(values))]
        self.values |= dict(zip(names, values, strict=True))
        pieces = condition.split("{}")
        marks = [f"${name}" for name in names]
        self.parts.append("(" + "".join(p + m for p, m in zip(pieces, [*marks, ""], strict=True)) + ")")

    @property
    def sql(self) -> str:
        return " AND ".join(self.parts) or "true"


def of_event(chosen: Filter, keys: Mapping[str, Keys], where: Where) -> Where:
    """Conditions on an event row `e`, its article `a` (for `text`) and its merged event `w` (for `min_stories`)."""
    for name, side in (("actor", "actor"), ("recipient", "recipient")):
        if name in keys:
            where.add(
                f"list_has_any(e.{side}_countries, {{}}) OR list_has_any(e.{side}_ids, {{}})",
                list(keys[name].countries),
                list(keys[name].ids),
            )
    if chosen.country:
        codes = list(chosen.country)
        where.add(
            "list_has_any(e.actor_countries, {}) OR list_has_any(e.recipient_countries, {}) OR list_contains({}, e.place_country)",
            codes,
            codes,
            codes,
        )
    if chosen.said_by:
        told = keys.get("said_by")
        where.add(
            f"list_has_any({SAID_BY}, {{}}) OR list_has_any(list_transform(e.sources, lambda s: lower(s)), {{}})",
            list(told.all) if told else [],
            [word.lower() for word in chosen.said_by],
        )
    if chosen.sector:
        codes = list(chosen.sector)
        where.add("list_has_any(e.actor_sectors, {}) OR list_has_any(e.recipient_sectors, {})", codes, codes)
    simple(chosen, where)
    if chosen.mode:
        where.add("list_contains({}, e.mode)", [word.lower() for word in chosen.mode])
    if chosen.outlet:
        where.add("list_contains({}, lower(e.outlet))", [word.lower() for word in chosen.outlet])
    if chosen.since:
        where.add("e.date_start >= {}", chosen.since)
    if chosen.until:
        where.add("e.date_start <= {}", chosen.until)
    if chosen.text:
        where.add(f"contains(lower({SENTENCE}), {{}})", chosen.text.lower())
    if chosen.min_stories > 1:
        where.add("w.n_stories >= {}", chosen.min_stories)
    return where


def simple(chosen: Filter, where: Where) -> Where:
    """The conditions that rows of the index have columns for, too."""
    if chosen.type:
        where.add("list_contains({}, e.type)", list(chosen.type))
    if chosen.quad_class:
        where.add("list_contains({}, e.quad_class)", list(chosen.quad_class))
    if chosen.status:
        where.add("list_contains({}, e.status)", list(chosen.status))
    if chosen.min_confidence > 0:
        # Confidence is kept in single precision: the bound is compared as it would be kept.
        where.add("e.confidence >= {}::FLOAT", chosen.min_confidence)
    return where


def of_index(chosen: Filter, where: Where) -> Where:
    """The conditions on a row `e` of the index: never fewer rows than `of_event` keeps."""
    simple(chosen, where)
    if chosen.since:
        where.add("e.day IS NULL OR e.day >= {}", chosen.since)
    if chosen.until:
        where.add("e.day IS NULL OR e.day <= {}", chosen.until)
    if chosen.min_stories > 1:
        where.add("e.n_stories >= {}", chosen.min_stories)
    return where
