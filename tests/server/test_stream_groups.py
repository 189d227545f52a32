"""Groups of consumers: who gets what, what stays pending, and how it changes hands."""

from __future__ import annotations

from typing import Any

import pytest
import redis

from tests.server.test_streams import BAD_ID, WRONG_TYPE, fill, ids
from tests.words import refused, run

Client = redis.Redis


@pytest.fixture
def group(client: Client) -> Client:
    """Stream `s` holds 1-0 to 5-0, its group `g` has read nothing."""
    fill(client, 5)
    assert run(client, "XGROUP", "CREATE", "s", "g", "0") == b"OK"
    return client


def read(client: Client, consumer: str, after: str, *options: Any) -> list[str]:
    """IDs that a consumer of `g` reads from `s`."""
    words = ("XREADGROUP", "GROUP", "g", consumer, *options, "STREAMS", "s", after)
    reply = run(client, *words)
    return ids(reply[b"s"]) if reply else []


def pairs(reply: Any) -> dict[str, Any]:
    """A map by its names."""
    return {name.decode(): value for name, value in reply.items()}


def info(client: Client) -> dict[str, Any]:
    """What XINFO GROUPS says of `g`."""
    return pairs(run(client, "XINFO", "GROUPS", "s")[0])


def test_creating(client: Client) -> None:
    missing = refused(client, "XGROUP", "CREATE", "s", "g", "$")
    assert missing.startswith("The XGROUP subcommand requires the key to exist.")
    assert run(client, "XGROUP", "CREATE", "s", "g", "$", "MKSTREAM") == b"OK"
    assert refused(client, "XGROUP", "CREATE", "s", "g", "$", "MKSTREAM") == (
        "BUSYGROUP Consumer Group name already exists"
    )
    assert refused(client, "XGROUP", "CREATE", "s", "h", "x") == BAD_ID
    assert refused(client, "XGROUP", "CREATE", "s", "h", "0", "ENTRIESREAD", "-2") == (
        "value for ENTRIESREAD must be positive or -1"
    )
    assert "unknown subcommand or wrong number" in refused(
        client, "XGROUP", "CREATE", "s", "h", "0", "WHAT"
    )
    run(client, "SET", "text", "x")
    assert refused(client, "XGROUP", "CREATE", "text", "g", "0") == WRONG_TYPE


def test_each_entry_goes_to_one_consumer(group: Client) -> None:
    assert read(group, "a", ">", "COUNT", 2) == ["1-0", "2-0"]
    assert read(group, "b", ">", "COUNT", 1) == ["3-0"]
    assert read(group, "a", ">") == ["4-0", "5-0"]
    assert read(group, "b", ">") == []
    assert read(group, "a", "0") == ["1-0", "2-0", "4-0", "5-0"]
    assert read(group, "a", "2-0", "COUNT", 1) == ["4-0"]
    assert read(group, "c", "0") == []
    assert run(group, "XPENDING", "s", "g") == [
        5,
        b"1-0",
        b"5-0",
        [[b"a", b"4"], [b"b", b"1"]],
    ]


def test_history_names_what_was_deleted(group: Client) -> None:
    read(group, "a", ">", "COUNT", 2)
    run(group, "XDEL", "s", "1-0")
    reply = run(group, "XREADGROUP", "GROUP", "g", "a", "STREAMS", "s", "0")
    assert reply == {b"s": [[b"1-0", None], [b"2-0", [b"f", b"v2"]]]}


def test_noack_leaves_nothing_pending(group: Client) -> None:
    assert read(group, "a", ">", "NOACK") == ["1-0", "2-0", "3-0", "4-0", "5-0"]
    assert run(group, "XPENDING", "s", "g") == [0, None, None, None]


def test_reading_refuses_what_makes_no_sense(group: Client) -> None:
    def of(*words: Any) -> str:
        return refused(group, "XREADGROUP", *words)

    assert of("GROUP", "h", "c", "STREAMS", "s", ">") == (
        "NOGROUP No such key 's' or consumer group 'h' in XREADGROUP with GROUP option"
    )
    assert of("GROUP", "g", "c", "STREAMS", "none", ">").startswith("NOGROUP No such key 'none'")
    assert of("GROUP", "g", "c", "STREAMS", "s", "$").startswith("The $ ID is meaningless in")
    assert of("GROUP", "g", "c", "STREAMS", "s", "+").startswith("The + ID is meaningless in")
    assert of("COUNT", "1", "NOACK", "NOACK", "STREAMS", "s", ">") == (
        "Missing GROUP option for XREADGROUP"
    )
    assert of("GROUP", "g", "c", "NOACK", "STREAMS", "s", "t", ">") == (
        "Unbalanced 'xreadgroup' list of streams: for each stream key an ID or '>' must be "
        "specified."
    )


