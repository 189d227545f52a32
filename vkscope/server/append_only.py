"""Parameters for native's write path of the append-only file, and for background threads."""

from __future__ import annotations

from typing import Final

from vkscope.native import door
from vkscope.server.config import Config

POLICIES: Final = ("everysec", "always", "no")
"""Words of appendfsync, in the order of native's enum aofPolicy."""
NAMES: Final = (
    "appendfsync",
    "no-appendfsync-on-rewrite",
    "aof-timestamp-enabled",
    "bio-cpulist",
)


def follow(config: Config) -> None:
    """Apply everything now, and again whenever CONFIG SET changes it."""
    for name in NAMES:
        config.on_apply(name, apply)
    apply(config)


def apply(config: Config) -> None:
    """Tell native what the parameters are."""
    values: dict[str, int | bool] = {
        "policy": POLICIES.index(config.enum("appendfsync")),
        "no_sync_on_rewrite": config.bool("no-appendfsync-on-rewrite"),
        "timestamps": config.bool("aof-timestamp-enabled"),
    }
    door.aof_settings(values, config.str("bio-cpulist"))
