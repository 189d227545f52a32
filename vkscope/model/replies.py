"""What a command answers, as Python values, and their bytes in RESP2 and RESP3.

Words: bytes is a bulk string, int an integer, None a null, list an array, dict a map. Status is the
short text of `+OK`. Pairs is a list of (field, value) that RESP2 writes flat. An error is raised,
as CommandError, and becomes a Failure: it is a reply too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, TypeAlias

from vkscope.model import extended
from vkscope.model.doubles import show


@dataclass(frozen=True, slots=True)
class Status:
    """A short text, such as OK."""

    text: bytes


@dataclass(frozen=True, slots=True)
class Failure:
    """An error; its first word is its code."""

    text: bytes


@dataclass(frozen=True, slots=True)
class Score:
    """A floating-point number: RESP2 writes its text as a bulk string.

    The text is the shortest that reads back, or 17 digits behind the point for a `human`.
    """

    number: float
    human: bool = False

    @property
    def text(self) -> bytes:
        """How it is written."""
        return extended.show(Fraction(self.number)) if self.human else show(self.number)


class Detail(int):
    """A number that tells how something is made inside; here it is as Valkey makes it."""


class Pairs(list[tuple["Reply", "Reply"]]):
    """Fields with their values: RESP3 nests each pair, RESP2 does not."""


class Members(list["Reply"]):
    """A set: RESP3 has a type of its own for it. The order is nobody's promise."""


class Loose(list["Reply"]):
    """An array whose order is nobody's promise."""


class NoArray:
    """A null where an array was expected: RESP2 writes it as a null array."""


class Push(list["Reply"]):
    """What comes unasked, such as a message of a channel; an array in RESP2."""


class InOrder(dict[bytes, "Reply"]):
    """A map whose order is promised."""


class Mapping(list[tuple[bytes, "Reply"]]):
    """A map that may name a key twice; its order is promised."""


class Many(list["Push"]):
    """Several replies, one behind the other."""


Reply: TypeAlias = (
    "Status | Failure | bytes | int | Score | Pairs | Sequence[Reply] | dict[bytes, Reply]"
    " | NoArray | None"
)

OK: Final = Status(b"OK")
QUEUED: Final = Status(b"QUEUED")
NO_ARRAY: Final = NoArray()


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
        case Score():
            return b",%b\r\n" % reply.text if three else encode(reply.text, protocol)
        case NoArray():
            return b"_\r\n" if three else b"*-1\r\n"
        case Many():
            return b"".join(encode(item, protocol) for item in reply)
        case None:
            return b"_\r\n" if three else b"$-1\r\n"
        case Mapping():
            head = b"%%%d\r\n" % len(reply) if three else b"*%d\r\n" % (2 * len(reply))
            items = [item for pair in reply for item in pair]
        case dict():
            head = b"%%%d\r\n" % len(reply) if three else b"*%d\r\n" % (2 * len(reply))
            items = [item for pair in reply.items() for item in pair]
        case Pairs():
            items = list(reply) if three else [item for pair in reply for item in pair]
            head = b"*%d\r\n" % len(items)
        case Members() | Push():
            items = list(reply)
            mark = b"*" if not three else b"~" if isinstance(reply, Members) else b">"
            head = b"%b%d\r\n" % (mark, len(items))
        case _:
            items = list(reply)
            head = b"*%d\r\n" % len(items)
    return head + b"".join(encode(item, protocol) for item in items)


def one_line(text: bytes) -> bytes:
    """Return an error's text without what would end its line too early."""
    return text.translate(bytes.maketrans(b"\r\n\0", b"   "))
