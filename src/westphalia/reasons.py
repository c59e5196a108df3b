"""The grounds that the record names, in words: what told a date, a place, a status. For `explain` and the pages."""

from __future__ import annotations

from collections.abc import Mapping

# What a date's basis says it was read against.
DATE_GROUNDS: Mapping[str, str] = {
    "text": "the words tell it whole",
    "text+publication": "counted from publication",
    "text+narrative": "counted from the date told before it",
    "publication": "no time words: today's news has the day of publication",
}
# What decided among the places of a name.
PLACE_GROUNDS: Mapping[str, str] = {
    "phrase": "the words tell its country or region",
    "name": "the best-known place of that name",
    "document": "chosen for the countries the article is about",
    "dateline": "the town of the dateline is meant",
    "own": "a row of the own tables",
    "nothing": "not in the gazetteer, and no country told",
}
STATUS_GROUNDS: Mapping[str, str] = {
    "reported": "told as having happened",
    "planned": "told as lying ahead (future)",
    "hypothetical": "told as possible, conditional or urged (hypothetical)",
    "denied": "told as not having happened, or denied (negation)",
    "background": "more than about a month old (historical)",
}
# What the words of a place do in the text.
PLACE_USES: Mapping[str, str] = {
    "event": "where the event was",
    "inferred": "named near the event, not tied to it",
    "dateline": "where the report was written; no place of the event is told",
    "metonym": "stands for a government",
    "mention": "named in passing",
}
# What told the publication date.
PUBLISHED_GROUNDS: Mapping[str, str] = {
    "json-ld": "the page's JSON-LD",
    "meta": "the page's meta tags",
    "markup": "the page's time markup",
    "htmldate": "a date found in the page's markup",
    "url": "the page's address",
    "byline": "the byline",
    "dateline": "the dateline",
    "caption": "a caption",
    "text": "the page's text",
    "source": "what the page was read from",
    "given": "given by whoever took the page in",
}


def place_ground(name: str | None, country: str | None, basis: str | None) -> str:
    """What chose a place: `name` as the gazetteer has it, `country` its code."""
    if name is None and country and basis != "nothing":
        return "not in the gazetteer; the country is that of the places told around it"
    return PLACE_GROUNDS.get(basis or "", basis or "")
