"""Where the process runs, and how: server-cpulist, locale-collate, disable-thp.

Rules: applied once before anything is opened; a thread or child that has a list of its own moves
there later.
"""

from __future__ import annotations

import locale

from vkscope.native import door
from vkscope.server.config import ApplyError, Config, ConfigError


def follow(config: Config) -> None:
    """Apply all now, and the locale again when it changes. Raises ConfigError."""
    try:
        _collate(config)
    except ApplyError:
        raise ConfigError(
            "Failed to configure LOCALE for invalid locale name.", channel="log"
        ) from None
    config.on_apply("locale-collate", _collate)
    door.pin(config.str("server-cpulist"))
    if config.bool("disable-thp"):
        door.huge_pages_off()  # where that cannot be, the doctor tells of what huge pages cost


def _collate(config: Config) -> None:
    try:
        locale.setlocale(locale.LC_COLLATE, config.str("locale-collate"))
    except locale.Error:
        raise ApplyError("Invalid locale name") from None
