"""Lists: replies of every command in both protocols, encodings, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import redis

from tests.conftest import Running
from tests.words import refused, run

Client = redis.Redis


@pytest.fixture
def limits(client: Client) -> Iterator[Client]:
    """A client on a server whose limits are reset afterwards."""
    yield client
    run(client, "CONFIG", "SET", "list-max-listpack-size", -2, "list-compress-depth", 0)
    run(client, "DEBUG", "QUICKLIST-PACKED-THRESHOLD", "0")


def encoding(client: Client, key: str = "l") -> str:
    """How the value of a key is laid out."""
    return str(run(client, "OBJECT", "ENCODING", key).decode())


def whole(client: Client, key: str = "l") -> list[bytes]:
    """All elements."""
    elements: list[bytes] = run(client, "LRANGE", key, 0, -1)
    return elements


def test_push_and_pop(client: Client) -> None:
    assert run(client, "RPUSH", "l", "b", "c") == 2
    assert run(client, "LPUSH", "l", "a", "0") == 4
    assert whole(client) == [b"0", b"a", b"b", b"c"]
    assert run(client, "LPUSHX", "l", "x") == 5
    assert run(client, "RPUSHX", "none", "x") == 0
    assert run(client, "LPOP", "l") == b"x"
    assert run(client, "RPOP", "l", 2) == [b"c", b"b"]
    assert run(client, "LPOP", "l", 0) == []
    assert run(client, "LPOP", "l", 9) == [b"0", b"a"]
    assert run(client, "EXISTS", "l") == 0
    assert run(client, "LPOP", "l") is None
    assert run(client, "LPOP", "l", 0) is None


def test_replies_in_both_protocols(server: Running) -> None:
    got = server.talk(
        b"DEL l\r\nLPOP l\r\nLPOP l 1\r\nLMPOP 1 l LEFT\r\nLPOS l a\r\nLINDEX l 0\r\n"
    )
    assert got == b":0\r\n$-1\r\n*-1\r\n*-1\r\n$-1\r\n$-1\r\n"
    got = server.talk(
        b"HELLO 3\r\nLPOP l\r\nLPOP l 1\r\nLMPOP 1 l LEFT\r\nLMOVE l m LEFT RIGHT\r\n"
    )
    assert got.endswith(b"_\r\n_\r\n_\r\n_\r\n")
    got = server.talk(b'RPUSH l a 12 ""\r\nLRANGE l 0 -1\r\nLRANGE l 3 4\r\nDEL l\r\n')
    assert got == b":3\r\n*3\r\n$1\r\na\r\n$2\r\n12\r\n$0\r\n\r\n*0\r\n:1\r\n"


@pytest.mark.parametrize(
    ("start", "stop", "want"),
    [
        (0, -1, "abcde"),
        (1, 2, "bc"),
        (-2, -1, "de"),
        (-100, 0, "a"),
        (3, 100, "de"),
        (4, 3, ""),
        (5, 9, ""),
        (0, -6, ""),
        (-(2**63), 2**63 - 1, "abcde"),
    ],
)
def test_ranges(client: Client, start: int, stop: int, want: str) -> None:
    run(client, "DEL", "l", "m")
    run(client, "RPUSH", "l", *"abcde")
    assert b"".join(run(client, "LRANGE", "l", start, stop)).decode() == want
    assert run(client, "LTRIM", "l", start, stop)
    assert b"".join(whole(client)).decode() == want
    assert run(client, "EXISTS", "l") == (1 if want else 0)


def test_inside(client: Client) -> None:
    run(client, "RPUSH", "l", "a", "b", "a", "007", "7")
    assert run(client, "LINDEX", "l", -1) == b"7"
    assert run(client, "LINDEX", "l", 5) is None
    assert run(client, "LINSERT", "l", "BEFORE", "b", "x") == 6
    assert run(client, "LINSERT", "l", "after", "7", "y") == 7
    assert run(client, "LINSERT", "l", "after", "none", "y") == -1
    assert run(client, "LINSERT", "none", "after", "a", "y") == 0
    assert run(client, "LSET", "l", 0, "A")
    assert whole(client) == [b"A", b"x", b"b", b"a", b"007", b"7", b"y"]
    run(client, "DEL", "l")
    run(client, "RPUSH", "l", *"abababa")
    assert run(client, "LREM", "l", -2, "a") == 2
    assert whole(client) == [b"a", b"b", b"a", b"b", b"b"]
    assert run(client, "LREM", "l", 0, "b") == 3
    assert run(client, "LREM", "l", 1, "none") == 0
    assert run(client, "LREM", "l", 5, "a") == 2
    assert run(client, "EXISTS", "l") == 0


def test_positions(client: Client) -> None:
    run(client, "RPUSH", "l", *"abcabcabc", "1")
    assert run(client, "LPOS", "l", "b") == 1
    assert run(client, "LPOS", "l", "b", "RANK", 2) == 4
    assert run(client, "LPOS", "l", "b", "RANK", -1) == 7
    assert run(client, "LPOS", "l", "b", "RANK", 4) is None
    assert run(client, "LPOS", "l", "b", "COUNT", 0) == [1, 4, 7]
    assert run(client, "LPOS", "l", "b", "COUNT", 2, "RANK", -2) == [4, 1]
    assert run(client, "LPOS", "l", "c", "MAXLEN", 2) is None
    assert run(client, "LPOS", "l", "c", "MAXLEN", 3) == 2
    assert run(client, "LPOS", "l", "a", "COUNT", 0, "MAXLEN", 4, "RANK", -1) == [6]
    assert run(client, "LPOS", "none", "b", "COUNT", 1) == []
    assert run(client, "LPOS", "l", "01") is None


def test_moves(client: Client) -> None:
    run(client, "RPUSH", "l", "1", "2", "3")
    assert run(client, "LMOVE", "l", "m", "RIGHT", "LEFT") == b"3"
    assert run(client, "RPOPLPUSH", "l", "m") == b"2"
    assert whole(client, "m") == [b"2", b"3"]
    assert run(client, "LMOVE", "m", "m", "left", "right") == b"2"
    assert whole(client, "m") == [b"3", b"2"]
    assert run(client, "RPOPLPUSH", "l", "l") == b"1"
    assert run(client, "LMOVE", "l", "m", "LEFT", "LEFT") == b"1"
    assert run(client, "EXISTS", "l") == 0
    assert run(client, "LMOVE", "l", "m", "LEFT", "LEFT") is None
    run(client, "SET", "s", "x")
    assert "WRONGTYPE" in refused(client, "LMOVE", "m", "s", "LEFT", "LEFT")
    assert whole(client, "m") == [b"1", b"3", b"2"]


def test_pops_from_the_first_that_has_any(client: Client) -> None:
    run(client, "RPUSH", "m", *"abcd")
    assert run(client, "LMPOP", 2, "none", "m", "RIGHT", "COUNT", 3) == [b"m", [b"d", b"c", b"b"]]
    assert run(client, "LMPOP", 2, "none", "m", "left") == [b"m", [b"a"]]
    assert run(client, "LMPOP", 2, "none", "m", "left") is None


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("LPOP", "l", -1), "value is out of range, must be positive"),
        (("LPOP", "l", 1, 1), "wrong number of arguments for 'lpop' command"),
        (("LINSERT", "l", "beside", "a", "b"), "syntax error"),
        (("LSET", "none", 0, "a"), "no such key"),
        (("LSET", "l", 9, "a"), "index out of range"),
        (("LSET", "l", "x", "a"), "value is not an integer or out of range"),
        (("LRANGE", "l", "a", 1), "value is not an integer or out of range"),
        (("LPOS", "l", "a", "RANK", 0), "RANK can't be zero: use 1 to start from the first match,"),
        (("LPOS", "l", "a", "RANK", -(2**63)), "value is out of range, value must between"),
        (("LPOS", "l", "a", "COUNT", -1), "COUNT can't be negative"),
        (("LPOS", "l", "a", "MAXLEN", -1), "MAXLEN can't be negative"),
        (("LPOS", "l", "a", "COUNT"), "syntax error"),
        (("LREM", "l", -(2**63), "a"), "value is out of range, value must between"),
        (("LMOVE", "l", "m", "UP", "LEFT"), "syntax error"),
        (("LMPOP", 0, "l", "LEFT"), "numkeys should be greater than 0"),
        (("LMPOP", 2, "l", "LEFT"), "syntax error"),
        (("LMPOP", 1, "l", "LEFT", "COUNT", 0), "count should be greater than 0"),
        (("LMPOP", 1, "l", "LEFT", "COUNT", 1, "COUNT", 1), "syntax error"),
        (("LPUSH", "s", "a"), "WRONGTYPE"),
        (("LRANGE", "s", 0, 1), "WRONGTYPE"),
    ],
)
def test_what_is_refused(client: Client, words: tuple[Any, ...], error: str) -> None:
    run(client, "SET", "s", "x")
    run(client, "RPUSH", "l", "a")
    assert error in refused(client, *words)
    assert whole(client) == [b"a"]


def test_encodings_follow_the_size(limits: Client) -> None:
    run(limits, "CONFIG", "SET", "list-max-listpack-size", 4)
    run(limits, "RPUSH", "l", *"abcd")
    assert encoding(limits) == "listpack"
    run(limits, "RPUSH", "l", "e")
    assert encoding(limits) == "quicklist"
    run(limits, "RPOP", "l", 2)
    assert encoding(limits) == "quicklist", "three are more than half of four"
    run(limits, "LPOP", "l")
    assert encoding(limits) == "listpack"
    run(limits, "CONFIG", "SET", "list-max-listpack-size", -1)
    run(limits, "LSET", "l", 0, "x" * 5000)
    assert encoding(limits) == "quicklist"
    run(limits, "LSET", "l", 0, "x")
    assert encoding(limits) == "listpack"


@pytest.mark.parametrize("depth", [0, 1, 2])
def test_long_lists_read_alike_whatever_their_nodes(limits: Client, depth: int) -> None:
    run(limits, "CONFIG", "SET", "list-max-listpack-size", 5, "list-compress-depth", depth)
    want = [b"element number %d " % (i % 7) * 4 for i in range(200)]
    run(limits, "RPUSH", "l", *want)
    for start, stop in ((0, -1), (17, 30), (-60, -7), (199, 199)):
        assert run(limits, "LRANGE", "l", start, stop) == want[start : stop + 1 or None]
    assert run(limits, "LINDEX", "l", 101) == want[101]
    run(limits, "COPY", "l", "m")
    assert run(limits, "RPOP", "m", 150) == want[:49:-1]
    run(limits, "LSET", "l", 100, "x" * 9000)
    want[100] = b"x" * 9000
    assert whole(limits) == want
    digests = run(limits, "DEBUG", "DIGEST-VALUE", "l", "l")
    assert digests[0] == digests[1] != b"0" * 40


def test_large_elements_stand_alone(limits: Client) -> None:
    assert run(limits, "DEBUG", "QUICKLIST-PACKED-THRESHOLD", "100b") == b"OK"
    run(limits, "RPUSH", "l", "a" * 9000, "b", "c" * 200)
    assert encoding(limits) == "quicklist"
    assert run(limits, "LINSERT", "l", "AFTER", "b", "d" * 300) == 4
    assert [len(e) for e in whole(limits)] == [9000, 1, 300, 200]
    assert "argument must be a memory value" in refused(
        limits, "DEBUG", "QUICKLIST-PACKED-THRESHOLD", "4gb"
    )
    assert run(limits, "LREM", "l", 0, "d" * 300) == 1
    assert run(limits, "RPOPLPUSH", "l", "l") == b"c" * 200
    assert [len(e) for e in whole(limits)] == [200, 9000, 1]
