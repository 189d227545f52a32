"""SCOPE XRAY of sets: the drawing covers each block, and names what lies in it."""

from __future__ import annotations

import redis

from tests.conftest import Running
from tests.server.test_xray import Node, apart, tiles, xray
from tests.words import run


def drawn(server: Running, *members: str | int) -> Node:
    """The drawing of a set of these; its bytes are those that MEMORY USAGE counts."""
    client = redis.Redis(port=server.port, protocol=3, socket_timeout=5)
    client.response_callbacks.clear()
    run(client, "FLUSHALL")
    run(client, "SADD", "s", *members)
    root, left_out = xray(client, "s")
    assert left_out == 0
    client.close()
    return root


def test_intset(server: Running) -> None:
    root = drawn(server, 5, -1, 300, 70000)
    block = apart(root).one("intset")
    assert tiles(block)
    assert root.bytes + block.bytes == root.fields["memory_bytes"]
    assert block.fields["integer_bytes"] == 4
    integers = block.all("integer")
    assert [n.fields["number"] for n in integers] == [-1, 5, 300, 70000]
    assert [n.fields["needs_bytes"] for n in integers] == [2, 2, 2, 4]
    assert [n.offset for n in integers] == [8, 12, 16, 20]


def test_listpack(server: Running) -> None:
    root = drawn(server, "name", 5, "z" * 64)
    pack = apart(root).one("listpack")
    assert tiles(pack)
    entries = pack.all("entry")
    assert [n.fields.get("text", n.fields.get("number")) for n in entries] == [
        b"name",
        5,
        b"z" * 64,
    ]
    assert root.bytes + pack.bytes == root.fields["memory_bytes"]


def test_table(server: Running) -> None:
    root = drawn(server, "x" * 65, "y" * 300, "", "name")
    table = apart(root).one("hashtable")
    entries = table.all("entry")
    assert all(tiles(entry) for entry in entries)
    assert {n.one("bytes").fields["text"][:4] for n in entries} == {b"xxxx", b"yyyy", b"", b"name"}
    assert sorted(n.one("header").bytes for n in entries) == [1, 1, 1, 9]
    buckets = sum(n.bytes for n in table.all("bucket"))
    assert buckets <= table.bytes
    total = root.bytes + table.bytes + sum(n.bytes for n in entries)
    assert total == root.fields["memory_bytes"]


def sketch(server: Running, *elements: int) -> Node:
    """The drawing of a HyperLogLog."""
    client = redis.Redis(port=server.port, protocol=3, socket_timeout=5)
    client.response_callbacks.clear()
    run(client, "FLUSHALL")
    run(client, "PFADD", "h", *elements)
    root, left_out = xray(client, "h")
    assert left_out == 0
    client.close()
    return apart(root).one("hyperloglog")


def test_sparse_sketch(server: Running) -> None:
    drawing = sketch(server, *range(20))
    assert tiles(drawing)
    assert drawing.label == "sparse"
    runs = drawing.all("opcode")
    registers = 0
    for one in runs:
        assert one.fields["first_register"] == registers
        registers += one.fields["registers"]
    assert registers == 16384
    raised = sum(n.fields["registers"] for n in runs if "register_value" in n.fields)
    assert raised == 16384 - drawing.fields["registers_of_0"]
    assert drawing.fields["estimate_now"] == 20


def test_dense_sketch(server: Running) -> None:
    drawing = sketch(server, *range(5000))
    assert tiles(drawing)
    assert drawing.label == "dense"
    counts = [n for name, n in drawing.fields.items() if name.startswith("registers_of_")]
    assert sum(counts) == 16384
    assert drawing.one("header").fields["estimate_is_kept"] == 0
