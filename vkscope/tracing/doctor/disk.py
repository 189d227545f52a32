"""Rules about a disk that is full, slow or refuses, and about files that are not whole."""

from __future__ import annotations

import errno
from collections.abc import Iterator, Mapping
from typing import Any

from vkscope.tracing.doctor.finding import Confidence, Evidence, Finding, milliseconds, size
from vkscope.tracing.doctor.observation import Happened, Observation
from vkscope.tracing.doctor.rule import rule

FULL = (errno.ENOSPC, errno.EDQUOT)
FULL_WORDS = ("No space left", "quota exceeded")
REWRITES = 2
SLOW_SYNC_NS = 1 << 24
SLOW_SYNCS = 3


def part(obs: Observation, name: str, *, before: bool = False) -> Mapping[str, Any]:
    """Return a part of the section persist; empty where the source has none."""
    taken = obs.before if before else obs.now
    section = taken.raw.get("persist") if taken else None
    found = section.get(name) if isinstance(section, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def _recent(obs: Observation) -> Iterator[str]:
    """Errors that persistence met in the window, newest first."""
    section = obs.now.raw.get("persist")
    rows = section.get("errors") if isinstance(section, Mapping) else None
    for row in rows or []:
        if row["ms_ago"] <= obs.event_ns / 1e6:
            yield str(row["text"])


def _failed(obs: Observation, name: str) -> Happened | None:
    """Return events whose worst says that it did not work."""
    told = obs.event(name)
    return None if told.worst is None or told.field("good") else told


def _is_full(text: str) -> bool:
    return any(words in text for words in FULL_WORDS)


def _of_a_full_disk(obs: Observation) -> Iterator[Evidence]:
    aof = obs.event("AofFailed")
    if aof.worst is not None and aof.worst.value in FULL:
        yield obs.seen(f"append-only file: {obs.decoder.text(aof.worst)}", aof.worst)
    for name in ("BackgroundSaveEnded", "RdbSaved", "AofRewriteEnded"):
        told = _failed(obs, name)
        if told is not None and told.worst is not None and _is_full(obs.decoder.text(told.worst)):
            yield obs.seen(obs.decoder.text(told.worst), told.worst)
    for text in _recent(obs):
        if _is_full(text):
            yield obs.seen(text)
            return


@rule(
    "disk-full",
    "persistence",
    symptom="there is no room on the disk",
    looks_at="AofFailed, BackgroundSaveEnded, RdbSaved, AofRewriteEnded and the last errors of the "
    "section persist: ENOSPC, EDQUOT",
    threshold="one",
    why="nothing that is written since is kept, and writes are refused where the append-only file "
    "or stop-writes-on-bgsave-error says so",
    remedy="make room; the server goes on by itself within a second",
    events=("AofFailed", "BackgroundSaveEnded", "RdbSaved", "AofRewriteEnded"),
)
def disk_full(obs: Observation) -> Iterator[Finding]:
    """ENOSPC, wherever it came up."""
    evidence = tuple(_of_a_full_disk(obs))
    if not evidence:
        return
    yield Finding(
        "disk-full",
        "data cannot be kept: there is no room on the disk",
        "the file system of `dir` is full, or its quota is used up",
        evidence,
        (
            "make room: old temp-*.rdb files, logs, other servers' files (df -h, du)",
            "a disk with room for the data three times: the file, the next one, and what grows",
        ),
        "INFO persistence: aof_last_write_status and rdb_last_bgsave_status are ok",
        Confidence.CERTAIN,
        0.8,
    )


@rule(
    "background-save-failed",
    "persistence",
    symptom="the last save behind the back failed",
    looks_at="BackgroundSaveEnded that is not good; rdb.last_ok",
    threshold="one, until a save succeeds",
    why="after a crash the server would come back with older data; with "
    "stop-writes-on-bgsave-error yes clients cannot write meanwhile",
    remedy="what the error names: room on the disk, rights on the folder, memory for the child",
    events=("BackgroundSaveEnded", "ForkEnded"),
    unless=("disk-full", "save-failed"),
)
def background_save_failed(obs: Observation) -> Iterator[Finding]:
    """A child that did not write its file."""
    told = _failed(obs, "BackgroundSaveEnded")
    if told is None and part(obs, "rdb").get("last_ok", 1):
        return
    text = next(_recent(obs), "")
    evidence = [obs.seen(text or "INFO persistence: rdb_last_bgsave_status is err")]
    cause = text or "the log says why"
    if told is not None and told.worst is not None:
        cause = obs.decoder.text(told.worst) or cause
        signal = told.field("signal")
        how = f"signal {signal}" if signal else cause
        evidence.insert(
            0, obs.seen(f"a child ended after {told.field('life_ms')} ms: {how}", told.worst)
        )
        if signal:
            cause = f"signal {signal}: by hand, or the kernel had no memory for both (dmesg)"
    yield Finding(
        "background-save-failed",
        "a save behind the back failed, and none has succeeded since",
        cause,
        tuple(evidence),
        ("mend what the error names, then BGSAVE; the server tries again after five seconds",),
        "INFO persistence: rdb_last_bgsave_status is ok",
        Confidence.CERTAIN,
        0.5,
    )


@rule(
    "rewrite-failing",
    "persistence",
    symptom="the append-only file cannot be rewritten",
    looks_at="AofRewriteEnded: failures in a row; aof.failures",
    threshold=f"{REWRITES} in a row",
    why="the file grows without end, and each attempt forks, reads all memory and writes for "
    "nothing; after three the server waits longer and longer",
    remedy="what the error names: room for a second base, memory for the child",
    events=("AofRewriteEnded",),
    unless=("disk-full",),
)
def rewrite_failing(obs: Observation) -> Iterator[Finding]:
    """One failure may be anybody's; two are a pattern."""
    told = _failed(obs, "AofRewriteEnded")
    aof = part(obs, "aof")
    failures = max(aof.get("failures", 0), told.field("failures") if told else 0)
    if failures < REWRITES:
        return
    text = obs.decoder.text(told.worst) if told and told.worst else next(_recent(obs), "")
    evidence = [obs.seen(f"{failures} failed in a row", failures=failures)]
    if told is not None and told.worst is not None:
        evidence.append(obs.seen(text or "a rewrite failed", told.worst))
    if aof.get("size"):
        grown = f"{size(aof['size'])}, its base {size(aof['base_size'])}"
        evidence.append(obs.seen(f"the file has {grown}"))
    yield Finding(
        "rewrite-failing",
        f"the append-only file could not be rewritten {failures} times in a row",
        text or "the log says why",
        tuple(evidence),
        ("make room for a second base, or memory for the child; then BGREWRITEAOF",),
        "INFO persistence: aof_last_bgrewrite_status is ok",
        Confidence.CERTAIN,
        0.3,
    )


def _slow_syncs(obs: Observation) -> int:
    """How many fsyncs of the window took longer than SLOW_SYNC_NS."""
    counts = []
    for before in (False, True):
        pairs = part(obs, "fsync", before=before).get("histogram") or []
        counts.append(sum(int(n) for up, n in pairs if int(up) > SLOW_SYNC_NS))
    return max(0, counts[0] - counts[1]) if obs.before is not None else 0


@rule(
    "slow-fsync",
    "persistence",
    symptom="each write waits for a slow disk",
    looks_at="fsync times of the section persist, with appendfsync always; AofSynced",
    threshold=f"{SLOW_SYNCS} fsyncs of more than {milliseconds(SLOW_SYNC_NS)} in the window",
    why="with `always` no reply leaves before its write is on the disk: the disk's time is "
    "everybody's time",
    remedy="a faster disk; appendfsync everysec where a second may be lost",
    events=("AofSynced",),
)
def slow_fsync(obs: Observation) -> Iterator[Finding]:
    """The price of `always`."""
    if part(obs, "aof").get("policy") != "always" or not part(obs, "aof").get("enabled"):
        return
    slow = _slow_syncs(obs)
    if slow < SLOW_SYNCS:
        return
    worst = int(part(obs, "fsync").get("worst_ns", 0))
    evidence = [obs.seen(f"{slow} took more than {milliseconds(SLOW_SYNC_NS)}", slow=slow)]
    synced = obs.event("AofSynced").worst
    if synced is not None:
        evidence.append(obs.seen(f"one took {milliseconds(synced.span)}", synced))
    evidence.append(obs.seen(f"the longest since the start took {milliseconds(worst)}"))
    yield Finding(
        "slow-fsync",
        f"{slow} times a write waited more than {milliseconds(SLOW_SYNC_NS)} for the disk",
        "appendfsync always, on a disk that takes long to make data durable",
        tuple(evidence),
        (
            "a disk whose cache outlives a power cut answers fsync in tens of microseconds",
            "CONFIG SET appendfsync everysec, if a power cut may take the last second",
        ),
        "vkscope dump persist --pane syncs",
        Confidence.CERTAIN,
        max(0.05, min(1.0, slow * SLOW_SYNC_NS / obs.wall_ns)),
    )


@rule(
    "torn-tail",
    "persistence",
    symptom="an append-only file did not end with a whole command",
    looks_at="AofLoaded: bytes that were cut off, or a file that was not good",
    threshold="one byte",
    why="what was cut off had not reached the disk when the machine stopped: writes of up to a "
    "second with everysec, more with `no`",
    remedy="nothing for this time; appendfsync always where no acknowledged write may be lost",
    events=("AofLoaded", "AofFileChanged"),
)
def torn_tail(obs: Observation) -> Iterator[Finding]:
    """What a power cut has left."""
    told = obs.event("AofLoaded")
    cut = told.field("cut")
    if told.worst is None or not cut:
        return
    text = obs.decoder.text(told.worst)
    yield Finding(
        "torn-tail",
        f"{size(cut)} at the end of the append-only file were cut off",
        "the machine or the process stopped in the middle of a write",
        (obs.seen(f"{text}: {told.field('commands'):,} commands before it", told.worst, cut=cut),),
        (
            "ask what else was lost: the last second before the stop, with everysec",
            "appendfsync always where an acknowledged write must not be lost",
        ),
        "the server's log at its start",
        Confidence.CERTAIN,
        0.2,
    )


@rule(
    "shutdown-failed",
    "persistence",
    symptom="the server was asked to end, and could not",
    looks_at="ShutdownStepped with `failed`",
    threshold="one",
    why="it runs on; whoever asked thinks that it ended, or will kill it, and lose data",
    remedy="what it names; SHUTDOWN NOSAVE or FORCE where the data may be lost",
    events=("ShutdownStepped",),
)
def shutdown_failed(obs: Observation) -> Iterator[Finding]:
    """It stays because data would be lost."""
    told = obs.event("ShutdownStepped")
    if told.worst is None or obs.decoder.label(told.worst, "step") != "failed":
        return
    text = obs.decoder.text(told.worst)
    yield Finding(
        "shutdown-failed",
        "the server did not end when it was asked to",
        text or "the log says why",
        (obs.seen(text or "it could not save", told.worst),),
        ("mend what it names and ask again", "SHUTDOWN NOSAVE FORCE, if the data may be lost"),
        "the server's log",
        Confidence.CERTAIN,
        0.3,
    )


def meanwhile(obs: Observation) -> Evidence | None:
    """Evidence that a child wrote to the same disk in the window."""
    child = part(obs, "child")
    if child:
        return obs.seen(f"a child for {child['kind']} is writing meanwhile")
    for name, what in (
        ("ChildProgressed", "a child was writing"),
        ("BackgroundSaveEnded", "a save ended"),
        ("AofRewriteEnded", "a rewrite ended"),
    ):
        event = obs.event(name).worst
        if event is not None:
            return obs.seen(f"{what} in the same seconds", event)
    return None


RULES = (
    disk_full,
    background_save_failed,
    rewrite_failing,
    slow_fsync,
    torn_tail,
    shutdown_failed,
)
