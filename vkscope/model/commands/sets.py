"""Sets: SADD, SREM, SISMEMBER ... and members at random: SPOP, SRANDMEMBER."""

from __future__ import annotations

import random

from vkscope.model import glob
from vkscope.model.call import SYNTAX, Call
from vkscope.model.commands.scans import read_scan_options
from vkscope.model.numbers import INT64_MAX
from vkscope.model.registry import command
from vkscope.model.replies import CommandError, Loose, Members, Reply
from vkscope.model.sets import Set

MOVE_WHEN = 5
"""SPOP moves what remains to a new set when it takes so many times as much."""


def members_of(call: Call, key: bytes) -> list[bytes]:
    """Return the members of a set, none where there is nothing."""
    value = call.value(key, Set)
    return value.in_order() if value else []


def reply_members(value: Set | None) -> Reply:
    """Return all members: integers ascend, else the order is nobody's promise."""
    if value is None:
        return Members()
    return Members(value.in_order())


@command("sadd")
def sadd(call: Call) -> Reply:
    """SADD key member [member ...]: how many are new"""
    value, names, limits = call.value(call.key, Set), call.words[2:], call.keyspace.limits
    if value is None:
        value = Set.for_member(names[0], len(names), limits)
        call.db.put(call.key, value)
    else:
        value.make_room(len(names), limits)
    return sum(value.add(name, limits) for name in names)


@command("srem")
def srem(call: Call) -> Reply:
    """SREM key member [member ...]"""
    value = call.value(call.key, Set)
    if value is None:
        return 0
    removed = sum(value.remove(name) for name in call.words[2:])
    drop_if_empty(call, call.key, value)
    return removed


def drop_if_empty(call: Call, key: bytes, value: Set) -> None:
    """With its last member the key goes."""
    if not value.members:
        call.db.delete(key)


@command("smove")
def smove(call: Call) -> Reply:
    """SMOVE source target member"""
    source, target, member = call.words[1:]
    if call.db.find(source) is None:
        return 0
    value, other = call.value(source, Set), call.value(target, Set)
    assert value is not None
    if value is other:
        return int(member in value.members)
    if not value.remove(member):
        return 0
    drop_if_empty(call, source, value)
    if other is None:
        other = Set.for_member(member, 1, call.keyspace.limits)
        call.db.put(target, other)
    other.add(member, call.keyspace.limits)
    return 1


@command("sismember")
def sismember(call: Call) -> Reply:
    """SISMEMBER key member"""
    value = call.value(call.key, Set)
    return int(value is not None and call.words[2] in value.members)


@command("smismember")
def smismember(call: Call) -> Reply:
    """SMISMEMBER key member [member ...]"""
    value = call.value(call.key, Set) or Set()
    return [int(name in value.members) for name in call.words[2:]]


@command("scard")
def scard(call: Call) -> Reply:
    """SCARD key"""
    return len(members_of(call, call.key))


@command("smembers")
def smembers(call: Call) -> Reply:
    """SMEMBERS key"""
    return reply_members(call.value(call.key, Set))


@command("sscan")
def sscan(call: Call) -> Reply:
    """SSCAN key cursor [MATCH pattern] [COUNT count]"""
    call.cursor(2)
    value = call.value(call.key, Set)
    if value is None:
        return [b"0", []]
    pattern = read_scan_options(call, 3, ("match", "count")).get("match", b"*")
    return [b"0", [name for name in value.in_order() if glob.selects(pattern, name)]]


@command("spop")
def spop(call: Call) -> Reply:
    """SPOP key [count]: any member, or so many different ones"""
    if len(call.words) > 3:
        raise CommandError(SYNTAX)
    counted = len(call.words) == 3
    count = call.positive(2) if counted else 1
    value = call.value(call.key, Set)
    if value is None or count == 0:
        return Members() if counted else None
    if not counted:
        name = drawn_one(call, value)
        value.remove(name)
        drop_if_empty(call, call.key, value)
        return name
    if count >= len(value):
        call.db.delete(call.key)
        return reply_members(value)
    names = drawn(call, value, count)
    left = len(value) - count
    for name in names:
        value.remove(name)
    if left * MOVE_WHEN <= count:
        move_rest(call, value)
    return Members(names)


def move_rest(call: Call, value: Set) -> None:
    """Few remain of many: they make a new set."""
    fresh = Set(encoding="intset" if value.encoding == "intset" else "listpack")
    for name in value.members:
        fresh.add(name, call.keyspace.limits)
    value.members, value.encoding = fresh.members, fresh.encoding


def drawn_one(call: Call, value: Set) -> bytes:
    """Return any member; the one that the other server drew, if it is one."""
    seen = call.witness
    if isinstance(seen, bytes) and seen in value.members:
        return seen
    return random.choice(list(value.members))


def drawn(call: Call, value: Set, count: int) -> list[bytes]:
    """Return so many different members; those that the other server drew, if that is right."""
    seen = call.witness
    if isinstance(seen, list) and len(seen) == count == len(set(seen) & value.members.keys()):
        return [name for name in seen if isinstance(name, bytes)]
    return random.sample(list(value.members), count)


@command("srandmember")
def srandmember(call: Call) -> Reply:
    """SRANDMEMBER key [count]: a negative count may show a member again"""
    if len(call.words) > 3:
        raise CommandError(SYNTAX)
    if len(call.words) == 2:
        value = call.value(call.key, Set)
        return drawn_one(call, value) if value else None
    count = call.symmetric(2)
    value = call.value(call.key, Set)
    if value is None or count == 0:
        return []
    if count >= len(value):
        return Loose(value.in_order())
    if count > 0:
        return list(drawn(call, value, count))
    seen = call.witness
    if isinstance(seen, list) and len(seen) == -count and set(seen) <= value.members.keys():
        return seen
    return list(random.choices(list(value.members), k=min(-count, INT64_MAX)))
