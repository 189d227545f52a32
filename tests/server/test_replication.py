"""The primary's side of replication: SYNC, PSYNC, the stream, acknowledgements."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Running
from tests.server.replica import Replica, attached, plain

Start = Callable[..., Running]
NOW = ("--repl-diskless-sync-delay", "0", "--repl-ping-replica-period", "3600")


def fields(server: Running, section: str = "replication") -> dict[str, str]:
    """A section of INFO."""
    wire = plain(server)
    lines = wire.call("INFO", section).decode().splitlines()
    wire.close()
    return dict(line.split(":", 1) for line in lines if ":" in line)


def eventually(check: Callable[[], Any]) -> Any:
    """What `check` returns as soon as it is true."""
    for _ in range(1000):
        found = check()
        if found:
            return found
        time.sleep(0.01)
    raise AssertionError("it never came")


@pytest.fixture
def primary(start: Start) -> Running:
    """A server that makes snapshots at once."""
    return start(*NOW)


def test_sync_gives_a_file_and_then_the_stream(primary: Running) -> None:
    client = plain(primary)
    client.call("SET", "before", "1")
    replica = Replica(primary)
    rdb = replica.sync()
    assert rdb.startswith(b"VALKEY080")
    assert b"before" in rdb
    assert b"repl-stream-db" in rdb
    client.call("SET", "after", "2")
    client.call("SELECT", "3")
    client.call("INCR", "n")
    assert replica.words() == [b"SELECT", b"0"]
    assert replica.words() == [b"SET", b"after", b"2"]
    assert replica.words() == [b"SELECT", b"3"]
    assert replica.words() == [b"INCR", b"n"]


def test_diskless_ends_with_its_mark_and_waits_for_an_ack(primary: Running) -> None:
    client = plain(primary)
    client.call("SET", "k", "v")
    replica = Replica(primary)
    assert replica.conf("listening-port", "1234", "capa", "eof", "capa", "psync2") == b"OK"
    kind, name, offset = replica.psync()
    assert (kind, len(name), offset) == (b"+FULLRESYNC", 40, b"0")
    assert b"repl-id" in replica.snapshot()
    client.call("SET", "k", "w")
    assert replica.quiet()
    eventually(lambda: "online" in fields(primary)["slave0"])
    line = fields(primary)["slave0"]
    assert re.fullmatch(r"ip=127.0.0.1,port=1234,state=online,offset=0,lag=\d,type=replica", line)
    replica.send("REPLCONF", "ACK", "0")
    assert replica.words() == [b"SELECT", b"0"]
    assert replica.words() == [b"SET", b"k", b"w"]


def test_a_transaction_is_one_unit(primary: Running) -> None:
    replica, client = attached(primary), plain(primary)
    client.call("MULTI")
    client.call("SET", "a", "1")
    client.call("SET", "b", "2")
    client.call("EXEC")
    got = [replica.words() for _ in range(5)]
    assert [words[0] for words in got] == [b"MULTI", b"SELECT", b"SET", b"SET", b"EXEC"]


def test_psync_goes_on_where_the_replica_was(primary: Running) -> None:
    replica, client = Replica(primary), plain(primary)
    replica.conf("capa", "psync2")
    _, name, offset = replica.psync()
    replica.snapshot()
    replica.close()
    eventually(lambda: fields(primary)["connected_slaves"] == "0")
    client.call("SET", "missed", "x")
    again = Replica(primary)
    again.conf("capa", "psync2")
    assert again.psync(name.decode(), int(offset) + 1) == [b"+CONTINUE", name]
    assert again.words() == [b"SELECT", b"0"]
    assert again.words() == [b"SET", b"missed", b"x"]
    stats = fields(primary, "stats")
    assert (stats["sync_full"], stats["sync_partial_ok"], stats["sync_partial_err"]) == (
        "1",
        "1",
        "0",
    )


@pytest.mark.parametrize(
    ("name", "beyond"), [("0" * 40, 1), ("", 1000)], ids=["other history", "after the end"]
)
def test_psync_is_refused(primary: Running, name: str, beyond: int) -> None:
    first = Replica(primary)
    _, own, offset = first.psync()
    first.snapshot()
    replica = Replica(primary)
    kind, *_ = replica.psync(name or own.decode(), int(offset) + beyond)
    assert kind == b"+FULLRESYNC"
    assert fields(primary, "stats")["sync_partial_err"] == "1"


def test_a_small_backlog_forgets(start: Start) -> None:
    primary = start(*NOW, "--repl-backlog-size", "16kb")
    replica, client = Replica(primary), plain(primary)
    _, name, offset = replica.psync()
    replica.snapshot()
    replica.close()
    for _ in range(40):
        client.call("SET", "k", "v" * 4096)
    late = Replica(primary)
    assert late.psync(name.decode(), int(offset) + 1)[0] == b"+FULLRESYNC"
    info = fields(primary)
    assert 16384 <= int(info["repl_backlog_histlen"]) <= 2 * 16384 + 4200
    end = int(info["repl_backlog_first_byte_offset"]) + int(info["repl_backlog_histlen"]) - 1
    assert end == int(info["master_repl_offset"])


def test_what_a_slow_replica_must_read_evicts_no_key(start: Start) -> None:
    """maxmemory counts the backlog, but not what is kept beyond it for replicas."""
    limits = ("--maxmemory", "40mb", "--maxmemory-policy", "allkeys-lru")
    primary = start(*NOW, *limits, "--repl-backlog-size", "1mb")
    replica, client = attached(primary), plain(primary)
    for i in range(100):
        client.call("SET", f"kept:{i}", "v" * 1000)
    for _ in range(60):
        assert client.call("SET", "k", "v" * (1 << 20)) == b"OK"
    memory = fields(primary, "memory")
    assert int(memory["used_memory"]) > 40 << 20
    assert int(memory["mem_not_counted_for_evict"]) > 40 << 20
    assert fields(primary, "stats")["evicted_keys"] == "0"
    replica.close()
    eventually(lambda: fields(primary, "memory")["mem_not_counted_for_evict"] == "0")
    assert client.call("DBSIZE") == 101


def test_a_large_value_crosses_blocks(primary: Running) -> None:
    replica, client = attached(primary), plain(primary)
    value = bytes(range(256)) * 4000
    client.call("SET", "big", value)
    assert replica.words() == [b"SELECT", b"0"]
    assert replica.words() == [b"SET", b"big", value]


def test_rdb_only_gets_no_stream(primary: Running) -> None:
    replica = Replica(primary)
    assert replica.conf("rdb-only", "1", "capa", "eof") == b"OK"
    replica.send("SYNC")
    assert replica.snapshot().startswith(b"VALKEY080")
    with pytest.raises(EOFError):
        replica.raw(1)


def test_a_filter_leaves_data_out(primary: Running) -> None:
    client = plain(primary)
    client.call("SET", "secret", "1")
    replica = Replica(primary)
    assert "Unsupported" in replica.conf("rdb-filter-only", "keys")
    assert replica.conf("rdb-filter-only", "functions") == b"OK"
    assert replica.call("SYNC") == "ERR Filtered replica requires EOF capability"
    assert replica.conf("capa", "eof") == b"OK"
    replica.send("SYNC")
    assert b"secret" not in replica.snapshot()


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("nonsense", "1"), "ERR Unrecognized REPLCONF option: nonsense"),
        (("capa",), "ERR syntax error"),
        (("version", "nine"), "ERR Unrecognized version format: nine"),
        (("rdb-only", "2"), "ERR value is out of range, value must between 0 and 1"),
        (("set-rdb-client-id", "7"), "ERR Unrecognized RDB client id 7"),
        (("listening-port", "x"), "ERR value is not an integer or out of range"),
    ],
)
def test_replconf_errors(primary: Running, words: tuple[str, ...], error: str) -> None:
    assert Replica(primary).conf(*words) == error


def test_a_replica_must_not_be_answered(primary: Running) -> None:
    replica = attached(primary)
    replica.send("GET", "k")
    replica.until_closed()
    assert "Replica generated a reply to command 'get'" in primary.log.read_text()


def test_an_old_server_gets_a_version_it_reads(primary: Running) -> None:
    replica = Replica(primary)
    assert replica.conf("version", "8.1.0") == b"OK"
    assert replica.sync().startswith(b"REDIS0011")


def test_two_that_come_together_share_a_child(start: Start) -> None:
    primary = start("--repl-diskless-sync-delay", "100", "--repl-diskless-sync-max-replicas", "2")
    client = plain(primary)
    client.call("SET", "shared", "1")
    both = [Replica(primary) for _ in range(2)]
    for each in both:
        each.conf("capa", "eof")
        each.send("PSYNC", "?", "-1")
    for each in both:
        assert each.line().startswith(b"+FULLRESYNC")
        assert b"shared" in each.snapshot()
    assert primary.log.read_text().count("Background RDB transfer started") == 1


def test_the_child_ends_when_its_replica_goes(start: Start) -> None:
    primary = start(*NOW, "--rdb-key-save-delay", "100000")
    client = plain(primary)
    client.call("DEBUG", "POPULATE", "1000")
    replica = Replica(primary)
    replica.conf("capa", "eof")
    assert replica.psync()[0] == b"+FULLRESYNC"
    assert fields(primary, "persistence")["rdb_bgsave_in_progress"] == "1"
    replica.close()
    eventually(lambda: fields(primary, "persistence")["rdb_bgsave_in_progress"] == "0")
    assert "last replica dropped, killing fork child" in primary.log.read_text()


def test_a_disk_child_serves_who_comes_later(start: Start) -> None:
    primary = start(*NOW, "--rdb-key-save-delay", "10000")
    client = plain(primary)
    client.call("DEBUG", "POPULATE", "100")
    first, second = Replica(primary), Replica(primary)
    first.send("SYNC")
    eventually(lambda: fields(primary, "persistence")["rdb_bgsave_in_progress"] == "1")
    client.call("SET", "between", "1")
    second.send("SYNC")
    assert first.snapshot() == second.snapshot()
    for each in (first, second):
        assert each.words() == [b"SELECT", b"0"]
        assert each.words() == [b"SET", b"between", b"1"]
    assert primary.log.read_text().count("Background saving started") == 1


def test_client_list_and_kill(primary: Running) -> None:
    replica, client = attached(primary), plain(primary)
    shown = client.call("CLIENT", "LIST", "TYPE", "replica").decode()
    assert shown.count("\n") == 1
    assert " flags=S " in shown
    assert client.call("CLIENT", "KILL", "TYPE", "replica") == 1
    replica.until_closed()


def test_role_tells_of_replicas(primary: Running) -> None:
    client = plain(primary)
    assert client.call("ROLE") == [b"master", 0, []]
    replica = Replica(primary)
    replica.conf("listening-port", "77", "ip-address", "1.2.3.4")
    replica.sync()
    replica.send("REPLCONF", "ACK", "5")
    found = eventually(lambda: client.call("ROLE")[2])
    assert found[0][:2] == [b"1.2.3.4", b"77"]


# ------------------------------------------------------------------------------ acknowledgements


def acknowledge(replica: Replica, *more: str) -> None:
    """Answer GETACK with all that the primary has sent."""
    while replica.words() != [b"REPLCONF", b"GETACK", b"*"]:
        pass
    replica.send("REPLCONF", "ACK", fields(replica.server)["master_repl_offset"], *more)


def test_wait_counts_at_once_what_needs_no_waiting(primary: Running) -> None:
    client = plain(primary)
    assert client.call("WAIT", "0", "0") == 0
    assert client.call("WAIT", "1", "10") == 0
    assert client.call("WAIT", "x", "10") == "ERR value is not an integer or out of range"
    assert client.call("WAIT", "1", "-1") == "ERR timeout is negative"
    replica = attached(primary)
    assert plain(primary).call("WAIT", "1", "0") == 1
    replica.close()


def test_wait_is_answered_by_an_acknowledgement(primary: Running) -> None:
    replica, client = attached(primary), plain(primary)
    client.call("SET", "k", "v")
    client.send("WAIT", "1", "0")
    acknowledge(replica)
    assert client.read() == 1


def test_wait_ends_with_its_time(primary: Running) -> None:
    replica, client = attached(primary), plain(primary)
    client.call("SET", "k", "v")
    assert client.call("WAIT", "2", "50") == 0
    client.call("MULTI")
    client.call("WAIT", "1", "0")
    assert client.call("EXEC") == [0]
    acknowledge(replica)


def test_waitaof(primary: Running) -> None:
    client = plain(primary)
    assert client.call("WAITAOF", "0", "0", "0") == [0, 0]
    off = "ERR WAITAOF cannot be used when numlocal is set but appendonly is disabled."
    assert client.call("WAITAOF", "1", "0", "0") == off
    assert client.call("WAITAOF", "2", "0", "0").startswith("ERR value is out of range")
    assert client.call("WAITAOF", "0", "-1", "0") == "ERR value is out of range, must be positive"
    replica = attached(primary)
    client.call("SET", "k", "v")
    client.send("WAITAOF", "0", "1", "0")
    acknowledge(replica, "FACK", "1000000")
    assert client.read() == [0, 1]


def test_writes_need_replicas_that_are_near(start: Start) -> None:
    primary = start(*NOW, "--min-replicas-to-write", "1")
    client = plain(primary)
    refused = "NOREPLICAS Not enough good replicas to write."
    assert client.call("SET", "k", "v") == refused
    assert client.call("GET", "k") is None
    replica = attached(primary)
    assert client.call("SET", "k", "v") == b"OK"
    assert fields(primary)["min_slaves_good_slaves"] == "1"
    replica.close()
    eventually(lambda: fields(primary)["connected_slaves"] == "0")
    assert client.call("SET", "k", "v") == refused


def test_failover_and_replicaof_say_what_is_wrong(primary: Running) -> None:
    client = plain(primary)
    assert client.call("REPLICAOF", "NO", "ONE") == b"OK"
    assert client.call("REPLICAOF", "h", "x") == "ERR value is not an integer or out of range"
    assert client.call("REPLICAOF", "h", "65536") == "ERR Invalid master port"
    assert "not here yet" in client.call("SLAVEOF", "h", "1")
    assert client.call("FAILOVER") == "ERR FAILOVER requires connected replicas."
    assert client.call("FAILOVER", "ABORT") == "ERR No failover in progress."
    assert client.call("FAILOVER", "TIMEOUT", "0").endswith("must be greater than 0")


def test_snapshot_section(primary: Running) -> None:
    replica, client = attached(primary), plain(primary)
    client.call("HELLO", "3")
    client.call("SET", "k", "v")
    replica.words()
    section = client.call("SCOPE", "SNAPSHOT", "stream")[1]
    found = dict(zip(section[::2], section[1::2], strict=True))
    assert found[b"backlog_active"] == 1
    assert found[b"offset"] == found[b"backlog_used"] > 0
    assert len(found[b"replicas"]) == 1
    assert found[b"syncs_full"] == 1


# ---------------------------------------------------------------------------- the end, and after it


def psynced(server: Running) -> tuple[Replica, str, int]:
    """A replica that acknowledges; the stream's name and the offset at its snapshot."""
    replica = Replica(server)
    replica.conf("capa", "psync2")
    _, name, offset = replica.psync()
    replica.snapshot()
    return replica, name.decode(), int(offset)


