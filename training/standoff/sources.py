"""The releases that the passages' texts come from, as tokens by paragraph and sentence number.

    wn     Wikinews (CC BY 2.5), in QANom (MIT)             wn-ARTICLE-PARAGRAPH-SENTENCE
    wp     Wikipedia (CC BY-SA 4.0), in QANom (MIT)         wp-ARTICLE-PARAGRAPH-SENTENCE
    re3d   papers on Syria and Iraq (OGL, US government, CC), without its BBC pages   re3d-PAPER-SENTENCE
    cnp    CrossNER, politics (MIT; Wikipedia)              cnp-PART-SENTENCE-0
    ewt    weblogs and newsgroups of UD English EWT (CC BY-SA 4.0)   ewt-FIRST_SENTENCE-SENTENCE

An id names the source, the paragraph and the passage's first sentence in it.
"""

from __future__ import annotations

import csv
import gzip
import re
import tarfile
from collections.abc import Iterator
from pathlib import Path

MARKS = {
    "``": '"', "''": '"', "-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "-LCB-": "{", "-RCB-": "}",
}  # fmt: skip
PARTS = ("train", "dev", "test")

Paragraphs = dict[str, dict[int, list[str]]]


def place_of(key: str) -> tuple[str, int]:
    """A passage's id as a paragraph's key (source and paragraph) and its first sentence."""
    paragraph, sentence = key.rsplit("-", 1)
    return paragraph, int(sentence)


def document_of(key: str) -> str:
    """What the passage belongs to: an article, a paper, a blog."""
    source, rest = key.split("-", 1)
    if source in {"wn", "wp", "re3d"}:
        return f"{source}-{rest.split('-')[0]}"
    return re.sub(r"-\d+-\d+$", "", key) if source == "ewt" else key


def paragraphs(data: Path) -> Paragraphs:
    """Every paragraph of every release found under `data`."""
    found: Paragraphs = {}
    for source in (_qanom, _re3d, _crossner, _ewt):
        for paragraph, sentence, tokens in source(data):
            found.setdefault(paragraph, {})[sentence] = tokens
    return found


def _qanom(data: Path) -> Iterator[tuple[str, int, list[str]]]:
    prefix = {"wikinews": "wn", "wikipedia": "wp"}
    for part in PARTS:
        with gzip.open(data / f"qanom/annot.{part}.csv.gz", "rt", encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                _, source, article, paragraph, sentence = row["qasrl_id"].split(":")
                tokens = [MARKS.get(token, token) for token in row["sentence"].split(" ")]
                yield f"{prefix[source]}-{article}-{paragraph}", int(sentence), tokens


def _re3d(data: Path) -> Iterator[tuple[str, int, list[str]]]:
    with tarfile.open(data / "ner_re3d_wikigold/re3d.tar.xz") as archive:
        for member in archive.getmembers():
            name = re.search(r"data-by-source/conll/([^/]+)/(\w{8})\w*\.conll$", member.name)
            file = archive.extractfile(member) if name and not name[1].startswith("BBC") else None
            if name and file:
                for number, tokens in enumerate(_conll(file.read().decode("utf-8"))):
                    yield f"re3d-{name[2]}", number, tokens


def _crossner(data: Path) -> Iterator[tuple[str, int, list[str]]]:
    number = 0
    for part in PARTS:
        text = (data / f"ner_crossner_politics/{part}.txt").read_text(encoding="utf-8")
        for tokens in _conll(text):
            yield f"cnp-{part}-{number}", 0, tokens
            number += 1


def _conll(text: str) -> Iterator[list[str]]:
    """The first column of each block of lines."""
    tokens: list[str] = []
    for line in (*text.split("\n"), ""):
        if line.strip():
            tokens.append(re.split(r"[\t ]", line.rstrip("\r"))[0])
        elif tokens:
            yield tokens
            tokens = []


def _ewt(data: Path) -> Iterator[tuple[str, int, list[str]]]:
    """Sentences as they were written: one token each."""
    for part in PARTS:
        text = (data / f"ud_ewt/en_ewt-ud-{part}.conllu").read_text(encoding="utf-8")
        document = paragraph = ""
        number = 0
        for block in text.split("\n\n"):
            key = re.search(r"# sent_id = (\S+)", block)
            if not key or not key[1].startswith(("newsgroup", "weblog")):
                continue
            belongs = key[1].rsplit("-", 1)[0]
            if "# newpar" in block or belongs != document:
                document, paragraph, number = belongs, f"ewt-{key[1]}", 0
            words = re.search(r"# text = (.*)", block)
            yield paragraph, number, [words[1] if words else ""]
            number += 1
