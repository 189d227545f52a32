"""LATENCY DOCTOR: the samples of LATENCY in Valkey's form, advice by kind, and our findings.

Words: series: the samples of one kind of event, one a second at most, as native sums them up.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from vkscope.native import door
from vkscope.server import doctor
from vkscope.server.replies import Verbatim
from vkscope.tracing.doctor.diagnose import diagnose
from vkscope.tracing.doctor.finding import Finding, finding_lines

if TYPE_CHECKING:
    from vkscope.server.app import Server

OFF: Final = (
    "I'm sorry, Dave, I can't do that. Latency monitoring is disabled in this Valkey instance. You "
    'may use "CONFIG SET latency-monitor-threshold <milliseconds>." in order to enable it.\n'
)
NOTHING: Final = (
    "No latency spike was observed during the lifetime of this Valkey instance, "
    "not in the slightest bit.\n"
)
SPIKES: Final = "Latency spikes are observed in this Valkey instance.\n\n"
NO_ADVICE: Final = (
    "\nThere are latency events logged that are not easy to fix. Please get some help from Valkey "
    "community, providing this report in your help request.\n"
)
ADVICE_HEAD: Final = "\nHere is some advice for you:\n\n"
FORK_RATES: Final = ((10.0, "terrible"), (25.0, "poor"), (100.0, "good"))

LARGE: Final = (
    "Removing a large value, by DEL, expiry or eviction, stops the server until it is done. Split "
    "such values, or use UNLINK and the lazyfree-lazy-* parameters."
)
ADVICE: Final[Mapping[str, tuple[str, ...]]] = {
    "command": (
        "Look into the slow log for the commands that take long: SLOWLOG GET.",
        LARGE,
    ),
    "fast-command": (
        "Even commands that do little were slow: the server gets no processor time for long "
        "stretches. Lower the load of the machine, give the server one of its own, and look at "
        "cpu-taken of SCOPE DOCTOR.",
    ),
    "expire-cycle": (
        "Set 'hz' to 100 so that expiry works in smaller steps: CONFIG SET hz 100.",
        LARGE,
    ),
    "eviction-del": (LARGE,),
    "eviction-cycle": (
        "Much had to be evicted at once: lower maxmemory in small steps, and avoid commands that "
        "store very large results.",
    ),
}
"""By kind of event."""
BETTER_MACHINE: Final = (
    "fork() is slow on this machine: other kinds of virtual machines are several times faster."
)
HUGE_SWITCH: Final = Path("/sys/kernel/mm/transparent_hugepage/enabled")
HUGE_PAGES: Final = (
    "Transparent huge pages are in use by this process; they make fork and what follows it slow. "
    "Switch them off: echo never > /sys/kernel/mm/transparent_hugepage/enabled, and restart."
)


@dataclass(frozen=True, slots=True)
class Series:
    """Samples of one kind, in ms; `period_s` is the age of the oldest."""

    event: str
    samples: int
    average: int
    deviation: int
    period_s: int
    worst: int


@dataclass(frozen=True, slots=True)
class Facts:
    """What the report is made of."""

    threshold_ms: int
    series: tuple[Series, ...]
    slow_us: int
    slow_length: int
    hz: int
    fork_gb_s: float
    huge_bytes: int


def _line(number: int, s: Series, facts: Facts) -> str:
    text = (
        f"{number}. {s.event}: {s.samples} latency spikes (average {s.average}ms, "
        f"mean deviation {s.deviation}ms, period {s.period_s / max(s.samples, 1):.2f} sec). "
        f"Worst all time event {s.worst}ms."
    )
    if s.event == "fork" and facts.fork_gb_s:
        quality = next((word for rate, word in FORK_RATES if facts.fork_gb_s < rate), "excellent")
        text += f" Fork rate is {facts.fork_gb_s:.2f} GB/sec ({quality})."
    return text + "\n"


def _advice(facts: Facts) -> Iterable[str]:
    kinds = {s.event for s in facts.series}
    if "fork" in kinds and 0 < facts.fork_gb_s < FORK_RATES[1][0]:
        yield BETTER_MACHINE
    if "command" in kinds:
        threshold = facts.threshold_ms * 1000
        if facts.slow_us < 0 or facts.slow_length == 0:
            yield f"Switch the slow log on: CONFIG SET slowlog-log-slower-than {threshold}."
        elif facts.slow_us > threshold:
            yield (
                "The slow log begins later than your latency threshold: "
                f"CONFIG SET slowlog-log-slower-than {threshold}."
            )
    for kind in sorted(kinds):
        for advice in ADVICE.get(kind, ()):
            if "'hz'" not in advice or facts.hz < 100:
                yield advice
    if facts.huge_bytes:
        yield HUGE_PAGES


def text(facts: Facts, findings: Sequence[Finding]) -> str:
    """The reply."""
    more = ""
    for number, finding in enumerate(findings, 1):
        more += "\n".join(finding_lines(number, finding)) + "\n\n"
    more = f"\nIn the last seconds:\n\n{more}" if more else ""
    if not facts.series and not facts.threshold_ms:
        return OFF + more
    lines = "".join(_line(i, s, facts) for i, s in enumerate(facts.series, 1))
    advice = list(dict.fromkeys(_advice(facts)))
    if not lines and not advice:
        return NOTHING + more
    out = SPIKES + lines if lines else ""
    if advice:
        return out + ADVICE_HEAD + "".join(f"- {line}\n" for line in advice) + more
    return out + NO_ADVICE + more


def _huge_bytes() -> int:
    """Bytes of transparent huge pages that the process holds; counted only where they are on.

    Counting walks the page tables, which takes milliseconds a GB.
    """
    try:
        if "[always]" not in HUGE_SWITCH.read_text(encoding="ascii"):
            return 0
        text = Path("/proc/self/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0
    for line in text.splitlines():
        if line.startswith("AnonHugePages:"):
            return int(line.split()[1]) * 1024
    return 0


def series_of(event: door.LatencyEvent, now_s: int) -> Series:
    """Sum up what the monitor has kept of one kind."""
    times = [ms for _, ms in event.samples]
    average = sum(times) // len(times) if times else 0
    deviation = sum(abs(average - ms) for ms in times) // len(times) if times else 0
    oldest = min((when for when, _ in event.samples), default=now_s)
    return Series(event.name, len(times), average, deviation, max(now_s - oldest, 1), event.max_ms)


def latency_doctor(server: Server, call: door.Call) -> Any:
    """LATENCY DOCTOR."""
    now_s = int(time.time())
    config = server.config
    numbers = door.numbers()
    fork_us = numbers.get("latest_fork_us", 0)
    seen = doctor.observe(server)
    gigabytes = seen.now.memory.rss_bytes / (1 << 30)
    facts = Facts(
        config.int("latency-monitor-threshold"),
        tuple(series_of(event, now_s) for event in door.latency_events()),
        config.int("commandlog-execution-slower-than"),
        config.int("commandlog-slow-execution-max-len"),
        config.int("hz"),
        gigabytes / (fork_us / 1e6) if fork_us else 0.0,
        _huge_bytes(),
    )
    return Verbatim(text(facts, diagnose(seen)))
