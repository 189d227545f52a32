"""Append-only files: loaded at the start, rewritten, switched on and off; what is torn or odd."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
import redis

from tests.conftest import Running, end
from tests.words import refused, run

Start = Callable[..., Running]
ON = ("--appendonly", "yes", "--save", "")
FOLDER = "appendonlydir"


def connect(running: Running) -> redis.Redis:
    """A client of this server."""
    return redis.Redis(port=running.port, socket_timeout=20)


def info(client: redis.Redis) -> dict[str, str]:
    """INFO persistence."""
    text = run(client, "INFO", "persistence").decode()
    return dict(line.split(":", 1) for line in text.splitlines() if ":" in line)


def until(client: redis.Redis, **wanted: str) -> dict[str, str]:
    """Wait until INFO says so."""
    for _ in range(600):
        found = info(client)
        if all(found[name] == value for name, value in wanted.items()):
            return found
        time.sleep(0.02)
    raise AssertionError(f"never became {wanted}: {found}")


def rewrite(client: redis.Redis) -> dict[str, str]:
    """BGREWRITEAOF, to its end."""
    run(client, "BGREWRITEAOF")
    return until(client, aof_rewrite_in_progress="0", aof_rewrite_scheduled="0")


def manifest(folder: Path) -> list[str]:
    """Lines of the manifest."""
    return (folder / FOLDER / "appendonly.aof.manifest").read_text().splitlines()


def fill(client: redis.Redis) -> None:
    """All types, small and large, with time limits, in two databases."""
    run(client, "SET", "text", "some\r\ntext\0")
    run(client, "SET", "number", 42)
    run(client, "SET", "limited", "v", "PX", 100_000_000)
    for i in range(300):
        run(client, "RPUSH", "list", f"element{i}", i)
        run(client, "HSET", "hash", f"f{i}", "v" * (i % 80))
        run(client, "SADD", "set", f"m{i}", i)
        run(client, "ZADD", "zset", i / 7, f"m{i}")
        run(client, "XADD", "stream", f"{i + 1}-1", "f", i, "g", "x")
    run(client, "SADD", "ints", 1, 2, 3)
    run(client, "ZADD", "scores", "inf", "a", "-inf", "b", "1e300", "c", -0.5, "d")
    run(client, "HSET", "timed", "f", "v", "g", 7)
    run(client, "HPEXPIRE", "timed", 100_000_000, "FIELDS", 1, "f")
    run(client, "XDEL", "stream", "300-1", "7-1")
    run(client, "XGROUP", "CREATE", "stream", "group", "5-1", "ENTRIESREAD", 5)
    run(client, "XREADGROUP", "GROUP", "group", "ann", "COUNT", 4, "STREAMS", "stream", ">")
    run(client, "XGROUP", "CREATECONSUMER", "stream", "group", "bob")
    run(client, "XADD", "empty", "MAXLEN", 0, "5-5", "f", "v")
    run(client, "SELECT", 9)
    run(client, "SET", "there", 1)
    run(client, "SELECT", 0)
    run(
        client,
        "FUNCTION",
        "LOAD",
        "#!lua name=lib\nredis.register_function('f', function() return 1 end)",
    )


def picture(client: redis.Redis) -> tuple[object, ...]:
    """What must be the same after a load."""
    return (
        run(client, "DEBUG", "DIGEST"),
        run(client, "PEXPIRETIME", "limited"),
        run(client, "HPEXPIRETIME", "timed", "FIELDS", 1, "f"),
        run(client, "XINFO", "STREAM", "stream"),
        run(client, "XPENDING", "stream", "group", "-", "+", 10)[0][0],
        run(client, "FCALL", "f", 0),
    )


@pytest.mark.parametrize("preamble", ["yes", "no"])
def test_all_that_was_written_is_there_after_a_restart(
    start: Start, tmp_path: Path, preamble: str
) -> None:
    """From increments alone, and from a rewritten base with an increment behind it."""
    arguments = (*ON, "--aof-use-rdb-preamble", preamble)
    suffix = "rdb" if preamble == "yes" else "aof"
    running = start(*arguments)
    client = connect(running)
    assert manifest(tmp_path) == [
        f"file appendonly.aof.1.base.{suffix} seq 1 type b",
        "file appendonly.aof.1.incr.aof seq 1 type i",
    ]
    fill(client)
    before = picture(client)
    end(running)
    running = start(*arguments)
    client = connect(running)
    assert picture(client) == before
    assert rewrite(client)["aof_last_bgrewrite_status"] == "ok"
    run(client, "SET", "after", "the rewrite")
    assert manifest(tmp_path) == [
        f"file appendonly.aof.2.base.{suffix} seq 2 type b",
        "file appendonly.aof.2.incr.aof seq 2 type i",
    ]
    before = picture(client)
    end(running)
    running = start(*arguments)
    client = connect(running)
    assert picture(client) == before
    assert run(client, "GET", "after") == b"the rewrite"
    run(client, "DEBUG", "LOADAOF")
    assert picture(client) == before


def test_lines_of_the_log_and_numbers_of_a_rewrite(start: Start, tmp_path: Path) -> None:
    """Tools parse them; old files go."""
    running = start(*ON)
    client = connect(running)
    run(client, "SET", "k", "v")
    found = rewrite(client)
    assert (found["aof_rewrites"], found["aof_enabled"]) == ("1", "1")
    assert int(found["aof_last_rewrite_time_sec"]) >= 0
    assert found["aof_base_size"] == found["aof_current_size"]
    log = running.log.read_text()
    for line in (
        "Creating AOF base file appendonly.aof.1.base.rdb on server start",
        "Creating AOF incr file appendonly.aof.1.incr.aof on server start",
        "Creating AOF incr file appendonly.aof.2.incr.aof on background rewrite",
        "Background append only file rewriting started by pid ",
        "Successfully created the temporary AOF base file temp-rewriteaof-bg-",
        "Fork CoW for AOF rewrite: current ",
        "Background AOF rewrite terminated with success",
        "into appendonly.aof.2.base.rdb",
        "Removing the history file appendonly.aof.1.base.rdb in the background",
        "Background AOF rewrite finished successfully",
    ):
        assert line in log
    assert sorted(p.name for p in (tmp_path / FOLDER).iterdir()) == [
        "appendonly.aof.2.base.rdb",
        "appendonly.aof.2.incr.aof",
        "appendonly.aof.manifest",
    ]
    assert not list(tmp_path.glob("temp-*"))


def torn(start: Start, tmp_path: Path, tail: bytes, *arguments: str) -> Running:
    """A server whose last file ends with these bytes."""
    running = start(*ON)
    run(connect(running), "SET", "a", 1)
    run(connect(running), "SET", "b", 2)
    end(running)
    with (tmp_path / FOLDER / "appendonly.aof.1.incr.aof").open("ab") as file:
        file.write(tail)
    return start(*ON, *arguments)


@pytest.mark.parametrize(
    "tail",
    [
        b"*3\r\n$3\r\nSET\r\n$1\r\nc\r\n$5\r\nab",
        b"*3\r",
        b"*1\r\n$5\r\nMULTI\r\n*3\r\n$3\r\nSET\r\n$1\r\nc\r\n$1\r\n3\r\n",
        b"*1\r\n$5\r\nMULTI\r\n*3\r\n$3\r\nSET\r\n$1\r\nc\r\n$1",
        b"#TS:12",
    ],
)
def test_a_torn_tail_is_cut_off(start: Start, tmp_path: Path, tail: bytes) -> None:
    """The last whole command, or transaction, is the end; what is written then can be loaded."""
    path = tmp_path / FOLDER / "appendonly.aof.1.incr.aof"
    running = torn(start, tmp_path, tail)
    client = connect(running)
    assert run(client, "DBSIZE") == 2
    assert not path.read_bytes().endswith(tail)
    assert "loaded anyway because aof-load-truncated is enabled" in running.log.read_text()
    run(client, "SET", "d", 4)
    end(running)
    client = connect(start(*ON))
    assert (run(client, "DBSIZE"), run(client, "GET", "d")) == (3, b"4")


def test_a_rewrite_waits_for_a_transaction(start: Start) -> None:
    """A fork within it would put its first half into the base, and all of it behind."""
    running = start(*ON)
    client = connect(running)
    pipe = client.pipeline(transaction=True)
    pipe.execute_command("INCR", "n")
    pipe.execute_command("BGREWRITEAOF")
    pipe.execute_command("INCR", "n")
    pipe.execute()
    assert "Background append only file rewriting scheduled." in running.log.read_text()
    until(client, aof_rewrite_scheduled="0", aof_rewrite_in_progress="0", aof_rewrites="1")
    end(running)
    assert run(connect(start(*ON)), "GET", "n") == b"2"


def test_switched_on_and_off_while_it_runs(start: Start, tmp_path: Path) -> None:
    """All data are in the first base; what comes meanwhile is not lost."""
    running = start("--save", "")
    client = connect(running)
    run(client, "SET", "before", 1)
    assert info(client)["aof_enabled"] == "0"
    run(client, "CONFIG", "SET", "appendonly", "yes")
    run(client, "SET", "meanwhile", 2)
    until(client, aof_rewrite_in_progress="0", aof_rewrite_scheduled="0")
    run(client, "SET", "after", 3)
    assert manifest(tmp_path)[0] == "file appendonly.aof.1.base.rdb seq 1 type b"
    run(client, "CONFIG", "SET", "appendonly", "no")
    run(client, "SET", "unwritten", 4)
    end(running)
    client = connect(start(*ON))
    assert run(client, "MGET", "before", "meanwhile", "after", "unwritten") == [
        b"1",
        b"2",
        b"3",
        None,
    ]


def test_keys_are_alive_while_commands_are_loaded(start: Start, tmp_path: Path) -> None:
    """A time limit that has passed since does not change what later commands did."""
    folder = tmp_path / FOLDER
    folder.mkdir()
    words = [
        ["RPUSH", "l", "a"],
        ["PEXPIREAT", "l", "1000"],
        ["RPUSH", "l", "b"],
        ["PERSIST", "l"],
        ["SET", "s", "v", "PXAT", "1000"],
        ["APPEND", "s", "w"],
        ["PERSIST", "s"],
    ]
    text = "".join(f"*{len(w)}\r\n" + "".join(f"${len(x)}\r\n{x}\r\n" for x in w) for w in words)
    (folder / "appendonly.aof.1.incr.aof").write_text(text, newline="")
    (folder / "appendonly.aof.manifest").write_text("file appendonly.aof.1.incr.aof seq 1 type i\n")
    client = connect(start(*ON))
    assert run(client, "LRANGE", "l", 0, -1) == [b"a", b"b"]
    assert run(client, "GET", "s") == b"vw"


def test_what_debug_and_bgrewriteaof_refuse(start: Start) -> None:
    """A second rewrite beside the first."""
    running = start(*ON, "--rdb-key-save-delay", "100000")
    client = connect(running)
    for i in range(20):
        run(client, "SET", f"k{i}", i)
    run(client, "BGREWRITEAOF")
    why = refused(client, "BGREWRITEAOF")
    assert "Background append only file rewriting already in progress" in why
    run(client, "CONFIG", "SET", "rdb-key-save-delay", "0")
    run(client, "CONFIG", "SET", "appendonly", "no")
    assert info(client)["aof_rewrite_in_progress"] == "0"
    assert "Killing running AOF rewrite child" in running.log.read_text()


def test_history_is_kept_as_long_as_it_is_asked_for(start: Start, tmp_path: Path) -> None:
    """aof-disable-auto-gc: named newest first; it goes when that is switched off."""
    running = start(*ON, "--aof-disable-auto-gc", "yes")
    client = connect(running)
    rewrite(client)
    assert manifest(tmp_path) == [
        "file appendonly.aof.2.base.rdb seq 2 type b",
        "file appendonly.aof.1.incr.aof seq 1 type h",
        "file appendonly.aof.1.base.rdb seq 1 type h",
        "file appendonly.aof.2.incr.aof seq 2 type i",
    ]
    run(client, "CONFIG", "SET", "aof-disable-auto-gc", "no")
    assert manifest(tmp_path) == [
        "file appendonly.aof.2.base.rdb seq 2 type b",
        "file appendonly.aof.2.incr.aof seq 2 type i",
    ]


@pytest.mark.parametrize(("rests", "word"), [(True, "yes"), (False, "no")])
def test_the_disk_rests_while_a_child_saves(start: Start, rests: bool, word: str) -> None:
    """no-appendfsync-on-rewrite: nothing is synced while a child lives, and again afterwards."""
    running = start(
        *("--appendonly", "yes", "--appendfsync", "always", "--save", ""),
        *("--no-appendfsync-on-rewrite", word, "--rdb-key-save-delay", "100000000"),
    )
    client = connect(running)

    def syncs() -> int:
        return int(run(client, "SCOPE", "SNAPSHOT", "persist")[b"persist"][b"aof"][b"fsyncs"])

    before = syncs()
    run(client, "SET", "k", 1)
    assert syncs() > before
    run(client, "BGSAVE")
    before = syncs()
    run(client, "SET", "k", 2)
    assert (syncs() == before) is rests
    run(client, "BGSAVE", "CANCEL")
    until(client, rdb_bgsave_in_progress="0")
    before = syncs()
    run(client, "SET", "k", 3)
    assert syncs() > before
