"""A span of time words brought into one plain form, so that few rules read many spellings.

Lower case, full names of months and weekdays, digits for numbers ("twenty-six" is 26, "1st" is 1th and
"first" 1-th), no apostrophes, no commas, no clock times; a part of the day is "~" where it does not tell the day itself.
Every rule below is one pattern over at most 300 characters, without nested repeats.
"""

from __future__ import annotations

import re

from westphalia.resolve import dates_lists as lists

MAX_LENGTH = 300

MONTH = "|".join(lists.MONTHS)
WEEKDAY = "|".join(lists.WEEKDAYS)
SEASON = "|".join(lists.SEASONS)

_NUMBER = "|".join(sorted(lists.NUMBERS, key=len, reverse=True))
_ORDINAL = "|".join(sorted(lists.ORDINALS, key=len, reverse=True))
_TENS = "twenty|thirty"
_PART = rf"(?:{'|'.join(lists.DAY_PARTS)})\b"
_UNIT = "second|minute|hour|day|night|morning|evening|week|fortnight|month|year|decade|century|quarter"
_FOREIGN = "|".join(sorted(lists.MONTH_FOREIGN, key=len, reverse=True))
_ZONES = "gmt|utc|bst|est|edt|cst|cdt|mst|mdt|pst|pdt|cet|cest|eet|eest|msk|ist|jst|kst|hkt|aest|et"
_ZONE = (
    rf"(?:(?:{_ZONES})\b"
    r"|(?:(?:the )?(?![a-z]{3,6}day\b)[a-z]{3,12} )?(?:local|standard|summer) (?:time|hours?)\b|(?![a-z]{3,6}day\b)[a-z]{3,12} time\b)"
)
_HOUR = r"(?:hours?|hrs)\b"
_AT_DAY = rf"(?= (?:on|in the|{WEEKDAY}|yesterday|today|tomorrow)\b|$)"

Rules = tuple[tuple[re.Pattern[str], str], ...]


def _rules(*pairs: tuple[str, str]) -> Rules:
    return tuple((re.compile(pattern), replacement) for pattern, replacement in pairs)


def _apply(rules: Rules, text: str) -> str:
    for pattern, replacement in rules:
        text = pattern.sub(replacement, text)
    return text


