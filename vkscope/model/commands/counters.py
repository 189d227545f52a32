"""Strings that are numbers: INCR and its relatives, INCRBYFLOAT."""

from __future__ import annotations

from fractions import Fraction

from vkscope.model import extended
from vkscope.model.call import NOT_INTEGER, Call
from vkscope.model.numbers import INT64_MIN, fits_int64, parse_integer
from vkscope.model.registry import command
from vkscope.model.replies import CommandError, Reply
from vkscope.model.values import String, Value

NOT_FLOAT = "ERR value is not a valid float"
NOT_FINITE = "ERR increment would produce NaN or Infinity"
OVERFLOW = "ERR increment or decrement would overflow"


@command("incr")
def incr(call: Call) -> Reply:
    """INCR key"""
    return increase(call, 1)


@command("decr")
def decr(call: Call) -> Reply:
    """DECR key"""
    return increase(call, -1)


@command("incrby")
def incrby(call: Call) -> Reply:
    """INCRBY key increment"""
    return increase(call, call.integer(2))


@command("decrby")
def decrby(call: Call) -> Reply:
    """DECRBY key decrement: the smallest integer has no opposite"""
    by = call.integer(2)
    if by == INT64_MIN:
        raise CommandError("ERR decrement would overflow")
    return increase(call, -by)


def increase(call: Call, by: int) -> Reply:
    """Add to the number that a string is; nothing counts as 0."""
    old = call.string(call.key)
    number = parse_integer(old.data) if old else 0
    if number is None:
        raise CommandError(NOT_INTEGER)
    if not fits_int64(number + by):
        raise CommandError(OVERFLOW)
    keep_deadline(call, String.of_text(b"%d" % (number + by)))
    return number + by


@command("incrbyfloat")
def incrbyfloat(call: Call) -> Reply:
    """INCRBYFLOAT key increment: the result is stored as text, never as `int`"""
    old = call.string(call.key)
    number = extended.parse(old.data) if old else Fraction(0)
    by = extended.parse(call.words[2])
    if number is None or by is None:
        raise CommandError(NOT_FLOAT)
    total = extended.add(number, by)
    if total is None:
        raise CommandError(NOT_FINITE)
    text = extended.show(total)
    keep_deadline(call, String.of_bytes(text))
    return text


def keep_deadline(call: Call, value: Value) -> None:
    """Store a value under the first key, which keeps its time to live."""
    entry = call.db.find(call.key)
    call.db.put(call.key, value, entry.expires if entry else None)
