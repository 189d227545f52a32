"""Log-linear histograms as native keeps them: precise to 1/8 at every size.

Design: see native/trace/histogram.h. A bucket's index i below 8 is the value itself; above,
`(8 + i % 8) << (i // 8 - 1)` is the smallest value it holds.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field

SUB = 8
BUCKETS = 312
_PACKED = struct.Struct("<HQ")


def bucket_of(value: int) -> int:
    """Return the index of the bucket that holds a value."""
    if value < SUB:
        return value
    top = value.bit_length() - 1
    return min((top - 2) * SUB + (value >> (top - 3) & (SUB - 1)), BUCKETS - 1)


def lower(index: int) -> int:
    """Return the smallest value of a bucket."""
    return index if index < SUB else (SUB + index % SUB) << (index // SUB - 1)


def upper(index: int) -> int:
    """Return the largest value of a bucket."""
    return lower(index + 1) - 1 if index + 1 < BUCKETS else (1 << 64) - 1


@dataclass(frozen=True, slots=True)
class Histogram:
    """Counts by bucket; `max` is exact where native told it, else 0."""

    buckets: Mapping[int, int] = field(default_factory=dict)
    sum: int = 0
    max: int = 0

    @staticmethod
    def unpack(packed: bytes, total: int = 0, largest: int = 0) -> Histogram:
        """Read what SCOPE calls buckets. ValueError when it is not whole."""
        if len(packed) % _PACKED.size:
            raise ValueError("a packed histogram is not whole")
        return Histogram(dict(_PACKED.iter_unpack(packed)), total, largest)

    @staticmethod
    def of(values: list[int]) -> Histogram:
        """Count values."""
        buckets: dict[int, int] = {}
        for value in values:
            index = bucket_of(value)
            buckets[index] = buckets.get(index, 0) + 1
        return Histogram(buckets, sum(values), max(values, default=0))

    def pack(self) -> bytes:
        """Return it as SCOPE sends it."""
        return b"".join(_PACKED.pack(i, n) for i, n in sorted(self.buckets.items()) if n)

    @property
    def count(self) -> int:
        """How many values were counted."""
        return sum(self.buckets.values())

    @property
    def mean(self) -> float:
        """Their mean; 0 when there is none."""
        return self.sum / self.count if self.buckets and self.count else 0.0

    def percentile(self, percent: float) -> int:
        """Return the upper edge of the bucket where a percentile falls; 0 when empty."""
        total = self.count
        if not total:
            return 0
        wanted = max(1, -int(-total * percent // 100))
        seen = 0
        for index in sorted(self.buckets):
            seen += self.buckets[index]
            if seen >= wanted:
                edge = upper(index)
                return min(edge, self.max) if self.max else edge
        return self.max

    def since(self, before: Histogram) -> Histogram:
        """Return what was counted after `before`; whole if counting began anew in between.

        The largest value of the difference is not known: its bucket's edge stands for it.
        """
        if any(n > self.buckets.get(i, 0) for i, n in before.buckets.items()):
            return self
        left = {i: n - before.buckets.get(i, 0) for i, n in self.buckets.items()}
        left = {i: n for i, n in left.items() if n}
        edge = min(upper(max(left)), self.max or upper(max(left))) if left else 0
        return Histogram(left, max(0, self.sum - before.sum), edge)

    def merge(self, other: Histogram) -> Histogram:
        """Return both together."""
        both = dict(self.buckets)
        for index, n in other.buckets.items():
            both[index] = both.get(index, 0) + n
        return Histogram(both, self.sum + other.sum, max(self.max, other.max))
