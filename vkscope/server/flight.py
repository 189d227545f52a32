"""The flight recorder's parameters: handed to native at boot and when CONFIG SET changes them."""

from __future__ import annotations

from typing import Final

from vkscope.native import door
from vkscope.server.config import ApplyError, Config

NAMES: Final = (
    "scope-flight-dir",
    "scope-flight-tick-ms",
    "scope-flight-p99-us",
    "scope-flight-seconds",
    "scope-flight-interval",
)


def apply(config: Config) -> None:
    """Make the parameters so."""
    directory = config.str("scope-flight-dir")
    fits = door.flight(
        directory,
        tick_ns=config.int("scope-flight-tick-ms") * 1_000_000,
        p99_ns=config.int("scope-flight-p99-us") * 1_000,
        seconds=config.int("scope-flight-seconds"),
        interval_ns=config.int("scope-flight-interval") * 1_000_000_000,
    )
    if not fits:
        raise ApplyError("scope-flight-dir is too long a name")


def follow(config: Config) -> None:
    """Apply now and whenever one of them changes."""
    for name in NAMES:
        config.on_apply(name, apply)
    apply(config)
