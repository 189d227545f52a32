"""Groups: XGROUP, XACK, XPENDING, XCLAIM, XAUTOCLAIM."""

from __future__ import annotations

from dataclasses import dataclass, field

from vkscope.model.call import SYNTAX, Call
from vkscope.model.commands.streams import entry, parse_id, read_bound, read_id
from vkscope.model.numbers import INT64_MAX
from vkscope.model.registry import command, shown
from vkscope.model.replies import NO_ARRAY, OK, CommandError, Reply
from vkscope.model.streams import ID, LOWEST, UNKNOWN, Consumer, Group, Pending, Stream
from vkscope.model.streams import shown as shown_id

NEEDS_KEY = (
    "ERR The XGROUP subcommand requires the key to exist. Note that for CREATE you may want to use "
    "the MKSTREAM option to create an empty stream automatically."
)
MOST_CLAIMED = INT64_MAX // 16
ATTEMPTS = 10
"""XAUTOCLAIM looks at so many times COUNT entries."""


def quote(word: bytes) -> bytes:
    """Return a word as these errors quote it: whole, up to a zero byte."""
    return shown(word, len(word))


def subcommand_syntax(call: Call) -> CommandError:
    """Return the error for a subcommand with words that it does not know."""
    text = b"ERR unknown subcommand or wrong number of arguments for '%b'. Try %b HELP."
    return CommandError(text % (shown(call.words[1]), call.words[0].upper()))


def no_group(key: bytes, group: bytes) -> CommandError:
    """Return the error for a group of a key that is there."""
    text = b"NOGROUP No such consumer group '%b' for key name '%b'"
    return CommandError(text % (quote(group), quote(key)))


def group_of(call: Call) -> tuple[Stream, Group]:
    """Return the stream behind the first key and the group that is named behind it."""
    value = call.value(call.key, Stream)
    group = value.groups.get(call.words[2]) if value else None
    if value is None or group is None:
        text = b"NOGROUP No such key '%b' or consumer group '%b'"
        raise CommandError(text % (quote(call.key), quote(call.words[2])))
    return value, group


@dataclass(slots=True)
class GroupOptions:
    """The options of XGROUP CREATE and SETID."""

    make: bool = False
    read: int = UNKNOWN


def read_group_options(call: Call) -> GroupOptions:
    """Read them from words[5] on."""
    options, at = GroupOptions(), 5
    while at < len(call.words):
        option = call.option(at)
        if option == "mkstream" and call.name == "xgroup|create":
            options.make = True
        elif option == "entriesread" and call.more(at):
            options.read = call.integer(at + 1)
            if options.read < UNKNOWN:
                raise CommandError("ERR value for ENTRIESREAD must be positive or -1")
            at += 1
        else:
            raise subcommand_syntax(call)
        at += 1
    return options


def stream_for_group(call: Call, make: bool) -> Stream | None:
    """Return the stream that a subcommand of XGROUP names."""
    value = call.value(call.words[2], Stream)
    if value is None and not make:
        raise CommandError(NEEDS_KEY)
    return value


def existing_group(call: Call) -> tuple[Stream, Group]:
    """Return stream and group that a subcommand of XGROUP names."""
    value = stream_for_group(call, make=False)
    assert value is not None
    group = value.groups.get(call.words[3])
    if group is None:
        raise no_group(call.words[2], call.words[3])
    return value, group


@command("xgroup|create")
def xgroup_create(call: Call) -> Reply:
    """XGROUP CREATE key group ID | $ [MKSTREAM] [ENTRIESREAD n]"""
    options = read_group_options(call)
    value = stream_for_group(call, options.make)
    if len(call.words) > 8:
        raise subcommand_syntax(call)
    last = LOWEST if value is None else value.last
    ident = last if call.words[4] == b"$" else read_id(call.words[4])
    if value is None:
        value = Stream()
        call.db.put(call.words[2], value)
    if call.words[3] in value.groups:
        raise CommandError("BUSYGROUP Consumer Group name already exists")
    value.groups[call.words[3]] = Group(ident, options.read)
    return OK


@command("xgroup|setid")
def xgroup_setid(call: Call) -> Reply:
    """XGROUP SETID key group ID | $ [ENTRIESREAD n]"""
    options = read_group_options(call)
    value, group = existing_group(call)
    if len(call.words) not in (5, 7):
        raise subcommand_syntax(call)
    word = call.words[4]
    group.last = value.last if word == b"$" else read_id(word, strict=False)
    group.read = options.read
    return OK


@command("xgroup|destroy")
def xgroup_destroy(call: Call) -> Reply:
    """XGROUP DESTROY key group"""
    value = stream_for_group(call, make=False)
    assert value is not None
    return int(value.groups.pop(call.words[3], None) is not None)


@command("xgroup|createconsumer")
def xgroup_createconsumer(call: Call) -> Reply:
    """XGROUP CREATECONSUMER key group consumer"""
    _, group = existing_group(call)
    if call.words[4] in group.consumers:
        return 0
    group.consumers[call.words[4]] = Consumer(call.keyspace.now)
    return 1


@command("xgroup|delconsumer")
def xgroup_delconsumer(call: Call) -> Reply:
    """XGROUP DELCONSUMER key group consumer: how many entries were pending for it"""
    _, group = existing_group(call)
    gone = group.of(call.words[4])
    for ident in gone:
        del group.pending[ident]
    group.consumers.pop(call.words[4], None)
    return len(gone)


@command("xack")
def xack(call: Call) -> Reply:
    """XACK key group ID [ID ...]"""
    value = call.value(call.key, Stream)
    group = value.groups.get(call.words[2]) if value else None
    if group is None:
        return 0
    idents = [read_id(word) for word in call.words[3:]]
    return sum(group.pending.pop(ident, None) is not None for ident in idents)


