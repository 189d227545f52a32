"""Random commands for sorted sets."""

from __future__ import annotations

from tests.property.draw import Part, either, joined, mixed, noise, numbered, one, some
from tests.property.draw import number as numbers
from tests.property.words import (
    EQUAL_SCORES,
    FLOATS,
    HUGE,
    KEYS,
    ODD,
    ODD_FLOATS,
    PATTERNS,
    SETS,
    TEXTS,
    ZSETS,
)

score = mixed(
    numbers(-5, 9), numbers(-5, 9), numbers(-5, 9), one([*FLOATS, b"1.5", b"-2.25", b"3e-9"]),
    one([b"inf", b"-inf", b"+inf", b"1e300", b"-0", *HUGE]), one([*ODD_FLOATS, *ODD]),
)  # fmt: skip
member = mixed(numbers(0, 20, "m%d"), numbers(0, 20, "m%d"), numbers(-5, 30), one(TEXTS), noise(9))
zkey = mixed(one(ZSETS), one(ZSETS), one(ZSETS), one(KEYS))
source = mixed(one(ZSETS), one(ZSETS), one(SETS), one(KEYS))
bound = mixed(
    numbers(-6, 10), numbers(-6, 10, "(%d"), one([b"-inf", b"+inf", b"inf", b"(1.5", b"(inf"]),
    one([b"", b" 1", b"1e3", b"(", b"((1", b"x", b"nan", b"0x1p1"]),
)  # fmt: skip
text = mixed(
    numbers(0, 20, "[m%d"),
    numbers(0, 20, "(m%d"),
    one([b"-", b"+", b"-", b"+", b"[", b"(", b"x", b""]),
)
letter = mixed(numbers(0, 20, "m%d"), one([b"", b"a", b"\x00", b"\xff", b"M" * 65]))
rank = mixed(numbers(-12, 12), numbers(-12, 12), one([*HUGE, *ODD]))
limit = mixed(either("", ""), joined(either("LIMIT"), numbers(0, 4), numbers(-1, 6)))
withs = either("", "", "WITHSCORES", "withscores", "ODD")
weights = joined(
    either("WEIGHTS"), some(one([b"1", b"2", b"-1", b"0", b"0.5", b"inf", b"x"]), 1, 3)
)

PARTS: dict[str, Part] = {
    "zkey": zkey,
    "score": score,
    "member_z": member,
    "members_z": some(member, 1, 4),
    "pairs_z": some(joined(score, member), 1, 5),
    "zadd_options": some(either("NX", "XX", "GT", "LT", "CH", "INCR", "ch"), 0, 2),
    "bound": bound,
    "text": text,
    "rank": rank,
    "limit": limit,
    "withs": withs,
    "lex_key": one(EQUAL_SCORES),
    "letter": letter,
    "letters": some(joined(either("0"), letter), 1, 5),
    "letters_only": some(letter, 1, 3),
    "zrange_options": some(
        mixed(either("REV", "rev", "WITHSCORES", "BYSCORE", "ODD"), limit), 0, 2
    ),
    "score_options": some(mixed(limit, withs), 0, 2),
    "zpop_count": mixed(either("", "", "1", "2", "30"), either("0", "-1", "x", "1 1")),
    "with_score": either("", "", "WITHSCORE", "withscore", "WITHSCORES"),
    "draw_z": mixed(
        either("", "1", "3", "-5", "100", "0", "2 WITHSCORES", "-4 withscores", "50 WITHSCORES"),
        either("x", "-9223372036854775808", "1 ODD", "9223372036854775807 WITHSCORES", "1 2 3"),
    ),
    "zscan_options": some(
        mixed(
            joined(either("MATCH"), one([*PATTERNS, b"m*"])),
            either("COUNT 1", "COUNT 100", "COUNT 0", "NOSCORES", "NOVALUES"),
        ), 0, 2,
    ),
    "sources": numbered(source, 1, 3, [b"0", b"-1", b"x", b"100", b"2"]),
    "combine": some(
        mixed(weights, either("AGGREGATE SUM", "aggregate min", "AGGREGATE MAX", "aggregate odd")),
        0, 2,
    ),
    "combine_shown": some(
        mixed(weights, either("AGGREGATE SUM", "AGGREGATE MIN", "WITHSCORES", "WITHSCORES")), 0, 2
    ),
    "card_sources": numbered(source, 1, 3, [b"0", b"x"]),
    "zmpop_keys": numbered(zkey, 1, 3, [b"0", b"-1", b"x", b"100", b"2"]),
    "end": either("MIN", "MAX", "min", "odd"),
}  # fmt: skip

FORMS = """
ZADD zkey pairs_z | ZADD zkey pairs_z | ZADD zkey zadd_options pairs_z | ZADD zkey pairs_z
ZINCRBY zkey score member_z | ZREM zkey members_z | ZCARD zkey | ZSCORE zkey member_z
ZMSCORE zkey members_z | ZRANK zkey member_z with_score | ZREVRANK zkey member_z with_score
ZCOUNT zkey bound bound | ZRANGE zkey rank rank zrange_options
ZRANGE zkey bound bound BYSCORE zrange_options | ZREVRANGE zkey rank rank withs
ZRANGEBYSCORE zkey bound bound score_options | ZREVRANGEBYSCORE zkey bound bound score_options
ZRANGESTORE zkey zkey rank rank | ZRANGESTORE zkey zkey bound bound BYSCORE zrange_options
ZREMRANGEBYRANK zkey rank rank | ZREMRANGEBYSCORE zkey bound bound
ZPOPMIN zkey zpop_count | ZPOPMAX zkey zpop_count | ZMPOP zmpop_keys end mpop_count
ZRANDMEMBER zkey draw_z | ZSCAN zkey cursor zscan_options
ZUNION sources combine_shown | ZINTER sources combine_shown | ZDIFF sources withs
ZUNIONSTORE zkey sources combine | ZINTERSTORE zkey sources combine | ZDIFFSTORE zkey sources
ZINTERCARD card_sources card_limit
ZADD lex_key letters | ZADD lex_key letters | ZREM lex_key letters_only
ZRANGEBYLEX lex_key text text limit | ZREVRANGEBYLEX lex_key text text limit
ZRANGE lex_key text text BYLEX limit | ZRANGE lex_key text text BYLEX REV limit
ZLEXCOUNT lex_key text text | ZREMRANGEBYLEX lex_key text text
OBJECT ENCODING zkey | OBJECT ENCODING zkey
"""
