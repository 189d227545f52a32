"""A node by itself: who serves what, where commands may run, what CLUSTER answers."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import Running, end, launch
from tests.server.wire import Wire

OTHER = "b" * 40
THIRD = "c" * 40


def until(what: Callable[[], bool], seconds: float = 20) -> None:
    """Wait until something is so."""
    last = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < last
        time.sleep(0.02)


def info(wire: Wire) -> dict[str, str]:
    """Return CLUSTER INFO by name."""
    lines = wire.call("CLUSTER", "INFO").decode().split()
    return dict(line.split(":") for line in lines)


def is_ok(wire: Wire) -> bool:
    """Tell whether the cluster can answer."""
    return info(wire)["cluster_state"] == "ok"


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A node that serves all slots, and knows another one by its file."""
    folder = tmp_path_factory.mktemp("node")
    me, address = "a" * 40, "127.0.0.1:7000@17000"
    (folder / "nodes.conf").write_text(
        f"{me} :1@10001,,shard-id={'d' * 40} myself,master - 0 0 1 connected 0-16383\n"
        f"{OTHER} {address},,shard-id={'e' * 40} master - 0 0 2 disconnected\n"
        "vars currentEpoch 2 lastVoteEpoch 0\n"
    )
    options = (
        "--cluster-enabled",
        "yes",
        "--cluster-port",
        "16999",
        "--cluster-node-timeout",
        "500",
        "--dir",
        str(folder),
    )
    running = launch(folder, *options, "--enable-debug-command", "yes")
    wire = Wire(running.connect())
    until(lambda: is_ok(wire))
    wire.close()
    yield running
    end(running)


@pytest.fixture
def wire(node: Running) -> Iterator[Wire]:
    """A connection to the node, whose slots are all its own again afterwards."""
    wire = Wire(node.connect())
    yield wire
    wire.close()
    after = Wire(node.connect())
    after.call("FLUSHALL")
    owned = {slot for a, b, *_ in after.call("CLUSTER", "SLOTS") for slot in range(a, b + 1)}
    lost = [str(slot) for slot in range(16384) if slot not in owned]
    if lost:
        assert after.call("CLUSTER", "ADDSLOTS", *lost) == b"OK"
    for first, _last, state in _slots(after)["ranges"]:
        if state != "owned":
            assert after.call("CLUSTER", "SETSLOT", str(first), "STABLE") == b"OK"
    for row in after.call("CLUSTER", "SLOTS"):
        if row[2][2].decode() != "a" * 40:
            for slot in range(row[0], row[1] + 1):
                assert after.call("CLUSTER", "SETSLOT", str(slot), "NODE", "a" * 40) == b"OK"
    until(lambda: is_ok(after))
    after.close()


def _slots(wire: Wire) -> dict[str, list[list[object]]]:
    flat = wire.call("SCOPE", "SNAPSHOT", "slots")[1]
    section = dict(zip((word.decode() for word in flat[::2]), flat[1::2], strict=True))
    section["ranges"] = [[a, b, c.decode()] for a, b, c in section["ranges"]]
    return section


def test_a_cluster_is_announced(wire: Wire) -> None:
    hello = wire.call("HELLO")
    assert hello[hello.index(b"mode") + 1] == b"cluster"
    assert b"cluster_enabled:1" in wire.call("INFO", "cluster")
    assert b"server_mode:cluster" in wire.call("INFO", "server")
    assert wire.call("CLUSTER", "MYID") == b"a" * 40
    assert wire.call("CLUSTER", "MYSHARDID") == b"d" * 40
    found = info(wire)
    assert found["cluster_known_nodes"] == "2"
    assert found["cluster_size"] == "1"
    assert found["cluster_current_epoch"] == "2"
    assert found["cluster_my_epoch"] == "1"


def test_without_a_cluster_every_subcommand_says_so(server: Running) -> None:
    wire = Wire(server.connect())
    disabled = "ERR This instance has cluster support disabled"
    for words in (
        ("INFO",),
        ("NODES",),
        ("SLOTS",),
        ("ADDSLOTS", "1"),
        ("KEYSLOT", "a"),
        ("SLOT-STATS", "SLOTSRANGE", "0", "1"),
        ("HELP",),
    ):
        assert wire.call("CLUSTER", *words) == disabled, words
    assert wire.call("ASKING") == disabled
    assert wire.call("READONLY") == b"OK"
    assert wire.call("READWRITE") == b"OK"
    wire.close()


