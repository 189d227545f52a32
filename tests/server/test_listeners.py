"""CONFIG SET port and bind: new listeners, the old ones back when the new cannot be had."""

from __future__ import annotations

import socket
from collections.abc import Callable

import pytest
import redis

from tests.conftest import Running, unused_port

Start = Callable[..., Running]


def _answers(port: int, host: str = "127.0.0.1") -> bool:
    try:
        with socket.create_connection((host, port), 2) as s:
            s.sendall(b"PING\r\n")
            return s.recv(16) == b"+PONG\r\n"
    except ConnectionRefusedError:
        return False


def test_a_new_port_replaces_the_old_and_clients_stay(start: Start) -> None:
    running = start()
    client = redis.Redis(port=running.port)
    other = unused_port()
    assert client.config_set("port", other)
    assert _answers(other)
    assert not _answers(running.port)
    assert client.ping()
    assert client.config_get("port")["port"] == str(other)
    client.close()


def test_a_taken_port_leaves_everything_as_it_was(start: Start) -> None:
    running = start()
    client = redis.Redis(port=running.port)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(redis.ResponseError, match="Unable to listen on this port"):
            client.config_set("port", taken.getsockname()[1])
    assert client.config_get("port")["port"] == str(running.port)
    assert _answers(running.port)
    log = running.log.read_text()
    assert "Could not create server TCP listening socket 127.0.0.1:" in log
    assert "Restoring previous settings." in log
    client.close()


def test_bind_moves_to_another_address(start: Start) -> None:
    running = start()
    client = redis.Redis(port=running.port)
    assert client.config_set("bind", "127.0.0.2")
    assert _answers(running.port, "127.0.0.2")
    assert not _answers(running.port)
    with pytest.raises(redis.ResponseError, match="Failed to bind to specified addresses"):
        client.config_set("bind", "203.0.113.1")
    assert _answers(running.port, "127.0.0.2")
    assert client.config_set("bind", "127.0.0.1 -203.0.113.1")
    assert _answers(running.port)
    client.close()


def test_port_zero_closes_tcp_and_the_unix_socket_serves_on(start: Start, tmp_path: object) -> None:
    path = f"{tmp_path}/s.sock"
    running = start("--unixsocket", path)
    client = redis.Redis(unix_socket_path=path)
    assert client.config_set("port", 0)
    assert not _answers(running.port)
    assert client.config_set("port", running.port)
    assert _answers(running.port)
    client.close()


IPPROTO_MPTCP = 262


def test_multipath_tcp_is_listened_on_or_refused(start: Start) -> None:
    try:
        socket.socket(socket.AF_INET, socket.SOCK_STREAM, IPPROTO_MPTCP).close()
    except OSError:
        with pytest.raises(RuntimeError, match="MPTCP is not supported on this platform"):
            start("--mptcp", "yes")
        return
    assert _answers(start("--mptcp", "yes").port)


def test_a_mark_is_set_or_the_start_ends(start: Start) -> None:
    """Only a process with CAP_NET_ADMIN may set it."""
    with socket.socket() as probe:
        try:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_MARK, 7)
        except PermissionError:
            with pytest.raises(RuntimeError, match="Operation not permitted"):
                start("--socket-mark-id", "7")
            return
    assert _answers(start("--socket-mark-id", "7").port)
