"""Tick anatomy: a pipeline, a slow command, and who waited behind whom."""

from __future__ import annotations

import asyncio
import tomllib
from pathlib import Path

from vkscope.labs.bench import Bench
from vkscope.labs.trace import Trace
from vkscope.labs.verdict import Check, same
from vkscope.tracing.events import Event

PHASES = ("poll", "read", "parse", "execute", "python", "before_sleep", "cron", "other")


async def run(bench: Bench) -> None:
    """Load the server with three small scenes, apart from each other."""
    first, sleeper = await bench.client("first"), await bench.client("sleeper")
    walker, bystander = await bench.client("walker"), await bench.client("bystander")
    await first.call("DEBUG", "POPULATE", 20000)
    await asyncio.sleep(0.05)
    await first.pipeline([("SET", f"pipeline:{i}", i) for i in range(100)])
    await asyncio.sleep(0.05)
    for _ in range(5):
        await first.pipeline([("CONFIG", "GET", "maxmemory")] * 1000)
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.05)
    asleep = asyncio.ensure_future(sleeper.call("DEBUG", "SLEEP", "0.3"))
    await asyncio.sleep(0.1)
    walk = asyncio.ensure_future(walker.call("KEYS", "*"))
    await asyncio.sleep(0.1)
    await bystander.call("PING")
    await asyncio.gather(asleep, walk)


def _worst_phase(*ticks: Event) -> str:
    return max(PHASES, key=lambda phase: sum(tick.get(f"{phase}_ns") for tick in ticks))


def _plain(name: str) -> str:
    return name.partition("|")[0]


def _tick_of(trace: Trace, command: Event) -> Event:
    return next(tick for tick in trace.of("TickEnded") if tick.tick == command.tick)


def _held_up_by(trace: Trace, moment: Event) -> Event:
    """Return the longest command that ran while this one waited."""
    since = moment.start - moment.get("queued_ns")
    waited = [e for e in trace.of("CommandExecuted") if since < e.time < moment.time]
    return max(waited, key=lambda event: event.span, default=moment)


def judge(work: Path, trace: Trace) -> list[Check]:
    """Compare the answers with what the trace says."""
    with (work / "answers.toml").open("rb") as file:
        written = tomllib.load(file)
    answers, predictions = written.get("answers", {}), written.get("predictions", {})
    made = bool(predictions.get("pipeline_commands")) and bool(predictions.get("ping_behind"))
    checks = [same("the predictions are made", "yes", "yes" if made else "no", "guess first")]

    def ask(name: str, truth: object, event: Event, question: str) -> None:
        checks.append(same(question, truth, answers.get(name, ""), "", trace.where(event)))

    ticks = list(trace.of("TickEnded"))
    longest = max(ticks, key=lambda tick: tick.span)
    pipeline = _tick_of(trace, list(trace.commands("set"))[-1])
    asking = {event.tick for event in trace.commands("config")}
    config = [tick for tick in ticks if tick.tick in asking]
    ping = list(trace.commands("ping"))[-1]
    behind = _held_up_by(trace, ping)
    mostly = "queued" if ping.get("queued_ns") > ping.span else "executing"
    ask("pipeline_commands", pipeline.get("commands"), pipeline, "commands in the pipeline's tick")
    worst = _plain(trace.label(longest, "worst_command"))
    ask("worst_command", worst, longest, "the worst command of the longest tick")
    ask("worst_phase", _worst_phase(longest), longest, "the worst phase of the longest tick")
    python = _worst_phase(*config)
    ask("config_phase", python, config[-1], "the worst phase of CONFIG GET's ticks")
    ask(
        "ping_behind", _plain(trace.label(behind, "command")), behind, "what the PING waited behind"
    )
    ask("ping_mostly", mostly, ping, "what the PING's time mostly was")
    return checks
