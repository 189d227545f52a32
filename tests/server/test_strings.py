"""Strings: what each command answers, stores and refuses."""

from __future__ import annotations

import time

import pytest
import redis

from tests.words import refused, run

Client = redis.Redis


def test_get_and_set_round_trip_any_bytes(client: Client) -> None:
    for value in (
        b"",
        b"x",
        bytes(range(256)),
        b"y" * 44,
        b"y" * 45,
        b"z" * 128,
        b"z" * 129,
        b"w" * 100_000,
    ):
        assert run(client, "SET", "k", value)
        assert run(client, "GET", "k") == value
        assert run(client, "STRLEN", "k") == len(value)


def test_set_replaces_every_shape_by_every_other(client: Client) -> None:
    shapes = [b"12", b"-9223372036854775808", b"", b"short", b"s" * 100, b"l" * 129, b"l" * 5000]
    for old in shapes:
        for new in shapes:
            run(client, "SET", "k", old)
            run(client, "SET", "k", new)
            assert run(client, "GET", "k") == new
            run(client, "SET", "k", old, "EX", 100)
            run(client, "SET", "k", new, "KEEPTTL")
            assert run(client, "GET", "k") == new
            assert run(client, "TTL", "k") in (99, 100)
            run(client, "DEL", "k")


@pytest.mark.parametrize(
    ("value", "encoding"),
    [
        (b"0", b"int"),
        (b"-1", b"int"),
        (b"9223372036854775807", b"int"),
        (b"-9223372036854775808", b"int"),
        (b"9223372036854775808", b"embstr"),
        (b"007", b"embstr"),
        (b"+1", b"embstr"),
        (b"-0", b"embstr"),
        (b" 1", b"embstr"),
        (b"", b"embstr"),
        (b"a" * 44, b"embstr"),
        (b"a" * 45, b"raw"),
        (b"a" * 1000, b"raw"),
    ],
)
def test_encoding_follows_the_value(client: Client, value: bytes, encoding: bytes) -> None:
    run(client, "SET", "k", value)
    assert run(client, "OBJECT", "ENCODING", "k") == encoding


def test_set_drops_the_ttl_unless_told_to_keep_it(client: Client) -> None:
    run(client, "SET", "k", "a", "EX", 100)
    run(client, "SET", "k", "b", "KEEPTTL")
    assert 98 <= run(client, "TTL", "k") <= 100
    run(client, "SET", "k", "c")
    assert run(client, "TTL", "k") == -1


def test_set_reads_all_four_times(client: Client) -> None:
    now = time.time()
    run(client, "SET", "k", "v", "ex", 50)
    assert 49 <= run(client, "TTL", "k") <= 50
    run(client, "SET", "k", "v", "PX", 50_000)
    assert 49_000 <= run(client, "PTTL", "k") <= 50_000
    run(client, "SET", "k", "v", "EXAT", int(now) + 500)
    assert run(client, "EXPIRETIME", "k") == int(now) + 500
    run(client, "SET", "k", "v", "PXAT", int(now * 1000) + 5000)
    assert run(client, "PEXPIRETIME", "k") == int(now * 1000) + 5000


def test_set_in_the_past_removes_the_key(client: Client) -> None:
    run(client, "SET", "k", "v")
    assert run(client, "SET", "k", "w", "PXAT", 1)
    assert run(client, "EXISTS", "k") == 0
    assert run(client, "SET", "new", "w", "EXAT", 1)
    assert run(client, "DBSIZE") == 0


@pytest.mark.parametrize("option", ["EX", "PX", "EXAT", "PXAT"])
@pytest.mark.parametrize("time_given", ["0", "-1", "-9223372036854775808"])
def test_set_refuses_times_that_are_not_positive(
    client: Client, option: str, time_given: str
) -> None:
    assert (
        refused(client, "SET", "k", "v", option, time_given)
        == "invalid expire time in 'set' command"
    )
    assert run(client, "EXISTS", "k") == 0


