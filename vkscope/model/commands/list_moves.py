"""Elements leave lists: LPOP, RPOP, LMPOP, LMOVE, RPOPLPUSH, and their blocking forms.

Words: a *blocking* form waits for an element where there is none. The specification says what it
answers when it need not wait, or must not: in a transaction, or when the time is up.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil

from vkscope.model import extended
from vkscope.model.call import SYNTAX, Call
from vkscope.model.commands.lists import shrunk
from vkscope.model.lists import List
from vkscope.model.numbers import INT64_MAX
from vkscope.model.registry import command
from vkscope.model.replies import NO_ARRAY, CommandError, Reply

LONGEST_WAIT = Fraction(INT64_MAX)


def take(call: Call, key: bytes, value: List, left: bool, count: int) -> list[Reply]:
    """Take so many elements from an end, the outermost first."""
    items = [value.pop(left) for _ in range(min(count, len(value)))]
    shrunk(call, key, value)
    return list(items)


@command("lpop", "rpop")
def pop(call: Call) -> Reply:
    """LPOP key [count]"""
    if len(call.words) > 3:
        raise call.wrong_arguments()
    counted, left = len(call.words) == 3, call.name == "lpop"
    count = call.positive(2) if counted else 1
    value = call.value(call.key, List)
    if value is None:
        return NO_ARRAY if counted else None
    if count == 0:
        return []
    items = take(call, call.key, value, left, count)
    return items if counted else items[0]


def side(call: Call, at: int) -> bool:
    """Return whether a word says LEFT rather than RIGHT."""
    if call.option(at) not in ("left", "right"):
        raise CommandError(SYNTAX)
    return call.option(at) == "left"


def move(call: Call, from_left: bool, to_left: bool) -> Reply:
    """Move an element from the first key's list to the second's."""
    source, target = call.words[1:3]
    value = call.value(source, List)
    if value is None:
        return None
    other = call.value(target, List)
    item = value.pop(from_left)
    if other is None:
        other = List()
        call.db.put(target, other)
    other.make_room([item], call.keyspace.limits)
    other.push(item, to_left)
    call.touch(target)
    shrunk(call, source, value)
    return item


@command("lmove")
def lmove(call: Call) -> Reply:
    """LMOVE source target LEFT | RIGHT LEFT | RIGHT"""
    return move(call, side(call, 3), side(call, 4))


@command("rpoplpush")
def rpoplpush(call: Call) -> Reply:
    """RPOPLPUSH source target"""
    return move(call, from_left=False, to_left=True)


@command("blmove")
def blmove(call: Call) -> Reply:
    """BLMOVE source target LEFT | RIGHT LEFT | RIGHT seconds"""
    ends = side(call, 3), side(call, 4)
    check_timeout(call, 5)
    return move(call, *ends)


@command("brpoplpush")
def brpoplpush(call: Call) -> Reply:
    """BRPOPLPUSH source target seconds"""
    check_timeout(call, 3)
    return move(call, from_left=False, to_left=True)


def check_timeout(call: Call, at: int) -> None:
    """Refuse a number of seconds that nobody can wait."""
    seconds = extended.parse(call.words[at])
    if seconds is None:
        raise CommandError("ERR timeout is not a float or out of range")
    if isinstance(seconds, float):
        bad = "out of range" if seconds > 0 else "negative"
        raise CommandError(f"ERR timeout is {bad}")
    wait = seconds * 1000
    if wait > LONGEST_WAIT:
        raise CommandError("ERR timeout is out of range")
    if ceil(wait) < 0:
        raise CommandError("ERR timeout is negative")
    if ceil(wait) > INT64_MAX - call.keyspace.now:
        raise CommandError("ERR timeout is out of range")


@command("blpop", "brpop")
def blocking_pop(call: Call) -> Reply:
    """BLPOP key [key ...] seconds"""
    check_timeout(call, len(call.words) - 1)
    for key in call.words[1:-1]:
        value = call.value(key, List)
        if value is not None:
            return [key, *take(call, key, value, call.name == "blpop", 1)]
    return NO_ARRAY


@command("lmpop")
def lmpop(call: Call) -> Reply:
    """LMPOP n key [key ...] LEFT | RIGHT [COUNT n]"""
    return pop_many(call, 1)


@command("blmpop")
def blmpop(call: Call) -> Reply:
    """BLMPOP seconds n key [key ...] LEFT | RIGHT [COUNT n]"""
    keys, left, count = read_pop(call, 2)
    check_timeout(call, 1)
    return first_list(call, keys, left, count)


def pop_many(call: Call, at: int) -> Reply:
    """Take elements from the first list that has any."""
    return first_list(call, *read_pop(call, at))


def first_list(call: Call, keys: list[bytes], left: bool, count: int) -> Reply:
    """Return a key and its elements."""
    for key in keys:
        value = call.value(key, List)
        if value is not None:
            return [key, take(call, key, value, left, count)]
    return NO_ARRAY


def read_pop(call: Call, at: int) -> tuple[list[bytes], bool, int]:
    """Read `n key ... LEFT | RIGHT [COUNT n]`."""
    keys = call.ranged(at, 1, INT64_MAX, "ERR numkeys should be greater than 0")
    where = at + keys + 1
    if where >= len(call.words):
        raise CommandError(SYNTAX)
    return call.words[at + 1 : where], side(call, where), read_count(call, where + 1)


def read_count(call: Call, at: int) -> int:
    """Read `[COUNT n]` at the end."""
    if at == len(call.words):
        return 1
    if call.option(at) != "count" or not call.more(at):
        raise CommandError(SYNTAX)
    count = call.ranged(at + 1, 1, INT64_MAX, "ERR count should be greater than 0")
    if call.more(at) > 1:
        raise CommandError(SYNTAX)
    return count
