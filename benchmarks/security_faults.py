"""Faults of users' rights, for benchmarks/doctor_faults.py."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import repeat

from benchmarks.faults import Fault, Stage, encode

RATES = (400, 40, 1)
"""Tries a second: strong, medium, weak."""


def worker_prepare(stage: Stage, strength: int) -> None:
    """A user who may read its own keys."""
    stage.ask("ACL", "SETUSER", "worker", "on", ">secret", "+get", "+ping", "~own:*")


def _tries(stage: Stage, strength: int, commands: Iterator[bytes]) -> None:
    with stage.talking() as talk:
        talk.ask("AUTH", "worker", "secret")
        end = time.monotonic() + stage.seconds - 0.5
        while time.monotonic() < end:
            talk.many(iter([next(commands)]))
            time.sleep(1 / RATES[strength])


def denied(stage: Stage, strength: int) -> None:
    """A client that writes with a reader's rights."""
    _tries(stage, strength, repeat(encode("SET", "own:1", "x")))


FAULTS = (Fault("denied storm", "denied-storm", worker_prepare, denied),)
