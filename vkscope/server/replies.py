"""Replies of commands handled in Python: plain values, and their bytes in RESP2 and RESP3.

Words: Simple is `+text`, Error is `-text`, Verbatim is text that a client may show as it is.
bytes and str are bulk strings; None, bool, int, float, list, tuple, dict and set are themselves.

Rules: no I/O. What RESP2 cannot say becomes what Valkey makes of it: a map is a flat array, a set
an array, a double and a verbatim text bulk strings, a bool 1 or 0. Texts of Simple and Error never
break their line: line ends in them become blanks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple, TypeAlias


class Simple(NamedTuple):
    """A status, such as OK."""

    text: str


class Error(NamedTuple):
    """An error: its first word is the code, as in "ERR no such key"."""

    text: str


class Verbatim(NamedTuple):
    """Text with its format, a word of three letters."""

    text: str | bytes
    format: str = "txt"


class Silence(NamedTuple):
    """No reply at all: the client learns from its connection."""


Reply: TypeAlias = (
    "Simple | Error | Silence | Verbatim | bytes | str | bool | int | float "
    "| Sequence[Reply] | Mapping[bytes | str, Reply] | AbstractSet[bytes | str] | None"
)

OK = Simple("OK")
SILENCE = Silence()


def encode(value: Reply, resp: int) -> bytes:
    """The reply's bytes for a client that speaks RESP2 or RESP3."""
    out: list[bytes] = []
    _add(out, value, resp == 3)
    return b"".join(out)


def _add(out: list[bytes], value: Reply, three: bool) -> None:
    match value:
        case Silence():
            pass
        case Simple(text):
            out.append(b"+%b\r\n" % _line(text))
        case Error(text):
            out.append(b"-%b\r\n" % _line(text))
        case Verbatim(text, kind):
            _add_verbatim(out, _data(text), kind, three)
        case bytes() | str():
            _add_bulk(out, _data(value))
        case None:
            out.append(b"_\r\n" if three else b"$-1\r\n")
        case bool():
            out.append((b"#t\r\n" if value else b"#f\r\n") if three else b":%d\r\n" % value)
        case int():
            out.append(b":%d\r\n" % value)
        case float():
            _add_double(out, value, three)
        case Mapping():
            out.append(b"%%%d\r\n" % len(value) if three else b"*%d\r\n" % (2 * len(value)))
            for key, item in value.items():
                _add_bulk(out, _data(key))
                _add(out, item, three)
        case AbstractSet():
            out.append(b"%b%d\r\n" % (b"~" if three else b"*", len(value)))
            for member in value:
                _add_bulk(out, _data(member))
        case Sequence():
            out.append(b"*%d\r\n" % len(value))
            for item in value:
                _add(out, item, three)
        case _:
            raise TypeError(f"{type(value).__name__} is no reply")


def _add_bulk(out: list[bytes], data: bytes) -> None:
    out += (b"$%d\r\n" % len(data), data, b"\r\n")


def _add_verbatim(out: list[bytes], data: bytes, kind: str, three: bool) -> None:
    if not three:
        _add_bulk(out, data)
        return
    head = kind.encode("ascii")[:3].ljust(3) + b":"
    out += (b"=%d\r\n" % (len(data) + 4), head, data, b"\r\n")


def _add_double(out: list[bytes], number: float, three: bool) -> None:
    data = show_double(number).encode("ascii")
    if three:
        out.append(b",%b\r\n" % data)
    else:
        _add_bulk(out, data)


def show_double(number: float) -> str:
    """The shortest digits that read back as the same number, as replies write it."""
    if number != number:
        return "nan"
    if number in (float("inf"), float("-inf")):
        return "inf" if number > 0 else "-inf"
    text = repr(number)
    if text.endswith(".0"):
        return text[:-2]
    mantissa, mark, exponent = text.partition("e")
    return f"{mantissa}e{exponent}" if mark else text


def _data(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode("utf-8", "surrogateescape")


def _line(text: str) -> bytes:
    return _data(text.replace("\r", " ").replace("\n", " "))