def test_a_server_that_ends_waits_for_its_replica(primary: Running) -> None:
    replica, _, _ = psynced(primary)
    client = plain(primary)
    client.call("SET", "k", "v")
    client.send("SHUTDOWN")
    eventually(lambda: "shutdown_in_progress" in fields(primary, "clients")["paused_reason"])
    writer = plain(primary)
    writer.send("SET", "late", "1")
    assert writer.silent()
    acknowledge(replica)
    assert primary.process.wait(10) == 0
    assert "1 of 1 replicas are in sync when shutting down." in primary.log.read_text()


def test_the_wait_ends_with_its_time(start: Start) -> None:
    primary = start(*NOW, "--shutdown-timeout", "1")
    replica, _, _ = psynced(primary)
    plain(primary).call("SET", "k", "v")
    plain(primary).send("SHUTDOWN")
    assert primary.process.wait(10) == 0
    log = primary.log.read_text()
    assert "0 of 1 replicas are in sync when shutting down." in log
    assert "Lagging replica 127.0.0.1:<unknown-replica-port> reported offset" in log
    replica.close()


def test_an_end_that_waits_can_be_given_up(start: Start) -> None:
    primary = start(*NOW, "--shutdown-timeout", "1000")
    replica, _, _ = psynced(primary)
    client, other = plain(primary), plain(primary)
    assert other.call("SHUTDOWN", "ABORT") == "ERR No shutdown in progress."
    other.call("SET", "k", "v")
    client.send("SHUTDOWN")
    eventually(lambda: "shutdown_in_milliseconds" in fields(primary, "server"))
    assert other.call("SHUTDOWN", "ABORT") == b"OK"
    assert client.read() == "ERR Errors trying to SHUTDOWN. Check logs."
    assert other.call("SET", "k", "w") == b"OK"
    replica.close()


