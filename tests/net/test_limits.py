"""Limits of clients: output, query buffer, memory of all; and what a stranger may send."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Callable
from contextlib import suppress

import pytest
import redis

from tests.conftest import Running

Start = Callable[..., Running]


def _closed(s: socket.socket) -> bool:
    """All that comes is read until the other side has ended."""
    try:
        while s.recv(1 << 20):
            pass
    except ConnectionResetError:
        pass
    return True


def _wait_for(what: Callable[[], bool]) -> None:
    for _ in range(500):
        if what():
            return
        time.sleep(0.01)
    raise AssertionError("it did not come")


def test_one_huge_reply_over_the_hard_limit_closes(start: Start) -> None:
    running = start("--client-output-buffer-limit", "normal 1mb 0 0")
    client = redis.Redis(port=running.port)
    client.set("big", b"x" * 4_000_000)
    with running.connect() as s:
        s.sendall(b"GET big\r\n")
        assert _closed(s)
    stats = client.info("stats")
    assert stats["client_output_buffer_limit_disconnections"] == 1
    log = running.log.read_text()
    assert re.search(
        r"# Client id=\d+ .*name=\*redacted\* .*cmd=get .*scheduled to be closed ASAP for "
        r"overcoming of output buffer limits\.",
        log,
    )
    assert client.ping()
    client.close()


def test_many_replies_that_nobody_reads_close(start: Start) -> None:
    running = start("--client-output-buffer-limit", "normal 20mb 0 0")
    client = redis.Redis(port=running.port)
    client.set("k", b"x" * 100_000)
    with running.connect() as s:
        s.sendall(b"GET k\r\n" * 2000)
        _wait_for(lambda: client.info("stats")["client_output_buffer_limit_disconnections"] == 1)
    client.close()


def test_the_soft_limit_needs_its_seconds(start: Start) -> None:
    running = start("--client-output-buffer-limit", "normal 0 1mb 1")
    client = redis.Redis(port=running.port)
    client.set("k", b"x" * 100_000)
    with running.connect() as s:
        s.sendall(b"GET k\r\n" * 300)
        _wait_for(lambda: client.info("stats")["client_output_buffer_limit_disconnections"] == 1)
        assert "closed for overcoming of output buffer limits" in running.log.read_text()
    with running.connect() as s:
        s.sendall(b"GET k\r\n" * 300)
        left = 300 * len(b"$100000\r\n" + b"x" * 100_000 + b"\r\n")
        while left:
            left -= len(s.recv(1 << 20))
    client.close()


def test_a_query_over_the_limit_closes_and_is_logged(start: Start) -> None:
    running = start("--client-query-buffer-limit", "1mb")
    client = redis.Redis(port=running.port)
    with running.connect() as s:
        with suppress(ConnectionResetError, BrokenPipeError):
            s.sendall(b"*2\r\n$4\r\nECHO\r\n$3000000\r\n" + b"x" * 2_000_000)
        assert _closed(s)
    assert client.info("stats")["client_query_buffer_limit_disconnections"] == 1
    log = running.log.read_text()
    assert "Closing client that reached max query buffer length: id=" in log
    assert r'(qbuf initial bytes: "*2\r\n$4\r\nECHO' in log
    client.close()


@pytest.mark.parametrize("line", [b"POST / HTTP/1.1\r\n", b"Host: localhost\r\n"])
def test_what_browsers_send_ends_the_connection(start: Start, line: bytes) -> None:
    running = start()
    assert running.talk(line + b"PING\r\n") == b""
    assert "Possible SECURITY ATTACK detected." in running.log.read_text()
    assert running.talk(line) == b""
    assert running.log.read_text().count("SECURITY ATTACK") == 1


def test_protocol_errors_are_logged_when_verbose(start: Start) -> None:
    running = start("--loglevel", "verbose")
    running.talk(b"*1\r\n$x\r\n")
    log = running.log.read_text()
    assert re.search(r"- Accepted 127\.0\.0\.1:\d+", log)
    assert re.search(
        r"- Protocol error \(invalid bulk length\) from client: id=\d+ .*\. Query buffer during "
        r"protocol error: '\*1\.\.\$x\.\.'",
        log,
    )


def test_the_largest_clients_go_when_all_hold_too_much(start: Start) -> None:
    running = start("--maxmemory-clients", "3mb")
    client = redis.Redis(port=running.port)
    client.execute_command("CLIENT", "NO-EVICT", "on")
    small, large = running.connect(), running.connect()
    small.sendall(b"*2\r\n$4\r\nECHO\r\n$100000\r\n" + b"x" * 50_000)
    with suppress(ConnectionResetError, BrokenPipeError):
        large.sendall(b"*2\r\n$4\r\nECHO\r\n$4000000\r\n" + b"x" * 3_900_000)
    assert _closed(large)
    assert client.info("stats")["evicted_clients"] == 1
    assert "Evicting client: id=" in running.log.read_text()
    small.sendall(b"x" * 50_000 + b"\r\n")
    assert small.recv(9) == b"$100000\r\n"
    small.close()
    large.close()
    client.close()


def test_idle_clients_are_closed_and_buffers_given_back(start: Start) -> None:
    running = start("--timeout", "1")
    with running.connect() as s:
        s.sendall(b"PING\r\n")
        assert s.recv(16) == b"+PONG\r\n"
        assert s.recv(1) == b""


def test_large_query_buffers_do_not_stay(server: Running) -> None:
    client = redis.Redis(port=server.port)
    with server.connect() as s:
        ident = 0
        s.sendall(b"CLIENT ID\r\n")
        ident = int(s.recv(64)[1:-2])
        s.sendall(b"*2\r\n$6\r\nSTRLEN\r\n$1000000\r\n" + b"k" * 1_000_000 + b"\r\n")
        assert s.recv(16) == b":0\r\n"

        def given_back() -> bool:
            row = client.client_list(client_id=[ident])[0]
            return int(row["qbuf"]) == 0 and int(row["qbuf-free"]) < 20_000

        _wait_for(given_back)
    client.close()


def test_clients_that_hold_too_much_go_before_keys(start: Start) -> None:
    limits = ("--maxmemory", "30mb", "--maxmemory-policy", "allkeys-lru")
    running = start(*limits, "--maxmemory-clients", "12mb")
    client = redis.Redis(port=running.port)
    client.execute_command("CLIENT", "NO-EVICT", "on")
    client.set("big", b"x" * 200_000)
    client.mset({f"kept:{i}": b"v" * 1000 for i in range(5000)})
    readers = [running.connect() for _ in range(20)]
    for reader in readers:  # none reads its replies
        reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        with suppress(ConnectionResetError, BrokenPipeError):
            reader.sendall(b"GET big\r\n" * 60)
    for _ in range(500):
        if client.info("stats")["evicted_clients"]:
            break
        time.sleep(0.01)
    stats = client.info("stats")
    assert stats["evicted_clients"] > 0
    assert stats["evicted_keys"] == 0
    assert client.dbsize() == 5001
    for reader in readers:
        reader.close()
    client.close()


def test_tracked_prefixes_count_for_their_client(start: Start) -> None:
    running = start("--maxmemory-clients", "200000")
    client = redis.Redis(port=running.port)
    client.execute_command("CLIENT", "NO-EVICT", "on")
    tracker = running.connect()
    tracker.sendall(b"HELLO 3\r\n")
    with suppress(ConnectionResetError, BrokenPipeError):
        for batch in range(300):  # of 20 prefixes of 10 bytes: the names alone are 60,000 bytes
            names = b" ".join(b"PREFIX p%09d" % (batch * 20 + i) for i in range(20))
            tracker.sendall(b"CLIENT TRACKING ON BCAST " + names + b"\r\n")

    _wait_for(lambda: client.info("stats")["evicted_clients"] == 1)
    assert client.info("clients")["tracking_clients"] == 0
    tracker.close()
    client.close()
