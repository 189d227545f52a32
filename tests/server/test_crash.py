"""What a server leaves when it must end: its report in the log, and the status of the signal."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Running, launch


@pytest.fixture
def doomed(tmp_path: Path) -> Iterator[Running]:
    """A server that the test ends; its ring of events, left behind on purpose, is removed."""
    running = launch(tmp_path)
    yield running
    if running.process.poll() is None:
        running.process.kill()
        running.process.wait(10)
    for ring in Path("/dev/shm").glob(f"vkscope-{running.process.pid}-*.ring"):
        ring.unlink()


def report(running: Running) -> str:
    text = running.log.read_text()
    assert text.count("BUG REPORT START") == 1
    assert text.count("BUG REPORT END") == 1
    return text


def test_a_fatal_signal_is_reported(doomed: Running) -> None:
    doomed.talk(
        b"CONFIG SET hide-user-data-from-log no\r\nCLIENT SETNAME bob\r\nDEBUG SEGFAULT\r\n"
    )
    assert doomed.process.wait(10) == -signal.SIGSEGV
    text = report(doomed)
    assert f"crashed by signal: {signal.SIGSEGV.value}" in text
    assert "Accessing address: 0x" in text
    assert text.count("STACK TRACE -") == 1
    assert "(debugSegfault+0x" in text
    assert "(execCall+0x" in text
    assert "addr=127.0.0.1:" in text
    assert "name=bob" in text
    assert "argv[1]: SEGFAULT" in text
    ring = f"vkscope-{doomed.process.pid}-{doomed.port}.ring"
    assert ring in text
    assert Path("/dev/shm", ring).exists()


@pytest.mark.parametrize(
    ("command", "line"),
    [
        (b"DEBUG ASSERT", "=== ASSERTION FAILED ==="),
        (b"DEBUG PANIC", "Guru Meditation: DEBUG PANIC called at Unix time "),
        (b"DEBUG OOM", "Guru Meditation: "),
    ],
)
def test_internal_errors_are_reported(doomed: Running, command: bytes, line: str) -> None:
    doomed.talk(command + b"\r\n")
    assert doomed.process.wait(10) == -signal.SIGABRT
    text = report(doomed)
    assert line in text
    assert "(debugCommand+0x" in text


def test_user_data_is_hidden(doomed: Running) -> None:
    doomed.talk(b"DEBUG SEGFAULT\r\n")
    doomed.process.wait(10)
    assert "argv[1]: *redacted*" in report(doomed)


def test_a_signal_from_outside_names_its_sender(doomed: Running) -> None:
    os.kill(doomed.process.pid, signal.SIGABRT)
    assert doomed.process.wait(10) == -signal.SIGABRT
    assert f"Killed by PID: {os.getpid()}, UID: {os.getuid()}" in report(doomed)


def test_reports_can_be_switched_off(doomed: Running) -> None:
    doomed.talk(b"CONFIG SET crash-log-enabled no\r\nDEBUG SEGFAULT\r\n")
    assert doomed.process.wait(10) == -signal.SIGSEGV
    assert "BUG REPORT" not in doomed.log.read_text()


def wait_for(running: Running, words: str) -> str:
    deadline = time.monotonic() + 10
    while words not in (text := running.log.read_text()):
        assert time.monotonic() < deadline, text
        time.sleep(0.02)
    return text


def test_sigalrm_shows_where_the_server_is(doomed: Running) -> None:
    os.kill(doomed.process.pid, signal.SIGALRM)
    assert "Received SIGALRM" in wait_for(doomed, "STACK TRACE DONE")
    assert doomed.talk(b"PING\r\n") == b"+PONG\r\n"


def test_the_watchdog_shows_what_is_stuck(doomed: Running) -> None:
    doomed.talk(b"CONFIG SET watchdog-period 200\r\nDEBUG SLEEP 0.5\r\n")
    text = wait_for(doomed, "WATCHDOG TIMER EXPIRED")
    assert "(debugSleep+0x" in wait_for(doomed, "STACK TRACE DONE")
    assert "BUG REPORT" not in text
    assert doomed.talk(b"PING\r\n") == b"+PONG\r\n"
