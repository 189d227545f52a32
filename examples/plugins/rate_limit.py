"""RATE.LIMIT and HASH.SUM: two commands in Python.

vkscope server --plugin examples/plugins/rate_limit.py

> RATE.LIMIT user:7 3 60      at most 3 calls in 60 seconds
1) (integer) 1                allowed
2) (integer) 2                calls left
"""

from __future__ import annotations

from vkscope.plugin import CommandError, Context, Reply, command


@command("rate.limit", keys=1, flags="write fast denyoom", arity=4)
def rate_limit(ctx: Context, words: list[bytes]) -> Reply:
    """Counts a call against a key's limit, and tells whether it is allowed and what is left."""
    key, limit, seconds = words[1], words[2], words[3]
    if not limit.isdigit() or not seconds.isdigit():
        raise CommandError("ERR limit and seconds are positive integers")
    used = ctx.call("INCR", key)
    assert isinstance(used, int)
    if used == 1:
        ctx.call("EXPIRE", key, seconds)
    return [int(used <= int(limit)), max(int(limit) - used, 0)]


@command("hash.sum", keys=1, flags="readonly", arity=2)
def hash_sum(ctx: Context, words: list[bytes]) -> Reply:
    """Adds up the values of a hash that are integers."""
    values = ctx.call("HVALS", words[1])
    assert isinstance(values, list)
    return sum(int(value) for value in values if isinstance(value, bytes) and value.isdigit())
