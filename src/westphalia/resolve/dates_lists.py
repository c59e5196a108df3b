"""Word lists of the date reader. English, with the month names that machine translation leaves standing.

Everything is lower case; `dates_text.canonical` brings a span into these words.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


MONTHS = {
    "january": 1,
    "february": 2,
    "march": 3,
    "april": 4,
    "may": 5,
    "june": 6,
    "july": 7,
    "august": 8,
    "september": 9,
    "october": 10,
    "november": 11,
    "december": 12,
}
MONTH_NAMES = tuple(MONTHS)
# Short forms that are no other word. "mar" and "may" are left to a rule that wants a number beside them.
MONTH_SHORT = {
    "jan": "january",
    "feb": "february",
    "febr": "february",
    "apr": "april",
    "jun": "june",
    "jul": "july",
    "aug": "august",
    "sep": "september",
    "sept": "september",
    "oct": "october",
    "nov": "november",
    "dec": "december",
}
# Left standing by machine translation next to a day or a year; used only there ("2 mart", "mars 2022").
MONTH_FOREIGN = {
    "mar": "march",
    "enero": "january",
    "janvier": "january",
    "januar": "january",
    "janeiro": "january",
    "gennaio": "january",
    "ocak": "january",
    "febrero": "february",
    "février": "february",
    "februar": "february",
    "fevereiro": "february",
    "febbraio": "february",
    "şubat": "february",
    "marzo": "march",
    "mars": "march",
    "märz": "march",
    "março": "march",
    "mart": "march",
    "abril": "april",
    "avril": "april",
    "aprile": "april",
    "nisan": "april",
    "mayo": "may",
    "mai": "may",
    "maio": "may",
    "maggio": "may",
    "mayıs": "may",
    "junio": "june",
    "juin": "june",
    "juni": "june",
    "junho": "june",
    "giugno": "june",
    "haziran": "june",
    "julio": "july",
    "juillet": "july",
    "juli": "july",
    "julho": "july",
    "luglio": "july",
    "temmuz": "july",
    "agosto": "august",
    "août": "august",
    "ağustos": "august",
    "septiembre": "september",
    "septembre": "september",
    "setembro": "september",
    "settembre": "september",
    "eylül": "september",
    "octubre": "october",
    "octobre": "october",
    "oktober": "october",
    "outubro": "october",
    "ottobre": "october",
    "ekim": "october",
    "noviembre": "november",
    "novembre": "november",
    "novembro": "november",
    "kasım": "november",
    "diciembre": "december",
    "décembre": "december",
    "dezember": "december",
    "dezembro": "december",
    "dicembre": "december",
    "aralık": "december",
}

WEEKDAYS = {
    "monday": 0,
    "tuesday": 1,
    "wednesday": 2,
    "thursday": 3,
    "friday": 4,
    "saturday": 5,
    "sunday": 6,
}
# "sat" and "sun" are words: only with a dot, a comma or at the end.
WEEKDAY_SHORT = {
    "mon": "monday",
    "tue": "tuesday",
    "tues": "tuesday",
    "wed": "wednesday",
    "weds": "wednesday",
    "thu": "thursday",
    "thur": "thursday",
    "thurs": "thursday",
    "fri": "friday",
}

NUMBERS = {
    "zero": 0,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "seventeen": 17,
    "eighteen": 18,
    "nineteen": 19,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
    "hundred": 100,
    "thousand": 1000,
    "dozen": 12,
}
ORDINALS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
    "eleventh": 11,
    "twelfth": 12,
    "thirteenth": 13,
    "fourteenth": 14,
    "fifteenth": 15,
    "sixteenth": 16,
    "seventeenth": 17,
    "eighteenth": 18,
    "nineteenth": 19,
    "twentieth": 20,
    "thirtieth": 30,
}
DECADES = {
    "twenties": 20,
    "thirties": 30,
    "forties": 40,
    "fifties": 50,
    "sixties": 60,
    "seventies": 70,
    "eighties": 80,
    "nineties": 90,
}

# Days told by their distance from publication.
RELATIVE_DAYS = {
    "today": 0,
    "this day": 0,
    "this date": 0,
    "this same day": 0,
    "this very day": 0,
    "the present day": 0,
    "yesterday": -1,
    "tomorrow": 1,
    "day before yesterday": -2,
    "day after tomorrow": 2,
}

# First and last month of a season of the north; winter ends in the year after.
SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "winter": (12, 2)}

# Parts of a day: they narrow a day that other words name, or the day the story is at.
DAY_PARTS = (
    "(?:small|early|wee|first|final|late|late night|predawn|morning|evening|night) hours",
    "dead of night",
    "first light",
    "nightfall",
    "night ?time",
    "(?:early |late |mid )?mornings?",
    "(?:early |late |mid )?afternoons?",
    "(?:early |late )?evenings?",
    "forenoon",
    "nights?",
    "noon(?:time)?",
    "midday",
    "mid day",
    "midnight",
    "(?:pre ?)?dawn",
    "daybreak",
    "break of day",
    "daylight",
    "sunrise",
    "sunset",
    "sundown",
    "dusk",
    "twilight",
    "breakfast(?: time)?",
    "lunch(?: ?time)?",
    "dinner ?time",
    "tea ?time",
    "rush hour",
)

# Words in front of a date that neither move it nor make it another kind of date.
LEAD = _words("""on in at by of the a during over through throughout until till around about circa toward towards from as
    starting beginning begun begins effective effect with late early earlier later shortly just only again before
    after ahead for all whole most much mid end start middle close opening turn sometime some time least latest
    recently back already following even exactly precisely both right into up come year month day date dated
    entire long and ~""")
TAIL = _words("~ alone itself onward onwards on at in of the time already again and")

# Text around a date that makes it something else than the event's own day.
TURNING = (
    "anniversary",
    "first time since",
    "not since",
    " than ",
    "compared",
    "jubilee",
    "birthday",
    " every ",
    " each ",
)
