"""Snapshots: parameters for native's RDB code, saves when they are due, load and save at the ends.

Rules: knows no byte of the format; native writes and reads it.
"""

from __future__ import annotations

import os
import time
from typing import Final

from vkscope.files.rdb_check import RdbCheck
from vkscope.native import door
from vkscope.server.config import Config
from vkscope.server.log import Log
from vkscope.server.policies.saving import State, due

RDB_VERSION: Final = 80
SWITCHES: Final = {
    "compression": "rdbcompression",
    "checksum": "rdbchecksum",
    "incremental_sync": "rdb-save-incremental-fsync",
    "stop_writes": "stop-writes-on-bgsave-error",
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
MOST_CHECKED: Final = 16 << 20
"""Bytes of a file that is looked through after it could not be loaded: a few seconds' work."""
CPUS: Final = (
    "bgsave-cpulist",
    "aof-rewrite-cpulist",
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
        for name in CPUS:
            self._config.on_apply(name, self._apply_cpus)
        self._apply_cpus(self._config)

    def _apply_cpus(self, config: Config) -> None:
        door.child_cpus(
            config.str("bgsave-cpulist"),
            config.str("aof-rewrite-cpulist"),
        )

    def cron(self, now_s: int) -> None:
        """Save if it is time to; `now_s` is Unix time."""
        state = door.save_state()
        if state.pop("active"):
            return
        found = due(self._config.save_points, State(**state), now_s)
        if found is None:
            return
        if found.point:
            seconds, changes = found.point
            self._log.say("notice", f"{changes} changes in {seconds} seconds. Saving...")
        door.save_in_background(found.point is None)

    def _apply(self, config: Config) -> None:
        values: dict[str, int | bool] = {
            field: config.bool(name) for field, name in SWITCHES.items()
        }
        values |= {field: config.int(name) for field, name in NUMBERS.items()}
        values["relaxed_versions"] = config.enum("rdb-version-check") == "relaxed"
        values["sanitize_files"] = config.enum("sanitize-dump-payload") == "yes"
        values["payloads_sound"] = config.enum("sanitize-dump-payload") == "no"
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
            self._tell_what_is_wrong(self._config.str("dbfilename"))
            self._log.say("warning", "Fatal error loading the DB, check server logs. Exiting.")
        return result is not door.Loaded.FAILED

    def _tell_what_is_wrong(self, path: str) -> None:
        """Log what check-rdb finds in a file that could not be loaded, if that is done soon."""
        try:
            if os.path.getsize(path) > MOST_CHECKED:
                self._log.say("warning", f"To see what is wrong: vkscope check-rdb {path}")
                return
            with open(path, "rb") as file:
                check = RdbCheck(
                    lambda line: self._log.say("warning", line), int(time.time() * 1000)
                )
                check.run(file, path)
        except OSError:
            pass  # native's line has said why it cannot be read

    def saves_at_end(self, wanted: bool | None) -> bool:
        """Tell whether the end writes a file; wanted None: where save points say so."""
        return bool(self._config.save_points) if wanted is None else wanted

    def save_at_end(self, *, force: bool) -> str:
        """Save as a server that ends does; returns why it must stay, or nothing."""
        self._log.say("notice", "Saving the final RDB snapshot before exiting.")
        if door.save():
            return ""
        if force:
            self._log.say("warning", "Error trying to save the DB. Exit anyway.")
            return ""
        self._log.say("warning", "Error trying to save the DB, can't exit.")
        return "the file could not be saved"


def save_version(config: Config) -> int:
    """The version of RDB that files and DUMP have."""
    word = config.enum("rdb-save-version")
    return RDB_VERSION if word == "current" else int(word)
