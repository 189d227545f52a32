"""Sets: what each command answers, stores and refuses, in all layouts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
import redis

from tests.conftest import Running
from tests.words import refused, run

Client = redis.Redis
WRONG_TYPE = "WRONGTYPE Operation against a key holding the wrong kind of value"
NOT_INT = "value is not an integer or out of range"


def layout_of(client: Client, key: str) -> str:
    """OBJECT ENCODING of a key."""
    encoding: bytes = run(client, "OBJECT", "ENCODING", key)
    return encoding.decode()


def members(client: Client, key: str) -> set[bytes]:
    """SMEMBERS, which must not answer anything twice."""
    reply = run(client, "SMEMBERS", key)
    assert len(set(reply)) == len(reply)
    return set(reply)


FILLS: dict[str, list[bytes]] = {
    "intset": [b"%d" % i for i in range(100)],
    "listpack": [b"%d" % i for i in range(50)] + [b"m%d" % i for i in range(50)],
    "hashtable": [b"m%d" % i for i in range(400)],
}


@pytest.fixture(params=list(FILLS))
def filled(client: Client, request: pytest.FixtureRequest) -> set[bytes]:
    """`s` in each of the layouts; what it holds."""
    run(client, "SADD", "s", *FILLS[request.param])
    assert layout_of(client, "s") == request.param
    return set(FILLS[request.param])


def test_add_counts_what_is_new(client: Client) -> None:
    assert run(client, "SADD", "s", "a", "b", "a") == 2
    assert run(client, "SADD", "s", "a", "c") == 1
    assert members(client, "s") == {b"a", b"b", b"c"}
    assert run(client, "SCARD", "s") == 3
    assert run(client, "SCARD", "none") == 0


def test_members_are_found_and_removed(client: Client, filled: set[bytes]) -> None:
    some = sorted(filled)[::7]
    assert members(client, "s") == filled
    assert all(run(client, "SISMEMBER", "s", m) == 1 for m in some)
    assert run(client, "SMISMEMBER", "s", some[0], "none", some[1]) == [1, 0, 1]
    assert run(client, "SREM", "s", *some, "none", some[0]) == len(some)
    assert members(client, "s") == filled - set(some)
    assert run(client, "SREM", "s", *filled) == len(filled) - len(some)
    assert run(client, "EXISTS", "s") == 0
    assert run(client, "SMISMEMBER", "s", "a") == [0]


def test_other_types_are_refused(client: Client) -> None:
    run(client, "SET", "text", "1")
    for words in (
        ("SADD", "text", "a"), ("SREM", "text", "a"), ("SCARD", "text"), ("SMEMBERS", "text"),
        ("SISMEMBER", "text", "a"), ("SMISMEMBER", "text", "a"), ("SPOP", "text"),
        ("SPOP", "text", "1"), ("SRANDMEMBER", "text"), ("SRANDMEMBER", "text", "2"),
        ("SINTER", "text"), ("SUNION", "none", "text"), ("SDIFF", "none", "text"),
        ("SINTERSTORE", "d", "none", "text"), ("SSCAN", "text", "0"),
        ("SINTERCARD", "1", "text"),
    ):  # fmt: skip
        assert refused(client, *words) == WRONG_TYPE
    run(client, "SADD", "s", "a")
    assert refused(client, "SMOVE", "s", "text", "a") == WRONG_TYPE
    assert members(client, "s") == {b"a"}


def test_integers_make_an_intset(client: Client) -> None:
    run(client, "SADD", "s", "3", "-1", "32768", str(2**63 - 1), str(-(2**63)))
    assert layout_of(client, "s") == "intset"
    numbers = [-(2**63), -1, 3, 32768, 2**63 - 1]
    assert [int(m) for m in run(client, "SMEMBERS", "s")] == numbers
    run(client, "SADD", "s", str(2**63))
    assert layout_of(client, "s") == "listpack"
    for text in ("+1", "01", "-0", "1.0", " 1"):
        run(client, "DEL", "t")
        run(client, "SADD", "t", "1", text)
        assert run(client, "SCARD", "t") == 2
        assert layout_of(client, "t") == "listpack"


def test_thresholds(client: Client) -> None:
    run(client, "SADD", "n", *range(512))
    assert layout_of(client, "n") == "intset"
    run(client, "SADD", "n", "512")
    assert layout_of(client, "n") == "hashtable"
    run(client, "SADD", "m", *range(128))
    run(client, "SADD", "m", "x")
    assert layout_of(client, "m") == "hashtable"
    run(client, "SADD", "p", "x" * 64, *range(127))
    assert layout_of(client, "p") == "listpack"
    run(client, "SADD", "p", "y")
    assert layout_of(client, "p") == "hashtable"
    run(client, "SADD", "q", "x" * 65)
    assert layout_of(client, "q") == "hashtable"
    assert run(client, "SISMEMBER", "n", "300") == 1
    assert run(client, "SCARD", "m") == 129


def test_thresholds_follow_the_configuration(client: Client) -> None:
    run(client, "CONFIG", "SET", "set-max-intset-entries", "2", "set-max-listpack-entries", "0")
    try:
        run(client, "SADD", "n", "1", "2")
        assert layout_of(client, "n") == "intset"
        run(client, "SADD", "n", "3")
        assert layout_of(client, "n") == "hashtable"
        run(client, "SADD", "m", "a")
        assert layout_of(client, "m") == "hashtable"
    finally:
        run(client, "CONFIG", "SET", "set-max-intset-entries", "512")
        run(client, "CONFIG", "SET", "set-max-listpack-entries", "128")


def test_move(client: Client) -> None:
    run(client, "SADD", "a", "1", "x")
    run(client, "SADD", "b", "2")
    assert run(client, "SMOVE", "a", "b", "x") == 1
    assert layout_of(client, "b") == "listpack"
    assert run(client, "SMOVE", "a", "b", "x") == 0
    assert run(client, "SMOVE", "a", "a", "1") == 1
    assert run(client, "SMOVE", "none", "b", "x") == 0
    assert run(client, "SMOVE", "a", "new", "1") == 1
    assert run(client, "EXISTS", "a") == 0
    assert members(client, "b") == {b"2", b"x"}
    assert layout_of(client, "new") == "intset"


def test_algebra(client: Client) -> None:
    sets = {
        "i": {b"%d" % i for i in range(40)},
        "l": {b"%d" % i for i in range(30, 60)} | {b"x", b"y"},
        "t": {b"%d" % i for i in range(0, 2000, 2)} | {b"y"},
    }
    for key, held in sets.items():
        run(client, "SADD", key, *held)
    for keys in (["i"], ["i", "l"], ["t", "l"], ["t", "i", "l"], ["l", "t"], ["l", "l"]):
        held = [sets[k] for k in keys]
        inter, union = set.intersection(*held), set.union(*held)
        diff = held[0].difference(*held[1:])
        assert set(run(client, "SINTER", *keys)) == inter
        assert set(run(client, "SUNION", *keys)) == union
        assert set(run(client, "SDIFF", *keys)) == diff
        assert run(client, "SINTERCARD", len(keys), *keys) == len(inter)
        for name, expected in (("SINTER", inter), ("SUNION", union), ("SDIFF", diff)):
            assert run(client, f"{name}STORE", "d", *keys) == len(expected)
            assert members(client, "d") == expected
            assert run(client, "EXISTS", "d") == bool(expected)
    assert run(client, "SINTER", "i", "none") == []
    assert set(run(client, "SUNION", "none", "i")) == sets["i"]
    assert run(client, "SDIFF", "none", "i") == []


def test_store_replaces_the_target(client: Client) -> None:
    run(client, "SET", "d", "text", "EX", "100")
    run(client, "SADD", "a", *range(200))
    run(client, "SADD", "b", *range(100), "x")
    assert run(client, "SINTERSTORE", "d", "a", "b") == 100
    assert layout_of(client, "d") == "intset"
    assert run(client, "TTL", "d") == -1
    assert run(client, "SDIFFSTORE", "a", "a", "b") == 100
    assert run(client, "SUNIONSTORE", "d", "none") == 0
    assert run(client, "EXISTS", "d") == 0


def test_intersections_are_counted_up_to_a_limit(client: Client) -> None:
    run(client, "SADD", "a", *range(10))
    run(client, "SADD", "b", *range(5, 15))
    assert run(client, "SINTERCARD", 2, "a", "b", "LIMIT", 3) == 3
    assert run(client, "SINTERCARD", 2, "a", "b", "LIMIT", 0) == 5
    assert refused(client, "SINTERCARD", 0, "a") == "numkeys should be greater than 0"
    assert refused(client, "SINTERCARD", "x", "a") == "numkeys should be greater than 0"
    too_many = "Number of keys can't be greater than number of args"
    assert refused(client, "SINTERCARD", 2, "a") == too_many
    assert refused(client, "SINTERCARD", 1, "a", "LIMIT", -1) == "LIMIT can't be negative"
    assert refused(client, "SINTERCARD", 1, "a", "LIMIT") == "syntax error"
    assert refused(client, "SINTERCARD", 1, "a", "b") == "syntax error"


def test_pop(client: Client, filled: set[bytes]) -> None:
    seen = {run(client, "SPOP", "s") for _ in range(10)}
    assert len(seen) == 10
    assert seen <= filled
    assert members(client, "s") == filled - seen
    rest = len(filled) - 10
    assert run(client, "SPOP", "s", 0) == []
    assert run(client, "SPOP", "none") is None
    assert run(client, "SPOP", "none", 3) == []
    for count in (5, rest - 5 - 3, 100_000):
        popped = run(client, "SPOP", "s", count)
        assert len(popped) == len(set(popped)) == (3 if count == 100_000 else count)
        seen |= set(popped)
    assert seen == filled
    assert run(client, "EXISTS", "s") == 0
    for count_text in ("-1", "x"):
        error = refused(client, "SPOP", "s", count_text)
        assert error == "value is out of range, must be positive"
    assert refused(client, "SPOP", "s", 1, 2) == "syntax error"


def test_pop_of_most_lays_the_rest_out_anew(client: Client) -> None:
    run(client, "SADD", "s", *(f"m{i}" for i in range(1000)))
    run(client, "EXPIRE", "s", 1000)
    assert len(run(client, "SPOP", "s", 950)) == 950
    assert layout_of(client, "s") == "listpack"
    assert run(client, "SCARD", "s") == 50
    assert run(client, "TTL", "s") > 900


def test_random_members(client: Client, filled: set[bytes]) -> None:
    assert run(client, "SRANDMEMBER", "s") in filled
    assert run(client, "SRANDMEMBER", "none") is None
    assert run(client, "SRANDMEMBER", "none", 2) == []
    assert run(client, "SRANDMEMBER", "s", 0) == []
    for count in (1, 5, 45, len(filled) - 1, len(filled), 10_000):
        drawn = run(client, "SRANDMEMBER", "s", count)
        assert len(drawn) == len(set(drawn)) == min(count, len(filled))
        assert set(drawn) <= filled
    drawn = run(client, "SRANDMEMBER", "s", -1000)
    assert len(drawn) == 1000
    assert set(drawn) <= filled
    assert members(client, "s") == filled
    limits = f"value is out of range, value must between {-(2**63) + 1} and {2**63 - 1}"
    assert refused(client, "SRANDMEMBER", "s", str(-(2**63))) == limits
    assert refused(client, "SRANDMEMBER", "s", "x") == NOT_INT
    assert refused(client, "SRANDMEMBER", "s", 1, 2) == "syntax error"


def test_draws_are_fair(client: Client, filled: set[bytes]) -> None:
    """Chi-square far from what unfair odds would give: its mean is n - 1, deviation sqrt(2n)."""
    each = 100
    counts = Counter(run(client, "SRANDMEMBER", "s", -each * len(filled)))
    chi = sum((counts[m] - each) ** 2 / each for m in filled)
    assert chi < len(filled) + 6 * (2 * len(filled)) ** 0.5


def test_draws_are_fair_where_a_table_is_nearly_empty(client: Client) -> None:
    run(client, "SADD", "s", *(f"m{i}" for i in range(3000)))
    run(client, "SREM", "s", *(f"m{i}" for i in range(450, 3000)))
    counts = Counter(run(client, "SRANDMEMBER", "s", -45_000))
    chi = sum((counts[b"m%d" % i] - 100) ** 2 / 100 for i in range(450))
    assert chi < 450 + 6 * 900**0.5


def test_scan_meets_every_member(client: Client, filled: set[bytes]) -> None:
    cursor, seen = b"0", list[bytes]()
    while True:
        cursor, some = run(client, "SSCAN", "s", cursor, "COUNT", 20)
        seen += some
        if cursor == b"0":
            break
    assert set(seen) == filled
    matching = {m for m in filled if m.startswith(b"1")}
    reply = run(client, "SSCAN", "s", "0", "MATCH", "1*", "COUNT", 10_000)
    assert set(reply[1]) == matching
    assert run(client, "SSCAN", "none", "0") == [b"0", []]
    assert refused(client, "SSCAN", "s", "x") == "invalid cursor"
    error = "NOVALUES option can only be used in HSCAN"
    assert refused(client, "SSCAN", "s", "0", "NOVALUES") == error


def test_copies_are_apart(client: Client, filled: set[bytes]) -> None:
    run(client, "COPY", "s", "t")
    assert layout_of(client, "t") == layout_of(client, "s")
    assert run(client, "DEBUG", "DIGEST-VALUE", "s") == run(client, "DEBUG", "DIGEST-VALUE", "t")
    run(client, "SPOP", "t", 10)
    assert members(client, "s") == filled
    assert run(client, "DEBUG", "DIGEST-VALUE", "s") != run(client, "DEBUG", "DIGEST-VALUE", "t")


def test_digest_is_that_of_the_members(client: Client) -> None:
    run(client, "SADD", "a", *range(50))
    run(client, "SADD", "b", *reversed(range(50)), "x")
    run(client, "SREM", "b", "x")
    assert layout_of(client, "a") != layout_of(client, "b")
    assert run(client, "DEBUG", "DIGEST-VALUE", "a") == run(client, "DEBUG", "DIGEST-VALUE", "b")


def test_sets_are_sets_in_resp3(server: Running, client: Client) -> None:
    run(client, "SADD", "s", "a")
    said = server.talk(
        b"HELLO 3\r\nSMEMBERS s\r\nSINTER s\r\nSUNION s s\r\nSDIFF s x\r\nSRANDMEMBER s 2\r\n"
        b"SPOP s 5\r\nSMEMBERS s\r\nSPOP s\r\n"
    )
    one = b"1\r\n$1\r\na\r\n"
    assert said.endswith((b"~" + one) * 4 + b"*" + one + b"~" + one + b"~0\r\n_\r\n")


def used_memory(client: Client) -> int:
    """Bytes that the server has in use."""
    return int(run(client, "INFO", "memory").split(b"used_memory:")[1].split()[0])


def test_big_sets_are_freed(start: Callable[..., Running]) -> None:
    client = redis.Redis(port=start("--save", "").port, socket_timeout=20)
    before = used_memory(client)
    for first in range(0, 100_000, 1000):
        run(client, "SADD", "s", *range(first, first + 1000))
    usage = int(run(client, "MEMORY", "USAGE", "s", "SAMPLES", "0"))
    assert usage > 100_000 * 16
    assert run(client, "UNLINK", "s") == 1
    while int(run(client, "INFO", "memory").split(b"lazyfree_pending_objects:")[1].split()[0]):
        pass
    assert used_memory(client) < before + usage // 2
    client.close()


def test_changes_are_notified_as_valkey_does(client: Client) -> None:
    run(client, "CONFIG", "SET", "notify-keyspace-events", "Esg")
    listener = client.pubsub()
    listener.psubscribe("__keyevent@0__:*")
    assert listener.get_message(timeout=5)
    expected: list[tuple[str, str]] = []

    def change(events: str, *words: Any) -> None:
        run(client, *words)
        expected.extend((e.split(":")[0], e.split(":")[1]) for e in events.split())

    try:
        change("sadd:a", "SADD", "a", 1, 2, 3)
        change("", "SADD", "a", 1)
        change("srem:a sadd:b", "SMOVE", "a", "b", 1)
        change("", "SMOVE", "a", "b", 9)
        change("srem:a", "SREM", "a", 2, 9)
        change("srem:a del:a", "SREM", "a", 3)
        change("sadd:b", "SADD", "b", 2, 3, 4)
        change("spop:b", "SPOP", "b")
        change("spop:b", "SPOP", "b", 1)
        change("sunionstore:c", "SUNIONSTORE", "c", "b", "none")
        change("sinterstore:d", "SINTERSTORE", "d", "b", "c")
        change("sdiffstore:d", "SDIFFSTORE", "d", "b", "none")
        change("del:d", "SDIFFSTORE", "d", "b", "c")
        change("", "SINTERSTORE", "d", "none", "c")
        change("spop:b del:b", "SPOP", "b", 9)
        for event, key in expected:
            heard = listener.get_message(timeout=5)
            assert heard and (heard["channel"].decode().split(":")[1], heard["data"].decode()) == (
                event,
                key,
            )
        assert listener.get_message(timeout=0.05) is None
    finally:
        listener.close()
        run(client, "CONFIG", "SET", "notify-keyspace-events", "")
