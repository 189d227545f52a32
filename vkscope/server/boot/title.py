"""The process title that ps shows, and the kernel's score for the out-of-memory killer.

Design: the kernel shows the memory where a program's arguments lie, and a title goes on where the
environment lay (native's base/title.h). The places stand in /proc/self/stat. Native knows the
titles of its children too, as they are forked without Python.
"""

from __future__ import annotations

import contextlib
import os
from typing import Final

from vkscope.native import door
from vkscope.server.config import ApplyError, Config
from vkscope.server.config.checks import expand_title
from vkscope.server.log import WARNING, Log

_PLACES: Final = slice(45, 49)
"""Arguments and environment among the fields of /proc/self/stat behind the name."""
CHILDREN: Final = (
    "vkscope-rdb-bgsave",
    "vkscope-aof-rewrite",
    "vkscope-rdb-to-replicas",
    "vkscope-module-fork",
)
"""The {title} of children, in the order of the events' fork_kind."""


def text(config: Config, program: str) -> str:
    """The title that the template makes."""
    port, tls_port = config.int("port"), config.int("tls-port")
    binds = config.binds
    if port or tls_port:
        address = f"{binds[0] if binds else '*'}:{port or tls_port}"
    else:
        address = f"unixsocket:{config.str('unixsocket')}"
    variables = {
        "title": program,
        "listen-addr": address,
        "server-mode": "[cluster]" if config.bool("cluster-enabled") else "",
        "config-file": config.file or "-",
        "port": str(port),
        "tls-port": str(tls_port),
        "unixsocket": config.str("unixsocket"),
    }
    return expand_title(config.str("proc-title-template"), variables) or program


def follow(config: Config, program: str) -> None:
    """Shows the title, now and when a parameter in it changes, if set-proc-title says so."""
    if not config.bool("set-proc-title") or not _take_place():
        return

    def renew(config: Config) -> None:
        door.show_title(_bytes(text(config, program)))
        for kind, name in enumerate(CHILDREN):
            door.child_title(kind, _bytes(text(config, name)))

    renew(config)
    for name in ("proc-title-template", "port", "bind", "tls-port"):
        config.on_apply(name, renew)


def _bytes(title: str) -> bytes:
    return title.encode("utf-8", "surrogateescape")


def _take_place() -> bool:
    """Tells native where titles go, and makes that free; whether the system lets us."""
    try:
        start, end, environment, room_end = _places()
    except (OSError, ValueError, IndexError):
        return False
    if environment == end < room_end:
        _move_environment()
    else:
        room_end = end
    door.title_place(start, end - start, room_end - start)
    return True


def _places() -> tuple[int, int, int, int]:
    """Of the arguments: start, end; of the environment: start, end."""
    with open("/proc/self/stat", encoding="ascii", errors="replace") as file:
        after_name = file.read().rpartition(")")[2].split()
    # The process id and the name come before what is left.
    start, end, environment, room_end = (int(n) for n in after_name[_PLACES])
    if not 0 < start < end:
        raise ValueError("no arguments")
    return start, end, environment, room_end


def _move_environment() -> None:
    """Lets libc keep every variable in memory of its own, in place of where the kernel put it."""
    variables = dict(os.environb)
    os.environb.clear()
    os.environb.update(variables)


class OomScore:
    """Keeps the kernel's score for this process as the parameters say.

    A relative score counts from what the process had when the parameter was switched on. `no`
    goes back to that and lets go: what others write then stays.
    """

    _FILE: Final = "/proc/self/oom_score_adj"

    def __init__(self, log: Log) -> None:
        self._log = log
        self._base: int | None = None

    def follow(self, config: Config) -> None:
        """Sets the score, now and when the parameters change. Call once, at start."""
        with contextlib.suppress(ApplyError):  # the log has it
            self.apply(config)
        config.on_apply("oom-score-adj", self.apply)
        config.on_apply("oom-score-adj-values", self.apply)

    def apply(self, config: Config) -> None:
        """Sets the score of a primary (or replica); raises ApplyError."""
        mode = config.enum("oom-score-adj")
        if mode == "no" and self._base is None:
            return
        try:
            if self._base is None:
                with open(self._FILE, encoding="ascii") as file:
                    self._base = int(file.read())
            scores = config.words("oom-score-adj-values")
            score = scores[1 if config.values["replicaof"] else 0]
            assert isinstance(score, int)
            child = scores[2]
            assert isinstance(child, int)
            if mode == "no":
                score = child = self._base
            elif mode != "absolute":
                score += self._base
                child += self._base
            door.child_score(max(-1000, min(1000, child)))
            with open(self._FILE, "w", encoding="ascii") as file:
                file.write(str(max(-1000, min(1000, score))))
            if mode == "no":
                self._base = None
        except (OSError, ValueError) as error:
            self._log.write(WARNING, f"Unable to write oom_score_adj: {error}")
            raise ApplyError("Failed to set current oom_score_adj. Check server logs.") from None
