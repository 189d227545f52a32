"""Damaged RDB files: refused, never served in part, and left as they are.

Every bit and every length are tried natively (rdb_damage_test.cc); a server is started on some.
"""

from __future__ import annotations

import contextlib
import os
import random
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import redis

from tests.conftest import ENTRY, Running, unused_port
from tests.fault.power_loss.recording import RefusedError, start_server
from tests.fault.power_loss.workload import call, run_workload

DAMAGES = int(os.environ.get("VKSCOPE_DAMAGES", "6"))
LIBRARY = "#!lua name=lib\nredis.register_function('f', function() return 1 end)"


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


def test_a_server_refuses_a_damaged_file_and_leaves_it(tmp_path: Path) -> None:
    folder = tmp_path / "disk"
    folder.mkdir()
    started = start_server("ours", folder, "--save", "")
    run_workload(started, 2, 40)
    with started.connect() as admin:
        assert call(admin, "SAVE") == b"+OK\r\n"
        assert call(admin, "FUNCTION", "LOAD", LIBRARY).startswith(b"$")
        assert call(admin, "SAVE") == b"+OK\r\n"
    started.kill()
    file, choose = folder / "dump.rdb", random.Random(1)
    sound = file.read_bytes()
    for _ in range(DAMAGES):
        damaged = bytearray(sound[: choose.choice([len(sound), choose.randrange(len(sound))])])
        bit = choose.randrange(len(damaged) * 8)
        damaged[bit // 8] ^= 1 << bit % 8
        file.write_bytes(damaged)
        with pytest.raises(RefusedError) as refused:
            start_server("ours", folder, "--save", "")
        assert "Fatal error loading the DB" in str(refused.value)
        assert file.read_bytes() == damaged
        assert [path.name for path in folder.iterdir()] == ["dump.rdb"]