def test_a_replica_goes_on_after_a_restart(start: Start) -> None:
    primary = start(*NOW, "--save", "900 1", "--shutdown-timeout", "0")
    client = plain(primary)
    replica, name, offset = psynced(primary)
    client.call("SET", "k", "v")
    client.send("SHUTDOWN", "SAVE")
    assert primary.process.wait(10) == 0
    again = start(*NOW, "--save", "900 1", "--shutdown-timeout", "0")
    info = fields(again)
    assert info["master_replid2"] == name
    end = int(info["master_repl_offset"])
    assert end > offset
    assert int(info["second_repl_offset"]) == end + 1
    back = Replica(again)
    back.conf("capa", "psync2")
    assert back.psync(name, end + 1) == [b"+CONTINUE", info["master_replid"].encode()]
    plain(again).call("SET", "k", "w")
    assert back.words()[0] == b"SELECT"
    assert back.words() == [b"SET", b"k", b"w"]
    early = Replica(again)
    assert early.psync(name, end)[0] == b"+FULLRESYNC"
    replica.close()


def test_a_file_for_replicas_alone_goes(start: Start, tmp_path: Path) -> None:
    primary = start(*NOW, "--rdb-del-sync-files", "yes")
    attached(primary)
    assert (tmp_path / "dump.rdb").exists()
    eventually(lambda: not (tmp_path / "dump.rdb").exists())


