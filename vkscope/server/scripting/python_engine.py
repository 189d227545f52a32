"""The engine of Python functions: what native's engine of that name calls.

Rules: off unless `scripting-python-engine yes` stands in the configuration when the server starts.
A function runs inside a tick and holds everybody up, as any script does: native serves others when
it takes long. What it raises becomes its reply; nothing is raised into native.

Words: a *handle* is what native knows a function by.
"""

from __future__ import annotations

import os
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from vkscope.native import door
from vkscope.native.door import ScriptError
from vkscope.server.replies import Error, Reply, encode
from vkscope.server.reply_reader import read_reply
from vkscope.server.scripting.restricted import (
    FLAGS,
    ITEMS_MOST,
    CallError,
    Function,
    LanguageError,
    Stopped,
    load,
    weigh,
)

GROWTH_MOST: Final = 256 << 20
"""Bytes by which the process may grow during one run."""
_PAGE: Final = os.sysconf("SC_PAGE_SIZE")


class Native(Protocol):
    """What the engine needs of the door."""

    def script_call(self, words: Sequence[bytes]) -> bytes:
        """Run a command for the function under way: its reply in RESP3, an error too."""

    def script_stops(self) -> bool:
        """Serve others if it is time; tell whether the run must end."""


@dataclass(slots=True)
class PythonEngine:
    """All functions of all libraries of this engine."""

    native: Native
    _functions: dict[int, Function] = field(default_factory=dict)
    _last: int = 0
    _statm: int = field(default_factory=lambda: os.open("/proc/self/statm", os.O_RDONLY))
    _most: int = 0

    def close(self) -> None:
        """Give the process's books back."""
        os.close(self._statm)

    def library(self, code: bytes) -> list[tuple[int, str, str | None, int]] | str:
        """Compile: handle, name, description and flags of each function; or what is wrong."""
        made: list[tuple[int, str, str | None, int]] = []
        try:
            functions = load(code.decode(), self._call, self._step)
        except UnicodeDecodeError:
            return "user_function:1: the library is no UTF-8"
        except LanguageError as error:
            return str(error)
        for function in functions:
            self._last += 1
            self._functions[self._last] = function
            bits = sum(1 << FLAGS.index(flag) for flag in set(function.flags))
            made.append((self._last, function.name, function.description, bits))
        return made

    def gone(self, handle: int) -> None:
        """Forget a function; -1: all of them."""
        if handle < 0:
            self._functions.clear()
        else:
            self._functions.pop(handle, None)

    def function(
        self, handle: int, words: list[bytes], keys: int, resp: int
    ) -> bytes | ScriptError:
        """Run a function: its reply in the caller's protocol, or what went wrong."""
        function = self._functions[handle]
        self._most = self._bytes() + GROWTH_MOST
        try:
            value = function.run(words[:keys], words[keys:])
            weigh(value, ITEMS_MOST)
            return encode(_reply(value), resp)
        except Stopped as error:
            return ScriptError(f"ERR {error} script: {function.name}", counted=False)
        except CallError as error:
            return ScriptError(str(error), counted=True)
        except Exception as error:  # noqa: BLE001 - whatever a function does is its own affair
            what = str(error) or type(error).__name__
            where = f"user_function:{_line(error)}"
            text = f"ERR {where}: {what} script: {function.name}, on @{where}."
            return ScriptError(text, counted=False)

    def _bytes(self) -> int:
        """Resident bytes of the process."""
        return int(os.pread(self._statm, 64, 0).split()[1]) * _PAGE

    def _step(self) -> None:
        if self.native.script_stops():
            raise Stopped("Script killed by user with FUNCTION KILL.")
        if self._bytes() > self._most:
            raise Stopped("not enough memory")

    def _call(self, *words: bytes | str | int | float) -> Any:
        raw = [_word(word) for word in words]
        if not raw:
            raise TypeError("call() needs a command")
        reply = read_reply(self.native.script_call(raw))
        if isinstance(reply, Error):
            raise CallError(reply.text)
        return reply


def _word(word: object) -> bytes:
    match word:
        case bytes():
            return word
        case str():
            return word.encode("utf-8", "surrogateescape")
        case bool():
            return b"1" if word else b"0"
        case int() | float():
            return str(word).encode()
    raise TypeError("words of a command are texts and numbers")


def _reply(value: Any) -> Reply:
    """What the function returned, as a reply: an Error of its own becomes an error."""
    if isinstance(value, CallError):
        return Error(str(value))
    if isinstance(value, str):
        return value.encode("utf-8", "surrogateescape")
    if value is None or isinstance(value, bytes | int | float | list | tuple | dict | set):
        reply: Reply = value
        return reply
    raise TypeError("a function returns texts, numbers, lists, dicts and sets")


def _line(error: BaseException) -> int:
    """The line of the source at which it was raised."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if frame.filename == "user_function"]
    return (lines[-1] or 0) if lines else 0


def start() -> None:
    """Make the engine one of the server's, after native has started."""
    door.script_engine(PythonEngine(door))
