"""Hashes: fields and values behind one key."""

from __future__ import annotations

from vkscope.model import extended
from vkscope.model.call import Call
from vkscope.model.commands.counters import NOT_FINITE, NOT_FLOAT, OVERFLOW
from vkscope.model.numbers import fits_int64, parse_integer
from vkscope.model.registry import command
from vkscope.model.replies import OK, CommandError, InOrder, Loose, Reply
from vkscope.model.values import Hash


def writable(call: Call) -> Hash:
    """Return the hash behind the first key; it is made where there is nothing."""
    value = call.hash(call.key)
    if value is None:
        value = Hash()
        call.db.put(call.key, value)
    return value


def live(call: Call) -> dict[bytes, bytes]:
    """Return the live fields of the hash behind the first key, none where there is nothing."""
    value = call.hash(call.key)
    return value.live_fields(call.keyspace.now) if value else {}


def is_table(call: Call) -> bool:
    """Tell whether the hash behind the first key keeps no order."""
    value = call.hash(call.key)
    return value is not None and value.encoding == "hashtable"


def drop_if_empty(call: Call, value: Hash) -> None:
    """With its last field, hidden ones included, the key goes."""
    if not value.fields:
        call.db.delete(call.key)


@command("hset")
def hset(call: Call) -> Reply:
    """HSET key field value [field value ...]: how many fields are new"""
    words = call.words[2:]
    if len(words) % 2:
        raise call.wrong_arguments()
    value, limits = writable(call), call.keyspace.limits
    value.make_room(words, limits)
    pairs = zip(words[::2], words[1::2], strict=True)
    call.touch(call.key)
    return sum(value.put(name, text, limits, call.keyspace.now) for name, text in pairs)


@command("hmset")
def hmset(call: Call) -> Reply:
    """HMSET key field value [field value ...]"""
    hset(call)
    return OK


@command("hsetnx")
def hsetnx(call: Call) -> Reply:
    """HSETNX key field value"""
    if call.words[2] in live(call):
        return 0
    return hset(call)


@command("hget")
def hget(call: Call) -> Reply:
    """HGET key field"""
    return live(call).get(call.words[2])


@command("hmget")
def hmget(call: Call) -> Reply:
    """HMGET key field [field ...]"""
    fields = live(call)
    return [fields.get(name) for name in call.words[2:]]


@command("hgetall")
def hgetall(call: Call) -> Reply:
    """HGETALL key"""
    fields = live(call)
    return dict(fields) if is_table(call) else InOrder(fields)


@command("hkeys")
def hkeys(call: Call) -> Reply:
    """HKEYS key"""
    return Loose(live(call)) if is_table(call) else list(live(call))


@command("hvals")
def hvals(call: Call) -> Reply:
    """HVALS key"""
    values = live(call).values()
    return Loose(values) if is_table(call) else list(values)


@command("hlen")
def hlen(call: Call) -> Reply:
    """HLEN key: hidden fields count until they are removed"""
    value = call.hash(call.key)
    return len(value.fields) if value else 0


@command("hexists")
def hexists(call: Call) -> Reply:
    """HEXISTS key field"""
    return int(call.words[2] in live(call))


@command("hstrlen")
def hstrlen(call: Call) -> Reply:
    """HSTRLEN key field"""
    return len(live(call).get(call.words[2], b""))


@command("hdel")
def hdel(call: Call) -> Reply:
    """HDEL key field [field ...]: with its last field the key goes"""
    value = call.hash(call.key)
    if value is None:
        return 0
    names = [n for n in dict.fromkeys(call.words[2:]) if value.is_live(n, call.keyspace.now)]
    for name in names:
        value.remove(name)
    drop_if_empty(call, value)
    return len(names)


@command("hincrby")
def hincrby(call: Call) -> Reply:
    """HINCRBY key field increment: no field counts as 0"""
    by, name = call.integer(3), call.words[2]
    number = parse_integer(live(call).get(name, b"0"))
    if number is None:
        raise CommandError("ERR hash value is not an integer")
    if not fits_int64(number + by):
        raise CommandError(OVERFLOW)
    put_keeping_deadline(call, name, b"%d" % (number + by))
    return number + by


@command("hincrbyfloat")
def hincrbyfloat(call: Call) -> Reply:
    """HINCRBYFLOAT key field increment"""
    by, name = extended.parse(call.words[3]), call.words[2]
    if by is None:
        raise CommandError(NOT_FLOAT)
    if isinstance(by, float):
        raise CommandError("ERR value is NaN or Infinity")
    number = extended.parse(live(call).get(name, b"0"))
    if number is None:
        raise CommandError("ERR hash value is not a float")
    total = extended.add(number, by)
    if total is None:
        raise CommandError(NOT_FINITE)
    text = extended.show(total)
    put_keeping_deadline(call, name, text)
    return text


def put_keeping_deadline(call: Call, name: bytes, text: bytes) -> None:
    """Write a field whose time to live stays, if it is live."""
    value, now = writable(call), call.keyspace.now
    deadline = value.deadlines.get(name) if value.is_live(name, now) else None
    value.put(name, text, call.keyspace.limits, now, deadline)
    call.touch(call.key)
