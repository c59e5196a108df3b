"""News agencies, and where a page credits one for its text.

A photo's credit is no credit for the text, and an agency quoted in a sentence ("told AFP") is a
source of that sentence, which a later room reads. Credits are looked for in this order:

    1. the dateline            "BEIJING, April 9 (Xinhua) -- ", "BOGOTA, Colombia (AP) — "
    2. the byline              "By Reuters", "By Jane Doe with AFP"
    3. credit lines            "© 2024 Agence France-Presse", "With files from The Canadian Press"
    4. the last words          "… he added. (Reuters)", "— AFP", "TASS"
"""

from __future__ import annotations

import re
from collections.abc import Iterable

# Canonical name, and the forms a credit can have. Source: the agencies' own style of crediting.
# Forms are matched as whole words, with their case, so that "ani" or "pa" in a word never counts.
AGENCIES: tuple[tuple[str, str], ...] = (
    ("AFP", r"A\.?F\.?P|Agence[ -]France[ -]Presse"),
    ("Reuters", r"Reuters|REUTERS|Thomson Reuters"),
    ("AP", r"AP|A\.P\.|Associated Press|ASSOCIATED PRESS"),
    ("Xinhua", r"Xinhua(?: News Agency)?|XINHUA|Xinhuanet"),
    ("TASS", r"TASS|Tass|ITAR-TASS|Itar-Tass"),
    ("RIA Novosti", r"RIA Novosti|RIA|RIA-Novosti|Ria Novosti"),
    ("Sputnik", r"Sputnik|SPUTNIK"),
    ("Interfax", r"Interfax(?:-Ukraine)?|INTERFAX"),
    ("dpa", r"dpa|DPA|Deutsche Presse-Agentur"),
    ("EFE", r"EFE|Agencia EFE|Efe"),
    ("ANSA", r"ANSA|Ansa"),
    ("Kyodo", r"Kyodo(?: News)?|KYODO(?: NEWS)?"),
    ("Jiji", r"Jiji(?: Press)?|JIJI(?: PRESS)?"),
    ("Yonhap", r"Yonhap(?: News(?: Agency)?)?|YONHAP"),
    ("KCNA", r"KCNA|Korean Central News Agency"),
    ("PTI", r"PTI|Press Trust of India"),
    ("ANI", r"ANI|Asian News International"),
    ("IANS", r"IANS|Indo-Asian News Service"),
    ("UNI", r"UNI|United News of India"),
    ("UPI", r"UPI|United Press International"),
    ("Anadolu", r"Anadolu(?: Agency| Ajansi)?|AA"),
    ("PA Media", r"PA Media|Press Association|PA"),
    ("AAP", r"AAP|Australian Associated Press"),
    ("The Canadian Press", r"(?:The )?Canadian Press|CP"),
    ("Bloomberg", r"Bloomberg(?: News)?|BLOOMBERG"),
    ("Dow Jones", r"Dow Jones(?: Newswires)?"),
    ("IPS", r"IPS|Inter Press Service"),
    ("MENA", r"MENA|Middle East News Agency"),
    ("SPA", r"SPA|Saudi Press Agency"),
    ("WAM", r"WAM|Emirates News Agency"),
    ("QNA", r"QNA|Qatar News Agency"),
    ("KUNA", r"KUNA|Kuwait News Agency"),
    ("SANA", r"SANA|Syrian Arab News Agency"),
    ("Petra", r"Petra|PETRA|Jordan News Agency"),
    ("IRNA", r"IRNA|Islamic Republic News Agency"),
    ("ISNA", r"ISNA"),
    ("Tasnim", r"Tasnim(?: News Agency)?"),
    ("Fars", r"FNA|Fars(?: News(?: Agency)?)?"),
    ("Mehr", r"MNA|Mehr(?: News(?: Agency)?)?"),
    ("APP", r"APP|Associated Press of Pakistan"),
    ("BSS", r"BSS|Bangladesh Sangbad Sangstha"),
    ("UNB", r"UNB|United News of Bangladesh"),
    ("Antara", r"ANTARA|Antara(?: News)?"),
    ("Bernama", r"Bernama|BERNAMA"),
    ("VNA", r"VNA|Vietnam News Agency"),
    ("TNA", r"TNA|Thai News Agency"),
    ("PNA", r"PNA|Philippine News Agency"),
    ("CNA", r"CNA|Central News Agency"),
    ("NAN", r"NAN|News Agency of Nigeria"),
    ("APA", r"APA|APAnews|African Press Agency|Austria Presse Agentur"),
    ("PANA", r"PANA|Panapress|Pan-African News Agency"),
    ("ENA", r"ENA|Ethiopian News Agency"),
    ("GNA", r"GNA|Ghana News Agency"),
    ("APS", r"APS|Algérie Presse Service|Algeria Press Service"),
    ("MAP", r"MAP|Maghreb Arabe Presse?"),
    ("TAP", r"TAP|Tunis Afrique Presse"),
    ("Angop", r"ANGOP|Angop"),
    ("Prensa Latina", r"Prensa Latina|PL"),
    ("Notimex", r"Notimex|NOTIMEX"),
    ("Telam", r"Télam|Telam|TELAM"),
    ("Agencia Brasil", r"Ag[eê]ncia Brasil"),
    ("Lusa", r"Lusa|LUSA"),
    ("Europa Press", r"Europa Press"),
    ("ANP", r"ANP"),
    ("Belga", r"Belga|BELGA"),
    ("NTB", r"NTB"),
    ("TT", r"TT News Agency|TT"),
    ("Ritzau", r"Ritzau"),
    ("STT", r"STT|Lehtikuva"),
    ("PAP", r"PAP|Polish Press Agency"),
    ("CTK", r"[CČ]TK|Czech News Agency"),
    ("MTI", r"MTI"),
    ("Agerpres", r"AGERPRES|Agerpres"),
    ("BTA", r"BTA"),
    ("Tanjug", r"Tanjug|TANJUG"),
    ("HINA", r"HINA|Hina"),
    ("AMNA", r"AMNA|ANA-MPA|Athens-Macedonian News Agency"),
    ("Ukrinform", r"Ukrinform|UKRINFORM"),
    ("UNIAN", r"UNIAN"),
    ("BelTA", r"BelTA|BELTA"),
    ("Azertac", r"AZERTAC|Azertac"),
    ("Trend", r"Trend News Agency"),
    ("Armenpress", r"ARMENPRESS|Armenpress"),
    ("Kazinform", r"KAZINFORM|Kazinform"),
    ("24.kg", r"24\.kg"),
    ("UN News", r"UN News|UNifeed"),
    ("IRIN", r"IRIN|The New Humanitarian"),
    ("RFE/RL", r"RFE/RL|Radio Free Europe/Radio Liberty|RadioFreeEurope/RadioLiberty"),
    ("VOA", r"VOA(?: News)?|Voice of America"),
    ("The Conversation", r"The Conversation"),
    ("Project Syndicate", r"Project Syndicate"),
)