def test_times_that_overflow_are_refused(client: Client) -> None:
    most = 2**63 - 1
    assert refused(client, "SET", "k", "v", "EX", most) == "invalid expire time in 'set' command"
    assert refused(client, "SET", "k", "v", "PX", most) == "invalid expire time in 'set' command"
    assert refused(client, "SETEX", "k", most, "v") == "invalid expire time in 'setex' command"
    assert refused(client, "PSETEX", "k", 0, "v") == "invalid expire time in 'psetex' command"
    assert refused(client, "SETEX", "k", "x", "v") == "value is not an integer or out of range"
    assert refused(client, "GETEX", "k", "EX", 0) == "invalid expire time in 'getex' command"


@pytest.mark.parametrize(
    "options",
    [
        ["NX", "XX"],
        ["XX", "NX"],
        ["NX", "IFEQ", "a"],
        ["IFEQ", "a", "XX"],
        ["IFEQ", "a", "IFEQ", "b"],
        ["IFEQ"],
        ["EX"],
        ["EX", "1", "PX", "1"],
        ["EX", "1", "KEEPTTL"],
        ["KEEPTTL", "PXAT", "9"],
        ["PERSIST"],
        ["NOPE"],
        [""],
    ],
)
def test_set_refuses_options_that_exclude_each_other(client: Client, options: list[str]) -> None:
    assert refused(client, "SET", "k", "v", *options) == "syntax error"


def test_conditions_of_set(client: Client) -> None:
    assert run(client, "SET", "k", "1", "XX") is None
    assert run(client, "SET", "k", "1", "nx")
    assert run(client, "SET", "k", "2", "NX") is None
    assert run(client, "SET", "k", "2", "XX")
    assert run(client, "GET", "k") == b"2"


def test_set_ifeq(client: Client) -> None:
    assert run(client, "SET", "k", "new", "IFEQ", "old") is None
    assert run(client, "EXISTS", "k") == 0
    run(client, "SET", "k", "17")
    assert run(client, "SET", "k", "18", "IFEQ", "017") is None
    assert run(client, "SET", "k", "18", "IFEQ", "17")
    assert run(client, "SET", "k", "19", "IFEQ", "no", "GET") == b"18"
    assert run(client, "SET", "k", "19", "IFEQ", "18", "GET") == b"18"
    assert run(client, "GET", "k") == b"19"


def test_set_get_answers_what_was_there(client: Client) -> None:
    assert run(client, "SET", "k", "a", "GET") is None
    assert run(client, "SET", "k", "b", "GET", "EX", "10") == b"a"
    assert run(client, "SET", "k", "c", "NX", "GET") == b"b"
    assert run(client, "GET", "k") == b"b"
    assert run(client, "SET", "none", "c", "XX", "GET") is None
    assert run(client, "EXISTS", "none") == 0


def test_setnx_getset_getdel(client: Client) -> None:
    assert run(client, "SETNX", "k", "a") == 1
    assert run(client, "SETNX", "k", "b") == 0
    run(client, "EXPIRE", "k", 100)
    assert run(client, "GETSET", "k", "c") == b"a"
    assert run(client, "TTL", "k") == -1
    assert run(client, "GETDEL", "k") == b"c"
    assert run(client, "GETDEL", "k") is None
    assert run(client, "GETSET", "k", "d") is None


def test_getex_changes_the_ttl_only_when_asked(client: Client) -> None:
    run(client, "SET", "k", "v", "EX", 100)
    assert run(client, "GETEX", "k") == b"v"
    assert run(client, "TTL", "k") in (99, 100)
    assert run(client, "GETEX", "k", "PERSIST") == b"v"
    assert run(client, "TTL", "k") == -1
    assert run(client, "GETEX", "k", "PX", 7000) == b"v"
    assert 6000 < run(client, "PTTL", "k") <= 7000
    assert run(client, "GETEX", "k", "EXAT", 1) == b"v"
    assert run(client, "EXISTS", "k") == 0
    assert run(client, "GETEX", "k", "EX", 10) is None
    assert refused(client, "GETEX", "k", "NX") == "syntax error"
    assert refused(client, "GETEX", "k", "PERSIST", "EX", "1") == "syntax error"
    assert refused(client, "GETEX", "k", "KEEPTTL") == "syntax error"


def test_delifeq(client: Client) -> None:
    assert run(client, "DELIFEQ", "k", "a") == 0
    run(client, "SET", "k", "5")
    assert run(client, "DELIFEQ", "k", "05") == 0
    assert run(client, "DELIFEQ", "k", "5") == 1
    assert run(client, "EXISTS", "k") == 0


