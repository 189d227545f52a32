"""Events of saves, append-only files, background threads and the server's end, in words."""

from __future__ import annotations

from collections.abc import Callable

from vkscope.tracing.events import Decoder, Event
from vkscope.tui.views.units import count_text, many, ns_text, size_text

ENDINGS = frozenset({"RdbSaved", "BackgroundSaveEnded", "AofRewriteEnded", "AofLoaded"})
"""Events whose field `good` says whether it worked."""


def _life(event: Event) -> str:
    return ns_text(max(event.span, event.get("life_ms") * 1_000_000))


def _saved(event: Event, decoder: Decoder) -> str:
    why = decoder.label(event, "why").replace("_", " ")
    if not event["good"]:
        return f"{why}: failed after {_life(event)}: {decoder.text(event)}"
    copied = f", {size_text(event['copied'])} copied on write" if event.get("copied") else ""
    what = f"{many(event['keys'], 'key')} in {size_text(event['bytes'])}"
    return f"{why}: {decoder.text(event)} has {what} after {_life(event)}{copied}"


def _progressed(event: Event, decoder: Decoder) -> str:
    of = f" of {count_text(event['of'])}" if event["of"] else ""
    kind = decoder.label(event, "kind")
    return f"{kind}: {many(event['keys'], 'key')}{of}, {size_text(event['copied'])} copied on write"


def _aof_written(event: Event, _: Decoder) -> str:
    left = f", {size_text(event['left'])} not taken" if event["left"] else ""
    end = f"the file ends at {count_text(event['offset'])}"
    return f"{many(event['forms'], 'command')} in {size_text(event['bytes'])}{left}, {end}"


def _aof_synced(event: Event, decoder: Decoder) -> str:
    if event["error"]:
        return f"failed with error {event['error']}: nothing new is durable"
    who = "everybody waited" if decoder.label(event, "where") == "main" else "in a thread"
    return f"durable up to offset {count_text(event['offset'])}, {who}"


def _aof_stalled(event: Event, _: Decoder) -> str:
    end = "written all the same" if event["forced"] else "not written yet"
    return f"{size_text(event['bytes'])} waited for an fsync, {end}"


def _aof_failed(event: Event, decoder: Decoder) -> str:
    step = decoder.label(event, "what")
    return f"{step}: {decoder.text(event)}" if event["error"] else f"{step} works again"


def _aof_file(event: Event, decoder: Decoder) -> str:
    how = "removed" if event["gone"] else size_text(event["bytes"])
    return f"{decoder.label(event, 'kind')} {decoder.text(event)}, {how}"


def _rewritten(event: Event, decoder: Decoder) -> str:
    why = decoder.label(event, "why").replace("_", " ")
    if not event["good"]:
        row = f", the {event['failures']}th in a row" if event["failures"] > 1 else ""
        return f"{why}: failed after {_life(event)}{row}: {decoder.text(event)}"
    grown = f"{size_text(event['increment'])} written meanwhile"
    return f"{why}: a base of {size_text(event['bytes'])} after {_life(event)}, {grown}"


def _aof_loaded(event: Event, decoder: Decoder) -> str:
    what = f"{decoder.text(event)}: {size_text(event['bytes'])}"
    ran = f", {many(event['commands'], 'command')}" if event["commands"] else ""
    cut = f", {size_text(event['cut'])} of a torn tail cut off" if event["cut"] else ""
    return f"{what}{ran}{cut}{'' if event['good'] else ', not whole'}"


def _job(event: Event, decoder: Decoder) -> str:
    kind = decoder.label(event, "kind").replace("_", " ")
    return f"{kind}, waited {ns_text(event['waited_ns'])} in its queue"


def _shutdown(event: Event, decoder: Decoder) -> str:
    step = decoder.label(event, "step").replace("_", " ")
    left = f", {count_text(event['left'])} left" if event["left"] else ""
    why = decoder.text(event) if event.text_len else ""
    return f"{step}{left}{': ' if why else ''}{why}"


WORDINGS: dict[str, Callable[[Event, Decoder], str]] = {
    "RdbSaved": _saved,
    "BackgroundSaveEnded": _saved,
    "ChildProgressed": _progressed,
    "AofWritten": _aof_written,
    "AofSynced": _aof_synced,
    "AofStalled": _aof_stalled,
    "AofFailed": _aof_failed,
    "AofFileChanged": _aof_file,
    "AofRewriteEnded": _rewritten,
    "AofLoaded": _aof_loaded,
    "BackgroundJobRan": _job,
    "ShutdownStepped": _shutdown,
}


def tone(event: Event) -> str:
    """Return how much an event should be noticed; empty for those that are not of the disk."""
    if event.name == "AofFailed":
        return "bad" if event.get("error") else "good"
    return "bad" if event.name in ENDINGS and not event.get("good") else ""