def test_nodes_slots_and_shards(node: Running, wire: Wire) -> None:
    mine, other = wire.call("CLUSTER", "NODES").decode().splitlines()
    assert mine.split()[2:] == ["myself,master", "-", "0", "0", "1", "connected", "0-16383"]
    assert other == f"{OTHER} 127.0.0.1:7000@17000 master - 0 0 2 disconnected"
    (row,) = wire.call("CLUSTER", "SLOTS")
    assert row == [0, 16383, [b"", node.port, b"a" * 40, []]]
    first, second = wire.call("CLUSTER", "SHARDS")
    assert first[:2] == [b"slots", [0, 16383]]
    assert second[:2] == [b"slots", []]
    (details,) = first[3]
    assert details[details.index(b"health") + 1] == b"online"
    assert wire.call("CLUSTER", "REPLICAS", OTHER) == []
    assert wire.call("CLUSTER", "REPLICAS", THIRD) == f"ERR Unknown node {THIRD}"


def test_keys_have_slots(wire: Wire) -> None:
    assert wire.call("CLUSTER", "KEYSLOT", "foo") == 12182
    assert wire.call("CLUSTER", "KEYSLOT", "{foo}bar") == 12182
    assert wire.call("CLUSTER", "KEYSLOT", "123456789") == 0x31C3
    assert wire.call("CLUSTER", "KEYSLOT", "") == 0
    for i in range(20):
        wire.call("SET", f"{{foo}}{i}", "x", "EX", "100")
    assert wire.call("CLUSTER", "COUNTKEYSINSLOT", "12182") == 20
    assert len(set(wire.call("CLUSTER", "GETKEYSINSLOT", "12182", "7"))) == 7
    assert len(wire.call("CLUSTER", "GETKEYSINSLOT", "12182", "100")) == 20
    assert wire.call("CLUSTER", "GETKEYSINSLOT", "1", "7") == []
    assert wire.call("CLUSTER", "COUNTKEYSINSLOT", "16384") == "ERR Invalid slot"
    assert wire.call("CLUSTER", "COUNTKEYSINSLOT", "x").startswith("ERR value is not an integer")
    refused = "ERR Invalid slot or number of keys"
    assert wire.call("CLUSTER", "GETKEYSINSLOT", "1", "-1") == refused
    assert wire.call("CLUSTER", "FLUSHSLOT", "12182") == b"OK"
    assert wire.call("DBSIZE") == 0


def test_the_keyspace_looks_like_one(wire: Wire) -> None:
    names = {f"key:{i}".encode() for i in range(500)}
    for name in names:
        wire.call("SET", name, "x", "PX", "1000000")
    assert wire.call("DBSIZE") == 500
    seen: set[bytes] = set()
    cursor, turns = b"0", 0
    while cursor != b"0" or not turns:
        cursor, found = wire.call("SCAN", cursor, "COUNT", "20")
        seen |= set(found)
        turns += 1
    assert seen == names
    assert turns > 5
    assert set(wire.call("KEYS", "*")) == names
    assert wire.call("RANDOMKEY") in names
    assert wire.call("DEBUG", "RELOAD") == b"OK"
    assert wire.call("DBSIZE") == 500
    for name in names:
        assert wire.call("GET", name) == b"x"
    assert wire.call("SWAPDB", "0", "0") == "ERR SWAPDB is not allowed in cluster mode"
    assert wire.call("SELECT", "1") == "ERR DB index is out of range"


def test_a_pattern_with_a_tag_is_looked_for_in_one_slot(wire: Wire) -> None:
    for i in range(30):
        wire.call("SET", f"{{foo}}{i}", "x")
        wire.call("SET", f"other{i}", "x")
    assert len(wire.call("KEYS", "{foo}*")) == 30
    cursor, found = wire.call("SCAN", "0", "MATCH", "{foo}*", "COUNT", "1000")
    assert (cursor, len(found)) == (b"0", 30)
    assert wire.call("SCAN", "0", "MATCH", "{none}*", "COUNT", "1000") == [b"0", []]


