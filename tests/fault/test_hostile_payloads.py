"""RESTORE of payloads that were made to hurt: each is refused by name, and the server lives."""

from __future__ import annotations

import struct

import pytest
import redis

from tests import payloads
from tests.conftest import Running
from tests.payloads import length, listpack, string, ziplist
from tests.words import run

BAD = "Bad data format"
NAN = struct.pack("<d", float("nan"))


def body(kind: int, rest: bytes) -> bytes:
    """A type byte and a value."""
    return bytes([kind]) + rest


def broken(lp: bytes, place: int, byte: int) -> bytes:
    """A listpack, or something like it, with one byte changed."""
    return lp[:place] + bytes([byte]) + lp[place + 1 :]


PACK = listpack([b"a", b"b", b"c", b"d"])
LIST = ziplist([b"a", b"b", b"c", b"d"])
DOUBLE = struct.pack("<d", 1.0)
HOSTILE = {
    # lengths that lie
    "string of 2^64-9 bytes": body(0, b"\x81" + b"\xff" * 7 + b"\xf7"),
    "string of 4 GiB": body(0, b"\x80\xff\xff\xff\xff"),
    "length of unknown form": body(0, b"\xbf"),
    "string of unknown form": body(0, b"\xc4"),
    "hash of 2^63 fields": body(4, b"\x81\x80" + b"\0" * 7),
    "set of 2^32 members": body(2, b"\x80\xff\xff\xff\xff\x01a"),
    "sorted set of 2^60": body(5, b"\x81\x10" + b"\0" * 7),
    "list of 2^60": body(1, b"\x81\x10" + b"\0" * 7),
    "quicklist of 2^60": body(18, b"\x81\x10" + b"\0" * 7),
    "stream of 2^60": body(21, b"\x81\x10" + b"\0" * 7),
    "nothing": b"",
    "only a type": body(0, b""),
    # compressed strings
    "LZF of 1 TiB": body(0, b"\xc3\x02" + length(1 << 40) + b"\x01\x02"),
    "LZF that ends early": body(0, b"\xc3\x02\x20\x1f\x61"),
    "LZF that looks back too far": body(0, b"\xc3\x04\x0a\x00\x61\x3f\xff"),
    "LZF of nothing": body(0, b"\xc3\x00\x00"),
    # blocks
    "listpack too short": body(16, string(PACK[:5])),
    "listpack of another size": body(16, string(PACK + b"\xff")),
    "listpack without an end": body(16, string(PACK[:-1] + b"\x00")),
    "listpack with a wrong count": body(16, string(broken(PACK, 4, 2))),
    "listpack whose entry is too long": body(16, string(broken(PACK, 6, 0xBF))),
    "listpack with a wrong backlen": body(16, string(broken(PACK, 8, 9))),
    "listpack of an odd number": body(16, string(listpack([b"a", b"b", b"c"]))),
    "listpack with a field twice": body(16, string(listpack([b"a", b"b", b"a", b"d"]))),
    "listpack as a number": body(16, b"\xc0\x07"),
    "set listpack with a member twice": body(20, string(listpack([b"a", b"b", b"a"]))),
    "sorted set with a member twice": body(17, string(listpack([b"a", 1, b"a", 2]))),
    "sorted set without a score": body(17, string(listpack([b"a", b"b"]))),
    "ziplist with a wrong tail": body(13, string(broken(LIST, 4, 11))),
    "ziplist with a wrong count": body(13, string(broken(LIST, 8, 3))),
    "ziplist with a wrong backward size": body(13, string(broken(LIST, 13, 9))),
    "ziplist whose text is too long": body(13, string(broken(LIST, 11, 0x3F))),
    "ziplist with an unknown integer": body(13, string(broken(LIST, 11, 0xC1))),
    "ziplist without an end": body(13, string(LIST[:-1] + b"\0")),
    "zipmap that ends in a length": body(9, string(b"\x01\x01a\xfe\x01\xff")),
    "zipmap with a value of 1 GiB": body(9, string(b"\x01\x01a\xfe\0\0\0\x40\0b\xff")),
    "zipmap with a field twice": body(9, string(payloads.zipmap([(b"a", b"1"), (b"a", b"2")]))),
    "zipmap with too much free room": body(9, string(b"\x01\x01a\x01\xf0b\xff")),
    "intset of 2^31 members": body(11, string(struct.pack("<IIH", 2, 1 << 31, 1))),
    "intset of an unknown width": body(11, string(struct.pack("<IIH", 3, 1, 1))),
    "intset out of order": body(11, string(struct.pack("<IIHH", 2, 2, 2, 1))),
    "intset with a member twice": body(11, string(struct.pack("<IIHH", 2, 2, 1, 1))),
    "intset without members": body(11, string(struct.pack("<II", 2, 0))),
    # elements
    "hash with a field twice": body(4, b"\x02" + payloads.pairs([(b"a", b"1"), (b"a", b"2")])),
    "hash without fields": body(4, b"\0"),
    "field with a limit below -1": body(22, b"\x01\x01a\x01b" + struct.pack("<q", -2)),
    "set with a member twice": body(2, b"\x02\x01a\x01a"),
    "set without members": body(2, b"\0"),
    "sorted set that is not a number": body(5, b"\x01\x01a" + NAN),
    "sorted set that is no number, as text": body(3, b"\x01\x01a\x02xy"),
    "sorted set that says it is none": body(3, b"\x01\x01a\xfd"),
    "sorted set with a member twice, apart": body(5, b"\x02" + (b"\x01a" + DOUBLE) * 2),
    "list without elements": body(1, b"\0"),
    "quicklist of an unknown container": body(18, b"\x01\x03" + string(PACK)),
    "quicklist of empty nodes": body(18, b"\x01\x02" + string(listpack([]))),
    "quicklist of a broken node": body(18, b"\x01\x02" + string(PACK[:-1])),
    # types
    "module": body(7, length(1 << 60)),
    "module of old": body(6, b"\x01a\0"),
    "type 8": body(8, b"\x01a"),
    "type 23": body(23, b"\x01a"),
    "type 250": body(250, b"\x01a\x01b"),
}


