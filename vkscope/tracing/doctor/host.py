"""Rules about the machine: processor time, forks, the clock, and what nothing else explains."""

from __future__ import annotations

import signal
from collections.abc import Iterator

from vkscope.tracing.doctor.finding import Confidence, Evidence, Finding, milliseconds, percent
from vkscope.tracing.doctor.observation import Observation
from vkscope.tracing.doctor.rule import NOTICE_NS, rule
from vkscope.tracing.snapshot import PHASES

WAIT_WALL = 0.1
WAIT_WANTED = 0.2
JUMP_MS = 1000
ON_PURPOSE = int(signal.SIGUSR1) << 8
"""How a server ends a child that it needs no more."""


@rule(
    "cpu-taken",
    "host",
    symptom="the server is ready to run but has no processor",
    looks_at="/proc/self/schedstat: time in the run queue against time on a processor (CpuStolen)",
    threshold=f"{percent(WAIT_WALL)} of all time, and {percent(WAIT_WANTED)} of the time that it "
    "wanted a processor",
    why="the kernel's own housekeeping costs a few percent",
    remedy="a core of its own",
    events=("CpuStolen",),
)
def cpu_taken(obs: Observation) -> Iterator[Finding]:
    """Another process has the processor."""
    wait, run = obs.wait_ns, obs.run_ns
    share = wait / obs.wall_ns
    if share < WAIT_WALL or wait < WAIT_WANTED * (wait + run):
        return
    stolen = obs.event("CpuStolen")
    evidence = [
        obs.seen(
            f"waited {milliseconds(wait)} and ran {milliseconds(run)} in {obs.seconds:.1f} s",
            wait_share=share,
        )
    ]
    if stolen.worst is not None:
        text = f"{milliseconds(stolen.worst.value)} waited in {stolen.worst.get('window_ms')} ms"
        evidence.append(obs.seen(text, stolen.worst))
    yield Finding(
        "cpu-taken",
        f"for {percent(share)} of the time the server waited for a processor",
        "other processes use the same processor, or the machine has too few",
        tuple(evidence),
        (
            "give the server a core of its own: taskset, cpuset or server-cpulist",
            "move or slow down what else runs there: look for it with top -1",
        ),
        "cat /proc/PID/schedstat twice: the second number must stand still",
        Confidence.CERTAIN,
        min(1.0, share),
    )


@rule(
    "fork-stall",
    "host",
    symptom="the server stood still while it forked a child",
    looks_at="ForkStarted: how long fork() held the parent",
    threshold=milliseconds(NOTICE_NS),
    why="fork copies page tables: about 10 ms a GB of small pages, more in virtual machines",
    remedy="fewer forks, less memory in one process, huge pages off",
    events=("ForkStarted", "ForkEnded"),
)
def fork_stall(obs: Observation) -> Iterator[Finding]:
    """fork() took long."""
    forked = obs.event("ForkStarted")
    own = obs.own_longest(forked)
    if forked.worst is None or own < NOTICE_NS:
        return
    kind = obs.decoder.label(forked.worst, "kind") if "kind" in forked.worst.fields else "other"
    rss = obs.now.memory.rss_bytes
    rate = rss / (1 << 30) / (forked.longest_ns / 1e9)
    yield Finding(
        "fork-stall",
        f"fork() held the server for {milliseconds(own)}",
        "the kernel copies the page tables of the whole process while nobody is served",
        (
            obs.seen(
                f"child {forked.worst.value} for {kind}, {milliseconds(forked.longest_ns)}"
                + (f", {rate:.1f} GB a second" if rss else ""),
                forked.worst,
                fork_ms=forked.longest_ns / 1e6,
            ),
            obs.seen(f"{forked.count} forks in the window", forks=forked.count),
            *_pages(obs),
        ),
        (
            "save and rewrite less often: save, auto-aof-rewrite-percentage",
            "several smaller servers; a machine whose fork is fast; transparent huge pages off",
        ),
        "INFO stats: latest_fork_usec",
        Confidence.CERTAIN,
        obs.impact(forked),
    )


def _pages(obs: Observation) -> Iterator[Evidence]:
    """What the machine says of huge pages, where it says anything."""
    host = obs.now.raw.get("host")
    word = str(host.get("huge_pages", "")) if isinstance(host, dict) else ""
    if word in ("always", "madvise", "never", "off"):
        told = "for this process" if word == "off" else f"[{word}]"
        yield obs.seen(f"transparent huge pages: {told}")


