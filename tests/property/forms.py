"""Random commands: a line a form, a strategy a part; now and then a word too many, too few or odd.

Words: a *form* is a command's name and names of its parts. Parts give no, one or several words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

Words = tuple[bytes, ...]

KEYS = [b"k", b"k", b"k2", b"k3", b"h", b"h", b"h2", b"\xff\x00\r\n", b"", b"K" * 300]
FIELDS = [b"f", b"f", b"g", b"h", b"", b"7", b"-12", b"\x00\xfe", b"F" * 64, b"F" * 65]
INTEGERS = [b"0", b"1", b"1", b"2", b"-1", b"-2", b"3", b"10", b"-10", b"100"]
HUGE = [
    b"9223372036854775807",
    b"-9223372036854775808",
    b"9223372036854775808",
    b"-9223372036854775809",
    b"18446744073709551615",
    b"18446744073709551616",
    b"2147483647",
    b"2147483648",
    b"-2147483649",
    b"4611686018427387904",
    b"-9223372036854775807",
    b"9223372036854775",
    b"9223372036854776",
]
ODD = [
    b"",
    b" 1",
    b"1 ",
    b"+1",
    b"01",
    b"-0",
    b"0x10",
    b"1e3",
    b"1_000",
    b"\xd9\xa1",
    b"abc",
    b"1\x00",
]
FLOATS = [b"0.1", b"-0.25", b"1e3", b"3.0e-5", b".5", b"5.", b"1e17", b"123456789012345678.5"]
ODD_FLOATS = [
    b"inf", b"-Infinity", b"nan", b"1e5000", b"1e-5000", b"0x1p-3", b"1e400", b"1e4932", b"1.",
    b"1e", b".", b"+.5", b"1 ", b"-0.0", b"1e-20", b"0x", b"infinit", b"1e4900",
]  # fmt: skip
VALUES = [
    b"v", b"", b"hello world", b"12", b"-5", b"007", b"3.5", b"1e2", b"\x00\xff\x10", b"x" * 20,
    b"x" * 44, b"x" * 45, b"x" * 64, b"y" * 65, b"z" * 128, b"z" * 129, b"ab" * 150,
    b"12345678901234567890",
]  # fmt: skip
PATTERNS = [
    b"*",
    b"k*",
    b"?",
    b"[kh]*",
    b"[^k]*",
    b"[a-",
    b"\\k",
    b"k\\",
    b"*2",
    b"",
    b"[z-a]",
    b"[]",
    b"F*F",
]
NOW_MS = 1_700_000_000_000
"""When the clocks of server and model stand still at first."""


def one(words: Sequence[bytes]) -> st.SearchStrategy[Words]:
    """One of these words."""
    return st.sampled_from([(word,) for word in words])


def some(part: st.SearchStrategy[Words], least: int, most: int) -> st.SearchStrategy[Words]:
    """A part several times."""
    return st.lists(part, min_size=least, max_size=most).map(lambda many: sum(many, ()))


def joined(*parts: st.SearchStrategy[Words]) -> st.SearchStrategy[Words]:
    """Parts one behind the other."""
    return st.tuples(*parts).map(lambda many: sum(many, ()))


def counted(part: st.SearchStrategy[Words]) -> st.SearchStrategy[Words]:
    """`FIELDS n` and n times a part; now and then n is another one."""

    def build(drawn: tuple[list[Words], bytes | None]) -> Words:
        parts, wrong = drawn
        return (b"FIELDS", wrong or b"%d" % len(parts), *sum(parts, ()))

    wrong = st.sampled_from([None] * 12 + [b"0", b"-1", b"2", b"x", b"2147483648"])
    return st.tuples(st.lists(part, min_size=1, max_size=3), wrong).map(build)


def either(*lines: str) -> st.SearchStrategy[Words]:
    """One of these words in a line each: none for an empty line."""
    return st.sampled_from([tuple(line.encode().split()) for line in lines])


integer = one([*INTEGERS * 4, *HUGE, *ODD])
number = one([*INTEGERS * 2, *HUGE, *FLOATS * 2, *ODD_FLOATS, *ODD])
field = one(FIELDS) | st.integers(0, 40).map(lambda n: (b"n%d" % n,))
value = one(VALUES) | one(HUGE) | one(FLOATS) | st.binary(max_size=80).map(lambda b: (b,))


@dataclass(frozen=True)
class Times:
    """What times commands name: around the moment of a clock that stands, or far from now."""

    lifetimes: list[bytes]
    base_ms: int
    stopped: bool

    def lifetime(self) -> st.SearchStrategy[Words]:
        """Seconds or milliseconds from now."""
        return one([*self.lifetimes * 4, *HUGE, *ODD, b"0", b"-1", b"-100"])

    def moment(self, unit: int) -> st.SearchStrategy[Words]:
        """A Unix time in units of so many milliseconds, some of it just before the base."""
        texts = st.integers(-3000, 3000).map(lambda n: (b"%d" % ((self.base_ms + n) // unit),))
        return texts | one([*HUGE, *ODD, b"0", b"-1", b"1"])

    def option(self) -> st.SearchStrategy[Words]:
        """The options of SET and GETEX that name a time."""
        return (
            joined(either("EX", "px", "PX"), self.lifetime())
            | joined(either("EXAT"), self.moment(1000))
            | joined(either("PXAT"), self.moment(1))
        )


STOPPED = Times([b"1", b"2", b"10", b"100", b"1500", b"100000"], NOW_MS, True)
"""For a server whose clock DEBUG CLOCK has stopped at NOW_MS."""
RUNNING = Times([b"1000000", b"2000000000"], 4_000_000_000_000, False)
"""For any other: no time is so near that it could pass while a test runs."""


ifeq = value.map(lambda v: (b"IFEQ", *v))
set_option = either("NX", "XX", "GET", "get", "KEEPTTL", "PERSIST")
getex_option = either("PERSIST", "KEEPTTL", "NX")
hsetex_option = either("NX", "XX", "FNX", "fxx", "KEEPTTL", "PERSIST", "GET")
condition = either("NX", "XX", "GT", "LT", "nX", "ZZ")
match = one(PATTERNS).map(lambda p: (b"MATCH", *p))
count = one([b"1", b"5", b"100", b"0", b"-1", b"x"]).map(lambda n: (b"COUNT", *n))
scan_option = (
    match | count | either("TYPE string", "type HASH", "TYPE zset", "TYPE stream", "TYPE odd")
)
offset = one([b"0", b"1", b"7", b"8", b"9", b"63", b"64", b"100", b"351", b"1023"]) | integer
bit_offset = offset | one([b"8388607", b"8388608", b"4294967296"])
field_type = one(
    [b"u1", b"i8", b"u8", b"i5", b"u63", b"i64", b"u16", b"i16", b"u64", b"i65", b"x8", b"i", b"i0"]
)
field_offset = one([b"#0", b"#1", b"#7", b"0", b"3", b"100", b"#-1", b"#x", b"-1"])
get_field = joined(either("GET", "get"), field_type, field_offset)
put_field = joined(either("SET", "INCRBY"), field_type, field_offset, integer | one(HUGE))
overflow = either("OVERFLOW WRAP", "OVERFLOW sat", "OVERFLOW FAIL", "OVERFLOW odd")

PARTS: dict[str, st.SearchStrategy[Words]] = {
    "key": one(KEYS),
    "keys": some(one(KEYS), 1, 4),
    "value": value,
    "pairs": some(joined(one(KEYS), value), 1, 3),
    "field": field,
    "fields": some(field, 1, 4),
    "FIELDS": counted(field),
    "FIELD_VALUES": counted(joined(field, value)),
    "field_values": some(joined(field, value), 1, 4),
    "integer": integer,
    "number": number,
    "conditions": some(condition, 0, 2),
    "db": one([b"0", b"1", b"2", b"0", b"1", b"15", b"16", b"-1", b"x", b"3000000000"]),
    "copy_options": some(either("REPLACE", "DB 1", "DB 0", "db 16", "DB x", "ODD"), 0, 2),
    "pattern": one(PATTERNS),
    "cursor": one([b"0"] * 12 + [b"7", b"x", b"", b"-1", b" +0", b"-05", b"18446744073709551616"]),
    "scan_options": some(scan_option, 0, 2),
    "hscan_options": some(match | count | either("NOVALUES", "NOSCORES"), 0, 2),
    "rand_options": either("", "1", "3", "-5", "100", "0", "x", "2 WITHVALUES", "-3 withvalues")
    | either("-9223372036854775808", "5 ODD", "9223372036854775807 WITHVALUES", "1 2 3"),
    "offset": offset,
    "bit_offset": bit_offset,
    "bit": one([b"0", b"1", b"0", b"1", b"2", b"-1", b"x"]),
    "range": some(integer, 0, 2) | joined(integer, integer, either("BIT", "byte", "odd")),
    "bitop": either("AND", "or", "XOR", "NOT", "odd"),
    "field_ops": some(get_field | put_field | overflow, 0, 4),
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
DEL keys | UNLINK keys | EXISTS keys | TOUCH keys | TYPE key | RENAME key key | RENAMENX key key
MOVE key db | COPY key key copy_options | OBJECT object_word key | RANDOMKEY | DBSIZE
SELECT db | SWAPDB db db | KEYS pattern | SCAN cursor scan_options
EXPIRE key lifetime relative_conditions | PEXPIRE key lifetime relative_conditions
TTL key | PTTL key
EXPIREAT key moment_s conditions | PEXPIREAT key moment_ms conditions
EXPIRETIME key | PEXPIRETIME key | PERSIST key
SETBIT key bit_offset bit | GETBIT key bit_offset | BITCOUNT key range | BITPOS key bit range
BITOP bitop key keys
BITFIELD key field_ops | BITFIELD_RO key get_fields | BITFIELD_RO key field_ops
HSET key field_values | HSET key field_values | HMSET key field_values | HSETNX key field value
HGET key field | HMGET key fields | HGETALL key | HKEYS key | HVALS key | HLEN key
HEXISTS key field | HSTRLEN key field | HDEL key fields
HINCRBY key field integer | HINCRBYFLOAT key field number
HSCAN key cursor hscan_options | HRANDFIELD key rand_options
HEXPIRE key lifetime conditions FIELDS | HPEXPIRE key lifetime conditions FIELDS
HEXPIREAT key moment_s conditions FIELDS | HPEXPIREAT key moment_ms conditions FIELDS
HTTL key FIELDS | HPTTL key FIELDS | HEXPIRETIME key FIELDS | HPEXPIRETIME key FIELDS
HPERSIST key FIELDS | HGETEX key getex_options FIELDS
HSETEX key hsetex_options FIELD_VALUES
PING | PING value | ECHO value | FLUSHDB flush_option
NOSUCH value fields | OBJECT | OBJECT value
"""
RARE = {"FLUSHDB", "SWAPDB", "SELECT", "NOSUCH", "OBJECT", "PING", "ECHO"}


