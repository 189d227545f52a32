"""MONITOR: the line's form, what is not shown, and who is no monitor any more."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable
from pathlib import Path

from tests.conftest import Running


def _line(s: socket.socket) -> bytes:
    got = b""
    while not got.endswith(b"\r\n"):
        got += s.recv(1)
    return got


def test_lines_show_time_database_address_and_escaped_words(server: Running) -> None:
    with server.connect() as monitor, server.connect() as worker:
        monitor.sendall(b"MONITOR\r\n")
        assert _line(monitor) == b"+OK\r\n"
        worker.sendall(
            b'SELECT 9\r\n*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$9\r\na"\\\n\r\t\x07\x08\xff\r\n'
        )
        address = "{}:{}".format(*worker.getsockname()).encode()
        first, second = _line(monitor), _line(monitor)
        form = rb"\+\d{10}\.\d{6} \[9 " + re.escape(address) + rb"\] (.*)\r\n"
        assert (m := re.fullmatch(form, first)) and m[1] == b'"SELECT" "9"'
        assert (m := re.fullmatch(form, second))
        assert m[1] == rb'"SET" "k" "a\"\\\n\r\t\a\b\xff"'


def test_secrets_and_administration_are_not_shown(server: Running) -> None:
    with server.connect() as monitor, server.connect() as worker:
        monitor.sendall(b"MONITOR\r\n")
        assert _line(monitor) == b"+OK\r\n"
        worker.sendall(
            b"AUTH default pass\r\nHELLO 3 AUTH default pass SETNAME a\r\n"
            b'CONFIG SET requirepass ""\r\nCLIENT LIST\r\nPING\r\n'
        )
        assert _line(monitor).endswith(b'"AUTH" "(redacted)" "(redacted)"\r\n')
        shown = b'"HELLO" "3" "AUTH" "(redacted)" "(redacted)" "SETNAME" "a"\r\n'
        assert _line(monitor).endswith(shown)
        assert _line(monitor).endswith(b'"PING"\r\n')


def test_refused_commands_are_not_shown_and_failed_ones_are(server: Running) -> None:
    with server.connect() as monitor, server.connect() as worker:
        monitor.sendall(b"MONITOR\r\nMONITOR\r\n")
        assert _line(monitor) == b"+OK\r\n"
        worker.sendall(b"NOSUCH\r\nGET\r\nINCRBY k x\r\n")
        assert _line(monitor).endswith(b'"INCRBY" "k" "x"\r\n')


def test_reset_and_leaving_end_it(server: Running) -> None:
    with server.connect() as monitor, server.connect() as worker:
        monitor.sendall(b"MONITOR\r\n")
        assert _line(monitor) == b"+OK\r\n"
        worker.sendall(b"CLIENT LIST FLAGS O\r\n")
        assert b"flags=O" in worker.recv(4096)
        monitor.sendall(b"RESET\r\n")
        assert _line(monitor) == b"+RESET\r\n"
        worker.sendall(b"PING\r\n")
        assert _line(worker) == b"+PONG\r\n"
        monitor.sendall(b"ECHO still\r\n")
        assert _line(monitor) == b"$5\r\n"
        monitor.sendall(b"MONITOR\r\n")
    with server.connect() as after:
        after.sendall(b"PING\r\nPING\r\n")
        assert _line(after) == b"+PONG\r\n"


def test_a_unix_socket_is_named(start: Callable[..., Running], tmp_path: Path) -> None:
    path = f"{tmp_path}/s.sock"
    running = start("--unixsocket", path)
    with running.connect() as monitor, socket.socket(socket.AF_UNIX) as worker:
        monitor.sendall(b"MONITOR\r\n")
        assert _line(monitor) == b"+OK\r\n"
        worker.connect(path)
        worker.sendall(b"PING\r\n")
        assert f'[0 unix:{path}] "PING"'.encode() in _line(monitor)
