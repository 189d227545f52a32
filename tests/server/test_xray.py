"""SCOPE XRAY: what it draws of strings and hashes is the layout, byte for byte."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import redis

from tests.words import run

FAR = 4_000_000_000_000


@dataclass
class Node:
    """A piece of memory."""

    kind: str
    label: str
    offset: int
    bytes: int
    fields: dict[str, Any]
    children: list[Node]

    def all(self, kind: str) -> list[Node]:
        """Nodes of a kind in this one, itself included, in their order."""
        found = [self] if self.kind == kind else []
        return found + [n for child in self.children for n in child.all(kind)]

    def one(self, kind: str) -> Node:
        """The only one of a kind."""
        (found,) = self.all(kind)
        return found


def node(raw: Any) -> Node:
    """A node of the reply, and those inside it."""
    names = {k.decode(): v for k, v in raw.items()}
    return Node(
        names["kind"].decode(),
        names["label"].decode(),
        names["offset"],
        names["bytes"],
        {k.decode(): v for k, v in names["fields"].items()},
        [node(child) for child in names["children"]],
    )


@pytest.fixture
def three(server: Any) -> Iterator[redis.Redis]:
    """A client that speaks RESP3, where maps stay maps; the database is empty."""
    client = redis.Redis(port=server.port, protocol=3, socket_timeout=5)
    client.response_callbacks.clear()
    run(client, "FLUSHALL")
    yield client
    client.close()


def xray(client: redis.Redis, key: str) -> tuple[Node, int]:
    """The tree of a key, and how many elements were left out."""
    reply = run(client, "SCOPE", "XRAY", key)
    return node(reply[b"root"]), reply[b"left_out"]


def tiles(parent: Node) -> bool:
    """Whether the children cover the parent's bytes, each of them once, in order."""
    at = 0
    for child in parent.children:
        if child.offset != at:
            return False
        at += child.bytes
    return at == parent.bytes


def apart(root: Node) -> Node:
    """The value's block; the rest of the object must be covered without it."""
    assert root.children[-1].kind == "value"
    assert tiles(Node("", "", 0, root.bytes, {}, root.children[:-1]))
    return root.children[-1]


@pytest.mark.parametrize("expire", [0, FAR])
@pytest.mark.parametrize("key", ["k", "k" * 254, "k" * 255, "k" * 5000])
def test_strings(three: redis.Redis, key: str, expire: int) -> None:
    for value, encoding in (("12345", "int"), ("short", "embstr"), ("x" * 100, "raw")):
        run(three, "SET", key, value, *(["PXAT", expire] if expire else []))
        root, left_out = xray(three, key)
        assert left_out == 0
        assert tiles(root), root
        assert root.fields["encoding"].decode() == encoding
        assert root.fields["memory_bytes"] == root.bytes
        assert root.one("key").bytes == len(key)
        assert [n.fields["expire_unix_ms"] for n in root.all("expire")] == [expire] * bool(expire)
        if encoding == "int":
            assert root.one("number").fields["number"] == 12345
        else:
            assert root.one("value").fields["text"] == value.encode()


def test_a_string_in_its_own_block(three: redis.Redis) -> None:
    run(three, "SET", "k", "y" * 1000)
    root, _ = xray(three, "k")
    value = apart(root)
    assert tiles(value)
    assert value.one("bytes").bytes == 1000
    assert root.bytes + value.bytes == root.fields["memory_bytes"]


def test_listpack(three: redis.Redis) -> None:
    run(three, "HSET", "h", "name", "value", "n", 5, "big", 70000, "long", "z" * 64)
    root, left_out = xray(three, "h")
    pack = apart(root).one("listpack")
    entries = pack.all("entry")
    assert tiles(pack)
    assert left_out == 0
    assert [e.label for e in entries] == ["field", "value"] * 4
    assert [e.fields.get("text", e.fields.get("number")) for e in entries] == [
        b"name",
        b"value",
        b"n",
        5,
        b"big",
        70000,
        b"long",
        b"z" * 64,
    ]
    assert [e.fields["encoding"] for e in entries[3::2]] == [b"uint7", b"int24", b"str12"]
    assert root.bytes + pack.bytes == root.fields["memory_bytes"]


def test_table_with_limits(three: redis.Redis) -> None:
    held = {f"f{i}": f"v{i}" for i in range(40)} | {"n" * 300: "wide"}
    run(three, "HSET", "h", *[text for pair in held.items() for text in pair])
    run(three, "HPEXPIREAT", "h", FAR + 1, "FIELDS", 2, "f1", "n" * 300)
    run(three, "HPEXPIREAT", "h", FAR, "FIELDS", 1, "f2")
    root, left_out = xray(three, "h")
    table = apart(root).one("hashtable")
    entries = table.all("entry")
    assert left_out == 0
    assert all(tiles(e) for e in entries)
    found = {}
    for entry in entries:
        field, value = entry.all("bytes")
        found[field.fields["text"][:256].decode()] = value.fields["text"].decode()
    assert found == {k[:256]: v for k, v in held.items()}
    timed = {
        e.all("bytes")[0].fields["text"]: e.fields["expire_unix_ms"]
        for e in entries
        if e.all("expire")
    }
    assert timed == {b"f1": FAR + 1, b"f2": FAR, b"n" * 256: FAR + 1}
    assert sum(b.fields["entries"] for b in table.all("bucket")) == 41
    assert {p.fields["field"] for p in table.one("vset").all("pointer")} == set(timed)
    blocks = sum(e.bytes for e in entries) + table.one("vset").bytes + table.bytes
    assert root.bytes + blocks == root.fields["memory_bytes"]


def test_what_does_not_fit_is_counted(three: redis.Redis) -> None:
    run(three, "HSET", "h", *[text for i in range(2000) for text in (f"f{i}", i)])
    root, left_out = xray(three, "h")
    assert 0 < len(root.all("entry")) < 2000
    assert left_out == 2000 - len(root.all("entry"))
    assert run(three, "SCOPE", "XRAY", "none") is None
