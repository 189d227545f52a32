"""Commands written in Python by the server's user: loads their files, registers and runs them.

Rules: a function runs inside a tick: it must be short. It reads and writes the keyspace by calling
commands. What it raises never reaches native code: CommandError becomes the reply, anything else an
internal error, a line in the log and an event.
"""

from __future__ import annotations

import importlib.util
import re
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Final

from vkscope import plugin
from vkscope.native import door
from vkscope.plugin import CommandError, Declared
from vkscope.server.log import Log
from vkscope.server.replies import Error, Reply, encode
from vkscope.server.reply_reader import read_reply

BUDGET_US: Final = 500
"""How long a function may take before the log says so."""
QUIET_SECONDS: Final = 10.0
"""How long the log is silent about the same command after that."""
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9._-]{0,62}")


class PluginError(Exception):
    """A plug-in cannot be used; says which and why."""


@dataclass(slots=True)
class Call:
    """What a function gets as its context."""

    client: int
    protocol: int
    _log: Log
    _over: bool = False

    def call(self, *words: bytes | str | int | float) -> Reply:
        """Run a command; see plugin.Context."""
        if self._over:
            raise RuntimeError("this call has been answered: its context is over")
        raw = [word if isinstance(word, bytes) else str(word).encode() for word in words]
        reply = read_reply(door.call(raw))
        if isinstance(reply, Error):
            raise CommandError(reply.text)
        return reply

    def log(self, text: str) -> None:
        """Write a line to the server's log."""
        self._log.say("notice", text)


@dataclass(slots=True)
class Plugins:
    """The commands of all files."""

    log: Log
    commands: dict[str, Declared] = field(default_factory=dict)
    _told: dict[str, float] = field(default_factory=dict)

    def load(self, paths: Sequence[str]) -> None:
        """Run the files, and check what they declare. PluginError."""
        for number, path in enumerate(paths):
            plugin.DECLARED.clear()
            _run(Path(path), f"vkscope_plugin_{number}")
            for declared in plugin.DECLARED:
                _check(path, declared)
                if declared.name in self.commands:
                    raise PluginError(f"{path}: {declared.name} is declared twice")
                self.commands[declared.name] = declared

    def register(self) -> None:
        """Put the commands into native's table. PluginError when a name is taken."""
        for declared in self.commands.values():
            try:
                door.add_command(
                    declared.name, declared.arity, declared.keys, declared.flags, declared.summary
                )
            except ValueError as error:
                raise PluginError(f"plug-in command {declared.name}: {error}") from None

    def run(self, declared: Declared, call: door.Call) -> bytes:
        """Run one command's function; the reply's bytes."""
        started = time.perf_counter_ns()
        context = Call(call.client[2], call.resp, self.log)
        try:
            reply = declared.handler(context, call.argv)
        except CommandError as error:
            reply = Error(str(error))
        finally:
            context._over = True
        data = encode(reply, call.resp)
        self._watch(declared.name, (time.perf_counter_ns() - started) // 1000)
        return data

    def _watch(self, name: str, took_us: int) -> None:
        """Say that a command holds everybody up, now and then."""
        now = time.monotonic()
        if took_us > BUDGET_US and now - self._told.get(name, -QUIET_SECONDS) >= QUIET_SECONDS:
            self._told[name] = now
            self.log.say(
                "warning",
                f"Plug-in command {name} took {took_us} us; "
                f"every client waited, and {BUDGET_US} are allowed",
            )


def _run(path: Path, name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise PluginError(f"{path} is no Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException as error:  # noqa: BLE001 - SystemExit is the plug-in's mistake too
        raise PluginError(f"{path}: {type(error).__name__}: {error}") from error
    return module


def _check(path: str, declared: Declared) -> None:
    first, last, step = declared.keys
    if not _NAME.fullmatch(declared.name):
        raise PluginError(
            f"{path}: {declared.name!r}: names are lower case, of letters, digits, '.', '_', '-'"
        )
    if declared.arity == 0:
        raise PluginError(f"{path}: {declared.name}: arity counts the name, so it is never 0")
    if first and (first < 0 or step < 1 or 0 <= last < first):
        raise PluginError(f"{path}: {declared.name}: keys {declared.keys} name no words")
    if first and not {"write", "readonly"} & set(declared.flags):
        raise PluginError(f"{path}: {declared.name}: say write or readonly, since it has keys")
