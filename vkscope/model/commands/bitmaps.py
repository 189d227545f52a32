"""Strings as bitmaps: SETBIT, GETBIT, BITCOUNT, BITPOS, BITOP.

Words: bit 0 is the highest bit of the first byte.
"""

from __future__ import annotations

from functools import reduce

from vkscope.model.call import SYNTAX, Call
from vkscope.model.commands.strings import clip, data_of, replace
from vkscope.model.numbers import parse_integer
from vkscope.model.registry import command
from vkscope.model.replies import CommandError, Reply
from vkscope.model.values import String

BAD_OFFSET = "ERR bit offset is not an integer or out of range"


def bit_offset(call: Call, at: int, width: int = 0) -> int:
    """Return a word as the offset of a bit; with a width, #n means the n-th field of it."""
    word = call.words[at]
    scaled = bool(width) and word.startswith(b"#")
    number = parse_integer(word[1:] if scaled else word)
    if number is None:
        raise CommandError(BAD_OFFSET)
    offset = number * width if scaled else number
    if offset < 0 or offset >> 3 >= call.keyspace.longest_string:
        raise CommandError(BAD_OFFSET)
    return offset


def bit(data: bytes | bytearray, at: int) -> int:
    """Return one bit; behind the end there are zeros."""
    byte = at >> 3
    return data[byte] >> (7 - at % 8) & 1 if byte < len(data) else 0


@command("setbit")
def setbit(call: Call) -> Reply:
    """SETBIT key offset 0 | 1"""
    at = bit_offset(call, 2)
    new = call.ranged(3, 0, 1, "ERR bit is not an integer or out of range")
    data = bytearray(data_of(call).ljust((at >> 3) + 1, b"\0"))
    old = bit(data, at)
    mask = 0x80 >> at % 8
    data[at >> 3] = data[at >> 3] & ~mask | (mask if new else 0)
    replace(call, bytes(data))
    return old


@command("getbit")
def getbit(call: Call) -> Reply:
    """GETBIT key offset"""
    at = bit_offset(call, 2)
    return bit(data_of(call), at)


def read_range(call: Call, at: int) -> tuple[int, int, bool]:
    """Return [start [end [BYTE | BIT]]] from words[at] on, and whether it counts bits."""
    if len(call.words) > at + 3:
        raise CommandError(SYNTAX)
    start = call.integer(at) if len(call.words) > at else 0
    in_bits = False
    if len(call.words) == at + 3:
        if call.option(at + 2) not in ("bit", "byte"):
            raise CommandError(SYNTAX)
        in_bits = call.option(at + 2) == "bit"
    end = call.integer(at + 1) if len(call.words) > at + 1 else -1
    return start, end, in_bits


def bits_in(data: bytes, start: int, end: int, in_bits: bool) -> range:
    """Return the positions of the bits in a range of bytes, or of bits."""
    first, last = clip(start, end, len(data) * (8 if in_bits else 1))
    return range(first, last + 1) if in_bits else range(first * 8, last * 8 + 8)


@command("bitcount")
def bitcount(call: Call) -> Reply:
    """BITCOUNT key [start [end [BYTE | BIT]]]"""
    start, end, in_bits = read_range(call, 2)
    data = data_of(call)
    if len(call.words) > 3 and start < 0 and end < 0 and start > end:
        return 0
    return sum(bit(data, at) for at in bits_in(data, start, end, in_bits))


@command("bitpos")
def bitpos(call: Call) -> Reply:
    """BITPOS key bit [start [end [BYTE | BIT]]]: without an end, zeros go on behind the string"""
    wanted = call.integer(2)
    if wanted not in (0, 1):
        raise CommandError("ERR The bit argument must be 1 or 0.")
    start, end, in_bits = read_range(call, 3)
    if call.string(call.key) is None:
        return -1 if wanted else 0
    data = data_of(call)
    places = bits_in(data, start, end, in_bits)
    for at in places:
        if bit(data, at) == wanted:
            return at
    goes_on = wanted == 0 and len(call.words) < 5 and len(places) > 0
    return len(data) * 8 if goes_on else -1


@command("bitop")
def bitop(call: Call) -> Reply:
    """BITOP AND | OR | XOR | NOT target key [key ...]: shorter strings go on with zeros"""
    operation, target = call.option(1), call.words[2]
    if operation not in ("and", "or", "xor", "not"):
        raise CommandError(SYNTAX)
    if operation == "not" and len(call.words) != 4:
        raise CommandError("ERR BITOP NOT must be called with a single source key.")
    values = [call.string(key) for key in call.words[3:]]
    texts = [value.data if value else b"" for value in values]
    longest = max(map(len, texts))
    if longest == 0:
        call.db.delete(target)
        return 0
    columns = zip(*(text.ljust(longest, b"\0") for text in texts), strict=True)
    combined = bytes(combine(operation, column) for column in columns)
    call.db.put(target, String(combined))
    return longest


def combine(operation: str, column: tuple[int, ...]) -> int:
    """Combine the bytes that stand at the same place."""
    match operation:
        case "and":
            return reduce(int.__and__, column)
        case "or":
            return reduce(int.__or__, column)
        case "xor":
            return reduce(int.__xor__, column)
        case _:
            return column[0] ^ 0xFF
