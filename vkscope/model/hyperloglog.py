"""HyperLogLog: a string that counts different elements approximately, in little room.

    header:  "HYLL" | encoding (1) | 0 0 0 | cached count (8, little endian; highest bit: stale)
    dense:   16384 registers of 6 bits, the lowest bits of a byte first
    sparse:  runs of equal registers
             00llllll            l+1 zeros
             01llllll llllllll   l+1 zeros
             1vvvvvll            l+1 times v+1

An element's hash says which register is meant (14 bits), and how large it must be at least: one
more than the zeros that follow.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

REGISTERS: Final = 1 << 14
BITS: Final = 64 - 14
DENSE, SPARSE = 0, 1
HEADER: Final = 16
DENSE_SIZE: Final = HEADER + REGISTERS * 6 // 8
SEED: Final = 0xADC83B19
ALPHA: Final = 0.721347520444481703680
"""0.5 / ln 2"""
MOST_IN_RUN: Final = 4
MOST_VALUE: Final = 32
SHORT_ZEROS: Final = 64
LOOK_AHEAD: Final = 5
"""After a change so many runs are looked at, to join neighbours that are equal."""
_M64: Final = (1 << 64) - 1


def murmur(data: bytes) -> int:
    """MurmurHash64A."""
    m = 0xC6A4A7935BD1E995
    h = SEED ^ (len(data) * m & _M64)
    whole = len(data) & ~7
    for at in range(0, whole, 8):
        k = int.from_bytes(data[at : at + 8], "little") * m & _M64
        k = (k ^ k >> 47) * m & _M64
        h = (h ^ k) * m & _M64
    if rest := data[whole:]:
        h = (h ^ int.from_bytes(rest, "little")) * m & _M64
    h = (h ^ h >> 47) * m & _M64
    return h ^ h >> 47


def place(element: bytes) -> tuple[int, int]:
    """Return an element's register, and what it must be at least."""
    hashed = murmur(element)
    rest = hashed >> 14 | 1 << BITS
    return hashed % REGISTERS, (rest & -rest).bit_length()


@dataclass(slots=True)
class Run:
    """So many equal registers; `wide` zeros take two bytes."""

    value: int
    length: int
    wide: bool = False

    @property
    def size(self) -> int:
        """The bytes it takes."""
        return 1 + self.wide

    def encode(self) -> bytes:
        """Return the bytes."""
        if self.value:
            return bytes([0x80 | self.value - 1 << 2 | self.length - 1])
        if self.wide:
            return bytes([0x40 | self.length - 1 >> 8, self.length - 1 & 0xFF])
        return bytes([self.length - 1])


def run_of(value: int, length: int) -> Run:
    """Return the shortest run."""
    return Run(value, length, value == 0 and length > SHORT_ZEROS)