def test_acknowledging(group: Client) -> None:
    read(group, "a", ">", "COUNT", 3)
    assert run(group, "XACK", "s", "g", "1-0", "9-9", "1-0") == 1
    assert refused(group, "XACK", "s", "g", "2-0", "x") == BAD_ID
    assert run(group, "XACK", "s", "g", "2-0", "3-0") == 2
    assert run(group, "XACK", "s", "h", "2-0") == 0
    assert run(group, "XACK", "none", "g", "2-0") == 0
    assert read(group, "a", "0") == []


def test_pending_entries_are_listed(group: Client) -> None:
    read(group, "a", ">", "COUNT", 2)
    read(group, "b", ">")
    rows = run(group, "XPENDING", "s", "g", "-", "+", "10")
    assert [(row[0], row[1], row[3]) for row in rows] == [
        (b"1-0", b"a", 1),
        (b"2-0", b"a", 1),
        (b"3-0", b"b", 1),
        (b"4-0", b"b", 1),
        (b"5-0", b"b", 1),
    ]
    assert ids(run(group, "XPENDING", "s", "g", "(1-0", "(4-0", "10")) == ["2-0", "3-0"]
    assert ids(run(group, "XPENDING", "s", "g", "-", "+", "1", "b")) == ["3-0"]
    assert run(group, "XPENDING", "s", "g", "-", "+", "9", "nobody") == []
    assert run(group, "XPENDING", "s", "g", "IDLE", "100000", "-", "+", "9") == []
    assert run(group, "XPENDING", "s", "g", "-", "+", "-1") == []
    assert refused(group, "XPENDING", "s", "g", "-") == "syntax error"
    assert refused(group, "XPENDING", "s", "h") == ("NOGROUP No such key 's' or consumer group 'h'")


def test_setting_the_group_back_moves_what_was_pending(group: Client) -> None:
    read(group, "a", ">")
    assert run(group, "XGROUP", "SETID", "s", "g", "3-0") == b"OK"
    assert read(group, "b", ">") == ["4-0", "5-0"]
    assert run(group, "XPENDING", "s", "g")[3] == [[b"a", b"3"], [b"b", b"2"]]
    assert refused(group, "XGROUP", "SETID", "s", "h", "0") == (
        "NOGROUP No such consumer group 'h' for key name 's'"
    )


def test_consumers_come_and_go(group: Client) -> None:
    assert run(group, "XGROUP", "CREATECONSUMER", "s", "g", "a") == 1
    assert run(group, "XGROUP", "CREATECONSUMER", "s", "g", "a") == 0
    read(group, "a", ">", "COUNT", 2)
    row = pairs(run(group, "XINFO", "CONSUMERS", "s", "g")[0])
    assert (row["name"], row["pending"]) == (b"a", 2)
    assert 0 <= row["idle"] < 5000 and 0 <= row["inactive"] < 5000
    assert run(group, "XGROUP", "DELCONSUMER", "s", "g", "a") == 2
    assert run(group, "XGROUP", "DELCONSUMER", "s", "g", "a") == 0
    assert run(group, "XPENDING", "s", "g") == [0, None, None, None]
    assert run(group, "XGROUP", "DESTROY", "s", "g") == 1
    assert run(group, "XGROUP", "DESTROY", "s", "g") == 0


def test_claiming(group: Client) -> None:
    read(group, "a", ">", "COUNT", 3)
    assert ids(run(group, "XCLAIM", "s", "g", "b", "0", "1-0", "9-9")) == ["1-0"]
    assert run(group, "XCLAIM", "s", "g", "b", "100000", "2-0") == []
    assert run(group, "XCLAIM", "s", "g", "b", "0", "2-0", "JUSTID", "RETRYCOUNT", "7") == [b"2-0"]
    rows = run(group, "XPENDING", "s", "g", "-", "+", "9")
    assert [(row[1], row[3]) for row in rows] == [(b"b", 2), (b"b", 7), (b"a", 1)]
    assert run(group, "XCLAIM", "s", "g", "b", "0", "5-0") == []
    assert ids(run(group, "XCLAIM", "s", "g", "b", "0", "5-0", "FORCE", "IDLE", "500")) == ["5-0"]
    row = run(group, "XPENDING", "s", "g", "5-0", "5-0", "1")[0]
    assert row[1] == b"b" and row[2] >= 500 and row[3] == 2
    run(group, "XCLAIM", "s", "g", "b", "0", "1-0", "LASTID", "4-0", "TIME", "0")
    assert info(group)["last-delivered-id"] == b"4-0"
    assert refused(group, "XCLAIM", "s", "g", "b", "x", "1-0") == (
        "Invalid min-idle-time argument for XCLAIM"
    )
    assert refused(group, "XCLAIM", "s", "g", "b", "0", "1-0", "WHAT") == (
        "Unrecognized XCLAIM option 'WHAT'"
    )
    assert refused(group, "XCLAIM", "s", "g", "b", "0", "1-0", "IDLE", "x") == (
        "Invalid IDLE option argument for XCLAIM"
    )


