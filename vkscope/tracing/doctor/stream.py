"""Rules about the write stream, its backlog, and keys that live in other slots."""

from __future__ import annotations

from collections.abc import Iterator

from vkscope.tracing.doctor.finding import Confidence, Evidence, Finding
from vkscope.tracing.doctor.observation import Observation
from vkscope.tracing.doctor.rule import rule

FORMS_OF_A_UNIT = 50
FORMS_A_SECOND = 10_000
CROSS_SLOT = 20


@rule(
    "backlog-too-small",
    "replication",
    symptom="after a short cut a replica is sent all data again",
    looks_at="SyncDecided: why a replica did not get the rest of the stream",
    threshold="one full copy because the backlog no longer had what was missing",
    why="a full copy forks, reads all memory, and fills the network for what a larger backlog "
    "would have kept",
    remedy="a larger repl-backlog-size: the stream's rate times the longest cut",
    events=("SyncDecided",),
)
def backlog_too_small(obs: Observation) -> Iterator[Finding]:
    """A window shorter than the cut."""
    told = obs.event("SyncDecided")
    worst = told.worst
    if worst is None or obs.decoder.label(worst, "why") != "before_backlog":
        return
    missing, size = worst["missing"], worst["end"] - worst["first"]
    rate = obs.per_second("stream", "bytes")
    evidence: list[Evidence] = [
        obs.seen(f"{obs.decoder.text(worst)} came {missing} bytes too late", worst),
        obs.seen(f"the backlog held {size} bytes", backlog=size),
    ]
    wanted = max(2 * (size + missing), int(rate * 60))
    yield Finding(
        "backlog-too-small",
        f"a replica that missed {missing} bytes more than the backlog holds is copied anew",
        "the backlog is smaller than what is written during a cut",
        tuple(evidence),
        (f"CONFIG SET repl-backlog-size {wanted}",),
        "INFO stats: sync_partial_err does not grow",
        Confidence.CERTAIN,
        0.5,
    )


@rule(
    "write-amplification",
    "replication",
    symptom="replicas and files get many commands for each that clients sent",
    looks_at="stream.forms against stream.units; CommandPropagated, UnitPropagated",
    threshold=f"{FORMS_OF_A_UNIT} commands for each that ran, {FORMS_A_SECOND} a second, while "
    "there is a replica or was one lately",
    why="each is written, sent, parsed and run again by every replica",
    remedy="commands that say the same in fewer words (a range instead of single elements)",
    events=("CommandPropagated", "UnitPropagated"),
)
def write_amplification(obs: Observation) -> Iterator[Finding]:
    """One command in, a hundred out."""
    forms, units = obs.delta("stream", "forms"), obs.delta("stream", "units")
    if not units or forms < units * FORMS_OF_A_UNIT:
        return
    if not obs.now.number("stream", "backlog_active"):
        return  # nobody gets it but who watches it
    if obs.per_second("stream", "forms") < FORMS_A_SECOND:
        return
    evidence: list[Evidence] = [
        obs.seen(f"{units} commands and transactions became {forms}", forms=forms, units=units)
    ]
    told = obs.event("UnitPropagated").worst
    if told is not None:
        evidence.append(obs.seen(f"one became {told.value}", told))
    yield Finding(
        "write-amplification",
        f"each command becomes {forms / units:.0f} in the write stream",
        "scripts or commands whose effect is told element by element",
        tuple(evidence),
        (
            "say the same in fewer words: ranges, and commands that take many elements (SADD, "
            "HSET, MSET) instead of a call for each",
            "vkscope dump stream shows what each command became",
        ),
        "SCOPE SNAPSHOT stream: forms and units grow alike",
        Confidence.LIKELY,
        0.2,
    )


@rule(
    "cross-slot",
    "slots",
    symptom="commands are refused because their keys live in different slots",
    looks_at="RequestRedirected with `crossslot`",
    threshold=f"{CROSS_SLOT} in the window",
    why="a cluster runs a command only where all its keys are; the client gets an error each time",
    remedy="a hash tag in the names of keys that are used together: user:{42}:cart, user:{42}:name",
    events=("RequestRedirected", "SlotsChanged", "ClusterStateChanged"),
)
def cross_slot(obs: Observation) -> Iterator[Finding]:
    """Keys that should live together."""
    refused = obs.delta("redirects", "crossslot")
    if refused < CROSS_SLOT:
        return
    evidence: list[Evidence] = [obs.seen(f"{refused} commands were refused", refused=refused)]
    told = obs.event("RequestRedirected").worst
    if told is not None and obs.decoder.label(told, "kind") == "crossslot":
        evidence.append(obs.seen(f"one at key {obs.decoder.text(told)}", told))
    yield Finding(
        "cross-slot",
        f"{refused} commands named keys of different slots",
        "keys that are used together have nothing in common in their names",
        tuple(evidence),
        (
            "put what the keys share between { and }: only that part is hashed",
            "cut the command into one for each slot",
        ),
        "SCOPE SNAPSHOT redirects: crossslot does not grow",
        Confidence.CERTAIN,
        min(1.0, 0.05 + refused / 10_000),
    )


RULES = (backlog_too_small, write_amplification, cross_slot)
