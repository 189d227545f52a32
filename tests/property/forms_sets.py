"""Random commands for sets."""

from __future__ import annotations

from tests.property.draw import Part, either, joined, mixed, noise, numbered, one, some
from tests.property.draw import number as numbers
from tests.property.words import HUGE, KEYS, PATTERNS, SETS, TEXTS

member = mixed(
    numbers(-6, 30), numbers(-6, 30), numbers(0, 20, "m%d"), numbers(-70000, 70000), one(HUGE),
    one(TEXTS), noise(12),
)  # fmt: skip
tkey = mixed(one(SETS), one(SETS), one(SETS), one(KEYS))
scan_option = mixed(
    joined(either("MATCH"), one([*PATTERNS, b"m*", b"-*"])),
    joined(either("COUNT"), one([b"1", b"10", b"1000", b"0", b"x"])),
    either("NOVALUES"),
)

PARTS: dict[str, Part] = {
    "tkey": tkey,
    "tkeys": some(tkey, 1, 4),
    "member": member,
    "members": some(member, 1, 6),
    "some_integers": some(numbers(-6, 30), 1, 5),
    "spop_count": mixed(either("", "", "1", "2", "5", "30"), either("0", "-1", "x", "100 1")),
    "draw_count": mixed(
        either("", "1", "3", "-5", "100", "0", "-30"), either("x", "-9223372036854775808", "1 2")
    ),
    "card_keys": numbered(tkey, 1, 3, [b"0", b"-1", b"x", b"100", b"2"]),
    "card_limit": either("", "", "LIMIT 1", "limit 0", "LIMIT -1", "LIMIT x", "ODD 1", "LIMIT"),
    "sscan_options": some(scan_option, 0, 2),
}

FORMS = """
SADD tkey members | SADD tkey members | SADD tkey some_integers | SADD tkey some_integers
SREM tkey members | SREM tkey some_integers | SMOVE tkey tkey member
SISMEMBER tkey member | SMISMEMBER tkey members | SCARD tkey | SMEMBERS tkey
SPOP tkey spop_count | SRANDMEMBER tkey draw_count | SSCAN tkey cursor sscan_options
SINTER tkeys | SUNION tkeys | SDIFF tkeys | SINTERCARD card_keys card_limit
SINTERSTORE tkey tkeys | SUNIONSTORE tkey tkeys | SDIFFSTORE tkey tkeys
OBJECT ENCODING tkey | OBJECT ENCODING tkey
"""
