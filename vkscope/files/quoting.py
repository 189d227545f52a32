"""Splits lines into words and quotes words, by the rules of Valkey's files.

    a  "b c"  'd e'    three words      "\\n \\r \\t \\b \\a \\xHH"  a byte each, in double quotes
    "\\q"               q                'it\\'s'                   the only escape in single ones

A closing quote must be followed by a blank. Text carries bytes that are no UTF-8 as surrogate
escapes; rules are about bytes.
"""

from __future__ import annotations

from typing import Final

_BLANK: Final = b" \t\n\v\f\r"
_END: Final = b" \n\r\t"
_HEX: Final = b"0123456789abcdefABCDEF"
_ESCAPES: Final = {ord("n"): 10, ord("r"): 13, ord("t"): 9, ord("b"): 8, ord("a"): 7}
_NAMED: Final = {10: "\\n", 13: "\\r", 9: "\\t", 7: "\\a", 8: "\\b", 34: '\\"', 92: "\\\\"}


def to_bytes(text: str) -> bytes:
    """The bytes that the text stands for."""
    return text.encode("utf-8", "surrogateescape")


def to_text(data: bytes) -> str:
    """Text that stands for the bytes."""
    return data.decode("utf-8", "surrogateescape")


def split(line: str) -> list[str] | None:
    """The line's words, or None when a quote is not closed as it must be."""
    data = to_bytes(line)
    words: list[str] = []
    at = 0
    while True:
        while at < len(data) and data[at] in _BLANK:
            at += 1
        if at == len(data):
            return words
        found = _word(data, at)
        if found is None:
            return None
        word, at = found
        words.append(to_text(word))


def _word(data: bytes, at: int) -> tuple[bytes, int] | None:
    """One word from `at`, and where it ends."""
    word = bytearray()
    while at < len(data) and data[at] not in _END:
        char = data[at]
        if char in b"\"'":
            closed = _quoted(data, at + 1, char, word)
            if closed is None or (closed < len(data) and data[closed] not in _BLANK):
                return None
            return bytes(word), closed
        word.append(char)
        at += 1
    return bytes(word), at


def _quoted(data: bytes, at: int, quote: int, word: bytearray) -> int | None:
    """Adds what stands between quotes; where the text goes on, or None when it does not."""
    while at < len(data):
        char = data[at]
        if char == quote:
            return at + 1
        if char == 0x5C and at + 1 < len(data):
            if quote == 0x27:
                if data[at + 1] == 0x27:
                    at += 1
                    char = 0x27
            elif _is_hex(data, at):
                char = int(data[at + 2 : at + 4], 16)
                at += 3
            else:
                at += 1
                char = _ESCAPES.get(data[at], data[at])
        word.append(char)
        at += 1
    return None


def _is_hex(data: bytes, at: int) -> bool:
    pair = data[at + 2 : at + 4]
    return data[at + 1] == 0x78 and len(pair) == 2 and all(c in _HEX for c in pair)


def quote(text: str) -> str:
    """The text in double quotes, in printable ASCII and on one line whatever it holds."""
    return '"' + "".join(_shown(byte) for byte in to_bytes(text)) + '"'


def _shown(byte: int) -> str:
    if byte in _NAMED:
        return _NAMED[byte]
    return chr(byte) if 32 <= byte < 127 else f"\\x{byte:02x}"


def quote_if_needed(text: str) -> str:
    """The text as it is where that is one plain word, else in quotes."""
    data = to_bytes(text)
    plain = data and all(33 <= b < 127 and b not in b"\"'\\" for b in data)
    return text if plain else quote(text)
