"""Words and sentences: boundaries on news text, and offsets that always hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from westphalia.parse.sentences import sentences, words

ZERO_WIDTH = "\u00ad\u200b\u200c\u200d\u200e\u2060\ufeff"


def word_texts(text: str) -> list[str]:
    return [span.of(text) for span in words(text)]


def sentence_texts(text: str) -> list[str]:
    return [span.of(text) for span in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The U.S.-led force", ["The", "U.S.", "-", "led", "force"]),
        ("at 10 a.m. on Feb. 2", ["at", "10", "a.m.", "on", "Feb.", "2"]),
        ("Peru's O'Brien didn't", ["Peru", "'s", "O'Brien", "didn't"]),
        ("they’ve met the states’ envoys", ["they", "’ve", "met", "the", "states", "’", "envoys"]),
        ("New-York", ["New", "-", "York"]),
        ("1,200.5 tonnes, 9/11", ["1,200.5", "tonnes", ",", "9", "/", "11"]),
        ("No. 5 said no.", ["No.", "5", "said", "no", "."]),
        ("Gen. Sana'a (5th)", ["Gen.", "Sana'a", "(", "5th", ")"]),
        ("SEN. WARREN’S PLAN", ["SEN.", "WARREN", "’S", "PLAN"]),
        ("in the U.S.The end", ["in", "the", "U.S.", "The", "end"]),
        ("“We go,” he", ["“", "We", "go", ",", "”", "he"]),
        ("e\u0301te\u0301 gov\u00adern \u200b", ["e\u0301te\u0301", "gov\u00adern"]),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert word_texts(text) == expected


@pytest.mark.parametrize(
    "expected",
    [
        ["BEIJING, April 9 (Xinhua) -- China's Gen. Li met U.S. Sen. John F. Doe on Jan. 3.", "They ate."],
        ["WASHINGTON (AP) — The U.S. military said Sept. 11 changed it.", "It did."],
        ["PARIS, Jan. 3. — The minister resigned.", "He said no.", "No. 5 took over."],
        ["MOBILE, Ala. -- Deputies found him.", "He lives."],
        ["They met in Washington, D.C. The talks cost $3.5 million.", "All agreed."],
        ['"We agree.', 'We sign," she said.', "“Why?” Mr. Okoro asked.", "He left."],
        ["“Done!”", "The crowd cheered.", "“Go away!” it chanted."],
        ['He said: "We won."', '"We lost," she said.'],
        ["It ended at 6 p.m. The crowd left at 7 p.m. Monday."],
        ["Jane Doe runs Acme Inc. Chief Executive John Roe left Acme Corp. The firm said so."],
        ["“This policy is bad”, he said.", "-he accused."],
        ["1. The border opens.", "2. The troops leave."],
        ["The talks... went on.", "Then came silence...", "Nobody spoke."],
        ["See www.example.org for more.", "iPhone sales fell.", "al-Masri spoke."],
        ["he came late.", "nobody was there."],
        ["他来了。", "她走了。"],
    ],
)
def test_sentences_of_news(expected: list[str]) -> None:
    # Some stops above are inside: an abbreviation followed by a word that opens sentences ends one.
    opened = [part for text in expected for part in _split_known(text)]
    assert sentence_texts(" ".join(expected)) == opened


def _split_known(text: str) -> list[str]:
    for stop in ("D.C. The", "6 p.m. The", "Corp. The"):
        if stop in text:
            before, after = text.split(stop)
            last, first = stop.rsplit(" ", 1)
            return [before + last, first + after]
    return [text]


def test_a_stop_without_a_space_ends_a_sentence() -> None:
    assert sentence_texts("The talks ended.The troops left.”They won.") == [
        "The talks ended.",
        "The troops left.”",
        "They won.",
    ]
    assert sentence_texts("Write to Jane.Doe@example.org today.") == ["Write to Jane.Doe@example.org today."]


def test_blank_lines_and_bullets_separate() -> None:
    assert sentence_texts("A headline\n\nThe text • a point • another") == [
        "A headline",
        "The text",
        "• a point",
        "• another",
    ]


def test_a_stray_mark_stays_with_its_sentence() -> None:
    assert sentence_texts("He told the agency . ”") == ["He told the agency . ”"]


_NEWS = st.lists(
    st.sampled_from(
        [
            *"abAZé9.!?…,;:-–—\"'“”‘’()[]\n\u3002",
            " ",
            " ",
            "U.S.",
            "Gen.",
            "No.",
            "5",
            "The",
            "said",
            " . ",
            *ZERO_WIDTH,
        ]
    ),
    max_size=60,
).map("".join)


@given(_NEWS | st.text(max_size=200))
def test_words_and_sentences_cover_the_text_in_order(text: str) -> None:
    skipped = set(ZERO_WIDTH)
    for spans in (words(text), sentences(text)):
        end = 0
        covered = set()
        for span in spans:
            assert end <= span.start < span.end <= len(text)
            assert not text[span.start].isspace()
            assert not text[span.end - 1].isspace()
            end = span.end
            covered.update(range(span.start, span.end))
        missed = {text[at] for at in range(len(text)) if at not in covered and not text[at].isspace()}
        assert all(char in skipped or _is_zero_width(char) for char in missed)


def _is_zero_width(char: str) -> bool:
    return not words(char)


@given(_NEWS)
def test_no_word_crosses_a_sentence(text: str) -> None:
    cuts = {span.start for span in sentences(text)}
    for word in words(text):
        assert not any(word.start < cut < word.end for cut in cuts)
