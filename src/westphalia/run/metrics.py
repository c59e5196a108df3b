"""Figures of a run in Prometheus' text format, for a scheduler or the node exporter's textfile collector.

The file is replaced whole, so that it is never read half written. Counters begin at nought with every process.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from westphalia.errors import UsageError
from westphalia.records import Rejected

if TYPE_CHECKING:
    from westphalia.fetch.hop import Failed, Got, Unchanged
    from westphalia.run.progress import Progress

NAMES: Mapping[str, tuple[str, str]] = {
    "pages_total": ("counter", "Pages worked on, by what became of them: coded, repeat, rejected or known."),
    "rejected_total": ("counter", "Pages left out, by the room that did and its reason."),
    "events_total": ("counter", "Events found."),
    "quotes_total": ("counter", "Quotes found."),
    "kept_pages_total": ("counter", "Pages in finished shards of the record."),
    "fetched_total": (
        "counter",
        "Addresses asked for, by answer: got, unchanged, or the reason why there is nothing.",
    ),
    "fetched_bytes_total": ("counter", "Bytes fetched, decompressed."),
    "new_links_total": ("counter", "Addresses that feeds and sitemaps named for the first time."),
    "feed_failures_total": ("counter", "Readings of a feed or sitemap that failed."),
    "feeds": ("gauge", "Feeds and sitemaps followed."),
    "feeds_failing": ("gauge", "Those that could not be read the last time."),
    "waiting_pages": ("gauge", "Pages that are known and not fetched yet."),
    "seconds": ("gauge", "How long this process has run."),
    "last_kept_timestamp_seconds": (
        "gauge",
        "When a shard was last kept, in seconds since the epoch; 0: not yet.",
    ),
    "written_timestamp_seconds": ("gauge", "When this file was written."),
    "finished": ("gauge", "1 when the process came to its end, 0 while it runs."),
}
"""Every figure, without the prefix `westphalia_`: its kind and meaning. Seconds and bytes are the units."""

PREFIX = "westphalia_"
EVERY = 15.0
"""Seconds between two writings while a run goes on."""

_Labels = tuple[tuple[str, str], ...]


class Metrics:
    """Counts of one process. Without a path nothing is written."""

    def __init__(
        self, command: str, path: Path | None = None, *, now: Callable[[], float] = time.time
    ) -> None:
        self.path = path
        self._command, self._now = command, now
        self._started = now()
        self._written = 0.0
        self._before: Counter[str] = Counter()  # of the runs or batches before the one at work
        self._values: dict[str, dict[_Labels, float]] = {
            name: {} for name in NAMES if name not in ("seconds", "written_timestamp_seconds")
        }
        for name in (
            "events_total",
            "quotes_total",
            "kept_pages_total",
            "finished",
            "last_kept_timestamp_seconds",
        ):
            self.set(name, 0)

    def add(self, name: str, amount: float = 1, **labels: str) -> None:
        """Count. Raises KeyError for a figure that `NAMES` does not have."""
        values, key = self._values[name], tuple(sorted(labels.items()))
        values[key] = values.get(key, 0) + amount

    def set(self, name: str, value: float, **labels: str) -> None:
        self._values[name][tuple(sorted(labels.items()))] = value

    def value(self, name: str, **labels: str) -> float:
        return self._values[name].get(tuple(sorted(labels.items())), 0)

    def reasons(self) -> dict[str, int]:
        """Pages left out until now by "room/reason", the most first."""
        counts = {"/".join(value for _, value in sorted(labels, reverse=True)): int(count)
                  for labels, count in self._values["rejected_total"].items()}  # fmt: skip
        return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))

    # --- what the rooms tell -------------------------------------------------------------------

    def rejected(self, rejected: Rejected) -> None:
        self.add("rejected_total", room=rejected.room, reason=rejected.reason)

    def heard(self, url: str, answer: Got | Unchanged | Failed) -> None:
        """An address was asked for."""
        from westphalia.fetch.hop import Failed, Got

        if isinstance(answer, Got):
            self.add("fetched_total", answer="got")
            self.add("fetched_bytes_total", len(answer.body))
        else:
            self.add("fetched_total", answer=answer.reason if isinstance(answer, Failed) else "unchanged")

    def progressed(self, progress: Progress) -> None:
        """How far the run or batch at work is."""
        kept = self._before["kept_pages_total"] + progress.kept
        if kept > self.value("kept_pages_total"):
            self.set("last_kept_timestamp_seconds", self._now())
        self.set("kept_pages_total", kept)
        self.set("events_total", self._before["events_total"] + progress.events)

    def taken_in(self, counts: Mapping[str, int], known: int) -> None:
        """A run's or a batch's outcome."""
        articles = counts.get("articles", 0)
        for outcome, number in (
            ("coded", articles), ("repeat", counts.get("repeat", 0)), ("rejected", counts.get("rejected", 0)), ("known", known),
        ):  # fmt: skip
            self.add("pages_total", number, outcome=outcome)
        self.add("quotes_total", counts.get("quotes", 0))
        for name, count in (("events_total", "events"), ("kept_pages_total", "pages")):
            self._before[name] += counts.get(count, 0)
            self.set(name, self._before[name])
        if counts.get("pages"):
            self.set("last_kept_timestamp_seconds", self._now())

    # --- the file ------------------------------------------------------------------------------

    def text(self) -> str:
        """All figures, in the order of `NAMES`."""
        now = self._now()
        lines = []
        for name, (kind, meaning) in NAMES.items():
            lines += [f"# HELP {PREFIX}{name} {meaning}", f"# TYPE {PREFIX}{name} {kind}"]
            values = self._values.get(name)
            if values is None:
                values = {(): now - self._started if name == "seconds" else now}
            for labels, value in sorted(values.items()):
                told = ",".join(
                    f'{key}="{_escaped(text)}"' for key, text in (("command", self._command), *labels)
                )
                lines.append(f"{PREFIX}{name}{{{told}}} {value:.15g}")
        return "\n".join(lines) + "\n"

    def write(self, *, finished: bool = False) -> None:
        """Replace the file, if there is to be one. Raises UsageError where it cannot be written."""
        if finished:
            self.set("finished", 1)
        if self.path is None:
            return
        temporary = self.path.with_name(self.path.name + ".tmp")
        try:
            temporary.write_text(self.text(), encoding="utf-8")
            temporary.replace(self.path)
        except OSError as error:
            raise UsageError(f"{self.path}: the figures cannot be written ({error.strerror})") from error
        self._written = self._now()

    @property
    def is_due(self) -> bool:
        """Whether it is time to write again, if anything is written at all."""
        return self.path is not None and self._now() - self._written >= EVERY

    def write_now_and_then(self) -> None:
        """Write if it is time to."""
        if self.is_due:
            self.write()


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
