"""The ring's reader, over files that are written as native writes them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tracing.fakes import CATALOGUE, FakeRing, event
from vkscope.tracing.events import encode
from vkscope.tracing.recorder import save_ring
from vkscope.tracing.recording import Recording
from vkscope.tracing.ring import RingError, RingReader, rings


def numbered(i: int) -> bytes:
    text = b"n" * (i % 40)
    return encode(CATALOGUE.by_name("ConfigChanged"), i + 1, value=i, text=text)


def values(reader: RingReader) -> list[int]:
    return [e.value for e in reader.events()]


def test_reads_what_is_there_and_what_comes(tmp_path: Path) -> None:
    ring = FakeRing(tmp_path / "r", commands=("", "get"))
    ring.write(numbered(0))
    with RingReader(ring.path) as reader:
        assert reader.pid == 7 and reader.wall_offset == 1000
        assert reader.decoder().command(1) == "get"
        assert values(reader) == [0]
        ring.write(numbered(1))
        assert values(reader) == [1]
        assert values(reader) == []


def test_many_laps_without_a_loss(tmp_path: Path) -> None:
    ring = FakeRing(tmp_path / "r")
    seen: list[int] = []
    with RingReader(ring.path) as reader:
        for i in range(6000):
            ring.write(numbered(i))
            if i % 500 == 499:
                seen += values(reader)
        assert seen == list(range(6000)) and reader.lost == 0


def test_an_overtaken_reader_says_what_it_lost(tmp_path: Path) -> None:
    ring = FakeRing(tmp_path / "r")
    with RingReader(ring.path) as reader:
        for i in range(6000):
            ring.write(numbered(i))
        got = values(reader)
        assert got == list(range(got[0], 6000))
        assert reader.lost == got[0] > 0


def test_starting_late(tmp_path: Path) -> None:
    ring = FakeRing(tmp_path / "r")
    for i in range(6000):
        ring.write(numbered(i))
    with RingReader(ring.path, oldest=True) as reader:
        got = values(reader)
        assert got == list(range(got[0], 6000)) and len(got) > 300
    with RingReader(ring.path, oldest=False) as reader:
        assert values(reader) == []


@pytest.mark.parametrize("content", [b"", b"x" * 10, b"x" * 5000])
def test_what_is_no_ring_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "r"
    path.write_bytes(content)
    with pytest.raises(RingError):
        RingReader(path)


def test_a_cut_ring_is_refused(tmp_path: Path) -> None:
    ring = FakeRing(tmp_path / "r")
    ring.file.truncate(ring.data + 100)
    with pytest.raises(RingError, match="cut"):
        RingReader(ring.path)


def test_the_black_box_becomes_a_recording(tmp_path: Path) -> None:
    ring = FakeRing(tmp_path / "vkscope-7-1.ring", commands=("", "get"))
    ring.write(event("CommandSlow", 10, span=5, client=3, queued_ns=2, command=1))
    assert rings(tmp_path) == [ring.path]
    progress = save_ring(ring.path, tmp_path / "box.vkt")
    assert (progress.events, progress.lost) == (1, 0)
    with Recording(tmp_path / "box.vkt") as made:
        (slow,) = made.events()
        assert made.decoder.label(slow, "command") == "get"
        assert made.meta.wall_offset == 1000 and made.meta.source == "ring"
