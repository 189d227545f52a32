"""Words that commands are tried with: keys, numbers, texts; the usual, the extreme and the odd."""

from __future__ import annotations

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


LISTS = [b"l", b"l", b"l2", b"l3"]
SETS = [b"t", b"t", b"t2", b"t3", b"t4"]
ZSETS = [b"z", b"z", b"z2", b"z3"]
STREAMS = [b"s", b"s", b"s2", b"s3"]
SKETCHES = [b"p", b"p", b"p2", b"p3"]
PLACES = [b"geo", b"geo", b"geo2"]
EQUAL_SCORES = [b"lex", b"lex2"]
"""Sorted sets whose scores are all 0: what ranges of texts say of others is nobody's promise."""
ANY = [*KEYS, *LISTS, *SETS, *ZSETS, *STREAMS]
"""Keys that any command may meet."""
ALONE = [*SKETCHES, *PLACES, *EQUAL_SCORES]
"""Keys that commands of one kind keep to themselves: others could leave what is undefined."""
TEXTS = [*VALUES, *HUGE[:3], *FLOATS[:3]]
