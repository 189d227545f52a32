"""What a power cut leaves. Make it agree with the trace."""

WAITS = "thread"
PIPELINE_SYNCS = 1


def sure(writes: list[tuple[int, int]], syncs: list[tuple[int, int]], cut: int) -> int:
    """Return how many commands are surely on the disk when the plug is pulled at `cut`.

    writes: when each ended, and how many commands it held
    syncs: when each fsync began, and when it ended
    """
    promised = max((began for began, ended in syncs if ended <= cut), default=-1)
    return sum(commands for ended, commands in writes if ended <= promised)