# Short forms that are also initials, words or firms: a credit only where the form of the line leaves
# no doubt (between the brackets of a dateline or of the last words, or alone in a line with a date).
_SHORT = frozenset(
    {
        "AA",
        "PA",
        "CP",
        "PL",
        "TT",
        "MAP",
        "TAP",
        "RIA",
        "APS",
        "Petra",
        "Trend",
        "MENA",
        "SPA",
        "UNI",
        "APP",
        "NAN",
    }
)

_ANY = re.compile(
    r"(?<![\w.-])(?:"
    + "|".join(f"(?P<a{i}>{forms})" for i, (_, forms) in enumerate(AGENCIES))
    + r")(?![\w-]|\.\w)"
)
_ONLY = re.compile("|".join(f"(?P<a{i}>{forms})" for i, (_, forms) in enumerate(AGENCIES)))
_LONGEST = 50

# Papers whose stories others take over. Only for the source named after a headline ("… – WSJ").
PAPERS: dict[str, str] = {
    "wsj": "WSJ",
    "the wall street journal": "WSJ",
    "wall street journal": "WSJ",
    "nyt": "The New York Times",
    "the new york times": "The New York Times",
    "washington post": "The Washington Post",
    "the washington post": "The Washington Post",
    "ft": "Financial Times",
    "financial times": "Financial Times",
    "the guardian": "The Guardian",
    "bbc": "BBC",
    "bbc news": "BBC",
    "cnn": "CNN",
    "al jazeera": "Al Jazeera",
    "the economist": "The Economist",
    "politico": "Politico",
    "axios": "Axios",
    "nikkei": "Nikkei",
    "nikkei asia": "Nikkei",
    "scmp": "South China Morning Post",
    "south china morning post": "South China Morning Post",
    "global times": "Global Times",
    "dw": "Deutsche Welle",
    "deutsche welle": "Deutsche Welle",
    "france 24": "France 24",
    "le monde": "Le Monde",
    "der spiegel": "Der Spiegel",
    "spiegel": "Der Spiegel",
    "el pais": "El País",
    "haaretz": "Haaretz",
    "kyiv independent": "The Kyiv Independent",
    "moscow times": "The Moscow Times",
    "npr": "NPR",
    "cnbc": "CNBC",
    "fox news": "Fox News",
    "nbc news": "NBC News",
    "cbs news": "CBS News",
    "abc news": "ABC News",
    "usa today": "USA Today",
    "los angeles times": "Los Angeles Times",
    "the times": "The Times",
    "the telegraph": "The Telegraph",
    "foreign policy": "Foreign Policy",
    "rt": "RT",
}


