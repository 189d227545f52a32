"""Files of data: saved, loaded at the start and by DEBUG RELOAD, and what is refused how."""

from __future__ import annotations

import os
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import redis

from tests import payloads
from tests.conftest import ENTRY, Running, end, unused_port
from tests.words import refused, run

Start = Callable[..., Running]


def connect(running: Running) -> redis.Redis:
    """A client of this server."""
    return redis.Redis(port=running.port, socket_timeout=10)


def info(client: redis.Redis) -> dict[str, str]:
    """INFO persistence."""
    text = run(client, "INFO", "persistence").decode()
    return dict(line.split(":", 1) for line in text.splitlines() if ":" in line)


def restart(start: Start, running: Running, *arguments: str) -> redis.Redis:
    """End a server, start another one in its folder."""
    end(running)
    return connect(start(*arguments))


def fill(client: redis.Redis) -> None:
    """Strings, hashes, time limits, in two databases."""
    run(client, "SET", "text", "some text")
    run(client, "SET", "number", 42)
    run(client, "SET", "long", "ab" * 5000)
    run(client, "SET", "limited", "v", "PX", 100_000_000)
    run(client, "HSET", "small", "f", "v", "g", 7)
    run(client, "HSET", "timed", "f", "v", "g", 7)
    run(client, "HPEXPIRE", "timed", 100_000_000, "FIELDS", 1, "f")
    for i in range(600):
        run(client, "HSET", "large", f"f{i}", i)
    run(client, "SELECT", 9)
    run(client, "SET", "there", 1)
    run(client, "SELECT", 0)


def test_what_was_saved_is_there_after_a_restart(start: Start, tmp_path: Path) -> None:
    """All of it, in the same layouts, and the temporary file is gone."""
    running = start()
    client = connect(running)
    fill(client)
    digest = run(client, "DEBUG", "DIGEST")
    ttl = (
        run(client, "PEXPIRETIME", "limited"),
        run(client, "HPEXPIRETIME", "timed", "FIELDS", 1, "f"),
    )
    before = int(time.time())
    assert int(info(client)["rdb_changes_since_last_save"]) > 600
    assert run(client, "SAVE") == b"OK"
    assert info(client)["rdb_changes_since_last_save"] == "0"
    assert run(client, "LASTSAVE") >= before
    assert "DB saved on disk" in running.log.read_text()
    assert [p.name for p in tmp_path.glob("*.rdb")] == ["dump.rdb"]
    assert (tmp_path / "dump.rdb").read_bytes()[:9] == b"VALKEY080"
    client = restart(start, running)
    assert run(client, "DEBUG", "DIGEST") == digest
    assert ttl == (
        run(client, "PEXPIRETIME", "limited"),
        run(client, "HPEXPIRETIME", "timed", "FIELDS", 1, "f"),
    )
    for key, encoding in (("small", b"listpack"), ("large", b"hashtable"), ("number", b"int")):
        assert run(client, "OBJECT", "ENCODING", key) == encoding
    assert info(client)["rdb_last_load_keys_loaded"] == "8"


def test_log_lines_of_a_load(start: Start) -> None:
    """Tools parse them."""
    running = start()
    run(connect(running), "SET", "k", "v")
    run(connect(running), "SAVE")
    end(running)
    log = start().log.read_text()
    at = -1
    for words in (
        "Server initialized",
        "Loading RDB produced by Valkey version 9.0.0",
        "RDB age ",
        "RDB memory usage when created ",
        "Done loading RDB, keys loaded: 1, keys expired: 0.",
        "DB loaded from disk: 0.0",
        "Ready to accept connections tcp",
    ):
        assert log.find(words) > at, (words, log)
        at = log.find(words)


def test_the_end_saves_where_there_are_save_points(start: Start, tmp_path: Path) -> None:
    """SIGTERM and SHUTDOWN alike; NOSAVE does not."""
    running = start("--save", "3600 1")
    run(connect(running), "SET", "k", 1)
    end(running)
    assert "Saving the final RDB snapshot before exiting." in running.log.read_text()
    running = start("--save", "3600 1")
    client = connect(running)
    assert run(client, "GET", "k") == b"1"
    run(client, "SET", "k", 2)
    assert running.talk(b"SHUTDOWN NOSAVE\r\n") == b""
    running.process.wait(10)
    running = start("--save", "")
    client = connect(running)
    assert run(client, "GET", "k") == b"1"
    run(client, "SET", "k", 3)
    assert running.talk(b"SHUTDOWN SAVE\r\n") == b""
    running.process.wait(10)
    assert run(connect(start()), "GET", "k") == b"3"


