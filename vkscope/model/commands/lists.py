"""Lists: LPUSH, RPUSH, LRANGE, LINDEX, LSET, LINSERT, LREM, LTRIM, LPOS, LLEN."""

from __future__ import annotations

from vkscope.model.call import SYNTAX, Call
from vkscope.model.lists import List
from vkscope.model.registry import command
from vkscope.model.replies import OK, CommandError, Reply

BAD_RANK = (
    "ERR RANK can't be zero: use 1 to start from the first match, 2 from the second ... or use "
    "negative to start from the end of the list"
)


@command("lpush", "rpush", "lpushx", "rpushx")
def push(call: Call) -> Reply:
    """LPUSH key element [element ...]: the X forms need a list that is there"""
    value, words = call.value(call.key, List), call.words[2:]
    if value is None:
        if call.name.endswith("x"):
            return 0
        value = List()
        call.db.put(call.key, value)
    value.make_room(words, call.keyspace.limits)
    for word in words:
        value.push(word, left=call.name.startswith("l"))
    return len(value)


@command("llen")
def llen(call: Call) -> Reply:
    """LLEN key"""
    return len(call.value(call.key, List) or List())


def span(length: int, start: int, end: int) -> range:
    """Return the indexes of a range; negative ends count from the end."""
    first = max(start + length, 0) if start < 0 else start
    last = end + length if end < 0 else end
    return range(first, min(last, length - 1) + 1)


@command("lrange")
def lrange(call: Call) -> Reply:
    """LRANGE key start end"""
    start, end = call.integer(2), call.integer(3)
    items = (call.value(call.key, List) or List()).items()
    return [items[at] for at in span(len(items), start, end)]


@command("lindex")
def lindex(call: Call) -> Reply:
    """LINDEX key index"""
    value = call.value(call.key, List)
    if value is None:
        return None
    index, items = call.integer(2), value.items()
    return items[index] if -len(items) <= index < len(items) else None


@command("lset")
def lset(call: Call) -> Reply:
    """LSET key index element"""
    value, limits = call.value(call.key, List), call.keyspace.limits
    if value is None:
        raise CommandError("ERR no such key")
    index, length = call.integer(2), len(value)
    value.make_room(call.words[3:], limits)
    if not -length <= index < length:
        raise CommandError("ERR index out of range")
    value.replace(index % length, call.words[3])
    value.settle(limits)
    call.touch(call.key)
    return OK


@command("linsert")
def linsert(call: Call) -> Reply:
    """LINSERT key BEFORE | AFTER pivot element: -1 without the pivot"""
    where = call.option(2)
    if where not in ("before", "after"):
        raise CommandError(SYNTAX)
    value = call.value(call.key, List)
    if value is None:
        return 0
    value.make_room(call.words[4:], call.keyspace.limits)
    items = value.items()
    if call.words[3] not in items:
        return -1
    value.insert(items.index(call.words[3]), call.words[4], where == "after")
    return len(value)


def shrunk(call: Call, key: bytes, value: List) -> None:
    """After elements went: with the last one the key goes."""
    call.touch(key)
    if len(value):
        value.settle(call.keyspace.limits)
    else:
        call.db.delete(key)


@command("lrem")
def lrem(call: Call) -> Reply:
    """LREM key count element: so many from the left, from the right below 0, all at 0"""
    count = call.symmetric(2)
    value = call.value(call.key, List)
    if value is None:
        return 0
    found = [at for at, item in enumerate(value.items()) if item == call.words[3]]
    gone = found[count:] if count < 0 else found[: count or len(found)]
    for at in reversed(gone):
        value.cut(at, 1)
    if gone:
        shrunk(call, call.key, value)
    return len(gone)


@command("ltrim")
def ltrim(call: Call) -> Reply:
    """LTRIM key start end: what lies outside goes"""
    start, end = call.integer(2), call.integer(3)
    value = call.value(call.key, List)
    if value is None:
        return OK
    kept = span(len(value), start, end)
    if not kept:
        value.nodes.clear()
    else:
        value.cut(kept.stop, len(value) - kept.stop)
        value.cut(0, kept.start)
    shrunk(call, call.key, value)
    return OK


@command("lpos")
def lpos(call: Call) -> Reply:
    """LPOS key element [RANK n] [COUNT n] [MAXLEN n]"""
    rank, count, most, at = 1, -1, 0, 3
    while at < len(call.words):
        option = call.option(at)
        if option not in ("rank", "count", "maxlen") or not call.more(at):
            raise CommandError(SYNTAX)
        if option == "rank":
            rank = call.symmetric(at + 1)
            if rank == 0:
                raise CommandError(BAD_RANK)
        elif option == "count":
            count = call.positive(at + 1, "ERR COUNT can't be negative")
        else:
            most = call.positive(at + 1, "ERR MAXLEN can't be negative")
        at += 2
    value = call.value(call.key, List)
    if value is None:
        return [] if count >= 0 else None
    numbered = list(enumerate(value.items()))
    if rank < 0:
        numbered.reverse()
    looked = numbered[:most] if most else numbered
    found = [index for index, item in looked if item == call.words[2]][abs(rank) - 1 :]
    if count < 0:
        return found[0] if found else None
    return list(found[:count] if count else found)
