"""The rule about commands over whole collections: lists, sets, sorted sets, hashes, streams."""

from __future__ import annotations

from collections.abc import Iterator

from vkscope.tracing.doctor.finding import (
    Confidence,
    Evidence,
    Finding,
    milliseconds,
    percent,
    size,
)
from vkscope.tracing.doctor.observation import CommandUse, Observation
from vkscope.tracing.doctor.rule import NOTICE_NS, SHARE, rule
from vkscope.tracing.doctor.worst import (
    BIG,
    COLLECTIONS,
    has_slow_transfer,
    is_collection,
    lost,
    moved,
    shown,
    slow,
)
from vkscope.tracing.snapshot import WorstCommand

MEAN_NS = 1_000_000
OFTEN_NS = 250_000
"""Some thousands of elements."""
OFTEN_SHARE = 0.25
TOLD_BYTES = 1024

Rows = list[tuple[WorstCommand, float]]


def _is_heavy(obs: Observation, use: CommandUse) -> bool:
    """It is slow on average, and takes much of the time."""
    if use.name not in COLLECTIONS or not use.calls:
        return False
    own = obs.own_ns(use.ns)
    mean, share = own / use.calls, own / obs.wall_ns
    return (mean >= MEAN_NS and share >= SHARE) or (mean >= OFTEN_NS and share >= OFTEN_SHARE)


def _large(obs: Observation) -> Rows:
    """Those whose reply made a turn long that they did not make long themselves."""
    if not has_slow_transfer(obs):
        return []
    return [(w, obs.own_of(w)) for w in obs.worst if is_collection(w) and moved(w) >= BIG]


@rule(
    "big-collection",
    "commands",
    symptom="a command over all elements of a large list, set, sorted set, hash or stream stops "
    "the server or takes much of its time",
    looks_at="the longest commands, those among them whose work is a value's elements (HGETALL, "
    "SMEMBERS, LRANGE, ZRANGE, XRANGE, SORT, SUNION, LREM, GEOSEARCH and their kin), with key, "
    "own time and bytes; the mean time of each such command",
    threshold=f"own time of {milliseconds(NOTICE_NS)} or more; a reply of {size(BIG)} whose "
    f"transfer made a turn as long; a mean of {milliseconds(MEAN_NS)} and {percent(SHARE)} of all "
    f"time, or of {milliseconds(OFTEN_NS)} and {percent(OFTEN_SHARE)}",
    why="it takes as long as the value has elements, and values grow; a few hundred elements take "
    "some microseconds, however often, and are nobody's trouble",
    remedy="HSCAN, SSCAN, ZSCAN; LRANGE, ZRANGE, XRANGE in pieces; smaller values",
    events=("CommandSlow", "CommandExecuted", "TickSlow"),
)
def big_collection(obs: Observation) -> Iterator[Finding]:
    """One finding; its remedies are those of the commands seen, the worst first."""
    rows: Rows = [(w, own) for w, own in slow(obs) if is_collection(w)]
    rows = sorted(rows or _large(obs), key=lambda row: -row[1])
    known = {w.command for w, _ in rows}
    heavy = sorted((c for c in obs.commands if _is_heavy(obs, c)), key=lambda c: -c.ns)
    if not rows and not heavy:
        return
    seen = [w.command for w, _ in rows] + [c.name for c in heavy]
    names = list(dict.fromkeys(seen))
    evidence = [shown(obs, w, own, TOLD_BYTES) for w, own in rows[:3] or _examples(obs, heavy)]
    uses = [c for c in obs.commands if c.calls and (c.name in known or c in heavy)]
    evidence += [_in_sum(obs, c) for c in uses[:3]]
    share = min(1.0, sum(obs.own_ns(c.ns) for c in heavy) / obs.wall_ns)
    top = rows[0] if rows else None
    yield Finding(
        "big-collection",
        f"the server stood still for {milliseconds(top[1])} in {top[0].command.upper()}"
        + (f" {top[0].key}" if top[0].key else "")
        if top and top[1] >= NOTICE_NS
        else f"{', '.join(n.upper() for n in names[:3])} over large values takes "
        f"{percent(share)} of the time"
        if heavy
        else f"{names[0].upper()} asked for {size(max(moved(w) for w, _ in rows))} at once",
        "the command goes over every element of its value while all other clients wait",
        tuple(evidence),
        (
            *dict.fromkeys(f"{n.upper()}: {COLLECTIONS[n]}" for n in names[:3]),
            "split the value over several keys, if all of it is needed often",
        ),
        "SLOWLOG GET 10; COMMANDLOG GET 10 large-reply",
        Confidence.CERTAIN if rows else Confidence.LIKELY,
        max(lost(obs, rows), share, 0.01),
    )


def _examples(obs: Observation, heavy: list[CommandUse]) -> Rows:
    """Single runs of commands that are heavy in sum."""
    names = {c.name for c in heavy}
    return [(w, obs.own_of(w)) for w in obs.worst if w.command in names][:2]


def _in_sum(obs: Observation, use: CommandUse) -> Evidence:
    own = obs.own_ns(use.ns)
    text = f"{use.name.upper()}: {use.calls} calls, {milliseconds(own / use.calls)} each, "
    return obs.seen(text + f"{percent(own / obs.wall_ns)} of the time", calls=use.calls)


RULES = (big_collection,)
