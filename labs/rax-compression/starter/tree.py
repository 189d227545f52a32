"""A compressed radix tree of keys. Make it need as few nodes as the server's."""

from __future__ import annotations


class Node:
    """The bytes that lead here from the parent's branch, and one branch for each next byte."""

    def __init__(
        self,
        prefix: bytes = b"",
        is_key: bool = False,
        branches: dict[int, Node] | None = None,
    ) -> None:
        self.prefix = prefix
        self.is_key = is_key
        self.branches: dict[int, Node] = branches if branches is not None else {}


def insert(node: Node | None, key: bytes) -> Node:
    """Add the key to the tree below `node` (None: it is empty); return what stands there now."""
    node = node or Node()
    if not key:
        node.is_key = True
        return node
    node.branches[key[0]] = insert(node.branches.get(key[0]), key[1:])
    return node
