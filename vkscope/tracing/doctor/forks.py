"""Rules about what a forked child costs: memory that is copied on write, and huge pages."""

from __future__ import annotations

from collections.abc import Iterator

from vkscope.tracing.doctor.disk import part
from vkscope.tracing.doctor.finding import Confidence, Evidence, Finding, percent, size
from vkscope.tracing.doctor.observation import Observation
from vkscope.tracing.doctor.rule import rule

COPIED = 0.3
HUGE_COPIED = 0.1
LEAST = 64 << 20


def _copied(obs: Observation) -> tuple[int, Evidence | None]:
    """Return the most bytes that a child of the window no longer shared, and where it is seen."""
    most, seen = 0, None
    child = part(obs, "child")
    if child:
        most = int(child["copied_bytes"])
        of = f", {child['keys']:,} of {child['of']:,} keys written" if child.get("of") else ""
        seen = obs.seen(f"the child for {child['kind']} lives for {child['age_ms']} ms{of}")
    for name in ("ChildProgressed", "BackgroundSaveEnded", "AofRewriteEnded", "ForkEnded"):
        told = obs.event(name)
        if told.worst is not None and told.field("copied") > most:
            most = told.field("copied")
            seen = obs.seen(f"{size(most)} when it was told last", told.worst, copied=most)
    return most, seen


def huge_pages(obs: Observation) -> str:
    """Return the kernel's word for huge pages as they hold for the server; empty if not known."""
    host = obs.now.raw.get("host")
    return str(host.get("huge_pages", "")) if isinstance(host, dict) else ""


@rule(
    "thp",
    "host",
    symptom="huge pages make each write after a fork copy two megabytes",
    looks_at="host.huge_pages (/sys/kernel/mm/transparent_hugepage, prctl), bytes of copy-on-write",
    threshold=f"huge pages `always`, and a child that no longer shares {size(LEAST)} and "
    f"{percent(HUGE_COPIED)} of used memory",
    why="copy-on-write copies a page: 4 KB, or 2 MB of a huge one, for a write of some bytes; "
    "latency and memory grow with it",
    remedy="echo madvise > /sys/kernel/mm/transparent_hugepage/enabled, and restart",
    events=("ChildProgressed", "ForkEnded"),
)
def thp(obs: Observation) -> Iterator[Finding]:
    """The kernel's well-meant large pages."""
    copied, seen = _copied(obs)
    used = obs.now.memory.used_bytes
    if huge_pages(obs) != "always" or copied < max(LEAST, used * HUGE_COPIED):
        return
    evidence = [obs.seen("transparent_hugepage/enabled is [always]"), *([seen] if seen else [])]
    yield Finding(
        "thp",
        f"a child made the server copy {size(copied)}, in huge pages",
        "transparent huge pages are on: a small write copies 2 MB while a child lives",
        tuple(evidence),
        (
            "echo madvise > /sys/kernel/mm/transparent_hugepage/enabled, after every boot too",
            "restart the server: pages that are huge stay so",
        ),
        "AnonHugePages in /proc/PID/smaps_rollup; ForkEnded: copied",
        Confidence.LIKELY,
        min(1.0, copied / max(used, 1)),
    )


@rule(
    "cow-blow-up",
    "persistence",
    symptom="memory grows while a child saves: what is written meanwhile is held twice",
    looks_at="ChildProgressed, BackgroundSaveEnded, AofRewriteEnded, ForkEnded and the section "
    "persist: bytes of copy-on-write",
    threshold=f"{percent(COPIED)} of used memory, and {size(LEAST)}",
    why="the child needs the data as it was at the fork: each page that is written to is copied; "
    "at worst all memory is needed twice, and the kernel kills one of them",
    remedy="save when little is written, leave room beside maxmemory",
    events=("ChildProgressed", "BackgroundSaveEnded", "AofRewriteEnded", "ForkEnded"),
    unless=("thp",),
)
def cow_blow_up(obs: Observation) -> Iterator[Finding]:
    """A save in the middle of many writes."""
    copied, seen = _copied(obs)
    used = obs.now.memory.used_bytes
    if not used or copied < max(LEAST, used * COPIED):
        return
    evidence = [
        obs.seen(f"{size(copied)} of {size(used)} are no longer shared", copied=copied),
        *([seen] if seen else []),
    ]
    yield Finding(
        "cow-blow-up",
        f"a child has made the server copy {percent(copied / used)} of its memory",
        "clients write all over the data while the child needs it as it was",
        tuple(evidence),
        (
            "save and rewrite when little is written; a replica can save instead",
            f"leave {size(copied)} and more free beside maxmemory",
            "CONFIG SET rdb-key-save-delay 0; a faster disk: a shorter save copies less",
        ),
        "INFO persistence: current_cow_peak, rdb_last_cow_size, aof_last_cow_size",
        Confidence.CERTAIN,
        min(1.0, 0.5 * copied / used),
    )


RULES = (thp, cow_blow_up)
