"""Client-side caching: who is told of which change, when, and in which form."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import redis

from tests.conftest import Running
from tests.server.wire import Wire


@pytest.fixture
def me(server: Running) -> Iterator[Wire]:
    """A connection in RESP3."""
    wire = Wire(server.connect())
    wire.call("HELLO", "3")
    yield wire
    wire.close()


@pytest.fixture
def other(server: Running) -> Iterator[Wire]:
    """Another connection, in RESP2."""
    wire = Wire(server.connect())
    yield wire
    wire.close()


def test_a_key_that_was_read_is_told_once(client: redis.Redis, me: Wire, other: Wire) -> None:
    assert me.call("CLIENT", "TRACKING", "ON") == b"OK"
    me.call("GET", "k")
    me.call("MGET", "a", "b")
    other.call("SET", "k", "1")
    assert me.read() == [b"invalidate", [b"k"]]
    other.call("SET", "k", "2")
    other.call("SET", "unread", "1")
    other.call("MSET", "b", "1", "a", "1")
    assert me.read() == [b"invalidate", [b"b"]]
    assert me.read() == [b"invalidate", [b"a"]]
    info = other.call("INFO", "stats", "clients")
    assert b"tracking_clients:1" in info and b"tracking_total_keys:0" in info
    me.call("GET", "k")
    info = other.call("INFO", "stats")
    assert b"tracking_total_keys:1" in info and b"tracking_total_items:1" in info
    assert b"flags=t " in other.call("CLIENT", "LIST", "FLAGS", "t")
    me.call("CLIENT", "TRACKING", "OFF")
    other.call("SET", "k", "3")
    assert me.call("PING") == b"PONG"


def test_own_changes_follow_the_reply_and_noloop_spares_them(
    client: redis.Redis, me: Wire, other: Wire
) -> None:
    me.call("CLIENT", "TRACKING", "ON")
    me.call("GET", "k")
    assert me.call("SET", "k", "v") == b"OK"
    assert me.read() == [b"invalidate", [b"k"]]
    me.call("CLIENT", "TRACKING", "ON", "NOLOOP")
    me.call("GET", "k")
    me.call("SET", "k", "w")
    assert me.call("GET", "k") == b"w"
    other.call("DEL", "k")
    assert me.read() == [b"invalidate", [b"k"]]


def test_broadcasts_by_prefix(client: redis.Redis, me: Wire, other: Wire) -> None:
    me.call("CLIENT", "TRACKING", "ON", "BCAST", "PREFIX", "user:", "PREFIX", "obj")
    assert other.call("MSET", "user:1", "a", "nobody", "b", "user:2", "c", "user:1", "d") == b"OK"
    assert me.read() == [b"invalidate", [b"user:1", b"user:2"]]
    other.call("SET", "object", "x")
    assert me.read() == [b"invalidate", [b"object"]]
    me.call("CLIENT", "TRACKING", "ON", "BCAST", "NOLOOP", "PREFIX", "z")
    me.call("SET", "z1", "mine")
    other.call("SET", "z2", "theirs")
    assert me.read() == [b"invalidate", [b"z2"]]
    assert b"tracking_total_prefixes:3" in other.call("INFO", "stats")
    flags, redirect, prefixes = me.call("CLIENT", "TRACKINGINFO")[1::2]
    assert (flags, redirect) == ([b"on", b"bcast", b"noloop"], 0)
    assert prefixes == [b"obj", b"user:", b"z"]
    me.call("CLIENT", "TRACKING", "OFF")
    assert b"tracking_total_prefixes:0" in other.call("INFO", "stats")


def test_prefixes_must_not_overlap(me: Wire) -> None:
    two = me.call("CLIENT", "TRACKING", "ON", "BCAST", "PREFIX", "FOOBAR", "PREFIX", "FOO")
    tail = "Prefixes for a single client must not overlap."
    assert two == f"ERR Prefix 'FOOBAR' overlaps with another provided prefix 'FOO'. {tail}"
    three = me.call(
        "CLIENT", "TRACKING", "ON", "BCAST", "PREFIX", "x", "PREFIX", "ab", "PREFIX", "a"
    )
    assert three == f"ERR Prefix 'ab' overlaps with another provided prefix 'a'. {tail}"
    assert me.call("CLIENT", "TRACKING", "ON", "BCAST", "PREFIX", "FOO") == b"OK"
    again = me.call("CLIENT", "TRACKING", "ON", "BCAST", "PREFIX", "FOOBAR")
    assert again == f"ERR Prefix 'FOOBAR' overlaps with an existing prefix 'FOO'. {tail}"


def test_redirection(client: redis.Redis, me: Wire, other: Wire, server: Running) -> None:
    target = Wire(server.connect())
    ident = target.call("CLIENT", "ID")
    target.call("SUBSCRIBE", "__redis__:invalidate")
    assert me.call("CLIENT", "TRACKING", "ON", "REDIRECT", str(ident)) == b"OK"
    assert me.call("CLIENT", "GETREDIR") == ident
    me.call("GET", "k")
    other.call("SET", "k", "v")
    assert target.read() == [b"message", b"__redis__:invalidate", [b"k"]]
    me.call("GET", "k")
    other.call("FLUSHALL")
    assert target.read() == [b"message", b"__redis__:invalidate", None]
    me.call("GET", "k")
    target.close()
    while str(ident) in other.call("CLIENT", "LIST", "ID", str(ident)).decode():
        pass
    other.call("SET", "k", "v")
    assert me.read() == [b"tracking-redir-broken", ident]
    assert b"broken_redirect" in me.call("CLIENT", "TRACKINGINFO")[1]
    gone = me.call("CLIENT", "TRACKING", "ON", "REDIRECT", str(ident))
    assert gone == "ERR The client ID you want redirect to does not exist"


def test_flushes_tell_null(client: redis.Redis, me: Wire, other: Wire) -> None:
    me.call("CLIENT", "TRACKING", "ON")
    me.call("GET", "k")
    other.call("FLUSHDB")
    assert me.read() == [b"invalidate", None]
    assert me.call("FLUSHALL") == b"OK"
    assert me.read() == [b"invalidate", None]
    other.call("SET", "k", "v")
    assert me.call("PING") == b"PONG"


def test_opting_in_and_out(client: redis.Redis, me: Wire, other: Wire) -> None:
    me.call("CLIENT", "TRACKING", "ON", "OPTIN")
    me.call("GET", "plain")
    assert me.call("CLIENT", "CACHING", "YES") == b"OK"
    assert b"caching-yes" in me.call("CLIENT", "TRACKINGINFO")[1]
    me.call("GET", "wanted")
    me.call("GET", "plain")
    other.call("MSET", "plain", "1", "wanted", "1")
    assert me.read() == [b"invalidate", [b"wanted"]]
    out = me.call("CLIENT", "TRACKING", "ON", "OPTOUT")
    assert out.startswith("ERR You can't switch OPTIN/OPTOUT mode")
    me.call("CLIENT", "TRACKING", "OFF")
    me.call("CLIENT", "TRACKING", "ON", "OPTOUT")
    wrong = me.call("CLIENT", "CACHING", "YES")
    only = "only valid when tracking is enabled in OPTIN mode."
    assert wrong == f"ERR CLIENT CACHING YES is {only}"
    me.call("CLIENT", "CACHING", "NO")
    me.call("GET", "plain")
    me.call("GET", "wanted")
    other.call("MSET", "plain", "1", "wanted", "1")
    assert me.read() == [b"invalidate", [b"wanted"]]


def test_expired_keys_are_told(client: redis.Redis, me: Wire, other: Wire) -> None:
    me.call("CLIENT", "TRACKING", "ON")
    other.call("SET", "k", "v", "PX", "20")
    me.call("GET", "k")
    assert me.read() == [b"invalidate", [b"k"]]


def test_the_table_has_a_limit(client: redis.Redis, me: Wire, other: Wire) -> None:
    client.config_set("tracking-table-max-keys", "10")
    me.call("CLIENT", "TRACKING", "ON")
    me.send("MGET", *(f"k{i}" for i in range(500)))
    assert len(me.read()) == 500
    forgotten = {me.read()[1][0] for _ in range(490)}
    assert len(forgotten) == 490
    assert b"tracking_total_keys:10\r\n" in other.call("INFO", "stats")
    client.config_set("tracking-table-max-keys", "1000000")


def test_what_does_not_go_together(me: Wire, other: Wire) -> None:
    def error(*options: str) -> str:
        return str(me.call("CLIENT", "TRACKING", *options))

    assert error("MAYBE") == "ERR syntax error"
    assert error("ON", "NOSUCH") == "ERR syntax error"
    assert error("ON", "PREFIX", "p") == "ERR PREFIX option requires BCAST mode to be enabled"
    assert error("ON", "BCAST", "OPTIN") == "ERR OPTIN and OPTOUT are not compatible with BCAST"
    assert error("ON", "OPTIN", "OPTOUT") == "ERR You can't specify both OPTIN mode and OPTOUT mode"
    assert error("ON", "REDIRECT", "x") == "ERR value is not an integer or out of range"
    once = me.call("CLIENT", "ID")
    twice = error("ON", "REDIRECT", str(once), "REDIRECT", str(once))
    assert twice == "ERR A client can only redirect to a single other client"
    assert other.call("CLIENT", "CACHING", "YES").startswith(
        "ERR CLIENT CACHING can be called only"
    )
    assert other.call("CLIENT", "GETREDIR") == -1


def test_many_clients_share_a_key(client: redis.Redis, server: Running, other: Wire) -> None:
    wires = [Wire(server.connect()) for _ in range(12)]
    for wire in wires:
        wire.call("HELLO", "3")
        wire.call("CLIENT", "TRACKING", "ON")
        wire.call("GET", "shared")
        wire.call("GET", "shared")
    assert b"tracking_total_items:12\r\n" in other.call("INFO", "stats")
    wires.pop().close()
    other.call("SET", "shared", "v")
    for wire in wires:
        assert wire.read() == [b"invalidate", [b"shared"]]
        wire.close()


def test_of_a_script_what_it_reads_is_told_and_not_what_it_was_given(
    client: redis.Redis, me: Wire, other: Wire
) -> None:
    me.call("CLIENT", "TRACKING", "ON")
    for script in ("EVAL", "EVAL_RO"):
        me.call(script, "redis.call('ping')", "2", "k{t}", "l{t}")
        other.call("MSET", "k{t}", "1", "l{t}", "1")
        assert me.call("PING") == b"PONG"
        me.call(script, "redis.call('get', 'l{t}')", "2", "k{t}", "l{t}")
        other.call("MSET", "k{t}", "2", "l{t}", "2")
        assert me.read() == [b"invalidate", [b"l{t}"]]
