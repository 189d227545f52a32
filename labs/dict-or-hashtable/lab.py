"""Dict or hash table: the same members in both, one command each."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path

from vkscope.labs.bench import Bench
from vkscope.labs.trace import Trace
from vkscope.labs.verdict import Check, same
from vkscope.tracing.events import Event

MEMBERS = 200
DICT, TABLE = "other", "value"


async def run(bench: Bench) -> None:
    """Fill both, member by member."""
    client = await bench.client("filler")
    await client.call("DEBUG", "DICT", "DROP")
    for _ in range(MEMBERS):
        await client.call("DEBUG", "DICT", "ADD", 1)
    await client.call("DEBUG", "DICT", "STATE")


def _of(trace: Trace, name: str, kind: str) -> list[Event]:
    return [event for event in trace.of(name) if trace.label(event, "kind") == kind]


def _step(trace: Trace, event: Event) -> int:
    """Return which addition, from 1, caused an event: the DROP and those before it have ended."""
    return sum(command.time < event.time for command in trace.commands("debug"))


def _from(events: Iterable[Event], buckets: int) -> Event:
    return next(event for event in events if event.subject == buckets)


def judge(work: Path, trace: Trace) -> list[Check]:
    """Compare the answers with what the trace says."""
    with (work / "answers.toml").open("rb") as file:
        written = tomllib.load(file)
    answers, predictions = written.get("answers", {}), written.get("predictions", {})
    made = bool(predictions.get("dict_from_64")) and bool(predictions.get("done_first"))
    checks = [same("the predictions are made", "yes", "yes" if made else "no", "guess first")]

    def ask(name: str, truth: object, event: Event, question: str) -> None:
        checks.append(same(question, truth, answers.get(name, ""), "", trace.where(event)))

    began = {kind: _of(trace, "RehashStarted", kind) for kind in (DICT, TABLE)}
    ended = {kind: _of(trace, "RehashCompleted", kind) for kind in (DICT, TABLE)}
    grows, table = _from(began[DICT], 64), _from(began[TABLE], 8)
    took = {
        DICT: _step(trace, _from(ended[DICT], 64)) - _step(trace, grows),
        TABLE: _step(trace, _from(ended[TABLE], 8)) - _step(trace, table),
    }
    first = "dict" if took[DICT] < took[TABLE] else "hashtable"
    ask("dict_rehashes", len(began[DICT]), began[DICT][-1], "how often the dict began to grow")
    ask("table_rehashes", len(began[TABLE]), began[TABLE][-1], "how often the hash table did")
    ask(
        "dict_from_64",
        _step(trace, grows),
        grows,
        "the member at which the dict began to leave 64 buckets",
    )
    ask(
        "table_from_8",
        _step(trace, table),
        table,
        "the member at which the hash table began to leave 8 buckets",
    )
    ask("dict_entries", grows.get("entries"), grows, "members that the dict then had to move")
    ask(
        "table_entries", table.get("entries"), table, "members that the hash table then had to move"
    )
    ask("done_first", first, grows, "which of the two was done after fewer additions")
    return checks
