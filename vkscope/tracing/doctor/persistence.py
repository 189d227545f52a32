"""Rules about what is written to disk: saves that everybody waits for, saves that fail."""

from __future__ import annotations

from collections.abc import Iterator

from vkscope.tracing.doctor.disk import meanwhile
from vkscope.tracing.doctor.finding import Confidence, Finding, milliseconds, size
from vkscope.tracing.doctor.observation import Observation, stop
from vkscope.tracing.doctor.rule import NOTICE_NS, rule

WHY = {
    "command": "SAVE writes all data while every client waits",
    "flush": "FLUSHALL writes an empty file where there are save points",
    "reload": "DEBUG RELOAD saves all data and loads it again",
    "shutdown": "a server that ends saves once more, where there are save points",
}
REMEDY = {
    "command": "save at a quiet hour, or on a server that nobody waits for",
    "flush": 'CONFIG SET save "" on a cache: its data need not outlive it',
    "reload": "keep DEBUG out of production: enable-debug-command no",
    "shutdown": "SHUTDOWN NOSAVE where the data need not outlive the server",
}


@rule(
    "foreground-save",
    "persistence",
    symptom="the server stood still while it wrote all data to a file",
    looks_at="RdbSaved: its time, its bytes, and who asked for it",
    threshold=f"{milliseconds(NOTICE_NS)}",
    why="nothing else runs while data is saved in the foreground",
    remedy="save at a quiet hour, or not at all where data need not outlive the server",
    events=("RdbSaved",),
)
def foreground_save(obs: Observation) -> Iterator[Finding]:
    """SAVE, FLUSHALL with save points, DEBUG RELOAD."""
    saved = obs.event("RdbSaved")
    own = obs.own_longest(saved)
    if saved.worst is None or own < NOTICE_NS:
        return
    why = obs.decoder.label(saved.worst, "why")
    keys = f"{saved.field('keys'):,} keys, {size(saved.worst.value)}"
    yield Finding(
        "foreground-save",
        f"the server stood still for {milliseconds(own)} to save {keys}",
        WHY.get(why, "all data was written while every client waited"),
        (obs.seen(f"{saved.count} saves, the longest {milliseconds(own)}", saved.worst),),
        (REMEDY.get(why, REMEDY["command"]),),
        "vkscope trace record -o save.vkt --class server",
        Confidence.CERTAIN,
        stop(own),
    )


@rule(
    "save-failed",
    "persistence",
    symptom="data could not be written to its file",
    looks_at="RdbSaved that is not good",
    threshold="one",
    why="after a crash the server would come back with older data, or none",
    remedy="the error names it: room on the disk, rights on the folder, rdb-save-version",
    events=("RdbSaved",),
    unless=("disk-full", "shutdown-failed"),
)
def save_failed(obs: Observation) -> Iterator[Finding]:
    """The worst save of the window failed."""
    saved = obs.event("RdbSaved")
    if saved.worst is None or saved.field("good"):
        return
    text = obs.decoder.text(saved.worst)
    yield Finding(
        "save-failed",
        "data could not be saved",
        text or "the log says why",
        (obs.seen(text or "a save failed", saved.worst),),
        ("make room on the disk, give rights on the folder, or change what the error names",),
        "the server's log: saving the DB",
        Confidence.CERTAIN,
        0.5,
    )


@rule(
    "fsync-stall",
    "persistence",
    symptom="writes to the append-only file had to wait for the disk",
    looks_at="AofStalled: how long a write was put off behind an fsync",
    threshold=milliseconds(NOTICE_NS),
    why="while an fsync is under way write() blocks: the server holds back what it has, for at "
    "most two seconds",
    remedy="a faster disk, or one that nothing else writes to; no-appendfsync-on-rewrite while "
    "a child saves",
    events=("AofStalled", "AofSynced", "AofWritten", "BackgroundJobRan", "ChildProgressed"),
)
def fsync_stall(obs: Observation) -> Iterator[Finding]:
    """The disk took longer than a second with what it was given."""
    stalled = obs.event("AofStalled")
    if stalled.worst is None or stalled.longest_ns < NOTICE_NS:
        return
    waited = milliseconds(stalled.longest_ns)
    evidence = [
        obs.seen(
            f"{stalled.count} times, {size(stalled.worst.value)} waited {waited}", stalled.worst
        )
    ]
    synced = obs.event("AofSynced").worst
    if synced is not None:
        evidence.append(obs.seen(f"an fsync took {milliseconds(synced.span)}", synced))
    also = meanwhile(obs)
    if also is not None:
        evidence.append(also)
    yield Finding(
        "fsync-stall",
        f"writes to the append-only file waited {waited} for the disk",
        "an fsync had not ended when the next piece was to be written"
        + (": a child writes to the same disk" if also else ""),
        tuple(evidence),
        (
            "put the file on a disk of its own; look who else writes (iostat, a save, a rewrite)",
            "no-appendfsync-on-rewrite yes, if up to 30 seconds may be lost while a child saves",
        ),
        "INFO persistence: aof_delayed_fsync does not grow",
        Confidence.CERTAIN,
        stop(stalled.longest_ns) if obs.decoder.label(stalled.worst, "forced") == "1" else 0.3,
    )


@rule(
    "aof-failed",
    "persistence",
    symptom="the append-only file cannot be written",
    looks_at="AofFailed with an error",
    threshold="one",
    why="what was written since is only in memory; writes are refused until the disk works again",
    remedy="what the error names: room on the disk, rights on appenddirname",
    events=("AofFailed",),
    unless=("disk-full",),
)
def aof_failed(obs: Observation) -> Iterator[Finding]:
    """A step that makes data durable went wrong."""
    failed = obs.event("AofFailed")
    if failed.worst is None or not failed.worst.value:
        return
    text = obs.decoder.text(failed.worst)
    step = obs.decoder.label(failed.worst, "what")
    yield Finding(
        "aof-failed",
        f"the append-only file failed at {step}",
        text or "the log says why",
        (obs.seen(f"{failed.count} times, last: {text}", failed.worst),),
        ("make room on the disk, or give rights on the folder; the server tries again by itself",),
        "INFO persistence: aof_last_write_status is ok",
        Confidence.CERTAIN,
        0.6,
    )


RULES = (foreground_save, save_failed, fsync_stall, aof_failed)
