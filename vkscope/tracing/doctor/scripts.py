"""Rules about scripts and functions: those that hold everybody up, and a cache that forgets."""

from __future__ import annotations

from collections.abc import Iterator

from vkscope.tracing.doctor.finding import Confidence, Evidence, Finding
from vkscope.tracing.doctor.observation import Observation
from vkscope.tracing.doctor.rule import NOTICE_NS, rule

EVICTED_A_SECOND = 5


@rule(
    "slow-script",
    "scripts",
    symptom="nobody is answered while one script runs",
    looks_at="ScriptSlow and ScriptRan: the run, and how much of it was in commands",
    threshold=f"a run of {NOTICE_NS // 1_000_000} ms",
    why="a script is one command: until it ends, all other clients wait",
    remedy="shorter scripts; work that can be cut goes into several calls",
    events=("ScriptSlow", "ScriptRan"),
)
def slow_script(obs: Observation) -> Iterator[Finding]:
    """One script that took the loop."""
    told = max(obs.event("ScriptSlow"), obs.event("ScriptRan"), key=lambda one: one.longest_ns)
    worst = told.worst
    if worst is None or obs.own_longest(told) < NOTICE_NS:
        return
    name, inside_ms = obs.decoder.text(worst), worst["inside_us"] / 1000
    span_ms = obs.own_longest(told) / 1e6
    evidence: list[Evidence] = [
        obs.seen(f"{name} took {span_ms:.0f} ms, {inside_ms:.0f} of them in commands", worst)
    ]
    if told.count > 1:
        spent = f"{told.count} such runs, {obs.own_total(told) / 1e6:.0f} ms in all"
        evidence.append(obs.seen(spent, runs=told.count))
    if worst.get("busy"):
        evidence.append(obs.seen("others were answered -BUSY meanwhile"))
    own = inside_ms < span_ms / 2
    cause = "it computes in the interpreter" if own else f"it called {worst.value} commands"
    yield Finding(
        "slow-script",
        f"a script held the loop for {span_ms:.0f} ms",
        cause,
        tuple(evidence),
        (
            "do the computing in the client" if own else "give each call fewer keys to work on",
            "SCRIPT SHOW <sha1> prints its source",
        ),
        "vkscope dump scripts: time by script",
        Confidence.CERTAIN,
        obs.impact(told),
    )


@rule(
    "script-churn",
    "scripts",
    symptom="scripts are compiled again and again",
    looks_at="ScriptForgotten with `evicted`, and scripts.evicted",
    threshold=f"{EVICTED_A_SECOND} scripts a second pushed out by newer ones",
    why="the cache keeps 500 scripts that came by EVAL; values written into the source make each "
    "call a new script, and compiling costs more than running",
    remedy="pass values as ARGV, so that the source stays the same",
    events=("ScriptForgotten", "ScriptLoaded"),
)
def script_churn(obs: Observation) -> Iterator[Finding]:
    """The cache's revolving door."""
    evicted = obs.delta("scripts", "evicted")
    rate = obs.per_second("scripts", "evicted")
    if rate < EVICTED_A_SECOND:
        return
    evidence: list[Evidence] = [obs.seen(f"{evicted} scripts were pushed out", evicted=evicted)]
    told = obs.event("ScriptForgotten").worst
    if told is not None:
        evidence.append(obs.seen(f"{obs.decoder.text(told)} had run {told['calls']} times", told))
    yield Finding(
        "script-churn",
        f"{rate:.0f} scripts a second are forgotten for newer ones",
        "sources differ in what should be arguments",
        tuple(evidence),
        (
            "write the script once and pass what changes in KEYS and ARGV",
            "keep shared code in functions: FUNCTION LOAD, FCALL",
        ),
        "INFO memory: number_of_cached_scripts; INFO stats: evicted_scripts",
        Confidence.CERTAIN,
        min(1.0, 0.05 + rate / 10_000),
    )


RULES = (slow_script, script_churn)
