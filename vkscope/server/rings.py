"""The event ring's file in shared memory, and what killed servers left of theirs.

Words: a ring whose server was killed is its *black box*: the last seconds before the end.

Design: a running server holds a shared lock on its ring, which ends with the process, also in
another container that shares the memory. At boot, rings that nobody locks are swept: of each port
the newest black box stays, for a day after its end, all others go; and of all ports the newest
KEEP. So servers that are killed and started again in a loop, on whatever ports, fill no memory and
make no start slow, and the box of a last life can still be read.
"""

from __future__ import annotations

import fcntl
import os
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

KEEP_S: Final = 24 * 3600
KEEP: Final = 64
_held: list[int] = []


def folder() -> Path:
    """Shared memory where there is some, else where temporary files go."""
    if os.access("/dev/shm", os.W_OK):
        return Path("/dev/shm")
    return Path(os.environ.get("TMPDIR", "/tmp"))


def path(port: int) -> str:
    """Where this process's ring stands."""
    return str(folder() / f"vkscope-{os.getpid()}-{port}.ring")


def hold(ring: str) -> None:
    """Marks the ring as in use until this process ends."""
    with suppress(OSError):
        descriptor = os.open(ring, os.O_RDONLY | os.O_CLOEXEC)
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        _held.append(descriptor)


def touch() -> None:
    """Says that this process lives: writes to mapped memory leave the file's time as it was."""
    for descriptor in _held:
        with suppress(OSError):
            os.utime(descriptor)


def sweep(ours: str, now: float | None = None) -> list[Path]:
    """Removes black boxes that are old, not the newest of their port, or too many; which."""
    now = time.time() if now is None else now
    boxes: list[tuple[float, str, Path]] = []
    for ring in Path(ours).parent.glob("vkscope-*-*.ring"):
        with suppress(OSError, ValueError):
            if str(ring) != ours and _abandoned(ring):
                boxes.append((ring.stat().st_mtime, ring.stem.rpartition("-")[2], ring))
    ports: set[str] = set()
    gone = []
    for when, port, ring in sorted(boxes, reverse=True):
        if port in ports or when < now - KEEP_S or len(ports) >= KEEP:
            gone.append(ring)
        ports.add(port)
    for ring in gone:
        with suppress(OSError):
            ring.unlink()
    return gone


def _abandoned(ring: Path) -> bool:
    """No process locks it, and the one in its name is not there either."""
    descriptor = os.open(ring, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(descriptor)
    try:
        os.kill(int(ring.stem.split("-")[1]), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
