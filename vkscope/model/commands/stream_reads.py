"""Reading on: XREAD, and XREADGROUP for the consumers of a group."""

from __future__ import annotations

from dataclasses import dataclass, field

from vkscope.model.call import SYNTAX, Call
from vkscope.model.commands.streams import entry, read_id
from vkscope.model.numbers import INT64_MAX, parse_integer
from vkscope.model.registry import command, shown
from vkscope.model.replies import NO_ARRAY, CommandError, Mapping, Reply
from vkscope.model.streams import (
    HIGHEST,
    ID,
    LOWEST,
    UNKNOWN,
    Group,
    Pending,
    Stream,
    following,
    preceding,
)
from vkscope.model.streams import shown as shown_id

NEW = HIGHEST
"""The ID `>`: what the group has not read."""
MEANINGLESS = (
    "ERR The {0} ID is meaningless in the context of XREADGROUP: you want to read the history of "
    "this consumer by specifying a proper ID, or use the > ID to get new messages. The {0} ID "
    "would just return an empty result set."
)
ONLY_GROUP = (
    "ERR The > ID can be specified only when calling XREADGROUP using the GROUP <group> <consumer> "
    "option."
)


@dataclass(slots=True)
class Reading:
    """What was asked: keys, and the ID behind which each is read."""

    keys: list[bytes] = field(default_factory=list)
    words: list[bytes] = field(default_factory=list)
    count: int = 0
    acknowledge: bool = False
    group: bytes | None = None
    consumer: bytes = b""


@command("xread", "xreadgroup")
def xread(call: Call) -> Reply:
    """XREAD [COUNT n] [BLOCK ms] STREAMS key [key ...] ID [ID ...]"""
    reading = read_arguments(call)
    starts = [start_of(call, reading, at) for at in range(len(reading.keys))]
    answers: list[tuple[bytes, Reply]] = []
    for key, start in zip(reading.keys, starts, strict=True):
        value = call.value(key, Stream)
        if value is not None:
            found = read_group(call, reading, value, start) if reading.group else None
            if reading.group is None and value.entries and value.top > start:
                found = plain(value, start, reading.count)
            if found is not None:
                answers.append((key, found))
    if not answers:
        return NO_ARRAY
    if call.session.protocol == 3:
        return Mapping(answers)
    return [[key, found] for key, found in answers]


def read_arguments(call: Call) -> Reading:
    """Read everything up to the last ID."""
    reading, grouped, at = Reading(), call.name == "xreadgroup", 1
    while at < len(call.words):
        option, more = call.option(at), call.more(at)
        if option == "block" and more:
            check_block(call, at + 1)
            at += 1
        elif option == "count" and more:
            reading.count = max(call.integer(at + 1), 0)
            at += 1
        elif option == "streams" and more:
            words = call.words[at + 1 :]
            if len(words) % 2:
                raise CommandError(unbalanced(call, grouped))
            half = len(words) // 2
            reading.keys, reading.words = words[:half], words[half:]
            break
        elif option == "group" and more >= 2:
            if not grouped:
                raise CommandError(only_group("GROUP"))
            reading.group, reading.consumer = call.words[at + 1 : at + 3]
            at += 2
        elif option == "noack":
            if not grouped:
                raise CommandError(only_group("NOACK"))
            reading.acknowledge = True
        else:
            raise CommandError(SYNTAX)
        at += 1
    if not reading.keys:
        raise CommandError(SYNTAX)
    if grouped and reading.group is None:
        raise CommandError("ERR Missing GROUP option for XREADGROUP")
    return reading


def check_block(call: Call, at: int) -> None:
    """Refuse milliseconds that nobody can wait."""
    wait = parse_integer(call.words[at])
    if wait is None:
        raise CommandError("ERR timeout is not an integer or out of range")
    if wait < 0:
        raise CommandError("ERR timeout is negative")
    if wait > INT64_MAX - call.keyspace.now:
        raise CommandError("ERR timeout is out of range")


def unbalanced(call: Call, grouped: bool) -> str:
    """Return the error for keys without IDs."""
    mark = ">" if grouped else "$"
    return (
        f"ERR Unbalanced '{call.name}' list of streams: for each stream key an ID or '{mark}' must "
        "be specified."
    )


def only_group(option: str) -> str:
    """Return the error for an option of the other command."""
    return f"ERR The {option} option is only supported by XREADGROUP. You called XREAD instead."


def start_of(call: Call, reading: Reading, at: int) -> ID:
    """Return the ID behind which a key is read."""
    key, word = reading.keys[at], reading.words[at].partition(b"\0")[0]
    value = call.value(key, Stream)
    if reading.group is not None and (value is None or reading.group not in value.groups):
        raise CommandError(
            b"NOGROUP No such key '%b' or consumer group '%b' in XREADGROUP with GROUP option"
            % (shown(key, len(key)), shown(reading.group, len(reading.group)))
        )
    grouped = reading.group is not None
    if word in (b"$", b"+"):
        if grouped:
            raise CommandError(MEANINGLESS.format(word.decode()))
        if value is None:
            return LOWEST
        if word == b"$":
            return value.last
        return (preceding(value.last) if value.entries else None) or LOWEST
    if word == b">":
        if not grouped:
            raise CommandError(ONLY_GROUP)
        return NEW
    return read_id(reading.words[at])


def limited(idents: list[ID], count: int) -> list[ID]:
    """Return so many, all for 0."""
    return idents[:count] if count else idents


def plain(value: Stream, start: ID, count: int) -> Reply:
    """Return the entries behind an ID."""
    after = following(start) or start
    idents = limited(list(value.between(after, HIGHEST)), count)
    return [entry(value, ident) for ident in idents]


def read_group(call: Call, reading: Reading, value: Stream, start: ID) -> Reply:
    """Return new entries, or a consumer's own ones that are pending; None for nothing new."""
    assert reading.group is not None
    group, now = value.groups[reading.group], call.keyspace.now
    consumer = group.meet(reading.consumer, now)
    if start != NEW:
        return history(value, group, reading, start, now)
    if not value.entries or value.top <= group.last:
        return None
    after = following(group.last) or group.last
    idents = limited(list(value.between(after, HIGHEST)), reading.count)
    for ident in idents:
        advance(value, group, ident)
        if not reading.acknowledge:
            group.pending[ident] = Pending(reading.consumer, now)
            consumer.active = now
    return [entry(value, ident) for ident in idents]


def advance(value: Stream, group: Group, ident: ID) -> None:
    """A group has read up to an entry."""
    if ident <= group.last:
        return
    if group.read != UNKNOWN and not value.tombstone_after(ident):
        group.read += 1
    elif value.added:
        group.read = value.distance(ident)
    group.last = ident


def history(value: Stream, group: Group, reading: Reading, start: ID, now: int) -> Reply:
    """Return what is pending for a consumer behind an ID; deleted entries have no fields."""
    after = following(start) or start
    idents = limited([i for i in group.of(reading.consumer) if i >= after], reading.count)
    answers: list[Reply] = []
    for ident in idents:
        if ident in value.entries:
            group.pending[ident].time = now
            group.pending[ident].count += 1
            answers.append(entry(value, ident))
        else:
            answers.append([shown_id(ident), NO_ARRAY])
    return answers
