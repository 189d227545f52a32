"""Snapshots: the parameters that native's RDB code follows.

Rules: knows no byte of the format; native writes and reads it.
"""

from __future__ import annotations

from typing import Final

from vkscope.native import door
from vkscope.server.config import Config

RDB_VERSION: Final = 80
SWITCHES: Final = {
    "compression": "rdbcompression",
    "checksum": "rdbchecksum",
    "incremental_sync": "rdb-save-incremental-fsync",
}
"""Fields of native's vkPersist and the parameters that they hold."""
WORDS: Final = ("rdb-version-check", "sanitize-dump-payload", "rdb-save-version", "key-load-delay")


class Persistence:
    """Follows the configuration."""

    def __init__(self, config: Config) -> None:
        self._config = config

    def follow(self) -> None:
        """Apply everything now, and again whenever CONFIG SET changes it."""
        for name in (*SWITCHES.values(), *WORDS):
            self._config.on_apply(name, self._apply)
        self._apply(self._config)

    def _apply(self, config: Config) -> None:
        values: dict[str, int | bool] = {
            field: config.bool(name) for field, name in SWITCHES.items()
        }
        values["relaxed_versions"] = config.enum("rdb-version-check") == "relaxed"
        values["sanitize_files"] = config.enum("sanitize-dump-payload") == "yes"
        values["version"] = save_version(config)
        values["load_delay_us"] = config.int("key-load-delay")
        door.persist(values)


def save_version(config: Config) -> int:
    """The version of RDB that files and DUMP have."""
    word = config.enum("rdb-save-version")
    return RDB_VERSION if word == "current" else int(word)
