"""Words and sentences of news text: offsets only, the text itself is never changed.

`words` is the whole-word tokeniser that training and run time share: a change here makes every trained
model stale.  `sentences` is in the lower half of the module.
"""

from __future__ import annotations

import re

from westphalia.parse.sentences_lists import (
    AFTER_CLOCK,
    AFTER_NAMES,
    BEFORE_NUMBER,
    CONNECTIVES,
    DAYS,
    DOTTED_WORDS,
    MONTHS,
    NAME_PARTICLES,
    OPENERS,
    SPEECH,
    STATES,
    TITLES,
    WEEKDAYS,
)
from westphalia.records import Span

# Characters without width of their own: never a word or the edge of one, but allowed inside one
# (a soft hyphen from a typeset page, a joiner inside a Persian name).
ZERO_WIDTH = "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
# Marks that `str.isalnum` refuses but that belong to the letter in front of them (decomposed accents,
# Hebrew and Arabic vowel signs).
_MARKS = (
    "\u0300-\u034e\u0350-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u064b-\u065f\u0670\u20d0-\u20f0"
)
_APOSTROPHE = "'\u2019\u02bc\uff07"

_LETTER = r"[^\W\d_]"
# Letters and digits; the classes are disjoint and a zero-width run is bounded, so matching is linear.
_RUN = rf"[^\W_](?:[^\W_]|[{_MARKS}]|[{ZERO_WIDTH}]{{1,4}}(?=[^\W_]))*+"
_CLITIC = rf"[{_APOSTROPHE}](?:s|S|d|D|m|M|ll|LL|re|RE|ve|VE)(?!\w)"


def _any_of(forms: frozenset[str]) -> str:
    """An alternation, longest first, each form as written and in capitals (headlines)."""
    both = forms | {form.upper() for form in forms if len(form) > 1}
    return "|".join(re.escape(form) for form in sorted(both, key=lambda form: (-len(form), form)))


_LONGEST = max(map(len, DOTTED_WORDS | BEFORE_NUMBER))
_WORD = re.compile(
    rf"""
      {_LETTER}(?:\.{_LETTER})+(?!\w)\.?                        # 1 U.S., a.m., J.R.R.
    | (?=[A-Za-z]{{1,{_LONGEST}}}\.)(?:                          # 2, asked only in front of a word with a dot
          (?:{_any_of(DOTTED_WORDS)})\.(?![\w.])                #   Mr., Feb.
        | (?:{_any_of(BEFORE_NUMBER)})\.(?=\s?\d))              #   No. 5
    | {_RUN}(?:                                                 # 3 a run of letters and digits
          (?:(?<=\d)[.,](?=\d)|(?!{_CLITIC})[{_APOSTROPHE}](?={_LETTER})){_RUN}
      )*+
    | {_CLITIC}                                                 # 4 's, 'll
    | [^\s{ZERO_WIDTH}]                                         # 5 any other character
    """,
    re.VERBOSE,
)


def words(text: str) -> list[Span]:
    """Split into words, in order, without overlap; every character that is neither white space nor
    zero-width is in exactly one word.

    1. Letters with dots between them are one word with their last dot: "U.S.", "p.m.".
    2. A listed abbreviation keeps its dot: "Feb.", "Gen."; "No." only in front of a number.
    3. A run of letters and digits is one word, with "." and "," between digits ("1,200.5") and with an
       apostrophe between letters ("O'Brien", "Sana'a", "don't").
    4. A clitic is a word of its own: "Peru's" is "Peru" and "'s"; likewise 'd, 'm, 'll, 're, 've.
       The apostrophe of "the states'" is a word of its own by step 5.
    5. Any other character is a word of its own: hyphens, quotation marks, currency signs, "_".
    """
    return [Span(*match.span()) for match in _WORD.finditer(text)]


# --- sentences ----------------------------------------------------------------------------------

_CLOSERS = "\"'\u2018\u2019\u201c\u201d\u201f\u00bb\u00ab\u203a\u2033)\\]}"
_OPENERS_MARK = "\"'\u2018\u2019\u201c\u201d\u201e\u201a\u00ab\u00bb\u2039([{\u00bf\u00a1"
_SPACE = rf"[\s{ZERO_WIDTH}]"

