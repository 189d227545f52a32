"""Rules about keys: expiry, eviction, tables that grow."""

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
from vkscope.tracing.doctor.observation import BUCKET_BYTES, HUGE_TABLE, Happened, Observation, stop
from vkscope.tracing.doctor.rule import NOTICE_NS, SHARE, rule

STALE_PERMILLE = 250
"""Valkey's cycle aims at 10% of keys with a TTL that are due and still there."""
ROUNDS = 10
LATE_MS = 60_000
MISSED = 0.2
MISSED_A_SECOND = 20


def _is_noticed(obs: Observation, what: Happened) -> bool:
    """One round is a stop by itself, or all together use a share of the time."""
    return obs.own_longest(what) >= NOTICE_NS or obs.share(what) >= SHARE


def _changed_settings(obs: Observation, *names: str) -> list[Evidence]:
    """Tell a CONFIG SET in the window that touched one of these."""
    event = obs.event("ConfigChanged").worst
    text = event.text.decode("utf-8", "replace") if event else ""
    if event is None or not any(name in text for name in names):
        return []
    return [obs.seen(f"CONFIG SET {text} shortly before", event)]


@rule(
    "expiry-storm",
    "keyspace",
    symptom="removing expired keys takes the server's time",
    looks_at="rounds of active expiry (ExpireCycleRan): each one's time, their sum, keys removed",
    threshold=f"a round of {milliseconds(NOTICE_NS)}, or {percent(SHARE)} of all time",
    why="the cycle may use a quarter of the time before it stops itself; users notice earlier",
    remedy="spread TTLs; lower active-expire-effort",
    events=("ExpireCycleRan", "KeyExpired"),
)
def expiry_storm(obs: Observation) -> Iterator[Finding]:
    """Many keys end at once."""
    ran = obs.event("ExpireCycleRan")
    if not ran.worst or not _is_noticed(obs, ran):
        return
    watched = obs.event("KeyExpired").count
    removed = max(ran.value, obs.delta("expiry", "expired_keys"), watched)
    capped = " and ran out of its time" if ran.field("timecap") else ""
    yield Finding(
        "expiry-storm",
        f"rounds of expiry took up to {milliseconds(obs.own_longest(ran))}, "
        f"{percent(obs.share(ran))} of the time",
        f"very many keys reach the end of their TTL together: {removed:,} removed",
        (
            obs.seen(
                f"a round of {milliseconds(ran.longest_ns)}: {ran.worst.value:,} keys{capped}",
                ran.worst,
                keys=ran.worst.value,
            ),
            obs.seen(f"{ran.count} rounds, {milliseconds(ran.span_ns)} in all", rounds=ran.count),
        ),
        (
            "add a random part to TTLs, so that keys set together do not end together",
            "lower active-expire-effort, or raise hz, for shorter rounds",
        ),
        "INFO stats: expired_time_cap_reached_count, expired_stale_perc",
        Confidence.CERTAIN,
        obs.impact(ran),
    )


@rule(
    "late-expiry",
    "keyspace",
    symptom="keys stay long after their time, and hold memory",
    looks_at="keys still due after a round of expiry (ExpireCycleRan stale_permille); how late "
    "keys were removed (KeyExpired when it is watched)",
    threshold=f"{STALE_PERMILLE} of a thousand keys with a TTL in {ROUNDS} rounds or more; "
    f"{LATE_MS // 1000} s late",
    why="the cycle aims at a tenth; at a quarter it has lost",
    remedy="raise active-expire-effort",
    events=("ExpireCycleRan", "KeyExpired"),
    unless=("expiry-storm",),
)
def late_expiry(obs: Observation) -> Iterator[Finding]:
    """The cycle does not keep up."""
    ran, gone = obs.event("ExpireCycleRan"), obs.event("KeyExpired")
    stale, late_ms = ran.field("stale_permille"), gone.worst.value if gone.worst else 0
    is_behind = ran.count >= ROUNDS and stale >= STALE_PERMILLE
    if not is_behind and late_ms < LATE_MS:
        return
    evidence = []
    if is_behind:
        evidence.append(obs.seen(f"after a round {stale} of 1000 were still due", ran.worst))
    if late_ms >= LATE_MS:
        evidence.append(obs.seen(f"a key was removed {late_ms:,} ms late", gone.worst))
    yield Finding(
        "late-expiry",
        f"about {stale / 10:.0f}% of keys with a TTL should be gone already"
        if is_behind
        else f"keys live up to {late_ms / 1000:.0f} s longer than their TTL",
        "active expiry does not keep up with the keys that end",
        tuple(evidence),
        ("raise active-expire-effort (1 to 10): CONFIG SET active-expire-effort 5",),
        "INFO stats: expired_stale_perc",
        Confidence.LIKELY,
        0.05,
    )


