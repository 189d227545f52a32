"""DUMP and RESTORE: strings and hashes there and back, options, and which words refuse what."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
import redis

from tests import payloads
from tests.conftest import Running
from tests.words import refused, run

Client = redis.Redis
BAD = "Bad data format"
TORN = "DUMP payload version or checksum are wrong"


def restored(client: Client, body: bytes, version: int = 11) -> str:
    """RESTORE a body under `k`; how it lies there."""
    assert run(client, "RESTORE", "k", 0, payloads.payload(body, version), "REPLACE") == b"OK"
    return str(run(client, "OBJECT", "ENCODING", "k").decode())


def held(client: Client) -> dict[bytes, bytes]:
    """The hash under `k`."""
    flat = run(client, "HGETALL", "k")
    return flat if isinstance(flat, dict) else dict(zip(flat[::2], flat[1::2], strict=True))


def there_and_back(client: Client, key: str) -> None:
    """A copy made of the dump has the same contents, and makes the same dump."""
    dump = run(client, "DUMP", key)
    assert run(client, "RESTORE", "copy", 0, dump, "REPLACE") == b"OK"
    assert run(client, "DEBUG", "DIGEST-VALUE", key) == run(client, "DEBUG", "DIGEST-VALUE", "copy")
    for what in ("ENCODING",):
        assert run(client, "OBJECT", what, key) == run(client, "OBJECT", what, "copy")
    assert len(run(client, "DUMP", "copy")) == len(dump)


STRINGS = [
    b"",
    b"a",
    b"0",
    b"-1",
    b"127",
    b"-128",
    b"32767",
    b"2147483647",
    b"-2147483649",
    b"9223372036854775807",
    b"01",
    b"x" * 20,
    b"x" * 21,
    b"ab" * 5000,
    bytes(range(256)) * 300,
]


@pytest.mark.parametrize("value", STRINGS, ids=lambda v: f"{len(v)}-{v[:4].hex()}")
def test_strings_return(client: Client, value: bytes) -> None:
    """Whatever form a string takes in the payload, it comes back as it was."""
    run(client, "SET", "k", value)
    there_and_back(client, "k")
    assert run(client, "GET", "copy") == value


def test_a_known_payload(client: Client) -> None:
    """The bytes are those of Valkey: an int, a short text, a text that compresses."""
    run(client, "SET", "k", 12)
    assert run(client, "DUMP", "k") == payloads.payload(b"\x00\xc0\x0c", 80)
    run(client, "SET", "k", "abc")
    assert run(client, "DUMP", "k") == payloads.payload(b"\x00\x03abc", 80)
    run(client, "SET", "k", "a" * 100)
    assert run(client, "DUMP", "k")[:2] == b"\x00\xc3"
    run(client, "CONFIG", "SET", "rdbcompression", "no")
    assert run(client, "DUMP", "k") == payloads.payload(b"\x00" + payloads.string(b"a" * 100), 80)
    run(client, "CONFIG", "SET", "rdbcompression", "yes")


@pytest.mark.parametrize("n", [1, 512, 513, 5000])
def test_hashes_return(client: Client, n: int) -> None:
    """In either layout."""
    for i in range(n):
        run(client, "HSET", "k", f"field{i}", i)
    there_and_back(client, "k")
    assert run(client, "HLEN", "copy") == n


def test_fields_keep_their_time_limits(client: Client) -> None:
    """A hash with limits comes back with them, and the expire cycle knows it."""
    run(client, "HSET", "k", "a", 1, "b", 2)
    run(client, "HPEXPIRE", "k", 60000, "FIELDS", 1, "a")
    limit = run(client, "HPEXPIRETIME", "k", "FIELDS", 2, "a", "b")
    dump = run(client, "DUMP", "k")
    assert dump[0] == payloads.HASH_2
    run(client, "DEL", "k")
    run(client, "RESTORE", "k", 0, dump)
    assert run(client, "HPEXPIRETIME", "k", "FIELDS", 2, "a", "b") == limit
    run(client, "HPEXPIRE", "k", 1, "FIELDS", 1, "a")
    for _ in range(200):
        if run(client, "HLEN", "k") == 1:
            break
        time.sleep(0.02)
    assert held(client) == {b"b": b"2"}


PAIRS = [(b"field", b"value"), (b"n", b"-70000"), (b"long", b"x" * 300), (b"", b"")]


@pytest.mark.parametrize(
    "body",
    [
        bytes([payloads.HASH]) + payloads.length(4) + payloads.pairs(PAIRS),
        bytes([payloads.HASH_ZIPLIST])
        + payloads.string(payloads.ziplist(x for pair in PAIRS for x in pair)),
        bytes([payloads.HASH_ZIPMAP]) + payloads.string(payloads.zipmap(PAIRS)),
        bytes([payloads.HASH_LISTPACK])
        + payloads.string(payloads.listpack(x for pair in PAIRS for x in pair)),
        bytes([payloads.HASH_2])
        + payloads.length(4)
        + b"".join(payloads.pairs([pair]) + b"\xff" * 8 for pair in PAIRS),
    ],
    ids=["hash", "ziplist", "zipmap", "listpack", "hash2"],
)
def test_every_form_of_a_hash_is_read(client: Client, body: bytes) -> None:
    """Old forms and new ones hold the same."""
    restored(client, body, 80)
    assert held(client) == dict(PAIRS)


def test_layout_follows_the_thresholds_in_force(client: Client) -> None:
    """Not the form that a value came in."""
    few = [(b"f%d" % i, b"v") for i in range(20)]
    packed = bytes([payloads.HASH_LISTPACK]) + payloads.string(
        payloads.listpack(x for pair in few for x in pair)
    )
    single = bytes([payloads.HASH]) + payloads.length(20) + payloads.pairs(few)
    assert restored(client, packed) == restored(client, single) == "listpack"
    run(client, "CONFIG", "SET", "hash-max-listpack-entries", 19)
    assert restored(client, packed) == restored(client, single) == "hashtable"
    assert held(client) == dict(few)
    run(client, "CONFIG", "SET", "hash-max-listpack-entries", 512)
    assert restored(client, bytes([4, 1]) + payloads.pairs([(b"f", b"v" * 65)])) == "hashtable"


def test_ziplist_integers(client: Client) -> None:
    """Of every width."""
    numbers = [0, 12, 13, -1, 127, -128, 128, 32767, -32768, 8388607, -8388608, 2**31 - 1]
    numbers += [-(2**31), 2**63 - 1, -(2**63)]
    entries: list[bytes | int] = []
    for i, number in enumerate(numbers):
        entries += [b"n%d" % i, number]
    restored(client, bytes([payloads.HASH_ZIPLIST]) + payloads.string(payloads.ziplist(entries)))
    assert held(client) == {b"n%d" % i: b"%d" % n for i, n in enumerate(numbers)}


def test_time_limits_of_keys(client: Client) -> None:
    """A TTL counts from now or, with ABSTTL, is a moment; 0 is none; a past one leaves no key."""
    run(client, "SET", "k", "v")
    dump = run(client, "DUMP", "k")
    run(client, "RESTORE", "a", 5000, dump)
    assert 4000 < run(client, "PTTL", "a") <= 5000
    moment = int(time.time() * 1000) + 3000
    run(client, "RESTORE", "b", moment, dump, "ABSTTL")
    assert run(client, "PEXPIRETIME", "b") == moment
    run(client, "RESTORE", "c", 0, dump, "ABSTTL")
    assert run(client, "TTL", "c") == -1
    assert run(client, "RESTORE", "c", 1000, dump, "ABSTTL", "REPLACE") == b"OK"
    assert run(client, "EXISTS", "c") == 0


def test_replacing(client: Client) -> None:
    """Only where asked for."""
    run(client, "SET", "k", "new")
    dump = run(client, "DUMP", "k")
    run(client, "HSET", "old", "f", "v")
    assert refused(client, "RESTORE", "old", 0, dump).startswith("BUSYKEY Target key name already")
    assert run(client, "HGET", "old", "f") == b"v"
    assert run(client, "RESTORE", "old", 0, dump, "replace") == b"OK"
    assert run(client, "GET", "old") == b"new"


def test_use_before(client: Client) -> None:
    """IDLETIME and FREQ become what OBJECT tells, each under its policy."""
    run(client, "SET", "k", "v")
    dump = run(client, "DUMP", "k")
    run(client, "RESTORE", "k", 0, dump, "REPLACE", "IDLETIME", 1000)
    assert 1000 <= run(client, "OBJECT", "IDLETIME", "k") <= 1002
    run(client, "CONFIG", "SET", "maxmemory-policy", "allkeys-lfu")
    run(client, "RESTORE", "k", 0, dump, "REPLACE", "FREQ", 100)
    assert run(client, "OBJECT", "FREQ", "k") in (99, 100)
    run(client, "CONFIG", "SET", "maxmemory-policy", "noeviction")


def test_arguments_that_are_refused(client: Client) -> None:
    """With Valkey's words, in Valkey's order."""
    run(client, "SET", "k", "v")
    dump = run(client, "DUMP", "k")
    assert refused(client, "RESTORE", "n", -1, dump) == "Invalid TTL value, must be >= 0"
    assert refused(client, "RESTORE", "n", "x", dump).startswith("value is not an integer")
    assert refused(client, "RESTORE", "n", 0, dump, "what") == "syntax error"
    idle = refused(client, "RESTORE", "n", 0, dump, "IDLETIME", -1)
    assert idle == "Invalid IDLETIME value, must be >= 0"
    for bad in (-1, 256):
        assert "Invalid FREQ value" in refused(client, "RESTORE", "n", 0, dump, "FREQ", bad)
    both = refused(client, "RESTORE", "n", 0, dump, "FREQ", 1, "IDLETIME", 1)
    assert both == "syntax error"
    assert refused(client, "RESTORE", "k", "x", b"").startswith("BUSYKEY")
    assert run(client, "DUMP", "absent") is None
    assert run(client, "EXISTS", "n") == 0


def test_versions(client: Client) -> None:
    """1 to 11 and 80 are read; those that others use, and those to come, only when relaxed."""
    body = b"\x00\x01a"
    for version in (1, 9, 10, 11, 80):
        assert restored(client, body, version) == "embstr"
    for version in (0, 12, 79, 81, 65535):
        assert refused(client, "RESTORE", "n", 0, payloads.payload(body, version)) == TORN
    run(client, "CONFIG", "SET", "rdb-version-check", "relaxed")
    for version in (12, 79, 81):
        assert restored(client, body, version) == "embstr"
    foreign = bytes([payloads.HASH_2, 1]) + payloads.pairs([(b"f", b"v")]) + b"\xff" * 8
    assert refused(client, "RESTORE", "n", 0, payloads.payload(foreign, 12)) == BAD
    assert restored(client, foreign, 80) == "hashtable"
    run(client, "CONFIG", "SET", "rdb-version-check", "strict")


def test_torn_payloads(client: Client) -> None:
    """A wrong sum is noticed, unless a test asks not to."""
    good = payloads.payload(b"\x00\x01a")
    torn = bytearray(good)
    torn[2] ^= 1
    assert refused(client, "RESTORE", "n", 0, bytes(torn)) == TORN
    assert refused(client, "RESTORE", "n", 0, good[-9:]) == TORN
    run(client, "DEBUG", "SET-SKIP-CHECKSUM-VALIDATION", 1)
    assert run(client, "RESTORE", "n", 0, bytes(torn)) == b"OK"
    run(client, "DEBUG", "SET-SKIP-CHECKSUM-VALIDATION", 0)


def test_saving_for_older_servers(start: Callable[..., Running]) -> None:
    """rdb-save-version picks the version of payloads, and refuses by name what it cannot hold."""
    running = start("--rdb-save-version", "10")
    client = redis.Redis(port=running.port)
    run(client, "SET", "k", "v")
    assert run(client, "DUMP", "k") == payloads.payload(b"\x00\x01v", 10)
    run(client, "HSET", "h", "f", "v")
    run(client, "HEXPIRE", "h", 100, "FIELDS", 1, "f")
    assert "cannot hold a hash whose fields have time limits" in refused(client, "DUMP", "h")
    run(client, "CONFIG", "SET", "rdb-save-version", "current")
    assert run(client, "DUMP", "h")[0] == payloads.HASH_2


@pytest.mark.parametrize(("sanitize", "lines"), [("no", 1), ("yes", 0), ("clients", 0)])
def test_the_log_says_that_an_assumption_was_wrong(
    start: Callable[..., Running], sanitize: str, lines: int
) -> None:
    """Where payloads are said to be sound, one that is not is refused and named."""
    server = start("--sanitize-dump-payload", sanitize)
    unsound = payloads.payload(bytes([payloads.HASH_LISTPACK]) + payloads.string(b"\x09abc"), 11)
    with redis.Redis(port=server.port) as client:
        assert refused(client, "RESTORE", "k", 0, unsound) == BAD
        assert run(client, "EXISTS", "k") == 0
    assert server.log.read_text().count("ASSERTION FAILED") == lines
