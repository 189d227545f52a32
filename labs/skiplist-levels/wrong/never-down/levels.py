"""What the heights of a skiplist's nodes tell. Make it agree with the server."""


def nodes_on(heights: list[int], level: int) -> int:
    """Say how many nodes stand on a level; the lowest is level 1.

    heights: of the nodes, in the order of the list
    """
    return sum(height >= level for height in heights)


def links_to(heights: list[int], rank: int) -> int:
    """Say how many links a search follows from the head to the node of this rank, from 0."""
    return sum(height == max(heights) for height in heights[: rank + 1])
