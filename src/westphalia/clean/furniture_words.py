"""Words that furniture is made of, for the rules that count rather than match."""

from __future__ import annotations

import re

STRONG_STARTS = frozenset(
    {"see also", "tags", "comments", "cookie notice", "law note", "breadcrumb", "page state"}
)
"""Rules of `START` that need no second sign even in a full sentence."""

WEAK = re.compile(
    r"\b(?:cookies?|newsletters?|inbox|subscri\w+|sign(?:ed)? (?:up|in)|log(?:ged)? (?:in|on)|comments?|share|facebook|"
    r"twitter|whatsapp|instagram|telegram|privacy policy|terms|rights reserved|follow us|e-?mail|advert\w*|read more|"
    r"click|app|google play|browser|javascript|moderated|spam|unlimited|free|trial|updates?|alerts?|tips?|podcast|"
    r"website|account|password|donat\w+|our|your|you|us)\b"
)
"""Words that furniture is full of and news has now and then; counted, never decisive alone."""

NAVIGATION = frozenset(
    [
        "home",
        "news",
        "world",
        "politics",
        "business",
        "sport",
        "sports",
        "opinion",
        "culture",
        "travel",
        "tech",
        "technology",
        "science",
        "health",
        "arts",
        "books",
        "style",
        "food",
        "lifestyle",
        "entertainment",
        "video",
        "videos",
        "photos",
        "podcasts",
        "weather",
        "jobs",
        "obituaries",
        "markets",
        "economy",
        "society",
        "education",
        "environment",
        "religion",
        "features",
        "analysis",
        "comment",
        "columnists",
        "editorials",
        "letters",
        "crossword",
        "puzzles",
        "magazine",
        "local",
        "national",
        "international",
        "regional",
        "international",
        "europe",
        "asia",
        "africa",
        "americas",
        "us",
        "uk",
        "menu",
        "search",
        "login",
        "subscribe",
        "contact",
        "about",
        "donate",
        "e-paper",
        "epaper",
        "archive",
        "shop",
        "horoscopes",
        "showbiz",
        "money",
        "motors",
        "multimedia",
        "radio",
        "tv",
        "live",
        "more",
        "sections",
        "edition",
        "series",
        "topics",
        "investigations",
        "cartoons",
        "events",
        "research",
        "publications",
        "library",
        "media",
        "press",
        "latest",
        "finance",
        "property",
        "fashion",
        "classifieds",
        "classified",
    ]
)
"""Names of a paper's sections. A line of several short parts, some of them these, is a menu."""
