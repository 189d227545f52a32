"""The decoders in Python read from files what the servers that wrote them say, ours and others."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import redis

from tests.conftest import Running
from tests.files.read import complaint, drawing, keys
from tests.interop.test_aof_files import rewrite
from tests.interop.test_rdb_files import FAR, FOUND, PEERS, connect, contents, fill, peer
from tests.words import run
from vkscope.files.aof import Aof, Command
from vkscope.files.manifest import parse
from vkscope.files.rdb import Key
from vkscope.files.values import Group, Hash, Stream, StreamID

Start = Callable[..., Running]


def id_bytes(stream_id: StreamID) -> bytes:
    """As replies have IDs."""
    return b"%d-%d" % stream_id


def of_group(group: Group) -> Any:
    """As `contents` tells of a group, without its lag."""
    read = None if group.entries_read == -1 else group.entries_read
    pending = [[id_bytes(p.id), p.consumer, p.deliveries] for p in group.pending.values()]
    consumers = sorted(consumer.name for consumer in group.consumers)
    return group.name, (id_bytes(group.last_id), read), pending, consumers


def of_stream(stream: Stream) -> Any:
    """As `contents` tells of a stream."""
    numbers = [len(stream.entries), stream.last_id, stream.max_deleted_id, stream.entries_added]
    told = [id_bytes(n) if isinstance(n, tuple) else n for n in numbers]
    entries = [[id_bytes(i), [word for pair in pairs for word in pair]]
               for i, pairs in stream.entries]  # fmt: skip
    return told, entries, sorted(of_group(group) for group in stream.groups)


def decoded(key: Key) -> Any:
    """A key as `contents` tells of it."""
    value: Any = key.value
    if isinstance(value, Stream):
        value = of_stream(value)
    elif isinstance(value, Hash):
        value = sorted(value.fields.items())
    elif isinstance(value, set):
        value = sorted(value)
    elif isinstance(value, dict):
        value = sorted(value.items(), key=lambda held: (held[1], held[0]))
    limit = -1 if key.expires_ms is None else key.expires_ms
    return key.kind.encode(), limit, value


def wanted(client: redis.Redis) -> dict[tuple[int, bytes], Any]:
    """What the server says, without the lag of groups."""
    held = contents(client)
    for place, (kind, limit, value) in held.items():
        if kind == b"stream":
            told, entries, groups = value
            groups = [(name, parts[:2], pending, who) for name, parts, pending, who in groups]
            held[place] = kind, limit, (told, entries, groups)
    return held


def compare(file: Path, expected: dict[tuple[int, bytes], Any]) -> list[Key]:
    """Key by key; and the drawing of the file covers each of its bytes."""
    data = file.read_bytes()
    found = keys(data)
    assert {(key.database, key.name) for key in found} == expected.keys()
    for key in found:
        assert decoded(key) == expected[key.database, key.name], key.name
    at = 0
    for piece in drawing(data):
        if piece.level and not piece.inner:
            assert piece.offset == at
            at += piece.size
    assert at == len(data)
    return found


@pytest.mark.parametrize("name", FOUND)
def test_files_of_a_peer(name: str, tmp_path: Path) -> None:
    with peer(name, tmp_path) as theirs:
        fill(theirs)
        expected = wanted(theirs)
        run(theirs, "SAVE")
    compare(tmp_path / "dump.rdb", expected)


@pytest.mark.parametrize("compression", ["yes", "no"])
@pytest.mark.parametrize("version", [*map(str, PEERS.values()), "current"])
def test_files_of_ours(version: str, compression: str, start: Start, tmp_path: Path) -> None:
    ours = connect(start("--rdb-save-version", version, "--rdbcompression", compression).port)
    fill(ours)
    if version == "current":
        run(ours, "HPEXPIREAT", "h:table", FAR, "FIELDS", 2, "element-1", "element-2")
    run(ours, "SAVE")
    found = compare(tmp_path / "dump.rdb", wanted(ours))
    if version == "current":
        (table,) = (key.value for key in found if key.name == b"h:table")
        assert isinstance(table, Hash)
        assert table.expires_ms == {b"element-1": FAR, b"element-2": FAR}


@pytest.mark.parametrize("policy", ["allkeys-lru", "allkeys-lfu"])
def test_use_of_keys_is_read(policy: str, start: Start, tmp_path: Path) -> None:
    ours = connect(start("--maxmemory-policy", policy).port)
    run(ours, "SET", "k", "v")
    run(ours, "SAVE")
    (key,) = keys((tmp_path / "dump.rdb").read_bytes())
    assert (key.idle_s is None, key.frequency is None) == (
        policy.endswith("lfu"),
        policy.endswith("lru"),
    )


def test_damage_to_a_real_file_is_always_told(start: Start, tmp_path: Path) -> None:
    """A file of every type, cut at every byte and with each byte changed, is refused in words."""
    ours = connect(start().port)
    run(ours, "SET", "s", "v" * 60)
    run(ours, "RPUSH", "l", *range(5))
    run(ours, "SADD", "e", 1, 2, "x")
    run(ours, "ZADD", "z", 1, "a", 2.5, "b")
    run(ours, "HSET", "h", "f", "v")
    run(ours, "HPEXPIREAT", "h", FAR, "FIELDS", 1, "f")
    run(ours, "XADD", "x", "1-1", "f", "v")
    run(ours, "XGROUP", "CREATE", "x", "g", 0)
    run(ours, "XREADGROUP", "GROUP", "g", "alice", "STREAMS", "x", ">")
    run(ours, "SAVE")
    data = (tmp_path / "dump.rdb").read_bytes()
    assert complaint(data) is None
    for at in range(len(data)):
        assert complaint(data[:at]) is not None, at
        torn = bytearray(data)
        torn[at] ^= 1 << at % 8
        assert complaint(bytes(torn)) is not None, at


TRANSACTION = [[b"MULTI"], [b"SET", b"a", b"1"], [b"SET", b"b", b"2"], [b"EXEC"]]
SENT = [[b"SET", b"k", b"v" * 50], [b"RPUSH", b"l", b"a", b""], [b"DEL", b"k"]]


def write(client: redis.Redis) -> None:
    """Commands that stand in a log as they were sent, and a transaction."""
    for words in SENT:
        run(client, *words)
    with client.pipeline(transaction=True) as both:
        both.set("a", 1).set("b", 2).execute()


def increment(folder: Path) -> list[list[bytes]]:
    """The commands of the last increment, which is whole, of a base and an increment."""
    manifest = parse((folder / "appendonly.aof.manifest").read_bytes())
    assert [part.kind for part in manifest.parts] == ["b", "i"]
    with (folder / manifest.parts[1].name).open("rb") as file:
        aof = Aof(file, "increment")
        words = [item.words for item in aof.items() if isinstance(item, Command)]
    assert (aof.complaint, aof.whole) == ("", aof.offset)
    return words


def test_a_log_of_a_peer(tmp_path: Path) -> None:
    """The commands of its increment, in order, and its manifest."""
    with peer("redis", tmp_path, "--appendonly", "yes", "--appendfsync", "always") as theirs:
        write(theirs)
    assert increment(tmp_path / "appendonlydir") == [[b"SELECT", b"0"], *SENT, *TRANSACTION]


@pytest.mark.parametrize("preamble", ["yes", "no"])
def test_a_log_of_ours(preamble: str, start: Start, tmp_path: Path) -> None:
    """The same, before a rewrite and after it; then the base has every key as the server does."""
    words = ["--appendonly", "yes", "--appendfsync", "always", "--aof-use-rdb-preamble", preamble]
    ours = connect(start(*words).port)
    write(ours)
    folder = tmp_path / "appendonlydir"
    assert increment(folder) == [[b"SELECT", b"0"], *SENT, *TRANSACTION]
    fill(ours)
    expected = wanted(ours)
    rewrite(ours)  # and a write behind it
    assert increment(folder)[-1] == [b"RPUSH", b"list", b"behind the base"]
    (base,) = (part for part in (folder).glob("*.base.*"))
    if preamble == "yes":
        compare(base, expected)
        return
    with base.open("rb") as file:
        aof = Aof(file, "base")
        named = {item.words[1] for item in aof.items() if isinstance(item, Command)}
    assert (aof.complaint, aof.whole) == ("", aof.offset)
    assert {key for _, key in expected} <= named