def test_debug_words(primary: Running) -> None:
    replica, client = attached(primary), plain(primary)
    assert client.call("DEBUG", "REPLICATE", "REPL", "SET", "never", "run") == b"OK"
    assert replica.words() == [b"SELECT", b"0"]
    assert replica.words() == [b"SET", b"never", b"run"]
    assert client.call("GET", "never") is None
    assert client.call("DEBUG", "REPLICATE", "odd", "SET").startswith("ERR")
    before = fields(primary)["master_replid"]
    assert client.call("DEBUG", "CHANGE-REPL-ID") == b"OK"
    assert fields(primary)["master_replid"] != before


def test_a_backlog_that_nobody_reads_is_freed(start: Start) -> None:
    primary = start(*NOW, "--repl-backlog-ttl", "1")
    replica, name, offset = psynced(primary)
    assert fields(primary)["repl_backlog_active"] == "1"
    replica.close()
    eventually(lambda: fields(primary)["repl_backlog_active"] == "0")
    assert Replica(primary).psync(name, offset + 1)[0] == b"+FULLRESYNC"


def test_one_that_never_acknowledges_is_disconnected(start: Start) -> None:
    primary = start(*NOW, "--repl-timeout", "1")
    replica, _, _ = psynced(primary)
    replica.until_closed()
    assert "Disconnecting timedout replica (streaming sync)" in primary.log.read_text()


def test_pings_come_with_their_period(start: Start) -> None:
    primary = start("--repl-diskless-sync-delay", "0", "--repl-ping-replica-period", "1")
    replica = attached(primary)
    assert replica.read() == [b"PING"]


def test_a_replica_that_does_not_read_is_closed_at_its_limit(start: Start) -> None:
    limit = ("--client-output-buffer-limit", "replica 1mb 0 0")
    primary = start(*NOW, *limit, "--repl-backlog-size", "16kb")
    replica, client = attached(primary), plain(primary)
    for _ in range(200):
        client.call("SET", "k", "v" * 100_000)
    eventually(lambda: fields(primary)["connected_slaves"] == "0")
    assert "overcoming of output buffer limits" in primary.log.read_text()
    assert int(fields(primary, "memory")["mem_total_replication_buffers"]) < 500_000
    replica.close()
