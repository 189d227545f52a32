"""Transactions: what is queued, when it runs, and what a watched key must not do before."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.conftest import Running
from tests.server.wire import Wire

Open = Callable[[], Wire]
ABORTED = "EXECABORT Transaction discarded because of previous errors."


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
def c(opened: Open) -> Wire:
    """One of them."""
    return opened()


def info(wire: Wire, section: str) -> dict[str, str]:
    """The fields of a section of INFO."""
    lines = wire.call("INFO", section).decode().splitlines()
    return dict(line.split(":", 1) for line in lines if ":" in line)


def line_of(wire: Wire) -> dict[str, str]:
    """What CLIENT INFO says of the connection, in a transaction or not."""
    text = wire.call("CLIENT", "INFO").decode()
    return dict(pair.split("=", 1) for pair in text.split())


def client_line(boss: Wire, client_id: int) -> dict[str, str]:
    """What CLIENT LIST says of another connection."""
    text = boss.call("CLIENT", "LIST", "ID", str(client_id)).decode()
    return dict(pair.split("=", 1) for pair in text.split())


def test_commands_run_together_in_order(c: Wire, opened: Open) -> None:
    other = opened()
    assert c.call("MULTI") == b"OK"
    for words in (("SET", "a", "1"), ("INCR", "a"), ("GET", "a"), ("HSET", "h", "f", "v")):
        assert c.call(*words) == b"QUEUED"
    assert other.call("GET", "a") is None
    assert c.call("EXEC") == [b"OK", 2, b"2", 1]
    assert other.call("GET", "a") == b"2"
    assert c.call("EXEC") == "ERR EXEC without MULTI"


def test_an_empty_one(c: Wire) -> None:
    assert [c.call("MULTI"), c.call("EXEC")] == [b"OK", []]


def test_an_error_while_running_stops_nothing(c: Wire) -> None:
    for words in (
        ("MULTI",),
        ("SET", "a", "x"),
        ("INCR", "a"),
        ("LCS", "a", "a"),
        ("SET", "b", "1"),
    ):
        c.call(*words)
    got = c.call("EXEC")
    assert got == [b"OK", "ERR value is not an integer or out of range", b"x", b"OK"]


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("SET", "a"), "ERR wrong number of arguments for 'set' command"),
        (("NOSUCH", "a"), "ERR unknown command 'NOSUCH', with args beginning with: 'a' "),
        (("MULTI",), "ERR Command not allowed inside a transaction"),
        (("WATCH", "a"), "ERR Command not allowed inside a transaction"),
        (("CLIENT", "NOSUCH"), "ERR unknown subcommand 'NOSUCH'. Try CLIENT HELP."),
    ],
)
def test_an_error_while_queueing_discards(c: Wire, words: tuple[str, ...], error: str) -> None:
    c.call("MULTI")
    assert c.call("SET", "k", "1") == b"QUEUED"
    assert c.call(*words) == error
    assert c.call("SET", "l", "1") == b"QUEUED"
    assert c.call("EXEC") == ABORTED
    assert c.call("EXISTS", "k", "l") == 0
    assert c.call("PING") == b"PONG"


def test_exec_with_words_too_many(c: Wire) -> None:
    c.call("MULTI")
    got = c.call("EXEC", "x")
    why = "wrong number of arguments for 'exec' command"
    assert got == f"EXECABORT Transaction discarded because of: {why}"
    assert c.call("EXEC") == "ERR EXEC without MULTI"


def test_discard(c: Wire) -> None:
    assert c.call("DISCARD") == "ERR DISCARD without MULTI"
    c.call("MULTI")
    c.call("SET", "a", "1")
    assert c.call("DISCARD") == b"OK"
    assert c.call("GET", "a") is None


def test_reset_and_quit_inside(c: Wire, opened: Open) -> None:
    c.call("MULTI")
    c.call("SET", "a", "1")
    assert c.call("RESET") == b"RESET"
    assert c.call("EXEC") == "ERR EXEC without MULTI"
    c.call("MULTI")
    assert c.call("QUIT") == b"OK"
    assert opened().call("EXISTS", "a") == 0


def test_select_inside_holds_for_what_follows(c: Wire) -> None:
    for words in (("MULTI",), ("SET", "a", "0"), ("SELECT", "3"), ("SET", "a", "3"), ("GET", "a")):
        c.call(*words)
    assert c.call("EXEC") == [b"OK", b"OK", b"OK", b"3"]
    assert c.call("GET", "a") == b"3"
    c.call("SELECT", "0")
    assert c.call("GET", "a") == b"0"


def test_the_control_planes_commands_answer_inside(c: Wire) -> None:
    for words in (("MULTI",), ("CONFIG", "GET", "hz"), ("INFO", "server"), ("SET", "a", "1")):
        assert c.call(*words) in (b"OK", b"QUEUED")
    config, text, done = c.call("EXEC")
    assert config[0] == b"hz"
    assert b"run_id" in text
    assert done == b"OK"


def changed(how: tuple[str, ...]) -> Any:
    """A parameter of the test below: what another client does to the watched key."""
    return pytest.param(how, id=" ".join(how))


@pytest.mark.parametrize(
    "how",
    [
        changed(("SET", "k", "2")),
        changed(("DEL", "k")),
        changed(("EXPIRE", "k", "100")),
        changed(("RENAME", "other", "k")),
        changed(("COPY", "other", "k", "REPLACE")),
        changed(("FLUSHDB",)),
        changed(("FLUSHALL", "ASYNC")),
        changed(("SWAPDB", "0", "5")),
    ],
)
def test_a_watched_key_that_changes(c: Wire, opened: Open, how: tuple[str, ...]) -> None:
    other = opened()
    other.call("MSET", "k", "1", "other", "1")
    assert c.call("WATCH", "x", "k", "y") == b"OK"
    other.call(*how)
    c.call("MULTI")
    assert c.call("SET", "z", "1") == b"QUEUED"
    assert c.call("EXEC") is None
    assert c.call("EXISTS", "z") == 0
    c.call("MULTI")
    assert c.call("EXEC") == [], "the next one watches nothing"


@pytest.mark.parametrize(
    "how",
    [
        changed(("GET", "k")),
        changed(("SET", "l", "2")),
        changed(("DEL", "missing")),
        changed(("SWAPDB", "3", "5")),
        changed(("PERSIST", "k")),
    ],
)
def test_a_watched_key_that_does_not(c: Wire, opened: Open, how: tuple[str, ...]) -> None:
    other = opened()
    other.call("SET", "k", "1")
    c.call("WATCH", "k")
    other.call(*how)
    c.call("MULTI")
    c.call("GET", "k")
    assert c.call("EXEC") == [b"1"]


def test_the_own_change_counts_too(c: Wire) -> None:
    c.call("WATCH", "k")
    c.call("SET", "k", "1")
    c.call("MULTI")
    assert c.call("EXEC") is None


def test_unwatch_and_discard_watch_no_more(c: Wire, opened: Open) -> None:
    other = opened()
    for end in (("UNWATCH",), ("MULTI", "DISCARD")):
        c.call("WATCH", "k")
        other.call("SET", "k", "1")
        assert [c.call(word) for word in end] == [b"OK"] * len(end)
        c.call("MULTI")
        assert c.call("EXEC") == []
    assert c.call("UNWATCH") == b"OK"


def test_a_watch_belongs_to_its_database(c: Wire, opened: Open) -> None:
    other = opened()
    c.call("WATCH", "k")
    c.call("SELECT", "2")
    other.call("SELECT", "2")
    other.call("SET", "k", "1")
    c.call("MULTI")
    assert c.call("EXEC") == []
    c.call("WATCH", "k")
    c.call("SELECT", "0")
    other.call("SET", "k", "2")
    c.call("MULTI")
    assert c.call("EXEC") is None


def test_a_key_that_expires_while_watched(c: Wire) -> None:
    c.call("SET", "k", "1", "PX", "20")
    c.call("WATCH", "k")
    c.call("MULTI")
    c.call("PING")
    time.sleep(0.05)
    assert c.call("EXEC") is None


def test_a_key_that_was_stale_when_watched(c: Wire, opened: Open) -> None:
    """That it goes is no change; that it comes back is."""
    c.call("DEBUG", "SET-ACTIVE-EXPIRE", "0")
    try:
        for after, answer in ((("GET", "k"), []), (("DEL", "k"), []), (("SET", "k", "2"), None)):
            other = opened()
            other.call("SET", "k", "1", "PX", "1")
            time.sleep(0.01)
            c.call("WATCH", "k")
            other.call(*after)
            c.call("MULTI")
            assert c.call("EXEC") == answer, after
    finally:
        c.call("DEBUG", "SET-ACTIVE-EXPIRE", "1")


def test_what_client_list_and_info_say(c: Wire, opened: Open) -> None:
    boss = opened()
    me = c.call("CLIENT", "ID")
    c.call("WATCH", "a", "b", "a")
    assert client_line(boss, me)["watch"] == "2"
    assert client_line(boss, me)["multi"] == "-1"
    fields = info(boss, "clients")
    assert (fields["watching_clients"], fields["total_watched_keys"]) == ("1", "2")
    c.call("MULTI")
    c.call("SET", "a", "x" * 1000)
    said = client_line(boss, me)
    assert (said["multi"], said["flags"]) == ("1", "x")
    assert int(said["multi-mem"]) > 1000
    assert int(said["tot-mem"]) > int(said["multi-mem"])
    boss.call("SET", "a", "1")
    assert client_line(boss, me)["flags"] == "xd"
    assert client_line(boss, me)["watch"] == "0"
    assert c.call("EXEC") is None
    assert info(boss, "clients")["watching_clients"] == "0"
    assert client_line(boss, me)["flags"] == "N"


def test_each_command_is_counted_and_shown_to_monitors(c: Wire, opened: Open) -> None:
    watcher = opened()
    assert watcher.call("MONITOR") == b"OK"
    c.call("CONFIG", "RESETSTAT")
    for words in (("MULTI",), ("SET", "a", "1"), ("GET", "a"), ("EXEC",)):
        c.call(*words)
    shown = [watcher.read().split(b"] ", 1)[1] for _ in range(4)]
    assert shown == [b'"MULTI"', b'"SET" "a" "1"', b'"GET" "a"', b'"EXEC"']
    counts = info(c, "commandstats")
    for name in ("multi", "set", "get", "exec"):
        assert counts[f"cmdstat_{name}"].startswith("calls=1,"), name


def test_a_transaction_that_outgrows_the_query_limit_ends_the_client(
    start: Callable[..., Running],
) -> None:
    running = start("--client-query-buffer-limit", "1mb")
    with running.connect() as sock:
        wire = Wire(sock)
        wire.call("MULTI")
        with pytest.raises((EOFError, ConnectionError)):
            for _ in range(40):
                assert wire.call("SET", "k", "x" * 40_000) == b"QUEUED"


def test_out_of_memory(c: Wire, opened: Open) -> None:
    """Nothing is queued then; EXEC is refused when something in it could take more."""
    other = opened()
    used = int(info(c, "memory")["used_memory"])
    try:
        c.call("MULTI")
        c.call("GET", "a")
        c.call("CONFIG", "SET", "maxmemory", "1")
        assert c.call("EXEC")[1] == b"OK"
        c.call("MULTI")
        assert str(c.call("GET", "a")).startswith("OOM")
        assert c.call("DISCARD") == b"OK"
        c.call("CONFIG", "SET", "maxmemory", "0")
        c.call("MULTI")
        c.call("SET", "a", "1")
        c.call("CONFIG", "SET", "maxmemory", "1")
        assert c.call("EXEC") == [b"OK", b"OK"], "memory was fine when EXEC came"
        c.call("CONFIG", "SET", "maxmemory", "0")
        c.call("MULTI")
        c.call("SET", "a", "1")
        other.call("CONFIG", "SET", "maxmemory", "1")
        why = "OOM command not allowed when used memory > 'maxmemory'."
        assert c.call("EXEC") == f"EXECABORT Transaction discarded because of: {why}"
    finally:
        c.call("DISCARD")
        c.call("CONFIG", "SET", "maxmemory", "0")
    assert used > 1
