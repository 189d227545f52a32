"""A torn tail: the learner's files must bring the server back, and only what had happened."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from vkscope.labs.bench import Bench
from vkscope.labs.trace import Trace
from vkscope.labs.verdict import Check, same
from vkscope.tracing.events import Event

ORDERS, MONEY = 20, 100
TELLS = "lab:told:"


def _number(value: Any) -> int:
    return int(value) if value is not None else 0


async def run(bench: Bench) -> None:
    """Ask what is there, and tell the trace."""
    client = await bench.client("auditor")
    orders = _number(await client.call("LLEN", "orders"))
    held = [_number(await client.call("GET", f"account:{name}")) for name in "ab"]
    info = bytes(await client.call("INFO", "persistence"))
    keeps = int(b"aof_enabled:1" in info)
    for name, value in (("orders", orders), ("money", sum(held)), ("keeps", keeps)):
        await client.call("EXISTS", f"{TELLS}{name}:{value}")


def _told(trace: Trace) -> dict[str, tuple[int, Event]]:
    found = {}
    for event in trace.commands("exists"):
        if trace.key(event).startswith(TELLS):
            name, _, value = trace.key(event).removeprefix(TELLS).partition(":")
            found[name] = int(value), event
    return found


def judge(work: Path, trace: Trace) -> list[Check]:
    """Compare what is there with what had been answered."""
    wanted = (
        ("orders", ORDERS, "orders that had been answered", "each was in the file, whole"),
        ("money", MONEY, "money in both accounts", "a payment is there as a whole, or not at all"),
        ("keeps", 1, "append-only files that the server keeps", "appendonly yes"),
    )
    told = _told(trace)
    checks = [same("what the trace tells", len(wanted), len(told))]
    for name, want, title, why in wanted:
        if name in told:
            value, event = told[name]
            checks.append(same(title, want, value, why, trace.where(event)))
    return checks
