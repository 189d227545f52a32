"""The pid file: written when the server starts, removed when it ends."""

from __future__ import annotations

import os
from typing import Final

from vkscope.server.config import Config
from vkscope.server.log import NOTICE, WARNING, Log

USUAL: Final = "/var/run/valkey.pid"


def path_of(config: Config, in_background: bool) -> str | None:
    """Where it goes; a server in the background has one unasked."""
    return config.str("pidfile") or (USUAL if in_background else None)


def write(path: str, log: Log) -> None:
    """Writes our process id; failing is only worth a line in the log."""
    try:
        with open(path, "w", encoding="ascii") as file:
            file.write(f"{os.getpid()}\n")
    except OSError as error:
        log.write(WARNING, f"Failed to write PID file: {error.strerror}")


def remove(path: str, log: Log) -> None:
    """Removes it on the way out."""
    log.write(NOTICE, "Removing the pid file.")
    try:
        os.unlink(path)
    except OSError as error:
        log.write(WARNING, f"Failed to remove PID file: {error.strerror}")
