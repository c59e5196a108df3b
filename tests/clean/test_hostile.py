"""Pages made to harm: bounds on time and depth, characters no output can hold, exceptions of libraries."""

from __future__ import annotations

import datetime as dt
import json
import threading
import time
from collections.abc import Callable

import pytest

from tests.clean.pages import HTML, REPUBLISHED
from westphalia.clean import article_of_passage, clean
from westphalia.clean.decode import decode
from westphalia.records import Article, DateValue, Page, Rejected

STORY = (
    "The ministers of the two countries signed the accord on Friday and shook hands before the press in Lima."
)
TITLE = "Ministers agree to reopen the bridge at Korda"
MANY = 6_000


def article_of(content: bytes | str, **told: object) -> Article:
    result = clean(Page(content, "page", **told))  # type: ignore[arg-type]
    assert isinstance(result, Article), result
    return result


# --- time ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        lambda n: f"Talks on border {n}",
        lambda n: f'"We stay in Lima," he said on day {n}.',
        lambda n: f"https://example.org/2024/04/09/talks-{n}",
        lambda n: "accord",
        lambda n: TITLE,
        lambda n: f"By Jane Doe, page {n}",
        lambda n: f"© 2019 The Gazette, part {n}",
        lambda n: f"Updated: {n % 28 + 1} May 2019",
    ],
    ids=["short", "quote", "address", "word", "title", "byline", "copyright", "date"],
)
def test_time_grows_with_the_lines_not_with_their_square(line: Callable[[int], str]) -> None:
    page = "\n".join([STORY] * 3 + [line(n) for n in range(MANY)] + [STORY] * 3)
    before = time.process_time()
    clean(Page(page, "page"))
    # less than a second on an idle machine; by the square it was a minute and a half
    assert time.process_time() - before < 15


def test_a_line_of_nothing_but_dates_is_read_in_time() -> None:
    before = time.process_time()
    clean(Page(f"{STORY}\n\nThe talks of the year were on {'3 May 2019, 4 June 2020, ' * 20_000}.", "page"))
    assert time.process_time() - before < 15


@pytest.mark.parametrize(
    "stray",
    [
        '<div class="ad"">',  # a mark too many: browsers, and we, read on behind the tag
        "<script>for (var i = 0; i<list.length; i++) { " + "f(i) + \"a\" > 'b'; " * 6_000 + "}</script>",
        "<script>i<n; var s = '" + "a=b " * 6_000 + "'</script>",
    ],
    ids=["quote", "program", "program-words"],
)
def test_a_stray_mark_or_a_program_is_no_tag_with_too_many_attributes(stray: str) -> None:
    words = "<p>" + STORY + "</p>" + '<i class="x">and so on</i> ' * 3_000
    html = f"<html><body><article><h1>{TITLE}</h1>{stray}<p>{STORY}</p><p>{STORY}</p></article>{words}</body></html>"
    assert isinstance(clean(Page(html, "page")), Article)


def test_a_tag_with_too_many_attributes_is_refused_wherever_its_quotes_stand() -> None:
    for attribute in ("a{} ", 'a{}="x>y" ', "a{}='\">' "):
        tag = "<p " + "".join(attribute.format(n) for n in range(MANY)) + ">"
        result = clean(Page(f"<html><body>{tag}{STORY}</p></body></html>", "page"))
        assert isinstance(result, Rejected), attribute
        assert result.reason == "too_large", attribute


def test_runs_of_short_lines_are_still_furniture_and_single_ones_subheads() -> None:
    long = f"{STORY} {STORY}"
    page = "\n\n".join([TITLE, long, "A narrow road", long, "Port closed", "Rail open", "Snow falls", long])
    kinds = {block.span.of(page): block.kind for block in article_of(page).blocks}
    assert kinds["A narrow road"] == "subhead"
    assert [kinds[line] for line in ("Port closed", "Rail open", "Snow falls")] == ["furniture"] * 3


def test_many_captions_at_one_place_are_bounded() -> None:
    figures = "".join(
        f"<figure><figcaption>Workers at the bridge number {n}</figcaption></figure>" for n in range(9_000)
    )
    article = article_of(HTML.replace("<h2>A narrow road</h2>", figures))
    assert 2 <= sum(block.kind == "caption" for block in article.blocks) <= 500


