"""Streams in DUMP's bytes, to and from a real redis-server (RDB 10); and payloads made to harm."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest
import redis

from tests.words import run


@pytest.fixture(scope="module")
def real(real_port: int) -> Iterator[redis.Redis]:
    """A client of a real redis-server that speaks RESP3."""
    with redis.Redis(port=real_port, socket_timeout=5, protocol=3) as client:
        yield client


@pytest.fixture
def ten(client: redis.Redis) -> Iterator[redis.Redis]:
    """Ours, writing version 10."""
    run(client, "CONFIG", "SET", "rdb-save-version", 10)
    yield client
    run(client, "CONFIG", "SET", "rdb-save-version", "current")


def fill(client: redis.Redis) -> None:
    """A stream of several blocks with deleted entries, two groups and pending entries."""
    run(client, "DEL", "s")
    pipe = client.pipeline(transaction=False)
    for i in range(1, 351):
        fields = ["a", i, "b", "x" * (i % 70)] if i % 7 else ["other", "y" * 300]
        pipe.execute_command("XADD", "s", f"{i // 3 + 1}-{i}", *fields)
    pipe.execute()
    run(client, "XDEL", "s", "2-3", "2-4", "11-30", "117-350")
    run(client, "XTRIM", "s", "MAXLEN", "300")
    run(client, "XGROUP", "CREATE", "s", "g", "0")
    run(client, "XGROUP", "CREATE", "s", "h", "$")
    for name, count in (("c", 20), ("d", 30)):
        run(client, "XREADGROUP", "GROUP", "g", name, "COUNT", count, "STREAMS", "s", ">")
    run(client, "XGROUP", "CREATECONSUMER", "s", "h", "idle")


def described(client: redis.Redis) -> dict[bytes, Any]:
    """Everything about the stream, but what its tree looks like and what RDB 10 cannot hold."""
    full: dict[bytes, Any] = run(client, "XINFO", "STREAM", "s", "FULL", "COUNT", "0")
    del full[b"radix-tree-nodes"]
    for group in full[b"groups"]:
        for consumer in group[b"consumers"]:
            consumer.pop(b"active-time", None)
            consumer.pop(b"active", None)
    return full


def test_streams_go_both_ways(ten: redis.Redis, real: redis.Redis) -> None:
    for source, target in ((real, ten), (ten, real)):
        fill(source)
        run(target, "DEL", "s")
        run(target, "RESTORE", "s", 0, run(source, "DUMP", "s"))
        assert described(target) == described(source)
        assert run(target, "XADD", "s", "*", "a", "1", "b", "2")


def test_what_is_dumped_is_restored_whole(client: redis.Redis) -> None:
    fill(client)
    before = run(client, "XINFO", "STREAM", "s", "FULL", "COUNT", "0")
    dump = run(client, "DUMP", "s")
    run(client, "DEL", "s")
    run(client, "RESTORE", "s", 0, dump)
    assert run(client, "XINFO", "STREAM", "s", "FULL", "COUNT", "0") == before


def test_damaged_payloads_do_no_harm(client: redis.Redis) -> None:
    """Each byte that is changed gives an error, or a stream that every command can use."""
    run(client, "DEBUG", "SET-SKIP-CHECKSUM-VALIDATION", "1")
    for i in range(1, 6):
        run(client, "XADD", "s", f"{i}-0", "a", i, "b", "text")
    run(client, "XGROUP", "CREATE", "s", "g", "0")
    run(client, "XREADGROUP", "GROUP", "g", "c", "COUNT", "2", "STREAMS", "s", ">")
    run(client, "XREADGROUP", "GROUP", "g", "d", "COUNT", "1", "STREAMS", "s", ">")
    dump = run(client, "DUMP", "s")
    draw = random.Random(5)
    restored = 0
    for at in range(len(dump) - 10):
        harmed = dump[:at] + bytes([draw.randrange(256)]) + dump[at + 1 :]
        try:
            run(client, "RESTORE", "x", 0, harmed, "REPLACE")
        except redis.ResponseError:
            continue
        restored += 1
        for words in (
            ("XINFO", "STREAM", "x", "FULL", "COUNT", "0"),
            ("XREVRANGE", "x", "+", "-"),
            ("XAUTOCLAIM", "x", "g", "e", "0", "0"),
            ("XGROUP", "DELCONSUMER", "x", "g", "c"),
            ("XADD", "x", "*", "a", "1"),
            ("XTRIM", "x", "MAXLEN", "2"),
            ("COPY", "x", "y", "REPLACE"),
            ("DUMP", "y"),
        ):
            try:
                run(client, *words)
            except redis.ResponseError as error:
                assert "NOGROUP" in str(error) or "WRONGTYPE" in str(error) or "ID" in str(error)
    run(client, "DEBUG", "SET-SKIP-CHECKSUM-VALIDATION", "0")
    assert restored > 20
    assert run(client, "PING")


def test_an_entry_pending_for_two_is_refused(client: redis.Redis) -> None:
    run(client, "XADD", "s", "1-0", "a", "1")
    run(client, "XADD", "s", "2-0", "a", "1")
    run(client, "XGROUP", "CREATE", "s", "g", "0")
    run(client, "XREADGROUP", "GROUP", "g", "c", "COUNT", "1", "STREAMS", "s", ">")
    run(client, "XREADGROUP", "GROUP", "g", "d", "COUNT", "1", "STREAMS", "s", ">")
    dump = run(client, "DUMP", "s")
    second = (2).to_bytes(8, "big") + bytes(8)
    at = dump.rindex(second)
    harmed = dump[:at] + (1).to_bytes(8, "big") + bytes(8) + dump[at + 16 :]
    run(client, "DEBUG", "SET-SKIP-CHECKSUM-VALIDATION", "1")
    try:
        with pytest.raises(redis.ResponseError, match="Bad data format"):
            run(client, "RESTORE", "x", 0, harmed)
    finally:
        run(client, "DEBUG", "SET-SKIP-CHECKSUM-VALIDATION", "0")
