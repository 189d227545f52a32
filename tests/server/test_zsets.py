"""Sorted sets: what each command answers, stores and refuses, in both layouts."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from typing import Any

import pytest
import redis

from tests.words import refused, run

Client = redis.Redis
WRONG_TYPE = "WRONGTYPE Operation against a key holding the wrong kind of value"
NOT_FLOAT = "value is not a valid float"


def encoding(client: Client, key: str = "z") -> str:
    return str(run(client, "OBJECT", "ENCODING", key).decode())


@pytest.fixture
def client(server: Any, client: Client) -> Iterator[Client]:
    """A client that speaks RESP2, in which scores are texts."""
    limits = ("zset-max-listpack-entries", 128, "zset-max-listpack-value", 64)
    with redis.Redis(port=server.port, protocol=2, socket_timeout=5) as speaker:
        yield speaker
        run(speaker, "CONFIG", "SET", *limits)


@pytest.fixture(params=["listpack", "skiplist"])
def layout(client: Client, request: pytest.FixtureRequest) -> str:
    """New sorted sets are laid out so."""
    limit = 128 if request.param == "listpack" else 0
    run(client, "CONFIG", "SET", "zset-max-listpack-entries", limit)
    return str(request.param)


def fill(client: Client, n: int, key: str = "z") -> list[bytes]:
    """n members m0.. with scores 0..; the members in order."""
    run(client, "ZADD", key, *[word for i in range(n) for word in (i, f"m{i:04}")])
    return [b"m%04d" % i for i in range(n)]


def test_add_counts_and_orders(client: Client, layout: str) -> None:
    assert run(client, "ZADD", "z", 3, "c", 1, "b", 1, "a") == 3
    assert encoding(client) == layout
    assert run(client, "ZADD", "z", 2, "c", 4, "d") == 1
    assert run(client, "ZADD", "z", "CH", 0, "d", 7, "e", 2, "c") == 2
    assert run(client, "ZRANGE", "z", 0, -1, "WITHSCORES") == [
        b"d", b"0", b"a", b"1", b"b", b"1", b"c", b"2", b"e", b"7",
    ]  # fmt: skip
    assert run(client, "ZCARD", "z") == 5


@pytest.mark.parametrize(
    ("options", "score", "reply", "kept"),
    [
        (["NX"], 9, 0, b"5"),
        (["XX", "CH"], 9, 1, b"9"),
        (["GT", "CH"], 4, 0, b"5"),
        (["GT", "CH"], 6, 1, b"6"),
        (["LT", "CH"], 6, 0, b"5"),
        (["LT", "CH"], 4, 1, b"4"),
        (["INCR"], 2, b"7", b"7"),
        (["GT", "INCR"], -1, None, b"5"),
        (["NX", "INCR"], 1, None, b"5"),
    ],
)
def test_add_options(
    client: Client, layout: str, options: list[str], score: int, reply: object, kept: bytes
) -> None:
    run(client, "ZADD", "z", 5, "m", 0, "other")
    assert run(client, "ZADD", "z", *options, score, "m") == reply
    assert run(client, "ZSCORE", "z", "m") == kept


def test_add_refuses(client: Client) -> None:
    assert refused(client, "ZADD", "z", "x", "m") == NOT_FLOAT
    assert refused(client, "ZADD", "z", "nan", "m") == NOT_FLOAT
    assert refused(client, "ZADD", "z", 1, "m", 2) == "syntax error"
    assert refused(client, "ZADD", "z", "NX", "XX", 1, "m").startswith("XX and NX options")
    assert refused(client, "ZADD", "z", "GT", "LT", 1, "m").startswith("GT, LT, and/or NX")
    assert refused(client, "ZADD", "z", "GT", "NX", 1, "m").startswith("GT, LT, and/or NX")
    assert refused(client, "ZADD", "z", "INCR", 1, "m", 2, "n").startswith("INCR option supports")
    assert refused(client, "ZINCRBY", "z", "nan", "m") == NOT_FLOAT
    assert run(client, "EXISTS", "z") == 0
    assert run(client, "ZADD", "z", "XX", 1, "m") == 0
    assert run(client, "EXISTS", "z") == 0


def test_sums_that_are_no_numbers_are_refused(client: Client, layout: str) -> None:
    run(client, "ZADD", "z", "inf", "m")
    text = "resulting score is not a number (NaN)"
    assert refused(client, "ZINCRBY", "z", "-inf", "m") == text
    assert run(client, "ZSCORE", "z", "m") == b"inf"


def test_wrong_type(client: Client) -> None:
    run(client, "SET", "z", "text")
    for words in (
        ("ZADD", "z", 1, "m"),
        ("ZADD", "z", "XX", 1, "m"),
        ("ZINCRBY", "z", 1, "m"),
        ("ZREM", "z", "m"),
        ("ZCARD", "z"),
        ("ZSCORE", "z", "m"),
        ("ZMSCORE", "z", "m"),
        ("ZRANK", "z", "m"),
        ("ZRANGE", "z", 0, -1),
        ("ZRANGESTORE", "to", "z", 0, -1),
        ("ZCOUNT", "z", 0, 1),
        ("ZLEXCOUNT", "z", "-", "+"),
        ("ZREMRANGEBYRANK", "z", 0, 1),
        ("ZPOPMIN", "z"),
        ("ZMPOP", 1, "z", "MIN"),
        ("ZRANDMEMBER", "z"),
        ("ZSCAN", "z", 0),
    ):
        assert refused(client, *words) == WRONG_TYPE, words


def test_scores_are_written_short(client: Client, layout: str) -> None:
    texts = {
        "0.1": b"0.1", "-1.5": b"-1.5", "1e20": b"1e+20", "3.0": b"3", "1e-7": b"1e-7",
        "0.000001": b"0.000001", "123456789.125": b"123456789.125", "1e300": b"1e+300",
        "4611686018427387904": b"4611686018427387904", "5e-324": b"5e-324", "+inf": b"inf",
        "-inf": b"-inf", "2.2250738585072014e-308": b"2.2250738585072014e-308",
        "17976931348623157e292": b"1.7976931348623157e+308",
    }  # fmt: skip
    for given, written in texts.items():
        run(client, "ZADD", "z", given, "m")
        assert run(client, "ZSCORE", "z", "m") == written


def test_resp3_nests_pairs_of_doubles(server: Any, client: Client, layout: str) -> None:
    client = redis.Redis(port=server.port, protocol=3, socket_timeout=5)
    run(client, "ZADD", "z", 1, "a", 2.5, "b")
    assert run(client, "ZRANGE", "z", 0, -1, "WITHSCORES") == [[b"a", 1.0], [b"b", 2.5]]
    assert run(client, "ZRANDMEMBER", "z", 5, "WITHSCORES") == [[b"a", 1.0], [b"b", 2.5]]
    assert run(client, "ZSCORE", "z", "b") == 2.5
    assert run(client, "ZRANK", "z", "b", "WITHSCORE") == [1, 2.5]
    assert run(client, "ZPOPMIN", "z") == [b"a", 1.0]
    assert run(client, "ZPOPMAX", "z", 1) == [[b"b", 2.5]]


def test_layout_follows_the_limits(client: Client) -> None:
    run(client, "CONFIG", "SET", "zset-max-listpack-entries", 3)
    run(client, "CONFIG", "SET", "zset-max-listpack-value", 5)
    fill(client, 3)
    assert encoding(client) == "listpack"
    run(client, "ZADD", "z", 9, "more")
    assert encoding(client) == "skiplist"
    run(client, "ZREM", "z", "more", "m0001")
    assert encoding(client) == "skiplist"
    run(client, "ZADD", "long", 1, "12345")
    assert encoding(client, "long") == "listpack"
    run(client, "ZADD", "long", 1, "123456")
    assert encoding(client, "long") == "skiplist"
    assert run(client, "ZRANGE", "long", 0, -1) == [b"12345", b"123456"]
    run(client, "ZADD", "four", 1, "a", 1, "b", 1, "c", 1, "d")
    assert encoding(client, "four") == "skiplist"


def test_rem_takes_the_key_with_the_last(client: Client, layout: str) -> None:
    fill(client, 3)
    assert run(client, "ZREM", "z", "m0002", "none", "m0000") == 2
    assert run(client, "ZREM", "z", "m0001") == 1
    assert run(client, "EXISTS", "z") == 0


def test_ranks(client: Client, layout: str) -> None:
    members = fill(client, 100)
    for i in (0, 1, 57, 99):
        assert run(client, "ZRANK", "z", members[i]) == i
        assert run(client, "ZREVRANK", "z", members[i]) == 99 - i
    assert run(client, "ZRANK", "z", members[3], "withscore") == [3, b"3"]
    assert run(client, "ZRANK", "z", "none") is None
    assert run(client, "ZRANK", "none", "m") is None
    assert refused(client, "ZRANK", "z", "m", "score") == "syntax error"


def test_ranges_by_rank(client: Client, layout: str) -> None:
    members = fill(client, 50)
    for start, stop in ((0, -1), (0, 0), (3, 7), (-5, -2), (40, 99), (7, 3), (60, 70), (-99, 2)):
        low = max(start + 50 if start < 0 else start, 0)
        high = stop + 50 if stop < 0 else stop
        want = members[low : high + 1]
        assert run(client, "ZRANGE", "z", start, stop) == want
        backwards = members[::-1][low : high + 1]
        assert run(client, "ZREVRANGE", "z", start, stop) == backwards
        assert run(client, "ZRANGE", "z", start, stop, "REV") == backwards


def test_ranges_by_score(client: Client, layout: str) -> None:
    members = fill(client, 20)
    assert run(client, "ZRANGEBYSCORE", "z", 3, "(6") == members[3:6]
    assert run(client, "ZRANGEBYSCORE", "z", "(3", 6) == members[4:7]
    assert run(client, "ZREVRANGEBYSCORE", "z", "+inf", 17) == members[:16:-1]
    assert run(client, "ZRANGE", "z", "-inf", "inf", "BYSCORE", "LIMIT", 18, 5) == members[18:]
    assert run(client, "ZRANGE", "z", 9, 5, "BYSCORE", "REV", "LIMIT", 1, 2) == [
        members[8], members[7],
    ]  # fmt: skip
    assert run(client, "ZRANGEBYSCORE", "z", 0, 9, "LIMIT", -1, 5) == []
    assert run(client, "ZRANGEBYSCORE", "z", 0, 3, "LIMIT", 1, -1) == members[1:4]
    assert run(client, "ZCOUNT", "z", "(3", "(8") == 4
    assert run(client, "ZCOUNT", "z", 8, 3) == 0
    for words in (("a", 1), (1, "nan"), ("((1", 2)):
        assert refused(client, "ZCOUNT", "z", *words) == "min or max is not a float"


def test_ranges_by_bytes(client: Client, layout: str) -> None:
    run(client, "ZADD", "z", *[word for c in "abcdefg" for word in (0, c)], 0, "", 0, "cc")
    assert run(client, "ZRANGEBYLEX", "z", "-", "[c") == [b"", b"a", b"b", b"c"]
    assert run(client, "ZRANGEBYLEX", "z", "(c", "(f") == [b"cc", b"d", b"e"]
    assert run(client, "ZREVRANGEBYLEX", "z", "+", "(e") == [b"g", b"f"]
    assert run(client, "ZRANGE", "z", "-", "+", "BYLEX", "LIMIT", 1, 2) == [b"a", b"b"]
    assert run(client, "ZRANGEBYLEX", "z", "+", "-") == []
    assert run(client, "ZLEXCOUNT", "z", "-", "+") == 9
    assert run(client, "ZREMRANGEBYLEX", "z", "[c", "[d") == 3
    for words in (("a", "[b"), ("[a", "+x"), ("", "+")):
        text = "min or max not valid string range item"
        assert refused(client, "ZRANGEBYLEX", "z", *words) == text


def test_range_options_that_exclude_each_other(client: Client) -> None:
    assert "LIMIT is only supported" in refused(client, "ZRANGE", "z", 0, 1, "LIMIT", 1, 2)
    text = refused(client, "ZRANGE", "z", "-", "+", "BYLEX", "WITHSCORES")
    assert "WITHSCORES not supported" in text
    assert refused(client, "ZREVRANGE", "z", 0, 1, "REV") == "syntax error"
    assert refused(client, "ZRANGEBYSCORE", "z", 0, 1, "BYLEX") == "syntax error"


def test_removing_ranges(client: Client, layout: str) -> None:
    members = fill(client, 30)
    assert run(client, "ZREMRANGEBYRANK", "z", 2, 4) == 3
    assert run(client, "ZREMRANGEBYSCORE", "z", "(20", 25) == 5
    want = [m for i, m in enumerate(members) if not (2 <= i <= 4 or 20 < i <= 25)]
    assert run(client, "ZRANGE", "z", 0, -1) == want
    assert [run(client, "ZRANK", "z", m) for m in want] == list(range(len(want)))
    assert run(client, "ZREMRANGEBYRANK", "z", 0, -1) == len(want)
    assert run(client, "EXISTS", "z") == 0


def test_range_store(client: Client, layout: str) -> None:
    members = fill(client, 10)
    assert run(client, "ZRANGESTORE", "to", "z", 2, 4) == 3
    assert run(client, "ZRANGE", "to", 0, -1, "WITHSCORES")[1::2] == [b"2", b"3", b"4"]
    assert run(client, "ZRANGESTORE", "z", "z", 7, "(3", "BYSCORE", "REV", "LIMIT", 0, 2) == 2
    assert run(client, "ZRANGE", "z", 0, -1) == members[6:8]
    assert run(client, "ZRANGESTORE", "to", "none", 0, -1) == 0
    assert run(client, "EXISTS", "to") == 0


def test_pops(client: Client, layout: str) -> None:
    members = fill(client, 10)
    assert run(client, "ZPOPMIN", "z") == [members[0], b"0"]
    assert run(client, "ZPOPMAX", "z", 2) == [members[9], b"9", members[8], b"8"]
    assert run(client, "ZPOPMIN", "z", 0) == []
    assert run(client, "ZMPOP", 2, "none", "z", "MAX", "COUNT", 2) == [
        b"z", [[members[7], b"7"], [members[6], b"6"]],
    ]  # fmt: skip
    assert len(run(client, "ZPOPMIN", "z", 99)) == 10
    assert run(client, "EXISTS", "z") == 0
    assert run(client, "ZPOPMIN", "z") == []
    assert run(client, "ZMPOP", 1, "z", "MIN") is None


def test_pops_refuse(client: Client) -> None:
    text = "value is out of range, must be positive"
    assert refused(client, "ZPOPMIN", "z", -1) == text
    assert refused(client, "ZPOPMAX", "z", "x") == text
    assert refused(client, "ZRANGE", "z", 0, 1, "REV", "REV") == "syntax error"
    assert refused(client, "ZPOPMIN", "z", 1, 2) == "syntax error"
    assert refused(client, "ZMPOP", 0, "z", "MIN") == "numkeys should be greater than 0"
    assert refused(client, "ZMPOP", 2, "z", "MIN") == "syntax error"
    text = "count should be greater than 0"
    assert refused(client, "ZMPOP", 1, "z", "MIN", "COUNT", 0) == text
    assert refused(client, "ZMPOP", 1, "z", "MIN", "COUNT", 1, "COUNT", 2) == "syntax error"


def test_random_members(client: Client, layout: str) -> None:
    members = fill(client, 100)
    assert run(client, "ZRANDMEMBER", "z") in members
    assert sorted(run(client, "ZRANDMEMBER", "z", 200)) == members
    for n in (3, 50):
        assert len(set(run(client, "ZRANDMEMBER", "z", n))) == n
    assert len(run(client, "ZRANDMEMBER", "z", -500)) == 500
    assert set(run(client, "ZRANDMEMBER", "z", -3000)) == set(members)
    pairs = run(client, "ZRANDMEMBER", "z", 5, "WITHSCORES")
    assert all(int(m[1:]) == int(s) for m, s in zip(pairs[::2], pairs[1::2], strict=True))
    assert run(client, "ZRANDMEMBER", "none") is None
    assert run(client, "ZRANDMEMBER", "none", 3) == []
    assert refused(client, "ZRANDMEMBER", "z", 1, "x") == "syntax error"
    text = "value is out of range"
    assert refused(client, "ZRANDMEMBER", "z", -(2**63) + 1, "WITHSCORES") == text


def test_scan_finds_all(client: Client, layout: str) -> None:
    members = fill(client, 120)
    cursor, found = b"0", []
    while True:
        cursor, part = run(client, "ZSCAN", "z", cursor, "COUNT", 10)
        found += part
        if cursor == b"0":
            break
    assert sorted(set(found[::2])) == members
    reply = run(client, "ZSCAN", "z", 0, "MATCH", "m000?", "NOSCORES", "COUNT", 1000)
    assert sorted(reply[1]) == members[:10]


def test_copies_and_digests_agree_across_layouts(client: Client) -> None:
    run(client, "ZADD", "z", 1.5, "a", -3, "b", "inf", "77")
    run(client, "COPY", "z", "small")
    run(client, "CONFIG", "SET", "zset-max-listpack-entries", 0)
    run(client, "ZADD", "z", 1, "c")
    run(client, "ZREM", "z", "c")
    run(client, "COPY", "z", "big")
    assert [encoding(client, k) for k in ("small", "big")] == ["listpack", "skiplist"]
    values = run(client, "DEBUG", "DIGEST-VALUE", "small", "big", "z")
    assert len(set(values)) == 1
    run(client, "ZINCRBY", "big", 1, "b")
    assert run(client, "DEBUG", "DIGEST-VALUE", "big") != values[:1]


def test_memory_grows_with_members(client: Client) -> None:
    fill(client, 1000)
    assert encoding(client) == "skiplist"
    usage = run(client, "MEMORY", "USAGE", "z", "SAMPLES", 0)
    assert 1000 * 40 < usage < 1000 * 90


def test_xray_draws_levels(client: Client, layout: str) -> None:
    fill(client, 100)
    tree = str(run(client, "SCOPE", "XRAY", "z"))
    if layout == "listpack":
        assert "members and scores in turn" in tree
    else:
        assert "level 2" in tree and "every node, with its block" in tree


def test_what_happened_is_counted_once(client: Client, layout: str) -> None:
    def dirty() -> int:
        text = run(client, "INFO", "persistence").decode()
        return int(text.partition("rdb_changes_since_last_save:")[2].split()[0])

    before = dirty()
    run(client, "ZADD", "z", 1, "a")
    run(client, "ZADD", "z", 1, "a")
    run(client, "ZREM", "z", "none")
    assert dirty() == before + 1


def test_unions_intersections_differences(client: Client, layout: str) -> None:
    run(client, "ZADD", "a", 1, "x", 2, "y", 3, "z")
    run(client, "ZADD", "b", 10, "y", 20, "z", 30, "w")
    run(client, "SADD", "s", "z", "v")
    both = ("2", "a", "b")
    assert run(client, "ZUNION", *both, "WITHSCORES") == [
        b"x", b"1", b"y", b"12", b"z", b"23", b"w", b"30",
    ]  # fmt: skip
    assert run(client, "ZINTER", *both, "WEIGHTS", 2, -1, "WITHSCORES") == [
        b"z", b"-14", b"y", b"-6",
    ]  # fmt: skip
    assert run(client, "ZUNION", *both, "AGGREGATE", "MAX", "WITHSCORES")[3:6:2] == [b"10", b"20"]
    assert run(client, "ZDIFF", *both, "WITHSCORES") == [b"x", b"1"]
    assert run(client, "ZDIFF", 2, "a", "a") == []
    assert run(client, "ZINTER", 3, "a", "b", "s", "WITHSCORES") == [b"z", b"24"]
    assert run(client, "ZUNION", 1, "s", "WITHSCORES") == [b"v", b"1", b"z", b"1"]
    assert run(client, "ZDIFF", 2, "s", "a") == [b"v"]
    assert run(client, "ZINTERCARD", *both) == 2
    assert run(client, "ZINTERCARD", *both, "LIMIT", 1) == 1
    assert run(client, "ZUNIONSTORE", "to", *both) == 4
    assert encoding(client, "to") == layout
    assert run(client, "ZINTERSTORE", "a", *both) == 2
    assert run(client, "ZDIFFSTORE", "a", 2, "a", "a") == 0
    assert run(client, "EXISTS", "a") == 0


def test_difference_of_many_small_ones(client: Client, layout: str) -> None:
    members = fill(client, 100)
    keys = []
    for i in range(20):
        keys.append(f"k{i}")
        run(client, "ZADD", keys[-1], 1, f"m{i:04}", 1, f"m{i + 1:04}")
    assert run(client, "ZDIFF", 21, "z", *keys) == members[21:]


def test_infinities_that_cancel_count_as_zero(client: Client, layout: str) -> None:
    run(client, "ZADD", "a", "inf", "m")
    run(client, "ZADD", "b", "-inf", "m")
    assert run(client, "ZUNION", 2, "a", "b", "WITHSCORES") == [b"m", b"0"]
    assert run(client, "ZINTER", 1, "a", "WEIGHTS", 0, "WITHSCORES") == [b"m", b"0"]


def test_algebra_refuses(client: Client) -> None:
    run(client, "SET", "text", "x")
    text = "at least 1 input key is needed for 'zunion' command"
    assert refused(client, "ZUNION", 0, "a") == text
    assert refused(client, "ZUNION", 3, "a", "b") == "syntax error"
    assert refused(client, "ZUNION", 1, "text") == WRONG_TYPE
    assert refused(client, "ZDIFF", 1, "a", "WEIGHTS", 1) == "syntax error"
    text = "weight value is not a float"
    assert refused(client, "ZUNION", 1, "a", "WEIGHTS", "x") == text
    assert refused(client, "ZINTER", 1, "a", "AGGREGATE", "avg") == "syntax error"
    assert refused(client, "ZUNIONSTORE", "to", 1, "a", "WITHSCORES") == "syntax error"
    assert refused(client, "ZINTERCARD", 1, "a", "LIMIT", -1) == "LIMIT can't be negative"


def test_dumps_come_back(client: Client, layout: str) -> None:
    run(client, "ZADD", "z", 1.5, "a", "-inf", "b", 1e300, "77", -0.25, "", 3, "y" * 60)
    payload = run(client, "DUMP", "z")
    assert run(client, "RESTORE", "back", 0, payload) == b"OK"
    assert encoding(client, "back") == layout
    assert len(set(run(client, "DEBUG", "DIGEST-VALUE", "z", "back"))) == 1
    wanted = run(client, "ZRANGE", "z", 0, -1, "WITHSCORES")
    assert run(client, "ZRANGE", "back", 0, -1, "WITHSCORES") == wanted


@pytest.fixture
def waiting(server: Any, client: Client) -> Iterator[socket.socket]:
    """A bare connection for a command that waits."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as link:
        yield link


