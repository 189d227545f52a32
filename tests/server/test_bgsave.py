"""Saves by a child: asked for, scheduled, due, cancelled, failed."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import redis

from tests.conftest import Running
from tests.words import refused, run

Start = Callable[..., Running]
SLOW = 1_000_000
"""rdb-key-save-delay in us: with ten keys a child lives longer than any test."""


def connect(running: Running) -> redis.Redis:
    """A client of this server."""
    return redis.Redis(port=running.port, socket_timeout=10)


def info(client: redis.Redis) -> dict[str, str]:
    """INFO persistence."""
    text = run(client, "INFO", "persistence").decode()
    return dict(line.split(":", 1) for line in text.splitlines() if ":" in line)


def wait(client: redis.Redis, **wanted: str) -> dict[str, str]:
    """INFO persistence, once it has these values."""
    for _ in range(400):
        found = info(client)
        if all(found[name] == value for name, value in wanted.items()):
            return found
        time.sleep(0.025)
    raise AssertionError(f"{wanted} did not come: {found}")


def child_of(running: Running) -> int:
    """The server's only child."""
    found = subprocess.run(
        ["ps", "--ppid", str(running.process.pid), "-o", "pid="], capture_output=True, check=True
    )
    return int(found.stdout)


def temporaries(folder: Path) -> list[str]:
    """Files that a save has not put in place."""
    return [each.name for each in folder.glob("temp-*.rdb")]


@pytest.fixture
def slow(start: Start) -> tuple[Running, redis.Redis]:
    """A server without save points whose children take their time."""
    running = start("--save", "", "--rdb-key-save-delay", str(SLOW))
    client = connect(running)
    for i in range(10):
        run(client, "SET", f"k{i}", i)
    return running, client


def test_a_child_saves_and_the_changes_are_forgotten(start: Start, tmp_path: Path) -> None:
    """The file, the figures and the log's lines."""
    running = start("--save", "")
    client = connect(running)
    run(client, "MSET", "a", 1, "b", 2)
    assert info(client)["rdb_changes_since_last_save"] == "2"
    assert run(client, "BGSAVE") == b"Background saving started"
    found = wait(client, rdb_bgsave_in_progress="0")
    assert found["rdb_changes_since_last_save"] == "0"
    assert found["rdb_last_bgsave_status"] == "ok"
    assert found["rdb_last_bgsave_time_sec"] == "0"
    assert found["rdb_current_bgsave_time_sec"] == "-1"
    assert found["rdb_saves"] == "1"
    assert int(found["rdb_last_cow_size"]) > 0
    assert abs(run(client, "LASTSAVE") - time.time()) < 60
    assert (tmp_path / "dump.rdb").read_bytes()[:6] in (b"VALKEY", b"REDIS0")
    log = running.log.read_text()
    lines = (
        "Background saving started by pid",
        "DB saved on disk",
        "Fork CoW for RDB: current ",
        "Background saving terminated with success",
    )
    assert [log.index(line) for line in lines] == sorted(log.index(line) for line in lines)


def test_one_child_at_a_time(slow: tuple[Running, redis.Redis], tmp_path: Path) -> None:
    """While one saves nobody else does; cancelled, it leaves nothing."""
    running, client = slow
    nothing = "Background saving is currently not in progress or scheduled"
    assert refused(client, "BGSAVE", "CANCEL") == nothing
    run(client, "BGSAVE")
    found = wait(client, current_save_keys_processed="1")
    assert found["rdb_bgsave_in_progress"] == "1"
    assert found["current_save_keys_total"] == "10"
    assert found["current_fork_perc"] == "10.00"
    for words in (["BGSAVE"], ["BGSAVE", "SCHEDULE"], ["SAVE"]):
        assert refused(client, *words) == "Background save already in progress"
    assert temporaries(tmp_path) == [f"temp-{child_of(running)}.rdb"]
    assert run(client, "BGSAVE", "CANCEL") == b"Background saving cancelled"
    found = wait(client, rdb_bgsave_in_progress="0")
    assert temporaries(tmp_path) == []
    assert found["rdb_last_bgsave_status"] == "ok"
    assert found["rdb_changes_since_last_save"] == "10"


