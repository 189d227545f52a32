"""Rules about what is written to disk: saves that everybody waits for, saves that fail."""

from __future__ import annotations

from collections.abc import Iterator

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


RULES = (foreground_save, save_failed)