class Sketch:
    """A HyperLogLog taken apart."""

    def __init__(self, data: bytes | None = None) -> None:
        self.cached = bytearray(8)
        self.runs: list[Run] | None = [Run(0, REGISTERS, True)]
        self.registers: list[int] = []
        if data is not None:
            self.cached = bytearray(data[8:16])
            if data[4] == DENSE:
                self.runs, self.registers = None, read_dense(data[HEADER:])
            else:
                self.runs = read_sparse(data[HEADER:])

    @staticmethod
    def is_one(data: bytes) -> bool:
        """Tell whether a string looks like a HyperLogLog."""
        if len(data) < HEADER or data[:4] != b"HYLL" or data[4] > SPARSE:
            return False
        return data[4] == SPARSE or len(data) == DENSE_SIZE

    def is_whole(self) -> bool:
        """Tell whether the runs cover all registers."""
        return self.runs is None or sum(run.length for run in self.runs) == REGISTERS

    def encode(self) -> bytes:
        """Return the string."""
        encoding = DENSE if self.runs is None else SPARSE
        header = b"HYLL" + bytes([encoding, 0, 0, 0]) + bytes(self.cached)
        if self.runs is None:
            bits = sum(value << 6 * at for at, value in enumerate(self.registers) if value)
            return header + bits.to_bytes(REGISTERS * 6 // 8, "little")
        return header + b"".join(run.encode() for run in self.runs)

    def values(self) -> list[int]:
        """Return all registers."""
        if self.runs is None:
            return list(self.registers)
        return [run.value for run in self.runs for _ in range(run.length)]

    def to_dense(self) -> None:
        """Take the dense form."""
        self.registers = self.values()
        self.runs = None

    def spoil(self) -> None:
        """The cached count is stale."""
        self.cached[7] |= 0x80

    def raise_register(self, index: int, value: int, most: int) -> bool:
        """Make a register at least so large; tell whether it was smaller."""
        if self.runs is not None and value > MOST_VALUE:
            self.to_dense()
        if self.runs is None:
            if self.registers[index] >= value:
                return False
            self.registers[index] = value
            return True
        at, first = 0, 0
        while first + self.runs[at].length <= index:
            first += self.runs[at].length
            at += 1
        run = self.runs[at]
        if run.value >= value:
            return False
        before, after = index - first, first + run.length - index - 1
        pieces = [run_of(run.value, before)] if before else []
        pieces.append(Run(value, 1))
        if after:
            pieces.append(run_of(run.value, after))
        growth = sum(piece.size for piece in pieces) - run.size
        size = HEADER + sum(r.size for r in self.runs)
        if growth > 0 and size + growth > most:
            self.to_dense()
            self.registers[index] = value
            return True
        self.runs[at : at + 1] = pieces
        self._join(max(at - 1, 0))
        self.spoil()
        return True

    def _join(self, at: int) -> None:
        """Join neighbours with the same value, in the next few runs."""
        runs = self.runs
        assert runs is not None
        for _ in range(LOOK_AHEAD):
            if at + 1 < len(runs) and runs[at].value == runs[at + 1].value != 0:
                total = runs[at].length + runs[at + 1].length
                if total <= MOST_IN_RUN:
                    runs[at : at + 2] = [Run(runs[at].value, total)]
                    continue
            at += 1

    def count(self) -> int:
        """Return the cached count, or a new one, which is then cached."""
        if self.cached[7] & 0x80:
            self.cached = bytearray(estimate(self.values()).to_bytes(8, "little"))
        return int.from_bytes(self.cached, "little")


def read_sparse(data: bytes) -> list[Run]:
    """Return the runs."""
    runs, at = [], 0
    while at < len(data):
        byte = data[at]
        if byte & 0x80:
            runs.append(Run((byte >> 2 & 31) + 1, (byte & 3) + 1))
        elif byte & 0x40:
            at += 1
            runs.append(Run(0, ((byte & 63) << 8 | data[at]) + 1, True))
        else:
            runs.append(Run(0, (byte & 63) + 1))
        at += 1
    return runs


def read_dense(data: bytes) -> list[int]:
    """Return the registers."""
    values = []
    for at in range(0, len(data), 3):
        bits = data[at] | data[at + 1] << 8 | data[at + 2] << 16
        values += [bits & 63, bits >> 6 & 63, bits >> 12 & 63, bits >> 18]
    return values


def estimate(values: list[int]) -> int:
    """Return how many elements the registers stand for (Ertl, arXiv:1702.01284)."""
    histogram = [0] * 64
    for value in values:
        histogram[value] += 1
    m = float(REGISTERS)
    z = m * _tau((m - histogram[BITS + 1]) / m)
    for value in range(BITS, 0, -1):
        z = (z + histogram[value]) * 0.5
    z += m * _sigma(histogram[0] / m)
    return math.floor(ALPHA * m * m / z + 0.5) if z != math.inf else 0


def _sigma(x: float) -> float:
    if x == 1.0:
        return math.inf
    y, z, before = 1.0, x, math.nan
    while z != before:
        x *= x
        before = z
        z += x * y
        y += y
    return z


def _tau(x: float) -> float:
    if x in (0.0, 1.0):
        return 0.0
    y, z, before = 1.0, 1 - x, math.nan
    while z != before:
        x = math.sqrt(x)
        before = z
        y *= 0.5
        z -= math.pow(1 - x, 2) * y
    return z / 3
