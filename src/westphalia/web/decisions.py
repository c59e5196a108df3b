"""Why an event is coded as it is: one decision a line, with the words it rests on, the outcome, and the grounds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from westphalia.ontology.plover import event_types
from westphalia.reasons import DATE_GROUNDS, PLACE_USES, STATUS_GROUNDS, place_ground
from westphalia.web.spans import shown
from westphalia.web.telling import credited_names
from westphalia.web.wording import country_name, day_told, quad_name, signed

Row = Mapping[str, Any]
Grounds = Mapping[tuple[int, int], str]
_SENTENCE = re.compile(r"(?<!incl)(?<!e\.g)(?<!i\.e)\. (?=[A-Z])")
_PARTS = re.compile(r"; (?=sector |same as: |stands for )")


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision. `role` is how the text lights its words; `words` are as written, from `start` on."""

    label: str
    role: str
    outcome: str
    words: str = ""
    start: int | None = None
    grounds: tuple[str, ...] = ()
    actor_id: str = ""


def decisions(event: Row, text: str, grounds: Grounds, article: Row) -> tuple[Decision, ...]:
    """Every decision behind an event (a row of `events`), in the order of `explain`."""
    return (
        _type(event, text),
        *_actors("who", "actor", event["actors"], grounds),
        *_actors("to whom", "recipient", event["recipients"], grounds),
        *_actors("said by", "said_by", event["said_by"], grounds),
        _date(event, text),
        _place(event, text),
        Decision(
            "status",
            "trigger",
            event["status"],
            grounds=(
                STATUS_GROUNDS[event["status"]],
                *([f"auxiliary modes: {', '.join(event['aux'])}"] if event["aux"] else []),
            ),
        ),
        _sources(event, article),
        *_folded(event),
        Decision("confidence", "trigger", f"{event['confidence']:.0%}", grounds=("calibrated probability that the event is right",)),
    )  # fmt: skip


def _type(event: Row, text: str) -> Decision:
    known = event_types().get(event["type"])
    told = [_SENTENCE.split(known.description)[0].rstrip(".")] if known else ["an event type of your own"]
    scores = [quad_name(event["quad_class"])] if event["quad_class"] is not None else []
    if event["intensity"] is not None:
        scores.append(f"intensity {signed(event['intensity'])}")
    if event["cameo_root"]:
        scores.append(f"CAMEO root {event['cameo_root']}")
    if event["contexts"]:
        scores.append(f"contexts: {', '.join(event['contexts'])}")
    start, end = event["trigger_start"], event["trigger_end"]
    outcome = event["type"] + (f" · {event['mode']}" if event["mode"] else "")
    return Decision("what", "trigger", outcome, _words(text, start, end), start, (*told, *filter(None, ["; ".join(scores)])))  # fmt: skip


def _actors(label: str, role: str, actors: list[Row] | None, grounds: Grounds) -> Iterator[Decision]:
    for actor in actors or ():
        sector = None if actor["sector"] == "UNK" else actor["sector"]
        facts = [actor["name"], country_name(actor["country"]) if actor["country"] else "country not told"]
        facts += [sector or "sector not told", actor["role"]]
        members = [member["name"] or member["country"] for member in actor["members"] or ()]
        if members:
            facts.append(f"stands for {', '.join(filter(None, members))}")
        basis = grounds.get((actor["start"], actor["end"]), "")
        yield Decision(
            label,
            role,
            shown("; ".join(dict.fromkeys(fact for fact in facts if fact))),
            shown(" ".join(actor["text"].split())),
            actor["start"],
            tuple(shown(part) for part in _PARTS.split(basis) if part),
            actor["actor_id"],
        )


def _date(event: Row, text: str) -> Decision:
    start, end = event["when_start"], event["when_end"]
    words = _words(text, start, end)
    if event["date_start"] is None:
        why = "its words name no date that can be told" if words else "no time words, and not today's news"
        return Decision("when", "when", "not told", words, start, (why,))
    why = DATE_GROUNDS.get(event["date_basis"], event["date_basis"])
    if words and event["date_basis"] == "publication":
        why = "its own words tell no date: the day of publication"
    return Decision("when", "when", f"{day_told(event)} ({event['date_precision']})", words, start, (why,))


def _place(event: Row, text: str) -> Decision:
    if event["place_text"] is None:
        return Decision("where", "where", "not told", grounds=("no place words tied to the event",))
    country = country_name(event["place_country"]) if event["place_country"] else None
    parts = dict.fromkeys(part for part in (event["place_name"], event["place_admin1"], country) if part)
    facts = [", ".join(parts) or "unknown place", event["place_precision"]]
    if event["latitude"] is not None and event["longitude"] is not None:
        facts.append(f"{event['latitude']:.2f}, {event['longitude']:.2f}")
    if event["geonames_id"] is not None:
        facts.append(f"GeoNames {event['geonames_id']}")
    why = place_ground(event["place_name"], event["place_country"], event["place_basis"])
    use = PLACE_USES.get(event["place_use"] or "", event["place_use"] or "")
    words = _words(text, event["place_start"], event["place_end"])
    outcome = f"{facts[0]} ({', '.join(fact for fact in facts[1:] if fact)})"
    return Decision("where", "where", shown(outcome), words, event["place_start"], tuple(filter(None, (why, use))))  # fmt: skip


def _sources(event: Row, article: Row) -> Decision:
    """The chain, with what each link is."""
    credited = credited_names(event)
    told = []
    for name in event["sources"] or ():
        if name in credited:
            kind = "credited in the text"
        elif name == article["wire"]:
            kind = "agency"
        else:
            kind = "outlet" if name == article["outlet"] else "as written"
        told.append(f"{shown(name)} ({kind})")
    return Decision("on whose word", "said_by", " ← ".join(told) or "nobody credited, the outlet unknown")


def _folded(event: Row) -> Iterator[Decision]:
    if event["unfolded_type"]:
        told = " · ".join(filter(None, (event["unfolded_type"], event["unfolded_mode"])))
        yield Decision("folded", "trigger", f"planned {told}, counted as {event['type']} as PLOVER does")


def _words(text: str, start: int | None, end: int | None) -> str:
    return "" if start is None or end is None else shown(" ".join(text[start:end].split()))
