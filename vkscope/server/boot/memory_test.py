"""`--test-memory`: writes patterns over much memory and reads them back.

Cost: a second for a gigabyte and pattern, about; all of it is touched. Finds memory that forgets
or mixes up bits, within what one process can reach.
"""

from __future__ import annotations

from typing import Final

_BLOCK: Final = 1 << 20
_ROUNDS: Final = 4
_PATTERNS: Final = (0x00, 0xFF, 0x55, 0xAA)


def run(megabytes: str) -> tuple[str, int]:
    """Tests that much; a report, and the exit status."""
    if not megabytes.isascii() or not megabytes.isdigit() or int(megabytes) == 0:
        return f"Not a number of megabytes: {megabytes}\n", 1
    try:
        memory = bytearray(int(megabytes) * _BLOCK)
    except MemoryError:
        return f"Cannot get {megabytes} megabytes.\n", 1
    for number in range(_ROUNDS):
        if (at := _failing_block(memory, number)) is not None:
            return f"Memory error in megabyte {at} (round {number + 1}): replace the RAM.\n", 1
    return f"{megabytes} megabytes passed {_ROUNDS} rounds.\n", 0


def _failing_block(memory: bytearray, number: int) -> int | None:
    """The first block that does not hold what was written, after all have been written."""
    blocks = len(memory) // _BLOCK
    patterns = [_pattern(number, at) for at in range(256)]
    for at in range(blocks):
        memory[at * _BLOCK : (at + 1) * _BLOCK] = patterns[at % 256]
    view = memoryview(memory)
    for at in range(blocks):
        if view[at * _BLOCK : (at + 1) * _BLOCK] != patterns[at % 256]:
            return at
    return None


def _pattern(number: int, block: int) -> bytes:
    """A megabyte that says where it is, so that mixed-up addresses are found too."""
    word = bytes((_PATTERNS[number % len(_PATTERNS)], block, 0xFF ^ block, number))
    return word * (_BLOCK // len(word))
