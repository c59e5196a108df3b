"""Encodings as pages have them, declared or not, whole or damaged."""

from __future__ import annotations

import pytest

from westphalia.clean.decode import BAD_SHARE, decode, is_html

SENTENCE = "The “Überwachung” of Łódź’s café was condemned, said Señor Núñez — twice."
WESTERN = "The “Überwachung” of a café was condemned, said Señor Núñez – twice."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_encodings(encoding: str) -> None:
    assert decode(SENTENCE.encode(encoding)).text == SENTENCE


@pytest.mark.parametrize(
    "declaration",
    [
        '<meta charset="windows-1252">',
        "<meta http-equiv=Content-Type content='text/html; charset=ISO-8859-1'>",
        "",
    ],
)
def test_windows_1252_declared_as_pages_do_or_not_at_all(declaration: str) -> None:
    page = declaration + WESTERN * 5
    assert decode(page.encode("windows-1252")).text == page


def test_utf_8_wins_over_a_wrong_declaration() -> None:
    page = '<meta charset="iso-8859-1">' + SENTENCE
    assert decode(page.encode()).text == page


def test_a_cut_character_does_not_turn_the_page_into_another_encoding() -> None:
    decoded = decode((SENTENCE * 20).encode()[:-1] + b"\xe2\x80")
    assert decoded.encoding == "utf-8"
    assert decoded.text.startswith(SENTENCE)
    assert decoded.bad < BAD_SHARE


def test_a_codec_that_is_no_character_encoding_is_not_used() -> None:
    assert "caf" in decode(b"<meta charset=zlib_codec> caf\xe9 is open").text


def test_control_characters_of_windows_1252_in_text_become_its_quotes() -> None:
    assert decode("\x93Yes\x94, he said\x85").text == "“Yes”, he said\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<!DOCTYPE html><p>x", True),
        ("\n<!-- saved page --> <?xml version='1.0'?><html>", True),
        ("<div><p>One.</p><p>Two.</p><a href='x'>three</a></div>", True),
        ("< p>– “Deep trust” –\n\nHe thanked <b>all</b> of them.", False),
        ("If a < b and c > d, the minister said, then so be it.", False),
        ("<!--" * 1000, False),
    ],
)
def test_html_is_told_from_text_with_a_stray_tag(text: str, expected: bool) -> None:
    assert is_html(text) is expected
