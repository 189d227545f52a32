"""Replies of the control plane: Python values written as RESP2 or RESP3.

None is null, bytes and str are bulk strings, int, float and bool themselves, list an array, dict a
map, set a set; Simple, Error and Verbatim say which text they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Simple:
    """A simple string such as OK."""

    text: str


@dataclass(frozen=True, slots=True)
class Error:
    """An error line, code first: "ERR unknown ..."."""

    text: str


@dataclass(frozen=True, slots=True)
class Verbatim:
    """A text with a format of three letters; a bulk string in RESP2."""

    text: str
    format: str = "txt"


OK = Simple("OK")


def _line(text: str) -> bytes:
    return text.replace("\r", " ").replace("\n", " ").encode("utf-8", "surrogateescape")


def _bulk(data: bytes) -> bytes:
    return b"$%d\r\n%b\r\n" % (len(data), data)


def _scalar(value: Any, resp: int) -> bytes | None:
    if value is None:
        return b"_\r\n" if resp == 3 else b"$-1\r\n"
    if isinstance(value, Simple):
        return b"+" + _line(value.text) + b"\r\n"
    if isinstance(value, Error):
        return b"-" + _line(value.text) + b"\r\n"
    if isinstance(value, Verbatim):
        data = value.text.encode("utf-8", "surrogateescape")
        tagged = value.format.encode() + b":" + data
        return b"=%d\r\n%b\r\n" % (len(tagged), tagged) if resp == 3 else _bulk(data)
    if isinstance(value, bool):
        return (b"#t\r\n" if value else b"#f\r\n") if resp == 3 else b":%d\r\n" % value
    if isinstance(value, int):
        return b":%d\r\n" % value
    if isinstance(value, float):
        text = repr(value).removesuffix(".0").encode()
        return b"," + text + b"\r\n" if resp == 3 else _bulk(text)
    if isinstance(value, bytes):
        return _bulk(value)
    if isinstance(value, str):
        return _bulk(value.encode("utf-8", "surrogateescape"))
    return None


def encode(value: Any, resp: int) -> bytes:
    """Return `value` in the protocol's version; TypeError for what has no form in it."""
    scalar = _scalar(value, resp)
    if scalar is not None:
        return scalar
    if isinstance(value, dict):
        head = b"%%%d\r\n" % len(value) if resp == 3 else b"*%d\r\n" % (2 * len(value))
        return head + b"".join(encode(k, resp) + encode(v, resp) for k, v in value.items())
    if isinstance(value, (set, frozenset)):
        kind = b"~" if resp == 3 else b"*"
        return kind + b"%d\r\n" % len(value) + b"".join(encode(v, resp) for v in value)
    if isinstance(value, (list, tuple)):
        return b"*%d\r\n" % len(value) + b"".join(encode(v, resp) for v in value)
    raise TypeError(f"no reply for {type(value).__name__}")