def test_mget_and_mset_over_many_keys(client: Client) -> None:
    pairs = [(f"key:{i}", f"value:{i}".encode()) for i in range(100)]
    assert run(client, "MSET", *[word for pair in pairs for word in pair])
    keys = [key for key, _ in pairs]
    assert run(client, "MGET", *keys, "none") == [value for _, value in pairs] + [None]
    assert run(client, "MSET", "same", "1", "same", "2")
    assert run(client, "GET", "same") == b"2"
    assert refused(client, "MSET", "a", "1", "b") == "wrong number of arguments for 'mset' command"
    assert (
        refused(client, "MSETNX", "a", "1", "b") == "wrong number of arguments for 'msetnx' command"
    )


def test_msetnx_sets_all_or_nothing(client: Client) -> None:
    run(client, "SET", "b", "old")
    assert run(client, "MSETNX", "a", "1", "b", "2") == 0
    assert run(client, "EXISTS", "a") == 0
    assert run(client, "MSETNX", "c", "1", "c", "2") == 1
    assert run(client, "GET", "c") == b"2"


def test_counters(client: Client) -> None:
    assert run(client, "INCR", "n") == 1
    assert run(client, "INCRBY", "n", 41) == 42
    assert run(client, "DECR", "n") == 41
    assert run(client, "DECRBY", "n", 141) == -100
    assert run(client, "GET", "n") == b"-100"
    assert run(client, "OBJECT", "ENCODING", "n") == b"int"


def test_counters_keep_the_ttl(client: Client) -> None:
    run(client, "SET", "n", "5", "EX", 100)
    run(client, "INCR", "n")
    run(client, "APPEND", "n", "0")
    assert run(client, "INCRBY", "n", 1) == 61
    run(client, "INCRBYFLOAT", "n", "0.5")
    assert 98 <= run(client, "TTL", "n") <= 100
    assert run(client, "GET", "n") == b"61.5"


def test_counters_refuse_what_is_no_number_and_what_overflows(client: Client) -> None:
    not_int = "value is not an integer or out of range"
    overflow = "increment or decrement would overflow"
    for text in ("a", "", " 1", "1.5", "9223372036854775808", "01"):
        run(client, "SET", "n", text)
        assert refused(client, "INCR", "n") == not_int
    assert refused(client, "INCRBY", "n", "x") == not_int
    run(client, "SET", "n", 2**63 - 1)
    assert refused(client, "INCR", "n") == overflow
    run(client, "SET", "n", -(2**63))
    assert refused(client, "DECR", "n") == overflow
    assert refused(client, "DECRBY", "n", -(2**63)) == "decrement would overflow"
    assert run(client, "GET", "n") == b"-9223372036854775808"


def test_incrbyfloat(client: Client) -> None:
    run(client, "SET", "f", "10.50")
    run(client, "INCRBYFLOAT", "f", "0.1")
    assert float(run(client, "GET", "f")) == pytest.approx(10.6)
    run(client, "SET", "f", "5.0e3")
    run(client, "INCRBYFLOAT", "f", "2.0e2")
    assert run(client, "GET", "f") == b"5200"
    run(client, "SET", "f", "1")
    run(client, "INCRBYFLOAT", "f", "1")
    assert run(client, "OBJECT", "ENCODING", "f") == b"embstr"
    run(client, "SET", "f", "abc")
    assert refused(client, "INCRBYFLOAT", "f", "1") == "value is not a valid float"
    run(client, "SET", "f", "1")
    assert refused(client, "INCRBYFLOAT", "f", "x") == "value is not a valid float"
    assert refused(client, "INCRBYFLOAT", "f", "inf") == "increment would produce NaN or Infinity"


def test_append(client: Client) -> None:
    assert run(client, "APPEND", "k", "12") == 2
    assert run(client, "OBJECT", "ENCODING", "k") == b"int"
    assert run(client, "APPEND", "k", "34") == 4
    assert run(client, "GET", "k") == b"1234"
    assert run(client, "OBJECT", "ENCODING", "k") == b"raw"
    expected = b"1234"
    for i in range(300):
        piece = bytes([i % 256]) * (i % 17)
        expected += piece
        assert run(client, "APPEND", "k", piece) == len(expected)
    assert run(client, "GET", "k") == expected


