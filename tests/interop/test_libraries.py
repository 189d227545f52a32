"""redis-py and valkey-py, unmodified, sync and asyncio, RESP2 and RESP3: no error, no warning."""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import Iterator
from typing import Any

import pytest
import redis
import redis.asyncio
import valkey
import valkey.asyncio

from tests.conftest import Running

PROTOCOLS = [2, 3]


@pytest.fixture(autouse=True)
def strict() -> Iterator[None]:
    """Every warning of a library is a failure."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def everyday(client: Any) -> None:
    """What an application does on a day."""
    client.flushdb()
    assert client.ping() is True
    assert client.set("s", "v", ex=100) is True
    assert client.get("s") == "v"
    assert 0 < client.ttl("s") <= 100
    assert client.set("s", "w", nx=True) is None
    assert client.getex("s", persist=True) == "v"
    assert client.incrby("n", 5) == 5
    assert client.incrbyfloat("n", 0.5) == 5.5
    assert client.mset({"a": "1", "b": "2"}) is True
    assert client.mget("a", "b", "none") == ["1", "2", None]
    assert client.hset("h", mapping={"f": "1", "g": "2"}) == 2
    assert client.hgetall("h") == {"f": "1", "g": "2"}
    assert client.hincrbyfloat("h", "f", 0.25) == 1.25
    assert client.hmget("h", ["g", "z"]) == ["2", None]
    assert client.hexists("h", "g") is True
    assert client.exists("a", "b", "z") == 2
    assert client.type("h") == "hash"
    assert client.expire("a", 10) is True
    assert client.persist("a") is True
    assert sorted(client.scan_iter("*")) == ["a", "b", "h", "n", "s"]
    assert dict(client.hscan_iter("h")) == {"f": "1.25", "g": "2"}
    assert client.setbit("bits", 7, 1) == 0
    assert client.bitcount("bits") == 1
    assert client.getrange("s", 0, -1) == "v"
    assert client.append("s", "!") == 2
    assert client.rename("s", "t") is True
    assert client.delete("t", "z") == 1
    assert client.dbsize() == 5


def administration(client: Any) -> None:
    """What an operator asks for."""
    assert client.client_setname("interop") is True
    assert client.client_getname() == "interop"
    mine = client.client_id()
    rows = [row for row in client.client_list() if int(row["id"]) == mine]
    assert rows[0]["name"] == "interop"
    assert int(client.client_info()["id"]) == mine
    assert client.client_list(_type="pubsub") == []
    assert client.client_no_evict("ON") in (b"OK", "OK")
    assert client.client_no_touch("OFF") in (b"OK", "OK")
    assert client.client_pause(1, all=False) is True
    assert client.client_unpause() in (True, b"OK", "OK")
    assert client.client_unblock(mine) in (False, 0)
    assert client.client_kill_filter(_id=987654321) == 0
    assert client.config_get("maxclients")["maxclients"].isdigit()
    assert client.config_set("slowlog-max-len", 128) is True
    assert client.info("clients")["connected_clients"] >= 1
    assert client.command_count() > 100
    assert client.time()[0] > 1_500_000_000
    assert client.echo("x") == "x"
    assert isinstance(client.slowlog_get(), list)
    assert isinstance(client.memory_usage("nothing"), int | None)


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("library", [redis.Redis, valkey.Valkey])
def test_an_everyday(server: Running, library: Any, protocol: int) -> None:
    with library(port=server.port, protocol=protocol, decode_responses=True) as client:
        everyday(client)


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("library", [redis.Redis, valkey.Valkey])
def test_administration(server: Running, library: Any, protocol: int) -> None:
    with library(port=server.port, protocol=protocol, decode_responses=True) as client:
        administration(client)


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("library", [redis.Redis, valkey.Valkey])
def test_pipelines_without_transactions(server: Running, library: Any, protocol: int) -> None:
    with library(port=server.port, protocol=protocol) as client:
        pipe = client.pipeline(transaction=False)
        for i in range(500):
            pipe.set(f"p:{i}", i)
            pipe.get(f"p:{i}")
        got = pipe.execute()
        assert got[0::2] == [True] * 500
        assert got[1::2] == [b"%d" % i for i in range(500)]


@pytest.mark.parametrize("library", [redis.Redis, valkey.Valkey])
def test_errors_have_their_classes(server: Running, library: Any) -> None:
    with library(port=server.port) as client:
        client.set("s", "x")
        kind = redis if library is redis.Redis else valkey
        with pytest.raises(kind.ResponseError, match="WRONGTYPE|wrong kind of value"):
            client.hget("s", "f")
        with pytest.raises(kind.ResponseError, match="unknown command"):
            client.execute_command("NOSUCH")
        with pytest.raises(kind.ResponseError, match="not an integer"):
            client.incr("s")
        assert client.ping()


@pytest.mark.parametrize("library", [redis.Redis, valkey.Valkey])
def test_monitor(server: Running, library: Any) -> None:
    with (
        library(port=server.port) as watcher,
        library(port=server.port) as worker,
        watcher.monitor() as monitor,
    ):
        worker.set("seen", "a b\n")
        line = next(x for x in monitor.listen() if x["command"].startswith("SET"))
        assert line["command"] == "SET seen a b\\n"
        assert line["client_type"] == "tcp"


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("library", [redis.asyncio.Redis, valkey.asyncio.Valkey])
def test_many_coroutines(server: Running, library: Any, protocol: int) -> None:
    async def one(client: Any, i: int) -> int:
        await client.set(f"c:{i}", i)
        assert await client.get(f"c:{i}") == str(i)
        return int(await client.incr("together"))

    async def talk() -> None:
        client = library(port=server.port, protocol=protocol, decode_responses=True)
        try:
            await client.delete("together")
            counts = await asyncio.gather(*(one(client, i) for i in range(100)))
            assert sorted(counts) == list(range(1, 101))
            assert await client.hset("ah", mapping={"f": "1"}) in (0, 1)
            assert await client.hgetall("ah") == {"f": "1"}
            assert [k async for k in client.scan_iter("ah")] == ["ah"]
        finally:
            await client.aclose()

    asyncio.run(talk())