REPEATS = (
    "listpack with a field twice",
    "set listpack with a member twice",
    "hash with a field twice",
)
"""What only costs time to find: refused unless payloads are said to be sound."""


@pytest.mark.parametrize("what", HOSTILE)
def test_it_is_refused(client: redis.Redis, what: str) -> None:
    """And nothing of it stays."""
    word = "clients" if what in REPEATS else "no"
    run(client, "CONFIG", "SET", "sanitize-dump-payload", word)
    try:
        with pytest.raises(redis.ResponseError, match=BAD):
            run(client, "RESTORE", "k", 0, payloads.payload(HOSTILE[what], 80))
    finally:
        run(client, "CONFIG", "SET", "sanitize-dump-payload", "no")
    assert run(client, "DBSIZE") == 0
    assert run(client, "PING") == b"PONG"


@pytest.mark.parametrize("what", REPEATS)
def test_what_repeats_does_no_harm(client: redis.Redis, what: str) -> None:
    """It can be read, drawn from, changed, laid out as a table, copied and taken apart."""
    uses = {
        b"set": "SRANDMEMBER k 50|SRANDMEMBER k -50|SINTER k k|SPOP k|SADD k b c",
        b"hash": "HRANDFIELD k 50 WITHVALUES|HGETALL k|HDEL k a|HSET k b 1 a 2",
    }
    run(client, "RESTORE", "k", 0, payloads.payload(HOSTILE[what], 80))
    for line in uses[run(client, "TYPE", "k")].split("|"):
        run(client, *line.split())
    run(client, "COPY", "k", "again")
    long = "x" * 1000
    table = ["SADD", "k", long] if run(client, "TYPE", "k") == b"set" else ["HSET", "k", "f", long]
    run(client, *table)
    assert run(client, "OBJECT", "ENCODING", "k") == b"hashtable"
    for key in ("k", "again"):
        run(client, "RESTORE", "third", 0, run(client, "DUMP", key), "REPLACE")
    assert run(client, "DEL", "k", "again", "third") == 3


ID = struct.pack(">QQ", 1, 1)


def consumer(name: bytes, *pending: bytes) -> bytes:
    """A consumer and what it has not acknowledged."""
    return string(name) + struct.pack("<qq", 1, 1) + length(len(pending)) + b"".join(pending)


def stream(pel: bytes, *consumers: bytes) -> bytes:
    """A stream of one entry, and a group."""
    block = listpack([1, 0, 1, b"f", 0, 2, 0, 0, b"v", 4])
    made = b"\x01" + string(ID) + string(block) + b"\x01" + b"\x01\x01" * 2 + b"\0\0" + b"\x01"
    group = string(b"g") + b"\x01\x01\x01" + pel + length(len(consumers)) + b"".join(consumers)
    return body(21, made + b"\x01" + group)