def test_keys_of_a_request_belong_together(wire: Wire) -> None:
    apart = "CROSSSLOT Keys in request don't hash to the same slot"
    assert wire.call("MSET", "a", "1", "b", "2") == apart
    assert wire.call("MSET", "{t}a", "1", "{t}b", "2") == b"OK"
    assert wire.call("MGET", "{t}a", "{t}b") == [b"1", b"2"]
    assert wire.call("RENAME", "{t}a", "z") == apart
    assert wire.call("SSUBSCRIBE", "x", "y") == apart
    assert wire.call("SORT", "{t}l", "BY", "w_*").startswith("ERR BY option of SORT denied")
    assert wire.call("SORT", "{t}l", "BY", "{t}_*", "GET", "#", "GET", "{t}o*") == []
    assert wire.call("SORT", "{t}l", "GET", "o*").startswith("ERR GET option of SORT denied")


def test_transactions_stay_in_one_slot(wire: Wire) -> None:
    assert wire.call("MULTI") == b"OK"
    assert wire.call("SET", "{t}a", "1") == b"QUEUED"
    assert wire.call("INCR", "{t}a") == b"QUEUED"
    assert wire.call("EXEC") == [b"OK", 2]
    wire.call("MULTI")
    wire.call("SET", "a", "1")
    assert wire.call("SET", "b", "1") == b"QUEUED"
    assert wire.call("EXEC") == "CROSSSLOT Keys in request don't hash to the same slot"
    assert wire.call("EXEC") == "ERR EXEC without MULTI"
    assert wire.call("EXISTS", "a") == 0
    wire.call("MULTI")
    assert wire.call("MGET", "a", "b").startswith("CROSSSLOT")
    assert wire.call("EXEC").startswith("EXECABORT")


def test_slots_are_added_and_deleted(wire: Wire) -> None:
    assert wire.call("CLUSTER", "ADDSLOTS", "0") == "ERR Slot 0 is already busy"
    assert wire.call("CLUSTER", "DELSLOTS", "0", "0") == "ERR Slot 0 specified multiple times"
    out = "ERR Invalid or out of range slot"
    assert wire.call("CLUSTER", "DELSLOTS", "0", "16384") == out
    assert wire.call("CLUSTER", "DELSLOTS", "0", "7") == b"OK"
    assert wire.call("CLUSTER", "DELSLOTS", "0") == "ERR Slot 0 is already unassigned"
    assert wire.call("CLUSTER", "DELSLOTSRANGE", "8", "10", "20", "30") == b"OK"
    mine = wire.call("CLUSTER", "NODES").decode().splitlines()[0].split()[8:]
    assert mine == ["1-6", "11-19", "31-16383"]
    assert wire.call("CLUSTER", "ADDSLOTSRANGE", "9", "8") == (
        "ERR start slot number 9 is greater than end slot number 8"
    )
    assert wire.call("CLUSTER", "ADDSLOTSRANGE", "8", "9", "10") == (
        "ERR wrong number of arguments for 'cluster|addslotsrange' command"
    )
    assert wire.call("CLUSTER", "ADDSLOTSRANGE", "8", "10", "10", "10") == (
        "ERR Slot 10 specified multiple times"
    )
    assert info(wire)["cluster_slots_assigned"] == str(16384 - 16)
    assert wire.call("CLUSTER", "ADDSLOTSRANGE", "7", "10", "20", "30", "0", "0") == b"OK"
    assert info(wire)["cluster_slots_assigned"] == "16384"


def test_the_cluster_is_down_while_a_slot_has_no_node(wire: Wire) -> None:
    assert wire.call("CLUSTER", "DELSLOTS", "12182") == b"OK"
    assert wire.call("GET", "foo") == "CLUSTERDOWN Hash slot not served"
    assert wire.call("GET", "bar") == "CLUSTERDOWN The cluster is down"
    assert wire.call("PING") == b"PONG"
    assert wire.call("DBSIZE") == 0
    assert wire.call("SPUBLISH", "bar", "x") == 0
    wire.call("CONFIG", "SET", "cluster-allow-reads-when-down", "yes")
    assert wire.call("GET", "bar") is None
    assert wire.call("SET", "bar", "x") == (
        "CLUSTERDOWN The cluster is down and only accepts read commands"
    )
    wire.call("CONFIG", "SET", "cluster-allow-reads-when-down", "no")
    wire.call("CONFIG", "SET", "cluster-allow-pubsubshard-when-down", "no")
    assert wire.call("SPUBLISH", "bar", "x") == "CLUSTERDOWN The cluster is down"
    wire.call("CONFIG", "SET", "cluster-allow-pubsubshard-when-down", "yes")
    wire.call("CONFIG", "SET", "cluster-require-full-coverage", "no")
    until(lambda: is_ok(wire))
    assert wire.call("SET", "bar", "x") == b"OK"
    assert wire.call("GET", "foo") == "CLUSTERDOWN Hash slot not served"
    wire.call("CONFIG", "SET", "cluster-require-full-coverage", "yes")
    assert not is_ok(wire)


