"""Rules about the control plane: handlers in Python, their errors, collections."""

from __future__ import annotations

from collections.abc import Iterator

from vkscope.tracing.doctor.finding import Confidence, Finding, milliseconds, percent
from vkscope.tracing.doctor.observation import STARTING_NS, Observation
from vkscope.tracing.doctor.rule import NOTICE_NS, SHARE, rule


def _is_import(obs: Observation, name: str) -> bool:
    """The doctor's own modules are imported in the first seconds, by cron or by who asks first."""
    return obs.is_starting and (name == "cron" or name.endswith("doctor"))


@rule(
    "python-handler-slow",
    "control plane",
    symptom="a command answered in Python takes long",
    looks_at="PythonHandlerRan: its time, less a fork or an eviction inside it",
    threshold=f"{milliseconds(NOTICE_NS)}, or {percent(SHARE)} of all time; cron and "
    f"the doctor itself only {STARTING_NS // 1_000_000_000} s after the start",
    why="a handler has half a millisecond by design; the loop stands still meanwhile",
    remedy="call it less often, or mend the plug-in",
    events=("PythonHandlerRan",),
    unless=("slow-command",),
)
def handler_slow(obs: Observation) -> Iterator[Finding]:
    """Python held the loop."""
    ran = obs.event("PythonHandlerRan")
    if ran.worst is None:
        return
    inside = obs.inside(ran.worst.start, ran.worst.time)
    own, total = obs.own_longest(ran) - inside, obs.own_total(ran) - inside
    name = obs.decoder.text(ran.worst) or "a handler"
    if own < NOTICE_NS and total < SHARE * obs.event_ns or _is_import(obs, name):
        return
    yield Finding(
        "python-handler-slow",
        f"{name} held the loop for {milliseconds(own)}",
        "a command that Python answers does too much, or is asked too often",
        (
            obs.seen(f"{name}: {milliseconds(own)}, {ran.worst.value:,} bytes", ran.worst),
            obs.seen(f"{ran.count} calls, {milliseconds(total)} in all", calls=ran.count),
        ),
        ("ask less often (INFO, CONFIG GET), with fewer sections; mend the plug-in",),
        "vkscope trace record -o python.vkt --class python",
        Confidence.CERTAIN,
        min(1.0, total / obs.event_ns),
    )


@rule(
    "python-error",
    "control plane",
    symptom="a handler raised, its client was answered with an internal error",
    looks_at="PythonErrorCaught",
    threshold="one",
    why="it is a bug, of a plug-in or of ours",
    remedy="the log has its text",
    events=("PythonErrorCaught",),
)
def python_error(obs: Observation) -> Iterator[Finding]:
    """A bug."""
    raised = obs.event("PythonErrorCaught")
    if raised.worst is None:
        return
    text = obs.decoder.text(raised.worst)
    yield Finding(
        "python-error",
        f"{raised.count} commands were answered with an internal error",
        f"a handler raised{': ' + text if text else ''}",
        (obs.seen(f"{raised.count} in the window", raised.worst),),
        ("read the log for its text; report it, or mend the plug-in",),
        "the server's log: Internal error",
        Confidence.CERTAIN,
        0.1,
    )


@rule(
    "collection-pause",
    "control plane",
    symptom="Python's garbage collection stopped the loop",
    looks_at="GarbageCollected: its time",
    threshold=f"{milliseconds(NOTICE_NS)}, or {percent(SHARE)} of all time",
    why="it runs once a second while idle and takes well under a millisecond",
    remedy="plug-ins that keep fewer objects",
    events=("GarbageCollected",),
)
def collection_pause(obs: Observation) -> Iterator[Finding]:
    """Too many objects in Python."""
    ran = obs.event("GarbageCollected")
    own, total = obs.own_longest(ran), obs.own_total(ran)
    if ran.worst is None or (own < NOTICE_NS and total < SHARE * obs.event_ns):
        return
    yield Finding(
        "collection-pause",
        f"a collection of garbage took {milliseconds(own)}",
        "the control plane, or a plug-in in it, makes or keeps very many objects",
        (obs.seen(f"{ran.count} collections, the longest {milliseconds(own)}", ran.worst),),
        ("keep data in the keyspace, not in a plug-in's objects",),
        "vkscope trace record -o gc.vkt --class python",
        Confidence.CERTAIN,
        min(1.0, total / obs.event_ns),
    )


RULES = (handler_slow, python_error, collection_pause)
