"""Times to live: EXPIRE and its relatives, TTL and its relatives, PERSIST."""

from __future__ import annotations

from vkscope.model.call import Call
from vkscope.model.expiry_options import invalid_time
from vkscope.model.numbers import fits_int64
from vkscope.model.registry import command, shown
from vkscope.model.replies import CommandError, Reply


@command("expire")
def expire(call: Call) -> Reply:
    """EXPIRE key seconds [NX | XX | GT | LT]"""
    return expire_at(call, 1000, call.keyspace.now)


@command("pexpire")
def pexpire(call: Call) -> Reply:
    """PEXPIRE key milliseconds [NX | XX | GT | LT]"""
    return expire_at(call, 1, call.keyspace.now)


@command("expireat")
def expireat(call: Call) -> Reply:
    """EXPIREAT key seconds [NX | XX | GT | LT]"""
    return expire_at(call, 1000, 0)


@command("pexpireat")
def pexpireat(call: Call) -> Reply:
    """PEXPIREAT key milliseconds [NX | XX | GT | LT]"""
    return expire_at(call, 1, 0)


def expire_at(call: Call, unit: int, start: int) -> Reply:
    """Set a key's time to live if the conditions hold; a time in the past removes the key."""
    conditions = read_conditions(call, 3, len(call.words))
    milliseconds = call.integer(2) * unit
    if not fits_int64(milliseconds) or not fits_int64(milliseconds + start):
        raise invalid_time(call)
    entry = call.db.find(call.key)
    if entry is None or not hold(conditions, entry.expires, milliseconds + start):
        return 0
    call.db.set_deadline(call.key, milliseconds + start)
    call.touch(call.key)
    return 1


def read_conditions(call: Call, start: int, end: int) -> set[str]:
    """Read NX, XX, GT and LT from words[start] on, before words[end]."""
    conditions = set()
    for at in range(start, end):
        if call.option(at) not in ("nx", "xx", "gt", "lt"):
            raise CommandError(
                b"ERR Unsupported option " + shown(call.words[at], len(call.words[at]))
            )
        conditions.add(call.option(at))
    if "nx" in conditions and len(conditions) > 1:
        raise CommandError("ERR NX and XX, GT or LT options at the same time are not compatible")
    if {"gt", "lt"} <= conditions:
        raise CommandError("ERR GT and LT options at the same time are not compatible")
    return conditions


def hold(conditions: set[str], old: int | None, new: int) -> bool:
    """Tell whether all conditions hold. What has no time to live lives for ever."""
    return (
        not ("nx" in conditions and old is not None)
        and not ("xx" in conditions and old is None)
        and not ("gt" in conditions and (old is None or new <= old))
        and not ("lt" in conditions and old is not None and new >= old)
    )


@command("ttl")
def ttl(call: Call) -> Reply:
    """TTL key: seconds left, rounded; -1 without a time to live, -2 without a key"""
    return in_seconds(left(call, call.keyspace.now))


@command("pttl")
def pttl(call: Call) -> Reply:
    """PTTL key"""
    return left(call, call.keyspace.now)


@command("expiretime")
def expiretime(call: Call) -> Reply:
    """EXPIRETIME key: the Unix time"""
    return in_seconds(left(call, 0))


@command("pexpiretime")
def pexpiretime(call: Call) -> Reply:
    """PEXPIRETIME key"""
    return left(call, 0)


def left(call: Call, start: int) -> int:
    """Return milliseconds from `start` until the key dies, or -1, or -2."""
    entry = call.db.find(call.key)
    if entry is None:
        return -2
    return -1 if entry.expires is None else entry.expires - start


def in_seconds(milliseconds: int) -> int:
    """Round to seconds; -1 and -2 stay what they are."""
    return milliseconds if milliseconds < 0 else (milliseconds + 500) // 1000


@command("persist")
def persist(call: Call) -> Reply:
    """PERSIST key"""
    entry = call.db.find(call.key)
    if entry is None or entry.expires is None:
        return 0
    entry.expires = None
    return 1