# A place where a sentence may end: marks that end one, closing marks, then white space or the next word.
_END = re.compile(
    rf"""
      (?P<wide>[\u3002\uff01\uff1f\u0964\u06d4])[{_CLOSERS}\u300d\u300f]{{0,4}}
    | (?P<marks>\.(?:\ ?\.){{1,6}}|\u2026|[.!?\u061f]{{1,8}})
      (?P<close>[{_CLOSERS}]{{0,4}}(?:\[\d{{1,3}}\]){{0,4}})
      (?P<gap>{_SPACE}{{0,8}})
    | (?P<break>\n[^\S\n]*\n|\n(?=[^\S\n]*[\u2022\u25cf\u25a0*\u2013\u2014-]\ ))
    | (?P<bullet>(?<=\s)[\u2022\u25cf\u25a0](?=\s))
    """,
    re.VERBOSE,
)
_LAST_WORD = re.compile(r"[\w.&'\u2019-]{1,30}\Z")
_NEXT_WORD = re.compile(
    rf"[{_OPENERS_MARK}\u2013\u2014-]{{0,4}}\s?(?P<word>[^\W_]{{1,40}}(?:['\u2019.][^\W_]{{1,40}}){{0,3}})"
)
_NAME_THEN_SPEECH = re.compile(
    r"(?:(?:[A-Z][\w.'\u2019-]{0,30}|of|the|al|de|van|von|bin),? ){1,7}(?P<verb>[a-z]{3,12})\b"
)
_DATELINE = re.compile(r"[A-Z][A-Z .'\u2019-]{2,30}[A-Z](?:[,(/ ][^!?\n]{0,50})?\.?\Z")
_INITIALS = re.compile(r"(?:[^\W\d_]\.){2,}\Z")


def sentences(text: str) -> list[Span]:
    """Split a block of news text into sentences: in order, without overlap, trimmed of white space; every
    character that is neither white space nor zero-width is in one of them.

    A stop ends a sentence unless
    1. it stands inside a number, an address or a word, or in front of a lower-case word after a known
       abbreviation or a closing quotation mark;
    2. its word is an abbreviation that goes with what follows ("Gen.", "No. 5", "J. Smith", "Feb. 2");
    3. its word is an abbreviation that may end a sentence ("Inc.", "U.S.", "p.m.") and the next word is
       not one that opens sentences;
    4. it numbers a list item ("1. ") or belongs to a dateline ("PARIS, Jan. 3 - ");
    5. "?" or "!" closes a quotation and a name with a verb of saying follows ("“Why?” Mr Okoro asked").
    A stop without a space ("ended.The next") ends one where a lower-case word meets a capital; blank lines and
    bullets always do. Quotations of several sentences are split as any text.
    """
    cuts = []
    start = 0
    for match in _END.finditer(text):
        cut = _cut(text, start, match)
        if cut is not None and cut > start:
            cuts.append(cut)
            start = cut
    spans = []
    for begin, end in zip([0, *cuts], [*cuts, len(text)], strict=True):
        span = _trimmed(text, begin, end)
        if span is not None:
            spans.append(span)
    return _with_lone_marks(text, spans)


_EDGE = re.compile(rf"{_SPACE}*+")


def _trimmed(text: str, begin: int, end: int) -> Span | None:
    match = _EDGE.match(text, begin, end)
    begin = match.end() if match else begin
    while end > begin and _EDGE.fullmatch(text, end - 1, end):
        end -= 1
    return Span(begin, end) if end > begin else None


def _with_lone_marks(text: str, spans: list[Span]) -> list[Span]:
    """A piece without any letter or digit (a stray mark, "...") belongs to the sentence before it."""
    merged: list[Span] = []
    for span in spans:
        if merged and not any(char.isalnum() for char in text[span.start : span.end]):
            merged[-1] = Span(merged[-1].start, span.end)
        else:
            merged.append(span)
    return merged


def _cut(text: str, start: int, match: re.Match[str]) -> int | None:
    """Where the next sentence begins, or None where this one goes on."""
    if match["bullet"] or match["break"] is not None:
        return match.start()
    if match["wide"]:
        return match.end()
    after = match.end()
    if after >= len(text):
        return None
    marks, close, gap = match["marks"], match["close"], match["gap"]
    if not gap:
        return _cut_without_space(text, start, match)
    if close and _reopens(text, start, match):
        # The mark before the space opens the next sentence: `ended. "Next` written as `ended." Next`.
        close = ""
    following = _NEXT_WORD.match(text, after)
    if following is None:
        return after
    word = following["word"]
    lower = word[0].islower() and word not in ("http", "https", "www")
    opened = following.start("word") > after
    if marks[0] in "!?\u061f":
        if lower and not opened:
            return None  # 1
        return None if close and _names_speaker(text, after) else after  # 5
    if len(marks.replace(" ", "")) > 1 or marks == "\u2026":
        return None if lower or text[after] in ",;:" else after
    return after if _full_stop_ends(text, start, match, word, opened, close) else None