def send(link: socket.socket, *words: str) -> None:
    parts = [f"*{len(words)}\r\n", *(f"${len(w)}\r\n{w}\r\n" for w in words)]
    link.sendall("".join(parts).encode())


def until_blocked(client: Client) -> None:
    """Wait for the server to count one client that waits."""
    for _ in range(500):
        if b"blocked_clients:1" in run(client, "INFO", "clients"):
            return
        time.sleep(0.01)
    raise AssertionError("nobody waits")


@pytest.mark.parametrize(
    ("words", "reply"),
    [
        (("BZPOPMIN", "none", "z", "0"), b"*3\r\n$1\r\nz\r\n$1\r\na\r\n$1\r\n1\r\n"),
        (("BZPOPMAX", "z", "0"), b"*3\r\n$1\r\nz\r\n$1\r\nb\r\n$1\r\n2\r\n"),
        (
            ("BZMPOP", "0", "1", "z", "MAX", "COUNT", "1"),
            b"*2\r\n$1\r\nz\r\n*1\r\n*2\r\n$1\r\nb\r\n$1\r\n2\r\n",
        ),
    ],
)
def test_pops_wait_for_members(
    client: Client, waiting: socket.socket, words: tuple[str, ...], reply: bytes
) -> None:
    send(waiting, *words)
    until_blocked(client)
    run(client, "ZADD", "z", 1, "a", 2, "b")
    assert waiting.recv(1000) == reply
    assert run(client, "ZCARD", "z") == 1


