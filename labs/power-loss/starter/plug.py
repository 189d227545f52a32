"""What a power cut leaves. Make it agree with the trace."""

WAITS = ""  # main or thread: who waits for the fsyncs of everysec?
PIPELINE_SYNCS = 0  # fsyncs of 40 SETs in one pipeline, with always


def sure(writes: list[tuple[int, int]], syncs: list[tuple[int, int]], cut: int) -> int:
    """Return how many commands are surely on the disk when the plug is pulled at `cut`.

    writes: when each ended, and how many commands it held
    syncs: when each fsync began, and when it ended
    """
    return 0