def _full_stop_ends(text: str, start: int, match: re.Match[str], word: str, opened: bool, close: str) -> bool:
    stop = match.start("marks")
    found = _LAST_WORD.search(text, max(start, stop - 30), stop)
    last = found[0].lstrip("-'\u2019") if found else ""
    core = last.rsplit("-", 1)[-1]
    plain = core[:1] + core[1:].lower() if len(core) > 1 and core.isupper() else core
    if text[match.end()] in "-\u2013\u2014" and _DATELINE.fullmatch(text, start, stop):  # 4
        return False
    if not close:
        if plain in TITLES or plain in CONNECTIVES:  # 2
            return False
        if word[0].isdigit() and (core in BEFORE_NUMBER or plain in MONTHS or plain in WEEKDAYS):  # 2
            return False
        if len(core) == 1 and core.isalpha() and core.isupper():  # 2
            return word in OPENERS and len(word) > 1 and not _initial_of_name(text, start, stop)
        known = plain in AFTER_NAMES or plain in STATES or plain in MONTHS or plain in WEEKDAYS
        if known or _INITIALS.search(f"{core}."):  # 3
            if core.lower() in ("a.m", "p.m"):
                return word[0].isupper() and word not in AFTER_CLOCK and word not in DAYS
            return (opened and word[0].isupper()) or word in OPENERS
        if core.isdigit() and len(core) <= 2 and stop - len(core) <= start + 1:  # 4
            return False
    if word[0].islower():  # 1
        if close and not opened:
            return False
        return opened or _lower_case_start(text, match.end(), core, word)
    return True


_BRAND = re.compile(r"[a-z]{1,2}[A-Z]")


def _lower_case_start(text: str, at: int, last: str, word: str) -> bool:
    """A lower-case word opens a sentence as a brand ("iPhone"), as a particle of a name ("al-Zawahiri"), or
    where the writer (or a machine translation) uses no capitals: then the word before is a full one."""
    if _BRAND.match(word):
        return True
    if word in NAME_PARTICLES and at + len(word) < len(text) and text[at + len(word)] in "- ":
        rest = text[at + len(word) + 1 : at + len(word) + 2]
        return rest.isupper()
    return len(last) > 3 and last.isalpha() and last.islower()


def _initial_of_name(text: str, start: int, stop: int) -> bool:
    """The single letter before the stop follows a capitalised word or another initial, as in "George W."."""
    return bool(re.search(r"[A-Z][\w'\u2019-]{0,20}\.? \Z", text[max(start, stop - 24) : stop - 1]))


def _names_speaker(text: str, at: int) -> bool:
    match = _NAME_THEN_SPEECH.match(text, at)
    return bool(match and match["verb"] in SPEECH)


def _reopens(text: str, start: int, match: re.Match[str]) -> bool:
    close = match["close"]
    # Far back enough for any sentence, and bounded for hostile text.
    begin = max(start, match.start() - 2000)
    return close == '"' and text.count('"', begin, match.start("close")) % 2 == 0


_ADDRESS = re.compile(r"[\w.-]{1,60}[@/]")


def _cut_without_space(text: str, start: int, match: re.Match[str]) -> int | None:
    """A stop that touches the next word: "ended.The next", "ended.”The next", "ended.“The next"."""
    after, close = match.end(), match["close"]
    if not text[after].isalpha() or match.start() == 0 or _ADDRESS.match(text, after):
        return None
    before = text[match.start() - 1]
    if close:
        cut = match.start("close") if _opens_here(text, start, match) else after
        return cut if text[after].isupper() and before.isalnum() else None
    if match["marks"] in "?!" or len(match["marks"]) > 1:
        return after if text[after].isupper() and before.isalpha() else None
    word = _NEXT_WORD.match(text, after)
    last = _LAST_WORD.search(text, max(start, match.start() - 30), match.start())
    if word is None or last is None or "." in last[0] or not last[0].isalpha():
        return None
    long_enough = len(last[0]) > 2 and last[0][1:].islower() and len(word["word"]) > 1
    return (
        after if long_enough and word["word"].istitle() and text[word.end() : word.end() + 1] != "." else None
    )


def _opens_here(text: str, start: int, match: re.Match[str]) -> bool:
    close = match["close"]
    return close in ("\u201c", "\u2018", "\u00ab") or _reopens(text, start, match)
