"""Commands of lists that wait: a push serves them, in the order in which they came; or time."""

from __future__ import annotations

import re
import socket
import time

import pytest
import redis

from tests.conftest import Running
from tests.server.test_lists import whole
from tests.words import refused, run

Client = redis.Redis


def blocked(client: Client) -> int:
    """How many clients wait."""
    found = re.search(rb"blocked_clients:(\d+)", run(client, "INFO", "clients"))
    assert found is not None
    return int(found[1])


def waiting(server: Running, client: Client, line: str) -> socket.socket:
    """Send a command that waits; return once it does."""
    before = blocked(client)
    connection = server.connect()
    connection.sendall(line.encode() + b"\r\n")
    for _ in range(500):
        if blocked(client) > before:
            return connection
        time.sleep(0.01)
    raise AssertionError(f"it does not wait: {line}")


@pytest.mark.parametrize(
    ("line", "want", "left"),
    [
        ("BLPOP none l 0", b"*2\r\n$1\r\nl\r\n$1\r\na\r\n", [b"b"]),
        ("BRPOP l 5", b"*2\r\n$1\r\nl\r\n$1\r\nb\r\n", [b"a"]),
        ("BLMOVE l m LEFT RIGHT 0", b"$1\r\na\r\n", [b"b"]),
        ("BRPOPLPUSH l m 0", b"$1\r\nb\r\n", [b"a"]),
        ("BLMPOP 0 2 none l RIGHT COUNT 2", b"*2\r\n$1\r\nl\r\n*2\r\n$1\r\nb\r\n$1\r\na\r\n", []),
    ],
)
def test_served(server: Running, client: Client, line: str, want: bytes, left: list[bytes]) -> None:
    run(client, "DEL", "l", "m")
    with waiting(server, client, line) as connection:
        run(client, "RPUSH", "l", "a", "b")
        assert connection.recv(200) == want
    assert whole(client) == left
    run(client, "DEL", "l")
    run(client, "RPUSH", "l", "a", "b")
    assert server.talk(line.encode() + b"\r\n") == want, "and at once where there is something"


def test_first_come_first_served(server: Running, client: Client) -> None:
    with (
        waiting(server, client, "BLPOP l 0") as first,
        waiting(server, client, "BLMOVE l m LEFT LEFT 0") as second,
        waiting(server, client, "BLPOP m 0") as third,
    ):
        run(client, "RPUSH", "l", "1")
        assert first.recv(100).endswith(b"$1\r\n1\r\n")
        run(client, "RPUSH", "l", "2")
        assert second.recv(100) == b"$1\r\n2\r\n"
        assert third.recv(100) == b"*2\r\n$1\r\nm\r\n$1\r\n2\r\n", "what was moved serves the next"
    assert run(client, "EXISTS", "l", "m") == 0


def test_times_out(server: Running) -> None:
    with server.connect() as connection:
        for line in (b"BLPOP none 0.01\r\n", b"BLMOVE none m LEFT LEFT 0.01\r\n"):
            connection.sendall(line)
            assert connection.recv(100) == b"*-1\r\n"
        connection.sendall(b"HELLO 3\r\n")
        while not connection.recv(1000).endswith(b"*0\r\n"):
            continue
        connection.sendall(b"BLMPOP 0.01 1 none LEFT\r\n")
        assert connection.recv(100) == b"_\r\n"


def test_what_is_refused(client: Client) -> None:
    run(client, "SET", "text", "x")
    assert "timeout is negative" in refused(client, "BLPOP", "l", -1)
    assert "timeout is not a float" in refused(client, "BRPOP", "l", "x")
    assert "WRONGTYPE" in refused(client, "BLPOP", "none", "text", 1)
    assert "syntax error" in refused(client, "BLMOVE", "l", "m", "UP", "LEFT", 1)
    assert "numkeys should be greater" in refused(client, "BLMPOP", 1, 0, "l", "LEFT")
