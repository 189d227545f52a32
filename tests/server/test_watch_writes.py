"""Writes that leave a key as it was: which of them fail a WATCH, here and in the model.

A watch guards the key, not its value: most writes fail it although nothing differs afterwards. What
Valkey does not count as a write of the key does not: a bit that was so, a score that was so, what
stands beside a stream's entries.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import Running
from tests.server.wire import Wire
from vkscope.model.call import Session
from vkscope.model.keyspace import Keyspace, wall_clock
from vkscope.model.registry import Model

FAILS = (
    ("SET k v", "SET k v"),
    ("SET k v", "MSET k v"),
    ("SET k v", "GETSET k v"),
    ("SET k 1", "INCRBY k 0"),
    ("SET k 1", "INCRBYFLOAT k 0"),
    ("SET k abc", "SETRANGE k 1 b"),
    ("SET k a", "BITFIELD k SET u8 0 98 SET u8 0 97"),
    ("SET k a", "BITOP AND k k"),
    ("SET k 1 PXAT 99999999999999", "PEXPIREAT k 99999999999999"),
    ("SET k 1 PXAT 99999999999999", "GETEX k PXAT 99999999999999"),
    ("HSET k f w", "HSET k f w"),
    ("HSET k f w", "HMSET k f w"),
    ("HSET k f 1", "HINCRBY k f 0"),
    ("HSET k f 1", "HINCRBYFLOAT k f 0"),
    ("RPUSH k a", "LSET k 0 a"),
    ("RPUSH k a", "LTRIM k 0 -1"),
    ("RPUSH k a", "LMOVE k k LEFT LEFT"),
    ("RPUSH k a", "SORT k ALPHA STORE k"),
    ("SADD k a", "SUNIONSTORE k k"),
    ("PFADD k a", "PFMERGE k"),
)
HOLDS = (
    ("SET k abc", "SETRANGE k 9 "),
    ("SET k a", "SETBIT k 1 1"),
    ("SET k a", "BITFIELD k SET u8 0 97"),
    ("SET k 1", "PERSIST k"),
    ("SET k 1", "GETEX k PERSIST"),
    ("SET k a", "SETNX k b"),
    ("HSET k f v", "HSETNX k f w"),
    ("RPUSH k a", "LREM k 0 x"),
    ("SADD k a", "SADD k a"),
    ("ZADD k 1 a", "ZADD k 1 a"),
    ("GEOADD k 1 1 a", "GEOADD k 1 1 a"),
    ("PFADD k a", "PFADD k a"),
    ("XADD k 1-1 a b", "XTRIM k MAXLEN 10"),
    ("XADD k 1-1 a b", "XDEL k 2-2"),
    ("XADD k 1-1 a b", "XSETID k 5-1"),
    ("XADD k 1-1 a b", "XGROUP CREATE k g 0"),
)
CASES = [
    *(pytest.param(*case, True, id=case[1]) for case in FAILS),
    *(pytest.param(*case, False, id=case[1]) for case in HOLDS),
]


@pytest.fixture
def pair(server: Running) -> Iterator[tuple[Wire, Wire]]:
    """Two connections to an empty server."""
    a, b = Wire(server.connect()), Wire(server.connect())
    a.call("FLUSHALL")
    yield a, b
    a.close()
    b.close()


@pytest.mark.parametrize(("first", "then", "fails"), CASES)
def test_watch(pair: tuple[Wire, Wire], first: str, then: str, fails: bool) -> None:
    a, b = pair
    a.call(*first.split(" "))
    a.call("WATCH", "k")
    b.call(*then.split(" "))
    a.call("MULTI")
    assert a.call("EXEC") == (None if fails else [])


@pytest.mark.parametrize(("first", "then", "fails"), CASES)
def test_watch_in_the_model(first: str, then: str, fails: bool) -> None:
    model = Model(Keyspace(wall_clock))
    a, b = Session(), Session(ident=2)
    for session, line in ((a, first), (a, "WATCH k"), (b, then), (a, "MULTI")):
        model.execute(session, [word.encode() for word in line.split(" ")])
    assert (model.execute(a, [b"EXEC"]) != []) == fails


def test_groups_are_beside_a_stream(pair: tuple[Wire, Wire]) -> None:
    a, b = pair
    a.call("XGROUP", "CREATE", "k", "g", "0", "MKSTREAM")
    a.call("WATCH", "k")
    for line in ("XGROUP SETID k g 0", "XGROUP CREATECONSUMER k g c", "XGROUP DELCONSUMER k g c"):
        b.call(*line.split(" "))
    b.call("XGROUP", "DESTROY", "k", "g")
    a.call("MULTI")
    assert a.call("EXEC") == []
    a.call("WATCH", "new")
    b.call("XGROUP", "CREATE", "new", "g", "0", "MKSTREAM")
    a.call("MULTI")
    assert a.call("EXEC") is None
