"""Feeds and frames: live on a fake server with a fake clock, recordings, what is kept of events."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from tests.tracing.fakes import CATALOGUE, FakeServer, event
from tests.tracing.test_sources import PICTURE, push, resp, scope
from tests.tui.fakes import DECODER, START, filled, raw, status
from vkscope.cli.sight import opener
from vkscope.tracing.address import Endpoint, parse
from vkscope.tracing.examiner import Examiner
from vkscope.tracing.feed import BUSY, KEPT, Interest, LiveFeed
from vkscope.tracing.frame import Collector, Frame
from vkscope.tracing.recording import RecordingWriter
from vkscope.tracing.replay import RecordedFeed
from vkscope.tracing.sift import sift
from vkscope.tracing.snapshot import from_plain
from vkscope.tracing.sources import RecordedSource


class Clock:
    """Time that passes only in sleeps."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds
        await asyncio.sleep(0.002)


class Counting:
    """Answers as a vkscope does, with a later time in each snapshot."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, words: list[bytes]) -> bytes:
        if words[:2] == [b"SCOPE", b"SNAPSHOT"] and b"command_names" not in words:
            self.asked += 1
            server = {**PICTURE["server"], "now_ns": self.asked * 500_000_000}
            return resp({**PICTURE, "server": server})
        if words[:2] == [b"SCOPE", b"SLABS"]:
            return resp([{"size_bytes": 8, "used": 1, "total": 2, "slabs": 1}])
        if words[:2] == [b"SCOPE", b"XRAY"]:
            return resp({"root": {"kind": "object"}, "left_out": 0})
        if words[0] == b"CONFIG":
            return resp({"hz": "10"})
        return scope(words)


Story = Callable[[LiveFeed, list[Frame], FakeServer], Awaitable[None]]


def play(story: Story, answer: Callable[[list[bytes]], bytes] | None = None) -> list[Frame]:
    """Run a live feed on a fake server beside a story."""
    frames: list[Frame] = []

    async def run() -> None:
        async with FakeServer(answer or Counting()) as server:
            clock = Clock()
            endpoint = Endpoint(port=server.port)
            feed = LiveFeed(opener(endpoint), "here", clock=clock, sleep=clock.sleep)
            task = asyncio.ensure_future(feed.run(frames.append))
            try:
                await story(feed, frames, server)
            finally:
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)

    asyncio.run(run())
    return frames


async def until(true: Callable[[], bool]) -> None:
    """Let the loop run until something is so; fails after 5 s."""
    async with asyncio.timeout(5):
        while not true():
            await asyncio.sleep(0.002)


def test_live_frames_with_what_the_screen_needs() -> None:
    async def story(feed: LiveFeed, frames: list[Frame], server: FakeServer) -> None:
        await until(lambda: len(frames) > 3 and frames[-1].now is not None)
        await feed.want(Interest(("tick",), ("slabs",)))
        await feed.xray("k")
        await until(lambda: frames[-1].xray is not None)
        now = frames[-1].now
        assert now is not None and now.raw["slabs"][0]["total"] == 2
        assert now.raw["settings"] == {"hz": "10"}
        assert frames[-1].xray == ("k", {"root": {"kind": "object"}, "left_out": 0})
        asked = [words for words in server.seen if words[:2] == [b"SCOPE", b"SUBSCRIBE"]]
        assert b"tick" not in asked[0] and b"slow" in asked[0] and b"tick" in asked[-1]

    frames = play(story)
    assert [frame.status.word for frame in frames[:2]] == ["connecting", "live"]
    assert len(frames[-1].points) > 2 and frames[-1].rates is not None


def test_a_pause_holds_the_frame_and_goes_on_collecting() -> None:
    async def story(feed: LiveFeed, frames: list[Frame], server: FakeServer) -> None:
        await until(lambda: len(frames) > 6)
        feed.pause(True)
        held = frames[-1].now
        many = len(frames)
        await until(lambda: len(frames) > many + 4)
        assert frames[-1].now is held and frames[-1].status.word == "paused"
        assert frames[-1].status.note != "0.0 s back"
        feed.step(1)
        later = frames[-1].now
        assert (
            held is not None and later is not None and later.time_ns - held.time_ns == 500_000_000
        )
        feed.seek(-1)
        back = frames[-1].now
        assert back is not None and later.time_ns - back.time_ns == 1_000_000_000
        feed.step(-10 * KEPT)
        feed.step(10 * KEPT)
        feed.end()
        assert frames[-1].status.word == "live" and frames[-1].now is not held

    play(story)


def test_a_lost_server_keeps_the_frame_and_is_found_again() -> None:
    async def story(feed: LiveFeed, frames: list[Frame], server: FakeServer) -> None:
        await until(lambda: len(frames) > 3)
        server.drop()
        await until(lambda: frames[-1].status.word == "lost")
        assert frames[-1].now is not None and "closed" in frames[-1].status.note
        await until(lambda: frames[-1].status.word == "live")

    play(story)


def test_events_that_come_too_fast_are_asked_for_by_their_length() -> None:
    async def story(feed: LiveFeed, frames: list[Frame], server: FakeServer) -> None:
        await until(lambda: len(frames) > 2)
        many = event("TickEnded", 5, span=9) * (BUSY // 40)
        for number in range(4):
            server.push(push(number + 1, 0, many))
        await until(lambda: any(b"MIN-SPAN" in words for words in server.seen))
        await until(lambda: "events of" in frames[-1].status.note)
        await until(lambda: frames[-1].status.note == "")
        last = [words for words in server.seen if words[:2] == [b"SCOPE", b"SUBSCRIBE"]][-1]
        assert b"MIN-SPAN" not in last

    frames = play(story)
    assert frames[-1].counts["TickEnded"] == 4 * (BUSY // 40)
    assert frames[-1].left_out > 0 and len(frames[-1].events) <= 200


# --------------------------------------------------------------------------------------- recordings


def recording(tmp_path: Path, steps: int = 20) -> Path:
    """Write a recording of half-second snapshots with an event before each."""
    path = tmp_path / "run.vkt"
    writer = RecordingWriter(
        path, wall_offset=7, created=START, source="live", catalogue=CATALOGUE, commands=["", "get"]
    )
    for step in range(steps):
        now = START + step * 500_000_000
        writer.events(event("TickEnded", now - 1000, span=900 + step, tick=step + 1))
        writer.snapshot(now, raw(step))
    writer.close()
    return path


def test_a_recording_plays_steps_and_seeks(tmp_path: Path) -> None:
    async def run() -> None:
        clock, frames = Clock(), list[Frame]()
        source = RecordedSource(recording(tmp_path))
        feed = RecordedFeed(source, clock=clock, sleep=clock.sleep, examine=Examiner())
        task = asyncio.ensure_future(feed.run(frames.append))
        await until(lambda: len(frames) > 5)
        assert frames[-1].status.word == "recorded" and "playing" in frames[-1].status.note
        feed.pause(True)
        await asyncio.sleep(0.01)
        held = frames[-1].now
        assert held is not None and "paused" in frames[-1].status.note
        feed.step(1)
        on = frames[-1].now
        assert on is not None and on.time_ns - held.time_ns == 500_000_000
        feed.step(-2)
        back = frames[-1].now
        assert back is not None and on.time_ns - back.time_ns == 1_000_000_000
        feed.end()
        assert "at its end" in frames[-1].status.note
        assert [e.tick for e in frames[-1].events][-1] == 20
        assert frames[-1].findings is not None
        feed.seek(-1000)
        assert frames[-1].status.note.startswith("0.0 of 9.5 s")
        assert [e.tick for e in frames[-1].events] == [1]
        feed.end()
        feed.pause(False)
        assert frames[-1].status.note.startswith("0.0")
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await source.close()

    asyncio.run(run())


# ------------------------------------------------------------------------------------ sift, frames


def test_sift_counts_all_and_keeps_the_longest_and_the_newest() -> None:
    data = b"".join(event("TickEnded", t, span=5000 if t == 3 else t % 7) for t in range(1, 501))
    data += event("ServerReady", 600, span=1) + b"\0" * 20
    found = sift([data], DECODER, kept_each=10)
    assert found.counts == {"TickEnded": 500, "ServerReady": 1}
    assert len(found.events) == 11 and found.left_out == 490
    assert found.events[0].span == 5000 and found.events[-1].name == "ServerReady"
    assert [e.time for e in found.events[-6:-1]] == [496, 497, 498, 499, 500]
    assert sift([data], DECODER, since=3, until=4).counts == {"TickEnded": 1}


def test_another_process_begins_anew() -> None:
    collector = filled()
    other: dict[str, Any] = raw(1)
    other["server"] = {**other["server"], "pid": 78}
    collector.add_snapshot(from_plain(other))
    frame = collector.frame(status())
    assert frame.rates is None and frame.window is frame.now


def test_the_same_snapshot_twice_is_one() -> None:
    collector = Collector(DECODER)
    for _ in range(3):
        collector.add_snapshot(from_plain(raw(1)))
    assert collector.frame(status()).points == ()


def test_p99_of_a_point_is_that_of_its_second() -> None:
    points = filled().frame(status()).points
    assert len(points) == 19
    assert {p.commands for p in points} == {2000.0}
    assert all(2_000 <= p.command_p99_ns < 2_300 for p in points)


def test_the_examiner_remembers_for_a_minute() -> None:
    examiner, collector = Examiner(), filled()
    odd = {**raw(21), "happened": {"events": {"CommandSlow": {}}}}
    assert examiner(Frame()) is None
    found = examiner(collector.frame(status()))
    assert found is not None
    late = raw(20)
    late["server"] = {**late["server"], "now_ns": START + 200_000_000_000}
    collector.add_snapshot(from_plain(late))
    collector.add_snapshot(
        from_plain({**late, "server": {**late["server"], "now_ns": START + 201 * 10**9}})
    )
    again = examiner(collector.frame(status()))
    collector.add_snapshot(
        from_plain({**odd, "server": {**odd["server"], "now_ns": START + 202 * 10**9}})
    )
    assert examiner(collector.frame(status())) is None
    assert again is not None and all(s.time_ns > START + 199_000_000_000 for s in again)


def test_passwords_come_from_the_environment() -> None:
    assert parse("here:1", {"VKSCOPE_PASSWORD": "a", "REDISCLI_AUTH": "b"}).password == "a"
    assert parse("here:1", {"REDISCLI_AUTH": "b"}).password == "b"
    assert parse("valkey://u:c@here", {"VKSCOPE_PASSWORD": "a"}).password == "c"