def test_append_to_volatile_keys_of_every_shape(client: Client) -> None:
    for start in (b"12", b"abc", b"l" * 500):
        run(client, "SET", "k", start, "EX", 100)
        run(client, "APPEND", "k", b"tail")
        assert run(client, "GET", "k") == start + b"tail"
        assert run(client, "PERSIST", "k") == 1
        assert run(client, "DEL", "k") == 1


def test_setrange(client: Client) -> None:
    assert run(client, "SETRANGE", "k", 0, "") == 0
    assert run(client, "EXISTS", "k") == 0
    assert run(client, "SETRANGE", "k", 3, "xy") == 5
    assert run(client, "GET", "k") == b"\0\0\0xy"
    assert run(client, "SETRANGE", "k", 1, "ab") == 5
    assert run(client, "GET", "k") == b"\0ab" + b"xy"
    assert run(client, "SETRANGE", "k", 9, "") == 5
    run(client, "SET", "n", 12345)
    assert run(client, "SETRANGE", "n", 1, "x") == 5
    assert run(client, "GET", "n") == b"1x345"
    assert refused(client, "SETRANGE", "k", -1, "x") == "offset is out of range"
    too_long = "string exceeds maximum allowed size (proto-max-bulk-len)"
    assert refused(client, "SETRANGE", "k", 2**29, "x") == too_long
    assert refused(client, "SETRANGE", "new", 2**63 - 1, "x") == too_long
    assert run(client, "EXISTS", "new") == 0


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (0, -1, b"Hello World"),
        (0, 3, b"Hell"),
        (-3, -1, b"rld"),
        (5, 3, b""),
        (-1, -3, b""),
        (0, 500, b"Hello World"),
        (20, 30, b""),
        (-100, 2, b"Hel"),
        (0, -100, b"H"),
        (-(2**63), 2**63 - 1, b"Hello World"),
        (2**63 - 1, 2**63 - 1, b""),
    ],
)
def test_getrange(client: Client, start: int, end: int, expected: bytes) -> None:
    run(client, "SET", "k", "Hello World")
    assert run(client, "GETRANGE", "k", start, end) == expected
    assert run(client, "SUBSTR", "k", start, end) == expected


def test_getrange_of_nothing_and_of_a_number(client: Client) -> None:
    assert run(client, "GETRANGE", "none", 0, -1) == b""
    run(client, "SET", "empty", "")
    assert run(client, "GETRANGE", "empty", 0, -1) == b""
    run(client, "SET", "n", 12345)
    assert run(client, "GETRANGE", "n", 1, 2) == b"23"
    assert refused(client, "GETRANGE", "n", "a", 2) == "value is not an integer or out of range"


def test_lcs(client: Client) -> None:
    run(client, "MSET", "a", "ohmytext", "b", "mynewtext")
    assert run(client, "LCS", "a", "b") == b"mytext"
    assert run(client, "LCS", "a", "b", "LEN") == 6
    ranges = run(client, "LCS", "a", "b", "IDX", "WITHMATCHLEN")
    found = ranges[b"matches"] if isinstance(ranges, dict) else ranges[1]
    assert found == [[[4, 7], [5, 8], 4], [[2, 3], [0, 1], 2]]
    ranges = run(client, "LCS", "a", "b", "IDX", "MINMATCHLEN", "4")
    found = ranges[b"matches"] if isinstance(ranges, dict) else ranges[1]
    assert found == [[[4, 7], [5, 8]]]
    assert run(client, "LCS", "a", "none") == b""
    assert run(client, "LCS", "none", "nor", "LEN") == 0
    both = "If you want both the length and indexes, please just use IDX."
    assert refused(client, "LCS", "a", "b", "LEN", "IDX") == both
    assert refused(client, "LCS", "a", "b", "MINMATCHLEN") == "syntax error"


def test_lcs_needs_bounded_memory(client: Client) -> None:
    run(client, "SET", "a", b"x" * 20_000)
    refusal = "Insufficient memory, transient memory for LCS exceeds proto-max-bulk-len"
    assert refused(client, "LCS", "a", "a") == refusal
