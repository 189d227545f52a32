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
    if node is None:
        return Node(key, is_key=True)
    same = 0
    while same < min(len(key), len(node.prefix)) and key[same] == node.prefix[same]:
        same += 1
    if same < len(node.prefix):
        lower = Node(node.prefix[same:], node.is_key, node.branches)
        node = Node(node.prefix[:same], False, {node.prefix[same]: lower})
    rest = key[same:]
    if not rest:
        node.is_key = True
    else:
        node.branches[rest[0]] = insert(node.branches.get(rest[0]), rest[1:])
    return node
