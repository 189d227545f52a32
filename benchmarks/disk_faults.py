"""Faults of the disk and of files, for benchmarks/doctor_faults.py: slow, full, refusing, torn.

Words: the shim (tests/fault/power_loss) stands before the server's calls to its disk, makes them
fail or an fsync take long. Huge pages are said to be `always` in a mount namespace of the server's
own: the machine's setting stays, pages that are copied have four kilobytes.
"""

from __future__ import annotations

import errno
import os
import subprocess
import time
from pathlib import Path

from benchmarks.faults import Action, Fault, NotHereError, Stage, encode, nothing
from benchmarks.persist_faults import copied, copied_prepare, refused_prepare
from tests.fault.power_loss.recording import Control, Do, environment

AOF = ("--appendonly", "yes", "--appendfsync")
EVERYSEC, ALWAYS = (*AOF, "everysec"), (*AOF, "always")
OLD_VERSION = ("--rdb-save-version", "10")
HUGE_PAGES = "/sys/kernel/mm/transparent_hugepage/enabled"
FOR_EVER = -1
TORN_SETS = 1000


def _page(folder: Path) -> Path:
    return folder.with_name("control")


def shimmed(folder: Path) -> tuple[list[str], dict[str, str]]:
    """Start with the shim loaded; all calls succeed."""
    Control(_page(folder))
    log = folder.with_name("operations.log")
    return [], environment(str(folder), str(log), str(_page(folder)))


def slow_disk(*microseconds: int) -> Action:
    """Each fsync takes so long, by strength."""

    def inject(stage: Stage, strength: int) -> None:
        Control(_page(stage.folder), microseconds[strength])

    return inject


def failing(operation: Do, error: int, *times: int) -> Action:
    """An operation fails so many times, by strength."""

    def inject(stage: Stage, strength: int) -> None:
        Control(_page(stage.folder)).rule(operation, error=error, times=times[strength])

    return inject


def torn(stage: Stage, strength: int) -> None:
    """Behind the last command: a transaction without its end, half a command, or nothing."""
    sets = b"".join(encode("SET", f"torn:{i}", "value") for i in range(TORN_SETS))
    tail = (encode("MULTI") + sets, encode("SET", "torn", "value")[:-9], b"")[strength]
    with stage.talking() as talk:
        talk.ask("CLIENT", "PAUSE", "10000", "WRITE")  # nothing is written behind the tail
        (increment,) = (stage.folder / "appendonlydir").glob("*.incr.aof")
        with increment.open("ab") as file:
            file.write(tail)
        talk.ask("DEBUG", "LOADAOF")
        talk.ask("CLIENT", "UNPAUSE")


def shutdown(stage: Stage, strength: int) -> None:
    """Ask it to end with a save that cannot be; the weak case has nothing to end."""
    for _ in range((2, 1, 0)[strength]):
        stage.ask("SHUTDOWN", "SAVE")
        time.sleep(0.5)


def rewrites(stage: Stage, strength: int) -> None:
    """Rewrites that fail, and one that does not; for that one nobody waits for a manifest."""
    if strength == 2:
        stage.ask("CONFIG", "SET", "appendonly", "no")
    for _ in range((3, 2, 1)[strength]):
        stage.ask("BGREWRITEAOF")
        while b"aof_rewrite_in_progress:0" not in stage.ask("INFO", "persistence"):
            time.sleep(0.05)


def huge_pages(folder: Path) -> tuple[list[str], dict[str, str]]:
    """Let the server alone see that huge pages are always used; NotHereError without root."""
    said = folder.with_name("enabled")
    said.write_text("[always] madvise never\n")
    words = ["unshare", "-m", "sh", "-c"]
    mount = f"mount --bind {said} {HUGE_PAGES}"
    if not os.path.exists(HUGE_PAGES) or _fails([*words, mount]):
        raise NotHereError("it takes a mount namespace, which only root may make")
    return [*words, f'{mount} && exec "$@"', "sh"], {}


def _fails(words: list[str]) -> bool:
    try:
        return subprocess.run(words, capture_output=True, check=False).returncode != 0
    except OSError:
        return True


def _disk(name: str, rule: str, inject: Action, arguments: tuple[str, ...]) -> Fault:
    return Fault(name, rule, nothing, inject, arguments, shimmed)


FAULTS = (
    _disk("slow fsync", "slow-fsync", slow_disk(80_000, 30_000, 100), ALWAYS),
    _disk("fsync stall", "fsync-stall", slow_disk(3_500_000, 2_500_000, 100_000), EVERYSEC),
    _disk("disk full", "disk-full", failing(Do.WRITE, errno.ENOSPC, FOR_EVER, 1, 0), EVERYSEC),
    _disk("disk fails", "aof-failed", failing(Do.SYNC_BEGIN, errno.EIO, FOR_EVER, 1, 0), EVERYSEC),
    Fault("torn tail", "torn-tail", nothing, torn, EVERYSEC),
    Fault("shutdown fails", "shutdown-failed", refused_prepare, shutdown, OLD_VERSION),
    Fault("rewrites fail", "rewrite-failing", refused_prepare, rewrites, (*EVERYSEC, *OLD_VERSION)),
    Fault("huge pages", "thp", copied_prepare, copied, ("--disable-thp", "no"), huge_pages),
)