# --- encodings ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "label", ["punycode", "unicode_escape", "raw_unicode_escape", "idna", "utf-7", "rot13", "mbcs", "cp037"]
)
def test_only_encodings_of_the_web_are_obeyed(label: str) -> None:
    page = f"<meta charset={label}>".encode() + b"caf\xe9 \\u0041 +AGE- is open " * 4_000
    before = time.process_time()
    decoded = decode(page)
    assert time.process_time() - before < 5
    assert decoded.encoding == "windows-1252"
    assert "caf\u00e9 \\u0041 +AGE- is" in decoded.text


@pytest.mark.parametrize(
    ("label", "codec", "text"),
    [
        ("windows-1251", "cp1251", "Министры подписали договор"),
        ("KOI8-R", "koi8-r", "Министры подписали договор"),
        ("x-sjis", "cp932", "大臣は署名した"),
        ("GB2312", "gb18030", "部长们签署了协议"),
        ("euc-kr", "cp949", "장관들이 서명했다"),
        ("iso-8859-2", "iso8859-2", "Ministři podepsali dohodu v Łodži"),
    ],
)
def test_the_labels_of_the_encoding_standard_are(label: str, codec: str, text: str) -> None:
    page = f'<meta charset="{label}">{text}'
    assert decode(page.encode(codec)).text == page


# --- characters ---------------------------------------------------------------------------------


def controls(text: str) -> list[str]:
    return [
        c for c in text if (c < " " and c not in "\n\t") or "\x7f" <= c <= "\x9f" or "\ud800" <= c <= "\udfff"
    ]


def test_character_references_and_json_bring_no_control_characters_or_surrogates() -> None:
    bad = "&#27;[2J&#7;&#155;"
    page = HTML.replace("<h1>", f"<h1>{bad}").replace("Villagers on", f"{bad}Villagers\u0085 on")
    page = page.replace("The Valley Gazette", f"The {bad}Valley Gazette")
    page = page.replace('"Ilse Brandt"', r'"Ilse \u001b[31m\ud800 Brandt"')
    page = page.replace("</head>", '<link rel="canonical" href="https://ex&#27;ample.org/a"></head>')
    article = article_of(page)
    told = (article.text, article.title, article.outlet, article.author, article.url)
    for text in told:
        assert text is not None
        assert controls(text) == []
        text.encode("utf-8")
    assert "Villagers" in article.text


def test_the_text_of_json_ld_has_no_lone_surrogates() -> None:
    body = json.dumps(
        {"@type": "NewsArticle", "headline": TITLE, "articleBody": f"{STORY}\n{STORY} \ud83d\x1b"}
    )
    page = f'<html><head><script type="application/ld+json">{body}</script></head><body></body></html>'
    article = article_of(page)
    assert article.text.count(STORY) == 2
    assert controls(article.text) == []


def test_a_quote_in_the_numbers_of_windows_1252_stays_a_quote() -> None:
    article = article_of(HTML.replace('"We have', "&#147;We have"))
    assert "\u201cWe have lost" in article.text


@pytest.mark.parametrize("content", [f"{STORY} \ud800 {STORY}\udfff", f"\udce9{REPUBLISHED}"])
def test_lone_surrogates_in_a_str_are_replaced_one_for_one(content: str) -> None:
    article = article_of(content)
    assert len(article.text) == len(content)
    assert "\ufffd" in article.text
    article.text.encode("utf-8")


def test_a_passage_keeps_its_offsets_and_can_be_written() -> None:
    text = f"{STORY} \ud800 Then they left."
    article = article_of_passage(text, None, "page")
    assert len(article.text) == len(text)
    assert "\ufffd Then" in article.text.encode("utf-8").decode("utf-8")


@pytest.mark.parametrize(
    "content",
    [HTML, REPUBLISHED, f"\ufeff{STORY}\r\n{STORY}\x93", "", " \n", "\x00\x01" * 50, "\x7f" * 9 + STORY],
    ids=["html", "text", "mark", "nothing", "space", "binary", "dirt"],
)
def test_text_goes_the_way_of_its_bytes(content: str) -> None:
    assert clean(Page(content, "page")) == clean(Page(content.encode("utf-8"), "page"))


