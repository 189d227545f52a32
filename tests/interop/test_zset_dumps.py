"""Sorted sets in DUMP's bytes: to and from redis-server (RDB 10), old forms, broken ones."""

from __future__ import annotations

import random
import struct
from collections.abc import Iterator
from typing import Any

import pytest
import redis

from tests.words import run

BAD = "Bad data format"

FILLS: dict[str, list[Any]] = {
    "few": [1, "a", "-inf", "", 2.5, 7, "1e300", "x" * 64],
    "fractions": [0.1, "a", -3.25, "b", "1e-7", "c", "4.9e-324", "d"],
    "many": [word for i in range(1000) for word in (i * 37 % 1000, f"member:{i}")],
    "long": [1, "y" * 300, 1, "z" * 65],
}


@pytest.mark.parametrize("fill", list(FILLS))
def test_sorted_sets_go_both_ways(client: redis.Redis, real: redis.Redis, fill: str) -> None:
    run(client, "CONFIG", "SET", "rdb-save-version", 10)
    try:
        for source, target in ((real, client), (client, real)):
            for one in (source, target):
                run(one, "DEL", "z")
            run(source, "ZADD", "z", *FILLS[fill])
            run(target, "RESTORE", "z", 0, run(source, "DUMP", "z"))
            wanted = run(source, "ZRANGE", "z", 0, -1)
            assert run(target, "ZRANGE", "z", 0, -1) == wanted
            scores = [
                [float(run(one, "ZSCORE", "z", m)) for m in wanted] for one in (source, target)
            ]
            assert scores[0] == scores[1]
            encodings = [run(one, "OBJECT", "ENCODING", "z") for one in (source, target)]
            assert encodings[0] == encodings[1]
    finally:
        run(client, "CONFIG", "SET", "rdb-save-version", "current")


@pytest.fixture
def lenient(client: redis.Redis) -> Iterator[redis.Redis]:
    """The server takes payloads with wrong checksums, so they can be made here."""
    run(client, "DEBUG", "SET-SKIP-CHECKSUM-VALIDATION", 1)
    yield client
    run(client, "DEBUG", "SET-SKIP-CHECKSUM-VALIDATION", 0)


def payload(type_byte: int, body: bytes) -> bytes:
    return bytes([type_byte]) + body + struct.pack("<HQ", 10, 0)


def text(data: bytes) -> bytes:
    """A string of less than 16,384 bytes as RDB writes it."""
    return struct.pack(">H", 0x4000 | len(data)) + data


def ziplist(*entries: bytes) -> bytes:
    body, before, at = b"", 0, 10
    for entry in entries:
        at = 10 + len(body)
        item = bytes([before, len(entry)]) + entry
        body, before = body + item, len(item)
    size = 10 + len(body) + 1
    return struct.pack("<IIH", size, at, len(entries)) + body + b"\xff"


def listpack(*entries: bytes) -> bytes:
    body = b"".join(bytes([0x80 | len(e)]) + e + bytes([1 + len(e)]) for e in entries)
    return struct.pack("<IH", 7 + len(body), len(entries)) + body + b"\xff"


OLD = {
    "scores as text": payload(3, b"\x03" + text(b"b") + b"\x032.5" + text(b"a") + b"\xfe"
                              + text(b"c") + b"\xff"),
    "ziplist": payload(12, text(ziplist(b"c", b"-inf", b"b", b"2.5", b"a", b"inf"))),
    "scores as bytes": payload(5, b"\x03" + text(b"a") + struct.pack("<d", float("inf"))
                               + text(b"b") + struct.pack("<d", 2.5)
                               + text(b"c") + struct.pack("<d", float("-inf"))),
    "listpack": payload(17, text(listpack(b"c", b"-inf", b"b", b"2.5", b"a", b"inf"))),
}  # fmt: skip


@pytest.mark.parametrize("form", list(OLD))
@pytest.mark.parametrize("limit", [128, 2])
def test_every_form_is_read(lenient: redis.Redis, form: str, limit: int) -> None:
    run(lenient, "CONFIG", "SET", "zset-max-listpack-entries", limit)
    try:
        run(lenient, "DEL", "z")
        assert run(lenient, "RESTORE", "z", 0, OLD[form]) == b"OK"
        assert run(lenient, "ZRANGE", "z", 0, -1) == [b"c", b"b", b"a"]
        assert float(run(lenient, "ZSCORE", "z", "b")) == 2.5
        encoding = b"listpack" if limit == 128 else b"skiplist"
        assert run(lenient, "OBJECT", "ENCODING", "z") == encoding
    finally:
        run(lenient, "CONFIG", "SET", "zset-max-listpack-entries", 128)


BROKEN = {
    "twice in a listpack": payload(17, text(listpack(b"a", b"1", b"a", b"2"))),
    "twice in pairs": payload(5, b"\x02" + (text(b"a") + struct.pack("<d", 1)) * 2),
    "no score": payload(17, text(listpack(b"a", b"1", b"b"))),
    "a score that is none": payload(17, text(listpack(b"a", b"x"))),
    "not a number": payload(5, b"\x01" + text(b"a") + struct.pack("<d", float("nan"))),
    "not a number as text": payload(3, b"\x01" + text(b"a") + b"\xfd"),
    "a huge count": payload(5, b"\x81" + b"\xff" * 8 + text(b"a")),
    "nothing": payload(17, text(listpack())),
    "short": payload(5, b"\x01" + text(b"a") + b"\0\0"),
}


@pytest.mark.parametrize("form", list(BROKEN))
def test_broken_ones_are_refused(lenient: redis.Redis, form: str) -> None:
    run(lenient, "DEL", "z")
    with pytest.raises(redis.ResponseError, match=BAD):
        run(lenient, "RESTORE", "z", 0, BROKEN[form])
    assert run(lenient, "EXISTS", "z") == 0


def test_flipped_bits_do_no_harm(lenient: redis.Redis) -> None:
    dice = random.Random(11)
    forms = list(OLD.values())
    for _ in range(3000):
        data = bytearray(dice.choice(forms))
        for _ in range(dice.choice((1, 1, 2, 5))):
            data[dice.randrange(len(data) - 10)] ^= 1 << dice.randrange(8)
        run(lenient, "DEL", "z")
        try:
            run(lenient, "RESTORE", "z", 0, bytes(data))
        except redis.ResponseError:
            continue
        if run(lenient, "TYPE", "z") == b"zset":
            assert run(lenient, "ZCARD", "z") == len(run(lenient, "ZRANGE", "z", 0, -1))
    assert run(lenient, "PING") in (b"PONG", True)
