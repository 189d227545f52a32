"""Inputs that once hurt servers of this family: the answer is exact, and the server lives."""

from __future__ import annotations

import contextlib
import os
import socket
import struct
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
import redis

from tests.conftest import Running

BIG = 9223372036854775807


def memory(client: redis.Redis) -> int:
    """Return the bytes that the server counts as used."""
    return int(client.info("memory")["used_memory"])


def resident(process: int) -> int:
    """Return a process's resident bytes."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) * 1024
    raise AssertionError("no VmRSS")


def read_until_end(link: socket.socket) -> bytes:
    """Read until the other side closes; a reset counts as closing."""
    got = b""
    with contextlib.suppress(ConnectionResetError):
        while chunk := link.recv(65536):
            got += chunk
    return got


@pytest.mark.parametrize("first", [b"*0\r\n", b"\r\n", b"*-1\r\n"])
def test_an_empty_request_leaves_no_state(server: Running, first: bytes) -> None:
    with server.connect() as link:
        link.sendall(first + b"*1\r\n$4\r\nPI")
        link.sendall(b"NG\r\nPING\r\n")
        got = b""
        while got.count(b"+PONG") < 2:
            got += link.recv(100)
        assert got == b"+PONG\r\n+PONG\r\n"


def test_crlf_is_checked_behind_a_bulk(server: Running) -> None:
    assert b"PONG" not in server.talk(b"*1\r\n$4\r\nPINGxx*1\r\n$4\r\nPING\r\n")


def test_connections_reset_before_accept(server: Running, client: redis.Redis) -> None:
    for _ in range(300):
        link = socket.create_connection(("127.0.0.1", server.port), 5)
        link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        link.close()
    assert client.ping()


def test_unauthenticated_flood_that_never_reads(start: Callable[..., Running]) -> None:
    running = start("--requirepass", "secret")
    before = resident(running.process.pid)
    with running.connect() as link, contextlib.suppress(OSError):
        for _ in range(200):
            link.sendall(b"GET a\r\n" * 10_000)
    assert resident(running.process.pid) - before < 64 << 20
    with redis.Redis(port=running.port, password="secret") as good:
        assert good.ping()


def test_unauthenticated_headers_reserve_nothing(start: Callable[..., Running]) -> None:
    running = start("--requirepass", "secret")
    before = resident(running.process.pid)
    links = [running.connect() for _ in range(200)]
    for link in links:
        link.sendall(b"*1048576\r\n$536870912\r\n")
    for link in links:
        text = read_until_end(link)
        assert text == b"-ERR Protocol error: unauthenticated multibulk length\r\n"
        link.close()
    with running.connect() as link:
        link.sendall(b"*2\r\n$536870912\r\n")
        assert read_until_end(link) == b"-ERR Protocol error: unauthenticated bulk length\r\n"
    assert resident(running.process.pid) - before < 16 << 20


def test_a_long_pattern_has_bounded_depth(client: redis.Redis) -> None:
    client.set("a" * 5_000, 1)
    assert len(client.keys("*?" * 1_000)) == 1
    assert client.keys("*?" * 1_001) == []
    assert client.scan(0, match="*?" * 50_000)[1] == []


def test_many_stars_do_not_explode(client: redis.Redis) -> None:
    client.set("a" * 40, 1)
    pattern = "a*" * 20 + "b"
    assert client.keys(pattern) == []
    assert client.config_get(pattern) == {}


def test_a_unix_socket_is_never_reachable_early(
    start: Callable[..., Running], tmp_path: Path
) -> None:
    path = tmp_path / "s.sock"
    seen: list[int] = []
    done = threading.Event()

    def watch() -> None:
        while not done.is_set():
            with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as link:
                link.connect(str(path))
                seen.append(os.stat(path).st_mode & 0o777)

    watcher = threading.Thread(target=watch)
    watcher.start()
    old = os.umask(0)
    try:
        start("--unixsocket", str(path), "--unixsocketperm", "700")
    finally:
        os.umask(old)
        done.set()
        watcher.join()
    assert set(seen) <= {0o700}


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (("HINCRBYFLOAT", "h", "f", "+inf"), "value is NaN or Infinity"),
        (("HINCRBYFLOAT", "h", "f", "nan"), "value is not a valid float"),
        (("HRANDFIELD", "h", -9223372036854775808, "WITHVALUES"), "value is out of range"),
        (("HRANDFIELD", "h", -9223372036854770000, "WITHVALUES"), "value is out of range"),
        (("SETRANGE", "s", BIG, "x"), "string exceeds maximum allowed size"),
        (("SETRANGE", "s", 2147483647, "x"), "string exceeds maximum allowed size"),
        (("SETBIT", "s", 4294967296, 1), "bit offset is not an integer or out of range"),
        (("BITFIELD", "s", "SET", "u8", 4294967296, 1), "bit offset is not an integer"),
        (("SCAN", "18446744073709551616"), "invalid cursor"),
        (("SCAN", 0, "COUNT", -1), "syntax error"),
        (("EXPIRE", "h", BIG), "invalid expire time in 'expire' command"),
        (("PEXPIREAT", "h", BIG + 1), "value is not an integer or out of range"),
        (("SET", "s", "v", "PX", BIG), "invalid expire time in 'set' command"),
    ],
)
def test_numbers_that_overflow(client: redis.Redis, words: tuple[object, ...], answer: str) -> None:
    client.hset("h", mapping={"a": 1})
    try:
        reply = client.execute_command(*words)
    except redis.ResponseError as error:
        assert answer in str(error)
    else:
        raise AssertionError(f"{words} was answered with {reply!r}")
    assert client.hgetall("h") == {b"a": b"1"}


def test_msetnx_with_a_key_twice(client: redis.Redis) -> None:
    assert client.execute_command("MSETNX", "x", 1, "x", 2) == 1
    assert client.get("x") == b"2"
    assert client.execute_command("MSETNX", "x", 3, "x", 4) == 0
    assert client.get("x") == b"2"


def test_lcs_of_large_strings_checks_its_memory(client: redis.Redis) -> None:
    client.set("a", "x" * 70_000)
    client.set("b", "y" * 70_000)
    before = memory(client)
    with contextlib.suppress(redis.ResponseError):
        client.execute_command("LCS", "a", "b", "LEN")
    assert memory(client) - before < 1 << 20


def test_one_client_closes_another_in_the_same_turn(server: Running, client: redis.Redis) -> None:
    victims = [server.connect() for _ in range(20)]
    ids = []
    for link in victims:
        link.sendall(b"CLIENT ID\r\n")
        ids.append(int(link.recv(100)[1:]))
    for at, link in enumerate(victims):
        other = ids[(at + 1) % len(ids)]
        link.sendall(b"CLIENT KILL ID %d\r\n" % other + b"SET k v\r\nGET k\r\n" * 50)
    for link in victims:
        read_some = link.recv(65536) if at >= 0 else b""
        assert isinstance(read_some, bytes)
        link.close()
    assert client.ping()


def test_a_client_that_kills_itself_gets_its_answer(server: Running, client: redis.Redis) -> None:
    with server.connect() as link:
        link.sendall(b"CLIENT ID\r\n")
        ident = int(link.recv(100)[1:])
        link.sendall(b"CLIENT KILL ID %d SKIPME no\r\nPING\r\n" % ident)
        assert read_until_end(link) == b":1\r\n"
    assert client.ping()


def test_a_slow_sender_holds_nobody_up(server: Running, client: redis.Redis) -> None:
    links = [server.connect() for _ in range(200)]
    for step in (b"*", b"2", b"\r\n$3\r\n", b"GE", b"T\r\n$1\r\n"):
        for link in links:
            link.sendall(step)
        assert client.ping()
    for link in links:
        link.close()


def test_a_million_pings_nobody_reads_stay_bounded(start: Callable[..., Running]) -> None:
    running = start("--client-output-buffer-limit", "normal 4mb 0 0")
    with redis.Redis(port=running.port) as other, running.connect() as link:
        with contextlib.suppress(OSError):
            for _ in range(100):
                link.sendall(b"PING\r\n" * 10_000)
        assert other.ping()
        assert memory(other) < 64 << 20
