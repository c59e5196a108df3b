"""How well places are found: `python -m training.evaluate_places GeoVirus.xml.gz [--errors]`.

GeoVirus marks place names in news of epidemics, with coordinates. The span is given, the whole article is the
context. A place counts as right within 161 km (100 miles) of the coordinates told. The set is only measured
on, never copied; its offsets are 1-based, and the paragraphs of an article share one `source`.
"""

from __future__ import annotations

import argparse
import gzip
import math
import statistics
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from westphalia.resolve.surroundings import Surroundings, surroundings_of

RIGHT_KM = 161.0
NOWHERE_KM = 20_038.0  # half the earth's circumference: the error of a place that was not found


@dataclass(frozen=True, slots=True)
class Marked:
    """A place name of the set, and how far off the place found for it is, in km."""

    name: str
    found: str
    km: float
    context: str

    @property
    def right(self) -> bool:
        return self.km <= RIGHT_KM


def distance(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance of two (latitude, longitude) pairs in km."""
    (lat1, lon1), (lat2, lon2) = ((math.radians(x), math.radians(y)) for x, y in (a, b))
    h = math.sin((lat2 - lat1) / 2) ** 2
    h += math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 12_742 * math.asin(math.sqrt(min(1.0, h)))


def measured(path: Path) -> Iterator[Marked]:
    """Every marked place of the set."""
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
        root = ET.parse(file).getroot()
    for _, group in groupby(root, key=lambda article: article.findtext("source")):
        paragraphs = list(group)
        texts = [article.findtext("text") or "" for article in paragraphs]
        around = surroundings_of("\n".join(texts))
        for article, text in zip(paragraphs, texts, strict=True):
            for mark in article.iter("location"):
                yield _measured(mark, text, around)


def _measured(mark: ET.Element, text: str, around: Surroundings) -> Marked:
    start, end = (int(mark.findtext(name) or 0) - 1 for name in ("start", "end"))
    name = mark.findtext("name") or ""
    if text[start:end] != name:  # a few offsets of the set are off
        start = text.find(name)
        end = start + len(name)
    entry = around.locate(text, start, end).entry
    told = float(mark.findtext("lat") or 0), float(mark.findtext("lon") or 0)
    km = distance(told, (entry.latitude, entry.longitude)) if entry else NOWHERE_KM
    found = f"{entry.name}, {entry.admin1}, {entry.country} {entry.kind}" if entry else "nothing"
    return Marked(name, found, km, f"{told} {text[max(0, start - 60) : end + 60]}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("geovirus", type=Path)
    parser.add_argument("--errors", action="store_true")
    args = parser.parse_args()
    marks = list(measured(args.geovirus))
    if args.errors:
        wrong = Counter((mark.name, mark.found) for mark in marks if not mark.right)
        for (name, found), count in wrong.most_common():
            example = next(mark for mark in marks if (mark.name, mark.found) == (name, found))
            print(f"{count:3d} {name} -> {found} {example.km:.0f} km | {example.context}")
    right = sum(mark.right for mark in marks)
    print(f"within {RIGHT_KM:.0f} km: {right / max(1, len(marks)):.3f} of {len(marks)}")
    print(f"median error {statistics.median(mark.km for mark in marks):.1f} km")
    print(f"nothing found: {sum(mark.found == 'nothing' for mark in marks)}")


if __name__ == "__main__":
    main()