def test_flushall_leaves_an_empty_file(start: Start, tmp_path: Path) -> None:
    """Where there are save points: what was removed must not come back."""
    running = start("--save", "3600 1")
    client = connect(running)
    run(client, "SET", "k", 1)
    run(client, "SAVE")
    size = (tmp_path / "dump.rdb").stat().st_size
    run(client, "FLUSHALL")
    assert (tmp_path / "dump.rdb").stat().st_size < size
    running.process.kill()
    running.process.wait()
    assert run(connect(start()), "DBSIZE") == 0
    running.process.returncode = 0


def test_a_save_that_cannot_be_written(start: Start, tmp_path: Path) -> None:
    """The error says why, and the old file stays."""
    running = start()
    client = connect(running)
    run(client, "SET", "k", 1)
    run(client, "SAVE")
    old = (tmp_path / "dump.rdb").read_bytes()
    (tmp_path / "other").mkdir()
    run(client, "CONFIG", "SET", "rdb-save-version", "10")
    run(client, "HSET", "h", "f", "v")
    run(client, "HEXPIRE", "h", 100, "FIELDS", 1, "f")
    why = refused(client, "SAVE")
    held = "a hash whose fields have time limits: key 'h'"
    assert why == f"RDB version 10 (rdb-save-version) cannot hold {held}"
    assert why in running.log.read_text()
    assert (tmp_path / "dump.rdb").read_bytes() == old
    assert not list(tmp_path.glob("temp-*"))
    run(client, "DEL", "h")
    assert run(client, "SAVE") == b"OK"
    assert (tmp_path / "dump.rdb").read_bytes()[:9] == b"REDIS0010"


@pytest.mark.parametrize(
    ("policy", "what"), [("allkeys-lru", "IDLETIME"), ("allkeys-lfu", "FREQ"), ("noeviction", "")]
)
def test_use_is_kept(start: Start, policy: str, what: str) -> None:
    """How long keys were idle, or how often they were used, where the policy looks at it."""
    running = start("--maxmemory-policy", policy)
    client = connect(running)
    run(client, "SET", "k", "v")
    if what:
        dump = run(client, "DUMP", "k")
        option = ("IDLETIME", 5000) if what == "IDLETIME" else ("FREQ", 200)
        run(client, "RESTORE", "k", 0, dump, "REPLACE", *option)
    run(client, "SAVE")
    client = restart(start, running, "--maxmemory-policy", policy)
    assert run(client, "GET", "absent") is None
    if what == "IDLETIME":
        assert 5000 <= run(client, "OBJECT", "IDLETIME", "k") <= 5010
    elif what == "FREQ":
        assert 198 <= run(client, "OBJECT", "FREQ", "k") <= 200


def test_debug_reload(start: Start) -> None:
    """Saves, empties, loads; its options leave steps out."""
    running = start()
    client = connect(running)
    fill(client)
    digest = run(client, "DEBUG", "DIGEST")
    assert run(client, "DEBUG", "RELOAD") == b"OK"
    assert run(client, "DEBUG", "DIGEST") == digest
    assert run(client, "DBSIZE") == 7
    run(client, "SET", "new", 1)
    assert run(client, "DEBUG", "RELOAD", "NOSAVE") == b"OK"
    assert run(client, "EXISTS", "new") == 0
    run(client, "SET", "new", 1)
    run(client, "SET", "text", "other")
    merged = ("DEBUG", "RELOAD", "NOSAVE", "NOFLUSH", "MERGE")
    assert run(client, *merged) == b"OK"
    assert (run(client, "GET", "new"), run(client, "GET", "text")) == (b"1", b"some text")
    twice = refused(client, "DEBUG", "RELOAD", "NOSAVE", "NOFLUSH")
    assert twice == "Error trying to load the RDB dump, check server logs."
    assert "RDB has duplicated key" in running.log.read_text()
    assert refused(client, "DEBUG", "RELOAD", "ALL").startswith("DEBUG RELOAD only supports")


def write(folder: Path, records: bytes, magic: bytes = b"REDIS0011") -> None:
    """Leave a file for a server to load."""
    (folder / "dump.rdb").write_bytes(payloads.file(records, magic))


def key(name: bytes, body: bytes = b"\x00\x01v") -> bytes:
    """A record: the type byte stands before the key."""
    return body[:1] + payloads.string(name) + body[1:]


