"""What SCOPE XRAY draws of lists, and the events that tell why one changed its layout."""

from __future__ import annotations

from typing import Any

import pytest
import redis

from tests.server.test_hash_layout import Told, watched
from tests.server.test_lists import limits
from tests.server.test_xray import apart, three, tiles, xray
from tests.words import run

__all__ = ["limits", "three", "watched"]


def test_a_listpack(three: redis.Redis) -> None:
    run(three, "RPUSH", "l", "a", 7, "x" * 70)
    root, left_out = xray(three, "l")
    pack = apart(root).one("listpack")
    assert tiles(pack)
    assert left_out == 0
    assert [e.fields["encoding"] for e in pack.all("entry")] == [b"str6", b"uint7", b"str12"]


def test_nodes_of_every_kind(limits: redis.Redis, three: redis.Redis) -> None:
    run(three, "CONFIG", "SET", "list-max-listpack-size", 4, "list-compress-depth", 1)
    run(three, "RPUSH", "l", *["the same text again and again"] * 12, "z" * 9000, "end")
    run(three, "LPOP", "l")
    root, left_out = xray(three, "l")
    nodes = apart(root).one("quicklist").all("quicklist_node")
    assert left_out == 0
    assert [n.label for n in nodes] == [
        "number 0, packed",
        "number 1, packed, compressed",
        "number 2, packed, compressed",
        "number 3, plain, compressed",
        "number 4, packed",
    ]
    assert [n.fields["entries"] for n in nodes] == [3, 4, 4, 1, 1]
    assert [len(n.all("entry")) for n in nodes] == [3, 4, 4, 0, 1]
    assert [child.kind for child in nodes[0].children][0] == "gap", "where an element left"
    for packed in nodes[1:4]:
        assert packed.fields["compressed_bytes"] == packed.one("lzf").bytes
        assert packed.fields["percent_of_size"] < 70
    assert nodes[3].fields["text"].startswith(b"zzzz")
    assert nodes[3].fields["size"] == 9000


@pytest.mark.parametrize(
    ("words", "reason", "threshold", "actual"),
    [
        (("RPUSH", "l", *"bcdef"), "element_count", 5, 6),
        (("LINSERT", "l", "AFTER", "a", "x" * 9000), "element_bytes", 8192, 9010),
    ],
)
def test_the_event_says_why(
    watched: tuple[redis.Redis, Told],
    words: tuple[Any, ...],
    reason: str,
    threshold: int,
    actual: int,
) -> None:
    client, events = watched
    run(client, "CONFIG", "SET", "list-max-listpack-size", 5)
    run(client, "RPUSH", "l", "a")
    assert events() == []
    run(client, *words)
    (grown,) = events()
    assert (grown["event"], grown["type"], grown["key"]) == ("EncodingChanged", "list", "l")
    assert (grown["from"], grown["to"], grown["reason"]) == ("listpack", "quicklist", reason)
    assert (int(grown["threshold"]), int(grown["actual"])) == (threshold, actual)
    run(client, "LTRIM", "l", 0, 0)
    (shrunk,) = events()
    assert (shrunk["from"], shrunk["to"], shrunk["reason"]) == ("quicklist", "listpack", "shrink")
    assert (int(shrunk["threshold"]), int(shrunk["actual"])) == (2, 1)
