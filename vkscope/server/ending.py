"""What a server does before it ends: how it was asked to, its children, its files.

Rules: decides and says; the order of an end, and its waiting, are app.py's.
Events: ShutdownStepped.
"""

from __future__ import annotations

import signal
import time
from dataclasses import dataclass, field
from typing import TypedDict

from vkscope.native import door
from vkscope.server.config import Config
from vkscope.server.log import Log
from vkscope.server.persistence import Persistence
from vkscope.tables import events

_PARAMETERS = {signal.SIGINT: "shutdown-on-sigint", signal.SIGTERM: "shutdown-on-sigterm"}


class Wishes(TypedDict):
    """How to end; save None: where save points say so."""

    save: bool | None
    force: bool
    now: bool


def wishes_of_words(words: set[str]) -> Wishes:
    """The wishes that SHUTDOWN's words, or a parameter's, mean; in lower case."""
    save = "save" in words if words & {"save", "nosave"} else None
    return {"save": save, "force": "force" in words, "now": "now" in words}


def wishes_of_signal(number: int, config: Config) -> Wishes:
    """The wishes of shutdown-on-sigint and shutdown-on-sigterm."""
    name = _PARAMETERS.get(signal.Signals(number), "shutdown-on-sigterm")
    return wishes_of_words({str(word) for word in config.words(name)})


@dataclass(slots=True)
class Steps:
    """Makes the steps of an end events."""

    began: float = field(default_factory=time.monotonic)

    def tell(self, step: str, left: int = 0, text: str = "") -> None:
        """Tell of a step of the catalogue's shutdown_step; left: replicas or children."""
        catalogue = events.load()
        number = catalogue.by_name("ShutdownStepped").number
        span = int((time.monotonic() - self.began) * 1e9)
        door.event(number, span, catalogue.enums["shutdown_step"].index(step), left, text=text)


def settle(log: Log, persistence: Persistence, steps: Steps, *, wishes: Wishes) -> str:
    """End children and make files durable; returns why the server must stay, or nothing."""
    why = _end_children(log, steps, force=wishes["force"])
    if why:
        return why
    _sync(log, steps)
    if not persistence.saves_at_end(wishes["save"]):
        return ""
    steps.tell("saves")
    return persistence.save_at_end(force=wishes["force"])


def _end_children(log: Log, steps: Steps, *, force: bool) -> str:
    kind = door.worker()
    if not kind:
        return ""
    if kind == "aof" and door.aof_numbers()["aof_state"] == door.AOF_WAITS:
        if not force:
            log.say("warning", "Writing initial AOF, can't exit.")
            return "the first append-only file is not written yet"
        log.say("warning", "Writing initial AOF. Exit anyway.")
    text = "rewriting the AOF" if kind == "aof" else "saving an .rdb"
    log.say("warning", f"There is a child {text}. Killing it!")
    steps.tell("kills_children", 1)
    door.end_worker()
    return ""


def _sync(log: Log, steps: Steps) -> None:
    if door.aof_numbers()["aof_state"] == door.AOF_OFF:
        return
    log.say("notice", "Calling fsync() on the AOF file.")
    steps.tell("flushes")
    try:
        door.aof_sync()
    except OSError as error:
        log.say("warning", f"Fail to fsync the AOF file: {error.strerror}.")
