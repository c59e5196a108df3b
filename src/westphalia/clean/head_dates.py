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


def published_by_htmldate(tree: HtmlElement, url: str | None, latest: dt.date) -> DateValue | None:
    """Step 5. htmldate answers 1 January where it saw only a year: that is a year, not a day."""
    from htmldate import find_date

    for extensive in (False, True):
        try:
            told = find_date(
                tree, extensive_search=extensive, original_date=True, url=url, max_date=latest.isoformat()
            )
        except Exception:
            told = None
        if told and (day := _iso_day(told, latest)):
            if extensive and (day.month, day.day) == (1, 1):
                return DateValue.year(day.year, "htmldate")
            return DateValue.day(day, "htmldate")
    return None


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
