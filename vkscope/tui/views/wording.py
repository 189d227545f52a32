"""Events in words: one line that says what happened, and how much it should be noticed."""

from __future__ import annotations

from collections.abc import Callable

from vkscope.tracing.events import NOBODY, Decoder, Event
from vkscope.tui.views import wording_disk
from vkscope.tui.views.units import count_text, many, ns_text, size_text

TONES = {
    "TickSlow": "warn",
    "CommandSlow": "warn",
    "TickPhaseSlow": "warn",
    "CommandRejected": "warn",
    "ClientRefused": "bad",
    "ClientLimitHit": "bad",
    "ProtocolError": "warn",
    "OutOfMemoryRejected": "bad",
    "EvictedKeyMissed": "warn",
    "TableResizeDelayed": "warn",
    "CpuStolen": "warn",
    "PythonErrorCaught": "bad",
    "ClockJumped": "warn",
    "ServerReady": "good",
    "ScriptSlow": "warn",
    "SyncDecided": "warn",
    "RequestRedirected": "warn",
    "CommandDenied": "warn",
    "AofStalled": "warn",
}
SILENT = frozenset({"zero", "worst_flags", "pending", "depth", "ring"})


def _who(event: Event) -> str:
    client = event.get("client", NOBODY)
    return "" if client == NOBODY else f" from client {client}"


def _command(event: Event, decoder: Decoder) -> str:
    key = decoder.text(event)
    queued = f", waited {ns_text(event['queued_ns'])}" if event["queued_ns"] else ""
    behind = event.get("behind", NOBODY)
    queued += f" behind client {behind}" if queued and behind != NOBODY else ""
    return f"{decoder.label(event, 'command')} {key}{_who(event)}{queued}".replace("  ", " ")


def _turn(event: Event, decoder: Decoder) -> str:
    name, ns = largest_phase(event)
    worst = decoder.label(event, "worst_command")
    who = event.get("worst_client", NOBODY)
    most = f"{name} {ns_text(ns)}" if ns else "idle"
    led = "" if worst == "-" else f", longest {worst} {ns_text(event['worst_ns'])}"
    led += f" from client {who}" if led and who != NOBODY else ""
    ran, served = many(event["commands"], "command"), many(event["clients"], "client")
    return f"{ran} of {served}, {most}{led}"


def largest_phase(event: Event) -> tuple[str, int]:
    """Return the phase of a turn that took longest."""
    phases = {n.removesuffix("_ns"): v for n, v in event.fields.items() if n.endswith("_ns")}
    phases.pop("worst", None)
    phases.pop("outside", None)
    return max(phases.items(), key=lambda item: item[1], default=("other", 0))


def _phase(event: Event, decoder: Decoder) -> str:
    command, job = decoder.label(event, "command"), decoder.label(event, "job")
    what = job.replace("_", " ") if command == "-" else f"{command} {decoder.text(event)}".strip()
    most = ns_text(event["worst_ns"])
    return f"{decoder.label(event, 'phase')}: most by {what}{_who(event)}, {most}"


def _encoding(event: Event, decoder: Decoder) -> str:
    before, after, reason = (decoder.label(event, n) for n in ("from", "to", "reason"))
    why = reason.replace("_", " ")
    if event["actual"] or event["threshold"]:
        why += f" {count_text(event['actual'])} over {count_text(event['threshold'])}"
    sizes = f"{size_text(event['bytes_before'])} -> {size_text(event['bytes_after'])}"
    return f"{decoder.text(event)}: {before} -> {after}, {why}, {sizes}"


def _block(event: Event, decoder: Decoder) -> str:
    tree = f"{count_text(event['nodes'])} nodes, {size_text(event['tree_bytes'])}"
    return (
        f"{decoder.text(event)}: block {count_text(event['blocks'])} of the stream, tree of {tree}"
    )


def _evicted(event: Event, decoder: Decoder) -> str:
    rest = f"{event['candidates']} candidates, next {count_text(event['second'])}"
    score = f"score {count_text(event['score'])}"
    return f"{decoder.text(event)} lost with {score} ({rest}), {size_text(event['freed'])} freed"


def _cycle(event: Event, _: Decoder) -> str:
    cap = ", out of time" if event["timecap"] else ""
    stale = event["stale_permille"] / 1000
    return f"{event['expired']} of {event['sampled']} sampled expired, {stale:.1%} still due{cap}"


def _log(event: Event, decoder: Decoder) -> str:
    return decoder.text(event)


def _stolen(event: Event, _: Decoder) -> str:
    window = event["window_ms"] / 1000
    return f"ready for {ns_text(event['wait_ns'])} of {window:.1f} s without a processor"


def _collected(event: Event, decoder: Decoder) -> str:
    how = decoder.label(event, "how")
    return f"generation {event['generation']}, {event['collected']} objects, {how}"


