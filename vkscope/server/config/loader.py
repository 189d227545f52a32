"""Reads configuration files and the lines that command lines stand for.

Words: a *directive* is a line that names no parameter: include, rename-command, user, loadmodule.

Rules: files are only read here. What is wrong raises ConfigError with the text that Valkey writes,
naming the line; lines of the command line count on after the file's.
"""

from __future__ import annotations

import glob
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, NamedTuple

from vkscope.files.quoting import split, to_text
from vkscope.server.config.values import BadValueError, ConfigError
from vkscope.server.version import VALKEY_VERSION

if TYPE_CHECKING:
    from vkscope.server.config.settings import Config

_DEEPEST: Final = 64
"""Files that may include each other in a chain; a file that includes itself ends here."""
KnownCommand = Callable[[str], bool]


class Rename(NamedTuple):
    """A command's new name; an empty one removes it."""

    old: str
    new: str


class Directives:
    """What files say beside parameters, in the order of their lines."""

    def __init__(self) -> None:
        self.renames: list[Rename] = []
        self.rename_lines: list[tuple[int, str]] = []
        """Number and text of each rename's line, for who finds out later that it cannot be."""
        self.users: list[list[str]] = []
        self.user_lines: list[tuple[int, str]] = []
        """Number and text of each user's line."""
        self.modules: list[list[str]] = []
        self.module_settings: dict[str, str] = {}


class Loader:
    """Fills a Config. `known_command` says whether a command of that name exists."""

    def __init__(self, config: Config, known_command: KnownCommand | None) -> None:
        self._config = config
        self._known = known_command
        self._depth = 0
        self._number = 0
        self._text = ""

    def load(self, path: str | None, from_stdin: bool, options: str) -> None:
        """Reads the file, standard input and the command line's lines, in this order."""
        text = _read(path) if path is not None else ""
        if from_stdin:
            self._config.notes.append(("notice", "Reading config from stdin"))
            text += to_text(sys.stdin.buffer.read())
        self._lines(f"{text}\n{options}")

    def _lines(self, text: str) -> None:
        for number, raw in enumerate(text.split("\n"), 1):
            line = raw.strip(" \t\r\n")
            if line == "" or line.startswith("#"):
                continue
            self._number, self._text = number, line
            try:
                self._line(line)
            except BadValueError as error:
                raise line_error(number, line, str(error)) from None

    def _line(self, line: str) -> None:
        words = split(line)
        if words is None:
            raise BadValueError("Unbalanced quotes in configuration line")
        name, arguments = words[0].lower(), words[1:]
        if self._config.has(name):
            self._parameter(name, arguments)
        elif not (self._config.is_ignored(name) and len(arguments) == 1):
            self._directive(name, arguments)

    def _parameter(self, name: str, words: list[str]) -> None:
        if not self._config.takes_several(name):
            if len(words) != 1:
                raise BadValueError("wrong number of arguments")
        elif len(words) == 1 and words[0]:
            words = split(words[0]) or []  # as in --save "900 1"
        self._config.assign(name, words, from_file=True)

    def _directive(self, name: str, words: list[str]) -> None:
        directives = self._config.directives
        match name, len(words):
            case "include", 1:
                self._include(words[0])
            case "rename-command", 2:
                self._rename(*words)
            case "user", count if count >= 1:
                directives.users.append(words)
                directives.user_lines.append((self._number, self._text))
            case "loadmodule", count if count >= 1:
                directives.modules.append(words)
            case "sentinel", count if count >= 1:
                raise BadValueError("sentinel directive while not in sentinel mode")
            case _ if "." in name:
                if not words:
                    raise BadValueError("Module config specified without value")
                directives.module_settings[name] = " ".join(words)
            case _:
                raise BadValueError("Bad directive or wrong number of arguments")

    def _include(self, path: str) -> None:
        if self._depth == _DEEPEST:
            raise BadValueError("Files include each other without end")
        self._depth += 1
        self._lines(_read(path))
        self._depth -= 1

    def _rename(self, old: str, new: str) -> None:
        if self._known is not None:
            if not self._is_command(old):
                raise BadValueError("No such command in rename-command")
            if new and new.lower() != old.lower() and self._is_command(new):
                raise BadValueError("Target command name already exists")
        self._config.directives.renames.append(Rename(old, new))
        self._config.directives.rename_lines.append((self._number, self._text))

    def _is_command(self, name: str) -> bool:
        """Whether there is such a command after the renames read so far."""
        for rename in reversed(self._config.directives.renames):
            if rename.new.lower() == name.lower():
                return True
            if rename.old.lower() == name.lower():
                return False
        return self._known is not None and self._known(name.lower())


def line_error(number: int, line: str, text: str) -> ConfigError:
    """What is wrong with a line, as Valkey says it."""
    return ConfigError(
        f"\n*** FATAL CONFIG FILE ERROR (Version {VALKEY_VERSION}) ***\n"
        f"Reading the configuration file, at line {number}\n>>> '{line}'\n{text}\n"
    )


def _read(path: str) -> str:
    """The file's text; of a pattern, that of all files it fits, none included."""
    if not any(char in path for char in "*?["):
        return _read_file(path)
    return "".join(_read_file(found) for found in sorted(glob.glob(path)))


def _read_file(path: str) -> str:
    try:
        with open(path, "rb") as file:
            text = to_text(file.read())
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or os.strerror(22)
        raise ConfigError(
            f"Fatal error, can't open config file '{path}': {reason}", channel="log"
        ) from None
    return text
