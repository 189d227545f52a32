"""SHUTDOWN and the signals that ask for it."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Running

Start = Callable[..., Running]


def test_shutdown_closes_without_a_reply(start: Start) -> None:
    running = start()
    assert running.talk(b"SHUTDOWN NOSAVE NOW\r\n") == b""
    assert running.process.wait(10) == 0
    assert "User requested shutdown..." in running.log.read_text()
    assert running.log.read_text().endswith("Valkey is now ready to exit, bye bye...\n")


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (b"SAVE NOSAVE", b"-ERR syntax error\r\n"),
        (b"LATER", b"-ERR syntax error\r\n"),
        (b"ABORT NOW", b"-ERR syntax error\r\n"),
        (b"ABORT", b"-ERR No shutdown in progress.\r\n"),
    ],
)
def test_errors_are_valkeys(server: Running, words: bytes, error: bytes) -> None:
    assert server.talk(b"SHUTDOWN " + words + b"\r\n") == error


def wait_for(running: Running, words: str) -> None:
    deadline = time.monotonic() + 10
    while words not in running.log.read_text():
        assert time.monotonic() < deadline, running.log.read_text()
        time.sleep(0.02)


def test_a_signals_shutdown_can_be_aborted(start: Start) -> None:
    running = start()
    running.talk(b"DEBUG PAUSE-CRON 1\r\n")
    os.kill(running.process.pid, signal.SIGTERM)
    wait_for(running, "Received SIGTERM scheduling shutdown...")
    assert running.talk(b"SHUTDOWN ABORT\r\n") == b"+OK\r\n"
    wait_for(running, "Shutdown manually aborted.")
    assert running.talk(b"DEBUG PAUSE-CRON 0\r\nPING\r\n") == b"+OK\r\n+PONG\r\n"


def test_a_second_sigint_insists(start: Start) -> None:
    running = start()
    running.talk(b"DEBUG PAUSE-CRON 1\r\n")
    for line in ("Received SIGINT scheduling shutdown...", "You insist... exiting now."):
        os.kill(running.process.pid, signal.SIGINT)
        wait_for(running, line)
    assert running.process.wait(10) == 1
    running.process.returncode = 0  # what the fixture expects of servers that it ends itself


def test_a_save_that_fails_keeps_the_server(start: Start, tmp_path: Path) -> None:
    """Unless it is told to leave by force."""
    (tmp_path / "data").mkdir()
    running = start("--dir", str(tmp_path / "data"))
    (tmp_path / "data").rmdir()
    error = b"-ERR Errors trying to SHUTDOWN. Check logs.\r\n"
    assert running.talk(b"SHUTDOWN SAVE\r\n") == error
    assert running.talk(b"PING\r\n") == b"+PONG\r\n"
    assert "Error trying to save the DB, can't exit." in running.log.read_text()
    assert running.talk(b"SHUTDOWN SAVE FORCE\r\n") == b""
    assert running.process.wait(10) == 0
    assert "Error trying to save the DB. Exit anyway." in running.log.read_text()