def test_a_foreign_slot_redirects(wire: Wire) -> None:
    assert wire.call("CLUSTER", "SETSLOT", "12182", "NODE", OTHER) == b"OK"
    assert wire.call("GET", "foo") == "MOVED 12182 127.0.0.1:7000"
    assert wire.call("SSUBSCRIBE", "foo") == "MOVED 12182 127.0.0.1:7000"
    wire.call("CONFIG", "SET", "cluster-preferred-endpoint-type", "unknown-endpoint")
    assert wire.call("GET", "foo") == "MOVED 12182 :7000"
    wire.call("CONFIG", "SET", "cluster-preferred-endpoint-type", "hostname")
    assert wire.call("GET", "foo") == "MOVED 12182 ?:7000"
    wire.call("CONFIG", "SET", "cluster-preferred-endpoint-type", "ip")
    assert wire.call("MGET", "{foo}1", "bar").startswith("CROSSSLOT")
    wire.call("MULTI")
    assert wire.call("GET", "foo").startswith("MOVED")
    assert wire.call("EXEC").startswith("EXECABORT")


def test_a_migrating_slot_asks(wire: Wire) -> None:
    wire.call("SET", "{foo}here", "1")
    assert wire.call("CLUSTER", "SETSLOT", "12182", "MIGRATING", OTHER) == b"OK"
    assert wire.call("GET", "{foo}here") == b"1"
    assert wire.call("GET", "{foo}gone") == "ASK 12182 127.0.0.1:7000"
    again = "TRYAGAIN Multiple keys request during rehashing of slot"
    assert wire.call("MGET", "{foo}here", "{foo}gone") == again
    assert wire.call("MGET", "{foo}gone", "{foo}gone2") == "ASK 12182 127.0.0.1:7000"
    assert f"[12182->-{OTHER}]".encode() in wire.call("CLUSTER", "NODES")
    assert [12182, 12182, "migrating"] in _slots(wire)["ranges"]
    assert wire.call("CLUSTER", "SETSLOT", "12182", "NODE", OTHER) == (
        "ERR Can't assign hashslot 12182 to a different node while I still hold keys for this "
        "hash slot."
    )
    assert wire.call("CLUSTER", "SETSLOT", "12182", "STABLE") == b"OK"
    assert wire.call("GET", "{foo}gone") is None


def test_an_importing_slot_is_for_those_who_ask(wire: Wire) -> None:
    assert wire.call("CLUSTER", "SETSLOT", "12182", "NODE", OTHER) == b"OK"
    assert wire.call("CLUSTER", "SETSLOT", "12182", "IMPORTING", OTHER) == b"OK"
    assert wire.call("GET", "foo").startswith("MOVED")
    wire.call("ASKING")
    assert wire.call("SET", "foo", "1") == b"OK"
    assert wire.call("GET", "foo").startswith("MOVED")
    wire.call("ASKING")
    assert wire.call("PING") == b"PONG"
    assert wire.call("GET", "foo").startswith("MOVED")
    wire.call("ASKING")
    assert wire.call("MGET", "foo", "{foo}2").startswith("TRYAGAIN")
    wire.call("ASKING")
    wire.call("MULTI")
    assert wire.call("GET", "foo") == b"QUEUED"
    assert wire.call("GET", "foo") == b"QUEUED"
    assert wire.call("EXEC") == [b"1", b"1"]
    assert wire.call("GET", "foo").startswith("MOVED")
    epoch = int(info(wire)["cluster_my_epoch"])
    assert wire.call("CLUSTER", "SETSLOT", "12182", "NODE", "a" * 40) == b"OK"
    assert wire.call("GET", "foo") == b"1"
    assert int(info(wire)["cluster_my_epoch"]) >= epoch


def test_setslot_refuses(wire: Wire) -> None:
    for words, error in (
        (("1", "MIGRATING", THIRD), f"ERR I don't know about node {THIRD}"),
        (("1", "IMPORTING", OTHER), "ERR I'm already the owner of hash slot 1"),
        (("1", "NODE", THIRD), f"ERR Unknown node {THIRD}"),
        (("16384", "STABLE"), "ERR Invalid or out of range slot"),
        (("1", "STABLE", "TIMEOUT"), "ERR Missing timeout value"),
        (
            ("1", "AWAY", OTHER),
            "ERR Invalid CLUSTER SETSLOT action or number of arguments. Try CLUSTER HELP",
        ),
    ):
        assert wire.call("CLUSTER", "SETSLOT", *words) == error


