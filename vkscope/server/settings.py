"""The parameters that a subsystem obeys: from a file, arguments or CONFIG SET.

Errors: SettingsError names the parameter, the line where there is one, and what was wrong, in
Valkey's words.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path

UNITS = {"": 1, "b": 1, "k": 1000, "kb": 1024, "m": 10**6, "mb": 2**20, "g": 10**9, "gb": 2**30}
INT_MAX, LONG_MAX = 2**31 - 1, 2**63 - 1


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter; kind is int, memory, bool, text or one of `words`."""

    name: str
    kind: str
    default: str
    low: int = 0
    high: int = LONG_MAX
    mutable: bool = True
    words: tuple[str, ...] = ()
    alias: str = ""

    def check(self, value: str) -> str:
        """Return the value in its stored form; ValueError says what is wrong."""
        if self.kind == "bool":
            if value.lower() not in ("yes", "no"):
                raise ValueError("argument must be 'yes' or 'no'")
            return value.lower()
        if self.kind == "enum":
            if value.lower() not in self.words:
                raise ValueError(
                    "argument(s) must be one of the following: " + ", ".join(self.words)
                )
            return value.lower()
        if self.kind == "text":
            if any(ord(c) < 32 or ord(c) == 127 for c in value):
                raise ValueError("argument must not contain control characters")
            return value
        return str(self.check_number(value))

    def check_number(self, value: str) -> int:
        """Return an integer within bounds; memory may carry a unit."""
        digits = value.lower().rstrip("bkmg") if self.kind == "memory" else value
        unit = value.lower()[len(digits) :]
        plain = digits.removeprefix("-")
        if not (plain.isascii() and plain.isdigit()) or unit not in UNITS:
            what = (
                "a memory value" if self.kind == "memory" else "couldn't be parsed into an integer"
            )
            raise ValueError(
                f"argument must be {what}" if self.kind == "memory" else f"argument {what}"
            )
        number = int(digits) * UNITS[unit]
        if not self.low <= number <= self.high:
            raise ValueError(f"argument must be between {self.low} and {self.high} inclusive")
        return number


def _p(
    name: str, kind: str, default: str, low: int = 0, high: int = LONG_MAX, **more: object
) -> Parameter:
    return Parameter(name, kind, default, low, high, **more)  # type: ignore[arg-type]


PARAMETERS = {
    p.name: p
    for p in (
        _p("bind", "text", "* -::*", mutable=False),
        _p("client-query-buffer-limit", "memory", "1073741824", 1048576),
        _p("commandlog-execution-slower-than", "int", "10000", -1, alias="slowlog-log-slower-than"),
        _p("databases", "int", "16", 1, INT_MAX, mutable=False),
        _p("dir", "text", ".", mutable=False),
        _p("hide-user-data-from-log", "bool", "yes"),
        _p("hz", "int", "10", 1, 500),
        _p("logfile", "text", "", mutable=False),
        _p(
            "loglevel", "enum", "notice", words=("debug", "verbose", "notice", "warning", "nothing")
        ),
        _p("maxclients", "int", "10000", 1, 4294967295),
        _p("maxmemory", "memory", "0"),
        _p("pidfile", "text", "", mutable=False),
        _p("port", "int", "6379", 0, 65535, mutable=False),
        _p("protected-mode", "bool", "yes"),
        _p("proto-max-bulk-len", "memory", "536870912", 1048576),
        _p("reactor-linger-us", "int", "1000", 0, 50000),
        _p("requirepass", "text", ""),
        _p("tcp-backlog", "int", "511", 0, INT_MAX, mutable=False),
        _p("tcp-keepalive", "int", "300", 0, INT_MAX),
        _p("timeout", "int", "0", 0, INT_MAX),
        _p("unixsocket", "text", "", mutable=False),
        _p("unixsocketperm", "text", "0", mutable=False),
    )
}
ALIASES = {p.alias: p.name for p in PARAMETERS.values() if p.alias}
NATIVE = {
    "databases": "databases",
    "hz": "hz",
    "maxclients": "maxclients",
    "tcp-keepalive": "keepalive",
    "timeout": "idle_timeout",
    "reactor-linger-us": "linger_us",
    "protected-mode": "protected_mode",
    "hide-user-data-from-log": "hide_keys",
    "client-query-buffer-limit": "query_buffer_limit",
    "proto-max-bulk-len": "proto_max_bulk_len",
    "commandlog-execution-slower-than": "slow_us",
    "maxmemory": "maxmemory",
}


