"""DUMP and RESTORE of sets: there and back, thresholds, and bytes that must be refused."""

from __future__ import annotations

import struct
from typing import Any

import pytest
import redis

from tests import payloads
from tests.words import run

Client = redis.Redis
BAD = "Bad data format"

FILLS: dict[str, list[bytes]] = {
    "intset": [b"%d" % i for i in (-70000, -1, 0, 5, 2**40)],
    "listpack": [b"5", b"name", b"", b"x" * 64],
    "hashtable": [b"m%d" % i for i in range(300)] + [b"y" * 300, b"12"],
}


def restore(client: Client, body: bytes) -> tuple[str, set[bytes]]:
    """RESTORE a body as `k`: its layout and its members."""
    run(client, "RESTORE", "k", 0, payloads.payload(body), "REPLACE")
    return run(client, "OBJECT", "ENCODING", "k").decode(), set(run(client, "SMEMBERS", "k"))


def refused(client: Client, body: bytes) -> bool:
    """Whether RESTORE finds fault with a body, and leaves no key."""
    with pytest.raises(redis.ResponseError) as caught:
        run(client, "RESTORE", "k", 0, payloads.payload(body), "REPLACE")
    return BAD in str(caught.value) and not run(client, "EXISTS", "k")


def intset(width: int, *numbers: int, count: int | None = None) -> bytes:
    """An intset's block, ordered as given."""
    head = struct.pack("<II", width, len(numbers) if count is None else count)
    return head + b"".join(n.to_bytes(width, "little", signed=True) for n in numbers)


def plain(*members: bytes, count: int | None = None) -> bytes:
    """A body of the type SET."""
    n = len(members) if count is None else count
    return bytes([payloads.SET]) + payloads.length(n) + b"".join(map(payloads.string, members))


def block(kind: int, data: bytes) -> bytes:
    """A body that is one block."""
    return bytes([kind]) + payloads.string(data)


@pytest.mark.parametrize("layout", list(FILLS))
@pytest.mark.parametrize("version", [10, 11, "current"])
def test_there_and_back(client: Client, layout: str, version: Any) -> None:
    run(client, "SADD", "s", *FILLS[layout])
    assert run(client, "OBJECT", "ENCODING", "s").decode() == layout
    run(client, "CONFIG", "SET", "rdb-save-version", version)
    try:
        dump = run(client, "DUMP", "s")
    finally:
        run(client, "CONFIG", "SET", "rdb-save-version", "current")
    kind = {"intset": payloads.SET_INTSET, "listpack": payloads.SET_LISTPACK}.get(
        layout, payloads.SET
    )
    assert dump[0] == (payloads.SET if layout == "listpack" and version == 10 else kind)
    run(client, "RESTORE", "t", 0, dump)
    assert run(client, "OBJECT", "ENCODING", "t").decode() == layout
    assert set(run(client, "SMEMBERS", "t")) == set(FILLS[layout])


def test_members_are_laid_out_by_the_thresholds(client: Client) -> None:
    numbers = [b"%d" % i for i in range(512)]
    assert restore(client, plain(*numbers)) == ("intset", set(numbers))
    assert restore(client, plain(*numbers, b"512"))[0] == "hashtable"
    assert restore(client, plain(b"1", b"a", b"x" * 64))[0] == "listpack"
    assert restore(client, plain(b"1", b"x" * 65)) == ("hashtable", {b"1", b"x" * 65})
    assert restore(client, plain(*numbers[:127], b"a"))[0] == "listpack"
    assert restore(client, plain(*numbers[:128], b"a"))[0] == "hashtable"


def test_blocks_that_hold_too_many_become_tables(client: Client) -> None:
    body = block(payloads.SET_INTSET, intset(2, *range(513)))
    assert restore(client, body) == ("hashtable", {b"%d" % i for i in range(513)})
    body = block(payloads.SET_LISTPACK, payloads.listpack([b"m%d" % i for i in range(129)]))
    assert restore(client, body) == ("hashtable", {b"m%d" % i for i in range(129)})


@pytest.mark.parametrize(
    "data",
    [
        b"",
        intset(2),
        intset(3, 1),
        intset(2, 2, 1),
        intset(2, 1, 1),
        intset(2, 1, count=2),
        intset(2, 1, 2, count=1),
        intset(8, 1, count=0x20000001),
        intset(4, 1, 2)[:-1],
    ],
)
def test_broken_intsets_are_refused(client: Client, data: bytes) -> None:
    assert refused(client, block(payloads.SET_INTSET, data))


def test_broken_sets_are_refused(client: Client) -> None:
    assert refused(client, plain())
    assert refused(client, plain(b"a", b"a"))
    assert refused(client, plain(b"1", b"1"))
    assert refused(client, plain(*(b"m%d" % i for i in range(600)), b"m0"))
    assert refused(client, plain(b"a", count=2))
    assert refused(client, plain(b"a", count=1 << 60))
    assert refused(client, block(payloads.SET_LISTPACK, payloads.listpack([])))
    assert refused(client, block(payloads.SET_LISTPACK, payloads.listpack([b"a"])[:-1]))
    assert refused(client, block(payloads.SET_LISTPACK, b"\xff" * 20))


def test_a_listpack_may_repeat_only_where_payloads_are_said_to_be_sound(client: Client) -> None:
    """And a difference, a table and the older form of files have each member once all the same."""
    repeats = block(payloads.SET_LISTPACK, payloads.listpack([b"a", b"b", b"a"]))
    before = run(client, "CONFIG", "GET", "sanitize-dump-payload")[b"sanitize-dump-payload"]
    try:
        for word in ("yes", "clients"):
            run(client, "CONFIG", "SET", "sanitize-dump-payload", word)
            assert refused(client, repeats)
        run(client, "CONFIG", "SET", "sanitize-dump-payload", "no")
        assert restore(client, repeats) == ("listpack", {b"a", b"b"})
        assert run(client, "SCARD", "k") == 3
        assert sorted(run(client, "SDIFF", "k")) == [b"a", b"b"]
        assert sorted(run(client, "SUNION", "k")) == [b"a", b"b"]
        run(client, "CONFIG", "SET", "rdb-save-version", "10")
        older = run(client, "DUMP", "k")
        run(client, "CONFIG", "SET", "rdb-save-version", "current")
        run(client, "SADD", "k", "m" * 1000)
        assert run(client, "OBJECT", "ENCODING", "k") == b"hashtable"
        assert run(client, "SCARD", "k") == 3
        run(client, "RESTORE", "k", 0, older, "REPLACE")
        assert run(client, "SCARD", "k") == 2
    finally:
        run(client, "CONFIG", "SET", "sanitize-dump-payload", before, "rdb-save-version", "current")
