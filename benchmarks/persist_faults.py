"""Faults of persistence, for benchmarks/doctor_faults.py: saves that fail, saves that copy."""

from __future__ import annotations

import time

from benchmarks.faults import Fault, Stage, encode

ROWS, BYTES = 40_000, 4000
FIELD_LIFE_MS = 600_000


def copied_prepare(stage: Stage, strength: int) -> None:
    """160 MB, and a save that outlasts the case."""
    stage.ask("DEBUG", "POPULATE", str(ROWS), "row", str(BYTES))
    stage.ask("CONFIG", "SET", "rdb-key-save-delay", "400")


def copied(stage: Stage, strength: int) -> None:
    """A byte of each row while the child lives: of all, of two thirds, of one in thirty."""
    stage.ask("BGSAVE")
    step = 30 if strength == 2 else 1
    last = ROWS if strength != 1 else ROWS * 2 // 3
    with stage.talking() as talk:
        for first in range(0, last, 5000):
            rows = range(first, min(first + 5000, last), step)
            talk.many(encode("SETRANGE", f"row:{i}", "2000", "x") for i in rows)
            time.sleep(0.02)


def refused_prepare(stage: Stage, strength: int) -> None:
    """A time limit of a field, which a file of version 10 cannot hold; the weak case has none."""
    stage.ask("HSET", "session", "token", "x")
    if strength != 2:
        stage.ask("HPEXPIRE", "session", str(FIELD_LIFE_MS), "FIELDS", "1", "token")
    stage.ask("CONFIG", "SET", "rdb-save-version", "10")


def refused(stage: Stage, strength: int) -> None:
    """Save behind the back, twice or once."""
    for _ in range((2, 1, 1)[strength]):
        stage.ask("BGSAVE")
        time.sleep(0.8)


FAULTS = (
    Fault("copy on write", "cow-blow-up", copied_prepare, copied),
    Fault("save refused", "background-save-failed", refused_prepare, refused),
)
