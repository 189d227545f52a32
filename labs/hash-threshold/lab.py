"""The hash that crossed its threshold: the learner's rule against the server's events."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from vkscope.labs.bench import Bench
from vkscope.labs.catalog import load_module
from vkscope.labs.trace import Trace
from vkscope.labs.verdict import Check
from vkscope.model.call import Session
from vkscope.model.registry import Model
from vkscope.model.values import Hash, Limits

MAX_ENTRIES, MAX_VALUE = 8, 16

Step = tuple[str, str, str]
"""A field, its value, and what the step is about."""


def _steps() -> dict[str, list[Step]]:
    many = [(f"f{i}", "v", f"field {i + 1}") for i in range(10)]
    many[7] = (*many[7][:2], "exactly at the limit of fields")
    many[8] = (*many[8][:2], "one field over the limit")
    return {
        "lab:many": many,
        "lab:value": [
            ("a", "x" * 15, "a value below the limit"),
            ("b", "x" * 16, "a value exactly at the limit"),
            ("c", "x" * 17, "a value one byte over the limit"),
        ],
        "lab:name": [
            ("n" * 16, "v", "a field name exactly at the limit"),
            ("n" * 17, "v", "a long field name"),
        ],
        "lab:again": [(f"f{i % 4}", "v" * (1 + i % 8), f"write {i + 1}") for i in range(12)],
    }


async def run(bench: Bench) -> None:
    """Write the hashes step by step."""
    client = await bench.client("writer")
    await client.call("CONFIG", "SET", "hash-max-listpack-entries", MAX_ENTRIES)
    await client.call("CONFIG", "SET", "hash-max-listpack-value", MAX_VALUE)
    for key, steps in _steps().items():
        for field, value, _ in steps:
            await client.call("HSET", key, field, value)


def _server_step(trace: Trace, key: str) -> tuple[int, str]:
    """Return the step (from 0) at which the server converted a key, -1 for never, and where."""
    step = 0
    for event in trace.events:
        if event.name == "CommandExecuted" and trace.label(event, "command") == "hset":
            step += trace.key(event) == key
        elif event.name == "EncodingChanged" and trace.key(event) == key:
            return step, trace.where(event)
    return -1, ""


@contextmanager
def _ruled(rule: ModuleType) -> Iterator[None]:
    """Put the learner's rule into the model's hashes in place of their own."""
    room, put = Hash.make_room, Hash.put
    never = Limits(1 << 62, 1 << 62)

    def no_room(_hash: Hash, _words: list[bytes], _limits: Limits) -> None:
        """The rule is asked field by field."""

    def ruled_put(
        value: Hash, name: bytes, text: bytes, limits: Limits, now: int, deadline: int | None = None
    ) -> bool:
        is_new = put(value, name, text, never, now, deadline)
        elements = {"name": len(name), "value": len(text)}
        longest = max((elements[which] for which in rule.LONGEST_COUNTS), default=0)
        if rule.converts(len(value.fields), longest, MAX_ENTRIES, MAX_VALUE):
            value.encoding = "hashtable"
        return is_new

    Hash.make_room, Hash.put = no_room, ruled_put  # type: ignore[method-assign]
    try:
        yield
    finally:
        Hash.make_room, Hash.put = room, put  # type: ignore[method-assign]


def _rule_step(rule: ModuleType, key: str, steps: list[Step]) -> int:
    model, session = Model(), Session()
    with _ruled(rule):
        for at, (field, value, _) in enumerate(steps):
            model.execute(session, [b"HSET", key.encode(), field.encode(), value.encode()])
            if model.execute(session, [b"OBJECT", b"ENCODING", key.encode()]) == b"hashtable":
                return at
    return -1


def _told(steps: list[Step], step: int) -> str:
    return "stays a listpack" if step < 0 else f"becomes a table at: {steps[step][2]}"


def judge(work: Path, trace: Trace) -> list[Check]:
    """Compare rule and server, hash by hash."""
    rule = load_module(work / "rule.py", "vkscope_lab_rule")
    checks = []
    for key, steps in _steps().items():
        server, where = _server_step(trace, key)
        mine = _rule_step(rule, key, steps)
        checks.append(
            Check(
                f"{key}, {len(steps)} writes",
                _told(steps, server),
                _told(steps, mine),
                server == mine,
                "the server is right: its events are what happened",
                where,
            )
        )
    return checks
