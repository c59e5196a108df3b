"""Scores to spans: a pure function from the model's arrays to mentions, triggers and quotes.

1. Mentions: runs of words marked actor, time or place.
2. Triggers: runs of words whose probability of being a trigger is above the threshold, cut where a
   new trigger begins; type, mode, auxiliary modes and contexts from the run's mean scores.
3. Roles: each mention is scored as the mean arc from the trigger's words to the mention's words. A
   stretch of high arcs that no mention covers becomes a mention of its own.
4. Constraints: a mention fills one of actor and recipient; one time and one place an event; an
   event has at least one party, or it is left out.
5. Quotes: the marks propose, the model's quote score decides; roles as for triggers.
6. Links between mentions: the country word, other mentions of the same actor.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from westphalia.models.labels import Labels
from westphalia.parse.scores import Scores
from westphalia.records import Mention, MentionKind, QuoteParse, Span, Trigger

Floats = npt.NDArray[np.float32]
Run = tuple[int, int]  # words, end exclusive

SPAN_KINDS: tuple[MentionKind, ...] = ("actor", "time", "place")
NATIONS = 6  # country words kept for a mention
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
    runs: list[Run] = []
    start: int | None = None
    for word in range(len(inside)):
        if start is not None and (not inside[word] or begins[word]):
            runs.append((start, word))
            start = None
        if inside[word] and start is None:
            start = word
    if start is not None:
        runs.append((start, len(inside)))
    return runs


def _mentions(scores: Scores, marks: npt.NDArray[np.bool_], thresholds: Thresholds) -> Pool:
    pool = Pool(marks)
    for column, kind in enumerate(SPAN_KINDS):
        tags = scores.spans[:, column]
        inside = tags[:, 1] + tags[:, 2]
        for run in runs_of(inside > thresholds.mention, (tags[:, 1] > tags[:, 2]) & (tags[:, 1] > 0.3)):
            if trimmed := pool.trim(run):
                pool.add(kind, trimmed, float(inside[slice(*trimmed)].mean()))
    return pool


def _party(row: Floats, pool: Pool, kind: MentionKind, threshold: float) -> dict[int, float]:
    """Mentions of `kind` whose mean score along `row` reaches the threshold; may add mentions."""
    found = {}
    covered = np.zeros(len(row), np.bool_)
    for index in pool.of_kind(kind):
        start, end = pool.runs[index]
        covered[start:end] = True
        score = float(row[start:end].mean())
        if score >= threshold:
            found[index] = score
    loose = (row > max(0.5, threshold)) & ~covered
    if loose.any():
        for run in runs_of(loose, np.zeros(len(row), np.bool_)):
            if trimmed := pool.trim(run):
                score = float(row[slice(*trimmed)].mean())
                found[pool.add(kind, trimmed, score)] = score
    return found


def _best(found: dict[int, float]) -> tuple[int, ...]:
    return (max(found, key=lambda index: (found[index], -index)),) if found else ()


def decode(
    scores: Scores,
    words: Sequence[Span],
    marks: npt.NDArray[np.bool_],
    labels: Labels,
    quotes: Sequence[Span],
    thresholds: Thresholds,
) -> tuple[tuple[Mention, ...], tuple[Trigger, ...], tuple[QuoteParse, ...]]:
    """Mentions, triggers and quotes of one passage; offsets are those of `words`.

    `marks` tells which words are punctuation: no mention begins or ends with one, or is nothing else.
    `quotes` are the passage's quotations as its marks show them. Nothing here depends on the
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
        aux = scores.aux[inside].mean(0)
        context = scores.context[inside].mean(0)
        confidence = float(weights.max()) * float(kind_scores[kind_column] / max(kind_scores.sum(), 1e-6))

        # 3. Roles.
        def row(name: str, inside: slice = inside) -> Floats:
            mean: Floats = scores.arcs[relation[name], inside].mean(0)
            return mean

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
                continue
            doer, target = max(actors.values(), default=0.0), max(recipients.values(), default=0.0)
            actors = {index: actors[index] for index in _best(actors)} if doer >= target else {}
            recipients = {} if actors else {index: recipients[index] for index in _best(recipients)}
        triggers.append(
            Trigger(
                span=span_of(run),
                type=kind,
                mode=mode,
                aux=tuple(name for name, p in zip(labels.aux, aux, strict=True) if p > thresholds.aux),
                contexts=tuple(
                    name for name, p in zip(labels.contexts, context, strict=True) if p > thresholds.context
                ),
                confidence=confidence,
                actors=tuple(sorted(actors)),
                recipients=tuple(sorted(recipients)),
                times=_best(times),
                places=_best(places),
                said_by=tuple(sorted(said_by)),
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
        score = float(scores.quote[inside_words].mean())
        if score < thresholds.quote:
            continue
        ends = [inside_words[0], inside_words[-1]]
        roles: dict[str, int | None] = {}
        for name in QUOTE_ROLES:
            line: Floats = scores.arcs[relation[name], ends].mean(0)
            line = line.copy()
            if name != "via":
                line[inside_words] *= 0.5  # who speaks is seldom named inside the quote
            best = _best(_party(line, pool, "actor", getattr(thresholds, name)))
            roles[name] = best[0] if best else None
        found_quotes.append(QuoteParse(quote, roles["speaker"], roles["addressee"], roles["via"], score))

    return describe(pool, scores, labels, thresholds, words), tuple(triggers), tuple(found_quotes)


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
        table = scores.arcs[relation[name], inside]
        others = (other for other in pool.of_kind("actor") if other != index)
        pairs = [(other, float(table[:, slice(*pool.runs[other])].mean())) for other in others]
        kept = [pair for pair in pairs if pair[1] >= thresholds.link]
        return tuple(sorted(kept, key=lambda pair: (-pair[1], pair[0])))

    sector = scores.sector[inside].mean(0)
    column = int(sector.argmax())
    nations = scores.arcs[relation["nation"], inside].mean(0)
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
