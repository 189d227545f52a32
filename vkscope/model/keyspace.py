"""The databases: keys, values, and when keys die.

Words: *lazy expiry*: a key whose time has passed is removed by the first command that looks at it.
Valkey also removes such keys in the background; a specification needs no background.

Rules: time comes from `clock`, in Unix milliseconds, and stands still while a command runs.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from vkscope.model.values import Limits, Value


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


@dataclass(slots=True)
class Keyspace:
    """All databases, the clock, and the parameters that values depend on."""

    clock: Callable[[], int] = wall_clock
    count: int = 16
    limits: Limits = field(default_factory=Limits)
    longest_string: int = 512 << 20
    """proto-max-bulk-len."""
    now: int = 0
    databases: list[Database] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.databases = [Database(self) for _ in range(self.count)]
        self.freeze_time()

    def freeze_time(self) -> None:
        """Look at the clock: `now` stays until the next command."""
        self.now = self.clock()

    def swap(self, a: int, b: int) -> None:
        """Exchange two databases' contents."""
        first, second = self.databases[a], self.databases[b]
        first.entries, second.entries = second.entries, first.entries
