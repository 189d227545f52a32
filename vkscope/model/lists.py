"""Lists: a listpack while small, else a chain of nodes (quicklist).

Words: *fill* is list-max-listpack-size as it was when the chain was made: elements of a node, or a
size. A *plain* node holds one element too large for a listpack.

Design: why nodes are part of a specification: a chain becomes a listpack again when it has shrunk
to one node of half the limit, so how nodes split and merge decides what OBJECT ENCODING says.

    list  =  node <-> node <-> node          node.items: the elements
                                             node.plain: one large element

Listpack encoding is one node that is not plain.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain

from vkscope.model import listpack
from vkscope.model.limits import Limits

SAFE_SIZE = 8192
"""No node that is limited by count grows beyond so many bytes."""
ESTIMATE = 8
"""What an element is thought to need beside its bytes."""


def size_limit(fill: int) -> int:
    """Return the bytes that a negative fill stands for."""
    return 4096 << min(-fill - 1, 4)


def exceeds(fill: int, size: int, count: int) -> bool:
    """Tell whether a node of that size would be too large."""
    if fill < 0:
        return size > size_limit(fill)
    return size > SAFE_SIZE or count > max(fill, 1)


def is_large(data: bytes, fill: int) -> bool:
    """Tell whether an element needs a node of its own."""
    return len(data) > (size_limit(fill) if fill < 0 else SAFE_SIZE)


class Node:
    """Elements side by side."""

    __slots__ = ("items", "plain", "size")

    def __init__(self, items: list[bytes], plain: bool = False) -> None:
        self.items, self.plain = items, plain
        self.measure()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Node) and (self.items, self.plain) == (other.items, other.plain)

    __hash__ = None  # type: ignore[assignment]

    def measure(self) -> None:
        """Find out how many bytes the elements take."""
        self.size = len(self.items[0]) if self.plain else listpack.size(self.items)

    def takes(self, fill: int, data: bytes) -> bool:
        """Tell whether one more element may go in."""
        if self.plain or is_large(data, fill):
            return False
        return not exceeds(fill, self.size + len(data) + ESTIMATE, len(self.items) + 1)

    def insert(self, at: int, data: bytes) -> None:
        """Put an element in."""
        self.items.insert(at, data)
        self.size += listpack.element_size(data)

    def remove(self, start: int, end: int) -> None:
        """Take elements out."""
        del self.items[start:end]
        if self.items:
            self.measure()


def mergeable(a: Node, b: Node, fill: int) -> bool:
    """Tell whether two neighbours fit into one node."""
    if a.plain or b.plain:
        return False
    return not exceeds(fill, a.size + b.size - listpack.EMPTY, len(a.items) + len(b.items))


@dataclass(slots=True)
class List:
    """Elements in order."""

    nodes: list[Node] = field(default_factory=list)
    encoding: str = "listpack"
    fill: int = 0
    type_name = "list"

    def copy(self) -> List:
        """Return a list of its own, with the same nodes."""
        nodes = [Node(list(node.items), node.plain) for node in self.nodes]
        return List(nodes, self.encoding, self.fill)

    def __len__(self) -> int:
        return sum(len(node.items) for node in self.nodes)

    def items(self) -> list[bytes]:
        """Return all elements."""
        return list(chain.from_iterable(node.items for node in self.nodes))

    def make_room(self, words: list[bytes], limits: Limits) -> None:
        """Before elements are added: a listpack that they would make too large becomes a chain."""
        if self.encoding == "quicklist":
            return
        size = sum(node.size for node in self.nodes) or listpack.EMPTY
        if exceeds(limits.list_size, size + sum(map(len, words)), len(self) + len(words)):
            self.encoding, self.fill = "quicklist", limits.list_size

    def settle(self, limits: Limits, shrinking: bool = True) -> None:
        """After elements went: a chain of one small node becomes a listpack again."""
        if self.encoding == "listpack" or len(self.nodes) != 1 or self.nodes[0].plain:
            return
        part = 2 if shrinking else 1
        node, fill = self.nodes[0], limits.list_size
        if fill < 0:
            fits = node.size <= size_limit(fill) // part
        else:
            fits = len(node.items) <= max(fill, 1) // part
        if fits:
            self.encoding = "listpack"

    def push(self, data: bytes, left: bool) -> None:
        """Add an element at an end."""
        end = 0 if left else -1
        if self.encoding == "listpack" and not self.nodes:
            self.nodes.append(Node([data]))
        elif self.encoding == "listpack" or (self.nodes and self.nodes[end].takes(self.fill, data)):
            node = self.nodes[end]
            node.insert(0 if left else len(node.items), data)
        else:
            self.nodes.insert(0 if left else len(self.nodes), self._node(data))

    def _node(self, data: bytes) -> Node:
        return Node([data], is_large(data, self.fill))

    def pop(self, left: bool) -> bytes:
        """Take an element from an end."""
        index = 0 if left else len(self.nodes) - 1
        data = self.nodes[index].items[0 if left else -1]
        self.cut(0 if left else len(self) - 1, 1)
        return data

    def find(self, index: int) -> tuple[int, int]:
        """Return which node holds an element, and where in it."""
        for number, node in enumerate(self.nodes):
            if index < len(node.items):
                return number, index
            index -= len(node.items)
        raise IndexError

    def cut(self, start: int, count: int) -> None:
        """Take so many elements out, from an index on."""
        kept: list[Node] = []
        for node in self.nodes:
            length = len(node.items)
            low, high = max(start, 0), min(start + count, length)
            if low < high:
                node.remove(low, high)
            if node.items:
                kept.append(node)
            start -= length
        self.nodes = kept

    def insert(self, index: int, data: bytes, after: bool) -> None:
        """Put an element beside another one."""
        number, at = self.find(index)
        node, fill, place = self.nodes[number], self.fill, at + after
        at_edge = at == len(node.items) - 1 if after else at == 0
        if self.encoding == "listpack" or node.takes(fill, data):
            node.insert(place, data)
            return
        beside = number + (1 if after else -1)
        neighbour = self.nodes[beside] if 0 <= beside < len(self.nodes) else None
        large = is_large(data, fill)
        if large and (node.plain or at_edge):
            self.nodes.insert(number + after, self._node(data))
        elif at_edge and neighbour is not None and neighbour.takes(fill, data):
            neighbour.insert(0 if after else len(neighbour.items), data)
        elif at_edge:
            self.nodes.insert(number + after, self._node(data))
        else:
            head, tail = Node(node.items[:place]), Node(node.items[place:])
            if large:
                self.nodes[number : number + 1] = [head, self._node(data), tail]
                return
            if after:
                tail.insert(0, data)
            else:
                head.insert(len(head.items), data)
            self.nodes[number : number + 1] = [head, tail]
            self._merge(number if after else number + 1)

    def replace(self, index: int, data: bytes) -> None:
        """Put another element in an element's place."""
        number, at = self.find(index)
        node = self.nodes[number]
        large = is_large(data, self.fill)
        if self.encoding == "listpack" or not (node.plain or large):
            node.items[at] = data
            node.measure()
        elif node.plain and large:
            self.nodes[number] = self._node(data)
        elif node.plain:
            self.insert(index, data, after=True)
            self.cut(index, 1)
        else:
            head, tail = node.items[:at], node.items[at + 1 :]
            pieces = [Node(head)] if head or tail else []
            pieces += [self._node(data)] + ([Node(tail)] if tail else [])
            self.nodes[number : number + 1] = pieces
            if head:
                self._merge(number + 1)
            elif tail:
                del self.nodes[number]
        self.nodes = [n for n in self.nodes if n.items]

    def _merge(self, center: int) -> None:
        """Merge a node's neighbours where two fit into one: outer ones first."""
        here = self.nodes[center]
        if center >= 2:
            self._join(center - 2)
            center = self.nodes.index(here)
        if center + 2 < len(self.nodes):
            self._join(center + 1)
        if center >= 1 and self._join(center - 1):
            center -= 1
        if center + 1 < len(self.nodes):
            self._join(center)

    def _join(self, number: int) -> bool:
        a, b = self.nodes[number : number + 2]
        if not mergeable(a, b, self.fill):
            return False
        self.nodes[number : number + 2] = [Node(a.items + b.items)]
        return True
