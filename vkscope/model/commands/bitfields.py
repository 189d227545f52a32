"""BITFIELD and BITFIELD_RO: integers of 1 to 64 bits anywhere in a string.

Words: *overflow* is what becomes of a result outside of the field's range: WRAP keeps its lower
bits, SAT takes the nearest limit, FAIL answers null and writes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from vkscope.model.call import SYNTAX, Call
from vkscope.model.commands.bitmaps import bit_offset
from vkscope.model.commands.strings import data_of, replace
from vkscope.model.numbers import parse_integer
from vkscope.model.registry import command
from vkscope.model.replies import CommandError, Reply

BAD_TYPE = (
    "ERR Invalid bitfield type. Use something like i16 u8. "
    "Note that u64 is not supported but i64 is."
)


@dataclass(frozen=True, slots=True)
class Operation:
    """One GET, SET or INCRBY of a field."""

    kind: str
    signed: bool
    width: int
    offset: int
    operand: int
    overflow: str

    @property
    def low(self) -> int:
        """The smallest number that the field holds."""
        return -(1 << self.width - 1) if self.signed else 0

    @property
    def high(self) -> int:
        """The largest."""
        return self.low + (1 << self.width) - 1

    def wrapped(self, number: int) -> int:
        """Return the field's number with the same lower bits."""
        return (number - self.low) % (1 << self.width) + self.low

    def read(self, data: bytes) -> int:
        """Return the field's number; behind the end there are zeros."""
        end = self.offset + self.width
        size = (end + 7) >> 3
        bits = int.from_bytes(data[:size].ljust(size, b"\0")) >> (size * 8 - end)
        return self.wrapped(bits & (1 << self.width) - 1)

    def write(self, data: bytes, number: int) -> bytes:
        """Return the string with another number in the field."""
        shift = len(data) * 8 - self.offset - self.width
        mask = (1 << self.width) - 1
        bits = int.from_bytes(data) & ~(mask << shift) | (number & mask) << shift
        return bits.to_bytes(len(data))


@command("bitfield")
def bitfield(call: Call) -> Reply:
    """BITFIELD key [GET type offset | [OVERFLOW kind] SET | INCRBY type offset number ...]"""
    operations = read_operations(call)
    writes = [op.offset + op.width for op in operations if op.kind != "get"]
    data = data_of(call)
    if writes:
        data = data.ljust((max(writes) + 7) >> 3, b"\0")
        replace(call, data)
    answers: list[Reply] = []
    for operation in operations:
        before = data
        answer, data = run(operation, data)
        answers.append(answer)
        if data != before:
            call.touch(call.key)  # though a later operation may put it back
    if writes:
        replace(call, data)
    return answers


@command("bitfield_ro")
def bitfield_ro(call: Call) -> Reply:
    """BITFIELD_RO key [GET type offset ...]"""
    if any(operation.kind != "get" for operation in read_operations(call)):
        raise CommandError("ERR BITFIELD_RO only supports the GET subcommand")
    return bitfield(call)


def run(operation: Operation, data: bytes) -> tuple[int | None, bytes]:
    """Run one operation; return its reply and the string as it is then."""
    old = operation.read(data)
    if operation.kind == "get":
        return old, data
    new = operation.operand
    if operation.kind == "incrby":
        new += old
    elif not operation.signed:
        new %= 1 << 64  # SET reads its number as unsigned for an unsigned field
    if not operation.low <= new <= operation.high:
        if operation.overflow == "fail":
            return None, data
        if operation.overflow == "wrap":
            new = operation.wrapped(new)
        else:
            new = operation.high if new > operation.high else operation.low
    return (new if operation.kind == "incrby" else old), operation.write(data, new)


def read_operations(call: Call) -> list[Operation]:
    """Read everything before anything runs."""
    operations: list[Operation] = []
    overflow, at = "wrap", 2
    while at < len(call.words):
        kind, more = call.option(at), len(call.words) - at - 1
        if kind == "overflow" and more >= 1:
            overflow = call.option(at + 1)
            if overflow not in ("wrap", "sat", "fail"):
                raise CommandError("ERR Invalid OVERFLOW type specified")
            at += 2
            continue
        if kind not in ("get", "set", "incrby") or more < (2 if kind == "get" else 3):
            raise CommandError(SYNTAX)
        signed, width = field_type(call.words[at + 1])
        offset = bit_offset(call, at + 2, width)
        operand = 0 if kind == "get" else call.integer(at + 3)
        operations.append(Operation(kind, signed, width, offset, operand, overflow))
        at += 3 if kind == "get" else 4
    return operations


def field_type(word: bytes) -> tuple[bool, int]:
    """Return whether a type such as i16 is signed, and its bits."""
    width = parse_integer(word[1:])
    signed = word[:1] == b"i"
    if word[:1] not in (b"i", b"u") or width is None or not 1 <= width <= 63 + signed:
        raise CommandError(BAD_TYPE)
    return signed, width
