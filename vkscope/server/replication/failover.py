"""FAILOVER: what is asked for, and which replica may take over.

Rules: reads words and views, changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from vkscope.native import door
from vkscope.server.replication.primary import State
from vkscope.server.replication.steward import LATER
from vkscope.server.replies import Error

if TYPE_CHECKING:
    from vkscope.server.app import Server

SYNTAX = Error("ERR syntax error")
NOT_INTEGER = Error("ERR value is not an integer or out of range")


@dataclass(slots=True)
class Wish:
    """What the words ask for."""

    host: str = ""
    port: int = 0
    timeout_ms: int = 0
    force: bool = False


def _int(word: bytes) -> int | None:
    try:
        return int(word)
    except ValueError:
        return None


def read(words: Sequence[bytes]) -> Wish | Error:
    """The wish that FAILOVER's words are, or what is wrong with them."""
    wish, i = Wish(), 0
    while i < len(words):
        word = words[i].lower()
        if word == b"timeout" and i + 1 < len(words) and not wish.timeout_ms:
            number = _int(words[i + 1])
            if number is None:
                return NOT_INTEGER
            if number <= 0:
                return Error("ERR FAILOVER timeout must be greater than 0")
            wish.timeout_ms, i = number, i + 2
        elif word == b"to" and i + 2 < len(words) and not wish.host:
            number = _int(words[i + 2])
            if number is None:
                return NOT_INTEGER
            wish.host, wish.port = words[i + 1].decode("utf-8", "replace"), number
            i += 3
        elif word == b"force" and not wish.force:
            wish.force, i = True, i + 1
        else:
            return SYNTAX
    return wish


def refusal(wish: Wish, replicas: Sequence[dict[str, Any]]) -> Error | None:
    """Why the wish cannot be granted, with these replicas (door.replicas()); None: it could."""
    if not replicas:
        return Error("ERR FAILOVER requires connected replicas.")
    if wish.force and (not wish.timeout_ms or not wish.host):
        return Error(
            "ERR FAILOVER with force option requires both a timeout and target HOST and IP."
        )
    if not wish.host:
        return None
    for each in replicas:
        if (each["address"], each["port"]) == (wish.host, wish.port):
            online = each["state"] == State.ONLINE
            return None if online else Error("ERR FAILOVER target replica is not online.")
    return Error("ERR FAILOVER target HOST and PORT is not a replica.")


def failover(server: Server, call: door.Call) -> Any:
    """FAILOVER [TO host port [FORCE]] [ABORT] [TIMEOUT milliseconds]."""
    if len(call.argv) == 2 and call.argv[1].lower() == b"abort":
        return Error("ERR No failover in progress.")
    wish = read(call.argv[1:])
    if isinstance(wish, Error):
        return wish
    return refusal(wish, door.replicas()) or Error(LATER)
