"""The primary's decisions, as functions: no server, no clock."""

from __future__ import annotations

import pytest

from vkscope.server.replication import failover, farewell, primary
from vkscope.server.replication.primary import (
    CAPA_EOF,
    Child,
    Disconnect,
    FreeBacklog,
    Refusal,
    Rules,
    SendPing,
    StartSnapshot,
    State,
    Stream,
    View,
)
from vkscope.server.replies import Error

STREAM = Stream(id="a" * 40, id2="b" * 40, second=101, end=500, backlog=True, first=51)
NONE = Stream(id="a" * 40, id2="0" * 40, second=0, end=0, backlog=False, first=0)
NOW = 1_000_000_000


def view(slot: int, state: State = State.WAITS, **more: int | bool) -> View:
    values = {"asked_ms": NOW, "ack_ms": NOW, "capa": CAPA_EOF} | more
    return View(slot, 1, state, f"10.0.0.{slot}:6379", **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "offset", "refusal"),
    [
        ("a" * 40, 501, Refusal.NONE),
        ("A" * 40, 51, Refusal.NONE),
        ("a" * 40, 50, Refusal.BEFORE_BACKLOG),
        ("a" * 40, 502, Refusal.AFTER_END),
        ("b" * 40, 101, Refusal.NONE),
        ("b" * 40, 102, Refusal.OTHER_HISTORY),
        ("c" * 40, 60, Refusal.OTHER_HISTORY),
        ("?", -1, Refusal.ASKED_FULL),
    ],
)
def test_who_may_go_on(name: str, offset: int, refusal: Refusal) -> None:
    assert primary.judge(name, offset, STREAM) is refusal


def test_without_a_backlog_nobody_goes_on() -> None:
    assert primary.judge("a" * 40, 1, NONE) is Refusal.NO_BACKLOG
    assert primary.judge("0" * 40, 1, NONE) is Refusal.OTHER_HISTORY


def test_refusals_are_explained() -> None:
    def said(why: Refusal, name: str, offset: int) -> str:
        return " ".join(primary.explain(why, name, offset, "r:1", STREAM))

    assert "up to 101" in said(Refusal.OTHER_HISTORY, "b" * 40, 102)
    assert "Replication ID mismatch" in said(Refusal.OTHER_HISTORY, "c" * 40, 1)
    assert "greater than the primary replication offset" in said(Refusal.AFTER_END, "a" * 40, 900)
    assert "greater" not in said(Refusal.BEFORE_BACKLOG, "a" * 40, 3)
    assert said(Refusal.ASKED_FULL, "?", -1) == "Full resync requested by replica r:1"


def test_a_diskless_snapshot_waits_for_more_replicas() -> None:
    rules = Rules(delay=5, max_replicas=2)
    one, two = view(1), view(2)
    assert primary.due_snapshot([one], rules, NOW + 4999) is None
    assert primary.due_snapshot([one], rules, NOW + 5000) == StartSnapshot(one, True)
    assert primary.due_snapshot([one, two], rules, NOW) == StartSnapshot(one, True)


def test_a_snapshot_on_disk_waits_for_nobody() -> None:
    assert primary.due_snapshot([view(1)], Rules(diskless=False), NOW) == StartSnapshot(
        view(1), False
    )


def test_one_without_eof_gets_a_file_and_all_with_it() -> None:
    group = [view(1), view(2, capa=0)]
    assert primary.due_snapshot(group, Rules(delay=0), NOW) == StartSnapshot(group[0], False)


def test_others_wait_for_the_next_child() -> None:
    group = [view(1), view(2, alike=1, asked_ms=0)]
    assert primary.due_snapshot(group, Rules(delay=5), NOW) is None
    assert primary.due_snapshot([view(1, State.CHILD)], Rules(delay=0), NOW) is None


def second(replicas: list[View], seconds: int = 1, **more: int) -> list[primary.Command]:
    return primary.each_second(
        replicas,
        Rules(timeout=60, ping_period=10, backlog_ttl=3600),
        child=Child(more.get("child", 0)),
        seconds=seconds,
        now_ms=NOW + more.get("later", 0),
        none_since_ms=NOW,
        backlog=True,
    )


def test_pings_have_a_period() -> None:
    online = [view(1, State.ONLINE)]
    assert second(online, 20) == [SendPing()]
    assert second(online, 21) == []
    assert second([], 20) == []


def test_silence_ends_a_link() -> None:
    online = view(1, State.ONLINE)
    assert second([online], later=60_000) == []
    (command,) = second([online], later=61_000)
    assert isinstance(command, Disconnect)
    assert "streaming sync" in command.why
    assert second([view(1, State.ONLINE, psync=False)], later=99_000) == []


def test_a_full_socket_ends_a_diskless_transfer_only() -> None:
    stuck = view(1, State.CHILD, stuck_ms=NOW)
    (command,) = second([stuck], later=61_000, child=Child.DISKLESS)
    assert isinstance(command, Disconnect)
    assert "full sync" in command.why
    assert second([stuck], later=61_000, child=Child.DISK) == []


def test_a_backlog_without_readers_is_freed() -> None:
    assert second([], later=3_600_000) == []
    assert second([], later=3_601_000) == [FreeBacklog(3600)]


# ----------------------------------------------------------------------------- FAILOVER, SHUTDOWN


def replica(**more: object) -> dict[str, object]:
    return {
        "name": "h:1",
        "address": "h",
        "port": 1,
        "state": 4,
        "psync": True,
        "ack": 90,
        "ack_ms": NOW,
    } | more


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (b"TIMEOUT 0", "ERR FAILOVER timeout must be greater than 0"),
        (b"TIMEOUT x", "ERR value is not an integer or out of range"),
        (b"TO h", "ERR syntax error"),
        (b"FORCE FORCE", "ERR syntax error"),
        (
            b"FORCE TIMEOUT 5",
            "ERR FAILOVER with force option requires both a timeout and target HOST and IP.",
        ),
        (b"TO x 1", "ERR FAILOVER target HOST and PORT is not a replica."),
    ],
)
def test_failover_says_what_is_wrong(words: bytes, error: str) -> None:
    wish = failover.read(words.split())
    found = wish if isinstance(wish, Error) else failover.refusal(wish, [replica()])
    assert found == Error(error)


def test_a_failover_needs_a_replica_that_is_online() -> None:
    wish = failover.read(b"TO h 1".split())
    assert isinstance(wish, failover.Wish)
    assert failover.refusal(wish, [replica()]) is None
    assert failover.refusal(wish, [replica(state=2)]) == Error(
        "ERR FAILOVER target replica is not online."
    )
    assert failover.refusal(wish, []) == Error("ERR FAILOVER requires connected replicas.")


def test_only_those_that_acknowledge_are_waited_for() -> None:
    late, near, silent = replica(), replica(ack=100), replica(psync=False)
    assert farewell.lagging([late, near, silent], 100) == [late]
    assert farewell.lines([late, near], 100, NOW + 3000) == [
        "Lagging replica h:1 reported offset 10 behind master, lag=3, state=online.",
        "1 of 2 replicas are in sync when shutting down.",
    ]
    assert farewell.lines([], 100, NOW) == []
