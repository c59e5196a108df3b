"""Scores to spans: a pure function from the model's arrays to mentions, triggers and quotes.

1. Mentions: runs of words marked actor, time or place.
2. Triggers: runs of words whose probability of being a trigger is above the threshold, cut where a
   new trigger begins; type, mode, auxiliary modes and contexts from the run's mean scores.
   Types of the user's own are found beside them, each by its own cut-off (2b).
3. Roles: each mention is scored as the mean arc from the trigger's words to the mention's words. A
   stretch of high arcs that no mention covers becomes a mention of its own.
4. Constraints: a mention fills one of actor and recipient; one time and one place an event; an
   event has at least one party, or it is left out.
5. Quotes: the marks propose, the model's quote score decides; roles as for triggers.
6. Links between mentions: the country word, other mentions of the same actor.
7. An event told again in the passage, adding nothing, is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypedDict

import numpy as np
import numpy.typing as npt

from westphalia.models.labels import Labels
from westphalia.models.own import OwnHead
from westphalia.parse.scores import Scores
from westphalia.records import Mention, MentionKind, QuoteParse, Span, Trigger

Floats = npt.NDArray[np.float32]


def mean(values: Floats) -> float:
    """The mean over all values; `ndarray.mean` to the last bit, at a third of its price for a handful of them."""
    return float(np.add.reduce(values, axis=None) / values.size)


def row_mean(rows: Floats) -> Floats:
    """The mean over the rows of a table, for each column; as `mean` to `ndarray.mean(0)`."""
    summed: Floats = np.add.reduce(rows, axis=0)
    return summed / np.float32(len(rows))


Run = tuple[int, int]  # words, end exclusive

SPAN_KINDS: tuple[MentionKind, ...] = ("actor", "time", "place")
NATIONS = 6  # country words kept for a mention
SAME = 0.5  # a link between two mentions that makes them one actor
QUOTE_ROLES = ("speaker", "addressee", "via")


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Cut-offs, chosen on held-out passages (see training/MODEL_CARD.md)."""

    event: float = 0.45
    begin: float = 0.5
    mention: float = 0.5
    actor: float = 0.4
    recipient: float = 0.4
    time: float = 0.4
    place: float = 0.4
    said_by: float = 0.4
    speaker: float = 0.4
    addressee: float = 0.5
    via: float = 0.5
    aux: float = 0.5
    context: float = 0.5
    quote: float = 0.4
    link: float = 0.3
    rescue: float = 0.2  # a party's score that still saves an event without any other party
    again: float = 0.7  # a trigger surer than this stands even where it seems to tell an event again


@dataclass(slots=True)
class Pool:
    """The mentions found so far, and what the later steps add to them."""

    marks: npt.NDArray[np.bool_]
    runs: list[Run] = field(default_factory=list)
    kinds: list[MentionKind] = field(default_factory=list)
    scores: list[float] = field(default_factory=list)

    def add(self, kind: MentionKind, run: Run, score: float) -> int:
        self.runs.append(run)
        self.kinds.append(kind)
        self.scores.append(score)
        return len(self.runs) - 1

    def trim(self, run: Run) -> Run | None:
        """The run without punctuation at its ends; None where nothing is left."""
        start, end = run
        while start < end and self.marks[start]:
            start += 1
        while start < end and self.marks[end - 1]:
            end -= 1
        return (start, end) if start < end else None

    def of_kind(self, kind: MentionKind) -> list[int]:
        return [index for index, k in enumerate(self.kinds) if k == kind]


def runs_of(inside: npt.NDArray[np.bool_], begins: npt.NDArray[np.bool_]) -> list[Run]:
    """Runs of true words, cut in front of each word that begins a new one."""
    if not inside.any():
        return []
    runs: list[Run] = []
    start: int | None = None
    for word, (within, begin) in enumerate(zip(inside.tolist(), begins.tolist(), strict=True)):
        if start is not None and (not within or begin):
            runs.append((start, word))
            start = None
        if within and start is None:
            start = word
    if start is not None:
        runs.append((start, len(inside)))
    return runs


def bridged(inside: npt.NDArray[np.bool_]) -> list[Run]:
    """Runs of true words, a single false word between two of them overlooked ("recalled its ambassador")."""
    filled = inside.copy()
    filled[1:-1] |= inside[:-2] & inside[2:]
    return runs_of(filled, np.zeros(len(filled), np.bool_))


def _mentions(scores: Scores, marks: npt.NDArray[np.bool_], thresholds: Thresholds) -> Pool:
    pool = Pool(marks)
    for column, kind in enumerate(SPAN_KINDS):
        tags = scores.spans[:, column]
        inside = tags[:, 1] + tags[:, 2]
        for run in runs_of(inside > thresholds.mention, (tags[:, 1] > tags[:, 2]) & (tags[:, 1] > 0.3)):
            if trimmed := pool.trim(run):
                pool.add(kind, trimmed, mean(inside[slice(*trimmed)]))
    return pool


