"""A second server that gets nothing but the write stream of the first: it must hold the same data.

Design: a world as in world.py, whose server is followed. The second server's clock stands where the
first one's stood at the beginning, so that it never takes a key out by itself; before both are
compared it is brought to the same moment. No command of the stream may fail there.
"""

from __future__ import annotations

from collections.abc import Sequence

from tests.property.scenes import Set
from tests.property.wire import Wire
from tests.property.words import NOW_MS
from tests.property.world import DATABASES, DifferenceError, World
from tests.server.replica import Replica
from vkscope.model.limits import PARAMETERS, Limits
from vkscope.model.replies import Failure, Reply

END = b"the end of a run"


class Replayed(World):
    """`second` is the port of the server that the stream is told."""

    def __init__(self, port: int, second: int, stream: Replica) -> None:
        super().__init__(port)
        self.control = Wire(port)
        self.second = Wire(second)
        self.stream = stream
        self.replayed = 0
        """Commands of the stream so far."""
        self.told: list[list[bytes]] = []
        """Those of this run."""

    def begin(self, protocol: int) -> None:
        self.told.clear()
        self.second.call("DEBUG", "SET-ACTIVE-EXPIRE", 0)
        self.second.call("DEBUG", "CLOCK", NOW_MS)
        defaults = Limits()
        for name, attribute in PARAMETERS.items():
            self.second.call("CONFIG", "SET", name, getattr(defaults, attribute))
        super().begin(protocol)

    def _set(self, step: Set) -> None:
        self.catch_up()
        for name, value in step.values:
            self.second.call("CONFIG", "SET", name, value)
        super()._set(step)

    def finish(self) -> None:
        super().finish()
        self.catch_up()
        self.second.call("DEBUG", "CLOCK", self.now)
        self._compare()

    def leave(self) -> None:
        """Hang up for good."""
        self.close()
        self.control.close()
        self.second.close()
        self.stream.close()

    def catch_up(self) -> None:
        """Tell the second server all that the first has written so far."""
        self.control.call("SPUBLISH", "end", END)  # no pattern hears it
        words: list[bytes] = []
        commands = []
        while words[-1:] != [END]:
            words = self.stream.words()
            commands.append(words)
        self.told += commands
        self.replayed += len(commands)
        self.second.send(commands)
        for words in commands:
            failed = failure(self.second.read())
            if failed:
                raise DifferenceError(f"{words!r} of the stream: {failed!r}")

    def _both(self, *words: bytes | str | int) -> tuple[Reply, Reply]:
        return self.control.call(*words), self.second.call(*words)

    def _same(self, *words: bytes | str | int) -> Reply:
        ours, theirs = self._both(*words)
        if ours != theirs:
            told = "\n".join(f"  {words!r}" for words in self.told)
            raise DifferenceError(f"{words!r}: {ours!r}, of the stream {theirs!r}\n{told}")
        return ours

    def _compare(self) -> None:
        self._same("DEBUG", "DIGEST")
        for number in range(DATABASES):
            self._same("SELECT", number)
            keys = self._same_keys()
            for key in keys:
                self._same("PEXPIRETIME", key)
                kind = self._same("TYPE", key)
                if kind == b"hash":
                    self._fields(key)
                elif kind == b"stream":
                    self._groups(key)
        self._same("SELECT", 0)

    def _same_keys(self) -> Sequence[bytes]:
        ours, theirs = self._both("KEYS", "*")
        assert isinstance(ours, list) and isinstance(theirs, list)
        names = sorted(key for key in ours if isinstance(key, bytes))
        if names != sorted(key for key in theirs if isinstance(key, bytes)):
            raise DifferenceError(f"keys {ours!r}, of the stream {theirs!r}")
        return names

    def _fields(self, key: bytes) -> None:
        names = self.control.call("HKEYS", key)
        assert isinstance(names, list)
        words = sorted(name for name in names if isinstance(name, bytes))
        if words:
            self._same("HPEXPIRETIME", key, "FIELDS", len(words), *words)

    def _groups(self, key: bytes) -> None:
        """Who has what pending; how often it was read again is not told, as in Valkey."""
        groups = self._same("XINFO", "GROUPS", key)
        assert isinstance(groups, list)
        for group in groups:
            assert isinstance(group, list)
            name = group[1]
            assert isinstance(name, bytes)
            ours, theirs = self._both("XPENDING", key, name, "-", "+", 1000)
            if who(ours) != who(theirs):
                raise DifferenceError(f"pending in {name!r}: {ours!r}, of the stream {theirs!r}")
            ours, theirs = self._both("XINFO", "CONSUMERS", key, name)
            if names_of(ours) != names_of(theirs):
                raise DifferenceError(f"consumers of {name!r}: {ours!r}, of the stream {theirs!r}")


def who(pending: Reply) -> list[tuple[Reply, Reply]]:
    """Which entry is whose."""
    assert isinstance(pending, list)
    return [(entry[0], entry[1]) for entry in pending if isinstance(entry, list)]


def names_of(consumers: Reply) -> list[Reply]:
    """The names of consumers."""
    assert isinstance(consumers, list)
    return [consumer[1] for consumer in consumers if isinstance(consumer, list)]


def failure(reply: Reply) -> Failure | None:
    """The error in a reply, if there is one."""
    if isinstance(reply, list):
        return next((found for found in map(failure, reply) if found), None)
    return reply if isinstance(reply, Failure) else None