@command("xpending")
def xpending(call: Call) -> Reply:
    """XPENDING key group [[IDLE ms] low high count [consumer]]"""
    length = len(call.words)
    if length != 3 and not 6 <= length <= 9:
        raise CommandError(SYNTAX)
    if length == 3:
        return summary(group_of(call)[1])
    at, idle = 3, 0
    if call.option(3) == "idle":
        idle = call.integer(4)
        if length < 8:
            raise CommandError(SYNTAX)
        at = 5
    count = max(call.integer(at + 2), 0)
    low, high = read_bound(call.words[at], end=False), read_bound(call.words[at + 1], end=True)
    consumer = call.words[at + 3] if at + 3 < length else None
    _, group = group_of(call)
    now, answers = call.keyspace.now, list[Reply]()
    for ident in sorted(group.pending):
        item = group.pending[ident]
        wanted = low <= ident <= high and consumer in (None, item.consumer)
        if wanted and not (idle and now - item.time < idle):
            away = max(now - item.time, 0)
            answers.append([shown_id(ident), item.consumer, away, item.count])
    return answers[:count]


def summary(group: Group) -> Reply:
    """Return how many are pending, from where to where, and for whom."""
    if not group.pending:
        return [0, None, None, NO_ARRAY]
    names = [(name, len(group.of(name))) for name in sorted(group.consumers)]
    shares = [[name, b"%d" % count] for name, count in names if count]
    low, high = min(group.pending), max(group.pending)
    return [len(group.pending), shown_id(low), shown_id(high), shares]


@dataclass(slots=True)
class Claim:
    """The options of XCLAIM."""

    idle: int
    idents: list[ID] = field(default_factory=list)
    force: bool = False
    just_ids: bool = False
    time: int | None = None
    count: int = -1
    last: ID = LOWEST


def read_claim(call: Call) -> Claim:
    """Read IDs from words[5] on, then options."""
    error = "ERR Invalid {} argument for XCLAIM"
    claim, at = Claim(max(call.integer(4, error.format("min-idle-time")), 0)), 5
    while at < len(call.words) and (ident := parse_id(call.words[at], 0)) is not None:
        claim.idents.append(ident)
        at += 1
    while at < len(call.words):
        option, more = call.option(at), call.more(at)
        if option in ("force", "justid"):
            claim.force |= option == "force"
            claim.just_ids |= option == "justid"
        elif option in ("idle", "time", "retrycount") and more:
            number = call.integer(at + 1, error.format(f"{option.upper()} option"))
            if option == "retrycount":
                claim.count = number
            else:
                claim.time = number if option == "time" else call.keyspace.now - number
            at += 1
        elif option == "lastid" and more:
            claim.last = read_id(call.words[at + 1])
            at += 1
        else:
            word = call.words[at]
            raise CommandError(b"ERR Unrecognized XCLAIM option '%b'" % quote(word))
        at += 1
    return claim


@command("xclaim")
def xclaim(call: Call) -> Reply:
    """XCLAIM key group consumer idle ID [ID ...] [IDLE ms] [TIME ms] [RETRYCOUNT n] [FORCE] ..."""
    value, group = group_of(call)
    claim, now = read_claim(call), call.keyspace.now
    group.last = max(group.last, claim.last)
    when = now if claim.time in (None, -1) else claim.time
    assert when is not None
    if not 0 <= when <= now:
        when = now
    consumer, answers = group.meet(call.words[3], now), list[Reply]()
    for ident in claim.idents:
        item = group.pending.get(ident)
        if ident not in value.entries:
            group.pending.pop(ident, None)
            continue
        if item is None and not claim.force:
            continue
        if item is not None and claim.idle and now - item.time < claim.idle:
            continue
        if item is None:
            item = group.pending[ident] = Pending(b"", now)
        item.consumer, item.time = call.words[3], when
        if claim.count >= 0:
            item.count = claim.count
        elif not claim.just_ids:
            item.count += 1
        answers.append(shown_id(ident) if claim.just_ids else entry(value, ident))
        consumer.active = now
    return answers


@command("xautoclaim")
def xautoclaim(call: Call) -> Reply:
    """XAUTOCLAIM key group consumer idle start [COUNT n] [JUSTID]"""
    idle = max(call.integer(4, "ERR Invalid min-idle-time argument for XAUTOCLAIM"), 0)
    start = read_bound(call.words[5], end=False)
    count, just_ids, at = 100, False, 6
    while at < len(call.words):
        if call.option(at) == "count" and call.more(at):
            count = call.ranged(at + 1, 1, MOST_CLAIMED, "ERR COUNT must be > 0")
            at += 1
        elif call.option(at) == "justid":
            just_ids = True
        else:
            raise CommandError(SYNTAX)
        at += 1
    value, group = group_of(call)
    now = call.keyspace.now
    consumer, attempts = group.meet(call.words[3], now), count * ATTEMPTS
    claimed, lost = list[Reply](), list[Reply]()
    waiting = [ident for ident in sorted(group.pending) if ident >= start]
    while waiting and attempts and count:
        ident = waiting.pop(0)
        attempts -= 1
        item = group.pending[ident]
        if ident not in value.entries:
            del group.pending[ident]
            lost.append(shown_id(ident))
            count -= 1
        elif not (idle and now - item.time < idle):
            item.consumer, item.time = call.words[3], now
            item.count += not just_ids
            claimed.append(shown_id(ident) if just_ids else entry(value, ident))
            consumer.active = now
            count -= 1
    return [shown_id(waiting[0] if waiting else LOWEST), claimed, lost]
