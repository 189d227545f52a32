"""One call of a command: its words, who called, and the questions that every command asks of them.

Rules: what is wrong raises CommandError with Valkey's exact text; nothing has changed by then.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Protocol, TypeVar

from vkscope.model.keyspace import Database, Keyspace, Watch
from vkscope.model.numbers import INT32_MAX, INT32_MIN, INT64_MAX, parse_cursor, parse_integer
from vkscope.model.replies import CommandError, Push, Reply
from vkscope.model.values import Hash, String, Value

NOT_INTEGER = "ERR value is not an integer or out of range"
NOT_POSITIVE = "ERR value is out of range, must be positive"
SYNTAX = "ERR syntax error"
WRONG_TYPE = "WRONGTYPE Operation against a key holding the wrong kind of value"
Kind = TypeVar("Kind", bound=Value)


class Unseen:
    """There is no other server, or its answer does not matter."""


UNSEEN: Final = Unseen()


class Runner(Protocol):
    """What EXEC needs of the model."""

    def run_queued(self, session: Session, words: list[bytes], witness: Reply | Unseen) -> Reply:
        """Run a command of a transaction."""


@dataclass(slots=True)
class Session:
    """What a connection remembers."""

    database: int = 0
    protocol: int = 2
    name: bytes = b""
    ident: int = 1
    leaving: bool = False
    queue: list[list[bytes]] | None = None
    """The commands of a transaction, from MULTI on."""
    spoilt: bool = False
    """A queued command could not be: EXEC refuses."""
    watch: Watch = field(default_factory=Watch)
    in_exec: bool = False
    """EXEC is running the queue: nothing blocks."""
    channels: dict[bytes, None] = field(default_factory=dict)
    patterns: dict[bytes, None] = field(default_factory=dict)
    shards: dict[bytes, None] = field(default_factory=dict)
    inbox: list[Push] = field(default_factory=list)
    """What came unasked."""


@dataclass(slots=True)
class Call:
    """A command's words, and the world they are said in. `name` is the full name: "object|freq"."""

    keyspace: Keyspace
    session: Session
    name: str
    words: list[bytes]
    runner: Runner
    witness: Reply | Unseen = UNSEEN
    """What another server answered: where the specification leaves a choice, it is taken over."""

    @property
    def db(self) -> Database:
        """The database that the session has selected."""
        return self.keyspace.databases[self.session.database]

    @property
    def key(self) -> bytes:
        """The first key."""
        return self.words[1]

    def option(self, at: int) -> str:
        """Return a word as options are compared: in lower case."""
        return self.words[at].decode("latin-1").lower() if at < len(self.words) else ""

    def integer(self, at: int, error: str = NOT_INTEGER) -> int:
        """Return a word as a signed 64-bit integer."""
        number = parse_integer(self.words[at])
        if number is None:
            raise CommandError(error)
        return number

    def ranged(self, at: int, low: int, high: int, error: str) -> int:
        """Return a word as an integer between two bounds."""
        number = parse_integer(self.words[at])
        if number is None or not low <= number <= high:
            raise CommandError(error)
        return number

    def database_number(self, at: int, error: str | None = None) -> int:
        """Return a word as the number of a database."""
        number = self.integer(at, error or NOT_INTEGER)
        if not INT32_MIN <= number <= INT32_MAX:
            bounds = f"value must between {INT32_MIN} and {INT32_MAX}"
            raise CommandError(error or f"ERR value is out of range, {bounds}")
        return number

    def cursor(self, at: int) -> int:
        """Return a word as the cursor of a scan."""
        cursor = parse_cursor(self.words[at])
        if cursor is None:
            raise CommandError("ERR invalid cursor")
        return cursor

    def touch(self, key: bytes) -> None:
        """Tell that a key was written although its value may be the same: WATCH sees it."""
        self.keyspace.touched.add((self.session.database, key))

    def string(self, key: bytes) -> String | None:
        """Return the string behind a key, None where there is nothing."""
        return self.value(key, String)

    def hash(self, key: bytes) -> Hash | None:
        """Return the hash behind a key, None where there is nothing."""
        return self.value(key, Hash)

    def value(self, key: bytes, kind: type[Kind]) -> Kind | None:
        """Return the value of this kind behind a key, None where there is nothing."""
        entry = self.db.find(key)
        if entry is None:
            return None
        if not isinstance(entry.value, kind):
            raise CommandError(WRONG_TYPE)
        return entry.value

    def positive(self, at: int, error: str = NOT_POSITIVE) -> int:
        """Return a word as an integer that is not below 0."""
        return self.ranged(at, 0, INT64_MAX, error)

    def symmetric(self, at: int) -> int:
        """Return a word as an integer that has an opposite."""
        number = self.integer(at)
        if number < -INT64_MAX:
            bounds = f"value must between {-INT64_MAX} and {INT64_MAX}"
            raise CommandError(f"ERR value is out of range, {bounds}")
        return number

    def more(self, at: int) -> int:
        """Return how many words stand behind a place."""
        return len(self.words) - at - 1

    def wrong_arguments(self) -> CommandError:
        """Return the error for a number of words that cannot be."""
        return CommandError(f"ERR wrong number of arguments for '{self.name}' command")
