"""The server's log, in the lines that Valkey writes and tools parse."""

from __future__ import annotations

import os
import sys
import time

LEVELS = ("debug", "verbose", "notice", "warning")
MARKS = {"debug": ".", "verbose": "-", "notice": "*", "warning": "#"}


class Log:
    """Writes `PID:M 24 Nov 2026 12:00:00.123 * text` to a file or standard output."""

    def __init__(self, path: str = "", level: str = "notice") -> None:
        self.path = path
        self.level = level

    def write(self, level: str, text: str) -> None:
        """Write one line unless it is below the level."""
        if self.level == "nothing" or LEVELS.index(level) < LEVELS.index(self.level):
            return
        now = time.time()
        stamp = time.strftime("%d %b %Y %H:%M:%S", time.localtime(now))
        line = f"{os.getpid()}:M {stamp}.{int(now * 1000) % 1000:03d} {MARKS[level]} {text}\n"
        if self.path:
            with open(self.path, "a") as file:
                file.write(line)
        else:
            sys.stdout.write(line)
            sys.stdout.flush()
