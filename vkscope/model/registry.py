"""The commands by name, and what is checked before one runs: the name, the subcommand, the arity.

Design: a function marked `@command("get")` is the specification of GET. Arity and subcommands come
from the same tables that the server is made from.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Final

from vkscope.model.call import UNSEEN, Call, Session, Unseen
from vkscope.model.keyspace import Keyspace
from vkscope.model.replies import QUEUED, CommandError, Failure, Reply, one_line
from vkscope.tables import commands as tables

Handler = Callable[[Call], Reply]
HANDLERS: Final[dict[str, Handler]] = {}
MODULES: Final = (
    "bitfields",
    "bitmaps",
    "connection",
    "counters",
    "databases",
    "dumps",
    "expiry",
    "geo",
    "geo_search",
    "hash_expiry",
    "hash_walks",
    "hashes",
    "hyperloglogs",
    "keys",
    "lcs",
    "list_moves",
    "lists",
    "pubsub",
    "scans",
    "set_algebra",
    "sets",
    "sort",
    "stream_groups",
    "stream_info",
    "stream_reads",
    "streams",
    "strings",
    "transactions",
    "zset_algebra",
    "zset_pops",
    "zset_ranges",
    "zsets",
)
AT_ONCE: Final = frozenset({"exec", "discard", "quit", "reset"})
"""What is not queued in a transaction."""
WHILE_LISTENING: Final = frozenset(
    [kind + what for kind in ("", "p", "s") for what in ("subscribe", "unsubscribe")]
    + ["ping", "quit", "reset"]
)
"""What a RESP2 session that has subscribed may still say."""


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
        self.containers = {name.partition("|")[0] for name in HANDLERS if "|" in name}

    def execute(
        self, session: Session, words: list[bytes], witness: Reply | Unseen = UNSEEN
    ) -> Reply:
        """Run one command; errors are replies. `witness` is what another server answered."""
        self.keyspace.freeze_time()
        try:
            name = self.resolve(words)
            self.check_listening(session, name)
            if session.queue is not None:
                check_queueable(self.table.commands[name.replace("|", " ")])
                if name not in AT_ONCE:
                    session.queue.append(words)
                    return QUEUED
        except CommandError as error:
            session.spoilt |= session.queue is not None
            return Failure(one_line(error.text))
        return self.run(Call(self.keyspace, session, name, words, self, witness))

    def check_listening(self, session: Session, name: str) -> None:
        """Refuse most commands of a RESP2 session that has subscribed to something."""
        listens = session.channels or session.patterns or session.shards
        if session.protocol == 2 and listens and name not in WHILE_LISTENING:
            raise CommandError(
                f"ERR Can't execute '{name}': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT "
                "/ RESET are allowed in this context"
            )

    def run(self, call: Call) -> Reply:
        """Run a command whose name and arity are right."""
        handler = HANDLERS.get(call.name)
        before = call.keyspace.watched_values()
        try:
            if handler is None:
                return Failure(f"ERR '{call.name}' is not part of the model".encode())
            return handler(call)
        except CommandError as error:
            return Failure(one_line(error.text))
        finally:
            call.keyspace.compare_watched(before)

    def run_queued(self, session: Session, words: list[bytes], witness: Reply | Unseen) -> Reply:
        """Run a command of a transaction; the time stands still since EXEC."""
        return self.run(Call(self.keyspace, session, self.resolve(words), words, self, witness))

    def exists(self, found: tables.Command) -> bool:
        """Tell whether the server has a command, or it is specified ahead of it."""
        name = found.name
        return self.table.is_implemented(found) or name in HANDLERS or name in self.containers

    def forget(self, session: Session) -> None:
        """A session has ended: it neither listens nor watches."""
        keyspace = self.keyspace
        keyspace.sessions = [other for other in keyspace.sessions if other is not session]
        keyspace.watches = [watch for watch in keyspace.watches if watch is not session.watch]

    def resolve(self, words: list[bytes]) -> str:
        """Return the full name of the command that the words call."""
        name = words[0].decode("latin-1").lower()
        found = self.table.commands.get(name)
        if found is None or found.parent or not self.exists(found):
            raise unknown_command(words)
        if name in self.table.subcommands and len(words) > 1:
            found = self.table.commands.get(f"{name} {words[1].decode('latin-1').lower()}")
            if found is None:
                raise unknown_subcommand(words)
        full = found.name.replace(" ", "|")
        if not fits(found.arity, len(words)):
            raise CommandError(f"ERR wrong number of arguments for '{full}' command")
        return full


def check_queueable(found: tables.Command) -> None:
    """Refuse what a transaction cannot hold."""
    if "NO_MULTI" in found.flags:
        raise CommandError("ERR Command not allowed inside a transaction")


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
