"""DEBUG DICT: a chained dict and a hash table of the same members, and how each rehashes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import redis

from tests.conftest import Running
from tests.words import run


@pytest.fixture
def own(server: Running) -> Iterator[redis.Redis]:
    """A client that speaks RESP3, both structures dropped."""
    client = redis.Redis(port=server.port, protocol=3, decode_responses=True, socket_timeout=5)
    client.response_callbacks.clear()
    run(client, "DEBUG", "DICT", "DROP")
    yield client
    run(client, "DEBUG", "DICT", "DROP")
    client.close()


def test_both_hold_what_was_added(own: redis.Redis) -> None:
    run(own, "DEBUG", "DICT", "ADD", 1000)
    state = run(own, "DEBUG", "DICT", "STATE")
    for name in ("dict", "hashtable"):
        shape = state[name]
        assert shape["entries"] == 1000
        assert shape["table0"]["entries"] + shape["table1"]["entries"] == 1000
        assert shape["valid"] == "yes"
        assert shape["bytes"] > 1000 * 16
    assert state["dict"]["table0"]["buckets"] == 1024
    assert state["hashtable"]["table0"]["buckets"] <= 256
    assert state["hashtable"]["lines_a_hit"] < state["dict"]["lines_a_hit"]


def test_steps_move_buckets(own: redis.Redis) -> None:
    run(own, "DEBUG", "DICT", "ADD", 64)
    run(own, "DEBUG", "DICT", "ADD", 1)
    before = run(own, "DEBUG", "DICT", "STATE")["dict"]
    assert (before["rehash_index"], before["table1"]["buckets"]) == (0, 128)
    assert before["table1"]["entries"] == 1
    run(own, "DEBUG", "DICT", "STEP", 10)
    after = run(own, "DEBUG", "DICT", "STATE")["dict"]
    index = after["rehash_index"]
    assert index >= 10
    assert after["table0"]["picture"][:index] == "_" * index
    assert after["table1"]["entries"] > 1
    run(own, "DEBUG", "DICT", "STEP", 64)
    done = run(own, "DEBUG", "DICT", "STATE")["dict"]
    assert (done["rehash_index"], done["table0"]["buckets"]) == (-1, 128)
    assert done["table1"]["picture"] == ""
    assert done["valid"] == "yes"


def test_it_says_what_it_takes(own: redis.Redis) -> None:
    with pytest.raises(redis.ResponseError, match="from 1 to"):
        run(own, "DEBUG", "DICT", "ADD", 0)
    with pytest.raises(redis.ResponseError, match="unknown subcommand"):
        run(own, "DEBUG", "DICT", "NONE")
    assert any("DICT ADD" in line for line in run(own, "DEBUG", "HELP"))
