"""What a primary decides about its replicas, as functions of what is the case.

Words: a view is a replica as native sees it. An offset counts the stream's bytes from 1, as PSYNC
does. A snapshot serves replicas that are *alike*: they want the same parts in the same version.

Rules: no I/O and no clock; every function is told the time, in ms. Native does what the commands
say.

Design: a replica waits, then has a child, then gets a file or (diskless) nothing more, then is
online:

    WAITS --StartSnapshot--> CHILD --(native)--> FILE --(native)--> ONLINE
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

CAPA_EOF = 1
CAPA_PSYNC2 = 2


class State(IntEnum):
    """Of a replica; numbers as in native's repl/replica.h."""

    NEW = 0
    WAITS = 1
    CHILD = 2
    FILE = 3
    ONLINE = 4


class Child(IntEnum):
    """Of the snapshot under way; numbers as in native's repl/snapshot.h."""

    NONE = 0
    DISK = 1
    DISKLESS = 2


class Refusal(IntEnum):
    """Why a replica cannot go on; numbers as sync_refusal of the events' catalogue."""

    NONE = 0
    NO_BACKLOG = 1
    OTHER_HISTORY = 2
    BEFORE_BACKLOG = 3
    AFTER_END = 4
    ASKED_FULL = 5


@dataclass(frozen=True, slots=True)
class View:
    """One replica; times are Unix ms, 0 for never."""

    slot: int
    generation: int
    state: State
    name: str
    capa: int = 0
    alike: int = 0
    """Index of the first replica of the list that one snapshot would serve as well."""
    psync: bool = True
    ack_ms: int = 0
    asked_ms: int = 0
    stuck_ms: int = 0


@dataclass(frozen=True, slots=True)
class Rules:
    """The parameters; seconds."""

    diskless: bool = True
    delay: int = 5
    max_replicas: int = 0
    ping_period: int = 10
    timeout: int = 60
    backlog_ttl: int = 3600


@dataclass(frozen=True, slots=True)
class Stream:
    """Names and reach of the write stream; second is 0 without a second name."""

    id: str
    id2: str
    second: int
    end: int
    backlog: bool
    first: int


@dataclass(frozen=True, slots=True)
class StartSnapshot:
    """Fork for this replica and those alike that wait."""

    replica: View
    diskless: bool


@dataclass(frozen=True, slots=True)
class Disconnect:
    """Close a replica; why is a line for the log."""

    replica: View
    why: str


@dataclass(frozen=True, slots=True)
class SendPing:
    """PING into the stream, so that replicas see the link lives."""


@dataclass(frozen=True, slots=True)
class FreeBacklog:
    """Nobody needs the stream any more."""

    seconds: int


Command = StartSnapshot | Disconnect | SendPing | FreeBacklog


def judge(asked_id: str, offset: int, stream: Stream) -> Refusal:
    """May a replica that has the stream before `offset` go on? NONE: yes."""
    name = asked_id.lower()
    by_first = name == stream.id
    by_second = bool(stream.second) and name == stream.id2 and offset <= stream.second
    if not by_first and not by_second:
        return Refusal.ASKED_FULL if asked_id.startswith("?") else Refusal.OTHER_HISTORY
    if not stream.backlog:
        return Refusal.NO_BACKLOG
    if offset < stream.first:
        return Refusal.BEFORE_BACKLOG
    return Refusal.NONE if offset <= stream.end + 1 else Refusal.AFTER_END


def explain(refusal: Refusal, asked_id: str, offset: int, name: str, stream: Stream) -> list[str]:
    """The log's lines about a refusal."""
    if refusal is Refusal.ASKED_FULL:
        return [f"Full resync requested by replica {name}"]
    if refusal is Refusal.OTHER_HISTORY:
        start = "Partial resynchronization not accepted: "
        if asked_id.lower() == stream.id2 and stream.second:
            return [
                f"{start}Requested offset for second ID was {offset}, but I can reply "
                f"up to {stream.second}"
            ]
        return [
            f"{start}Replication ID mismatch (Replica asked for '{asked_id}', my "
            f"replication IDs are '{stream.id}' and '{stream.id2}')"
        ]
    lines = [
        f"Unable to partial resync with replica {name} for lack of backlog "
        f"(Replica request was: {offset})."
    ]
    if offset > stream.end:
        lines.append(
            f"Warning: replica {name} tried to PSYNC with an offset that is greater than the "
            "primary replication offset."
        )
    return lines


def diskless_for(capa: int, rules: Rules, *, filtered: bool = False) -> bool:
    """Whether a snapshot goes straight to sockets; a filtered one must not become the file."""
    return (rules.diskless or filtered) and bool(capa & CAPA_EOF)


def due_snapshot(replicas: Sequence[View], rules: Rules, now_ms: int) -> StartSnapshot | None:
    """The snapshot to start now, when no child runs; None: nobody waits, or more may come."""
    waiting = [view for view in replicas if view.state is State.WAITS]
    if not waiting:
        return None
    group = [view for view in waiting if view.alike == waiting[0].alike]
    capa = group[0].capa
    for view in group:
        capa &= view.capa
    longest = max(now_ms // 1000 - view.asked_ms // 1000 for view in group)
    full = 0 < rules.max_replicas <= len(group)
    if rules.diskless and not full and longest < rules.delay:
        return None
    return StartSnapshot(group[0], diskless_for(capa, rules))


def timed_out(view: View, child: Child, rules: Rules, now_ms: int) -> str:
    """Why a replica must leave, or nothing."""

    def silent(since_ms: int) -> bool:
        return now_ms // 1000 - since_ms // 1000 > rules.timeout

    if view.state is State.ONLINE and view.psync and silent(view.ack_ms):
        return f"Disconnecting timedout replica (streaming sync): {view.name}"
    in_transfer = view.state is State.CHILD and child is Child.DISKLESS and view.stuck_ms
    if in_transfer and silent(view.stuck_ms):
        return f"Disconnecting timedout replica (full sync): {view.name}"
    return ""


def each_second(
    replicas: Sequence[View],
    rules: Rules,
    *,
    child: Child,
    seconds: int,
    now_ms: int,
    none_since_ms: int,
    backlog: bool,
) -> list[Command]:
    """What the passing of time asks for; `seconds` counts the calls."""
    found: list[Command] = []
    if replicas and seconds % rules.ping_period == 0:
        found.append(SendPing())
    for view in replicas:
        why = timed_out(view, child, rules, now_ms)
        if why:
            found.append(Disconnect(view, why))
    idle = now_ms // 1000 - none_since_ms // 1000
    if not replicas and backlog and rules.backlog_ttl and idle > rules.backlog_ttl:
        found.append(FreeBacklog(rules.backlog_ttl))
    return found
