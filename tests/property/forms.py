"""Random commands for strings, hashes, keys and databases; and all forms together.

Design: a line a form, a generator a part; now and then a word too many, too few or odd. Each kind
of value has a file of forms of its own, and keys that its commands meet most of the time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from tests.property import (
    forms_lists,
    forms_places,
    forms_sets,
    forms_streams,
    forms_zsets,
)
from tests.property.draw import Part, Words, either, form, forms, joined, mixed, noise, one, some
from tests.property.draw import number as numbers
from tests.property.words import (
    ANY,
    FIELDS,
    FLOATS,
    HUGE,
    INTEGERS,
    KEYS,
    NOW_MS,
    ODD,
    ODD_FLOATS,
    PATTERNS,
    VALUES,
)


def counted(part: Part) -> Part:
    """`FIELDS n` and n times a part; now and then n is another one."""

    def draw(r: Random) -> Words:
        parts = [part(r) for _ in range(r.randint(1, 3))]
        wrong = r.choice([None] * 12 + [b"0", b"-1", b"2", b"x", b"2147483648"])
        return (b"FIELDS", wrong or b"%d" % len(parts), *(w for words in parts for w in words))

    return draw


integer = one([*INTEGERS * 4, *HUGE, *ODD])
number = one([*INTEGERS * 2, *HUGE, *FLOATS * 2, *ODD_FLOATS, *ODD])
field = mixed(one(FIELDS), numbers(0, 40, "n%d"))
value = mixed(one(VALUES), one(HUGE), one(FLOATS), noise(80))


@dataclass(frozen=True)
class Times:
    """What times commands name: around the moment of a clock that stands, or far from now."""

    lifetimes: list[bytes]
    base_ms: int
    stopped: bool

    def lifetime(self) -> Part:
        """Seconds or milliseconds from now."""
        return one([*self.lifetimes * 4, *HUGE, *ODD, b"0", b"-1", b"-100"])

    def moment(self, unit: int) -> Part:
        """A Unix time in units of so many milliseconds, some of it just before the base."""
        near: Part = lambda r: (b"%d" % ((self.base_ms + r.randint(-3000, 3000)) // unit),)  # noqa: E731
        return mixed(near, one([*HUGE, *ODD, b"0", b"-1", b"1"]))

    def option(self) -> Part:
        """The options of SET and GETEX that name a time."""
        return mixed(
            joined(either("EX", "px", "PX"), self.lifetime()),
            joined(either("EXAT"), self.moment(1000)),
            joined(either("PXAT"), self.moment(1)),
        )


STOPPED = Times([b"1", b"2", b"10", b"100", b"1500", b"100000"], NOW_MS, True)
"""For a server whose clock DEBUG CLOCK has stopped at NOW_MS."""
RUNNING = Times([b"1000000", b"2000000000"], 4_000_000_000_000, False)
"""For any other: no time is so near that it could pass while a test runs."""

ifeq = joined(either("IFEQ"), value)
set_option = either("NX", "XX", "GET", "get", "KEEPTTL", "PERSIST")
getex_option = either("PERSIST", "KEEPTTL", "NX")
hsetex_option = either("NX", "XX", "FNX", "fxx", "KEEPTTL", "PERSIST", "GET")
condition = either("NX", "XX", "GT", "LT", "nX", "ZZ")
match = joined(either("MATCH"), one(PATTERNS))
count = joined(either("COUNT"), one([b"1", b"5", b"100", b"0", b"-1", b"x"]))
types = either("TYPE string", "type HASH", "TYPE zset", "TYPE stream", "TYPE list", "TYPE odd")
scan_option = mixed(match, count, types)
offset = mixed(one([b"0", b"1", b"7", b"8", b"9", b"63", b"64", b"100", b"351", b"1023"]), integer)
bit_offset = mixed(offset, one([b"8388607", b"8388608", b"4294967296"]))
field_type = one(
    [b"u1", b"i8", b"u8", b"i5", b"u63", b"i64", b"u16", b"i16", b"u64", b"i65", b"x8", b"i", b"i0"]
)
field_offset = one([b"#0", b"#1", b"#7", b"0", b"3", b"100", b"#-1", b"#x", b"-1"])
get_field = joined(either("GET", "get"), field_type, field_offset)
put_field = joined(either("SET", "INCRBY"), field_type, field_offset, mixed(integer, one(HUGE)))
overflow = either("OVERFLOW WRAP", "OVERFLOW sat", "OVERFLOW FAIL", "OVERFLOW odd")

PARTS: dict[str, Part] = {
    "key": mixed(one(KEYS), one(KEYS), one(KEYS), one(KEYS), one(ANY)),
    "any": mixed(one(KEYS), one(ANY)),
    "keys": some(one(KEYS), 1, 4),
    "anys": some(one(ANY), 1, 3),
    "value": value,
    "pairs": some(joined(one(KEYS), value), 1, 3),
    "field": field,
    "fields": some(field, 1, 4),
    "FIELD_NAMES": counted(field),
    "FIELD_VALUES": counted(joined(field, value)),
    "field_values": some(joined(field, value), 1, 4),
    "integer": integer,
    "number": number,
    "conditions": some(condition, 0, 2),
    "db": one([b"0", b"1", b"2", b"0", b"1", b"15", b"16", b"-1", b"x", b"3000000000"]),
    "copy_options": some(
        either("REPLACE", "REPLACE", "DB 1", "DB 0", "db 16", "DB x", "ODD"), 0, 2
    ),
    "pattern": one(PATTERNS),
    "cursor": one([b"0"] * 12 + [b"7", b"x", b"", b"-1", b" +0", b"-05", b"18446744073709551616"]),
    "scan_options": some(scan_option, 0, 2),
    "hscan_options": some(mixed(match, count, either("NOVALUES", "NOSCORES")), 0, 2),
    "rand_options": mixed(
        either("", "1", "3", "-5", "100", "0", "x", "2 WITHVALUES", "-3 withvalues"),
        either("-9223372036854775808", "5 ODD", "9223372036854775807 WITHVALUES", "1 2 3"),
    ),
    "offset": offset,
    "bit_offset": bit_offset,
    "bit": one([b"0", b"1", b"0", b"1", b"2", b"-1", b"x"]),
    "range": mixed(some(integer, 0, 2), joined(integer, integer, either("BIT", "byte", "odd"))),
    "bitop": either("AND", "or", "XOR", "NOT", "odd"),
    "field_ops": some(mixed(get_field, put_field, overflow), 0, 4),
    "get_fields": some(get_field, 0, 3),
    "lcs_options": some(
        either("LEN", "IDX", "WITHMATCHLEN", "MINMATCHLEN 3", "MINMATCHLEN x"), 0, 3
    ),
    "object_word": either("ENCODING", "encoding", "REFCOUNT", "FREQ", "odd"),
    "flush_option": either("", "SYNC", "async", "odd"),
}

FORMS = """
GET key | SET key value | SET key value set_options | SETNX key value | GETSET key value
SETEX key lifetime value | PSETEX key lifetime value | GETDEL key | GETEX key getex_options
MGET keys | MSET pairs | MSETNX pairs | STRLEN key | DELIFEQ key value | APPEND key value
SETRANGE key offset value | GETRANGE key integer integer | SUBSTR key integer integer
INCR key | DECR key | INCRBY key integer | DECRBY key integer | INCRBYFLOAT key number
LCS key key lcs_options
DEL anys | UNLINK anys | EXISTS anys | TOUCH anys | TYPE any | RENAME any any | RENAMENX any any
MOVE any db | COPY any any copy_options | OBJECT object_word any | RANDOMKEY | DBSIZE
SELECT db | SWAPDB db db | KEYS pattern | SCAN cursor scan_options
EXPIRE any lifetime relative_conditions | PEXPIRE any lifetime relative_conditions
TTL any | PTTL any
EXPIREAT any moment_s conditions | PEXPIREAT any moment_ms conditions
EXPIRETIME any | PEXPIRETIME any | PERSIST any
SETBIT key bit_offset bit | GETBIT key bit_offset | BITCOUNT key range | BITPOS key bit range
BITOP bitop key keys
BITFIELD key field_ops | BITFIELD_RO key get_fields | BITFIELD_RO key field_ops
HSET key field_values | HSET key field_values | HMSET key field_values | HSETNX key field value
HGET key field | HMGET key fields | HGETALL key | HKEYS key | HVALS key | HLEN key
HEXISTS key field | HSTRLEN key field | HDEL key fields
HINCRBY key field integer | HINCRBYFLOAT key field number
HSCAN key cursor hscan_options | HRANDFIELD key rand_options
HEXPIRE key lifetime conditions FIELD_NAMES | HPEXPIRE key lifetime conditions FIELD_NAMES
HEXPIREAT key moment_s conditions FIELD_NAMES | HPEXPIREAT key moment_ms conditions FIELD_NAMES
HTTL key FIELD_NAMES | HPTTL key FIELD_NAMES
HEXPIRETIME key FIELD_NAMES | HPEXPIRETIME key FIELD_NAMES
HPERSIST key FIELD_NAMES | HGETEX key getex_options FIELD_NAMES
HSETEX key hsetex_options FIELD_VALUES
PING | PING value | ECHO value | FLUSHDB flush_option
NOSUCH value fields | OBJECT | OBJECT value
"""
RARE = {"FLUSHDB", "SWAPDB", "SELECT", "NOSUCH", "OBJECT", "PING", "ECHO", "PFCOUNT", "PFMERGE"}
OTHERS = (forms_lists, forms_sets, forms_zsets, forms_streams, forms_places)


def parts(times: Times) -> dict[str, Part]:
    """Every part by its name. Of two times that are told apart by what passes, none is compared."""
    relative = PARTS["conditions"] if times.stopped else some(either("NX", "XX"), 0, 1)
    known = PARTS | {
        "lifetime": times.lifetime(),
        "moment_s": times.moment(1000),
        "moment_ms": times.moment(1),
        "set_options": some(mixed(set_option, ifeq, times.option()), 0, 3),
        "getex_options": some(mixed(getex_option, times.option()), 0, 2),
        "hsetex_options": some(mixed(hsetex_option, times.option()), 0, 2),
        "relative_conditions": relative,
    }
    for other in OTHERS:
        known = known | other.PARTS
    return known


def damaged(r: Random, whole: Words, times: Times) -> Words:
    """A command with one word gone, doubled, or odd."""
    words = list(whole)
    at = r.randint(1, len(words))
    how = r.randint(0, 3)
    if how == 0 and at < len(words):
        del words[at]
    elif how == 1 and at < len(words):
        words.insert(at, words[at])
    else:
        odd = mixed(one([*KEYS, *ODD, *HUGE]), scan_option, set_option)
        words[at : at + how % 2] = (mixed(odd, value, integer) if times.stopped else odd)(r)
    return tuple(words)


def commands(times: Times, wanted: Callable[[str], bool] = lambda _: True) -> Part:
    """Any command whose form is wanted: kinds of values are equally likely."""
    known = parts(times)
    kinds: list[list[Part]] = []
    for text in (FORMS, FORMS, *(other.FORMS for other in OTHERS)):
        lines = [line for line in forms(text) if wanted(line)]
        usual = [line for line in lines for _ in range(1 if line.split()[0] in RARE else 3)]
        if usual:
            kinds.append([form(line, known) for line in usual])

    def draw(r: Random) -> Words:
        words = r.choice(r.choice(kinds))(r)
        fragile = any(word in FRAGILE for word in words[1:4]) or words[0].upper() in KEPT
        return damaged(r, words, times) if not fragile and r.random() < 0.08 else words

    return draw


FRAGILE = frozenset([*forms_places.ALONE])
"""Keys whose commands must not be damaged: they would leave what is undefined."""
DRAWN = {b"SRANDMEMBER", b"HRANDFIELD", b"ZRANDMEMBER"}
KEPT = frozenset({b"XREAD", b"XREADGROUP", *DRAWN})
"""Commands that a wrong word could make wait, or answer two thousand million elements."""
