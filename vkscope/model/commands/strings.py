"""Strings: GET and SET in their forms, MGET, MSET, STRLEN, DELIFEQ, APPEND, SETRANGE, GETRANGE."""

from __future__ import annotations

from vkscope.model.call import WRONG_TYPE, Call
from vkscope.model.expiry_options import OF_GETEX, OF_SET, Options, read_options
from vkscope.model.registry import command
from vkscope.model.replies import OK, CommandError, Reply
from vkscope.model.values import String


@command("get")
def get(call: Call) -> Reply:
    """GET key"""
    value = call.string(call.key)
    return value.data if value else None


@command("set")
def set_(call: Call) -> Reply:
    """SET key value [NX | XX | IFEQ other] [GET] [EX s | PX ms | EXAT s | PXAT ms | KEEPTTL]"""
    return store_with(call, call.words[2], read_options(call, 3, OF_SET))


def store_with(call: Call, data: bytes, options: Options) -> Reply:
    """Store a string if the conditions hold; the reply is OK, or the old value with GET."""
    deadline = options.deadline(call)
    entry = call.db.find(call.key)
    old: Reply = None
    if entry is not None and isinstance(entry.value, String):
        old = entry.value.data
    elif entry is not None and ("get" in options or "ifeq" in options):
        raise CommandError(WRONG_TYPE)
    refused = (
        ("nx" in options and entry is not None)
        or ("xx" in options and entry is None)
        or ("ifeq" in options and (entry is None or old != options.comparison))
    )
    answer = old if "get" in options else (None if refused else OK)
    if refused:
        return answer
    if deadline is not None and deadline <= call.keyspace.now:
        call.db.delete(call.key)
        return answer
    if "keepttl" in options and entry is not None:
        deadline = entry.expires
    call.db.put(call.key, String.of_text(data), deadline)
    return answer


@command("setex")
def setex(call: Call) -> Reply:
    """SETEX key seconds value"""
    return store_with(call, call.words[3], Options({"ex"}, ("ex", 2)))


@command("psetex")
def psetex(call: Call) -> Reply:
    """PSETEX key milliseconds value"""
    return store_with(call, call.words[3], Options({"px"}, ("px", 2)))


@command("setnx")
def setnx(call: Call) -> Reply:
    """SETNX key value"""
    if call.db.find(call.key):
        return 0
    call.db.put(call.key, String.of_text(call.words[2]))
    return 1


@command("getset")
def getset(call: Call) -> Reply:
    """GETSET key value"""
    old = get(call)
    call.db.put(call.key, String.of_text(call.words[2]))
    return old


@command("getdel")
def getdel(call: Call) -> Reply:
    """GETDEL key"""
    old = get(call)
    call.db.delete(call.key)
    return old


@command("getex")
def getex(call: Call) -> Reply:
    """GETEX key [EX s | PX ms | EXAT s | PXAT ms | PERSIST]"""
    options = read_options(call, 2, OF_GETEX)
    deadline = options.deadline(call)
    answer = get(call)
    entry = call.db.find(call.key)
    if entry is None:
        return None
    if deadline is not None:
        call.db.set_deadline(call.key, deadline)
        call.touch(call.key)
    elif "persist" in options:
        entry.expires = None
    return answer


@command("delifeq")
def delifeq(call: Call) -> Reply:
    """DELIFEQ key value"""
    value = call.string(call.key)
    if value is None or value.data != call.words[2]:
        return 0
    return int(call.db.delete(call.key))


@command("strlen")
def strlen(call: Call) -> Reply:
    """STRLEN key"""
    return len(data_of(call))


@command("mget")
def mget(call: Call) -> Reply:
    """MGET key [key ...]: what is no string is answered as if it were not there"""
    entries = [call.db.find(key) for key in call.words[1:]]
    return [e.value.data if e and isinstance(e.value, String) else None for e in entries]


@command("mset")
def mset(call: Call) -> Reply:
    """MSET key value [key value ...]"""
    for key, data in pairs(call):
        call.db.put(key, String.of_text(data))
    return OK


@command("msetnx")
def msetnx(call: Call) -> Reply:
    """MSETNX key value [key value ...]: all or nothing"""
    if any(call.db.find(key) for key, _ in pairs(call)):
        return 0
    mset(call)
    return 1


def pairs(call: Call) -> list[tuple[bytes, bytes]]:
    """Return the words behind the command's name, two by two."""
    words = call.words[1:]
    if len(words) % 2:
        raise call.wrong_arguments()
    return list(zip(words[::2], words[1::2], strict=True))


def data_of(call: Call) -> bytes:
    """Return the bytes of the first key's string, none where there is nothing."""
    value = call.string(call.key)
    return value.data if value else b""


@command("append")
def append(call: Call) -> Reply:
    """APPEND key value: a string that grew is `raw`, whatever it was"""
    value, more = call.string(call.key), call.words[2]
    if value is None:
        call.db.put(call.key, String.of_text(more))
        return len(more)
    check_length(call, len(value.data) + len(more))
    value.data, value.encoding = value.data + more, "raw"
    call.touch(call.key)
    return len(value.data)


@command("setrange")
def setrange(call: Call) -> Reply:
    """SETRANGE key offset value: a gap is filled with zero bytes"""
    offset, new = call.integer(2), call.words[3]
    if offset < 0:
        raise CommandError("ERR offset is out of range")
    old = data_of(call)
    if not new:
        return len(old)
    check_length(call, offset + len(new))
    padded = old.ljust(offset, b"\0")
    call.touch(call.key)
    replace(call, padded[:offset] + new + padded[offset + len(new) :])
    return len(data_of(call))


def replace(call: Call, data: bytes) -> None:
    """Give the first key another `raw` text; its time to live stays."""
    value = call.string(call.key)
    if value is None:
        call.db.put(call.key, String(data))
    else:
        value.data, value.encoding = data, "raw"


def check_length(call: Call, length: int) -> None:
    """Refuse strings longer than proto-max-bulk-len."""
    if length > call.keyspace.longest_string:
        raise CommandError("ERR string exceeds maximum allowed size (proto-max-bulk-len)")


@command("getrange", "substr")
def getrange(call: Call) -> Reply:
    """GETRANGE key start end: both ends included, negative ones count from the end"""
    start, end = call.integer(2), call.integer(3)
    data = data_of(call)
    if start < 0 and end < 0 and start > end:
        return b""
    first, last = clip(start, end, len(data))
    return data[first : last + 1]


def clip(start: int, end: int, length: int) -> tuple[int, int]:
    """Return a range inside 0..length-1; it is empty when the first lies behind the last."""
    first = max(start + length, 0) if start < 0 else start
    last = max(end + length, 0) if end < 0 else end
    return first, min(last, length - 1)