def test_keys_whose_time_is_over_are_left_out(start: Start, tmp_path: Path) -> None:
    """And so are fields; a hash without any is no key."""
    over, coming = struct.pack("<q", 1000), struct.pack("<q", int(time.time() * 1000) + 10**8)
    gone = b"\x16" + payloads.string(b"gone") + b"\x01" + payloads.pairs([(b"f", b"v")]) + over
    half = b"\x16" + payloads.string(b"half") + b"\x02"
    half += payloads.pairs([(b"f", b"v")]) + over + payloads.pairs([(b"g", b"v")]) + coming
    seconds = b"\xfd" + struct.pack("<i", 1) + key(b"older")
    records = (
        b"\xfc" + over + key(b"old") + seconds + b"\xfc" + coming + key(b"young") + gone + half
    )
    write(tmp_path, records, b"VALKEY080")
    client = connect(start())
    assert sorted(run(client, "KEYS", "*")) == [b"half", b"young"]
    assert run(client, "HKEYS", "half") == [b"g"]
    assert info(client)["rdb_last_load_keys_expired"] == "3"


def test_records_that_are_passed_over(start: Start, tmp_path: Path) -> None:
    """What the file says about itself, slots, functions, values without elements."""
    aux = b"\xfa" + payloads.string(b"%made-by") + payloads.string(b"a test")
    aux += b"\xfa" + payloads.string(b"unheard-of") + payloads.string(b"x")
    source = b"#!lua name=mine\nserver.register_function('f', function() return 'mine' end)"
    library = b"\xf5" + payloads.string(source)
    slots = b"\xf4\x01\x02\x03"
    job = b"\xf3" + payloads.string(b"j" * 40) + b"\x02" + bytes([1, 2, 3, 4])
    empty = key(b"empty", bytes([payloads.HASH, 0]))
    hints = b"\xfe\x02\xfb" + payloads.length(1 << 40) + payloads.length(1 << 40)
    write(tmp_path, aux + library + slots + job + empty + hints + key(b"k"), b"VALKEY080")
    running = start()
    client = connect(running)
    assert run(client, "DBSIZE") == 0
    run(client, "SELECT", 2)
    assert run(client, "GET", "k") == b"v"
    assert run(client, "FCALL", "f", 0) == b"mine"
    log = running.log.read_text()
    for words in (
        "RDB '%made-by': a test",
        "rdbLoadObject skipping empty key: empty",
        "keys loaded: 1, keys expired: 0, empty keys skipped: 1.",
    ):
        assert words in log


def test_a_library_that_cannot_be_loaded_ends_the_start(tmp_path: Path) -> None:
    for source in (b"#!lua name=mine\nserver.register_function()", b"#!none name=x\n", b"text"):
        write(tmp_path, b"\xf5" + payloads.string(source) + key(b"k"), b"VALKEY080")
        assert "Failed loading library, " in failing(tmp_path)


def test_a_file_that_cannot_be_loaded_is_checked(tmp_path: Path) -> None:
    """What check-rdb says of it stands in the log; where that would take long, how to ask it."""
    broken = b"\x0d" + payloads.string(b"k") + payloads.string(b"\x01\x02\x03")
    write(tmp_path, key(b"good") + broken, b"REDIS0011")
    log = failing(tmp_path, "--sanitize-dump-payload", "no")
    assert log.count("Hash ziplist integrity check failed") == 2
    assert log.count("Terminating server after rdb file reading failure.") == 1
    for line in ("--- RDB ERROR DETECTED ---", "Reading key 'k'", "[info] 2 keys read"):
        assert line in log
    with (tmp_path / "dump.rdb").open("ab") as file:
        file.truncate(17 << 20)
    (tmp_path / "failing.log").unlink()
    log = failing(tmp_path)
    assert "To see what is wrong: vkscope check-rdb dump.rdb" in log
    assert "RDB ERROR DETECTED" not in log


def failing(folder: Path, *arguments: str) -> str:
    """Start a server that must not come up; its log."""
    log = folder / "failing.log"
    words = [sys.executable, "-c", ENTRY, "--port", str(unused_port()), "--bind", "127.0.0.1"]
    words += ["--dir", str(folder), "--logfile", str(log), *arguments]
    assert subprocess.run(words, timeout=20, check=False).returncode == 1
    text = log.read_text()
    assert text.endswith("Fatal error loading the DB, check server logs. Exiting.\n")
    return text


