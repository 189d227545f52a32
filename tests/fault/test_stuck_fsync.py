"""An fsync that does not end: with everysec at most 2 s of answered writes are not durable.

The shim makes an fsync take as long as the test wants.
"""

from __future__ import annotations

import contextlib
import itertools
import select
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.fault.power_loss.check import arguments_of, record, summary, try_states
from tests.fault.power_loss.recording import Shimmed, start_server
from tests.fault.power_loss.workload import call, request

LONG_US = 3_600_000_000
PATIENCE = 300
REASON = b"paused_reason:fsync_in_progress"


@pytest.fixture
def stuck(tmp_path: Path) -> Iterator[Shimmed]:
    """A server with everysec whose fsyncs do not end, from the next one on."""
    shimmed = Shimmed("ours", tmp_path, *arguments_of("everysec"))
    shimmed.sync_us = LONG_US
    shimmed.rule()
    yield shimmed
    shimmed.started.kill()


def free(shimmed: Shimmed) -> None:
    """Fsyncs end at once again."""
    shimmed.sync_us = 0
    shimmed.rule()


def until(condition: Callable[[], bool]) -> None:
    """Wait for a condition."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def write_until_held(writer: socket.socket, other: socket.socket) -> int:
    """Write n, 1 2 3 and so on, until an answer does not come; the number that has none.

    The other client sees that this is because writes wait.
    """
    end = time.monotonic() + PATIENCE
    for n in itertools.count(1):
        assert time.monotonic() < end, "writes do not wait"
        writer.sendall(request(b"SET", b"n", b"%d" % n))
        while not select.select([writer], [], [], 0.05)[0]:
            if REASON in call(other, "INFO", "clients"):
                time.sleep(0.1)  # an answer of before would be here
                if not select.select([writer], [], [], 0)[0]:
                    return n
        assert writer.recv(64) == b"+OK\r\n"
    raise AssertionError


def test_writes_wait_for_a_stuck_fsync_and_reads_do_not(stuck: Shimmed) -> None:
    with stuck.started.connect() as writer, stuck.started.connect() as other:
        waits = write_until_held(writer, other)
        assert waits > 1
        assert call(other, "GET", "n") == b"$%d\r\n%d\r\n" % (len(str(waits - 1)), waits - 1)
        told = call(other, "INFO", "clients")
        assert b"paused_actions:write\r\n" in told
        assert b"paused_timeout_milliseconds:0\r\n" in told
        until(lambda: b"aof_delayed_fsync:0\r\n" not in call(other, "INFO", "persistence"))
        free(stuck)
        assert writer.recv(64) == b"+OK\r\n"
        assert call(other, "GET", "n") == b"$%d\r\n%d\r\n" % (len(str(waits)), waits)
        until(lambda: REASON not in call(other, "INFO", "clients"))
    assert "Commands that write wait for the fsync" in stuck.started.log.read_text()


@pytest.mark.parametrize("policy", ["always", "no"])
def test_another_policy_ends_the_wait(stuck: Shimmed, policy: str) -> None:
    with stuck.started.connect() as writer, stuck.started.connect() as other:
        write_until_held(writer, other)
        if policy == "always":
            free(stuck)
        assert call(other, "CONFIG", "SET", "appendfsync", policy) == b"+OK\r\n"
        assert writer.recv(64) == b"+OK\r\n"
        assert b"paused_reason:none" in call(other, "INFO", "clients")


def test_what_waits_is_not_lost_and_not_half_done(stuck: Shimmed) -> None:
    """A transaction that waits happens after the end of the fsync, as a whole, or not at all."""
    with stuck.started.connect() as writer, stuck.started.connect() as other:
        waits = write_until_held(writer, other)
        transaction = [(b"MULTI",), (b"SET", b"a", b"1"), (b"SET", b"b", b"1"), (b"EXEC",)]
        with stuck.started.connect() as third:
            third.sendall(b"".join(request(*words) for words in transaction))
            assert call(other, "MGET", "a", "b") == b"*2\r\n$-1\r\n$-1\r\n"
        stuck.started.kill()
    again = start_server("ours", stuck.folder, *arguments_of("everysec"))
    with contextlib.closing(again.connect()) as sock:
        assert call(sock, "GET", "n") == b"$%d\r\n%d\r\n" % (len(str(waits - 1)), waits - 1)
        assert call(sock, "MGET", "a", "b") == b"*2\r\n$-1\r\n$-1\r\n"
    again.kill()


def test_a_slow_disk_loses_two_seconds_of_writes_at_most(tmp_path: Path) -> None:
    recording = record("ours", "everysec", tmp_path, 160, pause=0.1, sync_us=1_500_000)
    recording.slack_ns = 1_000_000_000
    assert [end - ns for ns, end in recording.slow() if end - ns >= 1_500_000_000]
    verdicts = try_states(recording, "journal", 16, 1)
    assert not [verdict for verdict in verdicts if verdict.wrong], summary(verdicts)
