"""Streams: entries with growing IDs, and groups of consumers that share them out.

    stream  =  node <-> node <-> node      node.items: IDs, and whether they are deleted
               groups: last ID, entries read, pending entries; each pending with its consumer

Design: nodes are part of the specification because trimming with `~` removes whole nodes alone, and
because XINFO tells how many there are. A node takes entries until it is full by bytes or number;
deleted entries stay in it, marked, until the last one goes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from vkscope.model import listpack
from vkscope.model.limits import Limits

ID = tuple[int, int]
"""Milliseconds, and a number among equal ones."""
LOWEST: Final[ID] = (0, 0)
HIGHEST: Final[ID] = (2**64 - 1, 2**64 - 1)
UNKNOWN: Final = -1
"""A count of read entries that nobody knows."""
LARGEST_NODE: Final = 1 << 30


def shown(ident: ID) -> bytes:
    """Return an ID as text."""
    return b"%d-%d" % ident


def following(ident: ID) -> ID | None:
    """Return the next ID, None behind the last."""
    ms, number = ident
    if number < 2**64 - 1:
        return ms, number + 1
    return (ms + 1, 0) if ms < 2**64 - 1 else None


def preceding(ident: ID) -> ID | None:
    """Return the ID before, None before the first."""
    ms, number = ident
    if number:
        return ms, number - 1
    return (ms - 1, 2**64 - 1) if ms else None


def number_size(number: int) -> int:
    """Return the bytes of a 64-bit integer in a listpack."""
    return listpack.element_size(b"%d" % ((number + 2**63) % 2**64 - 2**63))


@dataclass(slots=True)
class Node:
    """Entries side by side; `bare` is their size without the two counts in front."""

    first: ID
    fields: list[bytes]
    items: dict[ID, bool] = field(default_factory=dict)
    bare: int = 0

    @property
    def live(self) -> int:
        """How many entries are not deleted."""
        return sum(not gone for gone in self.items.values())

    @property
    def size(self) -> int:
        """The bytes of the listpack."""
        live = self.live
        return self.bare + number_size(live) + number_size(len(self.items) - live)

    def add(self, ident: ID, words: list[bytes]) -> None:
        """Append an entry; fields that are those of the node are left out."""
        names = words[::2]
        if not self.items:
            self.bare = listpack.size(names) + number_size(len(names)) + number_size(0)
        same = names == self.fields
        pieces = len(names) + 3 if same else 2 * len(names) + 4
        self.bare += number_size(2 if same else 0) + number_size(pieces)
        self.bare += number_size(ident[0] - self.first[0]) + number_size(ident[1] - self.first[1])
        if not same:
            self.bare += number_size(len(names)) + sum(map(listpack.element_size, names))
        self.bare += sum(map(listpack.element_size, words[1::2]))
        self.items[ident] = False

    def copy(self) -> Node:
        """Return a node of its own."""
        return Node(self.first, self.fields, dict(self.items), self.bare)


@dataclass(slots=True)
class Pending:
    """An entry that was delivered and not acknowledged."""

    consumer: bytes
    time: int
    count: int = 1


@dataclass(slots=True)
class Consumer:
    """One consumer: when it was seen last, and when it got something last, -1 for never."""

    seen: int
    active: int = -1


@dataclass(slots=True)
class Group:
    """A group of consumers."""

    last: ID
    read: int = UNKNOWN
    pending: dict[ID, Pending] = field(default_factory=dict)
    consumers: dict[bytes, Consumer] = field(default_factory=dict)

    def of(self, consumer: bytes) -> list[ID]:
        """Return what is pending for a consumer."""
        return [ident for ident in sorted(self.pending) if self.pending[ident].consumer == consumer]

    def meet(self, name: bytes, now: int) -> Consumer:
        """Return a consumer, made if it is new; it was seen now."""
        consumer = self.consumers.setdefault(name, Consumer(now))
        consumer.seen = now
        return consumer

    def copy(self) -> Group:
        """Return a group of its own."""
        pending = {i: Pending(p.consumer, p.time, p.count) for i, p in self.pending.items()}
        consumers = {n: Consumer(c.seen, c.active) for n, c in self.consumers.items()}
        return Group(self.last, self.read, pending, consumers)


@dataclass(slots=True)
class Stream:
    """Entries by ID, in order."""

    entries: dict[ID, list[bytes]] = field(default_factory=dict)
    nodes: list[Node] = field(default_factory=list)
    groups: dict[bytes, Group] = field(default_factory=dict)
    last: ID = LOWEST
    deleted: ID = LOWEST
    """The highest ID that XDEL deleted."""
    added: int = 0
    """How many entries there ever were."""
    encoding: str = "stream"
    type_name = "stream"

    def copy(self) -> Stream:
        """Return a stream of its own, with the same nodes."""
        nodes = [node.copy() for node in self.nodes]
        groups = {name: group.copy() for name, group in self.groups.items()}
        return Stream(dict(self.entries), nodes, groups, self.last, self.deleted, self.added)

    @property
    def first(self) -> ID:
        """The first entry's ID."""
        return next(iter(self.entries), LOWEST)

    @property
    def top(self) -> ID:
        """The last entry's ID."""
        return next(reversed(self.entries), LOWEST)

    def append(self, ident: ID, words: list[bytes], limits: Limits) -> None:
        """Add an entry at the end."""
        node = self.nodes[-1] if self.nodes else None
        most = limits.stream_bytes or LARGEST_NODE
        if node is not None:
            full = node.size + sum(map(len, words)) >= most
            if full or (limits.stream_entries and len(node.items) >= limits.stream_entries):
                node = None
        if node is None:
            node = Node(ident, words[::2])
            self.nodes.append(node)
        node.add(ident, words)
        self.entries[ident] = words
        self.last = ident
        self.added += 1

    def remove(self, ident: ID) -> bool:
        """Delete an entry; tell whether it was there. With its last entry a node goes."""
        if self.entries.pop(ident, None) is None:
            return False
        node = next(node for node in self.nodes if ident in node.items)
        node.items[ident] = True
        if not node.live:
            self.nodes.remove(node)
        return True

    def between(self, low: ID, high: ID, reverse: bool = False) -> Iterator[ID]:
        """Go through the IDs of a range."""
        idents = reversed(self.entries) if reverse else iter(self.entries)
        return (ident for ident in idents if low <= ident <= high)

    def tombstone_after(self, ident: ID) -> bool:
        """Tell whether something may have been deleted from an ID on."""
        if not self.entries or self.deleted == LOWEST or self.first > self.deleted:
            return False
        return ident <= self.deleted

    def distance(self, ident: ID) -> int:
        """Return how many entries were added up to an ID, if that can be told."""
        if not self.added:
            return 0
        if not self.entries and ident <= self.last:
            return self.added
        if ident == self.last:
            return self.added
        if ident > self.last:
            return UNKNOWN
        if self.deleted == LOWEST or self.deleted < self.first:
            if ident < self.first:
                return self.added - len(self.entries)
            if ident == self.first:
                return self.added - len(self.entries) + 1
        return UNKNOWN

    def lag(self, group: Group) -> int | None:
        """Return how many entries a group has not read, None if that cannot be told."""
        if not self.added:
            return 0
        if group.read != UNKNOWN and not self.tombstone_after(group.last):
            return self.added - group.read
        read = self.distance(group.last)
        return None if read == UNKNOWN else self.added - read

    def tree_nodes(self) -> int:
        """Return the nodes of the radix tree over the nodes' IDs."""
        return count_tree([b"%b%b" % tuple(n.to_bytes(8) for n in x.first) for x in self.nodes])


def count_tree(keys: list[bytes], depth: int = 0) -> int:
    """Return the nodes of a compressed radix tree: runs without branches are one node."""
    if not keys or depth == len(keys[0]):
        return 1
    low, high = min(keys), max(keys)
    common = depth
    while common < len(low) and low[common] == high[common]:
        common += 1
    if common > depth:
        return 1 + count_tree(keys, common)
    branches: dict[int, list[bytes]] = {}
    for key in keys:
        branches.setdefault(key[depth], []).append(key)
    return 1 + sum(count_tree(group, depth + 1) for group in branches.values())
