"""Why was my key evicted: sessions in use against reports that nobody reads."""

from __future__ import annotations

import re
from pathlib import Path

from vkscope.labs.bench import Bench
from vkscope.labs.trace import Trace
from vkscope.labs.verdict import Check
from vkscope.tracing.events import Event

SESSIONS, REPORTS, BATCH = 100, 8000, 50
REPORT_BYTES = 900


async def run(bench: Bench) -> None:
    """Log everybody in, then write reports while the sessions stay in use."""
    users, reporter = await bench.client("users"), await bench.client("reporter")
    logins = [("SET", f"session:{i}", "x" * 200, "EX", 3600) for i in range(SESSIONS)]
    await users.pipeline(logins)
    for start in range(0, REPORTS, BATCH):
        for i in range(0, SESSIONS, BATCH):
            await users.pipeline([("GET", f"session:{i + n}") for n in range(BATCH)])
        reports = [("SET", f"report:{start + n}", "r" * REPORT_BYTES) for n in range(BATCH)]
        await reporter.pipeline(reports)


def _is_session(trace: Trace, event: Event) -> bool:
    return trace.key(event).startswith("session:")


def _maxmemory(work: Path) -> str:
    text = (work / "valkey.conf").read_text()
    found = re.findall(r"(?im)^\s*maxmemory\s+(\S+)", text)
    return found[-1].lower() if found else "none"


def _told(trace: Trace, events: list[Event]) -> str:
    if not events:
        return "none"
    return f"{len(events)}, the first {trace.key(events[0])}"


def judge(work: Path, trace: Trace) -> list[Check]:
    """The four conditions of the lesson, on the trace."""
    refused = list(trace.of("OutOfMemoryRejected"))
    evicted = list(trace.of("KeyEvicted"))
    lost = [event for event in evicted if _is_session(trace, event)]
    missed = [event for event in trace.of("EvictedKeyMissed") if _is_session(trace, event)]
    memory = _maxmemory(work)
    first = missed[0] if missed else lost[0] if lost else None
    policy = f" by {trace.label(lost[0], 'policy')}" if lost else ""
    return [
        Check("maxmemory is as it was", "4mb", memory, memory == "4mb"),
        Check(
            "every report could be written",
            "no write refused",
            f"{len(refused)} refused",
            not refused,
            "reports were refused: with nothing to evict the server answers OOM",
            trace.where(refused[0] if refused else None),
        ),
        Check("the server evicts", "some keys", str(len(evicted) or "none"), bool(evicted)),
        Check(
            "sessions in use survive",
            "none evicted",
            _told(trace, lost) + policy,
            not lost,
            f"a session in use was evicted; asked for again: {_told(trace, missed)}",
            trace.where(first),
        ),
    ]
