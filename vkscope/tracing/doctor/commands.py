"""Rules about commands: slow ones, walks over all keys, big values, many refusals."""

from __future__ import annotations

from collections.abc import Iterator

from vkscope.tracing.doctor.finding import (
    Confidence,
    Finding,
    milliseconds,
    percent,
    size,
)
from vkscope.tracing.doctor.observation import CommandUse, Observation, stop
from vkscope.tracing.doctor.rule import NOTICE_NS, SHARE, rule
from vkscope.tracing.doctor.worst import (
    BIG,
    COLLECTIONS,
    COPY_NS_A_BYTE,
    EXTERNAL,
    SCRIPTS,
    WALKS,
    family,
    has_slow_script,
    has_slow_transfer,
    is_big,
    is_collection,
    is_script,
    is_walk,
    lost,
    moved,
    shown,
    slow,
)
from vkscope.tracing.snapshot import WorstCommand

INSTEAD = {
    "lcs": "its time is the product of both lengths: do it in the client, or on shorter strings",
    "bitcount": "count ranges, or keep shorter bitmaps",
    "bitpos": "search ranges, or keep shorter bitmaps",
    "bitop": "do it on a replica, or keep shorter bitmaps",
    "del": "use UNLINK: the memory is given back in the background",
    "unlink": "split the value: even unlinked it must be taken out of its table",
    "mget": "ask for fewer keys at once",
    "mset": "set fewer keys at once",
    "scan": "use a smaller COUNT",
    "hscan": "use a smaller COUNT",
    **dict.fromkeys(
        sorted(SCRIPTS), "let one run do less; SCOPE SNAPSHOT scripts tells the script and its time"
    ),
    "debug": "keep DEBUG out of production: enable-debug-command no",
}
MEAN_NS = 1_000_000
"""A command that takes this on average holds up everybody each time."""
REFUSED = 0.2
REFUSED_A_SECOND = 10


@rule(
    "keys-walk",
    "commands",
    symptom="one command stops the server while it walks all keys",
    looks_at="the longest commands (SCOPE SNAPSHOT worst, CommandSlow), those among them that "
    + ", ".join(w.upper() for w in WALKS),
    threshold=f"own time of {milliseconds(NOTICE_NS)} or more",
    why="it grows with the database, so it only gets worse",
    remedy="SCAN for KEYS; ASYNC for FLUSHALL and FLUSHDB",
    events=("CommandSlow", "CommandExecuted"),
)
def keys_walk(obs: Observation) -> Iterator[Finding]:
    """KEYS and its like over a large database."""
    rows = [(w, own) for w, own in slow(obs) if is_walk(w)]
    if not rows:
        return
    worst, own = rows[0]
    keys = sum(db.keys for db in obs.now.dbs)
    yield Finding(
        "keys-walk",
        f"the server stood still for {milliseconds(own)} in {worst.command.upper()}",
        f"{worst.command.upper()} looks at every key of the database"
        + (f", {keys:,} now" if keys else ""),
        tuple(shown(obs, w, ns) for w, ns in rows[:3]),
        (
            WALKS[worst.command],
            f'forbid it to applications: rename-command {worst.command.upper()} ""',
        ),
        "SLOWLOG GET 10",
        Confidence.CERTAIN,
        lost(obs, rows),
    )


@rule(
    "big-values",
    "commands",
    symptom="time goes into moving very large requests or replies",
    looks_at="bytes of request and reply of the longest commands; bytes in and out per command",
    threshold=f"a command of {size(BIG)} or more whose time is that of copying "
    f"({COPY_NS_A_BYTE} ns a byte at most) and which took {milliseconds(NOTICE_NS)}, or whose "
    f"transfer made a turn as long, or such commands moving {size(BIG)} on average",
    why=f"{size(BIG)} is where Valkey's own log of large requests and replies begins",
    remedy="split values; ask for ranges or fields",
    events=("CommandSlow", "CommandExecuted", "TickSlow"),
)
def big_values(obs: Observation) -> Iterator[Finding]:
    """Values of megabytes."""
    big = [(w, own) for w in obs.worst if (own := obs.own_of(w)) is not None and is_big(w, own)]
    if not big:
        return
    calls = sum(c.calls for c in obs.commands)
    total = obs.delta("clients", "net_in_bytes") + obs.delta("clients", "net_out_bytes")
    mean = total / calls if calls else 0.0
    transfer = obs.delta_phase("read") + obs.delta_phase("parse") + obs.delta_phase("before_sleep")
    largest, own = max(big, key=lambda row: moved(row[0]))
    share = sum(ns for _, ns in big) / obs.event_ns + transfer / obs.wall_ns
    impact = max(min(1.0, share), *(stop(ns) for _, ns in big))
    is_noticed = own >= NOTICE_NS or has_slow_transfer(obs)
    if not is_noticed and (mean < BIG or share < SHARE):
        return
    verb = "asked for" if largest.reply_bytes > largest.request_bytes else "sent"
    evidence = [shown(obs, w, ns) for w, ns in sorted(big, key=lambda r: -moved(r[0]))[:3]]
    if calls:
        evidence.append(
            obs.seen(f"{size(mean)} a command on average, {size(total)} in all", mean_bytes=mean)
        )
    yield Finding(
        "big-values",
        f"a value of {size(moved(largest))} was {verb} with {largest.command.upper()}",
        "very large values: while one is read, copied and written, nobody else is served",
        tuple(evidence),
        (
            "split the value over several keys, or ask for parts (GETRANGE, HMGET)",
            "keep them from growing: proto-max-bulk-len, and COMMANDLOG's large-reply log",
        ),
        "COMMANDLOG GET 10 large-reply",
        Confidence.CERTAIN if is_noticed else Confidence.LIKELY,
        impact,
    )


