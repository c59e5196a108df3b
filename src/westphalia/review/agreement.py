"""How far reviewers agree, with each other and with the model.

Krippendorff's alpha for nominal data (K. Krippendorff, Content Analysis, 2004, chapter 11): 1 − D_o / D_e over the
coincidences of the values that two raters or more gave a unit; what a rater did not judge is missing. A unit is an
event; its value "event" is whether it is one, the other fields count where both say that it is. F1 is that of two
raters on the units that both judged: 2 × agreed ÷ (what one says + what the other says). Roles count in events that
both give the same type, as words that overlap.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from westphalia.records import Span
from westphalia.review.rows import ROLES, Coding
from westphalia.review.standing import Decision, codings, matching

MODEL = "the model"
Judged = Coding | None  # None: it is no event
Unit = Mapping[str, Judged]

FIELDS: Mapping[str, Callable[[Coding], Hashable]] = {
    "type": lambda coding: coding.type,
    "mode": lambda coding: (coding.type, coding.mode),
    "aux": lambda coding: frozenset(coding.aux),
    "actors": lambda coding: frozenset(coding.actors),
    "recipients": lambda coding: frozenset(coding.recipients),
    "said_by": lambda coding: frozenset(coding.said_by),
}
"""What is compared besides whether it is an event, and as which value."""


@dataclass(frozen=True, slots=True)
class Alpha:
    """Alpha of one field, and over how many units; None where there is nothing to compare or nothing varies."""

    field: str
    alpha: float | None
    units: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Two raters: units that both judged, and F1 by field; None where neither says anything."""

    one: str
    two: str
    units: int
    f1: Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class Agreement:
    """All figures. `among_reviewers` leaves the model out."""

    reviewers: tuple[str, ...]
    units: int
    among_reviewers: tuple[Alpha, ...]
    with_model: tuple[Alpha, ...]
    pairs: tuple[Pair, ...]


def units_of(
    decisions: Iterable[Decision], model: Mapping[str, Sequence[tuple[Span, Coding]]] | None = None
) -> list[Unit]:
    """Each decided event with what every rater says. `model` is today's coding of the decided articles; without it,
    the coding that was reviewed stands for the model."""
    found: list[Unit] = []
    for decision in decisions:
        judged: dict[str, Judged] = dict(codings(decision))
        if model is None:
            judged[MODEL] = next((r.coded for r in decision.reviews if r.coded is not None), None)
        else:
            judged[MODEL] = _todays(decision, model.get(decision.article_id, ()))
        found.append(judged)
    return found


def _todays(decision: Decision, coded: Sequence[tuple[Span, Coding]]) -> Judged:
    best: tuple[int, Judged] = (0, None)
    for span, coding in coded:
        if matching(span, (decision,)):
            shared = min(span.end, decision.span.end) - max(span.start, decision.span.start)
            best = max(best, (shared, coding), key=lambda pair: pair[0])
    return best[1]


def agreement(units: Sequence[Unit]) -> Agreement:
    """Every figure over these units."""
    names = sorted({name for unit in units for name in unit} - {MODEL})
    people = [{name: value for name, value in unit.items() if name != MODEL} for unit in units]
    raters = [*names, MODEL] if units else names
    return Agreement(
        reviewers=tuple(names),
        units=len(units),
        among_reviewers=_alphas(people),
        with_model=_alphas(units),
        pairs=tuple(_pair(units, one, two) for one, two in combinations(raters, 2)),
    )


def alpha(units: Iterable[Sequence[Hashable]]) -> float | None:
    """Krippendorff's alpha for nominal values; a unit is the values it was given. None where fewer than two values
    are pairable, or all of them are the same: then nothing can be expected to differ."""
    within: Counter[Hashable] = Counter()
    observed = 0.0  # coincidences of unlike values
    for values in units:
        if len(values) < 2:
            continue
        counts = Counter(values)
        within.update(counts)
        pairs = len(values) * (len(values) - 1)
        same = sum(count * (count - 1) for count in counts.values())
        observed += (pairs - same) / (len(values) - 1)
    total = sum(within.values())
    expected = total**2 - sum(count**2 for count in within.values())
    if total < 2 or expected == 0:
        return None
    return 1 - (total - 1) * observed / expected


def _alphas(units: Sequence[Unit]) -> tuple[Alpha, ...]:
    found = [_alpha("event", [[value is not None for value in unit.values()] for unit in units])]
    for field, value in FIELDS.items():
        told = [[value(coding) for coding in unit.values() if coding is not None] for unit in units]
        found.append(_alpha(field, told))
    return tuple(found)


def _alpha(field: str, values: Sequence[Sequence[Hashable]]) -> Alpha:
    return Alpha(field, alpha(values), sum(len(unit) > 1 for unit in values))


def _pair(units: Sequence[Unit], one: str, two: str) -> Pair:
    both = [(unit[one], unit[two]) for unit in units if one in unit and two in unit]
    events = [(a, b) for a, b in both if a is not None and b is not None]
    says_one, says_two = sum(a is not None for a, _ in both), sum(b is not None for _, b in both)
    alike = [(a, b) for a, b in events if a.type == b.type]
    moded = [(a, b) for a, b in events if a.mode or b.mode]
    f1 = {
        "event": _f1(len(events), says_one, says_two),
        "type": _f1(len(alike), says_one, says_two),
        "mode": _f1(
            sum(bool(a.mode) and (a.type, a.mode) == (b.type, b.mode) for a, b in moded),
            sum(bool(a.mode) for a, _ in moded),
            sum(bool(b.mode) for _, b in moded),
        ),
        "aux": _f1(
            sum(len(set(a.aux) & set(b.aux)) for a, b in events),
            sum(len(set(a.aux)) for a, _ in events),
            sum(len(set(b.aux)) for _, b in events),
        ),
    }
    for role in ROLES:
        f1[role] = _f1(
            sum(_overlapping(getattr(a, role), getattr(b, role)) for a, b in alike),
            sum(len(getattr(a, role)) for a, _ in alike),
            sum(len(getattr(b, role)) for _, b in alike),
        )
    return Pair(one, two, len(both), f1)


def _f1(hits: int, one: int, two: int) -> float | None:
    return 2 * hits / (one + two) if one + two else None


def _overlapping(one: Sequence[Span], two: Sequence[Span]) -> int:
    """How many of the first find one of the second that overlaps, each once."""
    free = list(two)
    hits = 0
    for span in one:
        found = next((other for other in free if other.overlaps(span)), None)
        if found is not None:
            free.remove(found)
            hits += 1
    return hits
