"""Marks to pieces to HTML: nothing of the text is lost, added or run, whatever the marks and whatever the text."""

from __future__ import annotations

from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from westphalia.records import Span
from westphalia.web.spans import KINDS, Mark, lit, markup, pieces, shown, visible, whole

NASTY = st.text(
    alphabet=st.one_of(st.sampled_from("<>&\"'ab \n\t=/\u202e\u200b\x00\x85\u2066éß中𝒳"), st.characters(exclude_categories=["Cs"])),
    max_size=60,
)  # fmt: skip


class Parsed(HTMLParser):
    """What a browser would make of a fragment: the elements, and the text with `.ctl` turned back into its character."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self._ctl = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.tags.append((tag, found))
        self._ctl = found.get("class") == "ctl"

    def handle_endtag(self, tag: str) -> None:
        self._ctl = False

    def handle_data(self, data: str) -> None:
        self.text += chr(int(data.removeprefix("U+"), 16)) if self._ctl else data


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, Span, list[Mark]]:
    text = draw(NASTY.filter(bool))
    size = len(text)

    def span() -> Span:
        start, end = sorted((draw(st.integers(0, size)), draw(st.integers(0, size))))
        return Span(start, end)

    marks = [
        Mark(
            span(),
            draw(st.sampled_from((*KINDS, "plain"))),
            draw(st.one_of(st.none(), st.integers(1, 9))),
            draw(st.sampled_from(("trigger", "actor", "when", "sentence"))),
            draw(st.sampled_from(("", "", "0123456789abcdef"))),
            draw(NASTY),
        )
        for _ in range(draw(st.integers(0, 8)))
    ]
    return text, span(), marks


@given(marked())
def test_pieces_follow_each_other_and_carry_every_mark_over_all_its_characters(made: tuple[str, Span, list[Mark]]) -> None:  # fmt: skip
    _, span, marks = made
    found = pieces(span, marks)
    ends = [piece.span for piece in found]
    assert all(piece.start < piece.end for piece in ends)
    assert [piece.start for piece in ends] == [span.start, *(piece.end for piece in ends[:-1])][: len(ends)]
    assert not ends or ends[-1].end == span.end
    for place in range(span.start, span.end):
        here = next(piece for piece in found if piece.span.start <= place < piece.span.end)
        assert list(here.marks) == [mark for mark in marks if mark.span.start <= place < mark.span.end]


@given(marked())
def test_the_html_holds_the_text_and_nothing_that_runs(made: tuple[str, Span, list[Mark]]) -> None:
    text, span, marks = made
    html = markup(text, pieces(span, marks))
    parsed = Parsed(str(html))
    # A parser turns what no HTML may hold, and "\r", into something else; they are shown by their number.
    assert parsed.text.replace("\r", "\n") == span.of(text).replace("\r", "\n")
    for tag, attrs in parsed.tags:
        assert tag in ("span", "a")
        assert set(attrs) <= {"class", "data-r", "data-s", "data-n", "title", "id", "href"}
        assert attrs.get("href", "#e-").startswith("#e-")
    notes = [
        attrs["title"]
        for _, attrs in parsed.tags
        if attrs.get("class", "").startswith("m") and "title" in attrs
    ]
    assert all(shown(note) == note for note in notes)


@given(marked(), st.integers(1, 9))
def test_lighting_changes_classes_alone(made: tuple[str, Span, list[Mark]], number: int) -> None:
    text, span, marks = made
    html = markup(text, pieces(span, marks))
    plain, lighted = Parsed(str(html)), Parsed(str(lit(html, number)))
    assert plain.text == lighted.text
    for (tag, before), (same, after) in zip(plain.tags, lighted.tags, strict=True):
        assert tag == same
        added = set(after.pop("class", "").split()) - set(before.pop("class", "").split())
        assert before == after
        roles = [
            ref.split(":")[1] for ref in before.get("data-r", "").split() if ref.split(":")[0] == str(number)
        ]
        starts = [
            ref.split(":")[1] for ref in before.get("data-s", "").split() if ref.split(":")[0] == str(number)
        ]
        assert added == {f"is-{role}" for role in roles} | {f"at-{role}" for role in starts}


@given(NASTY, st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=5))
def test_every_written_character_stands_in_one_stretch_of_the_whole(
    text: str, ends: list[tuple[int, int]]
) -> None:
    blocks = [
        Span(min(pair), min(max(pair), len(text))) for pair in ends if min(pair) < min(max(pair), len(text))
    ]
    found = [span for span, _ in whole(text, blocks)]
    assert all(one.end <= two.start for one, two in pairwise(found))
    covered = {place for span in found for place in range(span.start, span.end)}
    assert all(place in covered for place, char in enumerate(text) if char.strip())


@pytest.mark.parametrize(
    ("char", "name"), [("\u202e", "U+202E"), ("\u2066", "U+2066"), ("\u200b", "U+200B"), ("\x07", "U+0007"), ("\x85", "U+0085"), ("\U000e0041", "U+E0041")]
)  # fmt: skip
def test_what_is_not_seen_is_shown_by_its_number(char: str, name: str) -> None:
    assert shown(f"a{char}b") == f"a⟨{name}⟩b"
    assert f">{name}</span>" in visible(f"a{char}b")
    assert char not in visible(f"a{char}b")


def test_accents_emoji_and_line_breaks_stay_as_they_are() -> None:
    text = "é\u0301 naïve\n👩\u200d🚒 \u2019\u00a0"
    assert shown(text) == text
    assert visible(text) == Markup(text)


def test_a_trigger_is_a_link_between_text_and_list_and_shows_its_number() -> None:
    text = "They met here."
    marks = [
        Mark(Span(5, 8), "event", 3, "trigger", "ab12", "Event 3"),
        Mark(Span(0, 8), "plain", 3, "sentence"),
    ]
    html = markup(text, pieces(Span(0, 14), marks))
    assert '<a id="t-ab12" href="#e-ab12" data-n="3"' in html
    assert ">met</a>" in html
    assert 'data-r="3:trigger 3:sentence" data-s="3:trigger"' in html
