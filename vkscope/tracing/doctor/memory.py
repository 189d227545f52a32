"""Rules about memory: a limit too low, a limit nearly reached, fragmentation."""

from __future__ import annotations

from collections.abc import Iterator

from vkscope.tracing.doctor.finding import Confidence, Finding, percent, size
from vkscope.tracing.doctor.observation import Observation
from vkscope.tracing.doctor.rule import rule

NEAR = 0.95
FRAGMENTED = 1.5
FRAGMENTED_BYTES = 100 << 20


@rule(
    "maxmemory-tiny",
    "memory",
    symptom="writes are refused with OOM",
    looks_at="OutOfMemoryRejected; used memory, maxmemory and the policy",
    threshold="one refused write",
    why="a refused write is lost work, whatever its number",
    remedy="raise maxmemory or choose a policy that evicts",
    events=("OutOfMemoryRejected", "MemorySampled"),
)
def maxmemory_tiny(obs: Observation) -> Iterator[Finding]:
    """maxmemory is below what the server needs."""
    refused = obs.event("OutOfMemoryRejected")
    if not refused.count:
        return
    limit = refused.field("maxmemory") or obs.now.memory.maxmemory_bytes
    used = refused.worst.value if refused.worst else obs.now.memory.used_bytes
    policy = obs.settings.get("maxmemory-policy", "")
    writes = sum(c.calls + c.rejected for c in obs.commands)
    share = min(1.0, refused.count / writes) if writes else 1.0
    keeps = policy == "noeviction"
    yield Finding(
        "maxmemory-tiny",
        f"{refused.count:,} writes were refused: used memory is over maxmemory",
        f"maxmemory ({size(limit)}) is too small for the data"
        + (", and noeviction keeps everything" if keeps else ", and nothing more can be evicted"),
        (
            obs.seen(f"{size(used)} used of {size(limit)}", refused.worst, used=used, limit=limit),
            *((obs.seen(f"maxmemory-policy {policy}"),) if policy else ()),
        ),
        (
            f"CONFIG SET maxmemory {_rounded(max(used, limit))} or more, and CONFIG REWRITE",
            "for a cache: CONFIG SET maxmemory-policy allkeys-lru",
        ),
        "INFO errorstats: errorstat_OOM, INFO memory: used_memory, maxmemory",
        Confidence.CERTAIN,
        0.3 + 0.7 * share,
    )


def _rounded(used: int) -> str:
    """Room to grow: half as much again, in whole MB."""
    return f"{max(1, used * 3 // 2 >> 20)}mb"


@rule(
    "near-maxmemory",
    "memory",
    symptom="memory is nearly full, and the policy does not evict",
    looks_at="used memory against maxmemory, with maxmemory-policy noeviction",
    threshold=f"{percent(NEAR)} of maxmemory",
    why="the next writes are refused",
    remedy="raise maxmemory or choose a policy that evicts",
    events=("MemorySampled",),
    unless=("maxmemory-tiny",),
)
def near_maxmemory(obs: Observation) -> Iterator[Finding]:
    """Before writes are refused."""
    sample = obs.event("MemorySampled").worst
    used = obs.now.memory.used_bytes or (sample.value if sample else 0)
    limit = obs.now.memory.maxmemory_bytes or (sample.get("maxmemory") if sample else 0)
    if not limit or used < NEAR * limit or obs.settings.get("maxmemory-policy") != "noeviction":
        return
    yield Finding(
        "near-maxmemory",
        f"{percent(used / limit)} of maxmemory is used, and the policy is noeviction",
        "the data has grown to the limit: soon writes are refused",
        (obs.seen(f"{size(used)} of {size(limit)}", sample, used=used, limit=limit),),
        (f"CONFIG SET maxmemory {_rounded(used)}, or a policy that evicts",),
        "INFO memory: used_memory, maxmemory",
        Confidence.CERTAIN,
        0.05,
    )


@rule(
    "fragmentation",
    "memory",
    symptom="the process holds far more memory than its data needs",
    looks_at="resident bytes against used memory, the control plane's share taken out",
    threshold=f"{FRAGMENTED} times and {size(FRAGMENTED_BYTES)} more",
    why="below this the difference is the program itself",
    remedy="MEMORY PURGE; more maxmemory is not the answer",
    events=("MemorySampled",),
    unless=("eviction-storm", "expiry-storm", "keys-walk", "rehash-huge"),
)
def fragmentation(obs: Observation) -> Iterator[Finding]:
    """Pages that hold little."""
    memory = obs.now.memory
    own = memory.rss_bytes - memory.python_bytes
    over = own - memory.used_bytes
    if not memory.used_bytes or over < FRAGMENTED_BYTES or own < FRAGMENTED * memory.used_bytes:
        return
    peaked = memory.peak_bytes > FRAGMENTED * memory.used_bytes
    yield Finding(
        "fragmentation",
        f"{size(own)} resident for {size(memory.used_bytes)} of data",
        f"memory was {size(memory.peak_bytes)} once and its pages were not all given back"
        if peaked
        else "blocks in use are spread thinly over pages",
        (obs.seen(f"rss/used {own / memory.used_bytes:.2f}", rss=own, used=memory.used_bytes),),
        ("MEMORY PURGE gives back pages without blocks", "a restart gives back the rest"),
        "INFO memory: mem_fragmentation_ratio",
        Confidence.CERTAIN if peaked else Confidence.LIKELY,
        0.03,
    )


@rule(
    "memory-short",
    "memory",
    symptom="the system gave no memory when the server asked",
    looks_at="MemoryShort: the reserve served, or a large request was turned away",
    threshold="one",
    why="writes are refused meanwhile, and the reserve is all that stands before the end",
    remedy="maxmemory below what the machine, the container or ulimit -v gives",
    events=("MemoryShort",),
)
def memory_short(obs: Observation) -> Iterator[Finding]:
    """An allocation failed."""
    short = obs.event("MemoryShort")
    if short.worst is None:
        return
    refused, rejected = short.field("refused"), short.field("rejected")
    served = obs.decoder.label(short.worst, "state") != "refused"
    left = size(short.field("reserve"))
    yield Finding(
        "memory-short",
        "the system refused memory"
        + (f", {rejected:,} commands were refused for it" if rejected else ""),
        "the process has come to a limit of the machine, the container or its shell"
        if served
        else "one request was larger than what the system can give",
        (
            obs.seen(
                f"{size(short.worst.value)} asked for in vain, {refused:,} requests in all, "
                f"{left} left in the reserve",
                short.worst,
            ),
        ),
        (
            "CONFIG SET maxmemory to four fifths of what the process may have",
            "look at the limits: ulimit -v, the cgroup's memory.max, vm.overcommit_memory",
        ),
        "SCOPE SNAPSHOT memory: refused_requests does not grow, short is 0",
        Confidence.CERTAIN,
        0.8 if served else 0.3,
    )


RULES = (maxmemory_tiny, near_maxmemory, fragmentation, memory_short)
