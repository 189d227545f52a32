"""MIGRATE: to a second server of ours, and to others that misbehave."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator

import pytest
import redis

from tests.conftest import Running, unused_port

Start = Callable[..., Running]


@pytest.fixture
def here(start: Start) -> Iterator[redis.Redis]:
    with redis.Redis(port=start().port, socket_timeout=10) as r:
        yield r


@pytest.fixture
def target(start: Start) -> Running:
    return start()


@pytest.fixture
def there(target: Running) -> Iterator[redis.Redis]:
    with redis.Redis(port=target.port, socket_timeout=10) as r:
        yield r


def migrate(r: redis.Redis, port: int, *words: str | int) -> bytes:
    reply = r.execute_command("MIGRATE", "127.0.0.1", port, *words)
    assert isinstance(reply, bytes)
    return reply


def refused(r: redis.Redis, port: int, *words: str | int) -> str:
    with pytest.raises(redis.RedisError) as caught:
        migrate(r, port, *words)
    return str(caught.value)


class Fake:
    """A server that answers each connection with bytes that were set beforehand, then closes it."""

    def __init__(self, *answers: bytes) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.listener.getsockname()[1]
        self.got: list[bytes] = []
        self._answers = answers
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        for answer in self._answers:
            connection, _ = self.listener.accept()
            with connection:
                self.got.append(connection.recv(65536))
                connection.sendall(answer)

    def close(self) -> None:
        self._thread.join(10)
        self.listener.close()


def test_a_key_goes_over_with_its_time(
    here: redis.Redis, there: redis.Redis, target: Running
) -> None:
    here.set("k", "v", ex=100)
    assert migrate(here, target.port, "k", 0, 5000) == b"OK"
    assert here.exists("k") == 0
    assert there.get("k") == b"v"
    assert 0 < there.pttl("k") <= 100_000
    assert migrate(here, target.port, "k", 0, 5000) == b"NOKEY"
    assert here.info("stats")["migrate_cached_sockets"] == 1


def test_every_type_arrives_as_it_was(
    here: redis.Redis, there: redis.Redis, target: Running
) -> None:
    here.rpush("list", *range(1000))
    here.sadd("set", "a", 1)
    here.zadd("zset", {"a": 1.5})
    here.hset("hash", mapping={"f": "v", "g": "w"})
    here.execute_command("HEXPIRE", "hash", 1000, "FIELDS", 1, "f")
    here.xadd("stream", {"f": "v"}, "1-1")
    here.xgroup_create("stream", "g", "0")
    names = ["list", "set", "zset", "hash", "stream"]
    sums = [here.execute_command("DEBUG", "DIGEST-VALUE", name) for name in names]
    assert migrate(here, target.port, "", 3, 5000, "KEYS", *names, "absent") == b"OK"
    assert here.dbsize() == 0
    there.select(3)
    assert [there.execute_command("DEBUG", "DIGEST-VALUE", name) for name in names] == sums
    assert there.execute_command("HTTL", "hash", "FIELDS", 2, "f", "g")[1] == -1


def test_copy_leaves_the_key_and_replace_takes_its_place(
    here: redis.Redis, there: redis.Redis, target: Running
) -> None:
    here.set("k", "new")
    there.set("k", "old")
    busy = "Target instance replied with error: BUSYKEY Target key name already exists."
    assert refused(here, target.port, "k", 0, 5000, "COPY") == busy
    assert migrate(here, target.port, "k", 0, 5000, "COPY", "REPLACE") == b"OK"
    assert (here.get("k"), there.get("k")) == (b"new", b"new")


def test_what_was_refused_there_stays_here(
    here: redis.Redis, there: redis.Redis, target: Running
) -> None:
    here.mset({"a": 1, "b": 2, "c": 3})
    there.set("b", "old")
    assert "BUSYKEY" in refused(here, target.port, "", 0, 5000, "KEYS", "a", "b", "c")
    assert here.keys() == [b"b"]
    assert sorted(there.keys()) == [b"a", b"b", b"c"]


def test_a_database_that_is_not_there(here: redis.Redis, target: Running) -> None:
    here.set("k", "v")
    error = "Target instance replied with error: ERR DB index is out of range"
    assert refused(here, target.port, "k", 99, 5000) == error
    assert here.get("k") == b"v"
    assert migrate(here, target.port, "k", 1, 5000) == b"OK"  # it is selected anew


def test_passwords(here: redis.Redis, start: Start) -> None:
    locked = start("--requirepass", "secret")
    here.set("k", "v")
    assert "NOAUTH" in refused(here, locked.port, "k", 0, 5000)
    assert "WRONGPASS" in refused(here, locked.port, "k", 0, 5000, "AUTH", "wrong")
    assert here.get("k") == b"v"
    here.config_set("commandlog-execution-slower-than", 0)
    assert migrate(here, locked.port, "k", 0, 5000, "AUTH", "secret") == b"OK"
    here.set("k", "v")
    assert (
        migrate(here, locked.port, "k", 0, 5000, "REPLACE", "AUTH2", "default", "secret") == b"OK"
    )
    shown = repr(here.execute_command("COMMANDLOG", "GET", -1, "slow"))
    assert "MIGRATE" in shown
    assert "secret" not in shown


def test_a_connection_that_was_closed_is_opened_again(here: redis.Redis) -> None:
    fake = Fake(b"+OK\r\n+OK\r\n", b"+OK\r\n+OK\r\n")
    here.mset({"a": 1, "b": 2})
    assert migrate(here, fake.port, "a", 0, 5000) == b"OK"
    assert migrate(here, fake.port, "b", 0, 5000) == b"OK"
    fake.close()
    assert [got.startswith(b"*2\r\n$6\r\nSELECT\r\n") for got in fake.got] == [True, True]
    assert here.dbsize() == 0


def test_half_an_answer_takes_half_of_the_keys(here: redis.Redis) -> None:
    fake = Fake(b"+OK\r\n+OK\r\n")
    here.mset({"a": 1, "b": 2})
    error = refused(here, fake.port, "", 0, 5000, "KEYS", "a", "b")
    fake.close()
    assert error == "IOERR error or timeout reading to target instance"
    assert here.keys() == [b"b"]
    assert here.info("stats")["migrate_cached_sockets"] == 0


def test_nobody_there(here: redis.Redis) -> None:
    here.set("k", "v")
    error = "IOERR error or timeout connecting to the client"
    assert refused(here, unused_port(), "k", 0, 1000) == error
    with pytest.raises(redis.RedisError, match=error):
        here.execute_command("MIGRATE", b"127.0.0.1\0x", 1, "k", 0, 1000)
    assert here.get("k") == b"v"


def test_somebody_who_says_nothing(here: redis.Redis) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        here.set("k", "v")
        error = refused(here, silent.getsockname()[1], "k", 0, 50)
    assert error == "IOERR error or timeout reading to target instance"
    assert here.get("k") == b"v"


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("k", "x", 5000), "value is not an integer or out of range"),
        (("k", 0, "x"), "value is not an integer or out of range"),
        (("k", 0, 5000, "AUTH"), "syntax error"),
        (("k", 0, 5000, "AUTH2", "user"), "syntax error"),
        (("k", 0, 5000, "NONSENSE"), "syntax error"),
        (
            ("k", 0, 5000, "KEYS", "a"),
            "When using MIGRATE KEYS option, the key argument must be set to the empty string",
        ),
    ],
)
def test_words_that_make_no_sense(
    client: redis.Redis, words: tuple[str | int, ...], error: str
) -> None:
    assert refused(client, 1, *words) == error


def test_its_keys_are_known(client: redis.Redis) -> None:
    def keys(*words: str | int) -> list[str]:
        found = client.execute_command("COMMAND GETKEYS", "MIGRATE", "h", 1, *words)
        assert isinstance(found, list)
        return found

    assert keys("k", 0, 1) == ["k"]
    assert keys("", 0, 1, "AUTH", "keys", "KEYS", "a", "b") == ["a", "b"]


def test_moving_is_a_transaction_s_part(here: redis.Redis, target: Running) -> None:
    here.set("k", "v")
    with here.pipeline() as p:
        p.execute_command("MIGRATE", "127.0.0.1", target.port, "k", 0, 5000)
        p.exists("k")
        assert p.execute() == [b"OK", 0]