class SettingsError(Exception):
    """A parameter is unknown or its value wrong; str() is what a user is shown."""

    def __init__(self, name: str, value: str, why: str, line: int = 0) -> None:
        super().__init__(name, value, why, line)
        self.name, self.value, self.why, self.line = name, value, why, line

    def __str__(self) -> str:
        return (
            "\n*** FATAL CONFIG FILE ERROR (Version 9.0.0) ***\n"
            f"Reading the configuration file, at line {self.line}\n"
            f">>> '{f'{self.name} {self.value}'.strip()}'\n{self.why}"
        )


@dataclass(slots=True)
class Settings:
    """Every parameter's value, as text in its stored form."""

    values: dict[str, str] = field(
        default_factory=lambda: {p.name: p.default for p in PARAMETERS.values()}
    )
    renames: list[tuple[str, str]] = field(default_factory=list)
    file: str = ""
    on_change: Callable[[], None] | None = None

    def text(self, name: str) -> str:
        """Return a parameter's text."""
        return self.values[name]

    def number(self, name: str) -> int:
        """Return a parameter's number; yes is 1."""
        value = self.values[name]
        return int(value == "yes") if PARAMETERS[name].kind == "bool" else int(value)

    def native(self) -> dict[str, int | bool]:
        """Return the fields of native's settings."""
        return {where: self.number(name) for name, where in NATIVE.items()}

    def put(self, name: str, words: list[str], line: int) -> None:
        """Take one directive of a file or the command line."""
        name = ALIASES.get(name.lower(), name.lower())
        if name == "rename-command" and len(words) == 2:
            self.renames.append((words[0], words[1]))
            return
        parameter = PARAMETERS.get(name)
        if parameter is None or (len(words) != 1 and name != "bind"):
            raise SettingsError(
                name, " ".join(words), "Bad directive or wrong number of arguments", line
            )
        try:
            self.values[name] = parameter.check(" ".join(words))
        except ValueError as error:
            raise SettingsError(name, " ".join(words), str(error), line) from None

    def read_file(self, path: Path) -> None:
        """Read a configuration file and what it includes."""
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if not line.strip() or line.strip().startswith("#"):
                continue
            try:
                words = shlex.split(line)
            except ValueError:
                raise SettingsError(
                    line, "", "Unbalanced quotes in configuration line", number
                ) from None
            if words[0].lower() == "include" and len(words) == 2:
                self.read_file(Path(words[1]))
            else:
                self.put(words[0], words[1:], number)

    def match(self, patterns: list[str]) -> dict[str, str]:
        """Return what CONFIG GET answers: parameters and aliases that match, sorted."""
        names = {name: name for name in PARAMETERS} | ALIASES
        return {
            shown: self.values[name]
            for shown, name in sorted(names.items())
            if any(fnmatchcase(shown, pattern.lower()) for pattern in patterns)
        }

    def change(self, pairs: list[tuple[str, str]]) -> str:
        """Apply CONFIG SET's pairs, all or none; returns the error's text, or nothing."""
        before, seen = dict(self.values), set[str]()
        for shown, value in pairs:
            name = ALIASES.get(shown.lower(), shown.lower())
            parameter = PARAMETERS.get(name)
            why = ""
            if parameter is None:
                self.values = before
                return f"ERR Unknown option or number of arguments for CONFIG SET - '{shown}'"
            if name in seen:
                why = "duplicate parameter"
            elif not parameter.mutable:
                why = "can't set immutable config"
            else:
                try:
                    self.values[name] = parameter.check(value)
                except ValueError as error:
                    why = str(error)
            if why:
                self.values = before
                return f"ERR CONFIG SET failed (possibly related to argument '{shown}') - {why}"
            seen.add(name)
        if self.on_change is not None:
            self.on_change()
        return ""


def from_arguments(arguments: list[str]) -> Settings:
    """Read `[FILE] [--name value ...]`. Raises SettingsError."""
    settings = Settings()
    rest = list(arguments)
    if rest and not rest[0].startswith("-"):
        settings.file = rest.pop(0)
        try:
            settings.read_file(Path(settings.file))
        except OSError as error:
            raise SettingsError(
                "include", settings.file, f"Can't open config file: {error.strerror}"
            ) from None
    while rest:
        name = rest.pop(0)
        if not name.startswith("--"):
            raise SettingsError(name, "", "Bad directive or wrong number of arguments")
        words = []
        while rest and not rest[0].startswith("--"):
            words.append(rest.pop(0))
        settings.put(name.removeprefix("--"), words, 0)
    return settings
