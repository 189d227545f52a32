"""The server's command line, word for word as valkey-server takes it.

    [FILE] [--parameter value ... [--parameter value ...]] [-]

Words: the *options* are lines in the form of a configuration file that the words after FILE stand
for: `--port 6380` becomes `port "6380"`. A word that begins with -- is a value if the option before
it has none yet, so that `--proc-title-template --title` works; --save and --sentinel, which may
stand alone, are the exceptions.

Rules: nothing is read here. Calls that want no server (--help, --version, ...) raise ConfigError.
"""

from __future__ import annotations

import os
from typing import Final, NamedTuple

from vkscope.files.quoting import quote, split
from vkscope.server.config.values import ConfigError
from vkscope.server.version import BUILD_ID, GIT_SHA1, VALKEY_VERSION

USAGE: Final = """\
Usage: vkscope server [FILE] [--PARAMETER VALUE ...] [-]

Reads FILE (in the form of valkey.conf), then standard input if the last or only word is "-", then
the parameters: the last one said counts. docs/configuration.md lists them.

  -v, --version       print the version
  -h, --help          print this text
  --test-memory MB    write and read back that much memory
  --check-system      look for settings of the machine that slow a server down

  vkscope server
  vkscope server /etc/valkey/6380.conf
  vkscope server --port 6380 --maxmemory 512mb --save ""
  echo 'maxmemory 128mb' | vkscope server -
"""


class Arguments(NamedTuple):
    """What the command line asks for."""

    file: str | None
    from_stdin: bool
    options: str


def version_text() -> str:
    """What --version prints."""
    return (
        f"Valkey server v={VALKEY_VERSION} sha={GIT_SHA1}:0 malloc=slabs bits=64 build={BUILD_ID}\n"
    )


def parse(argv: list[str]) -> Arguments:
    """The arguments of a command line whose first word is the program."""
    words = argv[1:]
    if not words:
        return Arguments(None, False, "")
    _answer_at_once(words)
    file = None
    if not words[0].startswith("-"):
        file, words = os.path.abspath(words[0]), words[1:]
    from_stdin = False
    options = _Options()
    for at, word in enumerate(words):
        alone = (at == 0 and file is None) or at == len(words) - 1
        if word == "-" and alone:
            from_stdin = True
        elif options.complete and word.startswith("--"):
            options.begin(word, words[at + 1] if at + 1 < len(words) else None)
        else:
            options.add(word)
    return Arguments(file, from_stdin, options.text)


class _Options:
    """Gathers the lines; `complete` while the last one could end here."""

    def __init__(self) -> None:
        self.text = ""
        self.complete = True

    def begin(self, word: str, following: str | None) -> None:
        """A new line, named by a word such as --port, or "--port 6380" in one."""
        self.text += ("\n" if self.text else "") + word[2:] + " "
        named = split(word)
        self.complete = named is None or len(named) != 1
        if self.complete or (following is not None and not following.startswith("--")):
            return
        lower = word.lower()
        if lower == "--save":
            self.text += '""'
        if lower in ("--save", "--sentinel") and following is not None:
            self.complete = True

    def add(self, word: str) -> None:
        """A value of the last line."""
        self.text += quote(word) + " "
        self.complete = True


def _answer_at_once(words: list[str]) -> None:
    match words[0]:
        case "-v" | "--version":
            raise ConfigError(version_text(), 0, "stdout")
        case "-h" | "--help":
            raise ConfigError(USAGE, 1, "stderr")
        case "--test-memory":
            if len(words) != 2:
                raise ConfigError("--test-memory needs a number of megabytes.\n")
            from vkscope.server.boot.memory_test import run as test_memory

            text, status = test_memory(words[1])
            raise ConfigError(text, status, "stdout")
        case "--check-system":
            from vkscope.server.boot.system_check import report

            text, status = report()
            raise ConfigError(text, status, "stdout")
        case _ if "--sentinel" in (word.lower() for word in words):
            raise ConfigError("Sentinel is not there yet: see docs/coverage.md.\n")
