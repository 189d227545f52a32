"""What is known of the cluster's nodes and slots: the picture that CLUSTER changes.

Words: a *node* is known by its id, 40 hex digits. A *shard* is a primary with its replicas. The
*config epoch* of a node orders claims to slots, the *current epoch* is the highest seen anywhere.
*Migrating* is a slot of ours whose keys are going to another node, *importing* one that comes.

Rules: no I/O, no clock: files are nodes_file.py's, decisions commands.py's.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import IntFlag
from typing import Final

SLOTS: Final = 16384
ID_LENGTH: Final = 40
_ID = re.compile(r"[0-9a-f]{40}")


class Flag(IntFlag):
    """What a node is; numbers as on the bus."""

    PRIMARY = 1
    REPLICA = 2
    PFAIL = 4
    FAIL = 8
    MYSELF = 16
    HANDSHAKE = 32
    NOADDR = 64
    NOFAILOVER = 512


FLAG_WORDS: Final = {
    Flag.MYSELF: "myself",
    Flag.PRIMARY: "master",
    Flag.REPLICA: "slave",
    Flag.PFAIL: "fail?",
    Flag.FAIL: "fail",
    Flag.HANDSHAKE: "handshake",
    Flag.NOADDR: "noaddr",
    Flag.NOFAILOVER: "nofailover",
}
"""As they are written, and in which order."""


def new_id() -> str:
    """Return a random id for a node or a shard."""
    return secrets.token_hex(ID_LENGTH // 2)


def is_id(text: str) -> bool:
    """Whether the text may be an id."""
    return _ID.fullmatch(text) is not None


@dataclass(eq=False, slots=True)
class Node:
    """One node; ports are 0 where there is none, times Unix milliseconds."""

    id: str
    flags: Flag = Flag(0)
    shard_id: str = field(default_factory=new_id)
    ip: str = ""
    tcp_port: int = 0
    tls_port: int = 0
    bus_port: int = 0
    hostname: str = ""
    nodename: str = ""
    client_ipv4: str = ""
    client_ipv6: str = ""
    client_tcp_port: int = 0
    client_tls_port: int = 0
    primary: Node | None = None
    ping_sent: int = 0
    pong_received: int = 0
    config_epoch: int = 0
    linked: bool = False

    @property
    def is_replica(self) -> bool:
        return Flag.REPLICA in self.flags

    @property
    def epoch(self) -> int:
        """The config epoch that counts: a replica's is its primary's."""
        return self.primary.config_epoch if self.primary else self.config_epoch


@dataclass(slots=True)
class Cluster:
    """The nodes and the slots as this node, `myself`, sees them."""

    myself: Node
    nodes: dict[str, Node] = field(default_factory=dict)
    owner: list[Node | None] = field(default_factory=lambda: [None] * SLOTS)
    migrating: dict[int, Node] = field(default_factory=dict)
    importing: dict[int, Node] = field(default_factory=dict)
    current_epoch: int = 0
    last_vote_epoch: int = 0

    def __post_init__(self) -> None:
        self.nodes.setdefault(self.myself.id, self.myself)

    @classmethod
    def of_one(cls) -> Cluster:
        """Return a cluster that consists of a new node."""
        return cls(Node(new_id(), Flag.MYSELF | Flag.PRIMARY))

    def assign(self, slot: int, node: Node | None) -> None:
        """Let a node serve a slot; what was being imported from elsewhere is no longer."""
        self.owner[slot] = node

    def slots_of(self, node: Node) -> list[int]:
        """The slots that a node serves, rising."""
        return [slot for slot, owner in enumerate(self.owner) if owner is node]

    @property
    def assigned(self) -> int:
        """How many slots somebody serves."""
        return SLOTS - self.owner.count(None)

    @property
    def size(self) -> int:
        """How many primaries serve slots."""
        owners = {id(node): node for node in self.owner if node is not None}
        return len(owners)

    def highest_epoch(self) -> int:
        """The highest epoch that is known."""
        return max(self.current_epoch, *(node.config_epoch for node in self.nodes.values()))

    def bump_epoch(self) -> bool:
        """Give this node the highest config epoch, without asking others; False: it has it."""
        me = self.myself
        if me.config_epoch and me.config_epoch == self.highest_epoch():
            return False
        self.current_epoch += 1
        me.config_epoch = self.current_epoch
        return True

    def forget_slots(self) -> None:
        """Nobody serves any slot, and none is moving."""
        self.owner = [None] * SLOTS
        self.migrating.clear()
        self.importing.clear()

    def reset(self, *, hard: bool) -> None:
        """Forget slots and other nodes; hard: become somebody else, with no history."""
        me = self.myself
        self.forget_slots()
        if hard:
            self.current_epoch = self.last_vote_epoch = me.config_epoch = 0
            me.id, me.shard_id = new_id(), new_id()
        self.nodes = {me.id: me}


def ranges(slots: Iterable[int]) -> Iterator[tuple[int, int]]:
    """First and last slot of each run of rising slots."""
    first = last = -1
    for slot in slots:
        if first >= 0 and slot == last + 1:
            last = slot
            continue
        if first >= 0:
            yield first, last
        first = last = slot
    if first >= 0:
        yield first, last


def flags_text(flags: Flag) -> str:
    """Flags as lines about nodes show them."""
    return ",".join(word for flag, word in FLAG_WORDS.items() if flag in flags) or "noflags"