def test_words(slow: tuple[Running, redis.Redis]) -> None:
    """Anything else is a syntax error."""
    for words in (["NOW"], ["SCHEDULE", "CANCEL"]):
        assert refused(slow[1], "BGSAVE", *words) == "syntax error"


def test_a_transaction_schedules(start: Start) -> None:
    """The fork comes after EXEC."""
    client = connect(start("--save", ""))
    with client.pipeline() as pipe:
        pipe.execute_command("SET", "k", 1)
        pipe.execute_command("BGSAVE")
        assert pipe.execute()[1] in (True, b"Background saving scheduled")
    assert wait(client, rdb_saves="1", rdb_bgsave_in_progress="0")["rdb_last_bgsave_status"] == "ok"


def test_a_save_point_saves(start: Start, tmp_path: Path) -> None:
    """After its seconds and changes, and not before."""
    running = start("--save", "1 2")
    client = connect(running)
    run(client, "SET", "k", 1)
    time.sleep(2.5)
    assert info(client)["rdb_saves"] == "0"
    run(client, "SET", "k", 2)
    wait(client, rdb_saves="1", rdb_changes_since_last_save="0")
    assert "2 changes in 1 seconds. Saving..." in running.log.read_text()
    assert (tmp_path / "dump.rdb").exists()


def test_flushall_kills_the_child(slow: tuple[Running, redis.Redis], tmp_path: Path) -> None:
    """What it saves is no longer wanted; that is no failure."""
    _, client = slow
    run(client, "BGSAVE")
    wait(client, rdb_bgsave_in_progress="1")
    run(client, "FLUSHALL")
    found = wait(client, rdb_bgsave_in_progress="0")
    assert found["rdb_last_bgsave_status"] == "ok"
    assert not (tmp_path / "dump.rdb").exists()
    assert temporaries(tmp_path) == []


def test_writes_stop_while_saves_fail(slow: tuple[Running, redis.Redis], tmp_path: Path) -> None:
    """With save points; reads go on; the next good save ends it."""
    running, client = slow
    run(client, "CONFIG", "SET", "save", "900 1")
    run(client, "BGSAVE")
    wait(client, rdb_bgsave_in_progress="1")
    os.kill(child_of(running), signal.SIGKILL)
    wait(client, rdb_last_bgsave_status="err")
    assert temporaries(tmp_path) == []
    assert "Background saving terminated by signal 9" in running.log.read_text()
    stopped = "MISCONF Valkey is configured to save RDB snapshots"
    for words in (
        ["SET", "k", "v"],
        ["PING"],
        ["EVAL", "return redis.call('set','k',1)", "1", "k"],
    ):
        with pytest.raises(redis.ResponseError, match=stopped):
            run(client, *words)
    assert run(client, "GET", "k1") == b"1"
    assert run(client, "EVAL", "return redis.call('get','k1')", "1", "k1") == b"1"
    run(client, "CONFIG", "SET", "stop-writes-on-bgsave-error", "no")
    assert run(client, "SET", "k", "v")
    run(client, "CONFIG", "SET", "stop-writes-on-bgsave-error", "yes", "rdb-key-save-delay", 0)
    run(client, "BGSAVE")
    wait(client, rdb_bgsave_in_progress="0")
    assert run(client, "SET", "k", "v")


def test_a_child_that_cannot_write(start: Start, tmp_path: Path) -> None:
    """The log says why, in the child's words."""
    running = start("--save", "")
    client = connect(running)
    (tmp_path / "dump.rdb").mkdir()
    run(client, "SET", "k", 1)
    run(client, "BGSAVE")
    found = wait(client, rdb_last_bgsave_status="err", rdb_bgsave_in_progress="0")
    assert found["rdb_changes_since_last_save"] == "1"
    assert "Error moving temp DB file on the final destination" in running.log.read_text()
    assert "Background saving error" in running.log.read_text()
    assert temporaries(tmp_path) == []
