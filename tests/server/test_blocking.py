"""Commands that wait for a key: order, ends, and what a client can do and suffer meanwhile."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest

from tests.conftest import Running
from tests.server.wire import Wire

Open = Callable[[], Wire]
WAIT = ("BZPOPMIN", "z", "0")


@pytest.fixture
def opened(server: Running) -> Iterator[Open]:
    """Open connections to the shared server, whose databases are empty."""
    wires: list[Wire] = []

    def opener() -> Wire:
        wires.append(Wire(server.connect()))
        return wires[-1]

    opener().call("FLUSHALL")
    yield opener
    for wire in wires:
        wire.close()


@pytest.fixture
def boss(opened: Open) -> Wire:
    """A connection that never waits."""
    return opened()


def info(boss: Wire, section: str = "clients") -> dict[str, str]:
    """The fields of a section of INFO."""
    lines = boss.call("INFO", section).decode().splitlines()
    return dict(line.split(":", 1) for line in lines if ":" in line)


def until(boss: Wire, blocked: int) -> None:
    """Let so many clients come to wait."""
    end = time.monotonic() + 5
    while info(boss)["blocked_clients"] != str(blocked):
        assert time.monotonic() < end, info(boss)


def waiting(opened: Open, boss: Wire, *words: str) -> Wire:
    """A new connection whose command waits."""
    before = int(info(boss)["blocked_clients"])
    wire = opened()
    wire.send(*(words or WAIT))
    until(boss, before + 1)
    return wire


def my_id(boss: Wire, flags: str = "b") -> str:
    """The id of the one client with these flags."""
    (line,) = boss.call("CLIENT", "LIST", "FLAGS", flags).decode().splitlines()
    return str(line.split()[0].removeprefix("id="))


def test_first_come_first_served(opened: Open, boss: Wire) -> None:
    first, second = waiting(opened, boss), waiting(opened, boss)
    assert boss.call("ZADD", "z", "1", "a") == 1
    assert first.read() == [b"z", b"a", b"1"]
    assert second.silent()
    assert boss.call("EXISTS", "z") == 0
    assert boss.call("ZADD", "z", "2", "b", "3", "c") == 2
    assert second.read() == [b"z", b"b", b"2"]
    assert boss.call("ZRANGE", "z", "0", "-1") == [b"c"]
    assert info(boss)["blocked_clients"] == "0"


def test_the_first_of_its_keys_wins_whichever_woke_it(opened: Open, boss: Wire) -> None:
    wire = waiting(opened, boss, "BZPOPMIN", "urgent", "later", "0")
    assert info(boss)["total_blocking_keys"] == "2"
    for words in (("MULTI",), ("ZADD", "later", "1", "a"), ("ZADD", "urgent", "1", "b"), ("EXEC",)):
        boss.call(*words)
    assert wire.read() == [b"urgent", b"b", b"1"]
    assert info(boss)["total_blocking_keys"] == "0"


def test_what_is_gone_when_a_transaction_ends_was_never_there(opened: Open, boss: Wire) -> None:
    wire = waiting(opened, boss)
    for words in (("MULTI",), ("ZADD", "z", "1", "a"), ("DEL", "z"), ("EXEC",)):
        boss.call(*words)
    assert wire.silent()
    boss.call("ZADD", "z", "1", "a")
    assert wire.read() == [b"z", b"a", b"1"]


def test_what_expires_within_a_long_transaction_serves_nobody(opened: Open, boss: Wire) -> None:
    wire = waiting(opened, boss)
    for words in (
        ("MULTI",),
        ("ZADD", "z", "1", "a"),
        ("PEXPIRE", "z", "20"),
        ("DEBUG", "SLEEP", "0.05"),
    ):
        boss.call(*words)
    boss.call("ZCARD", "z")
    assert boss.call("EXEC")[-1] == 1, "its time stands still"
    assert wire.silent()
    assert boss.call("EXISTS", "z") == 0


def test_time_goes_on_behind_a_long_command_in_one_pass(boss: Wire) -> None:
    boss.call("SET", "k", "v", "PX", "20")
    boss.send("DEBUG", "SLEEP", "0.05")
    assert boss.call("GET", "k") == b"OK"
    assert boss.read() is None


def test_in_a_transaction_nothing_waits(boss: Wire) -> None:
    boss.call("MULTI")
    assert boss.call(*WAIT) == b"QUEUED"
    assert boss.call("EXEC") == [None]


def test_another_type_is_not_what_it_waits_for(opened: Open, boss: Wire) -> None:
    wire = waiting(opened, boss)
    assert boss.call("SET", "z", "1") == b"OK"
    assert wire.silent()
    boss.call("DEL", "z")
    boss.call("ZADD", "other", "1", "a")
    assert boss.call("RENAME", "other", "z") == b"OK"
    assert wire.read() == [b"z", b"a", b"1"]


def test_time_runs_out(opened: Open, boss: Wire) -> None:
    wire = opened()
    began = time.monotonic()
    assert wire.call("BZPOPMIN", "z", "0.05") is None
    assert time.monotonic() - began >= 0.049
    assert wire.call("PING") == b"PONG"
    waiting(opened, boss, "BZPOPMIN", "z", "100")
    assert info(boss)["clients_in_timeout_table"] == "1"


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("x", "ERR timeout is not a float or out of range"),
        ("-1", "ERR timeout is negative"),
        ("0x7FFFFFFFFFFFFFFF", "ERR timeout is out of range"),
        ("1e300", "ERR timeout is out of range"),
    ],
)
def test_timeouts_that_are_none(boss: Wire, text: str, error: str) -> None:
    assert boss.call("BZPOPMIN", "z", text) == error


def test_client_unblock(opened: Open, boss: Wire) -> None:
    wire = waiting(opened, boss)
    me = my_id(boss)
    assert boss.call("CLIENT", "UNBLOCK", me) == 1
    assert wire.read() is None
    assert boss.call("CLIENT", "UNBLOCK", me) == 0
    wire.send(*WAIT)
    until(boss, 1)
    assert boss.call("CLIENT", "UNBLOCK", me, "ERROR") == 1
    assert wire.read() == "UNBLOCKED client unblocked via CLIENT UNBLOCK"
    assert boss.call("CLIENT", "UNBLOCK", "99999999") == 0
    assert wire.call("PING") == b"PONG"


def test_what_comes_behind_waits_and_keeps_its_order(opened: Open, boss: Wire) -> None:
    wire = opened()
    wire.sock.sendall(b"INCR n\r\nBZPOPMIN z 0\r\nINCR n\r\nBZPOPMIN z 0\r\nINCR n\r\n")
    assert wire.read() == 1
    until(boss, 1)
    wire.send("INCR", "n")
    assert boss.call("GET", "n") == b"1"
    boss.call("ZADD", "z", "1", "a")
    assert [wire.read(), wire.read()] == [[b"z", b"a", b"1"], 2]
    until(boss, 1)
    boss.call("ZADD", "z", "1", "b")
    assert [wire.read() for _ in range(3)] == [[b"z", b"b", b"1"], 3, 4]


def test_hang_up_kill_and_flush_while_waiting(opened: Open, boss: Wire) -> None:
    wire = waiting(opened, boss)
    wire.close()
    until(boss, 0)
    waiting(opened, boss)
    assert boss.call("CLIENT", "KILL", "ID", my_id(boss)) == 1
    until(boss, 0)
    assert boss.call("ZADD", "z", "1", "a") == 1
    assert boss.call("ZCARD", "z") == 1
    boss.call("FLUSHALL")
    wire = waiting(opened, boss)
    boss.call("FLUSHALL")
    assert wire.silent()
    boss.call("ZADD", "z", "1", "a")
    assert wire.read() == [b"z", b"a", b"1"]


def test_a_pause_holds_those_who_wait(opened: Open, boss: Wire) -> None:
    wire, other = waiting(opened, boss), opened()
    assert boss.call("CLIENT", "PAUSE", "100000", "WRITE") == b"OK"
    try:
        other.send("ZADD", "z", "1", "a")
        until(boss, 2)
        assert wire.silent()
    finally:
        assert boss.call("CLIENT", "UNPAUSE") == b"OK"
    assert other.read() == 1
    assert wire.read() == [b"z", b"a", b"1"]


def test_a_swap_brings_keys(opened: Open, boss: Wire) -> None:
    wire, other = waiting(opened, boss), opened()
    other.call("SELECT", "9")
    other.call("ZADD", "z", "1", "a")
    assert wire.silent()
    boss.call("SWAPDB", "0", "9")
    assert wire.read() == [b"z", b"a", b"1"]


def test_replies_that_are_off_stay_off(opened: Open, boss: Wire) -> None:
    wire = opened()
    wire.sock.sendall(b"CLIENT REPLY SKIP\r\nBZPOPMIN z 0\r\nPING\r\n")
    until(boss, 1)
    boss.call("ZADD", "z", "1", "a")
    assert wire.read() == b"PONG"


def test_it_counts_once_without_the_time_it_waited(opened: Open, boss: Wire) -> None:
    boss.call("CONFIG", "RESETSTAT")
    wire = waiting(opened, boss)
    assert "cmdstat_bzpopmin" not in info(boss, "commandstats")
    time.sleep(0.05)
    boss.call("ZADD", "z", "1", "a")
    wire.read()
    said = info(boss, "commandstats")["cmdstat_bzpopmin"]
    stats = dict(pair.split("=") for pair in said.split(","))
    assert stats["calls"] == "1"
    assert int(stats["usec"]) < 40_000
    logged = boss.call("COMMANDLOG", "GET", "-1", "slow")
    assert not any(entry[3][0] == b"BZPOPMIN" for entry in logged)


def test_monitors_see_it_once(opened: Open, boss: Wire) -> None:
    watcher = opened()
    watcher.call("MONITOR")
    wire = waiting(opened, boss)
    boss.call("ZADD", "z", "1", "a")
    wire.read()
    boss.call("ECHO", "end")
    seen = []
    while not seen or b"ECHO" not in seen[-1]:
        seen.append(watcher.read())
    assert sum(b"BZPOPMIN" in line for line in seen) == 1


def test_the_snapshot_shows_who_waits_in_order(opened: Open, boss: Wire) -> None:
    waiting(opened, boss)
    waiting(opened, boss, "BZPOPMAX", "z", "y", "100")

    def pairs(flat: list[object]) -> dict[object, object]:
        return dict(zip(flat[::2], flat[1::2], strict=True))

    (_, flat) = boss.call("SCOPE", "SNAPSHOT", "blocking")
    section = pairs(flat)
    assert (section[b"clients"], section[b"keys_awaited"]) == (2, 2)
    keys = section[b"keys"]
    assert isinstance(keys, list)
    rows = [pairs(row) for row in keys]
    assert [(row[b"key"], row[b"waiting"]) for row in rows] == [(b"z", 2), (b"y", 1)]
    waiters = rows[0][b"waiters"]
    assert isinstance(waiters, list)
    assert [pairs(w)[b"command"] for w in waiters] == [b"bzpopmin", b"bzpopmax"]
    assert [pairs(w)[b"left_ms"] == 0 for w in waiters] == [True, False]
