"""Rings that killed servers left behind: which stay, which go."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from vkscope.server import rings


def _dead_pid() -> int:
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    return child.pid


def _box(folder: Path, pid: int, port: int, when: float) -> Path:
    ring = folder / f"vkscope-{pid}-{port}.ring"
    ring.write_bytes(b"x")
    os.utime(ring, (when, when))
    return ring


def test_the_newest_box_of_each_port_stays_for_a_day(tmp_path: Path) -> None:
    first, second, third = _dead_pid(), _dead_pid(), _dead_pid()
    now = 1_000_000.0
    older = _box(tmp_path, first, 6379, now - 200)
    newest = _box(tmp_path, second, 6379, now - 100)
    ancient = _box(tmp_path, third, 6380, now - rings.KEEP_S - 1)
    ours = _box(tmp_path, os.getpid(), 6379, now)
    assert set(rings.sweep(str(ours), now)) == {older, ancient}
    assert newest.exists()
    assert ours.exists()


def test_of_many_ports_the_newest_boxes_stay(tmp_path: Path) -> None:
    pid, now = _dead_pid(), 1_000_000.0
    boxes = [_box(tmp_path, pid, 2000 + i, now - i) for i in range(rings.KEEP + 3)]
    ours = _box(tmp_path, os.getpid(), 6379, now)
    assert set(rings.sweep(str(ours), now)) == set(boxes[rings.KEEP :])
    assert rings.sweep(str(ours), now) == []


def test_a_locked_ring_is_in_use_whatever_its_process_is_called(tmp_path: Path) -> None:
    pid = _dead_pid()
    held = _box(tmp_path, pid, 7000, 5.0)
    rings.hold(str(held))
    ours = tmp_path / "vkscope-1-7000.ring"
    assert rings.sweep(str(ours), 10.0**9) == []
    os.close(rings._held.pop())
    assert rings.sweep(str(ours), 10.0**9) == [held]


def test_foreign_files_are_left_alone(tmp_path: Path) -> None:
    other = tmp_path / "vkscope-notes-x.ring"
    other.write_bytes(b"x")
    assert rings.sweep(str(tmp_path / "vkscope-1-1.ring"), 10.0**9) == []
    assert other.exists()
