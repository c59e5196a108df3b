"""Which pages and texts a record has already: eight bytes for each, however large the record.

Ids are 64-bit hashes. Among ten million of them two collide with a probability of three in a million; a page that fell
to it would be passed over.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

    Hashes = np.ndarray[tuple[int], np.dtype[np.uint64]]

RECENT = 100_000  # ids kept in a set before they are sorted in with the others


class Known:
    """A set of hexadecimal ids, of which the first 16 digits count."""

    def __init__(self, columns: Iterable[pa.ChunkedArray] = ()) -> None:
        import numpy as np

        parts = [hashes_of(column) for column in columns]
        self._old: Hashes = np.sort(np.concatenate(parts)) if parts else np.empty(0, np.uint64)
        self._new: set[int] = set()

    def add(self, key: str) -> bool:
        """Note an id; whether it is new."""
        import numpy as np

        number = int(key[:16], 16)
        if number in self._new:
            return False
        at = int(np.searchsorted(self._old, np.uint64(number)))
        if at < len(self._old) and int(self._old[at]) == number:
            return False
        self._new.add(number)
        if len(self._new) >= RECENT:
            fresh = np.fromiter(self._new, np.uint64, len(self._new))
            self._old = np.sort(np.concatenate((self._old, fresh)))
            self._new.clear()
        return True

    def __len__(self) -> int:
        return len(self._old) + len(self._new)


def hashes_of(column: pa.ChunkedArray) -> Hashes:
    """The first 16 digits of a column of hexadecimal ids, all of one length, as numbers."""
    import numpy as np
    import pyarrow.compute as pc

    if len(column) == 0:
        return np.empty(0, np.uint64)
    text = "".join(pc.utf8_slice_codeunits(column, 0, 16).to_pylist())
    return np.frombuffer(bytes.fromhex(text), ">u8").astype(np.uint64)
