"""Damaged RDB files: refused or exact, and never served in part."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import redis

from tests.conftest import ENTRY, Running, unused_port


def flood(process: subprocess.Popen[bytes], port: int) -> set[bytes]:
    """Ask for the number of keys until the server has left; the kinds of its answers."""
    answers: set[bytes] = set()
    while process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 5) as s:
            data = b""
            while True:
                s.sendall(b"DBSIZE\r\n" * 16)
                more = s.recv(65536)
                if not more:
                    break
                data += more
                *lines, data = data.split(b"\r\n")
                answers |= set(lines)
    return answers


def test_a_file_that_fails_late_is_never_served(
    start: Callable[..., Running], tmp_path: Path
) -> None:
    running = start()
    with redis.Redis(port=running.port) as client:
        client.execute_command("DEBUG", "POPULATE", 150000)
        client.save()
        client.flushall()
    file = tmp_path / "dump.rdb"
    file.write_bytes(file.read_bytes()[:-1] + b"!")
    port = unused_port()
    command = [sys.executable, "-c", ENTRY, "--port", str(port), "--dir", str(tmp_path)]
    with subprocess.Popen([*command, "--logfile", str(tmp_path / "late.log")]) as process:
        answers = flood(process, port)
    assert process.returncode == 1
    assert answers == {b"-LOADING Valkey is loading the dataset in memory"}