ONE = b"\x01" + ID + struct.pack("<q", 1) + b"\x01"
TWICE = b"\x02" + (ID + struct.pack("<q", 1) + b"\x01") * 2


def test_a_sound_stream_is_taken(client: redis.Redis) -> None:
    """What the next test breaks."""
    whole = payloads.payload(stream(ONE, consumer(b"c", ID)), 11)
    assert run(client, "RESTORE", "k", 0, whole) == b"OK"
    assert run(client, "XACK", "k", "g", "1-1") == 1


@pytest.mark.parametrize(
    "made",
    [
        stream(ONE, consumer(b"c", ID), consumer(b"d", ID)),
        stream(ONE, consumer(b"c", ID, ID)),
        stream(ONE, consumer(b"c", struct.pack(">QQ", 9, 9))),
        stream(ONE, consumer(b"c")),
        stream(ONE, consumer(b"c", ID), consumer(b"c")),
        stream(TWICE, consumer(b"c", ID)),
    ],
    ids=["two owners", "owned twice", "unknown", "no owner", "two of a name", "pending twice"],
)
def test_pending_entries_have_one_owner(client: redis.Redis, made: bytes) -> None:
    """Else acknowledging one frees what another still holds."""
    with pytest.raises(redis.ResponseError, match=BAD):
        run(client, "RESTORE", "k", 0, payloads.payload(made, 11))


SAMPLES: dict[str, tuple[str, ...]] = {
    "int": ("SET", "k", "12345"),
    "lzf": ("SET", "k", "abcabcabc" * 10),
    "hash": ("HSET", "k", "a", "1", "b", "text", "c", "-70000"),
    "wide hash": ("HSET", "k", "a", "x" * 70, "b", "2"),
    "list": ("RPUSH", "k", "a", "1", "text", "-70000"),
    "intset": ("SADD", "k", "1", "2", "70000"),
    "set": ("SADD", "k", "a", "b", "3"),
    "wide set": ("SADD", "k", "x" * 70, "b"),
    "zset": ("ZADD", "k", "1", "a", "2.5", "b", "-inf", "c"),
    "wide zset": ("ZADD", "k", "1", "x" * 70, "2", "b"),
    "stream": ("XADD", "k", "1-1", "f", "v", "g", "7"),
    "hll": ("PFADD", "k", "a", "b", "c"),
}
USES = (
    "GETRANGE k 0 -1",
    "PFCOUNT k",
    "APPEND k x",
    "HGETALL k",
    "HSET k new 1",
    "HDEL k a",
    "LRANGE k 0 -1",
    "LPUSH k new",
    "RPOP k",
    "LREM k 0 a",
    "SMEMBERS k",
    "SADD k new 99",
    "SPOP k",
    "ZRANGE k 0 -1 WITHSCORES",
    "ZADD k 3 new",
    "ZPOPMIN k",
    "XRANGE k - +",
    "XADD k * f v",
    "XINFO STREAM k FULL",
    "XTRIM k MAXLEN 1",
    "XREADGROUP GROUP g c STREAMS k >",
    "DEBUG DIGEST-VALUE k",
    "DUMP k",
    "DEL k",
)


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_flipped_bit(server: Running, client: redis.Redis, sample: str) -> None:
    """Is refused, or makes a value that every command can work with."""
    run(client, *SAMPLES[sample])
    if sample == "stream":
        run(client, "XGROUP", "CREATE", "k", "g", 0)
        run(client, "XREADGROUP", "GROUP", "g", "c", "STREAMS", "k", ">")
    whole = run(client, "DUMP", "k")[:-10]
    taken = 0
    for place in range(len(whole)):
        for bit in range(8):
            flipped = bytearray(whole)
            flipped[place] ^= 1 << bit
            made = payloads.payload(bytes(flipped), 80)
            with client.pipeline(transaction=False) as line:
                line.execute_command("RESTORE", "k", 0, made, "REPLACE")  # type: ignore[no-untyped-call]
                for use in USES:
                    line.execute_command(*use.split())  # type: ignore[no-untyped-call]
                taken += line.execute(raise_on_error=False)[0] == b"OK"
    assert taken
    assert server.process.poll() is None
