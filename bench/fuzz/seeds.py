"""Small files of every kind to start from, and the words their formats are made of."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import zipfile
import zlib

PAGE = (
    b"<!DOCTYPE html><html><head><title>Envoys meet</title><meta property='og:site_name' content='The Courier'>"
    b'<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2024-04-09", "author": [{"name": "A. B"}]}</script>'
    b"</head><body><nav><ul><li><a href='/x'>World</a></li></ul></nav><article><h1>Envoys meet in Lima</h1>"
    b"<p class='byline'>By Anna Morales</p><figure><img alt='x'><figcaption>Envoys on Tuesday (AP Photo)</figcaption></figure>"
    b"<p>LIMA (Reuters) - Envoys of Peru and Chile met in Lima on Tuesday, April 9, and agreed to resume talks.</p>"
    b"<blockquote>\xe2\x80\x9cWe will not leave,\xe2\x80\x9d said the minister.</blockquote><table><tr><td>1</td></tr></table>"
    b"</article><footer>Copyright 2024 The Courier. All rights reserved.</footer></body></html>"
)
TEXT = (
    "Envoys meet in Lima\nBy Anna Morales | April 9, 2024\n\nLIMA, April 9 (Xinhua) — Envoys of the U.S. and Chile met on "
    "Tuesday. “We will not leave,” said Gen. A. B. Diaz, 54. He added: 'No.'\n\nCopyright 2024 The Courier\n"
).encode()
EXPORT = (
    b"1 of 2 DOCUMENTS\n\nThe Times\n\nApril 9, 2024 Tuesday\n\nHeadline\n\nBYLINE: By A. B\n\nLENGTH: 9 words\n\n"
    b"Envoys met in Lima.\n\nLOAD-DATE: April 9, 2024\n\n2 of 2 DOCUMENTS\nTitle\nThe Times\nApril 9, 2024\nLength: 9 words\n"
    b"Body\nText of it.\nLoad-Date: April 9, 2024\nEnd of Document\n"
)
RSS = (
    b"<?xml version='1.0'?><rss xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><title>T</title><item>"
    b"<title>A</title><link>http://a.example/1</link><pubDate>Tue, 09 Apr 2024 22:00:00 GMT</pubDate>"
    b"<content:encoded><![CDATA[<p>Envoys met.</p>]]></content:encoded></item></channel></rss>"
)
SITEMAP = b"<urlset><url><loc>http://a.example/1</loc><lastmod>2024-04-09</lastmod></url></urlset>"
ATOM = (
    b"<feed xmlns='http://www.w3.org/2005/Atom' xml:base='http://a.example/'><title>T</title><link href='/'/><entry>"
    b"<title type='html'>A &amp;amp; B &lt;b&gt;c&lt;/b&gt;</title><link rel='alternate' href='x?a=1&b=2'/><id>tag:a</id>"
    b"<updated>2024-04-09T22:00:00+02:00</updated><content type='xhtml'><div>Envoys <b>met</b> &nbsp; caf&eacute;.</div>"
    b"</content></entry></feed>"
)
INDEX = b"<sitemapindex><sitemap><loc>http://a.example/s.xml</loc><lastmod>2024-04</lastmod></sitemap></sitemapindex>"
OPML = b"<opml><body><outline text='A'><outline xmlUrl='http://a.example/feed'/></outline></body></opml>"
CODED = (
    b"HD Envoys meet\nBY By A. B\nWC 9 words\nPD 9 April 2024\nSN The Times\nLP\nEnvoys met in Lima.\nTD\nThey left.\n"
    b"AN Document TIMES00020240409ek4900abc\n\nEnvoys meet\n\nBy A. B\n9 words\n9 April 2024\n10:15\nThe Times\nEnglish\n"
    b"(c) 2024 The Times\n\nEnvoys met in Lima.\n\nDocument TIMES00020240409ek4900abd\n"
)
ROBOTS = (
    b"User-agent: *\nDisallow: /private/*.html$\nAllow: /\nCrawl-delay: 2.5\nRequest-rate: 1/10s\n\n"
    b"User-agent: Westphalia\nDisallow: /no\nSitemap: http://a.example/s.xml\n"
)
ANSWERS = [
    b"\x00" + gzip.compress(TEXT, mtime=0) + gzip.compress(TEXT, mtime=0), b"\x00" + zlib.compress(TEXT * 9),
    b"\x01https://user@News.Example:443/a%20b/../c?utm_source=x&id=1#top", b"\x01//other.example/x?y=1",
    b"\x01http://[::1]:80/", b"\x01http://xn--mnchen-3ya.example/", b"\x02" + ROBOTS, b"\x03Tue, 09 Apr 2024 22:00:00 GMT",
    b"\x0309/04/2024", b"\x032024-04-09T10:00:00Z", b"\x031712656800",
]  # fmt: skip
"""What servers say, and addresses and days; the first byte says which."""
CSV = b'id;Body;Link;Pub Date\n1;"Envoys\nmet";http://a.example/1;2024-04-09\n2;x;y;z;w\n'
JSONL = b"\n".join(
    json.dumps(row).encode()
    for row in ({"text": "Envoys met.", "url": "http://a.example/1", "date": 1712656800}, {"html": PAGE.decode(), "authors": ["A"]})
)  # fmt: skip
LIST = b"# news\nhttp://a.example/1\n\nhttp://a.example/2\n"


def _record(body: bytes, more: str = "") -> bytes:
    payload = (
        f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{more}Content-Length: {len(body)}\r\n\r\n".encode()
        + body
    )
    return (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/1\r\nWARC-Date: 2024-04-09T10:00:00Z\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(payload)}\r\n\r\n"
    ).encode() + payload + b"\r\n\r\n"  # fmt: skip


WARC = (
    _record(PAGE) + _record(gzip.compress(PAGE, mtime=0), "Content-Encoding: gzip\r\n") + _record(b"<html>x")
)


def _tar() -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as archive:
        for name, content in (("a.html", PAGE[:300]), ("b/c.txt", TEXT), ("d.jsonl", JSONL)):
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return held.getvalue()


def _zip() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (("a.html", PAGE), ("c.txt", TEXT), ("e.warc", WARC)):
            archive.writestr(zipfile.ZipInfo(name), content)
    return held.getvalue()


def _parquet() -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    held = io.BytesIO()
    pq.write_table(pa.table({"text": ["Envoys met.", None], "url": ["http://a.example/1"] * 2}), held)
    return held.getvalue()


def files() -> dict[str, bytes]:
    """A file of each kind by a name of that kind."""
    warc = b"".join(gzip.compress(part, mtime=0) for part in (_record(PAGE), _record(b"<html>x")))
    return {
        "a.html": PAGE, "a.txt": TEXT, "export.txt": EXPORT, "coded.txt": CODED, "feed.xml": RSS, "sitemap.xml": SITEMAP, "t.csv": CSV,
        "t.tsv": CSV.replace(b";", b"\t"), "t.jsonl": JSONL, "t.json": b"[" + JSONL.replace(b"\n", b",") + b"]",
        "l.urls": LIST, "a.warc": WARC, "a.warc.gz": warc, "a.tar": _tar(), "a.tar.gz": gzip.compress(_tar(), mtime=0),
        "a.zip": _zip(), "t.parquet": _parquet(), "a.html.gz": gzip.compress(PAGE, mtime=0),
    }  # fmt: skip


WORDS = [
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xe2\x80\x8b", b"\xe2\x80\x8f", b"\xc2\xad", b"\xcc\x81",
    b"\r\n", b"\n\n", b"<", b">", b"</p>", b"<p>", b"<div>" * 50, b"<!--", b"-->", b"<![CDATA[", b"]]>", b"&#x0;",
    b"&#xd800;", b"&amp;", b"<script>", b"<title>", b"<rss>", b"<item>", b'"', b"'", b"\xe2\x80\x9c", b"\xe2\x80\x9d",
    b"{", b"}", b"[", b"[" * 2_000, b'{"text":', b"\\ud800", b"1e999", b",", b";", b"\t", b"WARC/1.0\r\n",
    b"Content-Length: -1\r\n", b"Content-Length: 99999999999999999999\r\n", b"Transfer-Encoding: chunked\r\n",
    b"HTTP/1.1 200 OK\r\n", b"PK\x03\x04", b"PK\x05\x06", b"PAR1", b"ustar", b"\x1f\x8b\x08", b"1 of 9 DOCUMENTS\n",
    b"End of Document\n", b"LENGTH: 9 words\n", b"Body\n", b"http://a.example/1\n", b"(Reuters) - ", b"By A. B",
    b"on Tuesday", b"April 9, 2024", b"09/04/2024", b"9 words\n", b"HD ", b"PD ", b"&nbsp;", b"&#38;", b"&", b"xml:base='", b"U.S.", b"Gen.", b"...", b" - ", b"\xe2\x80\x94", b"a" * 3_000, b" " * 3_000,
]  # fmt: skip
"""Pieces that mean something to one of the formats, or to the rules for text."""
