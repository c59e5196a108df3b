"""Articles and events as merging reads them, with what a test does not care about filled in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from westphalia.merge import ArticleKey, EventKey
from westphalia.merge.keys import Party

DAY = dt.date(2024, 4, 9)


def article(
    key: str, body: str, day: dt.date | None = DAY, outlet: str = "The Courier", wire: str | None = None
) -> ArticleKey:
    """A text whose first line is its title."""
    title, _, rest = body.strip().partition("\n")
    return ArticleKey(key, rest or title, day, title, outlet, wire, (outlet,))


def party(text: str, *countries: str, sector: str = "GOV", name: str | None = None) -> Party:
    return Party(f"{'-'.join(countries) or text}-{sector}", text, name, countries, sector)


def event(
    of: ArticleKey,
    trigger: str,
    type_: str = "ASSAULT",
    actors: Sequence[Party] = (),
    recipients: Sequence[Party] = (),
    *,
    day: dt.date | None = DAY,
    place: str | None = None,
    status: str = "reported",
    quad: int = 4,
    confidence: float = 0.8,
) -> EventKey:
    """An event of the first sentence (of title or body) that has its trigger. `day` is told by the text."""
    sentence = next(
        part for part in [of.title or "", *of.body.replace(". ", ".\n").split("\n")] if trigger in part
    )
    start = (f"{of.title}\n{of.body}").index(trigger)
    return EventKey(
        event_id=f"{of.article_id}-{type_}-{start}", article_id=of.article_id, type=type_, mode=None, quad_class=quad,
        intensity=None, cameo_root=None, status=status, actors=tuple(actors), recipients=tuple(recipients), said_by=(),
        date_start=day, date_end=day, date_precision="day" if day else None, date_basis="text" if day else None,
        place_name=place, place_country=None, place_precision="city" if place else None,
        place_use="event" if place else None, latitude=None, longitude=None, geonames_id=None, trigger=trigger,
        sentence=sentence, start=start, confidence=confidence,
    )  # fmt: skip


GUNMEN = party("Gunmen", "MLI", sector="UAF")
VILLAGERS = party("villagers", "MLI", sector="CVL")

WIRE = """Gunmen kill 14 at Mali market
Gunmen on motorcycles opened fire at a crowded livestock market in the Malian town of Mopti on Tuesday, killing at least 14 people, two security officials said.
The attackers fled towards the border with Burkina Faso. No group has claimed responsibility for the raid, the deadliest in the region since January.
Interim President Ousmane Keita condemned the killings and sent soldiers to the town."""
CUT = """Market attack leaves 14 dead
Share on Facebook
Gunmen on motorcycles opened fire at a crowded livestock market in the Malian town of Mopti on Tuesday, killing at least 14 people, two security officials said. No group has claimed responsibility for the raid.
Also read: Ten ways to save on fuel"""
BACK = """Mali: 14 dead in an attack of a market
Armed men on motorcycles opened the fire Tuesday in a livestock market full of people in the town of Mopti in Mali, killing at least 14 persons, have said two officials of security.
The assailants have fled in the direction of the border with Burkina Faso. No group claimed the responsibility for the attack, the deadliest of the region since January. The interim president Ousmane Keita has condemned the killings and has sent soldiers to the town."""
RIVAL = """Attackers storm market in central Mali
At least 16 villagers died on Tuesday when armed men stormed the weekly livestock market of Mopti, its mayor said.
The army came three hours late, he said."""
LATER = """Army base hit in Mali
Gunmen on motorcycles opened fire at an army post near the Malian town of Gao on Saturday, killing six soldiers, the defence ministry said.
It was the third such attack this month."""
ELSEWHERE = """Four dead in bar shooting in Monterrey
Gunmen opened fire at a bar in the Mexican city of Monterrey on Tuesday, killing four people, prosecutors said.
Police found 40 shell cases."""


def market() -> tuple[list[ArticleKey], list[EventKey]]:
    """One attack told in three copies of a wire story and by a rival; a later attack; one in another country."""
    wire = article("a-wire", WIRE, outlet="Reuters", wire="Reuters")
    cut = article("b-cut", CUT, DAY + dt.timedelta(1), "Daily Sun", "Reuters")
    back = article("c-back", BACK, DAY + dt.timedelta(1), "Sahel Info")
    rival = article("d-rival", RIVAL, DAY + dt.timedelta(1), "AFP")
    later = article("e-later", LATER, DAY + dt.timedelta(4), "Reuters")
    elsewhere = article("f-elsewhere", ELSEWHERE, DAY, "El Norte")
    dead = party("at least 14 people", "MLI", sector="CVL")
    mexican = party("Gunmen", "MEX", sector="UAF"), party("four people", "MEX", sector="CVL")
    events = [
        event(wire, "opened fire", actors=[GUNMEN], recipients=[dead], place="Mopti", confidence=0.9),
        event(cut, "opened fire", actors=[GUNMEN], recipients=[dead], place="Mopti"),
        event(back, "opened the fire", actors=[GUNMEN], recipients=[dead], place="Mopti", confidence=0.7),
        event(rival, "stormed", actors=[GUNMEN], recipients=[VILLAGERS], place="Mopti", confidence=0.6),
        event(
            later,
            "opened fire",
            actors=[GUNMEN],
            recipients=[party("six soldiers", "MLI", sector="MIL")],
            day=DAY + dt.timedelta(4),
            place="Gao",
        ),
        event(elsewhere, "opened fire", actors=mexican[:1], recipients=mexican[1:], place="Monterrey"),
        event(wire, "condemned", "ACCUSE", [party("Ousmane Keita", "MLI", name="Ousmane Keita")], quad=3),
    ]
    return [wire, cut, back, rival, later, elsewhere], events


def told_in(event_ids: Sequence[str]) -> set[str]:
    """The first letters of the articles of events."""
    return {key[0] for key in event_ids}


def with_day(of: ArticleKey, day: dt.date | None) -> ArticleKey:
    return replace(of, published=day)
