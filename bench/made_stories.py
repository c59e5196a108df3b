"""Coded pages made up from a number: for tests and benchmarks of what comes after coding.

`page(n)` is a page, `story(n)` what a coder might make of it: a wire report of three paragraphs with two or three
events and a quote, in one of twelve months. The same number gives the same story, on any machine. `Playback` stands in
for the coder where its speed would get in the way.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator

from westphalia.records import (
    Actor,
    Article,
    Block,
    DateValue,
    Event,
    Evidence,
    Page,
    Place,
    Quote,
    Rejected,
    Span,
    Story,
)

_WHO = (
    ("Norway", "NOR", "GOV"), ("Georgia", "GEO", "GOV"), ("Kenya", "KEN", "GOV"), ("Chile", "CHL", "GOV"),
    ("Japan", "JPN", "GOV"), ("Sudan", "SDN", "GOV"), ("Serbia", "SRB", "GOV"), ("Peru", "PER", "GOV"),
)  # fmt: skip
_DID = (
    ("expelled two diplomats of", "COERCE", "deport", 4, -7.0, "17"),
    ("signed a fisheries agreement with", "COOPERATE", None, 2, 6.0, "06"),
    ("accused the navy of", "ACCUSE", "allege", 3, -2.0, "11"),
    ("sent an envoy to", "CONSULT", "visit", 1, 2.5, "04"),
)
_CITIES = (("Oslo", "NOR", 59.91, 10.75), ("Nairobi", "KEN", -1.28, 36.82), ("Lima", "PER", -12.05, -77.04))
_PAPERS = ("The Harbour Post", "Daily Ledger", "Evening Courier", None)


def source_of(number: int) -> str:
    """The name of the page, in order of its number."""
    return f"pages/{number:06d}.txt"


def page(number: int) -> Page:
    """The page that `story(number)` is made of."""
    return Page(story(number).article.text, source_of(number))


def _digest(*parts: object) -> str:
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:16]


def _find(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def story(number: int) -> Story:
    """A coded page. Every seventh has the date of its month alone, every thirteenth none at all."""
    seed = int(_digest(number), 16)
    who, whom = _WHO[seed % 8], _WHO[(seed // 8) % 7 if (seed // 8) % 7 != seed % 8 else 7]
    did, city = _DID[(seed // 64) % 4], _CITIES[(seed // 256) % 3]
    day = dt.date(2023, 1 + number % 12, 1 + (seed // 1024) % 28)
    lead = f"{who[0]} {did[0]} {whom[0]} on {day:%A}, officials in {city[0]} said in notice {number}."
    quote = f"We have told {whom[0]} so for {2 + number} days"
    said = f"“{quote},” said foreign minister Ada Vinter."
    menu = "Home | World | Subscribe"
    text = "\n\n".join((lead, said, menu))
    published = DateValue.day(day, "dateline")
    if number % 13 == 0:
        published_or_none: DateValue | None = None
    else:
        published_or_none = DateValue.month(day.year, day.month, "url") if number % 7 == 0 else published
    spans = [_find(text, part) for part in (lead, said, menu)]
    article = Article(
        article_id=hashlib.sha256(text.encode()).hexdigest(),
        text=text,
        blocks=(
            Block("body", spans[0], "paragraph"),
            Block("body", spans[1], "paragraph"),
            Block("furniture", spans[2], "menu"),
        ),
        source=source_of(number),
        url=f"https://news.example/{number}",
        title=f"{who[0]} and {whom[0]}",
        outlet=_PAPERS[seed % 4],
        wire="AFP" if seed % 3 else None,
        published=published_or_none,
    )
    actor = _actor(text, *who)
    target = _actor(text, *whom)
    minister = Actor(
        span=_find(text, "foreign minister Ada Vinter"),
        text="foreign minister Ada Vinter",
        actor_id="p-" + _digest("ada vinter")[:12],
        name="Ada Vinter",
        country=who[1],
        sector="GOV",
        role="foreign minister",
        basis=f"country {who[1]} (1.{number % 90 + 10} against 0.30): office",
    )
    place = Place(
        _find(text, city[0]),
        city[0],
        city[0],
        city[1],
        None,
        city[2],
        city[3],
        1000 + seed % 3,
        "city",
        "name",
    )
    words = Quote(_digest(article.article_id, "q"), _find(text, quote), quote, minister, target, None, 0.97)
    events = tuple(
        _event(article, did, index, actor, target, minister, place, words, published)
        for index in range(1 + number % 3)
    )
    rejected = (Rejected(article.source, "clean", "furniture", "menu", spans[2]),)
    return Story(article, (), (), events, (words,), rejected, "made-1", "0", None, (place,))


def _actor(text: str, name: str, country: str, sector: str) -> Actor:
    return Actor(
        _find(text, name), name, f"{country}-{sector}", name, country, sector, basis=f"named: {name}"
    )


def _event(
    article: Article,
    did: tuple[str, str, str | None, int, float, str],
    index: int,
    actor: Actor,
    target: Actor,
    minister: Actor,
    place: Place,
    words: Quote,
    published: DateValue,
) -> Event:
    sentence = article.blocks[0].span
    trigger = _find(article.text, did[0].split()[0])
    when = _find(article.text, f"on {published.start:%A}")
    return Event(
        event_id=_digest(article.article_id, index),
        type=did[1],
        mode=did[2],
        contexts=("diplomatic",) if index else (),
        quad_class=did[3],
        intensity=did[4],
        cameo_root=did[5],
        actors=(actor,),
        recipients=(target,) if index < 2 else (),
        date=published if index else None,
        place=place if index == 0 else None,
        aux=("future",) if index == 2 else (),
        status="planned" if index == 2 else "reported",
        said_by=(minister,),
        sources=("Ada Vinter", *((article.outlet,) if article.outlet else ())),
        quote_ids=(words.quote_id,),
        evidence=Evidence(article.article_id, sentence, trigger, when if index else None),
        confidence=round(0.5 + (int(article.article_id[:4], 16) % 5000) / 10_000, 4),
    )


class Playback:
    """In the coder's place: gives the made-up story of each page by its name; every eleventh page is rejected."""

    fold = False
    ontology = None
    own = None

    def __init__(self, model: str = "made-1") -> None:
        self.model = model

    def code_many(self, pages: Iterable[Page | Rejected | bytes | str]) -> Iterator[Story | Rejected]:
        for item in pages:
            if not isinstance(item, Page):
                yield item if isinstance(item, Rejected) else Rejected("page", "clean", "no_article")
                continue
            number = int(item.source[6:12])
            if number % 11 == 10:
                yield Rejected(item.source, "clean", "no_article", "made so")
            else:
                yield story(number)

    def code_articles(self, articles: list[Article]) -> list[Story]:
        return [story(int(article.source[6:12])) for article in articles]