@rule(
    "child-failed",
    "host",
    symptom="a forked child ended with an error",
    looks_at="ForkEnded: its status",
    threshold="a status that is not 0, nor that of a child that the server itself has ended",
    why="what it was forked for was not done",
    remedy="its last lines in the log",
    events=("ForkEnded",),
    unless=("disk-full", "background-save-failed", "rewrite-failing"),
)
def child_failed(obs: Observation) -> Iterator[Finding]:
    """A child that did not do its work; the longest-lived one of the window is looked at."""
    ended = obs.event("ForkEnded")
    status = ended.field("status")
    if ended.worst is None or not status or status == ON_PURPOSE:
        return
    how = f"signal {status >> 8}" if status > 255 else f"status {status}"
    kind = obs.decoder.label(ended.worst, "kind")
    yield Finding(
        "child-failed",
        f"a child forked for {kind} ended with {how}",
        "it ran out of memory or disk, or was killed"
        if status > 255
        else "it could not do its work",
        (obs.seen(f"child {ended.worst.value} lived {ended.field('life_ms')} ms", ended.worst),),
        ("read the server's log and the kernel's (dmesg) at that time",),
        "INFO persistence",
        Confidence.LIKELY,
        0.1,
    )


@rule(
    "clock-jumped",
    "host",
    symptom="the wall clock was set",
    looks_at="ClockJumped",
    threshold=f"{JUMP_MS} ms either way",
    why="TTLs are wall times: keys end too early or too late by as much",
    remedy="a time service that slews",
    events=("ClockJumped",),
)
def clock_jumped(obs: Observation) -> Iterator[Finding]:
    """Somebody set the time."""
    jumped = obs.event("ClockJumped")
    ms = jumped.field("jump_ms")
    if jumped.worst is None or abs(ms) < JUMP_MS:
        return
    yield Finding(
        "clock-jumped",
        f"the wall clock jumped by {ms / 1000:+.1f} s",
        "the time was set by hand, or a virtual machine was paused",
        (obs.seen(f"{ms} ms", jumped.worst, jump_ms=ms),),
        ("let chrony or ntpd slew the clock instead of stepping it",),
        "chronyc tracking",
        Confidence.CERTAIN,
        0.05,
    )


@rule(
    "slow-turn",
    "host",
    symptom="a turn of the loop was slow, and no other rule says why",
    looks_at="TickSlow: its phases, its longest command",
    threshold=f"{milliseconds(NOTICE_NS)} of own time, when there is no other finding",
    why="the phases tell where to look next",
    remedy="by phase",
    events=("TickSlow", "TickEnded", "FlightRecorderTriggered"),
    unless=("*",),
)
def slow_turn(obs: Observation) -> Iterator[Finding]:
    """What is left."""
    slow = obs.event("TickSlow")
    turn = slow.worst or obs.event("TickEnded").worst
    own = obs.own_longest(slow if slow.worst else obs.event("TickEnded"))
    if turn is None or own < NOTICE_NS:
        return
    phases = {p: turn.get(f"{p}_ns") for p in PHASES}
    phase, ns = max(phases.items(), key=lambda row: row[1])
    if obs.is_starting and phase == "python":
        return
    command = obs.decoder.command(turn.get("worst_command"))
    frozen = obs.event("FlightRecorderTriggered").worst
    evidence = [
        obs.seen(
            ", ".join(f"{p} {milliseconds(v)}" for p, v in phases.items() if v >= ns // 20),
            turn,
            span_ms=turn.span / 1e6,
        )
    ]
    if phase == "execute" and turn.get("worst_ns"):
        evidence.append(obs.seen(f"longest: {command} {milliseconds(turn.get('worst_ns'))}"))
    if frozen is not None:
        evidence.append(obs.seen(f"flight record {obs.decoder.text(frozen)}", frozen))
    yield Finding(
        "slow-turn",
        f"a turn of the loop took {milliseconds(own)}",
        f"most of it ({milliseconds(ns)}) went into its phase {phase}",
        tuple(evidence),
        (f"record it: vkscope trace record -o slow.vkt --class tick, and look at phase {phase}",),
        "LATENCY LATEST",
        Confidence.POSSIBLE,
        max(obs.share(slow), own / obs.event_ns),
    )


RULES = (cpu_taken, fork_stall, child_failed, clock_jumped, slow_turn)
