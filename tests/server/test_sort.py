"""SORT and SORT_RO: orders, patterns, limits, and what is stored."""

from __future__ import annotations

from typing import Any

import pytest
import redis

from tests.server.test_lists import encoding, whole
from tests.words import refused, run

Client = redis.Redis


@pytest.fixture
def filled(client: Client) -> Client:
    """Lists, sets and sorted sets, weights as strings, and fields of hashes."""
    run(client, "RPUSH", "l", "3", "1", "2", "10", "1e2")
    run(client, "SADD", "s", "5", "4", "7")
    run(client, "ZADD", "z", 1, "b", 2, "a", 3, "c")
    for i in (1, 2, 3, 10):
        run(client, "SET", f"w{i}", 100 - i)
        run(client, "HSET", f"h{i}", "f", f"v{i}")
    return client


@pytest.mark.parametrize(
    ("line", "want"),
    [
        ("l", "1 2 3 10 1e2"),
        ("l DESC", "1e2 10 3 2 1"),
        ("l LIMIT 1 2", "2 3"),
        ("l LIMIT 2 -1", "3 10 1e2"),
        ("l LIMIT -5 2", "1 2"),
        ("l LIMIT 10 2", ""),
        ("l ALPHA", "1 10 1e2 2 3"),
        ("l BY w*", "1e2 10 3 2 1"),
        ("l BY h*->f ALPHA LIMIT 1 4", "1 10 2 3"),
        ("l BY nosort", "3 1 2 10 1e2"),
        ("l BY nosort DESC LIMIT 1 2", "10 2"),
        ("s", "4 5 7"),
        ("z ALPHA DESC", "c b a"),
        ("z BY nosort", "b a c"),
        ("z BY nosort DESC LIMIT 0 2", "c a"),
        ("none", ""),
    ],
)
def test_orders(filled: Client, line: str, want: str) -> None:
    for command in ("SORT", "SORT_RO"):
        assert [e.decode() for e in run(filled, command, *line.split())] == want.split()


def test_what_get_makes_of_elements(filled: Client) -> None:
    got = run(filled, "SORT", "l", "GET", "#", "GET", "h*->f", "GET", "w*", "LIMIT", 3, 2)
    assert got == [b"10", b"v10", b"90", b"1e2", None, None]
    assert run(filled, "SORT", "s", "GET", "constant") == [None] * 3


def test_store(filled: Client) -> None:
    assert run(filled, "SORT", "l", "BY", "w*", "GET", "h*->f", "STORE", "q") == 5
    assert whole(filled, "q") == [b"", b"v10", b"v3", b"v2", b"v1"]
    assert encoding(filled, "q") == "listpack"
    assert run(filled, "SORT", "l", "STORE", "l") == 5
    assert whole(filled) == [b"1", b"2", b"3", b"10", b"1e2"]
    assert run(filled, "SORT", "s", "BY", "nosort", "STORE", "q") == 3
    assert whole(filled, "q") == [b"4", b"5", b"7"]
    assert run(filled, "SORT", "none", "STORE", "q") == 0
    assert run(filled, "EXISTS", "q") == 0
    line = ["SORT", "l", "GET", "store", "STORE", "a", "STORE", "b"]
    filled.response_callbacks.clear()
    assert run(filled, "COMMAND", "GETKEYS", *line) == [b"l", b"b"]


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("SORT", "z"), "One or more scores can't be converted into double"),
        (("SORT", "h1"), "WRONGTYPE"),
        (("SORT", "l", "GET"), "syntax error"),
        (("SORT", "l", "LIMIT", "a", 1), "value is not an integer or out of range"),
        (("SORT_RO", "l", "STORE", "q"), "syntax error"),
    ],
)
def test_what_is_refused(filled: Client, words: tuple[Any, ...], error: str) -> None:
    assert error in refused(filled, *words)


def test_a_sorted_set_is_a_skiplist_afterwards(client: Client) -> None:
    client.execute_command("ZADD", "small", 1, "a", 2, "b")
    assert client.execute_command("SORT", "small", "ALPHA", "DESC") == [b"b", b"a"]
    assert client.execute_command("OBJECT", "ENCODING", "small") == b"skiplist"