_MARKS = _rules(
    (r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]", ""),
    (r"[\u2018\u2019\u02bc`\u00b4]", "'"),
    (r"[\u2010-\u2015\u2212]", "-"),
    (r"--+", "-"),
    (r"\s+", " "),
    # Another zone's clock in brackets may have another day; the local one is where it happened.
    (r"^.*\((?P<local>[^()]*\b(?:local|there)\b[^()]*)\).*$", r"\g<local>"),
    (rf"\([^()]*\b(?:{_ZONES})\b[^()]*\)", " "),
    (r"[()\[\]\"\u201c-\u201f\u00ab\u00bb;!?]|:(?!\d)", " "),
    (r"\bo ?' ?clock\b", "oclock"),
    (r"(?<!\S)'(\d\ds?)\b", r"year-\1"),
    (r"'s\b|'", ""),
)
# Clock times go before numbers become digits: "ten to six" is a time, "from 10 to 6" a range.
_CLOCK = _rules(
    (
        rf"\b(?:a quarter|quarter|half|(?:{_NUMBER})(?:[- ](?:{_NUMBER}))?)(?: minutes?)? (?:past|to) "
        rf"(?:(?:{_NUMBER})\b(?! (?:{_UNIT}))|noon|midnight)(?: oclock\b)?",
        "~",
    ),
    (rf"\b(?:{_NUMBER}|\d{{1,2}}) oclock\b", "~"),
    (rf"\b(?:{_NUMBER}|\d{{1,2}})(?:[:.h]\d\d)? ?[ap]\.? ?m\b\.?(?: {_ZONE})?", "~"),
    (rf"\b[012]?\d[:h][0-5]\d(?::[0-5]\d)?\b(?: ?{_HOUR})?(?: {_ZONE})?", "~"),
    (rf"\b[012]?\d\.[0-5]\d\b(?![./]?\d)(?: ?{_HOUR})?(?: {_ZONE})?", "~"),
    (rf"\b[012]\d[0-5]\d (?:{_HOUR}(?: {_ZONE})?|{_ZONE})", "~"),
    (r"\bat (?:about |around |past )?[012]\d[0-5]\d\b", "~"),
    (rf"\b(?:at|by|past) (?:about |around )?(?:{_NUMBER}|\d{{1,2}})(?: {_ZONE})?{_AT_DAY}", "~"),
    (rf"\b(?:at|by|past) (?:{_NUMBER})(?= at night\b)", "~"),
    (rf"\b{_ZONE}", "~"),
)
_NAMES = _rules(
    *((rf"\b{short}\b\.?", name) for short, name in lists.MONTH_SHORT.items()),
    *((rf"\b{short}\b\.?", name) for short, name in lists.WEEKDAY_SHORT.items()),
    (r"\bmar\.", "march"),
    (r"\bsat(?:\.|(?=,|$))", "saturday"),
    (r"\bsun(?:\.|(?=,|$))", "sunday"),
    (r"\b(?:in|last|this|next|the|early|late) fall\b", "in autumn"),
    (r"\b(?:mid|end)-(?=\w)", "mid "),
    (r"\bweek-?ends?\b", "weekend"),
    (r"\bweekend of (?=(?:the )?\d)", ""),
    (r"\bsaint\b|\bst\.", "st"),
    (r"\b(?:eid|id)[- ](?:al|ul|el)[- ](fitr|adha)\b", r"eid al \1"),
    (r"\bal-adha\b", "al adha"),
    (r"\b(?:ramadhan|ramazan)\b", "ramadan"),
    (r"\b(?:(?:muslim|islamic) )?(?:(?:holy|fasting) )?month of ramadan\b", "ramadan"),
    (r"\bchanukah\b", "hanukkah"),
    (r"\b(?:nawruz|navruz|norouz|newroz|noruz)\b", "nowruz"),
    (r"\b(?:holiday|festival|feast) of (?=eid|nowruz|passover|ashura)", ""),
    (r"\bthe day of (?=\d)", ""),
)
_NUMBERS = _rules(
    (r"\ba (?=dozen|hundred|thousand)", ""),
    (r"\ba couple of\b", "2"),
    (r"\bhalf a (year|decade|century)\b", r"half-\1"),
)
_NUMBER_WORDS = re.compile(
    rf"\b(?:{_NUMBER})(?:(?:(?:(?<=hundred) and|(?<=thousand) and)? |-)(?:{_NUMBER})\b){{0,6}}(?![a-z])"
)
_ORDINAL_WORDS = re.compile(rf"\b(?:(?:{_TENS})[- ])?(?:{_ORDINAL})\b")
_COUNTS = _rules(
    (r"(?<=\d)(?:st|nd|rd|th)\b", "th"),
    (r"(?<=\d),(?=\d{3}\b)", ""),
    (rf"\b(?:an?|one) (?=(?:{_UNIT})\b)", "1 "),
    (r"\bhalf-year\b", "6 months"),
    (r"\b(?:half-decade)\b", "5 years"),
    (r"\bhalf-century\b", "50 years"),
    (r"\b1 decade\b", "10 years"),
    (r"\b1 century\b", "100 years"),
    (r"\b(?:1 |the )?fortnight\b", "14 days"),
    (r",", " "),
    (r"(?<=\d)\s?-\s?(?=\d)", "-"),
    (r"(?<=\S)-(?=(?!th\b)[a-z])|(?<=[a-z])-(?=\S)", " "),
    (r"(?<!\d)\.|\.(?!\d)", " "),
    (r"\s+", " "),
)
# Words about a part of the day that tell the day themselves.
_NOT_A_DATE = rf"(?! (?:on|of|the|that|last|yesterday|today|\d|{WEEKDAY}|{MONTH})\b)"
_PARTS = _rules(
    (
        rf"\b(?:over)?night (?:of |from |on )?(?:the )?(\d{{1,2}}|{WEEKDAY})(?: night)? (?:in)?to (?:the )?(?=\d|{WEEKDAY})",
        r"\1 to ",
    ),
    (rf"\b(?:over)?night (?:in)?to (?:the )?(?=\d|{WEEKDAY}|{MONTH})", "nightinto "),
    (rf"\b{_PART} before last\b", "2 days ago"),
    (rf"\blast {_PART}|\byester(?:eve|night)\b", "yesterday"),
    (r"\bto night\b|\btonight\b|\bto day\b", "today"),
    (r"\bto morrow\b", "tomorrow"),
    (rf"\bthis (?:very |same )?{_PART}", "today"),
    (rf"\bthat (?:very )?(?:same )?{_PART}", "that day"),
    (rf"\bsame {_PART}", "same day"),
    (rf"\b(?:previous|preceding|prior) {_PART}", "previous day"),
    (rf"\b(?:next|following|subsequent) {_PART}", "next day"),
    (rf"\b(?:1 |the ){_PART} (before|earlier|after|later){_NOT_A_DATE}", r"1 day \1"),
    (r"\b(\d+) (?:nights|mornings|evenings) (?=before|earlier|after|later)", r"\1 days "),
    (r"\bovernight (?=\S)|(?<=\S) overnight\b", " ~ "),
    (r"\bcourse of (?:the |this )?(?=morning|afternoon|evening|night)", ""),
    (rf"\b{_PART} of (?:the )?(\d{{1,2}})(?:th)?$", r"\1th"),
    (rf"\b{_PART}", "~"),
    (r"\b(?:(?:their|its|his|her|the) )?\d+-?th ~", "~"),
    (r"~ (?:to|and|until|till|-) ~", "~"),
)
_NEAR_PART = re.compile(
    r"(?:\b(?:since|before|after|at|in|by|towards?|around|shortly|just|the|of|during|through|late|early|about|past"
    r"|until|till|from|between|well|long|on|a|through)\s+){0,6}~(?:\s*~|\s+(?:of|in|the)\b){0,4}"
)


