"""What modules wrote into an RDB file: items, each with an opcode that says its form.

id:  9 characters of 6 bits | version of 10 bits        0 end  1 signed  2 unsigned
                                                        3 float  4 double  5 string
"""

from __future__ import annotations

import struct
from typing import Final

from vkscope.files.errors import FormatError
from vkscope.files.rdb_reader import Reader
from vkscope.files.values import Module

LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_END, _SIGNED, _UNSIGNED, _FLOAT, _DOUBLE, _STRING = range(6)
UNSIGNED: Final = _UNSIGNED


def name_of(module_id: int) -> str:
    """The name of the type that a module registered."""
    return "".join(LETTERS[module_id >> (10 + 6 * i) & 63] for i in range(8, -1, -1))


def items(reader: Reader) -> list[int | float | bytes]:
    """Items up to the end mark."""
    found: list[int | float | bytes] = []
    while True:
        start = reader.offset
        opcode = reader.length("opcode of an item")
        if opcode == _END:
            return found
        if opcode == _STRING:
            found.append(reader.string("string"))
        elif opcode in (_FLOAT, _DOUBLE):
            size, form = (4, "<f") if opcode == _FLOAT else (8, "<d")
            found.append(
                struct.unpack(form, reader.raw(size, "float" if size == 4 else "double"))[0]
            )
        elif opcode in (_SIGNED, _UNSIGNED):
            number = reader.length("number")
            is_negative = opcode == _SIGNED and number >= 1 << 63
            found.append(number - (1 << 64) if is_negative else number)
        else:
            raise FormatError(start, f"an item of a module with unknown opcode {opcode}")


def module(reader: Reader) -> Module:
    """A key's value."""
    module_id = reader.length("module and version")
    return Module(name_of(module_id), module_id & 1023, items(reader))
