"""The commands by name, and what is checked before one runs: the name, the subcommand, the arity.

Design: a function marked `@command("get")` is the specification of GET. Arity and subcommands come
from the same tables that the server is made from.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Final

from vkscope.model.call import Call, Session
from vkscope.model.keyspace import Keyspace
from vkscope.model.replies import CommandError, Failure, Reply, one_line
from vkscope.tables import commands as tables

Handler = Callable[[Call], Reply]
HANDLERS: Final[dict[str, Handler]] = {}
MODULES: Final = (
    "bitfields",
    "bitmaps",
    "connection",
    "counters",
    "databases",
    "expiry",
    "hash_expiry",
    "hash_walks",
    "hashes",
    "keys",
    "lcs",
    "scans",
    "strings",
)


def command(*names: str) -> Callable[[Handler], Handler]:
    """Make a function the specification of the commands named, "object|freq" for a subcommand."""

    def register(handler: Handler) -> Handler:
        HANDLERS.update(dict.fromkeys(names, handler))
        return handler

    return register


def load() -> None:
    """Import every module of commands."""
    for module in MODULES:
        import_module(f"vkscope.model.commands.{module}")


class Model:
    """A server without network: commands in, replies out."""

    def __init__(self, keyspace: Keyspace | None = None) -> None:
        load()
        self.keyspace = keyspace or Keyspace()
        self.table = tables.load()

    def execute(self, session: Session, words: list[bytes]) -> Reply:
        """Run one command; errors are replies."""
        self.keyspace.freeze_time()
        try:
            name = self.resolve(words)
            handler = HANDLERS.get(name)
            if handler is None:
                return Failure(f"ERR '{name}' is not part of the model".encode())
            return handler(Call(self.keyspace, session, name, words))
        except CommandError as error:
            return Failure(one_line(error.text))

    def resolve(self, words: list[bytes]) -> str:
        """Return the full name of the command that the words call."""
        name = words[0].decode("latin-1").lower()
        found = self.table.commands.get(name)
        if found is None or found.parent or not self.table.is_implemented(found):
            raise unknown_command(words)
        if name in self.table.subcommands and len(words) > 1:
            found = self.table.commands.get(f"{name} {words[1].decode('latin-1').lower()}")
            if found is None:
                raise unknown_subcommand(words)
        full = found.name.replace(" ", "|")
        if not fits(found.arity, len(words)):
            raise CommandError(f"ERR wrong number of arguments for '{full}' command")
        return full


def fits(arity: int, count: int) -> bool:
    """Tell whether a number of words is allowed: exactly `arity`, or at least -arity."""
    return count == arity if arity >= 0 else count >= -arity


def shown(word: bytes, longest: int = 128) -> bytes:
    """Return a word as error texts quote it: up to its first zero byte, and cut."""
    return word.partition(b"\0")[0][:longest]


def unknown_command(words: list[bytes]) -> CommandError:
    """Return the error that names the command and the beginning of its arguments."""
    arguments = b""
    for word in words[1:]:
        if len(arguments) >= 128:
            break
        arguments += b"'%b' " % shown(word, 128 - len(arguments))
    name = shown(words[0])
    return CommandError(
        b"ERR unknown command '%b', with args beginning with: %b" % (name, arguments)
    )


def unknown_subcommand(words: list[bytes]) -> CommandError:
    """Return the error that names the subcommand."""
    return CommandError(
        b"ERR unknown subcommand '%b'. Try %b HELP." % (shown(words[1]), words[0].upper())
    )
