"""What is compressed in a list, and what that costs. Make it agree with the server."""


def may_be_compressed(number: int, nodes: int, depth: int) -> bool:
    """Say whether node `number`, from 0, of a list of so many nodes is one of the middle."""
    return False


def pays(values: list[bytes]) -> bool:
    """Say whether a node of the middle that holds these values is kept compressed."""
    return False


def unpacked(entries: list[int], compressed: list[bool], first: int, last: int) -> int:
    """Say how many nodes `LRANGE key first last` has to unpack.

    entries: elements of each node, in order; compressed: whether it is
    first, last: as the command takes them, so -1 is the last element
    """
    return 0
