"""Intset upgrade: sets of integers that were widened, filled, and mixed with a word."""

from __future__ import annotations

import tomllib
from pathlib import Path

from vkscope.labs.bench import Bench
from vkscope.labs.trace import Trace
from vkscope.labs.verdict import Check, same
from vkscope.tracing.events import Event

FIRST_MEMBERS, FULL = 50, 70


async def run(bench: Bench) -> None:
    """Fill the three sets, one member a command."""
    client = await bench.client("filler")
    for number in range(FIRST_MEMBERS):
        await client.call("SADD", "lab:ids", number)
    for number in (40000, 41000, 5_000_000_000, 42000):
        await client.call("SADD", "lab:ids", number)
    await client.call("SREM", "lab:ids", 5_000_000_000)
    await client.call("SADD", "lab:ids", 7)
    for number in range(FULL):
        await client.call("SADD", "lab:full", number)
    for member in (*range(20), "apple", 20):
        await client.call("SADD", "lab:word", member)


def _changes(trace: Trace, key: str, reason: str) -> list[Event]:
    """Return the changes of a key's layout for one reason."""
    return [
        event
        for event in trace.of("EncodingChanged")
        if trace.key(event) == key and trace.label(event, "reason") == reason
    ]


def _step(trace: Trace, change: Event) -> int:
    """Return which SADD of the key, from 1, made the change: those before it have ended."""
    key = trace.key(change)
    before = [e for e in trace.commands("sadd") if trace.key(e) == key and e.time < change.time]
    return len(before) + 1


def judge(work: Path, trace: Trace) -> list[Check]:
    """Compare the answers with what the trace says."""
    with (work / "answers.toml").open("rb") as file:
        written = tomllib.load(file)
    answers, predictions = written.get("answers", {}), written.get("predictions", {})
    made = bool(predictions.get("widenings")) and bool(predictions.get("bytes_in_the_end"))
    checks = [same("the predictions are made", "yes", "yes" if made else "no", "guess first")]

    def ask(name: str, truth: object, event: Event, question: str) -> None:
        checks.append(same(question, truth, answers.get(name, ""), "", trace.where(event)))

    wider = _changes(trace, "lab:ids", "wider_integer")
    full = _changes(trace, "lab:full", "element_count")[0]
    word = _changes(trace, "lab:word", "not_integer")[0]
    last = wider[-1]
    ask("widenings", len(wider), last, "how often lab:ids was widened")
    ask("first_widening", _step(trace, wider[0]), wider[0], "which SADD widened lab:ids first")
    ask("last_bytes_before", last.get("bytes_before"), last, "bytes before the last widening")
    ask("last_bytes_after", last.value, last, "bytes after the last widening")
    ask("bytes_in_the_end", last.get("actual"), last, "bytes an integer of lab:ids in the end")
    ask("full_step", _step(trace, full), full, "which SADD made lab:full a table")
    ask("word_layout", trace.label(word, "to"), word, "what lab:word became")
    ask("word_reason", trace.label(word, "reason"), word, "why lab:word changed")
    return checks
