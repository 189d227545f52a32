"""The databases: keys, values, and when keys die.

Words: *lazy expiry*: a key whose time has passed is removed by the first command that looks at it.
Valkey also removes such keys in the background; a specification needs no background.

Rules: time comes from `clock`, in Unix milliseconds, and stands still while a command runs.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from vkscope.model.limits import Limits
from vkscope.model.replies import Push
from vkscope.model.streams import ID, Stream
from vkscope.model.values import String, Value


def wall_clock() -> int:
    """Unix time in ms."""
    return time.time_ns() // 1_000_000


@dataclass(slots=True)
class Entry:
    """What stands behind a key; `expires` is a Unix time in ms, None for ever."""

    value: Value
    expires: int | None = None


@dataclass(slots=True)
class Database:
    """One database: a table of keys."""

    keyspace: Keyspace
    entries: dict[bytes, Entry] = field(default_factory=dict)

    def is_expired(self, entry: Entry) -> bool:
        """Tell whether an entry's time has passed; it lives through its last millisecond."""
        return entry.expires is not None and entry.expires < self.keyspace.now

    def find(self, key: bytes) -> Entry | None:
        """Return a key's entry; an expired one is removed, and as good as never there."""
        entry = self.entries.get(key)
        if entry is not None and self.is_expired(entry):
            del self.entries[key]
            return None
        return entry

    def put(self, key: bytes, value: Value, expires: int | None = None) -> None:
        """Store a value, whatever was there before."""
        self.entries[key] = Entry(value, expires)

    def delete(self, key: bytes) -> bool:
        """Remove a key; tell whether it was there and alive."""
        return self.find(key) is not None and self.entries.pop(key, None) is not None

    def set_deadline(self, key: bytes, deadline: int) -> None:
        """Let a live key die then; it goes at once if that is no later than now."""
        if deadline <= self.keyspace.now:
            del self.entries[key]
        else:
            self.entries[key].expires = deadline

    def live_keys(self) -> Iterator[bytes]:
        """Go through the keys whose time has not passed."""
        return (key for key, entry in self.entries.items() if not self.is_expired(entry))

    def purge(self) -> None:
        """Remove every expired key."""
        for key in list(self.entries):
            self.find(key)


Place = tuple[int, bytes]
"""A database's number, and a key."""
Content = Value | bytes | dict[ID, list[bytes]]
Seen = tuple[int, int | None, Content] | None


class Subscriber(Protocol):
    """A session, as who publishes sees it."""

    channels: dict[bytes, None]
    patterns: dict[bytes, None]
    shards: dict[bytes, None]
    inbox: list[Push]


def content(value: Value) -> Content:
    """What WATCH guards: not how a string is kept, nor what stands beside a stream's entries."""
    if isinstance(value, Stream):
        return dict(value.entries)
    return value.data if isinstance(value, String) else value.copy()


@dataclass(slots=True, eq=False)
class Watch:
    """What one session watches. `expired` had passed already when it was watched."""

    places: set[Place] = field(default_factory=set)
    expired: set[Place] = field(default_factory=set)
    failed: bool = False


@dataclass(slots=True)
class Keyspace:
    """All databases, the clock, and the parameters that values depend on."""

    clock: Callable[[], int] = wall_clock
    count: int = 16
    limits: Limits = field(default_factory=Limits)
    slack: int = 0
    """How far the clock of the other server may be from this one, in ms."""
    longest_string: int = 512 << 20
    """proto-max-bulk-len."""
    now: int = 0
    watches: list[Watch] = field(default_factory=list)
    touched: set[Place] = field(default_factory=set)
    sessions: list[Subscriber] = field(default_factory=list)
    """Who has subscribed to channels."""
    dumps: dict[bytes, Value] = field(default_factory=dict)
    """What DUMP answered, and the values it stands for."""
    databases: list[Database] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.databases = [Database(self) for _ in range(self.count)]
        self.freeze_time()

    def watched_values(self) -> dict[Place, Seen]:
        """Return what stands behind every watched key, to be compared after a command."""
        places = {place for watch in self.watches for place in watch.places}
        return {place: self._seen(place) for place in places}

    def compare_watched(self, before: dict[Place, Seen]) -> None:
        """Fail the watches of keys that a command has written."""
        changed = {p for p, seen in before.items() if self._seen(p) != seen} | self.touched
        self.touched.clear()
        for watch in self.watches:
            watch.failed |= not changed.isdisjoint(watch.places)

    def _seen(self, place: Place) -> Seen:
        entry = self.databases[place[0]].entries.get(place[1])
        if entry is None:
            return None
        return id(entry), entry.expires, content(entry.value)

    def freeze_time(self) -> None:
        """Look at the clock: `now` stays until the next command."""
        self.now = self.clock()

    def swap(self, a: int, b: int) -> None:
        """Exchange two databases' contents."""
        first, second = self.databases[a], self.databases[b]
        first.entries, second.entries = second.entries, first.entries
