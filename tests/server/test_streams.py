"""Streams: adding, reading, deleting and trimming entries; what is answered and what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import redis

from tests.words import refused, run

Client = redis.Redis
WRONG_TYPE = "WRONGTYPE Operation against a key holding the wrong kind of value"
BAD_ID = "Invalid stream ID specified as stream command argument"
TOP = 2**64 - 1


def ids(reply: Any) -> list[str]:
    """The IDs of entries."""
    return [entry[0].decode() for entry in reply]


def fill(client: Client, n: int, key: str = "s") -> None:
    """Add entries 1-0 to n-0."""
    for i in range(1, n + 1):
        run(client, "XADD", key, f"{i}-0", "f", f"v{i}")


@pytest.fixture
def two(server: Any) -> Iterator[Client]:
    """A client that speaks RESP2."""
    client = redis.Redis(port=server.port, protocol=2, socket_timeout=5)
    run(client, "FLUSHALL")
    yield client
    client.close()


@pytest.fixture
def blocks_of_ten(client: Client) -> Iterator[Client]:
    """Blocks of streams take ten entries."""
    run(client, "CONFIG", "SET", "stream-node-max-entries", "10")
    yield client
    run(client, "CONFIG", "SET", "stream-node-max-entries", "100")


def test_ids_are_made_or_taken(client: Client) -> None:
    made = run(client, "XADD", "s", "*", "a", "1").decode()
    ms, seq = (int(part) for part in made.split("-"))
    assert ms > 1_600_000_000_000 and seq == 0
    assert run(client, "XADD", "t", "5-1", "a", "1") == b"5-1"
    assert run(client, "XADD", "t", "5-*", "a", "1") == b"5-2"
    assert run(client, "XADD", "t", "7", "a", "1") == b"7-0"
    assert run(client, "XADD", "t", "9-*", "a", "1") == b"9-0"
    assert run(client, "XLEN", "t") == 4
    assert run(client, "OBJECT", "ENCODING", "t") == b"stream"
    assert run(client, "TYPE", "t") == b"stream"


def test_the_first_id_is_above_zero(client: Client) -> None:
    assert run(client, "XADD", "s", "0-*", "a", "1") == b"0-1"
    assert refused(client, "XADD", "none", "0-0", "a", "1") == (
        "The ID specified in XADD must be greater than 0-0"
    )
    assert run(client, "EXISTS", "none") == 0


def test_ids_rise(client: Client) -> None:
    run(client, "XADD", "s", "5-5", "a", "1")
    text = "The ID specified in XADD is equal or smaller than the target stream top item"
    for late in ("5-5", "5-4", "4-*", "1"):
        assert refused(client, "XADD", "s", late, "a", "1") == text
    assert run(client, "XADD", "s", f"5-{TOP}", "a", "1") == f"5-{TOP}".encode()
    assert refused(client, "XADD", "s", "5-*", "a", "1") == text
    run(client, "XADD", "s", f"{TOP}-{TOP}", "a", "1")
    assert refused(client, "XADD", "s", "*", "a", "1") == (
        "The stream has exhausted the last possible ID, unable to add more items"
    )


def test_an_id_of_the_future_is_followed(client: Client) -> None:
    run(client, "XADD", "s", f"{TOP - 1}-{TOP}", "a", "1")
    assert run(client, "XADD", "s", "*", "a", "1") == f"{TOP}-0".encode()
    assert run(client, "XADD", "s", "*", "a", "1") == f"{TOP}-1".encode()


def test_adding_refuses_what_makes_no_sense(client: Client) -> None:
    arity = "wrong number of arguments for 'xadd' command"
    assert refused(client, "XADD", "s", "*", "a") == arity
    assert refused(client, "XADD", "s", "*", "a", "1", "b") == arity
    assert refused(client, "XADD", "s", "MAXLEN", "5", "*") == arity
    assert refused(client, "XADD", "s", "x-1", "a", "1") == BAD_ID
    assert refused(client, "XADD", "s", "-", "a", "1") == BAD_ID
    assert refused(client, "XADD", "s", "MAXLEN", "-1", "*", "a", "1") == (
        "The MAXLEN argument must be >= 0."
    )
    both = "syntax error, MAXLEN and MINID options at the same time are not compatible"
    assert refused(client, "XADD", "s", "MAXLEN", "1", "MINID", "1", "*", "a", "1") == both
    assert refused(client, "XADD", "s", "LIMIT", "1", "*", "a", "1") == (
        "syntax error, LIMIT cannot be used without specifying a trimming strategy"
    )
    assert refused(client, "XADD", "s", "MAXLEN", "=", "1", "LIMIT", "1", "*", "a", "1") == (
        "syntax error, LIMIT cannot be used without the special ~ option"
    )
    assert refused(client, "XADD", "s", "MAXLEN", "~", "1", "LIMIT", "-1", "*", "a", "1") == (
        "The LIMIT argument must be >= 0."
    )
    assert run(client, "EXISTS", "s") == 0
    run(client, "SET", "text", "x")
    for words in (("XADD", "text", "*", "a", "1"), ("XLEN", "text"), ("XRANGE", "text", "-", "+")):
        assert refused(client, *words) == WRONG_TYPE


def test_nomkstream_makes_no_stream(client: Client) -> None:
    assert run(client, "XADD", "s", "NOMKSTREAM", "*", "a", "1") is None
    assert run(client, "EXISTS", "s") == 0
    fill(client, 1)
    assert run(client, "XADD", "s", "NOMKSTREAM", "2-0", "a", "1") == b"2-0"


def test_fields_come_back_as_they_were(client: Client) -> None:
    entries = [
        ["a", "1", "b", "2"],
        ["a", "-0", "b", "007"],
        ["b", "1", "a", "2"],
        ["a", "x" * 70, "b", "y" * 5000],
        ["12", "12", "12", "12"],
        ["", ""],
    ]
    for i, fields in enumerate(entries):
        run(client, "XADD", "s", f"{i + 1}-0", *fields)
    got = run(client, "XRANGE", "s", "-", "+")
    assert [[text.decode() for text in entry[1]] for entry in got] == entries


def test_ranges(client: Client) -> None:
    fill(client, 5)
    assert ids(run(client, "XRANGE", "s", "2", "4")) == ["2-0", "3-0", "4-0"]
    assert ids(run(client, "XRANGE", "s", "(2-0", "(4-0")) == ["3-0"]
    assert ids(run(client, "XRANGE", "s", "-", "+", "COUNT", "2")) == ["1-0", "2-0"]
    assert ids(run(client, "XREVRANGE", "s", "+", "(1-0", "COUNT", "3")) == ["5-0", "4-0", "3-0"]
    assert run(client, "XRANGE", "s", "4", "2") == []
    assert run(client, "XRANGE", "s", "-", "+", "COUNT", "0") is None
    assert run(client, "XRANGE", "s", "-", "+", "COUNT", "-5") is None
    assert run(client, "XRANGE", "none", "-", "+", "COUNT", "0") == []
    assert refused(client, "XRANGE", "s", f"({TOP}-{TOP}", "+") == (
        "invalid start ID for the interval"
    )
    assert refused(client, "XRANGE", "s", "-", "(0-0") == "invalid end ID for the interval"
    assert refused(client, "XRANGE", "s", "(-", "+") == BAD_ID
    assert refused(client, "XRANGE", "s", "-", "+", "COUNT") == "syntax error"


def test_deleting(client: Client) -> None:
    fill(client, 4)
    assert refused(client, "XDEL", "s", "1", "x") == BAD_ID
    assert run(client, "XDEL", "s", "1-0", "3", "1-0", "9-9") == 2
    assert ids(run(client, "XRANGE", "s", "-", "+")) == ["2-0", "4-0"]
    assert run(client, "XDEL", "s", "2", "4") == 2
    assert run(client, "XLEN", "s") == 0
    assert run(client, "EXISTS", "s") == 1
    assert run(client, "XDEL", "none", "1") == 0
    assert run(client, "XADD", "s", "5-0", "a", "1") == b"5-0"
    assert refused(client, "XADD", "s", "4-0", "a", "1").startswith("The ID specified in XADD")


def test_trimming_is_exact_or_by_blocks(blocks_of_ten: Client) -> None:
    client = blocks_of_ten
    fill(client, 100)
    assert run(client, "XTRIM", "s", "MAXLEN", "~", "75") == 20
    assert run(client, "XTRIM", "s", "MAXLEN", "75") == 5
    assert ids(run(client, "XRANGE", "s", "-", "+", "COUNT", "1")) == ["26-0"]
    assert run(client, "XTRIM", "s", "MINID", "~", "58", "LIMIT", "30") == 25
    assert run(client, "XTRIM", "s", "MINID", "=", "58") == 7
    assert run(client, "XTRIM", "s", "MAXLEN", "~", "0", "LIMIT", "5") == 3
    assert run(client, "XADD", "s", "MAXLEN", "2", "200-0", "a", "1") == b"200-0"
    assert ids(run(client, "XRANGE", "s", "-", "+")) == ["100-0", "200-0"]
    assert run(client, "XTRIM", "s", "MAXLEN", "0") == 2
    assert run(client, "XTRIM", "none", "MAXLEN", "0") == 0
    assert refused(client, "XTRIM", "s", "LIMIT", "0") == (
        "syntax error, XTRIM must be called with a trimming strategy"
    )
    assert refused(client, "XTRIM", "s", "MAXLEN", "1", "x") == "syntax error"


def test_trimming_of_blocks_is_limited_by_itself(blocks_of_ten: Client) -> None:
    client = blocks_of_ten
    for start in range(1, 1201, 100):
        pipe = client.pipeline(transaction=False)
        for i in range(start, start + 100):
            pipe.execute_command("XADD", "s", f"{i}-0", "a", "1")
        pipe.execute()
    assert run(client, "XTRIM", "s", "MAXLEN", "~", "0") == 1000
    assert run(client, "XTRIM", "s", "MAXLEN", "~", "0", "LIMIT", "0") == 200


def test_setid(client: Client) -> None:
    assert refused(client, "XSETID", "s", "1-1") == "no such key"
    fill(client, 5)
    assert run(client, "XSETID", "s", "9-9", "ENTRIESADDED", "50", "MAXDELETEDID", "3-0") == b"OK"
    assert refused(client, "XADD", "s", "9-9", "a", "1").startswith("The ID specified in XADD")
    errors = {
        ("4-0",): "The ID specified in XSETID is smaller than the target stream top item",
        ("2-0",): "The ID specified in XSETID is smaller than current max_deleted_entry_id",
        ("9", "MAXDELETEDID", "10"): (
            "The ID specified in XSETID is smaller than the provided max_deleted_entry_id"
        ),
        ("9", "ENTRIESADDED", "-1"): "entries_added must be positive",
        ("9", "ENTRIESADDED", "4"): (
            "The entries_added specified in XSETID is smaller than the target stream length"
        ),
        ("9", "WHAT"): "syntax error",
    }
    for words, error in errors.items():
        assert refused(client, "XSETID", "s", *words) == error


def test_reading_in_both_protocols(client: Client, two: Client) -> None:
    fill(client, 3)
    fill(client, 2, "t")
    second = [[b"2-0", [b"f", b"v2"]]]
    assert run(two, "XREAD", "COUNT", "1", "STREAMS", "s", "t", "1", "1") == [
        [b"s", second],
        [b"t", second],
    ]
    assert run(client, "XREAD", "COUNT", "1", "STREAMS", "s", "none", "t", "1", "0", "1") == {
        b"s": second,
        b"t": second,
    }
    assert run(client, "XREAD", "STREAMS", "s", "3-0") is None
    assert run(client, "XREAD", "STREAMS", "s", "$") is None


def test_reading_the_last_entry(client: Client) -> None:
    assert run(client, "XREAD", "STREAMS", "s", "+") is None
    fill(client, 3)
    assert ids(run(client, "XREAD", "STREAMS", "s", "+")[b"s"]) == ["3-0"]
    run(client, "XDEL", "s", "3-0")
    assert run(client, "XREAD", "COUNT", "9", "STREAMS", "s", "+") is None
    run(client, "XADD", "s", "5-0", "a", "1")
    assert ids(run(client, "XREAD", "COUNT", "9", "STREAMS", "s", "+")[b"s"]) == ["5-0"]
    run(client, "XDEL", "s", "1-0", "2-0", "5-0")
    assert run(client, "XREAD", "STREAMS", "s", "+") is None
    run(client, "XGROUP", "CREATE", "fresh", "g", "0", "MKSTREAM")
    assert run(client, "XREAD", "STREAMS", "fresh", "+") is None


def test_reading_refuses_what_makes_no_sense(client: Client) -> None:
    fill(client, 1)
    run(client, "SET", "text", "x")
    errors = {
        ("STREAMS", "s", "s", "0"): (
            "Unbalanced 'xread' list of streams: for each stream key an ID or '$' must be "
            "specified."
        ),
        ("COUNT", "1", "BLOCK", "0"): "syntax error",
        ("COUNT", "x", "STREAMS", "s", "0"): "value is not an integer or out of range",
        ("BLOCK", "x", "STREAMS", "s", "0"): "timeout is not an integer or out of range",
        ("NOACK", "STREAMS", "s", "0"): (
            "The NOACK option is only supported by XREADGROUP. You called XREAD instead."
        ),
        ("GROUP", "g", "c", "STREAMS", "s", "0"): (
            "The GROUP option is only supported by XREADGROUP. You called XREAD instead."
        ),
        ("STREAMS", "s", ">"): (
            "The > ID can be specified only when calling XREADGROUP using the GROUP <group> "
            "<consumer> option."
        ),
        ("STREAMS", "text", "0"): WRONG_TYPE,
        ("STREAMS", "s", "-"): BAD_ID,
    }
    for words, error in errors.items():
        assert refused(client, "XREAD", *words) == error, words


def test_copies_and_digests(client: Client) -> None:
    fill(client, 250)
    run(client, "XDEL", "s", "7-0", "100-0")
    run(client, "XGROUP", "CREATE", "s", "g", "0")
    run(client, "XREADGROUP", "GROUP", "g", "c", "COUNT", "50", "STREAMS", "s", ">")
    assert run(client, "COPY", "s", "t") == 1
    first, second = run(client, "DEBUG", "DIGEST-VALUE", "s", "t")
    assert first == second != b"0" * 40
    assert run(client, "XPENDING", "t", "g") == run(client, "XPENDING", "s", "g")
    run(client, "XADD", "t", "251-0", "f", "v")
    assert run(client, "XLEN", "s") == 248
    assert run(client, "MEMORY", "USAGE", "t", "SAMPLES", "0") > 250 * 10


def test_memory_of_a_long_stream(client: Client) -> None:
    before = run(client, "INFO", "memory").decode()
    pipe = client.pipeline(transaction=False)
    for _ in range(20_000):
        pipe.execute_command("XADD", "s", "*", "myfield", "VXK")
    pipe.execute()
    after = run(client, "INFO", "memory").decode()
    used = [int(text.split("used_memory:")[1].split()[0]) for text in (before, after)]
    assert (used[1] - used[0]) / 20_000 < 25


def drawn(node: Any, kind: bytes) -> list[Any]:
    """Nodes of a kind in a drawing."""
    found = [node] if node[b"kind"] == kind else []
    return found + [hit for child in node[b"children"] for hit in drawn(child, kind)]


def test_xray_draws_blocks_and_groups(blocks_of_ten: Client) -> None:
    client = blocks_of_ten
    fill(client, 25)
    run(client, "XDEL", "s", "2-0")
    run(client, "XGROUP", "CREATE", "s", "g", "0")
    run(client, "XREADGROUP", "GROUP", "g", "c", "COUNT", "3", "STREAMS", "s", ">")
    reply = run(client, "SCOPE", "XRAY", "s")
    root = reply[b"root"]
    blocks = drawn(root, b"block")
    assert [block[b"fields"][b"live"] for block in blocks] == [9, 10, 5]
    for block in blocks:
        at = 0
        for child in block[b"children"]:
            assert child[b"offset"] == at
            at += child[b"bytes"]
        assert at == block[b"bytes"]
    entries = drawn(root, b"entry")
    assert [entry[b"fields"][b"deleted"] for entry in entries[:3]] == [0, 1, 0]
    assert len(drawn(root, b"nack")) == 3
    assert reply[b"left_out"] == 0


def test_xray_of_a_large_stream_says_what_it_left_out(client: Client) -> None:
    pipe = client.pipeline(transaction=False)
    for _ in range(30_000):
        pipe.execute_command("XADD", "s", "*", "a", "1")
    pipe.execute()
    run(client, "XGROUP", "CREATE", "s", "h", "0")
    run(client, "XREADGROUP", "GROUP", "h", "c", "STREAMS", "s", ">")
    assert run(client, "SCOPE", "XRAY", "s")[b"left_out"] > 0


def test_a_zero_byte_ends_an_id(client: Client) -> None:
    assert run(client, "XADD", "s", "5-1\0x", "a", "1") == b"5-1"
    assert run(client, "XDEL", "s", "5-1\0") == 1


def test_groups_read_their_options_before_they_count_words(client: Client) -> None:
    words = ("XGROUP", "SETID", "s", "g", "1")
    assert refused(client, *words, "ENTRIESREAD", "x", "y") == (
        "value is not an integer or out of range"
    )
    run(client, "XGROUP", "CREATE", "s", "g", "$", "MKSTREAM")
    assert "Try XGROUP HELP" in refused(client, *words, "ENTRIESREAD", 1, "ENTRIESREAD", 2)
