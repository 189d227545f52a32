"""Append-only files that real servers wrote load here, and ours load there, value by value."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import redis

from tests.conftest import Running, end
from tests.interop.test_rdb_files import FOUND, PEERS, connect, peer
from tests.words import run

Start = Callable[..., Running]
PREAMBLES = ["yes", "no"]


def fill(client: redis.Redis) -> None:
    """Every type, small and large, with time limits and groups, in two databases."""
    run(client, "SET", "text", b"some\r\ntext\0")
    run(client, "SET", "number", 42)
    run(client, "SET", "limited", "v", "PX", 100_000_000)
    for i in range(200):
        run(client, "RPUSH", "list", f"element{i}", i)
        run(client, "HSET", "hash", f"f{i}", "v" * (i % 80))
        run(client, "SADD", "set", f"m{i}", i)
        run(client, "ZADD", "zset", i / 8, f"m{i}")
        run(client, "XADD", "stream", f"{i + 1}-1", "f", i, "g", "x")
    run(client, "SADD", "ints", 1, 2, 3)
    run(client, "XDEL", "stream", "200-1", "7-1")
    run(client, "XGROUP", "CREATE", "stream", "group", "5-1", "ENTRIESREAD", 5)
    run(client, "XREADGROUP", "GROUP", "group", "ann", "COUNT", 4, "STREAMS", "stream", ">")
    run(client, "SELECT", 9)
    run(client, "SET", "there", 1)
    run(client, "SELECT", 0)


def rewrite(client: redis.Redis) -> None:
    """BGREWRITEAOF, to its end, and a write behind it."""
    run(client, "BGREWRITEAOF")
    for _ in range(500):
        text = run(client, "INFO", "persistence").decode()
        if "aof_rewrite_in_progress:0" in text and "aof_rewrite_scheduled:0" in text:
            break
        time.sleep(0.02)
    assert "aof_last_bgrewrite_status:ok" in text
    run(client, "RPUSH", "list", "behind the base")


def words(name: str, preamble: str) -> list[str]:
    """Parameters of a server that keeps append-only files the peer can read."""
    version = ["--rdb-save-version", str(PEERS[name])]
    return ["--appendonly", "yes", "--aof-use-rdb-preamble", preamble, *version]


def picture(client: redis.Redis) -> tuple[object, ...]:
    """What must be the same in both."""
    return (
        run(client, "DEBUG", "DIGEST"),
        run(client, "PEXPIRETIME", "limited"),
        run(client, "XINFO", "STREAM", "stream")[:2],
        [row[0:2] for row in run(client, "XPENDING", "stream", "group", "-", "+", 10)],
    )


@pytest.mark.parametrize("preamble", PREAMBLES)
@pytest.mark.parametrize("name", FOUND)
def test_ours_load_there_and_come_back(
    start: Start, tmp_path: Path, name: str, preamble: str
) -> None:
    """Our base and increment, then theirs behind it."""
    running = start(*words(name, preamble))
    client = connect(running.port)
    fill(client)
    rewrite(client)
    before = picture(client)
    end(running)
    with peer(name, tmp_path, "--appendonly", "yes") as there:
        assert picture(there) == before
        rewrite(there)
        before = picture(there)
        run(there, "CONFIG", "SET", "appendonly", "no")
    running = start(*words(name, preamble))
    assert picture(connect(running.port)) == before


@pytest.mark.parametrize("preamble", PREAMBLES)
@pytest.mark.parametrize("name", FOUND)
def test_theirs_load_here(start: Start, tmp_path: Path, name: str, preamble: str) -> None:
    """As they were written, and rewritten."""
    there_words = ["--appendonly", "yes", "--aof-use-rdb-preamble", preamble]
    with peer(name, tmp_path, *there_words) as there:
        fill(there)
        before = picture(there)
        run(there, "CONFIG", "SET", "appendonly", "no")
    copy = tmp_path / "as they were written"
    shutil.copytree(tmp_path / "appendonlydir", copy)
    running = start(*words(name, preamble))
    assert picture(connect(running.port)) == before
    end(running)
    assert any(copy.iterdir())
