"""Rules about rights: users that are refused what they try, again and again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from vkscope.tracing.doctor.finding import Confidence, Evidence, Finding
from vkscope.tracing.doctor.observation import Observation
from vkscope.tracing.doctor.rule import rule
from vkscope.tracing.snapshot import Snapshot

DENIED_A_SECOND = 10
CAUSES: Mapping[str, str] = {
    "auth": "somebody guesses passwords, or a client was given an old one",
    "command": "a client calls commands that its user was not given",
    "key": "a client uses keys that its user was not given",
    "channel": "a client uses channels that its user was not given",
}
REMEDIES: Mapping[str, str] = {
    "auth": "find the address by CLIENT LIST or in the log, mend the client's password or block it",
    "command": "give the command, if it is meant: ACL SETUSER <user> +<command>; else mend the "
    "client",
    "key": "give the keys, if they are meant: ACL SETUSER <user> ~<pattern>; else mend the client",
    "channel": "give the channels, if they are meant: ACL SETUSER <user> &<pattern>; else mend "
    "the client",
}


def _denied(taken: Snapshot | None) -> dict[str, int]:
    section: Any = taken.raw.get("acl", {}) if taken else {}
    return {str(reason): int(n) for reason, n in section.get("denied", {}).items()}


def _grown(obs: Observation) -> dict[str, int]:
    """How often each reason denied something in the window."""
    if obs.before is None:
        return {}
    before = _denied(obs.before)
    return {why: max(0, n - before.get(why, 0)) for why, n in _denied(obs.now).items()}


@rule(
    "denied-storm",
    "users",
    symptom="a user is refused what it tries, again and again",
    looks_at="what was denied by reason, and the log of it (the section acl); CommandDenied",
    threshold=f"{DENIED_A_SECOND} a second",
    why="a person who errs is denied once; many times a second is a program: one that is set up "
    "wrongly, or an attack",
    remedy="ACL LOG tells who and what: mend the client, its rights or its password",
    events=("CommandDenied",),
)
def denied_storm(obs: Observation) -> Iterator[Finding]:
    """Denials as a rule."""
    event = obs.event("CommandDenied")
    grown = _grown(obs)
    total = sum(grown.values()) or event.count
    if total / (obs.wall_ns / 1e9) < DENIED_A_SECOND:
        return
    told = obs.decoder.label(event.worst, "reason") if event.worst else "command"
    reason = max(grown, key=lambda why: grown[why]) if any(grown.values()) else told
    parts = ", ".join(f"{why} {n:,}" for why, n in sorted(grown.items()) if n)
    evidence: list[Evidence] = [obs.seen(f"denied: {parts or total}", event.worst, denied=total)]
    rows = [row for row in obs.now.raw.get("acl", {}).get("log", ()) if row[0] == reason]
    for _, context, name, user, times, _, client in sorted(rows, key=lambda row: -row[4])[:3]:
        text = f"{reason} '{name}' denied to user '{user}' {times:,} times ({context})"
        evidence.append(obs.seen(text + (f", last from client {client}" if client else "")))
    yield Finding(
        "denied-storm",
        f"{total / (obs.wall_ns / 1e9):.0f} times a second somebody is denied what they try",
        CAUSES.get(reason, CAUSES["command"]),
        tuple(evidence),
        (REMEDIES.get(reason, REMEDIES["command"]),),
        "ACL LOG; INFO stats: acl_access_denied_*",
        Confidence.CERTAIN,
        0.25,
    )


RULES = (denied_storm,)