def _party(row: Floats, pool: Pool, kind: MentionKind, threshold: float) -> dict[int, float]:
    """Mentions of `kind` whose mean score along `row` reaches the threshold; may add mentions."""
    found = {}
    covered = np.zeros(len(row), np.bool_)
    for index in pool.of_kind(kind):
        start, end = pool.runs[index]
        covered[start:end] = True
        score = mean(row[start:end])
        if score >= threshold:
            found[index] = score
    loose = (row > max(0.5, threshold)) & ~covered
    if loose.any():
        for run in runs_of(loose, np.zeros(len(row), np.bool_)):
            if trimmed := pool.trim(run):
                score = mean(row[slice(*trimmed)])
                found[pool.add(kind, trimmed, score)] = score
    return found


def _best(found: dict[int, float]) -> tuple[int, ...]:
    return (max(found, key=lambda index: (found[index], -index)),) if found else ()


class _Roles(TypedDict):
    """What a trigger's row of arcs says, as `Trigger` names it."""

    aux: tuple[str, ...]
    contexts: tuple[str, ...]
    actors: tuple[int, ...]
    recipients: tuple[int, ...]
    times: tuple[int, ...]
    places: tuple[int, ...]
    said_by: tuple[int, ...]


def _roles(run: Run, scores: Scores, pool: Pool, labels: Labels, thresholds: Thresholds) -> _Roles | None:
    """Steps 3 and 4 for the trigger of the words `run`; None where no party can be found."""
    inside = slice(*run)

    def row(name: str) -> Floats:
        return row_mean(scores.arcs[labels.relations.index(name)][inside])

    aux = row_mean(scores.aux[inside])
    context = row_mean(scores.context[inside])
    # 3. Roles.
    actors = _party(row("actor"), pool, "actor", thresholds.actor)
    recipients = _party(row("recipient"), pool, "actor", thresholds.recipient)
    said_by = _party(row("said_by"), pool, "actor", thresholds.said_by)
    times = _party(row("time"), pool, "time", thresholds.time)
    places = _party(row("place"), pool, "place", thresholds.place)
    # 4. Constraints.
    for index in set(actors) & set(recipients):
        weaker = actors if actors[index] < recipients[index] else recipients
        del weaker[index]
    if not actors and not recipients:
        actors = _party(row("actor"), pool, "actor", thresholds.rescue)
        recipients = _party(row("recipient"), pool, "actor", thresholds.rescue)
        if not actors and not recipients:
            return None
        doer, target = max(actors.values(), default=0.0), max(recipients.values(), default=0.0)
        actors = {index: actors[index] for index in _best(actors)} if doer >= target else {}
        recipients = {} if actors else {index: recipients[index] for index in _best(recipients)}
    return _Roles(
        aux=tuple(name for name, p in zip(labels.aux, aux, strict=True) if p > thresholds.aux),
        contexts=tuple(
            name for name, p in zip(labels.contexts, context, strict=True) if p > thresholds.context
        ),
        actors=tuple(sorted(actors)),
        recipients=tuple(sorted(recipients)),
        times=_best(times),
        places=_best(places),
        said_by=tuple(sorted(said_by)),
    )