@rule(
    "eviction-storm",
    "keyspace",
    symptom="removing keys to make room takes the server's time",
    looks_at="rounds of eviction (EvictionCycleRan): each one's time, their sum, bytes freed",
    threshold=f"a round of {milliseconds(NOTICE_NS)}, or {percent(SHARE)} of all time",
    why="a cache at its limit evicts all day; it is wrong when commands wait for it",
    remedy="more memory, smaller steps of maxmemory, lower maxmemory-eviction-tenacity",
    events=("EvictionCycleRan", "KeyEvicted"),
)
def eviction_storm(obs: Observation) -> Iterator[Finding]:
    """Much must go at once."""
    ran = obs.event("EvictionCycleRan")
    if not ran.worst or not _is_noticed(obs, ran):
        return
    watched = obs.event("KeyEvicted").count
    keys = max(obs.delta("eviction", "evicted_keys"), watched, ran.field("keys"))
    yield Finding(
        "eviction-storm",
        f"eviction took up to {milliseconds(obs.own_longest(ran))} at a time, "
        f"{percent(obs.share(ran))} of the time",
        f"memory stands over maxmemory and much has to go at once: {size(ran.value)} were freed",
        (
            obs.seen(
                f"a round freed {size(ran.worst.value)} ({ran.field('keys'):,} keys), "
                f"{size(ran.field('needed'))} were too many",
                ran.worst,
                freed=ran.worst.value,
            ),
            obs.seen(f"{ran.count} rounds, about {keys:,} keys", keys=keys),
            *_changed_settings(obs, "maxmemory"),
        ),
        (
            "raise maxmemory, or lower it in small steps",
            "write smaller values, or at a slower pace; lower maxmemory-eviction-tenacity",
        ),
        "INFO stats: evicted_keys, total_eviction_exceeded_time",
        Confidence.CERTAIN,
        obs.impact(ran),
    )


@rule(
    "evicted-too-early",
    "keyspace",
    symptom="keys are asked for again after they were evicted",
    looks_at="EvictedKeyMissed (or its counter) against keys evicted",
    threshold=f"{percent(MISSED)} of the keys evicted and {MISSED_A_SECOND} a second",
    why="each is a miss that the cache was there to prevent",
    remedy="more memory, or another maxmemory-policy",
    events=("EvictedKeyMissed", "KeyEvicted"),
    unless=("maxmemory-tiny",),
)
def evicted_too_early(obs: Observation) -> Iterator[Finding]:
    """The working set does not fit, or the policy chooses badly."""
    missed, evicted = obs.event("EvictedKeyMissed"), obs.delta("eviction", "evicted_keys")
    count = max(missed.count, obs.delta("eviction", "missed_again"))
    evicted = max(evicted, obs.event("KeyEvicted").count)
    if not evicted or count / evicted < MISSED or count / (obs.wall_ns / 1e9) < MISSED_A_SECOND:
        return
    policy = obs.settings.get("maxmemory-policy", "")
    yield Finding(
        "evicted-too-early",
        f"{percent(count / evicted)} of the evicted keys were asked for again",
        "the keys in use do not fit into maxmemory"
        + (f", or {policy} chooses the wrong ones" if policy else ""),
        (obs.seen(f"{count:,} of {evicted:,} evicted keys missed", missed.worst, missed=count),),
        (
            "raise maxmemory",
            "try maxmemory-policy allkeys-lfu where some keys are used far more than others",
        ),
        "INFO stats: evicted_keys, keyspace_misses",
        Confidence.LIKELY,
        0.1 + 0.1 * count / evicted,
    )


@rule(
    "rehash-huge",
    "keyspace",
    symptom="a huge table moves to a larger or smaller one",
    looks_at="RehashStarted, RehashCompleted, TableResizeDelayed: buckets and entries; tables that "
    "are moving in the snapshot",
    threshold=f"a new table of {size(HUGE_TABLE)} or more",
    why="until it has moved both tables stand in memory, lookups search two, and each turn gives "
    "time to it",
    remedy="plan for the memory; spread keys over several servers",
    events=("RehashStarted", "RehashCompleted", "TableResizeDelayed"),
)
def rehash_huge(obs: Observation) -> Iterator[Finding]:
    """A table of millions of entries resizes."""
    rows = [obs.event(n) for n in ("RehashStarted", "RehashCompleted", "TableResizeDelayed")]
    evidence = []
    largest = 0
    for what in rows:
        if what.worst is None:
            continue
        to = what.worst.get("to_buckets") or what.worst.get("buckets")
        to = max(to, what.worst.get("from_buckets"))
        if to * BUCKET_BYTES < HUGE_TABLE:
            continue
        largest = max(largest, to * BUCKET_BYTES)
        entries = what.worst.get("entries") or what.worst.get("moved")
        text = f"{what.name}: {to:,} buckets ({size(to * BUCKET_BYTES)}), {entries:,} entries"
        evidence.append(obs.seen(text, what.worst, buckets=to))
    for db in obs.now.dbs:
        if db.rehashing and db.buckets * BUCKET_BYTES >= HUGE_TABLE:
            largest = largest or db.buckets * BUCKET_BYTES
            evidence.append(obs.seen(f"{db.name} is being moved: {db.buckets:,} buckets"))
    if not evidence:
        return
    used = max(obs.now.memory.used_bytes, 1)
    held = [(w, obs.own_of(w)) for w in obs.worst if obs.grew_a_table(w)]
    for w, own in held[:1]:
        text = f"{w.command.upper()} took {milliseconds(own)}: the new table was made inside it"
        evidence.append(obs.seen(text, own_ms=own / 1e6))
    yield Finding(
        "rehash-huge",
        f"a hash table of {size(largest)} is moved to another size",
        "the table grew or shrank past its limit; both tables stand in memory until it has moved",
        tuple(evidence),
        (
            "leave room for it in maxmemory: the new table is as large as the old one or twice it",
            "spread the keys over several servers if such tables are too much for one",
        ),
        "DEBUG HTSTATS 0",
        Confidence.CERTAIN,
        min(1.0, 0.02 + 0.1 * largest / used + sum(stop(own) for _, own in held)),
    )


RULES = (
    expiry_storm,
    late_expiry,
    eviction_storm,
    evicted_too_early,
    rehash_huge,
)
