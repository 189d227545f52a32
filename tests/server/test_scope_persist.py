"""SCOPE SNAPSHOT persist: what is told of saves, children, the append-only file and errors."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Running
from tests.server.wire import Wire

Start = Callable[..., Running]


def plain(value: Any) -> Any:
    """Maps of RESP2 stay lists of pairs; bytes become text."""
    if isinstance(value, bytes):
        return value.decode()
    return [plain(item) for item in value] if isinstance(value, list) else value


def pairs(flat: list[Any]) -> dict[str, Any]:
    """A map of RESP2."""
    return dict(zip(flat[::2], flat[1::2], strict=True))


def persist(wire: Wire) -> dict[str, Any]:
    """The section."""
    return pairs(plain(wire.call("SCOPE", "SNAPSHOT", "persist")[1]))


@pytest.fixture
def wire(start: Start) -> Wire:
    """A client of a server with two save points."""
    server = start("--save", "900 1 60 10000")
    return Wire(socket.create_connection(("127.0.0.1", server.port), timeout=10))


def test_a_save_is_counted_down_and_its_fsync_measured(wire: Wire) -> None:
    for i in range(7):
        wire.call("SET", f"k{i}", "v")
    before = persist(wire)
    rdb = pairs(before["rdb"])
    assert rdb["changes"] == 7
    assert rdb["save_points"] == [[900, 1], [60, 10000]]
    assert rdb["last_ok"] == 1 and rdb["file"] == "dump.rdb"
    assert before["child"] is None and before["errors"] == []
    assert wire.call("SAVE") == b"OK"
    after = persist(wire)
    assert pairs(after["rdb"])["changes"] == 0
    assert pairs(after["rdb"])["last_save_s"] >= rdb["last_save_s"]
    syncs = pairs(after["fsync"])
    assert syncs["count"] == pairs(before["fsync"])["count"] + 1
    assert sum(count for _, count in syncs["histogram"]) == syncs["count"]
    assert syncs["worst_ns"] > 0


def test_save_points_follow_the_configuration(wire: Wire) -> None:
    wire.call("CONFIG", "SET", "save", "")
    assert pairs(persist(wire)["rdb"])["save_points"] == []
    wire.call("CONFIG", "SET", "save", "10 20")
    assert pairs(persist(wire)["rdb"])["save_points"] == [[10, 20]]


def test_an_error_is_kept_with_its_text(wire: Wire) -> None:
    folder = Path(pairs(plain(wire.call("CONFIG", "GET", "dir")))["dir"])
    (folder / "dump.rdb" / "full").mkdir(parents=True)
    wire.call("SAVE")
    (newest, *_) = persist(wire)["errors"]
    told = pairs(newest)
    assert "Error moving temp DB file" in told["text"] and "dump.rdb" in told["text"]
    assert told["ms_ago"] >= 0
    wire.call("CONFIG", "SET", "save", "")  # it would not end without saving


def test_the_host_says_what_decides_how_a_fork_goes(wire: Wire) -> None:
    host = pairs(plain(wire.call("SCOPE", "SNAPSHOT", "host")[1]))
    assert host["huge_pages"] in ("always", "madvise", "never", "off", "unknown")
    assert host["memory_bytes"] > host["page_bytes"] > 0 and host["processors"] > 0


def test_a_child_that_saves_stops_nobody(wire: Wire) -> None:
    wire.call("SET", "k", "v")
    assert wire.call("BGSAVE") == b"Background saving started"
    while persist(wire)["child"] is not None:
        pass
    told = pairs(pairs(plain(wire.call("SCOPE", "SNAPSHOT", "happened")[1]))["events"])
    assert "RdbSaved" not in told
    assert pairs(told["BackgroundSaveEnded"])["count"] == 1
    rdb = pairs(persist(wire)["rdb"])
    assert (rdb["changes"], rdb["last_ok"], rdb["saves"]) == (0, 1, 1)