def test_pops_that_need_not_wait(client: Client, layout: str) -> None:
    run(client, "ZADD", "z", 1, "a", 2, "b", 3, "c")
    assert run(client, "BZPOPMIN", "z", 1) == [b"z", b"a", b"1"]
    assert run(client, "BZMPOP", 1, 2, "none", "z", "MAX", "COUNT", 5) == [
        b"z", [[b"c", b"3"], [b"b", b"2"]],
    ]  # fmt: skip
    assert run(client, "BZPOPMAX", "z", 0.01) is None
    assert refused(client, "BZPOPMIN", "z", "x") == "timeout is not a float or out of range"
    assert refused(client, "BZPOPMIN", "z", -1) == "timeout is negative"
    assert refused(client, "BZMPOP", 1, 0, "z", "MIN") == "numkeys should be greater than 0"
    run(client, "SET", "text", "x")
    assert refused(client, "BZPOPMIN", "text", "z", 0) == WRONG_TYPE


def test_a_zero_byte_ends_a_limit(client: Client) -> None:
    run(client, "ZADD", "z", 1, "a", 3, "b")
    assert run(client, "ZRANGEBYSCORE", "z", "0", "2\0x") == [b"a"]


def test_scores_of_a_scan_have_17_digits_in_a_skiplist(client: Client) -> None:
    run(client, "ZADD", "z", 0.1, "a")
    assert run(client, "ZSCAN", "z", 0)[1] == [b"a", b"0.1"]
    run(client, "ZADD", "z", 1, "m" * 65)
    assert b"0.10000000000000001" in run(client, "ZSCAN", "z", 0)[1]


def test_a_score_of_minus_zero_is_told_until_it_is_stored(client: Client) -> None:
    run(client, "ZADD", "z", 0, "m")
    joined = ("ZUNION", 1, "z", "WEIGHTS", -1, "WITHSCORES")
    assert run(client, *joined) == [b"m", b"-0"]
    assert run(client, "ZUNIONSTORE", "d", 1, "z", "WEIGHTS", -1) == 1
    assert run(client, "ZSCORE", "d", "m") == b"0"
