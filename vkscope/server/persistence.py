"""Snapshots: parameters for native's RDB code, the load at the start, the save at the end.

Rules: knows no byte of the format; native writes and reads it.
"""

from __future__ import annotations

import time
from typing import Final

from vkscope.native import door
from vkscope.server.config import Config
from vkscope.server.log import Log

RDB_VERSION: Final = 80
SWITCHES: Final = {
    "compression": "rdbcompression",
    "checksum": "rdbchecksum",
    "incremental_sync": "rdb-save-incremental-fsync",
}
"""Fields of native's vkPersist and the parameters that they hold."""
NUMBERS: Final = {"load_delay_us": "key-load-delay", "save_delay_us": "rdb-key-save-delay"}
WORDS: Final = (
    "rdb-version-check",
    "sanitize-dump-payload",
    "rdb-save-version",
    "dbfilename",
    "save",
)


class Persistence:
    """Follows the configuration, loads and saves."""

    def __init__(self, config: Config, log: Log) -> None:
        self._config = config
        self._log = log

    def follow(self) -> None:
        """Apply everything now, and again whenever CONFIG SET changes it."""
        for name in (*SWITCHES.values(), *NUMBERS.values(), *WORDS):
            self._config.on_apply(name, self._apply)
        self._apply(self._config)

    def _apply(self, config: Config) -> None:
        values: dict[str, int | bool] = {
            field: config.bool(name) for field, name in SWITCHES.items()
        }
        values |= {field: config.int(name) for field, name in NUMBERS.items()}
        values["relaxed_versions"] = config.enum("rdb-version-check") == "relaxed"
        values["sanitize_files"] = config.enum("sanitize-dump-payload") == "yes"
        values["version"] = save_version(config)
        values["save_points"] = len(config.save_points)
        door.save_points(config.save_points)
        door.persist(values, config.str("dbfilename"))

    def load(self) -> bool:
        """Load the file, if there is one, while clients are told LOADING; False: do not go on."""
        began = time.monotonic()
        result = door.load()
        if result is door.Loaded.YES:
            took = time.monotonic() - began
            self._log.say("notice", f"DB loaded from disk: {took:.3f} seconds")
        if result is door.Loaded.FAILED:
            self._log.say("warning", "Fatal error loading the DB, check server logs. Exiting.")
        return result is not door.Loaded.FAILED

    def save_at_end(self, *, wanted: bool | None, force: bool) -> bool:
        """Save as a server that ends does; wanted None: where save points say so. False: stay."""
        if not (bool(self._config.save_points) if wanted is None else wanted):
            return True
        self._log.say("notice", "Saving the final RDB snapshot before exiting.")
        if door.save():
            return True
        if force:
            self._log.say("warning", "Error trying to save the DB. Exit anyway.")
            return True
        self._log.say("warning", "Error trying to save the DB, can't exit.")
        text = "Errors trying to shut down the server. Check the logs for more information."
        self._log.say("warning", text)
        return False


def save_version(config: Config) -> int:
    """The version of RDB that files and DUMP have."""
    word = config.enum("rdb-save-version")
    return RDB_VERSION if word == "current" else int(word)