def _rehash(event: Event, decoder: Decoder) -> str:
    sizes = f"{event['from_buckets']:,} -> {event['to_buckets']:,} buckets"
    many = event.get("entries") or event.get("moved")
    return f"table of {decoder.label(event, 'kind')}, {sizes}, {many:,} entries"


def _memory(event: Event, _: Decoder) -> str:
    limit = f" of {size_text(event['maxmemory'])}" if event["maxmemory"] else ""
    return f"used {size_text(event['used'])}{limit}, resident {size_text(event['rss'])}"


def _blocked(event: Event, decoder: Decoder) -> str:
    keys = "" if event["keys"] == 1 else f" and {many(event['keys'] - 1, 'key')} more"
    limit = f", at most {event['timeout_ms'] / 1000:g} s" if event["timeout_ms"] else ""
    ahead = f", behind {many(event['ahead'], 'client')}" if event["ahead"] else ""
    command = decoder.label(event, "command")
    return f"{command} waits for {decoder.text(event)}{keys}{_who(event)}{ahead}{limit}"


def _unblocked(event: Event, decoder: Decoder) -> str:
    how = decoder.label(event, "how")
    by = event.get("by", NOBODY)
    end = {"served": "served" if by == NOBODY else f"served by client {by}", "timeout": "in vain"}
    vain = f", run {event['runs']} times" if event["runs"] > 1 else ""
    what = f"{decoder.label(event, 'command')} {decoder.text(event)}{_who(event)}"
    waited = max(event.span, event["waited_ms"] * 1_000_000)
    return f"{what}: {end.get(how, how)} after {ns_text(waited)}{vain}"


def _transaction(event: Event, decoder: Decoder) -> str:
    how = decoder.label(event, "how")
    if how == "dirty":
        why = f"not run: {decoder.text(event)} changed"
        return f"{many(event['commands'], 'command')}{_who(event)} {why}"
    ending = "not run: a command was refused" if how == "spoiled" else f"in {ns_text(event.span)}"
    return f"{many(event['commands'], 'command')}{_who(event)} {ending}"


def _subscription(event: Event, decoder: Decoder) -> str:
    topic = f"{decoder.label(event, 'kind').replace('_', ' ')} {decoder.text(event)}"
    return f"{topic}{_who(event)}, {many(event['subscribers'], 'subscriber')} now"


def _published(event: Event, decoder: Decoder) -> str:
    sent = f"{size_text(event['bytes'])} to {many(event['receivers'], 'subscriber')}"
    return f"{decoder.text(event)}: {sent}{_who(event)}"


def _invalidated(event: Event, decoder: Decoder) -> str:
    return f"{decoder.text(event)}{_who(event)}, read by {many(event['readers'], 'client')}"


def _script(event: Event, decoder: Decoder) -> str:
    inside = event["inside_us"] * 1000
    did = f"{ns_text(inside)} of it in {many(event.value, 'command')}" if event.value else "alone"
    ends = [
        word
        for name, word in (("busy", "others got -BUSY"), ("killed", "killed"), ("failed", "failed"))
        if event.get(name)
    ]
    how = decoder.label(event, "kind")
    return ", ".join([f"{how} {decoder.text(event)}{_who(event)}: {did}", *ends])


def _loaded(event: Event, decoder: Decoder) -> str:
    kept = f"{size_text(event['bytes'])} of source, {count_text(event['cached'])} kept"
    return f"{decoder.label(event, 'kind')} {decoder.text(event)}{_who(event)}: {kept}"


def _forgotten(event: Event, decoder: Decoder) -> str:
    name = decoder.text(event) or "all"
    ran = f"ran {many(event['calls'], 'time')} in {ns_text(event['age_ms'] * 1e6)}"
    return f"{name}: {decoder.label(event, 'how')}, {ran}, {count_text(event['cached'])} kept"


def _propagated(event: Event, decoder: Decoder) -> str:
    ran, became = decoder.label(event, "command"), decoder.label(event, "became")
    origin = "the server" if ran == "-" else ran
    told = f"{became} {decoder.text(event)}".strip()
    words = told if ran == became else f"{origin} -> {told}"
    return f"{words}{_who(event)}, {size_text(event['bytes'])}"


def _unit(event: Event, _: Decoder) -> str:
    return f"MULTI, {many(event['commands'], 'command')}, EXEC{_who(event)}"


def _replica(event: Event, decoder: Decoder) -> str:
    state = decoder.label(event, "state").replace("_", " ")
    after = f" after {ns_text(event.span)}" if event.span else ""
    return f"{decoder.text(event)}: {state}{after}, at offset {count_text(event['offset'])}"


def _sync(event: Event, decoder: Decoder) -> str:
    kind, why = decoder.label(event, "kind"), decoder.label(event, "why")
    if kind == "partial":
        rest = size_text(max(0, event["end"] - event["asked"] + 1))
        return f"{decoder.text(event)} gets the rest of the stream, {rest}"
    missing = f", {size_text(event['missing'])} before it" if event["missing"] else ""
    how = "through a file" if kind == "full_disk" else "straight to its socket"
    return f"{decoder.text(event)} gets all data {how}: {SYNC_REASONS.get(why, why)}{missing}"


