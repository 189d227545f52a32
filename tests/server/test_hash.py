"""Hashes: what each command answers, stores and refuses, in both layouts."""

from __future__ import annotations

from typing import Any

import pytest
import redis

from tests.words import refused, run

Client = redis.Redis
WRONG_TYPE = "WRONGTYPE Operation against a key holding the wrong kind of value"
NOT_INT = "value is not an integer or out of range"


def pairs(reply: Any) -> dict[bytes, bytes]:
    """A reply of fields and values: a map in RESP3, else in turn."""
    return reply if isinstance(reply, dict) else dict(zip(reply[::2], reply[1::2], strict=True))


def fill(client: Client, n: int) -> dict[bytes, bytes]:
    """Store n fields in `h`; what it holds."""
    held = {b"f%d" % i: b"v%d" % i for i in range(n)}
    run(client, "HSET", "h", *[text for pair in held.items() for text in pair])
    return held


@pytest.fixture(params=["listpack", "hashtable"])
def layout(client: Client, request: pytest.FixtureRequest) -> str:
    """`h` holds a=1 in each of the layouts; a table also has the field that made it one."""
    run(client, "HSET", "h", "a", "1")
    if request.param == "hashtable":
        run(client, "HSET", "h", "long", "x" * 65)
        run(client, "HDEL", "h", "long")
    assert run(client, "OBJECT", "ENCODING", "h") == request.param.encode()
    return str(request.param)


def test_set_counts_new_fields(client: Client, layout: str) -> None:
    assert run(client, "HSET", "h", "a", "2", "b", "3", "b", "4") == 1
    assert pairs(run(client, "HGETALL", "h")) == {b"a": b"2", b"b": b"4"}
    assert run(client, "HMSET", "h", "c", "5") == b"OK"
    assert run(client, "HSETNX", "h", "c", "6") == 0
    assert run(client, "HSETNX", "h", "d", "7") == 1
    assert run(client, "HMGET", "h", "c", "none", "d") == [b"5", None, b"7"]
    assert run(client, "HLEN", "h") == 4


def test_reads(client: Client, layout: str) -> None:
    run(client, "HSET", "h", "", "", "b", "text\r\n\0")
    assert run(client, "HGET", "h", "b") == b"text\r\n\0"
    assert run(client, "HGET", "h", "") == b""
    assert run(client, "HGET", "h", "none") is None
    assert sorted(run(client, "HKEYS", "h")) == [b"", b"a", b"b"]
    assert sorted(run(client, "HVALS", "h")) == [b"", b"1", b"text\r\n\0"]
    assert [run(client, "HEXISTS", "h", f) for f in ("a", "none")] == [1, 0]
    assert [run(client, "HSTRLEN", "h", f) for f in ("a", "b", "none")] == [1, 7, 0]


def test_absent_keys_answer_as_empty(client: Client) -> None:
    assert run(client, "HGET", "no", "f") is None
    assert run(client, "HMGET", "no", "f", "g") == [None, None]
    assert pairs(run(client, "HGETALL", "no")) == {}
    for name in ("HKEYS", "HVALS"):
        assert run(client, name, "no") == []
    for words in (
        ("HLEN", "no"),
        ("HEXISTS", "no", "f"),
        ("HSTRLEN", "no", "f"),
        ("HDEL", "no", "f"),
    ):
        assert run(client, *words) == 0
    assert run(client, "HRANDFIELD", "no") is None
    assert run(client, "HRANDFIELD", "no", 3) == []
    assert run(client, "HSCAN", "no", 5) == [b"0", []]
    assert run(client, "EXISTS", "no") == 0


def test_the_key_goes_with_its_last_field(client: Client, layout: str) -> None:
    run(client, "HSET", "h", "b", "2", "c", "3")
    assert run(client, "HDEL", "h", "a", "a", "none", "b") == 2
    assert run(client, "HLEN", "h") == 1
    assert run(client, "HDEL", "h", "c") == 1
    assert run(client, "EXISTS", "h") == 0


