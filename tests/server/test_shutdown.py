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


def test_a_child_that_saves_is_killed(start: Start, tmp_path: Path) -> None:
    """Its temporary file goes with it, and the end's own save is there."""
    running = start("--save", "900 1", "--rdb-key-save-delay", "1000000")
    running.talk(b"SET a 1\r\nSET b 2\r\nBGSAVE\r\n")
    running.talk(b"CONFIG SET rdb-key-save-delay 0\r\n")
    assert running.talk(b"SHUTDOWN\r\n") == b""
    assert running.process.wait(10) == 0
    assert "There is a child saving an .rdb. Killing it!" in running.log.read_text()
    assert list(tmp_path.glob("temp-*")) == []
    assert (tmp_path / "dump.rdb").exists()


def test_who_asked_is_in_the_log(start: Start) -> None:
    running = start()
    running.talk(b"SHUTDOWN NOSAVE\r\n")
    assert running.process.wait(10) == 0
    log = running.log.read_text()
    assert "User requested shutdown... (user request from 'id=" in log
    assert " resp=2 " in log


@pytest.mark.parametrize(("words", "saved"), [("default", True), ("nosave now", False)])
def test_signals_end_as_their_parameter_says(
    start: Start, tmp_path: Path, words: str, saved: bool
) -> None:
    running = start("--save", "900 1", "--shutdown-on-sigterm", words)
    running.talk(b"SET a 1\r\n")
    os.kill(running.process.pid, signal.SIGTERM)
    assert running.process.wait(10) == 0
    assert (tmp_path / "dump.rdb").exists() == saved


def test_a_second_sigint_ends_the_last_save(start: Start, tmp_path: Path) -> None:
    """At once, and without a trace of its file."""
    running = start("--save", "900 1", "--rdb-key-save-delay", "1000000")
    running.talk(b"".join(b"SET k%d 1\r\n" % i for i in range(20)))
    os.kill(running.process.pid, signal.SIGINT)
    temporary = tmp_path / f"temp-{running.process.pid}.rdb"
    deadline = time.monotonic() + 10
    while not temporary.exists():
        assert time.monotonic() < deadline
        time.sleep(0.02)
    os.kill(running.process.pid, signal.SIGINT)
    assert running.process.wait(10) == 1
    assert not temporary.exists()
    running.process.returncode = 0  # what the fixture expects of servers that it ends itself
