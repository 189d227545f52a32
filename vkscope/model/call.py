"""One call of a command: its words, who called, and the questions that every command asks of them.

Rules: what is wrong raises CommandError with Valkey's exact text; nothing has changed by then.
"""

from __future__ import annotations

from dataclasses import dataclass

from vkscope.model.keyspace import Database, Keyspace
from vkscope.model.numbers import INT32_MAX, INT32_MIN, parse_cursor, parse_integer
from vkscope.model.replies import CommandError
from vkscope.model.values import Hash, String

NOT_INTEGER = "ERR value is not an integer or out of range"
SYNTAX = "ERR syntax error"
WRONG_TYPE = "WRONGTYPE Operation against a key holding the wrong kind of value"


@dataclass(slots=True)
class Session:
    """What a connection remembers."""

    database: int = 0
    protocol: int = 2
    name: bytes = b""
    ident: int = 1
    leaving: bool = False


@dataclass(slots=True)
class Call:
    """A command's words, and the world they are said in. `name` is the full name: "object|freq"."""

    keyspace: Keyspace
    session: Session
    name: str
    words: list[bytes]

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

    def string(self, key: bytes) -> String | None:
        """Return the string behind a key, None where there is nothing."""
        entry = self.db.find(key)
        if entry is None:
            return None
        if not isinstance(entry.value, String):
            raise CommandError(WRONG_TYPE)
        return entry.value

    def hash(self, key: bytes) -> Hash | None:
        """Return the hash behind a key, None where there is nothing."""
        entry = self.db.find(key)
        if entry is None:
            return None
        if not isinstance(entry.value, Hash):
            raise CommandError(WRONG_TYPE)
        return entry.value

    def wrong_arguments(self) -> CommandError:
        """Return the error for a number of words that cannot be."""
        return CommandError(f"ERR wrong number of arguments for '{self.name}' command")