def test_a_table_from_the_513th_field_or_65th_byte(client: Client) -> None:
    held = fill(client, 512)
    assert run(client, "OBJECT", "ENCODING", "h") == b"listpack"
    run(client, "HSET", "h", "f0", "again")
    assert run(client, "OBJECT", "ENCODING", "h") == b"listpack"
    run(client, "HSET", "h", "one", "more")
    assert run(client, "OBJECT", "ENCODING", "h") == b"hashtable"
    assert pairs(run(client, "HGETALL", "h")) == {**held, b"f0": b"again", b"one": b"more"}
    for key, field, value, layout in (
        ("a", "f" * 64, "v" * 64, b"listpack"),
        ("b", "f" * 65, "v", b"hashtable"),
        ("c", "f", "v" * 65, b"hashtable"),
    ):
        run(client, "HSET", key, field, value)
        assert run(client, "OBJECT", "ENCODING", key) == layout
        assert run(client, "HGET", key, field) == value.encode()


def test_values_that_grow_and_shrink(client: Client, layout: str) -> None:
    for size in (1, 9, 64, 65, 200, 65535, 65536, 70000, 300, 3, 0):
        assert run(client, "HSET", "h", "a", "x" * size) == 0
        assert run(client, "HGET", "h", "a") == b"x" * size
        assert run(client, "HSTRLEN", "h", "a") == size
    for size in (255, 256, 70000):
        assert run(client, "HSET", "h", "f" * size, str(size)) == 1
        assert run(client, "HGET", "h", "f" * size) == str(size).encode()
    assert run(client, "HLEN", "h") == 4


def test_large_tables_keep_everything(client: Client) -> None:
    held = fill(client, 5000)
    gone = [f for i, f in enumerate(held) if i % 3]
    assert run(client, "HDEL", "h", *gone) == len(gone)
    for f in gone:
        del held[f]
    assert pairs(run(client, "HGETALL", "h")) == held


def test_incrby(client: Client, layout: str) -> None:
    assert run(client, "HINCRBY", "h", "a", 4) == 5
    assert run(client, "HINCRBY", "h", "new", -3) == -3
    assert run(client, "HGET", "h", "a") == b"5"
    assert run(client, "HINCRBY", "made", "f", 2) == 2
    run(client, "HSET", "h", "top", 2**63 - 1, "text", "x", "gap", " 1")
    assert refused(client, "HINCRBY", "h", "top", 1) == "increment or decrement would overflow"
    assert refused(client, "HINCRBY", "h", "text", 1) == "hash value is not an integer"
    assert refused(client, "HINCRBY", "h", "gap", 1) == "hash value is not an integer"
    assert refused(client, "HINCRBY", "h", "a", "x") == NOT_INT
    assert refused(client, "HINCRBY", "fresh", "a", "1.5") == NOT_INT
    assert run(client, "EXISTS", "fresh") == 0


def test_incrbyfloat(client: Client, layout: str) -> None:
    assert run(client, "HINCRBYFLOAT", "h", "a", "2.5") == b"3.5"
    assert run(client, "HINCRBYFLOAT", "h", "a", "0.5") == b"4"
    assert run(client, "HINCRBYFLOAT", "h", "new", "5.0e3") == b"5000"
    run(client, "HSET", "h", "text", "x")
    assert refused(client, "HINCRBYFLOAT", "h", "text", 1) == "hash value is not a float"
    assert refused(client, "HINCRBYFLOAT", "h", "a", "x") == "value is not a valid float"
    assert refused(client, "HINCRBYFLOAT", "h", "a", "inf") == "value is NaN or Infinity"
    assert run(client, "HGET", "h", "a") == b"4"


