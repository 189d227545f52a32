"""HyperLogLogs: counting, merging, both layouts, and strings that are none."""

from __future__ import annotations

import pytest
import redis

from tests.conftest import Running
from tests.words import refused, run

Client = redis.Redis
NOT_ONE = "WRONGTYPE Key is not a valid HyperLogLog string value."
BROKEN = "INVALIDOBJ Corrupted HLL object detected"
WRONG_TYPE = "WRONGTYPE Operation against a key holding the wrong kind of value"


def layout_of(client: Client, key: str) -> bytes:
    """Sparse or dense."""
    layout: bytes = run(client, "PFDEBUG", "ENCODING", key)
    return layout


def near(estimate: int, truth: int) -> bool:
    """Within six standard errors."""
    return abs(estimate - truth) <= truth * 6 * 1.04 / 128 + 1


def test_add_tells_whether_a_register_rose(client: Client) -> None:
    assert run(client, "PFADD", "h") == 1
    assert run(client, "PFADD", "h") == 0
    assert run(client, "PFCOUNT", "h") == 0
    assert run(client, "PFADD", "h", "a", "b", "c") == 1
    assert run(client, "PFADD", "h", "a", "b") == 0
    assert run(client, "PFCOUNT", "h") == 3
    assert run(client, "PFCOUNT", "none") == 0
    assert run(client, "TYPE", "h") == b"string"


def test_counts_are_near(client: Client) -> None:
    for first in range(0, 50_000, 500):
        run(client, "PFADD", "h", *range(first, first + 500))
        if first % 5000 == 0:
            assert near(run(client, "PFCOUNT", "h"), first + 500)
    assert layout_of(client, "h") == b"dense"
    assert run(client, "STRLEN", "h") == 12304


def test_layout_follows_the_configuration(client: Client) -> None:
    run(client, "CONFIG", "SET", "hll-sparse-max-bytes", "100")
    try:
        run(client, "PFADD", "h", *range(10))
        assert layout_of(client, "h") == b"sparse"
        run(client, "PFADD", "h", *range(100))
        assert layout_of(client, "h") == b"dense"
        assert run(client, "PFCOUNT", "h") == 100
    finally:
        run(client, "CONFIG", "SET", "hll-sparse-max-bytes", "3000")


def test_time_limits_are_kept(client: Client) -> None:
    run(client, "PFADD", "h", "a")
    run(client, "EXPIRE", "h", 1000)
    run(client, "PFADD", "h", *range(5000))
    assert layout_of(client, "h") == b"dense"
    run(client, "PFMERGE", "h", "h")
    assert run(client, "PFCOUNT", "h") > 0
    assert run(client, "TTL", "h") > 900


def test_merge_and_count_together(client: Client) -> None:
    run(client, "PFADD", "a", *range(1000))
    run(client, "PFADD", "b", *range(500, 1500))
    assert layout_of(client, "a") == b"sparse"
    together = run(client, "PFCOUNT", "a", "b", "none")
    assert near(together, 1500)
    assert run(client, "PFMERGE", "d", "a", "b", "none") == b"OK"
    assert layout_of(client, "d") == b"sparse"
    assert run(client, "PFCOUNT", "d") == together
    assert run(client, "PFDEBUG", "TODENSE", "a") == 1
    assert run(client, "PFDEBUG", "TODENSE", "a") == 0
    assert run(client, "PFMERGE", "e", "a", "b") == b"OK"
    assert layout_of(client, "e") == b"dense"
    assert run(client, "PFCOUNT", "e") == together
    assert run(client, "PFMERGE", "none2") == b"OK"
    assert run(client, "PFCOUNT", "none2") == 0


def test_batches_and_single_registers_agree(client: Client) -> None:
    run(client, "PFADD", "a", *range(5000))
    run(client, "PFADD", "b", *range(3000, 9000))
    got = []
    for mode, said in (("OFF", b"disabled"), ("ON", b"enabled")):
        assert run(client, "PFDEBUG", "SIMD", mode) == said
        run(client, "DEL", "d")
        run(client, "PFMERGE", "d", "a", "b")
        got.append((run(client, "GET", "d"), run(client, "PFCOUNT", "a", "b")))
    assert got[0] == got[1]


