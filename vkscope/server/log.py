"""The log: lines as Valkey writes them, to a file or standard output, and to the system log.

Words: a *role* says who writes: C a process that is no server yet (or a child), M a primary, S a
replica, X a Sentinel. A raw line is written as it is.

    4711:M 24 Nov 2026 12:00:00.123 * Server initialized
    pid=4711 role=primary timestamp="..." level=notice message="Server initialized"
    {"pid": 4711, "role": "primary", "timestamp": "...", "level": "notice", "message": "..."}

Rules: nothing here raises: a log that cannot be written must not stop the server. A legacy line
holds exactly what it was given, as Valkey's does; callers keep user data out of it.

Cost: the file is opened for every line, so that it may be moved away at any time.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from vkscope.server.config.settings import Config

DEBUG, VERBOSE, NOTICE, WARNING, NOTHING = range(5)
RAW: Final = 1 << 10
"""Added to a level: no stamp, no end of line."""
LEVELS: Final = {
    "debug": DEBUG,
    "verbose": VERBOSE,
    "notice": NOTICE,
    "warning": WARNING,
    "nothing": NOTHING,
}
_MARKS: Final = ".-*#"
_LEVEL_NAMES: Final = ("debug", "info", "notice", "warning")
_ROLES: Final = {"X": "sentinel", "C": "RDB/AOF", "S": "replica", "M": "primary"}
_PARAMETERS: Final = ("loglevel", "log-format", "log-timestamp-format", "logfile")


class Log:
    """Where the server says what it does. `now` is the wall clock in seconds."""

    def __init__(self, now: Callable[[], float] = time.time) -> None:
        self.level = NOTICE
        self.file = ""
        self.format = "legacy"
        self.stamp = "legacy"
        self.replica = False
        self._now = now
        self._server_pid = 0
        self._syslog: Callable[[int, str], None] | None = None
        self.told: Callable[[int, str], None] | None = None
        """Called with each line that is written: its level, and the text without its stamp."""

    def follow(self, config: Config) -> None:
        """Takes the parameters over, now and whenever CONFIG SET changes them."""
        self._take(config)
        for name in _PARAMETERS:
            config.on_apply(name, self._take)
        config.log = self.say
        if config.bool("syslog-enabled"):
            self._open_syslog(config.str("syslog-ident"), config.enum("syslog-facility"))

    def _take(self, config: Config) -> None:
        self.level = LEVELS[config.enum("loglevel")]
        self.format = config.enum("log-format")
        self.stamp = config.enum("log-timestamp-format")
        self.file = config.str("logfile")

    def _open_syslog(self, ident: str, facility: str) -> None:
        import syslog  # few want it

        levels = (syslog.LOG_DEBUG, syslog.LOG_INFO, syslog.LOG_NOTICE, syslog.LOG_WARNING)
        syslog.openlog(
            ident,
            syslog.LOG_PID | syslog.LOG_NDELAY | syslog.LOG_NOWAIT,
            getattr(syslog, f"LOG_{facility.upper()}"),
        )
        self._syslog = lambda level, text: syslog.syslog(levels[level], text)

    def become_server(self) -> None:
        """From here on this process is the server, and its lines say M or S."""
        self._server_pid = os.getpid()

    def say(self, level: str, text: str) -> None:
        """A line at a level by name."""
        self.write(LEVELS[level], text)

    def write(self, level: int, text: str) -> None:
        """A line; level may have RAW added."""
        raw, level = bool(level & RAW), min(level & 0xFF, WARNING)
        if level < self.level:
            return
        line = text if raw else self.line(level, text) + "\n"
        self._out(line.encode("utf-8", "surrogateescape"))
        if self._syslog is not None:
            self._syslog(level, text)
        if self.told is not None:
            self.told(level, text)

    def line(self, level: int, text: str) -> str:
        """The line without its end."""
        pid = os.getpid()
        role = "C" if pid != self._server_pid else "S" if self.replica else "M"
        stamp = self._stamped(self._now())
        if self.format == "json":
            fields = {"pid": pid, "role": _ROLES[role], "timestamp": stamp}
            fields |= {"level": _LEVEL_NAMES[level], "message": _readable(text)}
            return json.dumps(fields)
        if self.format == "logfmt":
            safe = text.replace('"', "'").replace("\r", " ").replace("\n", " ")
            return (
                f'pid={pid} role={_ROLES[role]} timestamp="{stamp}" '
                f'level={_LEVEL_NAMES[level]} message="{safe}"'
            )
        return f"{pid}:{role} {stamp} {_MARKS[level]} {text}"

    def _stamped(self, now: float) -> str:
        milliseconds = int(now * 1000)
        if self.stamp == "milliseconds":
            return str(milliseconds)
        local = time.localtime(milliseconds // 1000)
        if self.stamp == "iso8601":
            zone = time.strftime("%z", local)
            day = time.strftime("%Y-%m-%dT%H:%M:%S", local)
            return f"{day}.{milliseconds % 1000:03d}{zone[:3]}:{zone[3:]}"
        return f"{time.strftime('%d %b %Y %H:%M:%S', local)}.{milliseconds % 1000:03d}"

    def _out(self, line: bytes) -> None:
        try:
            if self.file:
                descriptor = os.open(
                    self.file, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o666
                )
                try:
                    os.write(descriptor, line)
                finally:
                    os.close(descriptor)
            else:
                sys.stdout.flush()
                os.write(1, line)
        except OSError:
            return


def _readable(text: str) -> str:
    """What JSON can hold: bytes that are no text become their escapes."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