MODULE = sum(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".index(c) << 58 - 6 * i
    for i, c in enumerate("test-type")
)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Short read or OOM loading DB"),
        (b"NOTREDIS1", "Wrong signature trying to load DB from file"),
        (payloads.file(b"", b"REDIS0012"), "Can't handle RDB format version 12"),
        (payloads.file(b"", b"VALKEY081"), "Can't handle RDB format version 81"),
        (payloads.file(b"", b"VALKEY011"), "Can't handle RDB format version 11"),
        (payloads.file(b"", b"REDIS0080"), "Can't handle RDB format version 80"),
        (payloads.file(key(b"k"))[:-4], "Short read or OOM loading DB"),
        (payloads.file(key(b"k"))[:-8] + b"12345678", "RDB CRC error"),
        (payloads.file(key(b"k", b"\x00\xbf")), "a length of unknown form"),
        (payloads.file(key(b"k", b"\x08x")), "a value of an unknown type"),
        (payloads.file(key(b"k", b"\x05")), "Internal error in RDB reading offset"),
        (payloads.file(key(b"k") + key(b"k")), "RDB has duplicated key 'k' in DB 0"),
        (payloads.file(b"\xfe\x63"), "handle more than 16 databases"),
        (payloads.file(b"\xf6"), "Pre-release function format not supported."),
        (
            payloads.file(b"\xf7" + payloads.length(MODULE)),
            "AUX module data I can't load: no matching module 'test-type'",
        ),
        (
            payloads.file(b"\x07" + payloads.string(b"k") + payloads.length(MODULE)),
            "module data I can't load: no matching module type 'test-type'",
        ),
        (
            payloads.file(key(b"k", b"\x00\x81" + b"\x7f" + b"\xff" * 7)),
            "Short read or OOM loading DB",
        ),
    ],
    ids=lambda v: v[:40].replace(" ", "_") if isinstance(v, str) else "",
)
def test_files_that_end_the_start(tmp_path: Path, content: bytes, words: str) -> None:
    """Whatever is wrong is said, and the exit status is 1."""
    (tmp_path / "dump.rdb").write_bytes(content)
    assert words in failing(tmp_path)


def test_sums_may_be_left_out(start: Start, tmp_path: Path) -> None:
    """By who saves; and who loads may be told not to look."""
    running = start("--rdbchecksum", "no")
    run(connect(running), "SET", "k", "v")
    run(connect(running), "SAVE")
    end(running)
    assert (tmp_path / "dump.rdb").read_bytes().endswith(b"\xff" + bytes(8))
    running = start()
    assert run(connect(running), "GET", "k") == b"v"
    assert "saved with checksum disabled: no check performed." in running.log.read_text()
    end(running)
    (tmp_path / "dump.rdb").write_bytes(payloads.file(key(b"k"))[:-8] + b"12345678")
    assert run(connect(start("--rdbchecksum", "no")), "GET", "k") == b"v"


def slow_load(folder: Path, *arguments: str) -> Running:
    """Start a server whose load takes long; it listens already."""
    write(folder, b"".join(key(b"k%d" % i) for i in range(2000)))
    port, log = unused_port(), folder / "slow.log"
    words = [sys.executable, "-c", ENTRY, "--port", str(port), "--bind", "127.0.0.1", "--dir"]
    words += [str(folder), "--logfile", str(log), "--key-load-delay", "2000", "--save", ""]
    running = Running(subprocess.Popen([*words, *arguments]), port, log)
    while "Server initialized" not in (log.read_text() if log.exists() else ""):
        assert running.process.poll() is None
        time.sleep(0.01)
    return running


def test_others_are_served_while_a_file_is_loaded(tmp_path: Path) -> None:
    """INFO tells how far it has come; what touches keys is answered -LOADING."""
    running = slow_load(tmp_path)
    try:
        client = connect(running)
        with running.connect() as link:
            link.sendall(b"GET k1\r\n")
            assert link.recv(100) == b"-LOADING Valkey is loading the dataset in memory\r\n"
        now = info(client)
        assert now["loading"] == "1"
        assert int(now["loading_total_bytes"]) > 0
        assert 0 <= float(now["loading_loaded_perc"]) <= 100
        run(client, "CONFIG", "SET", "key-load-delay", 0)
        for _ in range(500):
            if info(client)["loading"] == "0":
                break
            time.sleep(0.02)
        assert run(client, "DBSIZE") == 2000
    finally:
        end(running)
    assert "DB loaded from disk" in running.log.read_text()


def test_a_signal_ends_a_load(tmp_path: Path) -> None:
    """In order, and without saving over the file."""
    running = slow_load(tmp_path, "--save", "3600 1")
    before = (tmp_path / "dump.rdb").read_bytes()
    os.kill(running.process.pid, signal.SIGTERM)
    assert running.process.wait(10) == 0
    assert "Received shutdown signal during loading" in running.log.read_text()
    assert (tmp_path / "dump.rdb").read_bytes() == before