def agency_in(text: str, *, certain: bool = False) -> str | None:
    """The first agency named in a short text, by its canonical name.

    `certain`: the place in the page already shows that an agency stands here, so that the short
    forms ("PA", "AA") count too.
    """
    for match in _ANY.finditer(text[:400]):
        if certain or match.group() not in _SHORT:
            return AGENCIES[int((match.lastgroup or "a0")[1:])][0]
    return None


def is_agency(text: str) -> str | None:
    """The agency, if the text is its name and nothing else."""
    bare = text[: 2 * _LONGEST].strip(" .,:;()[]/\u2013\u2014-")
    match = _ONLY.fullmatch(bare) if len(bare) <= _LONGEST else None
    return AGENCIES[int((match.lastgroup or "a0")[1:])][0] if match else None


def named_source(suffix: str) -> str | None:
    """The agency or well-known paper that a headline's suffix names."""
    return is_agency(suffix) or PAPERS.get(suffix.strip().lower())


# --- credits ------------------------------------------------------------------------------------

_CREDIT_WORDS = re.compile(
    r"(?i)\b(?:\u00a9|\(c\)|copyright|source|sources|with (?:files|inputs?|information|reporting|agency inputs|material)"
    r" (?:from|of|by)|with|by|courtesy(?: of)?|via|credit|provided by|published by|distributed by|first (?:published|appeared) (?:in|on|by)|agenc(?:y|ies))\b|\u00a9"
)
_LAST_WORDS = re.compile(
    r"(?:[.!?\"'\u201d\u2019)]\s*|^)(?:[(\[/\u2014\u2013-]\s*){1,3}([^()\[\]]{2,40}?)\s*[)\]/.]{0,2}$"
)
_LAST_BARE = re.compile(r"[.!?\"\u201d]\s+([A-Za-z][A-Za-z .\-/]{1,24})$")


def in_credit(line: str) -> str | None:
    """The agency that a credit line or a byline names."""
    return is_agency(line) or (agency_in(line) if _CREDIT_WORDS.search(line[:400]) else None)


def in_last_words(line: str) -> str | None:
    """The agency in brackets or after a dash at the end of the text: "… he added. (Reuters)"."""
    tail = line[-60:].strip()
    if match := _LAST_WORDS.search(tail):
        named = match.group(1).split("/")[0].split(",")[0].strip()
        if found := is_agency(named) or is_agency(match.group(1)):
            return found
        if re.match(r"(?:with |input|agenc)", match.group(1), re.I):
            return agency_in(match.group(1))
    if match := _LAST_BARE.search(tail):
        found = is_agency(match.group(1))
        return found if found and match.group(1).strip() not in _SHORT else None
    return None


def first(found: Iterable[str | None]) -> str | None:
    """The first agency that is none of nothing."""
    return next((name for name in found if name), None)
