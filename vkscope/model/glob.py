"""Patterns of KEYS and SCAN: `*`, `?`, `[abc]`, `[^a-z]`; a backslash takes away a meaning.

Design: a pattern's element takes one byte of the text; a star first takes none, and one more each
time what follows it does not fit. Only the last star has to be tried again.
"""

from __future__ import annotations


def matches(pattern: bytes, text: bytes) -> bool:
    """Tell whether the whole text fits the pattern. An empty text fits an empty one alone."""
    if not text:
        return not pattern
    at, position = 0, 0
    star: int | None = None
    resume = 0
    while position < len(text):
        if at < len(pattern) and pattern[at : at + 1] == b"*":
            star, resume = at, position
            at += 1
            continue
        if at < len(pattern):
            fits, after = _element(pattern, at, text[position])
            if fits:
                at, position = after, position + 1
                continue
        if star is None:
            return False
        resume += 1
        at, position = star + 1, resume
    return not pattern[at:].strip(b"*")


def selects(pattern: bytes, text: bytes) -> bool:
    """The same for KEYS and scans, to which a star means everything."""
    return pattern == b"*" or matches(pattern, text)


def _element(pattern: bytes, at: int, byte: int) -> tuple[bool, int]:
    """Return whether the element at `at` takes this byte, and where the next element begins."""
    kind = pattern[at : at + 1]
    if kind == b"?":
        return True, at + 1
    if kind == b"[":
        return _set(pattern, at + 1, byte)
    if kind == b"\\" and at + 1 < len(pattern):
        at += 1
    return pattern[at] == byte, at + 1


def _set(pattern: bytes, at: int, byte: int) -> tuple[bool, int]:
    """The same for what follows an opening bracket. One that is never closed ends the pattern."""
    negated = pattern[at : at + 1] == b"^"
    at += negated
    hit = False
    while at < len(pattern) and pattern[at : at + 1] != b"]":
        if pattern[at : at + 1] == b"\\" and at + 1 < len(pattern):
            hit |= pattern[at + 1] == byte
            at += 2
        elif at + 2 < len(pattern) and pattern[at + 1 : at + 2] == b"-":
            low, high = sorted((pattern[at], pattern[at + 2]))
            hit |= low <= byte <= high
            at += 3
        else:
            hit |= pattern[at] == byte
            at += 1
    return hit != negated, min(at + 1, len(pattern))
