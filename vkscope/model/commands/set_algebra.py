"""Several sets: SINTER, SUNION, SDIFF, the same with STORE, SINTERCARD."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain

from vkscope.model.call import SYNTAX, Call
from vkscope.model.numbers import INT64_MAX, parse_integer
from vkscope.model.registry import command
from vkscope.model.replies import CommandError, Members, Reply
from vkscope.model.sets import Set

Combine = Callable[[Call, list[bytes]], Set]


def intersection(call: Call, keys: list[bytes]) -> Set:
    """Return what is in all sets; it is built from the smallest one."""
    values = [call.value(key, Set) for key in keys]
    sets = sorted((value for value in values if value is not None), key=len)
    if len(sets) < len(values):
        return Set()
    limits = call.keyspace.limits
    result = Set(encoding="intset" if sets[0].encoding == "intset" else "listpack")
    for name in sets[0].in_order():
        if all(name in other.members for other in sets):
            result.add(name, limits)
    if result.members and all(parse_integer(name) is not None for name in result.members):
        result.to_integers(limits)
    return result


def union(call: Call, keys: list[bytes]) -> Set:
    """Return what is in any set."""
    values = [call.value(key, Set) or Set() for key in keys]
    result = Set()
    for name in chain.from_iterable(value.in_order() for value in values):
        result.add(name, call.keyspace.limits)
    return result


def difference(call: Call, keys: list[bytes]) -> Set:
    """Return what is in the first set alone.

    The encoding tells how it was made: members that stay are added to an intset, or all members
    are, and some removed again, whichever looks cheaper.
    """
    first, *rest = [call.value(key, Set) or Set() for key in keys]
    result, limits = Set(), call.keyspace.limits
    if not first.members or any(first is other for other in rest):
        return result
    there = [value for value in rest if value.members]
    one_by_one = len(first) * (1 + len(there)) // 2
    if one_by_one <= len(first) + sum(map(len, there)):
        for name in first.in_order():
            if not any(name in other.members for other in rest):
                result.add(name, limits)
        return result
    for name in first.in_order():
        result.add(name, limits)
    for name in chain.from_iterable(value.members for value in rest):
        result.remove(name)
    return result


def store(call: Call, result: Set) -> Reply:
    """Put a result behind the first key; nothing there if it is empty."""
    if result.members:
        call.db.put(call.key, result)
    else:
        call.db.delete(call.key)
    return len(result)


@command("sinter")
def sinter(call: Call) -> Reply:
    """SINTER key [key ...]"""
    return Members(intersection(call, call.words[1:]).members)


@command("sunion")
def sunion(call: Call) -> Reply:
    """SUNION key [key ...]"""
    return Members(union(call, call.words[1:]).members)


@command("sdiff")
def sdiff(call: Call) -> Reply:
    """SDIFF key [key ...]"""
    return Members(difference(call, call.words[1:]).members)


@command("sinterstore")
def sinterstore(call: Call) -> Reply:
    """SINTERSTORE target key [key ...]"""
    return store(call, intersection(call, call.words[2:]))


@command("sunionstore")
def sunionstore(call: Call) -> Reply:
    """SUNIONSTORE target key [key ...]"""
    return store(call, union(call, call.words[2:]))


@command("sdiffstore")
def sdiffstore(call: Call) -> Reply:
    """SDIFFSTORE target key [key ...]"""
    return store(call, difference(call, call.words[2:]))


@command("sintercard")
def sintercard(call: Call) -> Reply:
    """SINTERCARD n key [key ...] [LIMIT most]"""
    keys, at = read_keys(call, 1)
    most = 0
    while at < len(call.words):
        if call.option(at) != "limit" or not call.more(at):
            raise CommandError(SYNTAX)
        most = call.positive(at + 1, "ERR LIMIT can't be negative")
        at += 2
    found = len(intersection(call, keys))
    return min(found, most) if most else found


def read_keys(call: Call, at: int) -> tuple[list[bytes], int]:
    """Read `n key ...`; return the keys, and where the words go on."""
    count = call.ranged(at, 1, INT64_MAX, "ERR numkeys should be greater than 0")
    if count > call.more(at):
        raise CommandError("ERR Number of keys can't be greater than number of args")
    return call.words[at + 1 : at + 1 + count], at + 1 + count
