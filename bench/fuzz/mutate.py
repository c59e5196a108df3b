"""Cases from seeds, the same for the same number: bytes changed, cut, doubled, joined, words of the formats put in."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from bench.fuzz.seeds import WORDS

LONGEST = 40_000


def cases(seeds: Sequence[bytes], start: int, count: int) -> Iterator[bytes]:
    """Cases number `start` and after; each depends on its own number alone."""
    for number in range(start, start + count):
        chance = random.Random(number)
        data = bytearray(chance.choice(seeds))
        for _ in range(chance.choice((1, 1, 2, 3, 5, 9, 30))):
            _change(data, chance, seeds)
        yield bytes(data[:LONGEST])


def _change(data: bytearray, chance: random.Random, seeds: Sequence[bytes]) -> None:
    at = chance.randrange(len(data) + 1)
    size = min(len(data) - at, int(chance.expovariate(1 / 20)) + 1)
    match chance.randrange(8):
        case 0:
            data[at : at + 1] = bytes([chance.randrange(256)])
        case 1:
            data[at : at + size] = b""
        case 2:
            data[at:at] = data[at : at + size] * chance.choice((1, 2, 50))
        case 3:
            data[at:at] = chance.choice(WORDS)
        case 4:
            data[at : at + size] = chance.choice(WORDS)
        case 5:
            other = chance.choice(seeds)
            begin = chance.randrange(len(other) + 1)
            data[at : at + size] = other[begin : begin + chance.randrange(400)]
        case 6:
            del data[at:]
        case _:
            data[at : at + size] = chance.randbytes(size)