@rule(
    "slow-command",
    "commands",
    symptom="single commands take so long that others wait",
    looks_at="the longest commands, less what they waited for a processor and what a fork, "
    "eviction, expiry or collection inside them took; the mean time of each command",
    threshold=f"own time of {milliseconds(NOTICE_NS)} or more; or a mean of "
    f"{milliseconds(MEAN_NS)} and {percent(SHARE)} of all time",
    why="one thread runs all commands: each is a stop for everybody",
    remedy="another command or a smaller value, by command",
    events=("CommandSlow", "CommandExecuted"),
)
def slow_command(obs: Observation) -> Iterator[Finding]:
    """A command that is slow by itself."""
    rows = [(w, own) for w, own in slow(obs) if not _is_known(obs, w, own)]
    heavy = [c for c in obs.commands if _is_heavy(obs, c, {w.command for w, _ in rows})]
    for name in sorted({w.command for w, _ in rows} | {c.name for c in heavy}):
        mine = [(w, own) for w, own in rows if w.command == name]
        uses = [c for c in obs.commands if c.name == name]
        yield _slow_finding(obs, name, mine, uses[0] if uses else None)


def _is_known(obs: Observation, w: WorstCommand, own: float) -> bool:
    """Another rule tells of it."""
    return is_walk(w) or is_collection(w) or is_big(w, own) or is_script(obs, w)


def _is_heavy(obs: Observation, use: CommandUse, known: set[str]) -> bool:
    if use.name in known or use.name in WALKS or use.name in COLLECTIONS or not use.calls:
        return False
    if family(use.name) in EXTERNAL or (use.name == "save" and obs.event("RdbSaved").count):
        return False
    if any(w.command == use.name and moved(w) >= BIG for w in obs.worst):
        return False
    if use.name in SCRIPTS and has_slow_script(obs):
        return False
    own = obs.own_ns(use.ns)
    return own / use.calls >= MEAN_NS and own / obs.wall_ns >= SHARE


def _slow_finding(
    obs: Observation, name: str, mine: list[tuple[WorstCommand, float]], use: CommandUse | None
) -> Finding:
    evidence = [shown(obs, w, own) for w, own in mine[:3]]
    share = lost(obs, mine)
    if use and use.calls:
        own = max(obs.own_ns(use.ns), sum(ns for _, ns in mine))
        share = max(share, min(1.0, own / obs.wall_ns))
        text = (
            f"{use.calls} calls, {milliseconds(own / use.calls)} each, {percent(share)} of the time"
        )
        evidence.append(obs.seen(text, calls=use.calls))
    top = milliseconds(mine[0][1]) if mine else evidence[0].text
    advice = INSTEAD.get(family(name), "ask for less at a time, or keep the value smaller")
    key = mine[0][0].key if mine else ""
    return Finding(
        "slow-command",
        f"{name.upper()} takes up to {top}" if mine else f"{name.upper()}: {top}",
        f"{name.upper()} does more work than one turn should hold"
        + (f", on the key {key}" if key else ""),
        tuple(evidence),
        (advice,),
        "SLOWLOG GET 10",
        Confidence.CERTAIN if mine else Confidence.LIKELY,
        share,
    )


@rule(
    "commands-refused",
    "commands",
    symptom="many commands are answered with errors",
    looks_at="rejected and failed calls of each command (CommandRejected when it is watched)",
    threshold=f"{percent(REFUSED)} of all calls and {REFUSED_A_SECOND} a second",
    why="a few errors are everybody's; a fifth of all is a client that does not know its server",
    remedy="read INFO errorstats, mend the client",
    events=("CommandRejected",),
    unless=("maxmemory-tiny", "cross-slot", "denied-storm"),
)
def commands_refused(obs: Observation) -> Iterator[Finding]:
    """Errors as a rule."""
    calls = sum(c.calls + c.rejected for c in obs.commands)
    bad = sum(c.rejected + c.failed for c in obs.commands)
    watched = obs.event("CommandRejected")
    if not calls and watched.count:
        calls, bad = obs.delta("stats", "commands") or watched.count, watched.count
    if not calls or bad / calls < REFUSED or bad / (obs.wall_ns / 1e9) < REFUSED_A_SECOND:
        return
    top = sorted(obs.commands, key=lambda c: -(c.rejected + c.failed))[:3]
    evidence = [
        obs.seen(f"{c.name.upper()}: {c.rejected} rejected, {c.failed} failed of {c.calls}")
        for c in top
        if c.rejected + c.failed
    ]
    if watched.worst is not None:
        reason = obs.decoder.label(watched.worst, "reason")
        evidence.append(obs.seen(f"the last refusal: {reason}", watched.worst))
    yield Finding(
        "commands-refused",
        f"{percent(bad / calls)} of all commands are answered with an error",
        "a client sends commands that this server cannot or may not run",
        tuple(evidence),
        ("read INFO errorstats and commandstats, and mend the client that sends them",),
        "INFO errorstats",
        Confidence.LIKELY,
        0.2 * bad / calls,
    )


RULES = (keys_walk, big_values, slow_command, commands_refused)
