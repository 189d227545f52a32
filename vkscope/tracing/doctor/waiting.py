"""Rules about commands that wait for keys, and transactions that keep failing."""

from __future__ import annotations

from collections.abc import Iterator

from vkscope.tracing.doctor.finding import Confidence, Evidence, Finding
from vkscope.tracing.doctor.observation import Observation
from vkscope.tracing.doctor.rule import rule

IN_VAIN_A_SECOND = 1000
IN_VAIN_SHARE = 0.5
DIRTY = 100
DIRTY_SHARE = 0.3


@rule(
    "hot-blocked-key",
    "waiting",
    symptom="many clients wait for one key, and a change wakes all of them for one to be served",
    looks_at="commands that ran again and waited on (blocking.in_vain) against all that ran again; "
    "ClientUnblocked: how often a command ran before it was served",
    threshold=f"{IN_VAIN_A_SECOND} runs in vain a second, more than {IN_VAIN_SHARE:.0%} of all",
    why="a key with one consumer too many costs a run or two in vain for each element; thousands a "
    "second are a crowd",
    remedy="fewer waiters, or several keys",
    events=("ClientBlocked", "ClientUnblocked"),
)
def hot_blocked_key(obs: Observation) -> Iterator[Finding]:
    """A crowd at one key."""
    in_vain, reruns = obs.delta("blocking", "in_vain"), obs.delta("blocking", "reruns")
    if obs.per_second("blocking", "in_vain") < IN_VAIN_A_SECOND or in_vain < reruns * IN_VAIN_SHARE:
        return
    evidence: list[Evidence] = [
        obs.seen(f"{in_vain} of {reruns} runs of woken commands were in vain", in_vain=in_vain)
    ]
    rows = obs.now.raw.get("blocking", {}).get("keys", [])
    evidence += [
        obs.seen(f"{row['waiting']} clients wait for {row['key']}", waiting=row["waiting"])
        for row in rows[:3]
    ]
    told = obs.event("ClientUnblocked").worst
    if told is not None and told["runs"] > 1:
        text = f"client {told.subject} ran {told['runs']} times for {obs.decoder.text(told)}"
        evidence.append(obs.seen(text, told))
    yield Finding(
        "hot-blocked-key",
        f"{in_vain} commands were woken by a key and found nothing there",
        "more clients wait for the same key than a change of it can serve",
        tuple(evidence),
        (
            "spread the work over several keys, each with a few waiters",
            "wait in one client and hand out its elements to workers",
        ),
        "vkscope dump blocking: runs in vain, waiters of a key",
        Confidence.LIKELY,
        min(1.0, 0.05 + obs.per_second("blocking", "in_vain") / 100_000),
    )


@rule(
    "transactions-dirty",
    "waiting",
    symptom="transactions do not run, since keys that they watch change first",
    looks_at="blocking.dirty against blocking.executed; TransactionEnded",
    threshold=f"{DIRTY} in the window, {DIRTY_SHARE:.0%} of all",
    why="a transaction that is not run is tried again: work done twice, and no end to it when "
    "many clients want the same key",
    remedy="watch less, or change the key in one command",
    events=("TransactionEnded",),
)
def transactions_dirty(obs: Observation) -> Iterator[Finding]:
    """Optimists in each other's way."""
    dirty, executed = obs.delta("blocking", "dirty"), obs.delta("blocking", "executed")
    if dirty < DIRTY or dirty < (dirty + executed) * DIRTY_SHARE:
        return
    evidence: list[Evidence] = [
        obs.seen(f"{dirty} of {dirty + executed} transactions did not run", dirty=dirty)
    ]
    told = obs.event("TransactionEnded").worst
    if told is not None and obs.decoder.label(told, "how") == "dirty":
        evidence.append(obs.seen(f"one because {obs.decoder.text(told)} had changed", told))
    yield Finding(
        "transactions-dirty",
        f"{dirty / (dirty + executed):.0%} of transactions did not run",
        "clients change the same watched keys at the same time",
        tuple(evidence),
        (
            "use a command that does it at once (INCR, HINCRBY, ZADD GT, SET IFEQ), or a script",
            "watch only what the transaction depends on, and as late as possible",
        ),
        "SCOPE SNAPSHOT blocking: dirty, executed",
        Confidence.CERTAIN,
        min(1.0, 0.05 + dirty / (dirty + executed) / 2),
    )


RULES = (hot_blocked_key, transactions_dirty)
