"""The power fails: what a server told its clients to be done is there when it starts again.

Words: VKSCOPE_POWERLOSS is the number of crash points of each policy and kind of disk, 16 unless
said; the long run is `make powerloss`.
"""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from tests.fault.power_loss.check import Verdict, record, summary, try_states
from tests.fault.power_loss.disk import Disk, File
from tests.fault.power_loss.recording import SERVER, Do, Operation

POINTS = int(os.environ.get("VKSCOPE_POWERLOSS", "16"))


def lose(
    policy: str, kind: str, base: Path, *, swallow: bool = False, server: str = SERVER
) -> list[Verdict]:
    """Record a short life and judge crash points of it."""
    pause = 0.05 if policy == "everysec" else 0.0
    recording = record(server, policy, base, 80, pause=pause, swallow=swallow)
    recording.slack_ns = 1_000_000_000
    assert all(client.done == 80 for client in recording.work.clients)
    return try_states(recording, kind, POINTS, 1)


def operation(do: Do, path: str, ino: int = 0, offset: int = 0, data: bytes = b"") -> Operation:
    """An operation of one thread."""
    return Operation(do, path, "", 0, 1, ino, offset, 0, data)


def sync(disk: Disk, path: str, ino: int = 0) -> None:
    """A whole fsync."""
    disk.do(operation(Do.SYNC_BEGIN, path, ino))
    disk.do(operation(Do.SYNC_END, path, ino))


@pytest.mark.parametrize("kind", ["journal", "posix"])
def test_the_disk_keeps_what_was_synced_and_may_lose_the_rest(kind: str) -> None:
    disk = Disk(kind)
    disk.do(operation(Do.CREATE, "f", 7))
    disk.do(operation(Do.WRITE, "f", 7, 0, b"a" * 700))
    sync(disk, "f", 7)
    sync(disk, "")
    disk.do(operation(Do.WRITE, "f", 7, 700, b"b" * 2000))
    found = [disk.after_loss(random.Random(seed))["f"] or b"" for seed in range(300)]
    assert all(data.startswith(b"a" * 700) and len(data) <= 2700 for data in found)
    assert {b"a" * 700, b"a" * 700 + b"b" * 2000} <= set(found)
    assert any(b"\0" in data for data in found)
    sync(disk, "f", 7)
    assert {disk.after_loss(random.Random(s))["f"] for s in range(50)} == {b"a" * 700 + b"b" * 2000}


def test_a_rename_is_the_disks_only_after_its_folder_was_synced() -> None:
    disk = Disk("posix")
    for name, ino in (("old", 1), ("new", 2)):
        disk.do(operation(Do.CREATE, name, ino))
        disk.do(operation(Do.WRITE, name, ino, 0, name.encode()))
        sync(disk, name, ino)
    sync(disk, "")
    disk.do(Operation(Do.RENAME, "new", "old", 0, 1, 0, 0, 0, b""))
    assert {disk.after_loss(random.Random(s))["old"] for s in range(50)} == {b"old", b"new"}
    sync(disk, "")
    assert disk.after_loss(random.Random(1)) == {"old": b"new"}


def test_writes_after_an_fsync_began_are_not_of_it() -> None:
    disk = Disk("journal")
    disk.do(operation(Do.CREATE, "f", 7))
    disk.do(operation(Do.SYNC_BEGIN, "f", 7))
    disk.do(operation(Do.WRITE, "f", 7, 0, b"late"))
    disk.do(operation(Do.SYNC_END, "f", 7))
    assert {b"", b"late"} <= {disk.after_loss(random.Random(s))["f"] for s in range(50)}


def test_a_truncation_may_be_lost_with_what_was_written_after_it() -> None:
    file = File(bytearray(b"x" * 10))
    file.change(0, None)
    file.change(0, b"y")
    found = {file.after_loss(random.Random(seed), 1.0, False) for seed in range(50)}
    assert found == {b"x" * 10, b"", b"y"}


@pytest.mark.parametrize("kind", ["journal", "posix"])
def test_saved_files_are_the_old_or_the_new_one(kind: str, tmp_path: Path) -> None:
    verdicts = lose("rdb", kind, tmp_path)
    assert not [verdict for verdict in verdicts if verdict.wrong], summary(verdicts)


def test_a_server_without_fsync_is_found_out(tmp_path: Path) -> None:
    verdicts = lose("rdb", "journal", tmp_path, swallow=True)
    assert [verdict for verdict in verdicts if verdict.wrong], summary(verdicts)


@pytest.mark.parametrize("kind", ["journal", "posix"])
@pytest.mark.parametrize("policy", ["always", "everysec", "no"])
def test_an_append_only_file_keeps_what_its_policy_says(
    policy: str, kind: str, tmp_path: Path
) -> None:
    verdicts = lose(policy, kind, tmp_path)
    assert not [verdict for verdict in verdicts if verdict.wrong], summary(verdicts)


def test_always_without_fsync_is_found_out(tmp_path: Path) -> None:
    verdicts = lose("always", "journal", tmp_path, swallow=True)
    assert any("acknowledged units are lost" in text for v in verdicts for text in v.wrong)
