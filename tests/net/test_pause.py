"""CLIENT PAUSE: who waits, in which order they go on, and what is true meanwhile."""

from __future__ import annotations

import socket
from collections.abc import Callable

import redis

from tests.conftest import Running

Start = Callable[..., Running]


def _quiet(s: socket.socket) -> bool:
    s.setblocking(False)
    try:
        s.recv(1)
    except BlockingIOError:
        return True
    finally:
        s.settimeout(5)
    return False


def _read(s: socket.socket, n: int) -> bytes:
    got = b""
    while len(got) < n and (more := s.recv(n - len(got))):
        got += more
    return got


def test_writes_wait_and_reads_do_not(server: Running) -> None:
    with server.connect() as boss, server.connect() as worker:
        boss.sendall(b"SET k 1\r\nCLIENT PAUSE 60000 WRITE\r\n")
        assert _read(boss, 10) == b"+OK\r\n+OK\r\n"
        worker.sendall(b"GET k\r\nSET k 2\r\nGET k\r\n")
        assert _read(worker, 7) == b"$1\r\n1\r\n"
        boss.sendall(b"CLIENT LIST FLAGS b\r\nINFO clients\r\nGET k\r\n")
        got = b""
        while not got.endswith(b"$1\r\n1\r\n"):
            got += boss.recv(65536)
        assert b"flags=b" in got
        assert b"blocked_clients:1" in got
        assert b"paused_reason:client_pause" in got
        assert b"paused_actions:write" in got
        assert _quiet(worker)
        boss.sendall(b"CLIENT UNPAUSE\r\n")
        assert _read(boss, 5) == b"+OK\r\n"
        assert _read(worker, 12) == b"+OK\r\n$1\r\n2\r\n"


def test_transactions_of_scripts_that_only_read_do_not_wait(server: Running) -> None:
    with server.connect() as boss, server.connect() as reader, server.connect() as writer:
        boss.sendall(b"CLIENT PAUSE 60000 WRITE\r\n")
        assert _read(boss, 5) == b"+OK\r\n"
        declared = b'EVAL "#!lua flags=no-writes\\nreturn 12" 0\r\n'
        reader.sendall(b"MULTI\r\n" + declared * 2 + b"EXEC\r\n")
        answer = b"+OK\r\n+QUEUED\r\n+QUEUED\r\n*2\r\n:12\r\n:12\r\n"
        assert _read(reader, len(answer)) == answer
        writer.sendall(b"MULTI\r\nEVAL 'return 1' 0\r\nEXEC\r\n")
        assert _read(writer, 5) == b"+OK\r\n"
        boss.sendall(b"PING\r\n")
        assert _read(boss, 7) == b"+PONG\r\n" and _quiet(writer)
        boss.sendall(b"CLIENT UNPAUSE\r\n")
        assert _read(boss, 5) == b"+OK\r\n"
        assert _read(writer, 17) == b"+QUEUED\r\n*1\r\n:1\r\n"


def test_a_pipeline_keeps_its_order_and_its_quotes(server: Running) -> None:
    """Inline words are unescaped in place: what waits must come back as it was meant."""
    with server.connect() as boss, server.connect() as worker:
        boss.sendall(b"CLIENT PAUSE 60000 WRITE\r\n")
        assert _read(boss, 5) == b"+OK\r\n"
        line = b'SET a "x\\x41 y"\r\nGET a\r\n*2\r\n$3\r\nGET\r\n$1\r\na\r\n'
        worker.sendall(line * 50 + b"ECHO h")
        boss.sendall(b"CLIENT UNPAUSE\r\n")
        assert _read(boss, 5) == b"+OK\r\n"
        worker.sendall(b"i\r\n")
        one = b"+OK\r\n$4\r\nxA y\r\n$4\r\nxA y\r\n"
        assert _read(worker, len(one) * 50 + 8) == one * 50 + b"$2\r\nhi\r\n"


def test_pause_all_ends_by_itself_and_a_weaker_one_does_not_weaken_it(server: Running) -> None:
    with server.connect() as boss, server.connect() as worker:
        boss.sendall(b"CLIENT PAUSE 300 ALL\r\nPING\r\n")
        assert _read(boss, 5) == b"+OK\r\n"
        worker.sendall(b"PING\r\n")
        assert _read(worker, 7) == b"+PONG\r\n"
        assert _read(boss, 7) == b"+PONG\r\n"
        worker.sendall(b"CLIENT PAUSE 100000 WRITE\r\nPING\r\nCLIENT UNPAUSE\r\n")
        assert _read(worker, 17) == b"+OK\r\n+PONG\r\n+OK\r\n"


def test_wrong_commands_are_told_at_once(start: Start) -> None:
    running = start()
    with running.connect() as boss, running.connect() as worker:
        boss.sendall(b"CLIENT PAUSE 60000 ALL\r\n")
        assert _read(boss, 5) == b"+OK\r\n"
        worker.sendall(b"SET k\r\n")
        assert worker.recv(100).startswith(b"-ERR wrong number of arguments for 'set'")
        worker.sendall(b"GET k\r\n")
    with running.connect() as closer:
        closer.sendall(b"NOSUCH\r\n")
        assert closer.recv(100).startswith(b"-ERR unknown command")


def test_keys_stay_hidden_and_uncounted_while_paused(start: Start) -> None:
    running = start()
    client = redis.Redis(port=running.port)
    client.set("k", "v", px=30)
    client.execute_command("CLIENT", "PAUSE", 60000, "WRITE")
    client.execute_command("DEBUG", "SLEEP", "0.1")
    before = client.info("stats")["expired_keys"]
    assert client.get("k") is None
    assert client.dbsize() == 1
    assert client.info("stats")["expired_keys"] == before
    client.execute_command("CLIENT", "UNPAUSE")
    assert client.get("k") is None
    assert client.dbsize() == 0
    client.close()


def test_bad_arguments(server: Running) -> None:
    got = server.talk(
        b"CLIENT PAUSE abc\r\nCLIENT PAUSE -1\r\nCLIENT PAUSE 1 SOME\r\n"
        b"CLIENT PAUSE 9223372036854775807\r\n"
    )
    assert got.split(b"\r\n")[:4] == [
        b"-ERR timeout is not an integer or out of range",
        b"-ERR timeout is negative",
        b"-ERR CLIENT PAUSE mode must be WRITE or ALL",
        b"-ERR timeout is out of range",
    ]