def test_the_size_of_text_is_counted_in_bytes_too() -> None:
    result = clean(Page("\u4e00" * 7_000_000, "page"))
    assert isinstance(result, Rejected)
    assert result.reason == "too_large"


# --- depth and exceptions -----------------------------------------------------------------------


@pytest.mark.parametrize("name", ['"Ilse Brandt"', '{"name": ["Ilse Brandt"]}'])
def test_deep_lists_of_authors_are_cut_off(name: str) -> None:
    def page(depth: int) -> str:
        return HTML.replace(
            '[{"@type": "Person", "name": "Ilse Brandt"}]', f"{'[' * depth}{name}{']' * depth}"
        )

    assert article_of(page(1)).author == "Ilse Brandt"
    for depth in (50, 500, 100_000):
        assert article_of(page(depth)).author is None


@pytest.mark.parametrize("error", [RecursionError, MemoryError, ValueError, AssertionError, KeyError])
@pytest.mark.parametrize("where", ["trafilatura.bare_extraction", "westphalia.clean.drafts.read_head"])
def test_an_exception_of_a_library_is_a_refusal(
    monkeypatch: pytest.MonkeyPatch, error: type[Exception], where: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error("in the middle of it")

    monkeypatch.setattr(where, fail)
    result = clean(Page(HTML, "page"))
    assert isinstance(result, Rejected)
    assert (result.reason, result.detail) == ("no_article", error.__name__)


def test_the_bounds_on_size_and_depth_hold_in_other_threads() -> None:
    pages = [
        "<html><body>" + "<div>" * 50_000 + STORY,
        "<html><body>" + "<p>x</p>" * 70_000,
        "<html><body>" + "a" * 10_000_001,
        HTML,
    ]
    results: list[Article | Rejected] = []
    thread = threading.Thread(target=lambda: results.extend(clean(Page(page, "page")) for page in pages))
    thread.start()
    thread.join(60)
    reasons = [result.reason if isinstance(result, Rejected) else "article" for result in results]
    assert reasons[1:] == ["too_large", "too_large", "article"]
    assert reasons[0] in ("no_article", "article")


# --- dates --------------------------------------------------------------------------------------

_META = '"datePublished": "2021-03-02T18:05:00+01:00",'


def html_with(paragraph: str, head: str = "") -> str:
    page = HTML.replace(_META, "").replace("© 2021 The", "The").replace("</head>", f"{head}</head>")
    return page.replace("<h2>", f"<p>{paragraph}</p><h2>")


def test_a_date_after_the_users_own_and_a_day_is_not_believed() -> None:
    told = DateValue.day(dt.date(2021, 3, 2), "json-ld")
    assert article_of(HTML).published == told
    assert article_of(HTML, date=dt.date(2021, 3, 1)).published == told
    earlier = dt.date(2021, 2, 20)
    assert article_of(HTML, date=earlier).published == DateValue.day(earlier, "given")
    text = article_of(REPUBLISHED, date=dt.date(2019, 5, 1))
    assert text.published == DateValue.day(dt.date(2019, 5, 1), "given")
    assert article_of(HTML, date=dt.date.max).published == told


def test_a_future_date_does_not_depend_on_today() -> None:
    page = HTML.replace("2021-03-02T", "2061-03-02T")
    assert article_of(page).published == DateValue.day(dt.date(2061, 3, 2), "json-ld")


@pytest.mark.parametrize(
    "paragraph", ["1430 GMT", "Last changed 2021 March", "The plan is to be complete by 2031 at the latest."]
)
def test_what_a_date_lacks_is_not_filled_from_today(paragraph: str) -> None:
    published = article_of(html_with(paragraph)).published
    assert published is None or published.precision != "day"
    assert published is None or published.start.year <= 2025


@pytest.mark.parametrize(
    "written", ["Posted 5 March 2021", "March 5, 2021", "5.3.2021", "2021/03/05", "5 mars 2021"]
)
def test_a_date_that_the_page_writes_is_found(written: str) -> None:
    page = html_with("").replace("<h1>", f'<div class="date">{written}</div><h1>')
    published = article_of(page).published
    assert published is not None
    assert (published.start, published.precision) == (dt.date(2021, 3, 5), "day")