def parts(times: Times) -> dict[str, st.SearchStrategy[Words]]:
    """Every part by its name. Of two times that are told apart by what passes, none is compared."""
    relative = PARTS["conditions"] if times.stopped else some(either("NX", "XX"), 0, 1)
    return PARTS | {
        "lifetime": times.lifetime(),
        "moment_s": times.moment(1000),
        "moment_ms": times.moment(1),
        "set_options": some(set_option | ifeq | times.option(), 0, 3),
        "getex_options": some(getex_option | times.option(), 0, 2),
        "hsetex_options": some(hsetex_option | times.option(), 0, 2),
        "relative_conditions": relative,
    }


def strategy_of(form: str, known: dict[str, st.SearchStrategy[Words]]) -> st.SearchStrategy[Words]:
    """The commands of one form."""
    name, *names = form.split()
    typed = st.sampled_from([name, name, name, name.lower(), name.title()])
    return joined(typed.map(lambda n: (n.encode(),)), *(known[part] for part in names))


def all_forms() -> list[str]:
    """Every form, the usual ones several times."""
    forms = [form.strip() for line in FORMS.strip().splitlines() for form in line.split("|")]
    return [form for form in forms for _ in range(1 if form.split()[0] in RARE else 3)]


@st.composite
def damaged(draw: st.DrawFn, whole: st.SearchStrategy[Words], times: Times) -> Words:
    """A command with one word gone, doubled, or odd."""
    words = list(draw(whole))
    at = draw(st.integers(1, len(words)))
    how = draw(st.integers(0, 3))
    if how == 0 and at < len(words):
        del words[at]
    elif how == 1 and at < len(words):
        words.insert(at, words[at])
    else:
        odd = one([*KEYS, *ODD, *HUGE]) | scan_option | set_option
        words[at : at + how % 2] = draw(odd | value | integer if times.stopped else odd)
    return tuple(words)


def commands(times: Times) -> st.SearchStrategy[Words]:
    """Any command."""
    known = parts(times)
    whole = st.one_of([strategy_of(form, known) for form in all_forms()])
    return st.integers(0, 11).flatmap(lambda n: damaged(whole, times) if n == 11 else whole)
