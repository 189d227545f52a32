"""Fields with a time to live: HEXPIRE, HTTL and their relatives, HPERSIST, HGETEX, HSETEX.

Words: `FIELDS n field ...` ends all of these commands. Most answer a number for each field: 1 done,
0 a condition did not hold, -1 it has no time to live, -2 it is not there, 2 removed at once, since
the time lies in the past.
"""

from __future__ import annotations

from vkscope.model.call import SYNTAX, Call
from vkscope.model.commands.expiry import hold, in_seconds, read_conditions
from vkscope.model.commands.hashes import drop_if_empty, writable
from vkscope.model.expiry_options import OF_HGETEX, OF_HSETEX, read_moment, read_options
from vkscope.model.registry import command
from vkscope.model.replies import CommandError, Reply
from vkscope.model.values import Hash

DONE, REFUSED, NO_LIMIT, ABSENT, REMOVED = 1, 0, -1, -2, 2
BAD_COUNT = "ERR numfields should be greater than 0 and match the provided number of fields"


def find_fields(call: Call, start: int) -> int:
    """Return where the word FIELDS stands, from words[start] on; 0 for nowhere."""
    for at in range(start, len(call.words) - 1):
        if call.option(at) == "fields":
            return at
    return 0


def read_fields(call: Call, at: int, words_each: int = 1) -> list[bytes]:
    """Return the words behind `FIELDS n`; n must be how many fields they are."""
    count = call.integer(at + 1) if at else 0
    words = call.words[at + 2 :]
    if count <= 0 or count * words_each != len(words):
        raise CommandError(BAD_COUNT)
    return words


@command("hexpire")
def hexpire(call: Call) -> Reply:
    """HEXPIRE key seconds [NX | XX | GT | LT] FIELDS n field [field ...]"""
    return expire_at(call, 1000, call.keyspace.now)


@command("hpexpire")
def hpexpire(call: Call) -> Reply:
    """HPEXPIRE key milliseconds [NX | XX | GT | LT] FIELDS n field [field ...]"""
    return expire_at(call, 1, call.keyspace.now)


@command("hexpireat")
def hexpireat(call: Call) -> Reply:
    """HEXPIREAT key seconds [NX | XX | GT | LT] FIELDS n field [field ...]"""
    return expire_at(call, 1000, 0)


@command("hpexpireat")
def hpexpireat(call: Call) -> Reply:
    """HPEXPIREAT key milliseconds [NX | XX | GT | LT] FIELDS n field [field ...]"""
    return expire_at(call, 1, 0)


def expire_at(call: Call, unit: int, start: int) -> Reply:
    """Set the fields' time to live if the conditions hold."""
    at = find_fields(call, 3)
    conditions = read_conditions(call, 3, at)
    names = read_fields(call, at)
    when = read_moment(call, 2, unit, start, least=0)
    value = call.hash(call.key)
    if value is None:
        return [ABSENT] * len(names)
    answers: list[Reply] = [expire_field(call, value, name, conditions, when) for name in names]
    drop_if_empty(call, value)
    return answers


def expire_field(call: Call, value: Hash, name: bytes, conditions: set[str], when: int) -> int:
    """Do it for one field."""
    if not value.is_live(name, call.keyspace.now):
        return ABSENT
    if not hold(conditions, value.deadlines.get(name), when):
        return REFUSED
    if when <= call.keyspace.now:
        value.remove(name)
        return REMOVED
    value.set_deadline(name, when)
    call.touch(call.key)
    return DONE


@command("hpersist")
def hpersist(call: Call) -> Reply:
    """HPERSIST key FIELDS n field [field ...]"""
    names = read_fields(call, 2)
    value = call.hash(call.key) or Hash()
    answers: list[Reply] = []
    for name in names:
        if not value.is_live(name, call.keyspace.now):
            answers.append(ABSENT)
        else:
            answers.append(DONE if value.deadlines.pop(name, None) is not None else NO_LIMIT)
    return answers


@command("httl")
def httl(call: Call) -> Reply:
    """HTTL key FIELDS n field [field ...]"""
    return [in_seconds(time) for time in times(call, call.keyspace.now)]


@command("hpttl")
def hpttl(call: Call) -> Reply:
    """HPTTL key FIELDS n field [field ...]"""
    return times(call, call.keyspace.now)


@command("hexpiretime")
def hexpiretime(call: Call) -> Reply:
    """HEXPIRETIME key FIELDS n field [field ...]"""
    return [in_seconds(time) for time in times(call, 0)]


@command("hpexpiretime")
def hpexpiretime(call: Call) -> Reply:
    """HPEXPIRETIME key FIELDS n field [field ...]"""
    return times(call, 0)


def times(call: Call, start: int) -> list[int]:
    """Return for each field the milliseconds from `start` to its end, -1, or -2."""
    count = call.integer(3)
    names = call.words[4:]
    if count <= 0 or count != len(names):
        raise CommandError(SYNTAX)
    value = call.hash(call.key) or Hash()
    return [
        ABSENT
        if not value.is_live(name, call.keyspace.now)
        else value.deadlines[name] - start
        if name in value.deadlines
        else NO_LIMIT
        for name in names
    ]


@command("hgetex")
def hgetex(call: Call) -> Reply:
    """HGETEX key [EX s | PX ms | EXAT s | PXAT ms | PERSIST] FIELDS n field [field ...]"""
    at = find_fields(call, 2)
    options = read_options(call, 2, OF_HGETEX, at)
    names = read_fields(call, at)
    value = call.hash(call.key)
    when = options.field_deadline(call)
    if value is None:
        return [None] * len(names)
    answers: list[Reply] = []
    for name in names:
        answers.append(value.get(name, call.keyspace.now))  # before it may go
        if "persist" in options:
            if value.is_live(name, call.keyspace.now):
                value.deadlines.pop(name, None)
        elif when is not None:
            expire_field(call, value, name, set(), when)
    drop_if_empty(call, value)
    return answers


@command("hsetex")
def hsetex(call: Call) -> Reply:
    """HSETEX key [NX | XX] [FNX | FXX] [EX s | ... | KEEPTTL] FIELDS n field value [...]"""
    at = find_fields(call, 2)
    options = read_options(call, 2, OF_HSETEX, at)
    words = read_fields(call, at, words_each=2)
    value, now = call.hash(call.key), call.keyspace.now
    if ("nx" in options and value is not None) or ("xx" in options and value is None):
        return 0
    when = options.field_deadline(call)
    there = [value is not None and value.is_live(name, now) for name in words[::2]]
    if ("fnx" in options and any(there)) or ("fxx" in options and not all(there)):
        return 0
    value = writable(call)
    pairs = zip(words[::2], words[1::2], strict=True)
    if when is not None and when <= now:
        for name, _ in pairs:
            value.remove(name)
        drop_if_empty(call, value)
        return 1
    value.make_room(words, call.keyspace.limits)
    call.touch(call.key)
    for name, text in pairs:
        keep = value.deadlines.get(name) if value.is_live(name, now) else None
        value.put(name, text, call.keyspace.limits, now, keep if "keepttl" in options else when)
    return 1