def test_claiming_forgets_what_was_deleted(group: Client) -> None:
    read(group, "a", ">", "COUNT", 3)
    run(group, "XDEL", "s", "2-0")
    assert ids(run(group, "XCLAIM", "s", "g", "b", "0", "1-0", "2-0", "3-0")) == ["1-0", "3-0"]
    assert run(group, "XPENDING", "s", "g")[0] == 2


def test_claiming_automatically(group: Client) -> None:
    read(group, "a", ">")
    run(group, "XDEL", "s", "2-0")
    cursor, entries, gone = run(group, "XAUTOCLAIM", "s", "g", "b", "0", "-", "COUNT", "3")
    assert (cursor, ids(entries), gone) == (b"4-0", ["1-0", "3-0"], [b"2-0"])
    assert run(group, "XAUTOCLAIM", "s", "g", "b", "0", "(4-0", "JUSTID") == [b"0-0", [b"5-0"], []]
    assert run(group, "XAUTOCLAIM", "s", "g", "c", "100000", "0") == [b"0-0", [], []]
    for count in ("0", "-1", str(2**63 - 1), "1152921504606846976"):
        assert refused(group, "XAUTOCLAIM", "s", "g", "b", "0", "0", "COUNT", count) == (
            "COUNT must be > 0"
        )
    assert refused(group, "XAUTOCLAIM", "s", "h", "b", "0", "0") == (
        "NOGROUP No such key 's' or consumer group 'h'"
    )


def test_automatic_claims_look_at_ten_entries_for_each_they_may_take(client: Client) -> None:
    fill(client, 30)
    run(client, "XGROUP", "CREATE", "s", "g", "0")
    read(client, "a", ">")
    assert run(client, "XAUTOCLAIM", "s", "g", "b", "100000", "0", "COUNT", "2")[0] == b"21-0"


def test_lag_counts_what_was_not_read(group: Client) -> None:
    assert (info(group)["entries-read"], info(group)["lag"]) == (None, 5)
    read(group, "a", ">", "COUNT", 2)
    assert (info(group)["entries-read"], info(group)["lag"]) == (2, 3)
    run(group, "XDEL", "s", "1-0")
    assert (info(group)["entries-read"], info(group)["lag"]) == (2, 3)
    run(group, "XDEL", "s", "4-0")
    assert (info(group)["entries-read"], info(group)["lag"]) == (2, None)
    read(group, "a", ">")
    assert (info(group)["entries-read"], info(group)["lag"]) == (5, 0)
    run(group, "XGROUP", "SETID", "s", "g", "0", "ENTRIESREAD", "3")
    assert info(group)["entries-read"] == 3


def test_the_full_description(group: Client) -> None:
    read(group, "a", ">", "COUNT", 3)
    full = pairs(run(group, "XINFO", "STREAM", "s", "FULL", "COUNT", "2"))
    assert ids(full["entries"]) == ["1-0", "2-0"]
    described = pairs(full["groups"][0])
    assert described["pel-count"] == 3 and ids(described["pending"]) == ["1-0", "2-0"]
    consumer = pairs(described["consumers"][0])
    assert consumer["name"] == b"a" and consumer["pel-count"] == 3
    assert len(pairs(run(group, "XINFO", "STREAM", "s", "FULL", "COUNT", "0"))["entries"]) == 5
    short = pairs(run(group, "XINFO", "STREAM", "s"))
    assert short["first-entry"] == [b"1-0", [b"f", b"v1"]]
    assert short["last-entry"] == [b"5-0", [b"f", b"v5"]]
    assert (short["length"], short["groups"], short["entries-added"]) == (5, 1, 5)
    assert refused(group, "XINFO", "STREAM", "none") == "no such key"
    assert refused(group, "XINFO", "CONSUMERS", "s", "h") == (
        "NOGROUP No such consumer group 'h' for key name 's'"
    )
    assert "unknown subcommand or wrong number" in refused(group, "XINFO", "STREAM", "s", "WHAT")
    for container in ("XINFO", "XGROUP"):
        assert run(group, container, "HELP")[0].startswith(container.encode())