def test_who_waits_is_sent_away(node: Running, wire: Wire) -> None:
    waiting = Wire(node.connect())
    waiting.send("BLPOP", "foo", "0")
    until(lambda: b"blocked_clients:1" in wire.call("INFO", "clients"))
    assert wire.call("CLUSTER", "SETSLOT", "12182", "NODE", OTHER) == b"OK"
    assert waiting.read() == "MOVED 12182 127.0.0.1:7000"
    assert waiting.call("PING") == b"PONG"
    waiting.send("BLPOP", "bar", "0")
    until(lambda: b"blocked_clients:1" in wire.call("INFO", "clients"))
    wire.call("CLUSTER", "DELSLOTS", "1")
    assert waiting.read() == "CLUSTERDOWN The cluster is down"
    waiting.close()


def test_shard_channels_leave_with_their_slot(node: Running, wire: Wire) -> None:
    listener = Wire(node.connect())
    assert listener.call("SSUBSCRIBE", "foo") == [b"ssubscribe", b"foo", 1]
    assert listener.call("SSUBSCRIBE", "bar") == [b"ssubscribe", b"bar", 2]
    assert wire.call("CLUSTER", "DELSLOTS", "12182") == b"OK"
    assert listener.read() == [b"sunsubscribe", b"foo", 1]
    assert wire.call("PUBSUB", "SHARDCHANNELS") == [b"bar"]
    assert wire.call("SPUBLISH", "bar", "x") == 1
    assert listener.read() == [b"smessage", b"bar", b"x"]
    listener.close()


def test_the_slot_is_that_of_the_key_for_waiters_and_expiry(node: Running, wire: Wire) -> None:
    waiting = Wire(node.connect())
    waiting.send("BLMOVE", "{foo}a", "{foo}b", "LEFT", "LEFT", "0")
    until(lambda: b"blocked_clients:1" in wire.call("INFO", "clients"))
    assert wire.call("RPUSH", "{foo}a", "x") == 1
    assert waiting.read() == b"x"
    assert wire.call("LRANGE", "{foo}b", "0", "-1") == [b"x"]
    for i in range(200):
        wire.call("SET", f"gone{i}", "x", "PX", "20")
    until(lambda: wire.call("DBSIZE") == 1)
    assert wire.call("CLUSTER", "COUNTKEYSINSLOT", "12182") == 1
    waiting.close()


def test_eviction_finds_keys_in_their_slots(wire: Wire) -> None:
    for i in range(300):
        wire.call("SET", f"key{i}", "x" * 1000)
    used = int(wire.call("INFO", "memory").split(b"used_memory:")[1].split()[0])
    wire.call("CONFIG", "SET", "maxmemory-policy", "allkeys-lru", "maxmemory", str(used - 100000))
    until(lambda: wire.call("DBSIZE") < 280)
    wire.call("CONFIG", "SET", "maxmemory", "0")
    left = wire.call("DBSIZE")
    assert left == sum(wire.call("EXISTS", f"key{i}") for i in range(300))


def test_slot_stats(wire: Wire) -> None:
    wire.call("CONFIG", "SET", "cluster-slot-stats-enabled", "yes")
    wire.call("CONFIG", "RESETSTAT")
    wire.call("SET", "foo", "value")
    (row,) = wire.call("CLUSTER", "SLOT-STATS", "SLOTSRANGE", "12182", "12182")
    stats = dict(zip(row[1][::2], row[1][1::2], strict=True))
    assert row[0] == 12182
    assert stats[b"key-count"] == 1
    assert stats[b"network-bytes-in"] == 33
    assert stats[b"network-bytes-out"] == 5
    wire.call("CONFIG", "RESETSTAT")
    for words in (("MULTI",), ("SET", "foo", "value"), ("EXEC",)):
        wire.call(*words)
    first = wire.call("CLUSTER", "SLOT-STATS", "ORDERBY", "network-bytes-in", "LIMIT", "1")[0]
    assert first[0] == 12182
    assert first[1][first[1].index(b"network-bytes-in") + 1] == 15 + 33 + 14
    wire.call("CONFIG", "SET", "cluster-slot-stats-enabled", "no")
    assert wire.call("CLUSTER", "SLOT-STATS", "SLOTSRANGE", "1", "2") == [
        [1, [b"key-count", 0]],
        [2, [b"key-count", 0]],
    ]
    for words in (
        ("SLOTSRANGE", "2", "1"),
        ("ORDERBY", "cpu-usec"),
        ("ORDERBY", "key-count", "LIMIT", "0"),
        ("ORDERBY", "key-count", "ASC", "DESC"),
        ("SLOTSRANGE", "0", "16384"),
    ):
        assert wire.call("CLUSTER", "SLOT-STATS", *words).startswith("ERR "), words


