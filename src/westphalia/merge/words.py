"""Words for comparing texts: normalised, stemmed, written numbers as digits, synonyms of the news as one.

How much a word tells is read from `word_weights.tsv`, made once from the training corpus: it is fixed, so
that how like two texts are never depends on what else is in a record.
"""

from __future__ import annotations

import csv
import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib import resources

_TOKEN = re.compile(r"\d[\d.,]*\d|\d|[^\W\d_](?:[^\W_]|['’.-](?=[^\W_]))*")
_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
NUMBERS: Mapping[str, int] = {
    **{word: value for value, word in enumerate(_ONES)},
    **{word: 10 * value for value, word in enumerate(_TENS, 2)},
    **{f"{ten}-{one}": 10 * t + o for t, ten in enumerate(_TENS, 2) for o, one in enumerate(_ONES[:10]) if o},
}
# Forms that no ending gives away.
IRREGULAR: Mapping[str, str] = dict(
    pair.split(":")
    for pair in """died:die dying:die dies:die men:man women:woman children:child met:meet held:hold shot:shoot struck:strike
    sent:send gave:give given:give sold:sell bought:buy left:leave fled:flee won:win fought:fight sought:seek
    brought:bring caught:catch broke:break broken:break took:take taken:take lost:lose led:lead began:begin begun:begin
    hit:hit stole:steal stolen:steal threw:throw thrown:throw drove:drive driven:drive fell:fall fallen:fall rose:rise
    risen:rise spoke:speak spoken:speak came:come went:go gone:go made:make put:put lent:lend paid:pay built:build
    kept:keep blew:blow blown:blow slain:slay slew:slay flew:fly flown:fly swore:swear sworn:swear chose:choose
    chosen:choose withdrew:withdraw withdrawn:withdraw overthrew:overthrow overthrown:overthrow lives:life""".split()
)
UNSEEN = 1.0  # the weight of a word that the corpus does not have: most are names
# Words that hold a sentence together or report it: they tell nothing of what it is about.
EMPTY = frozenset(
    """a about above after again against all also although am among an and another any are around as at away back be
    because been before being between both but by can could did do does doing done down during each either else even
    ever every few for from further had has have having he her here hers herself him himself his how however i if in
    into is it its itself just less many may me might mine more most much must my near neither no nor not now of off
    on once one only onto or other our ours out over own per same several shall she should since so some such than
    that the their theirs them themselves then there these they this those though through thus to too toward towards
    two under until up upon us very via was we well were what when where whether which while who whom whose why will
    with within without would yet you your say says said saying tell told tells according report reported reportedly
    add added adds statement spokesman spokeswoman spokesperson official officials monday tuesday wednesday thursday
    friday saturday sunday january february march april june july august september october november december today
    yesterday tomorrow day week month year morning evening night afternoon hour new news mr mrs ms""".split()
)  # fmt: skip


def plain(text: str) -> str:
    """Lower case, without accents, with straight apostrophes."""
    text = text.translate(_MARKS)
    if text.isascii():
        return text.lower()
    return _COMBINING.sub("", unicodedata.normalize("NFKD", text)).lower()


_MARKS = str.maketrans("’‘“”–—", "''\"\"- ")  # a long dash stands between words, a short one may be inside
_COMBINING = re.compile("[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u064b-\u065f]")


def words_of(text: str) -> list[str]:
    """The words in order: normalised, numbers as plain digits, possessives and full stops off."""
    return [_normal(word) for word in _TOKEN.findall(plain(text))]


@lru_cache(1 << 17)
def _normal(word: str) -> str:
    if word[0].isdigit():
        return re.sub(r"[,.](?=\d{3}(?!\d))", "", word)
    word = word.removesuffix("'s").removesuffix("'").replace(".", "")
    return str(NUMBERS[word]) if word in NUMBERS else word


@lru_cache(1 << 17)
def stem(word: str) -> str:
    """The word without its English ending; short words and numbers stay as they are."""
    if len(word) < 3 or word[0].isdigit():
        return word
    word = IRREGULAR.get(word, word)
    if word.endswith(("ies", "ied")):
        return f"{word[:-3]}y" if len(word) > 4 else word
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        if (
            word.endswith(ending)
            and len(word) - len(ending) >= 3
            and re.search("[aeiouy]", word[: -len(ending)])
        ):
            word = _undoubled(word[: -len(ending)])
            break
    return word[:-1] if word.endswith("e") and len(word) > 4 else word


def _undoubled(word: str) -> str:
    return word[:-1] if word[-1] == word[-2] and word[-1] not in "aeiolsz" else word


@cache
def _concepts() -> Mapping[str, str]:
    """Stem to the concept that it shares with its synonyms; the first line that has a word keeps it."""
    found: dict[str, str] = {}
    with resources.files(__package__).joinpath("synonyms.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            for word in row["stems"].split():
                found.setdefault(stem(word), f"={row['concept']}")
    return found


@lru_cache(1 << 17)
def concept(word: str) -> str:
    """A word's stem, or the concept that stands for it and its synonyms (written with = in front)."""
    root = stem(word)
    return _concepts().get(root, root)


@cache
def _weights() -> Mapping[str, float]:
    with resources.files(__package__).joinpath("word_weights.tsv").open(encoding="utf-8") as lines:
        next(lines)
        return {word: float(weight) for word, weight in (line.split("\t") for line in lines)}


def weight(concept_: str) -> float:
    """How much a stem or concept tells, 0 to 1: the share of the corpus's passages without it, on a log scale."""
    return _weights().get(concept_, UNSEEN)


def content(words: Iterable[str]) -> list[str]:
    """The concepts of the words that tell something, in order."""
    return [concept(word) for word in words if word not in EMPTY and (len(word) > 1 or word.isdigit())]


@lru_cache(1 << 18)
def hashed(text: str) -> int:
    """A stable hash of 63 bits (the same on every machine and in every process)."""
    return (
        int.from_bytes(hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), "big") >> 1
    )
