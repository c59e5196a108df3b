"""Which items come near each other: pairs that share a key within a window of days.

Both reprints and events are found this way. Items have keys (hashes), a day, and a mark that is equal for items of
the same words. Two items are a pair where they share a key and their days are at most `window` apart. A key that
more than `cap` different marks have on one day tells nothing and is not used for that day's items. So whether two
items are a pair depends on the items of their own two days alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
UNDATED = -(10**6)
"""The day of an item without a date: such items are near one another only."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Items and keys as rows, sorted by key and day; `at` rises with both, `window` apart at most within reach.

    `full` says of which rows the key is not used.
    """

    items: Ints
    keys: Ints
    days: Ints
    at: Ints
    full: npt.NDArray[np.bool_]
    window: int

    def only(self, kept: npt.NDArray[np.bool_]) -> Rows:
        """Some of the rows; which keys are used stays as it was."""
        return Rows(
            self.items[kept], self.keys[kept], self.days[kept], self.at[kept], self.full[kept], self.window
        )


def rows_of(items: Ints, keys: Ints, days: Ints, marks: Ints, window: int, cap: int) -> Rows:
    """Rows (item, key), with the days and marks by item, put in order."""
    order = np.lexsort((items, marks[items], days[items], keys))
    items, keys = items[order], keys[order]
    if not len(items):
        return Rows(items, keys, items, items, np.zeros(0, np.bool_), window)
    day, mark = days[items], marks[items]
    new_key = np.concatenate(([True], np.diff(keys) != 0))
    new_day = new_key | np.concatenate(([True], np.diff(day) != 0))
    new_mark = new_day | np.concatenate(([True], np.diff(mark) != 0))
    on_day = np.cumsum(new_day) - 1  # the number of each row's (key, day)
    full = np.bincount(on_day, weights=new_mark)[on_day] > cap
    base = int(day.min())
    span = int(day.max()) - base + 2 * window + 2
    return Rows(items, keys, day, (np.cumsum(new_key) - 1) * span + (day - base), full, window)


def pairs_of(rows: Rows, least: int = 1) -> tuple[Ints, Ints]:
    """Pairs of items that share `least` keys or more (left < right), sorted, each once.

    Taken day by day, so that what is in memory at once does not grow with the span of time.
    """
    used = ~rows.full
    items, at, days = rows.items[used], rows.at[used], rows.days[used]
    ahead = np.searchsorted(at, at + rows.window, "right") - np.arange(len(at)) - 1
    open_ = np.flatnonzero(ahead)  # rows with a partner behind them
    open_ = open_[np.argsort(days[open_], kind="stable")]
    bounds = np.flatnonzero(np.diff(days[open_])) + 1
    n = int(items.max()) + 1 if len(items) else 1
    found = [np.zeros(0, np.int64)]
    for some in np.split(open_, bounds):
        left = np.repeat(some, ahead[some])
        right = left + 1 + _counted(ahead[some])
        first, second = items[left], items[right]
        # A pair's rows all begin with the same one of the two: the rows are in the order of day, mark and item.
        both, shared = np.unique(
            np.minimum(first, second) * n + np.maximum(first, second), return_counts=True
        )
        found.append(both[shared >= least])
    pairs = np.sort(np.concatenate(found))
    return pairs // n, pairs % n


def upset(rows: Rows, new: npt.NDArray[np.bool_], marks: Ints, cap: int) -> set[int]:
    """Items whose pairs a key gave up because of the new items (`new` is by item): they have to be looked at again."""
    old = ~new[rows.items]
    before = rows_of(rows.items[old], rows.keys[old], _by_item(rows), marks, rows.window, cap)
    full_before = set(zip(before.keys[before.full].tolist(), before.days[before.full].tolist(), strict=True))
    found: set[int] = set()
    for key, day in sorted(
        set(zip(rows.keys[rows.full].tolist(), rows.days[rows.full].tolist(), strict=True)) - full_before
    ):
        near = (rows.keys == key) & (np.abs(rows.days - day) <= rows.window)
        found |= set(rows.items[near].tolist())
    return found


def _by_item(rows: Rows) -> Ints:
    days = np.zeros(int(rows.items.max()) + 1 if len(rows.items) else 0, np.int64)
    days[rows.items] = rows.days
    return days


def _counted(lengths: Ints) -> Ints:
    """0, 1, … within each run of the given lengths."""
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    return np.arange(total) - np.repeat(ends - lengths, lengths)