def decode(
    scores: Scores,
    words: Sequence[Span],
    marks: npt.NDArray[np.bool_],
    labels: Labels,
    quotes: Sequence[Span],
    thresholds: Thresholds,
    own: OwnHead | None = None,
) -> tuple[tuple[Mention, ...], tuple[Trigger, ...], tuple[QuoteParse, ...]]:
    """Mentions, triggers and quotes of one passage; offsets are those of `words`.

    `marks` tells which words are punctuation: no mention begins or ends with one, or is nothing else.
    `quotes` are the passage's quotations as its marks show them, `own` the user's own types. Nothing here depends on the
    order of a dictionary or on chance: the same scores give the same spans.
    """
    if scores.n == 0:
        return (), (), ()
    relation = {name: index for index, name in enumerate(labels.relations)}
    pool = _mentions(scores, marks, thresholds)  # step 1

    def span_of(run: Run) -> Span:
        return Span(words[run[0]].start, words[run[1] - 1].end)

    # 2. Triggers.
    probability = 1.0 - scores.event[:, 0]
    triggers: list[Trigger] = []
    for run in runs_of(probability > thresholds.event, scores.begin > thresholds.begin):
        inside = slice(*run)
        weights = probability[inside]
        kind_scores = (scores.event[inside, 1:] * weights[:, None]).sum(0) / weights.sum()
        kind_column = int(kind_scores.argmax())
        kind = labels.types[kind_column]
        mode_columns = labels.modes_of(kind)
        mode_scores = (scores.mode[inside][:, mode_columns] * weights[:, None]).sum(0)
        mode = labels.modes[mode_columns[int(mode_scores.argmax())]][1] or None
        confidence = float(weights.max()) * float(kind_scores[kind_column] / max(kind_scores.sum(), 1e-6))
        roles = _roles(run, scores, pool, labels, thresholds)
        if roles is not None:
            triggers.append(Trigger(span_of(run), kind, mode, confidence=confidence, **roles))

    # 2b. Triggers of the user's own types, beside PLOVER's.
    if own is not None and scores.own is not None:
        for column, own_type in enumerate(own.types, 1):
            chance = scores.own[:, column]
            for run in bridged(chance > own.cuts[column - 1]):
                roles = _roles(run, scores, pool, labels, thresholds)
                if roles is not None:
                    confidence = float(chance[slice(*run)].max())
                    triggers.append(
                        Trigger(
                            span_of(run), own_type.name, None, confidence=confidence, own=own_type, **roles
                        )
                    )

    # 5. Quotes.
    found_quotes: list[QuoteParse] = []
    for quote in quotes:
        inside_words = [
            n for n, word in enumerate(words) if quote.start <= word.start and word.end <= quote.end
        ]
        if not inside_words:
            continue
        score = mean(scores.quote[inside_words])
        if score < thresholds.quote:
            continue
        ends = [inside_words[0], inside_words[-1]]
        who: dict[str, int | None] = {}
        for name in QUOTE_ROLES:
            line = row_mean(scores.arcs[relation[name]][ends])
            if name != "via":
                line[inside_words] *= 0.5  # who speaks is seldom named inside the quote
            best = _best(_party(line, pool, "actor", getattr(thresholds, name)))
            who[name] = best[0] if best else None
        found_quotes.append(QuoteParse(quote, who["speaker"], who["addressee"], who["via"], score))

    mentions = describe(pool, scores, labels, thresholds, words)  # 6
    return mentions, _once(triggers, mentions, thresholds), tuple(found_quotes)  # 7


def _once(
    triggers: Sequence[Trigger], mentions: Sequence[Mention], thresholds: Thresholds
) -> tuple[Trigger, ...]:
    """Step 7: without those that tell again, less surely, what another trigger of the passage tells.

    Again means the same type and auxiliary modes, no party the other lacks, no other time or place.
    """
    same = [{n, *(other for other, p in m.same_as if p > SAME)} for n, m in enumerate(mentions)]

    def within(some: Sequence[int], others: Sequence[int]) -> bool:
        return all(any(same[a] & same[b] for b in others) for a in some)

    kept: list[Trigger] = []
    for trigger in sorted(triggers, key=lambda t: (-t.confidence, t.span)):
        again = trigger.confidence < thresholds.again and any(
            other.type == trigger.type
            and other.aux == trigger.aux
            and within(trigger.actors, other.actors)
            and within(trigger.recipients, other.recipients)
            and trigger.times in ((), other.times)
            and trigger.places in ((), other.places)
            for other in kept
        )
        if not again:
            kept.append(trigger)
    return tuple(sorted(kept, key=lambda t: t.span))


def describe(
    pool: Pool, scores: Scores, labels: Labels, thresholds: Thresholds, words: Sequence[Span]
) -> tuple[Mention, ...]:
    """Step 6: the pool's runs as mentions, with sectors and links."""
    return tuple(_mention(index, pool, scores, labels, thresholds, words) for index in range(len(pool.runs)))


def _mention(
    index: int, pool: Pool, scores: Scores, labels: Labels, thresholds: Thresholds, words: Sequence[Span]
) -> Mention:
    """One mention; times and places have no links."""
    run, kind, score = pool.runs[index], pool.kinds[index], pool.scores[index]
    span = Span(words[run[0]].start, words[run[1] - 1].end)
    if kind != "actor":
        return Mention(kind, span, score)
    inside = slice(*run)
    relation = {name: column for column, name in enumerate(labels.relations)}

    def linked(name: str) -> tuple[tuple[int, float], ...]:
        table = scores.arcs[relation[name]][inside]
        if table.max() < 0.9 * thresholds.link:  # no mean of these can reach it: the usual case
            return ()
        others = (other for other in pool.of_kind("actor") if other != index)
        pairs = [(other, mean(table[:, slice(*pool.runs[other])])) for other in others]
        kept = [pair for pair in pairs if pair[1] >= thresholds.link]
        return tuple(sorted(kept, key=lambda pair: (-pair[1], pair[0])))

    sector = row_mean(scores.sector[inside])
    column = int(sector.argmax())
    nations = row_mean(scores.arcs[relation["nation"]][inside])
    pointed = [int(n) for n in np.argsort(-nations, kind="stable")[:NATIONS] if nations[n] > 0.05]
    return Mention(
        kind="actor",
        span=span,
        score=score,
        sector=labels.sectors[column],
        sector_score=float(sector[column]),
        nations=tuple((words[n], float(nations[n])) for n in pointed),
        same_as=linked("same"),
        members=linked("member"),
    )
