"""Is it English? py3langid on the body, with a second look before a page is refused.

Headlines and short texts full of foreign names are often taken for another language. A page is
refused only when the identifier is sure, the text is long enough, and the words that English cannot
do without are missing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from westphalia.clean.lines import FUNCTION_WORDS

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_LOOK = 4000
_SURE = 0.9
_FEW_WORDS = 12
_WORD = re.compile(r"[^\W\d_]+")
# Share of the words above that running English has at least; German, French, Spanish stay below 0.08.
_ENGLISH_SHARE = 0.2
_NOT_ENGLISH_SHARE = 0.12
_TRACE_OF_ENGLISH = 0.05


@dataclass(frozen=True, slots=True)
class Language:
    """An ISO 639-1 code and its probability (0 … 1); `english` is the decision."""

    code: str
    probability: float
    english: bool


def language_of(text: str) -> Language:
    """The language of a body text. Short texts in Latin letters are given the benefit of the doubt."""
    sample = text[:_LOOK]
    words = _WORD.findall(sample)
    latin = sum(1 for word in words if word[0] < "\u0250")
    share = sum(1 for word in words if word.lower() in FUNCTION_WORDS) / max(1, len(words))
    if share >= _ENGLISH_SHARE and latin >= 0.8 * len(words) and len(words) >= _FEW_WORDS:
        return Language("en", 1.0, True)  # running English; the identifier would cost a millisecond
    code, probability = _identify(sample)
    if code == "en":
        return Language("en", probability, True)
    if latin < 0.5 * len(words):
        return Language(code, probability, False)
    doubtful = (
        len(words) < _FEW_WORDS
        or share >= _NOT_ENGLISH_SHARE
        or (probability < _SURE and share >= _TRACE_OF_ENGLISH)
    )
    return Language("en" if doubtful else code, probability, doubtful)


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def _identify(text: str) -> tuple[str, float]:
    code, probability = _identifier().classify(text)
    return str(code), float(probability)