def test_registers_and_opcodes_can_be_seen(client: Client) -> None:
    run(client, "PFADD", "h")
    assert run(client, "PFDEBUG", "DECODE", "h") == b"Z:16384"
    run(client, "PFADD", "h", "a")
    before, value, behind = run(client, "PFDEBUG", "DECODE", "h").split()
    assert value.startswith(b"v:")
    skipped = int(before.split(b":")[1])
    assert skipped + 1 + int(behind.split(b":")[1]) == 16384
    registers = run(client, "PFDEBUG", "GETREG", "h")
    assert registers[skipped] == int(value[2:].split(b",")[0])
    assert sum(map(bool, registers)) == 1
    assert refused(client, "PFDEBUG", "DECODE", "h") == "HLL encoding is not sparse"
    assert refused(client, "PFDEBUG", "NONE", "h") == "Unknown PFDEBUG subcommand 'NONE'"
    error = "The specified key does not exist"
    assert refused(client, "PFDEBUG", "ENCODING", "none") == error


def test_estimates_are_kept_until_a_register_rises(client: Client) -> None:
    run(client, "PFADD", "h", "a", "b")
    assert run(client, "GETRANGE", "h", 15, 15) == b"\x80"
    assert run(client, "PFCOUNT", "h") == 2
    assert run(client, "GETRANGE", "h", 8, 15) == b"\x02" + b"\0" * 7
    run(client, "SETRANGE", "h", 8, b"\x63")
    assert run(client, "PFCOUNT", "h") == 99
    run(client, "PFADD", "h", "c")
    assert run(client, "PFCOUNT", "h") == 3


def test_a_kept_estimate_is_a_change_that_nobody_is_told(client: Client) -> None:
    run(client, "CONFIG", "SET", "notify-keyspace-events", "KEA")
    try:
        run(client, "PFADD", "h", "a")
        listener = client.pubsub()
        listener.psubscribe("__keyevent@0__:*")
        assert listener.get_message(timeout=5)
        with client.pipeline() as watching:
            watching.watch("h")
            assert run(client, "PFCOUNT", "h") == 1
            watching.multi()
            watching.get("h")
            with pytest.raises(redis.WatchError):
                watching.execute()
        run(client, "PFADD", "h", "b")
        heard = listener.get_message(timeout=5)
        assert heard and heard["channel"] == b"__keyevent@0__:pfadd"
        listener.close()
    finally:
        run(client, "CONFIG", "SET", "notify-keyspace-events", "")


def test_strings_that_are_none_are_refused(client: Client) -> None:
    run(client, "PFADD", "good", "a")
    good = run(client, "GET", "good")
    for text in (b"", b"12", b"HYLL", b"X" + good[1:], good[:4] + b"\x02" + good[5:]):
        run(client, "SET", "h", text)
        assert refused(client, "PFADD", "h", "a") == NOT_ONE
        assert refused(client, "PFCOUNT", "h") == NOT_ONE
        assert refused(client, "PFMERGE", "d", "good", "h") == NOT_ONE
    run(client, "RPUSH" if run(client, "COMMAND", "INFO", "RPUSH")[0] else "SADD", "other", "x")
    assert refused(client, "PFADD", "other", "a") == WRONG_TYPE
    assert refused(client, "PFCOUNT", "good", "other") == WRONG_TYPE


def test_broken_opcodes_are_refused(client: Client) -> None:
    head = b"HYLL\x01" + b"\0" * 10 + b"\x80"
    for body in (b"", b"\x7f\xff" + b"hello", b"\x7f", b"\x7f\xfe", b"\x7f\xff" * 70_000):
        run(client, "SET", "h", head + body)
        assert refused(client, "PFCOUNT", "h") == BROKEN
        assert refused(client, "PFCOUNT", "h", "none") == BROKEN
        assert refused(client, "PFMERGE", "d", "h") == BROKEN
        assert refused(client, "PFDEBUG", "TODENSE", "h") == BROKEN
        assert run(client, "EXISTS", "d") == 0
        assert run(client, "GET", "h") == head + body


def test_selftest(server: Running) -> None:
    patient = redis.Redis(port=server.port, socket_timeout=120)
    assert run(patient, "PFSELFTEST") == b"OK"
    patient.close()
