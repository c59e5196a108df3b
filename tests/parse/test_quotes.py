"""Direct quotations by their marks, sound and broken."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from westphalia.parse.quotes import find_quotes


def quotes(text: str) -> list[str]:
    return [span.of(text) for span in find_quotes(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"I back the plan," he said. "We go tomorrow."', ["I back the plan,", "We go tomorrow."]),
        ("“We back the plan,” she said.", ["We back the plan,"]),
        ("„Wir gehen nicht weg“, said the chancellor.", ["Wir gehen nicht weg"]),
        ("« Nous ne partirons pas », he said.", ["Nous ne partirons pas"]),
        ("»Das ist nicht wahr«, he said.", ["Das ist nicht wahr"]),
        ("”Vi ger inte upp”, said the minister.", ["Vi ger inte upp"]),
        ("``We will go now,'' he said.", ["We will go now,"]),
        (
            "‘We don’t take the states’ offer,’ she said. ‘It’s an insult to us.’",
            ["We don’t take the states’ offer,", "It’s an insult to us."],
        ),
        ("'No more cuts': students leave class", ["No more cuts"]),
    ],
)
def test_marks_of_many_styles(text: str, expected: list[str]) -> None:
    assert quotes(text) == expected


def test_only_the_outer_quotation_is_taken() -> None:
    assert quotes("“He told me ‘go away now’ and left,” she said.") == ["He told me ‘go away now’ and left,"]
    assert quotes("‘He said “go away now” and left,’ she said.") == ["He said “go away now” and left,"]
    assert quotes('He said "they call me "a liar and thief" here" twice.') == [
        'they call me "a liar and thief" here'
    ]


def test_a_quotation_over_paragraphs_is_one_span_in_each() -> None:
    text = "“We will fight on.\n“We will never stop.\n“And we will win it,” he said."
    assert quotes(text) == ["We will fight on.", "We will never stop.", "And we will win it,"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We “We would like to thank you,” he said.", ["We would like to thank you,"]),
        ("“We must oppose all of it “, he said.", ["We must oppose all of it"]),
        ('They said"We will not go" and left.', ["We will not go"]),
        ('billed as" a song and dance" by all', ["a song and dance"]),
        ("He said: “The war is over. The troops leave.", ["The war is over. The troops leave."]),
        ("We will not give up our land”, said he.", ["We will not give up our land"]),
        (
            "“We want peace there,” she told them. Acting alone, it cannot be free.”",
            ["We want peace there,", "Acting alone, it cannot be free."],
        ),
    ],
)
def test_broken_marks(text: str, expected: list[str]) -> None:
    assert quotes(text) == expected


def test_scare_quotes_are_left_out_and_short_utterances_are_not() -> None:
    assert quotes('The "so-called" deal was "half-baked nonsense" to them.') == []
    assert quotes('"Never," he said. "Not yet."') == ["Never,", "Not yet."]


def test_apostrophes_and_inches_are_no_marks() -> None:
    assert quotes("The ministers' talks and the players' '90s songs, rock 'n' roll, a 6'2\" man's hat.") == []


@given(
    st.lists(
        st.sampled_from([*"abAZ .,!?:\n-\"'“”‘’„«»`", "We go ", "He said ", "``", "''"]), max_size=60
    ).map("".join)
)
def test_spans_are_ordered_apart_and_tight(text: str) -> None:
    end = 0
    for span in find_quotes(text):
        assert end <= span.start < span.end <= len(text)
        assert span.of(text) == span.of(text).strip()
        assert "\n" not in span.of(text)
        end = span.end
