"""MEMORY DOCTOR: Valkey's questions about memory, in its words, and our findings after them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from vkscope.native import door
from vkscope.server import doctor
from vkscope.server.replies import Verbatim
from vkscope.tracing.doctor.diagnose import diagnose
from vkscope.tracing.doctor.finding import Finding, finding_lines

if TYPE_CHECKING:
    from vkscope.server.app import Server

NO_DATA: Final = 5 << 20
WORTH: Final = 10 << 20
CLIENT_WORTH: Final = 200 << 10
SUBJECTS: Final = frozenset(
    {"maxmemory-tiny", "near-maxmemory", "fragmentation", "eviction-storm", "slow-client"}
    | {"rehash-huge", "big-values", "evicted-too-early", "late-expiry", "wrong-threshold"}
)
"""Rules whose findings are about memory."""

HEALTHY: Final = (
    "Hi Sam, I can't find any memory issue in your instance. "
    "I can only account for what occurs on this base.\n"
)
EMPTY: Final = (
    "Hi Sam, this instance is empty or is using very little memory, my issues detector can't be "
    "used in these conditions. Please, leave for your mission on Earth and fill it with some data. "
    "The new Sam and I will be back to our programming as soon as I finished rebooting.\n"
)
HEAD: Final = "Sam, I detected a few issues in this Valkey instance memory implants:\n\n"
FOOT: Final = "I'm here to keep you safe, Sam. I want to help you.\n"


@dataclass(frozen=True, slots=True)
class Facts:
    """Bytes, and clients."""

    used: int
    peak: int
    resident: int
    allocated: int
    """In blocks in use."""
    held: int
    """In slabs, full or not."""
    clients: int
    client_bytes: int


def issues(facts: Facts) -> Iterator[str]:
    """Valkey's findings, at its thresholds."""
    if facts.peak > 1.5 * facts.used:
        yield (
            f"Peak memory: this instance once used {facts.peak} bytes, more than 150% of what it "
            "uses now. Pages freed since then may still count as resident; they are used again "
            "when data comes. MEMORY PURGE gives back those without blocks."
        )
    if facts.resident > 1.4 * facts.used and facts.resident - facts.used > WORTH:
        yield (
            "High total RSS: the process holds more than 1.4 times its logical allocations. "
            "After a peak this is harmless; else blocks are spread thinly over pages."
        )
    if facts.held > 1.1 * facts.allocated and facts.held - facts.allocated > WORTH:
        yield (
            "High allocator fragmentation: slabs hold more than 1.1 times the blocks in use. "
            "SCOPE SLABS shows which classes; values of many sizes that come and go cause it."
        )
    if facts.resident > 1.1 * facts.held and facts.resident - facts.held > WORTH:
        yield (
            "High process RSS overhead: more than 1.1 times the allocator's memory is resident. "
            "It is the control plane's, a plug-in's, or a library's."
        )
    if facts.clients and facts.client_bytes / facts.clients > CLIENT_WORTH:
        yield (
            "Big client buffers: clients hold more than 200K each on average. They do not read "
            "fast enough, or ask for very large replies: CLIENT LIST shows who."
        )


def text(facts: Facts, findings: list[Finding]) -> str:
    """The reply."""
    found = [] if facts.used < NO_DATA else list(issues(facts))
    lines = "".join(f" * {issue}\n\n" for issue in found)
    for number, finding in enumerate(findings, len(found) + 1):
        lines += "\n".join(finding_lines(number, finding)) + "\n\n"
    if lines:
        return HEAD + lines + FOOT
    return EMPTY if facts.used < NO_DATA else HEALTHY


def facts_of(numbers: dict[str, int], resident: int) -> Facts:
    """Read native's numbers; what it does not count is taken from what it does."""
    used = numbers["used_memory"]
    return Facts(
        used,
        numbers["peak_memory"],
        resident,
        numbers.get("allocator_allocated", used),
        numbers.get("allocator_active", used),
        numbers["clients"],
        numbers.get("mem_clients_normal", 0),
    )


def memory_doctor(server: Server, call: door.Call) -> Any:
    """MEMORY DOCTOR."""
    seen = doctor.observe(server)
    memory = seen.now.memory
    facts = facts_of(door.numbers(), memory.rss_bytes - memory.python_bytes)
    return Verbatim(text(facts, [f for f in diagnose(seen) if f.rule in SUBJECTS]))
