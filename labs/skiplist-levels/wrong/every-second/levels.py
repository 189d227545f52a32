"""What the heights of a skiplist's nodes tell. Make it agree with the server."""


def nodes_on(heights: list[int], level: int) -> int:
    """Say how many nodes stand on a level; the lowest is level 1.

    heights: of the nodes, in the order of the list
    """
    return len(heights) >> (level - 1)


def links_to(heights: list[int], rank: int) -> int:
    """Say how many links a search follows from the head to the node of this rank, from 0."""
    links, at = 0, -1
    for level in range(max(heights), 0, -1):
        for there in range(at + 1, rank + 1):
            if heights[there] >= level:
                links, at = links + 1, there
    return links