def test_refusals(client: Client) -> None:
    run(client, "SET", "s", "v")
    for words in (
        ("HSET", "s", "f", "v"),
        ("HSETNX", "s", "f", "v"),
        ("HGET", "s", "f"),
        ("HMGET", "s", "f"),
        ("HGETALL", "s"),
        ("HKEYS", "s"),
        ("HVALS", "s"),
        ("HLEN", "s"),
        ("HEXISTS", "s", "f"),
        ("HDEL", "s", "f"),
        ("HSTRLEN", "s", "f"),
        ("HINCRBY", "s", "f", 1),
        ("HINCRBYFLOAT", "s", "f", 1),
        ("HRANDFIELD", "s"),
        ("HSCAN", "s", 0),
    ):
        assert refused(client, *words) == WRONG_TYPE
    for name in ("HSET", "HMSET"):
        error = f"wrong number of arguments for '{name.lower()}' command"
        assert refused(client, name, "h", "f", "v", "g") == error
    run(client, "HSET", "h", "f", "v")
    assert refused(client, "GET", "h") == WRONG_TYPE
    assert refused(client, "HSCAN", "h", "x") == "invalid cursor"
    assert refused(client, "HSCAN", "h", 0, "COUNT", 0) == "syntax error"
    assert refused(client, "HSCAN", "h", 0, "NOSCORES").startswith("NOSCORES option can only")
    assert refused(client, "HRANDFIELD", "h", 1, "VALUES") == "syntax error"
    assert refused(client, "HRANDFIELD", "h", "x") == NOT_INT
    assert refused(client, "HRANDFIELD", "h", 2**62, "WITHVALUES") == "value is out of range"


@pytest.mark.parametrize("n", [10, 512, 2000])
def test_scan_finds_every_field(client: Client, n: int) -> None:
    held = fill(client, n)
    found: dict[bytes, bytes] = {}
    fields: set[bytes] = set()
    for options, into in (((), found), (("NOVALUES",), fields)):
        cursor = b"0"
        while True:
            cursor, elements = run(client, "HSCAN", "h", cursor, "COUNT", 50, *options)
            into.update(elements if options else pairs(elements))
            if cursor == b"0":
                break
    assert found == held
    assert fields == set(held)
    cursor, elements = run(client, "HSCAN", "h", 0, "MATCH", "f7", "COUNT", 100000)
    assert (cursor, elements) == (b"0", [b"f7", b"v7"])


@pytest.mark.parametrize("n", [10, 2000])
def test_random_fields(client: Client, n: int) -> None:
    held = fill(client, n)
    assert run(client, "HRANDFIELD", "h") in held
    assert run(client, "HRANDFIELD", "h", 0) == []
    for count in (1, 5, n - 1, n, n + 10):
        got = run(client, "HRANDFIELD", "h", count)
        assert len(got) == len(set(got)) == min(count, n)
        assert set(got) <= set(held)
    assert len(run(client, "HRANDFIELD", "h", -3 * n)) == 3 * n
    assert set(run(client, "HRANDFIELD", "h", -3 * n)) <= set(held)
    drawn = {f for _ in range(200) for f in run(client, "HRANDFIELD", "h", 3)}
    assert len(drawn) > min(n - 1, 300)


@pytest.mark.parametrize("protocol", [2, 3])
def test_shapes_of_pairs(server: Any, client: Client, protocol: int) -> None:
    held = fill(client, 2)
    speaker = redis.Redis(port=server.port, protocol=protocol, socket_timeout=5)
    maps = protocol == 3
    assert run(speaker, "HGETALL", "no") == ({} if maps else [])
    all_pairs = run(speaker, "HGETALL", "h")
    assert isinstance(all_pairs, dict) == maps
    assert pairs(all_pairs) == held
    for count, drawn in ((2, 2), (-5, 5)):
        got = run(speaker, "HRANDFIELD", "h", count, "WITHVALUES")
        if not maps:
            got = list(zip(got[::2], got[1::2], strict=True))
        assert len(got) == drawn
        assert all(held[f] == v for f, v in got)
    speaker.close()


def test_copy_rename_and_overwrite(client: Client, layout: str) -> None:
    assert run(client, "TYPE", "h") == b"hash"
    run(client, "PEXPIRE", "h", 100000)
    assert run(client, "COPY", "h", "other") == 1
    run(client, "HSET", "h", "a", "changed")
    assert run(client, "HGET", "other", "a") == b"1"
    assert run(client, "OBJECT", "ENCODING", "other") == layout.encode()
    assert run(client, "PTTL", "other") > 0
    run(client, "RENAME", "h", "moved")
    assert run(client, "HGET", "moved", "a") == b"changed"
    assert run(client, "MEMORY", "USAGE", "moved") > 0
    assert run(client, "SET", "moved", "text") == b"OK"
    assert run(client, "GET", "moved") == b"text"
