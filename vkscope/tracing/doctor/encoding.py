"""The rule about layouts: limits that do not fit the values.

Words: limit: the parameter at which a value of a type leaves its small layout. just above: made at
once with little more than the limit allows; a value that grows element by element crosses every
limit by one, and that tells nothing of where it ends.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from vkscope.tracing.doctor.finding import (
    Confidence,
    Evidence,
    Finding,
    milliseconds,
    percent,
    size,
)
from vkscope.tracing.doctor.observation import Happened, Observation
from vkscope.tracing.doctor.rule import NOTICE_NS, SHARE, rule
from vkscope.tracing.events import Event

CONVERSIONS_A_SECOND = 1000
ABOVE = 1.25
ABOVE_A_SECOND = 100
GROWTH = 16 << 20
TABLES = ("hashtable", "skiplist")
LIMITS: dict[tuple[str, str], tuple[str, ...]] = {
    ("hash", "element_count"): ("hash-max-listpack-entries",),
    ("hash", "element_bytes"): ("hash-max-listpack-value",),
    ("set", "element_count"): ("set-max-listpack-entries",),
    ("set", "element_bytes"): ("set-max-listpack-value",),
    ("set", "shrink"): ("set-max-intset-entries",),
    ("zset", "element_count"): ("zset-max-listpack-entries",),
    ("zset", "element_bytes"): ("zset-max-listpack-value",),
    ("list", "element_count"): ("list-max-listpack-size",),
    ("list", "element_bytes"): ("list-max-listpack-size",),
    ("list", "shrink"): ("list-max-listpack-size",),
}
"""By type and reason, the parameters that decide."""
NO_LIMIT = {
    "not_integer": "keep integers and other members in sets of their own: the first that is no "
    "integer rewrites the whole set",
    "wider_integer": "add the widest integers first: a wider one rewrites the whole set",
    "field_expiry": "no limit decides: a hash whose fields have a TTL is a table; set the TTL "
    "when the hash is made, or on the key",
}
"""Reasons without a parameter, and what helps."""
UNKNOWN = tuple(
    f"{t}-max-listpack-{what}" for t in ("hash", "set") for what in ("entries", "value")
)


@dataclass(frozen=True, slots=True)
class Crossing:
    """The worst conversion, in words."""

    event: Event
    type: str
    reason: str
    source: str
    to: str

    @property
    def limits(self) -> tuple[str, ...]:
        """The parameters that decided."""
        found = LIMITS.get((self.type, self.reason), () if self.type else UNKNOWN)
        if self.type == "set" and self.source == "intset" and self.reason == "element_count":
            return ("set-max-intset-entries", *found)
        return found

    @property
    def is_just_above(self) -> bool:
        """A larger limit would have kept the value small, and not much larger a one."""
        limit, actual = self.event.get("threshold"), self.event.get("actual")
        least = limit + 2 if self.reason == "element_count" else limit + 1
        is_limit = self.reason in ("element_count", "element_bytes")
        return is_limit and self.to in TABLES and limit > 0 and least <= actual <= limit * ABOVE


def _crossing(obs: Observation, event: Event) -> Crossing:
    source, to, reason = (obs.decoder.label(event, name) for name in ("from", "to", "reason"))
    kind = obs.decoder.label(event, "type") if event.get("type") else ""
    if not kind:  # an older recording: the layouts tell, save for hash tables
        words = {"quicklist": "list", "skiplist": "zset", "intset": "set"}
        kind = words.get(to) or words.get(source) or ""
    return Crossing(event, kind, reason, source, to)


def _growth(changed: Happened) -> int:
    """Bytes by which all conversions together made values larger, judged by the worst."""
    after = changed.worst.value if changed.worst else 0
    return (
        int(changed.value * max(0, after - changed.field("bytes_before")) / after) if after else 0
    )


@rule(
    "wrong-threshold",
    "keyspace",
    symptom="values change their layout all the time, one took long, or values stand just above "
    "the limit of their small layout",
    looks_at="EncodingChanged: how often, how long, from what to what, the limit and what crossed "
    "it, bytes before and after",
    threshold=f"a conversion of {milliseconds(NOTICE_NS)}; or {percent(SHARE)} of all time and "
    f"{CONVERSIONS_A_SECOND} a second; or {ABOVE_A_SECOND} a second to tables, the worst of a "
    f"value made at once at most {percent(ABOVE - 1)} above its limit, that together grew memory "
    f"by {size(GROWTH)} and {percent(SHARE)}",
    why="a conversion copies the value, and small ones are free, so only time counts; a table "
    "takes several times a listpack's memory, which a slightly larger limit would save",
    remedy="the parameter of the type: hash-max-listpack-*, set-max-*, zset-max-listpack-*, "
    "list-max-listpack-size",
    events=("EncodingChanged",),
)
def wrong_threshold(obs: Observation) -> Iterator[Finding]:
    """Conversions that cost time, or memory."""
    changed = obs.event("EncodingChanged")
    if changed.worst is None:
        return
    rate, share = changed.count / (obs.event_ns / 1e9), obs.share(changed)
    growth, used = _growth(changed), max(obs.now.memory.used_bytes, 1)
    crossing = _crossing(obs, changed.worst)
    is_long = obs.own_longest(changed) >= NOTICE_NS
    is_often = rate >= CONVERSIONS_A_SECOND and share >= SHARE
    is_above = crossing.is_just_above and rate >= ABOVE_A_SECOND
    is_above = is_above and growth >= max(GROWTH, SHARE * used)
    if not is_long and not is_often and not is_above:
        return
    kind = f"{crossing.type}s" if crossing.type else "values"
    cause = f"{kind} cross the limit to {crossing.to}: each conversion copies the whole value"
    if is_above:
        cause = f"{kind} stand just above the limit of {crossing.source}, and take a table's memory"
    elif crossing.reason == "shrink":
        cause = f"{kind} grow and shrink about the limit: each conversion copies the whole value"
    yield Finding(
        "wrong-threshold",
        f"{changed.count:,} {kind} changed their layout, the longest took "
        f"{milliseconds(changed.longest_ns)}",
        cause,
        (_worst(obs, crossing), *_in_sum(obs, changed, growth if is_above else 0)),
        _remedy(crossing),
        "OBJECT ENCODING key; MEMORY USAGE key",
        Confidence.LIKELY,
        max(obs.impact(changed), min(0.3, 0.05 + growth / used / 4) if is_above else 0.0),
    )


def _worst(obs: Observation, crossing: Crossing) -> Evidence:
    event = crossing.event
    text = f"{obs.decoder.text(event) or 'a value'}: {crossing.source} to {crossing.to}"
    text += f" ({crossing.reason.replace('_', ' ')}: limit {event.get('threshold'):,}"
    text += (
        f", was {event.get('actual'):,}), {event.get('bytes_before'):,} to {event.value:,} bytes"
    )
    return obs.seen(text, event, threshold=event.get("threshold"), actual=event.get("actual"))


def _in_sum(obs: Observation, changed: Happened, growth: int) -> Iterator[Evidence]:
    rate = changed.count / (obs.event_ns / 1e9)
    text = f"{rate:,.0f} conversions a second, {percent(obs.share(changed))} of the time"
    yield obs.seen(text, conversions=changed.count)
    if growth:
        yield obs.seen(f"about {size(growth)} more memory than before them", growth=growth)


def _remedy(crossing: Crossing) -> tuple[str, ...]:
    actual = crossing.event.get("actual")
    if crossing.reason in NO_LIMIT:
        return (NO_LIMIT[crossing.reason],)
    if not crossing.limits:
        return ("set the limit of the type (CONFIG GET *-max-*) above or below your values",)
    if crossing.type == "list":
        return (
            "set list-max-listpack-size so that your lists stay on one side of it: -2 is 8 kB a "
            "node, -1 to -5 are 4 to 64 kB, a positive number counts elements",
        )
    names = " and ".join(crossing.limits)
    if not crossing.is_just_above:
        return (f"set {names} well above or well below your values",)
    return (
        *(f"CONFIG SET {name} {actual}, or what your values need" for name in crossing.limits),
        "or make them smaller; a value that is a table stays one until it is written anew",
    )


RULES = (wrong_threshold,)
