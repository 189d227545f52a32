"""The wait of a server that ends for replicas that do not have everything yet.

Rules: no I/O; the caller asks for acknowledgements, stops writes and tells the time.
Words: lagging is a replica that has not acknowledged the stream's end. One that came by SYNC never
acknowledges, so nobody waits for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from vkscope.server.ending import Steps, Wishes
from vkscope.server.replication.primary import State

STATES: Final = {
    State.WAITS: "wait_bgsave",
    State.CHILD: "wait_bgsave",
    State.FILE: "send_bulk",
    State.ONLINE: "online",
}
FAILED: Final = b"-ERR Errors trying to SHUTDOWN. Check logs.\r\n"


@dataclass(slots=True)
class Farewell:
    """A shutdown under way; deadline is monotonic seconds."""

    deadline: float
    number: int
    wishes: Wishes
    steps: Steps
    waiting: list[tuple[int, int, int]] = field(default_factory=list)
    """Clients that said SHUTDOWN and hear of it only when it fails."""


def lagging(replicas: Sequence[dict[str, Any]], end: int) -> list[dict[str, Any]]:
    """Those to wait for; replicas as door.replicas() has them, end is the stream's offset."""
    return [each for each in replicas if each["psync"] and each["ack"] != end]


def lines(replicas: Sequence[dict[str, Any]], end: int, now_ms: int) -> list[str]:
    """What the log says of replicas in the end."""
    late = [each for each in replicas if each["ack"] != end]
    found = []
    for each in late:
        lag = (now_ms - each["ack_ms"]) // 1000 if each["state"] == State.ONLINE else 0
        found.append(
            f"Lagging replica {each['name']} reported offset {end - each['ack']} behind master, "
            f"lag={lag}, state={STATES[State(each['state'])]}."
        )
    if replicas:
        in_sync = len(replicas) - len(late)
        found.append(f"{in_sync} of {len(replicas)} replicas are in sync when shutting down.")
    return found