def test_epochs(wire: Wire) -> None:
    assert wire.call("CLUSTER", "SET-CONFIG-EPOCH", "-1") == (
        "ERR Invalid config epoch specified: -1"
    )
    assert wire.call("CLUSTER", "SET-CONFIG-EPOCH", "5").startswith("ERR The user can assign")
    bumped = wire.call("CLUSTER", "BUMPEPOCH")
    assert bumped.split()[0] in (b"BUMPED", b"STILL")
    assert wire.call("CLUSTER", "BUMPEPOCH") == b"STILL " + bumped.split()[1]


def test_what_a_node_alone_cannot_do(wire: Wire) -> None:
    assert wire.call("CLUSTER", "FAILOVER") == "ERR You should send CLUSTER FAILOVER to a replica"
    assert wire.call("CLUSTER", "FORGET", "a" * 40).startswith("ERR I tried hard")
    assert wire.call("CLUSTER", "REPLICATE", "a" * 40) == "ERR Can't replicate myself"
    assert wire.call("CLUSTER", "REPLICATE", OTHER).startswith("ERR To set a master the node must")
    assert wire.call("CLUSTER", "MEET", "127.0.0.1", "x") == "ERR Invalid base port specified: x"
    assert "bus is not here yet" in wire.call("CLUSTER", "MEET", "127.0.0.1", "7000")
    assert wire.call("CLUSTER", "LINKS") == []
    assert wire.call("CLUSTER", "GETSLOTMIGRATIONS") == []
    assert wire.call("CLUSTER", "COUNT-FAILURE-REPORTS", OTHER) == 0
    assert b"CLUSTER <subcommand>" in wire.call("CLUSTER", "HELP")[0]


def test_a_new_node_keeps_what_it_was_told(tmp_path: Path) -> None:
    options = ("--cluster-enabled", "yes", "--cluster-port", "16999", "--dir", str(tmp_path))
    running = launch(tmp_path, *options)
    wire = Wire(running.connect())
    me = wire.call("CLUSTER", "MYID")
    assert info(wire)["cluster_state"] == "fail"
    assert wire.call("GET", "foo") == "CLUSTERDOWN Hash slot not served"
    assert wire.call("CLUSTER", "SET-CONFIG-EPOCH", "7") == b"OK"
    assert wire.call("CLUSTER", "ADDSLOTS", "1", "2", "3") == b"OK"
    wire.close()
    end(running)
    running = launch(tmp_path, *options)
    wire = Wire(running.connect())
    assert wire.call("CLUSTER", "MYID") == me
    assert info(wire)["cluster_my_epoch"] == "7"
    assert info(wire)["cluster_slots_assigned"] == "3"
    assert wire.call("CLUSTER", "RESET", "HARD") == b"OK"
    assert wire.call("CLUSTER", "MYID") != me
    assert info(wire)["cluster_current_epoch"] == "0"
    assert info(wire)["cluster_slots_assigned"] == "0"
    wire.close()
    end(running)


def test_keys_of_a_slot_that_nobody_serves_are_taken_over(tmp_path: Path) -> None:
    options = (
        "--cluster-enabled",
        "yes",
        "--cluster-port",
        "16999",
        "--dir",
        str(tmp_path),
        "--cluster-node-timeout",
        "500",
    )
    running = launch(tmp_path, *options)
    wire = Wire(running.connect())
    wire.call("CLUSTER", "ADDSLOTSRANGE", "0", "16383")
    until(lambda: is_ok(wire))
    wire.call("SET", "foo", "1")
    assert wire.call("SAVE") == b"OK"
    wire.call("CLUSTER", "DELSLOTS", "12182")
    wire.close()
    end(running)
    running = launch(tmp_path, *options)
    wire = Wire(running.connect())
    assert info(wire)["cluster_slots_assigned"] == "16384"
    until(lambda: is_ok(wire))
    assert wire.call("GET", "foo") == b"1"
    wire.close()
    end(running)
