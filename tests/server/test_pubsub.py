"""Pub/sub: who gets what, in which form and order, and what subscribers may do."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from tests.conftest import Running
from tests.server.wire import Wire


@contextmanager
def _wires(server: Running, n: int) -> Iterator[list[Wire]]:
    wires = [Wire(server.connect()) for _ in range(n)]
    try:
        yield wires
    finally:
        for wire in wires:
            wire.close()


def test_channels_and_patterns_in_both_protocols(server: Running) -> None:
    with _wires(server, 3) as (two, three, worker):
        three.call("HELLO", "3")
        assert two.call("SUBSCRIBE", "news", "weather") == [b"subscribe", b"news", 1]
        assert two.read() == [b"subscribe", b"weather", 2]
        assert two.call("PSUBSCRIBE", "n*") == [b"psubscribe", b"n*", 3]
        three.send("SUBSCRIBE", "news")
        assert three.next_is(b">3\r\n$9\r\nsubscribe\r\n$4\r\nnews\r\n:1\r\n")
        assert worker.call("PUBLISH", "news", "hello") == 3
        assert two.read() == [b"message", b"news", b"hello"]
        assert two.read() == [b"pmessage", b"n*", b"news", b"hello"]
        assert three.next_is(b">3\r\n$7\r\nmessage\r\n$4\r\nnews\r\n$5\r\nhello\r\n")
        assert worker.call("PUBLISH", "nobody.here", "x") == 1
        assert two.read() == [b"pmessage", b"n*", b"nobody.here", b"x"]
        assert two.call("UNSUBSCRIBE", "news", "unknown") == [b"unsubscribe", b"news", 2]
        assert two.read() == [b"unsubscribe", b"unknown", 2]
        assert two.call("UNSUBSCRIBE") == [b"unsubscribe", b"weather", 1]
        assert two.call("UNSUBSCRIBE") == [b"unsubscribe", None, 1]
        assert two.call("PUNSUBSCRIBE") == [b"punsubscribe", b"n*", 0]
        assert two.call("PUNSUBSCRIBE") == [b"punsubscribe", None, 0]
        assert worker.call("PUBLISH", "news", "again") == 1


def test_shard_channels_stand_apart(server: Running) -> None:
    with _wires(server, 2) as (listener, worker):
        assert listener.call("SSUBSCRIBE", "s") == [b"ssubscribe", b"s", 1]
        assert listener.call("SUBSCRIBE", "s") == [b"subscribe", b"s", 1]
        assert worker.call("PUBLISH", "s", "plain") == 1
        assert worker.call("SPUBLISH", "s", "sharded") == 1
        assert listener.read() == [b"message", b"s", b"plain"]
        assert listener.read() == [b"smessage", b"s", b"sharded"]
        assert worker.call("PUBSUB", "SHARDCHANNELS") == [b"s"]
        assert worker.call("PUBSUB", "SHARDNUMSUB", "s", "t") == [b"s", 1, b"t", 0]
        assert listener.call("SUNSUBSCRIBE") == [b"sunsubscribe", b"s", 0]
        assert worker.call("SPUBLISH", "s", "gone") == 0
        assert listener.call("UNSUBSCRIBE") == [b"unsubscribe", b"s", 0]


def test_what_pubsub_tells(server: Running) -> None:
    with _wires(server, 3) as (a, b, worker):
        a.call("SUBSCRIBE", "one")
        a.call("PSUBSCRIBE", "p*")
        b.call("SUBSCRIBE", "one")
        b.call("PSUBSCRIBE", "p*")
        b.call("PSUBSCRIBE", "q*")
        b.call("SSUBSCRIBE", "shard")
        assert worker.call("PUBSUB", "CHANNELS") == [b"one"]
        assert worker.call("PUBSUB", "CHANNELS", "o?e") == [b"one"]
        assert worker.call("PUBSUB", "CHANNELS", "x*") == []
        assert worker.call("PUBSUB", "NUMSUB", "one", "two") == [b"one", 2, b"two", 0]
        assert worker.call("PUBSUB", "NUMSUB") == []
        assert worker.call("PUBSUB", "NUMPAT") == 2
        info = worker.call("INFO", "stats", "clients")
        for line in (b"pubsub_channels:1", b"pubsub_patterns:2", b"pubsubshard_channels:1"):
            assert line in info
        assert b"pubsub_clients:2" in info
        text = worker.call("CLIENT", "LIST", "TYPE", "pubsub")
        assert b"flags=P" in text and b"sub=1 psub=2 ssub=1" in text
        assert text.count(b"\n") == 2
        unknown = worker.call("PUBSUB", "NOSUCH")
        assert unknown == "ERR unknown subcommand 'NOSUCH'. Try PUBSUB HELP."


def test_a_resp2_subscriber_runs_few_commands(server: Running) -> None:
    with _wires(server, 2) as (two, three):
        two.call("SUBSCRIBE", "c")
        why = "only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET "
        why += "are allowed in this context"
        assert two.call("GET", "k") == f"ERR Can't execute 'get': {why}"
        assert two.call("CLIENT", "ID") == f"ERR Can't execute 'client|id': {why}"
        assert two.call("PING") == [b"pong", b""]
        assert two.call("PING", "x") == [b"pong", b"x"]
        three.call("HELLO", "3")
        three.call("SUBSCRIBE", "c")
        assert three.call("GET", "absent") is None
        assert three.call("PING") == b"PONG"
        assert two.call("RESET") == b"RESET"
        assert two.call("GET", "absent") is None
        assert three.call("PUBSUB", "NUMSUB", "c") == [b"c", 1]


def test_a_push_to_the_publisher_follows_its_reply(server: Running) -> None:
    with _wires(server, 1) as (me,):
        me.call("HELLO", "3")
        me.call("SUBSCRIBE", "c")
        me.send("PUBLISH", "c", "1")
        me.send("PUBLISH", "c", "2")
        assert me.next_is(b":1\r\n")
        assert me.read() == [b"message", b"c", b"1"]
        assert me.next_is(b":1\r\n")
        assert me.read() == [b"message", b"c", b"2"]


def test_muted_replies_do_not_mute_pushes(server: Running) -> None:
    with _wires(server, 2) as (listener, worker):
        listener.call("HELLO", "3")
        listener.send("CLIENT", "REPLY", "OFF")
        assert listener.call("SUBSCRIBE", "c") == [b"subscribe", b"c", 1]
        listener.send("PUBLISH", "c", "mine")
        assert listener.read() == [b"message", b"c", b"mine"]
        assert worker.call("PUBLISH", "c", "other") == 1
        assert listener.read() == [b"message", b"c", b"other"]
        assert listener.call("UNSUBSCRIBE", "c") == [b"unsubscribe", b"c", 0]


def test_closing_ends_subscriptions(server: Running) -> None:
    with _wires(server, 2) as (killer, worker):
        leaver = Wire(server.connect())
        leaver.call("SUBSCRIBE", "gone", "gone2")
        assert worker.call("PUBSUB", "NUMSUB", "gone") == [b"gone", 1]
        assert killer.call("CLIENT", "KILL", "TYPE", "pubsub") == 1
        assert leaver.read() == [b"subscribe", b"gone2", 2]
        with pytest.raises(EOFError):
            leaver.read()
        assert worker.call("PUBLISH", "gone", "x") == 0
        assert worker.call("PUBSUB", "CHANNELS") == []
        leaver.close()


def test_many_subscribers_and_channels_come_and_go(server: Running) -> None:
    with _wires(server, 20) as wires:
        worker = wires.pop()
        for i, wire in enumerate(wires):
            for k in range(50):
                wire.send("SUBSCRIBE", f"c{(i + k) % 60}")
            for _ in range(50):
                wire.read()
        listening = dict.fromkeys(range(60), 0)
        for i in range(len(wires)):
            for k in range(50):
                listening[(i + k) % 60] += 1
        for channel, n in listening.items():
            assert worker.call("PUBLISH", f"c{channel}", "m") == n
        for i, wire in enumerate(wires):
            got = [wire.read()[1] for _ in range(50)]
            assert sorted(got) == sorted(f"c{(i + k) % 60}".encode() for k in range(50))
        for wire in wires[::2]:
            wire.send("UNSUBSCRIBE")
            for _ in range(50):
                assert wire.read()[0] == b"unsubscribe"
        assert worker.call("PUBLISH", "c18", "m") == sum(
            18 in {(i + k) % 60 for k in range(50)} for i in range(1, len(wires), 2)
        )


def test_a_subscriber_that_does_not_read_is_closed(start: Callable[..., Running]) -> None:
    running = start("--client-output-buffer-limit", "pubsub 200kb 0 0")
    with _wires(running, 2) as (slow, worker):
        slow.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        slow.call("SUBSCRIBE", "c")
        message = "x" * 100_000
        for _ in range(200):
            if worker.call("PUBLISH", "c", message) == 0:
                break
        else:
            pytest.fail("it was never closed")
        assert b"client_output_buffer_limit_disconnections:1" in worker.call("INFO", "stats")
        assert "overcoming of output buffer limits" in running.log.read_text()
