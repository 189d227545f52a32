"""What a plug-in imports: `@command`, what its functions are called with, and what they may return.

    from vkscope.plugin import Context, Reply, command

    @command("counter.pair", keys=2, flags="write fast", arity=3)
    def pair(ctx: Context, words: list[bytes]) -> Reply:
        return [ctx.call("INCR", words[1]), ctx.call("INCR", words[2])]

Words: `words` is the whole command, its name first. A *reply* is a plain value: bytes and str are
bulk strings; int, float, bool, None, list, dict and set are themselves; Simple is `+text`, Error an
error.

Rules: importing this starts nothing; the server collects what was declared when it loads a file.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol, TypeAlias

from vkscope.server.replies import OK, Error, Reply, Simple, Verbatim

__all__ = [
    "OK",
    "CommandError",
    "Context",
    "Error",
    "Reply",
    "Simple",
    "Verbatim",
    "command",
]


class CommandError(Exception):
    """A command that was called answered with an error; left alone, it becomes the reply."""


class Context(Protocol):
    """One call of a plug-in's command."""

    @property
    def client(self) -> int:
        """The id of the client that called."""

    @property
    def protocol(self) -> int:
        """RESP2 or RESP3: what the client speaks."""

    def call(self, *words: bytes | str | int | float) -> Reply:
        """Run a command in the client's database, now, and return its reply. CommandError.

        Simple strings come back as Simple, maps as dict, sets as list. SELECT lasts until the
        function returns.
        """

    def log(self, text: str) -> None:
        """Write a line to the server's log."""


Handler: TypeAlias = Callable[[Context, list[bytes]], Reply]


@dataclass(frozen=True, slots=True)
class Declared:
    """A command as its decorator says it."""

    name: str
    arity: int
    keys: tuple[int, int, int]
    flags: tuple[str, ...]
    summary: str
    handler: Handler


DECLARED: Final[list[Declared]] = []
"""What was declared and not collected yet; the server empties it after each file."""


def command(
    name: str,
    *,
    arity: int,
    keys: int | tuple[int, int, int] = 0,
    flags: str = "",
    summary: str | None = None,
) -> Callable[[Handler], Handler]:
    """Declare a command.

    arity: how many words, the name included; -n for at least n.
    keys: which words are keys: first, last and step, as COMMAND INFO shows them; last may be
        negative, from the end. One number n stands for the first n words after the name.
    flags: "write" or "readonly" where it has keys; "fast", "denyoom", "admin", ...
    """
    places = (1, keys, 1) if isinstance(keys, int) and keys > 0 else keys

    def declare(handler: Handler) -> Handler:
        text = summary if summary is not None else (handler.__doc__ or "").strip().split("\n")[0]
        fixed = (0, 0, 0) if isinstance(places, int) else places
        DECLARED.append(Declared(name, arity, fixed, tuple(flags.split()), text, handler))
        return handler

    return declare
