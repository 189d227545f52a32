"""What a command answers, as Python values, and their bytes in RESP2 and RESP3.

Words: bytes is a bulk string, int an integer, None a null, list an array, dict a map. Status is the
short text of `+OK`. Pairs is a list of (field, value) that RESP2 writes flat. An error is raised,
as CommandError, and becomes a Failure: it is a reply too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias


@dataclass(frozen=True, slots=True)
class Status:
    """A short text, such as OK."""

    text: bytes


@dataclass(frozen=True, slots=True)
class Failure:
    """An error; its first word is its code."""

    text: bytes


class Pairs(list[tuple[bytes, bytes]]):
    """Fields with their values: RESP3 nests each pair, RESP2 does not."""


Reply: TypeAlias = (
    "Status | Failure | bytes | int | Pairs | Sequence[Reply] | dict[bytes, Reply] | None"
)

OK: Final = Status(b"OK")


class CommandError(Exception):
    """A command refuses; `text` is the whole error line, its code in front."""

    def __init__(self, text: str | bytes) -> None:
        self.text = text.encode() if isinstance(text, str) else text
        super().__init__(self.text.decode("utf-8", "backslashreplace"))


def encode(reply: Reply, protocol: int) -> bytes:
    """Return the reply's bytes for a client that speaks RESP2 or RESP3."""
    three = protocol == 3
    match reply:
        case Status(text):
            return b"+%b\r\n" % text
        case Failure(text):
            return b"-%b\r\n" % text
        case bytes():
            return b"$%d\r\n%b\r\n" % (len(reply), reply)
        case int():
            return b":%d\r\n" % reply
        case None:
            return b"_\r\n" if three else b"$-1\r\n"
        case dict():
            head = b"%%%d\r\n" % len(reply) if three else b"*%d\r\n" % (2 * len(reply))
            items = [item for pair in reply.items() for item in pair]
        case Pairs():
            items = list(reply) if three else [item for pair in reply for item in pair]
            head = b"*%d\r\n" % len(items)
        case _:
            items = list(reply)
            head = b"*%d\r\n" % len(items)
    return head + b"".join(encode(item, protocol) for item in items)


def one_line(text: bytes) -> bytes:
    """Return an error's text without what would end its line too early."""
    return text.translate(bytes.maketrans(b"\r\n\0", b"   "))
