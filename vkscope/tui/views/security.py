"""Security: what was denied, to whom and why, and who is connected as whom.

Words: a denial is a password that was wrong (auth), or a command, key or channel that the client's
user has no right to. Equal ones within a minute are one entry that counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple

from vkscope.tracing.frame import Frame
from vkscope.tracing.snapshot import Snapshot
from vkscope.tui.views.sections import per_second, section, unknown
from vkscope.tui.views.table import Cell, Table, Value, columns
from vkscope.tui.views.units import count, span_text

NAME = "acl"
REASONS = (
    ("auth", "wrong name or password"),
    ("command", "commands that the user may not call"),
    ("key", "keys that it may not read or write"),
    ("channel", "channels that it may not use"),
)
FRESH_S = 60
"""Denials of the last minute stand out."""


class Denial(NamedTuple):
    """An entry of the log, as the section holds it."""

    reason: str
    context: str
    object: str
    user: str
    times: int
    age_ms: int
    client: int


def _denials(taken: Snapshot | None) -> list[Denial]:
    return [Denial(*row) for row in section(taken, NAME).get("log", ())]


def _denied(taken: Snapshot | None) -> dict[str, int]:
    found = section(taken, NAME).get("denied", {})
    return {str(reason): int(n) for reason, n in found.items()}


def _figures(frame: Frame) -> Iterable[tuple[Cell, ...]]:
    told = section(frame.now, NAME)
    if not told:
        return
    now, then = _denied(frame.now), _denied(frame.window)
    for reason, text in REASONS:
        times = now.get(reason, 0)
        grown = times - then.get(reason, 0) if frame.window else 0
        rate = per_second(frame, max(0, grown))
        yield f"denied: {reason}", count(times, "warn" if rate else ""), count(rate), text
    yield "users", count(told.get("users", 0)), "", "that there are, on or off"
    clients = sum(n for _, n in told.get("clients_by_user", ()))
    yield "clients", count(clients), "", "connected"


def _log(denials: Iterable[Denial]) -> Iterable[tuple[Cell, ...]]:
    for d in denials:
        seconds = d.age_ms / 1000
        is_fresh = seconds < FRESH_S
        yield (
            Value(d.age_ms, f"{span_text(seconds)} ago", tone="warn" if is_fresh else ""),
            d.reason,
            d.object,
            d.user,
            count(d.times),
            d.context,
            Value(d.client, str(d.client) if d.client else "·"),
        )


def _users(frame: Frame) -> Iterable[tuple[Cell, ...]]:
    connected: dict[str, int] = dict(section(frame.now, NAME).get("clients_by_user", ()))
    refused: Counter[str] = Counter()
    kinds: dict[str, Counter[str]] = {}
    for d in _denials(frame.now):
        refused[d.user] += d.times
        kinds.setdefault(d.user, Counter())[d.reason] += d.times
    every = connected.keys() | refused.keys()
    for user in sorted(every, key=lambda u: (-refused[u], -connected.get(u, 0), u)):
        most = kinds.get(user, Counter()).most_common()
        told = ", ".join(f"{reason} {n:,}" for reason, n in most)
        here = connected.get(user, 0)
        yield user, count(here), count(refused[user], "warn" if refused[user] else ""), told or "·"


def _keys(rows: Iterable[tuple[Cell, ...]]) -> tuple[str, ...]:
    return tuple(str(row[0]) for row in rows)


def security(frame: Frame) -> tuple[Table, ...]:
    """Figures, the log newest first, and users."""
    silent: str = unknown(frame, NAME)
    denials: list[Denial] = sorted(_denials(frame.now), key=lambda d: d.age_ms)
    users: tuple[Any, ...] = tuple(_users(frame))
    return (
        Table(
            "security",
            "denied since the start",
            columns("figure", ">times", ">a second", "what it is!1*"),
            tuple(_figures(frame)),
            empty=silent,
        ),
        Table(
            "log",
            "ACL LOG, newest first",
            columns("when", "reason", "object*", "user", ">times", "context!2", ">client!1"),
            tuple(_log(denials)),
            keys=tuple(f"{d.reason}/{d.context}/{d.object}/{d.user}" for d in denials),
            empty=silent or "nothing was denied",
        ),
        Table(
            "users",
            "users that are connected or were refused",
            columns("user*", ">clients", ">denied", "of them!1"),
            users,
            keys=_keys(users),
            empty=silent or "nobody is connected",
        ),
    )