def _digits(match: re.Match[str]) -> str:
    total = current = 0
    for word in re.findall(r"[a-z]+", match[0]):
        value = lists.NUMBERS.get(word, 0)
        if value == 1000:
            total, current = total + max(current, 1) * 1000, 0
        elif value in (12, 100) and word != "twelve":
            current = max(current, 1) * value
        else:
            current += value
    return str(total + current)


def _ordinal(match: re.Match[str]) -> str:
    tens, _, unit = match[0].replace("-", " ").partition(" ")
    return f"{lists.NUMBERS[tens] + lists.ORDINALS[unit] if unit else lists.ORDINALS[tens]}-th"


def _short_year(match: re.Match[str]) -> str:
    # '40 is the oldest year that news calls by two digits.
    return f"{'19' if match[1] >= '40' else '20'}{match[1]}"


_FOREIGN_BESIDE_NUMBER = re.compile(rf"(?<=\d )({_FOREIGN})\b|\b({_FOREIGN})(?= \d)")


def _month_name(match: re.Match[str]) -> str:
    return lists.MONTH_FOREIGN[match[0]]


def canonical(words: str) -> str | None:
    """The plain form; None for an empty span and for one over 300 characters. "~" alone: a part of a day."""
    if len(words) > MAX_LENGTH:
        return None
    text = _apply(_MARKS, words.lower()).strip()
    text = _apply(_CLOCK, text)
    text = _apply(_NAMES, text)
    text = _FOREIGN_BESIDE_NUMBER.sub(_month_name, text)
    text = _apply(_NUMBERS, text)
    text = _ORDINAL_WORDS.sub(_ordinal, text)
    text = _NUMBER_WORDS.sub(_digits, text)
    text = re.sub(r"\byear-(\d\d)", _short_year, text)
    text = _apply(_COUNTS, text).strip()
    had_words = bool(text)
    text = _apply(_PARTS, text)
    text = re.sub(r"\s+", " ", _NEAR_PART.sub(" ", text)).strip(" -.,")
    if text:
        return text
    return "~" if had_words else None
