"""What SPOP becomes on the wire: commands, and the forms that the write stream has of them."""

from __future__ import annotations

import asyncio
import tomllib
from pathlib import Path

from vkscope.labs.bench import Bench
from vkscope.labs.trace import Trace
from vkscope.labs.verdict import Check, same
from vkscope.tracing.events import Event

LETTERS = tuple("abcdefghij")
PAST = 0.1
"""Seconds after which the key of 20 ms is over."""


async def run(bench: Bench) -> None:
    """Run what the lesson lists."""
    client = await bench.client("writer")
    await client.call("CONFIG", "SET", "lazyfree-lazy-server-del", "yes")
    await client.call("DEBUG", "SET-ACTIVE-EXPIRE", 0)
    for name in ("one", "three", "all", "left"):
        await client.call("SADD", name, *LETTERS)
    await client.call("SPOP", "one")
    await client.call("SPOP", "three", 3)
    await client.call("SPOP", "all", 100)
    await client.call("SPOP", "none")
    await client.call("INCRBYFLOAT", "price", "0.1")
    await client.call("SET", "user", "x")
    await client.call("EXPIRE", "user", 100)
    await client.pipeline([("MULTI",), ("SPOP", "left"), ("INCR", "right"), ("EXEC",)])
    await client.call("SET", "gone", "x", "PX", 20)
    await asyncio.sleep(PAST)
    await client.call("GET", "gone")


def _forms(trace: Trace, key: str, *commands: str) -> list[Event]:
    """Return what was written for some commands on a key; `-` is the server's own doing."""
    return [
        event
        for event in trace.of("CommandPropagated")
        if trace.key(event) == key and trace.label(event, "command") in commands
    ]


def _became(trace: Trace, forms: list[Event]) -> str:
    return " ".join(trace.label(event, "became") for event in forms) or "nothing"


def judge(work: Path, trace: Trace) -> list[Check]:
    """Compare the answers with the stream."""
    with (work / "answers.toml").open("rb") as file:
        written = tomllib.load(file)
    answers, predictions = written.get("answers", {}), written.get("predictions", {})
    made = bool(predictions.get("one")) and bool(predictions.get("gone_by"))
    checks = [same("the predictions are made", "yes", "yes" if made else "no", "guess first")]

    def ask(name: str, truth: object, forms: list[Event], question: str) -> None:
        jump = trace.where(forms[0]) if forms else ""
        checks.append(same(question, truth, answers.get(name, ""), "", jump))

    one, rest = _forms(trace, "one", "spop"), _forms(trace, "all", "spop")
    three, none = _forms(trace, "three", "spop"), _forms(trace, "none", "spop")
    price, user = _forms(trace, "price", "incrbyfloat"), _forms(trace, "user", "expire")
    gone = _forms(trace, "gone", "-", "get")
    units = list(trace.of("UnitPropagated"))
    ask("one", _became(trace, one), one, "what SPOP of one element became")
    ask("three", len(three), three, "commands written for SPOP of three")
    ask("all", _became(trace, rest), rest, "what SPOP of everything became")
    ask("none", len(none), none, "commands written for SPOP of nothing")
    ask("price", _became(trace, price), price, "what INCRBYFLOAT became")
    ask("user", _became(trace, user), user, "what EXPIRE became")
    ask("together", units[-1]["commands"] if units else 0, units, "commands of the transaction")
    ask("gone", _became(trace, gone), gone, "what was written for the key that was over")
    by = trace.label(gone[0], "command") if gone else "nobody"
    ask("gone_by", "server" if by == "-" else by, gone, "whose doing that was")
    return checks
