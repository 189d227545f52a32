"""What is compressed in a list, and what that costs. Make it agree with the server."""

LEAST_BYTES, LEAST_GAIN = 48, 8


def may_be_compressed(number: int, nodes: int, depth: int) -> bool:
    """Say whether node `number`, from 0, of a list of so many nodes is one of the middle."""
    return depth > 0 and depth <= number < nodes - depth


def pays(values: list[bytes]) -> bool:
    """Say whether a node of the middle that holds these values is kept compressed."""
    block = b"".join(bytes([len(value) % 128]) + value for value in values)
    cost, at = 0.0, 0
    while at < len(block):
        length = 0
        while at + length < len(block):
            if block.find(block[at : at + length + 1], 0, at + length) < 0:
                break
            length += 1
        if length < 3:
            cost, at = cost + 33 / 32, at + 1
        else:
            cost, at = cost + 3, at + length
    return len(block) >= LEAST_BYTES and cost + LEAST_GAIN < len(block)


def unpacked(entries: list[int], compressed: list[bool], first: int, last: int) -> int:
    """Say how many nodes `LRANGE key first last` has to unpack.

    entries: elements of each node, in order; compressed: whether it is
    first, last: as the command takes them, so -1 is the last element
    """
    return sum(compressed)
