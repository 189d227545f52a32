"""The keyspace's side of the control plane: parameters of memory, eviction and expiry; policies.

Rules: knows no key. Numbers go to native in one call; policies decide, native does.
"""

from __future__ import annotations

from typing import Final

from vkscope.native import door
from vkscope.server.config import Config
from vkscope.server.log import WARNING, Log
from vkscope.server.policies import eviction, expiry
from vkscope.tables import events

PARAMETERS: Final = {
    "maxmemory": "maxmemory",
    "samples": "maxmemory-samples",
    "lfu_log_factor": "lfu-log-factor",
    "lfu_decay_time": "lfu-decay-time",
}
SWITCHES: Final = {
    "lazy_eviction": "lazyfree-lazy-eviction",
    "lazy_expire": "lazyfree-lazy-expire",
    "lazy_server_del": "lazyfree-lazy-server-del",
    "lazy_user_del": "lazyfree-lazy-user-del",
    "lazy_user_flush": "lazyfree-lazy-user-flush",
    "active_rehashing": "activerehashing",
}
"""Fields of native's vkKeyspace and the parameters that they hold."""
DECIDED_BY: Final = ("maxmemory-eviction-tenacity", "active-expire-effort")


class Keyspace:
    """Follows the configuration."""

    def __init__(self, config: Config, log: Log) -> None:
        self._config = config
        self._log = log
        self._limit = config.int("maxmemory")

    def follow(self) -> None:
        """Apply everything now, and again whenever CONFIG SET changes it."""
        for name in (*PARAMETERS.values(), *SWITCHES.values(), "maxmemory-policy"):
            self._config.on_apply(name, self._apply)
        for name in DECIDED_BY:
            self._config.on_apply(name, self._decide)
        self._apply(self._config)
        self._decide(self._config)

    def _apply(self, config: Config) -> None:
        policies = events.load().enums["policy"]
        values: dict[str, int | bool] = {
            field: config.int(name) for field, name in PARAMETERS.items()
        }
        values |= {field: config.bool(name) for field, name in SWITCHES.items()}
        values["policy"] = policies.index(config.enum("maxmemory-policy"))
        self._warn(config.int("maxmemory"))
        door.keyspace(values)

    def _warn(self, limit: int) -> None:
        changed, self._limit = limit != self._limit, limit
        used = door.numbers()["used_memory"] if changed and limit else 0
        if used > limit:
            self._log.write(
                WARNING,
                f"WARNING: the new maxmemory value set via CONFIG SET ({limit}) is smaller than "
                f"the current memory usage ({used}). This will result in key eviction and/or the "
                "inability to accept new write commands depending on the maxmemory-policy.",
            )

    def _decide(self, config: Config) -> None:
        tenacity, effort = (config.int(name) for name in DECIDED_BY)
        evicting = eviction.decide(eviction.EvictionSnapshot(tenacity))
        expiring = expiry.decide(expiry.ExpirySnapshot(effort))
        door.knobs({**evicting._asdict(), **expiring._asdict()})
