"""What the log says at start and end, word for word, for tools wait for it.

Design: the order in which a server that starts says them:

    starting      config_loaded      running      initialized      ready (each listener)
"""

from __future__ import annotations

import os
from typing import Final

from vkscope.native import door
from vkscope.server.config import Config
from vkscope.server.log import NOTICE, WARNING, Log
from vkscope.server.version import GIT_SHA1, VALKEY_VERSION

SIGNALS: Final = {2: "SIGINT", 15: "SIGTERM"}
_SMALL_MEMORY: Final = 1 << 20


def starting(log: Log, config: Config, program: str) -> None:
    """The first lines: notes made while reading, who starts, and with what configuration."""
    for level, text in config.notes:
        log.say(level, text)
    log.write(NOTICE, "oO0OoO0OoO0Oo Valkey is starting oO0OoO0OoO0Oo")
    log.write(
        NOTICE,
        f"Valkey version={VALKEY_VERSION}, bits=64, commit={GIT_SHA1}, modified=0, "
        f"pid={os.getpid()}, just started",
    )
    if config.had_arguments:
        log.write(NOTICE, "Configuration loaded")
    else:
        log.write(
            WARNING,
            "Warning: no config file specified, using the default config. In order to specify a "
            f"config file use {program} /path/to/valkey.conf",
        )
    for name in config.unheeded():
        shown = "" if "sensitive" in config.spec(name).flags else f" '{config.show(name)}'"
        log.write(WARNING, f"WARNING: {name}{shown} has no effect yet, see docs/coverage.md")


def running(log: Log, config: Config) -> None:
    """Mode and port, before anything listens."""
    port = config.int("port") or config.int("tls-port")
    if config.bool("always-show-logo"):
        # Tools wait for the word PID and the number, as Valkey's logo has them.
        log.write(NOTICE, f"vkscope, a server you can watch. Valkey {VALKEY_VERSION}, 64 bit")
        log.write(NOTICE, f"Port: {port} PID: {os.getpid()}")
    log.write(NOTICE, f"Running mode={config.mode}, port={port}.")


def initialized(log: Log) -> None:
    """Everything exists, data may be loaded."""
    log.write(NOTICE, "Server initialized")


def ready(log: Log, config: Config, listeners: list[str]) -> None:
    """Clients are welcome; listeners are tcp, unix, tls or rdma."""
    for name in listeners:
        log.write(NOTICE, f"Ready to accept connections {name}")
    maxmemory = config.int("maxmemory")
    if 0 < maxmemory < _SMALL_MEMORY:
        log.write(
            WARNING,
            "WARNING: You specified a maxmemory value that is less than 1MB (current value is "
            f"{maxmemory} bytes). Are you sure this is what you really want?",
        )


def signal_received(log: Log, number: int, loading: bool = False) -> None:
    """A signal asks the server to end."""
    if loading:
        text = "Received shutdown signal during loading, scheduling shutdown."
    elif number in SIGNALS:
        text = f"Received {SIGNALS[number]} scheduling shutdown..."
    else:
        text = "Received shutdown signal, scheduling shutdown..."
    log.write(WARNING, text)


def shutdown_requested(log: Log, client: tuple[int, int, int] | None = None) -> None:
    """The end begins; a client is shown as CLIENT LIST shows it."""
    text = "User requested shutdown..."
    if client is None:
        log.write(NOTICE, text)
    else:
        door.log_client(client, f"{text} (user request from '", "')")


def bye(log: Log) -> None:
    """The last line."""
    log.write(WARNING, "Valkey is now ready to exit, bye bye...")
