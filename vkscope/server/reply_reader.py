"""Reads one whole RESP3 reply of native's: the other direction of replies.py.

Rules: the bytes are our own and complete; anything else is a mistake of ours, and raises.
"""

from __future__ import annotations

from vkscope.server.replies import Error, Reply, Simple


def read_reply(data: bytes) -> Reply:
    """Return the value that the bytes are."""
    value, end = _value(data, 0)
    if end != len(data):
        raise ValueError(f"{len(data) - end} bytes behind a reply")
    return value


def _value(data: bytes, at: int) -> tuple[Reply, int]:
    end = data.index(b"\r\n", at)
    kind, text, after = data[at : at + 1], data[at + 1 : end], end + 2
    match kind:
        case b"+":
            return Simple(text.decode("utf-8", "surrogateescape")), after
        case b"-":
            return Error(text.decode("utf-8", "surrogateescape")), after
        case b":" | b"(":
            return int(text), after
        case b",":
            return float(text), after
        case b"#":
            return text == b"t", after
        case b"_":
            return None, after
        case b"$" | b"=":
            start = after + (4 if kind == b"=" else 0)
            return data[start : after + int(text)], after + int(text) + 2
        case b"*" | b"~" | b">":
            return _items(data, after, int(text))
        case b"%":
            flat, after = _items(data, after, 2 * int(text))
            return dict(zip(flat[::2], flat[1::2], strict=True)), after  # type: ignore[arg-type]
    raise ValueError(f"no reply: {kind!r}")


def _items(data: bytes, at: int, count: int) -> tuple[list[Reply], int]:
    items: list[Reply] = []
    for _ in range(count):
        item, at = _value(data, at)
        items.append(item)
    return items, at
