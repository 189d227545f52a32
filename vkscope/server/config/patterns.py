"""Matches parameter names against the patterns of CONFIG GET.

Cost: length of the pattern times length of the name; a pattern cannot make it worse.
"""

from __future__ import annotations


def is_pattern(text: str) -> bool:
    """Whether the text is more than a name."""
    return any(char in text for char in "[*?")


def matches(pattern: str, name: str) -> bool:
    """Whether the whole name, in any case, fits: `*`, `?`, `[a-z]`, `[^a]`, `\\` before a char."""
    pattern, name = pattern.lower(), name.lower()
    at = here = 0
    star = retry = -1
    while here < len(name):
        if at < len(pattern) and pattern[at] == "*":
            star, retry = at, here
            at += 1
            continue
        step = _one(pattern, at, name[here]) if at < len(pattern) else None
        if step is not None:
            at, here = step, here + 1
        elif star >= 0:
            retry += 1
            at, here = star + 1, retry
        else:
            return False
    return pattern[at:].strip("*") == ""


def _one(pattern: str, at: int, char: str) -> int | None:
    """Where the pattern goes on after taking `char` at `at`, or None when it does not take it."""
    first = pattern[at]
    if first == "?":
        return at + 1
    if first == "[":
        return _class(pattern, at + 1, char)
    if first == "\\" and at + 1 < len(pattern):
        at += 1
        first = pattern[at]
    return at + 1 if first == char else None


def _class(pattern: str, at: int, char: str) -> int | None:
    negated = pattern.startswith("^", at)
    at += negated
    found = False
    while at < len(pattern) and pattern[at] != "]":
        if pattern[at] == "\\" and at + 1 < len(pattern):
            at += 1
            found |= pattern[at] == char
            at += 1
        elif at + 2 < len(pattern) and pattern[at + 1] == "-":
            low, high = sorted((pattern[at], pattern[at + 2]))
            found |= low <= char <= high
            at += 3
        else:
            found |= pattern[at] == char
            at += 1
    return at + 1 if found != negated else None
