"""When an HTML page says it was published. The order of trust:

1. JSON-LD datePublished of the article          basis "json-ld"
2. <meta> fields for the publication date        basis "meta"
3. <time> or itemprop marked as publication      basis "markup"
4. the address (/2024/04/09/)                    basis "url"
5. htmldate, publication before update           basis "htmldate"
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

from westphalia.clean import dates
from westphalia.clean.extract import clean_text
from westphalia.clean.markup import json_ld, metas
from westphalia.records import DateValue

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_ENGLISH_MONTHS = "|".join(["sept", *(f"{name[:3]}|{name}" for name in dates.MONTH_NAMES)])
_DATE_METAS = (
    "article:published_time", "article:published", "datepublished", "og:published_time", "og:article:published_time",
    "parsely-pub-date", "sailthru.date", "pubdate", "publishdate", "publish-date", "publish_date", "publication_date",
    "publication-date", "published-date", "published_time", "article.published", "cxenseparse:recs:publishtime",
    "dc.date.issued", "dcterms.created", "dc.date", "dcterms.date", "dc.date.created", "displaydate", "ptime", "pdate",
    "originalpublicationdate", "article_date_original", "citation_publication_date", "datecreated", "date",
)  # fmt: skip


def published_in_head(tree: HtmlElement, url: str | None, latest: dt.date) -> DateValue | None:
    """Steps 1 to 4 of the cascade. Dates after `latest` are not believed."""
    article, _ = json_ld(tree)
    # 1. JSON-LD
    for name in ("datePublished", "dateCreated"):
        if day := _iso_day(article.get(name), latest):
            return DateValue.day(day, "json-ld")
    # 2. meta
    meta = metas(tree)
    for name in _DATE_METAS:
        if day := _iso_day(meta.get(name), latest):
            return DateValue.day(day, "meta")
    # 3. markup
    for element in tree.iter("time", "abbr", "span", "p", "div"):
        named = f"{element.get('itemprop') or ''} {element.get('pubdate') is not None and 'pubdate'} {element.get('class') or ''}".lower()
        if re.search(r"datepublished|pubdate|entry-date published|dt-published|\bpublished\b", named):
            told = element.get("datetime") or element.get("content") or element.get("title")
            if day := _iso_day(told or clean_text(element.text_content()[:80]), latest):
                return DateValue.day(day, "markup")
    # 4. address
    if url and (day := dates.url_day(url)) and day <= latest:
        return DateValue.day(day, "url")
    return None


_OVER = 2025
"""The last year that had ended when this rule was written: a bare year after it may be a forecast."""


_LOOK = 2_000_000  # characters of the page that are searched for the date htmldate has told


def published_by_htmldate(tree: HtmlElement, url: str | None, latest: dt.date) -> DateValue | None:
    """Step 5. htmldate answers 1 January where it saw only a year: that is a year, not a day.

    Its parsers fill what a date lacks from today ("1430 GMT", "2021 March"): a day counts only where
    the page or its address has the day, the month and the year together. A bare year after `_OVER`
    counts only where a copyright mark has it or the user's date allows it.
    """
    from htmldate import find_date
    from lxml import etree

    source: str | None = None
    for extensive in (False, True):
        try:
            told = find_date(
                tree, extensive_search=extensive, original_date=True, url=url, max_date=latest.isoformat()
            )
        except Exception:
            told = None
        if told and (day := _iso_day(told, latest)):
            source = source or f"{url or ''}\n{etree.tostring(tree, encoding='unicode')[:_LOOK]}"
            if extensive and (day.month, day.day) == (1, 1):
                bounded = latest < dates.latest_believed(None)
                if day.year <= _OVER or bounded or _in_copyright(source, day.year):
                    return DateValue.year(day.year, "htmldate")
            elif _is_written(source, day):
                return DateValue.day(day, "htmldate")
    return None


def _in_copyright(source: str, year: int) -> bool:
    return (
        re.search(rf"(?i)(?:\u00a9|\(c\)|copyright)\D{{0,99}}(?:\d{{4}}\s?[-\u2013]\s?)?{year}", source)
        is not None
    )


def _is_written(source: str, day: dt.date) -> bool:
    """Whether the day stands in the page: its numbers in either order, the month as a number or a word."""
    d, m, y = f"0?{day.day}", f"0?{day.month}", f"(?:{day.year}|{day.year % 100:02d})"
    name = dates.MONTH_NAMES[day.month - 1]
    # another language's month is any word that is not the English name of another month
    word = rf"(?:{name[:3]}[a-z]{{0,6}}|(?!(?:{_ENGLISH_MONTHS})\b)[^\W\d_]{{3,12}})"
    end, gap, part = r"(?!\d)", r"[\s.,/_\u5e74\u6708-]{1,3}", r"(?:st|nd|rd|th|\.|er)?(?: of| de)?"
    forms = (
        rf"{day.year}{day.month:02d}{day.day:02d}",
        rf"{day.year}{gap}{m}{gap}{d}{end}",
        rf"(?<!\d){d}{gap}{m}{gap}{y}{end}",
        rf"(?<!\d){m}{gap}{d}{gap}{y}{end}",
        rf"(?<!\d){d}{part}{gap}{word}(?: of| de)?{gap}{day.year}{end}",
        rf"(?<![^\W\d_]){word}{gap}{d}{part}{gap}{day.year}{end}",
    )
    return any(re.search(form, source, re.IGNORECASE) for form in forms)


def _iso_day(value: Any, latest: dt.date) -> dt.date | None:
    """The day in a machine's or a reader's notation; the local date as written, not shifted to UTC."""
    if not isinstance(value, str):
        return None
    text = value.strip()[:60]
    if match := re.match(r"((?:19|20)\d\d)(\d\d)(\d\d)(?:\D|\d{4,6}|$)", text):
        day = dates.make_date(*(int(part) for part in match.groups()))
    else:
        found = dates.find_dates(re.sub(r"(?<=\d)T(?=\d)", " ", text))
        day = found[0].day if found and found[0].other is None else None
    return day if day and dt.date(1985, 1, 1) <= day <= latest else None
