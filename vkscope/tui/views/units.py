"""Numbers as people read them: times, sizes, counts, shares, moments."""

from __future__ import annotations

from datetime import datetime

from vkscope.tui.views.table import Value


def ns_text(ns: float) -> str:
    """Return a time with three digits: 1.23 us, 45.6 ms, 2.10 s."""
    for unit, scale in (("s", 1e9), ("ms", 1e6), ("us", 1e3)):
        if ns >= scale * 0.9995:
            value = ns / scale
            digits = 2 if value < 9.995 else 1 if value < 99.95 else 0
            return f"{value:,.{digits}f} {unit}"
    return f"{ns:.0f} ns"


def time(ns: float, tone: str = "") -> Value:
    """Return a duration; none is a dot."""
    return Value(int(ns), ns_text(ns) if ns else "·", tone=tone if ns else "dim")


def size_text(value: float) -> str:
    """Return a size: 512 B, 1.5 KiB, 20.0 MiB."""
    for unit, scale in (("TiB", 2**40), ("GiB", 2**30), ("MiB", 2**20), ("KiB", 2**10)):
        if abs(value) >= scale:
            return f"{value / scale:.1f} {unit}"
    return f"{value:.0f} B"


def size(value: float, tone: str = "") -> Value:
    """Return a size in bytes."""
    return Value(int(value), size_text(value), tone=tone)


def count_text(value: float) -> str:
    """Return a count with thousands apart, a small rate with a digit behind its point."""
    return f"{value:,.1f}" if 0 < value < 10 and value != int(value) else f"{value:,.0f}"


def many(count: int, word: str) -> str:
    """Return a count and its word, plural where it is one."""
    return f"{count_text(count)} {word}{'' if count == 1 else 's'}"


def count(value: float, tone: str = "") -> Value:
    """Return a count; none is a dot."""
    kept = int(value) if value == int(value) else round(value, 3)
    return Value(kept, count_text(value) if value else "·", tone=tone if value else "dim")


def share(value: float, tone: str = "") -> Value:
    """Return a share of 1 as per cent."""
    return Value(round(value, 4), f"{value:.1%}", tone=tone)


def clock_text(unix_ns: int, *, fine: bool = True) -> str:
    """Return a moment as local time of day, to the millisecond when fine."""
    at = datetime.fromtimestamp(unix_ns / 1e9)
    return f"{at:%H:%M:%S}.{at.microsecond // 1000:03}" if fine else f"{at:%H:%M:%S}"


def moment(unix_ns: int) -> Value:
    """Return a moment."""
    return Value(unix_ns, clock_text(unix_ns))


def span_text(seconds: float) -> str:
    """Return a long time: 45 s, 3 min, 2 h 05 min, 3 d 04 h."""
    whole = int(seconds)
    if whole < 120:
        return f"{whole} s"
    if whole < 7200:
        return f"{whole // 60} min"
    if whole < 172800:
        return f"{whole // 3600} h {whole // 60 % 60:02} min"
    return f"{whole // 86400} d {whole // 3600 % 24:02} h"