def _snapshot(event: Event, decoder: Decoder) -> str:
    end = "failed" if event["failed"] else "done"
    how = decoder.label(event, "kind").removeprefix("full_")
    return f"{how}, for {many(event['replicas'], 'replica')}: {size_text(event['bytes'])}, {end}"


def _backlog(event: Event, _: Decoder) -> str:
    if "seconds" in event.fields:
        return f"{size_text(event['bytes'])}, {event['seconds']} s without a replica"
    return f"{size_text(event['bytes'])}, {'resized' if event['why'] else 'for the first replica'}"


def _slots(event: Event, decoder: Decoder) -> str:
    first, last = event["slot"], event["slot"] + event["slots"] - 1
    which = f"slot {first}" if last <= first else f"slots {first}-{last}"
    return f"{which}: {decoder.label(event, 'how')}"


def _redirected(event: Event, decoder: Decoder) -> str:
    kind = decoder.label(event, "kind").upper()
    what = f"{decoder.label(event, 'command')} {decoder.text(event)}{_who(event)}"
    return f"{what}: {kind}, slot {event['slot']}, {many(event['keys'], 'key')}"


def _denied(event: Event, decoder: Decoder) -> str:
    reason, command = decoder.label(event, "reason"), decoder.label(event, "command")
    what = decoder.text(event)
    if reason == "auth":
        return f"wrong name or password{_who(event)}, by {command}"
    how = "" if reason == "command" else f" of {command}"
    return f"{reason} {what}{how}{_who(event)}: no right to it"


def _cluster(event: Event, _: Decoder) -> str:
    return f"{'ok' if event['ok'] else 'down'}, {count_text(event['slots'])} slots assigned"


SYNC_REASONS = {
    "none": "it asked for them",
    "no_backlog": "there is no backlog",
    "other_history": "it has followed another stream",
    "before_backlog": "what it misses is no longer in the backlog",
    "after_end": "it is ahead of the stream",
    "asked_full": "it asked for them",
}
WORDINGS: dict[str, Callable[[Event, Decoder], str]] = {
    "CommandExecuted": _command,
    "CommandSlow": _command,
    "TickEnded": _turn,
    "TickSlow": _turn,
    "TickPhaseSlow": _phase,
    "EncodingChanged": _encoding,
    "StreamBlockOpened": _block,
    "KeyEvicted": _evicted,
    "ExpireCycleRan": _cycle,
    "LogWritten": _log,
    "MemorySampled": _memory,
    "CpuStolen": _stolen,
    "GarbageCollected": _collected,
    "ClientBlocked": _blocked,
    "ClientUnblocked": _unblocked,
    "TransactionEnded": _transaction,
    "SubscriberAdded": _subscription,
    "SubscriberRemoved": _subscription,
    "MessagePublished": _published,
    "KeyInvalidated": _invalidated,
    "ScriptRan": _script,
    "ScriptSlow": _script,
    "ScriptLoaded": _loaded,
    "ScriptForgotten": _forgotten,
    "CommandPropagated": _propagated,
    "UnitPropagated": _unit,
    "ReplicaChanged": _replica,
    "SyncDecided": _sync,
    "SnapshotSent": _snapshot,
    "BacklogCreated": _backlog,
    "BacklogFreed": _backlog,
    "SlotsChanged": _slots,
    "RequestRedirected": _redirected,
    "CommandDenied": _denied,
    "ClusterStateChanged": _cluster,
    "RehashStarted": _rehash,
    "RehashCompleted": _rehash,
    **wording_disk.WORDINGS,
}


def say(event: Event, decoder: Decoder) -> str:
    """Return what happened; an event without words of its own lists its fields."""
    own = WORDINGS.get(event.name)
    if own is not None:
        try:
            return own(event, decoder)
        except KeyError:
            pass  # a recording of another version: its fields tell
    said = []
    if event.type is not None and event.type.tail is not None and event.text_len:
        said.append(decoder.text(event))
    for name, number in event.fields.items():
        if name not in SILENT:
            said.append(f"{name.removesuffix('_ns')} {_field(event, name, number, decoder)}")
    return ", ".join(said)


def _field(event: Event, name: str, number: int, decoder: Decoder) -> str:
    label = decoder.label(event, name)
    if label != str(number):
        return label
    if name.endswith("_ns"):
        return ns_text(number)
    return str(number) if number < 100_000 else count_text(number)


def tone(event: Event) -> str:
    """Return how much an event should be noticed."""
    if event.name == "SyncDecided" and not event.get("kind"):
        return "good"
    if event.name == "ClusterStateChanged":
        return "good" if event.get("ok") else "bad"
    return TONES.get(event.name, "") or wording_disk.tone(event)
